using System.Text.Json.Serialization;
using Afterglow.Core.Patients;

namespace Afterglow.Core.Measures;

/// <summary>Who gives the answers.</summary>
[JsonConverter(typeof(CamelCase<Reporter>))]
public enum Reporter
{
    /// <summary>The patient, alone or on the clinic's device.</summary>
    Patient,

    /// <summary>A clinician who has seen or asked the patient.</summary>
    Clinician,

    /// <summary>Either; who it was is written down with the score.</summary>
    Either,
}

/// <summary>Which way is better.</summary>
public enum Direction
{
    HigherIsWorse,
    HigherIsBetter,
}

/// <summary>One question. Its wording, where it may be shown, stands apart in <see cref="Wording"/>.</summary>
/// <param name="Key">Permanent within its instrument; the record keeps answers under it.</param>
/// <param name="Step">What lies between two answers: 2 where only even numbers are anchored.</param>
/// <param name="Reversed">True where the highest answer is the best.</param>
/// <param name="Code">LOINC, where certain.</param>
/// <param name="Asks">The question itself, where two instruments share it; otherwise the question is this instrument's alone.</param>
public sealed record Item(string Key, int Low, int High, int Step = 1, bool Reversed = false, string? Code = null, string? Asks = null)
{
    public bool Holds(int answer) => answer >= Low && answer <= High && (answer - Low) % Step == 0;

    /// <summary>Every answer there is, lowest first.</summary>
    public IEnumerable<int> Answers
    {
        get
        {
            for (var answer = Low; answer <= High; answer += Step) yield return answer;
        }
    }

    /// <summary>What an answer counts.</summary>
    public int Counts(int answer) => Reversed ? Low + High - answer : answer;

    /// <summary>“0 to 3”, “0, 2, 4, 6 or 8”.</summary>
    public string Range => Step == 1 ? $"{Low} to {High}" : $"{string.Join(", ", Answers.SkipLast(1))} or {High}";
}

/// <summary>A range of totals with a name.</summary>
/// <param name="Key">Permanent; words in other languages hang on it.</param>
/// <param name="Low">The lowest total of the band; null where the instrument is not summed.</param>
public sealed record Band(string Key, string Label, int? Low = null, int? High = null)
{
    public bool Holds(int total) => total >= Low && total <= High;

    /// <summary>“moderate, 10 to 14”.</summary>
    public override string ToString() => Low is null ? Label : Low == High ? $"{Label}, {Low}" : $"{Label}, {Low} to {High}";
}

/// <summary>Items that are also added up on their own.</summary>
/// <param name="From">The first item, counted from 1.</param>
public sealed record Part(string Key, string Name, int From, int To);

/// <summary>Something that is met or not by the answers, such as a provisional diagnosis.</summary>
/// <param name="Met">Null while an answer it depends on is missing. Takes the answers by item.</param>
public sealed record Criterion(string Key, string Words, Func<IReadOnlyList<int?>, bool?> Met, Source Source);

/// <summary>How far back the questions ask.</summary>
/// <param name="Days">0 stands for now.</param>
public sealed record Recall(string Words, int Days, Source Source);

/// <summary>LOINC codes. A code that is not certain is left out, never guessed.</summary>
/// <param name="Answers">Of the answers, lowest first, where all items share them.</param>
public sealed record Codes(string? Panel, string? Total, Source Source, params IReadOnlyList<string> Answers)
{
    /// <summary>Codes that other software is known to write for the total although they mean something else; read, never written.</summary>
    public IReadOnlyList<string> AlsoRead { get; init; } = [];
}

/// <summary>
/// An instrument as data: what is asked, how answers become a score, what the score means, who owns the wording, and from
/// where each figure comes. Every instrument is one file of <c>Scales/</c>.
/// </summary>
public sealed record Instrument
{
    /// <summary>Permanent; the record, plans and schedules refer to it.</summary>
    public required string Id { get; init; }

    public required string Name { get; init; }

    /// <summary>What it is about, in a word or two.</summary>
    public required string About { get; init; }

    public required Reporter Reporter { get; init; }

    public required IReadOnlyList<Item> Items { get; init; }

    public required Scoring Scoring { get; init; }

    public required MissingRule Missing { get; init; }

    /// <summary>Lowest first; empty where nobody published any.</summary>
    public IReadOnlyList<Band> Bands { get; init; } = [];

    public Source? BandsFrom { get; init; }

    public IReadOnlyList<Part> Parts { get; init; } = [];

    public IReadOnlyList<Criterion> Criteria { get; init; } = [];

    public Direction Direction { get; init; } = Direction.HigherIsWorse;

    /// <summary>What counts as a response; null where the field has agreed on nothing.</summary>
    public ResponseRule? Response { get; init; }

    /// <summary>Remission at this total, or beyond it on the good side.</summary>
    public Sourced<int>? RemissionAt { get; init; }

    /// <summary>The smallest change that matters to a person, in points.</summary>
    public Sourced<decimal>? Meaningful { get; init; }

    /// <summary>A worsening of so many points since the score before is steep: somebody looks at it.</summary>
    public Sourced<int>? Steep { get; init; }

    public required Recall Recall { get; init; }

    /// <summary>Not again before this: a shorter interval asks about the same days twice.</summary>
    public required Sourced<TimeSpan> ShortestInterval { get; init; }

    public Codes? Codes { get; init; }

    public required Licence Licence { get; init; }

    /// <summary>The answers that mean somebody must look, whatever the total.</summary>
    public IReadOnlyList<SafetyRule> Safety { get; init; } = [];

    /// <summary>Who made it and what was read about it.</summary>
    public required Source Source { get; init; }

    /// <summary>Other names under which scores of it arrive.</summary>
    public IReadOnlyList<string> AlsoCalled { get; init; } = [];

    /// <summary>What a reader of the score must know beside the figures: doubts, other versions, evidence against.</summary>
    public string Note { get; init; } = "";

    /// <summary>How long one question takes on a phone.</summary>
    public Sourced<int> SecondsAnItem { get; init; } =
        new(6, Source.Assumed("Six seconds for a statement that is answered with one tap and the same answers as the one before; not measured."));

    /// <summary>The wording that comes with Afterglow, by language; empty where its owner does not let it be shipped.</summary>
    public IReadOnlyList<Wording> Shipped { get; init; } = [];

    /// <summary>The wording in a language (“en”, “es”), or null where none is shipped in it.</summary>
    public Wording? Wording(string language) => Shipped.FirstOrDefault(wording => wording.Language == language);

    /// <summary>The lowest and the highest total; null where it is not summed.</summary>
    public (int Low, int High)? Total => Scoring.Range(Items);

    public bool Summed => Total is not null;

    public bool HigherIsBetter => Direction == Direction.HigherIsBetter;

    /// <summary>True where the patient can answer it alone.</summary>
    public bool ByPatient => Reporter != Reporter.Clinician;

    /// <summary>How long all of it takes.</summary>
    public TimeSpan Takes => TimeSpan.FromSeconds(Items.Count * SecondsAnItem.Value);

    /// <summary>The questions it puts, so that no question is put twice on a day under two names.</summary>
    public IEnumerable<string> Questions => Items.Select(item => item.Asks ?? $"{Id}/{item.Key}");

    /// <summary>The band of a total; null where there is none.</summary>
    public Band? BandOf(int total) => Bands.FirstOrDefault(band => band.Holds(total));

    /// <summary>
    /// Answers by item, in the order of the items, null where one was not given, become a score. No total is no refusal: the
    /// score then says why. A refusal is an answer that the question does not have.
    /// </summary>
    public Result<Score> Score(IReadOnlyList<int?> answers)
    {
        if (answers.Count != Items.Count) return new WrongNumberOfAnswers(Name, Items.Count, answers.Count);
        for (var place = 0; place < Items.Count; place++)
            if (answers[place] is { } answer && !Items[place].Holds(answer))
                return new AnswerOutOfRange(Name, place + 1, answer, Items[place].Range);
        return Scored.From(this, answers);
    }

    /// <summary>
    /// A score of which only the total is known, as on a paper from elsewhere. Where one answer raises an alarm whatever the
    /// total, that answer must be known, too.
    /// </summary>
    /// <param name="alarming">The answers to the items that safety hangs on, by item number.</param>
    public Result<Score> ScoreTotal(int total, IReadOnlyDictionary<int, int>? alarming = null)
    {
        if (Total is not var (low, high)) return new NotSummed(Name);
        if (total < low || total > high || (total - low) % Scoring.Grain != 0) return new TotalOutOfRange(Name, total, low, high, Scoring.Grain);
        var known = new int?[Items.Count];
        foreach (var item in Safety.OfType<SafetyRule.AnswerAtLeast>().Select(rule => rule.Item).Distinct())
        {
            if (alarming is null || !alarming.TryGetValue(item, out var answer)) return new SafetyAnswerMissing(Name, item);
            if (!Items[item - 1].Holds(answer)) return new AnswerOutOfRange(Name, item, answer, Items[item - 1].Range);
            known[item - 1] = answer;
        }
        return Scored.FromTotal(this, total, known);
    }

    /// <summary>True when a score that arrives under this name or code is one of this instrument.</summary>
    public bool IsCalled(string name, string? code)
    {
        if (code is not null && Codes is { } codes && (code == codes.Total || codes.AlsoRead.Contains(code))) return true;
        var plain = Plain(name);
        return AlsoCalled.Append(Name).Append(Id).Any(own => plain.Contains(Plain(own), StringComparison.Ordinal));
    }

    // Whole words, without hyphens and brackets: “Patient Health Questionnaire 9 item (PHQ-9) total score” names the PHQ-9.
    private static string Plain(string name) =>
        $" {string.Join(' ', new string([.. name.ToUpperInvariant().Where(letter => char.IsLetterOrDigit(letter) || letter == ' ')]).Split(' ', StringSplitOptions.RemoveEmptyEntries))} ";
}

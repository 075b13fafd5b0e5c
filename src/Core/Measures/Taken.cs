using System.Text.Json.Serialization;
using Afterglow.Core.Patients;

namespace Afterglow.Core.Measures;

/// <summary>How answers reached the record.</summary>
[JsonConverter(typeof(CamelCase<Via>))]
public enum Via
{
    /// <summary>The patient answered a check-in. What it raises was raised as each answer came.</summary>
    CheckIn,

    /// <summary>A member of staff wrote it down.</summary>
    Staff,

    /// <summary>Another program sent it.</summary>
    Program,
}

/// <summary>A measure as it was taken: the answers, who gave them, in which language, on which way.</summary>
/// <param name="Instrument">Its permanent name.</param>
/// <param name="Answers">By the key of the item; what was not answered is not there.</param>
/// <param name="Told">Who gave the answers.</param>
/// <param name="Language">In which the questions were read; null where it does not matter or is not known.</param>
/// <param name="TotalOnly">True where only the total was known, with the answers that safety hangs on.</param>
public sealed record Taken(string Instrument, IReadOnlyDictionary<string, int> Answers, Reporter Told, Via Via, string? Language = null, bool TotalOnly = false)
{
    /// <summary>From answers in the order of the items.</summary>
    public static Taken Of(Instrument instrument, IReadOnlyList<int?> answers, Reporter told, Via via, string? language) => new(
        instrument.Id,
        instrument.Items.Zip(answers).Where(pair => pair.Second is not null).ToDictionary(pair => pair.First.Key, pair => pair.Second!.Value),
        told, via, language);

    /// <summary>In the order of the items; null where one was not given.</summary>
    public IReadOnlyList<int?> AnswersTo(Instrument instrument) =>
        [.. instrument.Items.Select(item => Answers.TryGetValue(item.Key, out var answer) ? answer : (int?)null)];

    /// <summary>What the answers come to.</summary>
    public Result<Score> Score()
    {
        if (Instruments.Find(Instrument) is not { } instrument) return new UnknownInstrument(Instrument);
        return Answers.Keys.FirstOrDefault(key => instrument.Items.All(item => item.Key != key)) is { } stranger
            ? new UnknownQuestion(instrument.Name, stranger)
            : instrument.Score(AnswersTo(instrument));
    }

    /// <summary>What a total comes to of which the answers are not known, but for those that safety hangs on.</summary>
    public Result<Score> Score(int total)
    {
        if (Instruments.Find(Instrument) is not { } instrument) return new UnknownInstrument(Instrument);
        var answers = AnswersTo(instrument);
        return instrument.ScoreTotal(total, answers.Index().Where(pair => pair.Item is not null).ToDictionary(pair => pair.Index + 1, pair => pair.Item!.Value));
    }

    /// <summary>“moderate; told by the patient in a check-in”.</summary>
    [JsonIgnore]
    public string Words
    {
        get
        {
            var score = TotalOnly || !Score().Try(out var found, out _) ? null : found;
            return string.Join("; ", new[]
            {
                score?.Total is not null ? score.Band?.Label : null,
                score is { Prorated: true } ? $"{(score.Missing == 1 ? "one answer" : $"{score.Missing} answers")} missing, filled with the mean of the others" : null,
                TotalOnly ? "total only" : null,
                (Told == Reporter.Patient ? "told by the patient" : "rated by a clinician") + Via switch { Via.CheckIn => " in a check-in", Via.Program => ", sent by another program", _ => "" },
            }.Where(part => part is not null));
        }
    }
}

/// <summary>An answer to a question that the instrument does not put.</summary>
public sealed record UnknownQuestion(string Name, string Key) : Refusal
{
    public override string Code => "measure.unknown-question";

    public override string Sentence => $"{Name} has no question “{Key}”.";
}

/// <summary>A total that its answers do not make.</summary>
public sealed record TotalDoesNotFit(string Name, int? Total) : Refusal
{
    public override string Code => "measure.total-does-not-fit";

    public override string Sentence => Total is { } total
        ? $"The answers to {Name} come to {total}: change the answers, not the total."
        : $"The answers to {Name} come to no total: change the answers.";
}

/// <summary>Nothing was answered.</summary>
public sealed record NothingAnswered(string Name) : Refusal
{
    public override string Code => "measure.nothing-answered";

    public override string Sentence => $"Write down at least one answer to {Name}.";
}

using Afterglow.Core.Patients;
using Afterglow.Core.People;

namespace Afterglow.Core.Intake.History;

/// <summary>An answer as it stands, with when and by whom it was given.</summary>
/// <param name="EntryId">The entry of the record that holds it.</param>
/// <param name="Revised">How often an earlier answer was replaced.</param>
public sealed record GivenAnswer(Answer Answer, Guid EntryId, DateTimeOffset At, Author By, int Revised);

/// <summary>A question that is shown, is not optional and has no answer.</summary>
/// <param name="Row">The row of the group, and its place counted from 1; null for a question that stands by itself.</param>
public sealed record MissingAnswer(Question Question, Guid? Row = null, int? Place = null);

/// <summary>
/// What a patient told about themselves, folded from the answers saved one by one. An answer to a question that is no longer
/// shown, because the one before it was answered differently, stays in the record and does not count.
/// </summary>
public sealed class PatientHistory
{
    private readonly Dictionary<(string Question, Guid? Row), GivenAnswer> answers = [];
    private readonly Dictionary<string, List<Guid>> rows = [];

    private PatientHistory()
    {
    }

    /// <summary>A history in which nothing is answered.</summary>
    public static PatientHistory Empty { get; } = new();

    /// <summary>When the patient last said that it is finished; null when never.</summary>
    public DateTimeOffset? SubmittedAt { get; private set; }

    /// <summary>The language of the form when it was last sent; null when never.</summary>
    public string? Language { get; private set; }

    /// <summary>When an answer was last changed; null when none ever was.</summary>
    public DateTimeOffset? ChangedAt { get; private set; }

    public bool Started => ChangedAt is not null;

    /// <summary>True when something was changed after it was sent.</summary>
    public bool ChangedSinceSubmitted => SubmittedAt is { } sent && ChangedAt > sent;

    /// <param name="lines">The patient's record, oldest first; what is not of a history is passed over.</param>
    public static PatientHistory From(IEnumerable<ChartLine> lines)
    {
        var history = new PatientHistory();
        foreach (var line in lines)
            if (HistoryJson.Read(line.Kind, line.Body) is { } happened)
                history.Take(happened, line);
        return history;
    }

    /// <summary>The answer that counts, or null: not answered, or not shown.</summary>
    public GivenAnswer? Find(string question, Guid? row = null) =>
        HistoryCatalogue.TryFind(question) is { } known && IsShown(known, row) ? answers.GetValueOrDefault((question, row)) : null;

    /// <summary>The answer as it was given, shown or not: what a form fills its fields with.</summary>
    public GivenAnswer? Saved(string question, Guid? row = null) => answers.GetValueOrDefault((question, row));

    public Answer? this[string question, Guid? row = null] => Find(question, row)?.Answer;

    /// <summary>True when the option was chosen.</summary>
    public bool Has(string question, string option, Guid? row = null) =>
        this[question, row] is Answer.Chosen chosen && chosen.Options.Contains(option);

    /// <summary>True for yes, false for no, null for anything else.</summary>
    public bool? Said(string question, Guid? row = null) => this[question, row] switch
    {
        Answer.Chosen { Options: [Question.Yes] } => true,
        Answer.Chosen { Options: [Question.No] } => false,
        _ => null,
    };

    /// <summary>The number in the first unit of the question.</summary>
    public decimal? Number(string question, Guid? row = null) =>
        this[question, row] is Answer.Amount amount
        && HistoryCatalogue.Find(question).Units.FirstOrDefault(unit => unit.Key == amount.Unit) is { } unit
            ? amount.Number * unit.Factor
            : null;

    public string? Text(string question, Guid? row = null) => this[question, row] switch
    {
        Answer.Written written => written.Text,
        Answer.Chosen { Text: { } text } => text,
        _ => null,
    };

    /// <summary>The rows of a group in the order in which they were begun; none when the group is not shown.</summary>
    public IReadOnlyList<Guid> Rows(string group) =>
        IsShown(HistoryCatalogue.Find(group), null) && rows.TryGetValue(group, out var list) ? list : [];

    public bool IsShown(Question question, Guid? row)
    {
        if (question.Group is { } group && !IsShown(HistoryCatalogue.Find(group), null)) return false;
        if (question.Shown is not { } when) return true;
        var other = HistoryCatalogue.Find(when.QuestionId);
        return Find(other.Id, other.Group is null ? null : row)?.Answer is Answer.Chosen chosen && chosen.Options.Any(when.AnyOf.Contains);
    }

    /// <summary>What is still to be answered, in the order of the form.</summary>
    public IReadOnlyList<MissingAnswer> Missing()
    {
        var missing = new List<MissingAnswer>();
        foreach (var question in HistoryCatalogue.Sections.SelectMany(section => section.Questions))
        {
            if (!IsShown(question, null)) continue;
            if (question.Kind != QuestionKind.Group)
            {
                if (!question.Optional && Find(question.Id) is null) missing.Add(new(question));
                continue;
            }
            var listed = Rows(question.Id);
            if (listed.Count == 0 && !question.Optional) missing.Add(new(question));
            for (var place = 0; place < listed.Count; place++)
                missing.AddRange(question.Fields
                    .Where(field => !field.Optional && IsShown(field, listed[place]) && Find(field.Id, listed[place]) is null)
                    .Select(field => new MissingAnswer(field, listed[place], place + 1)));
        }
        return missing;
    }

    /// <summary>
    /// Whether this may be written next; the event with its answer cleaned, or what is wrong with it.
    /// </summary>
    public Result<HistoryEvent> Decide(HistoryEvent asked, DateOnly today)
    {
        switch (asked)
        {
            case HistoryEvent.Answered answered:
                if (Asked(answered.Question, answered.Row) is not { } question) return new QuestionUnknown();
                if (question.Group is { } group && rows.TryGetValue(group, out var list) && list.Count >= Question.MostRows
                    && !list.Contains(answered.Row!.Value)) return new TooManyRows();
                return question.Check(answered.Answer, today).Try(out var answer, out var refusal)
                    ? answered with { Answer = answer }
                    : refusal;
            case HistoryEvent.Cleared cleared:
                return Asked(cleared.Question, cleared.Row) is null ? new QuestionUnknown() : cleared;
            case HistoryEvent.RowRemoved removed:
                return HistoryCatalogue.TryFind(removed.Group)?.Kind == QuestionKind.Group ? removed : new QuestionUnknown();
            case HistoryEvent.Submitted submitted:
                return answers.Count == 0 ? new HistoryEmpty()
                    : WrittenText.Line(submitted.Language, "the language", 35).Try(out var language, out refusal)
                        ? submitted with { Language = language }
                        : refusal;
            default:
                throw new InvalidOperationException($"{asked.GetType().Name} is not decided here.");
        }
    }

    // A question of a group needs its row, and only such a question has one.
    private static Question? Asked(string id, Guid? row) =>
        HistoryCatalogue.TryFind(id) is { } question && question.Kind != QuestionKind.Group && question.Group is not null == row is not null
        && row != Guid.Empty ? question : null;

    private void Take(HistoryEvent happened, ChartLine line)
    {
        switch (happened)
        {
            case HistoryEvent.Answered answered:
                var place = (answered.Question, answered.Row);
                answers[place] = new GivenAnswer(
                    answered.Answer, line.EntryId, line.RecordedAt, line.Author,
                    answers.TryGetValue(place, out var before) ? before.Revised + 1 : 0);
                if (answered.Row is { } row && HistoryCatalogue.TryFind(answered.Question)?.Group is { } group)
                {
                    if (!rows.TryGetValue(group, out var list)) rows[group] = list = [];
                    if (!list.Contains(row)) list.Add(row);
                }
                ChangedAt = line.RecordedAt;
                break;
            case HistoryEvent.Cleared cleared:
                answers.Remove((cleared.Question, cleared.Row));
                ChangedAt = line.RecordedAt;
                break;
            case HistoryEvent.RowRemoved removed:
                if (rows.TryGetValue(removed.Group, out var kept)) kept.Remove(removed.Row);
                foreach (var field in HistoryCatalogue.TryFind(removed.Group)?.Fields ?? []) answers.Remove((field.Id, removed.Row));
                ChangedAt = line.RecordedAt;
                break;
            case HistoryEvent.Submitted submitted:
                (SubmittedAt, Language) = (line.RecordedAt, submitted.Language);
                break;
        }
    }
}

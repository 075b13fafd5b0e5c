using System.Globalization;
using Afterglow.Core.Patients;

namespace Afterglow.Core.Intake.History;

/// <summary>An answer as a form sends it: all text, nothing checked.</summary>
/// <param name="Options">The keys that were ticked. <see cref="Unsure"/> and <see cref="Declined"/> stand here too.</param>
/// <param name="Text">What was written: the words, the number, the date, or what “something else” is.</param>
/// <param name="Unit">The unit beside a number; may be missing where there is only one.</param>
public sealed record TypedAnswer(IReadOnlyList<string>? Options = null, string? Text = null, string? Unit = null)
{
    /// <summary>The key of “I don't know”, on every question that allows it.</summary>
    public const string Unsure = "_unsure";

    /// <summary>The key of “prefer not to say”, on every question that allows it.</summary>
    public const string Declined = "_declined";

    private static readonly CultureInfo Plain = CultureInfo.InvariantCulture;

    /// <summary>True when nothing was ticked and nothing written: no answer, which is not an error.</summary>
    public bool Empty => (Options is null || Options.Count == 0) && string.IsNullOrWhiteSpace(Text);

    /// <summary>The answer, or what is wrong with it.</summary>
    public Result<Answer> To(Question question, DateOnly today) => Read(question).Try(out var answer, out var refusal)
        ? question.Check(answer, today)
        : refusal;

    private Result<Answer> Read(Question question)
    {
        if (Options is [Unsure]) return new Answer.Unsure();
        if (Options is [Declined]) return new Answer.Declined();
        var text = Text?.Trim() ?? "";
        switch (question.Kind)
        {
            case QuestionKind.Choice or QuestionKind.Choices or QuestionKind.YesNo:
                return new Answer.Chosen(Options ?? [], text.Length == 0 ? null : text);
            case QuestionKind.Number:
                return Number(text) is not { } number ? new NumberUnreadable()
                    : new Answer.Amount(number, string.IsNullOrWhiteSpace(Unit) && question.Units.Count == 1 ? question.Units[0].Key : Unit ?? "");
            case QuestionKind.Date:
                return PartialDate.Read(text) is { } date ? new Answer.Day(date) : new DateUnreadable();
            case QuestionKind.Line or QuestionKind.Text:
                return new Answer.Written(Text ?? "");
            default:
                return new AnswerOfAnotherKind(question.Id);
        }
    }

    // “12.5” and “12,5” are the same to their writers. A comma before three digits is a thousand to one reader and a
    // decimal sign to another, so it is not guessed.
    private static decimal? Number(string text)
    {
        if (text.Length is 0 or > 12) return null;
        var comma = text.IndexOf(',', StringComparison.Ordinal);
        if (comma >= 0 && (text.Contains('.', StringComparison.Ordinal) || text.Length - comma - 1 is not (1 or 2))) return null;
        return decimal.TryParse(text.Replace(',', '.'), NumberStyles.AllowDecimalPoint, Plain, out var number) ? number : null;
    }
}

using Afterglow.Core.Patients;

namespace Afterglow.Core.Intake.History;

/// <summary>Whether an answer answers the question.</summary>
public static class AnswerChecking
{
    // An answer is typed where it is still the day before, or already tomorrow.
    private const int OtherZones = 1;

    /// <summary>The answer with its text cleaned and its options in order, or what is wrong with it.</summary>
    /// <param name="today">The clinic's day: nothing has happened after it.</param>
    public static Result<Answer> Check(this Question question, Answer answer, DateOnly today) => (question.Kind, answer) switch
    {
        (QuestionKind.Group, _) => new AnswerOfAnotherKind(question.Id),
        (_, Answer.Unsure) => question.MayBeUnsure ? answer : new AnswerOfAnotherKind(question.Id),
        (_, Answer.Declined) => question.MayDecline ? answer : new AnswerOfAnotherKind(question.Id),
        (QuestionKind.Choice or QuestionKind.YesNo, Answer.Chosen chosen) => CheckChosen(question, chosen, most: 1),
        (QuestionKind.Choices, Answer.Chosen chosen) => CheckChosen(question, chosen, question.Options.Count),
        (QuestionKind.Number, Answer.Amount amount) => CheckAmount(question, amount),
        (QuestionKind.Date, Answer.Day day) => day.Date.Earliest > today.AddDays(OtherZones) ? new DateInFuture(day.Date)
            : day.Date.Latest.Year < 1880 ? new DateUnreadable()
            : answer,
        (QuestionKind.Line, Answer.Written written) => Rewritten(WrittenText.Line(written.Text, "this answer", question.Longest)),
        (QuestionKind.Text, Answer.Written written) => Rewritten(WrittenText.Note(written.Text, "this answer", question.Longest)),
        _ => new AnswerOfAnotherKind(question.Id),
    };

    private static Result<Answer> CheckChosen(Question question, Answer.Chosen chosen, int most)
    {
        if (chosen.Options.Count == 0) return new NothingChosen();
        foreach (var key in chosen.Options)
            if (question.Options.All(option => option.Key != key)) return new OptionUnknown(question.Id);
        var picked = question.Options.Where(option => chosen.Options.Contains(option.Key)).ToList();
        if (picked.Count > most || (picked.Count > 1 && picked.Exists(option => option.Alone))) return new OptionsExclude();
        var keys = picked.ConvertAll(option => option.Key);
        if (!picked.Exists(option => option.WithText)) return new Answer.Chosen(keys);
        // “Something else” is an answer even when nobody says what.
        if (string.IsNullOrWhiteSpace(chosen.Text)) return new Answer.Chosen(keys);
        return WrittenText.Line(chosen.Text, "this answer", Question.LongestLine).Try(out var text, out var refusal)
            ? new Answer.Chosen(keys, text)
            : refusal;
    }

    private static Result<Answer> CheckAmount(Question question, Answer.Amount amount)
    {
        if (question.Units.FirstOrDefault(unit => unit.Key == amount.Unit) is not { } unit) return new UnitMissing([.. question.Units.Select(one => one.Key)]);
        // Typed by hand from outside the form, a number can be as large as its type.
        if (Math.Abs(amount.Number) > 1_000_000m) return new NumberOutOfRange(question.Least, question.Most, question.Units[0].Key);
        var value = amount.Number * unit.Factor;
        return value < question.Least || value > question.Most
            ? new NumberOutOfRange(question.Least, question.Most, question.Units[0].Key)
            : amount;
    }

    private static Result<Answer> Rewritten(Result<string> text) =>
        text.Try(out var clean, out var refusal) ? new Answer.Written(clean) : refusal;
}

using System.Globalization;
using Afterglow.Core.Patients;

namespace Afterglow.Core.Intake.History;

/// <summary>There is no such question, or none with this id in a row.</summary>
public sealed record QuestionUnknown : Refusal
{
    public override string Code => "history.question-unknown";

    public override string Sentence => "This form has no such question; open the form again and answer there.";
}

/// <summary>A sentence where a number belongs, or “I don't know” where the question has no such answer.</summary>
public sealed record AnswerOfAnotherKind(string QuestionId) : Refusal
{
    public override string Code => "history.answer-of-another-kind";

    public override string Sentence => "This question is answered in another way; use the fields of the form.";
}

/// <summary>Nothing ticked.</summary>
public sealed record NothingChosen : Refusal
{
    public override string Code => "history.nothing-chosen";

    public override string Sentence => "Choose one of the answers.";
}

/// <summary>A key that is none of the question's.</summary>
public sealed record OptionUnknown(string QuestionId) : Refusal
{
    public override string Code => "history.option-unknown";

    public override string Sentence => "This is none of the answers to choose from; choose one of those shown.";
}

/// <summary>“None of these” together with one of these, or two where one is asked for.</summary>
public sealed record OptionsExclude : Refusal
{
    public override string Code => "history.options-exclude";

    public override string Sentence => "These answers cannot both be true; keep one of them.";
}

/// <summary>Not a number.</summary>
public sealed record NumberUnreadable : Refusal
{
    public override string Code => "history.number-unreadable";

    public override string Sentence => "Write the number in digits, for example 20 or 12.5.";
}

/// <summary>A number without a unit.</summary>
public sealed record UnitMissing(IReadOnlyList<string> Units) : Refusal
{
    public override string Code => "history.unit-missing";

    public override string Sentence => $"Choose the unit of the number: {string.Join(", ", Units)}.";
}

/// <summary>More or less than can be.</summary>
public sealed record NumberOutOfRange(decimal Least, decimal Most, string Unit) : Refusal
{
    public override string Code => "history.number-out-of-range";

    public override string Sentence =>
        string.Create(CultureInfo.InvariantCulture, $"Write a number between {Least:0.##} and {Most:0.##} {Unit}.");
}

/// <summary>Not a date.</summary>
public sealed record DateUnreadable : Refusal
{
    public override string Code => "history.date-unreadable";

    public override string Sentence => "Write the date as 2019-04-30; the year, or the year and the month, is enough.";
}

/// <summary>A date that has not come yet.</summary>
public sealed record DateInFuture(PartialDate Date) : Refusal
{
    public override string Code => "history.date-in-future";

    public override string Sentence => $"The date {Date} is in the future.";
}

/// <summary>More rows than anybody has.</summary>
public sealed record TooManyRows : Refusal
{
    public override string Code => "history.too-many-rows";

    public override string Sentence => $"At most {Question.MostRows} can be listed; write the rest into the last field of the form.";
}

/// <summary>A form with nothing in it.</summary>
public sealed record HistoryEmpty : Refusal
{
    public override string Code => "history.empty";

    public override string Sentence => "Nothing is answered yet; answer what you can, then send it.";
}

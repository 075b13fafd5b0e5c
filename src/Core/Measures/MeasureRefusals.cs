namespace Afterglow.Core.Measures;

/// <summary>There is no such instrument.</summary>
public sealed record UnknownInstrument(string Id) : Refusal
{
    public override string Code => "measure.unknown-instrument";

    public override string Sentence => $"“{Id}” is not an instrument; choose one of {string.Join(", ", Instruments.All.Select(each => each.Id))}.";
}

/// <summary>More or fewer answers than questions.</summary>
public sealed record WrongNumberOfAnswers(string Name, int Items, int Answers) : Refusal
{
    public override string Code => "measure.wrong-number-of-answers";

    public override string Sentence => $"{Name} has {(Items == 1 ? "one question" : $"{Items} questions")} and {(Answers == 1 ? "one answer was" : $"{Answers} answers were")} given; leave an empty place for each question that was not answered.";
}

/// <summary>An answer that the question does not have.</summary>
public sealed record AnswerOutOfRange(string Name, int Item, int Answer, string Range) : Refusal
{
    public override string Code => "measure.answer-out-of-range";

    public override string Sentence => $"Question {Item} of {Name} is answered with {Range}, not {Answer}.";
}

/// <summary>A total that cannot be.</summary>
public sealed record TotalOutOfRange(string Name, int Total, int Low, int High, int Grain) : Refusal
{
    public override string Code => "measure.total-out-of-range";

    public override string Sentence => Grain == 1
        ? $"{Name} has totals from {Low} to {High}, not {Total}."
        : $"{Name} has totals from {Low} to {High} in steps of {Grain}, not {Total}.";
}

/// <summary>A total for an instrument that has none.</summary>
public sealed record NotSummed(string Name) : Refusal
{
    public override string Code => "measure.not-summed";

    public override string Sentence => $"{Name} is not added up; write the answers down one by one.";
}

/// <summary>A total without the answer that raises an alarm whatever the total.</summary>
public sealed record SafetyAnswerMissing(string Name, int Item) : Refusal
{
    public override string Code => "measure.safety-answer-missing";

    public override string Sentence => $"Write down the answer to question {Item} of {Name} beside the total: it counts for the patient’s safety whatever the total is.";
}

namespace Afterglow.Core.Intake.History;

/// <summary>What happens to a history form. Each is an entry in the patient's record, under a permanent kind.</summary>
public abstract record HistoryEvent
{
    private HistoryEvent()
    {
    }

    /// <summary>A question was answered; an earlier answer to it stays readable and no longer counts.</summary>
    /// <param name="Row">Which antidepressant, which medicine; null for a question that stands by itself.</param>
    public sealed record Answered(string Question, Answer Answer, Guid? Row = null) : HistoryEvent
    {
        public const string Kind = "history-answered";
    }

    /// <summary>An answer was taken back and none given.</summary>
    public sealed record Cleared(string Question, Guid? Row = null) : HistoryEvent
    {
        public const string Kind = "history-cleared";
    }

    /// <summary>A row of a group was taken out, with all its answers.</summary>
    public sealed record RowRemoved(string Group, Guid Row) : HistoryEvent
    {
        public const string Kind = "history-row-removed";
    }

    /// <summary>The patient says: this is what I can tell. Answers may still be changed afterwards.</summary>
    /// <param name="Language">The language in which the form was read, such as <c>es</c>.</param>
    public sealed record Submitted(string Language) : HistoryEvent
    {
        public const string Kind = "history-submitted";
    }
}

namespace Afterglow.Core.Measures.Rhythm;

/// <summary>What to do about a check-in that is open.</summary>
public enum Chase
{
    /// <summary>Send the first link.</summary>
    Send,

    /// <summary>Send the link again, as a reminder.</summary>
    Remind,

    /// <summary>Nothing yet.</summary>
    Wait,

    /// <summary>Nothing more for this one.</summary>
    Stop,

    /// <summary>Nothing more at all: a person should ask whether the patient still wants to be asked.</summary>
    AskInPerson,
}

/// <summary>Missed check-ins are chased gently, and then not any more.</summary>
public static class Chasing
{
    /// <summary>Reminders for one check-in.</summary>
    public static Sourced<int> MostReminders { get; } = new(2, Source.Assumed("Two reminders; a third would be nagging."));

    /// <summary>Check-ins in a row without an answer after which no link is sent any more.</summary>
    public static Sourced<int> UnansweredInARow { get; } = new(4, Source.Assumed("Four in a row is somebody who does not want to be asked this way, or cannot be reached."));

    /// <summary>Between two messages about the same check-in, at the least.</summary>
    public static Sourced<TimeSpan> Apart { get; } = new(TimeSpan.FromHours(3), Source.Assumed("Two messages within three hours feel like an alarm."));

    /// <summary>A reminder in the last hour would be answered too late.</summary>
    public static Sourced<TimeSpan> NotInTheLast { get; } = new(TimeSpan.FromHours(1), Source.Assumed("An answer takes a while to begin."));

    /// <param name="opens">When it can be answered.</param>
    /// <param name="closes">When it is over.</param>
    /// <param name="sent">When links for it were sent, oldest first.</param>
    /// <param name="answered">True once it was finished.</param>
    /// <param name="unansweredBefore">How many check-ins just before this one ended without an answer.</param>
    public static Chase Next(DateTimeOffset opens, DateTimeOffset closes, IReadOnlyList<DateTimeOffset> sent, bool answered, int unansweredBefore, DateTimeOffset now)
    {
        if (answered || now >= closes) return Chase.Stop;
        if (unansweredBefore >= UnansweredInARow.Value) return Chase.AskInPerson;
        if (now < opens) return Chase.Wait;
        if (sent.Count == 0) return Chase.Send;
        if (sent.Count > MostReminders.Value) return Chase.Stop;
        if (closes - now < NotInTheLast.Value) return Chase.Stop;
        // A third and two thirds of the way through, and never close upon each other.
        var due = opens + ((closes - opens) * sent.Count / (MostReminders.Value + 1));
        return now >= due && now - sent[^1] >= Apart.Value ? Chase.Remind : Chase.Wait;
    }
}

using Afterglow.Core.People;

namespace Afterglow.Core.Safety;

/// <summary>For whom a task is: a person by name, or whoever holds a role when nobody is known.</summary>
/// <param name="StaffId">Null where it is for the role.</param>
/// <param name="Why">How this person came to it: <c>on duty</c>, <c>care team</c>, <c>role</c>.</param>
public sealed record TaskFor(Role Role, string? StaffId, string? Name, string Why);

/// <summary>Something that happened to a task. Each is an entry of its log, under a permanent kind.</summary>
public abstract record TaskEvent
{
    private TaskEvent()
    {
    }

    /// <summary>Somebody must look at something by a time.</summary>
    /// <param name="PatientId">Null for somebody who is not a patient yet.</param>
    /// <param name="RequestId">The request for a consultation, where there is no patient yet.</param>
    /// <param name="Says">What was said or measured, for whoever takes it.</param>
    /// <param name="Source">The stream in which it stands, such as <c>check-in/…</c>.</param>
    /// <param name="PrescriberAt">When nobody has taken it by then, the prescribers are told.</param>
    public sealed record Opened(
        Guid SiteId, Guid? PatientId, Guid? RequestId, Concern Concern, string Says, string Source, DateTimeOffset DueAt, DateTimeOffset PrescriberAt, TaskFor For)
        : TaskEvent;

    /// <summary>The same was said again, in other words or worse; a task that was done is open again.</summary>
    public sealed record SaidAgain(string Says, DateTimeOffset DueAt, DateTimeOffset PrescriberAt, TaskFor For) : TaskEvent;

    /// <summary>A member of staff looks after it from now on.</summary>
    public sealed record Taken : TaskEvent;

    /// <summary>Whoever had it cannot: it is anybody's again.</summary>
    public sealed record GivenBack(string Reason) : TaskEvent;

    /// <summary>What was tried or found on the way.</summary>
    public sealed record Noted(string Note) : TaskEvent;

    /// <summary>Nobody took it, or it was not done in time: others are told.</summary>
    public sealed record Escalated(Role To, EscalationCause Cause) : TaskEvent;

    /// <summary>It is dealt with.</summary>
    /// <param name="Done">What was done, in a sentence.</param>
    public sealed record Closed(string Done) : TaskEvent;
}

/// <summary>Why a task went further.</summary>
public enum EscalationCause
{
    NobodyTookIt,
    NotDoneInTime,
}

/// <summary>One line of a task's log.</summary>
public sealed record TaskEntry(Guid EntryId, DateTimeOffset At, Author By, TaskEvent Event);

using Afterglow.Core.People;

namespace Afterglow.Core.Safety;

/// <summary>Where a task stands.</summary>
public enum TaskState
{
    Open,
    Taken,
    Done,
}

/// <summary>A task as it stands now, folded from its log.</summary>
public sealed record SafetyTask
{
    public required Guid Id { get; init; }

    public required TaskEvent.Opened Opened { get; init; }

    public required DateTimeOffset OpenedAt { get; init; }

    /// <summary>The number of entries it was folded from.</summary>
    public int Version { get; init; }

    public TaskState State { get; init; }

    /// <summary>What was said, oldest first: once, and again each time it was said differently.</summary>
    public IReadOnlyList<string> Says { get; init; } = [];

    public DateTimeOffset DueAt { get; init; }

    public DateTimeOffset PrescriberAt { get; init; }

    public required TaskFor For { get; init; }

    /// <summary>Who looks after it; null when nobody does.</summary>
    public Author? TakenBy { get; init; }

    /// <summary>How far it has gone since it was last said: 0 not at all, 1 prescribers, 2 director.</summary>
    public int Level { get; init; }

    /// <summary>What was done; null while it is open.</summary>
    public string? Done { get; init; }

    public Author? DoneBy { get; init; }

    public DateTimeOffset? DoneAt { get; init; }

    public Concern Concern => Opened.Concern;

    public bool IsOverdue(DateTimeOffset now) => State != TaskState.Done && now >= DueAt;

    /// <summary>When it goes further by itself next; null when it does not.</summary>
    public DateTimeOffset? NextEscalationAt => (State, Level) switch
    {
        (TaskState.Open, 0) => PrescriberAt,
        (TaskState.Open or TaskState.Taken, < 2) => DueAt,
        _ => null,
    };

    /// <summary>Which step is due; null when none is. Of several that were missed only the furthest is taken.</summary>
    public TaskEvent.Escalated? Escalation(DateTimeOffset now)
    {
        if (NextEscalationAt is not { } at || now < at) return null;
        if (now >= DueAt) return new TaskEvent.Escalated(Role.Director, State == TaskState.Taken ? EscalationCause.NotDoneInTime : EscalationCause.NobodyTookIt);
        return new TaskEvent.Escalated(Role.Prescriber, EscalationCause.NobodyTookIt);
    }

    /// <summary>Null when no task was ever opened under this id.</summary>
    public static SafetyTask? From(Guid id, IReadOnlyList<TaskEntry> log)
    {
        SafetyTask? task = null;
        foreach (var entry in log)
            task = (task, entry.Event) switch
            {
                (null, TaskEvent.Opened opened) => new SafetyTask
                {
                    Id = id, Opened = opened, OpenedAt = entry.At, Version = 1, Says = [opened.Says], DueAt = opened.DueAt, PrescriberAt = opened.PrescriberAt, For = opened.For,
                },
                (null, _) => throw new InvalidOperationException($"task/{id:D} does not begin with its opening."),
                _ => task.With(entry),
            };
        return task;
    }

    private SafetyTask With(TaskEntry entry) => (entry.Event switch
    {
        // Said again while somebody looks after it, it stays theirs; done already, it begins anew.
        TaskEvent.SaidAgain again => this with
        {
            Says = [.. Says, again.Says], State = State == TaskState.Taken ? TaskState.Taken : TaskState.Open, For = again.For,
            DueAt = State == TaskState.Done || again.DueAt < DueAt ? again.DueAt : DueAt,
            PrescriberAt = State == TaskState.Done || again.PrescriberAt < PrescriberAt ? again.PrescriberAt : PrescriberAt,
            Level = State == TaskState.Done ? 0 : Level, TakenBy = State == TaskState.Done ? null : TakenBy, Done = null, DoneBy = null, DoneAt = null,
        },
        TaskEvent.Taken => this with { State = TaskState.Taken, TakenBy = entry.By },
        TaskEvent.GivenBack => this with { State = TaskState.Open, TakenBy = null },
        TaskEvent.Escalated escalated => this with { Level = escalated.To == Role.Director ? 2 : 1 },
        TaskEvent.Closed closed => this with { State = TaskState.Done, Done = closed.Done, DoneBy = entry.By, DoneAt = entry.At },
        _ => this,
    }) with { Version = Version + 1 };
}

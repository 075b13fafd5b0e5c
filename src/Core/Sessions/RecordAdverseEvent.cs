namespace Afterglow.Core.Sessions;

/// <summary>Something untoward: what, how bad, since when, what was done, how it went.</summary>
/// <param name="At">When it began.</param>
public sealed record RecordAdverseEvent(
    Guid EntryId, DateTimeOffset At, string What, AdverseEventSeverity Severity, string Action, AdverseEventOutcome Outcome,
    bool Serious = false, string Detail = "") : ISessionCommand
{
    public Result<SessionEvent> Decide(Session session, Deciding deciding)
    {
        if (session.ToChart(this, deciding, SessionPhase.Arrived, SessionPhase.Running, SessionPhase.Paused, SessionPhase.Recovering, SessionPhase.Discharged, SessionPhase.Signed) is { } refusal) return refusal;
        if (!Allowed.Written(What)) return new Unanswered("What happened");
        if (!Allowed.Written(Action)) return new Unanswered("What was done about it (“none” is an answer)");
        if (Allowed.Fits(2000, What, Action, Detail) is { } tooLong) return tooLong;
        // Life-threatening and fatal events are serious by definition (ICH E2A), whatever box was ticked.
        var serious = Serious || Severity == AdverseEventSeverity.LifeThreatening
            || Outcome is AdverseEventOutcome.Fatal or AdverseEventOutcome.TransferredToHospital;
        return new SessionEvent.AdverseEventRecorded(At, What.Trim(), Severity, Action.Trim(), Outcome, serious, (Detail ?? "").Trim());
    }
}

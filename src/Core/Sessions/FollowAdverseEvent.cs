namespace Afterglow.Core.Sessions;

/// <summary>How an adverse event went on.</summary>
public sealed record FollowAdverseEvent(Guid EntryId, DateTimeOffset At, Guid AdverseEvent, AdverseEventOutcome Outcome, string Detail = "") : ISessionCommand
{
    public Result<SessionEvent> Decide(Session session, Deciding deciding)
    {
        if (session.ToChart(this, deciding, SessionPhase.Arrived, SessionPhase.Running, SessionPhase.Paused, SessionPhase.Recovering, SessionPhase.Discharged, SessionPhase.Signed) is { } refusal) return refusal;
        if (session.AdverseEvents.FirstOrDefault(each => each.EntryId == AdverseEvent) is not { } adverse) return new NoSuchEntry();
        if (At < adverse.Recorded.At) return new OutOfOrder("the onset of the adverse event");
        if (Allowed.Fits(2000, Detail) is { } tooLong) return tooLong;
        return new SessionEvent.AdverseEventFollowed(At, AdverseEvent, Outcome, (Detail ?? "").Trim());
    }
}

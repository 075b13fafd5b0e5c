namespace Afterglow.Core.Sessions;

/// <summary>The pump runs again, at the rate it had.</summary>
public sealed record ResumeInfusion(Guid EntryId, DateTimeOffset At) : ISessionCommand
{
    public Result<SessionEvent> Decide(Session session, Deciding deciding)
    {
        if (session.ToChart(this, deciding, SessionPhase.Paused) is { } refusal) return refusal;
        if (session.Stretches[^1].To is { } stopped && At < stopped) return new OutOfOrder("the pause");
        // To go on with what was paused is a new beginning, and needs what a beginning needs.
        if (session.ConsentTakenBack is not null) return new ConsentTakenBack();
        return new SessionEvent.InfusionResumed(At);
    }
}

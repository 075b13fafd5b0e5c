namespace Afterglow.Core.Sessions;

/// <summary>The treatment is broken off early, for a reason.</summary>
public sealed record StopInfusion(Guid EntryId, DateTimeOffset At, string Reason) : ISessionCommand
{
    public Result<SessionEvent> Decide(Session session, Deciding deciding)
    {
        if (session.ToChart(this, deciding, SessionPhase.Running, SessionPhase.Paused) is { } refusal) return refusal;
        if (!Allowed.Written(Reason)) return new Unanswered("The reason for stopping early");
        if (Allowed.Fits(500, Reason) is { } tooLong) return tooLong;
        if (Dosing.LastChange(session) is { } last && At < last) return new OutOfOrder("the last change of the pump or the last dose");
        return new SessionEvent.InfusionStopped(At, Reason.Trim());
    }
}

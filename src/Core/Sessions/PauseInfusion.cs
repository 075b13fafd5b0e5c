namespace Afterglow.Core.Sessions;

/// <summary>The pump is stopped for now.</summary>
public sealed record PauseInfusion(Guid EntryId, DateTimeOffset At, string Reason = "") : ISessionCommand
{
    public Result<SessionEvent> Decide(Session session, Deciding deciding)
    {
        if (session.ToChart(this, deciding, SessionPhase.Running) is { } refusal) return refusal;
        if (session.Protocol is not { Infused: true }) return new NotADosingRoute("there is no pump to pause");
        if (At < session.Stretches[^1].From) return new OutOfOrder("the last change of the pump");
        if (Allowed.Fits(500, Reason) is { } tooLong) return tooLong;
        return new SessionEvent.InfusionPaused(At, (Reason ?? "").Trim());
    }
}

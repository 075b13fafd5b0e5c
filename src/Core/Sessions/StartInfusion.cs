namespace Afterglow.Core.Sessions;

/// <summary>The pump starts: drug goes in, and time is counted from here.</summary>
public sealed record StartInfusion(Guid EntryId, DateTimeOffset At, bool Confirmed = false) : ISessionCommand
{
    public Result<SessionEvent> Decide(Session session, Deciding deciding)
    {
        if (session.ToChart(this, deciding, SessionPhase.Arrived) is { } refusal) return refusal;
        if (session.Protocol is not { Infused: true }) return new NotADosingRoute("give the dose instead of starting an infusion");
        if (Dosing.Ready(session, At, Confirmed) is { } notReady) return notReady;
        return new SessionEvent.InfusionStarted(At, session.Prepared!.Rate!.Value, session.Prepared.Pump!.Value);
    }
}

namespace Afterglow.Core.Sessions;

/// <summary>MOAA/S: 5 alert … 0 unresponsive.</summary>
public sealed record RateSedation(Guid EntryId, DateTimeOffset At, int MoaaS) : ISessionCommand
{
    public Result<SessionEvent> Decide(Session session, Deciding deciding)
    {
        if (session.ToChart(this, deciding, SessionPhase.Arrived, SessionPhase.Running, SessionPhase.Paused, SessionPhase.Recovering) is { } refusal) return refusal;
        if (!Measures.Scales.Moaas.Instrument.Items[0].Holds(MoaaS)) return new ScoreOutOfRange("MOAA/S", 0, 5);
        return new SessionEvent.SedationRated(At, MoaaS);
    }
}

namespace Afterglow.Core.Sessions;

/// <summary>Nausea from 0 (none) to 10 (worst).</summary>
public sealed record RateNausea(Guid EntryId, DateTimeOffset At, int Score) : ISessionCommand
{
    public Result<SessionEvent> Decide(Session session, Deciding deciding)
    {
        if (session.ToChart(this, deciding, SessionPhase.Arrived, SessionPhase.Running, SessionPhase.Paused, SessionPhase.Recovering) is { } refusal) return refusal;
        if (Score is < 0 or > 10) return new ScoreOutOfRange("Nausea", 0, 10);
        return new SessionEvent.NauseaRated(At, Score);
    }
}

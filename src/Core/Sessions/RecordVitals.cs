namespace Afterglow.Core.Sessions;

/// <summary>A nurse writes down vital signs.</summary>
public sealed record RecordVitals(Guid EntryId, DateTimeOffset At, Vitals Vitals, bool Confirmed = false) : ISessionCommand
{
    public Result<SessionEvent> Decide(Session session, Deciding deciding)
    {
        if (session.ToChart(this, deciding, SessionPhase.Arrived, SessionPhase.Running, SessionPhase.Paused, SessionPhase.Recovering) is { } refusal) return refusal;
        if (Vitals is null) return new Unanswered("The vital signs");
        if (Vitals.Question(Confirmed) is { } question) return question;
        return new SessionEvent.VitalsRecorded(At, Vitals);
    }
}

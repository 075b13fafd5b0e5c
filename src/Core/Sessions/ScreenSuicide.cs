namespace Afterglow.Core.Sessions;

/// <summary>The suicide screen of this visit: which instrument, what it found, what was done.</summary>
public sealed record ScreenSuicide(Guid EntryId, DateTimeOffset At, string Instrument, SuicideRisk Risk, string Action = "") : ISessionCommand
{
    public Result<SessionEvent> Decide(Session session, Deciding deciding)
    {
        if (session.ToChart(this, deciding, SessionPhase.Arrived, SessionPhase.Running, SessionPhase.Paused, SessionPhase.Recovering) is { } refusal) return refusal;
        if (!Allowed.Written(Instrument)) return new Unanswered("The instrument (C-SSRS or ASQ)");
        if ((Risk is SuicideRisk.Moderate or SuicideRisk.High) && !Allowed.Written(Action))
            return new Unanswered("What was done about the risk");
        if (Allowed.Fits(2000, Instrument, Action) is { } tooLong) return tooLong;
        return new SessionEvent.SuicideScreened(At, Instrument.Trim(), Risk, (Action ?? "").Trim());
    }
}

namespace Afterglow.Core.Sessions;

/// <summary>A mark on the time axis: touch, music, a call.</summary>
public sealed record MarkMoment(Guid EntryId, DateTimeOffset At, Moment Moment, string Text = "") : ISessionCommand
{
    public Result<SessionEvent> Decide(Session session, Deciding deciding)
    {
        if (session.ToChart(this, deciding, SessionPhase.Arrived, SessionPhase.Running, SessionPhase.Paused, SessionPhase.Recovering) is { } refusal) return refusal;
        if (Allowed.Fits(500, Text) is { } tooLong) return tooLong;
        return new SessionEvent.MomentMarked(At, Moment, (Text ?? "").Trim());
    }
}

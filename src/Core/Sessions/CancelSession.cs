namespace Afterglow.Core.Sessions;

/// <summary>The treatment does not go ahead; nothing was given.</summary>
public sealed record CancelSession(Guid EntryId, DateTimeOffset At, string Reason) : ISessionCommand
{
    public Result<SessionEvent> Decide(Session session, Deciding deciding)
    {
        if (session.ToChart(this, deciding, SessionPhase.Arrived) is { } refusal) return refusal;
        if (!Allowed.Written(Reason)) return new Unanswered("The reason why the treatment does not go ahead");
        if (Allowed.Fits(2000, Reason) is { } tooLong) return tooLong;
        return new SessionEvent.SessionCancelled(At, Reason.Trim());
    }
}

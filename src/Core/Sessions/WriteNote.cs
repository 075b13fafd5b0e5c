namespace Afterglow.Core.Sessions;

/// <summary>Free text; after discharge and after signing it is the way to add something.</summary>
public sealed record WriteNote(Guid EntryId, DateTimeOffset At, string Text) : ISessionCommand
{
    public Result<SessionEvent> Decide(Session session, Deciding deciding)
    {
        if (session.ToChart(this, deciding, SessionPhase.Arrived, SessionPhase.Running, SessionPhase.Paused, SessionPhase.Recovering,
            SessionPhase.Discharged, SessionPhase.Signed, SessionPhase.Cancelled) is { } refusal) return refusal;
        if (!Allowed.Written(Text)) return new Unanswered("The note");
        if (Allowed.Fits(10_000, Text) is { } tooLong) return tooLong;
        return new SessionEvent.NoteWritten(At, Text.Trim());
    }
}

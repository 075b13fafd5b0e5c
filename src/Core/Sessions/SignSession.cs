using Afterglow.Core.People;

namespace Afterglow.Core.Sessions;

/// <summary>The note is complete: signed by name, bound to what was read. The person has just proved who they are.</summary>
/// <param name="Seal">The seal of the newest entry, put in by the server: the signature holds for exactly that log.</param>
public sealed record SignSession(Guid EntryId, DateTimeOffset At, int ReadVersion, string Seal, string Meaning = "I was responsible for this session and the record is complete.") : ISessionCommand
{
    public Result<SessionEvent> Decide(Session session, Deciding deciding)
    {
        if (session.ByPerson(this, deciding, "sign a session", "a nurse or a prescriber", [Role.Nurse, Role.Prescriber]) is { } refusal) return refusal;
        if (session.InPhase(SessionPhase.Discharged, SessionPhase.Signed) is { } phase) return phase;
        if (session.Phase == SessionPhase.Signed && !session.ChangedSinceSigning) return new AlreadySigned();
        if (ReadVersion != session.Version) return new ChangedSinceRead();
        if (session.OpenBalances is [var open, ..]) return new BalanceOpen(open.Open, session.OpenBalances.Count - 1);
        return new SessionEvent.SessionSigned(At, Meaning, ReadVersion, Seal);
    }
}

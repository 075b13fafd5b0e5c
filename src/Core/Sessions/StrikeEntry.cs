using Afterglow.Core.People;

namespace Afterglow.Core.Sessions;

/// <summary>An entry that should not be there is struck through, with a reason; it stays readable.</summary>
public sealed record StrikeEntry(Guid EntryId, DateTimeOffset At, Guid Target, string Reason) : ISessionCommand
{
    public Result<SessionEvent> Decide(Session session, Deciding deciding)
    {
        if (session.ByPerson(this, deciding, "strike an entry", "a nurse or a prescriber", [Role.Nurse, Role.Prescriber]) is { } refusal) return refusal;
        if (session.Entries.FirstOrDefault(each => each.EntryId == Target) is not { } target) return new NoSuchEntry();
        if (!Allowed.Written(Reason)) return new Unanswered("The reason for striking it out");
        if (Allowed.Fits(2000, Reason) is { } tooLong) return tooLong;
        return target.Now is { } now && Amending.Strikable(now)
            ? new SessionEvent.EntryStruck(At, Target, Reason.Trim())
            : new CannotBeAmended("This entry");
    }
}

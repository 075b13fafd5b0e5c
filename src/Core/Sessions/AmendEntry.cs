using Afterglow.Core.People;

namespace Afterglow.Core.Sessions;

/// <summary>A correction, with a reason: it takes the place of the entry, which stays readable.</summary>
public sealed record AmendEntry(Guid EntryId, DateTimeOffset At, Guid Target, SessionEvent Replacement, string Reason) : ISessionCommand
{
    public Result<SessionEvent> Decide(Session session, Deciding deciding)
    {
        if (session.ByPerson(this, deciding, "amend an entry", "a nurse or a prescriber", [Role.Nurse, Role.Prescriber]) is { } refusal) return refusal;
        if (session.Entries.FirstOrDefault(each => each.EntryId == Target) is not { } target) return new NoSuchEntry();
        if (!Allowed.Written(Reason)) return new Unanswered("The reason for the correction");
        if (Allowed.Fits(2000, Reason) is { } tooLong) return tooLong;
        if (Replacement is null || Replacement.GetType() != target.Original.Event.GetType() || target.Struck)
            return new CannotBeAmended("An entry of another kind, or one struck out,");
        if (!Amending.Amendable(Replacement)) return new CannotBeAmended("This entry");
        return Amending.Judge(session, target, Replacement, deciding).Try(out var judged, out var question)
            ? new SessionEvent.EntryAmended(At, Target, judged, Reason.Trim())
            : question;
    }
}

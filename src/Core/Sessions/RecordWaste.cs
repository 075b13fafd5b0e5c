using Afterglow.Core.Units;

namespace Afterglow.Core.Sessions;

/// <summary>What was drawn up and not given is destroyed.</summary>
public sealed record RecordWaste(Guid EntryId, DateTimeOffset At, Mass Amount, string How) : ISessionCommand
{
    public Result<SessionEvent> Decide(Session session, Deciding deciding)
    {
        if (session.ToChart(this, deciding, SessionPhase.Recovering, SessionPhase.Discharged) is { } refusal) return refusal;
        if (session.LeftOver is not { } left || left < Session.SmallestWaste) return new NothingToWaste();
        if (Amount.Milligrams <= 0 || Math.Abs(Amount.Milligrams - left.Milligrams) > Math.Max(0.5m, 0.02m * session.Prepared!.Dose.Milligrams))
            return new WasteNotTheBalance(Amount, left);
        if (!Allowed.Written(How)) return new Unanswered("How it was destroyed");
        if (Allowed.Fits(500, How) is { } tooLong) return tooLong;
        return new SessionEvent.WasteRecorded(At, Amount, How.Trim());
    }
}

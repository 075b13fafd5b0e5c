using Afterglow.Core.Units;

namespace Afterglow.Core.Sessions;

/// <summary>What was drawn up and not given is destroyed.</summary>
/// <param name="Drawn">The entry that prepared it; may be left out where only one dose is to be accounted for.</param>
public sealed record RecordWaste(Guid EntryId, DateTimeOffset At, Mass Amount, string How, Guid? Drawn = null) : ISessionCommand
{
    public Result<SessionEvent> Decide(Session session, Deciding deciding)
    {
        if (session.ToChart(
            this, deciding, SessionPhase.Arrived, SessionPhase.Running, SessionPhase.Paused, SessionPhase.Recovering, SessionPhase.Discharged,
            SessionPhase.Cancelled) is { } refusal) return refusal;
        var open = session.OpenBalances;
        if (Drawn is { } id && session.DrawnUp.All(drawn => drawn.EntryId != id)) return new NoSuchEntry();
        // Unless it is said which: what nobody has written down as destroyed yet.
        IReadOnlyList<DrugBalance> meant = Drawn is { } which ? [.. open.Where(balance => balance.Drawn.EntryId == which)]
            : open.Any(balance => balance.Drawn.Waste is null) ? [.. open.Where(balance => balance.Drawn.Waste is null)]
            : open;
        if (meant.Count > 1) return new WhichDose(string.Join("; ", meant.Select(balance => balance.Drawn.Words)));
        if (meant is not [var balance]) return new NothingToWaste();
        if (Amount.Milligrams <= 0 || Math.Abs(Amount.Milligrams - balance.Open.Milligrams) > Math.Max(0.5m, 0.02m * balance.Drawn.Amount.Milligrams))
            return new WasteNotTheBalance(Amount, balance.Open);
        if (At < balance.Drawn.Prepared.At) return new OutOfOrder("the dose was drawn up");
        if (!Allowed.Written(How)) return new Unanswered("How it was destroyed");
        if (Allowed.Fits(500, How) is { } tooLong) return tooLong;
        return new SessionEvent.WasteRecorded(At, Amount, How.Trim(), balance.Drawn.EntryId);
    }
}

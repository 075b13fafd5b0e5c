using Afterglow.Core.People;
using Afterglow.Core.Units;

namespace Afterglow.Core.Sessions;

/// <summary>A second person saw the waste destroyed and says how much it was.</summary>
/// <param name="Drawn">The entry that prepared it; may be left out where only one waste has no witness yet.</param>
public sealed record WitnessWaste(Guid EntryId, DateTimeOffset At, Mass ReadAmount, Guid? Drawn = null) : ISessionCommand
{
    public Result<SessionEvent> Decide(Session session, Deciding deciding)
    {
        if (session.ByPerson(this, deciding, "witness waste", "a nurse or a prescriber", [Role.Nurse, Role.Prescriber]) is { } refusal) return refusal;
        if (session.InPhase(
            SessionPhase.Arrived, SessionPhase.Running, SessionPhase.Paused, SessionPhase.Recovering, SessionPhase.Discharged,
            SessionPhase.Cancelled) is { } phase) return phase;
        var unseen = session.DrawnUp
            .Where(drawn => drawn.Waste is { Witness: null } && (Drawn is null || drawn.EntryId == Drawn)).ToList();
        if (unseen.Count > 1) return new WhichDose(string.Join("; ", unseen.Select(drawn => drawn.Words)));
        if (unseen is not [{ Waste: { } waste } of]) return new NothingToWaste();
        if (waste.By.Id == deciding.By.Id) return new WitnessedBySamePerson();
        if (At + Allowed.ClockSkew < waste.Recorded.At) return new OutOfOrder("the waste was recorded");
        if (Math.Abs(ReadAmount.Milligrams - waste.Recorded.Amount.Milligrams) > 0.1m) return new WasteNotTheBalance(ReadAmount, waste.Recorded.Amount);
        return new SessionEvent.WasteWitnessed(At, ReadAmount, of.EntryId);
    }
}

using Afterglow.Core.People;
using Afterglow.Core.Units;

namespace Afterglow.Core.Sessions;

/// <summary>A second person saw the waste destroyed and says how much it was.</summary>
public sealed record WitnessWaste(Guid EntryId, DateTimeOffset At, Mass ReadAmount) : ISessionCommand
{
    public Result<SessionEvent> Decide(Session session, Deciding deciding)
    {
        if (session.ByPerson(this, deciding, "witness waste", "a nurse or a prescriber", [Role.Nurse, Role.Prescriber]) is { } refusal) return refusal;
        if (session.InPhase(SessionPhase.Recovering, SessionPhase.Discharged) is { } phase) return phase;
        if (session.Waste is not { } waste) return new NothingToWaste();
        if (session.WasteBy?.Id == deciding.By.Id) return new WitnessedBySamePerson();
        if (Math.Abs(ReadAmount.Milligrams - waste.Amount.Milligrams) > 0.1m) return new WasteNotTheBalance(ReadAmount, waste.Amount);
        return new SessionEvent.WasteWitnessed(At, ReadAmount);
    }
}

using Afterglow.Core.People;
using Afterglow.Core.Units;

namespace Afterglow.Core.Sessions;

/// <summary>A second person reads vial, syringe and pump and enters what they find; it must be what was prepared.</summary>
public sealed record CheckDose(Guid EntryId, DateTimeOffset At, Mass ReadDose, Volume ReadVolume) : ISessionCommand
{
    // A syringe is read to about one part in a hundred. Source.Assumed.
    private const decimal Tolerance = 0.015m;

    public Result<SessionEvent> Decide(Session session, Deciding deciding)
    {
        if (session.ByPerson(this, deciding, "check a dose", "a nurse or a prescriber", [Role.Nurse, Role.Prescriber]) is { } refusal) return refusal;
        if (session.InPhase(SessionPhase.Arrived) is { } phase) return phase;
        if (session.Prepared is not { } prepared) return new DoseNotPrepared();
        if (session.PreparedBy?.Id == deciding.By.Id) return new CheckedBySamePerson();
        if (Math.Abs(ReadDose.Milligrams - prepared.Dose.Milligrams) > Tolerance * prepared.Dose.Milligrams
            || Math.Abs(ReadVolume.Millilitres - prepared.Drawn.Millilitres) > Tolerance * prepared.Drawn.Millilitres)
            return new CheckDisagrees($"{ReadDose} in {ReadVolume}", $"{prepared.Dose} in {prepared.Drawn}");
        return new SessionEvent.DoseChecked(At, ReadDose, ReadVolume);
    }
}

using Afterglow.Core.People;
using Afterglow.Core.Plans;
using Afterglow.Core.Units;

namespace Afterglow.Core.Sessions;

/// <summary>A prescriber orders another dose than the one that stands, within the site's limits.</summary>
public sealed record OrderDose(Guid EntryId, DateTimeOffset At, DosePerWeight? PerKilogram = null, Mass? Dose = null) : ISessionCommand
{
    public Result<SessionEvent> Decide(Session session, Deciding deciding)
    {
        if (session.ByPerson(this, deciding, "order a dose", "a prescriber", [Role.Prescriber]) is { } refusal) return refusal;
        if (session.InPhase(SessionPhase.Arrived) is { } phase) return phase;
        switch (session.Protocol?.Dose)
        {
            case DoseRule.PerKilogram rule when PerKilogram is { } perKilogram:
                if (perKilogram < rule.Lowest.Value || perKilogram > rule.Highest.Value)
                    return new DoseOutsideLimits(perKilogram.ToString(), rule.Lowest.Value.ToString(), rule.Highest.Value.ToString());
                return new SessionEvent.DoseOrdered(At, perKilogram, null);
            case DoseRule.Fixed rule when Dose is { } dose:
                if (!rule.Options.Contains(dose)) return new NoSuchFixedDose(dose, string.Join(", ", rule.Options));
                return new SessionEvent.DoseOrdered(At, null, dose);
            case DoseRule.PerKilogram:
                return new Unanswered("The ordered dose in mg/kg");
            default:
                return new Unanswered("The ordered dose in mg");
        }
    }
}

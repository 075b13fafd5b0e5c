using Afterglow.Core.People;
using Afterglow.Core.Plans;
using Afterglow.Core.Units;

namespace Afterglow.Core.Sessions;

/// <summary>The ordered dose is drawn up: the software works out mass, volume, dilution and pump rate.</summary>
/// <param name="MadeUpTo">The volume in syringe or bag after dilution; needed where a pump gives the dose.</param>
/// <param name="Dose">What whoever prepares it believes the dose to be; refused when it is not the order.</param>
/// <param name="SameDrug">
/// The drug that was drawn up before is written down anew, corrected, made up differently or topped up. Otherwise new
/// drug was drawn up, and what was drawn up before has to be accounted for.
/// </param>
public sealed record PrepareDose(
    Guid EntryId, DateTimeOffset At, string Preparation, string Lot, DateOnly Expires,
    Volume? MadeUpTo = null, Mass? Dose = null, bool SameDrug = false) : ISessionCommand
{
    public Result<SessionEvent> Decide(Session session, Deciding deciding)
    {
        if (session.ToChart(this, deciding, SessionPhase.Arrived) is { } refusal) return refusal;
        if (session.Protocol is not { } protocol) return new UnknownProtocol("");
        if (!Allowed.Written(Lot)) return new Unanswered("The lot number on the vial or device");
        if (Allowed.Fits(100, Preparation, Lot) is { } tooLong) return tooLong;
        if (Expires < DateOnly.FromDateTime(At.UtcDateTime)) return new PreparationExpired(Expires);
        if (protocol.Preparations.FirstOrDefault(each => each.Name == Preparation) is not { } vial) return new UnknownPreparation(Preparation ?? "");
        if (SameDrug && (session.DrawnUp is not [.., { Waste: null } before] || before.Prepared.Preparation != vial.Name)) return new NotTheSameDrug();
        if (!Dosing.Ordered(session).Try(out var ordered, out var notOrdered)) return notOrdered;
        if (Dose is { } asked && Math.Abs(asked.Milligrams - ordered.Milligrams) > 0.02m * ordered.Milligrams)
            return new DoseNotAsOrdered(asked, ordered.RoundedTo(0.01m));
        var drawn = Dosing.Drawable(ordered / vial.Strength);
        var dose = protocol.UnitDose is null ? drawn * vial.Strength : ordered;
        if (protocol.GivenOver is not { } over)
            return new SessionEvent.DosePrepared(
                At, dose, session.Weight?.Weight, vial.Name, vial.Strength, Lot.Trim(), Expires, drawn, null, null, null, null, null, SameDrug);
        if (MadeUpTo is not { } volume) return new MustBeDiluted(vial.Name);
        if (volume.Millilitres is <= 0 or > 1000) return new ImpossibleValue("volume after dilution", volume.Millilitres, 1, 1000, "mL");
        if (volume < drawn) return new VolumeTooSmall(volume, drawn);
        if (vial.MustBeDiluted && volume <= drawn) return new MustBeDiluted(vial.Name);
        var final = dose / volume;
        var rate = dose / over.Value;
        return new SessionEvent.DosePrepared(
            At, dose, session.Weight?.Weight, vial.Name, vial.Strength, Lot.Trim(), Expires, drawn, volume, final, over.Value, rate, rate / final,
            SameDrug);
    }
}

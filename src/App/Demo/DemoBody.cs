using Afterglow.Core.Sessions;

namespace Afterglow.App.Demo;

/// <summary>What goes otherwise than planned in a visit. Several may hold.</summary>
[Flags]
public enum Trouble
{
    None = 0,
    Dizziness = 1 << 0,
    Dissociation = 1 << 1,
    FrighteningDissociation = 1 << 2,
    Nausea = 1 << 3,
    Vomiting = 1 << 4,
    Headache = 1 << 5,
    BlurredVision = 1 << 6,
    SevereHypertension = 1 << 7,
    Drowsiness = 1 << 8,

    /// <summary>The infusion is broken off, for whichever of the above is there.</summary>
    BrokenOff = 1 << 9,
    Paused = 1 << 10,
    Slowed = 1 << 11,
    Corrected = 1 << 12,
    WrittenLate = 1 << 13,
    Struck = 1 << 14,
    AddedAfterSigning = 1 << 15,

    /// <summary>A gate rule is not met and a prescriber lets the treatment start, with a reason.</summary>
    GateOverridden = 1 << 16,

    /// <summary>The patient goes home untreated.</summary>
    NotTreated = 1 << 17,
}

/// <summary>How one person's body answers to the drug: the same in every visit but for the day's chance.</summary>
/// <param name="Systolic">mmHg at rest.</param>
/// <param name="Diastolic">mmHg at rest.</param>
/// <param name="HeartRate">Beats a minute at rest.</param>
/// <param name="SystolicRise">Added to the mean rise, mmHg.</param>
/// <param name="DiastolicRise">Added to the mean rise, mmHg.</param>
/// <param name="Dissociation">The CADSS-6 total this person reaches the first time.</param>
/// <param name="Medicines">What is taken that matters on the day, and how many hours before a visit it usually was.</param>
public sealed record DemoBody(
    int Systolic, int Diastolic, int HeartRate, double SystolicRise, double DiastolicRise, double Dissociation,
    IReadOnlyList<(MedicineClass Class, string Name, double HoursBefore)> Medicines)
{
    // A person's own share of the variance between sessions; the rest is the day's. Source.Assumed.
    private const double OwnShare = 0.35;

    // Both pressures are read twice: before, and at the height of the rise. mmHg. Source.Assumed.
    private const double ReadingDeviation = 2.5;

    /// <summary>Draws somebody. Together with the day's chance the rise has the published mean and deviation.</summary>
    public static DemoBody Of(
        Chance chance, int age, bool hypertensive, bool dissociates, IReadOnlyList<(MedicineClass, string, double)> medicines)
    {
        var systolic = chance.Normal(112 + (0.28 * (age - 19)) + (hypertensive ? 7 : 0), 7);
        var diastolic = (0.42 * systolic) + chance.Normal(23, 4);
        var rise = chance.Normal(0, 1);
        return new DemoBody(
            (int)Math.Clamp(systolic, 98, 138), (int)Math.Clamp(diastolic, 58, 88), (int)Math.Clamp(chance.Normal(72, 8), 54, 96),
            rise * Own(DemoRates.SystolicRise.Value.Deviation),
            ((0.7 * rise) + (0.714 * chance.Normal(0, 1))) * Own(DemoRates.DiastolicRise.Value.Deviation),
            dissociates ? Math.Clamp(chance.Normal(7.5, 2.6), 3, 16) : chance.Between(0, 1.4), medicines);
    }

    /// <summary>The rise of one visit at its height, mmHg.</summary>
    public (double Systolic, double Diastolic) RiseOfTheDay(Chance chance)
    {
        var day = chance.Normal(0, 1);
        return (
            DemoRates.SystolicRise.Value.Mean + SystolicRise + (day * OfTheDay(DemoRates.SystolicRise.Value.Deviation)),
            DemoRates.DiastolicRise.Value.Mean + DiastolicRise
                + (((0.7 * day) + (0.714 * chance.Normal(0, 1))) * OfTheDay(DemoRates.DiastolicRise.Value.Deviation)));
    }

    public static double ReadingError(Chance chance) => chance.Normal(0, ReadingDeviation);

    private static double Own(double deviation) => Math.Sqrt(OwnShare) * deviation;

    private static double OfTheDay(double deviation) =>
        Math.Sqrt(((1 - OwnShare) * deviation * deviation) - (2 * ReadingDeviation * ReadingDeviation));
}

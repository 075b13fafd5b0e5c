using Afterglow.Core.Pharmacology;
using Afterglow.Core.Units;

namespace Afterglow.Chairside.Simulator;

/// <summary>What a dose is counted in.</summary>
public enum DoseUnit
{
    MilligramsPerKilogram,
    Milligrams,

    /// <summary>Nasal devices of 28 mg esketamine, one after another.</summary>
    Devices,
}

/// <summary>A way of treating that is tried on the screen: what, how much, by which way, how often.</summary>
/// <param name="Dose">Of base, in <paramref name="Unit"/>.</param>
/// <param name="OverMinutes">How long it runs into a vein; 0 at once. Other ways take the dose at once.</param>
/// <param name="EveryDays">From one session to the next.</param>
public sealed record Regimen(
    Compound Compound, GivenBy By, decimal Dose, DoseUnit Unit, decimal OverMinutes, int Sessions, decimal EveryDays)
{
    /// <summary>What one device delivers, mg of esketamine base (Spravato US prescribing information).</summary>
    public const decimal DeviceMg = 28;

    private static readonly DosePerWeight MostPerWeight = DosePerWeight.FromMilligramsPerKilogram(13);

    /// <summary>The dose of most trials: 0.5 mg/kg of the racemate over 40 min, twice a week for three weeks.</summary>
    public static Regimen Infusion { get; } =
        new(Compound.RacemicKetamine, GivenBy.Vein, 0.5m, DoseUnit.MilligramsPerKilogram, 40, 6, 3.5m);

    /// <summary>Nasal esketamine as its label has the first weeks: twice a week.</summary>
    public static Regimen Spray { get; } = new(Compound.Esketamine, GivenBy.Nose, 2, DoseUnit.Devices, 40, 6, 3.5m);

    /// <summary>The compounds that a published model covers.</summary>
    public static IReadOnlyList<Compound> Compounds { get; } =
        [.. Enum.GetValues<Compound>().Where(compound => WaysOf(compound).Count > 0)];

    /// <summary>The ways of giving that a published model covers, S-ketamine apart: it drives what is seen and felt.</summary>
    public static IReadOnlyList<GivenBy> WaysOf(Compound compound) =>
        [.. Enum.GetValues<GivenBy>().Where(by => DrugLibrary.For(compound, by)?.Analytes.Contains(Analyte.SKetamine) == true)];

    public DrugModel Model => DrugLibrary.For(Compound, By)
        ?? throw new InvalidOperationException($"No published model covers {Compound} by {By}.");

    /// <summary>What a laboratory would report.</summary>
    public Analyte Analyte => Compound == Compound.RacemicKetamine ? Analyte.Ketamine : Analyte.SKetamine;

    public bool Infused => By == GivenBy.Vein;

    public bool InDevices => Compound == Compound.Esketamine && By == GivenBy.Nose;

    private AskedDose Asked => Unit switch
    {
        DoseUnit.MilligramsPerKilogram => new AskedDose(null, DosePerWeight.FromMilligramsPerKilogram(Dose)),
        DoseUnit.Milligrams => new AskedDose(Mass.FromMilligrams(Dose), null),
        _ => new AskedDose(Mass.FromMilligrams(Dose * DeviceMg), null),
    };

    public Mass Amount(BodyWeight weight) => Asked.For(weight);

    /// <summary>When the sessions are, h from the first.</summary>
    public IReadOnlyList<double> AtH => [.. Enumerable.Range(0, Sessions).Select(session => session * (double)EveryDays * 24)];

    /// <summary>The doses of one session, as every simulation takes them: nasal esketamine device by device.</summary>
    public IReadOnlyList<GivenDose> SessionDoses(Body body) => Ask(body, [0]).Doses();

    /// <summary>The doses of all sessions.</summary>
    public IReadOnlyList<GivenDose> AllDoses(Body body) => Ask(body, AtH).Doses();

    /// <summary>True when no more is given than is ever given to a person, 13 mg/kg into a muscle.</summary>
    public bool Meant(BodyWeight weight) => Amount(weight) is { Milligrams: > 0 } amount && amount / weight <= MostPerWeight;

    /// <summary>Another compound, with the way and the unit that go with it.</summary>
    public Regimen Taking(Compound compound)
    {
        var ways = WaysOf(compound);
        return (this with { Compound = compound, By = ways.Contains(By) ? By : ways[0] }).InItsUnit();
    }

    /// <summary>Another way of giving; devices are for the nose alone.</summary>
    public Regimen GivenAs(GivenBy by) => (this with { By = by }).InItsUnit();

    /// <summary>The same amount in another unit, to a person of this weight.</summary>
    public Regimen In(DoseUnit unit, BodyWeight weight)
    {
        if (unit == Unit || InDevices) return this;
        var amount = Amount(weight);
        return unit == DoseUnit.Milligrams
            ? this with { Unit = unit, Dose = Math.Round(amount.Milligrams, 1) }
            : this with { Unit = unit, Dose = Math.Round((amount / weight).MilligramsPerKilogram, 2) };
    }

    private Regimen InItsUnit() => (InDevices, Unit) switch
    {
        (true, not DoseUnit.Devices) => this with { Unit = DoseUnit.Devices, Dose = 2 },
        (false, DoseUnit.Devices) => this with { Unit = DoseUnit.MilligramsPerKilogram, Dose = 0.5m },
        _ => this,
    };

    private SimulationRequest Ask(Body body, IReadOnlyList<double> atH) =>
        new(Model, Compound, By, Asked, body, Infused ? (double)OverMinutes / 60 : 0, atH, 24, 1);
}

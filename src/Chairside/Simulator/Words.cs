using System.Globalization;
using Afterglow.Core;
using Afterglow.Core.Pharmacology;
using Afterglow.Core.Units;

namespace Afterglow.Chairside.Simulator;

/// <summary>Regimens, figures and their standing in words.</summary>
public static class SimulatorWords
{
    public static string Of(Compound compound) => compound switch
    {
        Compound.RacemicKetamine => "Ketamine (racemic)",
        Compound.Esketamine => "Esketamine",
        _ => "Arketamine",
    };

    public static string Of(GivenBy by) => by switch
    {
        GivenBy.Vein => "Intravenous",
        GivenBy.Muscle => "Intramuscular",
        GivenBy.UnderSkin => "Subcutaneous",
        GivenBy.Nose => "Nasal",
        GivenBy.UnderTongue => "Sublingual",
        GivenBy.Cheek => "Buccal",
        GivenBy.Mouth => "Oral",
        _ => "Rectal",
    };

    /// <summary>“37.5 mg (0.5 mg/kg)”: never a bare number, never one without the other.</summary>
    public static string Dose(Mass amount, BodyWeight weight) => string.Create(
        CultureInfo.InvariantCulture,
        $"{amount.Milligrams:0.##} mg ({(amount / weight).MilligramsPerKilogram:0.##} mg/kg)");

    /// <summary>The whole regimen in one line.</summary>
    public static string Of(Regimen regimen, Body body)
    {
        var way = regimen.Infused && regimen.OverMinutes > 0
            ? string.Create(CultureInfo.InvariantCulture, $"intravenous over {regimen.OverMinutes:0.#} min")
            : Of(regimen.By).ToLowerInvariant();
        return $"{Of(regimen.Compound)} {Dose(regimen.Amount(body.Weight), body.Weight)}, {way}";
    }

    public static string Analyte(Regimen regimen) =>
        regimen.Analyte == Core.Pharmacology.Analyte.Ketamine ? "ketamine, both enantiomers" : "S-ketamine";

    /// <summary>How far a figure can be relied on; a guess is called one.</summary>
    public static string Standing(Source source) => source.Confidence == Confidence.Assumed ? "assumed" : source.Standing;
}

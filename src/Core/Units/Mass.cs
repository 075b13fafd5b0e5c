using System.Text.Json.Serialization;

namespace Afterglow.Core.Units;

/// <summary>An amount of drug <b>base</b> (100 mg ketamine base = 115.33 mg hydrochloride). Held in milligrams.</summary>
[JsonConverter(typeof(QuantityJson<Mass>))]
public readonly record struct Mass : IQuantity<Mass>, IComparable<Mass>
{
    private static readonly Dictionary<string, decimal> Units = new() { ["mg"] = 1m, ["g"] = 1000m, ["ug"] = 0.001m, ["mcg"] = 0.001m, ["\u00B5g"] = 0.001m, ["\u03BCg"] = 0.001m };

    private Mass(decimal value) => Milligrams = value;

    /// <summary>The amount in mg.</summary>
    public decimal Milligrams { get; }

    public static Mass FromMilligrams(decimal value) => new(value);

    public static Result<Mass> Read(string? text) => QuantityText.ReadOne(text, Units, FromMilligrams, "an amount of drug", "37.5 mg");

    public static Mass Zero => default;

    public static Mass operator +(Mass left, Mass right) => new(left.Milligrams + right.Milligrams);

    public static Mass operator -(Mass left, Mass right) => new(left.Milligrams - right.Milligrams);

    public static Mass operator *(Mass mass, decimal factor) => new(mass.Milligrams * factor);

    public static Volume operator /(Mass mass, Concentration concentration) =>
        Volume.FromMillilitres(mass.Milligrams / concentration.MilligramsPerMillilitre);

    public static Concentration operator /(Mass mass, Volume volume) =>
        Concentration.FromMilligramsPerMillilitre(mass.Milligrams / volume.Millilitres);

    public static DosePerWeight operator /(Mass mass, BodyWeight weight) =>
        DosePerWeight.FromMilligramsPerKilogram(mass.Milligrams / weight.Kilograms);

    public static InfusionRate operator /(Mass mass, TimeSpan duration) =>
        InfusionRate.FromMilligramsPerHour(mass.Milligrams / (decimal)duration.TotalHours);

    /// <summary>To the nearest step, half away from zero: a syringe is read to a tenth of a millilitre, not to four decimals.</summary>
    public Mass RoundedTo(decimal stepMg) => new(Math.Round(Milligrams / stepMg, MidpointRounding.AwayFromZero) * stepMg);

    public static bool operator <(Mass left, Mass right) => left.Milligrams < right.Milligrams;

    public static bool operator >(Mass left, Mass right) => left.Milligrams > right.Milligrams;

    public static bool operator <=(Mass left, Mass right) => left.Milligrams <= right.Milligrams;

    public static bool operator >=(Mass left, Mass right) => left.Milligrams >= right.Milligrams;

    public int CompareTo(Mass other) => Milligrams.CompareTo(other.Milligrams);

    public override string ToString() => QuantityText.Write(Milligrams, "mg");
}

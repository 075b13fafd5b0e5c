using System.Text.Json.Serialization;

namespace Afterglow.Core.Units;

/// <summary>Drug base for each kilogram of body weight. Held in milligrams a kilogram.</summary>
[JsonConverter(typeof(QuantityJson<DosePerWeight>))]
public readonly record struct DosePerWeight : IQuantity<DosePerWeight>, IComparable<DosePerWeight>
{
    private static readonly Dictionary<string, decimal> Units = new() { ["mg/kg"] = 1m };

    private DosePerWeight(decimal value) => MilligramsPerKilogram = value;

    /// <summary>The amount in mg/kg.</summary>
    public decimal MilligramsPerKilogram { get; }

    public static DosePerWeight FromMilligramsPerKilogram(decimal value) => new(value);

    public static Result<DosePerWeight> Read(string? text) => QuantityText.ReadOne(text, Units, FromMilligramsPerKilogram, "a dose by weight", "0.5 mg/kg");

    public static Mass operator *(DosePerWeight dose, BodyWeight weight) =>
        Mass.FromMilligrams(dose.MilligramsPerKilogram * weight.Kilograms);

    public static bool operator <(DosePerWeight left, DosePerWeight right) => left.MilligramsPerKilogram < right.MilligramsPerKilogram;

    public static bool operator >(DosePerWeight left, DosePerWeight right) => left.MilligramsPerKilogram > right.MilligramsPerKilogram;

    public static bool operator <=(DosePerWeight left, DosePerWeight right) => left.MilligramsPerKilogram <= right.MilligramsPerKilogram;

    public static bool operator >=(DosePerWeight left, DosePerWeight right) => left.MilligramsPerKilogram >= right.MilligramsPerKilogram;

    public int CompareTo(DosePerWeight other) => MilligramsPerKilogram.CompareTo(other.MilligramsPerKilogram);

    public override string ToString() => QuantityText.Write(MilligramsPerKilogram, "mg/kg");
}

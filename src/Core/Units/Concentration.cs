using System.Text.Json.Serialization;

namespace Afterglow.Core.Units;

/// <summary>How much drug base a millilitre holds. Held in milligrams a millilitre.</summary>
[JsonConverter(typeof(QuantityJson<Concentration>))]
public readonly record struct Concentration : IQuantity<Concentration>, IComparable<Concentration>
{
    private static readonly Dictionary<string, decimal> Units = new() { ["mg/mL"] = 1m, ["mg/ml"] = 1m, ["g/L"] = 1m };

    private Concentration(decimal value) => MilligramsPerMillilitre = value;

    /// <summary>The amount in mg/mL.</summary>
    public decimal MilligramsPerMillilitre { get; }

    public static Concentration FromMilligramsPerMillilitre(decimal value) => new(value);

    public static Result<Concentration> Read(string? text) => QuantityText.ReadOne(text, Units, FromMilligramsPerMillilitre, "a concentration", "50 mg/mL");

    public static bool operator <(Concentration left, Concentration right) => left.MilligramsPerMillilitre < right.MilligramsPerMillilitre;

    public static bool operator >(Concentration left, Concentration right) => left.MilligramsPerMillilitre > right.MilligramsPerMillilitre;

    public static bool operator <=(Concentration left, Concentration right) => left.MilligramsPerMillilitre <= right.MilligramsPerMillilitre;

    public static bool operator >=(Concentration left, Concentration right) => left.MilligramsPerMillilitre >= right.MilligramsPerMillilitre;

    public int CompareTo(Concentration other) => MilligramsPerMillilitre.CompareTo(other.MilligramsPerMillilitre);

    public override string ToString() => QuantityText.Write(MilligramsPerMillilitre, "mg/mL");
}

using System.Text.Json.Serialization;

namespace Afterglow.Core.Units;

/// <summary>What the pump is set to. Held in millilitres an hour.</summary>
[JsonConverter(typeof(QuantityJson<PumpRate>))]
public readonly record struct PumpRate : IQuantity<PumpRate>, IComparable<PumpRate>
{
    private static readonly Dictionary<string, decimal> Units = new() { ["mL/h"] = 1m, ["ml/h"] = 1m };

    private PumpRate(decimal value) => MillilitresPerHour = value;

    /// <summary>The amount in mL/h.</summary>
    public decimal MillilitresPerHour { get; }

    public static PumpRate FromMillilitresPerHour(decimal value) => new(value);

    public static Result<PumpRate> Read(string? text) => QuantityText.ReadOne(text, Units, FromMillilitresPerHour, "a pump rate", "75 mL/h");

    public static InfusionRate operator *(PumpRate rate, Concentration concentration) =>
        InfusionRate.FromMilligramsPerHour(rate.MillilitresPerHour * concentration.MilligramsPerMillilitre);

    public static bool operator <(PumpRate left, PumpRate right) => left.MillilitresPerHour < right.MillilitresPerHour;

    public static bool operator >(PumpRate left, PumpRate right) => left.MillilitresPerHour > right.MillilitresPerHour;

    public static bool operator <=(PumpRate left, PumpRate right) => left.MillilitresPerHour <= right.MillilitresPerHour;

    public static bool operator >=(PumpRate left, PumpRate right) => left.MillilitresPerHour >= right.MillilitresPerHour;

    public int CompareTo(PumpRate other) => MillilitresPerHour.CompareTo(other.MillilitresPerHour);

    public override string ToString() => QuantityText.Write(MillilitresPerHour, "mL/h");
}

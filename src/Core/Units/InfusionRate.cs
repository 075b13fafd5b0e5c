using System.Text.Json.Serialization;

namespace Afterglow.Core.Units;

/// <summary>How fast drug base is infused. Held in milligrams an hour.</summary>
[JsonConverter(typeof(QuantityJson<InfusionRate>))]
public readonly record struct InfusionRate : IQuantity<InfusionRate>, IComparable<InfusionRate>
{
    private static readonly Dictionary<string, decimal> Units = new() { ["mg/h"] = 1m, ["mg/min"] = 60m };

    private InfusionRate(decimal value) => MilligramsPerHour = value;

    /// <summary>The amount in mg/h.</summary>
    public decimal MilligramsPerHour { get; }

    public static InfusionRate FromMilligramsPerHour(decimal value) => new(value);

    public static Result<InfusionRate> Read(string? text) => QuantityText.ReadOne(text, Units, FromMilligramsPerHour, "an infusion rate", "56.25 mg/h");

    public static Mass operator *(InfusionRate rate, TimeSpan duration) =>
        Mass.FromMilligrams(rate.MilligramsPerHour * (decimal)duration.TotalHours);

    public static PumpRate operator /(InfusionRate rate, Concentration concentration) =>
        PumpRate.FromMillilitresPerHour(rate.MilligramsPerHour / concentration.MilligramsPerMillilitre);

    public static bool operator <(InfusionRate left, InfusionRate right) => left.MilligramsPerHour < right.MilligramsPerHour;

    public static bool operator >(InfusionRate left, InfusionRate right) => left.MilligramsPerHour > right.MilligramsPerHour;

    public static bool operator <=(InfusionRate left, InfusionRate right) => left.MilligramsPerHour <= right.MilligramsPerHour;

    public static bool operator >=(InfusionRate left, InfusionRate right) => left.MilligramsPerHour >= right.MilligramsPerHour;

    public int CompareTo(InfusionRate other) => MilligramsPerHour.CompareTo(other.MilligramsPerHour);

    public override string ToString() => QuantityText.Write(MilligramsPerHour, "mg/h");
}

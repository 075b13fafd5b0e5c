using System.Text.Json.Serialization;

namespace Afterglow.Core.Units;

/// <summary>A volume of liquid. Held in millilitres.</summary>
[JsonConverter(typeof(QuantityJson<Volume>))]
public readonly record struct Volume : IQuantity<Volume>, IComparable<Volume>
{
    private static readonly Dictionary<string, decimal> Units = new() { ["mL"] = 1m, ["ml"] = 1m, ["L"] = 1000m };

    private Volume(decimal value) => Millilitres = value;

    /// <summary>The amount in mL.</summary>
    public decimal Millilitres { get; }

    public static Volume FromMillilitres(decimal value) => new(value);

    public static Result<Volume> Read(string? text) => QuantityText.ReadOne(text, Units, FromMillilitres, "a volume", "0.75 mL");

    public static Volume operator +(Volume left, Volume right) => new(left.Millilitres + right.Millilitres);

    public static Volume operator -(Volume left, Volume right) => new(left.Millilitres - right.Millilitres);

    public static Mass operator *(Volume volume, Concentration concentration) =>
        Mass.FromMilligrams(volume.Millilitres * concentration.MilligramsPerMillilitre);

    public static bool operator <(Volume left, Volume right) => left.Millilitres < right.Millilitres;

    public static bool operator >(Volume left, Volume right) => left.Millilitres > right.Millilitres;

    public static bool operator <=(Volume left, Volume right) => left.Millilitres <= right.Millilitres;

    public static bool operator >=(Volume left, Volume right) => left.Millilitres >= right.Millilitres;

    public int CompareTo(Volume other) => Millilitres.CompareTo(other.Millilitres);

    public override string ToString() => QuantityText.Write(Millilitres, "mL");
}

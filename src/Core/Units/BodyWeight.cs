using System.Text.Json.Serialization;

namespace Afterglow.Core.Units;

/// <summary>What a person weighs. Held in kilograms.</summary>
[JsonConverter(typeof(QuantityJson<BodyWeight>))]
public readonly record struct BodyWeight : IQuantity<BodyWeight>, IComparable<BodyWeight>
{
    private static readonly Dictionary<string, decimal> Units = new() { ["kg"] = 1m, ["g"] = 0.001m, ["[lb_av]"] = 0.45359237m, ["lb"] = 0.45359237m };

    private BodyWeight(decimal value) => Kilograms = value;

    /// <summary>The amount in kg.</summary>
    public decimal Kilograms { get; }

    public static BodyWeight FromKilograms(decimal value) => new(value);

    public static Result<BodyWeight> Read(string? text) => QuantityText.ReadOne(text, Units, FromKilograms, "a body weight", "75 kg");

    public static bool operator <(BodyWeight left, BodyWeight right) => left.Kilograms < right.Kilograms;

    public static bool operator >(BodyWeight left, BodyWeight right) => left.Kilograms > right.Kilograms;

    public static bool operator <=(BodyWeight left, BodyWeight right) => left.Kilograms <= right.Kilograms;

    public static bool operator >=(BodyWeight left, BodyWeight right) => left.Kilograms >= right.Kilograms;

    public int CompareTo(BodyWeight other) => Kilograms.CompareTo(other.Kilograms);

    public override string ToString() => QuantityText.Write(Kilograms, "kg");
}

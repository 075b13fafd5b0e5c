using System.Text.Json.Serialization;

namespace Afterglow.Core.Units;

/// <summary>How tall a person is. Held in centimetres.</summary>
[JsonConverter(typeof(QuantityJson<BodyHeight>))]
public readonly record struct BodyHeight : IQuantity<BodyHeight>
{
    private static readonly Dictionary<string, decimal> Units = new() { ["cm"] = 1m, ["m"] = 100m, ["[in_i]"] = 2.54m, ["in"] = 2.54m };

    private BodyHeight(decimal value) => Centimetres = value;

    /// <summary>The height in cm.</summary>
    public decimal Centimetres { get; }

    public static BodyHeight FromCentimetres(decimal value) => new(value);

    public static Result<BodyHeight> Read(string? text) => QuantityText.ReadOne(text, Units, FromCentimetres, "a body height", "172 cm");

    public override string ToString() => QuantityText.Write(Centimetres, "cm");
}

using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Afterglow.Core.Units;

/// <summary>A number that is never without its unit: it is read from and written as text such as “37.5 mg”.</summary>
public interface IQuantity<TSelf> where TSelf : struct, IQuantity<TSelf>
{
    /// <summary>Reads a number and a unit; a bare number or another unit is refused.</summary>
    static abstract Result<TSelf> Read(string? text);
}

/// <summary>Reads and writes quantities as text, always with a full stop as the decimal sign and always with a unit.</summary>
public static class QuantityText
{
    /// <summary>Splits “37.5 mg” into 37.5 and “mg”; false for anything else, a bare number included.</summary>
    public static bool TrySplit(string? text, out decimal number, out string unit)
    {
        number = 0;
        unit = "";
        if (text is null || text.Length > 40) return false;
        var trimmed = text.Trim();
        var digits = 0;
        while (digits < trimmed.Length && (char.IsAsciiDigit(trimmed[digits]) || trimmed[digits] is '.' or '-')) digits++;
        unit = trimmed[digits..].Trim();
        return unit.Length > 0 && Written(trimmed.AsSpan(0, digits))
            && decimal.TryParse(trimmed.AsSpan(0, digits), NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign,
                CultureInfo.InvariantCulture, out number);
    }

    // “.5” is taken for 5 and “5.” for 50 when the point is not seen; more digits than these no one has measured.
    private static bool Written(ReadOnlySpan<char> number)
    {
        var point = number.IndexOf('.');
        return number.Length is > 0 and <= 16 && (point < 0 || (point > 0 && char.IsAsciiDigit(number[point - 1]) && point < number.Length - 1));
    }

    /// <summary>At most four decimals, no trailing zeros, then the unit.</summary>
    public static string Write(decimal number, string unit) =>
        string.Create(CultureInfo.InvariantCulture, $"{number:0.####} {unit}");

    internal static Result<T> ReadOne<T>(
        string? text, IReadOnlyDictionary<string, decimal> factorByUnit, Func<decimal, T> make, string what, string example)
        where T : struct =>
        TrySplit(text, out var number, out var unit) && factorByUnit.TryGetValue(unit, out var factor)
            && Math.Abs(number) < 1_000_000_000m
            ? make(number * factor)
            : new NotAQuantity(text ?? "", what, example);
}

/// <summary>Quantities travel as text with their unit; a bare JSON number is refused.</summary>
public sealed class QuantityJson<T> : JsonConverter<T> where T : struct, IQuantity<T>
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.String)
            throw new JsonException("A quantity is written as text with its unit, for example \"37.5 mg\".");
        return T.Read(reader.GetString()).Try(out var quantity, out var refusal) ? quantity : throw new JsonException(refusal.Sentence);
    }

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}

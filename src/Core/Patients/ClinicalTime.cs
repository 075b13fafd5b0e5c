using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Afterglow.Core.Patients;

/// <summary>How exactly a moment is known.</summary>
public enum Precision
{
    Unknown,
    Year,
    Month,
    Day,
    Instant,
}

/// <summary>
/// When something was so, as exactly as anybody knows: “1993”, “1993-06”, “1993-06-07”, an instant in UTC, or “unknown”.
/// </summary>
[JsonConverter(typeof(ClinicalTimeJson))]
public readonly record struct ClinicalTime
{
    private const string UnknownText = "unknown";

    private ClinicalTime(DateTimeOffset start, Precision precision) => (Start, Precision) = (start, precision);

    public static ClinicalTime Unknown => default;

    /// <summary>The first instant it can be, in UTC; of no meaning when unknown.</summary>
    public DateTimeOffset Start { get; }

    public Precision Precision { get; }

    public static ClinicalTime At(DateTimeOffset instant) => new(instant.ToUniversalTime(), Precision.Instant);

    public static ClinicalTime On(PartialDate date) => new(
        new DateTimeOffset(date.Earliest.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero),
        date.Day is not null ? Precision.Day : date.Month is not null ? Precision.Month : Precision.Year);

    /// <summary>Reads the written forms; an instant needs its offset, without which it would be a guess. Null for anything else.</summary>
    public static ClinicalTime? Read(string? text)
    {
        if (text is null) return null;
        if (text == UnknownText) return Unknown;
        if (PartialDate.Read(text) is { } date) return On(date);
        if (text.Length < 17 || text[10] != 'T' || !HasOffset(text)) return null;
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var instant) ? At(instant) : null;
    }

    public override string ToString() => Precision switch
    {
        Precision.Unknown => UnknownText,
        Precision.Instant => Start.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture),
        Precision.Day => Start.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        Precision.Month => Start.ToString("yyyy-MM", CultureInfo.InvariantCulture),
        _ => Start.ToString("yyyy", CultureInfo.InvariantCulture),
    };

    private static bool HasOffset(string text) =>
        text[^1] == 'Z' || (text[^6] is '+' or '-' && text[^3] == ':');
}

internal sealed class ClinicalTimeJson : JsonConverter<ClinicalTime>
{
    public override ClinicalTime Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        (reader.TokenType == JsonTokenType.String ? ClinicalTime.Read(reader.GetString()) : null)
        ?? throw new JsonException("A time is written as 1993, 1993-06, 1993-06-07 or 1993-06-07T08:15:00Z.");

    public override void Write(Utf8JsonWriter writer, ClinicalTime value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}

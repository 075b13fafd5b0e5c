using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Afterglow.Core.Patients;

/// <summary>A day of which the day, or the month too, may be unknown. Written as “1993-06-07”, “1993-06” or “1993”.</summary>
[JsonConverter(typeof(PartialDateJson))]
public readonly record struct PartialDate
{
    private PartialDate(int year, int? month, int? day) => (Year, Month, Day) = (year, month, day);

    public int Year { get; }

    /// <summary>Null when only the year is known.</summary>
    public int? Month { get; }

    /// <summary>Null when the day is not known.</summary>
    public int? Day { get; }

    /// <summary>The first day it can be.</summary>
    public DateOnly Earliest => new(Year, Month ?? 1, Day ?? 1);

    /// <summary>The last day it can be.</summary>
    public DateOnly Latest =>
        Day is { } day ? new(Year, Month!.Value, day)
        : Month is { } month ? new(Year, month, DateTime.DaysInMonth(Year, month))
        : new(Year, 12, 31);

    public static PartialDate On(DateOnly day) => new(day.Year, day.Month, day.Day);

    /// <summary>Reads the three written forms; null for anything else, 30 February included.</summary>
    public static PartialDate? Read(string? text) => text?.Length switch
    {
        10 when DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) => On(day),
        7 when DateOnly.TryParseExact(text, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.None, out var month) =>
            new PartialDate(month.Year, month.Month, null),
        4 when DateOnly.TryParseExact(text, "yyyy", CultureInfo.InvariantCulture, DateTimeStyles.None, out var year) =>
            new PartialDate(year.Year, null, null),
        _ => null,
    };

    /// <summary>Completed years on a day. Counted from the earliest day it can be, so “about” where the day is unknown.</summary>
    public int YearsOn(DateOnly today)
    {
        var first = Earliest;
        var years = today.Year - first.Year;
        return (today.Month, today.Day).CompareTo((first.Month, first.Day)) < 0 ? years - 1 : years;
    }

    public override string ToString() =>
        Earliest.ToString(Day is not null ? "yyyy-MM-dd" : Month is not null ? "yyyy-MM" : "yyyy", CultureInfo.InvariantCulture);
}

internal sealed class PartialDateJson : JsonConverter<PartialDate>
{
    public override PartialDate Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        (reader.TokenType == JsonTokenType.String ? PartialDate.Read(reader.GetString()) : null)
        ?? throw new JsonException("A date is written as 1993-06-07, 1993-06 or 1993.");

    public override void Write(Utf8JsonWriter writer, PartialDate value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}

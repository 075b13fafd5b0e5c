using System.Globalization;

namespace Afterglow.Chairside.Entry;

/// <summary>A time of day as a nurse types it, as a moment.</summary>
public static class TypedTime
{
    /// <summary>The moment nearest to now that shows this on the wall clock: shortly after midnight, 23:50 was yesterday.</summary>
    public static DateTimeOffset Nearest(TimeOnly typed, DateTimeOffset now, TimeZoneInfo zone) =>
        Candidates(typed, now, zone).MinBy(candidate => (candidate - now).Duration());

    /// <summary>The last moment that showed this on the wall clock: for what is past by its nature, such as a meal.</summary>
    public static DateTimeOffset Last(TimeOnly typed, DateTimeOffset now, TimeZoneInfo zone) =>
        Candidates(typed, now, zone).Where(candidate => candidate <= now).Max();

    /// <summary>What stands in the field: 24 hours, hours and minutes.</summary>
    public static string Text(DateTimeOffset at, TimeZoneInfo zone) =>
        TimeZoneInfo.ConvertTime(at, zone).ToString("HH:mm", CultureInfo.InvariantCulture);

    /// <summary>“19:42”, “9:05”, “1942”; null for anything else.</summary>
    public static TimeOnly? Read(string? text) =>
        TimeOnly.TryParseExact(text?.Trim(), ["HH:mm", "H:mm", "HHmm", "Hmm"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time : null;

    private static IEnumerable<DateTimeOffset> Candidates(TimeOnly typed, DateTimeOffset now, TimeZoneInfo zone)
    {
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, zone).DateTime);
        for (var day = -1; day <= 1; day++)
        {
            var local = today.AddDays(day).ToDateTime(typed, DateTimeKind.Unspecified);
            yield return new DateTimeOffset(local, zone.GetUtcOffset(local)).ToUniversalTime();
        }
    }
}

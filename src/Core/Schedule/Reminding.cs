namespace Afterglow.Core.Schedule;

/// <summary>When somebody is reminded of an appointment. Pure; times of day are the clinic's own.</summary>
public static class Reminding
{
    /// <summary>The most days before an appointment that a reminder can be set to.</summary>
    public const int MostDays = 14;

    /// <summary>The hour of the day at which reminders become due.</summary>
    public static readonly TimeOnly At = new(10, 0);

    /// <summary>Quiet hours are kept: nothing goes out before the one or after the other.</summary>
    public static readonly TimeOnly NotBefore = new(9, 0), NotAfter = new(19, 0);

    /// <summary>Where the hours come from.</summary>
    public static Source Hours { get; } = Source.Assumed("Ten in the morning, and never between seven in the evening and nine: chosen so that nobody is woken.");

    public static bool IsQuiet(DateTimeOffset now, TimeZoneInfo zone) =>
        TimeOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, zone).DateTime) is var time && (time < NotBefore || time >= NotAfter);

    /// <summary>When a reminder so many days before becomes due.</summary>
    public static DateTimeOffset DueAt(DateTimeOffset start, int daysBefore, TimeZoneInfo zone)
    {
        var at = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(start, zone).DateTime).AddDays(-daysBefore).ToDateTime(At);
        return new DateTimeOffset(at, zone.GetUtcOffset(at)).ToUniversalTime();
    }

    /// <summary>
    /// Which reminder is due, as the days before the appointment; null for none. Of several that were missed only the last
    /// is given, and what became due before the patient was told of the appointment never is.
    /// </summary>
    /// <param name="toldAt">When the patient was last told of this appointment at this time.</param>
    public static int? Due(DateTimeOffset start, DateTimeOffset toldAt, DateTimeOffset now, TimeZoneInfo zone, IReadOnlyList<int> daysBefore)
    {
        if (now >= start || IsQuiet(now, zone)) return null;
        foreach (var days in daysBefore.Order())
            if (DueAt(start, days, zone) is var due && due <= now) return toldAt < due ? days : null;
        return null;
    }
}

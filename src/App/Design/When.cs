using System.Globalization;
using Afterglow.Core.Patients;

namespace Afterglow.App.Design;

/// <summary>Dates, times and ages in words, in the clinic's own time zone.</summary>
internal static class When
{
    public static DateTimeOffset Local(this TimeProvider clock, DateTimeOffset instant) => TimeZoneInfo.ConvertTime(instant, clock.LocalTimeZone);

    public static DateOnly Today(this TimeProvider clock) => DateOnly.FromDateTime(clock.GetLocalNow().DateTime);

    /// <summary>The day something belongs to. What is dated to a day belongs to that day wherever the clinic is.</summary>
    public static DateOnly DayOf(this TimeProvider clock, ClinicalTime at) =>
        DateOnly.FromDateTime(at.Precision == Precision.Instant ? clock.Local(at.Start).DateTime : at.Start.UtcDateTime);

    /// <summary>“09:12”.</summary>
    public static string TimeWords(this TimeProvider clock, DateTimeOffset instant) =>
        clock.Local(instant).ToString("HH:mm", CultureInfo.InvariantCulture);

    /// <summary>“23 Nov 2026, 09:12”.</summary>
    public static string MomentWords(this TimeProvider clock, DateTimeOffset instant) =>
        clock.Local(instant).ToString("d MMM yyyy, HH:mm", CultureInfo.InvariantCulture);

    /// <summary>“23 Nov 2026”.</summary>
    public static string Words(this DateOnly day) => day.ToString("d MMM yyyy", CultureInfo.InvariantCulture);

    /// <summary>“Monday 23 November 2026”.</summary>
    public static string LongWords(this DateOnly day) => day.ToString("dddd d MMMM yyyy", CultureInfo.InvariantCulture);

    /// <summary>“3 May 1984”, “May 1984” or “1984”: no more than is known.</summary>
    public static string Words(this PartialDate date) => date.Earliest.ToString(
        date.Day is not null ? "d MMM yyyy" : date.Month is not null ? "MMM yyyy" : "yyyy", CultureInfo.InvariantCulture);

    /// <summary>As exactly as it is known; “date not known” otherwise.</summary>
    public static string DayWords(this TimeProvider clock, ClinicalTime at) => at.Precision switch
    {
        Precision.Unknown => "date not known",
        Precision.Year => at.Start.ToString("yyyy", CultureInfo.InvariantCulture),
        Precision.Month => at.Start.ToString("MMM yyyy", CultureInfo.InvariantCulture),
        _ => clock.DayOf(at).Words(),
    };

    /// <summary>“today”, “yesterday”, “5 days ago”, “3 weeks ago”, “2 years ago”.</summary>
    public static string Ago(DateOnly day, DateOnly today) => (today.DayNumber - day.DayNumber) switch
    {
        < 0 => "in the future",
        0 => "today",
        1 => "yesterday",
        < 14 and var days => $"{days} days ago",
        < 60 and var days => $"{days / 7} weeks ago",
        < 730 and var days => $"{days / 30} months ago",
        var days => $"{(int)(days / 365.25)} years ago",
    };

    /// <summary>“1 minute”, “14 minutes”, “2 hours”.</summary>
    public static string Span(TimeSpan span) => span.TotalMinutes switch
    {
        < 1 => "less than a minute",
        < 2 => "1 minute",
        < 120 => $"{(int)span.TotalMinutes} minutes",
        < 48 * 60 => $"{(int)span.TotalHours} hours",
        _ => $"{(int)span.TotalDays} days",
    };
}

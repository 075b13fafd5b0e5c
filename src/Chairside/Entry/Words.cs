using System.Globalization;

namespace Afterglow.Chairside.Entry;

/// <summary>Spans of time as the screen says them.</summary>
public static class Words
{
    /// <summary>“07:09”, “104:30”: minutes and seconds since the start, minutes never rolled into hours.</summary>
    public static string Elapsed(TimeSpan span) => span < TimeSpan.Zero
        ? "00:00"
        : string.Create(CultureInfo.InvariantCulture, $"{(int)span.TotalMinutes:00}:{span.Seconds:00}");

    /// <summary>“min 12”; before the start “min −14”.</summary>
    public static string Minute(TimeSpan sinceStart)
    {
        var minutes = (int)Math.Floor(sinceStart.TotalMinutes);
        return minutes < 0 ? $"min −{-minutes}" : $"min {minutes}";
    }

    /// <summary>“Vitals are 14 minutes old.”</summary>
    public static string Age(string what, DateTimeOffset? at, DateTimeOffset now)
    {
        if (at is not { } taken) return $"No {what.ToLowerInvariant()} yet";
        var minutes = (int)Math.Floor(Math.Max(0, (now - taken).TotalMinutes));
        return minutes switch
        {
            0 => $"{what} are less than a minute old",
            1 => $"{what} are 1 minute old",
            _ => $"{what} are {minutes} minutes old",
        };
    }

    /// <summary>“2:07” until something is due; “now” in the minute of grace; “late 3 min” after it.</summary>
    public static string Countdown(DateTimeOffset due, DateTimeOffset now)
    {
        var left = due - now;
        if (left > TimeSpan.Zero)
            return left.TotalMinutes >= 60
                ? string.Create(CultureInfo.InvariantCulture, $"in {Math.Floor(left.TotalHours):0} h {left.Minutes:00} min")
                : string.Create(CultureInfo.InvariantCulture, $"in {Math.Floor(left.TotalMinutes):0}:{left.Seconds:00}");
        return -left <= TimeSpan.FromMinutes(1)
            ? "now"
            : string.Create(CultureInfo.InvariantCulture, $"late {Math.Floor(-left.TotalMinutes):0} min");
    }
}

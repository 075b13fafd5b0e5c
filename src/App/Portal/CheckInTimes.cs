using System.Globalization;
using Afterglow.App.Design;

namespace Afterglow.App.Portal;

/// <summary>Times as a patient reads them, in the language of the page.</summary>
internal static class CheckInTimes
{
    /// <summary>“Monday, November 23, 1:00 PM”.</summary>
    public static string Moment(TimeProvider clock, DateTimeOffset at)
    {
        var local = clock.Local(at).DateTime;
        var culture = Languages.Of(Languages.Current);
        return $"{culture.DayWords(DateOnly.FromDateTime(local))}, {local.ToString(Languages.Current == "en" ? "h:mm tt" : "H:mm", Languages.Current == "en" ? CultureInfo.GetCultureInfo("en-US") : culture)}";
    }

    /// <summary>“November 23, 2026”.</summary>
    public static string Day(TimeProvider clock, DateTimeOffset at) => DocumentWords.Day(at, clock);
}

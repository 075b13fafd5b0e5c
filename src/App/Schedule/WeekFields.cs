using System.Globalization;
using Afterglow.Core.Schedule;

namespace Afterglow.App.Schedule;

/// <summary>A stretch of time on each weekday, as a form sends it; an empty day is a day off.</summary>
public sealed class WeekFields
{
    public static IReadOnlyList<DayOfWeek> Days { get; } =
        [DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday, DayOfWeek.Saturday, DayOfWeek.Sunday];

    private readonly string[] from = ["", "", "", "", "", "", ""];
    private readonly string[] to = ["", "", "", "", "", "", ""];

    /// <summary>The times under a name in the form that was sent; an empty week where none was.</summary>
    public static WeekFields Sent(HttpContext context, string name)
    {
        var week = new WeekFields();
        if (!context.Request.HasFormContentType) return week;
        foreach (var day in Days)
        {
            week.from[(int)day] = context.Request.Form[$"{name}.From[{(int)day}]"].ToString().Trim();
            week.to[(int)day] = context.Request.Form[$"{name}.To[{(int)day}]"].ToString().Trim();
        }
        return week;
    }

    public static WeekFields Of(IEnumerable<OpenHours> hours)
    {
        var week = new WeekFields();
        foreach (var each in hours.GroupBy(each => each.Day))
        {
            week.from[(int)each.Key] = Words(each.Min(hour => hour.From));
            week.to[(int)each.Key] = Words(each.Max(hour => hour.To));
        }
        return week;
    }

    /// <summary>The stretches that are written down; null when one cannot be read.</summary>
    public IReadOnlyList<OpenHours>? Hours()
    {
        var hours = new List<OpenHours>();
        foreach (var day in Days)
        {
            if (From(day).Length == 0 && To(day).Length == 0) continue;
            if (!Read(From(day), out var begins) || !Read(To(day), out var ends)) return null;
            hours.Add(new OpenHours(day, begins, ends));
        }
        return hours;
    }

    /// <summary>As it was typed; empty for a day off.</summary>
    public string From(DayOfWeek day) => from[(int)day];

    public string To(DayOfWeek day) => to[(int)day];

    private static bool Read(string text, out TimeOnly time) =>
        TimeOnly.TryParseExact(text, ["HH:mm", "HH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out time);

    private static string Words(TimeOnly time) => time.ToString("HH:mm", CultureInfo.InvariantCulture);
}

using System.Globalization;

namespace Afterglow.App.Patients;

/// <summary>One questionnaire over time, oldest first.</summary>
internal sealed record ScoreTrend(string Name, IReadOnlyList<(DateTimeOffset At, decimal Score)> Points)
{
    public decimal Latest => Points[^1].Score;

    public decimal Change => Latest - Points[0].Score;

    /// <summary>From the timeline's rows, which say “name: score”; the questionnaire last answered comes first.</summary>
    public static IReadOnlyList<ScoreTrend> Of(IEnumerable<TimelineRow> rows) =>
    [
        .. rows.Where(row => row.State != PatientTimeline.Struck)
            .Select(Read).OfType<(string Name, DateTimeOffset At, decimal Score)>()
            .GroupBy(score => score.Name, StringComparer.Ordinal)
            .Select(group => new ScoreTrend(group.Key, [.. group.OrderBy(score => score.At).Select(score => (score.At, score.Score))]))
            .OrderByDescending(trend => trend.Points[^1].At),
    ];

    /// <summary>The line of the drawing, in a box of 100 by 30, time to the right and more upwards.</summary>
    public string Line()
    {
        return string.Join(' ', Points.Select(Place).Select(place => string.Create(CultureInfo.InvariantCulture, $"{place.X:0.#},{place.Y:0.#}")));
    }

    public (double X, double Y) Place((DateTimeOffset At, decimal Score) point)
    {
        var span = (Points[^1].At - Points[0].At).TotalMinutes;
        var least = Points.Min(one => one.Score);
        var range = Points.Max(one => one.Score) - least;
        var x = span <= 0 ? 100 : (point.At - Points[0].At).TotalMinutes / span * 100;
        var y = range == 0 ? 15 : 28 - ((double)((point.Score - least) / range) * 26);
        return (x, y);
    }

    private static (string, DateTimeOffset, decimal)? Read(TimelineRow row)
    {
        var colon = row.Title.LastIndexOf(": ", StringComparison.Ordinal);
        return colon > 0 && decimal.TryParse(row.Title.AsSpan(colon + 2), NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign,
            CultureInfo.InvariantCulture, out var score)
            ? (row.Title[..colon], row.At.Start, score)
            : null;
    }
}

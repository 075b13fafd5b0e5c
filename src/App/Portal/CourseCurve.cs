namespace Afterglow.App.Portal;

/// <summary>The curve of one instrument in a box of 320 by 150: time to the right, the score upwards over its whole range.</summary>
internal sealed record CourseCurve(int Low, int High, DateTimeOffset From, DateTimeOffset To, IReadOnlyList<(double X, double Y)> Points, IReadOnlyList<double> Sessions)
{
    private const double Left = 34, Right = 312, Top = 10, Bottom = 120;

    public static CourseCurve Of(IReadOnlyList<PatientScore> scores, IReadOnlyList<DateTimeOffset> sessions)
    {
        // The whole range of the instrument, so that a small change does not look like a large one.
        var (low, high) = scores[0].Instrument.Total ?? (scores.Min(score => score.Total), scores.Max(score => score.Total));
        var (from, to) = (scores[0].At, scores[^1].At);
        if (sessions.Count > 0 && sessions[0] < from) from = sessions[0];
        if (sessions.Count > 0 && sessions[^1] > to) to = sessions[^1];
        var span = Math.Max(1, (to - from).TotalMinutes);
        double X(DateTimeOffset at) => Left + ((at - from).TotalMinutes / span * (Right - Left));
        double Y(int total) => Bottom - ((total - low) / (double)Math.Max(1, high - low) * (Bottom - Top));
        return new CourseCurve(low, high, from, to, [.. scores.Select(score => (X(score.At), Y(Math.Clamp(score.Total, low, high))))], [.. sessions.Select(X)]);
    }
}

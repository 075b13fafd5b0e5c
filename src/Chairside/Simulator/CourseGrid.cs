namespace Afterglow.Chairside.Simulator;

/// <summary>
/// The times at which a course is walked: close together where a dose begins or ends, farther apart the longer nothing
/// happens. Sessions look alike, so most steps come again, and whatever depends on their length alone is worked out once.
/// </summary>
public sealed class CourseGrid
{
    /// <summary>
    /// The first step behind an event, h, an eighth of the turnover of GABA tone, the first to answer: with steps as long as
    /// that turnover the burst behind an injection was 2.6 % of its reach off. Later ones grow by a share of the time since it.
    /// </summary>
    private const double FirstH = 1.0 / 160;

    private const double Growth = 0.06;
    private const double LongestH = 6;

    private readonly List<double> lengths = [];

    /// <param name="eventsH">When something begins or ends, h.</param>
    public CourseGrid(IEnumerable<double> eventsH, double endH)
    {
        double[] edges = [.. eventsH.Where(at => at > 0 && at < endH).Append(0).Append(endH).Select(at => Math.Round(at, 6)).Distinct().Order()];
        var times = new List<double> { 0 };
        var steps = new List<int>();
        for (var edge = 0; edge + 1 < edges.Length; edge++)
        {
            var (from, to) = (edges[edge], edges[edge + 1]);
            for (var at = from; at < to;)
            {
                var length = Math.Min(FirstH + Growth * (at - from), LongestH);
                // The last step takes what is left, rather than leave a splinter.
                if (to - at < 1.3 * length) length = to - at;
                steps.Add(Length(length));
                at = to - at - length < 1e-9 ? to : at + length;
                times.Add(at);
            }
        }
        TimesH = [.. times];
        StepOf = [.. steps];
    }

    /// <summary>Points in time, h, from 0.</summary>
    public double[] TimesH { get; }

    /// <summary>For each step its place among <see cref="LengthsH"/>.</summary>
    public int[] StepOf { get; }

    /// <summary>The distinct lengths of steps, h.</summary>
    public IReadOnlyList<double> LengthsH => lengths;

    /// <summary>The value of a curve on this grid at any time, straight between points.</summary>
    public double At(double[] curve, double hours)
    {
        var place = Array.BinarySearch(TimesH, hours);
        if (place >= 0) return curve[place];
        place = ~place;
        if (place == 0) return curve[0];
        if (place == TimesH.Length) return curve[^1];
        var share = (hours - TimesH[place - 1]) / (TimesH[place] - TimesH[place - 1]);
        return curve[place - 1] + share * (curve[place] - curve[place - 1]);
    }

    private int Length(double hours)
    {
        for (var k = 0; k < lengths.Count; k++)
            if (Math.Abs(lengths[k] - hours) < 1e-7) return k;
        lengths.Add(hours);
        return lengths.Count - 1;
    }
}

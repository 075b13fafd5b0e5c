using System.Globalization;

namespace Afterglow.Chairside.Simulator;

/// <summary>The upright axis of a chart, in thousandths of its height from the top.</summary>
/// <param name="Log">By powers of ten; nothing at or below zero has a place on it.</param>
public sealed record Axis(double Least, double Most, bool Log, string Unit, IReadOnlyList<double> Ticks)
{
    public const int Height = 1000;

    private static readonly Dictionary<(double, string), Axis> FromZero = [];

    private const int JustOutside = 40;

    /// <summary>From zero to the first of these tops that holds everything: the axis does not move with every step of a slider.</summary>
    public static Axis Linear(double most, string unit, params ReadOnlySpan<double> tops)
    {
        var top = tops[^1];
        foreach (var each in tops)
        {
            if (most > each) continue;
            top = each;
            break;
        }
        // Beyond the last: whole multiples of it.
        if (most > top) top *= Math.Ceiling(most / top);
        // The same axis stays the same object, so that a chart sees that it need not be drawn again.
        if (!FromZero.TryGetValue((top, unit), out var axis))
            FromZero[(top, unit)] = axis = new Axis(0, top, false, unit, [0, top / 4, top / 2, 3 * top / 4, top]);
        return axis;
    }

    /// <summary>From a percentage or another value that is not zero.</summary>
    public static Axis Between(double least, double most, string unit, double step)
    {
        var from = Math.Floor(least / step + 1e-9) * step;
        var to = Math.Ceiling(most / step - 1e-9) * step;
        var ticks = new List<double>();
        var every = step * Math.Max(1, Math.Ceiling((to - from) / step / 5));
        for (var tick = from; tick <= to + 1e-9; tick += every) ticks.Add(tick);
        return new Axis(from, to, false, unit, ticks);
    }

    public static Axis Logarithmic(double least, double most, string unit, params IReadOnlyList<double> ticks) => new(least, most, true, unit, ticks);

    /// <summary>Where a value stands; what is off the axis stands just outside of it.</summary>
    public int At(double value)
    {
        var share = Log
            ? value <= 0 ? -1 : Math.Log(value / Least) / Math.Log(Most / Least)
            : (value - Least) / (Most - Least);
        return Math.Clamp((int)Math.Round(Height - Height * share), -JustOutside, Height + JustOutside);
    }

    /// <summary>The same as a share of the height, as SVG writes it.</summary>
    public string PercentAt(double value) => string.Create(CultureInfo.InvariantCulture, $"{At(value) / 10.0:0.#}%");

    public static string Label(double tick) => tick.ToString(Math.Abs(tick) < 10 ? "0.##" : "0", CultureInfo.InvariantCulture);
}

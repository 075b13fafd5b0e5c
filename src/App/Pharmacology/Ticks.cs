using System.Globalization;

namespace Afterglow.App.Pharmacology;

/// <summary>The marks of an axis: round numbers, few enough to be read.</summary>
public static class Ticks
{
    /// <summary>From nothing or below to a round number that holds the highest value.</summary>
    public static IReadOnlyList<double> Of(double least, double most, int about)
    {
        var span = Math.Max(most - least, 1e-9);
        var rough = span / about;
        var power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        double[] steps = [1, 2, 2.5, 5, 10];
        var step = steps.First(each => each * power >= rough * 0.999) * power;
        var first = Math.Floor(least / step + 1e-9);
        var last = Math.Ceiling(most / step - 1e-9);
        return [.. Enumerable.Range(0, (int)(last - first) + 1).Select(k => (first + k) * step)];
    }

    /// <summary>Marks of a time that begins at 0, and the unit they are in.</summary>
    public static (IReadOnlyList<(double Hours, string Label)> Marks, string Unit) OfTime(double hours, int about)
    {
        var (unit, perHour, steps) = hours switch
        {
            <= 4 => ("min", 60.0, new[] { 1.0, 2, 5, 10, 15, 20, 30, 60 }),
            <= 72 => ("h", 1.0, [1.0, 2, 3, 4, 6, 12, 24]),
            _ => ("days", 1 / 24.0, [0.5, 1.0, 2, 5, 7, 10, 14, 28, 56, 91]),
        };
        var length = hours * perHour;
        var step = steps.FirstOrDefault(each => length / each <= about, steps[^1]);
        var count = (int)Math.Floor(length / step + 1e-9);
        return ([.. Enumerable.Range(0, count + 1).Select(k => (k * step / perHour, Written(k * step)))], unit);
    }

    public static string Written(double value) => value.ToString("0.####", CultureInfo.InvariantCulture);
}

using Afterglow.Core.Units;

namespace Afterglow.Core.Pharmacology;

/// <summary>One dose of drug base: at once, or evenly over a time.</summary>
/// <param name="AtH">When it begins, h.</param>
/// <param name="OverH">How long it takes, h; 0 at once.</param>
/// <param name="Order">0 for the first of several devices given together, then 1, 2, …</param>
public sealed record GivenDose(Mass Amount, GivenBy By, double AtH, double OverH = 0, int Order = 0);

/// <summary>A curve with its spread: the 5th, 50th and 95th percentile of the virtual people at each time.</summary>
public sealed record Band(IReadOnlyList<double> TimesH, double[] Low, double[] Median, double[] High);

/// <summary>Concentrations after doses. Times in h, concentrations in ng/mL.</summary>
public static class Simulation
{
    private const double NgPerMlInMgPerL = 1000;

    /// <summary>One person's curve. Doses add up: the body is linear.</summary>
    public static double[] Concentration(Kinetics kinetics, Analyte analyte, IReadOnlyList<GivenDose> doses, IReadOnlyList<double> timesH)
    {
        var curve = new double[timesH.Count];
        var step = Step(timesH);
        foreach (var dose in doses)
        {
            var mg = (double)dose.Amount.Milligrams;
            foreach (var path in kinetics.Of(analyte, dose.By, dose.Order))
            {
                var over = path.EvenlyOverH > 0 ? path.EvenlyOverH : dose.OverH;
                var scale = mg * path.Fraction * NgPerMlInMgPerL;
                if (step > 0)
                {
                    path.Response.AddTo(curve, timesH[0] - dose.AtH - path.LagH, step, over, scale);
                    continue;
                }
                for (var t = 0; t < curve.Length; t++)
                    curve[t] += scale * path.Response.AfterInfusion(timesH[t] - dose.AtH - path.LagH, over);
            }
        }
        return curve;
    }

    /// <summary>The distance between the times where it is always the same; 0 where it is not.</summary>
    private static double Step(IReadOnlyList<double> times)
    {
        if (times.Count < 3) return 0;
        var step = (times[^1] - times[0]) / (times.Count - 1);
        for (var t = 1; t < times.Count; t++)
            if (Math.Abs(times[t] - times[0] - t * step) > 1e-9 * step) return 0;
        return step > 0 ? step : 0;
    }

    /// <summary>The middle person's curve.</summary>
    public static double[] Typical(DrugModel model, Body body, Analyte analyte, IReadOnlyList<GivenDose> doses, IReadOnlyList<double> timesH) =>
        Concentration(model.Typical(body), analyte, doses, timesH);

    /// <summary>Percentiles over a virtual population of people of the same body.</summary>
    public static Band Population(
        DrugModel model, Body body, Analyte analyte, IReadOnlyList<GivenDose> doses, IReadOnlyList<double> timesH, int people, ulong seed)
    {
        var all = new double[people][];
        for (var person = 0; person < people; person++)
            all[person] = Concentration(model.Virtual(body, seed, person), analyte, doses, timesH);
        return Percentiles(all, timesH);
    }

    /// <summary>5th, 50th and 95th percentile at each time.</summary>
    public static Band Percentiles(IReadOnlyList<double[]> curves, IReadOnlyList<double> timesH)
    {
        var low = new double[timesH.Count];
        var median = new double[timesH.Count];
        var high = new double[timesH.Count];
        var column = new double[curves.Count];
        for (var t = 0; t < timesH.Count; t++)
        {
            for (var k = 0; k < column.Length; k++) column[k] = curves[k][t];
            low[t] = Quantile(column, 0.05);
            median[t] = Quantile(column, 0.50);
            high[t] = Quantile(column, 0.95);
        }
        return new Band(timesH, low, median, high);
    }

    /// <summary>Between the two nearest in order (Hyndman and Fan 1996, definition 7). Reorders the values.</summary>
    private static double Quantile(double[] values, double p)
    {
        var place = p * (values.Length - 1);
        var below = (int)place;
        var left = Select(values, below);
        if (below + 1 >= values.Length) return left;
        var right = double.PositiveInfinity;
        for (var k = below + 1; k < values.Length; k++) right = Math.Min(right, values[k]);
        return left + (place - below) * (right - left);
    }

    /// <summary>Hoare's selection: the value of that rank, everything smaller before it and everything larger behind.</summary>
    private static double Select(double[] values, int rank)
    {
        int from = 0, to = values.Length - 1;
        while (from < to)
        {
            var pivot = values[(from + to) / 2];
            int i = from, j = to;
            while (i <= j)
            {
                while (values[i] < pivot) i++;
                while (values[j] > pivot) j--;
                if (i > j) continue;
                (values[i], values[j]) = (values[j], values[i]);
                i++;
                j--;
            }
            if (rank <= j) to = j;
            else if (rank >= i) from = i;
            else break;
        }
        return values[rank];
    }
}

namespace Afterglow.Chairside.Simulator;

/// <summary>A curve: its middle, and between whom nine tenths of the virtual people lie (5th and 95th percentile).</summary>
/// <param name="People">How many virtual people stand behind the spread; 0 where only the middle is known yet.</param>
/// <param name="Stale">The spread is of what was asked before; its successor is being worked out.</param>
public sealed record Spread(double[] Middle, double[] Low, double[] High, int People, bool Stale = false)
{
    /// <summary>True when the spread belongs to the middle.</summary>
    public bool Known => Low.Length > 0 && !Stale;

    public static Spread Only(double[] middle) => new(middle, [], [], 0);

    /// <summary>Another middle, with this spread left behind it.</summary>
    public Spread Behind(double[] middle) => this with { Middle = middle, Stale = Low.Length > 0 };

    /// <summary>The highest point of the middle.</summary>
    public int Peak
    {
        get
        {
            var peak = 0;
            for (var t = 1; t < Middle.Length; t++)
                if (Middle[t] > Middle[peak]) peak = t;
            return peak;
        }
    }

    /// <summary>Everything so many times as high: the body is linear in the dose.</summary>
    public Spread Times(double factor) => new(Times(Middle, factor), Times(Low, factor), Times(High, factor), People, Stale);

    /// <summary>Through a function that rises, percentiles go as they are.</summary>
    public Spread Through(Func<double, double> rising) =>
        new(Array.ConvertAll(Middle, each => rising(each)), Array.ConvertAll(Low, each => rising(each)), Array.ConvertAll(High, each => rising(each)), People, Stale);

    private static double[] Times(double[] curve, double factor)
    {
        var times = new double[curve.Length];
        for (var t = 0; t < curve.Length; t++) times[t] = factor * curve[t];
        return times;
    }

    /// <summary>5th, 50th and 95th percentile of the first values of a row; the row is put into another order.</summary>
    public static (double Low, double Middle, double High) Of(Span<double> row)
    {
        var low = Quantile(row, 0.05, 0, out var from);
        var middle = Quantile(row, 0.50, from, out from);
        return (low, middle, Quantile(row, 0.95, from, out _));
    }

    /// <summary>Between the two nearest in order (Hyndman and Fan 1996, definition 7).</summary>
    /// <param name="from">Everything before this place is smaller than what follows.</param>
    /// <param name="place">The same for the next, higher quantile.</param>
    private static double Quantile(Span<double> row, double p, int from, out int place)
    {
        var at = p * (row.Length - 1);
        place = (int)at;
        var left = Select(row, place, from);
        if (place + 1 >= row.Length) return left;
        var right = double.PositiveInfinity;
        for (var k = place + 1; k < row.Length; k++)
            if (row[k] < right) right = row[k];
        return left + (at - place) * (right - left);
    }

    /// <summary>Hoare's selection: the value of that rank, everything smaller before it and everything larger behind.</summary>
    private static double Select(Span<double> row, int rank, int from)
    {
        var to = row.Length - 1;
        while (from < to)
        {
            var pivot = row[(from + to) / 2];
            int i = from, j = to;
            while (i <= j)
            {
                while (row[i] < pivot) i++;
                while (row[j] > pivot) j--;
                if (i > j) continue;
                (row[i], row[j]) = (row[j], row[i]);
                i++;
                j--;
            }
            if (rank <= j) to = j;
            else if (rank >= i) from = i;
            else break;
        }
        return row[rank];
    }
}

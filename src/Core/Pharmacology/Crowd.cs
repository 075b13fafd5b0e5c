namespace Afterglow.Core.Pharmacology;

/// <summary>
/// The curves of many people, time by time, and their percentiles. From one time to the next hardly anybody changes
/// place, so the order of the people is kept and put right again instead of being found anew.
/// </summary>
internal sealed class Crowd
{
    private readonly int people;
    private readonly double[] values;

    /// <param name="people">At least one.</param>
    public Crowd(int people, int times)
    {
        if (people < 1) throw new ArgumentOutOfRangeException(nameof(people), people, "There is at least one person.");
        this.people = people;
        values = new double[people * times];
    }

    /// <summary>Takes a person's curve.</summary>
    public void Put(int person, double[] curve)
    {
        var at = person;
        foreach (var value in curve)
        {
            values[at] = value;
            at += people;
        }
    }

    /// <summary>5th, 50th and 95th percentile at each time, between the two nearest in order (Hyndman and Fan 1996, definition 7).</summary>
    public Band Percentiles(IReadOnlyList<double> timesH)
    {
        var band = new Band(timesH, new double[timesH.Count], new double[timesH.Count], new double[timesH.Count]);
        var order = new int[people];
        for (var k = 0; k < people; k++) order[k] = k;
        var sorted = new double[people];
        for (var t = 0; t < timesH.Count; t++)
        {
            Sort(values.AsSpan(t * people, people), order, sorted);
            band.Low[t] = Quantile(sorted, 0.05);
            band.Median[t] = Quantile(sorted, 0.50);
            band.High[t] = Quantile(sorted, 0.95);
        }
        return band;
    }

    /// <summary>Puts people in order of their values, beginning with the order of the time before.</summary>
    private static void Sort(ReadOnlySpan<double> row, int[] order, double[] sorted)
    {
        for (var k = 0; k < order.Length; k++) sorted[k] = row[order[k]];
        // Insertion is quickest while few have changed places; past this many moves a sort from scratch is.
        var moves = 6 * order.Length;
        for (var k = 1; k < order.Length; k++)
        {
            var value = sorted[k];
            var at = k - 1;
            if (sorted[at] <= value) continue;
            var who = order[k];
            while (at >= 0 && sorted[at] > value)
            {
                sorted[at + 1] = sorted[at];
                order[at + 1] = order[at];
                at--;
            }
            sorted[at + 1] = value;
            order[at + 1] = who;
            moves -= k - at;
            if (moves >= 0) continue;
            Array.Sort(sorted, order);
            return;
        }
    }

    private static double Quantile(double[] sorted, double p)
    {
        var place = p * (sorted.Length - 1);
        var below = (int)place;
        return below + 1 >= sorted.Length ? sorted[below] : sorted[below] + (place - below) * (sorted[below + 1] - sorted[below]);
    }
}

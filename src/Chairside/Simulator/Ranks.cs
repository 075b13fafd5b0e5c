namespace Afterglow.Chairside.Simulator;

/// <summary>
/// People in the order of their values. From one time to the next hardly anybody changes place, so the order is kept and
/// put right again instead of being found anew.
/// </summary>
/// <param name="most">As many people as there are at most.</param>
/// <param name="times">Each person's curve is so long; one person's follows the other's.</param>
public sealed class Ranks(int most, int times)
{
    // Where each one's curve begins, in the order of the time before.
    private readonly int[] order = new int[most];
    private readonly double[] sorted = new double[most];
    private int people;

    /// <summary>5th, 50th and 95th percentile of the first so many people at one time.</summary>
    public (double Low, double Middle, double High) At(double[] curves, int time, int number)
    {
        if (people != number)
        {
            for (var k = 0; k < number; k++) order[k] = k * times;
            people = number;
        }
        Sort(curves, time);
        return (Quantile(0.05), Quantile(0.50), Quantile(0.95));
    }

    private void Sort(double[] curves, int time)
    {
        // Insertion is quickest while few have changed places; past this many moves a sort from scratch is.
        var moves = 8 * people;
        var last = double.NegativeInfinity;
        for (var k = 0; k < people; k++)
        {
            var who = order[k];
            var value = curves[who + time];
            if (value >= last)
            {
                sorted[k] = last = value;
                continue;
            }
            var at = k;
            do
            {
                sorted[at] = sorted[at - 1];
                order[at] = order[at - 1];
                at--;
            }
            while (at > 0 && sorted[at - 1] > value);
            sorted[at] = value;
            order[at] = who;
            moves -= k - at;
            if (moves >= 0) continue;
            for (k++; k < people; k++) sorted[k] = curves[order[k] + time];
            Array.Sort(sorted, order, 0, people);
        }
    }

    /// <summary>Between the two nearest in order (Hyndman and Fan 1996, definition 7).</summary>
    private double Quantile(double p)
    {
        var at = p * (people - 1);
        var place = (int)at;
        var left = sorted[place];
        return place + 1 >= people ? left : left + (at - place) * (sorted[place + 1] - left);
    }
}

namespace Afterglow.Core.Pharmacology.Disposition;

/// <summary>Rates of absorption where a source gives the time of the peak and no rate, which is nearly everywhere.</summary>
public static class Absorption
{
    /// <summary>
    /// The first-order rate, 1/h, at which plasma peaks at the published time: the one at which the slope of the
    /// middle person's curve is zero there, by bisection. All of a model's rates are found in this one way.
    /// </summary>
    /// <param name="plasma">The response to a unit amount put into plasma at once.</param>
    public static double RateForPeak(ExponentialSum plasma, double peakH)
    {
        double slow = 1e-3, fast = 1e3;
        if (!(peakH > 0) || plasma.Behind(slow).Slope(peakH) < 0 || plasma.Behind(fast).Slope(peakH) > 0)
            throw new ArgumentOutOfRangeException(nameof(peakH), peakH, "No rate of absorption puts the peak at this time.");
        for (var k = 0; k < 60; k++)
        {
            var middle = Math.Sqrt(slow * fast);
            if (plasma.Behind(middle).Slope(peakH) > 0) slow = middle;
            else fast = middle;
        }
        return Math.Sqrt(slow * fast);
    }

    /// <summary>The source of a rate that was worked out from a published peak: as sure as that peak.</summary>
    public static Source WorkedOut(double peakMin, Source peak) => peak with
    {
        Citation = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"no rate is published; worked out from a peak at {peakMin:0} min: {peak.Citation}"),
    };
}

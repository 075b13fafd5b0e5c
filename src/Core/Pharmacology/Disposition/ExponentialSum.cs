using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Afterglow.Core.Pharmacology.Disposition;

/// <summary>
/// What a linear body does with a unit amount given at one moment: Σ coefficient·e^(−rate·t), t in hours, rates in 1/h.
/// Stages (absorption, transit, metabolism, effect site) are added by convolution, and stay exact.
/// </summary>
public sealed class ExponentialSum
{
    // Two equal rates would make a term t·e^−λt. Set this far apart to either side of their mean they stand in for it:
    // the error is the square of this, and rounding costs 10⁻¹⁶ over it.
    private const double Apart = 1e-5;

    private readonly double[] coefficient;
    private readonly double[] rate;

    public ExponentialSum(IReadOnlyList<double> coefficients, IReadOnlyList<double> ratesPerHour)
    {
        if (coefficients.Count != ratesPerHour.Count) throw new ArgumentException("Every coefficient has a rate.", nameof(ratesPerHour));
        foreach (var each in ratesPerHour)
            if (!(each > 0)) throw new ArgumentOutOfRangeException(nameof(ratesPerHour), each, "Rates are above zero.");
        coefficient = [.. coefficients];
        rate = [.. ratesPerHour];
    }

    /// <summary>Takes the arrays as they are.</summary>
    internal ExponentialSum(double[] coefficients, double[] ratesPerHour, bool _)
    {
        coefficient = coefficients;
        rate = ratesPerHour;
    }

    public ReadOnlySpan<double> Coefficients => coefficient;

    /// <summary>1/h.</summary>
    public ReadOnlySpan<double> Rates => rate;

    /// <summary>The slowest rate: what is left at the end falls with it. 1/h.</summary>
    public double TerminalRate => rate.Where((_, k) => coefficient[k] != 0).Min();

    /// <summary>How fast the response to a unit amount given at once rises at a time, for each hour; below zero it falls.</summary>
    public double Slope(double hours)
    {
        var sum = 0.0;
        for (var k = 0; k < rate.Length; k++) sum -= coefficient[k] * rate[k] * Math.Exp(-rate[k] * hours);
        return sum;
    }

    /// <summary>The whole area under the curve of a unit amount.</summary>
    public double Area
    {
        get
        {
            var area = 0.0;
            for (var k = 0; k < rate.Length; k++) area += coefficient[k] / rate[k];
            return area;
        }
    }

    /// <summary>The response at a time after a unit amount given at once.</summary>
    public double AfterBolus(double hours)
    {
        if (hours < 0) return 0;
        var sum = 0.0;
        for (var k = 0; k < rate.Length; k++) sum += coefficient[k] * Math.Exp(-rate[k] * hours);
        return sum;
    }

    /// <summary>The response at a time after the start of a unit amount given evenly over some hours.</summary>
    public double AfterInfusion(double hours, double over)
    {
        if (over <= 0) return AfterBolus(hours);
        if (hours <= 0) return 0;
        var running = Math.Min(hours, over);
        var since = hours - running;
        var sum = 0.0;
        for (var k = 0; k < rate.Length; k++)
            // 1 − e^−x by expm1, which keeps its digits where x is small.
            sum += coefficient[k] / rate[k] * -Expm1(-rate[k] * running) * Math.Exp(-rate[k] * since);
        return sum / over;
    }

    /// <summary>
    /// The response at a time after the start of a unit amount given evenly over some hours into a path that itself
    /// passes everything on evenly over some hours.
    /// </summary>
    public double AfterInfusion(double hours, double over, double evenly)
    {
        if (over <= 0 || evenly <= 0) return AfterInfusion(hours, Math.Max(over, evenly));
        return (Ramp(hours) - Ramp(hours - over) - Ramp(hours - evenly) + Ramp(hours - over - evenly)) / (over * evenly);

        double Ramp(double since)
        {
            if (since <= 0) return 0;
            var sum = 0.0;
            // ∫∫ of an exponential: (λt − 1 + e^−λt) / λ².
            for (var k = 0; k < rate.Length; k++) sum += coefficient[k] / (rate[k] * rate[k]) * (rate[k] * since + Expm1(-rate[k] * since));
            return sum;
        }
    }

    /// <summary>
    /// Adds the response to a unit amount, times a factor, to a curve on a regular grid: from one point to the next
    /// an exponential is one product.
    /// </summary>
    /// <param name="firstH">The first point's time, h, counted from when the amount is given; may be negative.</param>
    public void AddTo(Span<double> curve, double firstH, double stepH, double over, double factor)
    {
        // Points before the dose, while it goes in, and after.
        var before = Math.Clamp((int)Math.Ceiling(-firstH / stepH), 0, curve.Length);
        while (before < curve.Length && firstH + before * stepH < 0) before++;
        var during = over > 0 ? Math.Clamp((int)Math.Floor((over - firstH) / stepH) + 1, before, curve.Length) : before;
        for (var k = 0; k < rate.Length; k++)
        {
            var fall = Math.Exp(-rate[k] * stepH);
            if (during > before)
            {
                var scale = factor * coefficient[k] / (rate[k] * over);
                var left = scale * Math.Exp(-rate[k] * (firstH + before * stepH));
                AddFalling(curve[before..during], scale, -left, fall);
            }
            if (during < curve.Length)
            {
                var since = firstH + during * stepH;
                var value = over > 0
                    ? factor * coefficient[k] / (rate[k] * over) * -Expm1(-rate[k] * over) * Math.Exp(-rate[k] * (since - over))
                    : factor * coefficient[k] * Math.Exp(-rate[k] * since);
                AddFalling(curve[during..], 0, value, fall);
            }
        }
    }

    /// <summary>
    /// Adds constant + value·fall^t. Four points at a time, so that no product waits for the one before; in pairs, which
    /// the browser's interpreter takes for one number. Every point's number is made by the same steps, in pairs or alone.
    /// </summary>
    private static void AddFalling(Span<double> curve, double constant, double value, double fall)
    {
        var second = value * fall;
        var square = fall * fall;
        var four = square * square;
        var pairs = MemoryMarshal.Cast<double, Vector128<double>>(curve);
        var early = Vector128.Create(value, second);
        var late = Vector128.Create(value * square, second * square);
        var both = Vector128.Create(constant);
        var times = Vector128.Create(four);
        var pair = 0;
        for (; pair + 1 < pairs.Length; pair += 2)
        {
            pairs[pair] += both + early;
            pairs[pair + 1] += both + late;
            early *= times;
            late *= times;
        }
        value = early.ToScalar();
        for (var t = 2 * pair; t < curve.Length; t++, value *= fall) curve[t] += constant + value;
    }

    /// <summary>The area under the curve from 0 to a time after a unit bolus.</summary>
    public double AreaAfterBolus(double hours)
    {
        var sum = 0.0;
        for (var k = 0; k < rate.Length; k++) sum += coefficient[k] / rate[k] * -Expm1(-rate[k] * Math.Max(0, hours));
        return sum;
    }

    public ExponentialSum Times(double factor)
    {
        var scaled = new double[coefficient.Length];
        for (var k = 0; k < scaled.Length; k++) scaled[k] = coefficient[k] * factor;
        return new ExponentialSum(scaled, rate, true);
    }

    public ExponentialSum Plus(ExponentialSum other) =>
        new([.. coefficient, .. other.coefficient], [.. rate, .. other.rate], true);

    /// <summary>Behind a first-order stage of this rate that passes on everything it takes.</summary>
    public ExponentialSum Behind(double perHour) =>
        perHour > 0 ? Convolved(new ExponentialSum([perHour], [perHour], true)) : throw new ArgumentOutOfRangeException(nameof(perHour), perHour, "Rates are above zero.");

    /// <summary>One response driving another: their convolution.</summary>
    public ExponentialSum Convolved(ExponentialSum other)
    {
        int n = rate.Length, m = other.rate.Length, extra = 0;
        for (var i = 0; i < n; i++)
            for (var j = 0; j < m; j++)
                if (TooNear(rate[i], other.rate[j])) extra++;
        var coefficients = new double[n + m + 2 * extra];
        var rates = new double[coefficients.Length];
        rate.CopyTo(rates, 0);
        other.rate.CopyTo(rates, n);
        var next = n + m;
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < m; j++)
            {
                var (left, right) = (rate[i], other.rate[j]);
                var both = coefficient[i] * other.coefficient[j];
                if (!TooNear(left, right))
                {
                    var share = both / (right - left);
                    coefficients[i] += share;
                    coefficients[n + j] -= share;
                    continue;
                }
                var mean = (left + right) / 2;
                var apart = both / (2 * Apart * mean);
                (rates[next], coefficients[next]) = (mean * (1 - Apart), apart);
                (rates[next + 1], coefficients[next + 1]) = (mean * (1 + Apart), -apart);
                next += 2;
            }
        }
        return new ExponentialSum(coefficients, rates, true);
    }

    private static bool TooNear(double left, double right) => Math.Abs(left - right) < 2 * Apart * Math.Max(left, right);

    private static double Expm1(double x)
    {
        if (Math.Abs(x) > 0.5) return Math.Exp(x) - 1;
        // Taylor's series: sixteen terms reach rounding for |x| ≤ ½.
        double term = x, sum = x;
        for (var n = 2; n < 18; n++)
        {
            term *= x / n;
            sum += term;
        }
        return sum;
    }
}

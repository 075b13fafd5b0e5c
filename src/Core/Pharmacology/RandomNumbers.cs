namespace Afterglow.Core.Pharmacology;

/// <summary>
/// Random numbers by address instead of by sequence: the same seed, subject, parameter and occasion always give the
/// same number, on every machine and however many threads ask.
/// </summary>
public static class RandomNumbers
{
    /// <summary>Evenly between 0 and 1, both excluded.</summary>
    public static double Uniform(ulong seed, uint subject, uint parameter, uint occasion)
    {
        // Steele, Lea & Flood 2014 (SplitMix64): the finaliser scatters neighbouring addresses.
        var z = Mix(seed + 0x9E3779B97F4A7C15UL);
        z = Mix(z ^ (((ulong)subject << 32) | parameter));
        z = Mix(z + 0x9E3779B97F4A7C15UL * (occasion + 1UL));
        return ((z >> 11) + 0.5) * (1.0 / (1UL << 53));
    }

    /// <summary>Standard normal.</summary>
    public static double Normal(ulong seed, uint subject, uint parameter, uint occasion) =>
        Quantile(Uniform(seed, subject, parameter, occasion));

    /// <summary>
    /// The standard normal quantile by Acklam's rational approximation, 2003: relative error below 1.2e-9.
    /// </summary>
    public static double Quantile(double p)
    {
        double x;
        if (p < 0.02425)
        {
            var q = Math.Sqrt(-2 * Log(p));
            x = (((((-7.784894002430293e-03 * q - 3.223964580411365e-01) * q - 2.400758277161838e+00) * q - 2.549732539343734e+00) * q
                + 4.374664141464968e+00) * q + 2.938163982698783e+00)
                / ((((7.784695709041462e-03 * q + 3.224671290700398e-01) * q + 2.445134137142996e+00) * q + 3.754408661907416e+00) * q + 1);
        }
        else if (p <= 1 - 0.02425)
        {
            var q = p - 0.5;
            var r = q * q;
            x = (((((-3.969683028665376e+01 * r + 2.209460984245205e+02) * r - 2.759285104469687e+02) * r + 1.383577518672690e+02) * r
                - 3.066479806614716e+01) * r + 2.506628277459239e+00) * q
                / (((((-5.447609879822406e+01 * r + 1.615858368580409e+02) * r - 1.556989798598866e+02) * r + 6.680131188771972e+01) * r
                - 1.328068155288572e+01) * r + 1);
        }
        else
        {
            return -Quantile(1 - p);
        }
        return x;
    }

    /// <summary>
    /// The natural logarithm by the four operations alone: what the system's library gives differs in the last bit from
    /// machine to machine, and a virtual person must not.
    /// </summary>
    private static double Log(double x)
    {
        var bits = BitConverter.DoubleToInt64Bits(x);
        var exponent = (int)(bits >> 52) - 1023;
        var mantissa = BitConverter.Int64BitsToDouble((bits & 0x000FFFFFFFFFFFFF) | 0x3FF0000000000000);
        if (mantissa > 1.4142135623730951)
        {
            mantissa /= 2;
            exponent++;
        }
        // ln m = 2 artanh((m − 1)/(m + 1)); |s| ≤ 0.172, so that eleven terms reach rounding.
        var s = (mantissa - 1) / (mantissa + 1);
        var square = s * s;
        var sum = 0.0;
        for (var n = 21; n >= 1; n -= 2) sum = sum * square + 1.0 / n;
        return exponent * 0.6931471805599453 + 2 * s * sum;
    }

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }
}

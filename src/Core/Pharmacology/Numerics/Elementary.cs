using System.Runtime.CompilerServices;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Afterglow.Core.Pharmacology.Numerics;

/// <summary>
/// e^x and log x of our own. Those of the base library differ in the last bit from one machine and operating system to
/// the next; these are a fixed sequence of exactly rounded operations. Both are within one unit in the last place.
/// </summary>
public static class Elementary
{
    /// <summary>1.5 × 2⁵²: a number added to it leaves its nearest whole number in the last bits.</summary>
    internal const double Shift = 6755399441055744;

    internal const long ShiftBits = 0x4338000000000000;

    internal const long RootHalfBits = 0x3FE6A09E667F3BCD;

    // log 2 in two parts: the first ends in zeros, so that a whole multiple of it is exact.
    private const double Log2High = 6.93147180369123816490e-01, Log2Low = 1.90821492927058770002e-10;

    /// <summary>e^x for x up to 700; 0 below −708.</summary>
    public static double Exp(double x) => OneLane.Value(Exp(OneLane.All(x)));

    /// <summary>The natural logarithm of a number above zero; of zero, −709.</summary>
    public static double Log(double x) => OneLane.Value(Log(OneLane.All(x)));

    /// <inheritdoc cref="Exp(double)"/>
    [MethodImpl(AggressiveInlining)]
    internal static V Exp<V>(V x) where V : unmanaged, ILanes<V>
    {
        // x = n·log 2 + r, |r| ≤ ½ log 2; then Taylor's series of e^r to r¹³, in pairs so that they need not wait for each other.
        var shifted = V.Fma(x, V.All(1.4426950408889634), V.All(Shift));
        var n = shifted - V.All(Shift);
        var r = V.Fma(n, V.All(-Log2High), x);
        r = V.Fma(n, V.All(-Log2Low), r);
        var r2 = r * r;
        var r4 = r2 * r2;
        var a = V.Fma(r, V.All(1.0 / 6), V.All(1.0 / 2));
        var b = V.Fma(r, V.All(1.0 / 120), V.All(1.0 / 24));
        var c = V.Fma(r, V.All(1.0 / 5040), V.All(1.0 / 720));
        var d = V.Fma(r, V.All(1.0 / 362880), V.All(1.0 / 40320));
        var e = V.Fma(r, V.All(1.0 / 39916800), V.All(1.0 / 3628800));
        var f = V.Fma(r, V.All(1.0 / 6227020800), V.All(1.0 / 479001600));
        var low = V.Fma(b, r2, a);
        var middle = V.Fma(d, r2, c);
        var high = V.Fma(f, r2, e);
        var series = V.Fma(V.Fma(high, r4, middle), r4, low);
        var value = V.AddExponent(V.Fma(series, r2, r) + V.All(1), shifted);
        return V.IfLess(x, V.All(-708), V.All(0), value);
    }

    /// <inheritdoc cref="Log(double)"/>
    [MethodImpl(AggressiveInlining)]
    internal static V Log<V>(V x) where V : unmanaged, ILanes<V>
    {
        // With s = f/(2+f), log(1+f) = 2s + s³·R(s²): the polynomial of Ng (Sun Microsystems 1993, fdlibm), error below 2⁻⁵⁸.
        var exponent = V.Exponent(x, out var rest);
        var f = rest - V.All(1);
        var s = f / (f + V.All(2));
        var z = s * s;
        var w = z * z;
        var odd = w * V.Fma(w, V.Fma(w, V.All(1.531383769920937332e-01), V.All(2.222219843214978396e-01)), V.All(3.999999999940941908e-01));
        var even = z * V.Fma(w, V.Fma(w, V.Fma(w, V.All(1.479819860511658591e-01), V.All(1.818357216161805012e-01)),
            V.All(2.857142874366239149e-01)), V.All(6.666666666666735130e-01));
        var half = V.All(0.5) * f * f;
        return exponent * V.All(Log2High) - ((half - V.Fma(s, half + (odd + even), exponent * V.All(Log2Low))) - f);
    }
}

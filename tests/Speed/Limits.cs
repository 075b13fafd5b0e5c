using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Afterglow.Speed;

/// <summary>What one thread of this machine can do at most: fused multiply-adds and bytes written, a second.</summary>
internal readonly record struct Limits(double Fma, double Store)
{
    public static Limits Measure(int rounds)
    {
        double fma = 0, store = 0;
        var memory = new double[10_000 * Problems.R1Outputs * 2];
        // The best round: a limit is what can be reached, not what a busy machine leaves.
        for (var round = 0; round < 3 * rounds; round++)
        {
            fma = Math.Max(fma, MultiplyAdd());
            var began = Stopwatch.GetTimestamp();
            for (var again = 0; again < 8; again++) memory.AsSpan().Fill(again);
            store = Math.Max(store, 8.0 * memory.Length * sizeof(double) / Stopwatch.GetElapsedTime(began).TotalSeconds);
        }
        return new Limits(fma, store);
    }

    /// <summary>Sixteen sums that do not wait for each other, eight numbers each.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static double MultiplyAdd()
    {
        const int times = 1_000_000;
        var factor = Vector512.Create(0.999999);
        var plus = Vector512.Create(1e-6);
        Vector512<double> a = plus, b = plus, c = plus, d = plus, e = plus, f = plus, g = plus, h = plus,
            i = plus, j = plus, k = plus, l = plus, m = plus, n = plus, o = plus, p = plus;
        var began = Stopwatch.GetTimestamp();
        for (var time = 0; time < times; time++)
        {
            a = Vector512.FusedMultiplyAdd(a, factor, plus);
            b = Vector512.FusedMultiplyAdd(b, factor, plus);
            c = Vector512.FusedMultiplyAdd(c, factor, plus);
            d = Vector512.FusedMultiplyAdd(d, factor, plus);
            e = Vector512.FusedMultiplyAdd(e, factor, plus);
            f = Vector512.FusedMultiplyAdd(f, factor, plus);
            g = Vector512.FusedMultiplyAdd(g, factor, plus);
            h = Vector512.FusedMultiplyAdd(h, factor, plus);
            i = Vector512.FusedMultiplyAdd(i, factor, plus);
            j = Vector512.FusedMultiplyAdd(j, factor, plus);
            k = Vector512.FusedMultiplyAdd(k, factor, plus);
            l = Vector512.FusedMultiplyAdd(l, factor, plus);
            m = Vector512.FusedMultiplyAdd(m, factor, plus);
            n = Vector512.FusedMultiplyAdd(n, factor, plus);
            o = Vector512.FusedMultiplyAdd(o, factor, plus);
            p = Vector512.FusedMultiplyAdd(p, factor, plus);
        }
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        // Used, or the loop would be left out.
        var sum = Vector512.Sum(a + b + c + d + e + f + g + h + i + j + k + l + m + n + o + p);
        return sum > 0 ? 16.0 * Vector512<double>.Count * times / seconds : 0;
    }
}

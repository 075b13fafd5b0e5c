using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Afterglow.Speed;

/// <summary>What one thread of this machine can do at most: fused multiply-adds and bytes written, a second.</summary>
internal readonly record struct Limits(double Fma, double Store)
{
    private const int Times = 10_000_000;

    private static double Operations => 16.0 * Vector512<double>.Count * Times;

    public static Limits Measure(int rounds)
    {
        double fma = 0, store = 0;
        var memory = new double[10_000 * Problems.R1Outputs * 2];
        // The best round: a limit is what can be reached, not what a busy machine leaves.
        for (var round = 0; round < 3 * rounds; round++)
        {
            var used = 0.0;
            var adding = Chain.Timing.Of(1, () => used = MultiplyAdd());
            // Of the processor's time, as the engines' own rates are. What was added up is used, or the loop would be left out.
            if (used > 0) fma = Math.Max(fma, Operations / adding.Cpu);
            var writing = Chain.Timing.Of(1, () =>
            {
                for (var again = 0; again < 40; again++) memory.AsSpan().Fill(again);
            });
            store = Math.Max(store, 40.0 * memory.Length * sizeof(double) / writing.Cpu);
        }
        return new Limits(fma, store);
    }

    /// <summary>Sixteen sums that do not wait for each other, eight numbers each.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static double MultiplyAdd()
    {
        var factor = Vector512.Create(0.999999);
        var plus = Vector512.Create(1e-6);
        Vector512<double> a = plus, b = plus, c = plus, d = plus, e = plus, f = plus, g = plus, h = plus,
            i = plus, j = plus, k = plus, l = plus, m = plus, n = plus, o = plus, p = plus;
        for (var time = 0; time < Times; time++)
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
        return Vector512.Sum(a + b + c + d + e + f + g + h + i + j + k + l + m + n + o + p);
    }
}

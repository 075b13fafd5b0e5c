namespace Afterglow.Core.Pharmacology.Numerics;

/// <summary>
/// Dormand and Prince's explicit method of order 5 with error control (J Comput Appl Math 1980, 6:19-26).
/// Slow on stiff systems and simple enough to trust: the fast solvers are checked against it.
/// </summary>
public static class AdaptiveSolver
{
    private const int MostSteps = 50_000_000;

    /// <summary>Fills the derivatives of the states at a time.</summary>
    public delegate void Derivatives(double time, ReadOnlySpan<double> states, Span<double> rates);

    /// <summary>Moves the states from one time to another. Throws when the steps run out.</summary>
    public static void Advance(Derivatives rates, double from, double to, Span<double> states, double relative, double absolute)
    {
        var n = states.Length;
        var memory = new double[9 * n];
        Span<double> k1 = memory.AsSpan(0, n), k2 = memory.AsSpan(n, n), k3 = memory.AsSpan(2 * n, n), k4 = memory.AsSpan(3 * n, n),
            k5 = memory.AsSpan(4 * n, n), k6 = memory.AsSpan(5 * n, n), k7 = memory.AsSpan(6 * n, n), y = memory.AsSpan(7 * n, n),
            next = memory.AsSpan(8 * n, n);
        var time = from;
        var step = (to - from) * 1e-6;
        rates(time, states, k1);
        for (var steps = 0; steps < MostSteps; steps++)
        {
            if (time >= to) return;
            step = Math.Min(step, to - time);
            for (var i = 0; i < n; i++) y[i] = states[i] + step * (k1[i] / 5);
            rates(time + step / 5, y, k2);
            for (var i = 0; i < n; i++) y[i] = states[i] + step * (3.0 / 40 * k1[i] + 9.0 / 40 * k2[i]);
            rates(time + 0.3 * step, y, k3);
            for (var i = 0; i < n; i++) y[i] = states[i] + step * (44.0 / 45 * k1[i] - 56.0 / 15 * k2[i] + 32.0 / 9 * k3[i]);
            rates(time + 0.8 * step, y, k4);
            for (var i = 0; i < n; i++)
                y[i] = states[i] + step * (19372.0 / 6561 * k1[i] - 25360.0 / 2187 * k2[i] + 64448.0 / 6561 * k3[i] - 212.0 / 729 * k4[i]);
            rates(time + 8.0 / 9 * step, y, k5);
            for (var i = 0; i < n; i++)
                y[i] = states[i] + step * (9017.0 / 3168 * k1[i] - 355.0 / 33 * k2[i] + 46732.0 / 5247 * k3[i] + 49.0 / 176 * k4[i] - 5103.0 / 18656 * k5[i]);
            rates(time + step, y, k6);
            for (var i = 0; i < n; i++)
                next[i] = states[i] + step * (35.0 / 384 * k1[i] + 500.0 / 1113 * k3[i] + 125.0 / 192 * k4[i] - 2187.0 / 6784 * k5[i] + 11.0 / 84 * k6[i]);
            rates(time + step, next, k7);
            var error = 0.0;
            for (var i = 0; i < n; i++)
            {
                var off = step * (71.0 / 57600 * k1[i] - 71.0 / 16695 * k3[i] + 71.0 / 1920 * k4[i] - 17253.0 / 339200 * k5[i]
                    + 22.0 / 525 * k6[i] - 1.0 / 40 * k7[i]);
                var scale = absolute + relative * Math.Max(Math.Abs(states[i]), Math.Abs(next[i]));
                error += off / scale * (off / scale);
            }
            error = Math.Sqrt(error / n);
            if (error <= 1)
            {
                time += step;
                next.CopyTo(states);
                k7.CopyTo(k1);
            }
            step *= Math.Clamp(0.9 * Math.Pow(Math.Max(error, 1e-12), -0.2), 0.2, 5);
        }
        throw new InvalidOperationException("The adaptive solver ran out of steps.");
    }
}

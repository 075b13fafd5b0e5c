namespace Afterglow.Core.Pharmacology.Disposition;

/// <summary>
/// Any number of compartments that exchange by flows and eliminate by clearances. The matrix of such a body is
/// similar to a symmetric one, so its exponents are real and its modes orthogonal, even where exponents coincide.
/// Volumes in L, flows and clearances in L/h.
/// </summary>
public sealed class Compartments
{
    private readonly double[] volume;
    private readonly double[] exponent;

    // Column k belongs to exponent k: mode[i * n + k].
    private readonly double[] mode;

    /// <param name="flowsLPerH">Pairs of compartments and the flow between them, the same both ways.</param>
    /// <param name="clearancesLPerH">What each compartment eliminates.</param>
    public Compartments(
        IReadOnlyList<double> volumesL, IReadOnlyList<(int One, int Other, double LPerH)> flowsLPerH, IReadOnlyList<double> clearancesLPerH)
    {
        var n = volumesL.Count;
        if (clearancesLPerH.Count != n) throw new ArgumentException("Every compartment has a clearance, which may be zero.", nameof(clearancesLPerH));
        foreach (var each in volumesL)
            if (!(each > 0)) throw new ArgumentOutOfRangeException(nameof(volumesL), each, "Volumes are above zero.");
        volume = [.. volumesL];
        var matrix = new double[n * n];
        for (var i = 0; i < n; i++) matrix[i * n + i] = clearancesLPerH[i] / volume[i];
        foreach (var (one, other, flow) in flowsLPerH)
        {
            matrix[one * n + one] += flow / volume[one];
            matrix[other * n + other] += flow / volume[other];
            matrix[one * n + other] -= flow / Math.Sqrt(volume[one] * volume[other]);
            matrix[other * n + one] = matrix[one * n + other];
        }
        (exponent, mode) = Symmetric(matrix, n);
    }

    private Compartments(double[] volume, double[] exponent, double[] mode)
    {
        this.volume = volume;
        this.exponent = exponent;
        this.mode = mode;
    }

    /// <summary>A central compartment that eliminates, and peripheral ones around it.</summary>
    public static Compartments Mammillary(double clLPerH, double vL, params ReadOnlySpan<(double QLPerH, double VL)> peripherals)
    {
        var n = peripherals.Length + 1;
        if (n is 2 or 3 && Star(clLPerH, vL, peripherals) is { } quick) return quick;
        var volumes = new double[n];
        var flows = new (int, int, double)[n - 1];
        volumes[0] = vL;
        for (var i = 1; i < n; i++)
        {
            volumes[i] = peripherals[i - 1].VL;
            flows[i - 1] = (0, i, peripherals[i - 1].QLPerH);
        }
        var clearances = new double[n];
        clearances[0] = clLPerH;
        return new Compartments(volumes, flows, clearances);
    }

    /// <summary>The exponents, 1/h.</summary>
    public IReadOnlyList<double> Exponents => exponent;

    /// <summary>The concentration in one compartment, mg/L, after 1 mg put into another at once.</summary>
    public ExponentialSum Concentration(int at, int into)
    {
        var n = exponent.Length;
        var coefficient = new double[n];
        var scale = Math.Sqrt(volume[at] * volume[into]);
        for (var k = 0; k < n; k++)
        {
            if (!(exponent[k] > 0)) throw new InvalidOperationException("A body that eliminates nothing has no curve that ends.");
            coefficient[k] = mode[at * n + k] * mode[into * n + k] / scale;
        }
        return new ExponentialSum(coefficient, exponent, true);
    }

    /// <summary>The amount in one compartment, mg, after 1 mg put into another at once.</summary>
    public ExponentialSum Amount(int at, int into) => Concentration(at, into).Times(volume[at]);

    /// <summary>
    /// Two or three compartments in closed form: the roots of a polynomial of the second or third degree, made exact by
    /// one step of Newton's on the secular equation. Null where exponents come so near each other that it loses digits.
    /// </summary>
    private static Compartments? Star(double cl, double v, ReadOnlySpan<(double Q, double V)> around)
    {
        var n = around.Length + 1;
        if (!(cl > 0 && v > 0)) return null;
        Span<double> d = stackalloc double[2];
        Span<double> b2 = stackalloc double[2];
        var centre = cl / v;
        for (var i = 0; i < n - 1; i++)
        {
            var (q, outer) = around[i];
            if (!(q > 0 && outer > 0)) return null;
            centre += q / v;
            d[i] = q / outer;
            b2[i] = d[i] * (q / v);
        }
        if (n == 3 && Math.Abs(d[0] - d[1]) < 1e-6 * (d[0] + d[1])) return null;
        var roots = new double[n];
        if (n == 2)
        {
            // The product of the roots is what the body eliminates times the way back: no digits are lost in the smaller one.
            var sum = centre + d[0];
            var product = cl / v * d[0];
            roots[0] = (sum + Math.Sqrt(Math.Max(0, (centre - d[0]) * (centre - d[0]) + 4 * b2[0]))) / 2;
            roots[1] = product / roots[0];
        }
        else
        {
            var a = centre + d[0] + d[1];
            var b = centre * (d[0] + d[1]) + d[0] * d[1] - b2[0] - b2[1];
            var c = cl / v * d[0] * d[1];
            var p = a * a / 9 - b / 3;
            var r = Math.Sqrt(Math.Max(p, 0));
            var cosine = (a * a * a / 27 - a * b / 6 + c / 2) / (r * r * r);
            var angle = Math.Acos(Math.Clamp(cosine, -1, 1)) / 3;
            for (var k = 0; k < 3; k++) roots[k] = a / 3 + 2 * r * Math.Cos(angle - k * (2 * Math.PI / 3));
        }
        var modes = new double[n * n];
        for (var k = 0; k < n; k++)
        {
            var root = roots[k];
            for (var step = 0; step < 2; step++)
            {
                var (off, slope) = (centre - root, -1.0);
                for (var i = 0; i < n - 1; i++)
                {
                    var gap = d[i] - root;
                    if (Math.Abs(gap) < 1e-9 * root) return null;
                    off -= b2[i] / gap;
                    slope -= b2[i] / (gap * gap);
                }
                root -= off / slope;
            }
            if (!(root > 0)) return null;
            roots[k] = root;
            var square = 1.0;
            for (var i = 0; i < n - 1; i++) square += b2[i] / ((d[i] - root) * (d[i] - root));
            modes[k] = 1 / Math.Sqrt(square);
            for (var i = 0; i < n - 1; i++) modes[(i + 1) * n + k] = modes[k] * Math.Sqrt(b2[i]) / (d[i] - root);
        }
        var volumes = new double[n];
        volumes[0] = v;
        for (var i = 1; i < n; i++) volumes[i] = around[i - 1].V;
        return new Compartments(volumes, roots, modes);
    }

    /// <summary>Jacobi's rotations: slow for large matrices, unconditionally accurate for small ones.</summary>
    private static (double[] Values, double[] Vectors) Symmetric(double[] a, int n)
    {
        var vectors = new double[n * n];
        for (var i = 0; i < n; i++) vectors[i * n + i] = 1;
        for (var sweep = 0; sweep < 60; sweep++)
        {
            double off = 0, all = 0;
            for (var i = 0; i < n; i++)
            {
                for (var j = 0; j < n; j++)
                {
                    var square = a[i * n + j] * a[i * n + j];
                    all += square;
                    if (i != j) off += square;
                }
            }
            if (off <= 1e-32 * all) break;
            for (var i = 0; i < n; i++)
            {
                for (var j = i + 1; j < n; j++)
                {
                    if (a[i * n + j] == 0) continue;
                    var theta = (a[j * n + j] - a[i * n + i]) / (2 * a[i * n + j]);
                    var t = (theta >= 0 ? 1 : -1) / (Math.Abs(theta) + Math.Sqrt(theta * theta + 1));
                    var c = 1 / Math.Sqrt(t * t + 1);
                    var s = t * c;
                    for (var k = 0; k < n; k++)
                    {
                        var (one, other) = (a[k * n + i], a[k * n + j]);
                        a[k * n + i] = c * one - s * other;
                        a[k * n + j] = s * one + c * other;
                    }
                    for (var k = 0; k < n; k++)
                    {
                        var (one, other) = (a[i * n + k], a[j * n + k]);
                        a[i * n + k] = c * one - s * other;
                        a[j * n + k] = s * one + c * other;
                        (one, other) = (vectors[k * n + i], vectors[k * n + j]);
                        vectors[k * n + i] = c * one - s * other;
                        vectors[k * n + j] = s * one + c * other;
                    }
                }
            }
        }
        var values = new double[n];
        for (var i = 0; i < n; i++) values[i] = a[i * n + i];
        return (values, vectors);
    }
}

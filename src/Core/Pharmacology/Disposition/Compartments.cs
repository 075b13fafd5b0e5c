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
        Span<(double, double, double)> around = stackalloc (double, double, double)[peripherals.Length];
        for (var i = 0; i < around.Length; i++) around[i] = (peripherals[i].QLPerH, peripherals[i].VL, 0);
        return Around(clLPerH, vL, around);
    }

    /// <summary>A central compartment and others that exchange with it alone; each may eliminate.</summary>
    public static Compartments Around(double clLPerH, double vL, params ReadOnlySpan<(double QLPerH, double VL, double ClLPerH)> around)
    {
        if (Star(clLPerH, vL, around) is { } quick) return quick;
        var n = around.Length + 1;
        var volumes = new double[n];
        var flows = new (int, int, double)[n - 1];
        var clearances = new double[n];
        (volumes[0], clearances[0]) = (vL, clLPerH);
        for (var i = 1; i < n; i++)
        {
            (var flow, volumes[i], clearances[i]) = around[i - 1];
            flows[i - 1] = (0, i, flow);
        }
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
    /// Each exponent lies between two neighbouring rates of the outer compartments: a root of the polynomial, in closed
    /// form for two or three compartments that eliminate in the middle alone, made exact by Newton's steps on the secular
    /// equation. Null where exponents come so near each other that this loses digits.
    /// </summary>
    private static Compartments? Star(double cl, double v, ReadOnlySpan<(double Q, double V, double Cl)> around)
    {
        var m = around.Length;
        var n = m + 1;
        if (m == 0 || !(v > 0 && cl >= 0)) return null;
        Span<double> d = stackalloc double[m];
        Span<double> b2 = stackalloc double[m];
        var centre = cl / v;
        var inTheMiddle = cl > 0;
        for (var i = 0; i < m; i++)
        {
            var (q, outer, clearance) = around[i];
            if (!(q > 0 && outer > 0 && clearance >= 0)) return null;
            centre += q / v;
            d[i] = (q + clearance) / outer;
            b2[i] = q / outer * (q / v);
            inTheMiddle &= clearance == 0;
            for (var j = 0; j < i; j++)
                if (Math.Abs(d[i] - d[j]) < 1e-6 * (d[i] + d[j])) return null;
        }
        var roots = new double[n];
        if (n == 2 && inTheMiddle)
        {
            // The product of the roots is what the body eliminates times the way back: no digits are lost in the smaller one.
            var sum = centre + d[0];
            var product = cl / v * d[0];
            roots[0] = (sum + Math.Sqrt(Math.Max(0, (centre - d[0]) * (centre - d[0]) + 4 * b2[0]))) / 2;
            roots[1] = product / roots[0];
        }
        else if (n == 3 && inTheMiddle)
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
        else
        {
            Between(centre, d, b2, roots);
        }
        var modes = new double[n * n];
        for (var k = 0; k < n; k++)
        {
            var root = roots[k];
            for (var step = 0; step < 2; step++)
            {
                var (off, slope) = (centre - root, -1.0);
                for (var i = 0; i < m; i++)
                {
                    var gap = d[i] - root;
                    if (Math.Abs(gap) < 1e-7 * root) return null;
                    off -= b2[i] / gap;
                    slope -= b2[i] / (gap * gap);
                }
                root -= off / slope;
            }
            if (!(root > 0)) return null;
            roots[k] = root;
            var square = 1.0;
            for (var i = 0; i < m; i++) square += b2[i] / ((d[i] - root) * (d[i] - root));
            modes[k] = 1 / Math.Sqrt(square);
            for (var i = 0; i < m; i++) modes[(i + 1) * n + k] = modes[k] * Math.Sqrt(b2[i]) / (d[i] - root);
        }
        var volumes = new double[n];
        volumes[0] = v;
        for (var i = 1; i < n; i++) volumes[i] = around[i - 1].V;
        return new Compartments(volumes, roots, modes);
    }

    /// <summary>
    /// The roots of (centre − x)·Π(dᵢ − x) − Σ bᵢ·Π(dⱼ − x): one below the smallest d, one between each two, one above the
    /// largest. Newton's steps, and half the interval where one would leave it.
    /// </summary>
    private static void Between(double centre, ReadOnlySpan<double> d, ReadOnlySpan<double> b2, Span<double> roots)
    {
        Span<double> poles = stackalloc double[d.Length];
        d.CopyTo(poles);
        poles.Sort();
        var most = centre + d.Length * poles[^1];
        foreach (var each in b2) most += Math.Sqrt(each);
        var sign = 1.0;
        for (var k = 0; k < roots.Length; k++, sign = -sign)
        {
            var from = k == 0 ? 0 : poles[k - 1];
            var to = k == poles.Length ? most : poles[k];
            var x = (from + to) / 2;
            for (var step = 0; step < 100; step++)
            {
                double value = centre - x, slope = -1, product = 1, productSlope = 0;
                for (var i = 0; i < d.Length; i++)
                {
                    var gap = d[i] - x;
                    slope = slope * gap - value - b2[i] * productSlope;
                    value = value * gap - b2[i] * product;
                    productSlope = productSlope * gap - product;
                    product *= gap;
                }
                if (sign * value > 0) from = x;
                else to = x;
                var next = x - value / slope;
                if (!(next > from && next < to)) next = (from + to) / 2;
                var moved = Math.Abs(next - x);
                x = next;
                if (moved < 1e-12 * x) break;
            }
            roots[k] = x;
        }
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

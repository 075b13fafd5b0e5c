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
    private readonly double[,] mode;

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
        var matrix = new double[n, n];
        for (var i = 0; i < n; i++) matrix[i, i] = clearancesLPerH[i] / volume[i];
        foreach (var (one, other, flow) in flowsLPerH)
        {
            matrix[one, one] += flow / volume[one];
            matrix[other, other] += flow / volume[other];
            matrix[one, other] -= flow / Math.Sqrt(volume[one] * volume[other]);
            matrix[other, one] = matrix[one, other];
        }
        (exponent, mode) = Symmetric(matrix);
    }

    /// <summary>A central compartment that eliminates, and peripheral ones around it.</summary>
    public static Compartments Mammillary(double clLPerH, double vL, params ReadOnlySpan<(double QLPerH, double VL)> peripherals)
    {
        var volumes = new List<double> { vL };
        var flows = new List<(int, int, double)>();
        foreach (var (q, v) in peripherals)
        {
            flows.Add((0, volumes.Count, q));
            volumes.Add(v);
        }
        var clearances = new double[volumes.Count];
        clearances[0] = clLPerH;
        return new Compartments(volumes, flows, clearances);
    }

    /// <summary>The exponents, 1/h.</summary>
    public IReadOnlyList<double> Exponents => exponent;

    /// <summary>The concentration in one compartment, mg/L, after 1 mg put into another at once.</summary>
    public ExponentialSum Concentration(int at, int into) => new(
        [.. exponent.Select((_, k) => mode[at, k] * mode[into, k] / Math.Sqrt(volume[at] * volume[into]))], exponent);

    /// <summary>The amount in one compartment, mg, after 1 mg put into another at once.</summary>
    public ExponentialSum Amount(int at, int into) => Concentration(at, into).Times(volume[at]);

    /// <summary>Jacobi's rotations: slow for large matrices, unconditionally accurate for small ones.</summary>
    private static (double[] Values, double[,] Vectors) Symmetric(double[,] matrix)
    {
        var n = matrix.GetLength(0);
        var a = (double[,])matrix.Clone();
        var vectors = new double[n, n];
        for (var i = 0; i < n; i++) vectors[i, i] = 1;
        for (var sweep = 0; sweep < 60; sweep++)
        {
            double off = 0, all = 0;
            for (var i = 0; i < n; i++)
            {
                for (var j = 0; j < n; j++)
                {
                    all += a[i, j] * a[i, j];
                    if (i != j) off += a[i, j] * a[i, j];
                }
            }
            if (off <= 1e-32 * all) break;
            for (var i = 0; i < n; i++)
            {
                for (var j = i + 1; j < n; j++)
                {
                    if (a[i, j] == 0) continue;
                    var theta = (a[j, j] - a[i, i]) / (2 * a[i, j]);
                    var t = (theta >= 0 ? 1 : -1) / (Math.Abs(theta) + Math.Sqrt(theta * theta + 1));
                    var c = 1 / Math.Sqrt(t * t + 1);
                    var s = t * c;
                    for (var k = 0; k < n; k++)
                    {
                        (a[k, i], a[k, j]) = (c * a[k, i] - s * a[k, j], s * a[k, i] + c * a[k, j]);
                    }
                    for (var k = 0; k < n; k++)
                    {
                        (a[i, k], a[j, k]) = (c * a[i, k] - s * a[j, k], s * a[i, k] + c * a[j, k]);
                        (vectors[k, i], vectors[k, j]) = (c * vectors[k, i] - s * vectors[k, j], s * vectors[k, i] + c * vectors[k, j]);
                    }
                }
            }
        }
        return ([.. Enumerable.Range(0, n).Select(i => a[i, i])], vectors);
    }
}

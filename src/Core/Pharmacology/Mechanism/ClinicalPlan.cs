using Afterglow.Core.Pharmacology.Numerics;

namespace Afterglow.Core.Pharmacology.Mechanism;

/// <summary>
/// Where the clinical chain is solved: panels that are short behind every event and grow to half a day, the same for
/// every patient, and the place of each output time in them.
/// </summary>
public sealed class ClinicalPlan
{
    /// <summary>Slow states settle by sweeps as long as a panel is short against them.</summary>
    private const double LongestH = 12;

    private const double FirstH = 1.0 / 12;

    private readonly Dictionary<double, double[][]> matrices = [];
    private readonly List<double> lengths = [];

    /// <param name="eventsH">When something begins or ends: doses, infusions, therapy.</param>
    /// <param name="outputH">When results are wanted, h, rising.</param>
    public ClinicalPlan(IEnumerable<double> eventsH, IReadOnlyList<double> outputH, IReadOnlyList<ChainTherapy>? therapy = null)
    {
        if (outputH.Count == 0) throw new ArgumentException("At least one output time is needed.", nameof(outputH));
        for (var k = 1; k < outputH.Count; k++)
            if (outputH[k] <= outputH[k - 1]) throw new ArgumentException("Output times rise.", nameof(outputH));
        OutputH = [.. outputH];
        Therapy = therapy is null ? [] : [.. therapy];
        var end = Math.Max(OutputH[^1], FirstH);
        double[] edges = [.. eventsH.Concat(Therapy.Select(each => each.AtH)).Append(0).Append(end)
            .Where(at => at >= 0 && at <= end).Select(at => Math.Round(at, 9)).Distinct().Order()];
        var panels = new List<Panel>();
        for (var e = 0; e + 1 < edges.Length; e++)
        {
            var at = edges[e];
            var taught = Therapy.Where(each => Math.Abs(each.AtH - at) < 1e-9).Sum(each => each.Gain);
            for (var next = FirstH; at < edges[e + 1]; next = Math.Min(2 * next, LongestH))
            {
                var left = edges[e + 1] - at;
                // The last panel of an interval takes what is left of it, rather than leave a splinter.
                var length = left <= 1.25 * next ? left : next;
                panels.Add(new Panel(at, length, Shape(length), taught));
                taught = 0;
                at = left <= 1.25 * next ? edges[e + 1] : at + length;
            }
        }
        Panels = [.. panels];
        Outputs = new (int, double[])[OutputH.Length];
        var panel = 0;
        for (var k = 0; k < OutputH.Length; k++)
        {
            while (panel + 1 < Panels.Length && Panels[panel].StartH + Panels[panel].LengthH < OutputH[k]) panel++;
            var weights = new double[Collocation.Points];
            Collocation.Lagrange(Math.Clamp((OutputH[k] - Panels[panel].StartH) / Panels[panel].LengthH, 0, 1), weights);
            Outputs[k] = (panel, weights);
        }
    }

    public double[] OutputH { get; }

    internal ChainTherapy[] Therapy { get; }

    internal Panel[] Panels { get; }

    /// <summary>The distinct lengths of panels, h.</summary>
    internal IReadOnlyList<double> Lengths => lengths;

    /// <summary>For each output time its panel, and the weights of the panel's points.</summary>
    internal (int Panel, double[] Weights)[] Outputs { get; }

    internal readonly record struct Panel(double StartH, double LengthH, int Shape, double Taught);

    /// <summary>The matrix of a turnover for every length of panel.</summary>
    internal double[][] Turnovers(double perHour)
    {
        lock (matrices)
        {
            if (matrices.TryGetValue(perHour, out var known)) return known;
            // While a rate is being fitted its old values pile up.
            if (matrices.Count > 64) matrices.Clear();
            return matrices[perHour] = [.. lengths.Select(length => Collocation.Turnover(perHour * length))];
        }
    }

    private int Shape(double length)
    {
        for (var k = 0; k < lengths.Count; k++)
            if (Math.Abs(lengths[k] - length) < 1e-9) return k;
        lengths.Add(length);
        return lengths.Count - 1;
    }
}

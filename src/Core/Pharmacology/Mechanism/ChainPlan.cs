using Afterglow.Core.Pharmacology.Numerics;

namespace Afterglow.Core.Pharmacology.Mechanism;

/// <summary>
/// Everything about a simulation that does not depend on the subject, worked out once: the stretches between dose
/// edges, the matrices of every panel length in them, and where each output time falls.
/// Panels are a stretch divided by a power of two, so that their matrices can be shared by all subjects.
/// </summary>
public sealed class ChainPlan
{
    /// <summary>A panel shorter than this is accepted whatever its error, h: a third of a second.</summary>
    private const double ShortestH = 1e-4;

    internal const int Row = Collocation.Points + 1;

    internal const int Matrix = Collocation.Degree * Row;

    // Glutamate and AMPA desensitisation turn over at rates that vary along the way: they are solved around the
    // nearest of these. The last of the first list is the rate at rest.
    internal static readonly double[] GlutamateFractions = [0.40, 0.55, 0.75, 1];

    internal static readonly double[] DesensitisationSums = [0, 1, 2.2];

    /// <param name="tolerance">The largest part of any relative state that a panel may only just hold.</param>
    /// <param name="columns">The curves wanted; those of the speed problem R2 when not said.</param>
    public ChainPlan(
        ChainParameters parameters, IReadOnlyList<ChainInfusion> infusions, IReadOnlyList<double> outputH, double tolerance,
        IReadOnlyList<ChainCurve>? columns = null, IReadOnlyList<ChainTherapy>? therapy = null)
    {
        Parameters = parameters;
        Columns = columns is null
            ? [ChainCurve.Plasma, ChainCurve.Glutamate, ChainCurve.Bdnf, ChainCurve.Synapses, ChainCurve.Inflammation, ChainCurve.Severity]
            : [.. columns];
        Therapy = therapy is null ? [] : [.. therapy];
        Tolerance = tolerance;
        OutputH = [.. outputH];
        for (var k = 1; k < OutputH.Length; k++)
            if (OutputH[k] <= OutputH[k - 1]) throw new ArgumentException("Output times rise.", nameof(outputH));
        var p = parameters;
        RestGlutamateRate = p.GlutamatePerHour * (p.UptakeHalf + 1) * p.UptakeHalf / ((p.UptakeHalf + 1) * (p.UptakeHalf + 1));
        Rates =
        [
            p.GabaPerHour,
            .. GlutamateFractions.Select(fraction => fraction * RestGlutamateRate),
            .. DesensitisationSums.Select(sum => p.ResensitisationPerHour + p.DesensitisationPerHour * sum),
            p.AmpaPerHour, p.BdnfPerHour, p.Eef2PerHour, p.MtorPerHour, p.ConsolidationPerHour, p.InflammationPerHour, p.SynapsePerHour, p.HydroxyPerHour, p.TolerancePerHour,
        ];
        Integration = Collocation.Integration();
        Highest = Collocation.HighestCoefficient();
        Stretches = Divide(infusions);
    }

    public ChainParameters Parameters { get; }

    public double Tolerance { get; }

    /// <summary>The curves in the result, in this order.</summary>
    public ChainCurve[] Columns { get; }

    internal ChainTherapy[] Therapy { get; }

    /// <summary>When results are wanted, h, rising.</summary>
    public double[] OutputH { get; }

    internal double RestGlutamateRate { get; }

    internal double[] Rates { get; }

    internal double[] Integration { get; }

    internal double[] Highest { get; }

    internal Stretch[] Stretches { get; }

    private Stretch[] Divide(IReadOnlyList<ChainInfusion> infusions)
    {
        var end = OutputH.Length == 0 ? 0 : OutputH[^1];
        double[] edges =
        [
            .. infusions.SelectMany(infusion => new[] { infusion.StartH, infusion.StartH + infusion.HoursLong })
                .Concat(Therapy.Select(session => session.AtH)).Append(0).Append(end).Where(edge => edge >= 0 && edge <= end).Distinct().Order(),
        ];
        var shapes = new Dictionary<double, Shape>();
        var stretches = new List<Stretch>();
        var output = OutputH.Length > 0 && OutputH[0] == 0 ? 1 : 0;
        for (var e = 0; e + 1 < edges.Length; e++)
        {
            var length = edges[e + 1] - edges[e];
            // Stretches that differ by rounding alone share their matrices.
            var key = Math.Round(length, 9);
            if (!shapes.TryGetValue(key, out var shape)) shapes[key] = shape = new Shape(length, shapes.Count, this);
            var rate = infusions.Where(infusion => infusion.StartH <= edges[e] && infusion.StartH + infusion.HoursLong >= edges[e + 1])
                .Sum(infusion => infusion.MgPerKg / infusion.HoursLong);
            var first = output;
            while (output < OutputH.Length && OutputH[output] <= edges[e + 1]) output++;
            var taught = Therapy.Where(session => session.AtH == edges[e]).Sum(session => session.Gain);
            stretches.Add(new Stretch(edges[e], length, rate, taught, shape, first, output, Weights(edges[e], length, shape, first, output)));
        }
        return [.. stretches];
    }

    /// <summary>For every level and output time, the Lagrange weights of that time in its panel.</summary>
    private double[][] Weights(double start, double length, Shape shape, int first, int beyond) =>
    [
        .. Enumerable.Range(0, shape.Levels).Select(level =>
        {
            var weights = new double[(beyond - first) * Collocation.Points];
            var panels = Math.ScaleB(1, level);
            for (var output = first; output < beyond; output++)
            {
                var place = (OutputH[output] - start) / length * panels;
                var panel = Math.Max(0, Math.Ceiling(place) - 1);
                Collocation.Lagrange(Math.Min(1, place - panel), weights.AsSpan((output - first) * Collocation.Points, Collocation.Points));
            }
            return weights;
        }),
    ];

    /// <summary>A stretch of constant input.</summary>
    /// <param name="MgPerKgPerH">The infusion rate for each kilogram.</param>
    /// <param name="Taught">The gain of therapy at its start.</param>
    internal sealed record Stretch(
        double StartH, double LengthH, double MgPerKgPerH, double Taught, Shape Shape, int FirstOutput, int BeyondOutput, double[][] OutputWeights);

    /// <summary>The matrices of all panels that a stretch of some length can be divided into.</summary>
    internal sealed class Shape
    {
        public Shape(double lengthH, int number, ChainPlan plan)
        {
            Number = number;
            LengthH = lengthH;
            Levels = Math.Max(1, (int)Math.Ceiling(Math.Log2(lengthH / ShortestH)));
            // Panels of about five minutes to begin with.
            FirstLevel = Math.Clamp((int)Math.Round(Math.Log2(lengthH / 0.08)), 0, Levels - 1);
            Turnovers = new double[Levels][];
            for (var level = 0; level < Levels; level++)
            {
                var h = Math.ScaleB(lengthH, -level);
                var all = new double[plan.Rates.Length * Matrix];
                for (var rate = 0; rate < plan.Rates.Length; rate++)
                    Collocation.Turnover(plan.Rates[rate] * h).CopyTo(all, rate * Matrix);
                Turnovers[level] = all;
            }
        }

        public int Number { get; }

        public double LengthH { get; }

        public int Levels { get; }

        public int FirstLevel { get; }

        /// <summary>By level: the matrix of every rate, one after another.</summary>
        public double[][] Turnovers { get; }
    }
}

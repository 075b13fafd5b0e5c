using Afterglow.Core.Pharmacology.Numerics;

namespace Afterglow.Core.Pharmacology.Mechanism;

/// <summary>
/// The chain from plasma to symptoms as it would be written on paper: one line an equation. The fast solver
/// (<see cref="ChainSolver"/>) is held to this one.
/// </summary>
public static class ChainEquations
{
    /// <summary>Ketamine and norketamine, two compartments each, then the effect site and the chain.</summary>
    public const int States = 18;

    private const int A1 = 0, A2 = 1, M1 = 2, M2 = 3, Site = 4, Gaba = 5, Glu = 6, Ampa = 7, Ready = 8, Bdnf = 9, Eef2 = 10, Mtor = 11,
        Protein = 12, Synapses = 13, Inflammation = 14, Severity = 15, Hydroxy = 16, Tolerance = 17;

    /// <summary>The drug-free steady state.</summary>
    public static double[] Rest(ChainParameters p)
    {
        var y = new double[States];
        for (var i = Gaba; i <= Inflammation; i++) y[i] = 1;
        y[Severity] = p.SeverityPoints;
        return y;
    }

    /// <summary>The rates of change. <paramref name="inputMgPerH"/> is what runs into the vein, <paramref name="learned"/> what therapy has taught.</summary>
    public static void Rates(
        ChainParameters p, ChainSubject s, double inputMgPerH, double learned, ReadOnlySpan<double> y, Span<double> d)
    {
        var k10 = s.ClLPerH / s.V1L;
        var ketamine = y[A1] / s.V1L;
        var norketamine = y[M1] / s.Vm1L;
        d[A1] = inputMgPerH - (k10 + s.QLPerH / s.V1L) * y[A1] + s.QLPerH / s.V2L * y[A2];
        d[A2] = s.QLPerH / s.V1L * y[A1] - s.QLPerH / s.V2L * y[A2];
        d[M1] = p.NorketamineYield * k10 * y[A1] - (s.ClmLPerH + s.QmLPerH) / s.Vm1L * y[M1] + s.QmLPerH / s.Vm2L * y[M2];
        d[M2] = s.QmLPerH / s.Vm1L * y[M1] - s.QmLPerH / s.Vm2L * y[M2];
        d[Site] = p.EffectSitePerHour * (ketamine + p.NorketamineShare * norketamine - y[Site]);

        var c = Math.Max(y[Site], 0);
        var x = Math.Pow(c / s.Ic50MgPerL, p.OccupancyHill);
        var occupancy = x / (1 + x);
        var block = 1 + c / p.DirectBlockMgPerL * (c / p.DirectBlockMgPerL);
        d[Gaba] = p.GabaPerHour * (1 - p.GabaFall * occupancy - y[Gaba]);
        d[Tolerance] = p.TolerancePerHour * (p.ToleranceGain * occupancy - y[Tolerance]);
        d[Glu] = p.GlutamatePerHour * (1 + s.GlutamateGain * (1 - y[Gaba]) / (block * (1 + y[Tolerance]))
            - y[Glu] * (p.UptakeHalf + 1) / (p.UptakeHalf + y[Glu]));
        d[Ready] = p.ResensitisationPerHour * (1 - y[Ready]) - p.DesensitisationPerHour * (y[Glu] - 1) * y[Ready];
        d[Hydroxy] = p.HydroxyPerHour * (norketamine - y[Hydroxy]);
        var direct = p.HydroxyGain * y[Hydroxy] / (y[Hydroxy] + p.HydroxyHalfMgPerL);
        d[Ampa] = p.AmpaPerHour * (y[Glu] * y[Ready] + direct - y[Ampa]);
        d[Bdnf] = p.BdnfPerHour * (1 + p.BdnfGain * (Hill(y[Ampa], p.BdnfHalf, p.BdnfHill) - Hill(1, p.BdnfHalf, p.BdnfHill)) - y[Bdnf]);
        d[Eef2] = p.Eef2PerHour * (1 + p.Eef2Gain * (Hill(y[Bdnf], p.Eef2Half, 1) - Hill(1, p.Eef2Half, 1)) + p.Eef2Occupancy * occupancy - y[Eef2]);
        var drive = y[Bdnf] * y[Eef2];
        d[Mtor] = p.MtorPerHour * (1 + p.MtorGain * (Hill(drive, p.MtorHalf, 1) - Hill(1, p.MtorHalf, 1)) - y[Mtor]);
        d[Protein] = p.ConsolidationPerHour * (y[Mtor] - y[Protein]);
        d[Synapses] = p.SynapsePerHour * (1 + s.SynapseGain * (Hill(y[Protein], p.SynapseHalf, 2) - Hill(1, p.SynapseHalf, 2))
            - y[Synapses] * (1 + p.SynapseInflammation * (y[Inflammation] - 1)));
        d[Inflammation] = p.InflammationPerHour * ((1 - p.InflammationFall * c / (p.InflammationHalfMgPerL + c))
            / (1 + p.InflammationSynapse * (y[Synapses] - 1)) - y[Inflammation]);
        d[Severity] = s.SymptomPerHour * (p.SeverityPoints / (1 + learned)
            * Math.Pow(y[Inflammation], p.SeverityInflammation) * Math.Pow(y[Synapses], -p.SeveritySynapse) - y[Severity]);
    }

    /// <summary>Solves one subject by small steps. Returns a row of states for each output time.</summary>
    public static double[][] Solve(
        ChainParameters p, ChainSubject subject, IReadOnlyList<ChainInfusion> infusions, IReadOnlyList<ChainTherapy> therapy,
        IReadOnlyList<double> outputH, double relative = 1e-10, double absolute = 1e-13)
    {
        var y = Rest(p);
        var learned = 0.0;
        var rows = new double[outputH.Count][];
        var time = 0.0;
        double[] edges = [.. infusions.SelectMany(i => new[] { i.StartH, i.StartH + i.HoursLong }).Concat(therapy.Select(t => t.AtH)).Concat(outputH).Distinct().Order()];
        foreach (var edge in edges)
        {
            if (edge > time)
            {
                var input = subject.WeightKg * infusions.Where(i => i.StartH <= time && i.StartH + i.HoursLong >= edge).Sum(i => i.MgPerKg / i.HoursLong);
                var (start, known) = (time, learned);
                AdaptiveSolver.Advance(
                    (t, states, rates) => Rates(p, subject, input, known * Math.Exp(-p.LearnedLossPerHour * (t - start)), states, rates),
                    time, edge, y, relative, absolute);
                learned *= Math.Exp(-p.LearnedLossPerHour * (edge - time));
                time = edge;
            }
            foreach (var session in therapy)
                if (session.AtH == edge) learned += session.Gain * Math.Max(0, y[Protein] - 1);
            for (var output = 0; output < rows.Length; output++)
                if (outputH[output] == edge) rows[output] = [.. y];
        }
        return rows;
    }

    private static double Hill(double x, double half, double exponent)
    {
        var power = Math.Pow(x, exponent);
        return power / (power + Math.Pow(half, exponent));
    }
}

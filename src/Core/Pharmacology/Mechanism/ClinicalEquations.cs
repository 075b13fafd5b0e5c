namespace Afterglow.Core.Pharmacology.Mechanism;

/// <summary>
/// The clinical chain as it would be written on paper, one line an equation, driven by concentrations.
/// <see cref="ClinicalChain"/> is held to it.
/// </summary>
public static class ClinicalEquations
{
    public const int States = 13;

    private const int Gaba = 0, Glu = 1, Ready = 2, Ampa = 3, Bdnf = 4, Eef2 = 5, Mtor = 6, Protein = 7, Synapses = 8, Inflammation = 9,
        Severity = 10, Hydroxy = 11, Tolerance = 12;

    /// <summary>The order of the states, as the curves they are.</summary>
    public static IReadOnlyList<ChainCurve> Curves { get; } =
    [
        ChainCurve.GabaTone, ChainCurve.Glutamate, ChainCurve.AmpaReady, ChainCurve.AmpaThroughput, ChainCurve.Bdnf, ChainCurve.Eef2,
        ChainCurve.Mtor, ChainCurve.Consolidation, ChainCurve.Synapses, ChainCurve.Inflammation, ChainCurve.Severity,
        ChainCurve.Hydroxynorketamine, ChainCurve.Tolerance,
    ];

    /// <summary>The drug-free rest: everything at 1, no hydroxynorketamine, no tolerance.</summary>
    public static double[] Rest() => [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0];

    /// <summary>The rates of change.</summary>
    /// <param name="site">What blocks NMDA receptors, as S-ketamine, mg/L.</param>
    /// <param name="source">Norketamine as far as it becomes hydroxynorketamine, mg/L.</param>
    /// <param name="learned">What therapy has taught, as far as it is kept.</param>
    public static void Rates(
        ClinicalParameters p, ClinicalSubject s, double site, double source, double learned, ReadOnlySpan<double> y, Span<double> d)
    {
        var c = Math.Max(site, 0);
        var occupancy = c / (c + p.Ic50MgPerL * s.Affinity);
        d[Gaba] = p.GabaPerHour * (1 - p.GabaFall * occupancy - y[Gaba]);
        d[Tolerance] = p.TolerancePerHour * (p.ToleranceGain * occupancy - y[Tolerance]);
        var against = (1 + c / p.DirectBlockMgPerL * (c / p.DirectBlockMgPerL)) * (1 + y[Tolerance]);
        d[Glu] = p.GlutamatePerHour * (1 + p.GlutamateGain * (1 - y[Gaba]) / against - y[Glu]);
        d[Ready] = p.ResensitisationPerHour * (1 - y[Ready]) - p.DesensitisationPerHour * (y[Glu] - 1) * y[Ready];
        d[Hydroxy] = p.HydroxyPerHour * (source - y[Hydroxy]);
        d[Ampa] = p.AmpaPerHour * (y[Glu] * y[Ready] + p.HydroxyGain * y[Hydroxy] / (y[Hydroxy] + p.HydroxyHalfMgPerL) - y[Ampa]);
        d[Bdnf] = p.BdnfPerHour * (1 + p.BdnfGain * (Hill(y[Ampa], p.BdnfHalf, p.BdnfHill) - Hill(1, p.BdnfHalf, p.BdnfHill)) - y[Bdnf]);
        d[Eef2] = p.Eef2PerHour * (1 + p.Eef2Gain * (Hill(y[Bdnf], p.Eef2Half, 1) - Hill(1, p.Eef2Half, 1)) + p.Eef2Occupancy * occupancy - y[Eef2]);
        d[Mtor] = p.MtorPerHour * (1 + p.MtorGain * (Hill(y[Bdnf] * y[Eef2], p.MtorHalf, 1) - Hill(1, p.MtorHalf, 1)) - y[Mtor]);
        d[Protein] = p.ConsolidationPerHour * (y[Mtor] - y[Protein]);
        d[Synapses] = p.SynapsePerHour / s.Durability * (1 + p.SynapseGain * (Hill(y[Protein], p.SynapseHalf, 2) - Hill(1, p.SynapseHalf, 2))
            - y[Synapses] * (1 + p.SynapseInflammation * (y[Inflammation] - 1)));
        d[Inflammation] = p.InflammationPerHour * ((1 - p.InflammationFall * c / (p.InflammationHalfMgPerL + c))
            / (1 + p.InflammationSynapse * (y[Synapses] - 1)) - y[Inflammation]);
        d[Severity] = p.SymptomPerHour * (Math.Exp(-s.Sensitivity * Relief(p, y[Protein], y[Synapses], y[Inflammation])) / (1 + learned) - y[Severity]);
    }

    private static double Relief(ClinicalParameters p, double protein, double synapses, double inflammation) =>
        p.EarlyRelief * (protein - 1) + p.SeveritySynapse * Math.Log(synapses) - p.SeverityInflammation * Math.Log(inflammation);

    private static double Hill(double x, double half, double exponent)
    {
        var power = Math.Pow(x, exponent);
        return power / (power + Math.Pow(half, exponent));
    }
}

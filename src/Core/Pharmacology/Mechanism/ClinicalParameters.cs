namespace Afterglow.Core.Pharmacology.Mechanism;

/// <summary>
/// The numbers of the clinical chain. Rates in 1/h, concentrations in mg/L of S-ketamine or what counts like it, states
/// relative to their drug-free rest of 1. Where each comes from stands in the science document.
/// </summary>
public sealed record ClinicalParameters
{
    public double EffectSitePerHour { get; init; } = 13.9;

    /// <summary>How much R-ketamine counts at the receptor against S: the ratio of their affinities.</summary>
    public double ArketamineShare { get; init; } = 0.3 / 1.4;

    public double SNorketamineShare { get; init; } = 0.3 / 1.7;

    public double RNorketamineShare { get; init; } = 0.3 / 13;

    /// <summary>S-ketamine at which half of the receptors on interneurons are blocked.</summary>
    public double Ic50MgPerL { get; init; } = 0.0713;

    public double GabaFall { get; init; } = 0.75;

    public double GabaPerHour { get; init; } = 20;

    public double GlutamateGain { get; init; } = 1.1;

    public double GlutamatePerHour { get; init; } = 30;

    public double DirectBlockMgPerL { get; init; } = 0.6;

    public double ToleranceGain { get; init; } = 2;

    public double TolerancePerHour { get; init; } = 1.0 / 168;

    public double ResensitisationPerHour { get; init; } = 4;

    public double DesensitisationPerHour { get; init; } = 1.5;

    public double HydroxyPerHour { get; init; } = 0.2;

    public double HydroxyGain { get; init; } = 0.1;

    public double HydroxyHalfMgPerL { get; init; } = 0.05;

    public double AmpaPerHour { get; init; } = 60;

    public double BdnfPerHour { get; init; } = 0.6;

    public double BdnfGain { get; init; } = 4;

    public double BdnfHalf { get; init; } = 1.5;

    public double BdnfHill { get; init; } = 2.5;

    public double Eef2PerHour { get; init; } = 0.8;

    public double Eef2Gain { get; init; } = 1.5;

    public double Eef2Half { get; init; } = 2;

    public double Eef2Occupancy { get; init; } = 0.4;

    public double MtorPerHour { get; init; } = 0.35;

    public double MtorGain { get; init; } = 3;

    public double MtorHalf { get; init; } = 2;

    /// <summary>Turnover of synaptic protein, and so the width of the window of plasticity.</summary>
    public double ConsolidationPerHour { get; init; } = 0.03;

    public double SynapseGain { get; init; } = 6;

    public double SynapseHalf { get; init; } = 1.5;

    public double SynapsePerHour { get; init; } = 1.0 / 480;

    public double SynapseInflammation { get; init; } = 0.3;

    public double InflammationPerHour { get; init; } = 1.0 / 48;

    public double InflammationFall { get; init; } = 0.5;

    public double InflammationHalfMgPerL { get; init; } = 0.05;

    public double InflammationSynapse { get; init; } = 0.5;

    public double SymptomPerHour { get; init; } = 0.5;

    /// <summary>How much plasticity above rest relieves at once, in logarithm of severity.</summary>
    public double EarlyRelief { get; init; } = 1;

    public double SeveritySynapse { get; init; } = 1.5;

    public double SeverityInflammation { get; init; } = 0.6;

    public double TherapyGain { get; init; } = 2;

    public double LearnedLossPerHour { get; init; } = 1.0 / (90 * 24);

    /// <summary>Spread between patients of how strongly symptoms follow the chain: standard deviation of the logarithm.</summary>
    public double SensitivitySpread { get; init; } = 0.6;

    /// <summary>Spread between patients of how fast synapses are lost again.</summary>
    public double DurabilitySpread { get; init; } = 1;

    /// <summary>Spread between patients of the half-blocking concentration.</summary>
    public double AffinitySpread { get; init; } = 0.3;

    /// <summary>The chain with a link taken out: whatever hangs on it alone stays at rest.</summary>
    public ClinicalParameters Without(ChainLink link) => link switch
    {
        ChainLink.Disinhibition => this with { GabaFall = 0 },
        ChainLink.GlutamateBurst => this with { GlutamateGain = 0 },
        ChainLink.SynapticBlockade => this with { Eef2Occupancy = 0 },
        ChainLink.Desensitisation => this with { DesensitisationPerHour = 0 },
        ChainLink.Bdnf => this with { BdnfGain = 0 },
        ChainLink.Eef2 => this with { Eef2Gain = 0, Eef2Occupancy = 0 },
        ChainLink.Mtor => this with { MtorGain = 0 },
        ChainLink.EarlyRelief => this with { EarlyRelief = 0 },
        ChainLink.Synapses => this with { SynapseGain = 0 },
        ChainLink.Hydroxynorketamine => this with { HydroxyGain = 0 },
        ChainLink.Inflammation => this with { InflammationFall = 0, InflammationSynapse = 0 },
        ChainLink.Tolerance => this with { ToleranceGain = 0 },
        _ => this with { TherapyGain = 0 },
    };

    public ClinicalParameters Without(IEnumerable<ChainLink> links) => links.Aggregate(this, (left, link) => left.Without(link));
}

/// <summary>What differs between patients in the clinical chain.</summary>
/// <param name="Sensitivity">How strongly symptoms follow the chain, against the middle patient.</param>
/// <param name="Durability">How slowly synapses are lost, against the middle patient.</param>
/// <param name="Affinity">The half-blocking concentration, against the middle patient's.</param>
public readonly record struct ClinicalSubject(double Sensitivity, double Durability, double Affinity)
{
    public static ClinicalSubject Middle { get; } = new(1, 1, 1);

    /// <summary>A patient of a virtual population: the same seed and number give the same patient on every machine.</summary>
    public static ClinicalSubject Virtual(ClinicalParameters p, ulong seed, int number) => new(
        Math.Exp(p.SensitivitySpread * RandomNumbers.Normal(seed ^ 0xC4A1, (uint)number, 0, 0)),
        Math.Exp(p.DurabilitySpread * RandomNumbers.Normal(seed ^ 0xC4A1, (uint)number, 1, 0)),
        Math.Exp(p.AffinitySpread * RandomNumbers.Normal(seed ^ 0xC4A1, (uint)number, 2, 0)));
}

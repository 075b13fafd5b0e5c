namespace Afterglow.Core.Pharmacology.Mechanism;

/// <summary>
/// What is the same for every subject in the chain from plasma to symptoms. Rates in 1/h, concentrations in mg/L,
/// states relative to their drug-free baseline of 1.
/// </summary>
public sealed record ChainParameters
{
    /// <summary>Equilibration of the effect site.</summary>
    public double EffectSitePerHour { get; init; } = 6;

    /// <summary>How much norketamine counts for at the effect site, against ketamine.</summary>
    public double NorketamineShare { get; init; } = 0.15;

    /// <summary>Hill exponent of NMDA occupancy.</summary>
    public double OccupancyHill { get; init; } = 1.4;

    /// <summary>How far full occupancy lowers GABA tone.</summary>
    public double GabaFall { get; init; } = 0.75;

    public double GabaPerHour { get; init; } = 20;

    public double GlutamatePerHour { get; init; } = 30;

    /// <summary>Glutamate at which uptake is half saturated.</summary>
    public double UptakeHalf { get; init; } = 6;

    /// <summary>Concentration at which direct block halves the burst, mg/L.</summary>
    public double DirectBlockMgPerL { get; init; } = 0.6;

    public double AmpaPerHour { get; init; } = 60;

    public double ResensitisationPerHour { get; init; } = 4;

    public double DesensitisationPerHour { get; init; } = 1.5;

    public double BdnfPerHour { get; init; } = 0.6;

    public double BdnfGain { get; init; } = 4;

    public double BdnfHalf { get; init; } = 1.8;

    public double BdnfHill { get; init; } = 2.5;

    public double Eef2PerHour { get; init; } = 0.8;

    public double Eef2Gain { get; init; } = 1.5;

    /// <summary>What NMDA blockade at rest adds to the eEF2 branch.</summary>
    public double Eef2Occupancy { get; init; } = 0.8;

    public double Eef2Half { get; init; } = 2;

    public double MtorPerHour { get; init; } = 0.35;

    public double MtorGain { get; init; } = 3;

    public double MtorHalf { get; init; } = 2;

    public double ConsolidationPerHour { get; init; } = 0.08;

    public double SynapsePerHour { get; init; } = 1.0 / 240;

    public double SynapseHalf { get; init; } = 1.5;

    public double SynapseInflammation { get; init; } = 0.3;

    public double InflammationPerHour { get; init; } = 1.0 / 48;

    public double InflammationFall { get; init; } = 0.5;

    public double InflammationHalfMgPerL { get; init; } = 0.10;

    public double InflammationSynapse { get; init; } = 0.5;

    /// <summary>Symptom severity without treatment, points.</summary>
    public double SeverityPoints { get; init; } = 32;

    public double SeverityInflammation { get; init; } = 0.6;

    public double SeveritySynapse { get; init; } = 1.8;

    /// <summary>Turnover of what stands for hydroxynorketamine, driven by norketamine. 1/h.</summary>
    public double HydroxyPerHour { get; init; } = 0.2;

    /// <summary>How much it adds to AMPA throughput without any NMDA blockade; 0 switches that path off.</summary>
    public double HydroxyGain { get; init; }

    public double HydroxyHalfMgPerL { get; init; } = 0.05;

    /// <summary>How far occupancy wears down the glutamate burst with repeated doses; 0 switches tolerance off.</summary>
    public double ToleranceGain { get; init; }

    public double TolerancePerHour { get; init; } = 1.0 / 336;

    /// <summary>How fast what was learned in therapy is lost. 1/h.</summary>
    public double LearnedLossPerHour { get; init; } = 1.0 / (90 * 24);

    /// <summary>Share of eliminated ketamine that becomes norketamine, by mass.</summary>
    public double NorketamineYield { get; init; } = 0.8 * 0.941;
}

/// <summary>What differs between subjects. Volumes in L, clearances in L/h, concentrations in mg/L, rates in 1/h.</summary>
public readonly record struct ChainSubject(
    double ClLPerH, double V1L, double QLPerH, double V2L, double ClmLPerH, double Vm1L, double QmLPerH, double Vm2L,
    double Ic50MgPerL, double GlutamateGain, double SynapseGain, double SymptomPerHour, double WeightKg);

/// <summary>A constant-rate infusion. The amount for each kilogram is multiplied by each subject's own weight.</summary>
public readonly record struct ChainInfusion(double StartH, double HoursLong, double MgPerKg);

/// <summary>A psychotherapy session: what it teaches is in proportion to how far plasticity stands above rest at that hour.</summary>
public readonly record struct ChainTherapy(double AtH, double Gain);

/// <summary>The curves of the chain, in the order in which each drives the next.</summary>
public enum ChainCurve
{
    /// <summary>Plasma ketamine, mg/L.</summary>
    Plasma,

    /// <summary>Concentration at the effect site, mg/L.</summary>
    EffectSite,

    /// <summary>Share of NMDA receptors on interneurons that is blocked.</summary>
    Occupancy,
    GabaTone,
    Glutamate,
    AmpaReady,
    AmpaThroughput,
    Bdnf,
    Eef2,
    Mtor,

    /// <summary>Synaptic protein, and with it the window of plasticity.</summary>
    Consolidation,
    Synapses,
    Inflammation,

    /// <summary>Severity, points.</summary>
    Severity,
    Hydroxynorketamine,
    Tolerance,

    /// <summary>What therapy has taught, as far as it is kept.</summary>
    Learned,
}

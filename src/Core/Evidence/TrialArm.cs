using Afterglow.Core.Pharmacology;
using Afterglow.Core.Pharmacology.Mechanism;

namespace Afterglow.Core.Evidence;

/// <summary>What the patients of a trial could know about what they were given.</summary>
public enum Masking
{
    /// <summary>Everybody knows: clinics, open studies.</summary>
    Open,

    /// <summary>Against saline by vein: ketamine is felt, saline is not.</summary>
    Saline,

    /// <summary>Against midazolam: something is felt in both arms, not the same thing.</summary>
    Midazolam,

    /// <summary>Against a placebo spray, tablet or injection by the same route, often made bitter.</summary>
    SameRoutePlacebo,

    /// <summary>Given under anaesthesia: nobody feels anything.</summary>
    Anaesthesia,
}

/// <summary>What else happens to the patients of both arms.</summary>
public enum CareBeside
{
    /// <summary>Treatment that has not helped is left as it is, or there is none.</summary>
    Unchanged,

    /// <summary>A new antidepressant is begun, with weekly visits.</summary>
    NewAntidepressant,

    /// <summary>Admission in a crisis, with full care: it works within days.</summary>
    CrisisAdmission,
}

/// <summary>One arm of a trial as the model needs it: what is given when, who knows it, how it is measured.</summary>
/// <param name="Treatment">Drug, dose, route, body and times; null in an arm without ketamine.</param>
/// <param name="SessionsH">When a session is held, in an arm without ketamine too, h.</param>
/// <param name="Therapy">Psychotherapy sessions.</param>
public sealed record TrialArm(
    SimulationRequest? Treatment, IReadOnlyList<double> SessionsH, Masking Masking, CareBeside Care, Scale Scale, double Baseline,
    IReadOnlyList<ChainTherapy>? Therapy = null)
{
    public bool Active => Treatment is not null;

    /// <summary>The same trial's arm without the drug.</summary>
    public TrialArm Control => this with { Treatment = null };
}

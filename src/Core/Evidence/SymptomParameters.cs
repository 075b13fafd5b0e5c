namespace Afterglow.Core.Evidence;

/// <summary>
/// What moves symptoms in a trial besides the drug. Effects are logarithms of severity, so that they multiply:
/// nobody can improve by more than everything.
/// </summary>
public sealed record SymptomParameters
{
    /// <summary>What full belief in having had a strong treatment does within hours.</summary>
    public double Expectancy { get; init; } = 0.35;

    /// <summary>How long that takes to come, h.</summary>
    public double ExpectancyOnsetH { get; init; } = 1;

    /// <summary>How fast it wears off after the last session. 1/h.</summary>
    public double ExpectancyLossPerHour { get; init; } = 1.0 / (30 * 24);

    /// <summary>What new treatment beside ketamine does in the end.</summary>
    public double Care { get; init; } = 0.4;

    /// <summary>A new antidepressant works with this time constant, h.</summary>
    public double AntidepressantH { get; init; } = 14 * 24;

    /// <summary>Admission in a crisis works with this one, h.</summary>
    public double AdmissionH { get; init; } = 72;

    /// <summary>Spread of both between patients, standard deviation of the logarithm.</summary>
    public double Spread { get; init; } = 0.9;

    /// <summary>How far patients go their own ways, better or worse, whatever is done: standard deviation of the logarithm of severity.</summary>
    public double OwnCourse { get; init; } = 0.4;

    /// <summary>How long that takes to come about, h.</summary>
    public double OwnCourseH { get; init; } = 48;

    /// <summary>Correlation of two scores of an untreated patient some days apart.</summary>
    public double Reliability { get; init; } = 0.75;

    /// <summary>Mean severity of those from whom the trial selects, against those it takes.</summary>
    public double CandidatesAgainstEntered { get; init; } = 0.85;

    /// <summary>Ups and downs and error of measurement, as a share of the baseline: standard deviation.</summary>
    public double Fluctuation { get; init; } = 0.18;

    /// <summary>Spread of baselines in a trial, as a share of their mean.</summary>
    public double BaselineSpread { get; init; } = 0.16;

    /// <summary>Relapse that comes whatever the drug does. 1/h.</summary>
    public double RelapsePerHour { get; init; } = -Math.Log(1 - 0.646) / (365.0 * 24);

    /// <summary>How far the drug's own part spreads between trials beyond chance, as a share of the baseline.</summary>
    public double BetweenTrials { get; init; } = 0.08;

    /// <summary>S-ketamine, or what counts like it, at which the drug is half felt, mg/L.</summary>
    public double FeltMgPerL { get; init; } = 0.071;

    /// <summary>
    /// How strongly the patients of an arm believe that they have had the drug, 0 not at all, 1 surely. What is hardly
    /// felt gives little away: below 0.5 mg/kg over 40 min the belief falls back towards that of the control.
    /// </summary>
    /// <param name="peakMgPerL">The highest concentration at the effect site.</param>
    public double BeliefOf(Masking masking, double peakMgPerL)
    {
        const double usualPeak = 0.098;
        var felt = peakMgPerL / (peakMgPerL + FeltMgPerL) / (usualPeak / (usualPeak + FeltMgPerL));
        var (active, control) = (Belief(masking, true), Belief(masking, false));
        return masking == Masking.Open ? active : control + (active - control) * Math.Min(1, felt);
    }

    /// <summary>Belief where ketamine is fully felt, and in the arm without it.</summary>
    public static double Belief(Masking masking, bool active) => (masking, active) switch
    {
        (Masking.Open, true) => 1,
        (Masking.Open, false) => 0,
        (Masking.Saline, true) => 0.9,
        (Masking.Saline, false) => 0.15,
        (Masking.Midazolam, true) => 0.75,
        (Masking.Midazolam, false) => 0.4,
        (Masking.SameRoutePlacebo, true) => 0.75,
        (Masking.SameRoutePlacebo, false) => 0.5,
        _ => 0.5,
    };
}

/// <summary>All numbers of the model of a trial.</summary>
public sealed record TrialParameters(Pharmacology.Mechanism.ClinicalParameters Chain, SymptomParameters Symptoms);

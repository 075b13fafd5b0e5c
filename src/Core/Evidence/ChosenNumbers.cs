namespace Afterglow.Core.Evidence;

/// <summary>A number of the model that is not fitted, with where it comes from.</summary>
public sealed record ChosenNumber(string What, string Unit, Source Source, Func<TrialParameters, double> Value);

/// <summary>Everything in the model that is not fitted. Most of it is a choice, and says so.</summary>
public static class ChosenNumbers
{
    private static readonly Source Ebert = new("Ebert 1997 Eur J Pharmacol 333:99-104: Ki 0.3 (S), 1.4 (R), 1.7 (S-norketamine), 13 µM (R-norketamine); Salat 2015 found 0.119 µM for the racemate", Confidence.Verified);

    private static readonly Source Li = new("after Li 2010 Science 329:959-964, rat: mTOR signalling for two hours, proteins and spines for days", Confidence.RecalledSure);

    private static readonly Source Milak = new("size and time of the burst after Milak 2016 Mol Psychiatry 21:320-327: +38 % at 26 min; Taylor 2012 and others saw none", Confidence.Verified);

    private static Source Why(string why) => Source.Assumed(why);

    /// <summary>What psychotherapy does in the window of plasticity.</summary>
    public static ChosenNumber Therapy { get; } =
        new("what one therapy session teaches, for each unit of plasticity", "1", Why("chosen; Wilkinson 2021 found d 0.65 and could not tell it from 0"), p => p.Chain.TherapyGain);

    public static IReadOnlyList<ChosenNumber> All { get; } =
    [
        new("equilibration of the effect site", "1/h", Why("half-time of 3 min, within the 0.5 to 4 min that are quoted"), p => p.Chain.EffectSitePerHour),
        new("R-ketamine against S at the receptor", "1", Ebert, p => p.Chain.ArketamineShare),
        new("S-norketamine against S-ketamine", "1", Ebert, p => p.Chain.SNorketamineShare),
        new("R-norketamine against S-ketamine", "1", Ebert, p => p.Chain.RNorketamineShare),
        new("S-ketamine at half of the blockade", "mg/L", Ebert with { Citation = Ebert.Citation + "; plasma taken for brain" }, p => p.Chain.Ic50MgPerL),
        new("fall of GABA tone at full blockade", "1", Why("interneurons were never recorded in patients; Milak 2016 saw GABA rise by 38 %"), p => p.Chain.GabaFall),
        new("turnover of GABA tone", "1/h", Why("minutes"), p => p.Chain.GabaPerHour),
        new("gain of the glutamate burst", "1", Milak, p => p.Chain.GlutamateGain),
        new("turnover of glutamate", "1/h", Milak, p => p.Chain.GlutamatePerHour),
        new("concentration at which direct block halves the burst", "mg/L", Why("so that anaesthesia does not burst"), p => p.Chain.DirectBlockMgPerL),
        new("gain of tolerance", "1", Why("a course of six weakens the burst by about a twentieth; tolerance of the benefit was not measured"), p => p.Chain.ToleranceGain),
        new("loss of tolerance", "1/h", Why("a week"), p => p.Chain.TolerancePerHour),
        new("recovery of AMPA receptors", "1/h", Why("a quarter of an hour"), p => p.Chain.ResensitisationPerHour),
        new("their tiring", "1/h", Why("a tenth of them at the height of the burst"), p => p.Chain.DesensitisationPerHour),
        new("turnover of hydroxynorketamine", "1/h", Why("some hours behind norketamine"), p => p.Chain.HydroxyPerHour),
        new("gain of hydroxynorketamine", "1", Why("small: in patients more of it went with less improvement (Grunebaum 2019, r = 0.37)"), p => p.Chain.HydroxyGain),
        new("hydroxynorketamine at half of that", "mg/L", Why("about its level after 0.5 mg/kg"), p => p.Chain.HydroxyHalfMgPerL),
        new("turnover of AMPA throughput", "1/h", Why("a minute"), p => p.Chain.AmpaPerHour),
        new("turnover of BDNF and TrkB", "1/h", new("after Haile 2014 Int J Neuropsychopharmacol 17:331-336: plasma BDNF up at 240 min; Machado-Vieira 2009 saw none", Confidence.Verified), p => p.Chain.BdnfPerHour),
        new("gain of BDNF release", "1", Why("with its half fitted, one of the two is free"), p => p.Chain.BdnfGain),
        new("steepness of BDNF release", "1", Why("between a proportional answer and a switch"), p => p.Chain.BdnfHill),
        new("turnover of eEF2", "1/h", Why("an hour"), p => p.Chain.Eef2PerHour),
        new("gain of BDNF on eEF2", "1", Why("chosen"), p => p.Chain.Eef2Gain),
        new("BDNF at half of that", "1", Why("chosen"), p => p.Chain.Eef2Half),
        new("gain of blockade at rest on eEF2", "1", Why("weaker than BDNF; seen in mice only"), p => p.Chain.Eef2Occupancy),
        new("turnover of mTORC1", "1/h", Li, p => p.Chain.MtorPerHour),
        new("gain of mTORC1", "1", Why("chosen"), p => p.Chain.MtorGain),
        new("drive at half of that", "1", Why("chosen"), p => p.Chain.MtorHalf),
        new("gain of synaptic growth", "1", Why("with its weight on symptoms fitted, one of the two is free"), p => p.Chain.SynapseGain),
        new("protein at half of that", "1", Why("chosen"), p => p.Chain.SynapseHalf),
        new("what inflammation costs synapses", "1", Why("chosen"), p => p.Chain.SynapseInflammation),
        new("turnover of inflammation", "1/h", Why("two days; cytokines were down on days 13 and 26 of a course (Zhan 2020), up in another study (Park 2017)"), p => p.Chain.InflammationPerHour),
        new("most that inflammation falls", "1", Why("chosen; IL-6 went either way"), p => p.Chain.InflammationFall),
        new("concentration at half of that", "mg/L", Why("chosen"), p => p.Chain.InflammationHalfMgPerL),
        new("what synapses save of inflammation", "1", Why("chosen"), p => p.Chain.InflammationSynapse),
        new("how fast symptoms follow", "1/h", new("after Kishimoto 2016: better from 40 min on; Moda-Sava 2019, mouse: behaviour after 3 to 6 h", Confidence.Verified), p => p.Chain.SymptomPerHour),
        new("weight of inflammation on symptoms", "1", Why("chosen"), p => p.Chain.SeverityInflammation),
        Therapy,
        new("loss of what was learned", "1/h", Why("90 days"), p => p.Chain.LearnedLossPerHour),
        new("spread of sensitivity between patients", "SD of log", Why("chosen"), p => p.Chain.SensitivitySpread),
        new("spread of durability between patients", "SD of log", Why("wide: one of nine held for three months where the mean was 19 days (aan het Rot 2010)"), p => p.Chain.DurabilitySpread),
        new("spread of receptor affinity between patients", "SD of log", Why("chosen"), p => p.Chain.AffinitySpread),
        new("time for expectancy to work", "h", Why("an hour"), p => p.Symptoms.ExpectancyOnsetH),
        new("loss of expectancy", "1/h", Why("a month after the last session"), p => p.Symptoms.ExpectancyLossPerHour),
        new("belief: saline trial, ketamine arm", "0 to 1", Why("ketamine is felt"), _ => SymptomParameters.Belief(Masking.Saline, true)),
        new("belief: saline trial, saline arm", "0 to 1", Why("saline is not"), _ => SymptomParameters.Belief(Masking.Saline, false)),
        new("belief: midazolam trial, ketamine arm", "0 to 1", Why("most guessed right in KARMA-Dep 2"), _ => SymptomParameters.Belief(Masking.Midazolam, true)),
        new("belief: midazolam trial, midazolam arm", "0 to 1", Why("midazolam is felt too"), _ => SymptomParameters.Belief(Masking.Midazolam, false)),
        new("belief: placebo by the same route, drug arm", "0 to 1", Why("as against midazolam"), _ => SymptomParameters.Belief(Masking.SameRoutePlacebo, true)),
        new("belief: placebo by the same route, placebo arm", "0 to 1", Why("bittered sprays"), _ => SymptomParameters.Belief(Masking.SameRoutePlacebo, false)),
        new("belief: under anaesthesia, either arm", "0 to 1", new("Lii 2023: 36.8 % guessed right", Confidence.Verified), _ => SymptomParameters.Belief(Masking.Anaesthesia, true)),
        new("S-ketamine at which the drug is half felt", "mg/L", new("Simons 2022 Front Pain Res 3:946487: 0.3 nmol/mL for feeling high", Confidence.Verified), p => p.Symptoms.FeltMgPerL),
        new("time constant of a new antidepressant", "h", Why("two weeks; STAR*D's mean time to response was 5.7 weeks"), p => p.Symptoms.AntidepressantH),
        new("time constant of admission in a crisis", "h", Why("three days; chosen with ASPIRE I in sight"), p => p.Symptoms.AdmissionH),
        new("spread of expectancy and care between patients", "SD of log", Why("chosen"), p => p.Symptoms.Spread),
        new("time for patients to go their own ways", "h", Why("two days"), p => p.Symptoms.OwnCourseH),
        new("correlation of two untreated scores", "1", Why("usual for clinicians' scales over days"), p => p.Symptoms.Reliability),
        new("severity of those selected from, against those taken", "1", Why("trials take the worse"), p => p.Symptoms.CandidatesAgainstEntered),
        new("fluctuation and error of a score, share of baseline", "1", Why("six points of MADRS"), p => p.Symptoms.Fluctuation),
        new("spread of baselines, share of their mean", "1", Why("five points of MADRS"), p => p.Symptoms.BaselineSpread),
        new("relapse that comes whatever the drug does", "1/h", new("STAR*D step 3: 64.6 % within a year (Rush 2006)", Confidence.RecalledSure), p => p.Symptoms.RelapsePerHour),
        new("spread between trials beyond chance, share of baseline", "1", Why("so that the fitted figures lie where they are expected about nineteen times in twenty"), p => p.Symptoms.BetweenTrials),
    ];
}

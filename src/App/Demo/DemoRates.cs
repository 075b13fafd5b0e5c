using Afterglow.Core;
using Afterglow.Core.Plans;

namespace Afterglow.App.Demo;

/// <summary>Every figure the made-up clinic is steered by, each beside where it comes from and how sure that is.</summary>
public static class DemoRates
{
    private static readonly Source McInnes = new(
        "McInnes 2022, J Affect Disord 301:486-495: 537 analysable patients of 178 community clinics, PHQ-9 14-31 days after", Confidence.Verified);

    private static readonly Source Yale = new(
        "Gen Hosp Psychiatry 2024, doi 10.1016/j.genhosppsych.2024.07.001: 2342 infusions in 138 patients", Confidence.Verified);

    private static readonly Source Sustain2 = new(
        "Wajs 2020 (SUSTAIN-2), J Clin Psychiatry 81:19m12891: esketamine up to a year, n = 802", Confidence.RecalledSure);

    private static readonly Source Transform2 = new(
        "Popova 2019 (TRANSFORM-2), Am J Psychiatry 176:428-438: esketamine for four weeks, n = 114", Confidence.RecalledSure);

    // How well it works

    /// <summary>PHQ-9 at most half of its start, in the window after the series.</summary>
    public static Sourced<double> Response { get; } = new(0.536, McInnes);

    /// <summary>PHQ-9 below 5 in the same window.</summary>
    public static Sourced<double> Remission { get; } = new(0.289, McInnes);

    /// <summary>PHQ-9 above its start in the same window.</summary>
    public static Sourced<double> Worse { get; } = new(0.084, McInnes);

    /// <summary>Mean change over the pooled deviation of both times (Cohen's d; the abstract does not say which).</summary>
    public static Sourced<double> EffectSize { get; } = new(1.5, McInnes);

    /// <summary>Response a day after the first session.</summary>
    public static Sourced<double> ResponseNextDay { get; } = new(0.522, new(
        "Han 2016, Neuropsychiatr Dis Treat 12:2859-2867: nine trials, 24 h", Confidence.Verified));

    /// <summary>Of those who respond in the end, the share that did the day after the first session.</summary>
    public static Sourced<double> EarlyAmongResponders { get; } = new(0.78, Source.Assumed(
        "Chosen with the next figure so that Han 2016's response at 24 h comes out; Murrough 2013 (Biol Psychiatry 74:250-256) found that response at 4 h foretold response at the end in 94 %."));

    /// <summary>Of those who do not respond in the end, the share that did the day after the first session.</summary>
    public static Sourced<double> EarlyAmongOthers { get; } = new(0.22, Source.Assumed(
        "See the figure above; Murrough 2013 gives a specificity of 71 %."));

    /// <summary>Responders without maintenance who still respond four weeks after the series.</summary>
    public static Sourced<double> HeldFourWeeks { get; } = new(0.80, McInnes);

    /// <summary>Responders without maintenance who still respond eight weeks after the series.</summary>
    public static Sourced<double> HeldEightWeeks { get; } = new(0.60, McInnes);

    /// <summary>Responders without maintenance who still respond after half a year.</summary>
    public static Sourced<double> HeldHalfAYear { get; } = new(0.40, Source.Assumed(
        "Carries McInnes's curve on; ELEKT-D (Anand 2023, N Engl J Med 388:2315-2325) lost only 34.5 % in six months."));

    /// <summary>Responders who come back for single sessions before anything fades.</summary>
    public static Sourced<double> Maintained { get; } = new(0.35, Source.Assumed("Clinics differ; a third makes both curves visible."));

    /// <summary>Of the maintained, the share that still responds after half a year.</summary>
    public static Sourced<double> HeldHalfAYearMaintained { get; } = new(0.75, Source.Assumed("Better than without, by how much is not known for racemic ketamine."));

    /// <summary>GAD-7, mean change in per cent over the series.</summary>
    public static Sourced<double> AnxietyChange { get; } = new(-0.30, new(
        "Oliver 2022, J Clin Psychiatry 83:21m14336: 424 patients of one clinic", Confidence.RecalledSure));

    public static Sourced<(double Mean, double Deviation)> DepressionAtStart { get; } = new((18.2, 4.2), Source.Assumed(
        "PHQ-9 of people who come for treatment-resistant depression: moderately severe to severe."));

    public static Sourced<(double Mean, double Deviation)> AnxietyAtStart { get; } = new((13.5, 4.0), Source.Assumed(
        "GAD-7: most who come with depression are anxious too."));

    // Suicidal thoughts

    /// <summary>People with suicidal thoughts at the start.</summary>
    public static Sourced<double> SuicidalThoughts { get; } = new(0.45, Source.Assumed("About half of people with treatment-resistant depression."));

    /// <summary>Of these, the share that has fewer after the series.</summary>
    public static Sourced<double> FewerSuicidalThoughts { get; } = new(0.73, McInnes);

    /// <summary>The share of all that has more after the series.</summary>
    public static Sourced<double> MoreSuicidalThoughts { get; } = new(0.06, McInnes);

    // Staying in

    /// <summary>The share that finishes the series.</summary>
    public static Sourced<double> Finished { get; } = new(0.88, new(
        "Oughli 2023, Am J Geriatr Psychiatry 31:210-221: 88 % completed; SUSTAIN-2 74.5 %", Confidence.Verified));

    /// <summary>The share that stops because of a side effect.</summary>
    public static Sourced<double> LeftForSideEffects { get; } = new(0.07, Transform2 with { Confidence = Confidence.Verified });

    /// <summary>A score that nobody filled in during the series.</summary>
    public static Sourced<double> MissingInSeries { get; } = new(0.08, Source.Assumed("Asked in the waiting room: few are missed."));

    /// <summary>A score missing in the window after the series.</summary>
    public static Sourced<double> MissingAfterSeries { get; } = new(0.12, Source.Assumed(
        "Kept low so that the demonstration has something to show; McInnes 2022 could analyse 537 of 9016."));

    /// <summary>The share of weekly scores missing half a year on; it rises in a straight line to this.</summary>
    public static Sourced<double> MissingLater { get; } = new(0.50, Source.Assumed("As above."));

    // Blood pressure

    public static Sourced<(double Mean, double Deviation)> SystolicRise { get; } = new((16.0, 11.2), Yale);

    public static Sourced<(double Mean, double Deviation)> DiastolicRise { get; } = new((11.0, 8.45), Yale);

    /// <summary>Minutes after the start at which the rise is greatest.</summary>
    public static Sourced<double> RiseIsGreatestAt { get; } = new(40, Yale);

    /// <summary>Sessions with severe hypertension.</summary>
    public static Sourced<double> SevereHypertension { get; } = new(0.0098, Yale);

    public static Sourced<double> HeartRateRise { get; } = new(4.09, new(
        "Vankawala 2021, Front Psychiatry 12:549080: meta-analysis", Confidence.RecalledSure));

    /// <summary>How fast the rise goes once the infusion is over: half of it in so many minutes.</summary>
    public static Sourced<double> RiseHalvesIn { get; } = new(16, Source.Assumed("Back near the start by the end of observation, as the discharge rule asks."));

    // Side effects, each as the share of patients who ever had it in their treatment

    public static Sourced<double> Dizziness { get; } = new(0.329, Sustain2);

    public static Sourced<double> DissociationReported { get; } = new(0.276, Sustain2);

    public static Sourced<double> Nausea { get; } = new(0.251, Sustain2);

    public static Sourced<double> Headache { get; } = new(0.249, Sustain2);

    /// <summary>Of those who report dissociation, the share it frightens.</summary>
    public static Sourced<double> DissociationFrightens { get; } = new(0.30, Source.Assumed("Anxiety is the commonest psychiatric side effect (Short 2018, Lancet Psychiatry 5:65-78); no rate was read."));

    /// <summary>Of those who are nauseous, the share that vomits.</summary>
    public static Sourced<double> NauseaWithVomiting { get; } = new(0.20, Source.Assumed("No rate was read."));

    public static Sourced<double> BlurredVision { get; } = new(0.08, Source.Assumed("Named among the commonest by Short 2018 (Lancet Psychiatry 5:65-78); no rate was read."));

    /// <summary>Infusions broken off because of a side effect.</summary>
    public static Sourced<double> BrokenOff { get; } = new(0.0195, new(
        "Wan 2015, J Clin Psychiatry 76:247-252: 205 infusions", Confidence.RecalledSure));

    /// <summary>Patients who are ever drowsy: MOAA/S of 4 or less.</summary>
    public static Sourced<double> Drowsy { get; } = new(0.545, new("Spravato US prescribing information, 5.1: 48 to 61 %", Confidence.Verified));

    /// <summary>Patients who ever dissociate by the label's measure (CADSS above 4).</summary>
    public static Sourced<double> Dissociates { get; } = new(0.68, new("Spravato US prescribing information, 5.2: 61 to 75 %", Confidence.Verified));

    /// <summary>Dissociation of a later session as a share of the one before.</summary>
    public static Sourced<double> DissociationNextTime { get; } = new(0.95, new(
        "Glue 2018, J Psychopharmacol 32:663-667: CADSS from 20 to 8.8 in 14 weeks of one or two sessions", Confidence.Verified));

    // What goes otherwise than planned, in shares of visits

    public static Sourced<double> NotTreatedToday { get; } = new(0.03, Source.Assumed("Pressure, risk, food, no escort: enough to be seen in the list."));

    public static Sourced<double> GateOverridden { get; } = new(0.025, Source.Assumed("Rare, and always with a reason."));

    public static Sourced<double> Paused { get; } = new(0.025, Source.Assumed("Besides the pauses for pressure."));

    public static Sourced<double> Slowed { get; } = new(0.03, Source.Assumed("The pump is turned down where dissociation frightens."));

    public static Sourced<double> Corrected { get; } = new(0.07, Source.Assumed("One visit in fourteen holds a corrected entry."));

    public static Sourced<double> WrittenLate { get; } = new(0.10, Source.Assumed("One visit in ten holds an entry written down long after."));

    public static Sourced<double> Struck { get; } = new(0.02, Source.Assumed("An entry on the wrong chart."));

    public static Sourced<double> AddedAfterSigning { get; } = new(0.02, Source.Assumed("Somebody calls the next day."));
}

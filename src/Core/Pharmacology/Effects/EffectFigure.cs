using Afterglow.Core.Units;

namespace Afterglow.Core.Pharmacology.Effects;

/// <summary>What a published figure is.</summary>
public enum FigureOf
{
    /// <summary>The mean of the effect, in its own unit.</summary>
    Mean,

    /// <summary>The share of people above a level.</summary>
    ShareAbove,

    /// <summary>Minutes from the start to the highest point.</summary>
    MinutesToPeak,

    /// <summary>The share of people who cannot be woken.</summary>
    ShareUnconscious,
}

/// <summary>A published figure, what the model gives for the same dose, and whether the model was fitted to it.</summary>
/// <param name="Doses">The dose as given, to a body of 70 kg; none where a level was held.</param>
/// <param name="AtH">When, h; null for the highest point.</param>
/// <param name="Range">What was published about its spread or its limits.</param>
/// <param name="Fitted">True when a parameter was fitted to it.</param>
public sealed record EffectFigure(
    string Study, SessionEffect Effect, Compound Compound, IReadOnlyList<GivenDose> Doses, double? AtH, double Observed, bool Fitted, Source Source)
{
    public FigureOf Kind { get; init; }

    public (double Low, double High)? Range { get; init; }

    /// <summary>For a share of people: above this.</summary>
    public double Above { get; init; }

    /// <summary>S-ketamine held steady at this, ng/mL, instead of a dose.</summary>
    public double? HeldNgPerMl { get; init; }

    /// <summary>What the reader should know besides.</summary>
    public string? Remark { get; init; }

    /// <summary>What was seen, in words.</summary>
    public string What => Kind switch
    {
        FigureOf.ShareAbove when Effect == SessionEffect.Sedation => "share drowsy (MOAA/S 4 or less)",
        FigureOf.ShareAbove => System.FormattableString.Invariant($"share above {Above:0} {SessionEffects.UnitOf(Effect)}"),
        FigureOf.MinutesToPeak => "minutes to the highest point",
        FigureOf.ShareUnconscious => "share unconscious (MOAA/S 0)",
        _ => $"mean, {SessionEffects.UnitOf(Effect)}",
    };
}

/// <summary>Something published about effects that no curve here holds.</summary>
public sealed record EffectRemark(string Says, Source Source);

/// <summary>The published figures about what is felt and seen in a session: those the model was fitted to and those it was not.</summary>
public static class EffectFigures
{
    private static Source Read(string citation) => new(citation, Confidence.Verified);

    internal static readonly Source Yale = Read("Yale 2024 Gen Hosp Psychiatry (PMID 38991311), 2342 infusions, pressure every 10 min");
    private static readonly Source RivaPosse = Read("Riva-Posse 2018 J Affect Disord 236:291-297, 684 infusions");
    private static readonly Source Vankawala = new("Vankawala 2021 Front Psychiatry 12:549080, 15 articles", Confidence.RecalledSure);
    private static readonly Source Wan = new("Wan 2015 J Clin Psychiatry 76:247-252, 205 infusions", Confidence.RecalledSure);
    private static readonly Source Glue = Read("Glue 2018 J Psychopharmacol 32:663-667");
    private static readonly Source Langsjo = Source.Assumed(
        "Langsjö 2005 Anesthesiology 103:258-268, 8 people at 1959 ng/mL: mean pressure at most +27 %, heart rate +43.5 % (read); taken from 120/75 mmHg and 65 a minute, which is assumed");
    private static readonly Source Label = Read("Spravato US prescribing information 2019, 5.1 and 5.2");
    private static readonly Source LabelPressure = new("Spravato US prescribing information 2023, 5.6", Confidence.RecalledSure);

    public static IReadOnlyList<EffectFigure> All { get; } =
    [
        new("Yale 2024", SessionEffect.Systolic, Compound.RacemicKetamine, Infusion(35), 2.0 / 3, 16.0, true, Yale) { Range = (4.8, 27.2), Remark = "range: one SD either way" },
        new("Wan 2015", SessionEffect.Systolic, Compound.RacemicKetamine, Infusion(35), null, 19.6, true, Wan),
        new("Vankawala 2021", SessionEffect.Systolic, Compound.RacemicKetamine, Infusion(35), null, 12.61, true, Vankawala) { Range = (10.4, 14.82) },
        new("Langsjö 2005", SessionEffect.Systolic, Compound.Esketamine, [], null, 32.4, true, Langsjo) { HeldNgPerMl = 1959, Remark = "anaesthesia: where the rise ends" },
        new("Riva-Posse 2018", SessionEffect.Systolic, Compound.RacemicKetamine, Infusion(35), 0.5, 3.28, false, RivaPosse) { Remark = "contradicts: a screened clinic, the mean at 30 min and not the peak" },
        new("Glue 2018", SessionEffect.Systolic, Compound.RacemicKetamine, UnderSkin(70), 0.5, 10, false, Glue) { Remark = "1 mg/kg under the skin, 20 people; less than its level would give" },
        new("Spravato label", SessionEffect.Systolic, Compound.Esketamine, Sprays(3), null, 40, false, Read("Spravato dosing guide: pressure about 40 min after the dose")) { Kind = FigureOf.MinutesToPeak },
        new("Spravato label", SessionEffect.Systolic, Compound.Esketamine, Sprays(3), null, 0.125, false, LabelPressure)
            { Kind = FigureOf.ShareAbove, Above = 40, Range = (0.08, 0.17), Remark = "published for 40 systolic or 25 diastolic together; placebo 1 to 3 %" },
        new("Yale 2024", SessionEffect.Diastolic, Compound.RacemicKetamine, Infusion(35), 2.0 / 3, 11.0, true, Yale) { Range = (2.55, 19.45), Remark = "range: one SD either way" },
        new("Wan 2015", SessionEffect.Diastolic, Compound.RacemicKetamine, Infusion(35), null, 13.4, true, Wan),
        new("Vankawala 2021", SessionEffect.Diastolic, Compound.RacemicKetamine, Infusion(35), null, 8.49, true, Vankawala) { Range = (6.89, 10.09) },
        new("Langsjö 2005", SessionEffect.Diastolic, Compound.Esketamine, [], null, 20.25, true, Langsjo) { HeldNgPerMl = 1959, Remark = "anaesthesia: where the rise ends" },
        new("Riva-Posse 2018", SessionEffect.Diastolic, Compound.RacemicKetamine, Infusion(35), 0.5, 3.17, false, RivaPosse) { Remark = "contradicts: a screened clinic, the mean at 30 min and not the peak" },
        new("Glue 2018", SessionEffect.Diastolic, Compound.RacemicKetamine, UnderSkin(70), 0.5, 10, false, Glue) { Remark = "1 mg/kg under the skin" },
        new("Spravato label", SessionEffect.Diastolic, Compound.Esketamine, Sprays(3), null, 0.125, false, LabelPressure)
            { Kind = FigureOf.ShareAbove, Above = 25, Range = (0.08, 0.17), Remark = "published for 40 systolic or 25 diastolic together; placebo 1 to 3 %" },
        new("Vankawala 2021", SessionEffect.HeartRate, Compound.RacemicKetamine, Infusion(35), null, 4.09, true, Vankawala) { Range = (0.55, 7.63) },
        new("Langsjö 2005", SessionEffect.HeartRate, Compound.Esketamine, [], null, 28.3, true, Langsjo) { HeldNgPerMl = 1959, Remark = "anaesthesia: where the rise ends" },
        new("Glue 2018", SessionEffect.Dissociation, Compound.RacemicKetamine, UnderSkin(70), null, 20, true, Glue) { Remark = "week 1; 8.8 by week 14" },
        new("Spravato label", SessionEffect.Dissociation, Compound.Esketamine, Sprays(3), null, 0.68, true, Label)
            { Kind = FigureOf.ShareAbove, Above = 4, Range = (0.61, 0.75), Remark = "the middle of its range, over 56 and 84 mg; 84 % in the studies of acute suicidal ideation" },
        new("Spravato label", SessionEffect.Dissociation, Compound.Esketamine, Sprays(2), null, 0.68, false, Label) { Kind = FigureOf.ShareAbove, Above = 4, Range = (0.61, 0.75) },
        new("Abdallah 2022", SessionEffect.Dissociation, Compound.RacemicKetamine, Infusion(35), 2, 0, false, Read("Abdallah 2022 Neuropsychopharmacology 47:1574-1581: back to baseline within 2 h")),
        new("Spravato label", SessionEffect.Sedation, Compound.Esketamine, Sprays(3), null, 0.545, true, Label)
            { Kind = FigureOf.ShareAbove, Range = (0.48, 0.61), Remark = "the middle of its range, over 56 and 84 mg" },
        new("Spravato label", SessionEffect.Sedation, Compound.Esketamine, Sprays(3), null, 0.0035, true, Label) { Kind = FigureOf.ShareUnconscious, Range = (0.003, 0.004) },
        new("Spravato label", SessionEffect.Sedation, Compound.Esketamine, Sprays(2), null, 0.545, false, Label) { Kind = FigureOf.ShareAbove, Range = (0.48, 0.61) },
    ];

    /// <summary>What is known and stands in no curve.</summary>
    public static IReadOnlyList<EffectRemark> Remarks { get; } =
    [
        new("The odds of a surge of systolic pressure grow 1.04 times with each year of age (1.02 to 1.05). What counts as a surge is not given here, so the mean rise is not made to depend on age.", Yale),
        new("Severe hypertension came in 0.98 % of sessions and in 12.5 % of patients, 43 % of it in the first three infusions.", Yale),
        new("36 % of the patients had hypertension, no infusion was stopped for vital signs, and the rise did not grow weaker from the first infusion to the sixth. No source gives the rise in people with hypertension as a number.", RivaPosse),
        new("Pressure above 180/100 or heart rate above 110 in 29.8 % of patients.", Wan),
        new("S-ketamine raised cardiac output with the dose, R-ketamine did not, and norketamine held it down: effects here are driven by S-ketamine alone, and norketamine's part is left out.", Read("Kamp 2021 Br J Anaesth 127:23-31")),
        new("Cardiac output rose by 40 to 50 % at 320 ng/mL of S-ketamine.", Read("Sigtermans 2009 Anesthesiology 111:892-903")),
        new("Dissociation at 40 min went with less depression at 230 min (r = −0.35) and on day 7 (r = −0.41) in 108 people; TRANSFORM-1 and -2 (576 people) found nothing of it (p = 0.7). It is neither a target nor a predictor.", Read("Luckenbaugh 2014 J Affect Disord 159:56-61, and against it TRANSFORM-1/2")),
        new("No effect on depression can be read from a plasma level: ketamine and norketamine showed no relation, and more (2R,6R)-hydroxynorketamine went with less improvement (r = 0.37).", Read("Grunebaum 2019 J Psychopharmacol (PMC6746183)")),
        new("The half-time to the effect site is not agreed: 0.5 to 4 min are quoted, about 11 s in children. For an infusion of 40 min it hardly matters; after a bolus it does.", new("various; Herd 2008", Confidence.RecalledUnsure)),
    ];

    private static IReadOnlyList<GivenDose> Infusion(decimal mg) => [new(Mass.FromMilligrams(mg), GivenBy.Vein, 0, 2.0 / 3)];

    private static IReadOnlyList<GivenDose> UnderSkin(decimal mg) => [new(Mass.FromMilligrams(mg), GivenBy.UnderSkin, 0)];

    private static IReadOnlyList<GivenDose> Sprays(int devices) =>
        [.. Enumerable.Range(0, devices).Select(device => new GivenDose(Mass.FromMilligrams(28), GivenBy.Nose, device / 12.0, 0, device))];
}

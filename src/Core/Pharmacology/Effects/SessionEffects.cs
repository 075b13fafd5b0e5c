using Afterglow.Core.Pharmacology.Disposition;

namespace Afterglow.Core.Pharmacology.Effects;

/// <summary>What can be felt or seen during a session.</summary>
public enum SessionEffect
{
    /// <summary>Rise of systolic pressure, mmHg.</summary>
    Systolic,

    /// <summary>Rise of diastolic pressure, mmHg.</summary>
    Diastolic,

    /// <summary>Rise of heart rate, beats a minute.</summary>
    HeartRate,

    /// <summary>CADSS, points. Never a target: how strong dissociation is does not say whether the treatment works.</summary>
    Dissociation,

    /// <summary>Chance of MOAA/S 4 or less, between 0 and 1.</summary>
    Sedation,
}

/// <summary>A published figure, what the model gives for the same dose, and whether the model was fitted to it.</summary>
/// <param name="Doses">The dose as given, to a body of 70 kg.</param>
/// <param name="AtH">When, h; null for the highest point.</param>
public sealed record EffectFigure(
    string Study, SessionEffect Effect, Compound Compound, IReadOnlyList<GivenDose> Doses, double? AtH, double Observed, bool Fitted, Source Source);

/// <summary>
/// Blood pressure, heart rate, dissociation and sedation, driven by S-ketamine at an effect site: R-ketamine raised
/// cardiac output not at all (Kamp 2021 Br J Anaesth), and S-ketamine is the stronger of the two at the receptor
/// (Ebert 1997: Ki 0.3 against 1.4 µM). Concentrations are of the venous model.
/// </summary>
public static class SessionEffects
{
    // S-ketamine at the effect site at the end of 0.5 mg/kg of racemate over 40 min in 70 kg, ng/mL:
    // what the slopes below are fitted at.
    private const double ReferenceNgPerMl = 76.0;

    private static readonly Source Yale = new("Yale 2024 Gen Hosp Psychiatry, 2342 infusions: +16.0 (SD 11.2) / +11.0 (SD 8.45) mmHg at 40 min", Confidence.Verified);

    public static IReadOnlyList<Parameter> Parameters { get; } =
    [
        new("t½ke0", "half-time to the effect site", 3, "min",
            Source.Assumed("No agreed adult value; within the 0.5 to 4 min that are quoted. For a 40-minute infusion it hardly matters.")),
        new("SBP", "rise of systolic pressure", 16.0 / ReferenceNgPerMl, "mmHg/(ng/mL)", Yale, Parameter.FromCv(100 * 11.2 / 16.0)),
        new("DBP", "rise of diastolic pressure", 11.0 / ReferenceNgPerMl, "mmHg/(ng/mL)", Yale, Parameter.FromCv(100 * 8.45 / 11.0)),
        new("HR", "rise of heart rate", 4.09 / ReferenceNgPerMl, "/min/(ng/mL)",
            new("Vankawala 2021 Front Psychiatry: +4.09 (0.55 to 7.63) a minute; its spread between people is assumed", Confidence.RecalledSure), Parameter.FromCv(100)),
        new("C50d", "S-ketamine at half of the most dissociation", 71, "ng/mL",
            new("Simons 2022 Front Pain Res 3:946487: 0.3 nmol/mL for feeling high; its spread is assumed", Confidence.Verified), Parameter.FromCv(50)),
        new("CADSSmax", "the most dissociation", 30, "points",
            new("fitted to Glue 2018 J Psychopharmacol: CADSS 20 in week 1 at 1 mg/kg under the skin; its spread is assumed", Confidence.Verified), Parameter.FromCv(50)),
        new("C50s", "S-ketamine at which half of people are drowsy", 82, "ng/mL",
            new("fitted to the Spravato US prescribing information: MOAA/S 4 or less in 48 to 61 %", Confidence.Verified)),
        new("hs", "steepness of that", 1.5, "1", Source.Assumed("Chosen so that 56 and 84 mg span 48 to 61 %.")),
    ];

    /// <summary>Published figures, fitted or not: they stand beside the model wherever it is shown.</summary>
    public static IReadOnlyList<EffectFigure> Figures { get; } =
    [
        new("Yale 2024", SessionEffect.Systolic, Compound.RacemicKetamine, Infusion(35), 2.0 / 3, 16.0, true, Yale),
        new("Yale 2024", SessionEffect.Diastolic, Compound.RacemicKetamine, Infusion(35), 2.0 / 3, 11.0, true, Yale),
        new("Riva-Posse 2018", SessionEffect.Systolic, Compound.RacemicKetamine, Infusion(35), 0.5, 3.28, false, new("J Affect Disord 2018, 684 infusions, mean change at 30 min in a pre-screened clinic", Confidence.Verified)),
        new("Riva-Posse 2018", SessionEffect.Diastolic, Compound.RacemicKetamine, Infusion(35), 0.5, 3.17, false, new("J Affect Disord 2018, 684 infusions", Confidence.Verified)),
        new("Vankawala 2021", SessionEffect.Systolic, Compound.RacemicKetamine, Infusion(35), null, 12.61, false, new("Front Psychiatry 2021, meta-analysis of 15 articles", Confidence.RecalledSure)),
        new("Vankawala 2021", SessionEffect.Diastolic, Compound.RacemicKetamine, Infusion(35), null, 8.49, false, new("Front Psychiatry 2021, meta-analysis of 15 articles", Confidence.RecalledSure)),
        new("Vankawala 2021", SessionEffect.HeartRate, Compound.RacemicKetamine, Infusion(35), null, 4.09, true, new("Front Psychiatry 2021, meta-analysis of 15 articles", Confidence.RecalledSure)),
        new("Wan 2015", SessionEffect.Systolic, Compound.RacemicKetamine, Infusion(35), null, 19.6, false, new("J Clin Psychiatry 2015, 205 infusions, peak", Confidence.RecalledSure)),
        new("Wan 2015", SessionEffect.Diastolic, Compound.RacemicKetamine, Infusion(35), null, 13.4, false, new("J Clin Psychiatry 2015, 205 infusions, peak", Confidence.RecalledSure)),
        new("Glue 2018", SessionEffect.Systolic, Compound.RacemicKetamine, UnderSkin(70), 0.5, 10, false, new("J Psychopharmacol 2018, 1 mg/kg under the skin, 30 min", Confidence.Verified)),
        new("Glue 2018", SessionEffect.Dissociation, Compound.RacemicKetamine, UnderSkin(70), null, 20, true, new("J Psychopharmacol 2018, CADSS in week 1; 8.8 by week 14: it tolerises", Confidence.Verified)),
        new("Spravato label", SessionEffect.Sedation, Compound.Esketamine, Sprays(2), null, 0.48, true, new("US prescribing information: 48 to 61 % over 56 and 84 mg", Confidence.Verified)),
        new("Spravato label", SessionEffect.Sedation, Compound.Esketamine, Sprays(3), null, 0.61, true, new("US prescribing information: 48 to 61 % over 56 and 84 mg", Confidence.Verified)),
    ];

    /// <summary>The typical course of an effect.</summary>
    public static double[] Typical(SessionEffect effect, DrugModel model, Body body, IReadOnlyList<GivenDose> doses, IReadOnlyList<double> timesH) =>
        Course(effect, model.Typical(body), null, 0, doses, timesH);

    /// <summary>Percentiles over virtual people.</summary>
    public static Band Population(
        SessionEffect effect, DrugModel model, Body body, IReadOnlyList<GivenDose> doses, IReadOnlyList<double> timesH, int people, ulong seed)
    {
        var all = new double[people][];
        for (var person = 0; person < people; person++)
            all[person] = Course(effect, model.Virtual(body, seed, person), seed, person, doses, timesH);
        return Simulation.Percentiles(all, timesH);
    }

    /// <summary>What the model gives where a figure was published.</summary>
    public static double Predict(EffectFigure figure)
    {
        var body = new Body(Units.BodyWeight.FromKilograms(70));
        var model = DrugLibrary.For(figure.Compound, figure.Doses[0].By)!;
        double[] times = figure.AtH is { } at ? [at] : [.. Enumerable.Range(0, 181).Select(minute => minute / 60.0)];
        return Typical(figure.Effect, model, body, figure.Doses, times).Max();
    }

    private static double[] Course(
        SessionEffect effect, Kinetics kinetics, ulong? seed, int person, IReadOnlyList<GivenDose> doses, IReadOnlyList<double> timesH)
    {
        var atSite = Math.Log(2) / (Parameters[0].Value / 60);
        var slowed = new Kinetics((analyte, by, order) =>
            [.. kinetics.Of(analyte, by, order).Select(path => path with { Response = path.Response.Behind(atSite) })]);
        var curve = Simulation.Concentration(slowed, Analyte.SKetamine, doses, timesH);
        double Of(string symbol)
        {
            // Apart from the draws of the kinetics: another seed for the effects.
            for (var k = 0; k < Parameters.Count; k++)
                if (Parameters[k].Symbol == symbol)
                    return Parameters[k].Value * (seed is { } from && Parameters[k].BetweenSubjects > 0
                        ? Math.Exp(Parameters[k].BetweenSubjects * RandomNumbers.Normal(from ^ 0xEFFEC7, (uint)person, (uint)k, 0)
                            // The published number is a mean: a log-normal's mean lies above its middle.
                            - Parameters[k].BetweenSubjects * Parameters[k].BetweenSubjects / 2)
                        : 1);
            throw new InvalidOperationException($"There is no effect parameter {symbol}.");
        }
        switch (effect)
        {
            case SessionEffect.Dissociation:
                var (half, most) = (Of("C50d"), Of("CADSSmax"));
                for (var t = 0; t < curve.Length; t++) curve[t] = most * curve[t] / (half + curve[t]);
                break;
            case SessionEffect.Sedation:
                var (middle, steep) = (Of("C50s"), Of("hs"));
                for (var t = 0; t < curve.Length; t++) curve[t] = 1 / (1 + Math.Pow(middle / Math.Max(curve[t], 1e-9), steep));
                break;
            default:
                var slope = Of(effect switch { SessionEffect.Systolic => "SBP", SessionEffect.Diastolic => "DBP", _ => "HR" });
                for (var t = 0; t < curve.Length; t++) curve[t] *= slope;
                break;
        }
        return curve;
    }

    private static IReadOnlyList<GivenDose> Infusion(decimal mg) => [new(Units.Mass.FromMilligrams(mg), GivenBy.Vein, 0, 2.0 / 3)];

    private static IReadOnlyList<GivenDose> UnderSkin(decimal mg) => [new(Units.Mass.FromMilligrams(mg), GivenBy.UnderSkin, 0)];

    private static IReadOnlyList<GivenDose> Sprays(int devices) =>
        [.. Enumerable.Range(0, devices).Select(device => new GivenDose(Units.Mass.FromMilligrams(28), GivenBy.Nose, device / 12.0, 0, device))];
}

using Afterglow.Core.Units;

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

/// <summary>
/// Blood pressure, heart rate, dissociation and sedation, driven by S-ketamine at an effect site: R-ketamine raised
/// cardiac output not at all (Kamp 2021 Br J Anaesth), and S-ketamine is the stronger of the two at the receptor
/// (Ebert 1997: Ki 0.3 against 1.4 µM). Fitted to the levels of the venous models; <see cref="EffectFit"/> says how.
/// </summary>
public static class SessionEffects
{
    private static Source Fitted(string to) => new($"least squares over {to}: see ./afterglow drugs effects", Confidence.RecalledSure);

    private static readonly Source Simons = new("Simons 2022 Front Pain Res 3:946487: 0.3 nmol/mL for feeling high", Confidence.Verified);

    private static readonly Parameter SiteHalfTime = new("t½ke0", "half-time to the effect site", 3, "min",
        Source.Assumed("No agreed adult value; within the 0.5 to 4 min that are quoted. For a 40-minute infusion it hardly matters."));

    private static readonly Parameter SystolicMost = new("SBPmax", "the greatest rise of systolic pressure, mean", 33.7, "mmHg",
        Fitted("Yale 2024, Wan 2015, Vankawala 2021 and Langsjö 2005"), 11.2 / 16.0, SpreadSource: EffectFigures.Yale);

    private static readonly Parameter SystolicHalf = new("C50sbp", "S-ketamine at half of it", 81.5, "ng/mL", Fitted("the same"));

    private static readonly Parameter DiastolicMost = new("DBPmax", "the greatest rise of diastolic pressure, mean", 20.9, "mmHg",
        Fitted("Yale 2024, Wan 2015, Vankawala 2021 and Langsjö 2005"), 8.45 / 11.0, SpreadSource: EffectFigures.Yale);

    private static readonly Parameter DiastolicHalf = new("C50dbp", "S-ketamine at half of it", 67.5, "ng/mL", Fitted("the same"));

    private static readonly Parameter HeartMost = new("HRmax", "the greatest rise of heart rate, mean", 37.0, "/min",
        Fitted("Vankawala 2021 and Langsjö 2005"), 1, SpreadSource: Source.Assumed("No spread is published: as wide as its mean."));

    private static readonly Parameter HeartHalf = new("C50hr", "S-ketamine at half of it", 599, "ng/mL", Fitted("the same"));

    private static readonly Parameter DissociationHalf = new("C50d", "S-ketamine at half of the most dissociation", 71, "ng/mL", Simons);

    private static readonly Parameter DissociationSteepness = new("γd", "its steepness, to the nearest half", 3, "1",
        new("where it is nearest to a straight line from 50 to 200 ng/mL of racemate: Bowdle 1998 Anesthesiology 88:82-88", Confidence.Verified));

    private static readonly Parameter DissociationMost = new("CADSSmax", "the most dissociation, mean", 24.5, "points",
        new("fitted to Glue 2018 J Psychopharmacol 32:663-667: CADSS 20 in week 1 at 1 mg/kg under the skin", Confidence.Verified), 1.33,
        SpreadSource: new("fitted to the share above 4 points in the Spravato US prescribing information (61 to 75 %)", Confidence.Verified));

    private static readonly Parameter DissociationFade = new("fade", "dissociation left after each session", Math.Pow(8.8 / 20, 1.0 / 20), "factor",
        Source.Assumed("Glue 2018: CADSS 20 in week 1 and 8.8 in week 14 at one or two sessions a week; twenty sessions and an even fall are assumed, and no further fall after them."));

    private static readonly Parameter SedationHalf = new("C50s", "S-ketamine at which half of people are drowsy", 94.2, "ng/mL",
        new("fitted to the Spravato US prescribing information: MOAA/S 4 or less in 48 to 61 %", Confidence.Verified));

    private static readonly Parameter SedationSteepness = new("hs", "steepness of that", 2.73, "1",
        new("fitted to the Spravato US prescribing information: MOAA/S 0 in 0.3 to 0.4 %, with the half below", Confidence.Verified));

    private static readonly Parameter UnconsciousHalf = new("C50u", "S-ketamine at which half of people cannot be woken", 800, "ng/mL",
        Source.Assumed("Taken as the half of the slowing of the EEG (0.8 µg/mL, Schüttler 1987 J Pharmacokinet Biopharm 15:241-253)."));

    public static IReadOnlyList<Parameter> Parameters { get; } =
    [
        SiteHalfTime, SystolicMost, SystolicHalf, DiastolicMost, DiastolicHalf, HeartMost, HeartHalf, DissociationHalf, DissociationSteepness,
        DissociationMost, DissociationFade, SedationHalf, SedationSteepness, UnconsciousHalf,
    ];

    /// <summary>Published figures, fitted or not: they stand beside the model wherever it is shown.</summary>
    public static IReadOnlyList<EffectFigure> Figures => EffectFigures.All;

    /// <summary>The unit an effect is in.</summary>
    public static string UnitOf(SessionEffect effect) => effect switch
    {
        SessionEffect.Systolic or SessionEffect.Diastolic => "mmHg",
        SessionEffect.HeartRate => "/min",
        SessionEffect.Dissociation => "points",
        _ => "fraction",
    };

    /// <summary>Where an effect's numbers come from.</summary>
    public static Source SourceOf(SessionEffect effect) => effect switch
    {
        SessionEffect.Systolic => SystolicMost.Source,
        SessionEffect.Diastolic => DiastolicMost.Source,
        SessionEffect.HeartRate => HeartMost.Source,
        SessionEffect.Dissociation => DissociationMost.Source,
        _ => SedationHalf.Source,
    };

    /// <summary>What to be careful about when effects are driven by this model; null where nothing is.</summary>
    public static string? Caution(DrugModel model) => model.Sampling == SamplingSite.Arterial
        ? "Effects were fitted to venous levels and this model is arterial, well above them during an infusion: they come out too strong. Use the usual model for effects."
        : null;

    /// <summary>How much of the first session's dissociation is left after so many sessions. Pressure does not grow weaker (Riva-Posse 2018).</summary>
    public static double DissociationLeft(int sessionsBefore) => Math.Pow(DissociationFade.Value, Math.Clamp(sessionsBefore, 0, 20));

    /// <summary>The middle person's course of an effect.</summary>
    public static double[] Typical(
        SessionEffect effect, DrugModel model, Body body, IReadOnlyList<GivenDose> doses, IReadOnlyList<double> timesH, int sessionsBefore = 0) =>
        Followed(effect, Site(model.Typical(body), doses, timesH), Sessions(doses, timesH, sessionsBefore),
            Reaction.Middle);

    /// <summary>Percentiles over virtual people.</summary>
    public static Band Population(
        SessionEffect effect, DrugModel model, Body body, IReadOnlyList<GivenDose> doses, IReadOnlyList<double> timesH, int people, ulong seed, int sessionsBefore = 0) =>
        Populations([effect], model, body, doses, timesH, people, seed, sessionsBefore)[0];

    /// <summary>Percentiles of several effects over the same virtual people, whose kinetics are worked out once.</summary>
    public static IReadOnlyList<Band> Populations(
        IReadOnlyList<SessionEffect> effects, DrugModel model, Body body, IReadOnlyList<GivenDose> doses, IReadOnlyList<double> timesH,
        int people, ulong seed, int sessionsBefore = 0)
    {
        var course = new Course(doses, timesH);
        var sessions = Sessions(doses, timesH, sessionsBefore);
        var crowds = effects.Select(_ => new Crowd(people, timesH.Count)).ToArray();
        var level = new double[timesH.Count];
        for (var person = 0; person < people; person++)
        {
            Array.Clear(level);
            course.Add(level, model, body, Analyte.SKetamine, SiteRate, seed, person);
            var reaction = Reaction.Virtual(seed, person);
            for (var k = 0; k < crowds.Length; k++)
                // The chance of drowsiness is a matter of the level alone: its percentiles are those of the level, taken afterwards.
                crowds[k].Put(person, effects[k] == SessionEffect.Sedation ? level : Followed(effects[k], level, sessions, reaction));
        }
        return [.. crowds.Select((crowd, k) =>
        {
            var band = crowd.Percentiles(timesH);
            return effects[k] == SessionEffect.Sedation ? new Band(timesH, Drowsy(band.Low), Drowsy(band.Median), Drowsy(band.High)) : band;
        })];

        static double[] Drowsy(double[] levels) => [.. levels.Select(level => Saturating(level, SedationHalf.Value, SedationSteepness.Value))];
    }

    /// <summary>What the model gives where a figure was published.</summary>
    public static double Predict(EffectFigure figure)
    {
        var level = Level(figure);
        var mean = Mean(figure.Effect, level);
        return figure.Kind switch
        {
            FigureOf.MinutesToPeak => 60 * TimeOfPeak(figure),
            FigureOf.ShareUnconscious => Saturating(level, UnconsciousHalf.Value, SedationSteepness.Value),
            FigureOf.ShareAbove => figure.Effect switch
            {
                SessionEffect.Sedation => mean,
                SessionEffect.Dissociation => ShareAbove(mean, DissociationMost.BetweenSubjects, figure.Above),
                SessionEffect.Systolic => Above(SystolicMost),
                SessionEffect.Diastolic => Above(DiastolicMost),
                _ => Above(HeartMost),
            },
            _ => mean,
        };

        double Above(Parameter most) => 1 - Normal((figure.Above / mean - 1) / most.BetweenSubjects);
    }

    /// <summary>S-ketamine at the effect site where a figure was published, ng/mL: held, at a time, or the most.</summary>
    internal static double Level(EffectFigure figure) => figure.HeldNgPerMl ?? (figure.AtH is { } at
        ? Site(TypicalKinetics(figure), figure.Doses, [at])[0]
        : Site(TypicalKinetics(figure), figure.Doses, Minutes).Max());

    /// <summary>Between 0 and 1; one half at the half. Whole and half powers are taken by products and a root: a crowd asks for many.</summary>
    internal static double Saturating(double level, double half, double steepness)
    {
        if (level <= 0) return 0;
        var ratio = half / level;
        return steepness switch
        {
            1 => 1 / (1 + ratio),
            2 => 1 / (1 + ratio * ratio),
            2.5 => 1 / (1 + ratio * ratio * Math.Sqrt(ratio)),
            3 => 1 / (1 + ratio * ratio * ratio),
            _ => 1 / (1 + Math.Pow(ratio, steepness)),
        };
    }

    /// <summary>The share of people above a level where the mean is known and people differ log-normally.</summary>
    internal static double ShareAbove(double mean, double logSpread, double above) =>
        mean <= 0 ? 0 : 1 - Normal((Math.Log(above / mean) + logSpread * logSpread / 2) / logSpread);

    /// <summary>Equilibration of the effect site, 1/h.</summary>
    public static double SiteRate => Math.Log(2) / (SiteHalfTime.Value / 60);

    private static IReadOnlyList<double> Minutes { get; } = [.. Enumerable.Range(0, 181).Select(minute => minute / 60.0)];

    private static Kinetics TypicalKinetics(EffectFigure figure) =>
        DrugLibrary.For(figure.Compound, figure.Doses[0].By)!.Typical(new Body(BodyWeight.FromKilograms(70)));

    private static double TimeOfPeak(EffectFigure figure)
    {
        var levels = Site(TypicalKinetics(figure), figure.Doses, Minutes);
        return Minutes[Array.IndexOf(levels, levels.Max())];
    }

    private static double[] Site(Kinetics kinetics, IReadOnlyList<GivenDose> doses, IReadOnlyList<double> timesH)
    {
        var level = new double[timesH.Count];
        new Course(doses, timesH).Add(level, _ => kinetics, Analyte.SKetamine, SiteRate);
        return level;
    }

    /// <summary>The mean of an effect at a level of S-ketamine at the effect site, ng/mL.</summary>
    public static double Mean(SessionEffect effect, double level) => effect switch
    {
        SessionEffect.Systolic => SystolicMost.Value * Saturating(level, SystolicHalf.Value, 1),
        SessionEffect.Diastolic => DiastolicMost.Value * Saturating(level, DiastolicHalf.Value, 1),
        SessionEffect.HeartRate => HeartMost.Value * Saturating(level, HeartHalf.Value, 1),
        SessionEffect.Dissociation => DissociationMost.Value * Saturating(level, DissociationHalf.Value, DissociationSteepness.Value),
        _ => Saturating(level, SedationHalf.Value, SedationSteepness.Value),
    };

    /// <summary>The means of an effect at many levels, each so many times as high: one loop without a call in it, for a screen that moves.</summary>
    public static void Means(SessionEffect effect, ReadOnlySpan<double> levels, double times, Span<double> means)
    {
        var (most, half, steepness) = effect switch
        {
            SessionEffect.Systolic => (SystolicMost.Value, SystolicHalf.Value, 1),
            SessionEffect.Diastolic => (DiastolicMost.Value, DiastolicHalf.Value, 1),
            SessionEffect.HeartRate => (HeartMost.Value, HeartHalf.Value, 1),
            SessionEffect.Dissociation => (DissociationMost.Value, DissociationHalf.Value, DissociationSteepness.Value),
            _ => (1, SedationHalf.Value, SedationSteepness.Value),
        };
        if (steepness == 1)
        {
            for (var k = 0; k < levels.Length; k++)
            {
                var level = times * levels[k];
                means[k] = level <= 0 ? 0 : most * (1 / (1 + half / level));
            }
        }
        else if (steepness == 3)
        {
            for (var k = 0; k < levels.Length; k++)
            {
                var level = times * levels[k];
                var ratio = half / level;
                means[k] = level <= 0 ? 0 : most * (1 / (1 + ratio * ratio * ratio));
            }
        }
        else
        {
            for (var k = 0; k < levels.Length; k++) means[k] = most * Saturating(times * levels[k], half, steepness);
        }
    }

    private static double[] Followed(SessionEffect effect, double[] level, int[] sessions, Reaction reaction)
    {
        var curve = new double[level.Length];
        for (var t = 0; t < curve.Length; t++) curve[t] = reaction.At(effect, level[t], sessions[t]);
        return curve;
    }

    internal static double SystolicSpread => SystolicMost.BetweenSubjects;

    internal static double DiastolicSpread => DiastolicMost.BetweenSubjects;

    internal static double HeartSpread => HeartMost.BetweenSubjects;

    internal static double DissociationSpread => DissociationMost.BetweenSubjects;

    /// <summary>How many sessions lie behind a person at each time.</summary>
    private static int[] Sessions(IReadOnlyList<GivenDose> doses, IReadOnlyList<double> timesH, int before)
    {
        var starts = doses.GroupBy(dose => dose.Occasion).Select(day => day.Min(dose => dose.AtH)).Order().ToList();
        return [.. timesH.Select(time => before + Math.Max(0, starts.Count(start => start <= time) - 1))];
    }

    /// <summary>The standard normal distribution (Abramowitz and Stegun 26.2.17: within 7.5e-8).</summary>
    private static double Normal(double z)
    {
        var t = 1 / (1 + 0.2316419 * Math.Abs(z));
        var tail = Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI)
            * t * (0.319381530 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
        return z >= 0 ? 1 - tail : tail;
    }
}

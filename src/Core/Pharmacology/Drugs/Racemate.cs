using Afterglow.Core.Pharmacology.Disposition;
using Afterglow.Core.Units;

namespace Afterglow.Core.Pharmacology.Drugs;

/// <summary>
/// Racemic ketamine by every route, as two enantiomers: S as Otto 2021 has it, R slower by the ratio of clearances
/// that Henthorn 2018 measured. No usable model of the racemate with metabolites is published with all its numbers.
/// </summary>
public static class Racemate
{
    /// <summary>A way of giving that is not by vein.</summary>
    /// <param name="Fraction">Reaches the blood as ketamine.</param>
    /// <param name="Norketamine">Of the dose, arrives as norketamine already: what the gut and the liver made of it.</param>
    private sealed record Way(
        GivenBy By, string F, string Ka, string N, double Fraction, Source Source, double SpreadCv, Source? SpreadSource,
        double PeakMin, Source Peak, double Norketamine, Source NorketamineSource);

    private static readonly Source Ratio = new("S: Otto 2021 Eur J Clin Pharmacol 77:1181-1192; R: by the ratio of clearances of Henthorn 2018 Anesthesiology 129:260-270", Confidence.Verified);
    private static readonly Source Clements = new("Clements 1982 J Pharm Sci 71:539-542", Confidence.Verified);
    private static readonly Source ClementsPeak = Clements with { Confidence = Confidence.RecalledSure };
    private static readonly Source Chong = new("Chong 2006 Pain Med 7:469", Confidence.Verified);
    private static readonly Source Rolan = new("Rolan 2014 Br J Clin Pharmacol 77:1011-1016", Confidence.Verified);
    private static readonly Source Sprayed = new("Pharmacotherapy 2022 42:298-310, 30 mg", Confidence.Verified);
    private static readonly Source Rectal = new("Yanagihara 2003 and Malinovsky 1996, in summary", Confidence.Verified);
    private static readonly Source UnderSkin = new("clinical practice (Loo 2016); no study of absolute bioavailability exists: taken like an injection into a muscle", Confidence.RecalledUnsure);
    private static readonly Source SpreadAssumed = Source.Assumed("No spread of this rate is published; 40 % stands in for it.");

    private static readonly IReadOnlyList<Way> Ways =
    [
        new(GivenBy.Muscle, "Fim", "kaim", "Nim", 0.93, Clements, 0, null, 22, ClementsPeak, 0, Clements),
        new(GivenBy.UnderSkin, "Fsc", "kasc", "Nsc", 0.90, UnderSkin, 0, null, 25, UnderSkin, 0, UnderSkin),
        new(GivenBy.UnderTongue, "Fsl", "kasl", "Nsl", 0.29, Rolan, 53, Chong, 45, Rolan, 0.22, Chong),
        new(GivenBy.Cheek, "Fbu", "kabu", "Nbu", 0.29, Source.Assumed("Taken as under the tongue (Rolan 2014)."), 53, Chong,
            45, Source.Assumed("taken as under the tongue (Rolan 2014)"), 0.22, Source.Assumed("Taken as under the tongue (Chong 2006).")),
        new(GivenBy.Mouth, "Fpo", "kapo", "Npo", 0.17, Clements, 39, Chong, 30, ClementsPeak, 0.36, Chong),
        new(GivenBy.Nose, "Fin", "kain", "Nin", 0.13, Sprayed, 0, null, 14, Sprayed, 0.20, Source.Assumed("What runs down is swallowed: somewhat more than half of what is made of a dose by mouth.")),
        new(GivenBy.Rectum, "Fpr", "kapr", "Npr", 0.30, Rectal, 0, null, 45, Rectal with { Confidence = Confidence.RecalledUnsure },
            0.25, Source.Assumed("First pass taken as between mouth and tongue.")),
    ];

    private static readonly Way?[] WayOf = [.. Enum.GetValues<GivenBy>().Select(by => Ways.FirstOrDefault(way => way.By == by))];

    // Both enantiomers of the middle person of 70 kg: what the rates of absorption are worked out in.
    private static readonly ExponentialSum Plasma = Half(Otto2021.Model, Analyte.SKetamine).Plus(Half(Henthorn2018.Model, Analyte.RKetamine));

    public static DrugModel Model { get; } = new(
        "racemate", "Racemic ketamine as two enantiomers, any route", Compound.RacemicKetamine, "human",
        "S: 48 healthy adults of about 23 years; R by ratio", SamplingSite.Venous, Ratio,
        "R is assumed to distribute as S does. Rates of absorption are worked out from the published times of the peak. Into the nose 13 % reaches the blood here (17 % of 10 mg, 11 % of 50 mg); the usual figure is 45 % (Yanagihara 2003). By mouth 17 to 24 % was measured.",
        [GivenBy.Vein, .. Ways.Select(way => way.By)],
        [Analyte.Ketamine, Analyte.SKetamine, Analyte.RKetamine, Analyte.Norketamine],
        [
            .. Otto2021.Parameters,
            .. Henthorn2018.Clearances,
            .. Ways.SelectMany(way => new Parameter[]
            {
                new(way.F, "reaches the blood", way.Fraction, "fraction", way.Source, Parameter.FromCv(way.SpreadCv), SpreadSource: way.SpreadSource),
                new(way.Ka, "absorption", Absorption.RateForPeak(Plasma, way.PeakMin / 60), "1/h",
                    Absorption.WorkedOut(way.PeakMin, way.Peak), Parameter.FromCv(40), SpreadSource: SpreadAssumed),
                new(way.N, "arrives as norketamine already", way.Norketamine, "fraction", way.NorketamineSource),
            }),
        ],
        person =>
        {
            // Half of every milligram is either enantiomer. Only what is asked for is worked out, and once: plasma and the
            // effect site ask for the same.
            ExponentialSum? left = null, right = null;
            ExponentialSum S() => left ??= Otto2021.Parent(person, 1).Times(0.5);
            ExponentialSum R() => right ??= Otto2021.Parent(person, Henthorn2018.Ratio(person)).Times(0.5);
            ExponentialSum Response(Analyte analyte) => analyte switch
            {
                Analyte.SKetamine => S(),
                Analyte.RKetamine => R(),
                Analyte.Norketamine => Otto2021.Responses(person, 1).Metabolite.Times(0.5)
                    .Plus(Otto2021.Responses(person, Henthorn2018.Ratio(person)).Metabolite.Times(0.5)),
                _ => S().Plus(R()),
            };
            return new Kinetics((analyte, by, _) =>
            {
                if (by == GivenBy.Vein) return [new Path(1, 0, 0, Response(analyte))];
                var way = WayOf[(int)by]!;
                var direct = new Path(person.Share(way.F, by), 0, 0, Response(analyte).Behind(person[way.Ka]));
                if (analyte != Analyte.Norketamine || way.Norketamine == 0) return [direct];
                // What is swallowed is absorbed from the gut, whatever way it was given.
                var gut = by is GivenBy.Rectum ? person[way.Ka] : person["kapo"];
                return [direct, new Path(person[way.N], 0, 0, Otto2021.NorketamineBody(person).Behind(gut))];
            });
        })
    {
        UsualFor = [GivenBy.Vein, .. Ways.Select(way => way.By)],
        Covariances = Otto2021.Covariances,
        Elimination = ["CL"],
    };

    private static ExponentialSum Half(DrugModel model, Analyte analyte) =>
        model.Typical(new Body(BodyWeight.FromKilograms(70))).Of(analyte, GivenBy.Vein)[0].Response.Times(0.5);
}

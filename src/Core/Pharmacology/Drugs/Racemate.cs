using Afterglow.Core.Pharmacology.Disposition;

namespace Afterglow.Core.Pharmacology.Drugs;

/// <summary>
/// Racemic ketamine by every route, as two enantiomers: S as Otto 2021 has it, R slower by the ratio of clearances
/// that Henthorn 2018 measured. No usable model of the racemate with metabolites is published with all its numbers.
/// </summary>
public static class Racemate
{
    private static readonly Source Enantiomers =
        new("Henthorn 2018 Anesthesiology 129:260-270: clearance 1.23 (S) and 1.06 (R) L/min", Confidence.RecalledSure);

    private static readonly Source Clements = new("Clements 1982 J Pharm Sci 71:539-542", Confidence.Verified);
    private static readonly Source Chong = new("Chong 2006 Pain Med 7:469", Confidence.Verified);
    private static readonly Source Rolan = new("Rolan 2014 Br J Clin Pharmacol 77:1011-1016", Confidence.Verified);
    private static readonly Source Yanagihara = new("Yanagihara 2003 Biopharm Drug Dispos 24:37-43", Confidence.RecalledSure);

    private static Source Peak(string when) => Source.Assumed($"No rate is published; chosen so that the peak comes {when}.");

    private static readonly IReadOnlyList<(GivenBy By, string Symbol, double Ka, string When, double F, Source Source, double FirstPass, Source FirstPassSource)> Absorbed =
    [
        (GivenBy.Muscle, "im", 6.0, "about 15 to 25 min after an injection into a muscle", 0.93, Clements, 0, Clements),
        (GivenBy.UnderSkin, "sc", 5.0, "about 25 min after an injection under the skin", 0.90, Source.Assumed("No absolute bioavailability is published; taken like an injection into a muscle."), 0, Clements),
        (GivenBy.UnderTongue, "sl", 2.2, "about 45 min after a wafer under the tongue (Rolan 2014)", 0.29, Rolan, 0.22, Chong),
        (GivenBy.Cheek, "bu", 2.2, "as under the tongue", 0.29, Source.Assumed("Taken as under the tongue (Rolan 2014)."), 0.22, Chong),
        (GivenBy.Mouth, "po", 2.0, "about 30 to 60 min after swallowing", 0.20, Clements, 0.36, Chong),
        (GivenBy.Nose, "in", 4.0, "about 15 to 25 min after spraying", 0.45, Yanagihara, 0, Yanagihara),
        (GivenBy.Rectum, "pr", 2.2, "about 45 min", 0.30, Yanagihara, 0.25, Source.Assumed("First pass taken as between mouth and tongue.")),
    ];

    public static DrugModel Model { get; } = new(
        "racemate", "Racemic ketamine as two enantiomers, any route", Compound.RacemicKetamine, "human",
        "S: healthy adults of about 23 years; R by ratio", SamplingSite.Venous, Enantiomers,
        "R is assumed to distribute as S does. Rates of absorption are assumed; sprayed racemate was also measured at 11 to 17 % instead of 45 % (Pharmacotherapy 2022).",
        [GivenBy.Vein, .. Absorbed.Select(way => way.By)],
        [Analyte.Ketamine, Analyte.SKetamine, Analyte.RKetamine, Analyte.Norketamine],
        [
            .. Otto2021.Parameters,
            new("CLR", "clearance of R over that of S", 1.06 / 1.23, "fraction", Enantiomers),
            .. Absorbed.SelectMany(way => new Parameter[]
            {
                new("F" + way.Symbol, "reaches the blood", way.F, "fraction", way.Source),
                new("ka" + way.Symbol, "absorption", way.Ka, "1/h", Peak(way.When), Parameter.FromCv(40)),
                new("N" + way.Symbol, "arrives as norketamine already", way.FirstPass, "fraction", way.FirstPassSource),
            }),
        ],
        person =>
        {
            // Half of every milligram is either enantiomer. Only what is asked for is worked out.
            var left = new Lazy<(ExponentialSum Parent, ExponentialSum Metabolite)>(() => Otto2021.Responses(person, 1));
            var right = new Lazy<(ExponentialSum Parent, ExponentialSum Metabolite)>(() => Otto2021.Responses(person, person["CLR"]));
            ExponentialSum Response(Analyte analyte) => analyte switch
            {
                Analyte.SKetamine => Otto2021.Parent(person, 1).Times(0.5),
                Analyte.RKetamine => Otto2021.Parent(person, person["CLR"]).Times(0.5),
                Analyte.Norketamine => left.Value.Metabolite.Times(0.5).Plus(right.Value.Metabolite.Times(0.5)),
                _ => Otto2021.Parent(person, 1).Times(0.5).Plus(Otto2021.Parent(person, person["CLR"]).Times(0.5)),
            };
            return new Kinetics((analyte, by, _) =>
            {
                if (by == GivenBy.Vein) return [new Path(1, 0, 0, Response(analyte))];
                var way = Absorbed.First(each => each.By == by).Symbol;
                var ka = person["ka" + way];
                var paths = new List<Path> { new(person["F" + way], 0, 0, Response(analyte).Behind(ka)) };
                if (analyte == Analyte.Norketamine && person["N" + way] > 0)
                    paths.Add(new Path(person["N" + way], 0, 0, Otto2021.NorketamineBody(person).Behind(ka)));
                return paths;
            });
        });
}

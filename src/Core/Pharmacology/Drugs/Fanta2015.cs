using Afterglow.Core.Pharmacology.Disposition;

namespace Afterglow.Core.Pharmacology.Drugs;

/// <summary>S-ketamine by vein and by mouth; venous samples.</summary>
public static class Fanta2015
{
    private static readonly Source Cited = new("Fanta 2015 Eur J Clin Pharmacol 71:441-447", Confidence.Verified);

    private static readonly Source Scaling = new("Fanta 2015 scales by weight; the exponents (0.75 and 1) and that they hold for every volume and flow are assumed", Confidence.Assumed);

    // As racemic ketamine by mouth: Clements 1982.
    private const double PeakMin = 30;

    private static readonly double Rate = Absorption.RateForPeak(
        Compartments.Mammillary(95.2, 133, (23.2, 187), (157, 98.8)).Concentration(0, 0), PeakMin / 60);

    public static DrugModel Model { get; } = new(
        "fanta-2015", "S-ketamine IV and by mouth, three compartments", Compound.Esketamine, "human",
        "11 healthy men of about 22 years, 0.125 mg/kg IV and 0.25 mg/kg by mouth", SamplingSite.Venous, Cited,
        "By mouth 8 % reaches the blood here and 18.6 % of what is swallowed in Perez-Ruixo 2021. The rate of absorption by mouth is assumed. Norketamine is not offered: only its ratio to ketamine at steady state by mouth (16.5, simulated) is known.",
        [GivenBy.Vein, GivenBy.Mouth], [Analyte.SKetamine],
        [
            new("V1", "central volume", 133, "L/70 kg", Cited),
            new("CL", "clearance", 95.2, "L/h/70 kg", Cited, Parameter.FromCv(13)),
            new("Vp1", "first peripheral volume", 187, "L/70 kg", Cited),
            new("Q1", "flow to it", 23.2, "L/h/70 kg", Cited),
            new("Vp2", "second peripheral volume", 98.8, "L/70 kg", Cited),
            new("Q2", "flow to it", 157, "L/h/70 kg", Cited),
            new("F", "reaches the blood by mouth", 0.08, "fraction", Cited, Parameter.FromCv(11)),
            new("ka", "absorption by mouth", Rate, "1/h", Absorption.WorkedOut(PeakMin, Source.Assumed("S-ketamine is taken to peak as racemic ketamine by mouth does (Clements 1982)"))),
            new("a", "exponent of weight for flows", 0.75, "1", Scaling),
            new("b", "exponent of weight for volumes", 1, "1", Scaling),
        ],
        person =>
        {
            double Volume(string symbol) => person[symbol] * person.Body.Allometric(person["b"]);
            double Flow(string symbol) => person[symbol] * person.Body.Allometric(person["a"]);
            var plasma = Compartments.Mammillary(Flow("CL"), Volume("V1"), (Flow("Q1"), Volume("Vp1")), (Flow("Q2"), Volume("Vp2")))
                .Concentration(0, 0);
            return new Kinetics((_, by, _) => by == GivenBy.Vein
                ? [new Path(1, 0, 0, plasma)]
                : [new Path(person.Share("F", GivenBy.Mouth), 0, 0, plasma.Behind(person["ka"]))]);
        })
    {
        UsualFor = [GivenBy.Mouth],
        Elimination = ["CL"],
    };
}

using Afterglow.Core.Pharmacology.Disposition;

namespace Afterglow.Core.Pharmacology.Drugs;

/// <summary>S-ketamine by vein and by mouth; venous samples.</summary>
public static class Fanta2015
{
    private static readonly Source Cited = new("Fanta 2015 Eur J Clin Pharmacol 71:441-447", Confidence.Verified);

    public static DrugModel Model { get; } = new(
        "fanta-2015", "S-ketamine IV and by mouth, three compartments", Compound.Esketamine, "human",
        "11 healthy men of about 22 years, 0.125 mg/kg IV and 0.25 mg/kg by mouth", SamplingSite.Venous, Cited,
        "By mouth only 8 % reaches the blood; another source has 18.6 % of what is swallowed (Perez-Ruixo 2021). The rate of absorption by mouth is assumed.",
        [GivenBy.Vein, GivenBy.Mouth], [Analyte.SKetamine],
        [
            new("V1", "central volume", 133, "L/70 kg", Cited),
            new("CL", "clearance", 95.2, "L/h/70 kg", Cited, Parameter.FromCv(13)),
            new("Vp1", "first peripheral volume", 187, "L/70 kg", Cited),
            new("Q1", "flow to it", 23.2, "L/h/70 kg", Cited),
            new("Vp2", "second peripheral volume", 98.8, "L/70 kg", Cited),
            new("Q2", "flow to it", 157, "L/h/70 kg", Cited),
            new("F", "reaches the blood by mouth", 0.08, "fraction", Cited, Parameter.FromCv(11)),
            new("ka", "absorption by mouth", 2.0, "1/h", Source.Assumed("Not recovered from the paper; 2 per hour puts the peak at about half an hour, as for racemic ketamine by mouth.")),
        ],
        person =>
        {
            double Volume(string symbol) => person[symbol] * person.Body.Allometric(1);
            double Flow(string symbol) => person[symbol] * person.Body.Allometric(0.75);
            var plasma = Compartments.Mammillary(Flow("CL"), Volume("V1"), (Flow("Q1"), Volume("Vp1")), (Flow("Q2"), Volume("Vp2")))
                .Concentration(0, 0);
            return new Kinetics((_, by, _) => by == GivenBy.Vein
                ? [new Path(1, 0, 0, plasma)]
                : [new Path(person["F"], 0, 0, plasma.Behind(person["ka"]))]);
        });
}

using Afterglow.Core.Pharmacology.Disposition;

namespace Afterglow.Core.Pharmacology.Drugs;

/// <summary>Racemic ketamine by vein: the weighted means of eighteen studies.</summary>
public static class Kamp2020
{
    private static readonly Source Cited = new("Kamp 2020 Anesthesiology 133:1192-1213, meta-analysis of 18 studies", Confidence.Verified);

    private static readonly Source Spread = Cited with { Citation = "Kamp 2020, worked out from the 95 % interval of the mean of 18 studies: between studies, not between people" };

    // Half the width of the 95 % interval over 1.96, times √18 studies: spread between studies, not between people.
    private static double BetweenStudies(double mean, double low, double high) =>
        Parameter.FromCv(100 * (high - low) / (2 * 1.96) * Math.Sqrt(18) / mean);

    public static DrugModel Model { get; } = new(
        "kamp-2020", "Racemic ketamine IV, pooled clearance and volume", Compound.RacemicKetamine, "human",
        "18 studies, healthy adults, patients and children", SamplingSite.Mixed, Cited,
        "One compartment with the pooled volume and clearance: right for the area under the curve, wrong for the first minutes, since the pooled model's compartments were not recovered. The spread is between studies.",
        [GivenBy.Vein], [Analyte.Ketamine],
        [
            new("Vd", "volume of distribution", 252, "L/70 kg", Cited, BetweenStudies(252, 200, 304), SpreadSource: Spread),
            new("CL", "clearance", 79, "L/h/70 kg", Cited, BetweenStudies(79, 69, 90), SpreadSource: Spread),
        ],
        person =>
        {
            var plasma = Compartments.Mammillary(person["CL"] * person.Body.Allometric(0.75), person["Vd"] * person.Body.Allometric(1)).Concentration(0, 0);
            return new Kinetics((_, _, _) => [new Path(1, 0, 0, plasma)]);
        })
    {
        Elimination = ["CL"],
    };
}

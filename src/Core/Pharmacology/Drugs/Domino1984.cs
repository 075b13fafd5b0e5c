using Afterglow.Core.Pharmacology.Disposition;

namespace Afterglow.Core.Pharmacology.Drugs;

/// <summary>Racemic ketamine by vein, anaesthetic boluses in surgical patients.</summary>
public static class Domino1984
{
    private static readonly Source Cited = new("Domino 1984 Clin Pharmacol Ther 36:645-653", Confidence.Verified);

    public static DrugModel Model { get; } = new(
        "domino-1984", "Racemic ketamine IV, three compartments", Compound.RacemicKetamine, "human",
        "adult surgical patients and volunteers, anaesthetic boluses", SamplingSite.Venous, Cited,
        "Fitted to boluses: it over-predicts the peak of a 40-minute infusion (240 ng/mL against about 185 measured) and falls too steeply after it. It gives no spread between people.",
        [GivenBy.Vein], [Analyte.Ketamine],
        [
            new("V1", "central volume", 0.063, "L/kg", Cited),
            new("k10", "elimination", 0.438, "1/min", Cited),
            new("k12", "to the second compartment", 0.592, "1/min", Cited),
            new("k13", "to the third compartment", 0.590, "1/min", Cited),
            new("k21", "back from the second", 0.247, "1/min", Cited),
            new("k31", "back from the third", 0.0146, "1/min", Cited),
        ],
        person =>
        {
            const double perHour = 60;
            var v1 = person["V1"] * person.Body.Kg;
            var q2 = person["k12"] * perHour * v1;
            var q3 = person["k13"] * perHour * v1;
            var plasma = Compartments.Mammillary(
                person["k10"] * perHour * v1, v1, (q2, q2 / (person["k21"] * perHour)), (q3, q3 / (person["k31"] * perHour)))
                .Concentration(0, 0);
            return new Kinetics((_, _, _) => [new Path(1, 0, 0, plasma)]);
        })
    {
        Elimination = ["k10"],
    };
}

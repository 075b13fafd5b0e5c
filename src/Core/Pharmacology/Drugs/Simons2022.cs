using Afterglow.Core.Pharmacology.Disposition;

namespace Afterglow.Core.Pharmacology.Drugs;

/// <summary>S-ketamine under the tongue, in the cheek and by vein, with S-norketamine and S-hydroxynorketamine; arterial samples.</summary>
public static class Simons2022
{
    private static readonly Source Cited = new("Simons 2022 Front Pain Res 3:946486", Confidence.Verified);

    private static readonly Source Molar =
        new("molar masses: ketamine 237.73, norketamine 223.7, hydroxynorketamine 239.7 g/mol", Confidence.RecalledSure);

    public static DrugModel Model { get; } = new(
        "simons-2022", "S-ketamine under the tongue or IV, with its metabolites", Compound.Esketamine, "human",
        "20 healthy adults, oral thin film 50 and 100 mg, then 20 mg IV over 20 min", SamplingSite.Arterial, Cited,
        "Arterial: at the end of an infusion 1.8 times the venous model. Hydroxynorketamine's volume is poorly estimated. Exponents of weight (0.75 and 1) are assumed.",
        [GivenBy.Vein, GivenBy.UnderTongue, GivenBy.Cheek],
        [Analyte.SKetamine, Analyte.Norketamine, Analyte.Hydroxynorketamine],
        [
            new("F1", "absorbed through the lining of the mouth", 0.263, "fraction", Cited, 0, Math.Sqrt(0.060)),
            new("D1", "evenly into that path over", 13.1, "min", Cited, 0, Math.Sqrt(0.154)),
            new("KA1", "then into plasma", 0.04, "1/min", Cited, 0, Math.Sqrt(0.062)),
            new("V1", "central volume", 11.6, "L/70 kg", Cited, Math.Sqrt(0.057)),
            new("V2", "second volume", 39.0, "L/70 kg", Cited),
            new("V3", "third volume", 174, "L/70 kg", Cited),
            new("CL1", "clearance", 1.48, "L/min/70 kg", Cited, Math.Sqrt(0.029)),
            new("CL2", "flow to the second", 2.43, "L/min/70 kg", Cited),
            new("CL3", "flow to the third", 1.21, "L/min/70 kg", Cited, Math.Sqrt(0.026)),
            new("MTTnk", "mean transit to norketamine", 20.1, "min", Cited, Math.Sqrt(0.021)),
            new("fmNK", "share that becomes norketamine", 0.8, "fraction", Cited),
            new("VN2", "norketamine second volume", 221, "L/70 kg", Cited),
            new("CLN1", "norketamine clearance", 1.0, "L/min/70 kg", Cited, Parameter.FromCv(22.6)),
            new("CLN2", "norketamine flow", 2.63, "L/min/70 kg", Cited),
            new("MTThnk", "mean transit to hydroxynorketamine", 1.12, "min", Cited),
            new("fmHNK", "share of norketamine that becomes it", 0.7, "fraction", Cited),
            new("VH1", "hydroxynorketamine central volume", 4.4, "L/70 kg", Cited, Math.Sqrt(1.22)),
            new("VH2", "its second volume", 87.5, "L/70 kg", Cited),
            new("CLH1", "its clearance", 0.933, "L/min/70 kg", Cited, Parameter.FromCv(32.9)),
            new("CLH2", "its flow", 1.7, "L/min/70 kg", Cited, Parameter.FromCv(57.6)),
            new("NKperK", "molar mass of norketamine over ketamine", 223.7 / 237.73, "fraction", Molar),
            new("HNKperNK", "molar mass of hydroxynorketamine over norketamine", 239.7 / 223.7, "fraction", Molar),
        ],
        person =>
        {
            const double perHour = 60;
            double Volume(string symbol) => person[symbol] * person.Body.Allometric(1);
            double Flow(string symbol) => person[symbol] * perHour * person.Body.Allometric(0.75);
            var plasma = Compartments.Mammillary(Flow("CL1"), Volume("V1"), (Flow("CL2"), Volume("V2")), (Flow("CL3"), Volume("V3")))
                .Concentration(0, 0);
            // Two stages stand between a parent and its metabolite.
            var toNorketamine = 2 * perHour / person["MTTnk"];
            var toHydroxy = 2 * perHour / person["MTThnk"];
            var norketamineBody = Compartments.Mammillary(Flow("CLN1"), Volume("V1"), (Flow("CLN2"), Volume("VN2"))).Concentration(0, 0);
            var hydroxyBody = Compartments.Mammillary(Flow("CLH1"), Volume("VH1"), (Flow("CLH2"), Volume("VH2"))).Concentration(0, 0);
            var norketamine = plasma.Times(Flow("CL1") * person["fmNK"] * person["NKperK"])
                .Behind(toNorketamine).Behind(toNorketamine).Convolved(norketamineBody);
            var hydroxy = norketamine.Times(Flow("CLN1") * person["fmHNK"] * person["HNKperNK"])
                .Behind(toHydroxy).Behind(toHydroxy).Convolved(hydroxyBody);
            var mouth = person["KA1"] * perHour;
            return new Kinetics((analyte, by, _) =>
            {
                var response = analyte switch { Analyte.Norketamine => norketamine, Analyte.Hydroxynorketamine => hydroxy, _ => plasma };
                return by == GivenBy.Vein
                    ? [new Path(1, 0, 0, response)]
                    : [new Path(person["F1"], 0, person["D1"] / perHour, response.Behind(mouth))];
            });
        });
}

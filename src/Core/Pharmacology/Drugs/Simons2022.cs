using Afterglow.Core.Pharmacology.Disposition;

namespace Afterglow.Core.Pharmacology.Drugs;

/// <summary>S-ketamine under the tongue, in the cheek and by vein, with S-norketamine and S-hydroxynorketamine; arterial samples.</summary>
public static class Simons2022
{
    private static readonly Source Cited = new("Simons 2022 Front Pain Res 3:946486", Confidence.Verified);

    private static readonly Source Transcribed = new("Simons 2022 Front Pain Res 3:946486, table 4 as transcribed in nlmixr2lib", Confidence.Verified);

    private static readonly Source Scaling = Source.Assumed("Simons 2022 gives the numbers at 70 kg and prints no exponent of weight; 0.75 and 1 are the usual ones.");

    private static readonly Source Molar =
        new("molar masses: ketamine 237.73, norketamine 223.7, hydroxynorketamine 239.7 g/mol", Confidence.RecalledSure);

    public static DrugModel Model { get; } = new(
        "simons-2022", "S-ketamine under the tongue or IV, with its metabolites", Compound.Esketamine, "human",
        "20 healthy adults, oral thin film 50 and 100 mg, then 20 mg IV over 20 min", SamplingSite.Arterial, Cited,
        "Arterial: at the end of an infusion 1.8 times the venous model. What is swallowed reaches the blood as metabolites only; that share (116 % of the film) is above the whole dose, which the source lets stand. Hydroxynorketamine's volume is poorly estimated. Exponents of weight are assumed.",
        [GivenBy.Vein, GivenBy.UnderTongue, GivenBy.Cheek],
        [Analyte.SKetamine, Analyte.Norketamine, Analyte.Hydroxynorketamine],
        [
            new("F1", "absorbed through the lining of the mouth", 0.263, "fraction", Cited, 0, Math.Sqrt(0.060)),
            new("D1", "evenly into that path over", 13.1, "min", Cited, 0, Math.Sqrt(0.154)),
            new("KA1", "then into plasma", 0.04, "1/min", Cited, 0, Math.Sqrt(0.062)),
            new("F2", "swallowed, and into the liver", 1.16, "fraction", Cited, 0, Math.Sqrt(0.057)),
            new("D2", "evenly into the gut over", 29.9, "min", Cited, 0, Math.Sqrt(0.611)),
            new("KA2", "out of the gut", 0.049, "1/min", Cited, 0, Math.Sqrt(0.376)),
            new("MTTgut", "then on to the liver, mean", 10.7, "min", Cited, 0, Math.Sqrt(0.937)),
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
            new("VH2", "its second volume", 87.5, "L/70 kg", Cited, 0, Math.Sqrt(0.152), Transcribed),
            new("CLH1", "its clearance", 0.933, "L/min/70 kg", Cited, Parameter.FromCv(32.9), Math.Sqrt(0.008), Transcribed),
            new("CLH2", "its flow", 1.7, "L/min/70 kg", Cited, Parameter.FromCv(57.6)),
            new("a", "exponent of weight for flows", 0.75, "1", Scaling),
            new("b", "exponent of weight for volumes", 1, "1", Scaling),
            new("NKperK", "molar mass of norketamine over ketamine", 223.7 / 237.73, "fraction", Molar),
            new("HNKperNK", "molar mass of hydroxynorketamine over norketamine", 239.7 / 223.7, "fraction", Molar),
        ],
        person =>
        {
            const double perHour = 60;
            double Volume(string symbol) => person[symbol] * person.Body.Allometric(person["b"]);
            double Flow(string symbol) => person[symbol] * perHour * person.Body.Allometric(person["a"]);
            var plasma = Compartments.Mammillary(Flow("CL1"), Volume("V1"), (Flow("CL2"), Volume("V2")), (Flow("CL3"), Volume("V3")))
                .Concentration(0, 0);
            // Worked out only when a metabolite is asked for. Two stages stand between a parent and its metabolite.
            ExponentialSum Norketamine(ExponentialSum parentLost)
            {
                var transit = 2 * perHour / person["MTTnk"];
                return parentLost.Times(person["fmNK"] * person["NKperK"]).Behind(transit).Behind(transit).Convolved(
                    Compartments.Mammillary(Flow("CLN1"), Volume("V1"), (Flow("CLN2"), Volume("VN2"))).Concentration(0, 0));
            }
            ExponentialSum Hydroxynorketamine(ExponentialSum norketamine)
            {
                var transit = 2 * perHour / person["MTThnk"];
                return norketamine.Times(Flow("CLN1") * person["fmHNK"] * person["HNKperNK"]).Behind(transit).Behind(transit).Convolved(
                    Compartments.Mammillary(Flow("CLH1"), Volume("VH1"), (Flow("CLH2"), Volume("VH2"))).Concentration(0, 0));
            }
            ExponentialSum Metabolite(Analyte analyte, ExponentialSum parentLost) => analyte == Analyte.Norketamine
                ? Norketamine(parentLost)
                : Hydroxynorketamine(Norketamine(parentLost));
            return new Kinetics((analyte, by, _) =>
            {
                var metabolite = analyte is Analyte.Norketamine or Analyte.Hydroxynorketamine;
                var response = metabolite ? Metabolite(analyte, plasma.Times(Flow("CL1"))) : plasma;
                if (by == GivenBy.Vein) return [new Path(1, 0, 0, response)];
                var lining = new Path(person.Share("F1", by), 0, person["D1"] / perHour, response.Behind(person["KA1"] * perHour));
                if (!metabolite) return [lining];
                // What is swallowed goes through the liver before it reaches the blood, and arrives changed.
                var fromGut = new ExponentialSum([person["KA2"] * perHour], [person["KA2"] * perHour]).Behind(perHour / person["MTTgut"]);
                return [lining, new Path(person["F2"], 0, person["D2"] / perHour, Metabolite(analyte, fromGut))];
            });
        })
    {
        UsualFor = [GivenBy.UnderTongue, GivenBy.Cheek],
        Elimination = ["CL1"],
    };
}

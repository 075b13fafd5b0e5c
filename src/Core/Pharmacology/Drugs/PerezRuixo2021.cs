using Afterglow.Core.Pharmacology.Disposition;

namespace Afterglow.Core.Pharmacology.Drugs;

/// <summary>Esketamine nasal spray: part through the nose at once, part swallowed and through the liver first.</summary>
public static class PerezRuixo2021
{
    private static readonly Source Cited = new("Perez-Ruixo 2021 Clin Pharmacokinet 60:501-516", Confidence.Verified);

    private static readonly Source Omitted = Source.Assumed("The paper states a spread for this rate and omits its value; 30 % stands in for it.");

    public static DrugModel Model { get; } = new(
        "perez-ruixo-2021", "Esketamine nasal spray, with noresketamine", Compound.Esketamine, "human",
        "820 people (564 with treatment-resistant depression), 13 studies", SamplingSite.Venous, Cited,
        "Not scaled by weight: weight, sex, liver tests and kidney function were tested and not retained. Rates are per hour, though the table prints L/h. Noresketamine is over-predicted 1.4 to 1.6 times by the printed values. Clearance comes out at 109 L/h where the abstract has 114 and the US label 89.",
        [GivenBy.Nose, GivenBy.Mouth, GivenBy.Vein], [Analyte.SKetamine, Analyte.Norketamine],
        [
            // On the logit scale, as its spread is: ln(0.54 / 0.46).
            new("FRn", "absorbed through the nose, first device", Math.Log(0.54 / 0.46), "logit", Cited, 0.708),
            new("FRnNext", "that, for every later device of the same session", 0.62, "factor", Cited),
            new("ka_n", "through the nose", 2.93, "1/h", Cited, Parameter.FromCv(61.5)),
            new("Dsw", "swallowed evenly over", 0.53, "h", Cited),
            new("ka_sw", "from the gut, when sprayed", 1.45, "1/h", Cited, Parameter.FromCv(132)),
            new("Dpo", "by mouth, evenly over", 0.32, "h", Cited),
            new("ka_po", "from the gut, by mouth", 0.97, "1/h", Cited, Parameter.FromCv(132)),
            new("Fgut", "passes the wall of the gut", 0.64, "fraction", Cited),
            new("Vc", "central volume", 192, "L", Cited, Parameter.FromCv(27.5)),
            new("Q1", "flow to the first peripheral", 84.3, "L/h", Cited),
            new("Vp1", "its volume", 143, "L", Cited, Parameter.FromCv(49.3)),
            new("Q2", "flow to the second peripheral", 37.6, "L/h", Cited),
            new("Vp2", "its volume", 417, "L", Cited),
            new("Qh", "flow through the liver", 151, "L/h", Cited, Parameter.FromCv(23.2)),
            new("Vh", "volume of the liver", 101, "L", Cited, Parameter.FromCv(34.6)),
            new("kel", "eliminated in the liver", 1.11, "1/h", Cited, Parameter.FromCv(120)),
            new("kmet", "becomes noresketamine in the liver", 2.77, "1/h", Cited, Parameter.FromCv(30), SpreadSource: Omitted),
            new("VcnF", "noresketamine volume", 70.0, "L", Cited, Parameter.FromCv(31.6)),
            new("CLnF", "noresketamine clearance", 38.0, "L/h", Cited, Parameter.FromCv(25.4)),
            new("VpnF", "noresketamine peripheral volume", 115, "L", Cited),
            new("Q3F", "flow to it", 26.1, "L/h", Cited),
            new("ageQh", "fall of the flow through the liver for each year above 60", 2.19, "L/h", Cited),
            new("asianKel", "elimination in Asian people over others", 0.36, "factor", Cited),
            new("asianCLn", "noresketamine clearance in Asian people over others", 0.81, "factor", Cited),
            new("japaneseFRn", "absorbed through the nose in Japanese people over others", 1.34, "factor", Cited),
        ],
        person =>
        {
            const int central = 0, liver = 1;
            var asian = person.Body.Descent is Descent.Asian or Descent.Japanese;
            // A person in the tail of the spread keeps a fifth of the flow: a liver without any is not meant by the source.
            var flow = Math.Max(0.2 * person["Qh"], person["Qh"] - person["ageQh"] * Math.Max(0, person.Body.AgeYears - 60));
            var eliminated = person["kel"] * (asian ? person["asianKel"] : 1);
            var body = Compartments.Around(
                0, person["Vc"],
                (flow, person["Vh"], (eliminated + person["kmet"]) * person["Vh"]), (person["Q1"], person["Vp1"], 0), (person["Q2"], person["Vp2"], 0));
            // Only what is asked for is worked out, and once: several devices, plasma and the effect site ask for the same.
            ExponentialSum Metabolised(int into) => body.Amount(liver, into).Times(person["kmet"]).Convolved(
                Compartments.Mammillary(person["CLnF"] * (asian ? person["asianCLn"] : 1), person["VcnF"], (person["Q3F"], person["VpnF"])).Concentration(0, 0));
            ExponentialSum? fromCentral = null, fromLiver = null, metaboliteFromCentral = null, metaboliteFromLiver = null;
            ExponentialSum From(int into, Analyte analyte) => (analyte == Analyte.Norketamine, into == central) switch
            {
                (true, true) => metaboliteFromCentral ??= Metabolised(central),
                (true, false) => metaboliteFromLiver ??= Metabolised(liver),
                (false, true) => fromCentral ??= body.Concentration(central, central),
                _ => fromLiver ??= body.Concentration(central, liver),
            };
            Sprayed? sprayed = null;
            Sprayed Spray(Analyte analyte) => sprayed is { } known && known.Of == analyte
                ? known
                : sprayed = new Sprayed(analyte, From(central, analyte).Behind(person["ka_n"]), From(liver, analyte).Behind(person["ka_sw"]));
            return new Kinetics((analyte, by, order) =>
            {
                if (by == GivenBy.Vein) return [new Path(1, 0, 0, From(central, analyte))];
                // The liver takes 72 % of what comes from the gut: more than the whole of it may be meant before that.
                if (by == GivenBy.Mouth)
                    return [new Path(person.Share("Fgut", GivenBy.Mouth, most: 1 / 0.278), 0, person["Dpo"], From(liver, analyte).Behind(person["ka_po"]))];
                var nose = Math.Min(1, person["FRn"] * (person.Body.Descent == Descent.Japanese ? person["japaneseFRn"] : 1)) * (order == 0 ? 1 : person["FRnNext"]);
                var spray = Spray(analyte);
                return [new Path(nose, 0, 0, spray.Nose), new Path((1 - nose) * person["Fgut"], 0, person["Dsw"], spray.Swallowed)];
            });
        })
    {
        UsualFor = [GivenBy.Nose],
        Elimination = ["kel", "kmet"],
    };

    /// <summary>What a milligram does by either way that a spray takes.</summary>
    private sealed record Sprayed(Analyte Of, ExponentialSum Nose, ExponentialSum Swallowed);
}

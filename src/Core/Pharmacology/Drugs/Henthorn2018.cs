namespace Afterglow.Core.Pharmacology.Drugs;

/// <summary>
/// R-ketamine by vein: cleared more slowly than S-ketamine by the ratio that was measured in the same ten men.
/// Of the model's own compartments only the total flow between them (7.59 L/min) is known here: their volumes, the
/// mixing in the arteries, the forearm and every spread are not, so the distribution is that of Otto 2021.
/// </summary>
public static class Henthorn2018
{
    private static readonly Source Cited = new("Henthorn 2018 Anesthesiology 129:260-270", Confidence.Verified);

    internal static IReadOnlyList<Parameter> Clearances { get; } =
    [
        new("CLS", "clearance of S-ketamine", 1.23, "L/min", Cited),
        new("CLR", "clearance of R-ketamine", 1.06, "L/min", Cited with { Confidence = Confidence.RecalledSure }),
    ];

    public static DrugModel Model { get; } = new(
        "henthorn-2018", "R-ketamine IV by the ratio of clearances", Compound.Arketamine, "human",
        "10 healthy men, 30-minute infusions of S and R apart", SamplingSite.Venous, Cited,
        "Only the ratio of the clearances is Henthorn's. Distribution and spread are those of S-ketamine (Otto 2021): Henthorn found distribution to be the same for both, and gives no volumes here.",
        [GivenBy.Vein], [Analyte.RKetamine],
        [
            .. Clearances,
            .. Otto2021.Parameters.Where(parameter => !parameter.Symbol.EndsWith("nk", StringComparison.Ordinal)).Select(parameter => parameter with
            {
                Source = Source.Assumed($"as for S-ketamine: {parameter.Source.Citation}"),
            }),
        ],
        // No S-ketamine is given: whatever is driven by it stays at nothing.
        person => new Kinetics((analyte, _, _) => analyte == Analyte.RKetamine ? [new Path(1, 0, 0, Otto2021.Parent(person, Ratio(person)))] : []))
    {
        UsualFor = [GivenBy.Vein],
        Covariances = [.. Otto2021.Covariances.Where(each => each.One == "V1")],
        Elimination = ["CL"],
    };

    /// <summary>The clearance of R over that of S.</summary>
    internal static double Ratio(Person person) => person["CLR"] / person["CLS"];
}

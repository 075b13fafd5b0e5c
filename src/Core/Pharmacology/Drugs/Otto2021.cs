using Afterglow.Core.Pharmacology.Disposition;

namespace Afterglow.Core.Pharmacology.Drugs;

/// <summary>S-ketamine by vein with S-norketamine, venous samples: the reference for infusions.</summary>
public static class Otto2021
{
    private static readonly Source Cited = new("Otto 2021 Eur J Clin Pharmacol 77:1181-1192", Confidence.Verified);
    private static readonly Source FromFanta = new("Fanta 2015 Eur J Clin Pharmacol 71:441-447, kept fixed by Otto 2021", Confidence.Verified);

    internal static IReadOnlyList<Parameter> Parameters { get; } =
    [
        new("V1", "central volume", 133, "L/70 kg", FromFanta, Math.Sqrt(0.084177)),
        new("CL", "clearance", 95.2, "L/h/70 kg", FromFanta, Math.Sqrt(0.026048)),
        new("Vp1", "first peripheral volume", 187, "L", FromFanta),
        new("Q1", "flow to it", 23.2, "L/h", FromFanta),
        new("Vp2", "second peripheral volume", 98.8, "L", FromFanta),
        new("Q2", "flow to it", 157, "L/h", FromFanta),
        new("Vnk", "norketamine central volume", 98.638, "L/70 kg", Cited, Math.Sqrt(0.040426)),
        new("CLnk", "norketamine clearance", 57.72, "L/h/70 kg", Cited, Math.Sqrt(0.10319)),
        new("Vpnk", "norketamine peripheral volume", 160.04, "L", Cited),
        new("Qnk", "flow to it", 42.778, "L/h", Cited),
    ];

    internal static IReadOnlyList<Covariance> Covariances { get; } =
    [
        new("V1", "CL", 0.02261, Cited),
        new("Vnk", "CLnk", 0.04456, Cited),
    ];

    public static DrugModel Model { get; } = new(
        "otto-2021", "S-ketamine IV with norketamine, three and two compartments", Compound.Esketamine, "human",
        "48 healthy adults of about 23 years, infusions", SamplingSite.Venous, Cited,
        "All eliminated S-ketamine is taken to become norketamine, without correction for molar mass: norketamine is in ketamine's mass. A measured sample scatters about the curve by a further 24 % (norketamine 14 %), which no band here holds.",
        [GivenBy.Vein], [Analyte.SKetamine, Analyte.Norketamine], Parameters,
        person =>
        {
            return new Kinetics((analyte, _, _) =>
                [new Path(1, 0, 0, analyte == Analyte.Norketamine ? Responses(person, 1).Metabolite : Parent(person, 1))]);
        })
    {
        UsualFor = [GivenBy.Vein],
        Covariances = Covariances,
        Elimination = ["CL"],
    };

    /// <summary>Plasma S-ketamine and norketamine after 1 mg into a vein.</summary>
    /// <param name="clearanceRatio">For the other enantiomer: its clearance over that of S.</param>
    internal static (ExponentialSum Parent, ExponentialSum Metabolite) Responses(Person person, double clearanceRatio)
    {
        var parent = Parent(person, clearanceRatio);
        return (parent, parent.Times(Clearance(person) * clearanceRatio).Convolved(NorketamineBody(person)));
    }

    internal static ExponentialSum Parent(Person person, double clearanceRatio) => Compartments.Mammillary(
        Clearance(person) * clearanceRatio, person["V1"] * person.Body.Allometric(1), (person["Q1"], person["Vp1"]), (person["Q2"], person["Vp2"]))
        .Concentration(0, 0);

    /// <summary>Plasma norketamine after 1 mg of norketamine into its central volume.</summary>
    internal static ExponentialSum NorketamineBody(Person person) => Compartments.Mammillary(
        person["CLnk"] * person.Body.Allometric(0.75), person["Vnk"] * person.Body.Allometric(1), (person["Qnk"], person["Vpnk"]))
        .Concentration(0, 0);

    private static double Clearance(Person person) => person["CL"] * person.Body.Allometric(0.75);
}

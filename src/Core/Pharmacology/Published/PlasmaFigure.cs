using Afterglow.Core.Units;

namespace Afterglow.Core.Pharmacology.Published;

/// <summary>A published number about plasma, and what a model gives for the same dose.</summary>
/// <param name="Range">What the source says of its spread.</param>
/// <param name="Within">How far off, as a share, a prediction may be for the model to be taken as right; null where the figure contradicts or stands for itself.</param>
public sealed record PlasmaFigure(
    string What, string Unit, double Observed, (double Low, double High)? Range, string Model, Func<double> Predict, double? Within, Source Source, string? Remark = null);

/// <summary>Measured figures beside predictions, those that fit and those that do not.</summary>
public static class PlasmaFigures
{
    private static readonly Body Seventy = new(BodyWeight.FromKilograms(70));
    private static readonly double[] Minutes = [.. Enumerable.Range(0, 1441).Select(minute => minute / 60.0)];

    private static Source Read(string citation) => new(citation, Confidence.Verified);

    private static Source Recalled(string citation) => new(citation, Confidence.RecalledSure);

    private static readonly Source Perez = Read("Perez-Ruixo 2021 Clin Pharmacokinet 60:501-516, abstract");
    private static readonly Source Label = Read("Spravato US prescribing information");
    private static readonly Source Sprayed = Read("Pharmacotherapy 2022 42:298-310, 10 people");
    private static readonly Source Chong = Read("Chong 2006 Pain Med 7:469, 6 people");
    private static readonly Source Hasan = Read("Hasan 2021 Anesthesiology 135:326-339, 15 people");
    private static readonly Source Wang = Read("Wang 2019 Drug Des Devel Ther 13:4135-4144, 32 people");

    public static IReadOnlyList<PlasmaFigure> All { get; } =
    [
        // By vein.
        new("0.5 mg/kg over 40 min, usual venous peak", "ng/mL", 185, null, "racemate", () => Peak("racemate", Analyte.Ketamine, Vein(35, 40)), 0.2, Read("Zanos 2018 Pharmacol Rev 70:621-660, table 1")),
        new("0.5 mg/kg over 40 min, usual venous peak", "ng/mL", 185, null, "domino-1984", () => Peak("domino-1984", Analyte.Ketamine, Vein(35, 40)), null, Read("Zanos 2018 Pharmacol Rev 70:621-660, table 1"), "fitted to boluses: too high"),
        new("0.5 mg/kg over 40 min, usual venous peak", "ng/mL", 185, null, "kamp-2020", () => Peak("kamp-2020", Analyte.Ketamine, Vein(35, 40)), null, Read("Zanos 2018 Pharmacol Rev 70:621-660, table 1"), "one compartment: too low at first"),
        new("S-ketamine 20 mg over 20 min, arterial peak", "ng/mL", 273, (259, 287), "simons-2022", () => Peak("simons-2022", Analyte.SKetamine, Vein(20, 20)), 0.06, Read("Simons thesis, visit with the 50 mg film")),
        new("S-ketamine 20 mg over 20 min, arterial peak", "ng/mL", 260, (251, 269), "simons-2022", () => Peak("simons-2022", Analyte.SKetamine, Vein(20, 20)), 0.06, Read("Simons thesis, visit with the 100 mg film")),
        new("10 mg at once, peak", "ng/mL", 296, null, "racemate", () => Peak("racemate", Analyte.Ketamine, Vein(10, 0)), null, Sprayed, "2 min after a bolus the venous model's first volume is too large"),
        new("clearance of S-ketamine", "mL/min/kg", 18.1, (14.9, 21.3), "otto-2021", () => Clearance("otto-2021", Analyte.SKetamine), 0.3, Wang),
        new("clearance of R-ketamine", "mL/min/kg", 15.8, (12.7, 18.9), "henthorn-2018", () => Clearance("henthorn-2018", Analyte.RKetamine), 0.3, Wang),
        new("clearance of R over S", "ratio", 0.859, null, "racemate", () => Clearance("henthorn-2018", Analyte.RKetamine) / Clearance("otto-2021", Analyte.SKetamine), 0.03, Wang),
        new("clearance of the racemate", "mL/min/kg", 18.8, (16.4, 21.4), "racemate", () => Clearance("racemate", Analyte.Ketamine), 0.2, Read("Kamp 2020 Anesthesiology 133:1192-1213: 79 L/h/70 kg")),
        new("clearance of the racemate in intensive care", "mL/min/kg", 36, (22.7, 49.3), "racemate", () => Clearance("racemate", Analyte.Ketamine), null, Read("Hijazi 2003 Br J Anaesth 90:155-160"), "another kind of patient"),
        new("half-life of the racemate", "h", 2.5, (2, 4), "racemate", () => HalfLife("racemate", Analyte.Ketamine, GivenBy.Vein), null, Read("Ketalar summaries"), "clinical; long sampling finds 5 to 6 h"),
        new("half-life of S-ketamine", "h", 5.2, (1.8, 8.6), "otto-2021", () => HalfLife("otto-2021", Analyte.SKetamine, GivenBy.Vein), 0.5, Hasan),
        new("half-life of R-ketamine", "h", 6.1, (3, 9.2), "henthorn-2018", () => HalfLife("henthorn-2018", Analyte.RKetamine, GivenBy.Vein), 0.5, Hasan),
        new("norketamine over ketamine, areas, by vein", "ratio", 0.19, null, "racemate", () => Ratio("racemate", Analyte.Norketamine, Analyte.Ketamine, GivenBy.Vein), null, Sprayed, "contradicts Otto 2021, in which all ketamine becomes norketamine"),
        new("hydroxynorketamine over S-ketamine, areas, by vein", "ratio", 1.7, (0.9, 2.5), "simons-2022", () => Ratio("simons-2022", Analyte.Hydroxynorketamine, Analyte.SKetamine, GivenBy.Vein), null, Hasan),
        // Into the nose.
        new("esketamine 56 mg, bioavailability", "%", 54, null, "perez-ruixo-2021", () => 100 * Reaches(2), 0.02, Perez),
        new("esketamine 84 mg, bioavailability", "%", 51, null, "perez-ruixo-2021", () => 100 * Reaches(3), 0.02, Perez),
        new("esketamine, bioavailability", "%", 48, null, "perez-ruixo-2021", () => 100 * Reaches(3), 0.1, Label),
        new("esketamine swallowed, bioavailability", "%", 18.6, null, "perez-ruixo-2021", () => 100 * Share("perez-ruixo-2021", Analyte.SKetamine, GivenBy.Mouth), 0.06, Perez),
        new("esketamine, clearance", "L/h", 114, null, "perez-ruixo-2021", () => Clearance("perez-ruixo-2021", Analyte.SKetamine) * 4.2, 0.06, Perez),
        new("esketamine, clearance", "L/h", 89, null, "perez-ruixo-2021", () => Clearance("perez-ruixo-2021", Analyte.SKetamine) * 4.2, null, Recalled("Spravato US prescribing information"), "contradicts the population model"),
        new("esketamine 84 mg, peak after the last spray", "min", 30, (20, 40), "perez-ruixo-2021", () => 60 * PeakTime("perez-ruixo-2021", Analyte.SKetamine, Sprays(3)) - 10, 0.35, Label),
        new("esketamine, half-life after the nose", "h", 9, (7, 12), "perez-ruixo-2021", () => HalfLife("perez-ruixo-2021", Analyte.SKetamine, GivenBy.Nose), 0.25, Label),
        new("esketamine 84 mg, exposure at 70 years over 40", "ratio", 1.18, null, "perez-ruixo-2021", () => Older(70), 0.1, Recalled("Spravato US prescribing information: 65 years and older")),
        new("esketamine 84 mg, exposure at 80 years over 40", "ratio", 1.38, null, "perez-ruixo-2021", () => Older(80), null, new("Spravato US prescribing information: 75 years and older", Confidence.RecalledUnsure)),
        new("racemate 10 mg sprayed, peak", "ng/mL", 22.9, null, "racemate", () => Peak("racemate", Analyte.Ketamine, At(10, GivenBy.Nose)), null, Sprayed, "bioavailability 17 % at this dose, 13 % in the model"),
        new("racemate 30 mg sprayed, peak", "ng/mL", 60.8, null, "racemate", () => Peak("racemate", Analyte.Ketamine, At(30, GivenBy.Nose)), null, Sprayed, "the venous model's first volume is too large for the first minutes"),
        new("racemate 50 mg sprayed, peak", "ng/mL", 77.6, null, "racemate", () => Peak("racemate", Analyte.Ketamine, At(50, GivenBy.Nose)), null, Sprayed),
        new("racemate sprayed, bioavailability", "%", 45, null, "racemate", () => 100 * Share("racemate", Analyte.Ketamine, GivenBy.Nose), null, Recalled("Yanagihara 2003 Biopharm Drug Dispos 24:37-43"), "contradicts the 11 to 17 % of Pharmacotherapy 2022"),
        new("norketamine over ketamine, areas, 50 mg sprayed", "ratio", 4.54, null, "racemate", () => Ratio("racemate", Analyte.Norketamine, Analyte.Ketamine, GivenBy.Nose), null, Sprayed),
        // By mouth, under the tongue, and other ways.
        new("racemate 25 mg under the tongue, peak", "ng/mL", 28.6, (22, 35.2), "racemate", () => Peak("racemate", Analyte.Ketamine, At(25, GivenBy.UnderTongue)), 0.4, Chong),
        new("racemate under the tongue, bioavailability", "%", 32, (15, 49), "racemate", () => 100 * Share("racemate", Analyte.Ketamine, GivenBy.UnderTongue), 0.2, Chong),
        new("racemate 25 mg by mouth, peak", "ng/mL", 22.8, (10, 35.6), "racemate", () => Peak("racemate", Analyte.Ketamine, At(25, GivenBy.Mouth)), null, Chong, "bioavailability 23 % in these six"),
        new("racemate 0.5 mg/kg by mouth, peak", "ng/mL", 45, (35, 55), "racemate", () => Peak("racemate", Analyte.Ketamine, At(35, GivenBy.Mouth)), null, Read("Zanos 2018 Pharmacol Rev 70:621-660, table 1")),
        new("racemate by mouth, bioavailability", "%", 23, (14, 32), "racemate", () => 100 * Share("racemate", Analyte.Ketamine, GivenBy.Mouth), 0.4, Chong),
        new("racemate by mouth, ketamine and norketamine together", "%", 59, (43, 75), "racemate", () => 100 * (Share("racemate", Analyte.Ketamine, GivenBy.Mouth) + 0.36), 0.2, Chong),
        new("norketamine over ketamine, by mouth", "ratio", 3, null, "racemate", () => Ratio("racemate", Analyte.Norketamine, Analyte.Ketamine, GivenBy.Mouth), null, Read("label summaries"), "which ratio is not said"),
        new("S-ketamine by mouth, bioavailability", "%", 18.6, null, "fanta-2015", () => 100 * Share("fanta-2015", Analyte.SKetamine, GivenBy.Mouth), null, Perez, "contradicts the 8 % of Fanta 2015"),
        new("S-ketamine prolonged-release tablets, bioavailability", "%", 15, (7, 23), "fanta-2015", () => 100 * Share("fanta-2015", Analyte.SKetamine, GivenBy.Mouth), null, Hasan),
        new("racemate into a muscle, peak", "min", 22, (5, 30), "racemate", () => 60 * PeakTime("racemate", Analyte.Ketamine, At(35, GivenBy.Muscle)), 0.1, Recalled("Clements 1982 J Pharm Sci 71:539-542")),
    ];

    private static DrugModel Model(string id) => DrugLibrary.Find(id)!;

    private static IReadOnlyList<GivenDose> Vein(decimal mg, double minutes) => [new(Mass.FromMilligrams(mg), GivenBy.Vein, 0, minutes / 60)];

    private static IReadOnlyList<GivenDose> At(decimal mg, GivenBy by) => [new(Mass.FromMilligrams(mg), by, 0)];

    /// <summary>Devices five minutes apart, as the label has it.</summary>
    private static IReadOnlyList<GivenDose> Sprays(int devices) =>
        [.. Enumerable.Range(0, devices).Select(device => new GivenDose(Mass.FromMilligrams(28), GivenBy.Nose, device / 12.0, 0, device))];

    private static double Peak(string id, Analyte analyte, IReadOnlyList<GivenDose> doses) => Simulation.Typical(Model(id), Seventy, analyte, doses, Minutes).Max();

    private static double PeakTime(string id, Analyte analyte, IReadOnlyList<GivenDose> doses)
    {
        var curve = Simulation.Typical(Model(id), Seventy, analyte, doses, Minutes);
        return Minutes[Array.IndexOf(curve, curve.Max())];
    }

    private static double Area(string id, Analyte analyte, GivenBy by, Body? body = null, int order = 0) =>
        Model(id).Typical(body ?? Seventy).Of(analyte, by, order).Sum(path => path.Fraction * path.Response.Area);

    private static double Share(string id, Analyte analyte, GivenBy by) => Area(id, analyte, by) / Area(id, analyte, GivenBy.Vein);

    private static double Reaches(int devices) =>
        Enumerable.Range(0, devices).Sum(order => Area("perez-ruixo-2021", Analyte.SKetamine, GivenBy.Nose, null, order)) / devices / Area("perez-ruixo-2021", Analyte.SKetamine, GivenBy.Vein);

    private static double Older(double years) =>
        Enumerable.Range(0, 3).Sum(order => Area("perez-ruixo-2021", Analyte.SKetamine, GivenBy.Nose, Seventy with { AgeYears = years }, order))
        / Enumerable.Range(0, 3).Sum(order => Area("perez-ruixo-2021", Analyte.SKetamine, GivenBy.Nose, null, order));

    private static double Ratio(string id, Analyte over, Analyte under, GivenBy by) => Area(id, over, by) / Area(id, under, by);

    private static double HalfLife(string id, Analyte analyte, GivenBy by) => Math.Log(2) / Model(id).Typical(Seventy).Of(analyte, by).Min(path => path.Response.TerminalRate);

    /// <summary>mL/min/kg.</summary>
    private static double Clearance(string id, Analyte analyte) => 1 / Area(id, analyte, GivenBy.Vein) * 1000 / 60 / 70;
}

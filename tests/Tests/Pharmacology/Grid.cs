using Afterglow.Core.Pharmacology;
using Afterglow.Core.Units;

namespace Afterglow.Tests.Pharmacology;

/// <summary>What these tests share: a body of 70 kg, minutes of a day, doses in few words.</summary>
internal static class Grid
{
    public static readonly Body Seventy = new(BodyWeight.FromKilograms(70));

    public static readonly double[] Minutes = [.. Enumerable.Range(0, (24 * 60) + 1).Select(minute => minute / 60.0)];

    public static GivenDose Dose(decimal mg, GivenBy by, double overMin = 0, double atH = 0) => new(Mass.FromMilligrams(mg), by, atH, overMin / 60);

    public static IReadOnlyList<GivenDose> Devices(int count, double apartH = 0) =>
        [.. Enumerable.Range(0, count).Select(order => new GivenDose(Mass.FromMilligrams(28), GivenBy.Nose, order * apartH, 0, order))];

    public static double[] Curve(DrugModel model, Analyte analyte, params IReadOnlyList<GivenDose> doses) =>
        Simulation.Typical(model, Seventy, analyte, doses, Minutes);

    public static DrugModel Model(string id) => DrugLibrary.Find(id)!;
}

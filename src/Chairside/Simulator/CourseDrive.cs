using Afterglow.Core.Pharmacology;
using Afterglow.Core.Pharmacology.Disposition;
using Afterglow.Core.Pharmacology.Mechanism;

namespace Afterglow.Chairside.Simulator;

/// <summary>
/// What reaches one person's chain over a course, on the points of a grid: what blocks NMDA receptors at the effect site,
/// counted as S-ketamine, and the norketamine that hydroxynorketamine is made from. Exact from point to point. mg/L.
/// </summary>
public sealed class CourseDrive
{
    private CourseDrive(double[] site, double[] source) => (Site, Source) = (site, source);

    public double[] Site { get; }

    public double[] Source { get; }

    public static CourseDrive Of(ClinicalParameters p, DrugModel model, Kinetics kinetics, IReadOnlyList<GivenDose> doses, CourseGrid grid)
    {
        var site = new double[grid.TimesH.Length];
        var source = new double[grid.TimesH.Length];
        foreach (var (analyte, atSite, towardsHydroxy) in ClinicalDrive.Weights(p, model))
        {
            foreach (var same in doses.GroupBy(dose => (dose.By, dose.Order)))
            {
                foreach (var path in kinetics.Of(analyte, same.Key.By, same.Key.Order))
                {
                    var changes = ClinicalDrive.Changes(path, same);
                    if (atSite > 0) Add(path.Response.Behind(p.EffectSitePerHour), atSite, changes, grid, site);
                    if (towardsHydroxy > 0) Add(path.Response, towardsHydroxy, changes, grid, source);
                }
            }
        }
        return new CourseDrive(site, source);
    }

    /// <summary>When the doses of a course begin and end.</summary>
    public static IEnumerable<double> Events(DrugModel model, Kinetics kinetics, IReadOnlyList<GivenDose> doses) =>
        ClinicalDrive.Events(kinetics, model, doses);

    /// <summary>Each exponential follows x′ = input − rate·x from point to point; every change falls on a point of the grid.</summary>
    private static void Add(ExponentialSum response, double weight, IReadOnlyList<(double AtH, double Rate, double Amount)> changes, CourseGrid grid, double[] curve)
    {
        var times = grid.TimesH;
        var falls = new double[grid.LengthsH.Count];
        for (var term = 0; term < response.Rates.Length; term++)
        {
            var rate = response.Rates[term];
            var coefficient = weight * response.Coefficients[term];
            for (var k = 0; k < falls.Length; k++) falls[k] = Math.Exp(-rate * grid.LengthsH[k]);
            double held = 0, input = 0;
            var next = 0;
            for (var point = 0; point < times.Length; point++)
            {
                if (point > 0)
                {
                    var rest = input / rate;
                    held = rest + (held - rest) * falls[grid.StepOf[point - 1]];
                }
                while (next < changes.Count && changes[next].AtH <= times[point] + 1e-5)
                {
                    // What runs in comes to rest at exactly nothing.
                    input = Math.Abs(input + changes[next].Rate) < 1e-9 * Math.Abs(changes[next].Rate) ? 0 : input + changes[next].Rate;
                    held += changes[next].Amount;
                    next++;
                }
                curve[point] += coefficient * held;
            }
        }
    }
}

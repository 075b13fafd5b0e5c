using Afterglow.Core;
using Afterglow.Core.Evidence;
using Afterglow.Core.Pharmacology;
using Afterglow.Core.Pharmacology.Mechanism;

namespace Afterglow.App.Pharmacology;

/// <summary>The curves of the chain from NMDA blockade to symptoms, for any drug, route and schedule.</summary>
public static class ChainCurves
{
    private static readonly Source Model = new("the chain of docs/science.md, which says what of it is measured", Confidence.Assumed);

    private static readonly (string Name, string Title, string Unit, ChainCurve Curve, double Times)[] All =
    [
        ("occupancy", "NMDA receptors blocked on interneurons", "%", ChainCurve.Occupancy, 100),
        ("gaba", "GABA tone", "of rest", ChainCurve.GabaTone, 1),
        ("glutamate", "Glutamate", "of rest", ChainCurve.Glutamate, 1),
        ("ampa", "AMPA throughput", "of rest", ChainCurve.AmpaThroughput, 1),
        ("bdnf", "BDNF and TrkB", "of rest", ChainCurve.Bdnf, 1),
        ("eef2", "eEF2 branch", "of rest", ChainCurve.Eef2, 1),
        ("mtor", "mTORC1", "of rest", ChainCurve.Mtor, 1),
        ("plasticity", "Window of plasticity (synaptic protein)", "of rest", ChainCurve.Consolidation, 1),
        ("synapses", "Synapse density", "of rest", ChainCurve.Synapses, 1),
        ("inflammation", "Inflammation", "of rest", ChainCurve.Inflammation, 1),
        ("hnk", "Hydroxynorketamine as far as it acts", "mg/L", ChainCurve.Hydroxynorketamine, 1),
        ("tolerance", "Tolerance of the burst", "1", ChainCurve.Tolerance, 1),
        ("symptoms", "Symptoms by the drug's part alone", "% of untreated", ChainCurve.Severity, 100),
    ];

    public static IReadOnlyList<string> Names { get; } = [.. All.Select(each => each.Name)];

    /// <summary>The curves of these names, each with the spread between virtual people.</summary>
    /// <param name="without">Links of the chain that are switched off.</param>
    public static IReadOnlyList<PredictedCurve> Predict(
        SimulationRequest request, IReadOnlyList<string> names, IReadOnlyList<double> timesH, IReadOnlyList<ChainLink> without, ulong seed)
    {
        var numbers = FittedModel.Numbers.Chain.Without(without);
        var asked = names.Select(name => All.First(each => each.Name == name)).ToArray();
        var doses = request.Doses();
        var plan = new ClinicalPlan(ClinicalDrive.Events(request.Model.Typical(request.Body), request.Model, doses), timesH);
        var people = new Kinetics[request.Subjects];
        var subjects = new ClinicalSubject[request.Subjects];
        for (var k = 0; k < people.Length; k++)
        {
            people[k] = request.Model.Virtual(request.Body, seed, k);
            subjects[k] = ClinicalSubject.Virtual(numbers, seed, k);
        }
        var drive = ClinicalDrive.Of(numbers, request.Model, people, doses, plan);
        var solved = new ClinicalChain(numbers, plan, [.. asked.Select(each => each.Curve)]).Solve(drive, subjects);
        var curves = new List<PredictedCurve>();
        var width = timesH.Count * asked.Length;
        for (var column = 0; column < asked.Length; column++)
        {
            var each = asked[column];
            var all = new double[people.Length][];
            for (var k = 0; k < all.Length; k++)
            {
                all[k] = new double[timesH.Count];
                for (var t = 0; t < timesH.Count; t++) all[k][t] = each.Times * solved[k * width + t * asked.Length + column];
            }
            var source = each.Curve == ChainCurve.Severity ? Model with { Citation = $"{Model.Citation}; {FittedModel.HeldOut.Sentence}" } : Model;
            curves.Add(new PredictedCurve(each.Name, each.Title + Missing(without), each.Unit, Simulation.Percentiles(all, timesH), source));
        }
        return curves;
    }

    /// <summary>About three hundred even points, and where the window is long the first hours behind every dose.</summary>
    public static double[] Times(SimulationRequest request, IReadOnlyList<double> even)
    {
        if (request.Hours <= 48) return [.. even];
        double[] after = [1 / 3.0, 2 / 3.0, 1, 1.5, 2, 3, 4, 6, 8, 12, 18, 24];
        var times = new SortedSet<double>(even.Select(at => Math.Round(at, 6)));
        foreach (var dose in request.AtH)
            foreach (var hour in after)
                if (dose + hour < request.Hours) times.Add(Math.Round(dose + hour, 6));
        return [.. times];
    }

    private static string Missing(IReadOnlyList<ChainLink> without) => without.Count == 0 ? "" : $" without {string.Join(", ", without.Select(link => link.Word()))}";
}

using Afterglow.Core;
using Afterglow.Core.Pharmacology;
using Afterglow.Core.Pharmacology.Effects;
using Afterglow.Core.Pharmacology.Mechanism;

namespace Afterglow.App.Pharmacology;

/// <summary>One predicted curve with its spread and what it stands on.</summary>
public sealed record PredictedCurve(string Name, string Title, string Unit, Band Band, Source Source)
{
    /// <summary>What was measured, where the curve is a concentration: published ranges belong beside it.</summary>
    public Analyte? Analyte { get; init; }

    /// <summary>What to be careful about in this curve.</summary>
    public string? Caution { get; init; }
}

/// <summary>The curves that a simulation can be asked for by name.</summary>
public static class Curves
{
    // People of a virtual population are the same in every run.
    private const ulong Seed = 20261123;

    public static IReadOnlyList<string> Names { get; } = ["plasma", "norketamine", "hydroxynorketamine", "bp", "heart-rate", "dissociation", "sedation", .. ChainCurves.Names];

    /// <summary>All curves asked for; a name that is not on the list, or that the model does not predict, is refused.</summary>
    /// <param name="without">Links of the chain that are switched off.</param>
    public static Result<IReadOnlyList<PredictedCurve>> Predict(
        SimulationRequest request, IReadOnlyList<string> names, IReadOnlyList<ChainLink>? without = null)
    {
        var times = Times(request.Hours);
        // The chain's curves are solved together, at more times where they are asked for alone.
        string[] chain = [.. names.Where(ChainCurves.Names.Contains).Distinct()];
        var chained = chain.Length == 0 ? [] : ChainCurves.Predict(
            request, chain, chain.Length == names.Count ? ChainCurves.Times(request, times) : times, without ?? [], Seed);
        var doses = request.Doses();
        // The effects are driven by S-ketamine: a model that does not tell it apart predicts none of them.
        var felt = request.Model.Analytes.Contains(Analyte.SKetamine);
        var curves = new List<PredictedCurve>();
        if (names.Count == 0) return new UnknownWord("output of this model", "", string.Join(", ", Names));
        foreach (var name in names.Distinct())
        {
            switch (name)
            {
                case "plasma":
                    curves.Add(Plasma(name, $"Plasma {InWords(request.Analyte)}", request.Analyte));
                    break;
                case "norketamine" when request.Model.Analytes.Contains(Analyte.Norketamine):
                    curves.Add(Plasma(name, "Plasma norketamine", Analyte.Norketamine));
                    break;
                case "hydroxynorketamine" when request.Model.Analytes.Contains(Analyte.Hydroxynorketamine):
                    curves.Add(Plasma(name, "Plasma hydroxynorketamine", Analyte.Hydroxynorketamine));
                    break;
                case "bp" when felt:
                    curves.AddRange(Effects(
                        ("systolic", "Rise of systolic pressure", SessionEffect.Systolic), ("diastolic", "Rise of diastolic pressure", SessionEffect.Diastolic)));
                    break;
                case "heart-rate" when felt:
                    curves.AddRange(Effects((name, "Rise of heart rate", SessionEffect.HeartRate)));
                    break;
                case "dissociation" when felt:
                    curves.AddRange(Effects((name, "Dissociation (CADSS), never a target", SessionEffect.Dissociation)));
                    break;
                case "sedation" when felt:
                    curves.AddRange(Effects((name, "Chance of drowsiness (MOAA/S 4 or less)", SessionEffect.Sedation)));
                    break;
                case var link when chain.Contains(link):
                    curves.Add(chained.First(curve => curve.Name == link));
                    break;
                default:
                    return new UnknownWord($"output of the model {request.Model.Id}", name, string.Join(", ", Of(request.Model)));
            }
        }
        return curves;

        PredictedCurve Plasma(string name, string title, Analyte analyte) => new(
            name, title, "ng/mL", Simulation.Population(request.Model, request.Body, analyte, doses, times, request.Subjects, Seed), request.Model.Source)
        {
            Analyte = analyte,
        };

        IEnumerable<PredictedCurve> Effects(params (string Name, string Title, SessionEffect Effect)[] wanted) =>
            SessionEffects.Populations([.. wanted.Select(each => each.Effect)], request.Model, request.Body, doses, times, request.Subjects, Seed, request.SessionsBefore)
                .Zip(wanted, (band, each) => new PredictedCurve(each.Name, each.Title, SessionEffects.UnitOf(each.Effect), band, SessionEffects.SourceOf(each.Effect))
                {
                    Caution = SessionEffects.Caution(request.Model),
                });
    }

    /// <summary>The outputs a model can be asked for.</summary>
    public static IEnumerable<string> Of(DrugModel model) => Names.Where(name => name switch
    {
        "plasma" => true,
        "norketamine" => model.Analytes.Contains(Analyte.Norketamine),
        "hydroxynorketamine" => model.Analytes.Contains(Analyte.Hydroxynorketamine),
        "bp" or "heart-rate" or "dissociation" or "sedation" => model.Analytes.Contains(Analyte.SKetamine),
        _ => true,
    });

    private static string InWords(Analyte analyte) => analyte switch
    {
        Analyte.SKetamine => "S-ketamine",
        Analyte.RKetamine => "R-ketamine",
        _ => "ketamine",
    };

    /// <summary>About three hundred points, on whole minutes.</summary>
    private static double[] Times(double hours)
    {
        var minutes = Math.Max(1, (int)Math.Ceiling(hours * 60 / 300));
        var count = Math.Max(2, (int)Math.Floor(hours * 60 / minutes) + 1);
        return [.. Enumerable.Range(0, count).Select(k => k * minutes / 60.0)];
    }
}

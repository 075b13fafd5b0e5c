using Afterglow.Core;
using Afterglow.Core.Pharmacology;
using Afterglow.Core.Pharmacology.Effects;
using Afterglow.Core.Pharmacology.Mechanism;

namespace Afterglow.App.Pharmacology;

/// <summary>One predicted curve with its spread and what it stands on.</summary>
public sealed record PredictedCurve(string Name, string Title, string Unit, Band Band, Source Source);

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
        var curves = new List<PredictedCurve>();
        // The effects are driven by S-ketamine: a model that does not tell it apart predicts none of them.
        var felt = request.Model.Analytes.Contains(Analyte.SKetamine);
        foreach (var name in names)
        {
            switch (name)
            {
                case "plasma":
                    curves.Add(Plasma(name, request.Analyte == Analyte.Ketamine ? "Plasma ketamine" : "Plasma S-ketamine", request.Analyte));
                    break;
                case "norketamine" when request.Model.Analytes.Contains(Analyte.Norketamine):
                    curves.Add(Plasma(name, "Plasma norketamine", Analyte.Norketamine));
                    break;
                case "hydroxynorketamine" when request.Model.Analytes.Contains(Analyte.Hydroxynorketamine):
                    curves.Add(Plasma(name, "Plasma hydroxynorketamine", Analyte.Hydroxynorketamine));
                    break;
                case "bp" when felt:
                    curves.Add(Effect("systolic", "Rise of systolic pressure", "mmHg", SessionEffect.Systolic, "SBP"));
                    curves.Add(Effect("diastolic", "Rise of diastolic pressure", "mmHg", SessionEffect.Diastolic, "DBP"));
                    break;
                case "heart-rate" when felt:
                    curves.Add(Effect(name, "Rise of heart rate", "/min", SessionEffect.HeartRate, "HR"));
                    break;
                case "dissociation" when felt:
                    curves.Add(Effect(name, "Dissociation (CADSS), never a target", "points", SessionEffect.Dissociation, "CADSSmax"));
                    break;
                case "sedation" when felt:
                    curves.Add(Effect(name, "Chance of drowsiness (MOAA/S 4 or less)", "fraction", SessionEffect.Sedation, "C50s"));
                    break;
                case var link when chain.Contains(link):
                    curves.Add(chained.First(curve => curve.Name == link));
                    break;
                default:
                    return new UnknownWord("output of this model", name, string.Join(", ", Names));
            }
        }
        return curves;

        PredictedCurve Plasma(string name, string title, Analyte analyte) => new(
            name, title, "ng/mL", Simulation.Population(request.Model, request.Body, analyte, doses, times, request.Subjects, Seed), request.Model.Source);

        PredictedCurve Effect(string name, string title, string unit, SessionEffect effect, string parameter) => new(
            name, title, unit, SessionEffects.Population(effect, request.Model, request.Body, doses, times, request.Subjects, Seed),
            SessionEffects.Parameters.First(each => each.Symbol == parameter).Source);
    }

    /// <summary>About three hundred points, on whole minutes.</summary>
    private static double[] Times(double hours)
    {
        var minutes = Math.Max(1, (int)Math.Ceiling(hours * 60 / 300));
        var count = (int)Math.Floor(hours * 60 / minutes) + 1;
        return [.. Enumerable.Range(0, count).Select(k => k * minutes / 60.0)];
    }
}

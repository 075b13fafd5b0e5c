using System.Globalization;
using Afterglow.App.Pharmacology;
using Afterglow.Core;
using Afterglow.Core.Pharmacology;
using Afterglow.Core.Plans;
using Afterglow.Core.Plans.Treatment;
using Afterglow.Core.Units;
using Route = Afterglow.Core.Plans.Route;

namespace Afterglow.App.Plans;

/// <summary>A predicted value in the middle, and between which values nine people in ten lie.</summary>
public sealed record Predicted(double Middle, double Low, double High)
{
    public string Words(string format = "0") => string.Create(
        CultureInfo.InvariantCulture, $"{Middle.ToString(format, CultureInfo.InvariantCulture)} ({Low.ToString(format, CultureInfo.InvariantCulture)} to {High.ToString(format, CultureInfo.InvariantCulture)})").Replace('-', '−');

    internal static Predicted At(Band band, int t) => new(band.Median[t], band.Low[t], band.High[t]);
}

/// <summary>What one dose of a plan is predicted to do in one session.</summary>
public sealed record DoseForecast(PlannedDose Dose, Mass Amount, PredictedCurve Plasma, IReadOnlyList<PredictedCurve> Pressure)
{
    /// <summary>The highest of a curve, and when.</summary>
    public static (double AtH, Predicted Value) Peak(PredictedCurve curve)
    {
        var t = 0;
        for (var k = 1; k < curve.Band.Median.Length; k++)
            if (curve.Band.Median[k] > curve.Band.Median[t]) t = k;
        return (curve.Band.TimesH[t], Predicted.At(curve.Band, t));
    }
}

/// <summary>What a plan implies, worked out with the engine for somebody of this weight and age. A prediction, never a measurement.</summary>
public sealed record PlanForecast(string Model, Source ModelSource, bool AgeAssumed, double Hours, IReadOnlyList<DoseForecast> Doses)
{
    /// <summary>Enough for a band that does not move by more than a line's width, and quick enough for a page.</summary>
    private const int People = 400;

    // Whose age is not on file is taken to be as old as the patients of most trials.
    private const double UsualAge = 45;

    /// <summary>The forecast, or what is missing for one.</summary>
    public static Result<PlanForecast> Of(PlanTerms terms, BodyWeight? weight, int? age)
    {
        if (terms.Protocol is not { } protocol) return new NotPredictable("The protocol is not one of this clinic’s any more.");
        if (weight is not { } body) return new NotPredictable("Nobody has weighed this patient here; a weight is needed for a prediction.");
        var (compound, route) = (protocol.Compound == Compounds.Esketamine ? "esketamine" : "ketamine", protocol.Route switch
        {
            Route.Intravenous => "iv",
            Route.Intramuscular => "im",
            Route.Nasal => "nasal",
            _ => "sublingual",
        });
        var hours = Math.Ceiling((protocol.GivenOver?.Value ?? TimeSpan.Zero).TotalHours + protocol.Observation.Value.Least.TotalHours + 0.5);
        var over = protocol.GivenOver is { } given ? string.Create(CultureInfo.InvariantCulture, $"{given.Value.TotalMinutes:0.##}min") : null;
        var doses = new List<DoseForecast>();
        DrugModel? model = null;
        foreach (var dose in new[] { terms.FirstDose, terms.HighestDose }.Distinct())
        {
            var asked = SimulationRequest.Read(
                compound, dose.ToString(), body.ToString(), route, over, "0", hours, null, People, Math.Clamp(age ?? UsualAge, 18, 100));
            if (!asked.Try(out var request, out var refusal)) return refusal;
            model = request.Model;
            var felt = model.Analytes.Contains(Analyte.SKetamine);
            if (!Curves.Predict(request, felt ? ["plasma", "bp"] : ["plasma"]).Try(out var curves, out refusal)) return refusal;
            doses.Add(new DoseForecast(dose, dose.For(body)!.Value, curves[0], [.. curves.Skip(1)]));
        }
        return new PlanForecast(model!.Name, model.Source, age is null, hours, doses);
    }
}

/// <summary>Why there is no prediction.</summary>
public sealed record NotPredictable(string Why) : Refusal
{
    public override string Code => "plan.not-predictable";

    public override string Sentence => Why;
}

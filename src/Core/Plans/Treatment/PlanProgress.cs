using System.Globalization;
using Afterglow.Core.Measures;
using Afterglow.Core.Patients;

namespace Afterglow.Core.Plans.Treatment;

/// <summary>A measure of a plan as it stands: where it began, where it is, what that means.</summary>
/// <param name="Newest">The newest score since the start; null when there is none.</param>
/// <param name="Percent">Improvement of the score at the start; null while there is nothing to compare.</param>
public sealed record MeasureProgress(JudgingMeasure Measure, PlannedMeasure Planned, decimal? Newest, ClinicalTime? At, decimal? Percent, Benefit? Benefit)
{
    /// <summary>“PHQ-9 19 → 9, 53 % better: response”.</summary>
    public string Words => (Planned.Baseline, Newest) switch
    {
        (null, _) => $"{Measure.Name}: no score at the start",
        ({ } from, null) => string.Create(CultureInfo.InvariantCulture, $"{Measure.Name} {from:0.##}, not taken since"),
        ({ } from, { } now) => string.Create(CultureInfo.InvariantCulture, $"{Measure.Name} {from:0.##} → {now:0.##}{Change()}: {BenefitWords}"),
    };

    public string BenefitWords => Benefit switch
    {
        Measures.Benefit.Remission => "remission",
        Measures.Benefit.Response => "response",
        Measures.Benefit.Some => "some benefit, no response",
        Measures.Benefit.Worse => "worse",
        _ => "no change",
    };

    private string Change() => Percent is not { } percent ? ""
        : percent >= 0 ? string.Create(CultureInfo.InvariantCulture, $", {percent:0} % better")
        : string.Create(CultureInfo.InvariantCulture, $", {-percent:0} % worse");
}

/// <summary>How a plan is doing, from the scores in the chart. It informs; a prescriber decides.</summary>
public static class PlanProgress
{
    /// <summary>The measures of a plan with the newest scores taken after the day of the baseline.</summary>
    public static IReadOnlyList<MeasureProgress> Of(PlanTerms terms, IEnumerable<ChartFact.SurveyScoreNoted> scores)
    {
        var known = scores.Where(score => score.At.Precision != Precision.Unknown).OrderByDescending(score => score.At.Start).ToList();
        return
        [
            .. terms.Measures.Select(planned =>
            {
                var measure = JudgingMeasure.Find(planned.Id)!;
                var newest = known.Find(score => measure.Is(score.What) && measure.Holds(score.Score)
                    && (planned.TakenOn is not { } began || DateOnly.FromDateTime(score.At.Start.UtcDateTime) > began));
                return planned.Baseline is { } from && newest is not null
                    ? new MeasureProgress(measure, planned, newest.Score, newest.At, measure.Improvement(from, newest.Score), measure.Judge(from, newest.Score))
                    : new MeasureProgress(measure, planned, newest?.Score, newest?.At, null, null);
            }),
        ];
    }

    /// <summary>The newest score of a measure, to begin from; null when there is none.</summary>
    public static (decimal Score, DateOnly On)? Baseline(JudgingMeasure measure, IEnumerable<ChartFact.SurveyScoreNoted> scores) =>
        scores.Where(score => measure.Is(score.What) && measure.Holds(score.Score) && score.At.Precision != Precision.Unknown).MaxBy(score => score.At.Start) is { } newest
            ? (newest.Score, DateOnly.FromDateTime(newest.At.Start.UtcDateTime))
            : null;
}

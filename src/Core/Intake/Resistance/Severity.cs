using Afterglow.Core.Intake.Eligibility;
using Afterglow.Core.Measures;
using Afterglow.Core.Measures.Scales;
using Afterglow.Core.Patients;

namespace Afterglow.Core.Intake.Resistance;

/// <summary>How severe the depression is, by a score on file.</summary>
public static class Severity
{
    /// <summary>How long a score says something about now; Source.Assumed.</summary>
    public const int HoldsDays = 90;

    /// <summary>The published bands of each scale, set beside the steps of the staging, which the staging's authors did not do for these scales.</summary>
    public static Source Bands { get; } = Source.Assumed("PHQ-9 and MADRS severity bands laid on the steps of the Maudsley staging, whose authors left the scale open.");

    private static readonly Instrument[] Scales = [Phq9.Instrument, Madrs.Instrument];

    public static bool IsDepressionScore(ChartFact.SurveyScoreNoted score) => Scales.Any(scale => scale.IsCalled(score.What.Text, score.What.Code));

    /// <summary>The step 1 to 4 of the staging (5 is severe with psychosis), by the newest score that still holds; null without one.</summary>
    public static (int Step, Basis Basis)? Of(Known known)
    {
        foreach (var (fact, entry) in known.Scores)
            if (known.DaysAgo(fact.At) <= HoldsDays && Step(fact) is { } step) return (step, known.Score(fact, entry));
        return null;
    }

    private static int? Step(ChartFact.SurveyScoreNoted score) =>
        Array.Find(Scales, scale => scale.IsCalled(score.What.Text, score.What.Code))?.BandOf((int)Math.Floor(score.Score))?.Key switch
        {
            "minimal" or "normal" => 1,
            "mild" => 2,
            "moderate" or "moderately-severe" => 3,
            "severe" => 4,
            _ => null,
        };
}

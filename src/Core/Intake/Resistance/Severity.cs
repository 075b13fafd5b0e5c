using Afterglow.Core.Intake.Eligibility;
using Afterglow.Core.Patients;

namespace Afterglow.Core.Intake.Resistance;

/// <summary>How severe the depression is, by a score on file.</summary>
public static class Severity
{
    /// <summary>How long a score says something about now; Source.Assumed.</summary>
    public const int HoldsDays = 90;

    /// <summary>The published bands of each scale, set beside the steps of the staging, which the staging's authors did not do for these scales.</summary>
    public static Source Bands { get; } = Source.Assumed("PHQ-9 and MADRS severity bands laid on the steps of the Maudsley staging, whose authors left the scale open.");

    public static bool IsDepressionScore(ChartFact.SurveyScoreNoted score) => IsPhq9(score) || IsMadrs(score);

    /// <summary>The step 1 to 4 of the staging (5 is severe with psychosis), by the newest score that still holds; null without one.</summary>
    public static (int Step, Basis Basis)? Of(Known known)
    {
        foreach (var (fact, entry) in known.Scores)
            if (known.DaysAgo(fact.At) <= HoldsDays && Step(fact) is { } step) return (step, known.Score(fact, entry));
        return null;
    }

    private static int? Step(ChartFact.SurveyScoreNoted score) =>
        IsPhq9(score) ? score.Score switch { < 5 => 1, < 10 => 2, < 20 => 3, <= 27 => 4, _ => null }
        : IsMadrs(score) ? score.Score switch { < 7 => 1, < 20 => 2, < 35 => 3, <= 60 => 4, _ => null }
        : null;

    // 44261-6 is the total of the PHQ-9 in LOINC; 44249-1 its panel, which some systems use for the total.
    private static bool IsPhq9(ChartFact.SurveyScoreNoted score) =>
        score.What.Code is "44261-6" or "44249-1"
        || score.What.Text.Contains("PHQ-9", StringComparison.OrdinalIgnoreCase)
        || score.What.Text.Contains("Patient Health Questionnaire 9", StringComparison.OrdinalIgnoreCase);

    private static bool IsMadrs(ChartFact.SurveyScoreNoted score) =>
        score.What.Text.Contains("MADRS", StringComparison.OrdinalIgnoreCase)
        || score.What.Text.Contains("Montgomery", StringComparison.OrdinalIgnoreCase);
}

using Afterglow.Core.Intake.History;
using Afterglow.Core.Patients;
using Afterglow.Core.Intake.Resistance;
using Afterglow.Core.Plans;

namespace Afterglow.Core.Intake.Eligibility;

/// <summary>What has to be known and arranged before a first session: the indication, the work-up, the way home.</summary>
internal static class Readiness
{
    // How long a score, a pressure and liver values say something about today; Source.Assumed.
    private const int ScoreHoldsDays = 30;
    private const int LiverHoldsDays = 180;

    public static Finding? Indication(Known known)
    {
        var say = new Saying("p_mcintyre", "What it is for");
        var depression = known.Active(ConditionSets.Depression).ToList();
        var others = known.Active(ConditionSets.OtherIndications).ToList();
        var diagnoses = known.Answers("diagnoses").ToList();
        if (known.History.Has("diagnoses", "depression") || depression.Count > 0)
            return say.Noted(
                $"Depression. Short-term benefit is published for ketamine by vein and esketamine by nose. Against it stands: {RuleBook.Find("p_va").Text}.",
                depression.Concat(diagnoses));
        if (known.History.Has("diagnoses", "bipolar") || known.Active(ConditionSets.Bipolar).Count > 0)
            return say.Decide("Bipolar, and no depression on file: what is it for?", known.Active(ConditionSets.Bipolar).Concat(diagnoses));
        if (others.Count > 0 || known.History.Has("diagnoses", "ptsd") || known.History.Has("diagnoses", "ocd") || known.History.Has("diagnoses", "anxiety"))
            return say.Decide("No depression on file. For what is on file the evidence is thinner, and every ketamine is off-label.", others.Concat(diagnoses));
        return known.Open("diagnoses") ? say.More("What it is for is not known.", diagnoses, "diagnoses")
            : say.Decide("Nothing on file that ketamine is given for here.", diagnoses);
    }

    public static Finding WorkUp(Known known)
    {
        var say = new Saying("g_base_workup", "Work-up before the first session");
        var (have, lack) = (new List<Basis>(), new List<string>());
        var score = known.Scores.FirstOrDefault(one => Severity.IsDepressionScore(one.Fact) && known.DaysAgo(one.Fact.At) <= ScoreHoldsDays);
        if (score.Fact is null) lack.Add($"a depression score of the last {ScoreHoldsDays} days (PHQ-9 or MADRS)");
        else have.Add(known.Score(score.Fact, score.EntryId));
        if (known.Pressure is { } pressure && pressure.DaysAgo <= Contraindications.PressureHoldsDays) have.Add(pressure.Basis);
        else lack.Add($"a blood pressure of the last {Contraindications.PressureHoldsDays} days");
        var liver = known.Observations.FirstOrDefault(one =>
            one.Fact.Measured.Other is { } other && IsLiverValue(other.Name) && known.DaysAgo(one.Fact.At) <= LiverHoldsDays);
        if (liver.Fact is null) lack.Add("liver values");
        else have.Add(known.Measurement(liver.Fact, liver.EntryId));
        if (known.Open("urinary") && known.Active(ConditionSets.Urinary).Count == 0) lack.Add("urinary symptoms");
        else have.AddRange(known.Answers("urinary"));
        const string Rest = "Examination, cognition and the prescription database are not kept as values here: answer this finding when they are done.";
        return lack.Count > 0 ? say.More($"Not on file: {string.Join(", ", lack)}. {Rest}", have, [.. lack.Contains("urinary symptoms") ? ["urinary"] : Array.Empty<string>()])
            : say.Noted($"Score, pressure, liver values and urinary symptoms are on file. {Rest}", have);
    }

    public static Finding? WayHome(Known known)
    {
        var say = new Saying("g_escort", "The way home");
        var answers = known.Answers("escort").ToList();
        return known.Told("escort") switch
        {
            Told.Yes => null,
            Told.No => say.Decide("Nobody can take the patient home. Without a way home there is no session: it has to be arranged.", answers),
            _ => say.More("Who takes the patient home is not known.", answers, "escort"),
        };
    }

    private static bool IsLiverValue(string name) =>
        name.Contains("alanine aminotransferase", StringComparison.OrdinalIgnoreCase)
        || name.Contains("aspartate aminotransferase", StringComparison.OrdinalIgnoreCase)
        || name.Equals("ALT", StringComparison.OrdinalIgnoreCase) || name.Equals("AST", StringComparison.OrdinalIgnoreCase);
}

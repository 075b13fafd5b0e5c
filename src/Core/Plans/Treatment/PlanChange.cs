using System.Globalization;

namespace Afterglow.Core.Plans.Treatment;

/// <summary>One thing in which two versions of a plan differ, in words.</summary>
/// <param name="Key">Permanent; words for patients hang on it.</param>
/// <param name="Matters">True where an agreement to the one is none to the other.</param>
public sealed record PlanChange(string Key, string What, string Before, string After, bool Matters)
{
    /// <summary>In what the two differ, in the order of the plan.</summary>
    public static IReadOnlyList<PlanChange> Between(PlanTerms before, PlanTerms after)
    {
        var changes = new List<PlanChange>();
        Compare("indication", "Indication", terms => Words(terms.Indication), true);
        Compare("diagnosis", "Diagnosis", terms => terms.Diagnosis);
        Compare("symptoms", "Target symptoms", terms => string.Join(", ", terms.Symptoms.Select(key => TargetSymptom.Find(key)?.Words ?? key)));
        Compare("own-words", "In the patient’s words", terms => terms.OwnWords);
        Compare("measures", "Measures", terms => string.Join(", ", terms.Measures.Select(Words)));
        Compare("protocol", "Protocol", terms => terms.Protocol?.Name ?? terms.ProtocolId, true);
        Compare("first-dose", "First dose", terms => terms.FirstDose.ToString(), true);
        Compare("highest-dose", "Highest dose", terms => terms.HighestDose.ToString(), true);
        Compare("titration", "Titration", terms => terms.Titration);
        Compare("sessions", "Sessions", terms => terms.Sessions.ToString(CultureInfo.InvariantCulture), true);
        Compare("spacing", "Spacing", terms => $"at least {Days(terms.LeastDaysApart)} apart, within {Days(terms.WithinDays)}", true);
        Compare("therapy", "Sessions with a therapist", terms => $"{terms.TherapyBefore} before, {terms.TherapyAfter} after{(terms.Therapist.Length > 0 ? ", " + terms.Therapist : "")}");
        Compare("review", "Benefit is judged", terms => $"after {terms.ReviewAfterSessions} sessions or {Days(terms.ReviewAfterDays)}", true);
        Compare("stop", "Stops below", terms => $"{terms.StopBelowPercent} % improvement", true);
        Compare("monitoring", "Watched", terms => string.Join(", ", terms.Monitoring.Select(Words)));
        Compare("driver", "Who drives", terms => terms.Driver);
        Compare("afterwards", "Afterwards", terms => terms.Afterwards);
        Compare("remarks", "Remarks", terms => terms.Remarks);
        return changes;

        void Compare(string key, string what, Func<PlanTerms, string> words, bool matters = false)
        {
            var (was, now) = (words(before), words(after));
            if (!string.Equals(was, now, StringComparison.Ordinal)) changes.Add(new(key, what, was, now, matters));
        }
    }

    /// <summary>“2 days”.</summary>
    public static string Days(int days) => days == 1 ? "1 day" : string.Create(CultureInfo.InvariantCulture, $"{days} days");

    public static string Words(PlanIndication indication) => indication switch
    {
        PlanIndication.Depression => "Depression",
        PlanIndication.BipolarDepression => "Bipolar depression",
        PlanIndication.Anxiety => "Anxiety",
        PlanIndication.Ptsd => "PTSD",
        _ => "OCD",
    };

    /// <summary>“PHQ-9 from 17”.</summary>
    public static string Words(PlannedMeasure planned) =>
        (JudgingMeasure.Find(planned.Id)?.Name ?? planned.Id) + (planned.Baseline is { } from ? string.Create(CultureInfo.InvariantCulture, $" from {from:0.##}") : "");

    /// <summary>“Bladder every 4 weeks”.</summary>
    public static string Words(PlannedMonitoring planned) =>
        $"{MonitoringRule.Find(planned.Rule)?.What ?? planned.Rule} {(planned.EveryWeeks == 0 ? "every session" : planned.EveryWeeks == 1 ? "every week" : string.Create(CultureInfo.InvariantCulture, $"every {planned.EveryWeeks} weeks"))}";
}

using Afterglow.Core.Intake.Consent;
using Afterglow.Core.Intake.Eligibility;
using Afterglow.Core.Patients;
using Afterglow.Core.Plans.Treatment;

namespace Afterglow.App.Patients;

/// <summary>How the timeline shows a kind of entry.</summary>
/// <param name="Name">What it is called, for those who do not see the drawing.</param>
internal sealed record ChartKind(string Name, string IconName, string Style);

/// <summary>One way to narrow the timeline.</summary>
internal sealed record ChartFilter(string Key, string Name, IReadOnlyList<string> Kinds);

internal static class ChartKinds
{
    /// <summary>The kind under which a treatment session stands in the timeline.</summary>
    public const string Session = "session";

    /// <summary>What went wrong in a session, beside the session itself.</summary>
    public const string AdverseEvent = "adverse-event";

    public static readonly IReadOnlyList<ChartFilter> Filters =
    [
        new("sessions", "Sessions", [Session, AdverseEvent]),
        new("scores", "Scores", [ChartFact.SurveyScoreNoted.Name, ChartFact.MeasureNoted.Name]),
        new("notes", "Notes and alerts", [ChartFact.NoteAdded.Name, ChartFact.AlertRaised.Name, ChartFact.AlertLifted.Name]),
        new("vitals", "Vitals", [ChartFact.ObservationNoted.Name]),
        new("medications", "Medications", [ChartFact.MedicationNoted.Name]),
        new("conditions", "Conditions and allergies", [ChartFact.ConditionNoted.Name, ChartFact.AllergyNoted.Name]),
        new("visits", "Visits", [ChartFact.EncounterNoted.Name]),
        new("agreed", "Consent and plan",
        [
            Core.Intake.History.HistoryEvent.Submitted.Kind, EligibilityEvent.Decided.Kind,
            ConsentEvent.Signed.Kind, ConsentEvent.Declined.Kind, ConsentEvent.Withdrawn.Kind, ConsentEvent.Enrolled.Kind,
            PlanEvent.Drafted.Name, PlanEvent.Changed.Name, PlanEvent.Proposed.Name, PlanEvent.Agreed.Name, PlanEvent.Declined.Name,
            PlanEvent.QuestionAsked.Name, PlanEvent.QuestionAnswered.Name, PlanEvent.Reviewed.Name, PlanEvent.Stopped.Name, PlanEvent.Withdrawn.Name,
        ]),
    ];

    public static ChartKind Of(string kind) => kind switch
    {
        Session => new("Treatment session", "session", "session"),
        AdverseEvent => new("Adverse event", "warning", "raised"),
        EligibilityEvent.Decided.Kind => new("Eligibility", "sign", "note"),
        _ when kind.StartsWith("plan-", StringComparison.Ordinal) => new("Treatment plan", "protocols", "note"),
        ChartFact.ConditionNoted.Name => new("Condition", "condition", "condition"),
        ChartFact.AllergyNoted.Name => new("Allergy", "allergy", "allergy"),
        ChartFact.MedicationNoted.Name => new("Medication", "medication", "medication"),
        ChartFact.ObservationNoted.Name => new("Vitals", "vital", "vital"),
        ChartFact.SurveyScoreNoted.Name or ChartFact.MeasureNoted.Name => new("Score", "score", "score"),
        ChartFact.EncounterNoted.Name => new("Visit", "visit", "visit"),
        ChartFact.AlertRaised.Name => new("Alert", "bell", "raised"),
        ChartFact.AlertLifted.Name => new("Alert lifted", "bell", "lifted"),
        Core.Intake.History.HistoryEvent.Submitted.Kind => new("History form", "register", "note"),
        ConsentEvent.Signed.Kind => new("Consent", "sign", "note"),
        ConsentEvent.Declined.Kind or ConsentEvent.Withdrawn.Kind => new("Consent", "sign", "lifted"),
        ConsentEvent.Enrolled.Kind => new("Programme", "register", "note"),
        ChartFact.NoteAdded.Name => new("Note", "note", "note"),
        _ => new("Entry", "info", "other"),
    };
}

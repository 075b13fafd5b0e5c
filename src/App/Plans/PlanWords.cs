using System.Globalization;
using Afterglow.Core;
using Afterglow.Core.Plans;
using Afterglow.Core.Plans.Treatment;
using Route = Afterglow.Core.Plans.Route;

namespace Afterglow.App.Plans;

/// <summary>The words a person reads for routes, categories and severities.</summary>
internal static class PlanWords
{
    public static string Words(this Route route) => route switch
    {
        Route.Intravenous => "By vein",
        Route.Intramuscular => "Into a muscle",
        Route.Nasal => "Nasal spray",
        Route.Sublingual => "Under the tongue",
        _ => route.ToString(),
    };

    public static string Words(this Compounds compounds) => compounds switch
    {
        Compounds.Racemic => "Racemic ketamine",
        Compounds.Esketamine => "Esketamine",
        _ => "Ketamine and esketamine",
    };

    public static string Words(this RuleCategory category) => category switch
    {
        RuleCategory.Contraindication => "Contraindications",
        RuleCategory.Caution => "Cautions",
        RuleCategory.Interaction => "Interactions",
        RuleCategory.Gate => "Before the dose",
        RuleCategory.Monitoring => "Monitoring",
        RuleCategory.Limit => "Limits and alarms",
        RuleCategory.Scoring => "Scoring",
        RuleCategory.Discharge => "Discharge",
        RuleCategory.Programme => "Risk programme",
        RuleCategory.Guideline => "Guidelines",
        RuleCategory.LongTerm => "Long term",
        RuleCategory.ControlledSubstance => "Controlled drugs",
        _ => category.ToString(),
    };

    public static string Words(this RuleSeverity severity) => severity switch
    {
        RuleSeverity.Absolute => "Never",
        RuleSeverity.Relative => "Only with care",
        RuleSeverity.Block => "Blocks",
        RuleSeverity.Emergency => "Emergency",
        RuleSeverity.Urgent => "Urgent",
        RuleSeverity.Warn => "Warns",
        _ => "For information",
    };

    /// <summary>“10 min”, “2 h”, “1 h 30 min”.</summary>
    public static string Words(this TimeSpan time) => time switch
    {
        { TotalMinutes: < 60 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMinutes:0.##} min"),
        { Minutes: 0 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalHours:0} h"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(time.TotalHours):0} h {time.Minutes} min"),
    };

    public static string Sentence(this string text) =>
        text.Length == 0 ? text : string.Concat(char.ToUpper(text[0], CultureInfo.InvariantCulture).ToString(), text.AsSpan(1));

    public static string Words(this PlanState state) => state switch
    {
        PlanState.Draft => "Draft",
        PlanState.Proposed => "Waiting for the patient",
        PlanState.Agreed => "Agreed",
        PlanState.Declined => "Declined by the patient",
        _ => "Ended",
    };

    public static string Words(this PlanEnding ending) => ending switch
    {
        PlanEnding.Completed => "Completed",
        PlanEnding.NoBenefit => "No benefit",
        PlanEnding.SideEffects => "Side effects",
        PlanEnding.PatientWish => "The patient’s wish",
        PlanEnding.AnotherTreatment => "Another treatment instead",
        _ => "Another reason",
    };

    public static string Words(this ReviewOutcome outcome) => outcome switch
    {
        ReviewOutcome.GoOn => "Go on as planned",
        ReviewOutcome.Change => "Go on with a changed plan",
        _ => "Stop",
    };

    /// <summary>What happened to a plan, in a few words.</summary>
    public static string What(PlanEvent happened) => happened switch
    {
        PlanEvent.Drafted => "Treatment plan drafted",
        PlanEvent.Changed changed => $"Treatment plan changed, version {changed.Version}",
        PlanEvent.Proposed proposed => $"Treatment plan proposed, version {proposed.Version}",
        PlanEvent.Agreed agreed => $"Treatment plan agreed, version {agreed.Version}",
        PlanEvent.Declined declined => $"Treatment plan declined, version {declined.Version}",
        PlanEvent.QuestionAsked => "Question about the treatment plan",
        PlanEvent.QuestionAnswered => "Question about the treatment plan answered",
        PlanEvent.Reviewed reviewed => $"Benefit reviewed: {Words(reviewed.Outcome).ToLowerInvariant()}",
        PlanEvent.Stopped stopped => $"Treatment plan stopped: {Words(stopped.Ending).ToLowerInvariant()}",
        _ => "Treatment plan withdrawn by the patient",
    };

    public static string Detail(PlanEvent happened) => happened switch
    {
        PlanEvent.Drafted drafted => Short(drafted.Terms),
        PlanEvent.Changed changed => changed.Why,
        PlanEvent.Declined declined => declined.Because,
        PlanEvent.QuestionAsked asked => asked.Text,
        PlanEvent.QuestionAnswered answered => answered.Text,
        PlanEvent.Reviewed reviewed => string.Join(" ", new[] { reviewed.Found, reviewed.Because }.Where(text => text.Length > 0)),
        PlanEvent.Stopped stopped => stopped.Because,
        PlanEvent.Withdrawn withdrawn => withdrawn.Because,
        _ => "",
    };

    /// <summary>“Depression: six sessions of ketamine IV…”, in a line.</summary>
    public static string Short(PlanTerms terms) =>
        $"{PlanChange.Words(terms.Indication)}: {terms.Sessions} {(terms.Sessions == 1 ? "session" : "sessions")} of {terms.Protocol?.Name ?? terms.ProtocolId}, first dose {terms.FirstDose}";

    /// <summary>Everything a protocol is built on, figure by figure.</summary>
    public static IEnumerable<Figure> Figures(this Protocol protocol)
    {
        switch (protocol.Dose)
        {
            case DoseRule.PerKilogram dose:
                yield return new("Dose", $"{dose.Standard.Value} of base", dose.Standard.Source);
                yield return new("Lowest dose", $"{dose.Lowest.Value}", dose.Lowest.Source);
                yield return new("Highest dose", $"{dose.Highest.Value}", dose.Highest.Source);
                break;
            case DoseRule.Fixed dose:
                yield return new("Dose", $"{dose.Standard.Value} of base, one of {string.Join(", ", dose.Options)}", dose.Standard.Source);
                break;
        }
        if (protocol.GivenOver is { } over) yield return new("Given over", over.Value.Words(), over.Source);
        if (protocol is { UnitDose: { } unit, BetweenUnits: { } rest })
            yield return new("Devices", $"{unit} each, {rest.Value.Words()} apart", rest.Source);
        foreach (var preparation in protocol.Preparations)
            yield return new(
                "Preparation", $"{preparation.Name}: {preparation.Strength} of base{(preparation.MustBeDiluted ? ", diluted before use" : "")}",
                preparation.Source);
        yield return new("Vitals", Every(protocol.Vitals), protocol.Vitals.Source);
        yield return new("Sedation and dissociation", Every(protocol.Ratings), protocol.Ratings.Source);
        if (protocol.PressureDueAt is { } due)
            yield return new("Blood pressure is a must", $"at {due.Value.Words()} after the first dose", due.Source);
        yield return new(
            "Observation",
            $"at least {protocol.Observation.Value.Least.Words()} from {(protocol.Observation.Value.FromFirstDose ? "the first dose" : "the end of the dose")}",
            protocol.Observation.Source);
        yield return new("Series", protocol.Series.Value, protocol.Series.Source);
    }

    private static string Every(Interval interval) =>
        $"every {interval.WhileDosing.Words()} while dosing, every {interval.WhileRecovering.Words()} while recovering";
}

/// <summary>One figure of a protocol as it is shown: what, how much, where from.</summary>
internal sealed record Figure(string What, string Value, Source Source);

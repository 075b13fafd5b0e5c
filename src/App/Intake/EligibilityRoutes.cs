using Afterglow.App.Patients;
using Afterglow.App.People;
using Afterglow.Core.Intake.Eligibility;

namespace Afterglow.App.Intake;

/// <summary>What is asked for when a decision is written down.</summary>
/// <param name="Outcome"><c>eligible</c>, <c>not-now</c> or <c>not-eligible</c>.</param>
/// <param name="After">The newest decision that was seen; null when there was none.</param>
/// <param name="Digest">The digest of the findings that were seen.</param>
public sealed record DecisionAsked(Guid EntryId, string? Outcome, string? Reason, Guid? After, string? Digest)
{
    internal static EligibilityOutcome? Read(string? outcome) => outcome switch
    {
        "eligible" => EligibilityOutcome.Eligible,
        "not-now" => EligibilityOutcome.NotNow,
        "not-eligible" => EligibilityOutcome.NotEligible,
        _ => null,
    };
}

/// <summary>What is asked for when a finding is answered.</summary>
public sealed record AnswerAsked(Guid EntryId, string? Finding, string? Because);

/// <summary>A finding as it travels.</summary>
public sealed record FindingShown(
    string Key, string Rule, string Does, string Title, string Sentence, IReadOnlyList<string> Where, IReadOnlyList<string> Asks, string Source,
    string Standing, IReadOnlyList<string> Effects, string? Because);

/// <summary>An assessment as it travels.</summary>
/// <param name="Trials">Failed adequate trials in this episode: for certain, and at most.</param>
/// <param name="Stage">The Maudsley total, as “7–9”; null when it cannot be staged.</param>
public sealed record AssessmentShown(
    IReadOnlyList<FindingShown> Findings, string Digest, int Trials, int TrialsAtMost, string? Stage, string? Band, IReadOnlyList<string> Unrecognised,
    Guid? LatestDecision, string? LatestOutcome);

/// <summary>Eligibility over HTTP.</summary>
public static class EligibilityRoutes
{
    public static void MapEligibility(this IEndpointRouteBuilder routes)
    {
        var eligibility = routes.MapGroup("/api/patients/{patientId:guid}/eligibility").WithTags("Eligibility");

        eligibility.MapGet("", async (Guid patientId, HttpContext context, EligibilityRecords records, CancellationToken cancel) =>
            await records.OpenAsync(patientId, Reach.Of(context.User), cancel) is { } assessment
                ? Results.Ok(Shown(assessment))
                : Problems.Refused(new PatientUnknown()))
            .RequireAuthorization(Policies.ReadChart)
            .Reads("eligibility.read")
            .WithSummary("What the rules find in a patient’s record, with sources, treatment resistance and the newest decision");

        eligibility.MapPost("/decisions", async (
            Guid patientId, DecisionAsked asked, HttpContext context, EligibilityRecords records, CancellationToken cancel) =>
            DecisionAsked.Read(asked.Outcome) is not { } outcome
                ? Problems.Refused(new OutcomeMissing())
                : (await records.DecideAsync(
                        patientId, new DecideEligibility(asked.EntryId, outcome, asked.Reason, asked.After, asked.Digest ?? ""), Caller.Of(context), cancel))
                    .Answer(_ => Results.Created($"/api/patients/{patientId:D}/eligibility", new { asked.EntryId })))
            .RequireAuthorization(Policies.DecideEligibility)
            .WithSummary("A prescriber decides, with a reason");

        eligibility.MapPost("/answers", async (
            Guid patientId, AnswerAsked asked, HttpContext context, EligibilityRecords records, CancellationToken cancel) =>
            (await records.AnswerAsync(patientId, new AnswerFinding(asked.EntryId, asked.Finding ?? "", asked.Because), Caller.Of(context), cancel))
                .Answer(_ => Results.Created($"/api/patients/{patientId:D}/eligibility", new { asked.EntryId })))
            .RequireAuthorization(Policies.DecideEligibility)
            .WithSummary("A prescriber answers one finding");
    }

    private static AssessmentShown Shown(Assessment assessment) => new(
        [
            .. assessment.Findings.Select(finding => new FindingShown(
                finding.Key, finding.Rule.Id, finding.Do.ToString(), finding.Title, finding.Sentence, [.. finding.Where.Select(evidence => evidence.Words())],
                finding.Asks, finding.Rule.Source.Citation, finding.Rule.Source.Standing,
                [.. finding.Effects.Select(effect => $"{effect.StudiedWith}: {effect.Effect} ({effect.Source.Citation}; {effect.Source.Standing})")],
                assessment.AnswerTo(finding)?.What.Because)),
        ],
        assessment.Digest, assessment.Resistance.Counted, assessment.Resistance.AtMost, assessment.Resistance.Stage?.Total, assessment.Resistance.Stage?.Band,
        [.. assessment.Unrecognised.Select(medicine => medicine.Basis.Text)], assessment.File.Latest?.EntryId,
        assessment.File.Latest is { } latest ? EligibilityWords.Of(latest.What.Outcome) : null);
}

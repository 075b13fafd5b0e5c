using System.Text.Json;
using Afterglow.App.Patients;
using Afterglow.App.People;
using Afterglow.Core;
using Afterglow.Core.Plans.Treatment;

namespace Afterglow.App.Plans;

/// <summary>Everything a plan says, as it travels.</summary>
/// <param name="Indication">Such as <c>depression</c>.</param>
/// <param name="FirstDose">Of base: “0.5 mg/kg” or “56 mg”.</param>
/// <param name="Monitoring">What is watched, by the rule that asks for it; 0 weeks stand for every session.</param>
public sealed record TermsSent(
    string? Indication, string? Diagnosis, IReadOnlyList<string>? Symptoms, string? OwnWords, IReadOnlyList<PlannedMeasure>? Measures, string? ProtocolId,
    string? FirstDose, string? HighestDose, string? Titration, int Sessions, int LeastDaysApart, int WithinDays, int TherapyBefore, int TherapyAfter,
    string? Therapist, int ReviewAfterSessions, int ReviewAfterDays, int StopBelowPercent, IReadOnlyList<PlannedMonitoring>? Monitoring, string? Driver,
    string? Afterwards, string? Remarks)
{
    internal static TermsSent Of(PlanTerms terms) => new(
        Word(terms.Indication), terms.Diagnosis, terms.Symptoms, terms.OwnWords, terms.Measures, terms.ProtocolId, terms.FirstDose.ToString(), terms.HighestDose.ToString(),
        terms.Titration, terms.Sessions, terms.LeastDaysApart, terms.WithinDays, terms.TherapyBefore, terms.TherapyAfter, terms.Therapist, terms.ReviewAfterSessions,
        terms.ReviewAfterDays, terms.StopBelowPercent, terms.Monitoring, terms.Driver, terms.Afterwards, terms.Remarks);

    /// <summary>The terms, or the first thing that cannot be read.</summary>
    internal Result<PlanTerms> Read()
    {
        if (Meant<PlanIndication>(Indication) is not { } indication)
            return new PlanUnclear("indication", $"Write what is treated as one of {string.Join(", ", Enum.GetValues<PlanIndication>().Select(Word))}.");
        if (!PlannedDose.Read(FirstDose).Try(out var first, out var refusal) || !PlannedDose.Read(HighestDose).Try(out var highest, out refusal)) return refusal;
        if ((Symptoms ?? []).Any(symptom => symptom is null) || (Measures ?? []).Any(measure => measure?.Id is null) || (Monitoring ?? []).Any(one => one?.Rule is null))
            return new PlanUnclear("list", "A symptom, a measure or what is watched came without its name; leave it out or name it.");
        return new PlanTerms(
            indication, Diagnosis ?? "", Symptoms ?? [], OwnWords ?? "", Measures ?? [], ProtocolId ?? "", first, highest, Titration ?? "", Sessions, LeastDaysApart, WithinDays,
            TherapyBefore, TherapyAfter, Therapist ?? "", ReviewAfterSessions, ReviewAfterDays, StopBelowPercent, Monitoring ?? [], Driver ?? "", Afterwards ?? "",
            Remarks ?? "").Checked();
    }

    /// <summary>The value that travels as this word; null when none does.</summary>
    internal static T? Meant<T>(string? word) where T : struct, Enum => Enum.GetValues<T>().Where(one => Word(one) == word).Select(one => (T?)one).FirstOrDefault();

    internal static string Word<T>(T value) where T : struct, Enum => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());
}

/// <summary>One version of a plan as it travels.</summary>
/// <param name="Differs">From the version before, in words.</param>
public sealed record PlanVersionShown(int Number, TermsSent Terms, string Why, string By, DateTimeOffset At, IReadOnlyList<string> Differs);

/// <summary>What a patient agreed to, word for word, in the language in which it was shown.</summary>
public sealed record AgreementShown(int Version, string Language, string Words, DateTimeOffset At);

/// <summary>What a patient asked about a plan.</summary>
public sealed record QuestionShown(Guid Id, int Version, string Text, DateTimeOffset At, string? Answer, string? AnsweredBy);

/// <summary>A review of the benefit.</summary>
public sealed record ReviewShown(string Rule, string Outcome, string Found, string Because, string By, DateTimeOffset At);

/// <summary>How a plan ended.</summary>
/// <param name="Ending">Null where the patient took the agreement back.</param>
public sealed record EndShown(string? Ending, string Because, string By, DateTimeOffset At);

/// <summary>A treatment plan as it travels.</summary>
/// <param name="InForce">The version that holds: agreed to, with what was put right since and does not matter to the agreement.</param>
/// <param name="Lacks">What must still be written before a patient can be asked.</param>
public sealed record PlanShown(
    Guid Id, string State, int? InForce, int? ProposedVersion, IReadOnlyList<string> Lacks, IReadOnlyList<PlanVersionShown> Versions,
    IReadOnlyList<AgreementShown> Agreements, string? DeclinedBecause, IReadOnlyList<QuestionShown> Questions, IReadOnlyList<ReviewShown> Reviews, EndShown? End);

/// <summary>A patient's plans as they travel, oldest first.</summary>
/// <param name="Seen">The newest entry about any of them: a change names it, and is refused where somebody was faster.</param>
public sealed record PlansShown(Guid? Seen, IReadOnlyList<PlanShown> Plans);

/// <summary>A plan is begun.</summary>
public sealed record DraftAsked(Guid EntryId, Guid? Seen, TermsSent? Terms);

/// <summary>A plan is written anew.</summary>
/// <param name="Why">Asked for once a patient has seen it.</param>
public sealed record ChangeAsked(Guid EntryId, Guid? Seen, TermsSent? Terms, string? Why);

/// <summary>A plan is put before the patient.</summary>
public sealed record ProposalAsked(Guid EntryId, Guid? Seen);

/// <summary>A member of staff answers what a patient asked.</summary>
/// <param name="Question">The id of the question.</param>
public sealed record PlanAnswerAsked(Guid EntryId, Guid Question, string? Text);

/// <summary>A prescriber looks at the benefit. The measures are written down with it as they stand.</summary>
/// <param name="Rule">The rule that asks for the review, such as <c>l_review</c>.</param>
/// <param name="Outcome"><c>go-on</c>, <c>change</c> or <c>stop</c>.</param>
public sealed record ReviewAsked(Guid EntryId, Guid? Seen, string? Rule, string? Outcome, string? Because);

/// <summary>A prescriber ends the plan.</summary>
/// <param name="Ending">Such as <c>completed</c> or <c>no-benefit</c>.</param>
public sealed record StopAsked(Guid EntryId, Guid? Seen, string? Ending, string? Because);

/// <summary>
/// Treatment plans over HTTP. A program may draft and change; what a patient asks is answered by a person, and putting a plan
/// before the patient, reviewing and stopping it is a prescriber's. There is no route by which anybody agrees: the patient does,
/// on their own page, to the words that stand there.
/// </summary>
public static class PlanRoutes
{
    public static void MapPlans(this IEndpointRouteBuilder routes)
    {
        var plans = routes.MapGroup("/api/patients/{patientId:guid}/plans").WithTags("Plans");

        plans.MapGet("", async (Guid patientId, HttpContext context, PlanRecords records, CancellationToken cancel) =>
            await records.OpenAsync(patientId, Reach.Of(context.User), cancel) is { } view ? Results.Ok(Shown(view.File)) : Problems.Refused(new PatientUnknown()))
            .RequireAuthorization(Policies.ReadChart)
            .Reads("plan.read")
            .Produces<PlansShown>()
            .WithSummary("A patient's treatment plans, with every version, what was agreed to, asked and reviewed");

        Map<DraftAsked>("drafts", Policies.WritePlan, asked => With(asked.Terms, terms => new DraftPlan(asked.EntryId, terms, asked.Seen)), "Begin a plan");
        Map<ChangeAsked>("changes", Policies.WritePlan, asked => With(asked.Terms, terms => new ChangePlan(asked.EntryId, terms, asked.Why, asked.Seen)), "Write the open plan anew");
        Map<ProposalAsked>("proposals", Policies.DecidePlan, asked => (new ProposePlan(asked.EntryId, asked.Seen), null), "A prescriber puts the plan before the patient");
        Map<PlanAnswerAsked>("answers", Policies.WritePlan, asked => (new AnswerPlanQuestion(asked.EntryId, asked.Question, asked.Text), null), "A member of staff answers what the patient asked");
        Map<StopAsked>("stops", Policies.DecidePlan, asked => (new StopPlan(asked.EntryId, TermsSent.Meant<PlanEnding>(asked.Ending), asked.Because, asked.Seen), null), "A prescriber ends the plan");

        plans.MapPost("/reviews", async (Guid patientId, ReviewAsked? asked, HttpContext context, PlanRecords records, CancellationToken cancel) =>
            {
                if (asked is null) return Problems.Refused(new EntryIdMissing());
                var caller = Caller.Of(context);
                if (await records.OpenAsync(patientId, caller.Reach, cancel) is not { } view) return Problems.Refused(new PatientUnknown());
                var review = new ReviewPlan(asked.EntryId, asked.Rule ?? "", TermsSent.Meant<ReviewOutcome>(asked.Outcome), view.Found, asked.Because, asked.Seen);
                return (await records.ChangeAsync(patientId, review, caller, cancel)).Answer(file => Results.Created($"/api/patients/{patientId:D}/plans", Shown(file)));
            })
            .RequireAuthorization(Policies.DecidePlan)
            .Produces<PlansShown>(StatusCodes.Status201Created)
            .WithSummary("A prescriber reviews the benefit, as a rule asks");

        void Map<T>(string path, string policy, Func<T, (IPlanCommand? Step, Refusal? Refusal)> command, string summary) where T : class =>
            plans.MapPost("/" + path, async (Guid patientId, T? asked, HttpContext context, PlanRecords records, CancellationToken cancel) =>
                {
                    if (asked is null) return Problems.Refused(new EntryIdMissing());
                    var (step, refusal) = command(asked);
                    if (step is null) return Problems.Refused(refusal!);
                    return (await records.ChangeAsync(patientId, step, Caller.Of(context), cancel)).Answer(file => Results.Created($"/api/patients/{patientId:D}/plans", Shown(file)));
                })
                .RequireAuthorization(policy)
                .Produces<PlansShown>(StatusCodes.Status201Created)
                .WithSummary(summary);
    }

    private static (IPlanCommand? Step, Refusal? Refusal) With(TermsSent? sent, Func<PlanTerms, IPlanCommand> command) =>
        sent is null ? (null, new PlanUnclear("terms", "Send the plan itself in “terms”."))
        : sent.Read().Try(out var terms, out var refusal) ? (command(terms), null) : (null, refusal);

    private static PlansShown Shown(PlanFile file) => new(file.Last?.EntryId, [.. file.Plans.Select(Shown)]);

    private static PlanShown Shown(TreatmentPlan plan) => new(
        plan.Id, TermsSent.Word(plan.State), plan.InForce?.Number, plan.ProposedVersion, plan.Current.Terms.Lacks(),
        [.. plan.Versions.Select(version => new PlanVersionShown(
            version.Number, TermsSent.Of(version.Terms), version.Why, version.By.Name, version.At, [.. version.Changes.Select(change => $"{change.What}: {change.Before} → {change.After}")]))],
        [.. plan.Agreements.Select(agreed => new AgreementShown(agreed.Version, agreed.Language, agreed.Words, agreed.At))], plan.DeclinedBecause,
        [.. plan.Questions.Select(question => new QuestionShown(question.EntryId, question.Version, question.Text, question.At, question.Answer, question.AnsweredBy?.Name))],
        [.. plan.Reviews.Select(review => new ReviewShown(review.What.Rule, TermsSent.Word(review.What.Outcome), review.What.Found, review.What.Because, review.By.Name, review.At))],
        plan.End is { } end ? new EndShown(end.Ending is { } ending ? TermsSent.Word(ending) : null, end.Because, end.By.Name, end.At) : null);
}

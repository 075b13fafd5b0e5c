using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using Afterglow.Core.Intake.Eligibility;
using Afterglow.Core.Patients;
using Afterglow.Core.People;

namespace Afterglow.Core.Plans.Treatment;

/// <summary>What a change of a plan is decided on.</summary>
/// <param name="Eligibility">The newest decision; null when nobody has decided.</param>
public sealed record PlanDesk(PlanFile File, EligibilityDecision? Eligibility, Author By);

/// <summary>Something that is asked for about a patient's plan.</summary>
public interface IPlanCommand
{
    /// <summary>Made by whoever asks: asking twice writes once.</summary>
    Guid EntryId { get; }

    Result<PlanEvent> Decide(PlanDesk desk);
}

/// <summary>Begins a plan; the entry's id becomes the plan's.</summary>
/// <param name="Seen">The newest entry about any plan that was seen; null when there was none.</param>
public sealed record DraftPlan(Guid EntryId, PlanTerms Terms, Guid? Seen) : IPlanCommand
{
    public Result<PlanEvent> Decide(PlanDesk desk)
    {
        if (PlanRules.Overtaken(desk, Seen) is { } overtaken) return overtaken;
        if (desk.File.Open is not null) return new PlanAlreadyOpen();
        return Terms.Checked().Try(out var terms, out var refusal) ? new PlanEvent.Drafted(EntryId, terms) : refusal;
    }
}

/// <summary>Writes the plan anew.</summary>
/// <param name="Why">Asked for once a patient has seen it.</param>
public sealed record ChangePlan(Guid EntryId, PlanTerms Terms, string? Why, Guid? Seen) : IPlanCommand
{
    public Result<PlanEvent> Decide(PlanDesk desk)
    {
        if (PlanRules.Overtaken(desk, Seen) is { } overtaken) return overtaken;
        if (desk.File.Open is not { } plan) return new PlanNotOpen();
        if (!Terms.Checked().Try(out var terms, out var refusal)) return refusal;
        if (PlanChange.Between(plan.Current.Terms, terms).Count == 0) return new PlanUnchanged();
        var why = "";
        if (plan.Log.Any(line => line.What is PlanEvent.Proposed))
        {
            if (!WrittenText.Line(Why, "why the plan is changed").Try(out var written, out refusal)) return refusal;
            why = written;
        }
        else if (!string.IsNullOrWhiteSpace(Why) && !WrittenText.Line(Why, "why the plan is changed").Try(out why, out refusal)) return refusal;
        return new PlanEvent.Changed(plan.Id, plan.Current.Number + 1, terms, why);
    }
}

/// <summary>A prescriber puts the plan before the patient.</summary>
public sealed record ProposePlan(Guid EntryId, Guid? Seen) : IPlanCommand
{
    public Result<PlanEvent> Decide(PlanDesk desk)
    {
        if (!desk.By.Is(Role.Prescriber)) return new PlanPrescriberOnly("proposes a plan");
        if (PlanRules.Overtaken(desk, Seen) is { } overtaken) return overtaken;
        if (desk.File.Open is not { } plan) return new PlanNotOpen();
        if (plan.State is not (PlanState.Draft or PlanState.Declined)) return new PlanNotADraft(plan.State == PlanState.Proposed ? "lies before the patient already" : "is agreed already");
        if (PlanRules.NotEligible(desk) is { } not) return not;
        if (plan.Current.Terms.Lacks() is { Count: > 0 } lacks) return new PlanIncomplete(lacks);
        return new PlanEvent.Proposed(plan.Id, plan.Current.Number);
    }
}

/// <summary>The patient agrees to what they were shown.</summary>
/// <param name="Version">The version that was shown.</param>
/// <param name="Digest">Of the words that were shown.</param>
/// <param name="Words">The words of this version in this language, as they are now.</param>
public sealed record AgreeToPlan(Guid EntryId, int Version, string Digest, string Language, string Words) : IPlanCommand
{
    /// <summary>Another whenever a word differs.</summary>
    public static string DigestOf(string words) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(words)));

    public Result<PlanEvent> Decide(PlanDesk desk)
    {
        if (!desk.By.IsPatient) return new PlanPatientOnly();
        if (desk.File.Open is not { State: PlanState.Proposed } plan) return new PlanNotProposed();
        if (plan.ProposedVersion != Version || DigestOf(Words) != Digest) return new PlanShownChanged();
        return PlanRules.NotEligible(desk) is null ? new PlanEvent.Agreed(plan.Id, Version, Language, Words) : new PlanNotProposed();
    }
}

/// <summary>The patient says no.</summary>
public sealed record DeclinePlan(Guid EntryId, int Version, string? Because) : IPlanCommand
{
    public Result<PlanEvent> Decide(PlanDesk desk)
    {
        if (!desk.By.IsPatient) return new PlanPatientOnly();
        if (desk.File.Open is not { State: PlanState.Proposed } plan) return new PlanNotProposed();
        if (plan.ProposedVersion != Version) return new PlanShownChanged();
        var because = "";
        // Nobody owes a reason.
        return string.IsNullOrWhiteSpace(Because) || WrittenText.Note(Because, "why", PlanTerms.LongestText).Try(out because, out var refusal)
            ? new PlanEvent.Declined(plan.Id, Version, because)
            : refusal;
    }
}

/// <summary>The patient asks something about what they see.</summary>
public sealed record AskAboutPlan(Guid EntryId, int Version, string? Text) : IPlanCommand
{
    /// <summary>More than so many without an answer are no questions any more.</summary>
    public const int MostOpen = 10;

    public Result<PlanEvent> Decide(PlanDesk desk)
    {
        if (!desk.By.IsPatient) return new PlanPatientOnly();
        if (desk.File.Open is not { } plan || (plan.ProposedVersion is null && plan.Agreement is null)) return new PlanNotProposed();
        if (!WrittenText.Note(Text, "your question", PlanTerms.LongestText).Try(out var text, out var refusal)) return refusal;
        return plan.Questions.Count(question => question.Answer is null) < MostOpen
            ? new PlanEvent.QuestionAsked(plan.Id, Math.Clamp(Version, 1, plan.Current.Number), text)
            : new PlanQuestionsWait();
    }
}

/// <summary>A member of staff answers what a patient asked. A patient who asks a clinic is answered by a person.</summary>
public sealed record AnswerPlanQuestion(Guid EntryId, Guid Question, string? Text) : IPlanCommand
{
    public Result<PlanEvent> Decide(PlanDesk desk)
    {
        if (desk.By.IsPatient || desk.By.IsProgram) return new PlanStaffAnswer();
        if (desk.File.Plans.FirstOrDefault(plan => plan.Questions.Any(question => question.EntryId == Question)) is not { } asked) return new PlanQuestionUnknown();
        if (asked.Questions.First(question => question.EntryId == Question).AnsweredBy is { } before) return new PlanQuestionTaken(before.Name);
        return WrittenText.Note(Text, "the answer", PlanTerms.LongestText).Try(out var text, out var refusal)
            ? new PlanEvent.QuestionAnswered(asked.Id, Question, text)
            : refusal;
    }
}

/// <summary>A prescriber looks at the benefit, as a rule asks, and says what follows.</summary>
/// <param name="Found">The measures as they stood. No part of what is asked: a retry after a newer score is the same review.</param>
public sealed record ReviewPlan(Guid EntryId, string Rule, ReviewOutcome? Outcome, [property: JsonIgnore] string Found, string? Because, Guid? Seen) : IPlanCommand
{
    public Result<PlanEvent> Decide(PlanDesk desk)
    {
        if (!desk.By.Is(Role.Prescriber)) return new PlanPrescriberOnly("reviews the benefit");
        if (PlanRules.Overtaken(desk, Seen) is { } overtaken) return overtaken;
        if (desk.File.Open is not { InForce: { } inForce } plan) return new PlanNotAgreed();
        if (inForce.Terms.Protocol is not { } protocol || ReviewRule.For(protocol).All(review => review.Rule.Id != Rule)) return new PlanReviewUnknown();
        if (Outcome is not { } outcome) return new PlanOutcomeMissing();
        return WrittenText.Note(Because, "why", PlanTerms.LongestText).Try(out var because, out var refusal)
            ? new PlanEvent.Reviewed(plan.Id, Rule, outcome, Found, because)
            : refusal;
    }
}

/// <summary>A prescriber ends the plan.</summary>
public sealed record StopPlan(Guid EntryId, PlanEnding? Ending, string? Because, Guid? Seen) : IPlanCommand
{
    public Result<PlanEvent> Decide(PlanDesk desk)
    {
        if (!desk.By.Is(Role.Prescriber)) return new PlanPrescriberOnly("stops a plan");
        if (PlanRules.Overtaken(desk, Seen) is { } overtaken) return overtaken;
        if (desk.File.Open is not { } plan) return new PlanNotOpen();
        if (Ending is not { } ending) return new PlanOutcomeMissing();
        return WrittenText.Note(Because, "why", PlanTerms.LongestText).Try(out var because, out var refusal)
            ? new PlanEvent.Stopped(plan.Id, ending, because)
            : refusal;
    }
}

/// <summary>The patient takes an agreement back, as easily as it was given.</summary>
public sealed record WithdrawFromPlan(Guid EntryId, string? Because) : IPlanCommand
{
    public Result<PlanEvent> Decide(PlanDesk desk)
    {
        if (!desk.By.IsPatient) return new PlanPatientOnly();
        if (desk.File.Open is not { Agreement: not null } plan) return new PlanNotAgreed();
        var because = "";
        return string.IsNullOrWhiteSpace(Because) || WrittenText.Note(Because, "why", PlanTerms.LongestText).Try(out because, out var refusal)
            ? new PlanEvent.Withdrawn(plan.Id, because)
            : refusal;
    }
}

internal static class PlanRules
{
    public static PlanOvertaken? Overtaken(PlanDesk desk, Guid? seen) =>
        desk.File.Last is { } last && last.EntryId != seen ? new PlanOvertaken(last.By.IsPatient ? "The patient" : last.By.Name) : null;

    public static Refusal? NotEligible(PlanDesk desk) =>
        desk.Eligibility is { What.Outcome: EligibilityOutcome.Eligible } ? null : new PlanNeedsEligibility(desk.Eligibility?.What.Outcome);
}

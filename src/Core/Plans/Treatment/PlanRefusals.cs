using Afterglow.Core.Intake.Eligibility;

namespace Afterglow.Core.Plans.Treatment;

/// <summary>Something in a plan that cannot be meant.</summary>
/// <param name="What">Part of the permanent code.</param>
public sealed record PlanUnclear(string What, string Why) : Refusal
{
    public override string Code => "plan.unclear-" + What;

    public override string Sentence => Why;
}

/// <summary>A dose beyond what the site allows without a new protocol.</summary>
public sealed record PlanDoseOutsideLimits(string Dose, string Of, string Allowed) : Refusal
{
    public override string Code => "plan.dose-outside-limits";

    public override string Sentence => $"{(Dose.Length > 0 ? Dose : "No dose")} is outside what {Of} allows ({Allowed} of base); choose a dose within it.";
}

public sealed record PlanPrescriberOnly(string Does) : Refusal
{
    public override string Code => "plan.prescriber-only";

    public override string Sentence => $"A prescriber {Does}; ask one to open this page.";
}

public sealed record PlanPatientOnly : Refusal
{
    public override string Code => "plan.patient-only";

    public override string Sentence => "Only the patient can answer for themselves; send them the link.";
}

/// <summary>Nobody has decided that this patient can be treated, or somebody has decided that they cannot.</summary>
public sealed record PlanNeedsEligibility(EligibilityOutcome? Outcome) : Refusal
{
    public override string Code => "plan.needs-eligibility";

    public override string Sentence => Outcome switch
    {
        null => "Nobody has decided yet whether this patient can be treated; decide on the Eligibility page first, then propose the plan.",
        EligibilityOutcome.NotNow => "The newest decision says “not now”; record a new decision on the Eligibility page first, then propose the plan.",
        _ => "The newest decision says “not eligible”, so no plan can be proposed.",
    };
}

public sealed record PlanIncomplete(IReadOnlyList<string> Lacks) : Refusal
{
    public override string Code => "plan.incomplete";

    public override string Sentence => $"Before the patient is asked, write down {(Lacks.Count == 1 ? Lacks[0] : string.Join(", ", Lacks.SkipLast(1)) + " and " + Lacks[^1])}.";
}

/// <summary>Two at once, and the other was first.</summary>
public sealed record PlanOvertaken(string By) : Refusal
{
    public override string Code => "plan.changed-meanwhile";

    public override string Sentence => $"{By} has written in this plan meanwhile; look at it as it is now, then do it again if you still want to. Nothing was written.";
}

public sealed record PlanAlreadyOpen : Refusal
{
    public override string Code => "plan.already-open";

    public override string Sentence => "This patient has a plan already; change it, or stop it before you begin another.";
}

public sealed record PlanNotOpen : Refusal
{
    public override string Code => "plan.not-open";

    public override string Sentence => "There is no plan to work on; begin one first.";
}

public sealed record PlanNotADraft(string How) : Refusal
{
    public override string Code => "plan.not-a-draft";

    public override string Sentence => $"This plan {How}; change it if something else is to be proposed.";
}

public sealed record PlanUnchanged : Refusal
{
    public override string Code => "plan.unchanged";

    public override string Sentence => "Nothing differs from the plan as it is; change something, or go back.";
}

/// <summary>Shown to the patient.</summary>
public sealed record PlanNotProposed : Refusal
{
    public override string Code => "plan.not-proposed";

    public override string Sentence => "There is no plan waiting for your answer any more. Look at it as it is now, or call us.";
}

/// <summary>Shown to the patient: the words are not the ones that were read.</summary>
public sealed record PlanShownChanged : Refusal
{
    public override string Code => "plan.shown-changed";

    public override string Sentence => "The plan was changed while you were reading. Please read it again as it is now; nothing was recorded.";
}

public sealed record PlanNotAgreed : Refusal
{
    public override string Code => "plan.not-agreed";

    public override string Sentence => "The patient has not agreed to this plan, so there is nothing in force yet.";
}

public sealed record PlanReviewUnknown : Refusal
{
    public override string Code => "plan.review-unknown";

    public override string Sentence => "Choose which of the plan’s reviews this is.";
}

public sealed record PlanOutcomeMissing : Refusal
{
    public override string Code => "plan.outcome-missing";

    public override string Sentence => "Choose what follows.";
}

public sealed record PlanQuestionUnknown : Refusal
{
    public override string Code => "plan.question-unknown";

    public override string Sentence => "There is no such question; look at the plan again.";
}

/// <summary>A program or a patient would answer for the clinic.</summary>
public sealed record PlanStaffAnswer : Refusal
{
    public override string Code => "plan.staff-answers";

    public override string Sentence => "What a patient asks is answered by a member of staff; sign in as one to answer.";
}

public sealed record PlanQuestionTaken(string By) : Refusal
{
    public override string Code => "plan.question-answered";

    public override string Sentence => $"{By} has answered this already; look at the plan again.";
}

/// <summary>Shown to the patient.</summary>
public sealed record PlanQuestionsWait : Refusal
{
    public override string Code => "plan.questions-wait";

    public override string Sentence => "Several of your questions are waiting for us already. Call us if it cannot wait.";
}

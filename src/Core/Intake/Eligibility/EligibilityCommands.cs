using Afterglow.Core.Patients;
using Afterglow.Core.People;

namespace Afterglow.Core.Intake.Eligibility;

/// <summary>A prescriber decides whether this patient can be treated, with a reason. The findings seen are kept beside it.</summary>
/// <param name="After">The newest decision the prescriber saw; null when there was none.</param>
/// <param name="Digest">Of the findings the prescriber saw.</param>
public sealed record DecideEligibility(Guid EntryId, EligibilityOutcome Outcome, string? Reason, Guid? After, string Digest)
{
    public Result<EligibilityEvent> Decide(Assessment assessment, Author author)
    {
        if (!author.Is(Role.Prescriber)) return new PrescriberDecides();
        if (assessment.File.Latest is { } latest && latest.EntryId != After) return new DecidedMeanwhile(latest.By.Name);
        if (assessment.Digest != Digest) return new FindingsChanged();
        if (!WrittenText.Note(Reason, "the reason", 2_000).Try(out var reason, out var refusal)) return refusal;
        if (Outcome == EligibilityOutcome.Eligible && assessment.InTheWay is { Count: > 0 } open) return new FindingsInTheWay([.. open.Select(finding => finding.Title)]);
        var resistance = assessment.Resistance;
        return new EligibilityEvent.Decided(
            Outcome, reason,
            [.. assessment.Findings.Select(finding => WeighedFinding.Of(finding, assessment.AnswerTo(finding)?.What.Because))],
            resistance.Counted == resistance.AtMost ? $"{resistance.Counted}" : $"{resistance.Counted}–{resistance.AtMost}",
            resistance.Stage?.Total, assessment.File.Latest?.EntryId);
    }
}

/// <summary>“I know, because…”: a prescriber answers one finding.</summary>
public sealed record AnswerFinding(Guid EntryId, string Finding, string? Because)
{
    public Result<EligibilityEvent> Decide(Assessment assessment, Author author)
    {
        if (!author.Is(Role.Prescriber)) return new PrescriberDecides();
        if (assessment.Findings.FirstOrDefault(one => one.Key == Finding) is not { } finding) return new FindingsChanged();
        return WrittenText.Note(Because, "what you know", 2_000).Try(out var because, out var refusal)
            ? new EligibilityEvent.FindingAnswered(finding.Key, finding.Rule.Id, finding.Title, because)
            : refusal;
    }
}

/// <summary>Software informs, a nurse may look; deciding is a prescriber's.</summary>
public sealed record PrescriberDecides : Refusal
{
    public override string Code => "eligibility.prescriber-only";

    public override string Sentence => "A prescriber decides this; ask one to open this page.";
}

/// <summary>Two decided at once, and the other was first.</summary>
public sealed record DecidedMeanwhile(string By) : Refusal
{
    public override string Code => "eligibility.decided-meanwhile";

    public override string Sentence => $"{By} has decided meanwhile; read that decision below, then decide again if you see it differently. Nothing was written.";
}

/// <summary>What was weighed is no longer what is known.</summary>
public sealed record FindingsChanged : Refusal
{
    public override string Code => "eligibility.findings-changed";

    public override string Sentence => "The chart or the history has changed since this page was opened; look at the findings as they are now, then decide. Nothing was written.";
}

/// <summary>Eligible, with a rule still saying no.</summary>
public sealed record FindingsInTheWay(IReadOnlyList<string> Titles) : Refusal
{
    public override string Code => "eligibility.findings-in-the-way";

    public override string Sentence => $"These findings say no and are not answered: {string.Join("; ", Titles)}. Answer each of them with what you know, then decide.";
}

/// <summary>A decision without an outcome.</summary>
public sealed record OutcomeMissing : Refusal
{
    public override string Code => "eligibility.outcome-missing";

    public override string Sentence => "Choose what you decide: eligible, not now, or not eligible.";
}

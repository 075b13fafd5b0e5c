using Afterglow.Core.Intake.Eligibility;
using Afterglow.Core.People;

namespace Afterglow.Tests.Intake;

/// <summary>A prescriber decides, with a reason; nobody else, and never the software.</summary>
public sealed class Deciding
{
    private static readonly Author Prescriber = new("p", "Dr. Rivera", [Role.Prescriber]);

    private static DecideEligibility Decision(Assessment seen, EligibilityOutcome outcome = EligibilityOutcome.Eligible, string reason = "Two failed trials, nothing in the way.") =>
        new(Guid.NewGuid(), outcome, reason, seen.File.Latest?.EntryId, seen.Digest);

    [Fact]
    public void The_findings_are_kept_as_they_stood_with_the_decision()
    {
        var person = Somebody.Well().Condition("Hypertension", "38341003", "2011").Tried("sertraline", 100, 8);
        var decided = Assert.IsType<EligibilityEvent.Decided>(Decision(person.Assessment).Decide(person.Assessment, Prescriber).Value);
        Assert.Equal(person.Assessment.Findings.Select(finding => finding.Key), decided.Findings.Select(finding => finding.Key));
        Assert.Contains(decided.Findings.Single(finding => finding.Rule == "ci_htn").Where, where => where.Contains("38341003", StringComparison.Ordinal));
        Assert.Equal("1", decided.Trials);
        var read = Assert.IsType<EligibilityEvent.Decided>(EligibilityJson.Read(EligibilityEvent.Decided.Kind, EligibilityJson.Write(decided)));
        Assert.Equal(EligibilityJson.Write(decided), EligibilityJson.Write(read));
    }

    [Theory]
    [InlineData(Role.Nurse)]
    [InlineData(Role.FrontDesk)]
    [InlineData(Role.Therapist)]
    [InlineData(Role.Director)]
    [InlineData(Role.Administrator)]
    public void Nobody_but_a_prescriber_decides(Role role)
    {
        var seen = Somebody.Well().Assessment;
        Assert.Equal("eligibility.prescriber-only", Decision(seen).Decide(seen, new Author("x", "X", [role])).Refusal!.Code);
        Assert.Equal("eligibility.prescriber-only", Decision(seen).Decide(seen, Prescriber with { IsProgram = true }).Refusal!.Code);
        Assert.Equal("eligibility.prescriber-only", new AnswerFinding(Guid.NewGuid(), "x", "y").Decide(seen, new Author("x", "X", [role])).Refusal!.Code);
    }

    [Fact]
    public void Of_two_who_decide_at_once_the_second_reads_the_first()
    {
        var person = Somebody.Well();
        var seen = person.Assessment;
        var first = Decision(seen).Decide(seen, Prescriber).Value;
        person.Line(EligibilityJson.Kind(first), EligibilityJson.Write(first));
        var refusal = Decision(seen, EligibilityOutcome.NotNow).Decide(person.Assessment, Prescriber).Refusal!;
        Assert.Equal("eligibility.decided-meanwhile", refusal.Code);
        Assert.True(Decision(person.Assessment, EligibilityOutcome.NotNow).Decide(person.Assessment, Prescriber).Allowed);
    }

    [Fact]
    public void A_chart_that_changed_meanwhile_is_looked_at_again()
    {
        var person = Somebody.Well();
        var seen = person.Assessment;
        person.Condition("Schizophrenia", "58214004");
        Assert.Equal("eligibility.findings-changed", Decision(seen).Decide(person.Assessment, Prescriber).Refusal!.Code);
    }

    [Fact]
    public void Eligible_with_a_rule_that_says_no_needs_an_answer_to_that_rule_and_not_now_does_not()
    {
        var person = Somebody.Well().Say("aneurysm", "yes");
        Assert.Equal("eligibility.findings-in-the-way", Decision(person.Assessment).Decide(person.Assessment, Prescriber).Refusal!.Code);
        Assert.True(Decision(person.Assessment, EligibilityOutcome.NotNow).Decide(person.Assessment, Prescriber).Allowed);

        var key = person.Find("ci_aneurysm")!.Key;
        var answered = new AnswerFinding(Guid.NewGuid(), key, "MR angiography of 3 March: none. The patient misread a letter.").Decide(person.Assessment, Prescriber).Value;
        person.Line(EligibilityJson.Kind(answered), EligibilityJson.Write(answered));
        var decided = Assert.IsType<EligibilityEvent.Decided>(Decision(person.Assessment).Decide(person.Assessment, Prescriber).Value);
        Assert.Contains("angiography", decided.Findings.Single(finding => finding.Rule == "ci_aneurysm").Because!, StringComparison.Ordinal);

        // Something new in the same place is a new finding, and the old answer is none to it.
        person.Condition("Aneurysm", "432119003");
        Assert.Equal("eligibility.findings-in-the-way", Decision(person.Assessment).Decide(person.Assessment, Prescriber).Refusal!.Code);
    }

    [Theory]
    [InlineData("", "text.missing")]
    [InlineData("   ", "text.missing")]
    [InlineData("\u202Edecided", "text.unreadable")]
    public void A_decision_has_a_reason(string reason, string code)
    {
        var seen = Somebody.Well().Assessment;
        Assert.Equal(code, Decision(seen, reason: reason).Decide(seen, Prescriber).Refusal!.Code);
        Assert.Equal("text.too-long", Decision(seen, reason: new string('a', 2001)).Decide(seen, Prescriber).Refusal!.Code);
    }

    [Fact]
    public void An_answer_to_a_finding_that_is_gone_is_refused() =>
        Assert.Equal("eligibility.findings-changed", new AnswerFinding(Guid.NewGuid(), "ci_htn-000000000000", "I know.").Decide(Somebody.Well().Assessment, Prescriber).Refusal!.Code);
}

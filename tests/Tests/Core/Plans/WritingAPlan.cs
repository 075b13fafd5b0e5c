using Afterglow.Core.Intake.Eligibility;
using Afterglow.Core.Measures;
using Afterglow.Core.Patients;
using Afterglow.Core.People;
using Afterglow.Core.Plans;
using Afterglow.Core.Plans.Treatment;

namespace Afterglow.Tests.Plans;

/// <summary>A treatment plan from the first draft to its end, step by step.</summary>
public sealed class WritingAPlan
{
    [Fact]
    public void A_plan_is_drafted_proposed_agreed_and_in_force()
    {
        var plan = PlanOf.AnEligiblePatient().Drafted();
        Assert.Equal(PlanState.Draft, plan.Plan.State);
        Assert.Null(plan.Plan.InForce);
        Assert.Equal(PlanState.Proposed, plan.Proposed().Plan.State);
        Assert.Equal(PlanState.Agreed, plan.Agreed().Plan.State);
        Assert.Equal(1, plan.Plan.InForce!.Number);
        Assert.Equal(PlanOf.Said(plan.Plan.Current), plan.Plan.Agreement!.Words);
    }

    [Theory]
    [InlineData(null, "Nobody has decided yet")]
    [InlineData(EligibilityOutcome.NotNow, "not now")]
    [InlineData(EligibilityOutcome.NotEligible, "not eligible")]
    public void Nobody_is_asked_before_a_prescriber_has_found_them_eligible(EligibilityOutcome? outcome, string said)
    {
        var plan = PlanOf.Somebody();
        if (outcome is { } decided) plan.Decided(decided);
        var refusal = plan.Drafted().Try(new ProposePlan(Guid.NewGuid(), plan.File.Last?.EntryId)).Refusal!;
        Assert.Equal("plan.needs-eligibility", refusal.Code);
        Assert.Contains(said, refusal.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_patient_does_not_agree_to_what_became_wrong_for_them_meanwhile()
    {
        var plan = PlanOf.AnEligiblePatient().Drafted().Proposed().Decided(EligibilityOutcome.NotNow);
        Assert.Equal("plan.not-proposed", plan.Try(plan.Agreeing(), PlanOf.Patient).Refusal!.Code);
    }

    [Theory]
    [InlineData(Role.Nurse)]
    [InlineData(Role.Therapist)]
    [InlineData(Role.FrontDesk)]
    public void Only_a_prescriber_proposes_reviews_and_stops(Role role)
    {
        var by = new Author("x", "X", [role]);
        var plan = PlanOf.AnEligiblePatient().Drafted();
        Assert.Equal("plan.prescriber-only", plan.Try(new ProposePlan(Guid.NewGuid(), plan.File.Last?.EntryId), by).Refusal!.Code);
        plan.Proposed().Agreed();
        Assert.Equal("plan.prescriber-only", plan.Try(new ReviewPlan(Guid.NewGuid(), "l_review", ReviewOutcome.GoOn, "", "Well.", plan.File.Last?.EntryId), by).Refusal!.Code);
        Assert.Equal("plan.prescriber-only", plan.Try(new StopPlan(Guid.NewGuid(), PlanEnding.Other, "Over.", plan.File.Last?.EntryId), by).Refusal!.Code);
        Assert.Equal("plan.patient-only", plan.Try(plan.Agreeing(), PlanOf.Prescriber).Refusal!.Code);
    }

    [Theory]
    [InlineData("0.5 mg/kg", "0.5 mg/kg", null)]
    [InlineData("0.2 mg/kg", "1 mg/kg", null)]
    [InlineData("0.19 mg/kg", "0.5 mg/kg", "plan.dose-outside-limits")]
    [InlineData("0.5 mg/kg", "1.01 mg/kg", "plan.dose-outside-limits")]
    [InlineData("0.6 mg/kg", "0.5 mg/kg", "plan.dose-outside-limits")]
    [InlineData("40 mg", "40 mg", "plan.dose-outside-limits")]
    public void Doses_stay_within_what_the_site_allows_by_weight(string first, string highest, string? code) =>
        Assert.Equal(code, PlanOf.Dosed(first, highest).Checked().Refusal?.Code);

    [Theory]
    [InlineData("56 mg", "84 mg", null)]
    [InlineData("50 mg", "84 mg", "plan.dose-outside-limits")]
    [InlineData("84 mg", "56 mg", "plan.dose-outside-limits")]
    [InlineData("0.5 mg/kg", "0.5 mg/kg", "plan.dose-outside-limits")]
    public void Doses_of_a_spray_are_whole_devices(string first, string highest, string? code)
    {
        var spray = PlanTerms.Usual(PlanIndication.Depression, Protocols.EsketamineNasal) with { FirstDose = PlannedDose.Read(first).Value, HighestDose = PlannedDose.Read(highest).Value };
        Assert.Equal(code, spray.Checked().Refusal?.Code);
    }

    [Fact]
    public void What_is_usual_can_be_meant_for_every_indication_and_protocol()
    {
        foreach (var indication in Enum.GetValues<PlanIndication>())
            foreach (var protocol in Protocols.All)
                Assert.Null(PlanTerms.Usual(indication, protocol).Checked().Refusal);
    }

    [Fact]
    public void What_cannot_be_meant_is_a_sentence_each()
    {
        var wrong = new (PlanTerms Terms, string Code)[]
        {
            (PlanOf.Whole with { ProtocolId = "none" }, "plan.unclear-protocol"),
            (PlanOf.Whole with { Symptoms = ["x"] }, "plan.unclear-symptom"),
            (PlanOf.Whole with { Measures = [new("x")] }, "plan.unclear-measure"),
            (PlanOf.Whole with { Measures = [new("phq9", 28)] }, "plan.unclear-baseline"),
            (PlanOf.Whole with { Sessions = 0 }, "schedule.series-unclear"),
            (PlanOf.Whole with { WithinDays = 10 }, "schedule.series-unclear"),
            (PlanOf.Whole with { TherapyBefore = -1 }, "plan.unclear-therapy"),
            (PlanOf.Whole with { ReviewAfterSessions = 7 }, "plan.unclear-review"),
            (PlanOf.Whole with { ReviewAfterDays = 6 }, "plan.unclear-review"),
            (PlanOf.Whole with { StopBelowPercent = 24 }, "plan.unclear-threshold"),
            (PlanOf.Whole with { StopBelowPercent = 51 }, "plan.unclear-threshold"),
            (PlanOf.Whole with { Monitoring = [] }, "plan.unclear-monitoring"),
            (PlanOf.Whole with { Driver = new string('x', 301) }, "text.too-long"),
        };
        foreach (var (terms, code) in wrong)
        {
            var refusal = terms.Checked().Refusal!;
            Assert.Equal(code, refusal.Code);
            Assert.EndsWith(".", refusal.Sentence, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_rule_that_informs_may_be_left_out_of_what_is_watched_and_one_that_warns_may_not()
    {
        PlannedMonitoring[] all = [.. PlanOf.Whole.Monitoring];
        Assert.Null((PlanOf.Whole with { Monitoring = [.. all.Where(one => one.Rule != "l_lft")] }).Checked().Refusal);
        Assert.Equal("plan.unclear-monitoring", (PlanOf.Whole with { Monitoring = [.. all.Where(one => one.Rule != "l_urinary")] }).Checked().Refusal!.Code);
        Assert.Equal("plan.unclear-monitoring", (PlanOf.Whole with { Monitoring = [.. all.Select(one => one.Rule == "l_urinary" ? one with { EveryWeeks = 6 } : one)] }).Checked().Refusal!.Code);
    }

    [Fact]
    public void Before_the_patient_is_asked_the_plan_says_who_drives_and_where_the_score_begins()
    {
        var plan = PlanOf.AnEligiblePatient().Drafted(PlanOf.Whole with { Driver = "", Measures = [new("phq9")] });
        var refusal = plan.Try(new ProposePlan(Guid.NewGuid(), plan.File.Last?.EntryId)).Refusal!;
        Assert.Equal("plan.incomplete", refusal.Code);
        Assert.Equal("Before the patient is asked, write down the score of PHQ-9 at the start and who drives.", refusal.Sentence);
    }

    [Fact]
    public void A_mended_word_asks_nobody_and_a_changed_dose_asks_again()
    {
        var plan = PlanOf.AnEligiblePatient().Drafted().Proposed().Agreed();
        plan.Changed(PlanOf.Whole with { Driver = "Her sister Ida" }, "Name spelled out.");
        Assert.Equal(PlanState.Agreed, plan.Plan.State);
        Assert.Equal(2, plan.Plan.InForce!.Number);

        plan.Changed(PlanOf.Dosed("0.5 mg/kg", "0.7 mg/kg") with { Driver = "Her sister Ida" }, "Half an effect.");
        Assert.Equal(PlanState.Draft, plan.Plan.State);
        Assert.Equal(2, plan.Plan.InForce!.Number);
        Assert.Equal("0.5 mg/kg", plan.Plan.InForce.Terms.HighestDose.ToString());

        plan.Proposed().Agreed();
        Assert.Equal(3, plan.Plan.InForce!.Number);
        Assert.Equal([1, 3], plan.Plan.Agreements.Select(agreement => agreement.Version));
    }

    [Theory]
    [InlineData("protocol")]
    [InlineData("dose")]
    [InlineData("sessions")]
    [InlineData("spacing")]
    [InlineData("review")]
    public void What_a_patient_agreed_to_is_never_changed_behind_their_back(string what)
    {
        var changed = what switch
        {
            "protocol" => PlanTerms.Usual(PlanIndication.Depression, Protocols.KetamineIntramuscular) with { Driver = "Her sister" },
            "dose" => PlanOf.Dosed("0.4 mg/kg", "0.5 mg/kg"),
            "sessions" => PlanOf.Whole with { Sessions = 8, WithinDays = 28, ReviewAfterSessions = 6 },
            "spacing" => PlanOf.Whole with { LeastDaysApart = 3 },
            _ => PlanOf.Whole with { StopBelowPercent = 40 },
        };
        Assert.Equal(PlanState.Draft, PlanOf.AnEligiblePatient().Drafted().Proposed().Agreed().Changed(changed).Plan.State);
    }

    [Fact]
    public void What_differs_between_two_versions_is_said_in_words()
    {
        var plan = PlanOf.AnEligiblePatient().Drafted().Changed(PlanOf.Whole with { Sessions = 8, WithinDays = 28, Remarks = "Prefers mornings." });
        Assert.Equal(
            ["Sessions: 6 → 8!", "Spacing: at least 2 days apart, within 21 days → at least 2 days apart, within 28 days!", "Remarks:  → Prefers mornings."],
            plan.Plan.Current.Changes.Select(change => $"{change.What}: {change.Before} → {change.After}{(change.Matters ? "!" : "")}"));
    }

    [Fact]
    public void A_plan_that_a_patient_has_seen_is_changed_with_a_reason_and_never_into_itself()
    {
        var plan = PlanOf.AnEligiblePatient().Drafted();
        plan.Changed(PlanOf.Whole with { Remarks = "A." }, null).Proposed();
        Assert.Equal("text.missing", plan.Try(new ChangePlan(Guid.NewGuid(), PlanOf.Whole, " ", plan.File.Last?.EntryId)).Refusal!.Code);
        Assert.Equal("plan.unchanged", plan.Try(new ChangePlan(Guid.NewGuid(), plan.Plan.Current.Terms, "Why not.", plan.File.Last?.EntryId)).Refusal!.Code);
    }

    [Fact]
    public void Of_two_at_once_the_second_is_told_who_was_first()
    {
        var plan = PlanOf.AnEligiblePatient().Drafted();
        var seen = plan.File.Last?.EntryId;
        plan.With(new ChangePlan(Guid.NewGuid(), PlanOf.Whole with { Remarks = "Mine." }, null, seen), PlanOf.Nurse);
        var refusal = plan.Try(new ProposePlan(Guid.NewGuid(), seen)).Refusal!;
        Assert.Equal("plan.changed-meanwhile", refusal.Code);
        Assert.StartsWith("Nurse Quill has written in this plan meanwhile", refusal.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_patient_agrees_to_the_words_they_read_and_to_no_others()
    {
        var plan = PlanOf.AnEligiblePatient().Drafted().Proposed();
        var agreeing = plan.Agreeing();
        Assert.Equal("plan.shown-changed", plan.Try(agreeing with { Words = agreeing.Words + " " }, PlanOf.Patient).Refusal!.Code);
        plan.Changed(PlanOf.Whole with { Sessions = 5, ReviewAfterSessions = 5 }).Proposed();
        Assert.Equal("plan.shown-changed", plan.Try(agreeing, PlanOf.Patient).Refusal!.Code);
        Assert.Equal(2, plan.Agreed().Plan.Agreement!.Version);
        Assert.Equal("plan.not-proposed", plan.Try(plan.Agreeing(), PlanOf.Patient).Refusal!.Code);
    }

    [Fact]
    public void A_no_needs_no_reason_and_a_changed_plan_is_proposed_again()
    {
        var plan = PlanOf.AnEligiblePatient().Drafted().Proposed().With(new DeclinePlan(Guid.NewGuid(), 1, null), PlanOf.Patient);
        Assert.Equal(PlanState.Declined, plan.Plan.State);
        Assert.Equal("", plan.Plan.DeclinedBecause);
        Assert.Equal(PlanState.Agreed, plan.Changed(PlanOf.Whole with { Sessions = 4, ReviewAfterSessions = 4 }).Proposed().Agreed().Plan.State);
    }

    [Fact]
    public void A_question_is_answered_once_and_stands_beside_the_version_it_was_asked_about()
    {
        var plan = PlanOf.AnEligiblePatient().Drafted().Proposed();
        var asked = new AskAboutPlan(Guid.NewGuid(), 1, "May I drink coffee?");
        plan.With(asked, PlanOf.Patient).With(new AnswerPlanQuestion(Guid.NewGuid(), asked.EntryId, "Until two hours before."), PlanOf.Nurse);
        var question = Assert.Single(plan.Plan.Questions);
        Assert.Equal(("Until two hours before.", "Nurse Quill"), (question.Answer, question.AnsweredBy!.Name));
        Assert.Equal("plan.question-answered", plan.Try(new AnswerPlanQuestion(Guid.NewGuid(), asked.EntryId, "No.")).Refusal!.Code);
        Assert.Equal(PlanState.Proposed, plan.Plan.State);
        for (var k = 0; k < AskAboutPlan.MostOpen; k++) plan.With(new AskAboutPlan(Guid.NewGuid(), 1, "And?"), PlanOf.Patient);
        Assert.Equal("plan.questions-wait", plan.Try(new AskAboutPlan(Guid.NewGuid(), 1, "And?"), PlanOf.Patient).Refusal!.Code);
    }

    [Fact]
    public void A_review_that_finds_no_benefit_ends_the_plan_and_another_can_begin()
    {
        var plan = PlanOf.AnEligiblePatient().Drafted().Proposed().Agreed();
        plan.With(new ReviewPlan(Guid.NewGuid(), "l_review", ReviewOutcome.Stop, "PHQ-9 18 → 17", "Six sessions, no change.", plan.File.Last?.EntryId));
        Assert.Equal((PlanState.Ended, PlanEnding.NoBenefit), (plan.Plan.State, plan.Plan.End!.Ending));
        Assert.Null(plan.Plan.InForce);
        Assert.Equal("plan.not-open", plan.Try(new ChangePlan(Guid.NewGuid(), PlanOf.Whole with { Remarks = "x" }, "x", plan.File.Last?.EntryId)).Refusal!.Code);
        Assert.Equal(2, plan.Drafted().File.Plans.Count);
    }

    [Fact]
    public void An_agreement_is_taken_back_as_easily_as_it_was_given()
    {
        var plan = PlanOf.AnEligiblePatient().Drafted().Proposed();
        Assert.Equal("plan.not-agreed", plan.Try(new WithdrawFromPlan(Guid.NewGuid(), null), PlanOf.Patient).Refusal!.Code);
        plan.Agreed().With(new WithdrawFromPlan(Guid.NewGuid(), null), PlanOf.Patient);
        Assert.Null(plan.Plan.End!.Ending);
        Assert.True(plan.Plan.End.By.IsPatient);
    }

    [Fact]
    public void One_plan_at_a_time()
    {
        var plan = PlanOf.AnEligiblePatient().Drafted();
        Assert.Equal("plan.already-open", plan.Try(new DraftPlan(Guid.NewGuid(), PlanOf.Whole, plan.File.Last?.EntryId)).Refusal!.Code);
    }

    [Theory]
    [InlineData("phq9", 18, 9, Benefit.Response)]
    [InlineData("phq9", 18, 10, Benefit.Some)]
    [InlineData("phq9", 18, 4, Benefit.Remission)]
    [InlineData("phq9", 18, 18, Benefit.None)]
    [InlineData("phq9", 18, 20, Benefit.Worse)]
    [InlineData("ybocs", 28, 18, Benefit.Response)]
    [InlineData("ybocs", 28, 19, Benefit.Some)]
    [InlineData("pcl5", 50, 40, Benefit.Response)]
    [InlineData("pcl5", 50, 41, Benefit.Some)]
    [InlineData("who5", 28, 38, Benefit.Response)]
    [InlineData("who5", 28, 20, Benefit.Worse)]
    public void A_score_is_judged_by_its_own_rule(string measure, int from, int now, Benefit benefit) =>
        Assert.Equal(benefit, JudgingMeasure.Find(measure)!.Judge(from, now));

    [Fact]
    public void Progress_is_read_from_the_newest_score_after_the_start()
    {
        ChartFact.SurveyScoreNoted Score(string day, decimal score) =>
            new(ClinicalTime.Read(day)!.Value, Origin.Staff, new Concept("PHQ-9", "http://loinc.org", "44261-6"), score);
        ChartFact.SurveyScoreNoted[] scores = [Score("2026-11-20", 18), Score("2026-12-10", 8), Score("2026-12-03", 12)];
        var one = Assert.Single(PlanProgress.Of(PlanOf.Whole, scores));
        Assert.Equal("PHQ-9 18 → 8, 56 % better: response", one.Words);
        Assert.Equal("PHQ-9 18, not taken since", Assert.Single(PlanProgress.Of(PlanOf.Whole, scores[..1])).Words);
        Assert.Equal((8m, new DateOnly(2026, 12, 10)), PlanProgress.Baseline(JudgingMeasure.Find("phq9")!, scores));
    }

    [Fact]
    public void Every_review_and_everything_watched_names_a_rule_of_the_book_with_its_source()
    {
        foreach (var protocol in Protocols.All)
        {
            Assert.Contains(MonitoringRule.For(protocol), rule => rule.EverySession);
            Assert.Contains(ReviewRule.For(protocol), review => review.Rule.Id == "l_review");
            // The threshold is a site default, whatever the source of the time.
            Assert.False(ReviewRule.AfterCourse.Threshold.Established);
            foreach (var rule in MonitoringRule.For(protocol))
            {
                Assert.Same(RuleBook.Find(rule.Rule.Id), rule.Rule);
                Assert.NotEmpty(rule.Interval.Citation);
            }
        }
        Assert.Contains(ReviewRule.For(Protocols.KetamineIntravenous), review => review.Rule.Id == "p_apa_dose");
        Assert.DoesNotContain(ReviewRule.For(Protocols.EsketamineNasal), review => review.Rule.Id == "p_apa_dose");
    }

    [Fact]
    public void Null_and_masked_studies_stand_among_the_published_courses()
    {
        foreach (var (about, drug, route, least) in new[] { ("depression", "racemic ketamine", "IV", 15), ("PTSD", "racemic ketamine", "IV", 2), ("OCD", "racemic ketamine", "IV", 1), ("anxiety", "racemic ketamine", "IV", 2), ("bipolar", "racemic ketamine", "IV", 2) })
        {
            var courses = Core.Evidence.PublishedCourses.Of(about, drug, route);
            Assert.True(courses.Count >= least, $"{about}: {courses.Count}");
            Assert.DoesNotContain(courses, course => course.Trial.Drug is "midazolam" or "ECT" or "quetiapine XR");
        }
        var depression = Core.Evidence.PublishedCourses.Of("depression", "racemic ketamine", "IV");
        Assert.Contains(depression, course => course.Trial.Id == "karmadep2" && course.Trial.Negative && course.Masked);
        Assert.Contains(depression, course => course.Trial.Id == "lii2023" && course.Trial.Negative);
        Assert.Contains(Core.Evidence.PublishedCourses.Of("PTSD", "racemic ketamine", "IV"), course => course.Trial.Negative);
        Assert.Equal(41.2, depression.Single(course => course.Trial.Id == "elektd_ket").Beside!.Figure("response_pct")!.Number);
        Assert.All(depression, course => Assert.InRange(course.Response?.Number ?? 50, 0, 100));
    }
}

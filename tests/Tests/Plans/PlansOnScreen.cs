using System.Net;
using Afterglow.App.Intake;
using Afterglow.App.Patients;
using Afterglow.App.Plans;
using Afterglow.Core.Intake.Eligibility;
using Afterglow.Core.Patients;
using Afterglow.Core.People;
using Afterglow.Core.Plans;
using Afterglow.Core.Plans.Treatment;
using Afterglow.Core.Units;
using Afterglow.Tests.Intake;
using Afterglow.Tests.Patients;

namespace Afterglow.Tests.Plans;

/// <summary>The treatment plan as staff write it, on its pages.</summary>
public sealed class PlansOnScreen
{
    private static readonly Dictionary<string, string> Filled = new()
    {
        ["Form.Indication"] = "Depression", ["Form.Diagnosis"] = "Recurrent <depression>", ["Form.Symptoms"] = "low-mood", ["Form.OwnWords"] = "To sleep.",
        ["Form.Measures"] = "phq9", ["Form.First"] = "phq9", ["Form.Baselines[phq9]"] = "18", ["Form.Days[phq9]"] = "2026-11-20", ["Form.ProtocolId"] = "ketamine-iv-1",
        ["Form.FirstDose"] = "0.5 mg/kg", ["Form.HighestDose"] = "0.5 mg/kg", ["Form.Sessions"] = "6", ["Form.LeastDaysApart"] = "2", ["Form.WithinDays"] = "21",
        ["Form.TherapyBefore"] = "1", ["Form.TherapyAfter"] = "2", ["Form.ReviewAfterSessions"] = "6", ["Form.ReviewAfterDays"] = "28", ["Form.StopBelowPercent"] = "25",
        ["Form.Weeks[l_urinary]"] = "4", ["Form.Weeks[l_lft]"] = "13", ["Form.Weeks[l_cog]"] = "26", ["Form.Weeks[l_misuse]"] = "4", ["Form.Driver"] = "Her sister",
    };

    [Fact]
    public async Task A_plan_is_written_proposed_and_shown_with_its_sources_what_it_implies_and_what_was_published()
    {
        await using var clinic = await Clinic.OpenAsync();
        var id = await EligibleAsync(clinic);
        using var prescriber = await clinic.SignInAsync(Role.Prescriber);
        Assert.Contains("No treatment plan yet", await prescriber.GetStringAsync($"/patients/{id:D}/plan"), StringComparison.Ordinal);

        using var saved = await clinic.FillInAsync(prescriber, $"/patients/{id:D}/plan/edit", "edit", Filled);
        Assert.Equal($"/patients/{id:D}/plan?done=saved", saved.To());
        using var proposed = await ActAsync(clinic, prescriber, id, "propose", []);
        Assert.Equal($"/patients/{id:D}/plan?done=propose", proposed.To());

        var html = await prescriber.GetStringAsync($"/patients/{id:D}/plan");
        var page = WebUtility.HtmlDecode(html);
        Assert.Contains("Recurrent &lt;depression&gt;", html, StringComparison.Ordinal);
        Assert.Contains("Waiting for the patient", page, StringComparison.Ordinal);
        // 80 kg, half a milligram for each.
        Assert.Contains("40 mg (0.5 mg/kg)", page, StringComparison.Ordinal);
        Assert.Contains("<polygon class=\"band\"", html, StringComparison.Ordinal);
        Assert.Contains("Rise of systolic pressure", page, StringComparison.Ordinal);
        Assert.Contains("site default, to be confirmed by the medical director", page, StringComparison.Ordinal);
        Assert.Contains("no clear benefit", page, StringComparison.Ordinal);
        Assert.Contains("Treatment plan proposed, version 1", await prescriber.GetStringAsync($"/patients/{id:D}"), StringComparison.Ordinal);
        Assert.Contains("Treatment plan proposed, version 1", await prescriber.GetStringAsync($"/patients/{id:D}?show=agreed"), StringComparison.Ordinal);
        Assert.DoesNotContain("Treatment plan proposed, version 1", await prescriber.GetStringAsync($"/patients/{id:D}?show=scores"), StringComparison.Ordinal);
        // Studies by who and when, not by their key.
        Assert.Matches("[A-Z][a-z]+ and others, 20[0-9]{2}", page);
        Assert.DoesNotMatch("<th scope=\"row\">[A-Za-z]+20[0-9]{2}", html);
        Assert.Equal(2, (await clinic.AuditAsync()).Count(line => line.Action.StartsWith("plan.", StringComparison.Ordinal) && line.Action != "plan.read" && line.Outcome == "done"));
    }

    [Fact]
    public async Task What_is_refused_says_what_to_do_keeps_what_was_typed_and_writes_nothing()
    {
        await using var clinic = await Clinic.OpenAsync();
        var id = await EligibleAsync(clinic);
        using var prescriber = await clinic.SignInAsync(Role.Prescriber);
        foreach (var (field, value, said) in new[]
        {
            ("Form.FirstDose", "0,5", "is not a dose"), ("Form.HighestDose", "5 mg/kg", "is outside what Ketamine IV"), ("Form.Sessions", "99", "A series has 1 to 24 sessions"),
            ("Form.Baselines[phq9]", "1e1", "is no score of PHQ-9"), ("Form.Driver", new string('x', 400), "at most 300 letters"), ("Form.Weeks[l_urinary]", "9", "Bladder is looked at every 1 to 5 weeks"),
        })
        {
            using var answer = await clinic.FillInAsync(prescriber, $"/patients/{id:D}/plan/edit", "edit", new(Filled) { [field] = value });
            Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
            var html = await answer.Content.ReadAsStringAsync();
            Assert.Contains(said, WebUtility.HtmlDecode(html), StringComparison.Ordinal);
            Assert.Contains("To sleep.</textarea>", html, StringComparison.Ordinal);
        }
        Assert.Empty((await clinic.Get<PlanRecords>().OpenAsync(id, Asking.Everywhere))!.File.Plans);
    }

    [Fact]
    public async Task Nobody_without_a_decision_is_asked_and_a_nurse_proposes_nothing()
    {
        await using var clinic = await Clinic.OpenAsync();
        var id = await clinic.RegisterAsync(Asking.Named("Ada", "Quill", "1984-05-02"));
        using var nurse = await clinic.SignInAsync(Role.Nurse);
        using var saved = await clinic.FillInAsync(nurse, $"/patients/{id:D}/plan/edit", "edit", Filled);
        Assert.Equal(HttpStatusCode.Redirect, saved.StatusCode);
        Assert.DoesNotContain("Propose to the patient", await nurse.GetStringAsync($"/patients/{id:D}/plan"), StringComparison.Ordinal);
        using var byNurse = await ActAsync(clinic, nurse, id, "propose", []);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, byNurse.StatusCode);

        using var prescriber = await clinic.SignInAsync(Role.Prescriber);
        using var refused = await ActAsync(clinic, prescriber, id, "propose", []);
        Assert.Contains("Nobody has decided yet whether this patient can be treated", await refused.TextAsync(), StringComparison.Ordinal);
        Assert.Equal(PlanState.Draft, (await clinic.Get<PlanRecords>().OpenAsync(id, Asking.Everywhere))!.File.Newest!.State);
    }

    [Fact]
    public async Task Of_many_who_change_a_plan_at_once_one_is_written_and_the_others_are_told_by_whom()
    {
        await using var clinic = await Clinic.OpenAsync();
        var id = await EligibleAsync(clinic);
        var records = clinic.Get<PlanRecords>();
        var file = (await records.ChangeAsync(id, new DraftPlan(Guid.CreateVersion7(), PlanOf.Whole, null), clinic.Caller(Role.Prescriber))).Value;
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(number => records.ChangeAsync(
            id, new ChangePlan(Guid.CreateVersion7(), PlanOf.Whole with { Remarks = $"Number {number}" }, null, file.Last!.EntryId), clinic.Caller(Role.Nurse))));
        Assert.Single(answers, answer => answer.Allowed);
        Assert.All(answers.Where(answer => !answer.Allowed), answer => Assert.StartsWith("Nurse Person has written in this plan", answer.Refusal!.Sentence, StringComparison.Ordinal));
        Assert.Equal(2, (await records.OpenAsync(id, Asking.Everywhere))!.File.Newest!.Versions.Count);
    }

    [Fact]
    public async Task Sent_twice_a_step_is_written_once_and_another_under_its_id_is_refused()
    {
        await using var clinic = await Clinic.OpenAsync();
        var id = await EligibleAsync(clinic);
        var records = clinic.Get<PlanRecords>();
        var draft = new DraftPlan(Guid.CreateVersion7(), PlanOf.Whole, null);
        Assert.True((await records.ChangeAsync(id, draft, clinic.Caller(Role.Nurse))).Allowed);
        Assert.Single((await records.ChangeAsync(id, draft, clinic.Caller(Role.Nurse))).Value.Plans);
        Assert.Equal("entry.id-reused", (await records.ChangeAsync(id, draft with { Terms = PlanOf.Whole with { Remarks = "x" } }, clinic.Caller(Role.Nurse))).Refusal!.Code);
        Assert.Equal("patient.unknown", (await records.ChangeAsync(id, draft, new Caller(clinic.Author(Role.Nurse), Reach.To(Guid.NewGuid()), "test"))).Refusal!.Code);
    }

    internal static async Task<HttpResponseMessage> ActAsync(Clinic clinic, Browser browser, Guid id, string act, Dictionary<string, string> fields)
    {
        var page = $"/patients/{id:D}/plan";
        var file = (await clinic.Get<PlanRecords>().OpenAsync(id, Asking.Everywhere))!.File;
        var all = new Dictionary<string, string>(fields)
        {
            ["_handler"] = "plan", ["form-token"] = Forms.Token(await browser.GetStringAsync(page)), ["Form.Do"] = act, ["Form.EntryId"] = Guid.CreateVersion7().ToString(),
        };
        if (file.Last is { } last) all["Form.Seen"] = last.EntryId.ToString();
        return await Forms.SendAsync(browser, page, all);
    }

    /// <summary>Somebody of 80 kg whom a prescriber has found eligible.</summary>
    internal static async Task<Guid> EligibleAsync(Clinic clinic, Guid? existing = null)
    {
        var id = existing ?? await clinic.RegisterAsync(Asking.Named("Ada", "Quill", "1984-05-02"));
        _ = (await clinic.Get<PatientRecords>().AppendFactsAsync(id,
        [
            new NewFact(Guid.CreateVersion7(), new ChartFact.ObservationNoted(ClinicalTime.Read("2026-11-20")!.Value, Origin.Staff, new Measured(BodyWeight.FromKilograms(80)))),
        ], clinic.Caller(Role.Nurse))).Value;
        var eligibility = clinic.Get<EligibilityRecords>();
        var seen = (await eligibility.OpenAsync(id, Asking.Everywhere))!;
        _ = (await eligibility.DecideAsync(
            id, new DecideEligibility(Guid.CreateVersion7(), EligibilityOutcome.Eligible, "Two failed trials.", null, seen.Digest), clinic.Caller(Role.Prescriber))).Value;
        return id;
    }
}

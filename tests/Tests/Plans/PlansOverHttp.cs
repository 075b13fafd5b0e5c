using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Afterglow.App.Patients;
using Afterglow.App.Plans;
using Afterglow.Core.Patients;
using Afterglow.Core.People;
using Afterglow.Core.Plans.Treatment;
using Afterglow.Tests.Patients;
using Afterglow.Tests.People;
using Afterglow.Tests.Sessions;

namespace Afterglow.Tests.Plans;

/// <summary>The treatment plan for other software: read, drafted, changed; agreed to by the patient alone.</summary>
public sealed class PlansOverHttp
{
    private static readonly TermsSent Terms = TermsSent.Of(PlanOf.Whole);

    private static async Task<(HttpStatusCode Status, JsonObject Body)> PostAsync(HttpClient by, string path, object body)
    {
        using var answer = await by.PostAsJsonAsync(path, body);
        var text = await answer.Content.ReadAsStringAsync();
        return (answer.StatusCode, text.StartsWith('{') ? JsonNode.Parse(text)!.AsObject() : []);
    }

    private static Guid Seen(JsonObject plans) => plans["seen"]!.GetValue<Guid>();

    [Fact]
    public async Task A_program_drafts_and_changes_a_plan_which_a_prescriber_proposes_and_nobody_but_the_patient_agrees_to()
    {
        await using var clinic = await Clinic.OpenAsync();
        var id = await PlansOnScreen.EligibleAsync(clinic);
        var path = $"/api/patients/{id:D}/plans";
        var (program, _) = await Programs.ProgramAsync(clinic, "patient.read", "patient.write");
        using (program)
        {
            Assert.Empty((await program.GetFromJsonAsync<JsonObject>(path))!["plans"]!.AsArray());
            var draft = new DraftAsked(Guid.CreateVersion7(), null, Terms);
            var (made, drafted) = await PostAsync(program, path + "/drafts", draft);
            Assert.Equal(HttpStatusCode.Created, made);
            // A retry writes once; the same id with another plan is refused.
            Assert.Equal(drafted.ToJsonString(), (await PostAsync(program, path + "/drafts", draft)).Body.ToJsonString());
            Assert.Equal("entry.id-reused", (await PostAsync(program, path + "/drafts", draft with { Terms = Terms with { Driver = "A friend" } })).Body["code"]!.GetValue<string>());
            var (_, changed) = await PostAsync(program, path + "/changes", new ChangeAsked(Guid.CreateVersion7(), Seen(drafted), Terms with { Sessions = 7 }, null));
            Assert.Equal(["Sessions: 6 → 7"], changed["plans"]![0]!["versions"]![1]!["differs"]!.AsArray().Select(line => line!.GetValue<string>()));
            // Whoever has not seen that is told.
            var (late, overtaken) = await PostAsync(program, path + "/changes", new ChangeAsked(Guid.CreateVersion7(), Seen(drafted), Terms with { Sessions = 8 }, null));
            Assert.Equal((HttpStatusCode.UnprocessableEntity, "plan.changed-meanwhile"), (late, overtaken["code"]!.GetValue<string>()));
            Assert.Equal(HttpStatusCode.Forbidden, (await PostAsync(program, path + "/proposals", new ProposalAsked(Guid.CreateVersion7(), Seen(changed)))).Status);

            using var prescriber = await clinic.SignInAsync(Role.Prescriber);
            using var proposed = await InTheChair.PostAsync(prescriber, path + "/proposals", new ProposalAsked(Guid.CreateVersion7(), Seen(changed)));
            Assert.Equal(HttpStatusCode.Created, proposed.StatusCode);
            // There is no such route for anybody.
            Assert.Equal(HttpStatusCode.MethodNotAllowed, (await PostAsync(program, path + "/agreements", new { entryId = Guid.CreateVersion7(), version = 2 })).Status);
            var shown = (await program.GetFromJsonAsync<JsonObject>(path))!["plans"]![0]!;
            Assert.Equal(("proposed", 2, "depression", "0.5 mg/kg"), (
                shown["state"]!.GetValue<string>(), shown["proposedVersion"]!.GetValue<int>(), shown["versions"]![1]!["terms"]!["indication"]!.GetValue<string>(),
                shown["versions"]![1]!["terms"]!["firstDose"]!.GetValue<string>()));
            Assert.Empty(shown["agreements"]!.AsArray());
        }
        Assert.Contains(await clinic.AuditAsync(), line => line is { Action: "plan.read", ActorId: "client:Reports patient.read patient.write" });
    }

    [Fact]
    public async Task A_person_answers_a_question_a_prescriber_reviews_and_stops_and_a_program_does_none_of_it()
    {
        await using var clinic = await Clinic.OpenAsync();
        var (id, phone) = await ThePlanAtHome.ProposedAsync(clinic);
        var path = $"/api/patients/{id:D}/plans";
        using (phone)
        {
            using var agreed = await ThePlanAtHome.SendAsync(phone, "/my-plan", "agree");
            using var asked = await ThePlanAtHome.SendAsync(phone, "/my-plan", "ask", "May I drive?");
            Assert.Equal((HttpStatusCode.Redirect, HttpStatusCode.Redirect), (agreed.StatusCode, asked.StatusCode));
            using var nurse = await clinic.SignInAsync(Role.Nurse);
            using var prescriber = await clinic.SignInAsync(Role.Prescriber);
            var plans = (await nurse.GetFromJsonAsync<JsonObject>(path))!;
            var question = plans["plans"]![0]!["questions"]![0]!["id"]!.GetValue<Guid>();
            var answer = new PlanAnswerAsked(Guid.CreateVersion7(), question, "Not before the next day.");
            var review = new ReviewAsked(Guid.CreateVersion7(), Seen(plans), "l_review", "go-on", "Sleeps through.");
            var stop = new StopAsked(Guid.CreateVersion7(), Seen(plans), "completed", "Well for half a year.");

            var (program, _) = await Programs.ProgramAsync(clinic, "patient.read", "patient.write");
            using (program)
            {
                Assert.Equal("plan.staff-answers", (await PostAsync(program, path + "/answers", answer)).Body["code"]!.GetValue<string>());
                Assert.Equal(HttpStatusCode.Forbidden, (await PostAsync(program, path + "/reviews", review)).Status);
                Assert.Equal(HttpStatusCode.Forbidden, (await PostAsync(program, path + "/stops", stop)).Status);
            }
            Assert.Equal(HttpStatusCode.Forbidden, (await SaysAsync(nurse, path + "/reviews", review)).Status);
            Assert.Equal(HttpStatusCode.Forbidden, (await SaysAsync(nurse, path + "/stops", stop)).Status);

            Assert.Equal(HttpStatusCode.Created, (await SaysAsync(nurse, path + "/answers", answer)).Status);
            Assert.Contains("Not before the next day.", await phone.GetStringAsync("/my-plan"), StringComparison.Ordinal);
            Assert.Equal("plan.question-answered", Code(await SaysAsync(prescriber, path + "/answers", answer with { EntryId = Guid.CreateVersion7(), Text = "Yes." })));
            // The plan was written in since: whoever reviews or stops looks again first.
            Assert.Equal("plan.changed-meanwhile", Code(await SaysAsync(prescriber, path + "/reviews", review)));
            var seen = Seen((await prescriber.GetFromJsonAsync<JsonObject>(path))!);
            foreach (var (wrong, code) in new[] { (review with { Rule = "ci_htn" }, "plan.review-unknown"), (review with { Outcome = "perhaps" }, "plan.outcome-missing"), (review with { Because = " " }, "text.missing") })
                Assert.Equal(code, Code(await SaysAsync(prescriber, path + "/reviews", wrong with { EntryId = Guid.CreateVersion7(), Seen = seen })));

            await ScoreAsync(9, "2026-11-21");
            var reviewed = await SaysAsync(prescriber, path + "/reviews", review with { Seen = seen });
            Assert.Equal(HttpStatusCode.Created, reviewed.Status);
            Assert.Contains("PHQ-9 18 → 9, 50 % better: response", reviewed.Body["plans"]![0]!["reviews"]![0]!["found"]!.GetValue<string>(), StringComparison.Ordinal);
            // A retry after a newer score is the same review.
            await ScoreAsync(6, "2026-11-22");
            Assert.Equal(HttpStatusCode.Created, (await SaysAsync(prescriber, path + "/reviews", review with { Seen = seen })).Status);

            seen = Seen((await prescriber.GetFromJsonAsync<JsonObject>(path))!);
            Assert.Equal("plan.outcome-missing", Code(await SaysAsync(prescriber, path + "/stops", stop with { EntryId = Guid.CreateVersion7(), Seen = seen, Ending = "Completed" })));
            var stopped = await SaysAsync(prescriber, path + "/stops", stop with { Seen = seen });
            Assert.Equal(HttpStatusCode.Created, stopped.Status);
            var ended = stopped.Body["plans"]![0]!;
            Assert.Equal(("ended", "completed", "Well for half a year."), (
                ended["state"]!.GetValue<string>(), ended["end"]!["ending"]!.GetValue<string>(), ended["end"]!["because"]!.GetValue<string>()));
            Assert.Single(ended["reviews"]!.AsArray());
            Assert.Equal(HttpStatusCode.NotFound, (await SaysAsync(prescriber, $"/api/patients/{Guid.NewGuid():D}/plans/reviews", review)).Status);
        }

        async Task ScoreAsync(int score, string on) => _ = (await clinic.Get<PatientRecords>().AppendFactsAsync(
            id, [new NewFact(Guid.CreateVersion7(), new ChartFact.SurveyScoreNoted(ClinicalTime.Read(on)!.Value, Origin.Staff, new Concept("PHQ-9"), score))],
            clinic.Caller(Role.Nurse))).Value;

        static string Code((HttpStatusCode, JsonObject Body) answer) => answer.Body["code"]!.GetValue<string>();

        static async Task<(HttpStatusCode Status, JsonObject Body)> SaysAsync(Browser by, string path, object body)
        {
            using var answer = await InTheChair.PostAsync(by, path, body);
            var text = await answer.Content.ReadAsStringAsync();
            return (answer.StatusCode, text.StartsWith('{') ? JsonNode.Parse(text)!.AsObject() : []);
        }
    }

    [Fact]
    public async Task What_cannot_be_a_plan_is_refused_with_its_code_and_nothing_is_written()
    {
        await using var clinic = await Clinic.OpenAsync();
        var id = await PlansOnScreen.EligibleAsync(clinic);
        var path = $"/api/patients/{id:D}/plans";
        using var nurse = await clinic.SignInAsync(Role.Nurse);
        foreach (var (terms, code) in new (TermsSent? Terms, string Code)[]
        {
            (null, "plan.unclear-terms"), (Terms with { Indication = "3" }, "plan.unclear-indication"), (Terms with { FirstDose = "0,5" }, "quantity.unreadable"),
            (Terms with { HighestDose = "5 mg/kg" }, "plan.dose-outside-limits"), (Terms with { ProtocolId = "nothing" }, "plan.unclear-protocol"),
            (Terms with { Symptoms = [null!] }, "plan.unclear-list"), (Terms with { Remarks = new string('x', 10_000) }, "text.too-long"),
        })
        {
            using var answer = await InTheChair.PostAsync(nurse, path + "/drafts", new DraftAsked(Guid.CreateVersion7(), null, terms));
            Assert.Equal((HttpStatusCode.UnprocessableEntity, code), (answer.StatusCode, (await answer.Content.ReadFromJsonAsync<JsonObject>())!["code"]!.GetValue<string>()));
        }
        Assert.Empty((await nurse.GetFromJsonAsync<JsonObject>(path))!["plans"]!.AsArray());
        using var reader = (await Programs.ProgramAsync(clinic, "session.read")).Program;
        Assert.Equal(HttpStatusCode.Forbidden, (await reader.GetAsync(path)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await nurse.GetAsync($"/api/patients/{Guid.NewGuid():D}/plans")).StatusCode);
    }
}

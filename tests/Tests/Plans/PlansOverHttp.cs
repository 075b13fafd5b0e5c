using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Afterglow.App.Plans;
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

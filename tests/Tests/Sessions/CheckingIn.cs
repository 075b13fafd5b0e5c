using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Afterglow.App.Patients;
using Afterglow.App.People;
using Afterglow.App.Record;
using Afterglow.App.Sessions;
using Afterglow.Core.Patients;
using Afterglow.Core.People;
using Afterglow.Core.Sessions;
using Afterglow.Tests.Patients;

namespace Afterglow.Tests.Sessions;

public sealed class CheckingIn
{
    [Fact]
    public async Task The_form_checks_in_and_opens_the_session()
    {
        await using var clinic = await Clinic.OpenAsync();
        using var nurse = await clinic.SignInAsync(Role.Nurse);
        var patient = await clinic.RegisterAsync(Asking.Named("Ada", "Quill", "1984-05-02"));
        var page = $"/patients/{patient:D}/check-in";
        var html = await nurse.GetStringAsync(page);
        Assert.Contains(">Check in</button>", html, StringComparison.Ordinal);

        var form = Form(html, "Chair 2");
        using var answer = await nurse.SubmitAsync(page, form);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        var where = answer.Headers.Location!.ToString();
        Assert.Contains("/chair/sessions/", where, StringComparison.Ordinal);
        var snapshot = await nurse.GetFromJsonAsync<SessionSnapshot>("/api/sessions/" + where[^36..], SessionJson.Options);
        var session = snapshot!.Fold();
        Assert.Equal("Chair 2", session.Arrival!.Chair);
        Assert.Equal("Treatment-resistant depression", session.Arrival.Indication);
        Assert.Equal(clinic.Clock.GetUtcNow(), session.Arrival.At);

        // Sent twice, the form leads to the same session.
        nurse.Token = null;
        using var again = await nurse.PostAsync(page, new FormUrlEncodedContent(
            new Dictionary<string, string>(form) { ["_handler"] = "check-in", ["form-token"] = Hidden(html, "form-token") }));
        Assert.Equal(where, again.Headers.Location?.ToString());
    }

    [Fact]
    public async Task The_front_desk_checks_in_and_sees_the_board_not_the_chair()
    {
        await using var clinic = await Clinic.OpenAsync();
        using var desk = await clinic.SignInAsync(Role.FrontDesk);
        var patient = await clinic.RegisterAsync(Asking.Named("Ada", "Quill"));
        var page = $"/patients/{patient:D}/check-in";
        using var answer = await desk.SubmitAsync(page, Form(await desk.GetStringAsync(page), "Chair 1"));
        Assert.EndsWith("/board", answer.Headers.Location?.ToString());
    }

    [Fact]
    public async Task A_patient_of_nobody_here_has_no_form()
    {
        await using var clinic = await Clinic.OpenAsync();
        using var nurse = await clinic.SignInAsync(Role.Nurse);
        using var answer = await nurse.GetAsync($"/patients/{Guid.NewGuid():D}/check-in");
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task Nobody_sits_in_two_chairs_and_no_chair_holds_two()
    {
        await using var clinic = await Clinic.OpenAsync();
        using var nurse = await clinic.SignInAsync(Role.Nurse);
        var chair = await InTheChair.CheckInAsync(clinic, nurse);
        var twice = await RefusedAsync(nurse, New(clinic, chair.Patient, "Chair 2"));
        Assert.Equal("session.patient-in-session", twice["code"]!.GetValue<string>());
        var other = await clinic.RegisterAsync(Asking.Named("Ben", "Okafor"));
        Assert.Equal("session.chair-taken", (await RefusedAsync(nurse, New(clinic, other, "Chair 1")))["code"]!.GetValue<string>());
        Assert.Equal("session.no-such-chair", (await RefusedAsync(nurse, New(clinic, other, "Chair 9")))["code"]!.GetValue<string>());
        Assert.Equal("protocol.unknown", (await RefusedAsync(nurse, New(clinic, other, "Chair 2") with { ProtocolId = "aspirin" }))["code"]!.GetValue<string>());
        Assert.Equal("time.in-the-future", (await RefusedAsync(nurse, New(clinic, other, "Chair 2") with { At = clinic.Clock.GetUtcNow().AddHours(1) }))["code"]!.GetValue<string>());
        Assert.Equal("entry.id-missing", (await RefusedAsync(nurse, New(clinic, other, "Chair 2") with { EntryId = Guid.Empty }))["code"]!.GetValue<string>());

        // Called off, the chair is free again and so is the patient.
        await chair.DoAsync(new CancelSession(Guid.NewGuid(), clinic.Clock.GetUtcNow(), "Ate a heavy meal an hour ago"));
        using var next = await InTheChair.PostAsync(nurse, "/api/sessions", New(clinic, other, "Chair 1"));
        Assert.Equal(HttpStatusCode.Created, next.StatusCode);
    }

    [Fact]
    public async Task Twenty_desks_that_check_in_at_once_fill_each_chair_once()
    {
        await using var clinic = await Clinic.OpenAsync();
        var patients = new List<Guid>();
        for (var number = 0; number < 20; number++) patients.Add(await clinic.RegisterAsync(Asking.Named("Patient", "Number " + number)));
        var records = clinic.Get<SessionRecords>();
        var outcomes = await Task.WhenAll(patients.Select((patient, index) => Task.Run(() =>
            records.CheckInAsync(New(clinic, patient, $"Chair {1 + index % 4}"), clinic.Caller(Role.Nurse)))));
        Assert.Equal(4, outcomes.Count(outcome => outcome.Allowed));
        Assert.All(outcomes.Where(outcome => !outcome.Allowed), outcome => Assert.Equal("session.chair-taken", outcome.Refusal!.Code));
        var board = await records.BoardAsync(clinic.Caller(Role.Nurse), clinical: true);
        Assert.Equal(4, board.Chairs.Count(row => row.SessionId is not null));
    }

    [Fact]
    public async Task Asking_twice_checks_in_once()
    {
        await using var clinic = await Clinic.OpenAsync();
        using var nurse = await clinic.SignInAsync(Role.Nurse);
        var patient = await clinic.RegisterAsync(Asking.Named("Ada", "Quill"));
        var asked = New(clinic, patient, "Chair 1");
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
        {
            using var answer = await InTheChair.PostAsync(nurse, "/api/sessions", asked);
            Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
            return (await answer.Content.ReadFromJsonAsync<JsonObject>())!["sessionId"]!.GetValue<Guid>();
        }));
        Assert.Single(answers.Distinct());
        Assert.Single(await clinic.Record.ReadAsync(StreamName.Session(answers[0])));
        Assert.Equal("entry.id-reused", (await RefusedAsync(nurse, asked with { Chair = "Chair 2" }))["code"]!.GetValue<string>());
    }

    [Fact]
    public async Task The_next_session_knows_its_number_the_order_that_stands_and_the_last_weight()
    {
        await using var clinic = await Clinic.OpenAsync();
        using var nurse = await clinic.SignInAsync(Role.Nurse);
        using var prescriber = await clinic.SignInAsync(Role.Prescriber);
        var first = await InTheChair.CheckInAsync(clinic, nurse);
        var arrival = (await first.SessionAsync()).Arrival!;
        Assert.Equal(1, arrival.SessionNumber);
        Assert.Equal(0.5m, arrival.OrderedPerKilogram!.Value.MilligramsPerKilogram);
        Assert.Null(arrival.LastWeight);
        Assert.True(arrival.PregnancyRelevant);
        await first.DoAsync(new OrderDose(Guid.NewGuid(), clinic.Clock.GetUtcNow(), Core.Units.DosePerWeight.FromMilligramsPerKilogram(0.6m)), prescriber);
        await first.PassGateAsync();
        await first.DoAsync(new PrepareDose(
            Guid.NewGuid(), clinic.Clock.GetUtcNow(), InTheChair.Vial, "LOT-42", new DateOnly(2027, 6, 30), Core.Units.Volume.FromMillilitres(50)));
        await first.DoAsync(new CheckDose(
            Guid.NewGuid(), clinic.Clock.GetUtcNow(), Core.Units.Mass.FromMilligrams(42), Core.Units.Volume.FromMillilitres(0.84m)), prescriber);
        await first.StartAsync();
        await first.StayAsync(10);
        await first.StayAsync(10);
        await first.StayAsync(10);
        await first.StayAsync(10);
        await first.DoAsync(new EndInfusion(Guid.NewGuid(), clinic.Clock.GetUtcNow()));
        await first.RecoverAsync();
        await first.DoAsync(new Discharge(Guid.NewGuid(), clinic.Clock.GetUtcNow(), "Tom Quill"));

        var second = await InTheChair.CheckInAsync(clinic, nurse, patient: first.Patient);
        var next = (await second.SessionAsync()).Arrival!;
        Assert.Equal(2, next.SessionNumber);
        Assert.Equal(0.6m, next.OrderedPerKilogram!.Value.MilligramsPerKilogram);
        Assert.Equal(70m, next.LastWeight!.Value.Kilograms);
        // Another protocol begins its own series.
        await second.DoAsync(new CancelSession(Guid.NewGuid(), clinic.Clock.GetUtcNow(), "Changed to the spray"));
        var spray = (await (await InTheChair.CheckInAsync(clinic, nurse, patient: first.Patient, protocol: "esketamine-nasal-1")).SessionAsync()).Arrival!;
        Assert.Equal(1, spray.SessionNumber);
        Assert.Equal(56m, spray.OrderedDose!.Value.Milligrams);
    }

    [Theory]
    [InlineData(Sex.Male, "1984-05-02", false)]
    [InlineData(Sex.Female, "1966-11-23", false)]
    [InlineData(Sex.Female, "1966-11-24", true)]
    [InlineData(Sex.Unknown, null, true)]
    [InlineData(Sex.Other, "1990", true)]
    public async Task Pregnancy_is_out_of_the_question_only_where_the_chart_says_so(Sex sex, string? born, bool relevant)
    {
        await using var clinic = await Clinic.OpenAsync();
        var patient = await clinic.RegisterAsync(Asking.Named("Ada", "Quill", born) with { SexAtBirth = sex });
        var records = clinic.Get<SessionRecords>();
        var id = (await records.CheckInAsync(New(clinic, patient, "Chair 1"), clinic.Caller(Role.Nurse))).Value;
        Assert.Equal(relevant, (await records.SnapshotAsync(id, clinic.Caller(Role.Nurse)))!.Fold().Arrival!.PregnancyRelevant);
    }

    [Fact]
    public async Task A_check_in_at_a_site_where_one_does_not_work_is_refused_as_if_there_were_no_such_patient()
    {
        await using var clinic = await Clinic.OpenAsync();
        var patient = await clinic.RegisterAsync(Asking.Named("Ada", "Quill"));
        var elsewhere = clinic.Caller(Role.Nurse) with { Reach = Reach.To(Guid.NewGuid()) };
        Assert.Equal("patient.unknown", (await clinic.Get<SessionRecords>().CheckInAsync(New(clinic, patient, "Chair 1"), elsewhere)).Refusal?.Code);
    }

    private static NewSession New(Clinic clinic, Guid patient, string chair) =>
        new(Guid.NewGuid(), clinic.Clock.GetUtcNow(), patient, chair, "ketamine-iv-1", "Depression");

    private static async Task<JsonObject> RefusedAsync(Browser browser, NewSession asked)
    {
        using var answer = await InTheChair.PostAsync(browser, "/api/sessions", asked);
        return await InTheChair.ProblemAsync(answer, HttpStatusCode.UnprocessableEntity);
    }

    private static Dictionary<string, string> Form(string html, string chair) => new()
    {
        ["Form.EntryId"] = Hidden(html, "Form.EntryId"),
        ["Form.Chair"] = chair,
        ["Form.ProtocolId"] = "ketamine-iv-1",
        ["Form.Indication"] = "Treatment-resistant depression",
    };

    private static string Hidden(string html, string name) => System.Text.RegularExpressions.Regex.Match(
        html, $"name=\"{name}\" value=\"(?<value>[^\"]+)\"", System.Text.RegularExpressions.RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)).Groups["value"].Value;
}

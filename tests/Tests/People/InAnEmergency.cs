using System.Net;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Afterglow.App.People;
using Afterglow.Core.People;
using Afterglow.Core.Sessions;
using Afterglow.Tests.Sessions;

namespace Afterglow.Tests.People;

/// <summary>Opening the chart of another site's patient.</summary>
public sealed partial class InAnEmergency
{
    [Fact]
    public async Task A_chart_of_another_site_opens_with_a_reason_under_a_banner_for_an_hour_and_every_look_is_flagged()
    {
        await using var sites = await TwoSites.OpenAsync();
        using var nurse = await sites.Clinic.SignInAsync(Role.Nurse);
        string[] pages = [$"/patients/{sites.Patient:D}", $"/sessions/{sites.Session:D}/note", $"/patients/{sites.Patient:D}/check-in"];
        foreach (var page in pages) Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(nurse, page));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(nurse, $"/api/sessions/{sites.Session:D}"));

        using var opened = await BeginAsync(nurse, TwoSites.RecordNumber.ToLowerInvariant(), "Seizing in our waiting room");
        Assert.EndsWith($"/patients/{sites.Patient:D}", opened.Headers.Location?.ToString());
        foreach (var page in pages)
        {
            var html = WebUtility.HtmlDecode(await nurse.GetStringAsync(page));
            Assert.Contains(TwoSites.FamilyName, html, StringComparison.Ordinal);
            Assert.Contains("Emergency access until 10:00", html, StringComparison.Ordinal);
        }
        var snapshot = await nurse.GetFromJsonAsync<System.Text.Json.Nodes.JsonObject>($"/api/sessions/{sites.Session:D}");
        Assert.Contains("Emergency access until 10:00", snapshot!["patient"]!["alerts"]![0]!.GetValue<string>(), StringComparison.Ordinal);

        var lines = await sites.Clinic.AuditAsync();
        var begun = Assert.Single(lines, line => line is { Action: "emergency.begin", Outcome: "done" });
        Assert.Equal(("Seizing in our waiting room", sites.Patient.ToString("D")), (begun.Reason, begun.PatientId));
        var flag = begun.Target.Replace('/', ' ');
        var reads = lines.Where(line => line.ActorId == sites.Clinic.Staff(Role.Nurse).Id.ToString("D") && line.PatientId == sites.Patient.ToString("D")
            && line.Outcome == "done" && line.Action != "emergency.begin").ToList();
        Assert.Equal(["chart.read", "note.read", "session.check-in-form", "session.read"], reads.Select(line => line.Action).Distinct().Order());
        Assert.All(reads, line => Assert.Equal(flag, line.Reason));

        sites.Clinic.Clock.Advance(TimeSpan.FromMinutes(14));
        foreach (var _ in Enumerable.Range(0, 4))
        {
            Assert.Equal(HttpStatusCode.OK, await StatusAsync(nurse, pages[0]));
            sites.Clinic.Clock.Advance(TimeSpan.FromMinutes(11));
        }
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(nurse, pages[0]));
        sites.Clinic.Clock.Advance(TimeSpan.FromMinutes(2));
        foreach (var page in pages) Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(nurse, page));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(nurse, $"/api/sessions/{sites.Session:D}"));
    }

    [Fact]
    public async Task Lists_and_the_board_stay_as_they_were_and_only_this_one_chart_is_open()
    {
        await using var sites = await TwoSites.OpenAsync();
        using var nurse = await sites.Clinic.SignInAsync(Role.Nurse);
        var another = await sites.Clinic.Get<App.Patients.PatientRecords>().RegisterAsync(
            new App.Patients.NewPatient(Guid.CreateVersion7(), Patients.Asking.Named("Another", "Stranger")),
            new App.Patients.Caller(sites.Clinic.Author(Role.Nurse), App.Patients.Reach.To(TwoSites.Harbour), "test"));
        using var opened = await BeginAsync(nurse, TwoSites.RecordNumber, "Found unconscious");
        foreach (var page in new[] { "/patients", "/board", $"/patients?q={TwoSites.FamilyName}", "/patients?q=Stranger", "/api/patients?search=AG", "/api/sessions" })
        {
            var text = await nurse.GetStringAsync(page);
            Assert.DoesNotContain(TwoSites.GivenName, text, StringComparison.Ordinal);
            Assert.DoesNotContain("Another", text.Replace("Another site", "", StringComparison.OrdinalIgnoreCase), StringComparison.Ordinal);
        }
        Assert.True(another.Allowed);
    }

    [Fact]
    public async Task What_is_written_meanwhile_is_flagged_and_the_session_can_be_charted()
    {
        await using var sites = await TwoSites.OpenAsync();
        using var nurse = await sites.Clinic.SignInAsync(Role.Nurse);
        using var opened = await BeginAsync(nurse, TwoSites.RecordNumber, "Their nurse is not here");
        using var wrote = await nurse.PostAsJsonAsync($"/api/patients/{sites.Patient:D}/notes", new { entryId = Guid.CreateVersion7(), text = "Airway clear." });
        Assert.Equal(HttpStatusCode.Created, wrote.StatusCode);
        using var charted = await InTheChair.PostAsync(
            nurse, $"/api/sessions/{sites.Session:D}/record-vitals", new RecordVitals(Guid.CreateVersion7(), sites.Clinic.Clock.GetUtcNow(), new Vitals(121, 79, 80, 97)));
        Assert.Equal(HttpStatusCode.OK, charted.StatusCode);
        var lines = (await sites.Clinic.AuditAsync()).Where(line => line.Action is "note.write" or "session.write" && line.ActorId == sites.Clinic.Staff(Role.Nurse).Id.ToString("D")).ToList();
        Assert.Equal(2, lines.Count);
        Assert.All(lines, line => Assert.StartsWith("emergency ", line.Reason));
    }

    [Theory]
    [InlineData("AG-000001", "")]
    [InlineData("AG-000001", "   ")]
    [InlineData("AG-000001", "looks \u202E fine")]
    [InlineData("AG-999999", "No such chart")]
    [InlineData("AG-00000", "Half a number")]
    [InlineData("%", "A wildcard")]
    [InlineData("' or 1=1 --", "A trick")]
    [InlineData("", "No number")]
    public async Task Without_a_reason_or_the_whole_record_number_nothing_opens(string number, string reason)
    {
        await using var sites = await TwoSites.OpenAsync();
        using var nurse = await sites.Clinic.SignInAsync(Role.Nurse);
        using var refused = await BeginAsync(nurse, number, reason);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(nurse, $"/patients/{sites.Patient:D}"));
        Assert.Empty((await sites.Clinic.Get<EmergencyRecords>().NoticesAsync()).Waiting);
    }

    [Theory]
    [InlineData(Role.FrontDesk)]
    [InlineData(Role.Director)]
    [InlineData(Role.Administrator)]
    public async Task Who_treats_nobody_opens_nothing_in_an_emergency(Role role)
    {
        await using var sites = await TwoSites.OpenAsync();
        using var browser = await sites.Clinic.SignInAsync(role);
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(browser, "/emergency"));
        using var direct = await browser.PostAsync("/emergency", new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["_handler"] = "emergency", ["Form.RecordNumber"] = TwoSites.RecordNumber, ["Form.Reason"] = "Because",
        }));
        Assert.Equal(HttpStatusCode.Forbidden, direct.StatusCode);
    }

    [Fact]
    public async Task Ones_own_patient_needs_no_emergency_and_leaves_no_notice()
    {
        await using var sites = await TwoSites.OpenAsync();
        using var opened = await BeginAsync(sites.HarbourNurse, TwoSites.RecordNumber, "By habit");
        Assert.EndsWith($"/patients/{sites.Patient:D}", opened.Headers.Location?.ToString());
        Assert.Empty((await sites.Clinic.Get<EmergencyRecords>().NoticesAsync()).Waiting);
        Assert.DoesNotContain("Emergency access until", await sites.HarbourNurse.GetStringAsync($"/patients/{sites.Patient:D}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_person_ends_it_by_a_button_and_nobody_ends_anothers()
    {
        await using var sites = await TwoSites.OpenAsync();
        using var nurse = await sites.Clinic.SignInAsync(Role.Nurse);
        using var prescriber = await sites.Clinic.SignInAsync(Role.Prescriber);
        using var opened = await BeginAsync(nurse, TwoSites.RecordNumber, "Found unconscious");
        var action = EndButton().Match(await nurse.GetStringAsync($"/patients/{sites.Patient:D}")).Groups["action"].Value;
        using var others = await prescriber.PostAsync(action, null);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(nurse, $"/patients/{sites.Patient:D}"));
        using var ended = await nurse.PostAsync(action, null);
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(nurse, $"/patients/{sites.Patient:D}"));
        Assert.Single(await sites.Clinic.AuditAsync(), line => line.Action == "emergency.ended");
    }

    [Fact]
    public async Task An_open_stream_of_that_session_is_cut_when_the_hour_is_over()
    {
        await using var sites = await TwoSites.OpenAsync();
        using var nurse = await sites.Clinic.SignInAsync(Role.Nurse);
        using var opened = await BeginAsync(nurse, TwoSites.RecordNumber, "Found unconscious");
        using var answer = await nurse.GetAsync($"/api/sessions/{sites.Session:D}/live", HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        await using var stream = await answer.Content.ReadAsStreamAsync();
        var buffer = new byte[256];
        Assert.True(await stream.ReadAsync(buffer) > 0);
        await sites.Clinic.Get<OpenRequests>().LookAsync(default);
        sites.Clinic.Clock.Advance(EmergencyRecords.Longest);
        await sites.Clinic.Get<OpenRequests>().LookAsync(default);
        try
        {
            while (await stream.ReadAsync(buffer).AsTask().WaitAsync(TimeSpan.FromSeconds(20)) > 0) { }
        }
        catch (Exception fault) when (fault is IOException or HttpIOException)
        {
            // Cut in the middle: that is what is asked for.
        }
    }

    [Fact]
    public async Task A_privacy_officer_sees_the_notice_on_every_page_and_closes_it_with_what_they_found()
    {
        await using var sites = await TwoSites.OpenAsync();
        using var nurse = await sites.Clinic.SignInAsync(Role.Nurse);
        using var director = await sites.Clinic.SignInAsync(Role.Director);
        Assert.DoesNotContain("Emergency access (", await director.GetStringAsync("/board"), StringComparison.Ordinal);
        using var opened = await BeginAsync(nurse, TwoSites.RecordNumber, "Found unconscious");
        foreach (var page in new[] { "/board", "/patients", "/audit" })
            Assert.Contains("Emergency access (1)", await director.GetStringAsync(page), StringComparison.Ordinal);
        Assert.DoesNotContain("Emergency access (", await nurse.GetStringAsync("/board"), StringComparison.Ordinal);

        var notice = Assert.Single((await sites.Clinic.Get<EmergencyRecords>().NoticesAsync()).Waiting);
        var page1 = WebUtility.HtmlDecode(await director.GetStringAsync("/emergencies"));
        Assert.Contains("Nurse Person opened AG-000001", page1, StringComparison.Ordinal);
        Assert.Contains("Found unconscious", page1, StringComparison.Ordinal);
        Assert.DoesNotContain(TwoSites.FamilyName, page1, StringComparison.Ordinal);
        var audit = WebUtility.HtmlDecode(await director.GetStringAsync($"/audit?patient={sites.Patient:D}&person={notice.StaffId:D}"));
        Assert.Contains("emergency.begin", audit, StringComparison.Ordinal);

        using var without = await director.SubmitAsync("/emergencies", new() { ["Form.Id"] = notice.Id.ToString(), ["Form.Note"] = " " }, $"close-{notice.Id:N}");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, without.StatusCode);
        using var closed = await director.SubmitAsync("/emergencies", new() { ["Form.Id"] = notice.Id.ToString(), ["Form.Note"] = "Rightly: see the ambulance report." }, $"close-{notice.Id:N}");
        Assert.Equal(HttpStatusCode.OK, closed.StatusCode);
        Assert.DoesNotContain("Emergency access (", await director.GetStringAsync("/board"), StringComparison.Ordinal);
        Assert.Contains("Rightly: see the ambulance report.", await director.GetStringAsync("/emergencies"), StringComparison.Ordinal);
        // Closing it ends what was still open.
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(nurse, $"/patients/{sites.Patient:D}"));
        Assert.Single(await sites.Clinic.AuditAsync(), line => line is { Action: "emergency.closed", Reason: "Rightly: see the ambulance report." });
    }

    [Fact]
    public async Task Nobody_looks_into_their_own_access()
    {
        await using var sites = await TwoSites.OpenAsync();
        await sites.Clinic.AddStaffAsync("both", "Both At Once", Role.Nurse, Role.Director);
        using var both = await sites.Clinic.SignInAsync("both");
        using var opened = await BeginAsync(both, TwoSites.RecordNumber, "Found unconscious");
        var notice = Assert.Single((await sites.Clinic.Get<EmergencyRecords>().NoticesAsync()).Waiting);
        Assert.Contains("This was your own access", await both.GetStringAsync("/emergencies"), StringComparison.Ordinal);
        var closed = await sites.Clinic.Get<EmergencyRecords>().CloseAsync(new Author(notice.StaffId.ToString("D"), "Both At Once", [Role.Director]), notice.Id, "Fine", "test");
        Assert.IsType<OwnEmergency>(closed.Refusal);
        Assert.Single((await sites.Clinic.Get<EmergencyRecords>().NoticesAsync()).Waiting);
    }

    [Fact]
    public async Task Somebody_who_works_at_no_site_sees_nobody()
    {
        await using var sites = await TwoSites.OpenAsync();
        await using (var connection = await sites.Clinic.Get<App.Record.Database>().OpenAsync())
            await Dapper.SqlMapper.ExecuteAsync(connection, "delete from staff_site where staff_id = @id", new { id = sites.Clinic.Staff(Role.Nurse).Id.ToString("D") });
        var own = await Patients.Asking.RegisterAsync(sites.Clinic, Patients.Asking.Named("Own", "Patient"));
        using var nurse = await sites.Clinic.SignInAsync(Role.Nurse);
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(nurse, $"/patients/{own:D}"));
        Assert.DoesNotContain("Own Patient", await nurse.GetStringAsync("/patients"), StringComparison.Ordinal);
    }

    private static Task<HttpResponseMessage> BeginAsync(Browser browser, string number, string reason) =>
        browser.SubmitAsync("/emergency", new() { ["Form.RecordNumber"] = number, ["Form.Reason"] = reason }, "emergency");

    private static async Task<HttpStatusCode> StatusAsync(Browser browser, string page)
    {
        using var answer = await browser.GetAsync(page);
        return answer.StatusCode;
    }

    [GeneratedRegex("action=\"(?<action>/emergency/[0-9a-f-]+/end)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex EndButton();
}

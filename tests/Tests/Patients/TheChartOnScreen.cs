using System.Net;
using System.Text.RegularExpressions;
using Afterglow.App.Patients;
using Afterglow.Core.Patients;
using Afterglow.Core.People;
using Afterglow.Core.Units;

namespace Afterglow.Tests.Patients;

public sealed partial class TheChartOnScreen
{
    private static readonly Person Maya = new()
    {
        Given = ["Marisol"], Family = "Ruiz", Preferred = "Maya", Pronouns = "she/her", BirthDate = PartialDate.Read("1984-05-03"), SexAtBirth = Sex.Female,
    };

    [Fact]
    public async Task The_banner_says_who_it_is_how_old_and_that_nothing_is_known_of_allergies()
    {
        await using var clinic = await Clinic.OpenAsync();
        var id = await clinic.RegisterAsync(Maya);
        using var nurse = await clinic.SignInAsync(Role.Nurse);
        var banner = Banner(await nurse.GetStringAsync($"/patients/{id:D}"));
        foreach (var said in new[] { "Maya Ruiz", "she/her", "Legal name Marisol Ruiz", "AG-000001", "3 May 1984", "42 y", "never weighed here", "none on file" })
            Assert.Contains(said, banner, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_older_weight_is_shown_with_its_date_and_never_as_todays()
    {
        await using var clinic = await Clinic.OpenAsync();
        var id = await clinic.RegisterAsync(Maya);
        await WriteAsync(clinic, id, new ChartFact.ObservationNoted(
            ClinicalTime.At(clinic.Clock.GetUtcNow().AddDays(-21)), Origin.Staff, new Measured(Weight: BodyWeight.FromKilograms(71.4m))));
        using var nurse = await clinic.SignInAsync(Role.Nurse);
        var before = Banner(await nurse.GetStringAsync($"/patients/{id:D}"));
        Assert.Contains("Newest weight", before, StringComparison.Ordinal);
        Assert.Contains("2 Nov 2026, 3 weeks ago", before, StringComparison.Ordinal);

        using var saved = await nurse.SubmitAsync(
            $"/patients/{id:D}?add=vitals", new() { ["Form.EntryId"] = Guid.CreateVersion7().ToString(), ["Form.Weight"] = "70.9" }, "add");
        Assert.EndsWith("?done=vitals", saved.Headers.Location?.ToString());
        var after = Banner(await nurse.GetStringAsync($"/patients/{id:D}"));
        Assert.Contains("Weight today", after, StringComparison.Ordinal);
        Assert.Contains("70.9 kg", after, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("71,4", "“71,4” is not a weight in kg")]
    [InlineData("1e3", "“1e3” is not a weight in kg")]
    [InlineData("7000", "is not possible")]
    public async Task A_weight_that_cannot_be_read_or_be_is_refused_with_a_sentence_and_kept_in_the_form(string typed, string sentence)
    {
        await using var clinic = await Clinic.OpenAsync();
        var id = await clinic.RegisterAsync(Maya);
        using var nurse = await clinic.SignInAsync(Role.Nurse);
        using var answer = await nurse.SubmitAsync(
            $"/patients/{id:D}?add=vitals", new() { ["Form.EntryId"] = Guid.CreateVersion7().ToString(), ["Form.Weight"] = typed }, "add");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var html = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
        Assert.Contains(sentence, html, StringComparison.Ordinal);
        Assert.Contains($"value=\"{typed}\"", html, StringComparison.Ordinal);
        Assert.Contains("never weighed here", Banner(html), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_amended_note_shows_what_it_said_struck_through_with_who_and_why()
    {
        await using var clinic = await Clinic.OpenAsync();
        var id = await clinic.RegisterAsync(Maya);
        var note = Guid.CreateVersion7();
        _ = (await clinic.Get<PatientRecords>().AddNoteAsync(id, note, "Slept badly.", clinic.Caller(Role.Nurse))).Value;
        using var prescriber = await clinic.SignInAsync(Role.Prescriber);
        using var saved = await prescriber.SubmitAsync($"/patients/{id:D}/entries/{note:D}/amend", new()
        {
            ["Form.RequestId"] = Guid.CreateVersion7().ToString(), ["Form.Text"] = "Slept well.", ["Form.Reason"] = "misheard",
        }, "amend");
        Assert.EndsWith("?done=amended", saved.Headers.Location?.ToString());
        var html = await prescriber.GetStringAsync($"/patients/{id:D}");
        Assert.Contains("Slept well.", html, StringComparison.Ordinal);
        Assert.Contains("<del>Slept badly.</del>", html, StringComparison.Ordinal);
        Assert.Contains("Amended by Prescriber Person", html, StringComparison.Ordinal);
        Assert.Contains("misheard", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_entry_is_not_amended_without_a_reason()
    {
        await using var clinic = await Clinic.OpenAsync();
        var id = await clinic.RegisterAsync(Maya);
        var note = Guid.CreateVersion7();
        _ = (await clinic.Get<PatientRecords>().AddNoteAsync(id, note, "Slept badly.", clinic.Caller(Role.Nurse))).Value;
        using var nurse = await clinic.SignInAsync(Role.Nurse);
        using var answer = await nurse.SubmitAsync($"/patients/{id:D}/entries/{note:D}/amend", new()
        {
            ["Form.RequestId"] = Guid.CreateVersion7().ToString(), ["Form.Text"] = "Slept well.", ["Form.Reason"] = " ",
        }, "amend");
        Assert.Contains("Write the reason.", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain("Slept well.", await nurse.GetStringAsync($"/patients/{id:D}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_alert_stands_above_the_chart_until_it_is_lifted()
    {
        await using var clinic = await Clinic.OpenAsync();
        var id = await clinic.RegisterAsync(Maya);
        using var nurse = await clinic.SignInAsync(Role.Nurse);
        var alert = Guid.CreateVersion7();
        using var raised = await nurse.SubmitAsync($"/patients/{id:D}?add=alert", new()
        {
            ["Form.EntryId"] = alert.ToString(), ["Form.Text"] = "Faints at the needle", ["Form.Level"] = "Danger",
        }, "add");
        Assert.Contains("Faints at the needle", Banner(await nurse.GetStringAsync($"/patients/{id:D}?show=notes")), StringComparison.Ordinal);
        using var lifted = await nurse.SubmitAsync($"/patients/{id:D}?lift={alert:D}", new()
        {
            ["Form.EntryId"] = Guid.CreateVersion7().ToString(), ["Form.Alert"] = alert.ToString(), ["Form.Text"] = "not since May",
        }, "add");
        var html = await nurse.GetStringAsync($"/patients/{id:D}");
        Assert.DoesNotContain("Faints at the needle", Banner(html), StringComparison.Ordinal);
        Assert.Contains("not since May", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_patients_are_called_is_shown_as_text_and_never_as_markup()
    {
        await using var clinic = await Clinic.OpenAsync();
        var id = await clinic.RegisterAsync(new Person { Given = ["\"><svg/onload=1>"], Family = "O'Brien" });
        using var nurse = await clinic.SignInAsync(Role.Nurse);
        foreach (var page in new[] { "/patients", $"/patients/{id:D}", "/patients?q=%22%3E%3Csvg%2Fonload%3D1%3E" })
        {
            var html = await nurse.GetStringAsync(page);
            Assert.DoesNotContain("<svg/onload", html, StringComparison.Ordinal);
            Assert.Contains("svg/onload", WebUtility.HtmlDecode(html), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_chart_that_is_not_there_is_answered_with_404_and_the_same_words_as_any_other_address()
    {
        await using var clinic = await Clinic.OpenAsync();
        using var nurse = await clinic.SignInAsync(Role.Nurse);
        using var answer = await nurse.GetAsync($"/patients/{Guid.CreateVersion7():D}");
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains("There is nothing at this address", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Opening_a_chart_leaves_one_line_with_whose_it_was()
    {
        await using var clinic = await Clinic.OpenAsync();
        var id = await clinic.RegisterAsync(Maya);
        using var nurse = await clinic.SignInAsync(Role.Nurse);
        await nurse.GetStringAsync($"/patients/{id:D}?show=scores");
        var line = Assert.Single(await clinic.AuditAsync(), line => line.Action == "chart.read");
        Assert.Equal(id.ToString("D"), line.PatientId);
        Assert.Equal(clinic.Staff(Role.Nurse).Id.ToString("D"), line.ActorId);
    }

    [Fact]
    public async Task The_front_desk_finds_a_patient_and_goes_to_the_check_in_without_seeing_the_chart()
    {
        await using var clinic = await Clinic.OpenAsync();
        var id = await clinic.RegisterAsync(Maya);
        using var desk = await clinic.SignInAsync(Role.FrontDesk);
        var list = await desk.GetStringAsync("/patients?q=maya");
        Assert.Contains($"href=\"/patients/{id:D}/check-in\"", list, StringComparison.Ordinal);
        Assert.DoesNotContain($"href=\"/patients/{id:D}\"", list, StringComparison.Ordinal);
        using var chart = await desk.GetAsync($"/patients/{id:D}");
        Assert.Equal(HttpStatusCode.Forbidden, chart.StatusCode);
    }

    [Fact]
    public async Task Registering_twice_from_one_form_makes_one_chart()
    {
        await using var clinic = await Clinic.OpenAsync();
        using var desk = await clinic.SignInAsync(Role.FrontDesk);
        var id = Guid.CreateVersion7();
        var fields = new Dictionary<string, string> { ["Form.Id"] = id.ToString(), ["Form.Given"] = "Anna Lena", ["Form.BirthDate"] = "1984-05-03" };
        foreach (var _ in new[] { 1, 2 })
        {
            using var answer = await desk.SubmitAsync("/patients/new", fields, "register");
            Assert.EndsWith($"/patients/{id:D}/check-in", answer.Headers.Location?.ToString());
        }
        var found = await clinic.Get<PatientRecords>().SearchAsync(null, 1, 10, Asking.Everywhere);
        Assert.Equal("Anna Lena", Assert.Single(found.Rows).DisplayName);
    }

    [Theory]
    [InlineData("", "1984-05-03", "Write a given name or a family name; one of them is enough.")]
    [InlineData("Anna", "1984-02-30", "Write the birth date as year-month-day")]
    [InlineData("Anna", "2999-01-01", "is in the future")]
    public async Task A_registration_that_cannot_be_is_refused_with_a_sentence(string given, string born, string sentence)
    {
        await using var clinic = await Clinic.OpenAsync();
        using var desk = await clinic.SignInAsync(Role.FrontDesk);
        using var answer = await desk.SubmitAsync(
            "/patients/new", new() { ["Form.Id"] = Guid.CreateVersion7().ToString(), ["Form.Given"] = given, ["Form.BirthDate"] = born }, "register");
        Assert.Contains(sentence, WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync()), StringComparison.Ordinal);
        Assert.Empty((await clinic.Get<PatientRecords>().SearchAsync(null, 1, 10, Asking.Everywhere)).Rows);
    }

    [Fact]
    public async Task The_timeline_goes_back_page_by_page_and_shows_everything_once()
    {
        await using var clinic = await Clinic.OpenAsync();
        var id = await clinic.RegisterAsync(Maya);
        var now = clinic.Clock.GetUtcNow();
        await WriteAsync(clinic, id, [.. Enumerable.Range(1, 130).Select(week => new ChartFact.SurveyScoreNoted(
            ClinicalTime.At(now.AddDays(-week)), Origin.Staff, new Concept($"Diary {week:000}"), week))]);
        using var nurse = await clinic.SignInAsync(Role.Nurse);
        var seen = new List<string>();
        var next = $"/patients/{id:D}?show=scores";
        for (var page = 0; page < 5 && next is not null; page++)
        {
            var html = await nurse.GetStringAsync(next);
            var timeline = html[html.IndexOf("class=\"timeline\"", StringComparison.Ordinal)..];
            timeline = timeline[..timeline.IndexOf("</section>", StringComparison.Ordinal)];
            seen.AddRange(Entry().Matches(timeline).Select(match => match.Groups["title"].Value));
            var earlier = Earlier().Match(html);
            next = earlier.Success ? WebUtility.HtmlDecode(earlier.Groups["to"].Value) : null;
        }
        Assert.Equal(Enumerable.Range(1, 130).Select(week => $"Diary {week:000}"), seen);
    }

    private static async Task WriteAsync(Clinic clinic, Guid id, params IReadOnlyList<ChartFact> facts) => _ = (await clinic.Get<PatientRecords>().AppendFactsAsync(
        id, [.. facts.Select(fact => new NewFact(Guid.CreateVersion7(), fact))], clinic.Caller(Role.Nurse))).Value;

    [GeneratedRegex("<h3>(?<title>Diary [0-9]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Entry();

    [GeneratedRegex("href=\"(?<to>[^\"]*before=[^\"]*)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Earlier();

    private static string Banner(string html)
    {
        var start = html.IndexOf("class=\"patient-banner\"", StringComparison.Ordinal);
        return html[start..html.IndexOf("</section>", start, StringComparison.Ordinal)];
    }
}

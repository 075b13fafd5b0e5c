using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Afterglow.App.Intake;
using Afterglow.App.Portal;
using Afterglow.App.Record;
using Afterglow.Core.Intake.History;
using Afterglow.Core.People;
using Afterglow.Tests.Patients;

namespace Afterglow.Tests.Intake;

/// <summary>The history form as a patient fills it in at home, and as staff read it.</summary>
public sealed class TheHistoryForm
{
    [Fact]
    public async Task Every_section_draws_in_both_languages_and_asks_every_question()
    {
        await using var clinic = await Clinic.OpenAsync();
        using var patient = await InsideAsync(clinic);
        foreach (var language in Languages.All)
            foreach (var section in HistoryCatalogue.Sections)
            {
                var html = await patient.GetStringAsync($"/my-history/{section.Id}?lang={language.Name}");
                Assert.Contains($"<html lang=\"{language.Name}\"", html, StringComparison.Ordinal);
                foreach (var question in section.Questions)
                    Assert.Contains($"id=\"{HistoryForm.Id(question.Id, null)}", html, StringComparison.Ordinal);
                // A key that has no words would show itself.
                Assert.DoesNotContain("history.q.", html, StringComparison.Ordinal);
                Assert.DoesNotContain("history.o.", html, StringComparison.Ordinal);
            }
    }

    [Fact]
    public async Task Answers_are_saved_a_page_at_a_time_and_are_there_on_another_device()
    {
        await using var clinic = await Clinic.OpenAsync();
        var (id, link) = await clinic.PatientWithLinkAsync();
        using var phone = await InsideAsync(clinic, link);
        using var saved = await clinic.FillInAsync(phone, "/my-history/goals", "answers", new() { ["t:goals"] = "Dormir <b>bien</b>", ["o:language"] = "es", ["do"] = "next" });
        Assert.Equal("/my-history/condition", saved.To());
        using var laptop = await InsideAsync(clinic, link);
        Assert.Contains("Dormir &lt;b&gt;bien&lt;/b&gt;", await laptop.GetStringAsync("/my-history/goals"), StringComparison.Ordinal);
        var answers = (await clinic.Record.ReadAsync(StreamName.Patient(id))).Where(entry => entry.Kind == HistoryEvent.Answered.Kind).ToList();
        Assert.Equal(2, answers.Count);
        Assert.All(answers, entry => Assert.True(entry.Author.IsPatient && entry.Author.Id == $"patient:{id:D}" && entry.Author.Name == "The patient"));

        // The same page sent again writes nothing.
        using var again = await clinic.FillInAsync(phone, "/my-history/goals", "answers", new() { ["t:goals"] = "Dormir <b>bien</b>", ["o:language"] = "es", ["do"] = "next" });
        Assert.Equal(2, (await clinic.Record.ReadAsync(StreamName.Patient(id))).Count(entry => entry.Kind == HistoryEvent.Answered.Kind));
    }

    [Fact]
    public async Task One_wrong_answer_is_a_sentence_and_the_right_ones_beside_it_are_saved()
    {
        await using var clinic = await Clinic.OpenAsync();
        var (id, link) = await clinic.PatientWithLinkAsync();
        using var patient = await InsideAsync(clinic, link);
        using var answer = await clinic.FillInAsync(patient, "/my-history/condition", "answers", new()
        {
            ["o:diagnoses"] = "depression", ["t:episode.duration"] = "a long time", ["u:episode.duration"] = "months", ["o:mania.now"] = "no", ["do"] = "next",
        });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        var text = await answer.TextAsync();
        Assert.Contains("Write the number in digits", text, StringComparison.Ordinal);
        Assert.Contains("value=\"a long time\"", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var history = (await clinic.Get<HistoryRecords>().FindAsync(id, Asking.Everywhere))!.History;
        Assert.True(history.Has("diagnoses", "depression"));
        Assert.False(history.Said("mania.now"));
        Assert.Null(history.Find("episode.duration"));
    }

    [Fact]
    public async Task Antidepressants_are_listed_one_by_one_and_can_be_taken_out_again()
    {
        await using var clinic = await Clinic.OpenAsync();
        var (id, link) = await clinic.PatientWithLinkAsync();
        using var patient = await InsideAsync(clinic, link);
        const string page = "/my-history/antidepressants";
        // Without JavaScript the list appears once the question before it is answered.
        using var first = await clinic.FillInAsync(patient, page, "answers", new() { ["o:antidepressants.ever"] = "yes", ["do"] = "next" });
        Assert.StartsWith($"{page}?more=1", first.To(), StringComparison.Ordinal);
        foreach (var name in new[] { "sertraline", "venlafaxine" })
        {
            var html = await patient.GetStringAsync(page + "?add=antidepressants");
            var rows = Forms.Rows(html, "antidepressants");
            var filled = new List<KeyValuePair<string, string>>(Forms.Fields(html, "answers").Where(field => !field.Key.StartsWith("rows:", StringComparison.Ordinal)))
            {
                new("o:antidepressants.ever", "yes"), new("do", "add:antidepressants"),
            };
            filled.AddRange(rows.Select(row => new KeyValuePair<string, string>("rows:antidepressants", row)));
            // What stands in the earlier rows comes back with the page; the empty one is filled in.
            filled.AddRange(Forms.Values(html, "t:antidepressants.name:").Where(field => !field.Name.EndsWith(rows[^1], StringComparison.Ordinal))
                .Select(field => new KeyValuePair<string, string>(field.Name, field.Value)));
            filled.Add(new($"t:antidepressants.name:{rows[^1]}", name));
            using var content = new FormUrlEncodedContent(filled);
            patient.Token = null;
            using var added = await patient.PostAsync(page, content);
            Assert.Equal(HttpStatusCode.Redirect, added.StatusCode);
        }
        var history = (await clinic.Get<HistoryRecords>().FindAsync(id, Asking.Everywhere))!.History;
        Assert.Equal(["sertraline", "venlafaxine"], history.Rows("antidepressants").Select(row => history.Text("antidepressants.name", row)));

        var before = await patient.GetStringAsync(page);
        var out1 = history.Rows("antidepressants")[0];
        using var removed = await Forms.SendAsync(patient, page, Forms.Fields(before, "answers"), new() { ["o:antidepressants.ever"] = "yes", ["do"] = $"remove:antidepressants:{out1:N}", ["rows:antidepressants"] = out1.ToString("N") });
        Assert.Equal(HttpStatusCode.Redirect, removed.StatusCode);
        history = (await clinic.Get<HistoryRecords>().FindAsync(id, Asking.Everywhere))!.History;
        Assert.Equal(["venlafaxine"], history.Rows("antidepressants").Select(row => history.Text("antidepressants.name", row)));
    }

    [Fact]
    public async Task What_the_script_sends_is_saved_at_once_and_a_page_of_another_site_cannot_send_it()
    {
        await using var clinic = await Clinic.OpenAsync();
        var (id, link) = await clinic.PatientWithLinkAsync();
        using var patient = await InsideAsync(clinic, link);
        var drawn = Forms.Fields(await patient.GetStringAsync("/my-history/goals"), "answers");
        using var saved = await Forms.SendAsync(patient, "/my-history/goals/answers", drawn, new() { ["t:goals"] = "to sleep" });
        var said = (await saved.Content.ReadFromJsonAsync<JsonObject>())!;
        Assert.Equal(1, said["saved"]!.GetValue<int>());
        Assert.Empty(said["faults"]!.AsArray());
        drawn.Remove("form-token");
        using var foreign = await Forms.SendAsync(patient, "/my-history/goals/answers", drawn, new() { ["t:goals"] = "to spend" });
        Assert.Equal(HttpStatusCode.BadRequest, foreign.StatusCode);
        Assert.Equal("to sleep", (await clinic.Get<HistoryRecords>().FindAsync(id, Asking.Everywhere))!.History.Text("goals"));
    }

    [Fact]
    public async Task Sent_it_is_read_only_until_the_patient_amends_it_and_says_so_again()
    {
        await using var clinic = await Clinic.OpenAsync();
        var (id, link) = await clinic.PatientWithLinkAsync(language: "es");
        using var patient = await InsideAsync(clinic, link);
        using var nothing = await clinic.FillInAsync(patient, "/my-history/review?lang=es", "send", []);
        Assert.Contains("Todavía no hay nada contestado", await nothing.TextAsync(), StringComparison.Ordinal);
        using var goals = await clinic.FillInAsync(patient, "/my-history/goals?lang=es", "answers", new() { ["t:goals"] = "Dormir", ["do"] = "next" });
        using var sent = await clinic.FillInAsync(patient, "/my-history/review?lang=es", "send", []);
        Assert.Equal(HttpStatusCode.Redirect, sent.StatusCode);
        Assert.Contains("Gracias: recibimos su formulario", await patient.GetStringAsync("/my-history?lang=es"), StringComparison.Ordinal);
        Assert.DoesNotContain("<textarea", await patient.GetStringAsync("/my-history/goals?lang=es"), StringComparison.Ordinal);

        using var desk = await clinic.SignInAsync(Role.FrontDesk);
        Assert.Contains("sent today", await desk.GetStringAsync("/requests"), StringComparison.Ordinal);

        clinic.Clock.Advance(TimeSpan.FromMinutes(10));
        using var amended = await clinic.FillInAsync(patient, "/my-history/goals?amend=1&lang=es", "answers", new() { ["t:goals"] = "Dormir y pintar", ["do"] = "next" });
        Assert.Contains("Envíe el formulario otra vez", await patient.ReadAsync("/my-history?lang=es"), StringComparison.Ordinal);
        var history = (await clinic.Get<HistoryRecords>().FindAsync(id, Asking.Everywhere))!.History;
        Assert.True(history.ChangedSinceSubmitted);
        Assert.Equal(1, history.Find("goals")!.Revised);
    }

    [Fact]
    public async Task Staff_read_the_answers_in_the_chart_with_what_is_missing_and_the_reading_is_written_down()
    {
        await using var clinic = await Clinic.OpenAsync();
        var (id, link) = await clinic.PatientWithLinkAsync(language: "es");
        using var patient = await InsideAsync(clinic, link);
        using var goals = await clinic.FillInAsync(patient, "/my-history/goals?lang=es", "answers", new() { ["t:goals"] = "Dormir <script>alert(1)</script>", ["o:language"] = "es", ["do"] = "next" });
        using var sent = await clinic.FillInAsync(patient, "/my-history/review?lang=es", "send", []);
        using var nurse = await clinic.SignInAsync(Role.Nurse);
        var html = await nurse.GetStringAsync($"/patients/{id:D}/history");
        Assert.Contains("Dormir &lt;script&gt;", html, StringComparison.Ordinal);
        Assert.Contains("Not answered", html, StringComparison.Ordinal);
        Assert.Contains("who read the questions in Spanish", html, StringComparison.Ordinal);
        Assert.Contains("History form sent", await nurse.GetStringAsync($"/patients/{id:D}"), StringComparison.Ordinal);
        Assert.Contains(await clinic.AuditAsync(), line => line.Action == "history.read" && line.PatientId == id.ToString() && line.ActorId == clinic.Author(Role.Nurse).Id);
        using var desk = await clinic.SignInAsync(Role.FrontDesk);
        Assert.Equal(HttpStatusCode.Forbidden, (await desk.GetAsync($"/patients/{id:D}/history")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await nurse.GetAsync($"/patients/{Guid.NewGuid():D}/history")).StatusCode);
    }

    [Fact]
    public async Task A_section_that_does_not_exist_is_not_found()
    {
        await using var clinic = await Clinic.OpenAsync();
        using var patient = await InsideAsync(clinic);
        Assert.Equal(HttpStatusCode.NotFound, (await patient.GetAsync("/my-history/no-such-section")).StatusCode);
    }

    private static async Task<Browser> InsideAsync(Clinic clinic, string? link = null)
    {
        link ??= (await clinic.PatientWithLinkAsync()).Link;
        var browser = clinic.Visitor();
        using var proved = await clinic.FillInAsync(browser, link + "?lang=en", "prove", new() { ["Form.BirthDay"] = "3", ["Form.BirthMonth"] = "5", ["Form.BirthYear"] = "1984" });
        Assert.Equal(HttpStatusCode.Redirect, proved.StatusCode);
        return browser;
    }
}

using System.Net;
using Afterglow.App.Intake;
using Afterglow.App.Portal;
using Afterglow.App.Record;
using Afterglow.Core.People;
using Afterglow.Tests.Patients;
using Dapper;
using Microsoft.Extensions.DependencyInjection;

namespace Afterglow.Tests.Intake;

/// <summary>The public form, filled in without an account and without JavaScript.</summary>
public sealed class AskingForAConsultation
{
    [Fact]
    public async Task Whoever_asks_is_told_what_happens_next_and_by_when_and_waits_in_the_queue()
    {
        await using var clinic = await Clinic.OpenAsync();
        using var visitor = clinic.Visitor();
        using var sent = await clinic.FillInAsync(visitor, "/ask", "ask", Forms.AskingFor());
        Assert.Equal(HttpStatusCode.Redirect, sent.StatusCode);
        using var next = await visitor.GetAsync(sent.Headers.Location);
        var text = await next.TextAsync();
        // Monday 23 November 2026, and two working days.
        Assert.Contains("You will hear from us by Wednesday, November 25.", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Please call now", text, StringComparison.Ordinal);

        using var desk = await clinic.SignInAsync(Role.FrontDesk);
        using var queue = await desk.GetAsync("/requests");
        var listed = await queue.TextAsync();
        Assert.Contains("Amaya Ruiz", listed, StringComparison.Ordinal);
        Assert.Contains("nobody yet", listed, StringComparison.Ordinal);
        Assert.Contains(await clinic.AuditAsync(), line => line.Action == "request.ask" && line.ActorId.StartsWith("request:", StringComparison.Ordinal));
        Assert.Contains(await clinic.AuditAsync(), line => line.Action == "request.queue");
    }

    [Fact]
    public async Task Sent_twice_it_is_one_request()
    {
        await using var clinic = await Clinic.OpenAsync();
        using var visitor = clinic.Visitor();
        var drawn = Forms.Fields(await visitor.GetStringAsync("/ask"), "ask");
        clinic.Clock.Advance(TimeSpan.FromSeconds(20));
        foreach (var fields in new[] { Forms.AskingFor(), Forms.AskingFor(), Forms.AskingFor("Somebody", "Else") })
        {
            using var sent = await Forms.SendAsync(visitor, "/ask", drawn, fields);
            Assert.Equal(HttpStatusCode.Redirect, sent.StatusCode);
        }
        var queue = await clinic.Get<RequestRecords>().QueueAsync(clinic.Caller(Role.FrontDesk));
        Assert.Equal("Amaya Ruiz", Assert.Single(queue.Open).Name);
    }

    [Fact]
    public async Task A_form_that_comes_back_at_once_or_with_the_hidden_field_filled_in_is_not_taken_and_loses_nothing()
    {
        await using var clinic = await Clinic.OpenAsync();
        using var visitor = clinic.Visitor();
        using var fast = await clinic.FillInAsync(visitor, "/ask", "ask", Forms.AskingFor(), TimeSpan.FromSeconds(1));
        // A person who was mistaken for a robot sends the same page again, and it is taken.
        var again = Forms.Fields(await fast.Content.ReadAsStringAsync(), "ask");
        clinic.Clock.Advance(TimeSpan.FromSeconds(20));
        using var taken = await Forms.SendAsync(visitor, "/ask", again, Forms.AskingFor());
        Assert.Equal(HttpStatusCode.Redirect, taken.StatusCode);

        using var baited = await clinic.FillInAsync(visitor, "/ask", "ask", new(Forms.AskingFor()) { ["Form.Website"] = "http://spam.example" });
        using var forged = await clinic.FillInAsync(visitor, "/ask", "ask", new(Forms.AskingFor()) { ["Form.Seal"] = "forged" });
        using var stale = await clinic.FillInAsync(visitor, "/ask", "ask", Forms.AskingFor(), TimeSpan.FromHours(25));
        foreach (var answer in new[] { fast, baited, forged, stale })
        {
            Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
            Assert.Contains("Depression for three years.", await answer.TextAsync(), StringComparison.Ordinal);
        }
        Assert.Single((await clinic.Get<RequestRecords>().QueueAsync(clinic.Caller(Role.FrontDesk))).Open);
    }

    [Fact]
    public async Task One_address_asks_so_often_in_an_hour_and_keeps_what_was_typed()
    {
        await using var clinic = await Clinic.OpenAsync(builder => builder.Services.AddSingleton(new AskingLimits(PerAddress: 2)));
        using var visitor = clinic.Visitor();
        for (var i = 0; i < 2; i++)
        {
            using var taken = await clinic.FillInAsync(visitor, "/ask", "ask", Forms.AskingFor());
            Assert.Equal(HttpStatusCode.Redirect, taken.StatusCode);
        }
        using var held = await clinic.FillInAsync(visitor, "/ask", "ask", Forms.AskingFor("Third"));
        Assert.Equal(HttpStatusCode.TooManyRequests, held.StatusCode);
        Assert.Contains("value=\"Third\"", await held.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(2, (await clinic.Get<RequestRecords>().QueueAsync(clinic.Caller(Role.FrontDesk))).Open.Count);
    }

    [Fact]
    public async Task Whoever_is_in_danger_sees_the_crisis_lines_before_anything_else_and_is_answered_the_same_day()
    {
        await using var clinic = await Clinic.OpenAsync();
        using var visitor = clinic.Visitor();
        var danger = new Dictionary<string, string>(Forms.AskingFor()) { ["Form.Danger"] = "yes" };

        // Even where something else is missing.
        using var wrong = await clinic.FillInAsync(visitor, "/ask", "ask", new(danger) { ["Form.About"] = "" });
        var page = await wrong.TextAsync();
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
        Assert.True(page.IndexOf("Please call now", StringComparison.Ordinal) < page.IndexOf("Not sent yet", StringComparison.Ordinal));

        using var sent = await clinic.FillInAsync(visitor, "/ask", "ask", danger);
        using var next = await visitor.GetAsync(sent.Headers.Location);
        var text = await next.TextAsync();
        Assert.InRange(text.IndexOf("Please call now", StringComparison.Ordinal), 1, text.IndexOf("We have your request", text.IndexOf("Please call now", StringComparison.Ordinal), StringComparison.Ordinal));
        Assert.Contains("988", text, StringComparison.Ordinal);
        Assert.Contains("by Monday, November 23", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_question_about_danger_is_never_passed_over()
    {
        await using var clinic = await Clinic.OpenAsync();
        using var visitor = clinic.Visitor();
        var unanswered = Forms.AskingFor();
        unanswered.Remove("Form.Danger");
        using var answer = await clinic.FillInAsync(visitor, "/ask", "ask", unanswered);
        Assert.Contains("answer the first question", await answer.TextAsync(), StringComparison.Ordinal);
        Assert.Empty((await clinic.Get<RequestRecords>().QueueAsync(clinic.Caller(Role.FrontDesk))).Open);
    }

    [Theory]
    [InlineData("BirthYear", "2031", "in the future")]
    [InlineData("BirthYear", "1800", "before 1880")]
    [InlineData("BirthDay", "31", "There is no such day", "BirthMonth", "2")]
    [InlineData("BirthDay", "", "Write the day, the month and the year")]
    [InlineData("Email", "amaya", "This email address cannot be right")]
    [InlineData("Email", "=cmd|' /C calc'!A0", "This email address cannot be right")]
    [InlineData("Phone", "call me", "This telephone number cannot be right")]
    [InlineData("Email", "", "Give a telephone number or an email address", "Phone", "")]
    [InlineData("Given", "", "Write a first name or a last name", "Family", "")]
    [InlineData("Given", "Ama\u202eya", "a character that cannot be seen")]
    [InlineData("About", "", "Please answer")]
    public async Task What_cannot_be_used_is_a_sentence_beside_the_field_and_what_was_typed_stays(
        string field, string typed, string sentence, string? second = null, string? alsoTyped = null)
    {
        await using var clinic = await Clinic.OpenAsync();
        using var visitor = clinic.Visitor();
        var fields = new Dictionary<string, string>(Forms.AskingFor("Zoë", "O’Brien")) { ["Form." + field] = typed };
        if (second is not null) fields["Form." + second] = alsoTyped!;
        using var answer = await clinic.FillInAsync(visitor, "/ask", "ask", fields);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        var text = await answer.TextAsync();
        Assert.Contains(sentence, text, StringComparison.Ordinal);
        var html = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
        foreach (var (name, value) in fields.Where(one => one.Value.Length > 0 && one.Key is "Form.Given" or "Form.Family" or "Form.Email" or "Form.Phone"))
            Assert.Contains($"name=\"{name}\" value=\"{value}\"", html, StringComparison.Ordinal);
        Assert.Empty((await clinic.Get<RequestRecords>().QueueAsync(clinic.Caller(Role.FrontDesk))).Open);
    }

    [Theory]
    [InlineData("李", "小龙")]
    [InlineData("Δήμητρα", "Παππά")]
    [InlineData("ليلى", "")]
    [InlineData("<img src=x onerror=alert(1)>", "=HYPERLINK(\"http://x\")")]
    public async Task Names_in_any_script_are_taken_as_they_are_and_are_never_markup(string given, string family)
    {
        await using var clinic = await Clinic.OpenAsync();
        using var visitor = clinic.Visitor();
        var asked = new Dictionary<string, string>(Forms.AskingFor(given, family)) { ["Form.About"] = "<script>alert(1)</script>" };
        using var sent = await clinic.FillInAsync(visitor, "/ask", "ask", asked);
        Assert.Equal(HttpStatusCode.Redirect, sent.StatusCode);
        using var desk = await clinic.SignInAsync(Role.FrontDesk);
        var row = Assert.Single((await clinic.Get<RequestRecords>().QueueAsync(clinic.Caller(Role.FrontDesk))).Open);
        foreach (var page in new[] { "/requests", $"/requests/{row.Id:D}" })
        {
            var html = await desk.GetStringAsync(page);
            Assert.Contains(given, WebUtility.HtmlDecode(html), StringComparison.Ordinal);
            Assert.DoesNotContain("<img src=x", html, StringComparison.Ordinal);
            Assert.DoesNotContain("<script>alert", html, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task An_answer_longer_than_fits_is_a_sentence_and_stays_on_the_page()
    {
        await using var clinic = await Clinic.OpenAsync();
        using var visitor = clinic.Visitor();
        var much = new string('a', 10_000);
        using var answer = await clinic.FillInAsync(visitor, "/ask", "ask", new(Forms.AskingFor()) { ["Form.About"] = much });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        var text = await answer.TextAsync();
        Assert.Contains("Write at most 4000 letters", text, StringComparison.Ordinal);
        Assert.Contains(much, text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_whole_way_speaks_Spanish_to_whoever_reads_Spanish()
    {
        await using var clinic = await Clinic.OpenAsync();
        using var visitor = clinic.Visitor();
        visitor.DefaultRequestHeaders.AcceptLanguage.ParseAdd("es-MX,es;q=0.9,en;q=0.5");
        var html = await visitor.GetStringAsync("/ask");
        Assert.Contains("<html lang=\"es\"", html, StringComparison.Ordinal);
        Assert.Contains("Pedir una consulta", WebUtility.HtmlDecode(html), StringComparison.Ordinal);
        using var wrong = await clinic.FillInAsync(visitor, "/ask?lang=es", "ask", new(Forms.AskingFor()) { ["Form.BirthYear"] = "2031" });
        Assert.Contains("está en el futuro", await wrong.TextAsync(), StringComparison.Ordinal);
        using var sent = await clinic.FillInAsync(visitor, "/ask?lang=es", "ask", new(Forms.AskingFor()) { ["Form.Language"] = "es" });
        using var next = await visitor.GetAsync(sent.Headers.Location);
        Assert.Contains("a más tardar el miércoles 25 de noviembre", await next.TextAsync(), StringComparison.Ordinal);
        Assert.Equal("es", Assert.Single((await clinic.Get<RequestRecords>().QueueAsync(clinic.Caller(Role.FrontDesk))).Open).Language);
        // English stays one press away, and somebody else's language is not changed by it.
        Assert.Contains("<html lang=\"en\"", await visitor.GetStringAsync("/ask?lang=en"), StringComparison.Ordinal);
        using var desk = await clinic.SignInAsync(Role.FrontDesk);
        Assert.Contains("<html lang=\"en\"", await desk.GetStringAsync("/requests"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_asked_stands_apart_from_the_record()
    {
        await using var clinic = await Clinic.OpenAsync();
        await clinic.AskAsync();
        await using var connection = await clinic.Get<Database>().OpenAsync();
        var record = string.Concat(await connection.QueryAsync<string>("select stream || kind || body || author_id || author_name from entry"))
            + string.Concat(await connection.QueryAsync<string>("select actor_id || actor_name || target || reason from audit"));
        Assert.Contains("consultation-asked", record, StringComparison.Ordinal);
        foreach (var personal in new[] { "Amaya", "Ruiz", "1984", "example.org", "0134" })
            Assert.DoesNotContain(personal, record, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_that_is_changed_or_taken_away_behind_the_applications_back_is_noticed()
    {
        await using var clinic = await Clinic.OpenAsync();
        var id = await clinic.AskAsync();
        await clinic.AskAsync();
        var database = clinic.Get<Database>();
        Assert.Equal((2, null), await RequestSeals.WalkAsync(database, default));
        await using var connection = await database.OpenAsync();
        await connection.ExecuteAsync("drop trigger request_person_is_not_updated");
        await connection.ExecuteAsync("drop trigger request_person_is_not_deleted");
        await connection.ExecuteAsync("update request_person set body = replace(body, 'Ruiz', 'Reis') where request_id = @id", new { id = id.ToString("D") });
        Assert.Contains($"{id:D}: it was changed", (await RequestSeals.WalkAsync(database, default)).Broken, StringComparison.Ordinal);
        await connection.ExecuteAsync("delete from request_person where request_id = @id", new { id = id.ToString("D") });
        Assert.Contains($"{id:D}: the row is missing", (await RequestSeals.WalkAsync(database, default)).Broken, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_receipt_that_was_made_up_shows_nothing()
    {
        await using var clinic = await Clinic.OpenAsync();
        using var visitor = clinic.Visitor();
        using var answer = await visitor.GetAsync("/ask/sent?r=2026-11-25");
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.EndsWith("/ask", answer.Headers.Location!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_from_another_site_is_not_taken()
    {
        await using var clinic = await Clinic.OpenAsync();
        using var visitor = clinic.Visitor();
        var drawn = Forms.Fields(await visitor.GetStringAsync("/ask"), "ask");
        drawn.Remove("form-token");
        clinic.Clock.Advance(TimeSpan.FromSeconds(20));
        using var answer = await Forms.SendAsync(visitor, "/ask", drawn, Forms.AskingFor());
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Empty((await clinic.Get<RequestRecords>().QueueAsync(clinic.Caller(Role.FrontDesk))).Open);
    }
}

using System.Net;
using Afterglow.App.Intake;
using Afterglow.App.Portal;
using Afterglow.App.Record;
using Afterglow.Core.Intake.Requests;
using Afterglow.Core.Patients;
using Afterglow.Core.People;
using Afterglow.Tests.Patients;

namespace Afterglow.Tests.Intake;

/// <summary>The link to the history form, in the hands of the patient and in those of strangers.</summary>
public sealed class TheLink
{
    private static readonly Dictionary<string, string> Right = new() { ["Form.BirthDay"] = "3", ["Form.BirthMonth"] = "5", ["Form.BirthYear"] = "1984" };

    private static readonly Dictionary<string, string> Wrong = new() { ["Form.BirthDay"] = "4", ["Form.BirthMonth"] = "5", ["Form.BirthYear"] = "1984" };

    [Fact]
    public async Task It_opens_the_form_for_whoever_knows_the_birth_date_and_the_key_is_in_no_later_address()
    {
        await using var clinic = await Clinic.OpenAsync();
        var (_, link) = await clinic.PatientWithLinkAsync();
        using var patient = clinic.Visitor();
        using var proved = await clinic.FillInAsync(patient, link, "prove", Right);
        Assert.Equal("/my-history", proved.To());
        Assert.Contains("Your health history", await patient.ReadAsync("/my-history"), StringComparison.Ordinal);
        Assert.Contains(await clinic.AuditAsync(), line => line is { Action: "link.open", Outcome: "done" });
        Assert.Contains(await clinic.AuditAsync(), line => line.Action == "history.read" && line.ActorId.StartsWith("patient:", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_mail_scanner_that_follows_it_a_hundred_times_changes_nothing_and_sees_nothing_personal()
    {
        await using var clinic = await Clinic.OpenAsync();
        var (patient, link) = await clinic.PatientWithLinkAsync();
        var before = (await clinic.AuditAsync()).Count;
        using var scanner = clinic.Visitor();
        for (var i = 0; i < 100; i++)
        {
            using var answer = await scanner.GetAsync(link);
            var html = await answer.Content.ReadAsStringAsync();
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            foreach (var personal in new[] { "Amaya", "Ruiz", "1984", patient.ToString() }) Assert.DoesNotContain(personal, html, StringComparison.Ordinal);
        }
        Assert.Equal(before, (await clinic.AuditAsync()).Count);
        Assert.Null((await clinic.Get<PatientLinks>().NewestAsync(patient, LinkPurpose.History))!.Value.OpenedAt);
        using var head = await scanner.GetAsync(link);
        Assert.Equal("no-referrer", Assert.Single(head.Headers.GetValues("Referrer-Policy")));
        Assert.Contains("no-store", head.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_birth_date_is_a_sentence_and_five_of_them_close_the_link_for_everybody()
    {
        await using var clinic = await Clinic.OpenAsync();
        var (_, link) = await clinic.PatientWithLinkAsync();
        using var stranger = clinic.Visitor();
        for (var left = 4; left >= 1; left--)
        {
            using var wrong = await clinic.FillInAsync(stranger, link, "prove", Wrong);
            Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
            Assert.Contains($"Tries left: {left}", await wrong.TextAsync(), StringComparison.Ordinal);
        }
        using var last = await clinic.FillInAsync(stranger, link, "prove", Wrong);
        Assert.Contains("wrong birth date was given several times", await last.TextAsync(), StringComparison.Ordinal);
        using var patient = clinic.Visitor();
        using var right = await patient.GetAsync(link);
        Assert.Equal(HttpStatusCode.Gone, right.StatusCode);
        Assert.Contains("What you have answered is kept", await right.TextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Guesses_made_at_once_are_counted_one_by_one()
    {
        await using var clinic = await Clinic.OpenAsync();
        var (_, link) = await clinic.PatientWithLinkAsync();
        var key = link[(link.LastIndexOf('/') + 1)..];
        var guesses = await Task.WhenAll(Enumerable.Range(1, 20).Select(day =>
            clinic.Get<PatientLinks>().ProveAsync(key, new DateOnly(1985, 1, day), "test")));
        Assert.Equal(4, guesses.Count(guess => guess.Refusal is BirthDateWrong));
        Assert.Equal(16, guesses.Count(guess => guess.Refusal is LinkGuessed));
    }

    [Fact]
    public async Task What_is_not_a_date_costs_no_try()
    {
        await using var clinic = await Clinic.OpenAsync();
        var (_, link) = await clinic.PatientWithLinkAsync();
        using var patient = clinic.Visitor();
        for (var i = 0; i < 10; i++)
        {
            using var unreadable = await clinic.FillInAsync(patient, link, "prove", new(Right) { ["Form.BirthDay"] = "32" });
            Assert.Equal(HttpStatusCode.UnprocessableEntity, unreadable.StatusCode);
        }
        using var right = await clinic.FillInAsync(patient, link, "prove", Right);
        Assert.Equal(HttpStatusCode.Redirect, right.StatusCode);
    }

    [Fact]
    public async Task An_altered_a_cut_off_and_an_ended_link_are_told_apart_from_nothing_but_a_kind_sentence()
    {
        await using var clinic = await Clinic.OpenAsync();
        var (_, link) = await clinic.PatientWithLinkAsync();
        using var visitor = clinic.Visitor();
        var altered = link[..^1] + (link[^1] == 'A' ? 'B' : 'A');
        foreach (var bad in new[] { altered, link[..^5], "/link/" + new string('a', 43), "/link/" + new string('x', 3000), "/link/%27%20or%201=1" })
        {
            using var answer = await visitor.GetAsync(bad);
            Assert.Equal(HttpStatusCode.Gone, answer.StatusCode);
            Assert.Contains("How to get a new one", await answer.TextAsync(), StringComparison.Ordinal);
        }
        clinic.Later(TimeSpan.FromDays(22));
        using var ended = await visitor.GetAsync(link);
        Assert.Equal(HttpStatusCode.Gone, ended.StatusCode);
        Assert.Contains("This link has run out", await ended.TextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_new_link_closes_the_one_before_and_whoever_is_inside_with_it()
    {
        await using var clinic = await Clinic.OpenAsync();
        var id = await clinic.AskAsync();
        var requests = clinic.Get<RequestRecords>();
        var caller = clinic.Caller(Role.FrontDesk);
        var made = (await requests.MakePatientAsync(id, new(Guid.CreateVersion7(), 1), null, caller)).Value;
        var first = (await requests.SendLinkAsync(id, new(Guid.CreateVersion7(), made.Version), false, "", caller)).Value;
        using var patient = clinic.Visitor();
        using var inside = await clinic.FillInAsync(patient, first, "prove", Right);
        Assert.Equal(HttpStatusCode.OK, (await patient.GetAsync("/my-history")).StatusCode);
        var second = (await requests.SendLinkAsync(id, new(Guid.CreateVersion7(), made.Version + 1), false, "", caller)).Value;
        Assert.NotEqual(first, second);
        using var old = await patient.GetAsync(first);
        Assert.Contains("we sent a newer one", await old.TextAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Unauthorized, (await patient.GetAsync("/my-history")).StatusCode);
        using var again = await clinic.FillInAsync(patient, second, "prove", Right);
        Assert.Equal(HttpStatusCode.OK, (await patient.GetAsync("/my-history")).StatusCode);
    }

    [Fact]
    public async Task Somebody_elses_link_does_not_open_mine_and_mine_shows_nothing_of_theirs()
    {
        await using var clinic = await Clinic.OpenAsync();
        var (_, mine) = await clinic.PatientWithLinkAsync();
        var (theirs, theirLink) = await clinic.PatientWithLinkAsync(new Person
        {
            Given = ["Bruno"], Family = "Vidal", BirthDate = PartialDate.Read("1990-09-09"), Contact = new Contact("555 010 0199", null),
        });
        using var me = clinic.Visitor();
        // My birth date does not open their link.
        using var refused = await clinic.FillInAsync(me, theirLink, "prove", Right);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        using var proved = await clinic.FillInAsync(me, mine, "prove", Right);
        using var answer = await clinic.FillInAsync(me, "/my-history/goals", "answers", new() { ["t:goals"] = "mine alone", ["do"] = "next" });
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.False((await clinic.Get<HistoryRecords>().FindAsync(theirs, Asking.Everywhere))!.History.Started);
    }

    [Fact]
    public async Task Without_a_link_the_form_opens_for_nobody_staff_included()
    {
        await using var clinic = await Clinic.OpenAsync();
        await clinic.PatientWithLinkAsync();
        using var visitor = clinic.Visitor();
        using var nurse = await clinic.SignInAsync(Role.Nurse);
        foreach (var browser in new[] { visitor, nurse })
            foreach (var page in new[] { "/my-history", "/my-history/goals", "/my-history/review" })
            {
                using var answer = await browser.GetAsync(page);
                Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
                Assert.Contains("Please open your link again", await answer.TextAsync(), StringComparison.Ordinal);
            }
        using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["t:goals"] = "x" });
        using var saved = await nurse.PostAsync("/my-history/goals/answers", form);
        Assert.Equal(HttpStatusCode.Unauthorized, saved.StatusCode);
    }

    [Fact]
    public async Task The_form_closes_by_itself_after_two_hours_and_by_the_button_at_once()
    {
        await using var clinic = await Clinic.OpenAsync();
        var (_, link) = await clinic.PatientWithLinkAsync();
        using var patient = clinic.Visitor();
        using var proved = await clinic.FillInAsync(patient, link, "prove", Right);
        clinic.Later(TimeSpan.FromHours(2) + TimeSpan.FromMinutes(1));
        Assert.Equal(HttpStatusCode.Unauthorized, (await patient.GetAsync("/my-history")).StatusCode);
        using var again = await clinic.FillInAsync(patient, link, "prove", Right);
        var html = await patient.GetStringAsync("/my-history");
        using var left = await Forms.SendAsync(patient, "/my-history/leave", new() { ["form-token"] = Forms.Token(html) });
        Assert.Equal(HttpStatusCode.Redirect, left.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await patient.GetAsync("/my-history")).StatusCode);
    }

    [Fact]
    public async Task A_link_in_Spanish_leads_to_a_page_in_Spanish()
    {
        await using var clinic = await Clinic.OpenAsync();
        var (_, link) = await clinic.PatientWithLinkAsync(language: "es");
        using var patient = clinic.Visitor();
        using var to = await patient.GetAsync(link);
        Assert.EndsWith("?lang=es", to.Headers.Location!.ToString(), StringComparison.Ordinal);
        Assert.Contains("Su fecha de nacimiento", await patient.GetStringAsync(to.Headers.Location), StringComparison.Ordinal);
    }
}

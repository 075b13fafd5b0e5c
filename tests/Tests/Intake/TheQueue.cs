using System.Net;
using Afterglow.App.Intake;
using Afterglow.App.Messages;
using Afterglow.App.Patients;
using Afterglow.App.Record;
using Afterglow.Core.Intake.Requests;
using Afterglow.Core.Patients;
using Afterglow.Core.People;
using Afterglow.Tests.Patients;
using Dapper;

namespace Afterglow.Tests.Intake;

/// <summary>What staff do with those who asked.</summary>
public sealed class TheQueue
{
    private static RequestChange Now(int seen) => new(Guid.CreateVersion7(), seen);

    [Fact]
    public async Task Whoever_is_in_danger_stands_first_then_whoever_waited_longest()
    {
        await using var clinic = await Clinic.OpenAsync();
        var first = await clinic.AskAsync();
        clinic.Later(TimeSpan.FromHours(3));
        var second = await clinic.AskAsync();
        clinic.Later(TimeSpan.FromDays(1));
        var urgent = await clinic.AskAsync(inDanger: true);
        var queue = await clinic.Get<RequestRecords>().QueueAsync(clinic.Caller(Role.Nurse));
        Assert.Equal([urgent, first, second], queue.Open.Select(row => row.Id));
    }

    [Fact]
    public async Task A_request_older_than_the_promise_says_so_in_words_and_then_more_loudly()
    {
        await using var clinic = await Clinic.OpenAsync();
        await clinic.AskAsync();
        using var desk = await clinic.SignInAsync(Role.FrontDesk);
        Assert.Contains("Answer by Wed 25 Nov", await desk.GetStringAsync("/requests"), StringComparison.Ordinal);
        clinic.Later(TimeSpan.FromDays(3));
        using var later = await clinic.SignInAsync(Role.FrontDesk);
        Assert.Contains("promise late\"", await later.GetStringAsync("/requests"), StringComparison.Ordinal);
        Assert.Contains("Late: promised for yesterday", await later.GetStringAsync("/requests"), StringComparison.Ordinal);
        clinic.Later(TimeSpan.FromDays(1));
        using var latest = await clinic.SignInAsync(Role.FrontDesk);
        Assert.Contains("promise very-late\"", await latest.GetStringAsync("/requests"), StringComparison.Ordinal);
        Assert.Contains("Very late: promised 2 days ago", await latest.GetStringAsync("/requests"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_click_makes_a_patient_and_sends_the_link_and_a_second_click_changes_nothing()
    {
        await using var clinic = await Clinic.OpenAsync();
        var id = await clinic.AskAsync();
        using var desk = await clinic.SignInAsync(Role.FrontDesk);
        var page = $"/requests/{id:D}";
        var drawn = Forms.Fields(await desk.GetStringAsync(page), "patient");
        for (var press = 0; press < 2; press++)
        {
            using var made = await Forms.SendAsync(desk, page, drawn);
            Assert.Equal(HttpStatusCode.Redirect, made.StatusCode);
        }
        var request = (await clinic.Get<RequestRecords>().FindAsync(id, Asking.Everywhere))!.Request;
        Assert.Equal(["PatientMade", "LinkSent"], (await clinic.Get<RequestRecords>().FindAsync(id, Asking.Everywhere))!.Log.Skip(1).Select(entry => entry.Event.GetType().Name));
        var header = (await clinic.Get<PatientRecords>().HeaderAsync(request.PatientId!.Value, Asking.Everywhere))!;
        Assert.Equal("Amaya Ruiz", header.FullName);
        Assert.Equal("1984-05-03", header.BirthDate.ToString());

        await clinic.Get<Postman>().SendDueAsync();
        var message = Assert.Single(await clinic.Get<Outbox>().ListAsync(Asking.Everywhere));
        Assert.Equal("amaya@example.org", message.Envelope!.Address);
        Assert.Contains("/link/", message.Envelope.Text, StringComparison.Ordinal);
        // Email is a postcard: what they asked for is not in it.
        Assert.DoesNotContain("epression", message.Envelope.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("ketamine", message.Envelope.Text + message.Envelope.Subject, StringComparison.OrdinalIgnoreCase);
        Assert.Contains(await clinic.AuditAsync(), line => line.Action == "request.patient-made" && line.PatientId == request.PatientId.ToString());
    }

    [Fact]
    public async Task The_key_of_a_link_is_nowhere_in_the_database()
    {
        await using var clinic = await Clinic.OpenAsync(demonstration: false);
        var (_, link) = await clinic.PatientWithLinkAsync();
        var key = link[(link.LastIndexOf('/') + 1)..];
        Assert.Equal(43, key.Length);
        await using var connection = await clinic.Get<Database>().OpenAsync();
        foreach (var table in new[] { "entry", "audit", "patient_link", "message" })
            foreach (var row in await connection.QueryAsync($"select * from {table}"))
                Assert.DoesNotContain(((IDictionary<string, object>)row).Values, value => value?.ToString()?.Contains(key, StringComparison.Ordinal) == true);
    }

    [Fact]
    public async Task Somebody_who_is_a_patient_already_is_suggested_and_can_be_joined()
    {
        await using var clinic = await Clinic.OpenAsync();
        var known = await clinic.RegisterAsync(Asking.Named("Amaya", "Ruiz", "1984-05-03"));
        await clinic.RegisterAsync(Asking.Named("Amaya", "Ruiz", "1971-01-09"));
        var id = await clinic.AskAsync();
        using var desk = await clinic.SignInAsync(Role.FrontDesk);
        var page = $"/requests/{id:D}";
        var html = await desk.GetStringAsync(page);
        Assert.Contains("Is this somebody you know already?", html, StringComparison.Ordinal);
        Assert.DoesNotContain("1971", html, StringComparison.Ordinal);
        using var joined = await Forms.SendAsync(desk, page, Forms.Fields(html, $"join-{known:N}"));
        Assert.Equal(HttpStatusCode.Redirect, joined.StatusCode);
        Assert.Equal(known, (await clinic.Get<RequestRecords>().FindAsync(id, Asking.Everywhere))!.Request.PatientId);
        Assert.Equal(2, (await clinic.Get<PatientRecords>().SearchAsync("Ruiz", 1, 10, Asking.Everywhere)).Rows.Count);
    }

    [Fact]
    public async Task Two_who_decide_at_once_do_not_overwrite_each_other_and_open_one_chart()
    {
        await using var clinic = await Clinic.OpenAsync();
        var id = await clinic.AskAsync();
        var requests = clinic.Get<RequestRecords>();
        var decisions = await Task.WhenAll(
            requests.MakePatientAsync(id, Now(1), null, clinic.Caller(Role.FrontDesk)),
            requests.MakePatientAsync(id, Now(1), null, clinic.Caller(Role.Nurse)),
            requests.DeclineAsync(id, Now(1), new DeclineRequest(DeclineReason.NotForThisClinic, "no", true), clinic.Caller(Role.Prescriber)));
        Assert.Single(decisions, decision => decision.Allowed);
        Assert.All(decisions.Where(decision => !decision.Allowed), decision => Assert.Equal("request.changed", decision.Refusal!.Code));
        var charts = (await clinic.Get<PatientRecords>().SearchAsync("Ruiz", 1, 10, Asking.Everywhere)).Rows.Count;
        var request = (await requests.FindAsync(id, Asking.Everywhere))!.Request;
        Assert.Equal(request.State == RequestState.Patient ? 1 : 0, charts);
        Assert.Equal(2, request.Version);
        // A decline that lost has not written to anybody.
        Assert.Equal(request.State == RequestState.Declined ? 1 : 0, (await clinic.Get<Outbox>().ListAsync(Asking.Everywhere)).Count);
        Assert.Equal(2, (await clinic.AuditAsync()).Count(line => line is { Action: "request.change", Outcome: "refused", Reason: "request.changed" }));
    }

    [Fact]
    public async Task A_page_that_was_read_before_a_colleague_changed_it_says_who_and_writes_nothing()
    {
        await using var clinic = await Clinic.OpenAsync();
        var id = await clinic.AskAsync();
        using var desk = await clinic.SignInAsync(Role.FrontDesk);
        var drawn = Forms.Fields(await desk.GetStringAsync($"/requests/{id:D}"), "take");
        _ = (await clinic.Get<RequestRecords>().ChangeAsync(id, Now(1), new TakeRequest(), clinic.Caller(Role.Nurse))).Value;
        using var late = await Forms.SendAsync(desk, $"/requests/{id:D}", drawn);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, late.StatusCode);
        Assert.Contains("Nurse Person changed this request while you were reading it", await late.TextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_looks_after_it_and_who_was_called_is_written_down()
    {
        await using var clinic = await Clinic.OpenAsync();
        var id = await clinic.AskAsync();
        var requests = clinic.Get<RequestRecords>();
        var nurse = clinic.Caller(Role.Nurse);
        _ = (await requests.ChangeAsync(id, Now(1), new TakeRequest(), nurse)).Value;
        Assert.Equal("request.already-yours", (await requests.ChangeAsync(id, Now(2), new TakeRequest(), nurse)).Refusal!.Code);
        _ = (await requests.ChangeAsync(id, Now(2), new NoteContact(ContactWay.Phone, false, "rang out"), nurse)).Value;
        var row = Assert.Single((await requests.QueueAsync(nurse)).Open);
        Assert.True(row.Mine);
        Assert.Equal(1, row.Tries);
        Assert.False(row.Reached);
    }

    [Fact]
    public async Task A_decline_needs_a_reason_stays_in_the_record_and_tells_the_person_kindly_in_their_language()
    {
        await using var clinic = await Clinic.OpenAsync();
        var id = await clinic.AskAsync(language: "es");
        var requests = clinic.Get<RequestRecords>();
        var caller = clinic.Caller(Role.Prescriber);
        Assert.Equal("text.missing", (await requests.DeclineAsync(id, Now(1), new DeclineRequest(DeclineReason.NeedsOtherCare, " ", true), caller)).Refusal!.Code);
        _ = (await requests.DeclineAsync(id, Now(1), new DeclineRequest(DeclineReason.NeedsOtherCare, "psychosis, referred", true), caller)).Value;
        var message = Assert.Single(await clinic.Get<Outbox>().ListAsync(Asking.Everywhere));
        Assert.Contains("Hola, Amaya:", message.Envelope!.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("psychosis", message.Envelope.Text, StringComparison.Ordinal);
        Assert.Equal("request.closed", (await requests.ChangeAsync(id, Now(2), new TakeRequest(), caller)).Refusal!.Code);
        Assert.Empty((await requests.QueueAsync(caller)).Open);
    }

    [Fact]
    public async Task The_queue_is_the_same_after_it_was_rebuilt_from_the_record()
    {
        await using var clinic = await Clinic.OpenAsync();
        await clinic.AskAsync(inDanger: true);
        var id = await clinic.AskAsync();
        var requests = clinic.Get<RequestRecords>();
        _ = (await requests.ChangeAsync(id, Now(1), new TakeRequest(), clinic.Caller(Role.Nurse))).Value;
        var before = await requests.QueueAsync(clinic.Caller(Role.Nurse));
        await clinic.Record.RebuildAsync(clinic.Author(Role.Administrator));
        Assert.Equal(before.Open, (await requests.QueueAsync(clinic.Caller(Role.Nurse))).Open);
    }

    [Fact]
    public async Task A_request_of_another_site_is_not_there()
    {
        await using var clinic = await Clinic.OpenAsync();
        var id = await clinic.AskAsync();
        var elsewhere = clinic.Caller(Role.Nurse) with { Reach = Reach.To(Guid.NewGuid()) };
        var requests = clinic.Get<RequestRecords>();
        Assert.Null(await requests.FindAsync(id, elsewhere.Reach));
        Assert.Empty((await requests.QueueAsync(elsewhere)).Open);
        Assert.Equal("request.unknown", (await requests.ChangeAsync(id, Now(1), new TakeRequest(), elsewhere)).Refusal!.Code);
        Assert.Equal("request.unknown", (await requests.MakePatientAsync(id, Now(1), null, elsewhere)).Refusal!.Code);
    }
}

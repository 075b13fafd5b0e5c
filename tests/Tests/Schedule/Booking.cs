using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Afterglow.App.Patients;
using Afterglow.App.Record;
using Afterglow.App.Schedule;
using Afterglow.Core.Patients;
using Afterglow.Core.People;
using Afterglow.Core.Plans;
using Afterglow.Core.Schedule;

namespace Afterglow.Tests.Schedule;

public class Booking
{
    // The clinic of the tests opens on Monday 23 November 2026 at 09:00 UTC, and keeps UTC.
    private static readonly DateTimeOffset Tuesday = new(2026, 11, 24, 10, 0, 0, TimeSpan.Zero);

    private static async Task<Guid> RegisterAsync(Clinic clinic, string family)
    {
        var id = Guid.CreateVersion7();
        var person = new Person { Given = ["Ada"], Family = family };
        var caller = new Caller(clinic.Author(Role.FrontDesk), Reach.To(Reach.DefaultSite), "test");
        Assert.True((await clinic.Get<PatientRecords>().RegisterAsync(new NewPatient(id, person), caller)).Allowed);
        return id;
    }

    private static object At(Guid patient, DateTimeOffset start, string chair = "Chair 1", Guid? entry = null, string? reason = null) =>
        new { entryId = entry ?? Guid.CreateVersion7(), patientId = patient, chair, start, protocolId = Protocols.KetamineIntravenous.Id, reason };

    private static async Task<string> CodeAsync(HttpResponseMessage answer) =>
        (await answer.Content.ReadFromJsonAsync<JsonObject>())!["code"]!.GetValue<string>();

    [Fact]
    public async Task A_chair_is_booked_once_however_often_it_is_asked_for()
    {
        await using var clinic = await Clinic.OpenAsync();
        var patient = await RegisterAsync(clinic, "Quill");
        using var desk = await clinic.SignInAsync(Role.FrontDesk);
        var asked = At(patient, Tuesday);
        for (var time = 0; time < 2; time++)
            using (var answer = await desk.PostAsJsonAsync("/api/schedule", asked)) Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        var booked = await desk.GetFromJsonAsync<JsonArray>("/api/schedule?from=2026-11-24&to=2026-11-24");
        Assert.Single(booked!);
    }

    [Fact]
    public async Task Two_desks_that_want_one_chair_get_one_appointment_and_one_sentence()
    {
        await using var clinic = await Clinic.OpenAsync();
        var patients = new List<Guid>();
        for (var number = 0; number < 8; number++) patients.Add(await RegisterAsync(clinic, $"Quill {number}"));
        using var desk = await clinic.SignInAsync(Role.FrontDesk);
        var answers = await Task.WhenAll(patients.Select(patient => desk.PostAsJsonAsync("/api/schedule", At(patient, Tuesday))));
        Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.Created);
        foreach (var answer in answers.Where(answer => answer.StatusCode != HttpStatusCode.Created))
            Assert.Equal("schedule.chair-booked", await CodeAsync(answer));
    }

    [Fact]
    public async Task A_rule_of_judgement_is_gone_against_only_with_a_reason_which_stays_written()
    {
        await using var clinic = await Clinic.OpenAsync();
        var patient = await RegisterAsync(clinic, "Quill");
        using var desk = await clinic.SignInAsync(Role.Nurse);
        // A time that does not say its distance from UTC would mean whatever the server's own zone makes of it.
        var floating = JsonSerializer.SerializeToNode(At(patient, Tuesday), JsonSerializerOptions.Web)!.AsObject();
        var start = floating["start"]!.GetValue<string>();
        floating["start"] = start[..19];
        using (var unsaid = await desk.PostAsJsonAsync("/api/schedule", floating)) Assert.Equal(HttpStatusCode.BadRequest, unsaid.StatusCode);
        floating["start"] = start;
        using (var first = await desk.PostAsJsonAsync("/api/schedule", floating)) Assert.Equal(HttpStatusCode.Created, first.StatusCode);
        using (var close = await desk.PostAsJsonAsync("/api/schedule", At(patient, Tuesday.AddDays(1)))) Assert.Equal("schedule.too-close", await CodeAsync(close));
        using (var meant = await desk.PostAsJsonAsync("/api/schedule", At(patient, Tuesday.AddDays(1), reason: "Lives six hours away"))) Assert.Equal(HttpStatusCode.Created, meant.StatusCode);
        var entries = await clinic.Record.ReadAsync(StreamName.Schedule(Reach.DefaultSite));
        Assert.Contains("Lives six hours away", entries[^1].Body, StringComparison.Ordinal);
        Assert.Contains("schedule.too-close", entries[^1].Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_visit_is_moved_and_called_off_and_what_stood_before_stays_in_the_record()
    {
        await using var clinic = await Clinic.OpenAsync();
        var patient = await RegisterAsync(clinic, "Quill");
        using var desk = await clinic.SignInAsync(Role.FrontDesk);
        var id = Guid.CreateVersion7();
        using (var booked = await desk.PostAsJsonAsync("/api/schedule", At(patient, Tuesday, entry: id))) Assert.Equal(HttpStatusCode.Created, booked.StatusCode);
        using (var moved = await desk.PostAsJsonAsync($"/api/schedule/{id}/move", new { entryId = Guid.CreateVersion7(), chair = "Chair 2", start = Tuesday.AddHours(2) }))
            Assert.Equal(HttpStatusCode.NoContent, moved.StatusCode);
        using (var nowhere = await desk.PostAsJsonAsync($"/api/schedule/{id}/move", new { entryId = Guid.CreateVersion7(), chair = "Chair 99", start = Tuesday.AddHours(2) }))
            Assert.Equal("schedule.chair-unknown", await CodeAsync(nowhere));
        using (var without = await desk.PostAsJsonAsync($"/api/schedule/{id}/cancel", new { entryId = Guid.CreateVersion7(), reason = " " }))
            Assert.Equal("appointment.reason-missing", await CodeAsync(without));
        using (var off = await desk.PostAsJsonAsync($"/api/schedule/{id}/cancel", new { entryId = Guid.CreateVersion7(), reason = "A cold", byPatient = true }))
            Assert.Equal(HttpStatusCode.NoContent, off.StatusCode);
        using (var again = await desk.PostAsJsonAsync($"/api/schedule/{id}/cancel", new { entryId = Guid.CreateVersion7(), reason = "A cold" }))
            Assert.Equal("appointment.over", await CodeAsync(again));
        var entries = await clinic.Record.ReadAsync(StreamName.Schedule(Reach.DefaultSite));
        Assert.Equal(["appointment-booked", "appointment-moved", "appointment-cancelled"], entries.Select(entry => entry.Kind));
        // Rebuilt from the record, the calendar is the same.
        var before = await clinic.Get<ScheduleRecords>().FindAsync(id, Reach.To(Reach.DefaultSite));
        await clinic.Record.RebuildAsync(clinic.Author(Role.Administrator));
        Assert.Equal(before, await clinic.Get<ScheduleRecords>().FindAsync(id, Reach.To(Reach.DefaultSite)));
    }

    [Fact]
    public async Task Asked_twice_a_move_and_a_cancellation_are_written_once()
    {
        await using var clinic = await Clinic.OpenAsync();
        var patient = await RegisterAsync(clinic, "Quill");
        using var desk = await clinic.SignInAsync(Role.FrontDesk);
        var id = Guid.CreateVersion7();
        using (var booked = await desk.PostAsJsonAsync("/api/schedule", At(patient, Tuesday, entry: id))) Assert.Equal(HttpStatusCode.Created, booked.StatusCode);
        var move = new NewPlace(Guid.CreateVersion7(), "Chair 2", Tuesday.AddHours(2), From: new Place("Chair 1", Tuesday));
        var off = new Cancellation(Guid.CreateVersion7(), "A cold", true);
        foreach (var (path, body) in new (string, object)[] { ("move", move), ("move", move), ("cancel", off), ("cancel", off) })
            using (var answer = await desk.PostAsJsonAsync($"/api/schedule/{id}/{path}", body)) Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        Assert.Equal(3, (await clinic.Record.ReadAsync(StreamName.Schedule(Reach.DefaultSite))).Count);
    }

    [Fact]
    public async Task Of_two_desks_that_move_one_visit_the_second_is_told_where_it_stands_and_a_reason_that_does_not_fit_is_not_cut()
    {
        await using var clinic = await Clinic.OpenAsync();
        var patient = await RegisterAsync(clinic, "Quill");
        using var desk = await clinic.SignInAsync(Role.FrontDesk);
        var id = Guid.CreateVersion7();
        using (var booked = await desk.PostAsJsonAsync("/api/schedule", At(patient, Tuesday, entry: id))) Assert.Equal(HttpStatusCode.Created, booked.StatusCode);
        NewPlace To(int hours) => new(Guid.CreateVersion7(), "Chair 2", Tuesday.AddHours(hours), From: new Place("Chair 1", Tuesday));
        using (var first = await desk.PostAsJsonAsync($"/api/schedule/{id}/move", To(2))) Assert.Equal(HttpStatusCode.NoContent, first.StatusCode);
        using (var second = await desk.PostAsJsonAsync($"/api/schedule/{id}/move", To(4)))
        {
            Assert.Equal("appointment.moved-meanwhile", await CodeAsync(second));
            Assert.Contains("Tuesday 24 November", await second.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
        var tooMuch = new string('x', 10_000);
        using (var much = await desk.PostAsJsonAsync($"/api/schedule/{id}/cancel", new Cancellation(Guid.CreateVersion7(), tooMuch))) Assert.Equal("text.too-long", await CodeAsync(much));
        using (var much = await desk.PostAsJsonAsync("/api/schedule", At(patient, Tuesday.AddDays(1), reason: tooMuch))) Assert.Equal("text.too-long", await CodeAsync(much));
        Assert.Equal(2, (await clinic.Record.ReadAsync(StreamName.Schedule(Reach.DefaultSite))).Count);
    }

    [Fact]
    public async Task The_board_names_who_is_still_to_come_today_and_on_the_next_day_that_has_anybody()
    {
        await using var clinic = await Clinic.OpenAsync();
        using var desk = await clinic.SignInAsync(Role.FrontDesk);
        async Task<Guid> BookAsync(string family, DateTimeOffset start)
        {
            var id = Guid.CreateVersion7();
            using var answer = await desk.PostAsJsonAsync("/api/schedule", At(await RegisterAsync(clinic, family), start, entry: id));
            Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
            return id;
        }
        var today = await BookAsync("Quill", Tuesday.AddDays(-1));
        var off = await BookAsync("Reed", Tuesday.AddDays(-1).AddHours(4));
        var thursday = await BookAsync("Sato", Tuesday.AddDays(2));
        var later = await BookAsync("Tern", Tuesday.AddDays(6));
        using (var answer = await desk.PostAsJsonAsync($"/api/schedule/{off}/cancel", new { entryId = Guid.CreateVersion7(), reason = "A cold" })) Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);

        foreach (var path in new[] { "/board", "/board/chairs" })
        {
            var board = await desk.GetStringAsync(path);
            Assert.Contains("Still to come today", board, StringComparison.Ordinal);
            Assert.Contains("Expected on Thursday 26 November", board, StringComparison.Ordinal);
            Assert.Matches($"/schedule/{today}[^<]*>Ada Q\\.<", board);
            Assert.Matches($"/schedule/{thursday}[^<]*>Ada S\\.<", board);
            Assert.DoesNotContain($"/schedule/{off}", board, StringComparison.Ordinal);
            Assert.DoesNotContain($"/schedule/{later}", board, StringComparison.Ordinal);
            Assert.DoesNotContain("Quill", board, StringComparison.Ordinal);
        }
        Assert.Empty(await clinic.Get<ScheduleRecords>().ExpectedAsync(Reach.To(Guid.NewGuid())));
    }

    [Fact]
    public async Task Another_sites_appointment_is_not_there()
    {
        await using var clinic = await Clinic.OpenAsync();
        var patient = await RegisterAsync(clinic, "Quill");
        using var desk = await clinic.SignInAsync(Role.FrontDesk);
        var id = Guid.CreateVersion7();
        using (var booked = await desk.PostAsJsonAsync("/api/schedule", At(patient, Tuesday, entry: id))) Assert.Equal(HttpStatusCode.Created, booked.StatusCode);
        var elsewhere = new Caller(clinic.Author(Role.Nurse), Reach.To(Guid.NewGuid()), "test");
        var schedule = clinic.Get<ScheduleRecords>();
        Assert.Null(await schedule.FindAsync(id, elsewhere.Reach));
        Assert.Equal("appointment.unknown", (await schedule.CancelAsync(id, "Mine now", false, Guid.NewGuid(), elsewhere)).Refusal?.Code);
        Assert.Equal("patient.unknown", (await schedule.BookAsync(
            [new Appointment(Guid.NewGuid(), patient, "Chair 1", Tuesday.AddHours(5), VisitShape.Of(Protocols.KetamineIntravenous), Protocols.KetamineIntravenous.Id, Guid.NewGuid(), 1)],
            null, null, elsewhere)).Refusal?.Code);
        Assert.Empty(await schedule.VisitsAsync(Reach.DefaultSite, new DateOnly(2026, 11, 1), new DateOnly(2026, 12, 1), elsewhere.Reach));
    }

    [Fact]
    public async Task A_place_that_is_called_off_is_offered_to_who_waits_and_can_come_then()
    {
        await using var clinic = await Clinic.OpenAsync();
        var schedule = clinic.Get<ScheduleRecords>();
        var caller = new Caller(clinic.Author(Role.FrontDesk), Reach.To(Reach.DefaultSite), "test");
        var (has, mornings, evenings) = (await RegisterAsync(clinic, "Has"), await RegisterAsync(clinic, "Mornings"), await RegisterAsync(clinic, "Evenings"));
        var place = new Appointment(Guid.CreateVersion7(), has, "Chair 1", Tuesday, VisitShape.Of(Protocols.KetamineIntravenous), Protocols.KetamineIntravenous.Id, Guid.NewGuid(), 1);
        Assert.True((await schedule.BookAsync([place], null, null, caller)).Allowed);
        Available When(int from, int to) => new(DayOfWeek.Tuesday, new TimeOnly(from, 0), new TimeOnly(to, 0));
        foreach (var (who, when) in new[] { (evenings, When(14, 18)), (mornings, When(8, 13)) })
            Assert.True((await schedule.WaitAsync(new ScheduleEvent.PatientWaits(Guid.CreateVersion7(), who, place.ProtocolId, clinic.Clock.GetUtcNow(), [when], ""), caller)).Allowed);
        Assert.True((await schedule.CancelAsync(place.Id, "A cold", true, Guid.CreateVersion7(), caller)).Allowed);
        var taker = Assert.Single(await schedule.CouldTakeAsync((await schedule.FindAsync(place.Id, caller.Reach))!, caller.Reach));
        Assert.Equal(mornings, taker.Wait.PatientId);

        // The chair goes to somebody else meanwhile: refused, and who waits goes on waiting.
        var off = (await schedule.FindAsync(place.Id, caller.Reach))!;
        var between = place with { Id = Guid.CreateVersion7(), SeriesId = Guid.NewGuid() };
        Assert.True((await schedule.BookAsync([between], null, null, caller)).Allowed);
        Assert.False((await schedule.GiveAsync(off, taker.Wait.WaitId, caller)).Allowed);
        Assert.Contains(await schedule.WaitingAsync(Reach.DefaultSite, caller.Reach), waiting => waiting.Wait.WaitId == taker.Wait.WaitId);
        Assert.True((await schedule.CancelAsync(between.Id, "A mistake", false, Guid.CreateVersion7(), caller)).Allowed);

        // Five desks at once: one appointment, nobody waits who is booked.
        var given = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => schedule.GiveAsync(off, taker.Wait.WaitId, caller)));
        Assert.Single(given, each => each.Allowed);
        Assert.All(given.Where(each => !each.Allowed), each => Assert.Equal("wait.over", each.Refusal!.Code));
        Assert.Single(await schedule.OfPatientAsync(mornings, caller.Reach));
        Assert.Equal(evenings, Assert.Single(await schedule.WaitingAsync(Reach.DefaultSite, caller.Reach)).Wait.PatientId);
    }

    [Fact]
    public async Task A_series_is_found_and_booked_from_the_patients_page_in_two_steps()
    {
        await using var clinic = await Clinic.OpenAsync();
        var patient = await RegisterAsync(clinic, "Quill");
        using var desk = await clinic.SignInAsync(Role.FrontDesk);
        using var found = await desk.SubmitAsync($"/patients/{patient}/schedule", new()
        {
            ["Ask.ProtocolId"] = Protocols.KetamineIntravenous.Id, ["Ask.Sessions"] = "6", ["Ask.LeastDaysApart"] = "2", ["Ask.WithinDays"] = "21", ["Ask.NotBefore"] = "2026-11-24",
        }, "ask");
        var html = await found.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.OK, found.StatusCode);
        Assert.Contains("6 places were found", html, StringComparison.Ordinal);
        var fields = new Dictionary<string, string>();
        foreach (Match match in Regex.Matches(html, "name=\"(?<name>Book\\.[^\"]+)\" value=\"(?<value>[^\"]*)\"", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)))
            fields[match.Groups["name"].Value] = WebUtility.HtmlDecode(match.Groups["value"].Value);
        fields["form-token"] = WebUtility.HtmlDecode(Regex.Match(html, "name=\"form-token\" value=\"(?<value>[^\"]+)\"", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)).Groups["value"].Value);
        fields["_handler"] = "book";
        desk.Token = null;
        using var content = new FormUrlEncodedContent(fields);
        using var booked = await desk.PostAsync($"/patients/{patient}/schedule", content);
        Assert.Equal(HttpStatusCode.Redirect, booked.StatusCode);
        Assert.Equal(6, (await clinic.Get<ScheduleRecords>().OfPatientAsync(patient, Reach.To(Reach.DefaultSite))).Count);
    }

    [Fact]
    public async Task A_calendar_program_sees_chairs_and_initials_and_nothing_with_an_old_key()
    {
        await using var clinic = await Clinic.OpenAsync();
        var patient = await RegisterAsync(clinic, "Quillworthy");
        var schedule = clinic.Get<ScheduleRecords>();
        var caller = new Caller(clinic.Author(Role.Nurse), Reach.To(Reach.DefaultSite), "test");
        Assert.True((await schedule.BookAsync(
            [new Appointment(Guid.CreateVersion7(), patient, "Chair 3", Tuesday, VisitShape.Of(Protocols.KetamineIntravenous), Protocols.KetamineIntravenous.Id, Guid.NewGuid(), 1)], null, null, caller)).Allowed);
        var old = await schedule.MakeFeedAsync(Reach.DefaultSite, caller);
        var key = await schedule.MakeFeedAsync(Reach.DefaultSite, caller);
        using var program = clinic.Visitor();
        var feed = await program.GetStringAsync($"/schedule/feed/{key}");
        Assert.Contains("BEGIN:VEVENT", feed, StringComparison.Ordinal);
        Assert.Contains("Chair 3: A.Q.", feed, StringComparison.Ordinal);
        Assert.Contains("20261124T100000Z", feed, StringComparison.Ordinal);
        Assert.DoesNotContain("Quillworthy", feed, StringComparison.Ordinal);
        foreach (var wrong in new[] { old, new string('0', 64), "short" })
            using (var answer = await program.GetAsync($"/schedule/feed/{wrong}")) Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Theory]
    [InlineData("=HYPERLINK(1)")]
    [InlineData("END:VEVENT;BEGIN:VEVENT,\\n<b>")]
    [InlineData("ليلى العلي")]
    [InlineData("👩‍🚀 小龙")]
    public async Task A_name_in_a_calendar_program_is_its_first_letter_whatever_it_is_made_of(string family)
    {
        await using var clinic = await Clinic.OpenAsync();
        var patient = await RegisterAsync(clinic, family);
        using var desk = await clinic.SignInAsync(Role.FrontDesk);
        using (var booked = await desk.PostAsJsonAsync("/api/schedule", At(patient, Tuesday))) Assert.Equal(HttpStatusCode.Created, booked.StatusCode);
        var key = await clinic.Get<ScheduleRecords>().MakeFeedAsync(Reach.DefaultSite, new Caller(clinic.Author(Role.Nurse), Reach.To(Reach.DefaultSite), "test"));
        using var program = clinic.Visitor();
        var feed = (await program.GetStringAsync($"/schedule/feed/{key}")).ReplaceLineEndings("\n");
        Assert.Single(Regex.Matches(feed, "^BEGIN:VEVENT$", RegexOptions.Multiline, TimeSpan.FromSeconds(1)));
        var visit = Assert.Single(Ical.Net.Calendar.Load(feed)!.Events);
        var words = family.Split(' ').Select(word => StringInfo.GetNextTextElement(word) + ".");
        Assert.Equal($"Chair 1: A.{string.Concat(words)}", visit.Summary);
    }

    [Fact]
    public async Task The_day_the_week_and_a_visit_are_pages_that_open_for_who_may_see_them()
    {
        await using var clinic = await Clinic.OpenAsync();
        var patient = await RegisterAsync(clinic, "Quill");
        using var desk = await clinic.SignInAsync(Role.FrontDesk);
        var id = Guid.CreateVersion7();
        using (var booked = await desk.PostAsJsonAsync("/api/schedule", At(patient, Tuesday, entry: id))) Assert.Equal(HttpStatusCode.Created, booked.StatusCode);
        foreach (var page in new[] { "/schedule?day=2026-11-24", "/schedule?view=week&day=2026-11-24", $"/schedule/{id}", $"/patients/{patient}/schedule" })
            Assert.Contains("Ada Quill", await desk.GetStringAsync(page), StringComparison.Ordinal);
        foreach (var page in new[] { "/schedule/hours", "/schedule/waiting", "/schedule?day=nonsense" })
            using (var answer = await desk.GetAsync(page)) Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        using (var answer = await desk.GetAsync($"/schedule/{Guid.NewGuid()}")) Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        using var administrator = await clinic.SignInAsync(Role.Administrator);
        using (var answer = await administrator.GetAsync("/schedule")) Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Fact]
    public async Task Hours_are_set_by_who_may_and_the_next_booking_keeps_them()
    {
        await using var clinic = await Clinic.OpenAsync();
        var patient = await RegisterAsync(clinic, "Quill");
        using var director = await clinic.SignInAsync(Role.Director);
        using (var set = await director.SubmitAsync("/schedule/hours", new() { ["Open.From[2]"] = "12:00", ["Open.To[2]"] = "18:00" }, "open"))
            Assert.Equal(HttpStatusCode.Redirect, set.StatusCode);
        using (var upside = await director.SubmitAsync("/schedule/hours", new() { ["Open.From[2]"] = "18:00", ["Open.To[2]"] = "12:00" }, "open"))
            Assert.Equal(HttpStatusCode.UnprocessableEntity, upside.StatusCode);
        using var desk = await clinic.SignInAsync(Role.FrontDesk);
        using (var early = await desk.PostAsJsonAsync("/api/schedule", At(patient, Tuesday))) Assert.Equal("schedule.outside-opening-hours", await CodeAsync(early));
        using (var later = await desk.PostAsJsonAsync("/api/schedule", At(patient, Tuesday.AddHours(3)))) Assert.Equal(HttpStatusCode.Created, later.StatusCode);
        using var nurse = await clinic.SignInAsync(Role.Nurse);
        using (var refused = await nurse.SubmitAsync("/schedule/hours", new() { ["Open.From[2]"] = "08:00", ["Open.To[2]"] = "18:00" }, "open"))
            Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
    }
}

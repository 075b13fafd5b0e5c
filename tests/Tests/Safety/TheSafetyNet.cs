using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Afterglow.App.Intake;
using Afterglow.App.Messages;
using Afterglow.App.Patients;
using Afterglow.App.People;
using Afterglow.App.Portal;
using Afterglow.App.Record;
using Afterglow.App.Safety;
using Afterglow.App.Schedule;
using Afterglow.Core.Intake.History;
using Afterglow.Core.Patients;
using Afterglow.Core.People;
using Afterglow.Core.Safety;
using Afterglow.Core.Schedule;
using Afterglow.Core.Sessions;
using Afterglow.Tests.Intake;
using Afterglow.Tests.Patients;
using Afterglow.Tests.Sessions;
using Dapper;

namespace Afterglow.Tests.Safety;

/// <summary>From a risk that somebody reports to what a person did about it.</summary>
public sealed class TheSafetyNet
{
    private const string WhatWasDone = "Called her; safe tonight, sister is there; seen tomorrow at 9.";

    [Fact]
    public async Task Somebody_who_asks_and_says_in_danger_now_is_a_task_at_once_with_half_an_hour()
    {
        await using var clinic = await Clinic.OpenAsync();
        await clinic.AskAsync();
        Assert.Empty(await OpenAsync(clinic));
        var id = await clinic.AskAsync(Asking.Named("Maren", "Holt", "1990-01-01"), inDanger: true);
        var task = Assert.Single(await OpenAsync(clinic));
        Assert.Equal((Concern.SuicideNow, id, "Maren Holt"), (task.Task.Concern, task.Task.Opened.RequestId, task.Who));
        Assert.Equal(clinic.Clock.GetUtcNow().AddMinutes(30), task.Task.DueAt);
        Assert.Equal(new TaskFor(Role.Nurse, null, null, "role"), task.Task.For);
        // In the transaction of the request itself: the two entries stand beside each other, and the audit says who opened it.
        Assert.Contains(await clinic.AuditAsync(), line => line is { Action: "task.open", ActorId: "safety-net" });
    }

    [Theory]
    [InlineData(SuicideRisk.None, null)]
    [InlineData(SuicideRisk.Low, Concern.SuicidalThoughts)]
    [InlineData(SuicideRisk.Moderate, Concern.SuicidalThoughts)]
    [InlineData(SuicideRisk.High, Concern.SuicideNow)]
    public async Task A_screen_in_a_session_opens_a_task_by_what_it_found(SuicideRisk risk, Concern? concern)
    {
        await using var clinic = await Clinic.OpenAsync();
        using var nurse = await clinic.SignInAsync(Role.Nurse);
        var chair = await InTheChair.CheckInAsync(clinic, nurse);
        await chair.DoAsync(new ScreenSuicide(Guid.NewGuid(), chair.Now, "C-SSRS screener", risk, risk > SuicideRisk.Low ? "Prescriber told." : ""));
        var tasks = await OpenAsync(clinic);
        Assert.Equal(concern, tasks.SingleOrDefault()?.Task.Concern);
        if (concern is not null) Assert.Equal((chair.Patient, "Ada Quill"), (tasks[0].Task.Opened.PatientId, tasks[0].Who));
    }

    [Fact]
    public async Task Whoever_goes_home_before_dissociation_has_ended_is_called_and_whoever_is_back_is_not()
    {
        await using var clinic = await Clinic.OpenAsync();
        using var nurse = await clinic.SignInAsync(Role.Nurse);
        using var prescriber = await clinic.SignInAsync(Role.Prescriber);
        var chair = await InTheChair.CheckInAsync(clinic, nurse);
        await chair.StillDissociatedAsync(prescriber, 2);
        // In the chair it is what the drug does: somebody sits beside them.
        using var evening = await clinic.SignInAsync(Role.Prescriber);
        Assert.Empty(await OpenAsync(clinic));
        await chair.DoAsync(new Discharge(Guid.NewGuid(), chair.Now, "Tom Quill", "Insists on going home; the brother stays with her all night."), evening);
        var task = Assert.Single(await OpenAsync(clinic)).Task;
        Assert.Equal((Concern.Dissociation, chair.Patient), (task.Concern, task.Opened.PatientId));
        Assert.Equal("Went home before dissociation had ended: dissociation 2 of 4 at the last rating. Call, and ask who is with them.", task.Says.Single());
    }

    [Fact]
    public async Task A_whole_treatment_after_which_the_patient_is_back_opens_nothing()
    {
        await using var clinic = await Clinic.OpenAsync();
        using var nurse = await clinic.SignInAsync(Role.Nurse);
        using var prescriber = await clinic.SignInAsync(Role.Prescriber);
        await (await InTheChair.CheckInAsync(clinic, nurse)).TreatAsync(prescriber);
        Assert.Empty(await OpenAsync(clinic));
    }

    [Fact]
    public async Task What_is_answered_in_the_history_form_that_cannot_wait_is_a_task_and_the_rest_is_not()
    {
        await using var clinic = await Clinic.OpenAsync();
        var (patient, link) = await clinic.PatientWithLinkAsync();
        var open = (await clinic.Get<PatientLinks>().FindAsync(link["/link/".Length..])).Value;
        var histories = clinic.Get<HistoryRecords>();
        await SayAsync("psychosis.now", "no");
        await SayAsync("mania.ever", "yes");
        await SayAsync("urinary", "night");
        Assert.Empty(await OpenAsync(clinic));
        await SayAsync("psychosis.now", "yes");
        await SayAsync("mania.now", "yes");
        await SayAsync("urinary", "blood");
        Assert.Equal([Concern.Psychosis, Concern.Mania, Concern.Urinary], (await OpenAsync(clinic)).Select(task => task.Task.Concern));
        Assert.All(await OpenAsync(clinic), task => Assert.Equal(patient, task.Task.Opened.PatientId));
        // Said again in the same words, it is still one.
        await SayAsync("psychosis.now", "no");
        await SayAsync("psychosis.now", "yes");
        Assert.Equal(3, (await OpenAsync(clinic)).Count);

        async Task SayAsync(string question, string option) =>
            Assert.Empty((await histories.SaveAsync(open, [(question, null, new TypedAnswer([option]))], [], "test")).Faults);
    }

    [Fact]
    public async Task By_the_api_alone_the_ninth_answer_of_a_PHQ9_opens_the_same_task_as_on_a_page()
    {
        await using var clinic = await Clinic.OpenAsync();
        var patient = await clinic.RegisterAsync(Asking.Named("Ada", "Quill", "1984-05-02"));
        var (program, _) = await People.Programs.ProgramAsync(clinic, "patient.write");
        using (program)
            foreach (var death in new[] { 0, 1 })
            {
                var answers = Core.Measures.Scales.Phq9.Instrument.Items.ToDictionary(item => item.Key, item => item.Key == "death" ? death : 0);
                using var written = await program.PostAsJsonAsync($"/api/patients/{patient:D}/measures", new { entryId = Guid.NewGuid(), instrument = "phq9", answers });
                Assert.Equal(HttpStatusCode.Created, written.StatusCode);
                Assert.Equal(death, (await OpenAsync(clinic)).Count);
            }
        Assert.Equal((Concern.SuicidalThoughts, patient), (await OpenAsync(clinic)).Select(view => (view.Task.Concern, view.Task.Opened.PatientId!.Value)).Single());
    }

    [Fact]
    public async Task A_task_is_for_whoever_is_on_duty_then_for_the_care_team_then_for_the_role()
    {
        await using var clinic = await Clinic.OpenAsync();
        var desk = clinic.Caller(Role.FrontDesk);
        var prescriber = clinic.Staff(Role.Prescriber);
        var patient = await clinic.RegisterAsync(Asking.Named("Ada", "Quill", "1984-05-02"));
        Assert.Equal("role", await WhyAsync(patient, "one"));
        // The prescriber writes into the chart: now there is a care team.
        Assert.True((await clinic.Get<PatientRecords>().AddNoteAsync(patient, Guid.CreateVersion7(), "Seen.", clinic.Caller(Role.Prescriber))).Allowed);
        Assert.Equal("care team", await WhyAsync(patient, "two"));
        // The nurse works on Mondays from eight; it is Monday, nine.
        var nurse = clinic.Staff(Role.Nurse);
        var hours = new ScheduleEvent.DutySet(nurse.Id.ToString("D"), nurse.DisplayName, Role.Nurse, [new OpenHours(DayOfWeek.Monday, new TimeOnly(8, 0), new TimeOnly(12, 0))]);
        Assert.True((await clinic.Get<ScheduleRecords>().SetAsync(Sites.Main, hours, Guid.CreateVersion7(), desk)).Allowed);
        Assert.Equal("on duty", await WhyAsync(patient, "three"));
        Assert.Equal(nurse.DisplayName, (await OpenAsync(clinic)).Single(task => task.Task.Says[0] == "three").Task.For.Name);
        // Away today, the task goes to the care team again.
        Assert.True((await clinic.Get<ScheduleRecords>().SetAsync(
            Sites.Main, new ScheduleEvent.AbsenceSet(new Absence(nurse.Id.ToString("D"), new DateOnly(2026, 11, 23), new DateOnly(2026, 11, 24))), Guid.CreateVersion7(), desk)).Allowed);
        Assert.Equal("care team", await WhyAsync(patient, "four"));
        Assert.Equal(prescriber.DisplayName, (await OpenAsync(clinic)).Single(task => task.Task.Says[0] == "four").Task.For.Name);

        async Task<string> WhyAsync(Guid who, string says)
        {
            await RaiseAsync(clinic, who, Concern.Mania, says);
            return (await OpenAsync(clinic)).Single(task => task.Task.Says[0] == says).Task.For.Why;
        }
    }

    [Fact]
    public async Task It_is_seen_on_the_board_and_from_every_page_taken_noted_and_closed_with_what_was_done()
    {
        await using var clinic = await Clinic.OpenAsync();
        using var nurse = await clinic.SignInAsync(Role.Nurse);
        Assert.Contains("Nothing waits", await nurse.ReadAsync("/tasks"), StringComparison.Ordinal);
        Assert.DoesNotContain("task-strip", await nurse.ReadAsync("/board"), StringComparison.Ordinal);
        var patient = await clinic.RegisterAsync(Asking.Named("Ada", "Quill", "1984-05-02"));
        await RaiseAsync(clinic, patient, Concern.SuicidalThoughts, "PHQ-9, item 9: 1");
        Assert.Contains("1 task, 1 with nobody", await nurse.ReadAsync("/board"), StringComparison.Ordinal);
        Assert.Contains("1 task, 1 with nobody", await nurse.ReadAsync("/board/chairs"), StringComparison.Ordinal);
        Assert.Contains("Tasks (1)", await nurse.ReadAsync("/patients"), StringComparison.Ordinal);
        var page = await nurse.ReadAsync("/tasks");
        foreach (var said in new[] { "Thoughts of suicide", "PHQ-9, item 9: 1", "Ada Quill", "due in 4 hours" }) Assert.Contains(said, page, StringComparison.Ordinal);

        using var taken = await PressAsync(nurse, "take");
        Assert.Equal("/tasks?done=take", taken.To());
        Assert.Contains("1 task, all looked after", await nurse.ReadAsync("/board"), StringComparison.Ordinal);
        using var nodded = await PressAsync(nurse, "close", "ok");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, nodded.StatusCode);
        Assert.Contains("Write in a sentence what was done", await nodded.TextAsync(), StringComparison.Ordinal);
        using var noted = await PressAsync(nurse, "note", "No answer at 9:10.");
        Assert.Equal("/tasks?done=note", noted.To());
        using var closed = await PressAsync(nurse, "close", WhatWasDone);
        Assert.Equal("/tasks?done=close", closed.To());
        Assert.Empty(await OpenAsync(clinic));
        Assert.Contains(WhatWasDone, await nurse.ReadAsync("/tasks"), StringComparison.Ordinal);
        Assert.DoesNotContain("task-strip", await nurse.ReadAsync("/board"), StringComparison.Ordinal);
        // What was done stands in the chart.
        Assert.Contains(WhatWasDone, await nurse.ReadAsync($"/patients/{patient:D}"), StringComparison.Ordinal);
        var audit = await clinic.AuditAsync();
        foreach (var action in new[] { "task.open", "task.list", "task.take", "task.note", "task.close" }) Assert.Contains(audit, line => line.Action == action);
        Assert.DoesNotContain(audit, line => (line.Target + line.Reason).Contains("sister", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Of_twenty_who_take_it_at_once_one_has_it_and_the_others_are_told_who()
    {
        await using var clinic = await Clinic.OpenAsync();
        var nurses = new List<Caller>();
        for (var k = 0; k < 20; k++)
            nurses.Add(new Caller((await clinic.AddStaffAsync($"nurse{k}", $"Nurse {k}", Role.Nurse)).Author, Asking.Everywhere, "test"));
        await clinic.AskAsync(inDanger: true);
        var task = Assert.Single(await OpenAsync(clinic)).Task;
        var outcomes = await Task.WhenAll(nurses.Select(nurse => clinic.Get<SafetyRecords>().ChangeAsync(task.Id, Guid.CreateVersion7(), new TakeTask(), nurse)));
        var winner = Assert.Single(outcomes, outcome => outcome.Allowed).Value.TakenBy!;
        Assert.All(outcomes.Where(outcome => !outcome.Allowed), outcome => Assert.Equal(new TaskTakenBy(winner.Name), outcome.Refusal));
        Assert.Equal(2, (await clinic.Record.ReadAsync(new StreamName("task", task.Id))).Count);
    }

    [Fact]
    public async Task Over_the_api_people_take_and_close_and_programs_only_read()
    {
        await using var clinic = await Clinic.OpenAsync();
        await clinic.AskAsync(inDanger: true);
        using var nurse = await clinic.SignInAsync(Role.Nurse);
        using var desk = await clinic.SignInAsync(Role.FrontDesk);
        Assert.Equal(HttpStatusCode.Forbidden, (await desk.GetAsync("/api/tasks")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await desk.GetAsync("/tasks")).StatusCode);
        var listed = (await nurse.GetFromJsonAsync<JsonArray>("/api/tasks"))!;
        var id = Assert.Single(listed)!["id"]!.GetValue<Guid>();
        Assert.Equal("suicide-now", listed[0]!["concern"]!.GetValue<string>());
        var (program, _) = await People.Programs.ProgramAsync(clinic, "patient.read");
        using (program)
        {
            Assert.Equal(HttpStatusCode.OK, (await program.GetAsync($"/api/tasks/{id:D}")).StatusCode);
            Assert.Equal(HttpStatusCode.Forbidden, (await program.PostAsJsonAsync($"/api/tasks/{id:D}/take", new { entryId = Guid.NewGuid() })).StatusCode);
        }
        var entry = Guid.NewGuid();
        for (var k = 0; k < 2; k++) Assert.Equal(HttpStatusCode.OK, (await nurse.PostAsJsonAsync($"/api/tasks/{id:D}/take", new { entryId = entry })).StatusCode);
        using var prescriber = await clinic.SignInAsync(Role.Prescriber);
        Assert.Equal(HttpStatusCode.Conflict, (await prescriber.PostAsJsonAsync($"/api/tasks/{id:D}/take", new { entryId = Guid.NewGuid() })).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await nurse.PostAsJsonAsync($"/api/tasks/{id:D}/close", new { entryId = Guid.NewGuid(), text = "" })).StatusCode);
        var closed = await nurse.PostAsJsonAsync($"/api/tasks/{id:D}/close", new { entryId = Guid.NewGuid(), text = WhatWasDone });
        Assert.Equal("done", (await closed.Content.ReadFromJsonAsync<JsonObject>())!["state"]!.GetValue<string>());
        Assert.Equal(HttpStatusCode.NotFound, (await nurse.GetAsync($"/api/tasks/{Guid.NewGuid():D}")).StatusCode);
    }

    [Fact]
    public async Task When_nobody_takes_it_prescribers_then_the_director_are_told_once_each_whoever_looks_and_how_often()
    {
        await using var clinic = await Clinic.OpenAsync();
        var safety = clinic.Get<SafetyRecords>();
        foreach (var role in new[] { Role.Nurse, Role.Prescriber, Role.Director })
            Assert.True((await safety.SetNoticeAsync(clinic.Staff(role).Id, $"{Clinic.UserName(role)}@clinic.example", "", clinic.Caller(role))).Allowed);
        await clinic.AskAsync(inDanger: true);
        Assert.Equal(["nurse@clinic.example"], await ToldAsync(clinic));
        clinic.Clock.Advance(TimeSpan.FromMinutes(14));
        Assert.Equal(0, await FourServersAsync(clinic));
        clinic.Clock.Advance(TimeSpan.FromMinutes(1));
        await FourServersAsync(clinic);
        Assert.Equal(["nurse@clinic.example", "prescriber@clinic.example"], await ToldAsync(clinic));
        clinic.Clock.Advance(TimeSpan.FromMinutes(15));
        await FourServersAsync(clinic);
        Assert.Equal(["director@clinic.example", "nurse@clinic.example", "prescriber@clinic.example"], await ToldAsync(clinic));
        var task = Assert.Single(await OpenAsync(clinic));
        Assert.Equal(2, task.Log.Count(line => line.Event is TaskEvent.Escalated));
        clinic.Clock.Advance(TimeSpan.FromMinutes(30));
        Assert.Equal(0, await FourServersAsync(clinic));
        using var director = await clinic.SignInAsync(Role.Director);
        Assert.Contains("1 late", await director.ReadAsync("/board"), StringComparison.Ordinal);
        Assert.Contains("late by 30 minutes", await director.ReadAsync("/tasks"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_notice_says_when_and_nothing_about_anybody()
    {
        await using var clinic = await Clinic.OpenAsync();
        var safety = clinic.Get<SafetyRecords>();
        Assert.Equal("safety.address", (await safety.SetNoticeAsync(clinic.Staff(Role.Nurse).Id, "not an address", "", clinic.Caller(Role.Nurse))).Refusal!.Code);
        Assert.True((await safety.SetNoticeAsync(clinic.Staff(Role.Nurse).Id, "nell@clinic.example", "555 010 0101", clinic.Caller(Role.Nurse))).Allowed);
        Assert.True((await safety.SetRulesAsync(SafetyRules.Supplied with { DutyPhone = "555 010 0102" }, clinic.Caller(Role.Director))).Allowed);
        var patient = await clinic.RegisterAsync(Asking.Named("Ada", "Quill", "1984-05-02"));
        await RaiseAsync(clinic, patient, Concern.SuicidalThoughts, "PHQ-9, item 9: 1");
        var letters = (await clinic.Get<Outbox>().ListAsync(Asking.Everywhere)).Where(letter => letter.Kind == TaskNotices.Kind).ToList();
        Assert.Equal(["555 010 0101", "555 010 0102", "nell@clinic.example"], letters.Select(letter => letter.Envelope!.Address).Order(StringComparer.Ordinal));
        foreach (var letter in letters)
        {
            Assert.Contains("13:00 today", letter.Envelope!.Text, StringComparison.Ordinal);
            foreach (var clinical in new[] { "Ada", "Quill", "PHQ", "suicid", "thought", "ketamin", patient.ToString() })
                Assert.DoesNotContain(clinical, letter.Envelope.Subject + letter.Envelope.Text, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public async Task The_director_sets_how_soon_and_nobody_else_does()
    {
        await using var clinic = await Clinic.OpenAsync();
        using var nurse = await clinic.SignInAsync(Role.Nurse);
        Assert.Contains("The director sets these", await nurse.ReadAsync("/tasks/settings"), StringComparison.Ordinal);
        using var director = await clinic.SignInAsync(Role.Director);
        using var wrong = await director.SubmitAsync("/tasks/settings", new() { ["minutes:SuicideNow"] = "soon" }, "rules");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
        using var set = await director.SubmitAsync("/tasks/settings", new() { ["minutes:SuicideNow"] = "20", ["minutes:Mania"] = "240" }, "rules");
        Assert.Equal("/tasks/settings?done=1", set.To());
        using var refused = await nurse.SubmitAsync("/tasks/settings", new() { ["minutes:SuicideNow"] = "999" }, "notice");
        Assert.Equal(TimeSpan.FromMinutes(20), (await clinic.Get<SafetyRecords>().RulesAsync()).Of(Concern.SuicideNow).Within);
        var page = await director.ReadAsync("/tasks/settings");
        Assert.Contains("Set by the clinic.", page, StringComparison.Ordinal);
        // What was left as supplied goes on saying that nobody measured it.
        Assert.Contains("site default, to be confirmed by the medical director", page, StringComparison.Ordinal);
        await clinic.AskAsync(inDanger: true);
        Assert.Equal(clinic.Clock.GetUtcNow().AddMinutes(20), Assert.Single(await OpenAsync(clinic)).Task.DueAt);
    }

    [Fact]
    public async Task Another_sites_tasks_are_not_seen()
    {
        await using var sites = await People.TwoSites.OpenAsync();
        var clinic = sites.Clinic;
        var site = Guid.Parse((await clinic.Get<Database>().OpenAsync()) is var connection ? (await Dapper.SqlMapper.QuerySingleAsync<string>(
            connection, "select site_id from read_patient where patient_id = @patient", new { patient = sites.Patient.ToString("D") })) : "");
        await connection.DisposeAsync();
        await clinic.Record.WriteAsync(clinic.Author(Role.Nurse), async write =>
        {
            await clinic.Get<SafetyNet>().OpenAsync(write, new RaisedConcern(site, sites.Patient, null, Concern.Mania, "said", StreamName.Patient(sites.Patient)));
            return true;
        });
        using var nurse = await clinic.SignInAsync(Role.Nurse);
        Assert.Empty((await nurse.GetFromJsonAsync<JsonArray>("/api/tasks"))!);
        var task = Assert.Single((await sites.HarbourNurse.GetFromJsonAsync<JsonArray>("/api/tasks"))!)!["id"]!.GetValue<Guid>();
        Assert.Equal(HttpStatusCode.NotFound, (await nurse.GetAsync($"/api/tasks/{task:D}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await nurse.PostAsJsonAsync($"/api/tasks/{task:D}/take", new { entryId = Guid.NewGuid() })).StatusCode);
    }

    [Fact]
    public async Task Filling_the_lists_anew_opens_no_task_and_finds_every_row_again()
    {
        await using var clinic = await Clinic.OpenAsync();
        await clinic.AskAsync(inDanger: true);
        var before = Assert.Single(await OpenAsync(clinic));
        await clinic.Record.RebuildAsync(clinic.Author(Role.Administrator));
        var after = Assert.Single(await OpenAsync(clinic));
        Assert.Equal((before.Task.Id, before.Task.Version, before.Task.DueAt), (after.Task.Id, after.Task.Version, after.Task.DueAt));
    }

    [Fact]
    public async Task The_line_of_a_task_in_the_chart_names_who_has_it_now_and_a_note_that_does_not_fit_stays_to_be_shortened()
    {
        await using var clinic = await Clinic.OpenAsync();
        var patient = await clinic.RegisterAsync(Asking.Named("Ada", "Quill", "1984-05-02"));
        await RaiseAsync(clinic, patient, Concern.SuicideNow, "PHQ-9, question 9");
        var task = Assert.Single(await OpenAsync(clinic)).Task;
        var nurse = clinic.Caller(Role.Nurse);
        Assert.True((await clinic.Get<SafetyRecords>().ChangeAsync(task.Id, Guid.CreateVersion7(), new TakeTask(), nurse)).Allowed);
        await using (var connection = await clinic.Get<Database>().OpenAsync())
            Assert.Equal(nurse.Who.Name, await connection.ExecuteScalarAsync<string>("select author_name from read_timeline where kind = 'safety-task'"));
        var lists = await Commands.RunAsync("verify", "--lists", "--data", clinic.DataDirectory);
        Assert.True(lists.Code == 0, lists.Error);

        using var browser = await clinic.SignInAsync(Role.Nurse);
        var pasted = new string('x', 2001);
        using var refused = await browser.SubmitAsync("/tasks", new()
        {
            ["Form.What"] = "note", ["Form.TaskId"] = task.Id.ToString("D"), ["Form.EntryId"] = Guid.CreateVersion7().ToString("D"), ["Form.Text"] = pasted,
        }, "task");
        Assert.Contains(pasted, await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    /// <summary>As what watches the record does it.</summary>
    internal static Task RaiseAsync(Clinic clinic, Guid patient, Concern concern, string says) =>
        clinic.Record.WriteAsync(clinic.Author(Role.Nurse), async write =>
        {
            await clinic.Get<SafetyNet>().OpenAsync(write, new RaisedConcern(Sites.Main, patient, null, concern, says, new StreamName("test", Guid.NewGuid())));
            return true;
        });

    internal static async Task<IReadOnlyList<TaskView>> OpenAsync(Clinic clinic) => await clinic.Get<SafetyRecords>().ListAsync(false, Asking.Everywhere);

    private static async Task<int> FourServersAsync(Clinic clinic) => (await Task.WhenAll(Enumerable.Range(0, 4).Select(_ =>
        new Escalations(clinic.Record, clinic.Get<Database>(), clinic.Get<TaskNotices>(), clinic.Clock).TakeFurtherAsync()))).Sum();

    private static async Task<IReadOnlyList<string>> ToldAsync(Clinic clinic) =>
        [.. (await clinic.Get<Outbox>().ListAsync(Asking.Everywhere)).Where(letter => letter.Kind == TaskNotices.Kind).Select(letter => letter.Envelope!.Address).Order(StringComparer.Ordinal)];

    private static async Task<HttpResponseMessage> PressAsync(Browser browser, string what, string? text = null)
    {
        var fields = Forms.Fields(await browser.GetStringAsync("/tasks"), what);
        return await Forms.SendAsync(browser, "/tasks", fields, text is null ? null : new() { ["Form.Text"] = text });
    }
}

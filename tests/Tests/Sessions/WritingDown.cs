using System.Net;
using System.Text.Json.Nodes;
using Afterglow.App.Patients;
using Afterglow.App.Record;
using Afterglow.App.Sessions;
using Afterglow.Core;
using Afterglow.Core.People;
using Afterglow.Core.Sessions;
using Afterglow.Core.Units;
using Afterglow.Tests.Patients;
using Dapper;
using WriteNote = Afterglow.Core.Sessions.WriteNote;

namespace Afterglow.Tests.Sessions;

/// <summary>A command is decided on the session as it stands at the moment it is written, once, and leaves its lines.</summary>
public sealed class WritingDown
{
    [Fact]
    public async Task The_same_entry_sent_again_is_written_once_and_answered_the_same()
    {
        await using var clinic = await Clinic.OpenAsync();
        using var nurse = await clinic.SignInAsync(Role.Nurse);
        var chair = await InTheChair.CheckInAsync(clinic, nurse);
        var vitals = new RecordVitals(Guid.NewGuid(), clinic.Clock.GetUtcNow(), new Vitals(120, 80, 70, 97));
        var first = await chair.DoAsync(vitals);
        var again = await chair.DoAsync(vitals);
        Assert.Equal(2, first.Version);
        Assert.Equal((first.Version, first.HeadSeal), (again.Version, again.HeadSeal));
        Assert.Equal(first.Entries.Select(entry => entry.EntryId), again.Entries.Select(entry => entry.EntryId));

        // Fifty at once, as a device does that does not know whether it was heard.
        var note = new WriteNote(Guid.NewGuid(), clinic.Clock.GetUtcNow(), "Warm blanket");
        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => chair.DoAsync(note)));
        Assert.All(answers, answer => Assert.Equal(3, answer.Version));
        Assert.Equal(3, (await chair.SnapshotAsync()).Entries.Count);

        // Later, when others have written, the retry still finds its entry.
        await chair.VitalsAsync(121, 80, 71);
        var late = await chair.DoAsync(vitals, known: 1);
        Assert.Equal(4, late.Version);
        Assert.Equal([2, 3, 4], late.Entries.Select(entry => entry.Version));
    }

    [Fact]
    public async Task The_same_id_with_another_body_or_from_somebody_else_is_refused()
    {
        await using var clinic = await Clinic.OpenAsync();
        using var nurse = await clinic.SignInAsync(Role.Nurse);
        using var prescriber = await clinic.SignInAsync(Role.Prescriber);
        var chair = await InTheChair.CheckInAsync(clinic, nurse);
        var vitals = new RecordVitals(Guid.NewGuid(), clinic.Clock.GetUtcNow(), new Vitals(120, 80, 70, 97));
        await chair.DoAsync(vitals);
        Assert.Equal("entry.id-reused", Code(await chair.RefusedAsync(vitals with { Vitals = new Vitals(121, 80, 70, 97) })));
        Assert.Equal("entry.id-reused", Code(await chair.RefusedAsync(new RateNausea(vitals.EntryId, vitals.At, 3))));
        Assert.Equal("entry.id-reused", Code(await chair.RefusedAsync(vitals, prescriber)));
        Assert.Equal(2, (await chair.SnapshotAsync()).Entries.Count);
    }

    [Fact]
    public async Task A_command_that_is_overtaken_is_decided_again_on_what_came_before_it()
    {
        await using var clinic = await Clinic.OpenAsync();
        using var nurse = await clinic.SignInAsync(Role.Nurse);
        var chair = await InTheChair.CheckInAsync(clinic, nurse);
        var records = clinic.Get<SessionRecords>();
        var caller = clinic.Caller(Role.Nurse);
        var decided = 0;
        // While this one is decided, a colleague is faster: once, then it is not overtaken any more.
        var overtaken = new Meanwhile(Guid.NewGuid(), clinic.Clock.GetUtcNow(), () =>
        {
            if (++decided > 1) return;
            _ = records.ChangeAsync(chair.Id, new WriteNote(Guid.NewGuid(), clinic.Clock.GetUtcNow(), "I was faster"), caller).GetAwaiter().GetResult().Value;
        });
        var taken = (await records.ChangeAsync(chair.Id, overtaken, caller)).Value;
        Assert.Equal(2, decided);
        Assert.Equal(3, taken.Version);
        var entries = await clinic.Record.ReadAsync(StreamName.Session(chair.Id));
        Assert.Equal([1, 2, 3], entries.Select(entry => entry.Version));
        Assert.Equal(overtaken.EntryId, entries[2].EntryId);
    }

    [Fact]
    public async Task Overtaken_by_what_forbids_it_the_command_is_refused()
    {
        await using var clinic = await Clinic.OpenAsync();
        using var nurse = await clinic.SignInAsync(Role.Nurse);
        var chair = await InTheChair.CheckInAsync(clinic, nurse);
        var records = clinic.Get<SessionRecords>();
        var caller = clinic.Caller(Role.Nurse);
        var overtaken = new Meanwhile(Guid.NewGuid(), clinic.Clock.GetUtcNow(), () =>
            records.ChangeAsync(chair.Id, new CancelSession(Guid.NewGuid(), clinic.Clock.GetUtcNow(), "Called off"), caller).GetAwaiter().GetResult());
        Assert.Equal("session.wrong-phase", (await records.ChangeAsync(chair.Id, overtaken, caller)).Refusal?.Code);
        Assert.Equal(2, (await clinic.Record.ReadAsync(StreamName.Session(chair.Id))).Count);
    }

    [Fact]
    public async Task Overtaken_again_and_again_the_command_gives_up_in_words()
    {
        await using var clinic = await Clinic.OpenAsync();
        using var nurse = await clinic.SignInAsync(Role.Nurse);
        var chair = await InTheChair.CheckInAsync(clinic, nurse);
        var records = clinic.Get<SessionRecords>();
        var caller = clinic.Caller(Role.Nurse);
        var overtaken = new Meanwhile(Guid.NewGuid(), clinic.Clock.GetUtcNow(), () =>
            records.ChangeAsync(chair.Id, new WriteNote(Guid.NewGuid(), clinic.Clock.GetUtcNow(), "Faster"), caller).GetAwaiter().GetResult());
        Assert.Equal("session.busy", (await records.ChangeAsync(chair.Id, overtaken, caller)).Refusal?.Code);
    }

    [Fact]
    public async Task Two_nurses_who_chart_at_once_lose_nothing()
    {
        await using var clinic = await Clinic.OpenAsync();
        await clinic.AddStaffAsync("nurse2", "Second Nurse", Role.Nurse);
        using var first = await clinic.SignInAsync(Role.Nurse);
        using var second = await clinic.SignInAsync("nurse2");
        var chair = await InTheChair.CheckInAsync(clinic, first);
        await Task.WhenAll(Enumerable.Range(0, 40).Select(async number => await chair.DoAsync(
            new RecordVitals(Guid.NewGuid(), clinic.Clock.GetUtcNow(), new Vitals(100 + number, 60, 70, 97)), number % 2 == 0 ? first : second)));
        var snapshot = await chair.SnapshotAsync();
        Assert.Equal(Enumerable.Range(1, 41), snapshot.Entries.Select(entry => entry.Version));
        Assert.Equal(Enumerable.Range(100, 40), snapshot.Fold().Vitals.Select(reading => reading.Value.Systolic).Order());
        Assert.Equal(20, snapshot.Entries.Count(entry => entry.By.Name == "Second Nurse"));
        Assert.Null((await Verification.WalkAsync(clinic.Get<Database>(), clinic.Get<Anchor>())).Broken);
    }

    [Fact]
    public async Task Of_two_who_sign_at_once_one_does_and_the_other_is_told()
    {
        await using var clinic = await Clinic.OpenAsync();
        using var nurse = await clinic.SignInAsync(Role.Nurse);
        using var prescriber = await clinic.SignInAsync(Role.Prescriber);
        var chair = await InTheChair.CheckInAsync(clinic, nurse);
        await chair.TreatAsync(prescriber);
        using var again = await clinic.SignInAsync(Role.Prescriber);
        var answers = await Task.WhenAll(chair.SignAsync(nurse), chair.SignAsync(again));
        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.UnprocessableEntity], answers.Select(answer => answer.StatusCode).Order());
        var refused = answers.Single(answer => answer.StatusCode != HttpStatusCode.OK);
        Assert.Contains(Code(await InTheChair.ProblemAsync(refused, HttpStatusCode.UnprocessableEntity)), new[] { "session.changed-since-read", "session.already-signed" });
        foreach (var answer in answers) answer.Dispose();
        // A retry of the signature that was taken is answered as it was.
        Assert.Single((await chair.SnapshotAsync()).Entries, entry => entry.Kind == "session-signed");
    }

    [Fact]
    public async Task A_signature_sent_twice_is_one_and_is_bound_to_the_seal_of_the_last_entry_that_was_read()
    {
        await using var clinic = await Clinic.OpenAsync();
        using var nurse = await clinic.SignInAsync(Role.Nurse);
        using var prescriber = await clinic.SignInAsync(Role.Prescriber);
        var chair = await InTheChair.CheckInAsync(clinic, nurse);
        await chair.TreatAsync(prescriber);
        var read = await chair.SnapshotAsync();
        var signing = new Signing(Clinic.Password, Guid.NewGuid(), clinic.Clock.GetUtcNow(), read.Entries.Count);
        var path = $"/api/sessions/{chair.Id:D}/sign";
        for (var time = 0; time < 2; time++)
        {
            using var answer = await InTheChair.PostAsync(nurse, path, signing);
            Assert.Equal(read.Entries.Count + 1, (await InTheChair.TakenAsync(answer)).Version);
        }
        var session = await chair.SessionAsync();
        Assert.Equal(read.HeadSeal, session.Signature!.Seal);
        Assert.False(session.ChangedSinceSigning);
        using var wrong = await InTheChair.PostAsync(nurse, path, signing with { Password = "not my password", EntryId = Guid.NewGuid() });
        Assert.Equal("sign-in.not-accepted", Code(await InTheChair.ProblemAsync(wrong, HttpStatusCode.UnprocessableEntity)));
    }

    [Fact]
    public async Task Every_change_and_every_refusal_leaves_a_line_in_the_audit_with_no_value_in_it()
    {
        await using var clinic = await Clinic.OpenAsync();
        using var nurse = await clinic.SignInAsync(Role.Nurse);
        var chair = await InTheChair.CheckInAsync(clinic, nurse);
        await chair.DoAsync(new WriteNote(Guid.NewGuid(), clinic.Clock.GetUtcNow(), "Weeps a little"));
        await chair.RefusedAsync(new RecordVitals(Guid.NewGuid(), clinic.Clock.GetUtcNow(), new Vitals(1200, 80, 70)));
        await chair.SnapshotAsync();
        var lines = (await clinic.AuditAsync()).Where(line => line.ActorId == clinic.Staff(Role.Nurse).Id.ToString("D") && line.Action.StartsWith("session.", StringComparison.Ordinal)).ToList();
        Assert.Equal(
            [
                ("session.write", $"session/{chair.Id:D} patient-arrived", "done", ""),
                ("session.write", $"session/{chair.Id:D} note-written", "done", ""),
                ("session.write", $"session/{chair.Id:D} record-vitals", "refused", "value.impossible"),
                ("session.read", $"GET /api/sessions/{{id:guid}} {chair.Id:D}", "done", ""),
            ],
            lines.Select(line => (line.Action, line.Target, line.Outcome, line.Reason)));
        Assert.All(lines, line => Assert.Equal(chair.Patient.ToString("D"), line.PatientId));
        Assert.All(lines, line => Assert.Equal("127.0.0.1", line.Origin));
    }

    [Fact]
    public async Task If_the_audit_cannot_be_written_nothing_is()
    {
        await using var clinic = await Clinic.OpenAsync();
        using var nurse = await clinic.SignInAsync(Role.Nurse);
        var chair = await InTheChair.CheckInAsync(clinic, nurse);
        await using (var connection = await clinic.Get<Database>().OpenAsync())
            await connection.ExecuteAsync("create trigger audit_is_full before insert on audit begin select raise(abort, 'the disk is full'); end");
        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => clinic.Get<SessionRecords>().ChangeAsync(
            chair.Id, new WriteNote(Guid.NewGuid(), clinic.Clock.GetUtcNow(), "Never written"), clinic.Caller(Role.Nurse)));
        Assert.Single(await clinic.Record.ReadAsync(StreamName.Session(chair.Id)));
    }

    [Fact]
    public async Task The_read_tables_say_what_the_record_says_and_can_be_made_anew()
    {
        await using var clinic = await Clinic.OpenAsync();
        using var nurse = await clinic.SignInAsync(Role.Nurse);
        using var prescriber = await clinic.SignInAsync(Role.Prescriber);
        var chair = await InTheChair.CheckInAsync(clinic, nurse);
        await chair.DoAsync(new RecordAdverseEvent(
            Guid.NewGuid(), clinic.Clock.GetUtcNow(), "Headache", AdverseEventSeverity.Moderate, "rest", AdverseEventOutcome.Resolved));
        await chair.TreatAsync(prescriber);
        using var other = await clinic.SignInAsync(Role.Nurse);
        await InTheChair.CheckInAsync(clinic, other, "Chair 3");
        async Task<string> RowsAsync()
        {
            await using var connection = await clinic.Get<Database>().OpenAsync();
            var sessions = await connection.QueryAsync("select * from read_session order by session_id");
            var happened = await connection.QueryAsync("select * from read_timeline where stream like 'session/%' order by patient_id, stream, entry_id");
            var patients = await connection.QueryAsync("select patient_id, weight, weight_at, last_session_at from read_patient order by patient_id");
            return System.Text.Json.JsonSerializer.Serialize(new { sessions, happened, patients });
        }
        var before = await RowsAsync();
        await clinic.Record.RebuildAsync(clinic.Author(Role.Administrator));
        Assert.Equal(before, await RowsAsync());

        var list = await clinic.Get<SessionRecords>().ListAsync(Which.All, 1, clinic.Caller(Role.Nurse));
        var row = list.Rows.Single(row => row.Id == chair.Id);
        Assert.Equal((SessionPhase.Discharged, 1, AdverseEventSeverity.Moderate, true), (row.Phase, row.AdverseEvents, row.WorstSeverity, row.NeedsSignature));
        Assert.Equal(35m, row.Given!.Value.Milligrams);
        Assert.Equal(chair.Id, Assert.Single((await clinic.Get<SessionRecords>().ListAsync(Which.Unsigned, 1, clinic.Caller(Role.Nurse))).Rows).Id);
        Assert.Equal("Chair 3", Assert.Single((await clinic.Get<SessionRecords>().ListAsync(Which.Open, 1, clinic.Caller(Role.Nurse))).Rows).Chair);

        var timeline = (await clinic.Get<PatientRecords>().TimelineAsync(chair.Patient, null, 50, [], Asking.Everywhere))!.Rows;
        Assert.Contains(timeline, shown => shown.Kind == "session" && shown.Detail == "35 mg (0.5 mg/kg) given; 1 adverse event, moderate; discharged, not signed");
        Assert.Contains(timeline, shown => shown is { Kind: "adverse-event", Title: "Headache (moderate)" });
        var header = (await clinic.Get<PatientRecords>().HeaderAsync(chair.Patient, Asking.Everywhere))!;
        Assert.Equal(70m, header.Weight!.Value.Kilograms);
    }

    [Fact]
    public async Task The_pages_list_what_waits_for_a_signature()
    {
        await using var clinic = await Clinic.OpenAsync();
        using var nurse = await clinic.SignInAsync(Role.Nurse);
        using var prescriber = await clinic.SignInAsync(Role.Prescriber);
        Assert.Contains("No sessions yet", await nurse.GetStringAsync("/sessions"), StringComparison.Ordinal);
        var chair = await InTheChair.CheckInAsync(clinic, nurse);
        await chair.TreatAsync(prescriber);
        Assert.Contains("Nobody is in a chair", await nurse.GetStringAsync("/sessions?which=open"), StringComparison.Ordinal);
        Assert.Contains($"/sessions/{chair.Id:D}/note", await nurse.GetStringAsync("/sessions?which=unsigned"), StringComparison.Ordinal);
        Assert.Contains("Waiting for a signature", await nurse.GetStringAsync("/board"), StringComparison.Ordinal);
        using var signed = await chair.SignAsync(nurse);
        Assert.Contains("Everything is signed", await nurse.GetStringAsync("/sessions?which=unsigned"), StringComparison.Ordinal);
        Assert.Contains("Nurse Person", await nurse.GetStringAsync("/sessions?page=nonsense"), StringComparison.Ordinal);
    }

    private static string Code(JsonObject problem) => problem["code"]!.GetValue<string>();

    /// <summary>A note whose writer is interrupted while it is decided.</summary>
    private sealed record Meanwhile(Guid EntryId, DateTimeOffset At, [property: System.Text.Json.Serialization.JsonIgnore] Action Happens) : ISessionCommand
    {
        public Result<SessionEvent> Decide(Session session, Deciding deciding)
        {
            if (session.Phase != SessionPhase.Arrived) return new WrongPhase(session.Phase);
            Happens();
            return new SessionEvent.NoteWritten(At, "Interrupted");
        }
    }
}

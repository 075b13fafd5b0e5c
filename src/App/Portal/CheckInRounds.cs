using Afterglow.App.Live;
using Afterglow.App.Measures;
using Afterglow.App.Messages;
using Afterglow.App.Patients;
using Afterglow.App.Record;
using Afterglow.App.Safety;
using Afterglow.Core.CheckIns;
using Afterglow.Core.Measures.Rhythm;
using Afterglow.Core.Patients;
using Afterglow.Core.People;
using Afterglow.Core.Plans.Treatment;
using Afterglow.Core.Schedule;
using Dapper;

namespace Afterglow.App.Portal;

/// <summary>
/// Asks patients what the rhythm says is due: only those who allowed messages, by the ways they allowed, in their language,
/// reminded gently and then left in peace. A check-in's id is derived from the patient and its moments, and each message is
/// claimed by a row in the transaction that puts it into the outbox: on several servers nobody is asked twice.
/// </summary>
public sealed class CheckInRounds(ClinicRecord record, Database database, PatientLinks links, CheckInRecords checkIns, Wordings wordings, ClinicTexts clinic, ClinicSettings settings, TimeProvider clock)
{
    private static readonly Author Writer = new("check-ins", "Check-ins", [], IsProgram: true);

    /// <summary>Puts whatever is due now into the outbox, and closes what has run out. Returns how many messages that were.</summary>
    public async Task<int> AskDueAsync(CancellationToken cancel = default)
    {
        await RunOutAsync(cancel);
        if (Reminding.IsQuiet(clock.GetUtcNow(), clock.LocalTimeZone)) return 0;
        IReadOnlyList<string> patients;
        await using (var connection = await database.OpenAsync(cancel))
            patients = [.. await connection.QueryAsync<string>(
                """
                select w.patient_id from read_message_wish w
                where (w.email = 1 or w.text = 1) and exists (select 1 from read_timeline t where t.patient_id = w.patient_id and t.kind = 'plan-agreed')
                order by w.patient_id
                """)];
        var profile = await clinic.ProfileAsync(cancel);
        var sent = 0;
        foreach (var patient in patients)
        {
            var id = Guid.Parse(patient);
            if (await DueAsync(id, cancel) is not { Calls: true } due) continue;
            sent += await record.WriteAsync(Writer, write => AskAsync(write, id, due, profile), cancel);
        }
        return sent;
    }

    /// <summary>What is due for a patient now; null when nothing is, or when no plan is in force.</summary>
    public async Task<CheckIn?> DueAsync(Guid patientId, CancellationToken cancel = default)
    {
        var lines = (await record.ReadAsync(StreamName.Patient(patientId), cancel: cancel)).Select(PatientRecords.Line).ToList();
        return await CourseAsync(patientId, lines, cancel) is { } course ? Due.CheckIn(course, clock.GetUtcNow()) : null;
    }

    /// <summary>The patient begins what is due, on their own page, without waiting for a message.</summary>
    public async Task<bool> BeginAsync(PatientLink link, CancellationToken cancel = default)
    {
        if (await checkIns.OpenOfAsync(link.PatientId, cancel) is not null) return true;
        if (await DueAsync(link.PatientId, cancel) is not { } due) return false;
        await record.WriteAsync(link.Patient, write => CheckInRecords.AskAsync(write, IdOf(link.PatientId, due), Asked(link.PatientId, link.SiteId, due, link.Language)), cancel);
        return true;
    }

    // Looked at again inside the transaction: another server may have asked meanwhile.
    private async Task<int> AskAsync(RecordWrite write, Guid patientId, CheckIn due, ClinicProfile profile)
    {
        var patient = patientId.ToString("D");
        if (await PatientQueries.PersonAsync(write.Connection, write.Transaction, patientId) is not { Deceased: false } person) return 0;
        var (email, text, language) = await write.Connection.QuerySingleAsync<(long, long, string)>(
            "select email, text, language from read_message_wish where patient_id = @patient", new { patient }, write.Transaction);
        var ways = new[] { (Allowed: email == 1, Way: Outbox.Email, Address: person.Contact.Email), (Allowed: text == 1, Way: Outbox.Text, Address: person.Contact.Phone) }
            .Where(way => way.Allowed && !string.IsNullOrWhiteSpace(way.Address)).Select(way => way.Way).ToList();
        if (ways.Count == 0) return 0;
        // What is begun or waits already is chased; only where nothing waits is something new asked.
        var waiting = await write.Connection.QueryFirstOrDefaultAsync<string>(
            "select check_in_id from read_check_in where patient_id = @patient and state = 'open' and closes_at > @now order by closes_at limit 1",
            new { patient, now = Instant.Text(write.Now) }, write.Transaction);
        var id = waiting is null ? IdOf(patientId, due) : Guid.Parse(waiting);
        var site = await RiskWatches.SiteAsync(write, patientId);
        var unanswered = await UnansweredAsync(write, patient);
        var sent = (await write.Connection.QueryAsync<string>(
            "select min(made_at) from check_in_message where check_in_id = @id group by number order by number", new { id = id.ToString("D") }, write.Transaction)).Select(Instant.Read).ToList();
        var checkIn = CheckInRecords.Fold(id, await write.ReadAsync(CheckInRecords.Stream(id)));
        var (opens, closes) = checkIn is null ? (due.Opens, due.Closes) : (checkIn.AskedAt, checkIn.Asked.ClosesAt);
        if (Chasing.Next(opens, closes, sent, checkIn?.FinishedAt is not null, unanswered, write.Now) is not (Chase.Send or Chase.Remind)) return 0;
        if (checkIn is null)
        {
            await CheckInRecords.AskAsync(write, id, Asked(patientId, site, due, Languages.Has(language) ? language : Languages.Default));
            checkIn = CheckInRecords.Fold(id, await write.ReadAsync(CheckInRecords.Stream(id)))!;
        }
        var number = sent.Count;
        var key = await links.MakeAsync(write, Guid.CreateVersion7(write.Now), LinkPurpose.CheckIn, patientId, site, checkIn.Asked.Language, closes - write.Now);
        foreach (var way in ways) await checkIns.PutAsync(write, checkIn, number, way, person, key, profile, settings.Address());
        return ways.Count;
    }

    /// <summary>How many check-ins just before ended without one answer: such a patient is asked in person.</summary>
    private static async Task<int> UnansweredAsync(RecordWrite write, string patient) => (await write.Connection.QueryAsync<(string State, long Answered)>(
            "select state, answered from read_check_in where patient_id = @patient and state <> 'open' and exists (select 1 from check_in_message m where m.check_in_id = read_check_in.check_in_id) order by asked_at desc limit 10",
            new { patient }, write.Transaction)).TakeWhile(row => row is { State: "ran-out", Answered: 0 }).Count();

    private async Task RunOutAsync(CancellationToken cancel)
    {
        IReadOnlyList<string> over;
        await using (var connection = await database.OpenAsync(cancel))
            over = [.. await connection.QueryAsync<string>(
                "select check_in_id from read_check_in where state = 'open' and closes_at <= @now order by closes_at", new { now = Instant.Text(clock.GetUtcNow()) })];
        foreach (var text in over)
            await record.WriteAsync(Writer, async write =>
            {
                var id = Guid.Parse(text);
                var checkIn = CheckInRecords.Fold(id, await write.ReadAsync(CheckInRecords.Stream(id)));
                if (checkIn is { FinishedAt: null, RanOutAt: null } && write.Now >= checkIn.Asked.ClosesAt) await CheckInRecords.RunOutAsync(write, checkIn);
                return true;
            }, cancel);
    }

    private async Task<MeasuredCourse?> CourseAsync(Guid patientId, IReadOnlyList<ChartLine> lines, CancellationToken cancel)
    {
        if (PlanFile.From(lines).Newest is not { } plan || plan.Agreement is not { } agreed || (plan.InForce ?? plan.Current) is not { } version) return null;
        var patient = patientId.ToString("D");
        await using var connection = await database.OpenAsync(cancel);
        var sessions = (await connection.QueryAsync<string>(
            "select started_at from read_session where patient_id = @patient and started_at <> '' order by started_at", new { patient })).Select(Instant.Read).ToList();
        var next = await connection.QueryFirstOrDefaultAsync<string>(
            "select starts_at from read_appointment where patient_id = @patient and cancelled = 0 and starts_at > @now order by starts_at limit 1",
            new { patient, now = Instant.Text(clock.GetUtcNow()) });
        var given = MeasureRecords.Of(Chart.From(patientId, lines)).Where(measure => measure.Instrument is not null).Select(measure => new Given(measure.Instrument!.Id, measure.At)).ToList();
        return new MeasuredCourse(
            version.Terms.ProtocolId, [.. version.Terms.Measures.Select(measure => measure.Id)], agreed.At, sessions, next is null ? null : Instant.Read(next), plan.End?.At, given,
            await wordings.ShowableAsync(cancel), clock.LocalTimeZone);
    }

    // The same moments of the same person are one check-in, whichever server asks.
    private static Guid IdOf(Guid patientId, CheckIn due) => SafetyNet.Derived($"{patientId:D} {string.Join(' ', due.Occasions)}");

    private static CheckInEvent.Asked Asked(Guid patientId, Guid site, CheckIn due, string language) =>
        new(patientId, site, due.Occasions, [.. due.Ask.Select(instrument => instrument.Id)], due.Closes, language);
}

/// <summary>Asks every quarter of an hour whether somebody is to be asked.</summary>
public sealed partial class CheckInWalk(CheckInRounds rounds, TimeProvider clock, ILogger<CheckInWalk> log) : BackgroundService
{
    private static readonly TimeSpan Pace = TimeSpan.FromMinutes(15);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Rounds.GoAsync(Pace, clock, rounds.AskDueAsync, fault => Stumbled(log, fault), stoppingToken);

    [LoggerMessage(Level = LogLevel.Error, Message = "Check-ins could not be looked at; they are tried again in a quarter of an hour.")]
    private static partial void Stumbled(ILogger log, Exception fault);
}

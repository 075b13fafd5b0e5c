using System.Globalization;
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
    private const string Never = "9999";

    private static readonly Author Writer = new("check-ins", "Check-ins", [], IsProgram: true);

    /// <summary>Puts whatever is due now into the outbox, and closes what has run out. Returns how many messages that were.</summary>
    public async Task<int> AskDueAsync(CancellationToken cancel = default)
    {
        await RunOutAsync(cancel);
        if (Reminding.IsQuiet(clock.GetUtcNow(), clock.LocalTimeZone)) return 0;
        var profile = await clinic.ProfileAsync(cancel);
        var sent = 0;
        var looks = new List<Look>();
        foreach (var one in await ToLookAtAsync(cancel))
        {
            var id = Guid.Parse(one.PatientId);
            var course = await CourseOfAsync(id, cancel);
            if (course is not null && Due.CheckIn(course, clock.GetUtcNow()) is { Calls: true } due) sent += await record.WriteAsync(Writer, write => AskAsync(write, id, due, profile), cancel);
            // What is due is looked at in every round, because it is chased; nobody else before something can have changed.
            else looks.Add(one with { NextAt = course is null ? Never : Instant.Text(Due.NextLook(course, clock.GetUtcNow())) });
        }
        if (looks.Count > 0) await record.WriteAsync(Writer, write => NoteAsync(write, looks), cancel);
        return sent;
    }

    // Every chart costs more than its reading is worth while nothing in it has changed. What a look hangs on: the chart, the
    // sessions and when they began, the next appointment, what was answered and which questionnaires can be put into words. It is compared each time, so that no door can forget to say so.
    private async Task<IReadOnlyList<Look>> ToLookAtAsync(CancellationToken cancel)
    {
        var now = Instant.Text(clock.GetUtcNow());
        await using var connection = await database.OpenAsync(cancel);
        var worded = await connection.QuerySingleAsync<string>("select coalesce(max(loaded_at), '') from instrument_wording");
        var rows = await connection.QueryAsync<(string Patient, long Chart, string Sessions, string Next, long Answered, string HungOn, string NextAt)>(
            """
            select w.patient_id,
                   (select coalesce(max(e.version), 0) from entry e where e.stream = 'patient/' || w.patient_id),
                   (select cast(count(*) as text) || ' ' || coalesce(min(s.started_at), '') || ' ' || coalesce(max(s.started_at), '') from read_session s where s.patient_id = w.patient_id and s.started_at <> ''),
                   (select coalesce(min(a.starts_at), '') from read_appointment a where a.patient_id = w.patient_id and a.cancelled = 0 and a.starts_at > @now),
                   (select count(*) from read_check_in c where c.patient_id = w.patient_id and c.state = 'finished'),
                   coalesce(l.hangs_on, ''), coalesce(l.next_at, '')
            from read_message_wish w left join check_in_look l on l.patient_id = w.patient_id
            where (w.email = 1 or w.text = 1) and exists (select 1 from read_timeline t where t.patient_id = w.patient_id and t.kind = 'plan-agreed')
            order by w.patient_id
            """, new { now });
        return
        [
            .. rows.Select(row => (row, Look: new Look(row.Patient, string.Create(CultureInfo.InvariantCulture, $"{row.Chart} {row.Sessions} {row.Next} {row.Answered} {worded}"), row.NextAt)))
                .Where(one => one.row.HungOn != one.Look.HangsOn || string.CompareOrdinal(one.row.NextAt, now) <= 0).Select(one => one.Look),
        ];
    }

    private static async Task<bool> NoteAsync(RecordWrite write, IReadOnlyList<Look> looks)
    {
        foreach (var look in looks)
            await write.Connection.ExecuteAsync(
                """
                insert into check_in_look (patient_id, hangs_on, next_at) values (@PatientId, @HangsOn, @NextAt)
                on conflict (patient_id) do update set hangs_on = excluded.hangs_on, next_at = excluded.next_at
                """, look, write.Transaction);
        return true;
    }

    /// <summary>What is due for a patient now; null when nothing is, or when no plan is in force.</summary>
    public async Task<CheckIn?> DueAsync(Guid patientId, CancellationToken cancel = default)
    {
        return await CourseOfAsync(patientId, cancel) is { } course ? Due.CheckIn(course, clock.GetUtcNow()) : null;
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

    private async Task<MeasuredCourse?> CourseOfAsync(Guid patientId, CancellationToken cancel)
    {
        var lines = (await record.ReadAsync(StreamName.Patient(patientId), cancel: cancel)).Select(PatientRecords.Line).ToList();
        if (PlanFile.From(lines).Newest is not { } plan || plan.Agreement is not { } agreed || (plan.InForce ?? plan.Current) is not { } version) return null;
        var patient = patientId.ToString("D");
        await using var connection = await database.OpenAsync(cancel);
        var sessions = (await connection.QueryAsync<string>(
            "select started_at from read_session where patient_id = @patient and started_at <> '' order by started_at", new { patient })).Select(Instant.Read).ToList();
        var next = await connection.QueryFirstOrDefaultAsync<string>(
            "select starts_at from read_appointment where patient_id = @patient and cancelled = 0 and starts_at > @now order by starts_at limit 1",
            new { patient, now = Instant.Text(clock.GetUtcNow()) });
        // Whoever would rather not say anything to an instrument has answered it: it has no score, and is not put again the same day.
        var answered = (await connection.QueryAsync<(string Instruments, string At)>(
            "select instruments, ended_at from read_check_in where patient_id = @patient and state = 'finished'", new { patient }))
            .SelectMany(one => one.Instruments.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(instrument => new Given(instrument, Instant.Read(one.At))));
        var given = MeasureRecords.Of(Chart.From(patientId, lines)).Where(measure => measure.Instrument is not null).Select(measure => new Given(measure.Instrument!.Id, measure.At)).ToList();
        return new MeasuredCourse(
            version.Terms.ProtocolId, [.. version.Terms.Measures.Select(measure => measure.Id)], agreed.At, sessions, next is null ? null : Instant.Read(next), plan.End?.At, [.. given, .. answered],
            await wordings.ShowableAsync(cancel), clock.LocalTimeZone);
    }

    /// <summary>Until when a patient need not be looked at, and what that hangs on.</summary>
    private sealed record Look(string PatientId, string HangsOn, string NextAt);

    // The same moments of the same person are one check-in, whichever server asks.
    private static Guid IdOf(Guid patientId, CheckIn due) => SafetyNet.Derived($"{patientId:D} {string.Join(' ', due.Occasions)}");

    private static CheckInEvent.Asked Asked(Guid patientId, Guid site, CheckIn due, string language) =>
        new(patientId, site, due.Occasions, [.. due.Ask.Select(instrument => instrument.Id)], due.Closes, language);
}

/// <summary>Looks every quarter of an hour whether somebody is to be asked, and whether words stand somewhere beyond their last day.</summary>
public sealed partial class CheckInWalk(CheckInRounds rounds, QuoteRecords quotes, TimeProvider clock, ILogger<CheckInWalk> log) : BackgroundService
{
    private static readonly TimeSpan Pace = TimeSpan.FromMinutes(15);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Rounds.GoAsync(Pace, clock, async cancel =>
        {
            await rounds.AskDueAsync(cancel);
            await quotes.TellWhatHasEndedAsync(cancel);
        }, fault => Stumbled(log, fault), stoppingToken);

    [LoggerMessage(Level = LogLevel.Error, Message = "Check-ins could not be looked at; they are tried again in a quarter of an hour.")]
    private static partial void Stumbled(ILogger log, Exception fault);
}

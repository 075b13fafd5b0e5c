using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Afterglow.App.Patients;
using Afterglow.App.Record;
using Afterglow.Core;
using Afterglow.Core.Patients;
using Afterglow.Core.People;
using Afterglow.Core.Plans;
using Afterglow.Core.Schedule;
using Dapper;

namespace Afterglow.App.Schedule;

/// <summary>An appointment as the calendar shows it.</summary>
/// <param name="SessionId">The session it became; null while nobody has been checked in.</param>
public sealed record ScheduledVisit(
    Appointment Appointment, Guid SiteId, string Who, string FullName, string RecordNumber, bool Cancelled, string Reason, Guid? SessionId);

/// <summary>A chair at a time.</summary>
public sealed record Place(string Chair, DateTimeOffset Start);

/// <summary>Somebody who would take an earlier place.</summary>
public sealed record Waiting(ScheduleEvent.PatientWaits Wait, string Who, string RecordNumber);

/// <summary>
/// The one door to a site's calendar. Whatever is booked is decided on the calendar as it stands and appended at the
/// next version of the site's log: two desks that book the same chair at once get one appointment and one sentence.
/// </summary>
public sealed class ScheduleRecords(ClinicRecord record, Database database, TimeProvider clock, PatientRecords patients)
{
    private const int Attempts = 20;

    /// <summary>The chairs, hours, people and appointments of a site between two days.</summary>
    public async Task<ClinicCalendar> CalendarAsync(Guid site, DateOnly from, DateOnly to, CancellationToken cancel = default)
    {
        var hours = await HoursAsync(site, cancel);
        await using var connection = await database.OpenAsync(cancel);
        return await CalendarAsync(connection, null, site, hours, from, to);
    }

    /// <summary>When a site is open, and who works there.</summary>
    public async Task<SiteHours> HoursAsync(Guid site, CancellationToken cancel = default) =>
        SiteHours.From((await record.ReadAsync(StreamName.Hours(site), cancel: cancel)).Select(entry => ScheduleJson.Read(entry.Kind, entry.Body)));

    /// <summary>What is booked at a site between two days, cancelled appointments among it, by time.</summary>
    public async Task<IReadOnlyList<ScheduledVisit>> VisitsAsync(Guid site, DateOnly from, DateOnly to, Reach reach, CancellationToken cancel = default)
    {
        if (!reach.Includes(site)) return [];
        await using var connection = await database.OpenAsync(cancel);
        return await VisitsAsync(connection, "a.site_id = @site and a.starts_at >= @from and a.starts_at < @to", new
        {
            site = site.ToString("D"), from = Instant.Text(Midnight(from)), to = Instant.Text(Midnight(to.AddDays(1))),
        });
    }

    /// <summary>Who is still to come today, and on the next day with an appointment: what a board shows beside its chairs.</summary>
    public async Task<IReadOnlyList<ScheduledVisit>> ExpectedAsync(Reach reach, CancellationToken cancel = default)
    {
        var today = Day(clock.GetUtcNow());
        var tomorrow = Midnight(today.AddDays(1));
        await using var connection = await database.OpenAsync(cancel);
        var next = await connection.ExecuteScalarAsync<string?>(
            "select min(starts_at) from read_appointment where site_id in @sites and cancelled = 0 and starts_at >= @tomorrow",
            new { sites = reach.SiteTexts, tomorrow = Instant.Text(tomorrow) });
        var until = next is null ? tomorrow : Midnight(Day(Instant.Read(next)).AddDays(1));
        var visits = await VisitsAsync(connection, "a.site_id in @sites and a.cancelled = 0 and a.starts_at >= @from and a.starts_at < @until",
            new { sites = reach.SiteTexts, from = Instant.Text(Midnight(today)), until = Instant.Text(until) });
        return [.. visits.Where(visit => visit.SessionId is null)];
    }

    /// <summary>A patient's appointments, newest first.</summary>
    public async Task<IReadOnlyList<ScheduledVisit>> OfPatientAsync(Guid patientId, Reach reach, CancellationToken cancel = default)
    {
        await using var connection = await database.OpenAsync(cancel);
        return [.. (await VisitsAsync(connection, "a.patient_id = @patient and a.site_id in @sites",
            new { patient = patientId.ToString("D"), sites = reach.SiteTexts })).Reverse()];
    }

    /// <summary>One appointment; null when there is none within the caller's reach.</summary>
    public async Task<ScheduledVisit?> FindAsync(Guid appointmentId, Reach reach, CancellationToken cancel = default)
    {
        await using var connection = await database.OpenAsync(cancel);
        return (await VisitsAsync(connection, "a.appointment_id = @id and a.site_id in @sites",
            new { id = appointmentId.ToString("D"), sites = reach.SiteTexts })).FirstOrDefault();
    }

    /// <summary>Looks for room for a series without booking it.</summary>
    public async Task<Result<IReadOnlyList<Appointment>>> ProposeAsync(SeriesWish wish, Caller caller, CancellationToken cancel = default)
    {
        if (await patients.HeaderAsync(wish.PatientId, caller.Reach, cancel) is not { } patient) return new PatientUnknown();
        var today = DateOnly.FromDateTime(clock.GetLocalNow().DateTime);
        var calendar = await CalendarAsync(patient.SiteId, today.AddDays(-60), today.AddDays(SeriesSolver.HorizonDays + 60), cancel);
        return new SeriesSolver(calendar, clock.GetUtcNow()).Place([wish], () => Guid.CreateVersion7(clock.GetUtcNow()));
    }

    /// <summary>Books all of these, or none of them.</summary>
    /// <param name="reason">Needed where an appointment goes against a rule that may be overridden.</param>
    public async Task<Result<Guid>> BookAsync(IReadOnlyList<Appointment> wanted, Spacing? spacing, string? reason, Caller caller, CancellationToken cancel = default)
    {
        if (wanted.Count == 0) return new SeriesImpossible("There is no appointment to book.");
        if (!Written(reason).Try(out var why, out var unfit)) return unfit;
        if (await patients.HeaderAsync(wanted[0].PatientId, caller.Reach, cancel) is not { } patient || wanted.Any(each => each.PatientId != patient.Id))
            return new PatientUnknown();
        return await ChangeAsync<Guid>(patient.SiteId, caller, patient.Id, "schedule.book", write => BookingAsync(write, patient.SiteId, wanted, spacing, why), cancel);
    }

    /// <summary>Gives a place to somebody who waits, and takes them off the list: both are written, or neither is.</summary>
    public async Task<Result<Guid>> GiveAsync(ScheduledVisit place, Guid waitId, Caller caller, CancellationToken cancel = default)
    {
        if ((await WaitingAsync(place.SiteId, caller.Reach, cancel)).FirstOrDefault(each => each.Wait.WaitId == waitId) is not { } waiting
            || Protocols.Find(waiting.Wait.ProtocolId) is not { } protocol)
            return new WaitOver();
        var visit = InThe(place.Appointment, waiting.Wait, protocol) with { Id = Guid.CreateVersion7(clock.GetUtcNow()) };
        return await ChangeAsync<Guid>(place.SiteId, caller, visit.PatientId, "schedule.book", async write =>
        {
            // Two desks give two places to one who waits: the second finds nobody waiting.
            if (await write.Connection.ExecuteScalarAsync<long>(
                "select count(*) from read_waiting where wait_id = @id and ended = 0", new { id = waitId.ToString("D") }, write.Transaction) == 0)
                return new WaitOver();
            return (await BookingAsync(write, place.SiteId, [visit], Spacing.Usual, "")).Try(out var booking, out var no)
                ? booking with
                {
                    Entries = [.. booking.Entries, (Guid.CreateVersion7(clock.GetUtcNow()), new ScheduleEvent.WaitEnded(waitId, "Booked into a place that was called off"))],
                }
                : no;
        }, cancel);
    }

    private async Task<Result<Decided<Guid>>> BookingAsync(RecordWrite write, Guid site, IReadOnlyList<Appointment> wanted, Spacing? spacing, string why)
    {
        var known = await write.RequestsAsync(StreamName.Schedule(site), [.. wanted.Select(each => each.Id)]);
        // Sent twice: what was booked the first time stands.
        if (wanted.All(each => known.ContainsKey(each.Id))) return new Decided<Guid>(wanted[0].SeriesId, []);
        var calendar = await CalendarAsync(write, site, wanted.Min(each => each.Start), wanted.Max(each => each.Start));
        var entries = new List<(Guid, ScheduleEvent)>();
        foreach (var each in wanted)
        {
            if (!Decide(calendar, each, spacing, why).Try(out var against, out var no)) return no;
            calendar = calendar with { Booked = [.. calendar.Booked, each] };
            entries.Add((each.Id, new ScheduleEvent.AppointmentBooked(each, against, Reason(why, against))));
        }
        return new Decided<Guid>(wanted[0].SeriesId, entries);
    }

    /// <summary>Moves an appointment to another chair or time.</summary>
    /// <param name="seen">Where whoever moves it saw it; null asks nothing.</param>
    public async Task<Result<Guid>> MoveAsync(
        Guid appointmentId, Place to, Place? seen, string? reason, Guid entryId, Caller caller, CancellationToken cancel = default)
    {
        if (await FindAsync(appointmentId, caller.Reach, cancel) is not { } visit) return new AppointmentUnknown();
        if (!Written(reason).Try(out var why, out var unfit)) return unfit;
        return await ChangeAsync<Guid>(visit.SiteId, caller, visit.Appointment.PatientId, "schedule.move", async write =>
        {
            if (await WrittenAsync(write, visit.SiteId, entryId)) return new Decided<Guid>(appointmentId, []);
            if (Over(visit) is { } over) return over;
            if (await StandsAsync(write, appointmentId) is not { } stands) return new AppointmentOver("cancelled");
            var calendar = await CalendarAsync(write, visit.SiteId, to.Start, to.Start);
            if (seen is not null && (stands.Chair, stands.Start) != (seen.Chair, seen.Start))
                return new AppointmentMovedMeanwhile(calendar.Local(stands.Start).ToString("dddd d MMMM HH:mm", CultureInfo.InvariantCulture), stands.Chair);
            if (!Decide(calendar, stands with { Chair = to.Chair, Start = to.Start }, Spacing.Usual with { LeastDaysApart = 1 }, why).Try(out var against, out var no)) return no;
            return new Decided<Guid>(appointmentId, [(entryId, new ScheduleEvent.AppointmentMoved(appointmentId, to.Chair, to.Start, against, Reason(why, against)))]);
        }, cancel);
    }

    public async Task<Result<Guid>> CancelAsync(Guid appointmentId, string reason, bool byPatient, Guid entryId, Caller caller, CancellationToken cancel = default)
    {
        if (await FindAsync(appointmentId, caller.Reach, cancel) is not { } visit) return new AppointmentUnknown();
        if (string.IsNullOrWhiteSpace(reason)) return new CancellationNeedsReason();
        if (!Written(reason).Try(out var why, out var unfit)) return unfit;
        return await ChangeAsync<Guid>(visit.SiteId, caller, visit.Appointment.PatientId, "schedule.cancel", async write =>
            await WrittenAsync(write, visit.SiteId, entryId) ? new Decided<Guid>(appointmentId, [])
                : Over(visit) is { } over ? over
                : await StandsAsync(write, appointmentId) is null ? new AppointmentOver("cancelled")
                : new Decided<Guid>(appointmentId, [(entryId, new ScheduleEvent.AppointmentCancelled(appointmentId, why, byPatient))]), cancel);
    }

    /// <summary>Those who wait at a site, the longest first.</summary>
    public async Task<IReadOnlyList<Waiting>> WaitingAsync(Guid site, Reach reach, CancellationToken cancel = default)
    {
        if (!reach.Includes(site)) return [];
        await using var connection = await database.OpenAsync(cancel);
        return
        [
            .. (await connection.QueryAsync<WaitRow>(
                """
                select w.body as Body, p.display_name as Who, p.record_number as RecordNumber
                from read_waiting w join read_patient p on p.patient_id = w.patient_id
                where w.site_id = @site and w.ended = 0 order by w.since, w.wait_id
                """, new { site = site.ToString("D") }))
                .Select(row => new Waiting((ScheduleEvent.PatientWaits)ScheduleJson.Read("patient-waits", row.Body), row.Who, row.RecordNumber)),
        ];
    }

    /// <summary>Who of those that wait could take the place of an appointment that was called off, the longest waiting first.</summary>
    public async Task<IReadOnlyList<Waiting>> CouldTakeAsync(ScheduledVisit place, Reach reach, CancellationToken cancel = default)
    {
        var now = clock.GetUtcNow();
        if (place.Appointment.Start <= now) return [];
        var day = Day(place.Appointment.Start);
        var calendar = await CalendarAsync(place.SiteId, day.AddDays(-60), day.AddDays(60), cancel);
        return
        [
            .. (await WaitingAsync(place.SiteId, reach, cancel)).Where(waiting => Protocols.Find(waiting.Wait.ProtocolId) is { } protocol
                && InThe(place.Appointment, waiting.Wait, protocol) is var visit
                && new SeriesWish(visit.PatientId, visit.ProtocolId, visit.Shape, 1, Spacing.Usual, day, waiting.Wait.When)
                    .Suits(day, TimeOnly.FromDateTime(calendar.Local(visit.Start)), TimeOnly.FromDateTime(calendar.Local(visit.PatientLeaves)))
                && calendar.Check(visit, now, Spacing.Usual).Count == 0),
        ];
    }

    /// <summary>The appointment that a waiting patient would have in a place.</summary>
    public static Appointment InThe(Appointment place, ScheduleEvent.PatientWaits wait, Protocol protocol) =>
        place with { Id = wait.WaitId, PatientId = wait.PatientId, ProtocolId = protocol.Id, Shape = VisitShape.Of(protocol), SeriesId = wait.WaitId, Number = 1 };

    public async Task<Result<Guid>> WaitAsync(ScheduleEvent.PatientWaits wait, Caller caller, CancellationToken cancel = default)
    {
        if (await patients.HeaderAsync(wait.PatientId, caller.Reach, cancel) is not { } patient) return new PatientUnknown();
        if (Protocols.Find(wait.ProtocolId) is null) return new ProtocolNotChosen();
        if (!Written(wait.Note).Try(out var note, out var unfit)) return unfit;
        return await ChangeAsync<Guid>(patient.SiteId, caller, patient.Id, "schedule.wait", async write =>
            (await write.RequestsAsync(StreamName.Schedule(patient.SiteId), [wait.WaitId])).Count > 0
                ? new Decided<Guid>(wait.WaitId, [])
                : new Decided<Guid>(wait.WaitId, [(wait.WaitId, wait with { Note = note })]), cancel);
    }

    public async Task<Result<Guid>> EndWaitAsync(Guid site, Guid waitId, string reason, Guid entryId, Caller caller, CancellationToken cancel = default)
    {
        if (!Written(reason).Try(out var why, out var unfit)) return unfit;
        if ((await WaitingAsync(site, caller.Reach, cancel)).FirstOrDefault(each => each.Wait.WaitId == waitId) is not { } waiting) return new AppointmentUnknown();
        return await ChangeAsync<Guid>(site, caller, waiting.Wait.PatientId, "schedule.wait", _ =>
            Task.FromResult<Result<Decided<Guid>>>(new Decided<Guid>(waitId, [(entryId, new ScheduleEvent.WaitEnded(waitId, why))])), cancel);
    }

    /// <summary>Sets hours, closures, duties or absences of a site.</summary>
    public async Task<Result<Guid>> SetAsync(Guid site, ScheduleEvent happened, Guid entryId, Caller caller, CancellationToken cancel = default)
    {
        if (!caller.Reach.Includes(site)) return new AppointmentUnknown();
        if (Fault(happened) is { } fault) return fault;
        return await record.WriteAsync<Result<Guid>>(caller.Who, async write =>
        {
            var stream = StreamName.Hours(site);
            if ((await write.RequestsAsync(stream, [entryId])).Count > 0) return entryId;
            if (!await write.AppendAsync(stream, await write.VersionAsync(stream), [Entry(entryId, happened)])) return new ScheduleBusy();
            await write.AuditAsync(new AuditLine(caller.Who, "schedule.hours", Target: $"{stream} {ScheduleJson.Kind(happened)}", Origin: caller.Origin));
            return entryId;
        }, cancel);
    }

    /// <summary>A key with which a calendar program reads this person's site; shown once, kept as a digest.</summary>
    public async Task<string> MakeFeedAsync(Guid site, Caller caller, CancellationToken cancel = default)
    {
        var key = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        await record.WriteAsync(caller.Who, async write =>
        {
            // One key a person: a new one shuts out whoever holds the old.
            await write.Connection.ExecuteAsync("update schedule_feed set ended = 1 where staff_id = @staff", new { staff = caller.Who.Id }, write.Transaction);
            await write.Connection.ExecuteAsync(
                "insert into schedule_feed (key_digest, staff_id, site_id, made_at, ended) values (@digest, @staff, @site, @at, 0)",
                new { digest = Digest(key), staff = caller.Who.Id, site = site.ToString("D"), at = Instant.Text(clock.GetUtcNow()) }, write.Transaction);
            await write.AuditAsync(new AuditLine(caller.Who, "schedule.feed", Target: "a new key for a calendar program", Origin: caller.Origin));
            return true;
        }, cancel);
        return key;
    }

    /// <summary>The site that a calendar program's key opens; null when it opens none, or its owner has left.</summary>
    public async Task<(Guid Site, string StaffId)?> FeedAsync(string key, CancellationToken cancel = default)
    {
        await using var connection = await database.OpenAsync(cancel);
        var row = await connection.QueryFirstOrDefaultAsync<FeedRow>(
            """
            select f.site_id as SiteId, f.staff_id as StaffId from schedule_feed f join staff s on lower(s.id) = lower(f.staff_id)
            where f.key_digest = @digest and f.ended = 0 and s.active = 1
            """, new { digest = Digest(key) });
        return row is null ? null : (Guid.Parse(row.SiteId), row.StaffId);
    }

    /// <summary>A calendar program read the calendar with somebody's key.</summary>
    public Task FeedReadAsync(string staffId, string origin, CancellationToken cancel = default) =>
        record.AuditAsync(new AuditLine(new Author("feed:" + staffId, "Calendar program", [], IsProgram: true), "schedule.feed-read", Origin: origin), cancel);

    private static string Digest(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    private Result<IReadOnlyList<string>> Decide(ClinicCalendar calendar, Appointment wanted, Spacing? spacing, string why)
    {
        var against = calendar.Check(wanted, clock.GetUtcNow(), spacing);
        if (against.FirstOrDefault(each => !each.MayBeOverridden) is { } never) return never;
        if (against.Count > 0 && why.Length == 0) return against[0];
        return against.Select(each => each.Code).ToList();
    }

    private static string Reason(string why, IReadOnlyList<string> against) => against.Count == 0 ? "" : why;

    /// <summary>What was written as a reason or a note; empty where nothing was. Nothing is cut off behind anybody's back.</summary>
    private static Result<string> Written(string? text) => string.IsNullOrWhiteSpace(text) ? "" : WrittenText.Line(text, "the reason or note");

    private static async Task<bool> WrittenAsync(RecordWrite write, Guid site, Guid entryId) => (await write.RequestsAsync(StreamName.Schedule(site), [entryId])).Count > 0;

    private static AppointmentOver? Over(ScheduledVisit visit) =>
        visit.Cancelled ? new AppointmentOver("cancelled") : visit.SessionId is not null ? new AppointmentOver("under way or done") : null;

    private static Refusal? Fault(ScheduleEvent happened)
    {
        var hours = happened switch
        {
            ScheduleEvent.HoursSet set => set.Open,
            ScheduleEvent.DutySet set => set.Hours,
            _ => [],
        };
        if (hours.FirstOrDefault(each => each.To <= each.From) is { } upside) return new HoursUpsideDown(upside.Day);
        return happened is ScheduleEvent.AbsenceSet { Absence: var away } && away.To < away.From ? new HoursUpsideDown(away.From.DayOfWeek)
            : happened is ScheduleEvent.ClosureSet { Reason: var why } && string.IsNullOrWhiteSpace(why) ? new ClosureNeedsReason() : null;
    }

    /// <summary>Read, decide, append; overtaken by somebody else, once more.</summary>
    private async Task<Result<T>> ChangeAsync<T>(
        Guid site, Caller caller, Guid patientId, string action, Func<RecordWrite, Task<Result<Decided<T>>>> decide, CancellationToken cancel)
    {
        var stream = StreamName.Schedule(site);
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var outcome = await record.WriteAsync<Result<T>?>(caller.Who, async write =>
            {
                var version = await write.VersionAsync(stream);
                if (!(await decide(write)).Try(out var decided, out var refusal))
                {
                    await write.AuditAsync(new AuditLine(caller.Who, action, patientId, stream.ToString(), "refused", refusal.Code, caller.Origin));
                    return (Result<T>)refusal;
                }
                if (decided.Entries.Count == 0) return (Result<T>)decided.Outcome;
                if (!await write.AppendAsync(stream, version, [.. decided.Entries.Select(each => Entry(each.Id, each.Happened))])) return null;
                await write.AuditAsync(new AuditLine(caller.Who, action, patientId, stream.ToString(), Origin: caller.Origin));
                return (Result<T>)decided.Outcome;
            }, cancel);
            if (outcome is { } done) return done;
        }
        return new ScheduleBusy();
    }

    private static NewEntry Entry(Guid id, ScheduleEvent happened) => new(id, ScheduleJson.Kind(happened), ScheduleJson.Write(happened));

    /// <summary>The appointment as it stands; null where it was called off.</summary>
    private static async Task<Appointment?> StandsAsync(RecordWrite write, Guid appointmentId) => await write.Connection.QuerySingleOrDefaultAsync<string>(
        "select body from read_appointment where appointment_id = @id and cancelled = 0", new { id = appointmentId.ToString("D") }, write.Transaction) is { } body
        ? ScheduleReadTable.Body(body)
        : null;

    private async Task<ClinicCalendar> CalendarAsync(RecordWrite write, Guid site, DateTimeOffset from, DateTimeOffset to)
    {
        var hours = SiteHours.From((await write.ReadAsync(StreamName.Hours(site))).Select(entry => ScheduleJson.Read(entry.Kind, entry.Body)));
        // The rest between two sessions reaches over days on which nothing is booked now.
        return await CalendarAsync(write.Connection, write.Transaction, site, hours, Day(from).AddDays(-60), Day(to).AddDays(60));
    }

    private async Task<ClinicCalendar> CalendarAsync(
        System.Data.Common.DbConnection connection, System.Data.Common.DbTransaction? transaction, Guid site, SiteHours hours, DateOnly from, DateOnly to)
    {
        var chairs = await connection.QueryAsync<string>(
            "select name from chair where site_id = @site order by place, name", new { site = site.ToString("D") }, transaction);
        var booked = await connection.QueryAsync<string>(
            "select body from read_appointment where site_id = @site and cancelled = 0 and starts_at >= @from and starts_at < @to order by starts_at, appointment_id",
            new { site = site.ToString("D"), from = Instant.Text(Midnight(from)), to = Instant.Text(Midnight(to.AddDays(1))) }, transaction);
        return new ClinicCalendar(
            clock.LocalTimeZone, [.. chairs], hours.Open, hours.Closures, hours.Duties, hours.Absences, [.. booked.Select(ScheduleReadTable.Body)]);
    }

    // A session of the same patient on the same day of the clinic is what the appointment became.
    private async Task<IReadOnlyList<ScheduledVisit>> VisitsAsync(System.Data.Common.DbConnection connection, string where, object keys)
    {
        var rows = (await connection.QueryAsync<VisitRow>(
            """
            select a.body as Body, a.site_id as SiteId, a.cancelled as Cancelled, a.reason as Reason, p.display_name as Who,
                   p.full_name as FullName, p.record_number as RecordNumber
            from read_appointment a join read_patient p on p.patient_id = a.patient_id
            where
            """ + " " + where + " order by a.starts_at, a.chair, a.appointment_id", keys)).ToList();
        if (rows.Count == 0) return [];
        var visits = rows.ConvertAll(row => (Row: row, Appointment: ScheduleReadTable.Body(row.Body)));
        var sessions = new List<SessionRow>();
        foreach (var some in visits.Select(visit => visit.Appointment.PatientId).Distinct().Chunk(500))
            sessions.AddRange(await connection.QueryAsync<SessionRow>(
                """
                select session_id as SessionId, patient_id as PatientId, arrived_at as ArrivedAt from read_session
                where patient_id in @some and arrived_at >= @from and arrived_at < @to
                """,
                new
                {
                    some = some.Select(id => id.ToString("D")), from = Instant.Text(visits[0].Appointment.Start.AddDays(-1)),
                    to = Instant.Text(visits[^1].Appointment.Start.AddDays(1)),
                }));
        return
        [
            .. visits.Select(visit => new ScheduledVisit(
                visit.Appointment, Guid.Parse(visit.Row.SiteId), visit.Row.Who, visit.Row.FullName, visit.Row.RecordNumber, visit.Row.Cancelled == 1, visit.Row.Reason,
                sessions.FirstOrDefault(session => Guid.Parse(session.PatientId) == visit.Appointment.PatientId
                    && Day(Instant.Read(session.ArrivedAt)) == Day(visit.Appointment.Start)) is { } came && visit.Row.Cancelled == 0 ? Guid.Parse(came.SessionId) : null)),
        ];
    }

    private DateOnly Day(DateTimeOffset at) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, clock.LocalTimeZone).DateTime);

    private DateTimeOffset Midnight(DateOnly day) =>
        new ClinicCalendar(clock.LocalTimeZone, [], [], [], [], [], []).At(day, TimeOnly.MinValue);

    private sealed record Decided<T>(T Outcome, IReadOnlyList<(Guid Id, ScheduleEvent Happened)> Entries);

    private sealed record VisitRow(string Body, string SiteId, long Cancelled, string Reason, string Who, string FullName, string RecordNumber);

    private sealed record SessionRow(string SessionId, string PatientId, string ArrivedAt);

    private sealed record WaitRow(string Body, string Who, string RecordNumber);

    private sealed record FeedRow(string SiteId, string StaffId);
}

public sealed record CancellationNeedsReason : Refusal
{
    public override string Code => "appointment.reason-missing";

    public override string Sentence => "Write why the appointment is called off.";
}

public sealed record ProtocolNotChosen : Refusal
{
    public override string Code => "schedule.protocol-missing";

    public override string Sentence => "Choose a protocol: it says how long the visit takes.";
}

public sealed record HoursUpsideDown(DayOfWeek Day) : Refusal
{
    public override string Code => "schedule.hours-upside-down";

    public override string Sentence => $"On {Day} the end comes before the beginning; write the earlier first.";
}

public sealed record ClosureNeedsReason : Refusal
{
    public override string Code => "schedule.closure-needs-reason";

    public override string Sentence => "Write why the clinic is shut that day; patients are told.";
}

public sealed record WhenUnreadable : Refusal
{
    public override string Code => "schedule.when-unreadable";

    public override string Sentence => "Write the day as 2026-11-23 and the time as 09:15.";
}

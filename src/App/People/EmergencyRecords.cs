using System.Data.Common;
using Afterglow.App.Patients;
using Afterglow.App.Record;
using Afterglow.Core;
using Afterglow.Core.Patients;
using Afterglow.Core.People;
using Dapper;

namespace Afterglow.App.People;

/// <summary>A chart outside somebody's sites that is open to them until it ends by itself.</summary>
public sealed record OpenEmergency(Guid Id, Guid PatientId, DateTimeOffset EndsAt)
{
    /// <summary>What stands in the audit beside everything that was read or written in this way.</summary>
    public string Flag => $"emergency {Id:D}";

    public static OpenEmergency Read(string text)
    {
        var parts = text.Split(' ');
        return new(Guid.Parse(parts[0]), Guid.Parse(parts[1]), Instant.Read(parts[2]));
    }

    public override string ToString() => $"{Id:D} {PatientId:D} {Instant.Text(EndsAt)}";
}

/// <summary>An emergency access as the privacy officer sees it.</summary>
/// <param name="ClosedBy">Empty while nobody has looked into it.</param>
public sealed record EmergencyNotice(
    Guid Id, Guid StaffId, string StaffName, Guid PatientId, string RecordNumber, string Reason, DateTimeOffset BeganAt, DateTimeOffset EndsAt,
    DateTimeOffset? ClosedAt, string ClosedBy, string ClosingNote);

/// <summary>
/// Emergency access: somebody who treats patients opens the chart of one whose site is not theirs. They say why; it ends
/// by itself within the hour; everything they see or write is flagged in the audit; and a notice stands until a privacy
/// officer (a director or an administrator, never the person themselves) has looked into it.
/// </summary>
public sealed class EmergencyRecords(ClinicRecord record, Database database)
{
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(60);

    private const int ShownClosed = 50;

    /// <summary>
    /// Opens a chart by its record number. Answers with the patient; without opening anything where the chart is open to
    /// this person already. An attempt that finds nobody leaves its line in the audit as well.
    /// </summary>
    public Task<Result<Guid>> BeginAsync(Caller caller, string recordNumber, string reason, CancellationToken cancel = default) =>
        record.WriteAsync<Result<Guid>>(caller.Who, async write =>
        {
            if (!WrittenText.Line(reason, "the reason").Try(out var why, out var refusal)) return refusal;
            var number = (recordNumber ?? "").Trim().ToUpperInvariant();
            var patient = number.Length is 0 or > 40 ? null : await write.Connection.QuerySingleOrDefaultAsync<PatientPlace>(
                "select patient_id as PatientId, site_id as SiteId from read_patient where record_number = @number", new { number }, write.Transaction);
            if (patient is null)
            {
                await write.AuditAsync(Line(caller.Who, "emergency.begin", null, "", caller.Origin) with { Outcome = "refused", Reason = why });
                return new NoSuchRecordNumber();
            }
            var patientId = Guid.Parse(patient.PatientId);
            if (caller.Reach.Reaches(Guid.Parse(patient.SiteId), patientId)) return patientId;
            var id = Guid.CreateVersion7(write.Now);
            await write.Connection.ExecuteAsync(
                """
                insert into emergency_access (id, staff_id, patient_id, reason, began_at, ends_at, closed_at, closed_by, closing_note)
                values (@id, @staff, @patient, @why, @began, @ends, '', '', '')
                """,
                new
                {
                    id = id.ToString("D"), staff = caller.Who.Id, patient = patient.PatientId, why, began = Instant.Text(write.Now), ends = Instant.Text(write.Now + Longest),
                }, write.Transaction);
            await write.AuditAsync(Line(caller.Who, "emergency.begin", patientId, $"emergency/{id:D}", caller.Origin) with { Reason = why });
            return patientId;
        }, cancel);

    /// <summary>The person needs the chart no longer. Nothing happens where it is not theirs or has ended.</summary>
    public Task EndAsync(Author by, Guid id, string origin, CancellationToken cancel = default) => record.WriteAsync(by, async write =>
    {
        var now = Instant.Text(write.Now);
        var patient = await write.Connection.QuerySingleOrDefaultAsync<string>(
            "select patient_id from emergency_access where id = @id and staff_id = @staff and ends_at > @now",
            new { id = id.ToString("D"), staff = by.Id, now }, write.Transaction);
        if (patient is null) return false;
        await write.Connection.ExecuteAsync("update emergency_access set ends_at = @now where id = @id", new { now, id = id.ToString("D") }, write.Transaction);
        await write.AuditAsync(Line(by, "emergency.ended", Guid.Parse(patient), $"emergency/{id:D}", origin));
        return true;
    }, cancel);

    /// <summary>A privacy officer has looked into it. Ends what is still open.</summary>
    public Task<Result<Guid>> CloseAsync(Author by, Guid id, string note, string origin, CancellationToken cancel = default) =>
        record.WriteAsync<Result<Guid>>(by, async write =>
        {
            if (!WrittenText.Line(note, "what you found").Try(out var found, out var refusal)) return refusal;
            var key = id.ToString("D");
            var row = await write.Connection.QuerySingleOrDefaultAsync<(string StaffId, string PatientId, string EndsAt, string ClosedAt)?>(
                "select staff_id, patient_id, ends_at, closed_at from emergency_access where id = @key", new { key }, write.Transaction);
            if (row is not { } emergency) return new EmergencyUnknown();
            if (emergency.StaffId == by.Id) return new OwnEmergency();
            if (emergency.ClosedAt.Length > 0) return id;
            var now = Instant.Text(write.Now);
            await write.Connection.ExecuteAsync(
                "update emergency_access set closed_at = @now, closed_by = @by, closing_note = @found, ends_at = @ends where id = @key",
                new { now, by = by.Name, found, ends = string.CompareOrdinal(emergency.EndsAt, now) < 0 ? emergency.EndsAt : now, key }, write.Transaction);
            await write.AuditAsync(Line(by, "emergency.closed", Guid.Parse(emergency.PatientId), $"emergency/{key}", origin) with { Reason = found });
            return id;
        }, cancel);

    /// <summary>Those that nobody has looked into yet, and the last that somebody has; newest first.</summary>
    public async Task<(IReadOnlyList<EmergencyNotice> Waiting, IReadOnlyList<EmergencyNotice> Closed)> NoticesAsync(CancellationToken cancel = default)
    {
        await using var connection = await database.OpenAsync(cancel);
        var waiting = await connection.QueryAsync<NoticeRow>(Notices + " where e.closed_at = '' order by e.began_at desc");
        var closed = await connection.QueryAsync<NoticeRow>(Notices + " where e.closed_at <> '' order by e.began_at desc limit @take", new { take = ShownClosed });
        return ([.. waiting.Select(row => row.Notice())], [.. closed.Select(row => row.Notice())]);
    }

    /// <summary>How many wait for a privacy officer.</summary>
    public async Task<long> WaitingAsync(CancellationToken cancel = default)
    {
        await using var connection = await database.OpenAsync(cancel);
        return await connection.ExecuteScalarAsync<long>("select count(*) from emergency_access where closed_at = ''");
    }

    /// <summary>True where there is more than one site, and so a chart that somebody may not open.</summary>
    public async Task<bool> AreThinkableAsync(CancellationToken cancel = default)
    {
        await using var connection = await database.OpenAsync(cancel);
        return await connection.ExecuteScalarAsync<long>("select count(*) from site") > 1;
    }

    /// <summary>What is open now to one person, or to everybody.</summary>
    internal static async Task<IReadOnlyList<OpenEmergency>> OpenAsync(DbConnection connection, string? staffId, DateTimeOffset now) =>
        [.. (await connection.QueryAsync<(string Id, string PatientId, string EndsAt)>(
            "select id, patient_id, ends_at from emergency_access where ends_at > @now and (@staff = '' or staff_id = @staff)",
            new { now = Instant.Text(now), staff = staffId ?? "" }))
            .Select(row => new OpenEmergency(Guid.Parse(row.Id), Guid.Parse(row.PatientId), Instant.Read(row.EndsAt)))];

    private static AuditLine Line(Author who, string action, Guid? patientId, string target, string origin) =>
        new(who, action, patientId, target, Origin: origin);

    private const string Notices =
        """
        select e.id as Id, e.staff_id as StaffId, s.display_name as StaffName, e.patient_id as PatientId, p.record_number as RecordNumber,
               e.reason as Reason, e.began_at as BeganAt, e.ends_at as EndsAt, e.closed_at as ClosedAt, e.closed_by as ClosedBy, e.closing_note as ClosingNote
        from emergency_access e join staff s on s.id = e.staff_id join read_patient p on p.patient_id = e.patient_id
        """;

    private sealed record PatientPlace(string PatientId, string SiteId);

    private sealed record NoticeRow(
        string Id, string StaffId, string StaffName, string PatientId, string RecordNumber, string Reason, string BeganAt, string EndsAt,
        string ClosedAt, string ClosedBy, string ClosingNote)
    {
        public EmergencyNotice Notice() => new(
            Guid.Parse(Id), Guid.Parse(StaffId), StaffName, Guid.Parse(PatientId), RecordNumber, Reason, Instant.Read(BeganAt), Instant.Read(EndsAt),
            ClosedAt.Length == 0 ? null : Instant.Read(ClosedAt), ClosedBy, ClosingNote);
    }
}

/// <summary>The record number is nobody's.</summary>
public sealed record NoSuchRecordNumber : Refusal
{
    public override string Code => "emergency.record-number-unknown";

    public override string Sentence => "No chart has this record number. Read it again from the wristband, the letter or the other site; that you asked has been written down.";
}

/// <summary>There is no such emergency access.</summary>
public sealed record EmergencyUnknown : Refusal
{
    public override string Code => "emergency.unknown";

    public override string Sentence => "There is no such emergency access.";
}

/// <summary>Nobody looks into what they did themselves.</summary>
public sealed record OwnEmergency : Refusal
{
    public override string Code => "emergency.own";

    public override string Sentence => "This was your own access: another director or administrator has to look into it.";
}

using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Afterglow.App.Design;
using Afterglow.App.Live;
using Afterglow.App.Patients;
using Afterglow.App.Record;
using Afterglow.Core;
using Afterglow.Core.Patients;
using Afterglow.Core.People;
using Afterglow.Core.Sessions;
using Afterglow.Core.Units;
using Dapper;

namespace Afterglow.App.Sessions;

/// <summary>A patient to be checked in. Everything else about the session is filled in from the record.</summary>
/// <param name="EntryId">Made on the device: asking twice checks in once. The session takes this id.</param>
public sealed record NewSession(Guid EntryId, DateTimeOffset At, Guid PatientId, string Chair, string ProtocolId, string Indication);

/// <summary>
/// The one door to the sessions: a command is decided on the session as it stands and appended at the next version.
/// Every read takes the caller and shows only what is within the caller's reach; a page or route that shows what comes
/// from here says so with <c>Reads</c>. What is written, and what is refused, leaves its line in the audit.
/// </summary>
public sealed class SessionRecords(
    ClinicRecord record, Database database, LiveChanges live, TimeProvider clock, PatientRecords patients, Intake.ConsentRecords consents)
{
    // Overtaken this often in a row, it takes its turn; overtaken that often even so, something other than colleagues is writing.
    private const int Hasty = 3, Patient = 20;

    private const int PageSize = 50;

    private readonly SessionLogs logs = new(record);
    private readonly SemaphoreSlim overtaken = new(1, 1);

    /// <summary>Begins a session: chooses its number, the order that stands and what to compare with, and takes the chair.</summary>
    public async Task<Result<Guid>> CheckInAsync(NewSession asked, Caller caller, CancellationToken cancel = default)
    {
        if (await patients.HeaderAsync(asked.PatientId, caller.Reach, cancel) is not { } patient) return new PatientUnknown();
        var id = asked.EntryId;
        var request = Digest(asked);
        // Whether chair and patient are free is asked inside the transaction: two desks that check in at once fill one chair.
        var outcome = await record.WriteAsync<Result<Guid>>(caller.Who, async write =>
        {
            var begun = await write.ReadAsync(StreamName.Session(id));
            if (begun.Count > 0) return Written(SessionLog.From(begun), id, request, caller.Who) is { Allowed: true } ? id : new EntryIdTaken();
            if (!(await DecideAsync(write, asked, patient, caller)).Try(out var arrived, out var refusal)) return refusal;
            if (!await write.AppendAsync(StreamName.Session(id), 0, [Entry(id, arrived, request)])) return new SessionBusy();
            await write.AuditAsync(Line(caller, "session.write", asked.PatientId, id, SessionJson.Kind(arrived)));
            return id;
        }, cancel);
        return outcome.Refusal is { } no ? await RefusedAsync(no, asked.PatientId, id, "check-in", caller, cancel) : outcome;
    }

    /// <summary>
    /// Reads, folds, decides, appends at the next version; overtaken by somebody else, it reads and decides again.
    /// The same entry asked for twice is written once.
    /// </summary>
    /// <param name="known">The version the caller has; the answer holds every entry after it. Null for only the new entry.</param>
    public async Task<Result<Taken>> ChangeAsync(
        Guid id, ISessionCommand command, Caller caller, int? known = null, CancellationToken cancel = default)
    {
        var request = Digest(command);
        for (var attempt = 0; attempt < Hasty; attempt++)
            if (await TryAsync(id, command, request, caller, known, cancel) is { } outcome) return outcome;
        // Whoever is overtaken again and again goes on one at a time: they would only overtake each other.
        await overtaken.WaitAsync(cancel);
        try
        {
            for (var attempt = 0; attempt < Patient; attempt++)
                if (await TryAsync(id, command, request, caller, known, cancel) is { } outcome) return outcome;
        }
        finally
        {
            overtaken.Release();
        }
        return new SessionBusy();
    }

    /// <summary>Signs: binds the signature to the seal of the last entry the person has read.</summary>
    public async Task<Result<Taken>> SignAsync(Guid id, Signing signing, Caller caller, int? known = null, CancellationToken cancel = default)
    {
        if (await WithinReachAsync(id, caller, cancel) is not { } log) return await NotThereAsync(id, caller, cancel);
        var seal = signing.ReadVersion >= 1 && signing.ReadVersion <= log.Version ? log.Entries[signing.ReadVersion - 1].Seal : "";
        return await ChangeAsync(id, new SignSession(signing.EntryId, signing.At, signing.ReadVersion, seal), caller, known, cancel);
    }

    /// <summary>Everything a screen needs; null when there is no such session for this caller.</summary>
    public async Task<SessionSnapshot?> SnapshotAsync(Guid id, Caller caller, CancellationToken cancel = default)
    {
        if (await WithinReachAsync(id, caller, cancel) is not { } log) return null;
        return new SessionSnapshot(id, await BannerAsync(log, caller, cancel), log.After(0), log.HeadSeal, clock.GetUtcNow(), caller.Who, clock.LocalTimeZone.IanaName());
    }

    /// <summary>The entries after a version; null when there is no such session for this caller.</summary>
    public async Task<Taken?> EntriesAsync(Guid id, int after, Caller caller, CancellationToken cancel = default) =>
        await WithinReachAsync(id, caller, cancel) is { } log ? Answer(log, after) : null;

    /// <summary>The session now, and again after each change. Empty when there is no such session for this caller.</summary>
    public async IAsyncEnumerable<Session> FollowAsync(Guid id, Caller caller, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        if (await WithinReachAsync(id, caller, cancel) is null) yield break;
        await foreach (var _ in live.NowAndAfterAsync(change => change.Stream == StreamName.Session(id), cancel))
            yield return (await logs.ReadAsync(id, cancel))!.Session;
    }

    /// <summary>Whose session it is, for a route that has more to ask first; null when there is no such session for this caller.</summary>
    public async Task<Guid?> PatientOfAsync(Guid id, Caller caller, CancellationToken cancel = default) =>
        (await WithinReachAsync(id, caller, cancel))?.PatientId;

    /// <summary>Every chair of the caller's sites, taken or free, and the sessions that wait for a signature.</summary>
    /// <param name="clinical">False for who may see names and phases only.</param>
    public async Task<BoardView> BoardAsync(Caller caller, bool clinical, CancellationToken cancel = default)
    {
        List<ChairRow> chairs;
        List<OpenRow> sessions;
        await using (var connection = await database.OpenAsync(cancel))
        {
            chairs = [.. await connection.QueryAsync<ChairRow>(
                """
                select c.site_id as SiteId, s.name as Site, c.name as Chair from chair c join site s on s.id = c.site_id
                where c.site_id in @sites order by s.name, c.place, c.name
                """, new { sites = caller.Reach.SiteTexts })];
            sessions = [.. await connection.QueryAsync<OpenRow>(
                """
                select r.session_id as SessionId, r.site_id as SiteId, r.chair as Chair, r.is_open as IsOpen, r.phase as Phase,
                       r.arrived_at as ArrivedAt, p.preferred as Preferred, p.display_name as DisplayName, r.open_balance as OpenBalance
                from read_session r join read_patient p on p.patient_id = r.patient_id
                where (r.is_open = 1 or r.needs_signature = 1 or r.balance_open = 1) and r.site_id in @sites order by r.arrived_at
                """, new { sites = caller.Reach.SiteTexts })];
        }
        var now = clock.GetUtcNow();
        var rows = new List<BoardRow>(chairs.Count);
        foreach (var chair in chairs)
            rows.Add(sessions.FirstOrDefault(session => session.IsOpen == 1 && session.SiteId == chair.SiteId && session.Chair == chair.Chair) is { } taken
                && await logs.ReadAsync(Guid.Parse(taken.SessionId), cancel) is { } log
                ? BoardRows.Of(chair.Site, Guid.Parse(taken.SessionId), log.Session, BoardRows.Called(taken.Preferred, taken.DisplayName), clinical, now)
                : BoardRow.Free(chair.Site, chair.Chair));
        return new BoardView(rows, clinical
            ? [.. sessions.Where(session => session.IsOpen == 0).Select(session => new Unfinished(
                Guid.Parse(session.SessionId), BoardRows.Called(session.Preferred, session.DisplayName), Instant.Read(session.ArrivedAt),
                Enum.Parse<SessionPhase>(session.Phase), session.OpenBalance))]
            : []);
    }

    /// <summary>Comes up at once, and again whenever a session of the caller's sites changed.</summary>
    public async IAsyncEnumerable<bool> FollowBoardAsync(Caller caller, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        // A task counts as well: it stands above the chairs, as a number and no more.
        var task = Safety.SafetyNet.Stream(Guid.Empty).Kind;
        await foreach (var change in live.NowAndAfterAsync(change => change.Stream.Kind == StreamName.Session(Guid.Empty).Kind || change.Stream.Kind == task, cancel))
            if (change is null || change.Stream.Kind == task || await WithinReachAsync(change.Stream.Id, caller, cancel) is not null) yield return true;
    }

    /// <summary>Sessions by arrival, newest first.</summary>
    /// <param name="which">All, those that run, or those that wait for a signature.</param>
    /// <param name="page">Counted from 1.</param>
    public async Task<SessionPage> ListAsync(Which which, int page, Caller caller, CancellationToken cancel = default)
    {
        page = Math.Clamp(page, 1, 10_000);
        await using var connection = await database.OpenAsync(cancel);
        var rows = (await connection.QueryAsync<ListRow>(
            """
            select r.session_id as SessionId, r.patient_id as PatientId, p.display_name as DisplayName, p.record_number as RecordNumber,
                   r.chair as Chair, r.protocol_id as ProtocolId, r.session_number as SessionNumber, r.phase as Phase, r.arrived_at as ArrivedAt,
                   r.given as Given, r.adverse_events as AdverseEvents, r.worst_severity as WorstSeverity, r.signed_by as SignedBy,
                   r.needs_signature as NeedsSignature
            from read_session r join read_patient p on p.patient_id = r.patient_id
            where r.site_id in @sites and (@open = 0 or r.is_open = 1) and (@unsigned = 0 or r.needs_signature = 1)
            order by r.arrived_at desc, r.session_id limit @take offset @skip
            """,
            new
            {
                sites = caller.Reach.SiteTexts, open = which == Which.Open ? 1 : 0, unsigned = which == Which.Unsigned ? 1 : 0,
                take = PageSize + 1, skip = (page - 1) * PageSize,
            })).ToList();
        return new SessionPage([.. rows.Take(PageSize).Select(row => row.Listed())], page, rows.Count > PageSize);
    }

    /// <summary>The session a patient sits in at this moment; null when in none.</summary>
    public async Task<Guid?> OpenSessionOfAsync(Guid patientId, Caller caller, CancellationToken cancel = default)
    {
        await using var connection = await database.OpenAsync(cancel);
        var id = await connection.QueryFirstOrDefaultAsync<string>(
            "select session_id from read_session where is_open = 1 and patient_id = @patient and site_id in @sites",
            new { patient = patientId.ToString("D"), sites = caller.Reach.SiteTexts });
        return id is null ? null : Guid.Parse(id);
    }

    /// <summary>What a session would take in from the patient's record at this moment; null without such a patient or protocol.</summary>
    public async Task<StandingOnFile?> StandingAsync(Guid patientId, string? protocolId, Caller caller, CancellationToken cancel = default)
    {
        if (Core.Plans.Protocols.Find(protocolId ?? "") is not { } protocol || !await patients.IsWithinReachAsync(patientId, caller.Reach, cancel)) return null;
        var lines = (await record.ReadAsync(StreamName.Patient(patientId), cancel: cancel)).Select(PatientRecords.Line);
        return SessionStanding.Of(patientId, [.. lines], protocol, await consents.LibraryAsync(cancel), clock);
    }

    /// <summary>What a patient's last session was for; null when there was none.</summary>
    public async Task<(string ProtocolId, string Indication)?> LastOfAsync(Guid patientId, Caller caller, CancellationToken cancel = default)
    {
        await using var connection = await database.OpenAsync(cancel);
        var last = await connection.QueryFirstOrDefaultAsync<LastRow>(
            """
            select protocol_id as ProtocolId, indication as Indication from read_session
            where patient_id = @patient and site_id in @sites order by arrived_at desc limit 1
            """, new { patient = patientId.ToString("D"), sites = caller.Reach.SiteTexts });
        return last is null ? null : (last.ProtocolId, last.Indication);
    }

    /// <summary>The chairs of a site, in their order, and whether somebody sits there.</summary>
    public async Task<IReadOnlyList<(string Name, bool Taken)>> ChairsAsync(Guid site, CancellationToken cancel = default)
    {
        await using var connection = await database.OpenAsync(cancel);
        return [.. await connection.QueryAsync<(string, bool)>(
            """
            select c.name, exists (select 1 from read_session r where r.is_open = 1 and r.site_id = c.site_id and r.chair = c.name)
            from chair c where c.site_id = @site order by c.place, c.name
            """, new { site = site.ToString("D") })];
    }

    /// <summary>Read, fold, decide, append; null when somebody else was faster.</summary>
    private async Task<Result<Taken>?> TryAsync(
        Guid id, ISessionCommand command, string request, Caller caller, int? known, CancellationToken cancel)
    {
        if (await WithinReachAsync(id, caller, cancel) is not { } log) return await NotThereAsync(id, caller, cancel);
        if (Written(log, command.EntryId, request, caller.Who) is { } written)
            return written.Try(out var version, out var reused)
                ? Answer(log, known ?? version - 1)
                : await RefusedAsync(reused, log.PatientId, id, Name(command), caller, cancel);
        if (!command.Decide(log.Session, new Deciding(caller.Who, clock.GetUtcNow())).Try(out var happened, out var refusal))
            return await RefusedAsync(refusal, log.PatientId, id, Name(command), caller, cancel);
        var appended = await record.WriteAsync(caller.Who, async write =>
        {
            if (!await write.AppendAsync(StreamName.Session(id), log.Version, [Entry(command.EntryId, happened, request)])) return false;
            await write.AuditAsync(Line(caller, "session.write", log.PatientId, id, SessionJson.Kind(happened)));
            return true;
        }, cancel);
        if (!appended) return null;
        return Answer((await logs.ReadAsync(id, cancel))!, known ?? log.Version);
    }

    private async Task<Result<SessionEvent>> DecideAsync(RecordWrite write, NewSession asked, PatientHeader patient, Caller caller)
    {
        var keys = new { patient = patient.Id.ToString("D"), site = patient.SiteId.ToString("D"), chair = (asked.Chair ?? "").Trim(), protocol = asked.ProtocolId ?? "" };
        var sitting = await write.Connection.QueryFirstOrDefaultAsync<string>(
            "select chair from read_session where is_open = 1 and patient_id = @patient", keys, write.Transaction);
        if (sitting is not null) return new PatientInSession(sitting);
        var chairs = await write.Connection.ExecuteScalarAsync<long>(
            "select count(*) from chair where site_id = @site and name = @chair", keys, write.Transaction);
        if (keys.chair.Length > 0 && chairs == 0) return new NoSuchChair(keys.chair);
        var taken = await write.Connection.ExecuteScalarAsync<long>(
            "select count(*) from read_session where is_open = 1 and site_id = @site and chair = @chair", keys, write.Transaction);
        if (taken > 0) return new ChairTaken(keys.chair);
        // Sessions in which drug went in count towards the course; one that was called off does not.
        var before = await write.Connection.ExecuteScalarAsync<long>(
            "select count(*) from read_session where patient_id = @patient and protocol_id = @protocol and started_at <> ''", keys, write.Transaction);
        var standing = await write.Connection.QueryFirstOrDefaultAsync<StandingOrder>(
            """
            select ordered_by_kg as ByKilogram, ordered_dose as Dose from read_session
            where patient_id = @patient and protocol_id = @protocol and started_at <> '' order by started_at desc limit 1
            """, keys, write.Transaction);
        var weighed = await write.Connection.QueryFirstOrDefaultAsync<string>(
            "select weight from read_session where patient_id = @patient and weight <> '' order by arrived_at desc limit 1", keys, write.Transaction);
        return new CheckIn(
            asked.EntryId, asked.At, patient.Id, patient.SiteId, keys.chair, keys.protocol, asked.Indication ?? "", (int)before + 1,
            PregnancyRelevant: patient.SexAtBirth != Sex.Male && patient.Age is not >= 60,
            Quantity<DosePerWeight>(standing?.ByKilogram), Quantity<Mass>(standing?.Dose),
            patient.Weight ?? Quantity<BodyWeight>(weighed),
            Core.Plans.Protocols.Find(keys.protocol) is { } protocol
                ? await SessionStanding.ReadAsync(write, patient.Id, protocol, await consents.LibraryAsync(write), clock)
                : null)
            .Decide(Session.NotBegun, new Deciding(caller.Who, clock.GetUtcNow()));
    }

    private async Task<PatientBanner> BannerAsync(SessionLog log, Caller caller, CancellationToken cancel)
    {
        // The session is within reach, and so its patient: the reach of a site holds both.
        var patient = await patients.HeaderAsync(log.PatientId, caller.Reach, cancel)
            ?? throw new InvalidOperationException("A session without its patient.");
        var today = log.Session.Weight;
        IEnumerable<string> emergency = caller.Reach.Emergency(log.PatientId) is { } open
            ? [$"Emergency access until {clock.TimeWords(open.EndsAt)}: everything you see or write here is flagged"]
            : [];
        return new PatientBanner(
            patient.Id, patient.RecordNumber, patient.FullName, patient.Preferred ?? patient.FullName, patient.Pronouns ?? "",
            patient.BirthDate is { Day: not null } birth ? birth.Earliest : null, patient.Age,
            today?.Weight ?? patient.Weight, today?.At ?? patient.WeightAt?.Start,
            [.. patient.Allergies.Select(allergy => allergy.Title)], [.. emergency, .. patient.Alerts.Select(alert => alert.Title)]);
    }

    private async Task<SessionLog?> WithinReachAsync(Guid id, Caller caller, CancellationToken cancel) =>
        await logs.ReadAsync(id, cancel) is { } log && caller.Reach.Reaches(log.SiteId, log.PatientId) ? log : null;

    private async Task<Refusal> NotThereAsync(Guid id, Caller caller, CancellationToken cancel)
    {
        var refusal = new SessionUnknown();
        await record.AuditAsync(Line(caller, "session.write", null, id) with { Outcome = "refused", Reason = refusal.Code }, cancel);
        return refusal;
    }

    private async Task<Refusal> RefusedAsync(Refusal refusal, Guid patientId, Guid id, string what, Caller caller, CancellationToken cancel)
    {
        await record.AuditAsync(Line(caller, "session.write", patientId, id, what) with { Outcome = "refused", Reason = refusal.Code }, cancel);
        return refusal;
    }

    private static AuditLine Line(Caller caller, string action, Guid? patientId, Guid id, string what = "") =>
        new(caller.Who, action, patientId, $"{StreamName.Session(id)} {what}".TrimEnd(),
            Reason: patientId is { } patient ? caller.Reach.Emergency(patient)?.Flag ?? "" : "", Origin: caller.Origin);

    /// <summary>The version at which exactly this was written by the same person; refused when the id means something else; null when it is new.</summary>
    private static Result<int>? Written(SessionLog log, Guid entryId, string request, Author by)
    {
        var entry = log.Entries.FirstOrDefault(entry => entry.EntryId == entryId);
        if (entry is null) return null;
        return entry.Request == request && entry.Author.Id == by.Id ? entry.Version : new EntryIdTaken();
    }

    private static Taken Answer(SessionLog log, int known) => new(log.Version, log.HeadSeal, log.After(known));

    private static NewEntry Entry(Guid id, SessionEvent happened, string request) =>
        new(id, SessionJson.Kind(happened), SessionJson.Write(happened), request);

    // Written anew from what was read: members in their order, quantities and times in their one form.
    private static string Digest(object asked) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
        asked.GetType().Name + "\n" + JsonSerializer.Serialize(asked, asked.GetType(), SessionJson.Options))));

    private static string Name(ISessionCommand command) => CommandName.Of(command.GetType());

    private static T? Quantity<T>(string? text) where T : struct, IQuantity<T> =>
        text is { Length: > 0 } ? T.Read(text).Value : null;

    private sealed record StandingOrder(string ByKilogram, string Dose);

    private sealed record LastRow(string ProtocolId, string Indication);

    private sealed record ChairRow(string SiteId, string Site, string Chair);

    private sealed record OpenRow(
        string SessionId, string SiteId, string Chair, long IsOpen, string Phase, string ArrivedAt, string Preferred, string DisplayName,
        string OpenBalance);

    private sealed record ListRow(
        string SessionId, string PatientId, string DisplayName, string RecordNumber, string Chair, string ProtocolId, long SessionNumber,
        string Phase, string ArrivedAt, string Given, long AdverseEvents, string WorstSeverity, string SignedBy, long NeedsSignature)
    {
        public ListedSession Listed() => new(
            Guid.Parse(SessionId), Guid.Parse(PatientId), DisplayName, RecordNumber, Chair, ProtocolId, (int)SessionNumber,
            Enum.Parse<SessionPhase>(Phase), Instant.Read(ArrivedAt), Quantity<Mass>(Given), (int)AdverseEvents,
            WorstSeverity.Length > 0 ? Enum.Parse<AdverseEventSeverity>(WorstSeverity) : null, SignedBy, NeedsSignature == 1);
    }
}

/// <summary>Which sessions a list holds.</summary>
public enum Which
{
    All,
    Open,
    Unsigned,
}

/// <summary>A session in a list.</summary>
/// <param name="Given">Null until dosing has ended.</param>
/// <param name="NeedsSignature">Discharged and not signed, or changed since it was signed.</param>
public sealed record ListedSession(
    Guid Id, Guid PatientId, string PatientName, string RecordNumber, string Chair, string ProtocolId, int SessionNumber, SessionPhase Phase,
    DateTimeOffset ArrivedAt, Mass? Given, int AdverseEvents, AdverseEventSeverity? WorstSeverity, string SignedBy, bool NeedsSignature);

/// <summary>One page of a list of sessions.</summary>
public sealed record SessionPage(IReadOnlyList<ListedSession> Rows, int Page, bool HasMore);

/// <summary>The sessions that were looked at last, kept in memory. The record is append-only: only what is new is read again.</summary>
internal sealed class SessionLogs(ClinicRecord record)
{
    private const int Most = 300;

    private readonly ConcurrentDictionary<Guid, SessionLog> known = new();

    /// <summary>The session as it stands in the record at this moment; null when there is none.</summary>
    public async Task<SessionLog?> ReadAsync(Guid id, CancellationToken cancel)
    {
        if (!known.TryGetValue(id, out var log))
        {
            var entries = await record.ReadAsync(StreamName.Session(id), cancel: cancel);
            if (entries.Count == 0) return null;
            log = SessionLog.From(entries);
        }
        else
        {
            log = log.With(await record.ReadAsync(StreamName.Session(id), log.Version, cancel));
        }
        if (known.Count >= Most) known.Clear();
        known[id] = log;
        return log;
    }
}

/// <summary>A command's name on the wire: <c>RecordVitals</c> is <c>record-vitals</c>.</summary>
internal static class CommandName
{
    public static string Of(Type command) => JsonNamingPolicy.KebabCaseLower.ConvertName(command.Name);
}

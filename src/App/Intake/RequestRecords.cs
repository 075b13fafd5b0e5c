using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Afterglow.App.Design;
using Afterglow.App.Messages;
using Afterglow.App.Patients;
using Afterglow.App.People;
using Afterglow.App.Portal;
using Afterglow.App.Record;
using Afterglow.Core;
using Afterglow.Core.Intake.Requests;
using Afterglow.Core.Patients;
using Afterglow.Core.People;
using Dapper;
using Microsoft.Extensions.Localization;

namespace Afterglow.App.Intake;

/// <summary>Somebody asks for a consultation.</summary>
/// <param name="Id">Made with the form: sending it twice asks once.</param>
public sealed record NewRequest(Guid Id, Person Person, string About, bool MayLeaveMessage, bool InDanger, string Language);

/// <summary>What somebody who asked is told.</summary>
public sealed record Receipt(DateOnly DueDay, bool InDanger);

/// <summary>A request as the queue shows it.</summary>
public sealed record QueueRow(
    Guid Id, string Name, string? Pronouns, RequestState State, bool InDanger, DateTimeOffset AskedAt, DateOnly DueDay, PromiseStanding Standing,
    string Language, bool HasEmail, bool HasPhone, string? TakenBy, bool Mine, int Tries, bool Reached, Guid? PatientId, Guid? LinkId,
    HistoryFar? History);

/// <summary>How far a history form is.</summary>
public sealed record HistoryFar(int Answered, int Needed, DateTimeOffset ChangedAt, DateTimeOffset? SubmittedAt);

/// <summary>The queue: to be answered first, most urgent and oldest first; then who became a patient; then what was closed lately.</summary>
public sealed record RequestQueue(IReadOnlyList<QueueRow> Open, IReadOnlyList<QueueRow> Patients, IReadOnlyList<QueueRow> Declined);

/// <summary>One request, whole.</summary>
public sealed record RequestView(ConsultationRequest Request, Person Person, IReadOnlyList<RequestEntry> Log, PromiseStanding Standing);

/// <summary>A change that a member of staff makes.</summary>
/// <param name="EntryId">Made with the form: sending it twice changes once.</param>
/// <param name="Seen">The version they looked at: changed meanwhile, nothing is written.</param>
public sealed record RequestChange(Guid EntryId, int Seen);

/// <summary>
/// The one door to the requests for a consultation. Whoever asks is nobody yet: who they are is kept apart from the
/// record, and what staff do with it is decided on the request as it stands. All of it leaves its line in the audit.
/// </summary>
public sealed class RequestRecords(
    ClinicRecord record, Database database, PatientRecords patients, PatientLinks links, Outbox outbox, ClinicTexts clinic,
    IStringLocalizer<PatientWords> words, TimeProvider clock)
{
    /// <summary>The permanent kinds of messages about a request.</summary>
    public const string HistoryLink = "history-link", Declined = "request-declined";

    /// <summary>Takes a request in. The same form sent again, changed or not, is the same request.</summary>
    public async Task<Receipt> AskAsync(NewRequest asked, string origin, CancellationToken cancel = default)
    {
        var by = Author.Asking(asked.Id);
        var promise = (await clinic.ProfileAsync(cancel)).Promise;
        return await record.WriteAsync(by, async write =>
        {
            var stream = StreamName.Request(asked.Id);
            if (ConsultationRequest.From(asked.Id, Log(await write.ReadAsync(stream))) is { } before)
                return new Receipt(before.Asked.DueDay, before.Asked.InDanger);
            var due = promise.DueDay(clock.Today(), asked.InDanger);
            await AppendAskedAsync(write, asked, Sites.Main, due);
            await write.AuditAsync(new AuditLine(by, "request.ask", Target: stream.ToString(), Origin: origin));
            return new Receipt(due, asked.InDanger);
        }, cancel);
    }

    /// <summary>The first entry of a request, with who asks beside the record.</summary>
    internal static async Task AppendAskedAsync(RecordWrite write, NewRequest asked, Guid site, DateOnly due)
    {
        var body = ChartJson.Write(asked.Person);
        // Without the salt, which stays in this table, a name could be guessed from its digest in the record.
        var salt = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        await write.Connection.ExecuteAsync(
            "insert into request_person (request_id, body, salt) values (@id, @body, @salt)",
            new { id = asked.Id.ToString("D"), body, salt }, write.Transaction);
        var contact = asked.Person.Contact;
        var happened = new RequestEvent.ConsultationAsked(
            site, asked.Language, asked.About, asked.InDanger, contact.Phone is not null, contact.Email is not null, asked.MayLeaveMessage, due,
            Seal.Over(salt, body));
        await AppendAsync(write, asked.Id, 0, asked.Id, happened);
    }

    /// <summary>What waits for the caller's sites.</summary>
    public async Task<RequestQueue> QueueAsync(Caller caller, CancellationToken cancel = default)
    {
        var late = (await clinic.ProfileAsync(cancel)).Promise;
        await using var connection = await database.OpenAsync(cancel);
        var sites = caller.Reach.SiteTexts;
        var open = await connection.QueryAsync<Stored>(
            Stored.Select + " where r.site_id in @sites and r.state in ('New', 'Taken') order by r.in_danger desc, r.due_day, r.asked_at, r.request_id limit 500", new { sites });
        var made = await connection.QueryAsync<Stored>(
            Stored.Select + " where r.site_id in @sites and r.state = 'Patient' order by r.changed_at desc, r.request_id limit 50", new { sites });
        var declined = await connection.QueryAsync<Stored>(
            Stored.Select + " where r.site_id in @sites and r.state = 'Declined' order by r.changed_at desc, r.request_id limit 20", new { sites });
        return new RequestQueue([.. open.Select(Row)], [.. made.Select(Row)], [.. declined.Select(Row)]);

        QueueRow Row(Stored row) => row.Row(caller.Who.Id, late, clock.Today());
    }

    /// <summary>One request; null when there is none within reach.</summary>
    public async Task<RequestView?> FindAsync(Guid id, Reach reach, CancellationToken cancel = default)
    {
        var log = Log(await record.ReadAsync(StreamName.Request(id), cancel: cancel));
        if (ConsultationRequest.From(id, log) is not { } request || !reach.Includes(request.Asked.SiteId)) return null;
        var promise = (await clinic.ProfileAsync(cancel)).Promise;
        await using var connection = await database.OpenAsync(cancel);
        return new RequestView(request, await PersonAsync(connection, null, id), log, promise.Standing(request.Asked.DueDay, clock.Today()));
    }

    /// <summary>Patients who may be the same person: name and birth date match; failing that, birth date and family name.</summary>
    public async Task<IReadOnlyList<PatientRow>> LikelyAsync(Person person, Reach reach, CancellationToken cancel = default)
    {
        if (person.BirthDate is not { } born) return [];
        var found = new Dictionary<Guid, PatientRow>();
        string?[] names = [string.Join(' ', [.. person.Given.Take(1), person.Family]), person.Family, person.Given.FirstOrDefault()];
        foreach (var name in names.Where(name => !string.IsNullOrWhiteSpace(name)))
            foreach (var row in (await patients.SearchAsync($"{name} {born}", 1, 5, reach, cancel)).Rows) found.TryAdd(row.Id, row);
        return [.. found.Values.Take(5)];
    }

    /// <summary>Takes it, or notes that somebody was called.</summary>
    public Task<Result<ConsultationRequest>> ChangeAsync(
        Guid id, RequestChange change, IRequestCommand command, Caller caller, CancellationToken cancel = default) =>
        DecideAsync(id, change, command, caller, (_, _) => Task.FromResult<Refusal?>(null), cancel);

    /// <summary>Gives the person a chart: a new one, or the one that was chosen.</summary>
    public Task<Result<ConsultationRequest>> MakePatientAsync(
        Guid id, RequestChange change, Guid? existing, Caller caller, CancellationToken cancel = default)
    {
        // The new chart takes the entry's id: whatever is repeated, one chart is opened.
        var patientId = existing ?? change.EntryId;
        return DecideAsync(id, change, new MakePatient(patientId, existing is not null), caller, async (write, request) =>
        {
            if (existing is not null)
                return await PatientQueries.SiteAsync(write.Connection, patientId, caller.Reach, write.Transaction) is null ? new PatientUnknown() : null;
            var person = await PersonAsync(write.Connection, write.Transaction, id);
            return (await patients.RegisterAsync(write, new NewPatient(patientId, person, request.Asked.SiteId), caller)).Refusal;
        }, cancel);
    }

    /// <summary>Ends it kindly.</summary>
    public Task<Result<ConsultationRequest>> DeclineAsync(
        Guid id, RequestChange change, DeclineRequest decline, Caller caller, CancellationToken cancel = default) =>
        DecideAsync(id, change, decline, caller, async (write, request) =>
        {
            if (decline.Tell) await WriteToAsync(write, request, Declined, "mail.declined." + decline.Reason, change.EntryId, null);
            return null;
        }, cancel);

    /// <summary>
    /// Makes a link to the history form and mails it, or, without mail, returns it once, to be handed over. Every
    /// earlier link stops working.
    /// </summary>
    /// <param name="address">Where patients reach this clinic, such as <c>https://clinic.example</c>.</param>
    public async Task<Result<string>> SendLinkAsync(
        Guid id, RequestChange change, bool byMail, string address, Caller caller, CancellationToken cancel = default)
    {
        var way = "";
        var profile = await clinic.ProfileAsync(cancel);
        var outcome = await DecideAsync(id, change, new SendLink(change.EntryId, byMail), caller, async (write, request) =>
        {
            await outbox.WithdrawAsync(write, StreamName.Request(id).ToString(), HistoryLink);
            var key = await links.MakeAsync(
                write, change.EntryId, LinkPurpose.History, request.PatientId!.Value, request.Asked.SiteId, request.Asked.Language,
                TimeSpan.FromDays(profile.LinkDays));
            way = $"{address}/link/{key}";
            if (byMail) await WriteToAsync(write, request, HistoryLink, "mail.history", change.EntryId, way);
            return null;
        }, cancel);
        return outcome.Refusal is { } refusal ? refusal : byMail ? "" : way;
    }

    private async Task WriteToAsync(RecordWrite write, ConsultationRequest request, string kind, string key, Guid messageId, string? way)
    {
        var person = await PersonAsync(write.Connection, write.Transaction, request.Id);
        var profile = await clinic.ProfileAsync();
        var language = request.Asked.Language;
        var name = person.Preferred ?? person.Given.FirstOrDefault() ?? person.Family ?? "";
        var ends = Languages.Of(language).DayWords(clock.Today().AddDays(profile.LinkDays));
        string Words(string part) => words.In(language, part, name, profile.Name, way ?? "", ends, profile.Phone.Length > 0 ? profile.Phone : words.In(language, "mail.no-phone"));
        var text = $"{Words("mail.greeting")}\n\n{Words(key)}\n\n{Words("mail.signature")}\n\n{Words("mail.crisis")}\n";
        await outbox.PutAsync(write, new NewMessage(
            messageId, kind, request.Asked.SiteId, StreamName.Request(request.Id).ToString(), language,
            new Envelope(person.Contact.Email!, person.FullName, Words("mail.subject." + kind), text)));
    }

    private async Task<Result<ConsultationRequest>> DecideAsync(
        Guid id, RequestChange change, IRequestCommand command, Caller caller, Func<RecordWrite, ConsultationRequest, Task<Refusal?>> also, CancellationToken cancel)
    {
        try
        {
            return await record.WriteAsync<Result<ConsultationRequest>>(caller.Who, async write =>
            {
                var entries = await write.ReadAsync(StreamName.Request(id));
                if (ConsultationRequest.From(id, Log(entries)) is not { } request || !caller.Reach.Includes(request.Asked.SiteId))
                    return await RefuseAsync(write, new RequestUnknown());
                if (entries.FirstOrDefault(entry => entry.EntryId == change.EntryId) is { } written)
                    return written.Author.Id == caller.Who.Id ? request : await RefuseAsync(write, new EntryIdReused(change.EntryId));
                if (change.EntryId == Guid.Empty) return await RefuseAsync(write, new EntryIdMissing());
                if (request.Version != change.Seen) return await RefuseAsync(write, new RequestChanged(request.LastBy.Name));
                if (!command.Decide(request, caller.Who).Try(out var happened, out var refusal)) return await RefuseAsync(write, refusal);
                // What comes with it may have begun to write: a refusal from here on undoes the transaction.
                if (await also(write, request) is { } no) throw new RefusedException(no);
                await AppendAsync(write, id, request.Version, change.EntryId, happened);
                var patient = happened is RequestEvent.PatientMade made ? made.PatientId : request.PatientId;
                await write.AuditAsync(new AuditLine(
                    caller.Who, "request." + RequestJson.Kind(happened), patient, StreamName.Request(id).ToString(), Origin: caller.Origin));
                return ConsultationRequest.From(id, Log(await write.ReadAsync(StreamName.Request(id))))!;
            }, cancel);
        }
        catch (RefusedException refused)
        {
            return await record.WriteAsync(caller.Who, write => RefuseAsync(write, refused.Refusal), cancel);
        }

        async Task<Result<ConsultationRequest>> RefuseAsync(RecordWrite write, Refusal refusal)
        {
            await write.AuditAsync(new AuditLine(
                caller.Who, "request.change", null, StreamName.Request(id).ToString(), "refused", refusal.Code, caller.Origin));
            return refusal;
        }
    }

    internal static async Task AppendAsync(RecordWrite write, Guid id, int version, Guid entryId, RequestEvent happened)
    {
        var entry = new NewEntry(entryId, RequestJson.Kind(happened), RequestJson.Write(happened));
        // The version was read inside this transaction, which holds the only right to write.
        if (!await write.AppendAsync(StreamName.Request(id), version, [entry]))
            throw new InvalidOperationException($"request/{id:D} was overtaken inside a transaction.");
    }

    internal static IReadOnlyList<RequestEntry> Log(IReadOnlyList<Entry> entries) =>
        [.. entries.Select(entry => new RequestEntry(entry.EntryId, entry.RecordedAt, entry.Author, RequestJson.Read(entry.Kind, entry.Body)))];

    private static async Task<Person> PersonAsync(System.Data.Common.DbConnection connection, System.Data.Common.DbTransaction? transaction, Guid id) =>
        ChartJson.ReadPerson(await connection.QuerySingleAsync<string>(
            "select body from request_person where request_id = @id", new { id = id.ToString("D") }, transaction));

    private sealed class RefusedException(Refusal refusal) : Exception
    {
        public Refusal Refusal { get; } = refusal;
    }

    private sealed class Stored
    {
        public const string Select =
            """
            select r.request_id as Id, r.state as State, r.in_danger as InDanger, r.asked_at as AskedAt, r.due_day as DueDay, r.language as Language,
                   r.has_email as HasEmail, r.has_phone as HasPhone, r.taken_by_id as TakenById, r.taken_by as TakenBy, r.tries as Tries,
                   r.reached as Reached, r.patient_id as PatientId, r.link_id as LinkId, p.body as Body,
                   h.answered as Answered, h.needed as Needed, h.changed_at as HistoryChangedAt, h.submitted_at as SubmittedAt
            from read_request r join request_person p on p.request_id = r.request_id left join read_history h on h.patient_id = r.patient_id
            """;

        public string Id { get; init; } = "";
        public string State { get; init; } = "";
        public long InDanger { get; init; }
        public string AskedAt { get; init; } = "";
        public string DueDay { get; init; } = "";
        public string Language { get; init; } = "";
        public long HasEmail { get; init; }
        public long HasPhone { get; init; }
        public string TakenById { get; init; } = "";
        public string TakenBy { get; init; } = "";
        public long Tries { get; init; }
        public long Reached { get; init; }
        public string PatientId { get; init; } = "";
        public string LinkId { get; init; } = "";
        public string Body { get; init; } = "";
        public long? Answered { get; init; }
        public long? Needed { get; init; }
        public string? HistoryChangedAt { get; init; }
        public string? SubmittedAt { get; init; }

        public QueueRow Row(string me, Promise promise, DateOnly today)
        {
            var person = ChartJson.ReadPerson(Body);
            var due = DateOnly.ParseExact(DueDay, "yyyy-MM-dd", CultureInfo.InvariantCulture);
            return new QueueRow(
                Guid.Parse(Id), person.DisplayName, person.Pronouns, Enum.Parse<RequestState>(State), InDanger == 1, Instant.Read(AskedAt), due,
                promise.Standing(due, today), Language, HasEmail == 1, HasPhone == 1, TakenBy.Length > 0 ? TakenBy : null, TakenById == me, (int)Tries,
                Reached == 1, PatientId.Length > 0 ? Guid.Parse(PatientId) : null, LinkId.Length > 0 ? Guid.Parse(LinkId) : null,
                Answered is null ? null : new HistoryFar((int)Answered, (int)Needed!, Instant.Read(HistoryChangedAt!), SubmittedAt is { Length: > 0 } ? Instant.Read(SubmittedAt) : null));
        }
    }
}

using System.Globalization;
using Afterglow.App.Design;
using Afterglow.App.Messages;
using Afterglow.App.Patients;
using Afterglow.App.People;
using Afterglow.App.Portal;
using Afterglow.App.Record;
using Afterglow.App.Sessions;
using Afterglow.Core;
using Afterglow.Core.Intake.Consent;
using Afterglow.Core.Patients;
using Afterglow.Core.People;
using Dapper;
using Microsoft.Extensions.Localization;

namespace Afterglow.App.Intake;

/// <summary>A patient's consent as it stands today.</summary>
public sealed record ConsentView(ConsentFile File, ConsentLibrary Library, DateOnly Today)
{
    public IReadOnlyList<ConsentStanding> Standings { get; } = File.Standings(Library, Today);

    public ConsentStanding? Of(string? key) => Standings.FirstOrDefault(standing => standing.Document.Key == key);
}

/// <summary>Exactly what was signed.</summary>
/// <param name="Text">Null where the wording can no longer be found: then the digest still tells.</param>
public sealed record SignedConsent(ConsentLine Line, ConsentEvent.Signed Signed, ConsentText? Text, ConsentStanding Standing, string Seal);

/// <summary>
/// The one door to consent. What patients see, answer, sign and take back are entries of their own record, written by
/// them, or, on a device of the clinic, by the member of staff who is there; what the clinic publishes is a stream of
/// its own. A session that is open learns of every change in the same transaction.
/// </summary>
public sealed class ConsentRecords(
    ClinicRecord record, Database database, PatientLinks links, Outbox outbox, ClinicTexts clinic, IStringLocalizer<PatientWords> words, TimeProvider clock)
{
    /// <summary>The permanent kind of the message that brings a link.</summary>
    public const string CareLink = "care-link";

    /// <summary>A device is handed over for so long at the most.</summary>
    private static readonly TimeSpan HandedOver = TimeSpan.FromHours(1);

    private volatile Known known = new(0, SuppliedConsents.Library);

    /// <summary>The documents with what the clinic published. Append-only: only what is new is read again.</summary>
    public async Task<ConsentLibrary> LibraryAsync(CancellationToken cancel = default)
    {
        var before = known;
        if (await record.ReadAsync(Stream, before.Version, cancel) is not { Count: > 0 } later) return before.Library;
        var now = before.With(later);
        known = now;
        return now.Library;
    }

    /// <summary>As it stands inside a transaction, which may be undone: nothing of it is kept.</summary>
    internal async Task<ConsentLibrary> LibraryAsync(RecordWrite write)
    {
        var before = known;
        return await write.ReadAsync(Stream, before.Version) is { Count: > 0 } later ? before.With(later).Library : before.Library;
    }

    /// <summary>For staff; null when there is no such patient within reach. The page says so with <c>Reads</c>.</summary>
    public async Task<ConsentView?> FindAsync(Guid patientId, Reach reach, CancellationToken cancel = default)
    {
        await using (var connection = await database.OpenAsync(cancel))
            if (await PatientQueries.SiteAsync(connection, patientId, reach) is null) return null;
        return await ViewAsync(patientId, cancel);
    }

    /// <summary>The patient looks at their own documents: written down like any other reading.</summary>
    public async Task<ConsentView> OpenAsync(PatientLink link, string origin, CancellationToken cancel = default)
    {
        await record.AuditAsync(new AuditLine(link.Writer, "consent.read", link.PatientId, $"link/{link.Id:D}", Origin: origin), cancel);
        return await ViewAsync(link.PatientId, cancel);
    }

    /// <summary>How much waits, for the patient's own page: no text is shown.</summary>
    public async Task<ConsentView> ViewAsync(Guid patientId, CancellationToken cancel = default) => new(
        ConsentFile.From(patientId, (await record.ReadAsync(StreamName.Patient(patientId), cancel: cancel)).Select(PatientRecords.Line)),
        await LibraryAsync(cancel), clock.Today());

    /// <summary>What a member of staff does: asks, talks through, records, takes back what the patient no longer wants.</summary>
    public Task<Result<ConsentEvent>> ChangeAsync(Guid patientId, IConsentCommand command, Caller caller, CancellationToken cancel = default) =>
        record.WriteAsync(caller.Who, async write => await PatientQueries.SiteAsync(write.Connection, patientId, caller.Reach, write.Transaction) is null
            ? await RefusedAsync(write, new PatientUnknown(), null, command, caller.Origin)
            : await ChangeAsync(write, patientId, command, ConsentPlace.Clinic, caller.Origin), cancel);

    /// <summary>What the patient does in front of the screen.</summary>
    public Task<Result<ConsentEvent>> ChangeAsync(PatientLink link, IConsentCommand command, string origin, CancellationToken cancel = default) =>
        record.WriteAsync(link.Writer, write => ChangeAsync(
            write, link.PatientId, command, link.Witness is null ? ConsentPlace.Home : ConsentPlace.Clinic, origin), cancel);

    // Read, decided and written in one transaction, which holds the only right to write: nobody comes in between.
    internal async Task<Result<ConsentEvent>> ChangeAsync(RecordWrite write, Guid patientId, IConsentCommand command, ConsentPlace place, string origin)
    {
        if (command.EntryId == Guid.Empty) return await RefusedAsync(write, new EntryIdMissing(), patientId, command, origin);
        var stream = StreamName.Patient(patientId);
        var entries = await write.ReadAsync(stream);
        var request = Seal.Over(command.GetType().Name, command is AskForConsent ask ? string.Join(' ', ask.Documents) : command.ToString()!);
        if (entries.FirstOrDefault(entry => entry.EntryId == command.EntryId) is { } before)
            return before.Request == request && ConsentJson.Read(before.Kind, before.Body) is { } same
                ? same
                : await RefusedAsync(write, new EntryIdReused(command.EntryId), patientId, command, origin);
        var library = await LibraryAsync(write);
        var today = clock.Today();
        var file = ConsentFile.From(patientId, entries.Select(PatientRecords.Line));
        if (!command.Decide(new ConsentDesk(file, library, today, write.Author, place)).Try(out var happened, out var refusal))
            return await RefusedAsync(write, refusal, patientId, command, origin);
        if (happened is ConsentEvent.Signed signed) await KeepTextAsync(write, library, signed, today);
        if (!await write.AppendAsync(stream, entries[^1].Version, [new NewEntry(command.EntryId, ConsentJson.Kind(happened), ConsentJson.Write(happened), request)]))
            throw new InvalidOperationException($"{stream} was overtaken inside a transaction.");
        await write.AuditAsync(new AuditLine(write.Author, ConsentJson.Kind(happened).Replace("consent-", "consent.", StringComparison.Ordinal), patientId, Target(happened), Origin: origin));
        if (happened is ConsentEvent.Signed or ConsentEvent.Withdrawn or ConsentEvent.Enrolled or ConsentEvent.Struck)
            await SessionStanding.TellAsync(write, patientId, library, clock);
        return happened;
    }

    /// <summary>What was signed, to the letter; null where there is no such signature in this patient's record.</summary>
    public async Task<SignedConsent?> SignedAsync(Guid patientId, Guid entryId, CancellationToken cancel = default)
    {
        var entries = await record.ReadAsync(StreamName.Patient(patientId), cancel: cancel);
        var view = new ConsentView(ConsentFile.From(patientId, entries.Select(PatientRecords.Line)), await LibraryAsync(cancel), clock.Today());
        if (view.File.Lines.FirstOrDefault(line => line.EntryId == entryId) is not { What: ConsentEvent.Signed signed } line || view.Of(signed.Document) is not { } standing) return null;
        var text = view.Library.VersionsOf(signed.Document).Select(version => version.In(signed.Language)).FirstOrDefault(one => one.Digest == signed.Digest);
        text ??= (await record.ReadAsync(Stream, cancel: cancel)).Select(entry => ConsentJson.ReadKept(entry.Kind, entry.Body)).OfType<ConsentTextKept>()
            .Where(kept => kept.Document == signed.Document && ConsentText.DigestOf(kept.Text) == signed.Digest)
            .Select(kept => ConsentText.Read(kept.Text).Value).FirstOrDefault();
        return new SignedConsent(line, signed, text, standing, entries.First(entry => entry.EntryId == entryId).Seal);
    }

    /// <summary>The clinic publishes its own wording.</summary>
    public Task<Result<ConsentPublished>> PublishAsync(PublishVersion publish, Caller caller, CancellationToken cancel = default) =>
        record.WriteAsync<Result<ConsentPublished>>(caller.Who, async write =>
        {
            var entries = await write.ReadAsync(Stream);
            var request = Seal.Over([publish.Document, publish.Small.ToString(), publish.From.ToString("O", CultureInfo.InvariantCulture), publish.Note ?? "",
                .. publish.Texts.OrderBy(text => text.Key, StringComparer.Ordinal).SelectMany(text => new[] { text.Key, text.Value ?? "" })]);
            var outcome = publish.EntryId == Guid.Empty ? new EntryIdMissing()
                : entries.FirstOrDefault(entry => entry.EntryId == publish.EntryId) is { } before
                    ? before.Request == request && ConsentJson.ReadPublished(before.Kind, before.Body) is { } same ? same : (Result<ConsentPublished>)new EntryIdReused(publish.EntryId)
                    : publish.Decide(await LibraryAsync(write), [.. Languages.All.Select(language => language.Name)], clock.Today(), caller.Who);
            if (outcome.Try(out var published, out var refusal) && entries.All(entry => entry.EntryId != publish.EntryId)
                && !await write.AppendAsync(Stream, entries.Count, [new NewEntry(publish.EntryId, ConsentPublished.Kind, ConsentJson.Write(published), request)]))
                throw new InvalidOperationException($"{Stream} was overtaken inside a transaction.");
            if (refusal is null) await SessionStanding.TellAllAsync(write, await LibraryAsync(write), clock);
            await write.AuditAsync(new AuditLine(
                caller.Who, "consent.publish", Target: publish.Document, Outcome: refusal is null ? "done" : "refused", Reason: refusal?.Code ?? "", Origin: caller.Origin));
            return outcome;
        }, cancel);

    /// <summary>How many patients' signatures under a document hold, and how many are of an older version.</summary>
    public async Task<(int Signed, int Older)> CountAsync(ConsentVersion version, CancellationToken cancel = default)
    {
        await using var connection = await database.OpenAsync(cancel);
        var rows = await connection.QueryAsync<(long Version, long Patients)>(
            "select version, count(*) from read_consent where document = @key and state = 'signed' group by version", new { key = version.Document });
        var (holds, older) = (0L, 0L);
        foreach (var (number, patients) in rows)
            if (version.Accepts((int)number)) holds += patients;
            else older += patients;
        return ((int)holds, (int)older);
    }

    /// <summary>Hands this device to the patient, and asks for a document where one is named. Returns what the browser is let in with.</summary>
    public Task<Result<PatientLink>> HandOverAsync(Guid patientId, string language, string? document, Caller caller, CancellationToken cancel = default) =>
        record.WriteAsync<Result<PatientLink>>(caller.Who, async write =>
        {
            if (!caller.Who.Is(Role.FrontDesk, Role.Nurse, Role.Prescriber)) return new NotYourTask("hand a device over", "the front desk, a nurse or a prescriber");
            if (await PatientQueries.SiteAsync(write.Connection, patientId, caller.Reach, write.Transaction) is not { } site) return new PatientUnknown();
            if (!string.IsNullOrEmpty(document))
            {
                var file = ConsentFile.From(patientId, (await write.ReadAsync(StreamName.Patient(patientId))).Select(PatientRecords.Line));
                if (!file.Holding.Any(line => line.What is ConsentEvent.Asked asked && asked.Documents.Contains(document))
                    && (await ChangeAsync(write, patientId, new AskForConsent(Guid.CreateVersion7(write.Now), [document]), ConsentPlace.Clinic, caller.Origin)).Refusal is { } refusal)
                    return refusal;
            }
            return await links.HandOverAsync(write, Guid.CreateVersion7(write.Now), patientId, Guid.Parse(site), Languages.Of(language).Name, HandedOver);
        }, cancel);

    /// <summary>The consent that the session a patient sits in, or sat in last, needs and does not have; null where it is signed or there was none.</summary>
    public async Task<string?> NeededAsync(ConsentView view, CancellationToken cancel = default)
    {
        await using var connection = await database.OpenAsync(cancel);
        var protocol = await connection.QueryFirstOrDefaultAsync<string>(
            "select protocol_id from read_session where patient_id = @patient order by is_open desc, arrived_at desc limit 1", new { patient = view.File.PatientId.ToString("D") });
        return protocol is not null && Core.Plans.Protocols.Find(protocol) is { } known && view.Library.For(known) is { } document
            && view.Of(document.Key) is { State: not ConsentState.Signed } ? document.Key : null;
    }

    /// <summary>Makes a link to everything that waits for the patient and mails it, or, without mail, returns it once. Every earlier link stops working.</summary>
    public async Task<Result<string>> SendLinkAsync(Guid patientId, Guid id, bool byMail, string language, string address, Caller caller, CancellationToken cancel = default)
    {
        var profile = await clinic.ProfileAsync(cancel);
        return await record.WriteAsync<Result<string>>(caller.Who, async write =>
        {
            if (!caller.Who.Is(Role.FrontDesk, Role.Nurse, Role.Prescriber)) return new NotYourTask("send a link", "the front desk, a nurse or a prescriber");
            if (id == Guid.Empty) return new EntryIdMissing();
            if (await PatientQueries.SiteAsync(write.Connection, patientId, caller.Reach, write.Transaction) is not { } site) return new PatientUnknown();
            var person = await PatientQueries.PersonAsync(write.Connection, write.Transaction, patientId);
            if (person?.BirthDate is not { Day: not null }) return new BirthDateNeeded();
            if (byMail && person.Contact.Email is null) return new NoEmailAddress();
            // The form sent twice makes one link.
            if (await write.Connection.ExecuteScalarAsync<long>("select count(*) from patient_link where id = @id", new { id = id.ToString("D") }, write.Transaction) > 0) return "";
            await outbox.WithdrawAsync(write, StreamName.Patient(patientId).ToString(), CareLink);
            var key = await links.MakeAsync(write, id, LinkPurpose.History, patientId, Guid.Parse(site), Languages.Of(language).Name, TimeSpan.FromDays(profile.LinkDays));
            var way = $"{address}/link/{key}";
            if (!byMail) return way;
            var name = person.Preferred ?? person.Given.FirstOrDefault() ?? person.Family ?? "";
            var ends = Languages.Of(language).DayWords(clock.Today().AddDays(profile.LinkDays));
            string Words(string part) => words.In(language, part, name, profile.Name, way, ends, profile.Phone.Length > 0 ? profile.Phone : words.In(language, "mail.no-phone"));
            await outbox.PutAsync(write, new NewMessage(
                id, CareLink, Guid.Parse(site), StreamName.Patient(patientId).ToString(), language,
                new Envelope(person.Contact.Email!, person.FullName, Words("mail.subject." + CareLink), $"{Words("mail.greeting")}\n\n{Words("mail.care")}\n\n{Words("mail.signature")}\n\n{Words("mail.crisis")}\n")));
            return "";
        }, cancel);
    }

    private static async Task KeepTextAsync(RecordWrite write, ConsentLibrary library, ConsentEvent.Signed signed, DateOnly today)
    {
        var version = library.Current(signed.Document, today);
        if (!version.Supplied) return;
        var entries = await write.ReadAsync(Stream);
        if (entries.Select(entry => ConsentJson.ReadKept(entry.Kind, entry.Body)).Any(kept => kept is not null
            && kept.Document == signed.Document && kept.Language == signed.Language && ConsentText.DigestOf(kept.Text) == signed.Digest)) return;
        var text = new ConsentTextKept(signed.Document, signed.Version, signed.Language, version.In(signed.Language).Source);
        if (!await write.AppendAsync(Stream, entries.Count, [new NewEntry(Guid.CreateVersion7(write.Now), ConsentTextKept.Kind, ConsentJson.Write(text))]))
            throw new InvalidOperationException($"{Stream} was overtaken inside a transaction.");
    }

    private static async Task<Result<ConsentEvent>> RefusedAsync(RecordWrite write, Refusal refusal, Guid? patientId, IConsentCommand command, string origin)
    {
        await write.AuditAsync(new AuditLine(write.Author, "consent.change", patientId, command.GetType().Name, "refused", refusal.Code, origin));
        return refusal;
    }

    private static string Target(ConsentEvent happened) => happened switch
    {
        ConsentEvent.Asked asked => string.Join(' ', asked.Documents),
        ConsentEvent.Shown shown => $"{shown.Document} {shown.Version}",
        ConsentEvent.QuestionAnswered answered => $"{answered.Document} {answered.Version} {answered.Question}",
        ConsentEvent.TalkedThrough talked => $"{talked.Document} {talked.Version}",
        ConsentEvent.Signed signed => $"{signed.Document} {signed.Version}",
        ConsentEvent.Declined declined => $"{declined.Document} {declined.Version}",
        ConsentEvent.Withdrawn withdrawn => withdrawn.Document,
        _ => "",
    };

    private sealed record Known(int Version, ConsentLibrary Library)
    {
        public Known With(IReadOnlyList<Entry> later) => new(later[^1].Version, Library with
        {
            Published = [.. Library.Published, .. Library.With(later.Select(PatientRecords.Line)).Published],
        });
    }

    internal static StreamName Stream { get; } = new("consent-documents", Sites.Main);
}

/// <summary>A link needs something by which its holder is known.</summary>
public sealed record BirthDateNeeded : Refusal
{
    public override string Code => "link.birth-date-needed";

    public override string Sentence => "Without a full birth date on file the link could be opened by nobody; write it into the chart first.";
}

/// <summary>Nowhere to send it.</summary>
public sealed record NoEmailAddress : Refusal
{
    public override string Code => "link.no-email";

    public override string Sentence => "There is no email address on file; write it into the chart, or make a link to hand over.";
}

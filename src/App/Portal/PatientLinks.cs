using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using Afterglow.App.Patients;
using Afterglow.App.People;
using Afterglow.App.Record;
using Afterglow.Core;
using Afterglow.Core.Patients;
using Afterglow.Core.People;
using Dapper;

namespace Afterglow.App.Portal;

/// <summary>What a link opens.</summary>
public static class LinkPurpose
{
    public const string History = "history";

    /// <summary>A few questions, now.</summary>
    public const string CheckIn = "check-in";

    /// <summary>Opened with a passkey: all that the first link opens, without a key that could be sent on.</summary>
    public const string Own = "own";

    /// <summary>The clinic's own device, handed to the patient by a member of staff: the documents, and nothing else.</summary>
    public const string Here = "here";
}

/// <summary>A link that somebody may use now.</summary>
public sealed record PatientLink(
    Guid Id, string Purpose, Guid PatientId, Guid SiteId, string Language, DateTimeOffset EndsAt, DateTimeOffset? OpenedAt)
{
    /// <summary>True where it opens all of the patient's own pages.</summary>
    public bool OpensAll => Purpose is LinkPurpose.History or LinkPurpose.Own;

    /// <summary>As the author of what comes through it.</summary>
    public Author Patient => Author.Patient(PatientId);

    /// <summary>Who stands in the record as the author: the patient, or who is there with them.</summary>
    public Author Writer => Witness ?? Patient;

    /// <summary>Who handed the device over and is there; null where the patient opened a link.</summary>
    public Author? Witness { get; init; }
}

/// <summary>
/// Links that open one thing for one patient, without an account: 256 random bits, of which only a keyed hash is kept;
/// bound to a purpose; they end, and can be closed. Following one changes nothing and shows nothing personal: whoever
/// does is asked for the birth date first, a few times at most. So a mail scanner that opens every link has answered
/// nothing, and a link that went astray tells a stranger nothing.
/// </summary>
public sealed class PatientLinks(ClinicRecord record, Database database, Vault vault, TimeProvider clock)
{
    /// <summary>Wrong birth dates until a link is closed.</summary>
    public const int MostWrongDates = 5;

    private const int KeyBytes = 32;

    private const string Columns =
        """
        select id as Id, purpose as Purpose, patient_id as PatientId, site_id as SiteId, language as Language, ends_at as EndsAt,
               closed_at as ClosedAt, closed_why as ClosedWhy, wrong_dates as WrongDates, opened_at as OpenedAt, witness as Witness
        from patient_link
        """;

    /// <summary>Makes a link and closes every earlier one for the same purpose. The key is returned once and kept nowhere.</summary>
    public async Task<string> MakeAsync(
        RecordWrite write, Guid id, string purpose, Guid patientId, Guid site, string language, TimeSpan life)
    {
        await CloseAllAsync(write, patientId, purpose, "replaced");
        var key = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(KeyBytes));
        await InsertAsync(write, id, purpose, patientId, site, language, life, key, "");
        await write.AuditAsync(new AuditLine(write.Author, "link.make", patientId, $"link/{id:D} {purpose}"));
        return key;
    }

    private Task InsertAsync(RecordWrite write, Guid id, string purpose, Guid patientId, Guid site, string language, TimeSpan life, string key, string opened) => write.Connection.ExecuteAsync(
        """
        insert into patient_link (id, key_hash, purpose, patient_id, site_id, language, created_at, created_by, ends_at, closed_at, closed_why, wrong_dates, opened_at)
        values (@id, @hash, @purpose, @patient, @site, @language, @now, @by, @ends, '', '', 0, @opened)
        """,
        new
        {
            id = id.ToString("D"), hash = vault.Fingerprints(key, Row)[0], purpose, patient = patientId.ToString("D"), site = site.ToString("D"),
            language, now = Instant.Text(write.Now), by = write.Author.Id, ends = Instant.Text(write.Now + life), opened,
        }, write.Transaction);

    /// <summary>A device of the clinic is handed over: opened at once for the patient in front of it, with whoever hands it over as witness.</summary>
    public async Task<PatientLink> HandOverAsync(RecordWrite write, Guid id, Guid patientId, Guid site, string language, TimeSpan life)
    {
        await MakeAsync(write, id, LinkPurpose.Here, patientId, site, language, life);
        await write.Connection.ExecuteAsync(
            "update patient_link set witness = @witness, opened_at = @now where id = @id",
            new { witness = JsonSerializer.Serialize(write.Author), now = Instant.Text(write.Now), id = id.ToString("D") }, write.Transaction);
        return new PatientLink(id, LinkPurpose.Here, patientId, site, language, write.Now + life, write.Now) { Witness = write.Author };
    }

    /// <summary>A patient is let in who holds a passkey. Nobody is told the key of such a link; other devices stay open.</summary>
    internal async Task<PatientLink> OpenOwnPageAsync(RecordWrite write, Guid patientId, Guid site, string language, TimeSpan life)
    {
        var id = Guid.CreateVersion7(write.Now);
        await InsertAsync(write, id, LinkPurpose.Own, patientId, site, language, life, Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(KeyBytes)), Instant.Text(write.Now));
        return new PatientLink(id, LinkPurpose.Own, patientId, site, language, write.Now + life, write.Now);
    }

    /// <summary>The link with this key. Changes nothing.</summary>
    public async Task<Result<PatientLink>> FindAsync(string? key, CancellationToken cancel = default)
    {
        // Whatever else was typed or cut off on the way is looked up nowhere.
        if (key is null || key.Length != 43 || !key.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_')) return new LinkUnknown();
        await using var connection = await database.OpenAsync(cancel);
        return Usable(await connection.QuerySingleOrDefaultAsync<Stored>(
            Columns + " where key_hash in @hashes", new { hashes = vault.Fingerprints(key, Row) }));
    }

    /// <summary>The link with this id, as long as it may be used: asked on every page that it opened.</summary>
    public async Task<Result<PatientLink>> FindAsync(Guid id, CancellationToken cancel = default)
    {
        await using var connection = await database.OpenAsync(cancel);
        return Usable(await connection.QuerySingleOrDefaultAsync<Stored>(Columns + " where id = @id", new { id = id.ToString("D") }));
    }

    /// <summary>As above, inside a transaction.</summary>
    internal async Task<Result<PatientLink>> FindAsync(RecordWrite write, Guid id) => Usable(
        await write.Connection.QuerySingleOrDefaultAsync<Stored>(Columns + " where id = @id", new { id = id.ToString("D") }, write.Transaction));

    /// <summary>The newest link of a patient for a purpose, whatever has become of it; null when there was none.</summary>
    public async Task<(DateTimeOffset EndsAt, bool Usable, DateTimeOffset? OpenedAt)?> NewestAsync(Guid patientId, string purpose, CancellationToken cancel = default)
    {
        await using var connection = await database.OpenAsync(cancel);
        var stored = await connection.QueryFirstOrDefaultAsync<Stored>(
            Columns + " where patient_id = @patient and purpose = @purpose order by created_at desc, id desc limit 1",
            new { patient = patientId.ToString("D"), purpose });
        return stored is null ? null : (Instant.Read(stored.EndsAt), Usable(stored).Allowed, stored.OpenedAt.Length > 0 ? Instant.Read(stored.OpenedAt) : null);
    }

    /// <summary>Whoever holds the key says when they were born. A wrong date counts; a few close the link.</summary>
    public async Task<Result<PatientLink>> ProveAsync(string? key, DateOnly? birthDate, string origin, CancellationToken cancel = default)
    {
        var found = await FindAsync(key, cancel);
        if (!found.Try(out var link, out _)) return found;
        if (birthDate is null) return new BirthDateNotRead();
        return await record.WriteAsync<Result<PatientLink>>(link.Patient, async write =>
        {
            var id = link.Id.ToString("D");
            // Read again inside the transaction: of many guesses at once, no more are heard than one after another.
            var stored = await write.Connection.QuerySingleAsync<Stored>(Columns + " where id = @id", new { id }, write.Transaction);
            if (!Usable(stored).Try(out _, out var refusal)) return refusal;
            var born = await write.Connection.QuerySingleOrDefaultAsync<string>(
                "select birth_date from read_patient where patient_id = @patient", new { patient = stored.PatientId }, write.Transaction);
            if (PartialDate.Read(born) is { } known && known == PartialDate.On(birthDate.Value))
            {
                await write.Connection.ExecuteAsync(
                    "update patient_link set wrong_dates = 0, opened_at = case when opened_at = '' then @now else opened_at end where id = @id",
                    new { now = Instant.Text(write.Now), id }, write.Transaction);
                await write.AuditAsync(new AuditLine(link.Patient, "link.open", link.PatientId, $"link/{id} {link.Purpose}", Origin: origin));
                return link;
            }
            var wrong = (int)stored.WrongDates + 1;
            await write.Connection.ExecuteAsync(
                "update patient_link set wrong_dates = @wrong, closed_at = @closed, closed_why = @why where id = @id",
                new
                {
                    id, wrong, closed = wrong >= MostWrongDates ? Instant.Text(write.Now) : "", why = wrong >= MostWrongDates ? "wrong-dates" : "",
                }, write.Transaction);
            await write.AuditAsync(new AuditLine(link.Patient, "link.open", link.PatientId, $"link/{id} {link.Purpose}", "refused", "birth date", origin));
            return wrong >= MostWrongDates ? new LinkGuessed() : new BirthDateWrong(MostWrongDates - wrong);
        }, cancel);
    }

    /// <summary>True where a link of this patient for a purpose may be used now.</summary>
    public async Task<bool> IsOpenAsync(Guid patientId, string purpose, CancellationToken cancel = default)
    {
        await using var connection = await database.OpenAsync(cancel);
        return await connection.QuerySingleAsync<long>(
            "select count(*) from patient_link where patient_id = @patient and purpose = @purpose and closed_at = '' and ends_at > @now",
            new { patient = patientId.ToString("D"), purpose, now = Instant.Text(clock.GetUtcNow()) }) > 0;
    }

    /// <summary>Closes whatever is open for a patient and a purpose, but for one where it is named.</summary>
    public async Task<int> CloseAllAsync(RecordWrite write, Guid patientId, string purpose, string why, Guid? but = null)
    {
        var closed = await write.Connection.ExecuteAsync(
            "update patient_link set closed_at = @now, closed_why = @why where patient_id = @patient and purpose = @purpose and closed_at = '' and id <> @but",
            new { now = Instant.Text(write.Now), why, patient = patientId.ToString("D"), purpose, but = but?.ToString("D") ?? "" }, write.Transaction);
        if (closed > 0) await write.AuditAsync(new AuditLine(write.Author, "link.close", patientId, $"{purpose} {why}"));
        return closed;
    }

    private Result<PatientLink> Usable(Stored? stored) => stored switch
    {
        null => new LinkUnknown(),
        { ClosedWhy: "wrong-dates" } => new LinkGuessed(),
        { ClosedAt.Length: > 0 } => new LinkReplaced(),
        _ when Instant.Read(stored.EndsAt) <= clock.GetUtcNow() => new LinkEnded(),
        _ => new PatientLink(
            Guid.Parse(stored.Id), stored.Purpose, Guid.Parse(stored.PatientId), Guid.Parse(stored.SiteId), stored.Language,
            Instant.Read(stored.EndsAt), stored.OpenedAt.Length > 0 ? Instant.Read(stored.OpenedAt) : null)
        {
            Witness = stored.Witness.Length > 0 ? JsonSerializer.Deserialize<Author>(stored.Witness) : null,
        },
    };

    private const string Row = "patient-link";

    private sealed class Stored
    {
        public string Id { get; init; } = "";
        public string Purpose { get; init; } = "";
        public string PatientId { get; init; } = "";
        public string SiteId { get; init; } = "";
        public string Language { get; init; } = "";
        public string EndsAt { get; init; } = "";
        public string ClosedAt { get; init; } = "";
        public string ClosedWhy { get; init; } = "";
        public long WrongDates { get; init; }
        public string OpenedAt { get; init; } = "";
        public string Witness { get; init; } = "";
    }
}

/// <summary>No such link: mistyped, cut off, altered, or never made.</summary>
public sealed record LinkUnknown : Refusal
{
    public override string Code => "link.unknown";

    public override string Sentence => "This link does not open anything. It may have been cut off on its way; copy the whole address from the message.";
}

/// <summary>It was good once.</summary>
public sealed record LinkEnded : Refusal
{
    public override string Code => "link.ended";

    public override string Sentence => "This link has run out. Ask us for a new one; what you have answered is kept.";
}

/// <summary>A newer one was sent, or the clinic closed it.</summary>
public sealed record LinkReplaced : Refusal
{
    public override string Code => "link.replaced";

    public override string Sentence => "This link is closed, because a newer one was sent or it is no longer needed. Look for our newest message, or ask us.";
}

/// <summary>Too many wrong birth dates.</summary>
public sealed record LinkGuessed : Refusal
{
    public override string Code => "link.guessed";

    public override string Sentence => "This link is closed, because a birth date that is not the right one was given several times. Ask us for a new one; what you have answered is kept.";
}

/// <summary>Not the birth date of this patient.</summary>
public sealed record BirthDateWrong(int Left) : Refusal
{
    public override string Code => "link.birth-date";

    public override string Sentence => $"This is not the birth date we have. Check it and try again ({Left} left); if we have it wrong, call us.";
}

/// <summary>Not a date at all; no try is counted.</summary>
public sealed record BirthDateNotRead : Refusal
{
    public override string Code => "link.birth-date-unreadable";

    public override string Sentence => "Write the day, the month and the year of birth as numbers.";
}

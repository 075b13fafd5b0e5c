using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using Afterglow.App.Patients;
using Afterglow.App.People;
using Afterglow.App.Record;
using Afterglow.Core;
using Afterglow.Core.People;
using Afterglow.Core.Sessions;
using Dapper;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Afterglow.App.Portal;

/// <summary>A passkey of a patient, as they and the clinic see it.</summary>
public sealed record PatientPasskey(string Id, DateTimeOffset CreatedAt, DateTimeOffset? UsedAt);

/// <summary>
/// Opens a patient's own page without a message: a key on their own device, opened by finger, face or PIN. It is added only by
/// whoever was let in to all of the pages, with a link and the birth date, on a device of their own. What it opens is what such a link opens, for
/// as long, and ends the same way. The protocol is ASP.NET Core Identity's; the keys stand apart from those of the staff, so
/// that neither ever opens what is the other's. A question is asked once, and answered within three minutes.
/// </summary>
public sealed partial class PatientPasskeys(
    ClinicRecord record, Database database, PatientLinks links, ClinicTexts clinic, SignInThrottle throttle, IOptions<IdentityPasskeyOptions> options, IServiceProvider services,
    TimeProvider clock, ILogger<PatientPasskeys> log)
{
    /// <summary>A telephone, a tablet, a computer, and as many again.</summary>
    public const int Most = 6;

    /// <summary>At the longest; without a page in between it closes sooner (<see cref="OpenForm.Time"/>).</summary>
    private static readonly TimeSpan Session = TimeSpan.FromHours(12);

    private const string Adding = "own-page.add", Opening = "own-page.open", Anybody = "patient";

    private static readonly Author Stranger = new("patient", "Somebody with a passkey", [], IsProgram: true);

    public async Task<IReadOnlyList<PatientPasskey>> ListAsync(Guid patientId, CancellationToken cancel = default)
    {
        await using var connection = await database.OpenAsync(cancel);
        return [.. (await connection.QueryAsync<(string Id, string Created, string Used)>(
            "select credential_id, created_at, used_at from patient_passkey where patient_id = @patient order by created_at", new { patient = patientId.ToString("D") }))
            .Select(row => new PatientPasskey(row.Id, Instant.Read(row.Created), row.Used.Length > 0 ? Instant.Read(row.Used) : null))];
    }

    /// <summary>What a new passkey is asked.</summary>
    public async Task<Result<PasskeyQuestion>> AskForNewAsync(HttpContext context, PatientLink link)
    {
        if (!link.OpensAll) return new PasskeyNotAccepted();
        if (!throttle.Admits("passkey/" + link.PatientId.ToString("D"), context.Origin())) return new TooManyTries();
        if ((await ListAsync(link.PatientId, context.RequestAborted)).Count >= Most) return new PasskeyNotAccepted();
        // What the device writes beside the key: the clinic, and nothing about what it treats or whom.
        var name = (await clinic.ProfileAsync(context.RequestAborted)).Name;
        using var keys = new Keys(database, services);
        var made = await Handler(keys).MakeCreationOptionsAsync(new PasskeyUserEntity { Id = link.PatientId.ToString("D"), Name = name, DisplayName = name }, context);
        return await AskAsync(link.PatientId.ToString("D"), Adding, made.AttestationState, made.CreationOptionsJson, link.Patient, context.RequestAborted);
    }

    /// <summary>Takes a new passkey into use, when its answer fits the question. A link that opens a few questions makes no key that opens everything.</summary>
    public async Task<Result<PatientPasskey>> AddAsync(HttpContext context, PatientLink link, PasskeyProof proof)
    {
        var cancel = context.RequestAborted;
        if (!link.OpensAll || proof.Credential.ValueKind != JsonValueKind.Object) return new PasskeyNotAccepted();
        if (await TakeAsync(link.Patient, link.PatientId.ToString("D"), Adding, proof.Question, cancel) is not { } state) return new PasskeyNotAccepted();
        using var keys = new Keys(database, services);
        var attested = await Handler(keys).PerformAttestationAsync(new PasskeyAttestationContext { HttpContext = context, CredentialJson = proof.Credential.GetRawText(), AttestationState = state });
        if (!attested.Succeeded || attested.UserEntity.Id != link.PatientId.ToString("D"))
        {
            NotAccepted(log, attested.Failure?.GetType().Name ?? "another person's");
            return new PasskeyNotAccepted();
        }
        return await record.WriteAsync<Result<PatientPasskey>>(link.Patient, async write =>
        {
            var patient = link.PatientId.ToString("D");
            if (await write.Connection.QuerySingleAsync<long>("select count(*) from patient_passkey where patient_id = @patient", new { patient }, write.Transaction) >= Most) return new PasskeyNotAccepted();
            var id = Base64Url.EncodeToString(attested.Passkey.CredentialId);
            var added = await write.Connection.ExecuteAsync(
                "insert into patient_passkey (credential_id, patient_id, data, created_at, used_at) values (@id, @patient, @data, @now, '') on conflict do nothing",
                new { id, patient, data = Kept.Write(attested.Passkey), now = Instant.Text(write.Now) }, write.Transaction);
            if (added == 0) return new PasskeyNotAccepted();
            await write.AuditAsync(new AuditLine(link.Patient, "own-page.passkey-added", link.PatientId, $"link/{link.Id:D}", Origin: context.Origin()));
            return new PatientPasskey(id, write.Now, null);
        }, cancel);
    }

    /// <summary>What any patient's passkey is asked.</summary>
    public async Task<Result<PasskeyQuestion>> AskAsync(HttpContext context)
    {
        if (!throttle.Admits("own-page/" + context.Origin(), context.Origin())) return new TooManyTries();
        using var keys = new Keys(database, services);
        var made = await Handler(keys).MakeRequestOptionsAsync(null, context);
        return await AskAsync(Anybody, Opening, made.AssertionState, made.RequestOptionsJson, Stranger, context.RequestAborted);
    }

    /// <summary>Whose passkey answered, let in as by a link; or no.</summary>
    public async Task<Result<PatientLink>> OpenAsync(HttpContext context, PasskeyProof proof)
    {
        var cancel = context.RequestAborted;
        if (!throttle.Admits("own-page/" + context.Origin(), context.Origin())) return new TooManyTries();
        using var keys = new Keys(database, services);
        var asserted = proof.Credential.ValueKind == JsonValueKind.Object && await TakeAsync(Stranger, Anybody, Opening, proof.Question, cancel) is { } state
            ? await Handler(keys).PerformAssertionAsync(new PasskeyAssertionContext { HttpContext = context, CredentialJson = proof.Credential.GetRawText(), AssertionState = state })
            : null;
        if (asserted is not { Succeeded: true })
        {
            // Among the reasons: a counter that went backwards, which is how a copied key shows itself.
            NotAccepted(log, asserted is null ? "nobody asked for it" : asserted.Failure?.GetType().Name ?? "");
            await record.AuditAsync(new AuditLine(Stranger, "own-page.open", Outcome: "refused", Origin: context.Origin()), cancel);
            return new PasskeyNotAccepted();
        }
        return await record.WriteAsync<Result<PatientLink>>(Author.Patient(asserted.User.PatientId), async write =>
        {
            var patient = asserted.User.PatientId.ToString("D");
            // Removed between question and answer, or somebody who has died: the page stays shut.
            var known = await write.Connection.QuerySingleOrDefaultAsync<(string Site, long Deceased)?>(
                """
                select p.site_id, p.deceased from patient_passkey k join read_patient p on p.patient_id = k.patient_id
                where k.credential_id = @id and k.patient_id = @patient
                """, new { id = Base64Url.EncodeToString(asserted.Passkey.CredentialId), patient }, write.Transaction);
            if (known is not { Deceased: 0 } here) return new PasskeyNotAccepted();
            await write.Connection.ExecuteAsync(
                "update patient_passkey set data = @data, used_at = @now where credential_id = @id",
                new { data = Kept.Write(asserted.Passkey), now = Instant.Text(write.Now), id = Base64Url.EncodeToString(asserted.Passkey.CredentialId) }, write.Transaction);
            var link = await links.OpenOwnPageAsync(write, asserted.User.PatientId, Guid.Parse(here.Site), Languages.Current, Session);
            await write.AuditAsync(new AuditLine(link.Patient, "own-page.open", link.PatientId, $"link/{link.Id:D} passkey", Origin: context.Origin()));
            return link;
        }, cancel);
    }

    /// <summary>
    /// A patient takes a passkey of theirs away, and closes whatever a passkey has open on any device but this one: which key
    /// opened what is not kept. False where they have no such key.
    /// </summary>
    public Task<bool> RemoveAsync(PatientLink link, string id, string origin, CancellationToken cancel = default) => record.WriteAsync(link.Patient, async write =>
    {
        var gone = await write.Connection.ExecuteAsync(
            "delete from patient_passkey where patient_id = @patient and credential_id = @id", new { patient = link.PatientId.ToString("D"), id }, write.Transaction);
        if (gone == 0) return false;
        await links.CloseAllAsync(write, link.PatientId, LinkPurpose.Own, "passkey-removed", but: link.Id);
        await write.AuditAsync(new AuditLine(link.Patient, "own-page.passkey-removed", link.PatientId, $"{gone}", Origin: origin));
        return true;
    }, cancel);

    /// <summary>
    /// As above, for staff: a telephone was lost. All keys go, and what they have open closes, also where the keys are gone
    /// already. False where there is no such patient within reach.
    /// </summary>
    public async Task<bool> RemoveAllAsync(Guid patientId, Caller caller, CancellationToken cancel = default)
    {
        await using (var connection = await database.OpenAsync(cancel))
            if (await PatientQueries.SiteAsync(connection, patientId, caller.Reach) is null) return false;
        return await record.WriteAsync(caller.Who, async write =>
        {
            await links.CloseAllAsync(write, patientId, LinkPurpose.Own, "passkey-removed");
            var gone = await write.Connection.ExecuteAsync("delete from patient_passkey where patient_id = @patient", new { patient = patientId.ToString("D") }, write.Transaction);
            if (gone > 0) await write.AuditAsync(new AuditLine(caller.Who, "own-page.passkey-removed", patientId, $"{gone}", Origin: caller.Origin));
            return true;
        }, cancel);
    }

    private PasskeyHandler<PatientKeyOwner> Handler(Keys keys) => new(keys.Manager, options);

    private async Task<Result<PasskeyQuestion>> AskAsync(string by, string purpose, string? state, string json, Author author, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var id = Guid.CreateVersion7(now);
        await record.WriteAsync(author, async write =>
        {
            await write.Connection.ExecuteAsync("delete from patient_passkey_question where ends_at < @now", new { now = Instant.Text(now) }, write.Transaction);
            return await write.Connection.ExecuteAsync(
                "insert into patient_passkey_question (id, asked_by, purpose, state, ends_at) values (@id, @by, @purpose, @state, @ends)",
                new { id = id.ToString("D"), by, purpose, state = state ?? "", ends = Instant.Text(now + PasskeyProofs.Time) }, write.Transaction);
        }, cancel);
        using var asked = JsonDocument.Parse(json);
        return new PasskeyQuestion(id, asked.RootElement.Clone());
    }

    /// <summary>What was asked, taken away so that nobody can answer it again; null when it was not asked of them, for this, or lately.</summary>
    private Task<string?> TakeAsync(Author author, string by, string purpose, Guid question, CancellationToken cancel) => record.WriteAsync(author, async write =>
    {
        var key = new { id = question.ToString("D"), by, purpose, now = Instant.Text(write.Now) };
        var state = await write.Connection.QuerySingleOrDefaultAsync<string>(
            "select state from patient_passkey_question where id = @id and asked_by = @by and purpose = @purpose and ends_at > @now", key, write.Transaction);
        return await write.Connection.ExecuteAsync("delete from patient_passkey_question where id = @id and asked_by = @by and purpose = @purpose", key, write.Transaction) == 1 ? state : null;
    }, cancel);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A patient's passkey was not accepted: {Why}")]
    private static partial void NotAccepted(ILogger log, string why);

    /// <summary>A key as it is kept.</summary>
    private sealed record Kept(
        byte[] CredentialId, byte[] PublicKey, DateTimeOffset CreatedAt, uint SignCount, string[]? Transports, bool IsUserVerified, bool IsBackupEligible, bool IsBackedUp)
    {
        public static string Write(UserPasskeyInfo key) => JsonSerializer.Serialize(new Kept(
            key.CredentialId, key.PublicKey, key.CreatedAt, key.SignCount, key.Transports, key.IsUserVerified, key.IsBackupEligible, key.IsBackedUp));

        public static UserPasskeyInfo Read(string data) => JsonSerializer.Deserialize<Kept>(data) is { } kept
            ? new UserPasskeyInfo(kept.CredentialId, kept.PublicKey, kept.CreatedAt, kept.SignCount, kept.Transports, kept.IsUserVerified, kept.IsBackupEligible, kept.IsBackedUp, [], [])
            : throw new JsonException("A passkey cannot be read.");
    }

    /// <summary>What the library asks of a store of keys. It only reads: what is written goes with its audit line.</summary>
    private sealed class Keys : IUserPasskeyStore<PatientKeyOwner>
    {
        private readonly Database database;

        public Keys(Database database, IServiceProvider services)
        {
            this.database = database;
            Manager = new UserManager<PatientKeyOwner>(
                this, Microsoft.Extensions.Options.Options.Create(new IdentityOptions()), new PasswordHasher<PatientKeyOwner>(), [], [], new UpperInvariantLookupNormalizer(),
                new IdentityErrorDescriber(), services, services.GetRequiredService<ILogger<UserManager<PatientKeyOwner>>>());
        }

        public UserManager<PatientKeyOwner> Manager { get; }

        public Task<string> GetUserIdAsync(PatientKeyOwner user, CancellationToken cancellationToken) => Task.FromResult(user.PatientId.ToString("D"));

        public Task<string?> GetUserNameAsync(PatientKeyOwner user, CancellationToken cancellationToken) => Task.FromResult<string?>(null);

        public async Task<PatientKeyOwner?> FindByIdAsync(string userId, CancellationToken cancellationToken) =>
            Guid.TryParseExact(userId, "D", out var patient) && (await FindAsync(patient, cancellationToken)).Count > 0 ? new PatientKeyOwner(patient) : null;

        public async Task<IList<UserPasskeyInfo>> GetPasskeysAsync(PatientKeyOwner user, CancellationToken cancellationToken) => await FindAsync(user.PatientId, cancellationToken);

        public async Task<PatientKeyOwner?> FindByPasskeyIdAsync(byte[] credentialId, CancellationToken cancellationToken)
        {
            await using var connection = await database.OpenAsync(cancellationToken);
            return await connection.QuerySingleOrDefaultAsync<string>(
                "select patient_id from patient_passkey where credential_id = @id", new { id = Base64Url.EncodeToString(credentialId) }) is { } patient ? new PatientKeyOwner(Guid.Parse(patient)) : null;
        }

        public async Task<UserPasskeyInfo?> FindPasskeyAsync(PatientKeyOwner user, byte[] credentialId, CancellationToken cancellationToken) =>
            (await FindAsync(user.PatientId, cancellationToken)).FirstOrDefault(key => key.CredentialId.AsSpan().SequenceEqual(credentialId));

        public Task AddOrUpdatePasskeyAsync(PatientKeyOwner user, UserPasskeyInfo passkey, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task RemovePasskeyAsync(PatientKeyOwner user, byte[] credentialId, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IdentityResult> CreateAsync(PatientKeyOwner user, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IdentityResult> UpdateAsync(PatientKeyOwner user, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IdentityResult> DeleteAsync(PatientKeyOwner user, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<PatientKeyOwner?> FindByNameAsync(string normalizedUserName, CancellationToken cancellationToken) => Task.FromResult<PatientKeyOwner?>(null);

        public Task<string?> GetNormalizedUserNameAsync(PatientKeyOwner user, CancellationToken cancellationToken) => Task.FromResult<string?>(null);

        public Task SetNormalizedUserNameAsync(PatientKeyOwner user, string? normalizedName, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task SetUserNameAsync(PatientKeyOwner user, string? userName, CancellationToken cancellationToken) => throw new NotSupportedException();

        public void Dispose()
        {
        }

        private async Task<List<UserPasskeyInfo>> FindAsync(Guid patient, CancellationToken cancel)
        {
            await using var connection = await database.OpenAsync(cancel);
            return [.. (await connection.QueryAsync<string>("select data from patient_passkey where patient_id = @patient", new { patient = patient.ToString("D") })).Select(Kept.Read)];
        }
    }
}

/// <summary>Whose key it is.</summary>
public sealed record PatientKeyOwner(Guid PatientId);

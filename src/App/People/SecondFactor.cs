using System.Security.Cryptography;
using Afterglow.App.Record;
using Afterglow.Core;
using Afterglow.Core.People;
using Dapper;
using OtpNet;

namespace Afterglow.App.People;

/// <summary>
/// The second factor: a six-digit code from an authenticator app, or one of ten recovery codes on paper.
/// A code is good for its own half-minute and the ones beside it, and works once.
/// </summary>
public sealed class SecondFactor(ClinicRecord record, Database database, Vault vault, TimeProvider clock, SignInThrottle throttle)
{
    public const int RecoveryCodes = 10;

    private const int KeyBytes = 20;
    private const string RecoveryLetters = "abcdefghjkmnpqrstuvwxyz23456789";

    /// <summary>A new key for an authenticator app, not yet anybody's.</summary>
    public static string NewKey() => Base32Encoding.ToString(RandomNumberGenerator.GetBytes(KeyBytes));

    /// <summary>What the app reads from the square code.</summary>
    public static string Address(string key, string userName) =>
        new OtpUri(OtpType.Totp, key, userName, "Afterglow").ToString();

    public async Task<bool> IsEnrolledAsync(Guid staffId, CancellationToken cancel = default)
    {
        await using var connection = await database.OpenAsync(cancel);
        return await connection.QuerySingleOrDefaultAsync<string>(
            "select authenticator_key from staff where id = @id", new { id = staffId.ToString("D") }) is not null;
    }

    /// <summary>How many recovery codes are left.</summary>
    public async Task<int> RecoveryCodesLeftAsync(Guid staffId, CancellationToken cancel = default)
    {
        await using var connection = await database.OpenAsync(cancel);
        return (int)await connection.ExecuteScalarAsync<long>(
            "select count(*) from recovery_code where staff_id = @id", new { id = staffId.ToString("D") });
    }

    /// <summary>Takes a key into use once the person has shown a code from it. Returns the recovery codes, readable this once.</summary>
    public async Task<Result<string[]>> EnrolAsync(
        Author by, Guid staffId, string key, string code, string origin, CancellationToken cancel = default)
    {
        if (Step(Base32Encoding.ToBytes(key), code) is not { } step) return new CodeNotAccepted();
        return await record.WriteAsync<Result<string[]>>(by, async write =>
        {
            await write.Connection.ExecuteAsync(
                "update staff set authenticator_key = @sealedKey, authenticator_step = @step, two_factor_enabled = @yes where id = @id",
                new
                {
                    sealedKey = vault.Seal(Base32Encoding.ToBytes(key), Row(staffId)), step, yes = true, id = staffId.ToString("D"),
                }, write.Transaction);
            await write.AuditAsync(new AuditLine(by, "second-factor.enrolled", Target: $"staff/{staffId:D}", Origin: origin));
            return await ReplaceCodesAsync(write, staffId);
        }, cancel);
    }

    /// <summary>New recovery codes; the ones before stop working.</summary>
    public Task<string[]> RenewCodesAsync(Author by, Guid staffId, string origin, CancellationToken cancel = default) =>
        record.WriteAsync(by, async write =>
        {
            await write.AuditAsync(new AuditLine(by, "second-factor.codes-renewed", Target: $"staff/{staffId:D}", Origin: origin));
            return await ReplaceCodesAsync(write, staffId);
        }, cancel);

    /// <summary>Takes the factor away, so that the person sets up another at the next sign-in: their phone is lost.</summary>
    public Task RemoveAsync(Author by, Guid staffId, string origin, CancellationToken cancel = default) =>
        record.WriteAsync(by, async write =>
        {
            var id = staffId.ToString("D");
            await write.Connection.ExecuteAsync(
                "update staff set authenticator_key = null, authenticator_step = 0, two_factor_enabled = @no where id = @id",
                new { no = false, id }, write.Transaction);
            await write.Connection.ExecuteAsync("delete from recovery_code where staff_id = @id", new { id }, write.Transaction);
            await write.Connection.ExecuteAsync("delete from staff_passkey where user_id = @id", new { id }, write.Transaction);
            await write.Connection.ExecuteAsync("delete from sign_in where staff_id = @id", new { id }, write.Transaction);
            await write.AuditAsync(new AuditLine(by, "second-factor.removed", Target: $"staff/{id}", Origin: origin));
            return true;
        }, cancel);

    /// <summary>
    /// Whether the code is this person's. Returns how it was proved: <c>code</c> or <c>recovery-code</c>.
    /// Wrong ones count towards the lock, as wrong passwords do.
    /// </summary>
    public async Task<Result<string>> VerifyAsync(Guid staffId, string code, string origin, CancellationToken cancel = default)
    {
        var id = staffId.ToString("D");
        if (!throttle.Admits("code/" + id, origin)) return new TooManyTries();
        var typed = new string([.. (code ?? "").Where(char.IsAsciiLetterOrDigit).Take(40)]).ToLowerInvariant();
        return await record.WriteAsync<Result<string>>(StaffRecords.CommandLine, async write =>
        {
            var row = await write.Connection.QuerySingleOrDefaultAsync<FactorRow>(
                """
                select display_name as DisplayName, active as Active, authenticator_key as AuthenticatorKey,
                       authenticator_step as LastStep from staff where id = @id
                """, new { id }, write.Transaction);
            if (row is not { Active: true, AuthenticatorKey: { } sealedKey }) return new CodeNotAccepted();
            var author = new Author(id, row.DisplayName, []);
            if (!await Lockout.IsLockedAsync(write, id, clock.GetUtcNow()))
            {
                if (Step(vault.Open(sealedKey, Row(staffId)), typed) is { } step && step > row.LastStep)
                {
                    await write.Connection.ExecuteAsync(
                        "update staff set authenticator_step = @step where id = @id", new { step, id }, write.Transaction);
                    await Lockout.ForgetAsync(write, id);
                    return "code";
                }
                if (await write.Connection.ExecuteAsync(
                    "delete from recovery_code where staff_id = @id and code in @prints",
                    new { id, prints = vault.Fingerprints(typed, Row(staffId)) }, write.Transaction) > 0)
                {
                    await write.AuditAsync(new AuditLine(author, "second-factor.recovery-code-used", Target: $"staff/{id}", Origin: origin));
                    await Lockout.ForgetAsync(write, id);
                    return "recovery-code";
                }
            }
            await Lockout.CountAsync(write, author, id, clock.GetUtcNow(), "second-factor", origin);
            return new CodeNotAccepted();
        }, cancel);
    }

    private async Task<string[]> ReplaceCodesAsync(RecordWrite write, Guid staffId)
    {
        var id = staffId.ToString("D");
        await write.Connection.ExecuteAsync("delete from recovery_code where staff_id = @id", new { id }, write.Transaction);
        var codes = Enumerable.Range(0, RecoveryCodes).Select(_ => RandomNumberGenerator.GetString(RecoveryLetters, 16)).ToList();
        foreach (var code in codes)
            await write.Connection.ExecuteAsync(
                "insert into recovery_code (staff_id, code) values (@id, @print)",
                new { id, print = vault.Fingerprints(code, Row(staffId))[0] }, write.Transaction);
        return [.. codes.Select(code => string.Join('-', code.Chunk(4).Select(part => new string(part))))];
    }

    private long? Step(byte[] key, string code) =>
        new Totp(key).VerifyTotp(
            clock.GetUtcNow().UtcDateTime, (code ?? "").Replace(" ", "", StringComparison.Ordinal), out var step, new VerificationWindow(previous: 1, future: 1))
            ? step
            : null;

    /// <summary>What a person's secrets are bound to.</summary>
    internal static string Row(Guid staffId) => $"staff/{staffId:D}";

    private sealed class FactorRow
    {
        public string DisplayName { get; init; } = "";
        public bool Active { get; init; }
        public string? AuthenticatorKey { get; init; }
        public long LastStep { get; init; }
    }
}

/// <summary>A code that is wrong, old or already used.</summary>
public sealed record CodeNotAccepted : Refusal
{
    public override string Code => "sign-in.code-not-accepted";

    public override string Sentence => "This code was not accepted. Codes change every 30 seconds and work once: wait for the next one.";
}

using System.Buffers.Text;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Afterglow.App.Record;
using Afterglow.Core;
using Afterglow.Core.People;
using Dapper;
using Microsoft.AspNetCore.Identity;

namespace Afterglow.App.People;

/// <summary>
/// Changing a password, and choosing one through a link that an administrator hands over. A link is good once and for
/// an hour, and says nothing about the second factor: that is still asked for at sign-in.
/// </summary>
public sealed class Passwords(
    ClinicRecord record, Database database, StaffRecords staff, PasswordRules rules, IPasswordHasher<StaffAccount> hasher, TimeProvider clock)
{
    public static readonly TimeSpan LinkTime = TimeSpan.FromHours(1);

    /// <summary>Makes a link's key for a person. Links made before stop working.</summary>
    public Task<Result<string>> OfferLinkAsync(Author by, Guid staffId, string origin, CancellationToken cancel = default) =>
        record.WriteAsync<Result<string>>(by, async write =>
        {
            var id = staffId.ToString("D");
            if (await write.Connection.ExecuteScalarAsync<long>("select count(*) from staff where id = @id", new { id }, write.Transaction) == 0)
                return new StaffUnknown();
            var key = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
            await write.Connection.ExecuteAsync("delete from password_link where staff_id = @id", new { id }, write.Transaction);
            await write.Connection.ExecuteAsync(
                "insert into password_link (key_hash, staff_id, ends_at) values (@hash, @id, @ends)",
                new { hash = Hash(key), id, ends = Instant.Text(clock.GetUtcNow() + LinkTime) }, write.Transaction);
            await write.AuditAsync(new AuditLine(by, "staff.password-link", Target: $"staff/{id}", Origin: origin));
            return key;
        }, cancel);

    /// <summary>Whose link this is; null when it was used, is too old or never was.</summary>
    public async Task<StaffMember?> WhoseAsync(string key, CancellationToken cancel = default)
    {
        await using var connection = await database.OpenAsync(cancel);
        var id = await connection.QuerySingleOrDefaultAsync<string>(
            "select staff_id from password_link where key_hash = @hash and ends_at > @now",
            new { hash = Hash(key), now = Instant.Text(clock.GetUtcNow()) });
        return id is not null && await staff.FindAsync(Guid.Parse(id), cancel) is { Active: true } member ? member : null;
    }

    /// <summary>Takes the password that the holder of the link chose. Everything that was signed in as this person ends.</summary>
    public async Task<Result<StaffMember>> ChooseAsync(string key, string password, string origin, CancellationToken cancel = default)
    {
        if (await WhoseAsync(key, cancel) is not { } member) return new LinkSpent();
        if (rules.Refuse(password, member.UserName, member.DisplayName) is { } weak) return weak;
        var hash = HashOf(password);
        return await record.WriteAsync<Result<StaffMember>>(member.Author, async write =>
        {
            // Deleting the link is what admits: of two who use it at once, one does.
            if (await write.Connection.ExecuteAsync("delete from password_link where key_hash = @hash", new { hash = Hash(key) }, write.Transaction) == 0)
                return new LinkSpent();
            await SetAsync(write, member.Id, hash, keep: "");
            await write.AuditAsync(new AuditLine(member.Author, "staff.password-chosen", Target: $"staff/{member.Id:D}", Origin: origin));
            return member;
        }, cancel);
    }

    /// <summary>A signed-in person changes their own password. Their other browsers are signed out.</summary>
    public async Task<Result<Author>> ChangeAsync(
        ClaimsPrincipal user, string current, string password, string origin, CancellationToken cancel = default)
    {
        var proved = await staff.ReauthenticateAsync(user, current, origin, cancel);
        if (!proved.Try(out var author, out _)) return proved;
        var member = await staff.FindAsync(user.StaffId(), cancel);
        if (rules.Refuse(password, member!.UserName, member.DisplayName) is { } weak) return weak;
        var hash = HashOf(password);
        return await record.WriteAsync<Result<Author>>(author, async write =>
        {
            await SetAsync(write, member.Id, hash, keep: user.FindFirstValue(SignedIn.SignInClaim) ?? "");
            await write.AuditAsync(new AuditLine(author, "staff.password-changed", Target: $"staff/{member.Id:D}", Origin: origin));
            return author;
        }, cancel);
    }

    private static async Task SetAsync(RecordWrite write, Guid staffId, string hash, string keep)
    {
        var id = staffId.ToString("D");
        await write.Connection.ExecuteAsync(
            "update staff set password_hash = @hash, security_stamp = @stamp, access_failed_count = 0, lockout_end = null where id = @id",
            new { hash, stamp = Guid.NewGuid().ToString("N"), id }, write.Transaction);
        await write.Connection.ExecuteAsync("delete from password_link where staff_id = @id", new { id }, write.Transaction);
        await write.Connection.ExecuteAsync("delete from sign_in where staff_id = @id and id <> @keep", new { id, keep }, write.Transaction);
    }

    private string HashOf(string password) => hasher.HashPassword(new StaffAccount { DisplayName = "" }, password);

    private static string Hash(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
}

/// <summary>A link that no longer opens anything.</summary>
public sealed record LinkSpent : Refusal
{
    public override string Code => "password.link-spent";

    public override string Sentence => "This link was used already or is older than an hour. Ask your administrator for a new one.";
}

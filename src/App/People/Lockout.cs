using System.Data.Common;
using Afterglow.App.Record;
using Afterglow.Core.People;
using Dapper;

namespace Afterglow.App.People;

/// <summary>
/// Counts wrong passwords and codes, and shuts an account for a while after ten. Always inside the transaction that
/// answers, so that a hundred guesses sent at once are still ten.
/// </summary>
internal static class Lockout
{
    public const int Tries = 10;

    public static readonly TimeSpan Time = TimeSpan.FromMinutes(15);

    public static async Task<bool> IsLockedAsync(RecordWrite write, string staffId, DateTimeOffset now)
    {
        var end = await write.Connection.QuerySingleOrDefaultAsync<string>(
            "select lockout_end from staff where id = @staffId", new { staffId }, write.Transaction);
        return end is not null && Instant.Read(end) > now;
    }

    /// <summary>One more wrong try by somebody who says they are this person; an unknown one leaves its audit line too.</summary>
    public static async Task CountAsync(
        RecordWrite write, Author author, string? staffId, DateTimeOffset now, string action, string origin)
    {
        var target = staffId is null ? "" : $"staff/{staffId}";
        await write.AuditAsync(new AuditLine(author, action, Target: target, Outcome: "refused", Origin: origin));
        if (staffId is null || await IsLockedAsync(write, staffId, now)) return;
        var failed = 1 + await write.Connection.ExecuteScalarAsync<long>(
            "select access_failed_count from staff where id = @staffId", new { staffId }, write.Transaction);
        var locks = failed >= Tries;
        await write.Connection.ExecuteAsync(
            "update staff set access_failed_count = @failed, lockout_end = @end where id = @staffId",
            new { failed = locks ? 0 : failed, end = locks ? Instant.Text(now + Time) : null, staffId }, write.Transaction);
        if (locks) await write.AuditAsync(new AuditLine(author, "staff.locked", Target: target, Origin: origin));
    }

    /// <summary>
    /// The person got in, so the tries before are forgotten. A right password alone does not do that for somebody with
    /// a second factor: it would give whoever knows the password endless tries at the code.
    /// </summary>
    public static Task PasswordWasRightAsync(RecordWrite write, string staffId) => write.Connection.ExecuteAsync(
        """
        update staff set access_failed_count = 0, lockout_end = null
        where id = @staffId and two_factor_enabled = @no and (access_failed_count > 0 or lockout_end is not null)
        """, new { staffId, no = false }, write.Transaction);

    public static Task ForgetAsync(RecordWrite write, string staffId) => write.Connection.ExecuteAsync(
        "update staff set access_failed_count = 0, lockout_end = null where id = @staffId and (access_failed_count > 0 or lockout_end is not null)",
        new { staffId }, write.Transaction);
}

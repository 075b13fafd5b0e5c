using Afterglow.App.Record;
using Dapper;

namespace Afterglow.App.Backup;

/// <summary>One thing that was done for the backups, or failed.</summary>
/// <param name="Fault">What was wrong, in a sentence; empty when nothing was.</param>
public sealed record BackupStep(DateTimeOffset At, string Action, string By, string Target, string Fault)
{
    public bool IsWhole => Fault.Length == 0;

    /// <summary>Until when everything acknowledged is in it: before its making took time.</summary>
    public DateTimeOffset AsOf => Target.Split(BackupHistory.AsOfWords) is [_, var at] ? Instant.Read(at) : At;
}

/// <summary>How the backups stand.</summary>
/// <param name="Made">The newest that was made; null when none was within <see cref="BackupHistory.Behind"/>.</param>
/// <param name="Tried">The newest rehearsal of coming back.</param>
/// <param name="Failed">The newest attempt that did not become a file.</param>
public sealed record BackupsStand(BackupStep? Made, BackupStep? Tried, BackupStep? Failed);

/// <summary>What the audit says about backups: whoever made them, by hand or by itself.</summary>
public sealed class BackupHistory(Database database, ClinicSettings settings, TimeProvider clock)
{
    public const string MadeAction = "backup.made", TriedAction = "backup.tried", FailedAction = "backup.failed";

    internal const string AsOfWords = ", as of ";

    /// <summary>How far back is looked: what is older than this is as good as not there.</summary>
    public static readonly TimeSpan Behind = TimeSpan.FromDays(31);

    public async Task<BackupsStand> StandsAsync(CancellationToken cancel = default) =>
        new(await NewestAsync(MadeAction, cancel), await NewestAsync(TriedAction, cancel), await NewestAsync(FailedAction, cancel));

    /// <summary>The newest steps of all kinds, newest first.</summary>
    public async Task<IReadOnlyList<BackupStep>> NewestAsync(int count, CancellationToken cancel = default)
    {
        await using var connection = await database.OpenAsync(cancel);
        var rows = await connection.QueryAsync<Row>(
            Steps + "where at >= @since and action in (@made, @tried, @failed) order by at desc, chain, number desc limit @count",
            new { since = Since, made = MadeAction, tried = TriedAction, failed = FailedAction, count });
        return [.. rows.Select(row => row.Step())];
    }

    /// <summary>Whether anything was written, or looked at, since then; the backups' own lines do not count.</summary>
    /// <param name="until">Up to, not including; null for now.</param>
    public async Task<bool> IsNewerAsync(DateTimeOffset since, DateTimeOffset? until = null, CancellationToken cancel = default)
    {
        await using var connection = await database.OpenAsync(cancel);
        return await connection.ExecuteScalarAsync<long?>(
            "select 1 from audit where at >= @since and at < @until and action not in (@made, @tried, @failed) limit 1",
            new
            {
                since = Instant.Text(since), until = Instant.Text(until ?? DateTimeOffset.MaxValue), made = MadeAction, tried = TriedAction, failed = FailedAction,
            }) is not null;
    }

    /// <summary>What an administrator has to know at once, in a sentence; null when the backups are as they should be.</summary>
    public async Task<string?> WorryAsync(CancellationToken cancel = default)
    {
        if (settings.BackupFolder is null) return null;
        var (made, tried, failed) = await StandsAsync(cancel);
        if (failed is not null && (made is null || failed.At > made.At)) return failed.Fault;
        if (made is { IsWhole: false }) return $"The record in the newest backup is broken: {made.Fault}";
        if (tried is { IsWhole: false }) return $"The newest backup could not be brought back: {tried.Fault}";
        // Whatever the reason: something was written later than what is saved, and for several paces nothing has been.
        var patience = TimeSpan.FromHours(1) > 3 * settings.BackupEvery ? TimeSpan.FromHours(1) : 3 * settings.BackupEvery;
        return made is not null && clock.GetUtcNow() - made.At > patience && await IsNewerAsync(made.AsOf.AddTicks(1), clock.GetUtcNow() - patience, cancel)
            ? "Something was written, and it has not been saved since: see whether the disk is full or another backup hangs."
            : null;
    }

    private const string Steps = "select at as At, action as Action, actor_name as ActorName, target as Target, outcome as Outcome, reason as Reason from audit ";

    private string Since => Instant.Text(clock.GetUtcNow() - Behind);

    private async Task<BackupStep?> NewestAsync(string action, CancellationToken cancel)
    {
        await using var connection = await database.OpenAsync(cancel);
        return (await connection.QueryFirstOrDefaultAsync<Row>(
            Steps + "where at >= @since and action = @action order by at desc, chain, number desc limit 1", new { since = Since, action }))?.Step();
    }

    private sealed record Row(string At, string Action, string ActorName, string Target, string Outcome, string Reason)
    {
        public BackupStep Step() =>
            new(Instant.Read(At), Action, ActorName, Target, Outcome == "done" ? "" : Reason.Length > 0 ? Reason : Outcome);
    }
}

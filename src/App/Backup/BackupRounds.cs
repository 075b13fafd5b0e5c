using System.Globalization;
using System.Text.RegularExpressions;
using Afterglow.App.Live;
using Afterglow.App.People;
using Afterglow.App.Record;
using Afterglow.Core;
using Afterglow.Core.People;

namespace Afterglow.App.Backup;

/// <summary>
/// The backups that a running clinic makes by itself: one at every pace in which something was written, a rehearsal of coming
/// back once a day, and of the old ones fewer the older they are.
/// </summary>
public sealed partial class BackupRounds(
    Backups backups, BackupHistory history, ClinicRecord record, ClinicSettings settings, TimeProvider clock, ILogger<BackupRounds> log)
{
    private const string Origin = "server";

    // A line of the audit has the time at which its transaction began; it is on the disk a little later.
    private static readonly TimeSpan Slack = TimeSpan.FromMinutes(1);

    /// <summary>Who is named for what the server does unasked.</summary>
    public static Author Author { get; } = new("backup", "Backups", [], IsProgram: true);

    /// <summary>Looks once: saves what is new, tries what was saved, and clears away. Does nothing where no folder is named.</summary>
    public async Task LookAsync(CancellationToken cancel)
    {
        if (settings.BackupFolder is not { } folder) return;
        var now = clock.GetUtcNow();
        var stands = await history.StandsAsync(cancel);
        if (await IsDueAsync(folder, stands.Made, now, cancel)) await SaveAsync(folder, now, cancel);
        // A day less half a pace: the look of the next day comes at a pace, not to the second.
        if (stands.Tried is not { } tried || now - tried.At >= TimeSpan.FromDays(1) - settings.BackupEvery / 2) await TryAsync(folder, cancel);
        foreach (var old in Superfluous(Names(folder), now)) File.Delete(Path.Combine(folder, old));
        foreach (var left in Drafts(folder)) File.Delete(left);
    }

    private async Task<bool> IsDueAsync(string folder, BackupStep? made, DateTimeOffset now, CancellationToken cancel)
    {
        if (made is null) return true;
        // What was made by hand may lie anywhere: this folder must not stay behind it.
        if (Directory.Exists(folder) && (Names(folder).Max() is not { } newest || At(newest) + Slack < made.AsOf)) return true;
        // Half a pace, because another server on this record may have been first, and clocks are never quite together.
        return now - made.At >= settings.BackupEvery / 2 && await history.IsNewerAsync(made.AsOf - Slack, cancel: cancel);
    }

    private async Task SaveAsync(string folder, DateTimeOffset now, CancellationToken cancel)
    {
        try
        {
            var (phrase, _) = Backups.PhraseOf(settings);
            var saved = await backups.SaveAsync(Path.Combine(folder, NameAt(now, phrase)), phrase, cancel);
            if (saved.Try(out var report, out var refusal))
            {
                await record.AuditAsync(report.Made(Author, Origin), cancel);
                if (report.Broken is not null) RecordBroken(log);
            }
            // Somebody is at it by hand: theirs is as good, and the next look sees whether it was.
            else if (refusal is not (BackupRuns or BackupExists)) await FailedAsync(refusal.Sentence, null, cancel);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            // Whatever it was, the clinic goes on, and somebody is told.
            await FailedAsync($"The backup could not be written to {folder}: {fault.Message}", fault, cancel);
        }
    }

    // A backup that was never brought back is a hope: everything is unpacked and walked, beside the data, and thrown away.
    private async Task TryAsync(string folder, CancellationToken cancel)
    {
        if (Names(folder).Max() is not { } newest) return;
        string? fault;
        try
        {
            var (phrase, _) = Backups.PhraseOf(settings);
            var tried = await backups.RehearseAsync(Path.Combine(folder, newest), phrase, cancel);
            if (!tried.Try(out var report, out var refusal) && refusal is BackupRuns) return;
            fault = refusal?.Sentence ?? report!.Broken;
        }
        catch (Exception thrown) when (thrown is not OperationCanceledException)
        {
            fault = $"The rehearsal could not be held: {thrown.Message}";
        }
        await SayAsync(BackupHistory.TriedAction, fault, newest, cancel);
        if (fault is not null) NotBroughtBack(log);
    }

    private async Task FailedAsync(string sentence, Exception? fault, CancellationToken cancel)
    {
        NotMade(log, fault);
        await SayAsync(BackupHistory.FailedAction, sentence, "", cancel);
    }

    private Task SayAsync(string action, string? fault, string target, CancellationToken cancel) =>
        record.AuditAsync(new AuditLine(Author, action, Target: target, Outcome: fault is null ? "done" : "failed", Reason: fault ?? "", Origin: Origin), cancel);

    /// <summary>The server's own files carry the clinic's short name: those made by hand, and another clinic's, are left alone.</summary>
    internal static string NameAt(DateTimeOffset at, RecoveryPhrase phrase) =>
        string.Create(CultureInfo.InvariantCulture, $"afterglow-{phrase.ShortName}-{at.UtcDateTime:yyyy-MM-dd-HHmmss}.backup");

    private List<string> Names(string folder)
    {
        if (!Directory.Exists(folder)) return [];
        var mine = $"afterglow-{Backups.PhraseOf(settings).Phrase.ShortName}-";
        return [.. Directory.EnumerateFiles(folder).Select(file => Path.GetFileName(file)!).Where(name => name.StartsWith(mine, StringComparison.Ordinal) && At(name) is not null)];
    }

    // What was half written when the machine stopped. Nobody writes at one file for a day.
    private IEnumerable<string> Drafts(string folder) =>
        !Directory.Exists(folder) ? [] : Directory.EnumerateFiles(folder, $"afterglow-{Backups.PhraseOf(settings).Phrase.ShortName}-*.backup.*")
            .Where(file => File.GetLastWriteTimeUtc(file) < TimeProvider.System.GetUtcNow().UtcDateTime.AddDays(-1));

    private static DateTimeOffset? At(string name) =>
        Ours().Match(name) is { Success: true } match
        && DateTimeOffset.TryParseExact(
            match.Groups["at"].Value, "yyyy-MM-dd-HHmmss", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at)
            ? at
            : null;

    /// <summary>
    /// Which of these files are no longer needed: of the last two hours all are kept, of the last two days the newest of each
    /// hour, of the last month the newest of each day, of the last thirteen months the newest of each month. The newest of all
    /// stays, whatever its age, and so does every file that is not named as a backup.
    /// </summary>
    internal static IReadOnlyList<string> Superfluous(IEnumerable<string> names, DateTimeOffset now)
    {
        var kept = new HashSet<string>(StringComparer.Ordinal);
        var drop = new List<string>();
        foreach (var (name, at) in names.Select(name => (Name: name, At: At(name))).Where(one => one.At is not null).Select(one => (one.Name, one.At!.Value)).OrderByDescending(one => one.Item2))
        {
            var age = now - at;
            var place = age <= TimeSpan.FromHours(2) ? name
                : age <= TimeSpan.FromDays(2) ? $"{at:yyyyMMddHH}"
                : age <= TimeSpan.FromDays(31) ? $"{at:yyyyMMdd}"
                : age <= TimeSpan.FromDays(396) ? $"{at:yyyyMM}"
                : "";
            if (kept.Count > 0 && (place.Length == 0 || !kept.Add(place))) drop.Add(name);
            else kept.Add(place);
        }
        return drop;
    }

    [GeneratedRegex(@"^afterglow-[0-9a-f]{8}-(?<at>\d{4}-\d{2}-\d{2}-\d{6})\.backup$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Ours();

    [LoggerMessage(Level = LogLevel.Critical, Message = "The backup could not be made; it is tried again at the next pace.")]
    private static partial void NotMade(ILogger log, Exception? fault);

    [LoggerMessage(Level = LogLevel.Critical, Message = "The record in the backup is broken; ./afterglow verify names the entry.")]
    private static partial void RecordBroken(ILogger log);

    [LoggerMessage(Level = LogLevel.Critical, Message = "The newest backup could not be brought back whole in the daily rehearsal.")]
    private static partial void NotBroughtBack(ILogger log);
}

/// <summary>Keeps at it while the server runs; a command of the command line does not.</summary>
public sealed partial class BackupWalk(BackupRounds rounds, ClinicSettings settings, TimeProvider clock, ILogger<BackupWalk> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The first page of a clinic does not wait for its first backup.
        await Task.Yield();
        if (settings.BackupFolder is not null) await Rounds.GoAsync(settings.BackupEvery, clock, rounds.LookAsync, fault => Stumbled(log, fault), stoppingToken);
    }

    [LoggerMessage(Level = LogLevel.Critical, Message = "Backups could not be looked at; they are tried again at the next pace.")]
    private static partial void Stumbled(ILogger log, Exception fault);
}

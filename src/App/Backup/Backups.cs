using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using Afterglow.App.Intake;
using Afterglow.App.Patients;
using Afterglow.App.Record;
using Afterglow.Core;
using Afterglow.Core.People;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Afterglow.App.Backup;

/// <summary>What was saved, or brought back, and what the walk along its seals found.</summary>
/// <param name="AsOf">Everything acknowledged until then is in it.</param>
public sealed record BackupReport(DateTimeOffset AsOf, long Bytes, string Sha256, VerificationReport Seals, long Persons, string? BrokenPerson)
{
    /// <summary>The line that the audit keeps of a backup that was made.</summary>
    public AuditLine Made(Author by, string origin) => new(
        by, BackupHistory.MadeAction, Target: $"sha256 {Sha256}{BackupHistory.AsOfWords}{Instant.Text(AsOf)}",
        Outcome: Broken is null ? "done" : "failed", Reason: Broken ?? "", Origin: origin);

    public string? Broken => Seals.Broken ?? BrokenPerson;
}

/// <summary>
/// The whole clinic in one file: database, anchor file and keys, packed and sealed under the recovery phrase. Made while the
/// clinic works; brought back only into a folder that holds nothing, and only when every byte is as it was.
/// </summary>
public sealed class Backups(ClinicSettings settings, TimeProvider clock)
{
    private const string ManifestName = "manifest.json", DatabaseName = "afterglow.db", AnchorName = "anchor.log";

    private const string PhraseName = "backup.key", Rehearsal = "rehearsal", RestoringMark = ".restoring-";

    private const int MostFiles = 1000, LongestManifest = 1024 * 1024;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>The phrase of this clinic's backups, made at the first; true when it was made just now.</summary>
    public static (RecoveryPhrase Phrase, bool IsNew) PhraseOf(ClinicSettings settings)
    {
        // Makes the keys folder, for this account's eyes only, where there is none.
        _ = new People.Vault(settings.KeysDirectory);
        var path = Path.Combine(settings.KeysDirectory, PhraseName);
        if (File.Exists(path))
            return RecoveryPhrase.Read(File.ReadAllText(path)).Try(out var kept, out _)
                ? (kept, false)
                : throw new IOException($"{path} is not whole; bring it back from a backup, or delete it and keep the old phrase for the old backups.");
        var phrase = RecoveryPhrase.New();
        People.Vault.Replace(path, phrase + "\n");
        return (phrase, true);
    }

    /// <summary>Saves the clinic into a new file.</summary>
    public async Task<Result<BackupReport>> SaveAsync(string file, RecoveryPhrase phrase, CancellationToken cancel = default)
    {
        if (File.Exists(file) || Directory.Exists(file)) return new BackupExists(file);
        await using var alone = Alone();
        if (alone is null) return new BackupRuns();
        Clear("backup-");
        using var work = new WorkFolder(Path.Combine(settings.DataDirectory, $"backup-{Guid.NewGuid():N}"));
        var asOf = clock.GetUtcNow();
        // The anchor before the database: it may know less than the database, never more.
        var anchor = work.File(AnchorName);
        if (File.Exists(settings.AnchorPath)) Copy(settings.AnchorPath, anchor);
        await new Database(settings.DatabasePath).CopyToAsync(work.File(DatabaseName), cancel);
        var (seals, persons, brokenPerson) = await WalkAsync(work.File(DatabaseName), anchor, cancel);

        var files = new List<(string Name, string Path)> { (DatabaseName, work.File(DatabaseName)) };
        if (File.Exists(anchor)) files.Add((AnchorName, anchor));
        foreach (var key in Directory.GetFiles(settings.KeysDirectory, "*", SearchOption.AllDirectories))
            if (Path.GetRelativePath(settings.DataDirectory, key).Replace('\\', '/') is var name && IsOurs(name))
            {
                // As they are now: keys may be changed while the rest is packed.
                Copy(key, work.File(name));
                files.Add((name, work.File(name)));
            }

        var draft = $"{file}.{Guid.NewGuid():N}";
        try
        {
            await WriteAsync(draft, files, phrase, asOf, cancel);
            // Read back as a restore would, before anybody relies on it.
            await ReadAsync(draft, phrase, to: null, cancel);
            File.Move(draft, file, overwrite: false);
        }
        finally
        {
            File.Delete(draft);
        }
        await using var written = File.OpenRead(file);
        return new BackupReport(asOf, written.Length, Convert.ToHexStringLower(await SHA256.HashDataAsync(written, cancel)), seals, persons, brokenPerson);
    }

    /// <summary>Brings a backup back beside the data, walks it and throws it away again.</summary>
    public async Task<Result<BackupReport>> RehearseAsync(string file, RecoveryPhrase phrase, CancellationToken cancel = default)
    {
        await using var alone = Alone();
        if (alone is null) return new BackupRuns();
        Clear(Rehearsal + RestoringMark);
        return await RestoreAsync(file, phrase, Path.Combine(settings.DataDirectory, Rehearsal), checkOnly: true, cancel);
    }

    // One at a time, on however many servers; null while somebody else is at it.
    private FileStream? Alone()
    {
        try
        {
            return new FileStream(Path.Combine(settings.DataDirectory, "backup.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            return null;
        }
    }

    // What was left behind, by names that only this class gives, when the machine stopped in the middle.
    private void Clear(string before)
    {
        foreach (var left in Directory.GetDirectories(settings.DataDirectory, before + "*"))
            if (Guid.TryParseExact(Path.GetFileName(left)[before.Length..], "N", out _)) Directory.Delete(left, recursive: true);
    }

    /// <summary>Brings a clinic back into a folder that is empty or not there. Refused, it leaves nothing behind.</summary>
    /// <param name="checkOnly">True to try everything and keep nothing.</param>
    public static async Task<Result<BackupReport>> RestoreAsync(
        string file, RecoveryPhrase phrase, string folder, bool checkOnly = false, CancellationToken cancel = default)
    {
        if (!File.Exists(file)) return new BackupMissing(file);
        if (!checkOnly && Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any()) return new FolderNotEmpty(folder);
        var place = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        using var work = new WorkFolder($"{place}{RestoringMark}{Guid.NewGuid():N}");
        DateTimeOffset asOf;
        try
        {
            asOf = await ReadAsync(file, phrase, work.Path, cancel);
            if (await UnknownStepAsync(work.File(DatabaseName), cancel) is { } refusal) return refusal;
        }
        catch (NotOpenedException fault)
        {
            return fault.Why switch
            {
                NotOpened.NoBackup => new NoBackup(file),
                NotOpened.OtherPhrase => new OtherPhrase(),
                _ => new BackupDamaged(file),
            };
        }
        catch (Exception fault) when (fault is InvalidDataException or JsonException or EndOfStreamException or FormatException)
        {
            return new BackupDamaged(file);
        }
        catch (SqliteException fault) when (fault.SqliteErrorCode is 11 or 26)
        {
            return new BackupDamaged(file);
        }
        var (seals, persons, brokenPerson) = await WalkAsync(work.File(DatabaseName), work.File(AnchorName), cancel);
        if (!checkOnly)
        {
            if (Directory.Exists(place)) Directory.Delete(place, recursive: false);
            work.Become(place);
        }
        return new BackupReport(asOf, new FileInfo(file).Length, "", seals, persons, brokenPerson);
    }

    private static async Task WriteAsync(
        string draft, IReadOnlyList<(string Name, string Path)> files, RecoveryPhrase phrase, DateTimeOffset asOf, CancellationToken cancel)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        await using var target = new FileStream(draft, options);
        await using (var sealing = SealedStream.Seal(target, phrase))
        await using (var packing = new GZipStream(sealing, CompressionLevel.Fastest, leaveOpen: true))
        await using (var archive = new TarWriter(packing, TarEntryFormat.Pax, leaveOpen: true))
        {
            var listed = new List<ManifestFile>();
            foreach (var (name, path) in files)
            {
                await using var source = OpenShared(path);
                listed.Add(new ManifestFile(name, source.Length, Convert.ToHexStringLower(await SHA256.HashDataAsync(source, cancel))));
            }
            using var manifest = new MemoryStream(JsonSerializer.SerializeToUtf8Bytes(new Manifest(1, asOf, listed), Json));
            await archive.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, ManifestName) { DataStream = manifest }, cancel);
            foreach (var (name, path) in files)
            {
                await using var source = OpenShared(path);
                await archive.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = source }, cancel);
            }
        }
        target.Flush(flushToDisk: true);
    }

    /// <summary>Reads a backup to its last byte, into a folder or into nothing, and says as of when it is. Nothing is written outside the folder, whatever the file says.</summary>
    private static async Task<DateTimeOffset> ReadAsync(string file, RecoveryPhrase phrase, string? to, CancellationToken cancel)
    {
        await using var source = File.OpenRead(file);
        await using var opened = SealedStream.Open(source, phrase);
        DateTimeOffset asOf;
        await using (var unpacked = new GZipStream(opened, CompressionMode.Decompress, leaveOpen: true))
        {
            await using var archive = new TarReader(unpacked, leaveOpen: true);
            var first = await archive.GetNextEntryAsync(cancellationToken: cancel);
            if (first is not { Name: ManifestName, EntryType: TarEntryType.RegularFile, DataStream: { } listed, Length: <= LongestManifest })
                throw new InvalidDataException("The list of files is missing.");
            var manifest = await JsonSerializer.DeserializeAsync<Manifest>(listed, Json, cancel);
            if (manifest is not { Format: 1, Files.Count: > 0 and <= MostFiles }) throw new InvalidDataException("The list of files cannot be read.");
            asOf = manifest.MadeAt;
            var missing = new Dictionary<string, ManifestFile>(StringComparer.Ordinal);
            foreach (var one in manifest.Files)
                if (!IsOurs(one.Name) || !missing.TryAdd(one.Name, one)) throw new InvalidDataException("A file does not belong here.");
            while (await archive.GetNextEntryAsync(cancellationToken: cancel) is { } entry)
            {
                if (entry.EntryType is not TarEntryType.RegularFile || !missing.Remove(entry.Name, out var expected) || entry.Length != expected.Size)
                    throw new InvalidDataException("A file does not belong here.");
                await TakeAsync(entry.DataStream ?? Stream.Null, expected, to is null ? null : Path.Combine(to, expected.Name), cancel);
            }
            if (missing.Count > 0) throw new InvalidDataException("A file is missing.");
            await unpacked.CopyToAsync(Stream.Null, cancel);
        }
        // To the end, or a part that was cut off behind the archive would go unnoticed.
        await opened.CopyToAsync(Stream.Null, cancel);
        return asOf;
    }

    private static async Task TakeAsync(Stream content, ManifestFile expected, string? path, CancellationToken cancel)
    {
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using var target = path is null ? Stream.Null : Create(path);
        var buffer = new byte[128 * 1024];
        int read;
        while ((read = await content.ReadAsync(buffer, cancel)) > 0)
        {
            digest.AppendData(buffer, 0, read);
            await target.WriteAsync(buffer.AsMemory(0, read), cancel);
        }
        if (Convert.ToHexStringLower(digest.GetHashAndReset()) != expected.Sha256) throw new InvalidDataException("A file is not as it was.");
        if (target is FileStream file) file.Flush(flushToDisk: true);
    }

    private static async Task<(VerificationReport Seals, long Persons, string? BrokenPerson)> WalkAsync(string database, string anchor, CancellationToken cancel)
    {
        var copy = new Database(database);
        try
        {
            if (await copy.DamageAsync(cancel) is { } damage)
                return (new VerificationReport(0, 0, 0, "", $"the database itself is damaged: {damage}"), 0, null);
            var seals = await Verification.WalkAsync(copy, new Anchor(anchor), cancel);
            var persons = await PersonSeals.WalkAsync(copy, cancel);
            var requests = await RequestSeals.WalkAsync(copy, cancel);
            return (seals, persons.Rows, persons.Broken ?? requests.Broken);
        }
        finally
        {
            copy.LetGo();
        }
    }

    /// <summary>A database that a newer version of Afterglow has worked on is not for this one.</summary>
    private static async Task<Refusal?> UnknownStepAsync(string path, CancellationToken cancel)
    {
        var database = new Database(path);
        try
        {
            await using var connection = await database.OpenAsync(cancel);
            var tables = await connection.ExecuteScalarAsync<long>("select count(*) from sqlite_master where name = 'schema_step'");
            if (tables == 0) throw new InvalidDataException("This is not a clinic's database.");
            var known = Schema.Steps.Select(step => step.Name).ToHashSet();
            return (await connection.QueryAsync<string>("select name from schema_step")).Any(step => !known.Contains(step)) ? new BackupNewer() : null;
        }
        finally
        {
            database.LetGo();
        }
    }

    /// <summary>The files of a clinic, by their names; anything else, and any way out of the folder, is not one.</summary>
    internal static bool IsOurs(string name) =>
        name is DatabaseName or AnchorName
        || (name.Split('/') is ["keys", .. var rest] && rest is [_] or ["cookies", _] && IsPlain(rest[^1]));

    private static bool IsPlain(string name) =>
        name.Length is > 0 and <= 100 && name[0] != '.' && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' or '_') && !name.EndsWith(".lock", StringComparison.Ordinal);

    private static FileStream Create(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new FileStream(path, options);
    }

    private static void Copy(string from, string to)
    {
        using var source = OpenShared(from);
        using var target = Create(to);
        source.CopyTo(target);
    }

    private static FileStream OpenShared(string path) => new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);

    private sealed record Manifest(int Format, DateTimeOffset MadeAt, IReadOnlyList<ManifestFile> Files);

    private sealed record ManifestFile(string Name, long Size, string Sha256);

    /// <summary>A folder of this account's own, gone when the work is over.</summary>
    private sealed class WorkFolder : IDisposable
    {
        public WorkFolder(string path)
        {
            Path = path;
            if (OperatingSystem.IsWindows()) Directory.CreateDirectory(path);
            else Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        public string Path { get; private set; }

        public string File(string name) => System.IO.Path.Combine(Path, name);

        /// <summary>Takes its final name; from now on nothing is deleted.</summary>
        public void Become(string place)
        {
            Directory.Move(Path, place);
            Path = "";
        }

        public void Dispose()
        {
            if (Path.Length > 0) Directory.Delete(Path, recursive: true);
        }
    }
}

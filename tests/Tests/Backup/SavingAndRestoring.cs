using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Afterglow.App.Backup;
using Afterglow.App.Patients;
using Afterglow.App.Record;
using Afterglow.Core.People;
using Afterglow.Tests.Intake;
using Afterglow.Tests.Patients;
using Afterglow.Tests.Records;
using CsCheck;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Afterglow.Tests.Backup;

public sealed class SavingAndRestoring : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("afterglow-backup-").FullName;

    private string File(string name) => Path.Combine(folder, name);

    [Fact]
    public async Task A_clinic_saved_while_it_works_comes_back_with_the_same_digest_its_people_and_their_second_factors()
    {
        await using var clinic = await Clinic.OpenAsync(demonstration: false);
        var patient = await Tampering.FiveEntriesAsync(clinic);
        var (key, _) = await People.TheSecondFactor.EnrolAsync(clinic, "nurse");
        var saved = await Commands.RunAsync("backup", "--data", clinic.DataDirectory, "--to", File("one.backup"));
        Assert.True(saved.Code == 0, saved.Error);
        var phrase = Phrase(saved.Output);

        var restored = await RestoreAsync("one.backup", phrase, File("restored"));
        Assert.True(restored.Code == 0, restored.Error);
        Assert.Equal(Head(saved.Output), Head(restored.Output));
        var verified = await Commands.RunAsync("verify", "--data", File("restored"));
        Assert.Equal((0, Head(saved.Output)), (verified.Code, Head(verified.Output)));
        // Opened where nothing of the old clinic is: the same chart, and the same authenticator app opens the door.
        await using var again = await Clinic.OpenAsync(demonstration: false, withStaff: false, folder: File("restored"));
        Assert.Equal("Maya Ruiz", (await again.Get<PatientRecords>().HeaderAsync(patient, Asking.Everywhere))!.FullName);
        again.Clock.Advance(clinic.Clock.GetUtcNow() - again.Clock.GetUtcNow() + TimeSpan.FromMinutes(1));
        var nurse = (await again.StaffRecords.FindAsync("nurse"))!;
        Assert.True((await again.Get<App.People.SecondFactor>().VerifyAsync(nurse.Id, People.TheSecondFactor.CodeNow(again, key), "")).Allowed);
    }

    [Fact]
    public async Task A_backup_taken_while_others_write_is_whole_and_holds_everything_acknowledged_before_it()
    {
        await using var clinic = await Clinic.OpenAsync();
        var patient = await Tampering.FiveEntriesAsync(clinic);
        using var stop = new CancellationTokenSource();
        var writing = Task.Run(async () =>
        {
            var written = 0;
            while (!stop.IsCancellationRequested)
            {
                _ = (await clinic.Get<PatientRecords>().AddNoteAsync(patient, Guid.CreateVersion7(), $"Note {written++}", clinic.Caller(Role.Nurse))).Value;
            }
            return written;
        });
        for (var round = 0; round < 3; round++)
        {
            var before = (await clinic.Record.ReadAsync(StreamName.Patient(patient))).Count;
            var saved = await Commands.RunAsync("backup", "--data", clinic.DataDirectory, "--to", File($"{round}.backup"));
            Assert.True(saved.Code == 0, saved.Error);
            var phrase = (await Commands.RunAsync("keys", "phrase", "--data", clinic.DataDirectory)).Output;
            var restored = await RestoreAsync($"{round}.backup", Phrase(phrase), File($"restored-{round}"));
            Assert.True(restored.Code == 0, restored.Error);
            var entries = await new Database(Path.Combine(File($"restored-{round}"), "afterglow.db")).OpenAsync();
            Assert.True(await entries.ExecuteScalarAsync<long>("select count(*) from entry where stream = @stream", new { stream = StreamName.Patient(patient).ToString() }) >= before);
            await entries.DisposeAsync();
        }
        await stop.CancelAsync();
        Assert.True(await writing > 0);
    }

    [Fact]
    public async Task A_file_that_was_flipped_cut_lengthened_or_emptied_is_refused_in_a_sentence_and_nothing_is_left_behind()
    {
        var (phrase, good) = await SavedAsync();
        List<byte[]> damaged = [[], good[..10], good[..(good.Length / 2)], good[..^1], [.. good, 0], [.. good, .. good]];
        // Chunk by chunk: cut exactly where a chunk ends, two of them swapped, one left out.
        var chunk = SealedStream.ChunkBytes + 16;
        var header = SealedStream.HeaderBytes;
        damaged.Add(good[..(header + chunk)]);
        damaged.Add([.. good[..header], .. good[(header + chunk)..(header + (2 * chunk))], .. good[header..(header + chunk)], .. good[(header + (2 * chunk))..]]);
        damaged.Add([.. good[..header], .. good[(header + chunk)..]]);
        damaged.AddRange(Enumerable.Range(1, 24).Select(place => Flipped(good, place * 104_729 % good.Length)));
        damaged.AddRange([Flipped(good, 0), Flipped(good, 20), Flipped(good, 36), Flipped(good, header), Flipped(good, good.Length - 1)]);
        foreach (var (bytes, number) in damaged.Select((bytes, number) => (bytes, number)))
        {
            await System.IO.File.WriteAllBytesAsync(File("bad.backup"), bytes);
            var (code, output, error) = await RestoreAsync("bad.backup", phrase, File("target"));
            Assert.True(code == 2, $"{number}: {code} {output} {error}");
            Assert.Equal("", output);
            Assert.Single(error.TrimEnd().Split('\n'));
            Assert.EndsWith("Nothing was changed.", error.TrimEnd(), StringComparison.Ordinal);
            Assert.Equal(["bad.backup", "good.backup", "phrase.txt"], Directory.GetFileSystemEntries(folder).Select(Path.GetFileName).Order());
        }
    }

    [Fact]
    public async Task Another_clinics_phrase_a_phrase_copied_wrong_and_none_at_all_open_nothing()
    {
        var (phrase, _) = await SavedAsync();
        Assert.Contains("another recovery phrase", (await RestoreAsync("good.backup", RecoveryPhrase.New().ToString(), File("target"))).Error, StringComparison.Ordinal);
        var wrong = (phrase[0] == 'A' ? 'B' : 'A') + phrase[1..];
        Assert.Contains("not a recovery phrase", (await RestoreAsync("good.backup", wrong, File("target"))).Error, StringComparison.Ordinal);
        Assert.Contains("not a recovery phrase", (await RestoreAsync("good.backup", "", File("target"))).Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(File("target")));
        Assert.Equal(0, (await RestoreAsync("good.backup", phrase.ToLowerInvariant().Replace('-', ' ').Replace('0', 'o').Replace('1', 'l'), File("target"))).Code);
    }

    [Fact]
    public async Task A_folder_that_holds_anything_is_left_as_it_is()
    {
        var (phrase, _) = await SavedAsync();
        Directory.CreateDirectory(File("target"));
        await System.IO.File.WriteAllTextAsync(Path.Combine(File("target"), "afterglow.db"), "another clinic");
        var (code, _, error) = await RestoreAsync("good.backup", phrase, File("target"));
        Assert.Equal(2, code);
        Assert.Contains("is not empty", error, StringComparison.Ordinal);
        Assert.Equal("another clinic", await System.IO.File.ReadAllTextAsync(Path.Combine(File("target"), "afterglow.db")));
        Assert.Single(Directory.GetFileSystemEntries(File("target")));
        // One that is empty is taken.
        System.IO.File.Delete(Path.Combine(File("target"), "afterglow.db"));
        Assert.Equal(0, (await RestoreAsync("good.backup", phrase, File("target"))).Code);
    }

    [Theory]
    [InlineData("../escaped")]
    [InlineData("keys/../../escaped")]
    [InlineData("keys/..")]
    [InlineData("/tmp/afterglow-escaped")]
    [InlineData("keys\\..\\escaped")]
    [InlineData("keys/cookies/more/escaped")]
    [InlineData("other.db")]
    [InlineData("")]
    public async Task A_file_made_by_somebody_who_has_the_phrase_still_writes_nothing_outside_its_folder(string name)
    {
        var phrase = RecoveryPhrase.New();
        await ForgeAsync(File("forged.backup"), phrase, (name, TarEntryType.RegularFile));
        var (code, _, error) = await RestoreAsync("forged.backup", phrase.ToString(), File("deep/er/target"));
        Assert.True(code == 2, error);
        Assert.False(Directory.Exists(File("deep/er/target")));
        Assert.Empty(Directory.GetFiles(folder, "*escaped*", SearchOption.AllDirectories));
        Assert.False(System.IO.File.Exists("/tmp/afterglow-escaped"));
    }

    [Theory]
    [InlineData(TarEntryType.SymbolicLink)]
    [InlineData(TarEntryType.HardLink)]
    [InlineData(TarEntryType.Directory)]
    public async Task A_link_inside_a_backup_is_refused(TarEntryType kind)
    {
        var phrase = RecoveryPhrase.New();
        await ForgeAsync(File("forged.backup"), phrase, ("keys/master.key", kind));
        Assert.Equal(2, (await RestoreAsync("forged.backup", phrase.ToString(), File("target"))).Code);
        Assert.False(Directory.Exists(File("target")));
    }

    [Fact]
    public async Task A_backup_of_a_newer_version_is_refused_with_what_to_do()
    {
        await using var clinic = await Clinic.OpenAsync();
        await using (var connection = await clinic.Get<Database>().OpenAsync())
            await connection.ExecuteAsync("insert into schema_step (name, taken_at) values ('from/the-future', '2030-01-01T00:00:00.0000000Z')");
        var saved = await Commands.RunAsync("backup", "--data", clinic.DataDirectory, "--to", File("new.backup"));
        var (code, _, error) = await RestoreAsync("new.backup", Phrase(saved.Output), File("target"));
        Assert.Equal(2, code);
        Assert.Contains("newer version of Afterglow", error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(File("target")));
    }

    [Fact]
    public async Task A_record_that_was_tampered_with_is_saved_and_brought_back_and_both_say_so()
    {
        await using var clinic = await Clinic.OpenAsync();
        await Tampering.FiveEntriesAsync(clinic);
        await using (var connection = await clinic.Get<Database>().OpenAsync())
        {
            await connection.ExecuteAsync("drop trigger entry_is_not_updated");
            await connection.ExecuteAsync("update entry set author_name = 'Somebody Else' where version = 2");
        }
        var saved = await Commands.RunAsync("backup", "--data", clinic.DataDirectory, "--to", File("broken.backup"));
        Assert.Equal(1, saved.Code);
        Assert.Contains("Broken: patient/", saved.Error, StringComparison.Ordinal);
        var restored = await RestoreAsync("broken.backup", Phrase(saved.Output), File("target"));
        Assert.Equal((1, true), (restored.Code, Directory.Exists(File("target"))));
        Assert.Contains("version 2", restored.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_backup_says_so_when_the_name_of_somebody_who_asked_for_help_was_changed_behind_its_back()
    {
        await using var clinic = await Clinic.OpenAsync();
        var request = await clinic.AskAsync();
        await using (var connection = await clinic.Get<Database>().OpenAsync())
        {
            await connection.ExecuteAsync("drop trigger request_person_is_not_updated");
            await connection.ExecuteAsync("update request_person set body = replace(body, 'Ruiz', 'Reis')");
        }
        var saved = await Commands.RunAsync("backup", "--data", clinic.DataDirectory, "--to", File("renamed.backup"));
        Assert.Equal(1, saved.Code);
        Assert.Contains($"{request:D}: it was changed", saved.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_check_tries_everything_and_keeps_nothing_and_a_file_that_is_there_is_not_written_over()
    {
        var (phrase, good) = await SavedAsync();
        var (code, output, _) = await Commands.RunAsync("restore", File("good.backup"), "--check", "--phrase", File("phrase.txt"));
        Assert.Equal(0, code);
        Assert.Contains("The backup can be restored.", output, StringComparison.Ordinal);
        Assert.Equal(["good.backup", "phrase.txt"], Directory.GetFileSystemEntries(folder).Select(Path.GetFileName).Order());
        await using var clinic = await Clinic.OpenAsync();
        var again = await Commands.RunAsync("backup", "--data", clinic.DataDirectory, "--to", File("good.backup"));
        Assert.Equal(2, again.Code);
        Assert.Equal(good, await System.IO.File.ReadAllBytesAsync(File("good.backup")));
        Assert.Equal(2, (await Commands.RunAsync("backup", "--data", File("nothing"), "--to", File("none.backup"))).Code);
        Assert.Equal(2, (await Commands.RunAsync("restore", File("none.backup"), "--data", File("target"), "--phrase", File("phrase.txt"))).Code);
        Assert.NotEmpty(phrase);
    }

    [Fact]
    public async Task Nothing_of_a_patient_is_readable_in_the_file_and_only_its_owner_may_open_it()
    {
        var (_, good) = await SavedAsync();
        var text = Encoding.Latin1.GetString(good);
        foreach (var readable in new[] { "Maya", "Ruiz", "Slept", "SQLite", "master.key", "afterglow.db" }) Assert.DoesNotContain(readable, text, StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(File("good.backup")));
    }

    [Fact]
    public void Whatever_is_sealed_comes_back_and_any_phrase_can_be_read_from_paper() =>
        Gen.Select(Gen.Byte, Gen.OneOf(Gen.Int[0, 300], Gen.Int[SealedStream.ChunkBytes - 2, SealedStream.ChunkBytes + 2], Gen.Int[2 * SealedStream.ChunkBytes, (2 * SealedStream.ChunkBytes) + 1]))
            .Sample((filling, length) =>
            {
                var phrase = RecoveryPhrase.Read(RecoveryPhrase.New().ToString()).Value;
                var plain = Enumerable.Range(0, length).Select(at => (byte)(filling + at)).ToArray();
                using var file = new MemoryStream();
                using (var sealing = SealedStream.Seal(file, phrase)) sealing.Write(plain);
                file.Position = 0;
                using var opened = SealedStream.Open(file, RecoveryPhrase.Read(phrase.ToString()).Value);
                using var back = new MemoryStream();
                opened.CopyTo(back);
                return back.ToArray().AsSpan().SequenceEqual(plain);
            }, iter: 60);

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
    }

    private async Task<(string Phrase, byte[] Good)> SavedAsync()
    {
        await using var clinic = await Clinic.OpenAsync();
        await Tampering.FiveEntriesAsync(clinic);
        await using (var connection = await clinic.Get<Database>().OpenAsync())
        {
            // Something that does not compress, so that the file has many chunks.
            await connection.ExecuteAsync("create table ballast (bytes blob)");
            await connection.ExecuteAsync("insert into ballast values (randomblob(300000))");
        }
        var saved = await Commands.RunAsync("backup", "--data", clinic.DataDirectory, "--to", File("good.backup"));
        Assert.True(saved.Code == 0, saved.Error);
        var phrase = Phrase(saved.Output);
        await System.IO.File.WriteAllTextAsync(File("phrase.txt"), phrase);
        return (phrase, await System.IO.File.ReadAllBytesAsync(File("good.backup")));
    }

    private async Task<(int Code, string Output, string Error)> RestoreAsync(string file, string phrase, string target)
    {
        await System.IO.File.WriteAllTextAsync(File("phrase.txt"), phrase);
        return await Commands.RunAsync("restore", File(file), "--data", target, "--phrase", File("phrase.txt"));
    }

    private static async Task ForgeAsync(string file, RecoveryPhrase phrase, params (string Name, TarEntryType Kind)[] entries)
    {
        await using var target = System.IO.File.Create(file);
        await using var sealing = SealedStream.Seal(target, phrase);
        await using var packing = new GZipStream(sealing, CompressionLevel.Fastest, leaveOpen: true);
        await using var archive = new TarWriter(packing, TarEntryFormat.Pax, leaveOpen: true);
        var listed = entries.Select(entry => new { name = entry.Name, size = 4, sha256 = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData("evil"u8)) });
        using var manifest = new MemoryStream(JsonSerializer.SerializeToUtf8Bytes(new { format = 1, madeAt = DateTimeOffset.UnixEpoch, files = listed }));
        await archive.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, "manifest.json") { DataStream = manifest });
        foreach (var (name, kind) in entries)
        {
            var entry = new PaxTarEntry(kind, name.Length == 0 ? "-" : name);
            if (kind is TarEntryType.SymbolicLink or TarEntryType.HardLink) entry.LinkName = "/etc/passwd";
            if (kind is TarEntryType.RegularFile) entry.DataStream = new MemoryStream("evil"u8.ToArray());
            await archive.WriteEntryAsync(entry);
        }
    }

    private static byte[] Flipped(byte[] good, int at)
    {
        var bytes = (byte[])good.Clone();
        bytes[at] ^= 1;
        return bytes;
    }

    private static string Phrase(string output) => output.Split('\n').Select(line => line.Trim()).First(line => line.Count(letter => letter == '-') == 13 && line.Length == 69);

    private static string Head(string output) => output.Split('\n').Single(line => line.StartsWith("Head: ", StringComparison.Ordinal));
}

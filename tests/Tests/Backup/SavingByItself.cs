using Afterglow.App;
using Afterglow.App.Backup;
using Afterglow.App.Patients;
using Afterglow.Core.People;
using Afterglow.Tests.Patients;
using Afterglow.Tests.Records;
using CsCheck;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Afterglow.Tests.Backup;

/// <summary>A clinic that saves itself while it runs.</summary>
public sealed class SavingByItself : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("afterglow-backups-").FullName;

    private readonly string data = Directory.CreateTempSubdirectory("afterglow-saving-").FullName;

    private static readonly RecoveryPhrase Any = RecoveryPhrase.New();

    private static RecoveryPhrase Phrase(Clinic clinic) => Backups.PhraseOf(clinic.Get<ClinicSettings>()).Phrase;

    private string[] Saved => [.. Directory.GetFiles(folder, "*.backup").Select(Path.GetFileName).Order()!];

    [Fact]
    public async Task It_saves_what_was_written_once_tries_it_once_a_day_and_says_so_on_the_administrators_page()
    {
        await using var clinic = await OpenAsync();
        var rounds = clinic.Get<BackupRounds>();
        var patient = await Tampering.FiveEntriesAsync(clinic);
        clinic.Clock.AdjustTime(clinic.Clock.GetUtcNow().AddMinutes(3));
        await rounds.LookAsync(default);
        await rounds.LookAsync(default);
        Assert.Equal([BackupRounds.NameAt(clinic.Clock.GetUtcNow(), Phrase(clinic))], Saved);

        // Nobody did anything: there is nothing to save. Then somebody writes, and there is.
        clinic.Clock.AdjustTime(clinic.Clock.GetUtcNow().AddMinutes(6));
        await rounds.LookAsync(default);
        Assert.Single(Saved);
        _ = (await clinic.Get<PatientRecords>().AddNoteAsync(patient, Guid.CreateVersion7(), "Slept through.", clinic.Caller(Role.Nurse))).Value;
        await rounds.LookAsync(default);
        Assert.Equal(BackupRounds.NameAt(clinic.Clock.GetUtcNow(), Phrase(clinic)), Saved[^1]);
        await rounds.LookAsync(default);
        Assert.Equal(2, Saved.Length);

        var steps = await clinic.Get<BackupHistory>().NewestAsync(10);
        Assert.Equal([BackupHistory.MadeAction, BackupHistory.TriedAction, BackupHistory.MadeAction], steps.Select(step => step.Action));
        Assert.All(steps, step => Assert.True(step.IsWhole, step.Fault));
        clinic.Clock.AdjustTime(clinic.Clock.GetUtcNow().AddDays(1));
        await rounds.LookAsync(default);
        Assert.Equal(2, (await clinic.Get<BackupHistory>().NewestAsync(10)).Count(step => step.Action == BackupHistory.TriedAction));

        using var administrator = await clinic.SignInAsync(Role.Administrator);
        var page = await administrator.GetStringAsync("/backups");
        Assert.Contains("The clinic saves itself", page, StringComparison.Ordinal);
        Assert.Contains("Brought back to try it", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Backups fail", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Saved_by_the_running_server_it_comes_back_with_everything_acknowledged_before()
    {
        await using var clinic = await OpenAsync(byItself: true);
        await SavedAsync(1);
        var patient = await Tampering.FiveEntriesAsync(clinic);
        clinic.Clock.Advance(TimeSpan.FromMinutes(5));
        await SavedAsync(2);
        var phrase = Phrase(clinic);
        var back = Path.Combine(folder, "back");
        Assert.True((await Backups.RestoreAsync(Path.Combine(folder, Saved[^1]), phrase, back)).Value.Broken is null);
        await using var again = await Clinic.OpenAsync(demonstration: false, withStaff: false, folder: back);
        Assert.Equal("Maya Ruiz", (await again.Get<PatientRecords>().HeaderAsync(patient, Asking.Everywhere))!.FullName);
    }

    [Fact]
    public async Task A_backup_that_cannot_be_made_or_brought_back_is_in_the_administrators_menu_until_one_can()
    {
        await using var clinic = await OpenAsync();
        var rounds = clinic.Get<BackupRounds>();
        await rounds.LookAsync(default);
        using var administrator = await clinic.SignInAsync(Role.Administrator);
        using var nurse = await clinic.SignInAsync(Role.Nurse);

        // The disk of the backups is gone.
        Directory.Move(folder, folder + "-gone");
        clinic.Clock.AdjustTime(clinic.Clock.GetUtcNow().AddMinutes(6));
        await rounds.LookAsync(default);
        Assert.Contains("Backups fail", await administrator.GetStringAsync("/staff"), StringComparison.Ordinal);
        Assert.Contains("could not be written", await administrator.GetStringAsync("/backups"), StringComparison.Ordinal);
        Assert.DoesNotContain("Backups fail", await nurse.GetStringAsync("/board"), StringComparison.Ordinal);
        Directory.Move(folder + "-gone", folder);
        await rounds.LookAsync(default);
        Assert.DoesNotContain("Backups fail", await administrator.GetStringAsync("/staff"), StringComparison.Ordinal);

        // The newest file of the next day is not what it was: the rehearsal finds it.
        clinic.Clock.AdjustTime(clinic.Clock.GetUtcNow().AddHours(25));
        var bytes = await File.ReadAllBytesAsync(Path.Combine(folder, Saved[^1]));
        bytes[bytes.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(Path.Combine(folder, BackupRounds.NameAt(clinic.Clock.GetUtcNow().AddMinutes(1), Phrase(clinic))), bytes);
        await rounds.LookAsync(default);
        Assert.False((await clinic.Get<BackupHistory>().StandsAsync()).Tried!.IsWhole);
        Assert.Contains("could not be brought back", await clinic.Get<BackupHistory>().WorryAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_saved_elsewhere_by_hand_is_saved_here_too_and_files_that_are_not_its_own_stay()
    {
        await using var clinic = await OpenAsync();
        var rounds = clinic.Get<BackupRounds>();
        await Tampering.FiveEntriesAsync(clinic);
        await rounds.LookAsync(default);
        var byHand = Path.Combine(folder, "afterglow-2024-01-01-000000.backup");
        await File.WriteAllTextAsync(byHand, "made by hand");
        var strangers = Path.Combine(folder, BackupRounds.NameAt(new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero), Any));
        await File.WriteAllTextAsync(strangers, "another clinic's");

        clinic.Clock.AdjustTime(clinic.Clock.GetUtcNow().AddMinutes(20));
        var elsewhere = await clinic.Get<Backups>().SaveAsync(Path.Combine(data, "elsewhere.backup"), Phrase(clinic));
        await clinic.Record.AuditAsync(elsewhere.Value.Made(clinic.Author(Role.Administrator), "test"), default);
        clinic.Clock.AdjustTime(clinic.Clock.GetUtcNow().AddMinutes(5));
        await rounds.LookAsync(default);
        Assert.Contains(BackupRounds.NameAt(clinic.Clock.GetUtcNow(), Phrase(clinic)), Saved);
        Assert.True(File.Exists(byHand) && File.Exists(strangers));
    }

    [Fact]
    public async Task When_another_backup_hangs_the_administrator_is_told_that_nothing_is_saved()
    {
        await using var clinic = await OpenAsync();
        var rounds = clinic.Get<BackupRounds>();
        var patient = await Tampering.FiveEntriesAsync(clinic);
        await rounds.LookAsync(default);
        await using (var hangs = new FileStream(Path.Combine(data, "backup.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None))
        {
            clinic.Clock.AdjustTime(clinic.Clock.GetUtcNow().AddMinutes(30));
            _ = (await clinic.Get<PatientRecords>().AddNoteAsync(patient, Guid.CreateVersion7(), "Slept through.", clinic.Caller(Role.Nurse))).Value;
            clinic.Clock.AdjustTime(clinic.Clock.GetUtcNow().AddMinutes(70));
            await rounds.LookAsync(default);
            Assert.Contains("not been saved since", await clinic.Get<BackupHistory>().WorryAsync(), StringComparison.Ordinal);
        }
        await rounds.LookAsync(default);
        Assert.Null(await clinic.Get<BackupHistory>().WorryAsync());
    }

    [Fact]
    public void Of_old_backups_fewer_are_kept_and_never_less_than_one() =>
        Gen.Int[0, 60 * 24 * 500].Array[0, 200].Sample(ages =>
        {
            var now = new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.Zero);
            var names = ages.Distinct().Select(age => BackupRounds.NameAt(now.AddMinutes(-age), Any)).ToHashSet();
            var kept = names.Except(BackupRounds.Superfluous([.. names, "afterglow.db", "notes.txt", "afterglow-2020-01-01-000000.backup"], now)).ToHashSet();
            Assert.Subset(names, kept);
            if (names.Count > 0) Assert.Contains(names.Max()!, kept);
            Assert.Superset(ages.Where(age => age <= 120).Select(age => BackupRounds.NameAt(now.AddMinutes(-age), Any)).ToHashSet(), kept);
            // Looking twice clears away nothing more.
            Assert.Empty(BackupRounds.Superfluous(kept, now));
            // Two hours of minutes, two days of hours, a month of days and thirteen months: with a place at each border.
            Assert.True(kept.Count <= 121 + 48 + 31 + 14, $"{kept.Count} are kept.");
        });

    [Fact]
    public void Every_place_that_had_a_backup_has_one_still()
    {
        var now = new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.Zero);
        var names = Enumerable.Range(0, 24 * 400).Select(hour => BackupRounds.NameAt(now.AddHours(-hour), Any)).ToList();
        var kept = names.Except(BackupRounds.Superfluous(names, now)).ToList();
        Assert.All(Enumerable.Range(0, 48), hour => Assert.Contains(BackupRounds.NameAt(now.AddHours(-hour), Any), kept));
        Assert.All(Enumerable.Range(3, 27), day => Assert.Single(kept, name => name.Contains($"{now.AddDays(-day):yyyy-MM-dd}", StringComparison.Ordinal)));
        Assert.All(Enumerable.Range(3, 9), month => Assert.Single(kept, name => name.Contains($"-{now.AddMonths(-month):yyyy-MM}-", StringComparison.Ordinal)));
    }

    // A file has its name once it is whole.
    private async Task SavedAsync(int count)
    {
        for (var wait = 0; wait < 600 && Saved.Length < count; wait++) await Task.Delay(50);
        Assert.Equal(count, Saved.Length);
    }

    private Task<Clinic> OpenAsync(bool byItself = false) =>
        Clinic.OpenAsync(builder =>
        {
            builder.Services.Replace(ServiceDescriptor.Singleton(_ => new ClinicSettings
            {
                DataDirectory = data, Urls = "http://127.0.0.1:0", Demonstration = true, BackupFolder = folder,
            }));
            if (!byItself) builder.Services.Remove(builder.Services.Single(service => service.ImplementationType == typeof(BackupWalk)));
        }, folder: data);

    public void Dispose()
    {
        Directory.Delete(folder, recursive: true);
        GC.SuppressFinalize(this);
    }
}

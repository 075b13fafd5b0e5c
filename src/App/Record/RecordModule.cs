using Afterglow.App.Live;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Afterglow.App.Record;

/// <summary>The record and what it stands on. Also what the command line uses while no server runs.</summary>
public static class RecordModule
{
    public static void AddRecord(this IHostApplicationBuilder builder, ClinicSettings settings)
    {
        MakeFolder(settings.DataDirectory);
        Database.MakePrivate(settings.DatabasePath);
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(new Database(settings.DatabasePath));
        builder.Services.AddSingleton(_ => new Anchor(settings.AnchorPath));
        builder.Services.AddSingleton<LiveChanges>();
        builder.Services.AddSingleton<ClinicRecord>();
        builder.Services.AddSingleton<Backup.Backups>();
        builder.Services.AddSingleton<Backup.BackupHistory>();
        builder.Services.AddSingleton<Backup.BackupRounds>();
    }

    /// <summary>Patients' data is nobody else's on this machine: a new folder opens to the user it runs as, and to no other.</summary>
    private static void MakeFolder(string path)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(path);
        else Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}

using System.CommandLine;
using Afterglow.App.Backup;

namespace Afterglow.App.Cli;

internal static class ServeCommand
{
    public static Command Create()
    {
        var data = CommandLine.Data(made: true);
        var port = RunningClinic.Port();
        var hostName = new Option<string[]>("--host-name")
        {
            Description = "A name under which browsers reach this clinic, beside localhost; may be given more than once.",
            HelpName = "NAME",
        };
        var behindProxy = new Option<bool>("--behind-proxy")
        {
            Description = "A reverse proxy on this machine stands in front: believe what it says about address and scheme.",
        };
        var paper = new Option<Paper?>("--paper")
        {
            Description = "What the clinic prints notes on; left out, the time zone of this machine decides.",
            HelpName = "A4|Letter",
        };
        var backupTo = new Option<string?>("--backup-to")
        {
            Description = "A folder on another disk, into which the clinic saves itself whenever something was written.", HelpName = "DIR",
        };
        var backupEvery = new Option<int>("--backup-every")
        {
            Description = "With --backup-to: after how many minutes it looks again.", HelpName = "MINUTES", DefaultValueFactory = _ => 5,
        };
        backupEvery.Validators.Add(read =>
        {
            if (CommandLine.Number(read) is < 1 or > 1440) read.AddError("Backups are made every 1 to 1440 minutes.");
        });
        var command = new Command("serve",
            """
            Run a clinic. The first visit creates the administrator, who then gives everybody else a sign-in.

            It listens on this machine only; put a reverse proxy with TLS in front of it to reach it from others, and
            say under which name they do (docs/operating.md has an example). Ctrl-C stops it; nothing that was
            acknowledged is lost.

            Examples:
              ./afterglow serve
              ./afterglow serve --data /srv/afterglow --host-name clinic.example --behind-proxy --backup-to /mnt/backup
            """) { data, port, hostName, behindProxy, paper, backupTo, backupEvery };
        command.SetAction((parse, cancel) =>
        {
            var settings = new ClinicSettings
            {
                DataDirectory = parse.GetRequiredValue(data).FullName,
                HostNames = parse.GetValue(hostName) ?? [],
                BehindProxy = parse.GetValue(behindProxy),
                Paper = parse.GetValue(paper),
                Urls = RunningClinic.Address(parse.GetRequiredValue(port)),
                BackupFolder = parse.GetValue(backupTo) is { Length: > 0 } folder ? Path.GetFullPath(folder) : null,
                BackupEvery = TimeSpan.FromMinutes(parse.GetValue(backupEvery)),
            };
            if (settings.BackupFolder is { } to && !Directory.Exists(to))
                return Task.FromResult(RunningClinic.Refuse($"There is no folder {to} to put backups in; make it, or name another with --backup-to."));
            if (settings.BackupFolder is { } inside && (inside + Path.DirectorySeparatorChar).StartsWith(Path.GetFullPath(settings.DataDirectory) + Path.DirectorySeparatorChar, StringComparison.Ordinal))
                return Task.FromResult(RunningClinic.Refuse($"{inside} lies in the clinic's own folder, with which it would be lost: name a folder on another disk with --backup-to."));
            string? newPhrase = null;
            return ClinicData.GuardAsync(parse, () => RunningClinic.RunAsync(settings, _ =>
            {
                // Before the first backup makes it unseen.
                if (settings.BackupFolder is not null && Backups.PhraseOf(settings) is (var phrase, true)) newPhrase = BackupCommand.PhraseWords(phrase);
                return Task.FromResult<string?>(null);
            }, () =>
            {
                Console.WriteLine($"Afterglow is running on {settings.Urls}");
                Console.WriteLine($"The clinic's data is in {settings.DataDirectory}");
                if (settings.BackupFolder is not null) Console.WriteLine($"Backups go to {settings.BackupFolder}");
                // Onto a screen, where a person is; never into a journal, which is kept on this machine.
                if (newPhrase is not null)
                    Console.WriteLine(Console.IsOutputRedirected ? $"Write down the recovery phrase of these backups: ./afterglow keys phrase --data {settings.DataDirectory}" : "\n" + newPhrase);
                Console.WriteLine("Ctrl-C stops it.");
            }, cancel));
        });
        return command;
    }
}

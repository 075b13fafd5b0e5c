using System.CommandLine;
using System.Globalization;
using Afterglow.App.Backup;
using Afterglow.App.People;
using Afterglow.App.Record;

namespace Afterglow.App.Cli;

internal static class BackupCommand
{
    public static Command Create()
    {
        var data = CommandLine.Data();
        var to = new Option<string>("--to")
        {
            Description = "The file to make; or a folder that is there, in which a file of this day and time is made.", HelpName = "FILE", Required = true,
        };
        var command = new Command("backup",
            """
            Save the whole clinic (record, persons, staff, keys) into one encrypted file, while it works.

            The first backup makes the recovery phrase and prints it, once: without it no backup can be opened again, by
            anybody. Keep it on paper, away from this machine; ./afterglow keys phrase shows it while the clinic is there.
            The seals are walked as ./afterglow verify does, and the file is read back to its last byte.

            The exit code is 0 when all is well, 1 when the file could not be made or the record in it is broken, 2 when
            there is no clinic in the folder or the file is there already.

            Examples:
              ./afterglow backup --data /srv/afterglow --to /mnt/backup
              ./afterglow backup --to clinic.backup && ./afterglow restore clinic.backup --check --phrase phrase.txt
            """) { data, to };
        command.SetAction((parse, cancel) => ClinicData.RunAsync(parse, parse.GetRequiredValue(data), create: false, async services =>
        {
            var (output, error) = (parse.InvocationConfiguration.Output, parse.InvocationConfiguration.Error);
            var (phrase, isNew) = Backups.PhraseOf(services.GetRequiredService<ClinicSettings>());
            if (isNew) await output.WriteLineAsync(PhraseWords(phrase));
            var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
            var file = Path.GetFullPath(parse.GetRequiredValue(to));
            if (Directory.Exists(file)) file = Path.Combine(file, string.Create(CultureInfo.InvariantCulture, $"afterglow-{now:yyyy-MM-dd-HHmmss}.backup"));
            else if (!Directory.Exists(Path.GetDirectoryName(file))) return Refused(parse, $"There is no folder {Path.GetDirectoryName(file)}.");
            var saved = await services.GetRequiredService<Backups>().SaveAsync(file, phrase, cancel);
            if (!saved.Try(out var report, out var refusal)) return Refused(parse, refusal.Sentence);
            await services.GetRequiredService<ClinicRecord>().AuditAsync(report.Made(StaffRecords.CommandLine, "command line"), cancel);
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"Saved: {file} ({report.Bytes / 1048576.0:0.0} MiB, sha256 {report.Sha256})"));
            return await TellAsync(parse, report);
        }, cancel));
        return command;
    }

    public static string PhraseWords(RecoveryPhrase phrase) =>
        $"""
        The recovery phrase of this clinic's backups. Write it down and keep it away from this machine:
        without it no backup can be opened again.

          {phrase}

        """;

    /// <summary>What the walk along the seals found, in words; and the exit code that goes with it.</summary>
    public static async Task<int> TellAsync(ParseResult parse, BackupReport report)
    {
        if (report.Broken is { } broken)
        {
            await parse.InvocationConfiguration.Error.WriteLineAsync($"Broken: {broken}");
            return ClinicData.Failed;
        }
        await parse.InvocationConfiguration.Output.WriteLineAsync(
            $"Whole: {report.Seals.Entries} entries in {report.Seals.Streams} streams, {report.Seals.AuditLines} audit lines, {report.Persons} rows of persons.");
        await parse.InvocationConfiguration.Output.WriteLineAsync($"Head: {report.Seals.Head}");
        return 0;
    }

    public static int Refused(ParseResult parse, string sentence)
    {
        parse.InvocationConfiguration.Error.WriteLine(sentence);
        return ClinicData.NothingThere;
    }
}

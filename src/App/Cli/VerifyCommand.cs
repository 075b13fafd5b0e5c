using System.CommandLine;
using Afterglow.App.Patients;
using Afterglow.App.Record;

namespace Afterglow.App.Cli;

internal static class VerifyCommand
{
    public static Command Create()
    {
        var data = CommandLine.Data();
        var command = new Command("verify",
            """
            Walk every seal of the record and of the audit, and name the first line that is not as it was written.

            The heads of all chains are compared with anchor.log, which is kept beside the database: without it a
            deletion of the newest lines would go unnoticed. Keep a copy of that file, and of the digest printed here,
            where nobody who can change the database can change it.

            The exit code is 0 when all is whole, 1 when something is broken, 2 when there is no clinic in the folder.
            """) { data };
        command.SetAction((parse, cancel) => ClinicData.GuardAsync(parse, async () =>
        {
            var directory = parse.GetRequiredValue(data);
            var settings = new ClinicSettings { DataDirectory = directory.FullName };
            if (!File.Exists(settings.DatabasePath)) return ClinicData.NoClinic(parse, directory);
            var database = new Database(settings.DatabasePath);
            var report = await Verification.WalkAsync(database, new Anchor(settings.AnchorPath), cancel);
            var persons = await PersonSeals.WalkAsync(database, cancel);
            if ((report.Broken ?? persons.Broken) is { } broken)
            {
                await parse.InvocationConfiguration.Error.WriteLineAsync($"Broken: {broken}");
                return ClinicData.Failed;
            }
            await parse.InvocationConfiguration.Output.WriteLineAsync(
                $"Whole: {report.Entries} entries in {report.Streams} streams, {report.AuditLines} audit lines, {persons.Rows} rows of persons.");
            await parse.InvocationConfiguration.Output.WriteLineAsync($"Head: {report.Head}");
            return 0;
        }));
        return command;
    }
}

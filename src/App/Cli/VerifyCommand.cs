using System.CommandLine;
using Afterglow.App.Patients;
using Afterglow.App.Record;

namespace Afterglow.App.Cli;

internal static class VerifyCommand
{
    public static Command Create()
    {
        var data = CommandLine.Data();
        var anchor = new Option<FileInfo>("--anchor") { Description = "A copy of anchor.log, kept elsewhere, to compare with.", HelpName = "FILE" };
        var lists = new Option<bool>("--lists") { Description = "Compare the tables that screens read with the record, too." };
        var command = new Command("verify",
            """
            Walk every seal of the record and of the audit, and name the first line that is not as it was written.

            The heads of all chains are compared with anchor.log, which is kept beside the database: without it a
            deletion of the newest lines would go unnoticed. Keep a copy of that file, and of the digest printed here,
            where nobody who can change the database can change it.

            With --anchor the heads are compared with such a copy instead. With --lists the tables that screens read are made
            anew from the record, beside the clinic, and the first row that is not the same is named: ./afterglow rebuild
            puts it right.

            The exit code is 0 when all is whole, 1 when something is broken, 2 when there is no clinic in the folder.
            """) { data, anchor, lists };
        command.SetAction((parse, cancel) => ClinicData.GuardAsync(parse, async () =>
        {
            var directory = parse.GetRequiredValue(data);
            var settings = new ClinicSettings { DataDirectory = directory.FullName };
            if (!File.Exists(settings.DatabasePath)) return ClinicData.NoClinic(parse, directory);
            var database = new Database(settings.DatabasePath);
            var kept = parse.GetValue(anchor);
            if (kept is { Exists: false })
            {
                await parse.InvocationConfiguration.Error.WriteLineAsync($"There is no file {kept.FullName}.");
                return ClinicData.NothingThere;
            }
            var report = await Verification.WalkAsync(database, new Anchor(kept?.FullName ?? settings.AnchorPath), cancel);
            var persons = await PersonSeals.WalkAsync(database, cancel);
            var requests = await Intake.RequestSeals.WalkAsync(database, cancel);
            var broken = report.Broken ?? persons.Broken ?? requests.Broken;
            if (broken is null && parse.GetValue(lists)) broken = await Lists.FirstWrongAsync(database, settings, cancel);
            if (broken is not null)
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

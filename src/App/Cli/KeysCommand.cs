using System.CommandLine;
using Afterglow.App.Backup;
using Afterglow.App.People;

namespace Afterglow.App.Cli;

internal static class KeysCommand
{
    public static Command Create() => new("keys", "The clinic's own keys: make a new master key, show the recovery phrase of the backups.") { Rotate(), Phrase() };

    private static Command Rotate()
    {
        var data = CommandLine.Data();
        var command = new Command("rotate",
            """
            Make a new master key and seal second factors, cookie keys and token keys anew under it. Works while the clinic
            is open; nobody is signed out. The old key stays in keys/master.key: recovery codes on paper and older backups
            need it.

            The exit code is 0 when everything was sealed anew, 1 when a value did not open (damaged, or moved from another
            row); it is named and left as it is.
            """) { data };
        command.SetAction((parse, cancel) => ClinicData.RunAsync(parse, parse.GetRequiredValue(data), create: false, async services =>
        {
            var rotated = await services.GetRequiredService<KeyRotation>().RotateAsync(StaffRecords.CommandLine, "command line", cancel);
            await parse.InvocationConfiguration.Output.WriteLineAsync($"The new key is {rotated.KeyId}; {rotated.Values} values were sealed anew.");
            foreach (var where in rotated.Unopened)
                await parse.InvocationConfiguration.Error.WriteLineAsync($"{where}: does not open. It was damaged, or put there from another row; the person sets their second factor up again.");
            return rotated.Unopened.Count > 0 ? ClinicData.Failed : 0;
        }, cancel));
        return command;
    }

    private static Command Phrase()
    {
        var data = CommandLine.Data();
        var command = new Command("phrase", "Show the recovery phrase of this clinic's backups; made now, where there is none yet.") { data };
        command.SetAction((parse, cancel) => ClinicData.RunAsync(parse, parse.GetRequiredValue(data), create: false, async services =>
        {
            await parse.InvocationConfiguration.Output.WriteLineAsync(
                BackupCommand.PhraseWords(Backups.PhraseOf(services.GetRequiredService<ClinicSettings>()).Phrase));
            return 0;
        }, cancel));
        return command;
    }
}

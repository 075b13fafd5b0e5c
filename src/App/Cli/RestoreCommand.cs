using System.CommandLine;
using Afterglow.App.Backup;

namespace Afterglow.App.Cli;

internal static class RestoreCommand
{
    /// <summary>The recovery phrase, for machines that restore by themselves.</summary>
    public const string PhraseVariable = "AFTERGLOW_RECOVERY_PHRASE";

    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "A file made by ./afterglow backup." };
        var data = CommandLine.Data(made: true);
        var phrase = new Option<string>("--phrase")
        {
            Description = $"A file that holds the recovery phrase. Without it the phrase is taken from {PhraseVariable}, or asked for.", HelpName = "FILE",
        };
        var check = new Option<bool>("--check") { Description = "Try the whole restore and keep nothing of it." };
        var command = new Command("restore",
            """
            Bring a clinic back from a backup, into a folder that is empty or not there. Nothing is ever written over.

            Every byte is checked before the folder gets its name: a file that is damaged, cut, sealed under another
            phrase or made by a newer version is refused in a sentence and leaves nothing behind. Then the seals are
            walked as ./afterglow verify does.

            The exit code is 0 when all is well, 1 when the record that was brought back is broken, 2 when it was refused.

            Examples:
              ./afterglow restore clinic.backup --data /srv/afterglow
              ./afterglow restore clinic.backup --check --phrase phrase.txt
            """) { file, data, phrase, check };
        command.SetAction((parse, cancel) => ClinicData.GuardAsync(parse, async () =>
        {
            var checkOnly = parse.GetValue(check);
            if (await PhraseAsync(parse, parse.GetValue(phrase)) is not { } typed) return BackupCommand.Refused(parse, "The recovery phrase is needed: see ./afterglow restore --help.");
            if (!RecoveryPhrase.Read(typed).Try(out var read, out var unreadable)) return BackupCommand.Refused(parse, unreadable.Sentence);
            var folder = checkOnly ? Path.Combine(Path.GetTempPath(), "afterglow-check") : parse.GetRequiredValue(data).FullName;
            var restored = await Backups.RestoreAsync(Path.GetFullPath(parse.GetRequiredValue(file)), read, folder, checkOnly, cancel);
            if (!restored.Try(out var report, out var refusal)) return BackupCommand.Refused(parse, refusal.Sentence);
            await parse.InvocationConfiguration.Output.WriteLineAsync(
                checkOnly ? "The backup can be restored." : $"Restored into {folder}. Start the clinic with ./afterglow serve --data {folder}");
            return await BackupCommand.TellAsync(parse, report);
        }));
        return command;
    }

    private static async Task<string?> PhraseAsync(ParseResult parse, string? file)
    {
        if (file is not null) return await File.ReadAllTextAsync(file);
        if (Environment.GetEnvironmentVariable(PhraseVariable) is { Length: > 0 } given) return given;
        await parse.InvocationConfiguration.Error.WriteAsync("Recovery phrase: ");
        return await Console.In.ReadLineAsync() is { Length: > 0 } typed ? typed : null;
    }
}

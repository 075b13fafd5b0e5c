using System.CommandLine;
using Afterglow.App.Record;
using Afterglow.Core.People;

namespace Afterglow.App.Cli;

internal static class RebuildCommand
{
    private static readonly Author CommandLineAuthor = new("command-line", "Command line", [], IsProgram: true);

    public static Command Create()
    {
        var data = CommandLine.Data();
        var command = new Command("rebuild",
            """
            Empty the tables that screens read and fill them again from the record.

            They hold nothing that is not in the record, so nothing can be lost. Worth doing after a restore, or when
            a list shows something that the chart does not. The exit code is 2 when there is no clinic in the folder.
            """) { data };
        command.SetAction((parse, cancel) => ClinicData.RunAsync(parse, parse.GetRequiredValue(data), create: false, async services =>
        {
            var streams = await services.GetRequiredService<ClinicRecord>().RebuildAsync(CommandLineAuthor);
            await parse.InvocationConfiguration.Output.WriteLineAsync($"Rebuilt from {streams} streams.");
            return 0;
        }, cancel));
        return command;
    }
}

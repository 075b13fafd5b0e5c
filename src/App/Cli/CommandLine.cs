using System.CommandLine;
using System.CommandLine.Parsing;
using System.CommandLine.Invocation;

namespace Afterglow.App.Cli;

/// <summary>The words after <c>afterglow</c>.</summary>
public static class CommandLine
{
    public static RootCommand Root() => new(
        """
        Afterglow: ketamine treatment, charted, measured and learned from.

        ./afterglow demo                 look around in a made-up clinic
        ./afterglow serve --data DIR     run a clinic
        ./afterglow COMMAND --help       what a command does, and examples

        It supports clinicians and does not replace their judgement. It is not a cleared medical device.
        """)
    {
        ServeCommand.Create(),
        DemoCommand.Create(),
        ImportCommand.Create(),
        ClientCommand.Create(),
        StaffCommand.Create(),
        WordingCommand.Create(),
        SimulateCommand.Create(),
        DrugsCommand.Create(),
        ScienceCommand.Create(),
        BackupCommand.Create(),
        RestoreCommand.Create(),
        KeysCommand.Create(),
        VerifyCommand.Create(),
        RebuildCommand.Create(),
    };

    /// <summary>Runs what was typed. Words that no command knows are refused like everything else: in one sentence, with exit code 2.</summary>
    public static async Task<int> RunAsync(string[] words, InvocationConfiguration? to = null)
    {
        to ??= new InvocationConfiguration();
        var parsed = Root().Parse(words);
        // With nothing typed, or help asked for, there is nothing to refuse.
        if (words.Length == 0 || parsed.Errors.Count == 0 || parsed.Action is not ParseErrorAction) return await parsed.InvokeAsync(to);
        var command = "";
        for (SymbolResult? at = parsed.CommandResult; at is CommandResult { Command: not RootCommand } one; at = at.Parent) command = $" {one.Command.Name}{command}";
        await to.Error.WriteLineAsync($"{WhatIsWrong(parsed)}: ./afterglow{command} --help shows what there is.");
        return 2;
    }

    private static string WhatIsWrong(ParseResult parsed)
    {
        if (parsed.UnmatchedTokens.Contains("")) return "An empty word (\"\") says nothing here";
        // The library's sentence names the type of a variable, which is nothing to whoever typed it.
        return parsed.Errors[0].SymbolResult is OptionResult { Tokens: [var typed, ..] } option && parsed.Errors[0].Message.Contains("as expected type", StringComparison.Ordinal)
            ? $"“{typed.Value}” cannot be meant for {option.Option.Name}"
            : parsed.Errors[0].Message.TrimEnd('.');
    }

    /// <summary>The option every command that needs the clinic's data takes.</summary>
    /// <param name="name">The folder under <c>.data</c> that stands in where the option is not given.</param>
    /// <param name="made">Whether the command makes the folder where there is none.</param>
    public static Option<DirectoryInfo> Data(string name = "clinic", bool made = false)
    {
        var data = new Option<DirectoryInfo>("--data")
        {
            Description = made ? "The folder that holds the clinic's data; made where there is none." : "The folder that holds the clinic's data.",
            HelpName = "DIR",
            DefaultValueFactory = _ => new DirectoryInfo(Path.Combine(Home, ".data", name)),
        };
        data.Validators.Add(read =>
        {
            if (read.Tokens is [var typed, ..] && File.Exists(typed.Value)) read.AddError($"{typed.Value} is a file, and --data names a folder.");
        });
        return data;
    }

    /// <summary>The number typed after an option; null where none is, or where it is no number, which the library then says itself.</summary>
    internal static int? Number(OptionResult read) =>
        read.Tokens is [var typed, ..] && int.TryParse(typed.Value, System.Globalization.NumberStyles.AllowLeadingSign, System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : null;

    // The script ./afterglow says where it stands, so that the same data is found from whatever folder it is called.
    private static string Home => Environment.GetEnvironmentVariable("AFTERGLOW_HOME") is { Length: > 0 } home
        ? home
        : Environment.CurrentDirectory;
}

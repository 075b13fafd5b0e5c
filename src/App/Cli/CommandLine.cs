using System.CommandLine;

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
        SimulateCommand.Create(),
        DrugsCommand.Create(),
        ScienceCommand.Create(),
        BackupCommand.Create(),
        RestoreCommand.Create(),
        KeysCommand.Create(),
        VerifyCommand.Create(),
        RebuildCommand.Create(),
    };

    /// <summary>The option every command that needs the clinic's data takes.</summary>
    /// <param name="name">The folder under <c>.data</c> that stands in where the option is not given.</param>
    public static Option<DirectoryInfo> Data(string name = "clinic") => new("--data")
    {
        Description = "The folder that holds the clinic's data; made where there is none.",
        HelpName = "DIR",
        DefaultValueFactory = _ => new DirectoryInfo(Path.Combine(Home, ".data", name)),
    };

    // The script ./afterglow says where it stands, so that the same data is found from whatever folder it is called.
    private static string Home => Environment.GetEnvironmentVariable("AFTERGLOW_HOME") is { Length: > 0 } home
        ? home
        : Environment.CurrentDirectory;
}

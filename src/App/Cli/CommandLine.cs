using System.CommandLine;

namespace Afterglow.App.Cli;

/// <summary>The words after <c>afterglow</c>.</summary>
public static class CommandLine
{
    public static RootCommand Root() => new("Afterglow: ketamine treatment, charted, measured and learned from.")
    {
        ServeCommand.Create(),
    };

    /// <summary>The option every command that needs the clinic's data takes.</summary>
    public static Option<DirectoryInfo> Data() => new("--data")
    {
        Description = "The folder that holds the clinic's data.",
        DefaultValueFactory = _ => new DirectoryInfo(Path.Combine(Environment.CurrentDirectory, ".data")),
    };
}

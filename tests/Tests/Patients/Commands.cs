using System.CommandLine;
using Afterglow.App.Cli;

namespace Afterglow.Tests.Patients;

/// <summary>Runs <c>afterglow</c> commands as a person types them, on a data folder of the test's own.</summary>
internal sealed class Commands : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("afterglow-command-").FullName;

    public string Data => Path.Combine(Folder, "data");

    public string Database => Path.Combine(Data, "afterglow.db");

    /// <summary>The exit code, and what was said on each stream.</summary>
    public static async Task<(int Code, string Output, string Error)> RunAsync(params string[] words)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await CommandLine.RunAsync(words, new InvocationConfiguration { Output = output, Error = error });
        return (code, output.ToString(), error.ToString());
    }

    public Task<(int Code, string Output, string Error)> ImportAsync(params string[] paths) => RunAsync(["import", .. paths, "--data", Data]);

    /// <summary>Writes a file beside the data and returns its path.</summary>
    public string Write(string name, string content) => Write(name, System.Text.Encoding.UTF8.GetBytes(content));

    public string Write(string name, byte[] content)
    {
        var path = Path.Combine(Folder, name);
        File.WriteAllBytes(path, content);
        return path;
    }

    public void Dispose()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(Folder, recursive: true);
    }
}

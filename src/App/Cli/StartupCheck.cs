using Afterglow.App.Demo;
using Microsoft.Extensions.Configuration;

namespace Afterglow.App.Cli;

/// <summary>What a clinic does not start with: settings that would open it to strangers, or lose what it acknowledges.</summary>
internal static class StartupCheck
{
    private static readonly string[] Believing =
        ["ASPNETCORE_FORWARDEDHEADERS_ENABLED", "DOTNET_FORWARDEDHEADERS_ENABLED", "FORWARDEDHEADERS_ENABLED"];

    /// <summary>Asked before anything in the folder is opened. A sentence that says what to do; null when nothing stands in the way.</summary>
    public static string? BeforeOpening(ClinicSettings settings, IConfiguration environment)
    {
        if (!settings.Demonstration && new DemoFolder(settings.DataDirectory).Mark is not null)
            return $"{settings.DataDirectory} holds a demonstration, whose passwords are published: open it with ./afterglow demo, or give a clinic another folder with --data.";
        // Read by the web server itself, behind the back of what was asked for on the command line.
        if (Believing.FirstOrDefault(name => string.Equals(environment[name], "true", StringComparison.OrdinalIgnoreCase)) is { } believing)
            return $"{believing} believes anybody about where they come from: unset it, and say --behind-proxy where a proxy stands in front.";
        if (environment.AsEnumerable().FirstOrDefault(setting => setting.Key.StartsWith("Kestrel:Endpoints", StringComparison.OrdinalIgnoreCase)).Key is { } address)
            return $"{address.Replace(":", "__", StringComparison.Ordinal)} opens the clinic to other machines without TLS: unset it, and put a proxy in front (docs/operating.md).";
        return OpenToOthers(settings.KeysDirectory) is { } open
            ? $"Others on this machine may read {open}: say chmod -R go= {settings.KeysDirectory} and start again."
            : null;
    }

    /// <summary>The first of the clinic's keys that others than this account may read or change; null when none is.</summary>
    private static string? OpenToOthers(string keys)
    {
        const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;
        if (OperatingSystem.IsWindows() || !Directory.Exists(keys)) return null;
        foreach (var path in Directory.GetFiles(keys).Prepend(keys))
            if ((File.GetUnixFileMode(path) & Others) != UnixFileMode.None) return path;
        return null;
    }
}

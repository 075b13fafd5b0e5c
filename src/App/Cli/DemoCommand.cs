using System.CommandLine;
using System.ComponentModel;
using System.Diagnostics;
using Afterglow.App.Demo;

namespace Afterglow.App.Cli;

internal static class DemoCommand
{
    public static Command Create()
    {
        var data = CommandLine.Data("demo", made: true);
        var port = RunningClinic.Port();
        var noOpen = new Option<bool>("--no-open") { Description = "Print the address; do not open a browser." };
        var fresh = new Option<bool>("--fresh") { Description = "Throw the demonstration in this folder away and make a new one." };
        var command = new Command("demo",
            """
            Look around in a made-up clinic: some 120 patients, two of them in a chair right now.

            Every name in it is invented and every page says so. There is no second factor here, and the passwords
            are printed with the address: never put a real patient into it. It is made once; what you change stays, and
            who sits in a chair grows older with the clock. --fresh throws it away and makes a new one.

            Examples:
              ./afterglow demo
              ./afterglow demo --fresh
              ./afterglow demo --port 8080 --data /tmp/clinic --no-open
            """) { data, port, noOpen, fresh };
        command.SetAction(async (parse, cancel) =>
        {
            var settings = new ClinicSettings
            {
                DataDirectory = parse.GetRequiredValue(data).FullName,
                Urls = RunningClinic.Address(parse.GetRequiredValue(port)),
                Demonstration = true,
            };
            using var demonstration = new Demonstration(settings.DataDirectory, Console.Out);
            return await ClinicData.GuardAsync(parse, () => RunningClinic.RunAsync(
                settings,
                services => demonstration.PrepareAsync(services, cancel),
                () =>
                {
                    Console.WriteLine($"The demonstration clinic is open on {settings.Urls}");
                    Console.WriteLine();
                    foreach (var line in demonstration.SignInTable()) Console.WriteLine(line);
                    Console.WriteLine();
                    Console.WriteLine("Ctrl-C closes it.");
                    if (!parse.GetValue(noOpen)) OpenBrowser(settings.Urls);
                },
                cancel,
                before: () => demonstration.MakeReady(parse.GetValue(fresh), TimeProvider.System)));
        });
        return command;
    }

    /// <summary>Only where somebody sits in front of a desktop. The address is printed all the same.</summary>
    private static void OpenBrowser(string address)
    {
        if (Console.IsOutputRedirected || Console.IsInputRedirected) return;
        var desktop = OperatingSystem.IsMacOS() || OperatingSystem.IsWindows()
            || Environment.GetEnvironmentVariable("DISPLAY") is { Length: > 0 }
            || Environment.GetEnvironmentVariable("WAYLAND_DISPLAY") is { Length: > 0 };
        if (!desktop) return;
        try
        {
            using var opened = OperatingSystem.IsWindows()
                ? Process.Start(new ProcessStartInfo(address) { UseShellExecute = true })
                : Process.Start(new ProcessStartInfo(OperatingSystem.IsMacOS() ? "open" : "xdg-open", address)
                {
                    UseShellExecute = false,
                    RedirectStandardOutput = true,
                    RedirectStandardError = true,
                });
        }
        catch (Win32Exception)
        {
            // No program to open it with: the printed address has to do.
        }
    }
}

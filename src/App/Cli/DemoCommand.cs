using System.CommandLine;
using System.ComponentModel;
using System.Diagnostics;

namespace Afterglow.App.Cli;

internal static class DemoCommand
{
    public static Command Create()
    {
        var data = CommandLine.Data("demo");
        var port = RunningClinic.Port();
        var noOpen = new Option<bool>("--no-open") { Description = "Print the address; do not open a browser." };
        var command = new Command("demo",
            """
            Look around in a made-up clinic: some 120 patients, two of them in a chair right now.

            Every name in it is invented and every page says so. There is no second factor here, and the passwords
            are printed below the address: never put a real patient into it. Delete its folder to start afresh.

            Examples:
              ./afterglow demo
              ./afterglow demo --port 8080 --data /tmp/clinic --no-open
            """) { data, port, noOpen };
        command.SetAction((parse, cancel) =>
        {
            var settings = new ClinicSettings
            {
                DataDirectory = parse.GetRequiredValue(data).FullName,
                Urls = RunningClinic.Address(parse.GetRequiredValue(port)),
                Demonstration = true,
            };
            return RunningClinic.RunAsync(settings, PrepareAsync, () =>
            {
                Console.WriteLine($"The demonstration clinic is open on {settings.Urls}");
                Console.WriteLine();
                Console.WriteLine($"  {"to look as",-16}{"user name",-16}password");
                foreach (var (role, userName) in SignIns) Console.WriteLine($"  {role,-16}{userName,-16}{Password}");
                Console.WriteLine();
                Console.WriteLine("Ctrl-C closes it.");
                if (!parse.GetValue(noOpen)) OpenBrowser(settings.Urls);
            }, cancel);
        });
        return command;
    }

    private const string Password = "afterglow-demo";
    private static readonly (string Role, string UserName)[] SignIns =
    [
        ("Front desk", "frontdesk"), ("Nurse", "nurse"), ("Prescriber", "prescriber"), ("Therapist", "therapist"),
        ("Director", "director"), ("Administrator", "administrator"),
    ];

    private static async Task PrepareAsync(IServiceProvider services)
    {
        var staff = services.GetRequiredService<People.StaffRecords>();
        if (await staff.AnyAsync()) return;
        foreach (var (role, name) in SignIns)
            _ = (await staff.CreateAsync(name, role + " Demo", Password, [Enum.Parse<Core.People.Role>(role.Replace(" ", "", StringComparison.Ordinal), true)])).Value;
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

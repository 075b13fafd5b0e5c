using System.CommandLine;

namespace Afterglow.App.Cli;

internal static class ServeCommand
{
    public static Command Create()
    {
        var data = CommandLine.Data();
        var port = RunningClinic.Port();
        var hostName = new Option<string[]>("--host-name")
        {
            Description = "A name under which browsers reach this clinic, beside localhost; may be given more than once.",
            HelpName = "NAME",
        };
        var behindProxy = new Option<bool>("--behind-proxy")
        {
            Description = "A reverse proxy on this machine stands in front: believe what it says about address and scheme.",
        };
        var paper = new Option<Paper?>("--paper")
        {
            Description = "What the clinic prints notes on; left out, the time zone of this machine decides.",
            HelpName = "A4|Letter",
        };
        var command = new Command("serve",
            """
            Run a clinic. The first visit creates the administrator, who then gives everybody else a sign-in.

            It listens on this machine only; put a reverse proxy with TLS in front of it to reach it from others, and
            say under which name they do (docs/operating.md has an example). Ctrl-C stops it; nothing that was
            acknowledged is lost.

            Examples:
              ./afterglow serve
              ./afterglow serve --data /srv/afterglow --host-name clinic.example --behind-proxy
            """) { data, port, hostName, behindProxy, paper };
        command.SetAction((parse, cancel) =>
        {
            var settings = new ClinicSettings
            {
                DataDirectory = parse.GetRequiredValue(data).FullName,
                HostNames = parse.GetValue(hostName) ?? [],
                BehindProxy = parse.GetValue(behindProxy),
                Paper = parse.GetValue(paper),
                Urls = RunningClinic.Address(parse.GetRequiredValue(port)),
            };
            return RunningClinic.RunAsync(settings, _ => Task.FromResult<string?>(null), () =>
            {
                Console.WriteLine($"Afterglow is running on {settings.Urls}");
                Console.WriteLine($"The clinic's data is in {settings.DataDirectory}");
                Console.WriteLine("Ctrl-C stops it.");
            }, cancel);
        });
        return command;
    }
}

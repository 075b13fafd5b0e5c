using System.CommandLine;

namespace Afterglow.App.Cli;

internal static class ServeCommand
{
    public static Command Create()
    {
        var data = CommandLine.Data();
        var port = new Option<int>("--port") { Description = "The port to listen on.", DefaultValueFactory = _ => 5080 };
        var hostName = new Option<string[]>("--host-name") { Description = "A name under which browsers reach this clinic, beside localhost." };
        var command = new Command("serve", "Run a clinic. The first visit creates the administrator.") { data, port, hostName };
        command.SetAction(async (parse, cancel) =>
        {
            var settings = new ClinicSettings
            {
                DataDirectory = parse.GetRequiredValue(data).FullName,
                HostNames = parse.GetValue(hostName) ?? [],
                Urls = $"http://localhost:{parse.GetRequiredValue(port)}",
            };
            await using var app = await Web.BuildAsync(settings);
            await app.RunAsync(cancel);
            return 0;
        });
        return command;
    }
}

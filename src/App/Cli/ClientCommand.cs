using System.CommandLine;
using Afterglow.App.People;

namespace Afterglow.App.Cli;

internal static class ClientCommand
{
    public static Command Create() => new("client", "Programs that use the API: make one, list them, shut one out.")
    {
        CreateClient(), ListClients(), RevokeClient(),
    };

    private static Command CreateClient()
    {
        var data = CommandLine.Data();
        var name = Name("What the program is called. What it charts stands under this name.");
        var scopes = new Option<string[]>("--scope")
        {
            Description = "What it may do: " + string.Join(", ", Policies.Scopes.Keys.Order()) + ". Repeat it for several.",
            HelpName = "SCOPE", Required = true, AllowMultipleArgumentsPerToken = true,
        };
        var address = new Option<string>("--url")
        {
            Description = "The clinic's address, for the example that is printed.", HelpName = "URL", DefaultValueFactory = _ => "http://localhost:5080",
        };
        var command = new Command("create",
            """
            Make a client and print its secret. The secret is shown this once: keep it where the program keeps its secrets.

            Examples:
              ./afterglow client create --name "Monitor bridge" --scope session.write
              ./afterglow client create --name Reports --scope session.read --scope patient.read --data /srv/clinic
            """) { name, scopes, data, address };
        command.SetAction((parse, cancel) => ClinicData.RunAsync(parse, parse.GetRequiredValue(data), create: false, async services =>
        {
            var created = await services.GetRequiredService<ClientRecords>().CreateAsync(
                StaffRecords.CommandLine, parse.GetRequiredValue(name), parse.GetRequiredValue(scopes), "command line", cancel);
            if (!created.Try(out var made, out var refusal)) return Refused(parse, refusal.Sentence);
            var output = parse.InvocationConfiguration.Output;
            var url = parse.GetRequiredValue(address).TrimEnd('/');
            await output.WriteLineAsync(
                $"""
                name    {made.Client.Name}
                id      {made.Client.ClientId}
                secret  {made.Secret}
                scopes  {string.Join(' ', made.Client.Scopes)}

                The secret is not shown again. A token lasts {Tokens.Lifetime.TotalMinutes:0} minutes:

                  curl -s {url}/connect/token -d grant_type=client_credentials -d client_id={made.Client.ClientId} -d client_secret={made.Secret}

                Send its access_token with every request (openapi: {url}/openapi/v1.json):

                  curl -s {url}/api/... -H "Authorization: Bearer ACCESS_TOKEN"
                """);
            return 0;
        }, cancel));
        return command;
    }

    private static Command ListClients()
    {
        var data = CommandLine.Data();
        var command = new Command("list", "Every client there is or was, with its scopes.") { data };
        command.SetAction((parse, cancel) => ClinicData.RunAsync(parse, parse.GetRequiredValue(data), create: false, async services =>
        {
            var clients = await services.GetRequiredService<ClientRecords>().ListAsync(cancel);
            if (clients.Count == 0) await parse.InvocationConfiguration.Output.WriteLineAsync("No program uses the API.");
            foreach (var client in clients)
                await parse.InvocationConfiguration.Output.WriteLineAsync(
                    $"{client.ClientId}  {client.Name}  {(client.Revoked ? "(revoked)" : string.Join(' ', client.Scopes))}");
            return 0;
        }, cancel));
        return command;
    }

    private static Command RevokeClient()
    {
        var data = CommandLine.Data();
        var name = Name("The client's name or id.");
        var command = new Command("revoke", "Shut a client out at once. Its tokens and its secret stop working; what it charted stays.") { name, data };
        command.SetAction((parse, cancel) => ClinicData.RunAsync(parse, parse.GetRequiredValue(data), create: false, async services =>
        {
            var revoked = await services.GetRequiredService<ClientRecords>().RevokeAsync(
                StaffRecords.CommandLine, parse.GetRequiredValue(name), "command line", cancel);
            if (!revoked.Try(out var client, out var refusal)) return Refused(parse, refusal.Sentence);
            await parse.InvocationConfiguration.Output.WriteLineAsync($"{client.Name} is shut out.");
            return 0;
        }, cancel));
        return command;
    }

    private static Option<string> Name(string description) => new("--name") { Description = description, HelpName = "NAME", Required = true };

    internal static int Refused(ParseResult parse, string sentence)
    {
        parse.InvocationConfiguration.Error.WriteLine(sentence);
        return ClinicData.Failed;
    }
}

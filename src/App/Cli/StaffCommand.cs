using System.CommandLine;
using Afterglow.App.Design;
using Afterglow.App.People;
using Afterglow.Core.People;

namespace Afterglow.App.Cli;

internal static class StaffCommand
{
    public static Command Create() => new("staff", "The people who sign in: add one, list them, let one choose a new password.")
    {
        CreateStaff(), ListStaff(), ResetStaff(),
    };

    private static Command CreateStaff()
    {
        var data = CommandLine.Data(made: true);
        var user = User();
        var name = new Option<string>("--name") { Description = "The name that stands in the record.", HelpName = "NAME", Required = true };
        var roles = new Option<Role[]>("--role")
        {
            Description = "What the person does. Repeat it for several.", HelpName = "ROLE", Required = true, AllowMultipleArgumentsPerToken = true,
        };
        var address = Address();
        var command = new Command("create",
            """
            Give a person a sign-in. Prints a link with which they choose their password; it works once, for an hour.

            Example:
              ./afterglow staff create --user maya --name "Maya Lindqvist" --role Nurse
            """) { user, name, roles, data, address };
        command.SetAction((parse, cancel) => ClinicData.RunAsync(parse, parse.GetRequiredValue(data), create: true, async services =>
        {
            var staff = new NewStaff(
                parse.GetRequiredValue(user), parse.GetRequiredValue(name), PasswordRules.Nobodys(), parse.GetRequiredValue(roles));
            var created = await services.GetRequiredService<StaffRecords>().CreateAsync(StaffRecords.CommandLine, staff, "command line", cancel);
            return created.Try(out var member, out var refusal)
                ? await OfferLinkAsync(parse, services, member, parse.GetRequiredValue(address), cancel)
                : ClientCommand.Refused(parse, refusal.Sentence);
        }, cancel));
        return command;
    }

    private static Command ListStaff()
    {
        var data = CommandLine.Data();
        var command = new Command("list", "Everybody who has or had a sign-in, with their roles.") { data };
        command.SetAction((parse, cancel) => ClinicData.RunAsync(parse, parse.GetRequiredValue(data), create: false, async services =>
        {
            foreach (var member in await services.GetRequiredService<StaffRecords>().ListAsync(cancel))
                await parse.InvocationConfiguration.Output.WriteLineAsync(
                    $"{member.UserName}  {member.DisplayName}  {string.Join(", ", member.Roles.Select(role => role.Words()))}{(member.Active ? "" : "  (disabled)")}");
            return 0;
        }, cancel));
        return command;
    }

    private static Command ResetStaff()
    {
        var data = CommandLine.Data();
        var user = User();
        var address = Address();
        var command = new Command("reset",
            "Print a link with which a person chooses a new password. It works once, for an hour; their second factor stays.") { user, data, address };
        command.SetAction((parse, cancel) => ClinicData.RunAsync(parse, parse.GetRequiredValue(data), create: false, async services =>
            await services.GetRequiredService<StaffRecords>().FindAsync(parse.GetRequiredValue(user), cancel) is { } member
                ? await OfferLinkAsync(parse, services, member, parse.GetRequiredValue(address), cancel)
                : ClientCommand.Refused(parse, new StaffUnknown().Sentence), cancel));
        return command;
    }

    private static async Task<int> OfferLinkAsync(
        ParseResult parse, IServiceProvider services, StaffMember member, string address, CancellationToken cancel)
    {
        var offered = await services.GetRequiredService<Passwords>().OfferLinkAsync(StaffRecords.CommandLine, member.Id, "command line", cancel);
        if (!offered.Try(out var key, out var refusal)) return ClientCommand.Refused(parse, refusal.Sentence);
        await parse.InvocationConfiguration.Output.WriteLineAsync(
            $"{member.DisplayName} chooses a password here, once and within an hour:\n  {address.TrimEnd('/')}/choose-password/{key}");
        return 0;
    }

    private static Option<string> User() => new("--user") { Description = "The user name.", HelpName = "USER", Required = true };

    private static Option<string> Address() => new("--url")
    {
        Description = "The clinic's address, for the link.", HelpName = "URL", DefaultValueFactory = _ => "http://localhost:5080",
    };
}

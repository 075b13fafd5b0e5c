using System.CommandLine;
using Afterglow.App.Measures;
using Afterglow.Core.Measures;

namespace Afterglow.App.Cli;

/// <summary>The wording of instruments that a clinic has a licence for.</summary>
internal static class WordingCommand
{
    public static Command Create() => new("wording", "The wording of questionnaires that the clinic has a licence for: load, list, remove.") { Load(), List(), Remove() };

    private static Command Load()
    {
        var data = CommandLine.Data();
        var file = new Argument<FileInfo>("FILE") { Description = "JSON: instrument, language, lead, notice, source, and the items with their answers." };
        var command = new Command("load",
            """
            Load the wording of an instrument in a language from a file, in the place of what was there. The clinic needs the
            owner's permission; whose that is, the page of the instrument says. docs/adding-a-measure.md shows the form of the file.

              ./afterglow wording load madrs-en.json --data DIR
            """) { file, data };
        command.SetAction(async (parse, cancel) =>
        {
            var from = parse.GetRequiredValue(file);
            if (!from.Exists) return await RefusedAsync(parse, $"There is no file “{from.Name}”.");
            if (from.Length > WordingFile.LongestFile) return await RefusedAsync(parse, new WordingUnreadable("it is longer than a million letters").Sentence);
            var json = await File.ReadAllTextAsync(from.FullName, cancel);
            return await ClinicData.RunAsync(parse, parse.GetRequiredValue(data), create: false, async services =>
            {
                if (!(await services.GetRequiredService<Wordings>().LoadAsync(json, cancel)).Try(out var loaded, out var refusal)) return await RefusedAsync(parse, refusal.Sentence);
                await parse.InvocationConfiguration.Output.WriteLineAsync($"{loaded.Instrument.Name} is shown in “{loaded.Wording.Language}” from now on: {loaded.Wording.Items.Count} questions. {loaded.Wording.Notice}");
                return 0;
            }, cancel);
        });
        return command;
    }

    private static Command List()
    {
        var data = CommandLine.Data();
        var command = new Command("list", "Every instrument, the languages in which its wording is shown, and whose permission is needed.") { data };
        command.SetAction((parse, cancel) => ClinicData.RunAsync(parse, parse.GetRequiredValue(data), create: false, async services =>
        {
            var loaded = (await services.GetRequiredService<Wordings>().LoadedAsync(cancel)).ToLookup(one => one.Instrument, one => one.Language);
            foreach (var instrument in Instruments.All)
            {
                var languages = string.Join(", ", instrument.Shipped.Select(wording => wording.Language).Except(loaded[instrument.Id]).Concat(loaded[instrument.Id].Select(language => language + " (loaded)")));
                await parse.InvocationConfiguration.Output.WriteLineAsync($"{instrument.Id,-16}{(languages.Length > 0 ? languages : "numbers only"),-24}{instrument.Licence.Owner}");
            }
            return 0;
        }, cancel));
        return command;
    }

    private static Command Remove()
    {
        var (data, instrument, language) = (CommandLine.Data(), new Argument<string>("INSTRUMENT"), new Argument<string>("LANGUAGE"));
        var command = new Command("remove", "Take a loaded wording away again, as when a licence ends. What was answered stays.") { instrument, language, data };
        command.SetAction((parse, cancel) => ClinicData.RunAsync(parse, parse.GetRequiredValue(data), create: false, async services =>
        {
            var (id, spoken) = (parse.GetRequiredValue(instrument), parse.GetRequiredValue(language));
            if (!await services.GetRequiredService<Wordings>().RemoveAsync(id, spoken, cancel)) return await RefusedAsync(parse, $"No wording of “{id}” was loaded in “{spoken}”; ./afterglow wording list shows what there is.");
            await parse.InvocationConfiguration.Output.WriteLineAsync($"The wording of “{id}” in “{spoken}” is gone.");
            return 0;
        }, cancel));
        return command;
    }

    private static async Task<int> RefusedAsync(ParseResult parse, string sentence)
    {
        await parse.InvocationConfiguration.Error.WriteLineAsync(sentence);
        return 2;
    }
}

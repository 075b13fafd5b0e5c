using System.CommandLine;
using System.Globalization;
using Afterglow.Core.Pharmacology;

namespace Afterglow.App.Cli;

internal static class DrugsCommand
{
    public static Command Create()
    {
        var id = new Argument<string?>("MODEL") { Description = "Show every number of this model and where it comes from.", Arity = ArgumentArity.ZeroOrOne };
        var command = new Command("drugs",
            """
            List the pharmacology models: what they cover, where they come from, how sure that is.

              ./afterglow drugs              all models
              ./afterglow drugs otto-2021    every number of one, with its source
            """) { id };
        command.SetAction(parse =>
        {
            var output = parse.InvocationConfiguration.Output;
            if (parse.GetValue(id) is not { } asked)
            {
                foreach (var model in DrugLibrary.All)
                {
                    output.WriteLine($"{model.Id,-18}{model.Name}");
                    output.WriteLine($"{"",-18}{model.Source.Citation} ({model.Source.Standing}); {model.Species}, {model.Sampling.ToString().ToLowerInvariant()} samples; {model.Population}");
                    output.WriteLine($"{"",-18}Careful: {model.Caution}");
                    var assumed = model.Parameters.Count(parameter => !parameter.Source.Established);
                    output.WriteLine($"{"",-18}{model.Parameters.Count} numbers{(assumed > 0 ? $", {assumed} of them assumed" : ", all published")}");
                    output.WriteLine();
                }
                return 0;
            }
            if (DrugLibrary.Find(asked) is not { } one)
            {
                parse.InvocationConfiguration.Error.WriteLine(
                    new UnknownWord("model", asked, string.Join(", ", DrugLibrary.All.Select(model => model.Id))).Sentence);
                return 2;
            }
            output.WriteLine($"{one.Name}\n{one.Source.Citation}\nCareful: {one.Caution}\n");
            foreach (var parameter in one.Parameters)
            {
                var spread = parameter.BetweenSubjects > 0
                    ? string.Create(CultureInfo.InvariantCulture, $", between people ±{100 * Math.Sqrt(Math.Exp(parameter.BetweenSubjects * parameter.BetweenSubjects) - 1):0} %")
                    : "";
                output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"{parameter.Symbol,-9}{parameter.Value,12:0.#####} {parameter.Unit,-12}{parameter.What}{spread}"));
                output.WriteLine($"{"",-34}{parameter.Source.Citation} ({parameter.Source.Standing})");
            }
            return 0;
        });
        return command;
    }
}

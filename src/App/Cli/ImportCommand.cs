using System.CommandLine;
using System.Globalization;
using Afterglow.App.Fhir;
using Afterglow.App.Patients;

namespace Afterglow.App.Cli;

internal static class ImportCommand
{
    // After this many the file is not what it should be, and more lines help nobody.
    private const int MostProblems = 100;

    public static Command Create()
    {
        var paths = new Argument<string[]>("PATH")
        {
            Description = "FHIR R4 bundles as JSON files, or folders that hold some.",
            Arity = ArgumentArity.OneOrMore,
        };
        var data = CommandLine.Data(made: true);
        var command = new Command("import",
            """
            Import patients from FHIR R4 bundles: who they are, conditions, allergies, medicines, vital signs, scores, visits.

            A patient is known again by the identifiers in the file. Importing twice changes nothing; what has changed
            in the other system amends what was imported before, and both stay readable. Whatever cannot be taken is
            named with its file and JSON path, everything else is imported, and the exit code is then 1.
            Works whether the clinic is running or not. Only bundles are read (transaction, collection, batch, searchset).

            Examples:
              ./afterglow import patients/ --data DIR
              ./afterglow import one.json two.json
            """) { paths, data };
        command.SetAction((parse, cancel) => ClinicData.RunAsync(parse, parse.GetRequiredValue(data), create: true, async services =>
        {
            var (output, error) = (parse.InvocationConfiguration.Output, parse.InvocationConfiguration.Error);
            var import = services.GetRequiredService<FhirImport>();
            var files = FhirImport.Files(parse.GetRequiredValue(paths), out var missing);
            foreach (var path in missing)
                await error.WriteLineAsync(Directory.Exists(path) ? $"{path}: there is no JSON file in this folder." : $"{path}: there is no such file.");
            var failed = missing.Count;
            foreach (var file in files)
            {
                cancel.ThrowIfCancellationRequested();
                var imported = await import.ImportAsync(file, Reach.DefaultSite, "command line", cancel);
                foreach (var chart in imported.Charts) await output.WriteLineAsync($"{file}: {Told(chart)}");
                if (imported.NotKept.Count > 0) await output.WriteLineAsync($"{file}: not kept: {NotKept(imported.NotKept)}");
                foreach (var problem in imported.Problems.Take(MostProblems)) await error.WriteLineAsync($"{file}: {problem}");
                if (imported.Problems.Count > MostProblems)
                    await error.WriteLineAsync($"{file}: and {imported.Problems.Count - MostProblems} more problems.");
                if (imported.Problems.Count > 0) failed++;
            }
            if (failed > 0) await error.WriteLineAsync($"{failed} of {files.Count + missing.Count} could not be imported whole; everything else was.");
            return failed > 0 ? ClinicData.Failed : 0;
        }, cancel));
        return command;
    }

    // The record number only: a name does not belong into whatever keeps this output.
    private static string Told(ChartImported chart)
    {
        var kept = chart.Kept > 0 ? $", {chart.Kept} kept as corrected here" : "";
        return $"{chart.RecordNumber}{(chart.Registered ? " registered" : "")}, {chart.New} new, {chart.Unchanged} unchanged, {chart.Amended} amended{kept}";
    }

    private static string NotKept(IReadOnlyDictionary<string, int> counts) => string.Create(CultureInfo.InvariantCulture,
        $"{counts.Values.Sum()} ({string.Join(", ", counts.OrderBy(count => count.Key, StringComparer.Ordinal).Select(count => $"{count.Value} {count.Key}"))})");
}

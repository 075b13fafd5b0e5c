using System.Text.Json;
using Afterglow.Tests.Patients;

namespace Afterglow.Tests.Fhir;

/// <summary>Bundles from a public generator that nobody here wrote. They stand beside the repository and not in it.</summary>
public sealed class RealFiles
{
    private static string? Folder
    {
        get
        {
            for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
                if (File.Exists(Path.Combine(at.FullName, "Afterglow.slnx")))
                    return Path.Combine(at.Parent!.FullName, "shared", "fhir", "synthea-r4") is var folder && Directory.Exists(folder) ? folder : null;
            return null;
        }
    }

    [Fact]
    public async Task Every_file_is_imported_whole_and_a_second_time_changes_nothing()
    {
        if (Folder is not { } folder)
        {
            Assert.Skip("The folder shared/fhir/synthea-r4 does not stand beside this repository.");
            return;
        }
        using var commands = new Commands();
        var first = await commands.ImportAsync(folder);
        Assert.Equal("", first.Error);
        Assert.Equal(0, first.Code);
        var expected = Directory.GetFiles(folder, "*.json").Sum(Kept);
        Assert.Equal(expected, New(first.Output));

        var second = await commands.ImportAsync(folder);
        Assert.Equal(0, second.Code);
        Assert.Equal(0, New(second.Output));
        Assert.Equal(9, second.Output.Split("0 new, ").Length - 1);
        Assert.Contains(" 0 amended", second.Output, StringComparison.Ordinal);
        Assert.Equal(0, (await Commands.RunAsync("verify", "--data", commands.Data)).Code);
    }

    // Counted from the file without the code under test: what the clinic keeps of each.
    private static int Kept(string file)
    {
        using var bundle = JsonDocument.Parse(File.ReadAllBytes(file));
        return bundle.RootElement.GetProperty("entry").EnumerateArray().Select(entry => entry.GetProperty("resource")).Count(resource =>
            resource.GetProperty("resourceType").GetString() switch
            {
                "Condition" or "AllergyIntolerance" or "MedicationRequest" or "Encounter" => true,
                "Observation" => resource.GetProperty("category")[0].GetProperty("coding")[0].GetProperty("code").GetString() == "vital-signs",
                _ => false,
            });
    }

    private static int New(string output) => output.Split('\n').Where(line => line.Contains(" new, ", StringComparison.Ordinal))
        .Sum(line => int.Parse(line.Split(" new, ")[0].Split(' ')[^1], System.Globalization.CultureInfo.InvariantCulture));
}

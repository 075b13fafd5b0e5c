using System.Text.RegularExpressions;
using Afterglow.Core.Measures;

namespace Afterglow.Tests.Measures;

/// <summary>An instrument is one file, and the recipe that says so is true.</summary>
public sealed class AddingAMeasure
{
    private static readonly string Root = Above(AppContext.BaseDirectory);

    [Fact]
    public void Every_file_of_the_folder_is_an_instrument_and_every_instrument_a_file()
    {
        var files = Directory.GetFiles(Path.Combine(Root, "src", "Core", "Measures", "Scales"), "*.cs");
        Assert.Equal(files.Length, Instruments.All.Count);
        foreach (var file in files)
        {
            var scale = typeof(Instruments).Assembly.GetType($"Afterglow.Core.Measures.Scales.{Path.GetFileNameWithoutExtension(file)}");
            Assert.Same(Instruments.Find(((Instrument)scale!.GetProperty("Instrument")!.GetValue(null)!).Id), scale.GetProperty("Instrument")!.GetValue(null));
        }
    }

    [Fact]
    public void No_other_file_lists_the_instruments()
    {
        // A file that names many of them in a row would have to be edited for the next one. What chooses a few for a purpose may.
        var lists = Directory.GetFiles(Path.Combine(Root, "src"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Where(file => Instruments.All.Count(instrument => Regex.IsMatch(File.ReadAllText(file), $"\"{instrument.Id}\"", RegexOptions.None, TimeSpan.FromSeconds(5))) > Instruments.All.Count * 3 / 4)
            .Select(Path.GetFileName);
        Assert.Empty(lists);
    }

    [Fact]
    public void The_recipe_names_one_file_and_every_part_it_must_have()
    {
        var recipe = File.ReadAllText(Path.Combine(Root, "docs", "adding-a-measure.md"));
        Assert.Contains("src/Core/Measures/Scales/", recipe, StringComparison.Ordinal);
        var required = typeof(Instrument).GetProperties()
            .Where(property => property.GetCustomAttributes(typeof(System.Runtime.CompilerServices.RequiredMemberAttribute), false).Length > 0)
            .Select(property => property.Name);
        Assert.All(required, name => Assert.Contains($"{name} = ", recipe, StringComparison.Ordinal));
    }

    private static string Above(string folder) =>
        File.Exists(Path.Combine(folder, "Afterglow.slnx")) ? folder : Above(Path.GetDirectoryName(folder.TrimEnd(Path.DirectorySeparatorChar))!);
}

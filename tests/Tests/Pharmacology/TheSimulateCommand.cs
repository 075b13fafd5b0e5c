using System.Globalization;
using System.Text.Json;
using System.Xml.Linq;
using Afterglow.Tests.Patients;

namespace Afterglow.Tests.Pharmacology;

/// <summary><c>afterglow simulate</c> and <c>afterglow drugs</c> as a person types them.</summary>
public class TheSimulateCommand
{
    private static Task<(int Code, string Output, string Error)> SimulateAsync(string words) => Commands.RunAsync(["simulate", .. Words(words)]);

    private static string[] Words(string text) => [.. text.Split('|', StringSplitOptions.RemoveEmptyEntries)];

    [Theory]
    // The dose.
    [InlineData("--dose|0.5", "not a")]
    [InlineData("--dose|0,5mg", "0,5mg")]
    [InlineData("--dose|1e3mg", "1e3mg")]
    [InlineData("--dose|-5mg", "-5 mg")]
    [InlineData("--dose|0mg", "0 mg")]
    [InlineData("--dose|5000mg", "13 mg/kg")]
    [InlineData("--dose|14mg/kg", "13 mg/kg")]
    [InlineData("--dose|.5mg", ".5mg")]
    [InlineData("--dose|NaN mg", "NaN mg")]
    [InlineData("--dose|5mL", "5mL")]
    [InlineData("--dose|mg", "mg")]
    [InlineData("--dose|", "amount of drug")]
    [InlineData("--dose|99999999999999999999mg", "99999999999999999999mg")]
    [InlineData("--weight|70kg", "--dose")]
    [InlineData("--dose|35mg|--regimen|35mg iv", "--dose")]
    // Words that are not on a list.
    [InlineData("--dose|35mg|--compound|katamine", "katamine")]
    [InlineData("--dose|35mg|--route|ear", "ear")]
    [InlineData("--dose|35mg|--model|otto", "otto-2021")]
    [InlineData("--dose|35mg|--model|otto-2021", "otto-2021")]
    [InlineData("--dose|35mg|--output|plasma,mood", "mood")]
    [InlineData("--dose|35mg|--output|", "output")]
    [InlineData("--dose|35mg|--model|domino-1984|--output|bp", "domino-1984")]
    [InlineData("--dose|35mg|--compound|arketamine|--route|oral", "No published model")]
    [InlineData("--dose|35mg|--with|aspirine", "aspirine")]
    [InlineData("--dose|35mg|--output|symptoms|--without|hope", "hope")]
    [InlineData("--dose|35mg|--descent|martian", "martian")]
    // The body.
    [InlineData("--dose|35mg|--weight|0.7kg", "25 kg")]
    [InlineData("--dose|35mg|--weight|70", "body weight")]
    [InlineData("--dose|35mg|--weight|700kg", "350 kg")]
    [InlineData("--dose|35mg|--weight|-70kg", "25 kg")]
    [InlineData("--dose|35mg|--age|12", "18")]
    [InlineData("--dose|35mg|--age|forty", "forty")]
    [InlineData("--dose|35mg|--age|NaN", "NaN")]
    // Times.
    [InlineData("--dose|35mg|--over|-5min", "0 min")]
    [InlineData("--dose|35mg|--over|40", "40")]
    [InlineData("--dose|35mg|--over|40 years", "40 years")]
    [InlineData("--dose|35mg|--over|72h", "48 h")]
    [InlineData("--dose|35mg|--route|im|--over|10min", "at once")]
    [InlineData("--dose|35mg|--at|-1h", "-1h")]
    [InlineData("--dose|35mg|--at|3d|--hours|24", "end of the simulation")]
    [InlineData("--dose|35mg|--at|24h|--hours|24", "end of the simulation")]
    [InlineData("--dose|35mg|--at|soon", "soon")]
    [InlineData("--dose|35mg|--at|,", "“,” is not a time")]
    [InlineData("--dose|35mg|--at|", "“” is not a time")]
    [InlineData("--regimen|", "“” is not a line of a regimen")]
    [InlineData("--dose|35mg|--hours|0", "more than 0")]
    [InlineData("--dose|35mg|--hours|-3", "more than 0")]
    [InlineData("--dose|35mg|--hours|NaN", "NaN")]
    [InlineData("--dose|35mg|--hours|1e9", "1e9")]
    [InlineData("--dose|35mg|--days|400", "366 days")]
    [InlineData("--dose|35mg|--days|2|--hours|3", "--hours or --days")]
    // Numbers of people, and how it is written.
    [InlineData("--dose|35mg|--subjects|0", "1")]
    [InlineData("--dose|35mg|--subjects|-5", "-5")]
    [InlineData("--dose|35mg|--subjects|1.5", "1.5")]
    [InlineData("--dose|35mg|--subjects|99999999999", "99999999999")]
    [InlineData("--dose|35mg|--sessions-before|0.5", "0.5")]
    // Words that no command knows, and options without theirs.
    [InlineData("--dose|35mg|--frobnicate|3", "--frobnicate")]
    [InlineData("--dose|35mg|again", "again")]
    [InlineData("--dose|35mg|--dose|50mg", "--dose")]
    [InlineData("--dose|35mg|--output", "--output")]
    [InlineData("--dose|35mg|--subjects|10000000", "100,000")]
    [InlineData("--dose|35mg|--sessions-before|-1", "0")]
    [InlineData("--dose|35mg|--json|--csv", "--json")]
    [InlineData("--dose|35mg|--svg|/no/such/folder/x.svg", "cannot be written")]
    // Regimens.
    [InlineData("--regimen|;;", "line of a regimen")]
    [InlineData("--regimen|35mg over", "time")]
    [InlineData("--regimen|35mg bolus over 40min", "line of a regimen")]
    [InlineData("--regimen|20mg/h", "line of a regimen")]
    [InlineData("--regimen|20mg/h over 40min", "line of a regimen")]
    [InlineData("--regimen|20mg for 40min", "line of a regimen")]
    [InlineData("--regimen|35mg iv; 35", "not a")]
    [InlineData("--regimen|35mg iv sc", "line of a regimen")]
    [InlineData("--regimen|35mg at 0 at 3h", "line of a regimen")]
    [InlineData("--regimen|35mg iv|--route|im", "--regimen or --route")]
    public async Task What_cannot_be_meant_is_answered_with_one_sentence_exit_code_2_and_no_figures(string words, string says)
    {
        // An empty word stands for an option that was given nothing.
        var typed = words.EndsWith('|') ? [.. Words(words), ""] : Words(words);
        var (code, output, error) = await Commands.RunAsync(["simulate", .. typed]);
        Assert.Equal(2, code);
        Assert.Equal("", output);
        var sentence = error.Trim();
        Assert.DoesNotContain('\n', sentence);
        Assert.Contains(says, sentence, StringComparison.OrdinalIgnoreCase);
        Assert.True(sentence.EndsWith('.'), sentence);
        Assert.DoesNotContain("Exception", sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--dose|35mg")]
    [InlineData("--dose|0.5 mg/kg|--weight|165lb|--over|40 min")]
    [InlineData("--dose|35000\u00B5g|--route|im")]
    [InlineData("--dose|35000\u03BCg|--route|SC|--over|10min")]
    [InlineData("--dose|0.035g|--route|po|--with|grapefruit juice")]
    [InlineData("--compound|S-Ketamine|--dose|56mg|--route|in|--descent|japanese|--age|80")]
    [InlineData("--compound|arketamine|--dose|50mg|--over|40min")]
    [InlineData("--dose|0.5mg/kg|--over|40min|--at|0,3d,1w|--output|plasma,norketamine,dissociation|--sessions-before|6")]
    [InlineData("--compound|esketamine|--dose|50mg|--route|sl|--output|plasma,norketamine,hydroxynorketamine,bp,sedation")]
    [InlineData("--regimen|0.2mg/kg bolus; 0.3 mg/kg over 40min at 5min; 25mg sublingual at 2h; 20mg/h for 30min at 3h, 5h")]
    [InlineData("--regimen|10\u00B5g/kg/min for 40min; 0.3mg/kg/h for 1h at 1h|--hours|0.5|--days|")]
    public async Task What_can_be_meant_is_answered_with_figures(string words)
    {
        if (words.EndsWith("--days|", StringComparison.Ordinal)) words = words.Replace("|--hours|0.5|--days|", "", StringComparison.Ordinal);
        var (code, output, error) = await SimulateAsync(words + "|--subjects|20");
        Assert.Equal(("", 0), (error, code));
        Assert.Contains("Predicted, not measured", output, StringComparison.Ordinal);
        Assert.Contains("Careful:", output, StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task As_JSON_and_as_CSV_it_is_the_same_to_six_figures_whatever_the_country()
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
            const string asked = "--dose|0.5mg/kg|--over|40min|--hours|3|--subjects|50|--output|plasma,bp";
            using var json = JsonDocument.Parse((await SimulateAsync(asked + "|--json")).Output);
            var lines = (await SimulateAsync(asked + "|--csv")).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
            Assert.Equal("hours,plasma ng/mL p5,plasma ng/mL p50,plasma ng/mL p95,systolic mmHg p5,systolic mmHg p50,systolic mmHg p95,diastolic mmHg p5,diastolic mmHg p50,diastolic mmHg p95", lines[0]);
            Assert.Equal(182, lines.Length);
            var plasma = json.RootElement.GetProperty("curves")[0];
            Assert.Equal("racemate", json.RootElement.GetProperty("model").GetString());
            Assert.Contains("no validated antidepressant threshold", json.RootElement.GetProperty("threshold").GetString(), StringComparison.Ordinal);
            // Rates of absorption that rest on a doubtful peak are named as such.
            Assert.Contains(json.RootElement.GetProperty("assumed").EnumerateArray(), each => each.GetProperty("symbol").GetString() == "kasc");
            for (var t = 0; t < 181; t++)
                Assert.Equal(plasma.GetProperty("p50")[t].GetDouble(), double.Parse(lines[t + 1].Split(',')[2], CultureInfo.InvariantCulture));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public async Task The_highest_concentration_after_a_bolus_is_the_first_one() =>
        Assert.Contains("at 0\n", (await SimulateAsync("--regimen|35mg bolus|--hours|6|--subjects|20")).Output.Split("highest")[1], StringComparison.Ordinal);

    [Fact]
    public async Task Pieces_of_one_infusion_are_the_infusion_and_a_pause_is_a_gap()
    {
        async Task<string[]> Csv(string words) => (await SimulateAsync(words + "|--hours|3|--subjects|5|--csv")).Output.Split('\n');
        var whole = await Csv("--dose|40mg|--over|40min");
        Assert.Equal(whole, await Csv("--regimen|60mg/h for 10min; 60mg/h for 30min at 10min"));
        Assert.NotEqual(whole, await Csv("--regimen|60mg/h for 10min; 60mg/h for 30min at 20min"));
    }

    [Fact]
    public async Task A_drawing_is_well_formed_names_its_source_and_shades_published_ranges()
    {
        using var folder = new Commands();
        var file = System.IO.Path.Combine(folder.Folder, "curve.svg");
        var (code, output, error) = await SimulateAsync($"--dose|0.5mg/kg|--over|40min|--hours|3|--subjects|50|--output|plasma,dissociation|--svg|{file}");
        Assert.Equal((0, ""), (code, output));
        Assert.Contains(file, error, StringComparison.Ordinal);
        var text = string.Join(' ', XDocument.Load(file).Descendants().Where(each => each.Name.LocalName == "text").Select(each => each.Value));
        Assert.Contains("Otto 2021", text, StringComparison.Ordinal);
        Assert.Contains("Dissociation: 100 to 250 ng/mL", text, StringComparison.Ordinal);
        Assert.Contains("There is no validated antidepressant threshold", text, StringComparison.Ordinal);
        Assert.Contains("never a target", text, StringComparison.Ordinal);
        Assert.Contains("Predicted, not measured", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_the_terminal_the_axes_have_round_numbers_and_the_lines_are_no_wider_than_a_terminal_of_90()
    {
        var (code, output, _) = await SimulateAsync("--dose|0.5mg/kg|--over|40min|--hours|3|--subjects|50|--output|plasma,bp|--plot");
        Assert.Equal(0, code);
        var lines = output.Split('\n');
        Assert.Contains(lines, line => line.StartsWith("      100 ┤", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.TrimStart().StartsWith("0 ", StringComparison.Ordinal) && line.TrimEnd().EndsWith("180 min", StringComparison.Ordinal));
        Assert.All(lines.Where(line => line.Contains('┤') || line.Contains('│')), line => Assert.True(line.TrimEnd().Length <= 90, line));
    }

    [Theory]
    [InlineData("", "racemate")]
    [InlineData("otto-2021", "covariance")]
    [InlineData("simons-2022", "between one person's days")]
    [InlineData("figures", "Wang 2019")]
    [InlineData("effects", "not fitted")]
    [InlineData("interactions", "no effect found")]
    [InlineData("thresholds", "no validated antidepressant threshold")]
    [InlineData("receptors", "Ebert 1997")]
    [InlineData("label", "Psychiatric use is off label")]
    [InlineData("missing", "Zhao 2012")]
    public async Task Everything_that_is_known_can_be_listed_with_its_sources(string what, string says)
    {
        var (code, output, error) = await Commands.RunAsync(["drugs", .. Words(what)]);
        Assert.Equal((0, ""), (code, error));
        Assert.Contains(says, output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_that_does_not_exist_is_answered_with_those_that_do()
    {
        var (code, output, error) = await Commands.RunAsync("drugs", "otto");
        Assert.Equal((2, ""), (code, output));
        Assert.Contains("otto-2021", error, StringComparison.Ordinal);
    }
}

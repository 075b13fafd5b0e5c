using System.CommandLine;
using System.Net;
using System.Text.Json.Nodes;
using Afterglow.App.Cli;
using Afterglow.App.Measures;
using Afterglow.Core.Measures;
using Afterglow.Core.Patients;
using Afterglow.Core.People;
using Afterglow.Tests.Patients;

namespace Afterglow.Tests.Measures;

/// <summary>A clinic that holds a licence loads the owner's wording from a file: all of it, or nothing and one sentence.</summary>
public sealed class LoadingAWording
{
    private static JsonObject Cadss6() => new()
    {
        ["instrument"] = "cadss6", ["language"] = "en", ["lead"] = "Our own made-up text.", ["notice"] = "© Nobody, for this test.", ["source"] = "Test version",
        ["items"] = new JsonArray([.. Enumerable.Range(1, 6).Select(item => (JsonNode)new JsonObject
        {
            ["text"] = $"Made-up question {item}",
            ["options"] = new JsonArray([.. Enumerable.Range(0, 5).Select(value => (JsonNode)new JsonObject { ["value"] = value, ["text"] = $"as much as {value}" })]),
        })]),
    };

    [Fact]
    public async Task What_is_loaded_is_shown_to_whoever_rates_and_can_be_taken_away_again()
    {
        await using var clinic = await Clinic.OpenAsync();
        var patient = await clinic.RegisterAsync(new Person { Given = ["Ada"], Family = "Quill" });
        using var nurse = await clinic.SignInAsync(Role.Nurse);
        var page = $"/patients/{patient:D}/measures/new?instrument=cadss6";
        Assert.DoesNotContain("Made-up question", await nurse.GetStringAsync(page), StringComparison.Ordinal);
        var file = Path.Combine(clinic.DataDirectory, "cadss6-en.json");
        await File.WriteAllTextAsync(file, Cadss6().ToJsonString());
        var (code, said) = await RunAsync("wording", "load", file, "--data", clinic.DataDirectory);
        Assert.Equal((0, "CADSS-6 is shown in “en” from now on: 6 questions. © Nobody, for this test."), (code, said));
        var html = WebUtility.HtmlDecode(await nurse.GetStringAsync(page));
        Assert.Contains("Made-up question 3", html, StringComparison.Ordinal);
        Assert.Contains("as much as 4", html, StringComparison.Ordinal);
        Assert.Contains("© Nobody, for this test.", html, StringComparison.Ordinal);
        Assert.Contains(await clinic.AuditAsync(), line => line is { Action: "wording.load", Target: "cadss6 en" });
        Assert.Contains("en (loaded)", (await RunAsync("wording", "list", "--data", clinic.DataDirectory)).Said, StringComparison.Ordinal);
        Assert.Equal(0, (await RunAsync("wording", "remove", "cadss6", "en", "--data", clinic.DataDirectory)).Code);
        Assert.DoesNotContain("Made-up question", await nurse.GetStringAsync(page), StringComparison.Ordinal);
        Assert.Equal(2, (await RunAsync("wording", "remove", "cadss6", "en", "--data", clinic.DataDirectory)).Code);
        Assert.Equal((2, "There is no file “none.json”."), await RunAsync("wording", "load", Path.Combine(clinic.DataDirectory, "none.json"), "--data", clinic.DataDirectory));
    }

    public static TheoryData<string, string> Wrong => new()
    {
        { "not json", "it is not JSON of the form that docs/adding-a-measure.md shows" },
        { "{", "it is not JSON of the form" },
        { "null", "it is empty" },
        { Changed(file => file["instrument"] = "nothing"), "“nothing” is not an instrument" },
        { Changed(file => file["language"] = "English"), "“language” must be two small letters" },
        { Changed(file => file.Remove("notice")), "“notice”: the owner’s copyright notice" },
        { Changed(file => file["source"] = " "), "“source”: which version it is" },
        { Changed(file => file["items"]!.AsArray().RemoveAt(0)), "CADSS-6 has 6 questions and it holds 5" },
        { Changed(file => file.Remove("items")), "CADSS-6 has 6 questions and it holds 0" },
        { Changed(file => file["items"]![2]!["text"] = ""), "the text of question 3" },
        { Changed(file => file["items"]![2]!["options"]!.AsArray().RemoveAt(4)), "question 3 of CADSS-6 needs a text for each of the answers 0 to 4, or for none" },
        { Changed(file => file["items"]![0]!["options"]![1]!["value"] = 0), "question 1 of CADSS-6 needs a text for each" },
        { Changed(file => file["items"]![0]!["options"]![1]!["text"] = ""), "question 1 has an answer without a text" },
        { Changed(file => file["items"]![0] = null), "the text of question 1" },
        { Changed(file => file["colour"] = "red"), "it is not JSON of the form" },
        { new string(' ', 1_000_001), "longer than a million letters" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void A_file_that_is_not_right_in_every_part_is_refused_in_one_sentence(string json, string sentence)
    {
        var refusal = WordingFile.Read(json).Refusal;
        Assert.NotNull(refusal);
        Assert.Contains(sentence, refusal.Sentence, StringComparison.Ordinal);
        Assert.EndsWith(".", refusal.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_wording_that_is_shipped_can_be_written_to_such_a_file_and_read_again()
    {
        foreach (var instrument in Instruments.All)
            foreach (var wording in instrument.Shipped.Where(wording => wording.Notice.Length > 0))
            {
                var (again, read) = WordingFile.Read(WordingFile.Write(instrument, wording)).Value;
                Assert.Same(instrument, again);
                Assert.Equal(wording.Items.Select(item => (item.Text, string.Join('|', item.Options))), read.Items.Select(item => (item.Text, string.Join('|', item.Options))));
            }
    }

    private static string Changed(Action<JsonObject> change)
    {
        var file = Cadss6();
        change(file);
        return file.ToJsonString();
    }

    private static async Task<(int Code, string Said)> RunAsync(params string[] words)
    {
        await using var output = new StringWriter();
        var code = await CommandLine.RunAsync(words, new InvocationConfiguration { Output = output, Error = output });
        return (code, output.ToString().Trim());
    }
}

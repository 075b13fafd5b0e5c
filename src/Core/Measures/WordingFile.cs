using System.Text.Json;
using System.Text.Json.Serialization;
using Afterglow.Core.Patients;

namespace Afterglow.Core.Measures;

/// <summary>
/// Reads the file from which a clinic that holds a licence loads an instrument's wording:
/// <c>{"instrument": "madrs", "language": "en", "lead": "…", "notice": "© …", "source": "…", "items": [{"text": "…", "options": [{"value": 0, "text": "…"}]}]}</c>.
/// </summary>
public static class WordingFile
{
    /// <summary>Longer is no questionnaire.</summary>
    public const int LongestFile = 1_000_000;

    public static Result<(Instrument Instrument, Wording Wording)> Read(string json)
    {
        if (json.Length > LongestFile) return new WordingUnreadable("it is longer than a million letters");
        Written? file;
        try
        {
            file = JsonSerializer.Deserialize(json, WordingJson.Default.Written);
        }
        catch (JsonException wrong)
        {
            return new WordingUnreadable($"it is not JSON of the form that docs/adding-a-measure.md shows{(wrong.LineNumber is { } line ? $" (line {line + 1})" : "")}");
        }
        if (file is null) return new WordingUnreadable("it is empty");
        if (Instruments.Find(file.Instrument) is not { } instrument) return new UnknownInstrument(file.Instrument ?? "");
        if (file.Language is not { Length: 2 } language || !language.All(char.IsAsciiLetterLower)) return new WordingUnreadable("“language” must be two small letters, such as “en” or “es”");
        if (!WrittenText.Line(file.Notice, "“notice”: the owner’s copyright notice or terms, which are shown with the questions").Try(out var notice, out var refusal)) return refusal;
        if (!WrittenText.Line(file.Source, "“source”: which version it is and under which licence it is used").Try(out var source, out refusal)) return refusal;
        if (!WrittenText.Note(file.Lead, "“lead”: what stands above the questions", 2000).Try(out var lead, out refusal)) return refusal;
        if (file.Items is not { } items || items.Count != instrument.Items.Count) return new WordingUnreadable($"{instrument.Name} has {instrument.Items.Count} questions and it holds {file.Items?.Count ?? 0}");
        var texts = new List<ItemText>();
        foreach (var (place, (item, asked)) in instrument.Items.Zip(items).Index())
        {
            if (!WrittenText.Note(asked?.Text, $"the text of question {place + 1}", 2000).Try(out var text, out refusal)) return refusal;
            var options = new List<OptionText>();
            foreach (var option in asked!.Options ?? [])
            {
                if (option is null || !WrittenText.Note(option.Text, $"the text of each answer to question {place + 1}", 1000).Try(out var said, out refusal)) return new WordingUnreadable($"question {place + 1} has an answer without a text");
                options.Add(new OptionText(option.Value, said));
            }
            if (options.Count > 0 && !options.Select(option => option.Value).Order().SequenceEqual(item.Answers))
                return new WordingUnreadable($"question {place + 1} of {instrument.Name} needs a text for each of the answers {item.Range}, or for none");
            texts.Add(new ItemText(text, options));
        }
        return (instrument, new Wording(language, lead, notice, texts, new Source(source, Confidence.RecalledSure)));
    }

    /// <summary>As it is kept, to be read again by <see cref="Read"/>.</summary>
    public static string Write(Instrument instrument, Wording wording) => JsonSerializer.Serialize(
        new Written(instrument.Id, wording.Language, wording.Lead, wording.Notice, wording.Source.Citation,
            [.. wording.Items.Select(item => new WrittenItem(item.Text, [.. item.Options.Select(option => new WrittenOption(option.Value, option.Text))]))]),
        WordingJson.Default.Written);

    internal sealed record Written(string? Instrument, string? Language, string? Lead, string? Notice, string? Source, IReadOnlyList<WrittenItem?>? Items);

    internal sealed record WrittenItem(string? Text, IReadOnlyList<WrittenOption?>? Options = null);

    internal sealed record WrittenOption(int Value, string? Text);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, AllowDuplicateProperties = false, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(WordingFile.Written))]
internal sealed partial class WordingJson : JsonSerializerContext;

/// <summary>A file that holds no wording.</summary>
public sealed record WordingUnreadable(string Why) : Refusal
{
    public override string Code => "wording.unreadable";

    public override string Sentence => $"The wording was not loaded: {Why}.";
}

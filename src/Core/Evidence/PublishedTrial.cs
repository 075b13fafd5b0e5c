using System.Collections.Frozen;
using System.Text.Json;

namespace Afterglow.Core.Evidence;

/// <summary>One figure of a published study.</summary>
/// <param name="Name">Such as “mean_change.value”, “response_pct”, “effect_size.d”.</param>
/// <param name="Text">As it was published where it is not one number: a range of means, a word.</param>
public sealed record PublishedFigure(string Name, IReadOnlyList<double> Numbers, string? Text, Confidence Confidence)
{
    public double Number => Numbers[0];
}

/// <summary>What a study says in words: adverse events, how long the benefit lasted, remarks.</summary>
public sealed record PublishedWords(string About, string Text, Confidence Confidence);

/// <summary>One arm or outcome of a published study: facts and figures, each with how sure we are of it.</summary>
/// <param name="N">Patients in the arm; null where not stated.</param>
/// <param name="OverMin">Minutes of infusion; null where it does not apply.</param>
/// <param name="Negative">The study's result was null or against the drug.</param>
/// <param name="ReadIn">Where the figures marked as read were read.</param>
public sealed record PublishedTrial(
    string Id, string Study, string Authors, int Year, string Journal, string? Pages, string? Doi, string? Pmid, string? Registration,
    string Design, string Indication, string Arm, int? N, Confidence NConfidence, string Drug, string Dose, Confidence DoseConfidence, string Route,
    double? OverMin, string Schedule, string Comparator, string Scale, string Timepoint, bool Negative, Confidence Confidence,
    Confidence DesignConfidence, string? ReadIn, IReadOnlyList<PublishedFigure> Figures, IReadOnlyList<PublishedWords> Words)
{
    public PublishedFigure? Figure(string name) => Figures.FirstOrDefault(figure => figure.Name == name);

    /// <summary>Who and when, to be read aloud: “Jelovac and others, 2025”.</summary>
    public string Name
    {
        get
        {
            var authors = Authors.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            // Initials stand after the family name: “Zarate CA Jr”, “aan het Rot M”.
            string Family(string author) => string.Join(' ', author.Split(' ').TakeWhile((word, place) => place == 0 || word.Any(char.IsLower)));
            return authors.Length switch
            {
                0 => Study,
                1 => $"{Family(authors[0])}, {Year}",
                2 => $"{Family(authors[0])} and {Family(authors[1])}, {Year}",
                _ => $"{Family(authors[0])} and others, {Year}",
            };
        }
    }

    /// <summary>First author, journal and year, as it stands beside a figure.</summary>
    public string Citation => $"{Authors.Split([' ', ','], 2)[0]} {Year} {Journal}{(Pages is null ? "" : " " + Pages)}";
}

/// <summary>The published studies the model is fitted to or judged by. Which of them are used how stands in <see cref="Comparisons"/>.</summary>
public static class PublishedTrials
{
    private static readonly Lazy<IReadOnlyList<PublishedTrial>> Loaded = new(Load);

    private static readonly Lazy<FrozenDictionary<string, PublishedTrial>> ById = new(() => Loaded.Value.ToFrozenDictionary(trial => trial.Id));

    public static IReadOnlyList<PublishedTrial> All => Loaded.Value;

    /// <summary>The record with this id. Asking for one that is not there is a bug and throws.</summary>
    public static PublishedTrial Of(string id) => ById.Value[id];

    private static List<PublishedTrial> Load()
    {
        using var stream = typeof(PublishedTrials).Assembly.GetManifestResourceStream("trials.json")
            ?? throw new InvalidOperationException("The published trials are not in this assembly.");
        using var document = JsonDocument.Parse(stream);
        return [.. document.RootElement.EnumerateArray().Select(Read)];
    }

    // Read by hand and not by reflection: the browser's build leaves out what only reflection would find.
    private static PublishedTrial Read(JsonElement each) => new(
        Text(each, "id")!, Text(each, "study")!, Text(each, "authors")!, each.GetProperty("year").GetInt32(), Text(each, "journal")!, Text(each, "pages"),
        Text(each, "doi"), Text(each, "pmid"), Text(each, "registration"), Text(each, "design")!, Text(each, "indication")!, Text(each, "arm")!,
        Number(each, "n") is { } n ? (int)n : null, Sure(Text(each, "nConfidence")), Text(each, "drug")!, Text(each, "dose")!,
        Sure(Text(each, "doseConfidence")), Text(each, "route")!, Number(each, "overMin"), Text(each, "schedule")!, Text(each, "comparator")!,
        Text(each, "scale")!, Text(each, "timepoint")!, each.TryGetProperty("negative", out var negative) && negative.GetBoolean(),
        Sure(Text(each, "confidence")), Sure(Text(each, "designConfidence") ?? Text(each, "confidence")), Text(each, "readIn"),
        each.TryGetProperty("figures", out var figures) ? [.. figures.EnumerateArray().Select(ReadFigure)] : [],
        each.TryGetProperty("words", out var words)
            ? [.. words.EnumerateArray().Select(said => new PublishedWords(Text(said, "about")!, Text(said, "text")!, Sure(Text(said, "confidence"))))]
            : []);

    private static PublishedFigure ReadFigure(JsonElement figure)
    {
        var value = figure.GetProperty("value");
        return new PublishedFigure(
            Text(figure, "name")!,
            value.ValueKind switch
            {
                JsonValueKind.Number => [value.GetDouble()],
                JsonValueKind.Array => [.. value.EnumerateArray().Select(item => item.GetDouble())],
                _ => [],
            },
            value.ValueKind is JsonValueKind.Number or JsonValueKind.Array ? null : value.ToString(),
            Sure(Text(figure, "confidence")));
    }

    private static string? Text(JsonElement of, string name) => of.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static double? Number(JsonElement of, string name) => of.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble() : null;

    private static Confidence Sure(string? word) => word switch
    {
        "verified" => Confidence.Verified,
        "recalled-sure" => Confidence.RecalledSure,
        _ => Confidence.RecalledUnsure,
    };
}

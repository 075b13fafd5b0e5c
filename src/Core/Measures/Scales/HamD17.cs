namespace Afterglow.Core.Measures.Scales;

/// <summary>HAM-D17: depression, rated by a clinician.</summary>
public static class HamD17
{
    private static readonly Source Hamilton = new("Hamilton 1960, J Neurol Neurosurg Psychiatry 23:56-62", Confidence.RecalledSure);

    private static readonly (string Key, string Name, int High)[] Rated =
    [
        ("mood", "Depressed mood", 4), ("guilt", "Guilt", 4), ("suicide", "Suicide", 4), ("insomnia-initial", "Insomnia, initial", 2),
        ("insomnia-middle", "Insomnia, middle", 2), ("insomnia-delayed", "Insomnia, delayed", 2), ("work", "Work and interests", 4),
        ("retardation", "Retardation", 4), ("agitation", "Agitation", 4), ("anxiety-psychic", "Anxiety, psychic", 4),
        ("anxiety-somatic", "Anxiety, somatic", 4), ("gastrointestinal", "Somatic symptoms, gastrointestinal", 2), ("general", "Somatic symptoms, general", 2),
        ("genital", "Genital symptoms", 2), ("hypochondriasis", "Hypochondriasis", 4), ("insight", "Loss of insight", 2), ("weight", "Loss of weight", 2),
    ];

    public static Instrument Instrument { get; } = new()
    {
        Id = "hamd17",
        Name = "HAM-D17",
        About = "depression",
        Reporter = Reporter.Clinician,
        Items = [.. Rated.Select(item => new Item(item.Key, 0, item.High))],
        Scoring = new Scoring.Sum(Hamilton),
        Missing = new MissingRule.AllNeeded(Source.Assumed("No rule was found; a rater has seen the person and can rate every item.")),
        Bands = [new("none", "none", 0, 7), new("mild", "mild", 8, 16), new("moderate", "moderate", 17, 23), new("severe", "severe", 24, 52)],
        BandsFrom = new("Bands in common use; the APA’s of 2008 differ (8 to 13, 14 to 18, 19 to 22, 23 and above)", Confidence.RecalledSure),
        Response = ResponseRule.Half,
        RemissionAt = new(7, new("STAR*D: HAM-D17 of 7 or below", Confidence.Verified)),
        Meaningful = new(3, new("NICE: 3 points; others 4 to 7", Confidence.RecalledSure)),
        Steep = new(6, Source.Assumed("Twice the smallest change that matters.")),
        Recall = new("the past seven days", 7, new("The past week", Confidence.RecalledSure)),
        ShortestInterval = new(TimeSpan.FromDays(7), new("Trials rated after 24 to 72 hours and left the item on weight out", Confidence.RecalledSure)),
        Licence = new(Terms.PublicDomain, "Max Hamilton 1960; structured guides (SIGH-D, GRID) have owners of their own", Shipped: true,
            "The names of the items are shown. The anchors are not: which text is the original one was not certain, and the structured guides need permission.",
            new("Public domain", Confidence.RecalledSure)),
        Safety = [new SafetyRule.AnswerAtLeast(RiskKind.SuicidalThoughts, 3, 1, Urgency.Today, new("1 or more on item 3", Confidence.RecalledSure))],
        Source = Hamilton,
        AlsoCalled = ["HDRS-17", "HAM-D-17", "HAMD-17", "HDRS17"],
        Note = "Insight and weight: items 16 and 17 stand in either order in circulation; both count 0 to 2.",
        Shipped = [new("en", "Rate each item.", "Hamilton 1960", [.. Rated.Select(item => new ItemText(item.Name, []))], Hamilton)],
    };
}

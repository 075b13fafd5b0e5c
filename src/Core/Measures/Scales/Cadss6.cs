namespace Afterglow.Core.Measures.Scales;

/// <summary>CADSS-6: items 1, 2, 6, 7, 15 and 22 of the CADSS, for the chair.</summary>
public static class Cadss6
{
    private static readonly Source Derived = new("research.regionh.dk; PubMed 33418362: r 0.91 to 0.95 with the whole scale, n 260; not tried prospectively", Confidence.Verified);

    /// <summary>The items of the CADSS that stand for the rest.</summary>
    public static IReadOnlyList<int> Of { get; } = [1, 2, 6, 7, 15, 22];

    public static Instrument Instrument { get; } = new()
    {
        Id = "cadss6",
        Name = "CADSS-6",
        About = "dissociation",
        Reporter = Reporter.Clinician,
        Items = [.. Of.Select(item => new Item($"item-{item}", 0, 4, Asks: $"cadss/{item}"))],
        Scoring = new Scoring.Sum(Derived),
        Missing = new MissingRule.AllNeeded(Source.Assumed("No rule was found.")),
        Recall = new("now", 0, Derived),
        ShortestInterval = new(TimeSpan.FromMinutes(15), new("Every 15 to 30 minutes in a session", Confidence.RecalledSure)),
        Licence = Cadss.Permission,
        Source = Derived,
        Note = "Derived looking back; no bands were validated.",
    };
}

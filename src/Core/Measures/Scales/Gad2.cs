namespace Afterglow.Core.Measures.Scales;

/// <summary>GAD-2: the first two questions of the GAD-7, as a screen.</summary>
public static class Gad2
{
    private static readonly Source Kroenke = new("Kroenke 2007, Ann Intern Med 146:317-325: 3 or more is positive", Confidence.RecalledSure);

    public static Instrument Instrument { get; } = new()
    {
        Id = "gad2",
        Name = "GAD-2",
        About = "anxiety screen",
        Reporter = Reporter.Patient,
        Items = [new("nervous", 0, 3, Code: "69725-0", Asks: "gad/nervous"), new("control", 0, 3, Code: "68509-9", Asks: "gad/control")],
        Scoring = new Scoring.Sum(Kroenke),
        Missing = new MissingRule.AllNeeded(new("Both questions are required", Confidence.RecalledSure)),
        Bands = [new("negative", "negative", 0, 2), new("positive", "positive: ask the GAD-7", 3, 6)],
        BandsFrom = Kroenke,
        Recall = Phq9.TwoWeeks,
        ShortestInterval = new(TimeSpan.FromDays(7), Source.Assumed("As the GAD-7.")),
        Licence = Phq9.Pfizer,
        Source = Kroenke,
        AlsoCalled = ["Generalized Anxiety Disorder 2", "Generalized anxiety disorder 2 item"],
        Shipped =
        [
            new("en", Gad7.LeadEnglish, Phq9.Notice, Wording.Same(Phq9.English, Gad7.EnglishItems[..2]), Phq9.EnglishText with { Citation = "GAD-7, English, phqscreeners.com" }),
            new("es", Phq9.LeadSpanish, Phq9.Notice, Wording.Same(Phq9.Spanish, Gad7.SpanishItems[..2]), Phq9.SpanishText),
        ],
    };
}

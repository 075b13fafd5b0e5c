namespace Afterglow.Core.Measures.Scales;

/// <summary>GAD-7: anxiety over two weeks, told by the patient.</summary>
public static class Gad7
{
    private static readonly Source Spitzer = new("Spitzer 2006, Arch Intern Med 166:1092-1097", Confidence.RecalledSure);

    internal const string LeadEnglish = "Over the last 2 weeks, how often have you been bothered by the following problems?";

    internal static readonly string[] EnglishItems =
    [
        "Feeling nervous, anxious, or on edge", "Not being able to stop or control worrying", "Worrying too much about different things", "Trouble relaxing",
        "Being so restless that it is hard to sit still", "Becoming easily annoyed or irritable", "Feeling afraid, as if something awful might happen",
    ];

    internal static readonly string[] SpanishItems =
    [
        "Se ha sentido nervioso(a), ansioso(a) o con los nervios de punta", "No ha sido capaz de parar o controlar su preocupación",
        "Se ha preocupado demasiado por motivos diferentes", "Ha tenido dificultad para relajarse",
        "Se ha sentido tan inquieto(a) que no ha podido quedarse quieto(a)", "Se ha molestado o irritado fácilmente",
        "Ha tenido miedo de que algo terrible fuera a pasar",
    ];

    public static Instrument Instrument { get; } = new()
    {
        Id = "gad7",
        Name = "GAD-7",
        About = "anxiety",
        Reporter = Reporter.Patient,
        Items =
        [
            new("nervous", 0, 3, Code: "69725-0", Asks: "gad/nervous"), new("control", 0, 3, Code: "68509-9", Asks: "gad/control"),
            new("worry", 0, 3, Code: "69733-4"), new("relaxing", 0, 3, Code: "69734-2"), new("restless", 0, 3, Code: "69735-9"),
            new("irritable", 0, 3, Code: "69689-8"), new("afraid", 0, 3, Code: "69736-7"),
        ],
        Scoring = new Scoring.Sum(Spitzer),
        Missing = new MissingRule.Prorate(new("Convention: up to two missing", Confidence.RecalledSure), 2),
        Bands = [new("minimal", "minimal", 0, 4), new("mild", "mild", 5, 9), new("moderate", "moderate", 10, 14), new("severe", "severe", 15, 21)],
        BandsFrom = Spitzer,
        Response = ResponseRule.Half,
        RemissionAt = new(4, new("GAD-7 below 5, the usual cut of its authors", Confidence.RecalledSure)),
        Meaningful = new(4, new("4 points of the GAD-7", Confidence.RecalledSure)),
        Steep = new(5, Source.Assumed("A little more than the smallest change that matters; not published as an alarm.")),
        Recall = Phq9.TwoWeeks,
        ShortestInterval = new(TimeSpan.FromDays(7), Source.Assumed("As the PHQ-9.")),
        Codes = new("69737-5", "70274-6", new("LOINC 69737-5 and 70274-6, read in a public FHIR questionnaire generator", Confidence.Verified), Phq9.AnswerCodes),
        Licence = Phq9.Pfizer,
        Source = Spitzer,
        AlsoCalled = ["Generalized Anxiety Disorder 7", "Generalized anxiety disorder 7 item"],
        Shipped =
        [
            new("en", LeadEnglish, Phq9.Notice, Wording.Same(Phq9.English, EnglishItems), Phq9.EnglishText with { Citation = "GAD-7, English, phqscreeners.com" }),
            new("es", Phq9.LeadSpanish, Phq9.Notice, Wording.Same(Phq9.Spanish, SpanishItems), Phq9.SpanishText),
        ],
    };
}

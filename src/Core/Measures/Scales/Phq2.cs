namespace Afterglow.Core.Measures.Scales;

/// <summary>PHQ-2: the first two questions of the PHQ-9, as a screen.</summary>
public static class Phq2
{
    private static readonly Source Arroll = new("PMC2906530: 2 or more, sensitivity 86 % and specificity 78 %; 3 or more, 61 % and 92 %", Confidence.Verified);

    public static Instrument Instrument { get; } = new()
    {
        Id = "phq2",
        Name = "PHQ-2",
        About = "depression screen",
        Reporter = Reporter.Patient,
        Items = [new("interest", 0, 3, Code: "44250-9", Asks: "phq/interest"), new("mood", 0, 3, Code: "44255-8", Asks: "phq/mood")],
        Scoring = new Scoring.Sum(Arroll),
        Missing = new MissingRule.AllNeeded(new("Both questions are required", Confidence.RecalledSure)),
        Bands = [new("negative", "negative", 0, 2), new("positive", "positive: ask the PHQ-9", 3, 6)],
        BandsFrom = Arroll,
        Recall = Phq9.TwoWeeks,
        ShortestInterval = new(TimeSpan.FromDays(7), Source.Assumed("As the PHQ-9.")),
        Codes = new("55757-9", "55758-7", new("LOINC 55757-9 and 55758-7", Confidence.Verified), Phq9.AnswerCodes),
        Licence = Phq9.Pfizer,
        Source = Arroll,
        AlsoCalled = ["Patient Health Questionnaire 2", "Patient Health Questionnaire 2 item"],
        Shipped =
        [
            new("en", Phq9.LeadEnglish, Phq9.Notice, Wording.Same(Phq9.English, "Little interest or pleasure in doing things", "Feeling down, depressed, or hopeless"), Phq9.EnglishText),
            new("es", Phq9.LeadSpanish, Phq9.Notice, Wording.Same(Phq9.Spanish, "Poco interés o placer en hacer cosas", "Se ha sentido decaído(a), deprimido(a) o sin esperanzas"), Phq9.SpanishText),
        ],
    };
}

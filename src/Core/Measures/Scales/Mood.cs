namespace Afterglow.Core.Measures.Scales;

/// <summary>Mood today, in one tap. Our own question: it shows the days between two questionnaires and judges nothing.</summary>
public static class Mood
{
    private static readonly Source Own = Source.Assumed("Written for Afterglow: five faces from very bad to very good. Nobody has validated it, and no threshold hangs on it.");

    public static Instrument Instrument { get; } = new()
    {
        Id = "mood",
        Name = "Mood today",
        About = "mood",
        Reporter = Reporter.Patient,
        Items = [new("today", 1, 5)],
        Scoring = new Scoring.Sum(Own),
        Missing = new MissingRule.AllNeeded(Own),
        Direction = Direction.HigherIsBetter,
        Recall = new("today", 0, Own),
        ShortestInterval = new(TimeSpan.FromHours(12), Source.Assumed("Once a day.")),
        Licence = new(Terms.Ours, "Afterglow", Shipped: true, "Apache License 2.0, as the rest of Afterglow.", Own),
        Source = Own,
        SecondsAnItem = new(4, Source.Assumed("One tap on a page that people come to know. Not measured.")),
        Shipped =
        [
            new("en", "How is your mood today?", "", [new("My mood today is", [new(1, "Very bad"), new(2, "Bad"), new(3, "So-so"), new(4, "Good"), new(5, "Very good")])], Own),
            new("es", "¿Cómo está su ánimo hoy?", "", [new("Mi ánimo hoy está", [new(1, "Muy mal"), new(2, "Mal"), new(3, "Regular"), new(4, "Bien"), new(5, "Muy bien")])], Own),
        ],
    };
}

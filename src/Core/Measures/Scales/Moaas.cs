namespace Afterglow.Core.Measures.Scales;

/// <summary>MOAA/S: alertness now, one rating by whoever watches. 5 is alert, 0 does not respond.</summary>
public static class Moaas
{
    private static readonly Source Chernik = new("Chernik 1990, J Clin Psychopharmacol 10:244-251", Confidence.RecalledSure);

    public static Instrument Instrument { get; } = new()
    {
        Id = "moaas",
        Name = "MOAA/S",
        About = "sedation",
        Reporter = Reporter.Clinician,
        Items = [new("response", 0, 5)],
        Scoring = new Scoring.Sum(Chernik),
        Missing = new MissingRule.AllNeeded(new("One rating", Confidence.RecalledSure)),
        Bands = [new("unresponsive", "unresponsive", 0, 0), new("deep", "deep", 1, 2), new("moderate", "mild to moderate", 3, 4), new("alert", "alert", 5, 5)],
        BandsFrom = Chernik,
        Direction = Direction.HigherIsBetter,
        Recall = new("now", 0, Chernik),
        ShortestInterval = new(TimeSpan.Zero, new("With each set of vital signs", Confidence.RecalledSure)),
        Licence = new(Terms.Free, "Chernik and colleagues", Shipped: true, "Free to use; cite Chernik 1990.", Chernik),
        Source = Chernik,
        AlsoCalled = ["MOAAS", "Modified Observer's Assessment of Alertness/Sedation"],
        Shipped =
        [
            new("en", "How does the patient respond?", "Chernik 1990",
            [
                new("Responsiveness", [
                    new(5, "Responds readily to name spoken in normal tone"), new(4, "Lethargic response to name spoken in normal tone"),
                    new(3, "Responds only after name is called loudly or repeatedly"), new(2, "Responds only after mild prodding or shaking"),
                    new(1, "Responds only after painful trapezius squeeze"), new(0, "No response after painful trapezius squeeze"),
                ]),
            ], Chernik),
        ],
    };
}

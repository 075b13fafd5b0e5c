namespace Afterglow.Core.Measures.Scales;

/// <summary>WHO-5: well-being over two weeks, told by the patient. Higher is better.</summary>
public static class Who5
{
    private static readonly Source Topp = new("Topp 2015, Psychother Psychosom 84:167-176; WHO-5 (1998 version)", Confidence.RecalledSure);

    private const string Notice = "© Psychiatric Research Unit, Mental Health Centre North Zealand, Hillerød; WHO Regional Office for Europe, 1998.";

    public static Instrument Instrument { get; } = new()
    {
        Id = "who5",
        Name = "WHO-5",
        About = "well-being",
        Reporter = Reporter.Patient,
        Items = [new("cheerful", 0, 5), new("calm", 0, 5), new("active", 0, 5), new("rested", 0, 5), new("interested", 0, 5)],
        Scoring = new Scoring.Sum(Topp, Times: 4),
        Missing = new MissingRule.AllNeeded(new("Convention: no score when any is missing", Confidence.RecalledSure)),
        Bands = [new("likely-depression", "likely depression", 0, 28), new("poor", "poor well-being", 29, 50), new("adequate", "adequate well-being", 51, 100)],
        BandsFrom = Topp,
        Direction = Direction.HigherIsBetter,
        Response = new(null, 10, new("10 points of the WHO-5", Confidence.RecalledSure)),
        Meaningful = new(10, new("10 points of the WHO-5", Confidence.RecalledSure)),
        Steep = new(20, Source.Assumed("Twice the smallest change that matters.")),
        Recall = new("the last two weeks", 14, Topp),
        ShortestInterval = new(TimeSpan.FromDays(14), new("Its questions reach back two weeks; 7 days at the least", Confidence.RecalledSure)),
        Licence = new(Terms.FreeNonCommercial, "Psychiatric Research Unit, Mental Health Centre North Zealand; World Health Organization", Shipped: true,
            "Free of charge with attribution and exact wording. WHO’s own text of 2024 is CC BY-NC-SA 3.0 IGO: do not sell it.",
            new("Terms of the owners", Confidence.RecalledSure)),
        Source = Topp,
        AlsoCalled = ["WHO-5 Well-Being Index", "WHO 5 wellbeing"],
        Shipped =
        [
            new("en", "Please indicate for each of the five statements which is closest to how you have been feeling over the last two weeks.", Notice,
                Wording.Same(
                    [new(5, "All of the time"), new(4, "Most of the time"), new(3, "More than half of the time"), new(2, "Less than half of the time"), new(1, "Some of the time"), new(0, "At no time")],
                    "I have felt cheerful and in good spirits", "I have felt calm and relaxed", "I have felt active and vigorous", "I woke up feeling fresh and rested",
                    "My daily life has been filled with things that interest me"), Topp),
            new("es", "Por favor, indique para cada una de las cinco afirmaciones cuál define mejor cómo se ha sentido usted durante las últimas dos semanas.", Notice,
                Wording.Same(
                    [new(5, "Todo el tiempo"), new(4, "La mayor parte del tiempo"), new(3, "Más de la mitad del tiempo"), new(2, "Menos de la mitad del tiempo"), new(1, "De vez en cuando"), new(0, "Nunca")],
                    "Me he sentido alegre y de buen humor", "Me he sentido tranquilo y relajado", "Me he sentido activo y enérgico", "Me he despertado fresco y descansado",
                    "Mi vida cotidiana ha estado llena de cosas que me interesan"),
                new("WHO-5, Spanish, 1998; read in several public copies", Confidence.RecalledSure)),
        ],
    };
}

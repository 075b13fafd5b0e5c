namespace Afterglow.Core.Measures.Scales;

/// <summary>
/// After the session: four questions with yes or no, our own, about what must not go on after a session or may begin
/// between sessions. A yes is looked at by a person; the count means nothing.
/// </summary>
public static class AfterEffects
{
    private static readonly Source Own = Source.Assumed("Written for Afterglow from what the label and reviews of long use warn of. Nobody has validated it.");

    public static Instrument Instrument { get; } = new()
    {
        Id = "after_effects",
        Name = "After-effects",
        About = "after-effects",
        Reporter = Reporter.Patient,
        Items = [new("unreal", 0, 1), new("racing", 0, 1), new("voices", 0, 1), new("bladder", 0, 1)],
        Scoring = new Scoring.Sum(Own),
        Missing = new MissingRule.AllNeeded(Own),
        Recall = new("since the last time", 0, Own),
        ShortestInterval = new(TimeSpan.FromHours(1), Source.Assumed("Asked at two and at four hours.")),
        Licence = new(Terms.Ours, "Afterglow", Shipped: true, "Apache License 2.0, as the rest of Afterglow.", Own),
        Safety =
        [
            new SafetyRule.AnswerAtLeast(RiskKind.Dissociation, 1, 1, Urgency.Today, Source.Assumed("The state usually ends within two hours of the dose (label).")),
            new SafetyRule.AnswerAtLeast(RiskKind.SuspectedMania, 2, 1, Urgency.Today, Source.Assumed("A yes is looked at the same day.")),
            new SafetyRule.AnswerAtLeast(RiskKind.SuspectedPsychosis, 3, 1, Urgency.Today, Source.Assumed("A yes is looked at the same day.")),
            new SafetyRule.AnswerAtLeast(RiskKind.UrinarySymptoms, 4, 1, Urgency.Soon, new("Pain, frequency or blood: urine test, pause, urology; within days is a site default (Nikayin 2022, Ketalar label)", Confidence.Verified)),
        ],
        Source = Own,
        SecondsAnItem = new(7, Source.Assumed("Seven seconds: each question is a sentence of its own. Not measured.")),
        Shipped =
        [
            new("en", "A few questions about after-effects.", "", Wording.Same([new(0, "No"), new(1, "Yes")],
                "Do you feel unreal right now, or as if you were outside your body?",
                "Have you felt so high, so fast or so irritable that others noticed, or hardly slept without being tired?",
                "Have you heard or seen things that others do not, or felt that people are against you in a way that is new?",
                "Does it hurt to pass urine, do you have to go much more often, or have you seen blood in it?"), Own),
            new("es", "Algunas preguntas sobre los efectos posteriores.", "", Wording.Same([new(0, "No"), new(1, "Sí")],
                "¿Se siente irreal en este momento, o como si estuviera fuera de su cuerpo?",
                "¿Ha estado tan eufórico(a), acelerado(a) o irritable que otras personas lo notaron, o casi no ha dormido sin sentirse cansado(a)?",
                "¿Ha oído o visto cosas que otras personas no perciben, o siente de una manera nueva que la gente está en su contra?",
                "¿Le duele al orinar, tiene que ir al baño mucho más seguido o ha visto sangre en la orina?"), Own),
        ],
    };
}

namespace Afterglow.Core.Measures.Scales;

/// <summary>PHQ-9: depression over two weeks, told by the patient.</summary>
public static class Phq9
{
    private static readonly Source Kroenke = new("Kroenke, Spitzer, Williams 2001, J Gen Intern Med 16:606-613; cut of 10: sensitivity and specificity 88 %", Confidence.Verified);

    private static readonly Source CodeList = new("LOINC panel 44249-1 and total 44261-6, read in a public FHIR questionnaire generator", Confidence.Verified);

    internal static readonly Licence Pfizer = new(
        Terms.Free, "Spitzer, Williams, Kroenke and colleagues, with an educational grant from Pfizer Inc.", Shipped: true,
        "No permission is needed to reproduce, translate, display or distribute it.", new("phqscreeners.com, terms of use", Confidence.Verified));

    internal const string Notice = "Developed by Drs. Robert L. Spitzer, Janet B. W. Williams, Kurt Kroenke and colleagues, with an educational grant from Pfizer Inc. No permission required to reproduce, translate, display or distribute.";

    internal const string LeadEnglish = "Over the last 2 weeks, how often have you been bothered by any of the following problems?";

    internal const string LeadSpanish = "Durante las últimas 2 semanas, ¿qué tan seguido ha tenido molestias debido a los siguientes problemas?";

    internal static readonly IReadOnlyList<OptionText> English = Wording.FromZero("Not at all", "Several days", "More than half the days", "Nearly every day");

    internal static readonly IReadOnlyList<OptionText> Spanish = Wording.FromZero("Ningún día", "Varios días", "Más de la mitad de los días", "Casi todos los días");

    internal static readonly Source EnglishText = new("PHQ-9, English, phqscreeners.com", Confidence.RecalledSure);

    internal static readonly Source SpanishText = new("Spanish for the United States, phqscreeners.com; the items were read in several public copies", Confidence.RecalledSure);

    internal static readonly Recall TwoWeeks = new("the last 2 weeks", 14, new("PHQ-9, GAD-7: the question itself", Confidence.Verified));

    internal static readonly string[] AnswerCodes = ["LA6568-5", "LA6569-3", "LA6570-1", "LA6571-9"];

    public static Instrument Instrument { get; } = new()
    {
        Id = "phq9",
        Name = "PHQ-9",
        About = "depression",
        Reporter = Reporter.Patient,
        Items =
        [
            new("interest", 0, 3, Code: "44250-9", Asks: "phq/interest"), new("mood", 0, 3, Code: "44255-8", Asks: "phq/mood"),
            new("sleep", 0, 3, Code: "44259-0"), new("energy", 0, 3, Code: "44254-1"), new("appetite", 0, 3, Code: "44251-7"),
            new("failure", 0, 3, Code: "44258-2"), new("concentration", 0, 3, Code: "44252-5"), new("movement", 0, 3, Code: "44253-3"),
            new("death", 0, 3, Code: "44260-8"),
        ],
        Scoring = new Scoring.Sum(Kroenke),
        Missing = new MissingRule.Prorate(new("Convention of scoring manuals: up to two missing", Confidence.RecalledSure), 2),
        Bands =
        [
            new("minimal", "minimal", 0, 4), new("mild", "mild", 5, 9), new("moderate", "moderate", 10, 14),
            new("moderately-severe", "moderately severe", 15, 19), new("severe", "severe", 20, 27),
        ],
        BandsFrom = Kroenke,
        Response = ResponseRule.Half,
        RemissionAt = new(4, new("PHQ-9 below 5, the usual cut of its authors", Confidence.RecalledSure)),
        Meaningful = new(5, new("5 points of the PHQ-9", Confidence.RecalledSure)),
        Steep = new(5, Source.Assumed("The smallest change that matters, taken as the worsening that somebody looks at.")),
        Recall = TwoWeeks,
        ShortestInterval = new(TimeSpan.FromDays(7), Source.Assumed("Its questions reach back 14 days; clinics ask weekly. Never twice on a day.")),
        Codes = new("44249-1", "44261-6", CodeList, AnswerCodes) { AlsoRead = ["44249-1"] },
        Licence = Pfizer,
        Safety =
        [
            new SafetyRule.AnswerAtLeast(RiskKind.SuicidalThoughts, 9, 1, Urgency.Today,
                new("Any answer above 0 to question 9 opens the suicide workflow whatever the total; that day is a site default", Confidence.Verified)),
        ],
        Source = Kroenke,
        AlsoCalled = ["Patient Health Questionnaire 9", "Patient Health Questionnaire 9 item"],
        Note = "A tenth question on function is not scored and not asked.",
        Shipped =
        [
            new("en", LeadEnglish, Notice, Wording.Same(English,
                "Little interest or pleasure in doing things",
                "Feeling down, depressed, or hopeless",
                "Trouble falling or staying asleep, or sleeping too much",
                "Feeling tired or having little energy",
                "Poor appetite or overeating",
                "Feeling bad about yourself — or that you are a failure or have let yourself or your family down",
                "Trouble concentrating on things, such as reading the newspaper or watching television",
                "Moving or speaking so slowly that other people could have noticed? Or the opposite — being so fidgety or restless that you have been moving around a lot more than usual",
                "Thoughts that you would be better off dead or of hurting yourself in some way"), EnglishText),
            new("es", LeadSpanish, Notice, Wording.Same(Spanish,
                "Poco interés o placer en hacer cosas",
                "Se ha sentido decaído(a), deprimido(a) o sin esperanzas",
                "Ha tenido dificultad para quedarse o permanecer dormido(a), o ha dormido demasiado",
                "Se ha sentido cansado(a) o con poca energía",
                "Sin apetito o ha comido en exceso",
                "Se ha sentido mal con usted mismo(a) – o que es un fracaso o que ha quedado mal con usted mismo(a) o con su familia",
                "Ha tenido dificultad para concentrarse en ciertas actividades, tales como leer el periódico o ver la televisión",
                "¿Se ha movido o hablado tan lento que otras personas podrían haberlo notado? o lo contrario – muy inquieto(a) o agitado(a) que ha estado moviéndose mucho más de lo normal",
                "Pensamientos de que estaría mejor muerto(a) o de lastimarse de alguna manera"), SpanishText),
        ],
    };
}

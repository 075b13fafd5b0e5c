namespace Afterglow.Core.Measures.Scales;

/// <summary>ASQ: suicide screen of the NIMH. Four questions, and a fifth after any yes; a refusal counts as a yes.</summary>
public static class Asq
{
    private const string Id = "asq";

    private static readonly Source Nimh = new("Horowitz 2012, Arch Pediatr Adolesc Med 166:1170-1176; NIMH ASQ toolkit", Confidence.RecalledSure);

    private const string Notice = "NIMH ASQ Suicide Risk Screening Toolkit, National Institute of Mental Health. Public domain.";

    public static Instrument Instrument { get; } = new()
    {
        Id = Id,
        Name = "ASQ",
        About = "suicide screen",
        Reporter = Reporter.Either,
        Items = [new("wished-dead", 0, 1), new("better-off", 0, 1), new("thoughts", 0, 1), new("tried", 0, 1), new("now", 0, 1)],
        Scoring = new Scoring.Branching(Nimh, Find),
        Missing = new MissingRule.Own(new("A refusal counts as a yes", Confidence.RecalledSure),
            "A question that is not answered counts as a yes. The fifth is asked only after a yes to one of the first four."),
        Bands = [new("negative", "negative"), new("non-acute", "positive, not acute"), new("acute", "positive, acute")],
        BandsFrom = Nimh,
        Recall = new("weeks, a lifetime, and now", 0, Nimh),
        ShortestInterval = new(TimeSpan.Zero, new("Every visit", Confidence.RecalledSure)),
        Licence = new(Terms.PublicDomain, "National Institute of Mental Health", Shipped: true, "A work of the US government.", new("US government work", Confidence.RecalledSure)),
        Source = Nimh,
        AlsoCalled = ["Ask Suicide-Screening Questions", "Ask Suicide Screening Questions"],
        Note = "Made for young people and used with adults. Answers are 1 for yes and 0 for no.",
        Shipped =
        [
            new("en", "These questions are asked of everybody.", Notice, Wording.Same([new(1, "Yes"), new(0, "No")],
                "In the past few weeks, have you wished you were dead?",
                "In the past few weeks, have you felt that you or your family would be better off if you were dead?",
                "In the past week, have you been having thoughts about killing yourself?",
                "Have you ever tried to kill yourself?",
                "Are you having thoughts of killing yourself right now?"), Nimh),
            new("es", "Estas preguntas se hacen a todas las personas.", Notice, Wording.Same([new(1, "Sí"), new(0, "No")],
                "En las últimas semanas, ¿ha deseado estar muerto?",
                "En las últimas semanas, ¿ha sentido que usted o su familia estarían mejor si estuviera muerto?",
                "En la última semana, ¿ha estado pensando en suicidarse?",
                "¿Alguna vez ha intentado suicidarse?",
                "¿Está pensando en suicidarse en este momento?"), new("NIMH ASQ toolkit, Spanish, 2017; read in public copies", Confidence.RecalledSure)),
        ],
    };

    private static Finding Find(IReadOnlyList<int?> answers)
    {
        var first = Enumerable.Range(0, 4).Where(place => answers[place] != 0).Cast<int?>().FirstOrDefault();
        var missing = answers.Take(4).Count(answer => answer is null);
        if (first is null && answers[4] != 1) return new("negative", missing, []);
        if (first is not null && answers[4] is null) missing++;
        var acute = answers[4] != 0;
        var item = acute || first is null ? 4 : first.Value;
        return new(acute ? "acute" : "non-acute", missing,
            [new(RiskKind.PositiveSuicideScreen, acute ? Urgency.Now : Urgency.Today, Id, Instrument.Items[item].Key, answers[item])]);
    }
}

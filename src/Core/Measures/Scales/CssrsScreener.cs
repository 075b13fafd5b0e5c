namespace Afterglow.Core.Measures.Scales;

/// <summary>C-SSRS screener: suicide risk. Not added up: the answer of the highest risk decides.</summary>
public static class CssrsScreener
{
    private const string Id = "cssrs_screener";

    private static readonly Source Posner = new("Posner 2011, Am J Psychiatry 168:1266-1277; triage as in the Columbia Lighthouse Project’s screener", Confidence.RecalledSure);

    public static Instrument Instrument { get; } = new()
    {
        Id = Id,
        Name = "C-SSRS screener",
        About = "suicide risk",
        Reporter = Reporter.Either,
        Items =
        [
            new("q1", 0, 1, Code: "93246-7"), new("q2", 0, 1, Code: "93247-5"), new("q3", 0, 1, Code: "93248-3"), new("q4", 0, 1, Code: "93249-1"),
            new("q5", 0, 1, Code: "93250-9"), new("q6", 0, 1, Code: "93267-3"), new("q6-recent", 0, 1, Code: "93269-9"),
        ],
        Scoring = new Scoring.Branching(Posner, Find),
        Missing = new MissingRule.Own(new("Unanswered is incomplete and clears nothing", Confidence.RecalledSure),
            "Questions 3 to 5 are asked only after a yes to question 2, and the last only after a yes to question 6. Anything else unanswered is incomplete: nobody is cleared by it."),
        Bands = [new("none", "negative"), new("low", "low risk"), new("moderate", "moderate risk"), new("high", "high risk")],
        BandsFrom = Posner,
        Recall = new("the past month; the last question the past three months", 30, new("Screener version, recent", Confidence.Verified)),
        ShortestInterval = new(TimeSpan.Zero, new("Every visit, with the version since last contact", Confidence.RecalledSure)),
        Codes = new("93373-9", null, new("LOINC 93373-9, read in an LForms export; some software calls it the ASQ, wrongly", Confidence.Verified)),
        Licence = new(Terms.Free, "Research Foundation for Mental Hygiene; Kelly Posner, Columbia Lighthouse Project", Shipped: false,
            "Free for care and public health with fixed wording, and a commercial electronic product asks for a licence; several texts are in circulation. A clinic loads the text of the Columbia Lighthouse Project.",
            new("Terms of the Columbia Lighthouse Project", Confidence.RecalledSure)),
        Source = Posner,
        AlsoCalled = ["C-SSRS", "Columbia-Suicide Severity Rating Scale", "Columbia Suicide Severity Rating Scale screener"],
        Note = "Answers are 1 for yes and 0 for no. The last item asks whether what question 6 names was within three months.",
    };

    private static Finding Find(IReadOnlyList<int?> answers)
    {
        bool Yes(int question) => answers[question - 1] == 1;
        int?[] needed = [answers[0], answers[1], .. answers[1] == 0 ? [] : answers.Skip(2).Take(3), answers[5], .. Yes(6) ? [answers[6]] : Array.Empty<int?>()];
        var missing = needed.Count(answer => answer is null);
        var (level, question) = Yes(5) ? ("high", 5) : Yes(4) ? ("high", 4) : Yes(7) ? ("high", 7)
            : Yes(3) ? ("moderate", 3) : Yes(6) ? ("moderate", 6) : Yes(2) ? ("low", 2) : Yes(1) ? ("low", 1) : ("none", 0);
        var risks = new List<Risk>();
        if (question > 0) risks.Add(new(RiskKind.PositiveSuicideScreen, level switch { "high" => Urgency.Now, "moderate" => Urgency.Today, _ => Urgency.Soon }, Id, Instrument.Items[question - 1].Key, 1));
        // High is high whatever else was left open; anything less could still be more.
        if (missing == 0 || level == "high") return new(level, missing, risks);
        risks.Add(new(RiskKind.UnfinishedSuicideScreen, Urgency.Today, Id, null, null));
        return new(null, missing, risks, "the screen is not finished, and nobody is cleared by it.");
    }
}

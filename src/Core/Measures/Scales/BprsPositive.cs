namespace Afterglow.Core.Measures.Scales;

/// <summary>BPRS, the four positive items: conceptual disorganisation, suspiciousness, hallucinatory behaviour, unusual thought content.</summary>
public static class BprsPositive
{
    private static readonly Source Overall = new("Overall and Gorham 1962; items 4, 11, 12 and 15 of the 18-item version, as in ketamine trials", Confidence.RecalledSure);

    private static readonly string[] Keys = ["disorganisation", "suspiciousness", "hallucinations", "unusual-thoughts"];

    public static Instrument Instrument { get; } = new()
    {
        Id = "bprs4",
        Name = "BPRS positive",
        About = "psychosis",
        Reporter = Reporter.Clinician,
        Items = [.. Keys.Select(key => new Item(key, 1, 7))],
        Scoring = new Scoring.Sum(Overall),
        Missing = new MissingRule.AllNeeded(Source.Assumed("No rule was found; a rater can rate every item.")),
        Steep = new(3, new("A rise of 2 to 3 points from the baseline is looked at; there is no consensus", Confidence.RecalledUnsure)),
        Recall = new("now, or since the last time", 0, Overall),
        ShortestInterval = new(TimeSpan.FromMinutes(30), new("Before, at 40 minutes, at 2 hours", Confidence.RecalledSure)),
        Licence = new(Terms.PermissionNeeded, "Overall and Gorham; rights vary by version", Shipped: false, "A clinic asks whoever publishes the version it uses and loads the wording.", new("Rights vary", Confidence.RecalledSure)),
        Safety =
        [
            .. Enumerable.Range(1, 4).Select(item => new SafetyRule.AnswerAtLeast(RiskKind.SuspectedPsychosis, item, 4, Urgency.Today,
                Source.Assumed("4 is “moderate” on the anchors of 1 to 7; no alarm was published."))),
        ],
        Source = Overall,
        AlsoCalled = ["BPRS 4-item positive", "Brief Psychiatric Rating Scale positive"],
        Note = "Anchored here from 1 to 7; a version from 0 to 6 is in use as well, and its totals are not the same.",
    };
}

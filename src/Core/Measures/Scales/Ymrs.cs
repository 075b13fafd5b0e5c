namespace Afterglow.Core.Measures.Scales;

/// <summary>YMRS: mania, rated by a clinician. Four items count double.</summary>
public static class Ymrs
{
    private static readonly Source Young = new("Young 1978, Br J Psychiatry 133:429-435", Confidence.RecalledSure);

    public static Instrument Instrument { get; } = new()
    {
        Id = "ymrs",
        Name = "YMRS",
        About = "mania",
        Reporter = Reporter.Clinician,
        Items = [.. Enumerable.Range(1, 11).Select(item => item is 5 or 6 or 8 or 9 ? new Item($"item-{item}", 0, 8, Step: 2) : new Item($"item-{item}", 0, 4))],
        Scoring = new Scoring.Sum(Young),
        Missing = new MissingRule.AllNeeded(Source.Assumed("No rule was found; a rater can rate every item.")),
        Bands = [new("none", "none, or remission", 0, 12), new("mild", "mild", 13, 19), new("moderate", "moderate", 20, 25), new("severe", "severe", 26, 60)],
        BandsFrom = new("Bands in common use", Confidence.RecalledSure),
        Response = new(50, null, new("Convention of trials in mania: a fall by half", Confidence.RecalledSure)),
        RemissionAt = new(12, new("YMRS of 12 or below", Confidence.RecalledSure)),
        Recall = new("48 hours to 7 days", 2, Young),
        ShortestInterval = new(TimeSpan.FromHours(24), new("24 hours", Confidence.RecalledSure)),
        Licence = new(Terms.PermissionNeeded, "R. C. Young; British Journal of Psychiatry", Shipped: false,
            "A clinic asks the Royal College of Psychiatrists and loads the wording.", new("Copyright of the journal", Confidence.RecalledSure)),
        Safety = [new SafetyRule.TotalAtLeast(RiskKind.SuspectedMania, 13, Urgency.Today, Source.Assumed("Above the remission range; when somebody looks is a site default."))],
        Source = Young,
        AlsoCalled = ["Young Mania Rating Scale"],
        Note = "Items 5, 6, 8 and 9 count 0, 2, 4, 6 or 8.",
    };
}

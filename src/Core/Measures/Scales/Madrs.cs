namespace Afterglow.Core.Measures.Scales;

/// <summary>MADRS: depression, rated by a clinician.</summary>
public static class Madrs
{
    private static readonly Source Montgomery = new("Montgomery and Åsberg 1979, Br J Psychiatry 134:382-389; ten items of 0 to 6 read at NCT02417064", Confidence.Verified);

    public static Instrument Instrument { get; } = new()
    {
        Id = "madrs",
        Name = "MADRS",
        About = "depression",
        Reporter = Reporter.Clinician,
        Items = [.. Enumerable.Range(1, 10).Select(item => new Item($"item-{item}", 0, 6))],
        Scoring = new Scoring.Sum(Montgomery),
        Missing = new MissingRule.Prorate(new("Convention: one missing", Confidence.RecalledSure), 1),
        Bands = [new("normal", "normal", 0, 6), new("mild", "mild", 7, 19), new("moderate", "moderate", 20, 34), new("severe", "severe", 35, 60)],
        BandsFrom = new("Bands in common use", Confidence.RecalledSure),
        Response = ResponseRule.Half,
        RemissionAt = new(10, new("MADRS of 10 or below (ESCAPE-TRD, KetECT; uantwerpen); other trials took 12", Confidence.Verified)),
        Meaningful = new(2, new("Duru and Fantino 2008: 1.6 to 1.9 points", Confidence.RecalledSure)),
        Steep = new(8, Source.Assumed("About an eighth of the range; the smallest change that matters, 2 points, is within the error of one rater.")),
        Recall = new("the past seven days", 7, new("Ketamine trials used an adaptation of 24 hours", Confidence.RecalledSure)),
        ShortestInterval = new(TimeSpan.FromDays(7), new("24 hours with the adapted recall, sleep and appetite carried forward", Confidence.RecalledSure)),
        Licence = new(Terms.PermissionNeeded, "Stuart Montgomery and Marie Åsberg; British Journal of Psychiatry", Shipped: false,
            "A clinic asks the Royal College of Psychiatrists and loads the wording.", new("Copyright of the journal", Confidence.RecalledSure)),
        Safety = [new SafetyRule.AnswerAtLeast(RiskKind.SuicidalThoughts, 10, 2, Urgency.Today, new("2 or more on item 10", Confidence.RecalledSure))],
        Source = Montgomery,
        AlsoCalled = ["Montgomery-Asberg Depression Rating Scale", "Montgomery-Åsberg Depression Rating Scale"],
    };
}

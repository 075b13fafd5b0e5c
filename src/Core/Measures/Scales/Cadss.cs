namespace Afterglow.Core.Measures.Scales;

/// <summary>CADSS: dissociation now, 23 items asked by a clinician. Never a target of treatment.</summary>
public static class Cadss
{
    private static readonly Source Bremner = new("Bremner 1998, J Trauma Stress 11:125-136; 23 items read at research.regionh.dk", Confidence.RecalledSure);

    internal static readonly Licence Permission = new(
        Terms.PermissionNeeded, "J. Douglas Bremner", Shipped: false, "A clinic asks Dr. Bremner and loads the wording.", new("Terms of the author", Confidence.RecalledSure));

    public static Instrument Instrument { get; } = new()
    {
        Id = "cadss",
        Name = "CADSS",
        About = "dissociation",
        Reporter = Reporter.Clinician,
        Items = [.. Enumerable.Range(1, 23).Select(item => new Item($"item-{item}", 0, 4, Asks: $"cadss/{item}"))],
        Scoring = new Scoring.Sum(Bremner),
        Missing = new MissingRule.AllNeeded(Source.Assumed("No rule was found.")),
        Recall = new("now", 0, Bremner),
        ShortestInterval = new(TimeSpan.FromMinutes(30), new("Before, at about 40 minutes, at about 90 to 120 minutes", Confidence.RecalledSure)),
        Licence = Permission,
        Safety =
        [
            new SafetyRule.TotalAtLeast(RiskKind.Dissociation, 5, Urgency.Today, new("The label counts dissociation from a total above 4 with a rise; hours after the dose it should have ended", Confidence.Verified)),
        ],
        Source = Bremner,
        AlsoCalled = ["Clinician-Administered Dissociative States Scale"],
        Note = "It captures only a part of the experience (van Schalkwyk 2018: mean 7.7, SD 9.2, alpha 0.74; Castle 2017: alpha 0.937). Five items of an observer are left out in most trials and here.",
    };
}

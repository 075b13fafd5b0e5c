namespace Afterglow.Core.Measures.Scales;

/// <summary>BPIC-SS: bladder symptoms over a week, told by the patient.</summary>
public static class Bpicss
{
    private static readonly Source Humphrey = new("Humphrey 2012, Eur Urol 61:271-279; used in phase 3 of esketamine", Confidence.RecalledUnsure);

    public static Instrument Instrument { get; } = new()
    {
        Id = "bpicss",
        Name = "BPIC-SS",
        About = "bladder",
        Reporter = Reporter.Patient,
        // Six items of 0 to 5 and two of 0 to 4 make the published 38; which two are the short ones was not found.
        Items = [.. Enumerable.Range(1, 8).Select(item => new Item($"item-{item}", 0, item <= 2 ? 4 : 5))],
        Scoring = new Scoring.Sum(Humphrey),
        Missing = new MissingRule.AllNeeded(Source.Assumed("No rule was found.")),
        Bands = [new("below-cut", "below the cut", 0, 18), new("likely", "bladder pain syndrome likely", 19, 38)],
        BandsFrom = Humphrey,
        Recall = new("the past seven days", 7, Humphrey),
        ShortestInterval = new(TimeSpan.FromDays(28), new("28 days; the interval is a site default", Confidence.RecalledUnsure)),
        Licence = new(Terms.PermissionNeeded, "Owner of the BPIC-SS (Humphrey and colleagues)", Shipped: false, "A clinic asks the owner and loads the wording.", new("Terms of the owner", Confidence.RecalledUnsure)),
        Safety = [new SafetyRule.TotalAtLeast(RiskKind.UrinarySymptoms, 19, Urgency.Soon, new("Cut of 19 or above (Humphrey 2012)", Confidence.RecalledUnsure))],
        Source = Humphrey,
        AlsoCalled = ["Bladder Pain/Interstitial Cystitis Symptom Score"],
        Note = "Eight items, some of 0 to 4 and some of 0 to 5, together 38: that the first two are the short ones is assumed. Confirm it on your licensed copy.",
    };
}

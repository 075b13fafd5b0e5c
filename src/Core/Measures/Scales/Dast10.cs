namespace Afterglow.Core.Measures.Scales;

/// <summary>DAST-10: drug use over a year, told by the patient.</summary>
public static class Dast10
{
    private static readonly Source Skinner = new("Skinner 1982, Addict Behav 7:363-371", Confidence.RecalledSure);

    public static Instrument Instrument { get; } = new()
    {
        Id = "dast10",
        Name = "DAST-10",
        About = "drug use",
        Reporter = Reporter.Patient,
        Items = [.. Enumerable.Range(1, 10).Select(item => new Item($"item-{item}", 0, 1, Reversed: item == 3))],
        Scoring = new Scoring.Sum(Skinner),
        Missing = new MissingRule.AllNeeded(Source.Assumed("No rule was found.")),
        Bands =
        [
            new("none", "none", 0, 0), new("low", "low", 1, 2), new("moderate", "moderate", 3, 5), new("substantial", "substantial", 6, 8), new("severe", "severe", 9, 10),
        ],
        BandsFrom = Skinner,
        Recall = new("the past 12 months", 365, Skinner),
        ShortestInterval = new(TimeSpan.FromDays(182), new("6 to 12 months", Confidence.RecalledSure)),
        Codes = new("82666-9", "82667-7", new("LOINC 82666-9 and 82667-7; some software writes the panel for the total", Confidence.Verified)) { AlsoRead = ["82666-9"] },
        Licence = new(Terms.FreeNonCommercial, "Harvey A. Skinner; Centre for Addiction and Mental Health, Toronto", Shipped: false,
            "Free for care that is not sold; a clinic asks CAMH and loads the wording.", new("Terms of the owner", Confidence.RecalledSure)),
        Safety = [new SafetyRule.TotalAtLeast(RiskKind.HarmfulDrugUse, 3, Urgency.NextVisit, Source.Assumed("Moderate and above; when somebody looks is a site default."))],
        Source = Skinner,
        AlsoCalled = ["Drug Abuse Screening Test 10", "DAST 10"],
        Note = "Yes is 1 and no is 0; question 3 counts the other way round. Prescribed ketamine does not count.",
    };
}

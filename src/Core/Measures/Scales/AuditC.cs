namespace Afterglow.Core.Measures.Scales;

/// <summary>AUDIT-C: drinking over a year, told by the patient.</summary>
public static class AuditC
{
    private static readonly Source Bush = new("Bush 1998, Arch Intern Med 158:1789-1795; Babor 2001, AUDIT manual, WHO", Confidence.RecalledSure);

    public static Instrument Instrument { get; } = new()
    {
        Id = "auditc",
        Name = "AUDIT-C",
        About = "alcohol",
        Reporter = Reporter.Patient,
        Items = [new("how-often", 0, 4, Code: "68518-0"), new("how-many", 0, 4, Code: "68519-8"), new("six-or-more", 0, 4, Code: "68520-6")],
        Scoring = new Scoring.Sum(Bush),
        Missing = new MissingRule.AllNeededUnless(new("Who never drinks scores 0", Confidence.RecalledSure), 1, 0),
        Bands =
        [
            new("negative", "negative", 0, 2), new("positive-women", "positive for women, negative for men", 3, 3), new("positive", "positive", 4, 12),
        ],
        BandsFrom = Bush,
        Recall = new("the past year", 365, Bush),
        ShortestInterval = new(TimeSpan.FromDays(90), new("3 to 12 months", Confidence.RecalledSure)),
        Codes = new("72109-2", "75626-2", new("LOINC 72109-2 and 75626-2, read in a public FHIR questionnaire generator", Confidence.Verified)),
        Licence = new(Terms.Free, "World Health Organization", Shipped: true, "Free to use. The Spanish wording is not shipped: several texts are in circulation.", new("Terms of the WHO", Confidence.RecalledSure)),
        Safety = [new SafetyRule.TotalAtLeast(RiskKind.HarmfulDrinking, 4, Urgency.NextVisit, Source.Assumed("Positive for everybody; when somebody looks is a site default."))],
        Source = Bush,
        AlsoCalled = ["Alcohol Use Disorders Identification Test - Consumption", "Total score AUDIT-C"],
        SecondsAnItem = new(7, Source.Assumed("Seven seconds: each question has answers of its own, to be read. Not measured.")),
        Shipped =
        [
            new("en", "Please answer for the past year.", "AUDIT, World Health Organization", [
                new("How often do you have a drink containing alcohol?", Wording.FromZero("Never", "Monthly or less", "2 to 4 times a month", "2 to 3 times a week", "4 or more times a week")),
                new("How many drinks containing alcohol do you have on a typical day when you are drinking?", Wording.FromZero("1 or 2", "3 or 4", "5 or 6", "7 to 9", "10 or more")),
                new("How often do you have six or more drinks on one occasion?", Wording.FromZero("Never", "Less than monthly", "Monthly", "Weekly", "Daily or almost daily")),
            ], Bush),
        ],
    };
}

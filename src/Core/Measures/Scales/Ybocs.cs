namespace Afterglow.Core.Measures.Scales;

/// <summary>Y-BOCS: obsessions and compulsions, rated by a clinician.</summary>
public static class Ybocs
{
    private static readonly Source Goodman = new("Goodman 1989, Arch Gen Psychiatry 46:1006-1011", Confidence.RecalledSure);

    public static Instrument Instrument { get; } = new()
    {
        Id = "ybocs",
        Name = "Y-BOCS",
        About = "obsessions and compulsions",
        Reporter = Reporter.Clinician,
        Items = [.. Enumerable.Range(1, 10).Select(item => new Item($"item-{item}", 0, 4))],
        Scoring = new Scoring.Sum(Goodman),
        Missing = new MissingRule.AllNeeded(Source.Assumed("No rule was found; a rater can rate every item.")),
        Bands =
        [
            new("subclinical", "subclinical", 0, 7), new("mild", "mild", 8, 15), new("moderate", "moderate", 16, 23), new("severe", "severe", 24, 31),
            new("extreme", "extreme", 32, 40),
        ],
        BandsFrom = Goodman,
        Parts = [new("obsessions", "obsessions", 1, 5), new("compulsions", "compulsions", 6, 10)],
        Response = new(35, null, new("A fall of 35 % or more (PMC3799067)", Confidence.Verified)),
        RemissionAt = new(12, new("Y-BOCS of 12 or below, for a week", Confidence.RecalledSure)),
        Steep = new(7, Source.Assumed("About a sixth of the range; not published as an alarm.")),
        Recall = new("the past seven days", 7, Goodman),
        ShortestInterval = new(TimeSpan.FromDays(7), Goodman),
        Licence = new(Terms.PermissionNeeded, "Wayne K. Goodman", Shipped: false, "A clinic asks Dr. Goodman and loads the wording.", new("Terms of the author", Confidence.RecalledSure)),
        Source = Goodman,
        AlsoCalled = ["YBOCS", "Yale-Brown Obsessive Compulsive Scale"],
        Note = "What matters to a person is told as a share (35 %), not in points.",
    };
}

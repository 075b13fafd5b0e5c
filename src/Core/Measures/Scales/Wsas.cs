namespace Afterglow.Core.Measures.Scales;

/// <summary>WSAS: managing work, home and company, told by the patient.</summary>
public static class Wsas
{
    private static readonly Source Mundt = new("Mundt 2002, Br J Psychiatry 180:461-464", Confidence.RecalledSure);

    public static Instrument Instrument { get; } = new()
    {
        Id = "wsas",
        Name = "WSAS",
        About = "managing work and home",
        Reporter = Reporter.Patient,
        Items = [new("work", 0, 8), new("home", 0, 8), new("social-leisure", 0, 8), new("private-leisure", 0, 8), new("relationships", 0, 8)],
        Scoring = new Scoring.Sum(Mundt),
        Missing = new MissingRule.MayNotApply(new("Whoever does not work leaves item 1 out: the mean of four, times five", Confidence.RecalledSure), 1),
        Bands = [new("subclinical", "subclinical", 0, 9), new("significant", "significant", 10, 20), new("severe", "moderately severe or worse", 21, 40)],
        BandsFrom = Mundt,
        Response = new(null, 8, new("8 points of the WSAS", Confidence.RecalledSure)),
        Meaningful = new(8, new("8 points of the WSAS", Confidence.RecalledSure)),
        Steep = new(10, Source.Assumed("A little more than the smallest change that matters; not published as an alarm.")),
        Recall = new("at present", 0, Mundt),
        ShortestInterval = new(TimeSpan.FromDays(7), new("7 days", Confidence.RecalledSure)),
        Licence = new(Terms.FreeNonCommercial, "Isaac M. Marks", Shipped: false,
            "Free for care; several texts with another word for the problem are in circulation. A clinic loads the one it uses and cites Mundt 2002.",
            new("Terms of the author", Confidence.RecalledSure)),
        Source = Mundt,
        AlsoCalled = ["Work and Social Adjustment Scale"],
    };
}

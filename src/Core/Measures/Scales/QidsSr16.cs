namespace Afterglow.Core.Measures.Scales;

/// <summary>QIDS-SR16: depression over a week, told by the patient. Nine domains out of sixteen items.</summary>
public static class QidsSr16
{
    private static readonly Source Rush = new("Rush 2003, Biol Psychiatry 54:573-583; range and remission read in the STAR*D abstract", Confidence.RecalledSure);

    private static readonly string[] Keys =
    [
        "sleep-onset", "mid-sleep", "early-waking", "sleeping-too-much", "sadness", "appetite-less", "appetite-more", "weight-less", "weight-more",
        "concentration", "self-view", "death", "interest", "energy", "slowed", "restless",
    ];

    public static Instrument Instrument { get; } = new()
    {
        Id = "qids_sr16",
        Name = "QIDS-SR16",
        About = "depression",
        Reporter = Reporter.Patient,
        Items = [.. Keys.Select(key => new Item(key, 0, 3))],
        Scoring = new Scoring.HighestOfGroups(Rush, [1, 2, 3, 4], [5], [6, 7, 8, 9], [10], [11], [12], [13], [14], [15, 16]),
        Missing = new MissingRule.AnyOfGroup(new("A domain counts with what was answered of it", Confidence.RecalledSure)),
        Bands =
        [
            new("none", "none", 0, 5), new("mild", "mild", 6, 10), new("moderate", "moderate", 11, 15), new("severe", "severe", 16, 20),
            new("very-severe", "very severe", 21, 27),
        ],
        BandsFrom = Rush,
        Response = ResponseRule.Half,
        RemissionAt = new(5, new("QIDS-SR16 of 5 or below", Confidence.RecalledSure)),
        Meaningful = new(3.5m, new("3.5 points of the QIDS", Confidence.RecalledUnsure)),
        Steep = new(5, Source.Assumed("A little more than the smallest change that matters; not published as an alarm.")),
        Recall = new("the past seven days", 7, new("QIDS-SR16; ketamine trials used a version of 24 hours", Confidence.RecalledSure)),
        ShortestInterval = new(TimeSpan.FromDays(7), new("24 hours only with the 24-hour version", Confidence.RecalledSure)),
        Licence = new(Terms.PermissionNeeded, "A. John Rush, UT Southwestern Medical Center", Shipped: false,
            "Free on paper for care and research; for a screen a clinic asks Mapi Research Trust (ePROVIDE) and loads the wording.",
            new("Terms of the owner", Confidence.RecalledSure)),
        Safety = [new SafetyRule.AnswerAtLeast(RiskKind.SuicidalThoughts, 12, 1, Urgency.Today, new("Any answer above 0 to question 12", Confidence.RecalledSure))],
        Source = Rush,
        AlsoCalled = ["QIDS-SR", "QIDS-SR-16"],
        Note = "Of questions 6 and 7, and of 8 and 9, only one applies.",
        SecondsAnItem = new(7, Source.Assumed("Seven seconds: each question has answers of its own, to be read. Not measured.")),
    };
}

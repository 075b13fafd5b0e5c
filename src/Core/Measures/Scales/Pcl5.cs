namespace Afterglow.Core.Measures.Scales;

/// <summary>PCL-5: PTSD over a month, told by the patient.</summary>
public static class Pcl5
{
    private static readonly Source Weathers = new("Weathers, Litz, Keane, Palmieri, Marx, Schnurr 2013, National Center for PTSD", Confidence.RecalledSure);

    public static Instrument Instrument { get; } = new()
    {
        Id = "pcl5",
        Name = "PCL-5",
        About = "PTSD",
        Reporter = Reporter.Patient,
        Items = [.. Enumerable.Range(1, 20).Select(item => new Item($"item-{item}", 0, 4))],
        Scoring = new Scoring.Sum(Weathers),
        Missing = new MissingRule.Prorate(new("Convention: up to a fifth missing; a cluster needs all its items", Confidence.RecalledSure), 4),
        Bands = [new("below-cut", "below the provisional cut", 0, 30), new("probable", "probable PTSD (cut 31 to 33)", 31, 80)],
        BandsFrom = Weathers,
        Parts = [new("B", "intrusion", 1, 5), new("C", "avoidance", 6, 7), new("D", "thoughts and mood", 8, 14), new("E", "arousal", 15, 20)],
        Criteria =
        [
            new("provisional-diagnosis", "DSM-5 pattern: at least moderately (2) on one item of B, one of C, two of D and two of E", Pattern, Weathers),
        ],
        Response = new(null, 10, new("10 to 15 points or a fall by half are in use; newer estimates of a reliable change are 15 to 18 (Marx 2022)", Confidence.RecalledUnsure)),
        RemissionAt = new(27, new("PCL-5 below 28; there is no consensus", Confidence.RecalledUnsure)),
        Meaningful = new(10, new("older VA text: 10 points", Confidence.RecalledUnsure)),
        Steep = new(15, Source.Assumed("The lower of the newer estimates of a reliable change (Marx 2022), taken as an alarm.")),
        Recall = new("the past month", 30, Weathers),
        ShortestInterval = new(TimeSpan.FromDays(30), new("The monthly version; a version of the past week is asked weekly", Confidence.RecalledSure)),
        Licence = new(Terms.PublicDomain, "National Center for PTSD, US Department of Veterans Affairs", Shipped: true,
            "A work of the US government. The Spanish wording is not shipped: which text is the official one was not certain.",
            new("US government work", Confidence.RecalledSure)),
        Source = Weathers,
        AlsoCalled = ["PTSD Checklist for DSM-5", "PTSD Checklist for DSM 5"],
        Note = "Two readings of a reliable change stand side by side: 10 points in older text, 15 to 18 in newer work. It takes most people two minutes or more and is therefore a check-in of its own.",
        Shipped =
        [
            new("en", "Below is a list of problems that people sometimes have in response to a very stressful experience. In the past month, how much were you bothered by:",
                "PCL-5 (14 August 2013), National Center for PTSD. Public domain.",
                Wording.Same(Wording.FromZero("Not at all", "A little bit", "Moderately", "Quite a bit", "Extremely"),
                    "Repeated, disturbing, and unwanted memories of the stressful experience?",
                    "Repeated, disturbing dreams of the stressful experience?",
                    "Suddenly feeling or acting as if the stressful experience were actually happening again (as if you were actually back there reliving it)?",
                    "Feeling very upset when something reminded you of the stressful experience?",
                    "Having strong physical reactions when something reminded you of the stressful experience (for example, heart pounding, trouble breathing, sweating)?",
                    "Avoiding memories, thoughts, or feelings related to the stressful experience?",
                    "Avoiding external reminders of the stressful experience (for example, people, places, conversations, activities, objects, or situations)?",
                    "Trouble remembering important parts of the stressful experience?",
                    "Having strong negative beliefs about yourself, other people, or the world (for example, having thoughts such as: I am bad, there is something seriously wrong with me, no one can be trusted, the world is completely dangerous)?",
                    "Blaming yourself or someone else for the stressful experience or what happened after it?",
                    "Having strong negative feelings such as fear, horror, anger, guilt, or shame?",
                    "Loss of interest in activities that you used to enjoy?",
                    "Feeling distant or cut off from other people?",
                    "Trouble experiencing positive feelings (for example, being unable to feel happiness or have loving feelings for people close to you)?",
                    "Irritable behavior, angry outbursts, or acting aggressively?",
                    "Taking too many risks or doing things that could cause you harm?",
                    "Being “superalert” or watchful or on guard?",
                    "Feeling jumpy or easily startled?",
                    "Having difficulty concentrating?",
                    "Trouble falling or staying asleep?"), Weathers),
        ],
    };

    // Null while a missing answer could still turn the pattern: met as soon as enough is there, not met once all is answered.
    private static bool? Pattern(IReadOnlyList<int?> answers)
    {
        var met = Enough(0, 5, 1) && Enough(5, 7, 1) && Enough(7, 14, 2) && Enough(14, 20, 2);
        return met ? true : answers.Any(answer => answer is null) ? null : false;

        bool Enough(int from, int to, int least) => answers.Skip(from).Take(to - from).Count(answer => answer >= 2) >= least;
    }
}

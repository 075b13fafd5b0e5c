using Afterglow.Core.Patients;

namespace Afterglow.Core.Plans.Treatment;

/// <summary>What a score says about a change since the start.</summary>
public enum Benefit
{
    None,

    /// <summary>Less than a response, and more than nothing.</summary>
    Some,
    Response,
    Remission,
    Worse,
}

/// <summary>What counts as a response: a share of the score at the start, or so many points.</summary>
/// <param name="Percent">A fall of this share; null where points count.</param>
/// <param name="Points">A change of so many points; null where a share counts.</param>
public sealed record ResponseRule(int? Percent, int? Points, Source Source)
{
    public string Words(bool higherIsBetter) => (Percent, Points, higherIsBetter) switch
    {
        ({ } percent, _, false) => $"a fall of {percent} % or more",
        ({ } percent, _, true) => $"a rise of {percent} % or more",
        (_, { } points, false) => $"a fall of {points} points or more",
        _ => $"a rise of {Points} points or more",
    };
}

/// <summary>A measure that may judge a plan: how it is told that it got better. No item wording is held here.</summary>
/// <param name="Id">Permanent; plans refer to it.</param>
/// <param name="Range">The lowest and the highest total.</param>
/// <param name="RemissionAt">Remission at this total or below; null where the field has agreed on none.</param>
/// <param name="Meaningful">The smallest change that matters to a person, in points; null where it is not known.</param>
/// <param name="LeastDays">Between two times, at the least: a shorter interval asks about the same days twice.</param>
/// <param name="Codes">LOINC codes of the total, where sure.</param>
public sealed record JudgingMeasure(
    string Id, string Name, string About, bool AskedByPatient, (int Low, int High) Range, bool HigherIsBetter, ResponseRule Response,
    Sourced<int>? RemissionAt, Sourced<int>? Meaningful, int LeastDays, IReadOnlyList<PlanIndication> For, params IReadOnlyList<string> Codes)
{
    private static readonly Source Convention = new("Convention of antidepressant trials: a fall by half", Confidence.RecalledSure);

    private static readonly PlanIndication[] Moods = [PlanIndication.Depression, PlanIndication.BipolarDepression];

    private static readonly PlanIndication[] Everything = Enum.GetValues<PlanIndication>();

    public static IReadOnlyList<JudgingMeasure> All { get; } =
    [
        new("phq9", "PHQ-9", "depression", true, (0, 27), false, new(50, null, Convention),
            new(4, new("PHQ-9 below 5, the usual cut of its authors", Confidence.RecalledSure)), new(5, new("5 points of the PHQ-9", Confidence.RecalledSure)),
            7, Moods, "44261-6"),
        new("gad7", "GAD-7", "anxiety", true, (0, 21), false, new(50, null, Convention),
            new(4, new("GAD-7 below 5, the usual cut of its authors", Confidence.RecalledSure)), new(4, new("4 points of the GAD-7", Confidence.RecalledSure)),
            7, [PlanIndication.Anxiety, PlanIndication.Depression, PlanIndication.Ptsd, PlanIndication.Ocd], "70274-6"),
        new("pcl5", "PCL-5", "PTSD", true, (0, 80), false,
            new(null, 10, new("10 to 15 points or a fall by half are in use; newer estimates of a reliable change are 15 to 18 (Marx 2022)", Confidence.RecalledUnsure)),
            new(27, new("PCL-5 below 28; there is no consensus", Confidence.RecalledUnsure)), new(10, new("older VA text: 10 points", Confidence.RecalledUnsure)),
            30, [PlanIndication.Ptsd]),
        new("madrs", "MADRS", "depression", false, (0, 60), false, new(50, null, Convention),
            new(10, new("MADRS of 10 or below (ESCAPE-TRD, KetECT; uantwerpen); other trials took 12", Confidence.Verified)),
            new(2, new("Duru and Fantino 2008: 1.6 to 1.9 points", Confidence.RecalledSure)), 7, Moods),
        new("hamd17", "HAM-D17", "depression", false, (0, 52), false, new(50, null, Convention),
            new(7, new("STAR*D: HAM-D17 of 7 or below", Confidence.Verified)), new(3, new("NICE: 3 points", Confidence.RecalledSure)), 7, Moods),
        new("qids_sr16", "QIDS-SR16", "depression", true, (0, 27), false, new(50, null, Convention),
            new(5, new("QIDS-SR16 of 5 or below", Confidence.RecalledSure)), new(4, new("3.5 points of the QIDS", Confidence.RecalledUnsure)), 7, Moods),
        new("ybocs", "Y-BOCS", "obsessions and compulsions", false, (0, 40), false,
            new(35, null, new("A fall of 35 % or more (PMC3799067)", Confidence.Verified)),
            new(12, new("Y-BOCS of 12 or below, for a week", Confidence.RecalledSure)), null, 7, [PlanIndication.Ocd]),
        new("wsas", "WSAS", "managing work and home", true, (0, 40), false, new(null, 8, new("8 points of the WSAS", Confidence.RecalledSure)),
            null, new(8, new("8 points of the WSAS", Confidence.RecalledSure)), 7, Everything),
        new("who5", "WHO-5", "well-being", true, (0, 100), true, new(null, 10, new("10 points of the WHO-5", Confidence.RecalledSure)),
            null, new(10, new("10 points of the WHO-5", Confidence.RecalledSure)), 14, Everything),
    ];

    public static JudgingMeasure? Find(string id) => All.FirstOrDefault(measure => measure.Id == id);

    /// <summary>The measures a plan for this is judged by unless somebody chooses otherwise.</summary>
    public static IReadOnlyList<JudgingMeasure> Usual(PlanIndication indication) => indication switch
    {
        PlanIndication.Anxiety => [Find("gad7")!, Find("wsas")!],
        PlanIndication.Ptsd => [Find("pcl5")!, Find("wsas")!],
        PlanIndication.Ocd => [Find("ybocs")!, Find("wsas")!],
        _ => [Find("phq9")!, Find("wsas")!],
    };

    /// <summary>True when a score of the chart is one of this measure: by its code, else by its name.</summary>
    public bool Is(Concept what) =>
        (what.Code is { } code && Codes.Contains(code)) || Plain(what.Text) == Plain(Name) || Plain(what.Text).StartsWith(Plain(Name) + " ", StringComparison.Ordinal);

    public bool Holds(decimal score) => score >= Range.Low && score <= Range.High;

    /// <summary>How much better, as a share of the score at the start; below zero when worse. Null when there was nothing to fall from.</summary>
    public decimal? Improvement(decimal baseline, decimal now)
    {
        // What can still be gained: a well-being score rises towards its top.
        var room = HigherIsBetter ? Range.High - baseline : baseline - Range.Low;
        return room <= 0 ? null : 100m * (HigherIsBetter ? now - baseline : baseline - now) / room;
    }

    public Benefit Judge(decimal baseline, decimal now)
    {
        var better = HigherIsBetter ? now - baseline : baseline - now;
        if (RemissionAt is { } well && better > 0 && (HigherIsBetter ? now >= well.Value : now <= well.Value)) return Benefit.Remission;
        if (better < 0) return Benefit.Worse;
        var responded = Response.Points is { } points ? better >= points : baseline != 0 && 100m * better / Math.Abs(baseline) >= Response.Percent;
        return responded ? Benefit.Response : better > 0 ? Benefit.Some : Benefit.None;
    }

    private static string Plain(string text) => text.Trim().ToUpperInvariant().Replace("-", "", StringComparison.Ordinal);
}

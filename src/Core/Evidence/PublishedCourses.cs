namespace Afterglow.Core.Evidence;

/// <summary>What a published study found, as it stands beside a plan.</summary>
/// <param name="Response">Responders, per cent; null where the record holds none.</param>
/// <param name="Beside">The arm it was compared with, where its record is here: what it was, its responders and remitters.</param>
/// <param name="Masked">The comparator could be taken for the drug, or nobody felt anything.</param>
/// <param name="Repeated">A course of several sessions.</param>
public sealed record PublishedCourse(
    PublishedTrial Trial, PublishedFigure? Response, PublishedFigure? Remission, PublishedTrial? Beside, string? Lasting, bool Masked, bool Repeated, bool SameDrug, bool SameRoute)
{
    /// <summary>Null where the study found a clear benefit or compared with nothing; otherwise what stands against.</summary>
    public string? Against => Trial.Negative ? "found no clear benefit over its comparator" : null;

    /// <summary>The figures are as sure as the least sure of them.</summary>
    public Source Source => new(
        Trial.Citation, new[] { Response?.Confidence, Remission?.Confidence, Trial.NConfidence }.Max() is { } least && least > Trial.Confidence ? least : Trial.Confidence);
}

/// <summary>The published studies that belong beside a plan: the nulls and the masked ones among the hopeful.</summary>
public static class PublishedCourses
{
    private static readonly string[] Drugs = ["racemic ketamine", "esketamine", "ketamine/esketamine"];

    /// <summary>Those of an indication; first what is nearest to the plan: courses before single doses, the same drug and route before others.</summary>
    /// <param name="about">A word of the indication: “depression”, “bipolar”, “anxiety”, “PTSD”, “OCD”.</param>
    public static IReadOnlyList<PublishedCourse> Of(string about, string drug, string route) =>
    [
        .. PublishedTrials.All.Where(trial => Drugs.Contains(trial.Drug) && Concerns(trial.Indication, about))
            .Select(trial => Read(trial, drug, route))
            .Where(course => course.Response is not null || course.Remission is not null || course.Trial.Negative)
            .OrderByDescending(course => course.Repeated).ThenByDescending(course => course.SameDrug).ThenByDescending(course => course.SameRoute)
            .ThenByDescending(course => course.Trial.Negative).ThenByDescending(course => course.Trial.N ?? 0),
    ];

    private static PublishedCourse Read(PublishedTrial trial, string drug, string route) => new(
        trial, One(trial, "response_pct"), One(trial, "remission_pct"),
        PublishedTrials.All.FirstOrDefault(other => other.Study == trial.Study && !Drugs.Contains(other.Drug) && other.Scale == trial.Scale && other.Timepoint == trial.Timepoint
            && (One(other, "response_pct") ?? One(other, "remission_pct")) is not null),
        trial.Words.FirstOrDefault(word => word.About == "duration_relapse")?.Text,
        Holds(trial.Comparator, "midazolam") || Holds(trial.Arm, "anaesthesia"),
        !(trial.Schedule.StartsWith("1 ", StringComparison.Ordinal) || trial.Schedule is "1" or "-" || Holds(trial.Schedule, "single") || Holds(trial.Schedule, "various")),
        trial.Drug == drug, trial.Route.Equals(route, StringComparison.OrdinalIgnoreCase));

    private static PublishedFigure? One(PublishedTrial trial, string name) => trial.Figure(name) is { Numbers.Count: 1 } figure ? figure : null;

    private static bool Concerns(string indication, string about) => about switch
    {
        "bipolar" => Holds(indication, "bipolar"),
        "anxiety" => Holds(indication, "GAD") || Holds(indication, "SAD") || Holds(indication, "anxiety"),
        "depression" => (Holds(indication, "TRD") || Holds(indication, "MDD") || Holds(indication, "MDE") || Holds(indication, "depression"))
            && !indication.StartsWith("bipolar", StringComparison.Ordinal),
        _ => Holds(indication, about),
    };

    private static bool Holds(string text, string word) => text.Contains(word, StringComparison.OrdinalIgnoreCase);
}

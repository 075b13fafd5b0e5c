using System.Globalization;

namespace Afterglow.App.Portal;

/// <summary>One study as the public page shows it: its figures here, beside their source; the words around them in each language.</summary>
/// <param name="Key">Also the key of its <see cref="Citation"/>, and of its words (<c>evidence.…</c>).</param>
/// <param name="Hopeful">False where it found no clear benefit, or something else did better.</param>
/// <param name="Figures">In the order in which the words name them.</param>
public sealed record Study(string Key, bool Hopeful, params IReadOnlyList<decimal> Figures)
{
    public Citation Citation => Citations.All.Single(citation => citation.Key == Key);

    /// <summary>Whole people of a hundred; points of a scale with one decimal.</summary>
    public object[] Written => [.. Figures.Select(figure => (object)(InPoints ? figure : decimal.Round(figure)).ToString("0.#", CultureInfo.InvariantCulture))];

    /// <summary>True when the figures are points of a scale and not people.</summary>
    public bool InPoints { get; init; }
}

/// <summary>
/// The studies of the public page: those that were masked or found nothing stand beside the hopeful ones, and a test
/// holds that there are never fewer of them.
/// </summary>
public static class PublicEvidence
{
    public static IReadOnlyList<Study> All { get; } =
    [
        new("murrough2013", true, 64m, 28m), // response at 24 h, ketamine and midazolam
        new("han2016", true, 52.2m, 39.8m), // response at 24 h and day 7
        new("anand2023", true, 55.4m, 41.2m), // response at 3 weeks, ketamine and ECT
        new("reif2023", true, 27.1m, 17.6m), // remission at week 8, esketamine and quetiapine
        new("mcinnes2022", true, 53.6m, 8.4m, 80m, 60m), // response, worse, held 4 and 8 weeks
        new("lii2023", false, 60m, 50m), // response at day 1, ketamine and saline under anaesthesia
        new("jelovac2025", false, 46.9m, 33.3m), // response at the end of treatment, ketamine and midazolam
        new("takahashi2021", false, 15.3m, 14.5m) { InPoints = true }, // fall of MADRS at day 28, placebo and 56 mg
        new("abdallah2022", false), // PTSD: group by time not significant
        new("ekstrand2022", false, 46m, 63m), // remission, ketamine and ECT
    ];
}

using Afterglow.Core;
using Afterglow.Core.Pharmacology.Published;

namespace Afterglow.Chairside.Simulator;

/// <summary>A published range of concentrations, shaded behind the curves. None of them is a target.</summary>
/// <param name="Kind">The style it is shaded in.</param>
public sealed record ShadedRange(string Name, double From, double To, string Kind, Source Source, string? Note)
{
    /// <summary>Racemic ketamine in plasma, ng/mL: anaesthesia, waking from it, and what is usual below it in depression.</summary>
    public static IReadOnlyList<ShadedRange> Plasma { get; } =
    [
        Of("thr_anaesthesia", "anaesthetic", "Anaesthesia"),
        Of("thr_awakening", "waking", "Waking from anaesthesia"),
        Of("thr_antidepressant_typical_cmax", "sub", "Sub-anaesthetic: usual peaks in depression"),
    ];

    private static ShadedRange Of(string id, string kind, string name)
    {
        var range = ConcentrationRanges.All.Single(each => each.Id == id);
        return new ShadedRange(name, range.LowNgPerMl, range.HighNgPerMl, kind, range.Source, range.Note);
    }
}

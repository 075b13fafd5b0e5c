namespace Afterglow.Core.Pharmacology.Interactions;

/// <summary>How a medicine changed the concentrations of a dose given in one way.</summary>
/// <param name="AreaRatio">Area under the curve with it over without it; 1 where no change was found.</param>
/// <param name="Interval">Its interval, where one is published.</param>
public sealed record ExposureChange(
    GivenBy By, double AreaRatio, (double Low, double High)? Interval = null, double? PeakRatio = null, double? HalfLifeRatio = null);

/// <summary>One published finding about a medicine taken together with ketamine. Findings that contradict each other each stand.</summary>
/// <param name="Id">Permanent.</param>
/// <param name="Medicine">As a clinician says it, in small letters.</param>
/// <param name="AlsoCalled">Other names, brands, and the members where it is a class.</param>
/// <param name="Effect">What happens, in one sentence.</param>
/// <param name="Advice">What can be done about it; null where the source advises nothing.</param>
/// <param name="Changes">Of concentrations, by the way ketamine was given; empty where it is not about concentrations.</param>
public sealed record Interaction(
    string Id, string Medicine, IReadOnlyList<string> AlsoCalled, string StudiedWith, string Effect, string? Advice,
    IReadOnlyList<ExposureChange> Changes, Source Source)
{
    /// <summary>True when a study looked for a change of concentrations and found none.</summary>
    public bool FoundNone => Changes.Count > 0 && Changes.All(change => change.AreaRatio is > 0.95 and < 1.05);
}

/// <summary>A medicine of which nothing is known here.</summary>
public sealed record UnknownMedicine(string Medicine) : Refusal
{
    public override string Code => "simulation.unknown-medicine";

    public override string Sentence =>
        $"Nothing about “{Medicine}” together with ketamine is on file; choose among: {string.Join(", ", KnownInteractions.Medicines)}.";
}

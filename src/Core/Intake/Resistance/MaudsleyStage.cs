using System.Globalization;
using Afterglow.Core.Intake.Eligibility;

namespace Afterglow.Core.Intake.Resistance;

/// <summary>One part of the staging: its points, or the span of points while it is not known.</summary>
/// <param name="Working">How the points came about, or what is missing.</param>
public sealed record MaudsleyPart(string Name, int Least, int Most, string Working, IReadOnlyList<Basis> Where)
{
    public bool IsKnown => Least == Most;

    public string Points => IsKnown ? Least.ToString(CultureInfo.InvariantCulture) : string.Create(CultureInfo.InvariantCulture, $"{Least}–{Most}");
}

/// <summary>
/// The Maudsley Staging Method: duration 1–3, severity 1–5, failed antidepressants 1–5, augmentation 0–1, ECT 0–1; together 3–15.
/// What is not known widens the total to a span instead of being counted as nothing.
/// </summary>
public sealed record MaudsleyStage(IReadOnlyList<MaudsleyPart> Parts)
{
    public static Source Source { get; } = new("Fekadu 2009 J Clin Psychiatry 70:177-184", Confidence.RecalledSure);

    public int Least => Parts.Sum(part => part.Least);

    public int Most => Parts.Sum(part => part.Most);

    public bool IsKnown => Least == Most;

    public string Total => IsKnown ? Least.ToString(CultureInfo.InvariantCulture) : string.Create(CultureInfo.InvariantCulture, $"{Least}–{Most}");

    /// <summary>“moderate”, or “mild to moderate” while the total is a span.</summary>
    public string Band => BandOf(Least) is var low && BandOf(Most) is var high && low == high ? low : $"{low} to {high}";

    /// <summary>The parts that are not known.</summary>
    public IEnumerable<MaudsleyPart> Missing => Parts.Where(part => !part.IsKnown);

    private static string BandOf(int points) => points switch { <= 6 => "mild", <= 10 => "moderate", _ => "severe" };
}

using Afterglow.Core.Units;

namespace Afterglow.Core.Pharmacology;

/// <summary>One dose of drug base: at once, or evenly over a time.</summary>
/// <param name="AtH">When it begins, h.</param>
/// <param name="OverH">How long it takes, h; 0 at once.</param>
/// <param name="Order">0 for the first of several devices given together, then 1, 2, …</param>
/// <param name="Occasion">0 for the first day of treatment, then 1, 2, …: where a model says how one person's days differ.</param>
public sealed record GivenDose(Mass Amount, GivenBy By, double AtH, double OverH = 0, int Order = 0, int Occasion = 0)
{
    /// <summary>
    /// An infusion whose rate was changed while it ran: each rate with how long it lasted; a pause is a rate of zero.
    /// The body is linear, so the pieces add up to the whole exactly.
    /// </summary>
    public static IReadOnlyList<GivenDose> AtRates(GivenBy by, double fromH, IEnumerable<(InfusionRate Rate, TimeSpan For)> rates, int occasion = 0)
    {
        var pieces = new List<GivenDose>();
        var at = fromH;
        foreach (var (rate, lasting) in rates)
        {
            if (rate.MilligramsPerHour > 0 && lasting > TimeSpan.Zero)
                pieces.Add(new GivenDose(rate * lasting, by, at, lasting.TotalHours, 0, occasion));
            at += lasting.TotalHours;
        }
        return pieces;
    }

    /// <summary>A way of giving in words that follow a dose: “35 mg by vein”.</summary>
    public static string Name(GivenBy by) => by switch
    {
        GivenBy.Vein => "by vein",
        GivenBy.Muscle => "into a muscle",
        GivenBy.UnderSkin => "under the skin",
        GivenBy.Nose => "into the nose",
        GivenBy.UnderTongue => "under the tongue",
        GivenBy.Cheek => "into the cheek",
        GivenBy.Mouth => "by mouth",
        _ => "into the rectum",
    };
}

namespace Afterglow.Core.Measures;

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
    /// <summary>Antidepressant trials: a fall by half.</summary>
    public static ResponseRule Half { get; } = new(50, null, new("Convention of antidepressant trials: a fall by half", Confidence.RecalledSure));

    public string Words(bool higherIsBetter) => (Percent, Points, higherIsBetter) switch
    {
        ({ } percent, _, false) => $"a fall of {percent} % or more",
        ({ } percent, _, true) => $"a rise of {percent} % or more",
        (_, { } points, false) => $"a fall of {points} points or more",
        _ => $"a rise of {Points} points or more",
    };

    /// <summary>The total at which a response begins, from a score at the start; null where no total is one.</summary>
    public decimal? From(decimal start, (int Low, int High) range, bool higherIsBetter)
    {
        var fall = Points ?? (start - (higherIsBetter ? 0 : range.Low)) * Percent / 100m ?? 0;
        var at = higherIsBetter ? start + fall : start - fall;
        return fall <= 0 || at < range.Low || at > range.High ? null : at;
    }
}

/// <summary>How a score compares with an earlier one. It informs; a clinician decides.</summary>
public static class Judging
{
    /// <summary>How many points better; below zero when worse.</summary>
    public static decimal Better(this Instrument instrument, decimal before, decimal now) => instrument.HigherIsBetter ? now - before : before - now;

    /// <summary>How much better, as a share of what could be gained; below zero when worse. Null when there was nothing to gain.</summary>
    public static decimal? Improvement(this Instrument instrument, decimal start, decimal now)
    {
        if (instrument.Total is not var (low, high)) return null;
        // What can still be gained: a well-being score rises towards its top.
        var room = instrument.HigherIsBetter ? high - start : start - low;
        return room <= 0 ? null : 100m * instrument.Better(start, now) / room;
    }

    /// <summary>Remission, response, some, none or worse; an instrument without a response rule knows only better and worse.</summary>
    public static Benefit Judge(this Instrument instrument, decimal start, decimal now)
    {
        var better = instrument.Better(start, now);
        if (instrument.RemissionAt is { } well && better > 0 && (instrument.HigherIsBetter ? now >= well.Value : now <= well.Value)) return Benefit.Remission;
        if (better < 0) return Benefit.Worse;
        var responded = instrument.Response switch
        {
            { Points: { } points } => better >= points,
            { Percent: { } percent } => start != 0 && 100m * better / Math.Abs(start) >= percent,
            _ => false,
        };
        return responded ? Benefit.Response : better > 0 ? Benefit.Some : Benefit.None;
    }

    /// <summary>A steep worsening since the score before; null when there is none or the instrument knows no such threshold.</summary>
    public static Risk? SteepWorsening(this Instrument instrument, decimal before, int now) =>
        instrument.Steep is { } steep && -instrument.Better(before, now) >= steep.Value
            ? new Risk(RiskKind.SteepWorsening, Urgency.Soon, instrument.Id, null, now)
            : null;
}

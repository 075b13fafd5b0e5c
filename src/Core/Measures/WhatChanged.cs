using System.Globalization;

namespace Afterglow.Core.Measures;

/// <summary>A score with its day and, where they are known, its answers.</summary>
public sealed record DatedScore(DateOnly On, decimal Total, IReadOnlyList<int?>? Answers = null);

/// <summary>What changed since the last time, in one sentence. Put together by rule, never by a language model.</summary>
public static class WhatChanged
{
    /// <param name="start">The score a change is judged from; null where there is none.</param>
    /// <param name="before">The score before; null for a first one.</param>
    public static string Say(Instrument instrument, DatedScore? start, DatedScore? before, DatedScore now)
    {
        if (before is null) return $"{instrument.Name} {Scored(instrument, now)}: the first score on file.";
        var better = instrument.Better(before.Total, now.Total);
        var points = Math.Abs(better);
        var sentence = better == 0
            ? $"{instrument.Name} stayed at {Scored(instrument, now)}"
            : $"{instrument.Name} went from {Scored(instrument, before)} to {Scored(instrument, now)}: {Points(points)} {(better > 0 ? "better" : "worse")}{Weight(instrument, points)}";
        var moved = Moved(instrument, before, now);
        var since = start is not null && start != now && start != before ? Standing(instrument, start, now) : "";
        return $"{sentence}{moved}{since}.";
    }

    private static string Weight(Instrument instrument, decimal points) => instrument.Meaningful is not { } meaningful ? ""
        : points >= meaningful.Value ? $", at least the {Number(meaningful.Value)} that matter to a person" : $", less than the {Number(meaningful.Value)} that matter to a person";

    private static string Standing(Instrument instrument, DatedScore start, DatedScore now)
    {
        var words = instrument.Judge(start.Total, now.Total) switch
        {
            Benefit.Remission => "remission",
            Benefit.Response => "a response",
            Benefit.Some => "some benefit, no response",
            Benefit.Worse => "worse",
            _ => "no change",
        };
        return $"; since the start ({Number(start.Total)}) {words}";
    }

    /// <summary>The questions whose answers moved by two or more, or else by the most; three at the most.</summary>
    private static string Moved(Instrument instrument, DatedScore before, DatedScore now)
    {
        if (before.Answers is not { } then || now.Answers is not { } answers) return "";
        var moved = instrument.Items.Select((item, place) => (Place: place, By: answers[place] is { } a && then[place] is { } b ? item.Counts(a) - item.Counts(b) : 0))
            .Where(change => change.By != 0).OrderByDescending(change => Math.Abs(change.By)).ThenBy(change => change.Place).Take(3).ToList();
        if (moved.Count == 0) return "";
        return "; most of all " + string.Join(", ", moved.Select(change => $"question {change.Place + 1} ({Signed(change.By)})"));
    }

    private static string Scored(Instrument instrument, DatedScore score) =>
        instrument.BandOf((int)Math.Floor(score.Total)) is { } band ? $"{Number(score.Total)} ({band.Label})" : Number(score.Total);

    private static string Points(decimal points) => points == 1 ? "1 point" : $"{Number(points)} points";

    private static string Signed(int by) => by > 0 ? $"+{by}" : $"−{-by}";

    private static string Number(decimal value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}

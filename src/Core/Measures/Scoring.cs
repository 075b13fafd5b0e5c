namespace Afterglow.Core.Measures;

/// <summary>How answers become a total.</summary>
public abstract record Scoring(Source Source)
{
    /// <summary>Two neighbouring totals differ by this much.</summary>
    public virtual int Grain => 1;

    /// <summary>The lowest and the highest total; null where there is none.</summary>
    public abstract (int Low, int High)? Range(IReadOnlyList<Item> items);

    /// <summary>Every item is added, then multiplied.</summary>
    public sealed record Sum(Source Source, int Times = 1) : Scoring(Source)
    {
        public override int Grain => Times;

        public override (int Low, int High)? Range(IReadOnlyList<Item> items) => (items.Sum(item => item.Low) * Times, items.Sum(item => item.High) * Times);
    }

    /// <summary>Of each group the highest counts, and those are added.</summary>
    /// <param name="Groups">Item numbers, counted from 1. Every item is in one group.</param>
    public sealed record HighestOfGroups(Source Source, params IReadOnlyList<IReadOnlyList<int>> Groups) : Scoring(Source)
    {
        public override (int Low, int High)? Range(IReadOnlyList<Item> items) =>
            (Groups.Sum(group => group.Max(item => items[item - 1].Low)), Groups.Sum(group => group.Max(item => items[item - 1].High)));
    }

    /// <summary>Not added up: the answers lead to a finding.</summary>
    public sealed record Branching(Source Source, Func<IReadOnlyList<int?>, Finding> Find) : Scoring(Source)
    {
        public override (int Low, int High)? Range(IReadOnlyList<Item> items) => null;
    }
}

/// <summary>Where the answers of a branching instrument lead.</summary>
/// <param name="Band">The key of one of the instrument's bands; null where it is incomplete.</param>
/// <param name="Missing">How many answers are missing that had to be given.</param>
/// <param name="Because">Why there is no finding; null where there is one.</param>
public sealed record Finding(string? Band, int Missing, IReadOnlyList<Risk> Risks, string? Because = null);

/// <summary>What becomes of a total when answers are missing.</summary>
public abstract record MissingRule(Source Source)
{
    /// <summary>In a sentence.</summary>
    public abstract string Words { get; }

    /// <summary>Every answer is needed.</summary>
    public sealed record AllNeeded(Source Source) : MissingRule(Source)
    {
        public override string Words => "No total unless every question is answered.";
    }

    /// <summary>Every answer is needed, but for one that makes the rest needless: who never drinks is not asked how much.</summary>
    /// <param name="Item">Counted from 1.</param>
    public sealed record AllNeededUnless(Source Source, int Item, int Answer) : MissingRule(Source)
    {
        public override string Words => $"Every question is needed, unless question {Item} is answered with {Answer}: then the rest count as 0.";
    }

    /// <summary>The mean of what was answered stands in for so many missing answers at the most.</summary>
    public sealed record Prorate(Source Source, int Most) : MissingRule(Source)
    {
        public override string Words => Most == 1
            ? "One missing answer is filled with the mean of the others; with more there is no total."
            : $"Up to {Most} missing answers are filled with the mean of the others; with more there is no total.";
    }

    /// <summary>One item may not apply; the mean of the others stands in for it.</summary>
    /// <param name="Item">Counted from 1.</param>
    public sealed record MayNotApply(Source Source, int Item) : MissingRule(Source)
    {
        public override string Words => $"Question {Item} may not apply: the mean of the others stands in for it. Any other must be answered.";
    }

    /// <summary>A group counts with what was answered of it; a group without any answer leaves no total.</summary>
    public sealed record AnyOfGroup(Source Source) : MissingRule(Source)
    {
        public override string Words => "A group counts with what was answered of it; a group without any answer leaves no total.";
    }

    /// <summary>The instrument's own branching says which answers are needed.</summary>
    public sealed record Own(Source Source, string Said) : MissingRule(Source)
    {
        public override string Words => Said;
    }
}

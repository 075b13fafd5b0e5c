namespace Afterglow.App.Demo;

/// <summary>What the score in the window after the series shows.</summary>
public enum DemoOutcome
{
    /// <summary>Below 5 and at most half of the start.</summary>
    Remission,

    /// <summary>At most half of the start.</summary>
    Response,

    /// <summary>Somewhere between half of the start and the start.</summary>
    Between,

    /// <summary>Above the start.</summary>
    Worse,
}

/// <summary>How one person's scores run: down during the series, held for a while, and up again.</summary>
/// <param name="Start">PHQ-9 before the first session.</param>
/// <param name="AnxietyAtStart">GAD-7 before the first session.</param>
/// <param name="Early">True where the day after the first session already shows half.</param>
/// <param name="LastInSeries">Days from the first session to the last of the series.</param>
/// <param name="FadesAfter">Days from the last session of the series until response is lost; null where it is not.</param>
/// <param name="Boosted">Days on which somebody whose benefit had faded was treated again.</param>
public sealed record DemoCourse(
    int Start, int AnxietyAtStart, DemoOutcome Outcome, bool Early, int LastInSeries, int? FadesAfter, IReadOnlyList<int> Boosted)
{
    public const int Most = 27;

    /// <summary>The day of the weekly score that falls into the window after the series.</summary>
    public int WindowDay => (LastInSeries + 3 + 6) / 7 * 7;

    public bool Responds => Outcome is DemoOutcome.Remission or DemoOutcome.Response;

    /// <summary>The PHQ-9 total on a day after the first session. Chance moves it, but never across what the outcome says.</summary>
    public int Score(int day, Chance chance)
    {
        var half = Start / 2;
        if (day <= 0) return Start;
        if (day == 1)
        {
            var next = (int)Math.Round(Start * (Early ? chance.Between(0.22, 0.5) : chance.Between(0.55, 1.02)), MidpointRounding.AwayFromZero);
            return Early ? Math.Min(next, half) : Math.Clamp(next, half + 1, Most);
        }
        var end = End;
        if (day == WindowDay) return end;
        var noise = chance.Normal(0, 1.2);
        if (day < WindowDay) return Rounded(end + ((Start - end) * Math.Exp(-day / 9.0)) + noise);
        var since = day - LastInSeries;
        if (!Responds)
        {
            // What little there was wears off within two months; the worse settle where they began.
            var share = Math.Clamp((since - 7) / 56.0, 0, 1);
            return Rounded(end + ((Start - end) * share) + noise);
        }
        if (FadesAfter is not { } fades || since < fades) return Math.Min(Rounded(end + noise), half);
        var boosted = Boosted.Where(boost => boost < day).Select(boost => day - boost).DefaultIfEmpty(int.MaxValue).Min();
        if (boosted <= 21) return Rounded(half + noise);
        var back = Start * Math.Clamp(0.62 + ((since - fades) * 0.02), 0, 0.92);
        return Math.Max(half + 1, Rounded(back + noise));
    }

    /// <summary>GAD-7 on the same day: it follows, at some distance.</summary>
    public int Anxiety(int depression, Chance chance)
    {
        var gained = Math.Clamp((Start - depression) / (double)Start, -0.4, 1);
        return (int)Math.Round(Math.Clamp((AnxietyAtStart * (1 - (0.66 * gained))) + chance.Normal(0, 1.3), 0, 21), MidpointRounding.AwayFromZero);
    }

    /// <summary>
    /// When the benefit of a responder is lost, in days; null for not within half a year.
    /// </summary>
    /// <param name="lost">The share of responders who lose it sooner, from 0 to 1: the published curve is cut into equal parts.</param>
    public static int? FadesOn(double lost, bool maintained)
    {
        var (four, eight, half) = maintained
            ? (1 - ((1 - DemoRates.HeldHalfAYearMaintained.Value) * 0.2), 1 - ((1 - DemoRates.HeldHalfAYearMaintained.Value) * 0.4), DemoRates.HeldHalfAYearMaintained.Value)
            : (DemoRates.HeldFourWeeks.Value, DemoRates.HeldEightWeeks.Value, DemoRates.HeldHalfAYear.Value);
        // A loss is seen with the next weekly score, half a week later on average: so it begins that much sooner.
        if (lost < 1 - four) return Between(9, 24, lost / (1 - four));
        if (lost < 1 - eight) return Between(25, 52, (lost - (1 - four)) / (four - eight));
        if (lost < 1 - half) return Between(53, 178, (lost - (1 - eight)) / (eight - half));
        return null;

        static int Between(int from, int to, double share) => from + (int)(share * (to - from));
    }

    // Hangs on the person and not on how often chance was drawn: it is the same whichever day is asked for.
    private int End
    {
        get
        {
            var half = Start / 2;
            return Outcome switch
            {
                DemoOutcome.Remission => Math.Min(half, (int)(EndShare * 5)),
                DemoOutcome.Response => 5 + (int)(EndShare * (half - 4)),
                DemoOutcome.Worse => Math.Min(Most, Start + 1 + (int)(EndShare * 5)),
                _ => half + 1 + (int)(EndShare * (Start - half)),
            };
        }
    }

    /// <summary>Where within its outcome the score ends, from 0 to 1.</summary>
    public double EndShare { get; init; } = 0.5;

    private static int Rounded(double score) => (int)Math.Round(Math.Clamp(score, 0, Most), MidpointRounding.AwayFromZero);
}

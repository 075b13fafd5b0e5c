
namespace Afterglow.Core.Safety;

/// <summary>Why a person of the clinic must look at something. The names are permanent; in order of urgency.</summary>
public enum Concern
{
    /// <summary>A screen or the person themselves says that it is now: a plan or intent, or “in danger now”.</summary>
    SuicideNow,

    /// <summary>Thoughts of death or of suicide, a positive screen without acuity.</summary>
    SuicidalThoughts,

    /// <summary>Feeling unreal or not oneself, and it has not ended.</summary>
    Dissociation,

    /// <summary>Hears, sees or believes what others do not.</summary>
    Psychosis,

    /// <summary>Unusually high, driven, hardly sleeping.</summary>
    Mania,

    /// <summary>The patient marked what they wrote “please read today”.</summary>
    ReadToday,

    /// <summary>A score fell or rose much faster than illness usually moves.</summary>
    SteepWorsening,

    /// <summary>Pain, urgency or blood: ketamine can harm the bladder.</summary>
    Urinary,

    /// <summary>A patient asks something.</summary>
    Question,

    /// <summary>A patient takes back words that stand somewhere.</summary>
    TakeDownQuote,
}

/// <summary>How soon somebody must have dealt with a concern, and from where that is known.</summary>
/// <param name="WorkingDays">Saturdays and Sundays do not count: nobody is in danger meanwhile.</param>
public sealed record Deadline(Concern Concern, TimeSpan Within, bool WorkingDays, Source Source)
{
    /// <summary>The shortest and the longest that a clinic may set.</summary>
    public static readonly TimeSpan Shortest = TimeSpan.FromMinutes(5), Longest = TimeSpan.FromDays(14);

    /// <summary>Deadlines as they are supplied. Nobody has measured them: the medical director confirms or changes each.</summary>
    public static IReadOnlyList<Deadline> Supplied { get; } =
    [
        new(Concern.SuicideNow, TimeSpan.FromMinutes(30), false, Source.Assumed("Half an hour: the screeners ask for an evaluation the same day and that nobody is left alone; the half hour was chosen here.")),
        new(Concern.SuicidalThoughts, TimeSpan.FromHours(4), false, Source.Assumed("Four hours: spoken to the same day, while somebody is still in the clinic.")),
        new(Concern.Dissociation, TimeSpan.FromHours(1), false, Source.Assumed("An hour: dissociation ends within about two hours of a dose; if it has not, somebody calls.")),
        new(Concern.Psychosis, TimeSpan.FromHours(2), false, Source.Assumed("Two hours: spoken to the same day, before another dose.")),
        new(Concern.Mania, TimeSpan.FromHours(4), false, Source.Assumed("Four hours: spoken to the same day, before another dose.")),
        new(Concern.ReadToday, TimeSpan.FromHours(8), false, Source.Assumed("Eight hours: what “today” was taken to mean.")),
        new(Concern.SteepWorsening, TimeSpan.FromHours(24), false, Source.Assumed("A day: soon enough to bring an appointment forward.")),
        new(Concern.Urinary, TimeSpan.FromDays(2), true, Source.Assumed("Two working days: the harm builds up over weeks, and the next dose waits for the answer.")),
        new(Concern.Question, TimeSpan.FromDays(2), true, Source.Assumed("Two working days, as for whoever asks for a consultation.")),
        new(Concern.TakeDownQuote, TimeSpan.FromDays(2), true, Source.Assumed("Two working days to take a sheet from a wall; the public pages let go of it in the same second.")),
    ];

    /// <summary>When it must be dealt with, for something said at <paramref name="at"/>.</summary>
    public DateTimeOffset DueAt(DateTimeOffset at, TimeZoneInfo zone)
    {
        if (!WorkingDays) return at + Within;
        // Counted in the clinic's own days; what falls on a weekend moves on to the Monday, at the same hour.
        var local = TimeZoneInfo.ConvertTime(at, zone);
        var left = Within;
        while (true)
        {
            if (IsWeekend(local)) local = local.AddDays(1);
            else if (left >= TimeSpan.FromDays(1)) (local, left) = (local.AddDays(1), left - TimeSpan.FromDays(1));
            else if (left > TimeSpan.Zero) (local, left) = (local + left, TimeSpan.Zero);
            else return local.ToUniversalTime();
        }
    }

    private static bool IsWeekend(DateTimeOffset local) => local.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;
}

/// <summary>What the clinic has set: how soon each concern is dealt with, and where notices go beside the people themselves.</summary>
/// <param name="Minutes">By concern; what is not there stands as supplied.</param>
/// <param name="DutyEmail">Whoever is on call reads it; empty for none. Notices hold no clinical word.</param>
/// <param name="DutyPhone">As above, by text message.</param>
public sealed record SafetyRules(IReadOnlyDictionary<Concern, int> Minutes, string DutyEmail = "", string DutyPhone = "")
{
    public static SafetyRules Supplied { get; } = new(new Dictionary<Concern, int>());

    /// <summary>The deadline that holds.</summary>
    public Deadline Of(Concern concern)
    {
        var supplied = Deadline.Supplied.Single(deadline => deadline.Concern == concern);
        return Minutes.TryGetValue(concern, out var minutes)
            ? supplied with { Within = TimeSpan.FromMinutes(minutes), Source = new Source("Set by the clinic.", Confidence.RecalledSure) }
            : supplied;
    }

    /// <summary>Null when these can be used; otherwise what is wrong.</summary>
    public Refusal? Question() =>
        Minutes.Values.Any(minutes => minutes < Deadline.Shortest.TotalMinutes || minutes > Deadline.Longest.TotalMinutes) ? new DeadlineOutOfRange() : null;
}

/// <summary>A deadline that is none.</summary>
public sealed record DeadlineOutOfRange : Refusal
{
    public override string Code => "safety.deadline";

    public override string Sentence => "Write each deadline in minutes, from 5 minutes to 14 days (20160 minutes).";
}

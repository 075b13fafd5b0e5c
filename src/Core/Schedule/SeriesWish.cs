using System.Globalization;

namespace Afterglow.Core.Schedule;

/// <summary>When a patient can come, in the clinic's own time.</summary>
public sealed record Available(DayOfWeek Day, TimeOnly From, TimeOnly To);

/// <summary>A series of sessions that a patient needs.</summary>
/// <param name="When">Empty when any opening hour will do.</param>
public sealed record SeriesWish(
    Guid PatientId, string ProtocolId, VisitShape Shape, int Sessions, Spacing Spacing, DateOnly NotBefore, IReadOnlyList<Available> When)
{
    public const int MostSessions = 24;

    /// <summary>Null when a series like this can be asked for.</summary>
    public Refusal? Fault()
    {
        if (Sessions is < 1 or > MostSessions) return new SeriesUnclear($"A series has 1 to {MostSessions} sessions, not {Sessions}; write how many are wanted.");
        if (Spacing.LeastDaysApart is < 1 or > 60) return new SeriesUnclear("Sessions lie 1 to 60 days apart; write how many at the least.");
        if (Spacing.WithinDays is < 1 or > 366) return new SeriesUnclear("A series lasts 1 to 366 days; write within how many it is to be given.");
        if ((Sessions - 1) * Spacing.LeastDaysApart >= Spacing.WithinDays)
            return new SeriesUnclear(string.Create(CultureInfo.InvariantCulture,
                $"{Sessions} sessions at least {Spacing.LeastDaysApart} days apart do not fit into {Spacing.WithinDays} days; give it more days or fewer sessions."));
        foreach (var each in When)
            if (each.To <= each.From) return new SeriesUnclear($"On {each.Day} the patient's time ends before it begins; write the earlier time first.");
        return null;
    }

    /// <summary>True when the patient can be in the clinic then.</summary>
    public bool Suits(DateOnly day, TimeOnly from, TimeOnly leaves) =>
        When.Count == 0 || When.Any(each => each.Day == day.DayOfWeek && each.From <= from && leaves <= each.To);
}

public sealed record SeriesUnclear(string Why) : Refusal
{
    public override string Code => "schedule.series-unclear";

    public override string Sentence => Why;
}

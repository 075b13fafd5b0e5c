namespace Afterglow.Core.Intake.Requests;

/// <summary>How a request stands beside what the clinic promised.</summary>
public enum PromiseStanding
{
    /// <summary>There is still time.</summary>
    InTime,

    /// <summary>The promised day is over.</summary>
    Late,

    /// <summary>The promised day has been over for long: somebody may have been lost.</summary>
    VeryLate,
}

/// <summary>
/// The clinic's word to whoever asks: an answer within so many working days. Days are whole days of the clinic, Monday
/// to Friday: a person cannot check an hour, and a clinic cannot keep one over a weekend.
/// </summary>
/// <param name="WorkingDays">From the day the request arrived to the last day for an answer.</param>
/// <param name="LateDays">Working days after that until it counts as very late.</param>
public sealed record Promise(int WorkingDays = 2, int LateDays = 1)
{
    /// <summary>How many working days a clinic may promise.</summary>
    public const int Longest = 20;

    /// <summary>The last day on which an answer keeps the promise. Somebody in danger now is called the same day, or the next working day.</summary>
    public DateOnly DueDay(DateOnly arrived, bool urgent) =>
        urgent ? IsWorkday(arrived) ? arrived : After(arrived, 1) : After(arrived, WorkingDays);

    public PromiseStanding Standing(DateOnly due, DateOnly today) =>
        today <= due ? PromiseStanding.InTime : today <= After(due, LateDays) ? PromiseStanding.Late : PromiseStanding.VeryLate;

    private static DateOnly After(DateOnly day, int workingDays)
    {
        while (workingDays > 0)
        {
            day = day.AddDays(1);
            if (IsWorkday(day)) workingDays--;
        }
        return day;
    }

    private static bool IsWorkday(DateOnly day) => day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday);
}

namespace Afterglow.App.Demo;

/// <summary>
/// The chairs of the made-up clinic, so that nobody sits on somebody's lap. A week has five days of work, counted back
/// from the day of creation, and a day three turns, counted from the hour of creation: the clinic is open now, whenever now is.
/// </summary>
internal sealed class DemoDiary(DateTimeOffset now, Chance chance)
{
    /// <summary>More than are needed now: whoever looks around must find a free one to check somebody in.</summary>
    public static IReadOnlyList<string> Chairs { get; } =
        ["Chair 1", "Chair 2", "Chair 3", "Chair 4", "Chair 5", "Chair 6", "Chair 7", "Chair 8"];

    // Minutes from the hour of creation to the first drug: far enough apart for the longest visit.
    private static readonly int[] Turns = [-335, -120, 95];

    private readonly HashSet<(int Day, int Chair, int Turn)> taken = [];

    public static bool IsWorkday(int day) => -day % 7 <= 4;

    /// <summary>Finds a chair and an hour on this day or the next with room.</summary>
    /// <param name="turn">When this person likes to come.</param>
    public void Book(PlannedVisit visit, int turn)
    {
        for (var day = visit.Day; ; day++)
        {
            // Today belongs to the visits that are going on.
            if (day >= 0) throw new InvalidOperationException("There is no chair left before today.");
            if (!IsWorkday(day)) continue;
            for (var other = 0; other < Turns.Length; other++)
                for (var chair = 0; chair < Chairs.Count; chair++)
                {
                    var place = (day, (chair + turn) % Chairs.Count, (turn + other) % Turns.Length);
                    if (!taken.Add(place)) continue;
                    visit.Day = day;
                    visit.Chair = Chairs[place.Item2];
                    visit.Start = Whole(now.AddDays(day).AddMinutes(Turns[place.Item3] + chance.Between(-6, 6)));
                    return;
                }
        }
    }

    private static DateTimeOffset Whole(DateTimeOffset at) => new(at.Ticks - (at.Ticks % TimeSpan.TicksPerSecond), TimeSpan.Zero);
}

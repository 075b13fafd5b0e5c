using Afterglow.Core.Schedule;

namespace Afterglow.App.Schedule;

/// <summary>A day as a table: a column a chair, a row a half-hour; a visit stands in as many rows as its chair is taken.</summary>
public sealed record DayTable(IReadOnlyList<string> Chairs, IReadOnlyList<DayRow> Rows)
{
    public const int Step = 15;

    public static DayTable Of(ClinicCalendar calendar, DateOnly day, IReadOnlyList<ScheduledVisit> visits, DateTimeOffset now)
    {
        var there = visits.Where(visit => !visit.Cancelled && DateOnly.FromDateTime(calendar.Local(visit.Appointment.Start)) == day).ToList();
        var open = calendar.OpenOn(day);
        var starts = there.Select(visit => TimeOnly.FromDateTime(calendar.Local(visit.Appointment.Start))).Concat(open.Select(hours => hours.From)).ToList();
        if (starts.Count == 0) return new DayTable(calendar.Chairs, []);
        var ends = there.Select(visit => Minutes(TimeOnly.FromDateTime(calendar.Local(visit.Appointment.ChairFree)))).Concat(open.Select(hours => Minutes(hours.To)));
        var from = Minutes(starts.Min()) / 60 * 60;
        var to = Math.Min(24 * 60, (ends.Max() + 59) / 60 * 60);
        var until = calendar.Chairs.ToDictionary(chair => chair, _ => from);
        var rows = new List<DayRow>();
        for (var minute = from; minute < to; minute += Step)
        {
            var cells = new List<DayCell>();
            foreach (var chair in calendar.Chairs)
            {
                if (until[chair] > minute) continue;
                var visit = there.FirstOrDefault(each => each.Appointment.Chair == chair
                    && Minutes(TimeOnly.FromDateTime(calendar.Local(each.Appointment.Start))) is var start && start >= minute && start < minute + Step);
                var span = visit is null ? 1 : Math.Min((to - minute) / Step, (int)Math.Ceiling(visit.Appointment.Shape.ChairTime.TotalMinutes / Step));
                until[chair] = minute + span * Step;
                var at = calendar.At(day, new TimeOnly(minute / 60, minute % 60));
                cells.Add(new DayCell(chair, at, span, visit, open.Any(hours => Minutes(hours.From) <= minute && minute < Minutes(hours.To)) && at >= now));
            }
            rows.Add(new DayRow(new TimeOnly(minute / 60, minute % 60), cells));
        }
        return new DayTable(calendar.Chairs, rows);
    }

    private static int Minutes(TimeOnly time) => (int)time.ToTimeSpan().TotalMinutes;
}

public sealed record DayRow(TimeOnly Time, IReadOnlyList<DayCell> Cells);

/// <param name="Span">How many rows it reaches over.</param>
/// <param name="Free">True where a visit could begin: open, and still to come.</param>
public sealed record DayCell(string Chair, DateTimeOffset At, int Span, ScheduledVisit? Visit, bool Free);

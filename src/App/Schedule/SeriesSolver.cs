using Afterglow.Core;
using Afterglow.Core.People;
using Afterglow.Core.Schedule;
using Google.OrTools.Sat;
using Google.OrTools.Util;

namespace Afterglow.App.Schedule;

/// <summary>
/// Finds room for series of sessions that have to be placed together: chairs, hours, nurses, a prescriber on site, the
/// patients' own time and the rest between two sessions, all at once, by constraint programming (OR-Tools CP-SAT).
/// The same question has the same answer: the search is bounded by its own work, not by the clock on the wall.
/// </summary>
public sealed class SeriesSolver
{
    /// <summary>How far ahead it looks.</summary>
    public const int HorizonDays = 84;

    // Appointments begin on quarters of an hour.
    private const int Step = 15, StepsADay = 24 * 60 / Step;

    // Deterministic seconds, each a few real ones. Placing mostly has an answer within the first; seating thirty series in
    // chairs that are nearly full does not.
    private const double Effort = 2, SeatingEffort = 5;

    private readonly ClinicCalendar calendar;
    private readonly DateTimeOffset now;
    private readonly DateOnly first;

    public SeriesSolver(ClinicCalendar calendar, DateTimeOffset now)
    {
        this.calendar = calendar;
        this.now = now;
        first = DateOnly.FromDateTime(calendar.Local(now));
    }

    /// <summary>Appointments for every wish, in the order of the wishes and of their sessions; or why there is no room.</summary>
    public Result<IReadOnlyList<Appointment>> Place(IReadOnlyList<SeriesWish> wishes, Func<Guid> newId)
    {
        foreach (var wish in wishes)
            if (wish.Fault() is { } fault) return fault;
        if (calendar.Chairs.Count == 0) return new SeriesImpossible("This site has no chair; add one before a series is planned.");
        if (Solve(wishes, calendar) is { } starts && Seat(wishes, starts, newId) is { } seated) return Result(seated);
        return new SeriesImpossible(Why(wishes));
    }

    private static Result<IReadOnlyList<Appointment>> Result(IReadOnlyList<Appointment> found) =>
        // An interface is not converted by itself.
        found is List<Appointment> list ? list : [.. found];

    /// <summary>What would have to give way, found by leaving one kind of rule out after another.</summary>
    private string Why(IReadOnlyList<SeriesWish> wishes)
    {
        if (wishes.Any(wish => wish.When.Count > 0) && Solve([.. wishes.Select(wish => wish with { When = [] })], calendar) is not null)
            return "There is no room within the times at which the patient can come; with any opening hour there would be. Ask for more of the patient's time.";
        if (calendar.KnowsDuties && Solve(wishes, calendar with { Duties = [] }) is not null)
            return "There are free chairs, but never enough nurses and a prescriber on duty for the whole series; change who works when, or begin later.";
        if (calendar.Booked.Count > 0 && Solve(wishes, calendar with { Booked = [] }) is not null)
            return "The chairs are booked; begin later, let the series take longer, or put the patient on the waiting list.";
        return $"Within {HorizonDays / 7} weeks there is no room for a series like this; let it take longer or let the sessions lie closer together.";
    }

    /// <summary>The start of each session in quarters of an hour since the first midnight; null when there is no room.</summary>
    private long[][]? Solve(IReadOnlyList<SeriesWish> wishes, ClinicCalendar within)
    {
        var model = new CpModel();
        var starts = new IntVar[wishes.Count][];
        var chairTime = new List<IntervalVar>();
        var nurseTime = new List<IntervalVar>();
        var cost = new List<LinearExpr>();
        // Who is on duty when is the same for every patient.
        var attended = new Dictionary<(VisitShape Shape, DateTimeOffset Start), bool>();
        for (var w = 0; w < wishes.Count; w++)
        {
            var wish = wishes[w];
            var allowed = Allowed(wish, within, attended);
            if (allowed.Length == 0) return null;
            var domain = Domain.FromValues(allowed);
            starts[w] = new IntVar[wish.Sessions];
            var days = new IntVar[wish.Sessions];
            for (var k = 0; k < wish.Sessions; k++)
            {
                var start = model.NewIntVarFromDomain(domain, "");
                var day = model.NewIntVar(0, HorizonDays, "");
                model.Add(start >= StepsADay * day);
                model.Add(start <= StepsADay * day + (StepsADay - 1));
                (starts[w][k], days[k]) = (start, day);
                chairTime.Add(model.NewFixedSizeIntervalVar(start, Steps(wish.Shape.ChairTime), ""));
                nurseTime.Add(model.NewFixedSizeIntervalVar(start, Steps(wish.Shape.PatientTime), ""));
                KeepApart(model, wish, day, within);
            }
            // Evenly over the time it may take, as near to that as the clinic allows.
            var even = Math.Max(wish.Spacing.LeastDaysApart, wish.Spacing.WithinDays / Math.Max(1, wish.Sessions));
            for (var k = 1; k < wish.Sessions; k++)
            {
                model.Add(days[k] - days[k - 1] >= wish.Spacing.LeastDaysApart);
                var off = model.NewIntVar(0, HorizonDays, "");
                model.Add(off >= days[k] - days[k - 1] - even);
                model.Add(off >= even - days[k] + days[k - 1]);
                cost.Add(off);
            }
            model.Add(days[^1] - days[0] < wish.Spacing.WithinDays);
            cost.Add(days[0] * 4);
        }
        var chairs = model.AddCumulative(within.Chairs.Count);
        foreach (var interval in chairTime) chairs.AddDemand(interval, 1);
        Occupy(model, chairs, within.Chairs.Count, within, (from, to) => within.Chairs.Count - within.Booked.Count(booked => booked.Start < to && from < booked.ChairFree));
        if (within.KnowsDuties) WatchNurses(model, nurseTime, within);
        model.Minimize(LinearExpr.Sum(cost));
        // A calendar that is nearly full takes longer until there is any answer at all.
        foreach (var effort in new[] { Effort, 10 * Effort })
        {
            var solver = new CpSolver
            {
                StringParameters = FormattableString.Invariant(
                    $"num_workers:1 random_seed:7 max_deterministic_time:{effort} relative_gap_limit:0.02 log_search_progress:false"),
            };
            var status = solver.Solve(model);
            if (status is CpSolverStatus.Optimal or CpSolverStatus.Feasible) return [.. starts.Select(series => series.Select(solver.Value).ToArray())];
            if (status is not CpSolverStatus.Unknown) break;
        }
        return null;
    }

    /// <summary>The rest is owed to sessions that are booked already, too.</summary>
    private void KeepApart(CpModel model, SeriesWish wish, IntVar day, ClinicCalendar within)
    {
        foreach (var other in within.Booked.Where(other => other.PatientId == wish.PatientId))
        {
            var there = DayNumber(other.Start);
            if (there < -wish.Spacing.LeastDaysApart || there > HorizonDays + wish.Spacing.LeastDaysApart) continue;
            model.AddLinearExpressionInDomain(day, Domain.FromFlatIntervals(
                [-HorizonDays, there - wish.Spacing.LeastDaysApart, there + wish.Spacing.LeastDaysApart, 2 * HorizonDays]));
        }
    }

    /// <summary>As many patients at a time as the nurses on duty can watch.</summary>
    private void WatchNurses(CpModel model, List<IntervalVar> nurseTime, ClinicCalendar within)
    {
        var most = within.Duties.Where(duty => duty.Role == Role.Nurse).Select(duty => duty.StaffId).Distinct().Count() * within.PatientsPerNurse;
        var patients = model.AddCumulative(most);
        foreach (var interval in nurseTime) patients.AddDemand(interval, 1);
        Occupy(model, patients, most, within, (from, to) =>
            within.OnDuty(Role.Nurse, from) * within.PatientsPerNurse - within.Booked.Count(booked => booked.Start < to && from < booked.PatientLeaves));
    }

    /// <summary>
    /// Takes up beforehand what is not free. What was booked against a rule takes all there is and no more: it must not
    /// make every other day impossible.
    /// </summary>
    private void Occupy(CpModel model, CumulativeConstraint limit, int most, ClinicCalendar within, Func<DateTimeOffset, DateTimeOffset, int> free)
    {
        for (var day = 0; day <= HorizonDays; day++)
        {
            if (within.OpenOn(first.AddDays(day)).Count == 0) continue;
            var (since, lacking) = (0, 0);
            for (var step = 0; step <= StepsADay; step++)
            {
                var taken = 0;
                if (step < StepsADay)
                {
                    var from = Moment(day, step);
                    taken = most - Math.Clamp(free(from, from.AddMinutes(Step)), 0, most);
                }
                if (taken == lacking && step < StepsADay) continue;
                if (lacking > 0) limit.AddDemand(model.NewFixedSizeIntervalVar((long)day * StepsADay + since, step - since, ""), lacking);
                (since, lacking) = (step, taken);
            }
        }
    }

    /// <summary>Every start that opening hours, the patient, and people on duty allow, whoever else is booked.</summary>
    private long[] Allowed(SeriesWish wish, ClinicCalendar within, Dictionary<(VisitShape Shape, DateTimeOffset Start), bool> attended)
    {
        var starts = new List<long>();
        for (var day = 0; day <= HorizonDays; day++)
        {
            var date = first.AddDays(day);
            if (date < wish.NotBefore) continue;
            foreach (var open in within.OpenOn(date))
            {
                var until = (int)open.To.ToTimeSpan().TotalMinutes - (int)Math.Ceiling(wish.Shape.ChairTime.TotalMinutes);
                var from = ((int)open.From.ToTimeSpan().TotalMinutes + Step - 1) / Step;
                for (var step = from; step * Step <= until; step++)
                {
                    var start = Moment(day, step);
                    var time = new TimeOnly(step * Step / 60, step * Step % 60);
                    if (start < now || !wish.Suits(date, time, time.Add(wish.Shape.PatientTime))) continue;
                    if (within.KnowsDuties)
                    {
                        if (!attended.TryGetValue((wish.Shape, start), out var there)) attended[(wish.Shape, start)] = there = Attended(wish.Shape, start, within);
                        if (!there) continue;
                    }
                    starts.Add((long)day * StepsADay + step);
                }
            }
        }
        return [.. starts];
    }

    private static bool Attended(VisitShape shape, DateTimeOffset start, ClinicCalendar within)
    {
        for (var at = start; at < start + shape.PatientTime; at = at.AddMinutes(Step))
        {
            if (within.OnDuty(Role.Nurse, at) == 0) return false;
            if (at >= start + shape.SetUp && within.OnDuty(Role.Prescriber, at) == 0) return false;
        }
        return true;
    }

    /// <summary>
    /// Gives each session a chair. Times that fit into so many chairs fit into these, unless what is booked stands in the
    /// way: then the best chair is looked for exactly, and null says that there is none.
    /// </summary>
    private List<Appointment>? Seat(IReadOnlyList<SeriesWish> wishes, long[][] starts, Func<Guid> newId)
    {
        var model = new CpModel();
        var chairs = calendar.Chairs.Select(chair => Taken(chair)
            .Select(taken => (IntervalVar)model.NewFixedSizeIntervalVar(taken.From, taken.To - taken.From, "")).ToList()).ToList();
        var seats = new Dictionary<(int Wish, int Session), List<BoolVar>>();
        for (var w = 0; w < wishes.Count; w++)
            for (var k = 0; k < starts[w].Length; k++)
            {
                var choice = calendar.Chairs.Select(_ => model.NewBoolVar("")).ToList();
                model.AddExactlyOne(choice);
                for (var chair = 0; chair < choice.Count; chair++)
                    chairs[chair].Add(model.NewOptionalFixedSizeIntervalVar(starts[w][k], Steps(wishes[w].Shape.ChairTime), choice[chair], ""));
                seats[(w, k)] = choice;
            }
        foreach (var chair in chairs) model.AddNoOverlap(chair);
        // A patient who can stay in one chair through the series does.
        model.Minimize(LinearExpr.Sum(seats.SelectMany(seat => seat.Value.Select((taken, place) => LinearExpr.Term(taken, place)))));
        var solver = new CpSolver { StringParameters = FormattableString.Invariant($"num_workers:1 random_seed:7 max_deterministic_time:{SeatingEffort}") };
        if (solver.Solve(model) is not (CpSolverStatus.Optimal or CpSolverStatus.Feasible)) return null;
        var appointments = new List<Appointment>();
        for (var w = 0; w < wishes.Count; w++)
        {
            var series = newId();
            for (var k = 0; k < starts[w].Length; k++)
            {
                var (day, step) = ((int)(starts[w][k] / StepsADay), (int)(starts[w][k] % StepsADay));
                var chair = seats[(w, k)].FindIndex(seat => solver.BooleanValue(seat));
                appointments.Add(new Appointment(
                    newId(), wishes[w].PatientId, calendar.Chairs[chair], Moment(day, step), wishes[w].Shape, wishes[w].ProtocolId, series, k + 1));
            }
        }
        return appointments;
    }

    /// <summary>When a chair is taken, without overlaps: two visits booked against a rule into one chair must not make every other impossible.</summary>
    private List<(long From, long To)> Taken(string chair)
    {
        var taken = new List<(long From, long To)>();
        foreach (var booked in calendar.Booked.Where(booked => booked.Chair == chair).OrderBy(booked => booked.Start))
        {
            var from = StepOf(booked.Start);
            var to = from + Math.Max(1, Steps(booked.Shape.ChairTime));
            if (taken.Count > 0 && from < taken[^1].To) taken[^1] = (taken[^1].From, Math.Max(taken[^1].To, to));
            else taken.Add((from, to));
        }
        return taken;
    }

    private static long Steps(TimeSpan time) => (long)Math.Ceiling(time.TotalMinutes / Step);

    private DateTimeOffset Moment(int day, int step) => calendar.At(first.AddDays(day), new TimeOnly(step * Step / 60, step * Step % 60));

    private long DayNumber(DateTimeOffset at) => DateOnly.FromDateTime(calendar.Local(at)).DayNumber - first.DayNumber;

    // By the clock on the wall, so that a night in which the clock changes shifts nothing.
    private long StepOf(DateTimeOffset at) => DayNumber(at) * StepsADay + (long)(calendar.Local(at).TimeOfDay.TotalMinutes / Step);
}

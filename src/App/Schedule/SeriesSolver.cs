using System.Globalization;
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

    // Deterministic seconds, each five or so real ones on a slow core: to better an answer, and to find any in a calendar that is nearly full.
    private const double BetterEffort = 0.3, AnyEffort = 20;

    // For the chairs of one day.
    private const double SeatingEffort = 1;

    // A first session that comes a day later weighs as much as rests that are so many days from even.
    private const int ADayLater = 4;

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
        if (wishes.Any(wish => wish.When.Count > 0) && Solve([.. wishes.Select(wish => wish with { When = [] })], calendar, anyhow: true) is not null)
            return "There is no room within the times at which the patient can come; with any opening hour there would be. Ask for more of the patient's time.";
        if (calendar.KnowsDuties && Solve(wishes, calendar with { Duties = [] }, anyhow: true) is not null)
            return "There are free chairs, but never enough nurses and a prescriber on duty for the whole series; change who works when, or begin later.";
        if (calendar.Booked.Count > 0 && Solve(wishes, calendar with { Booked = [] }, anyhow: true) is not null)
            return "The chairs are booked; begin later, let the series take longer, or put the patient on the waiting list.";
        return $"Within {HorizonDays / 7} weeks there is no room for a series like this; let it take longer or let the sessions lie closer together.";
    }

    /// <summary>
    /// The start of each session in quarters of an hour since the first midnight; null when there is no room. One patient
    /// after another is placed first, each in the best way that is left; where several wish, constraint programming takes
    /// that as its hint and betters it, and where somebody is left over it looks for any answer at all.
    /// </summary>
    /// <param name="anyhow">True where it only matters whether there is room.</param>
    private long[][]? Solve(IReadOnlyList<SeriesWish> wishes, ClinicCalendar within, bool anyhow = false)
    {
        // Who is on duty when is the same for every patient.
        var attended = new Dictionary<(VisitShape Shape, DateTimeOffset Start), bool>();
        var allowed = wishes.Select(wish => Allowed(wish, within, attended)).ToList();
        if (allowed.Exists(starts => starts.Length == 0)) return null;
        var room = RoomIn(within);
        var found = InTurn(wishes, allowed, within, room);
        // Alone, the best that is left is the best there is.
        if (found is not null && (anyhow || wishes.Count == 1)) return found;
        found ??= Together(wishes, allowed, within, room, null, string.Create(CultureInfo.InvariantCulture, $"max_deterministic_time:{AnyEffort} stop_after_first_solution:true"));
        if (found is null || anyhow) return found;
        return Together(wishes, allowed, within, room, found, string.Create(CultureInfo.InvariantCulture, $"max_deterministic_time:{BetterEffort} interleave_search:true relative_gap_limit:0.02")) ?? found;
    }

    /// <summary>All wishes in one model.</summary>
    /// <param name="hint">An answer to begin with; null when none is known.</param>
    private long[][]? Together(IReadOnlyList<SeriesWish> wishes, List<long[]> allowed, ClinicCalendar within, Room room, long[][]? hint, string search)
    {
        var model = new CpModel();
        var starts = new IntVar[wishes.Count][];
        var chairTime = new List<IntervalVar>();
        var nurseTime = new List<IntervalVar>();
        var cost = new List<LinearExpr>();
        for (var w = 0; w < wishes.Count; w++)
        {
            var wish = wishes[w];
            var domain = Domain.FromValues(allowed[w]);
            var open = Domain.FromValues([.. allowed[w].Select(start => start / StepsADay).Distinct()]);
            starts[w] = new IntVar[wish.Sessions];
            var days = new IntVar[wish.Sessions];
            for (var k = 0; k < wish.Sessions; k++)
            {
                var start = model.NewIntVarFromDomain(domain, "");
                var day = model.NewIntVarFromDomain(open, "");
                model.Add(start >= StepsADay * day);
                model.Add(start <= StepsADay * day + (StepsADay - 1));
                (starts[w][k], days[k]) = (start, day);
                chairTime.Add(model.NewFixedSizeIntervalVar(start, Steps(wish.Shape.ChairTime), ""));
                nurseTime.Add(model.NewFixedSizeIntervalVar(start, Steps(wish.Shape.PatientTime), ""));
                KeepApart(model, wish, day, within);
                if (hint is null) continue;
                model.AddHint(start, hint[w][k]);
                model.AddHint(day, hint[w][k] / StepsADay);
            }
            var even = Even(wish);
            for (var k = 1; k < wish.Sessions; k++)
            {
                model.Add(days[k] - days[k - 1] >= wish.Spacing.LeastDaysApart);
                var off = model.NewIntVar(0, HorizonDays, "");
                model.Add(off >= days[k] - days[k - 1] - even);
                model.Add(off >= even - days[k] + days[k - 1]);
                if (hint is not null) model.AddHint(off, Math.Abs(hint[w][k] / StepsADay - hint[w][k - 1] / StepsADay - even));
                cost.Add(off);
            }
            model.Add(days[^1] - days[0] < wish.Spacing.WithinDays);
            cost.Add(days[0] * ADayLater);
        }
        Limit(model, chairTime, within.Chairs.Count, room.Chairs);
        if (within.KnowsDuties) Limit(model, nurseTime, room.MostNursed, room.Nursed);
        model.Minimize(LinearExpr.Sum(cost));
        var solver = new CpSolver { StringParameters = "num_workers:1 random_seed:7 " + search };
        return solver.Solve(model) is CpSolverStatus.Optimal or CpSolverStatus.Feasible ? [.. starts.Select(series => series.Select(solver.Value).ToArray())] : null;
    }

    /// <summary>Evenly over the time a series may take, as near to that as the clinic allows.</summary>
    private static int Even(SeriesWish wish) => Math.Max(wish.Spacing.LeastDaysApart, wish.Spacing.WithinDays / Math.Max(1, wish.Sessions));

    /// <summary>One series after another, those with the least choice first, each on the best days that are left; null where somebody is left over.</summary>
    private long[][]? InTurn(IReadOnlyList<SeriesWish> wishes, List<long[]> allowed, ClinicCalendar within, Room room)
    {
        var (chairs, nursed) = ((int[])room.Chairs.Clone(), (int[])room.Nursed.Clone());
        var placed = new long[wishes.Count][];
        foreach (var w in Enumerable.Range(0, wishes.Count).OrderBy(w => allowed[w].Length))
        {
            var wish = wishes[w];
            var (chairSteps, patientSteps) = (Steps(wish.Shape.ChairTime), Steps(wish.Shape.PatientTime));
            // The earliest start that a day has left.
            var open = new long?[HorizonDays + 1];
            foreach (var start in allowed[w])
                if (open[start / StepsADay] is null && Free(chairs, start, chairSteps) && (!within.KnowsDuties || Free(nursed, start, patientSteps)))
                    open[start / StepsADay] = start;
            // The rest is owed to sessions that are booked already, too.
            foreach (var there in within.Booked.Where(other => other.PatientId == wish.PatientId).Select(other => DayNumber(other.Start)))
                for (var day = 0; day < open.Length; day++)
                    if (Math.Abs(day - there) < wish.Spacing.LeastDaysApart) open[day] = null;
            if (Days(wish, open) is not { } days) return null;
            placed[w] = [.. days.Select(day => open[day]!.Value)];
            foreach (var start in placed[w])
            {
                Take(chairs, start, chairSteps);
                Take(nursed, start, patientSteps);
            }
        }
        return placed;

        static bool Free(int[] left, long from, long steps) => !left.AsSpan((int)from, (int)steps).ContainsAnyInRange(int.MinValue, 0);

        static void Take(int[] left, long from, long steps)
        {
            foreach (ref var one in left.AsSpan((int)from, (int)steps)) one--;
        }
    }

    /// <summary>The days of a series on days that are open to it, at the least cost: the best for this one patient.</summary>
    private static int[]? Days(SeriesWish wish, long?[] open)
    {
        var even = Even(wish);
        int[]? best = null;
        var bestCost = int.MaxValue;
        for (var begin = 0; begin < open.Length && ADayLater * begin < bestCost; begin++)
        {
            if (open[begin] is null) continue;
            var end = Math.Min(open.Length, begin + wish.Spacing.WithinDays);
            var cost = new int[wish.Sessions, end - begin];
            var from = new int[wish.Sessions, end - begin];
            for (var k = 0; k < wish.Sessions; k++)
                for (var day = begin; day < end; day++)
                {
                    cost[k, day - begin] = k == 0 && day == begin ? ADayLater * begin : int.MaxValue;
                    if (k == 0 || open[day] is null) continue;
                    for (var before = begin; before <= day - wish.Spacing.LeastDaysApart; before++)
                        if (cost[k - 1, before - begin] is var so && so < int.MaxValue && so + Math.Abs(day - before - even) < cost[k, day - begin])
                            (cost[k, day - begin], from[k, day - begin]) = (so + Math.Abs(day - before - even), before);
                }
            for (var day = begin; day < end; day++)
                if (cost[wish.Sessions - 1, day - begin] < bestCost)
                {
                    bestCost = cost[wish.Sessions - 1, day - begin];
                    best = new int[wish.Sessions];
                    for (var (k, at) = (wish.Sessions - 1, day); k >= 0; at = from[k, at - begin], k--) best[k] = at;
                }
        }
        return best;
    }

    /// <summary>What is left at each quarter of an hour: chairs, and patients that the nurses on duty can still watch.</summary>
    private sealed record Room(int[] Chairs, int[] Nursed, int MostNursed);

    // What was booked against a rule takes all there is and no more: it must not make every other day impossible.
    private Room RoomIn(ClinicCalendar within)
    {
        var most = within.Duties.Where(duty => duty.Role == Role.Nurse).Select(duty => duty.StaffId).Distinct().Count() * within.PatientsPerNurse;
        var chairs = new int[(HorizonDays + 1) * StepsADay];
        var nursed = new int[chairs.Length];
        for (var day = 0; day <= HorizonDays; day++)
        {
            if (within.OpenOn(first.AddDays(day)).Count == 0) continue;
            for (var step = 0; step < StepsADay; step++)
            {
                var from = Moment(day, step);
                var to = from.AddMinutes(Step);
                chairs[day * StepsADay + step] = Math.Clamp(within.Chairs.Count - within.Booked.Count(booked => booked.Start < to && from < booked.ChairFree), 0, within.Chairs.Count);
                nursed[day * StepsADay + step] = Math.Clamp(within.OnDuty(Role.Nurse, from) * within.PatientsPerNurse - within.Booked.Count(booked => booked.Start < to && from < booked.PatientLeaves), 0, most);
            }
        }
        return new Room(chairs, nursed, most);
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

    /// <summary>As many at a time as there is room for.</summary>
    private static void Limit(CpModel model, List<IntervalVar> times, int most, int[] free)
    {
        var limit = model.AddCumulative(most);
        foreach (var time in times) limit.AddDemand(time, 1);
        var (since, lacking) = (0, 0);
        for (var step = 0; step <= free.Length; step++)
        {
            var taken = step < free.Length ? most - free[step] : 0;
            if (taken == lacking) continue;
            if (lacking > 0) limit.AddDemand(model.NewFixedSizeIntervalVar(since, step - since, ""), lacking);
            (since, lacking) = (step, taken);
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
    /// Gives each session a chair, day by day: the patient's own where it is free, otherwise the first that is. Times that
    /// fit into so many chairs fit into these, unless what is booked stands in the way: then the chairs of that day are
    /// looked for exactly, and null says that there are none.
    /// </summary>
    private List<Appointment>? Seat(IReadOnlyList<SeriesWish> wishes, long[][] starts, Func<Guid> newId)
    {
        var taken = calendar.Chairs.Select(Taken).ToList();
        var chairs = starts.Select(series => new int[series.Length]).ToArray();
        var usual = new int?[wishes.Count];
        foreach (var day in Enumerable.Range(0, wishes.Count).SelectMany(w => starts[w].Select((start, k) => new Sitting(w, k, start, start + Steps(wishes[w].Shape.ChairTime))))
            .GroupBy(sitting => sitting.From / StepsADay).OrderBy(day => day.Key))
        {
            List<Sitting> sittings = [.. day.OrderBy(sitting => sitting.From).ThenBy(sitting => sitting.Wish)];
            if ((OneByOne(sittings, taken, usual) ?? Exactly(sittings, taken)) is not { } found) return null;
            foreach (var (sitting, chair) in sittings.Zip(found))
            {
                chairs[sitting.Wish][sitting.Session] = chair;
                usual[sitting.Wish] ??= chair;
            }
        }
        var appointments = new List<Appointment>();
        for (var w = 0; w < wishes.Count; w++)
        {
            var series = newId();
            for (var k = 0; k < starts[w].Length; k++)
                appointments.Add(new Appointment(
                    newId(), wishes[w].PatientId, calendar.Chairs[chairs[w][k]], Moment((int)(starts[w][k] / StepsADay), (int)(starts[w][k] % StepsADay)),
                    wishes[w].Shape, wishes[w].ProtocolId, series, k + 1));
        }
        return appointments;
    }

    /// <summary>One after another; null where somebody finds every chair taken.</summary>
    private static List<int>? OneByOne(List<Sitting> sittings, List<List<(long From, long To)>> taken, int?[] usual)
    {
        var found = new List<int>();
        foreach (var sitting in sittings)
        {
            bool Free(int chair) => taken[chair].All(there => there.To <= sitting.From || sitting.To <= there.From)
                && sittings.Zip(found).All(other => other.Second != chair || other.First.To <= sitting.From);
            var chair = usual[sitting.Wish] is { } own && Free(own) ? own : Enumerable.Range(0, taken.Count).FirstOrDefault(Free, -1);
            if (chair < 0) return null;
            found.Add(chair);
        }
        return found;
    }

    private static List<int>? Exactly(List<Sitting> sittings, List<List<(long From, long To)>> taken)
    {
        var model = new CpModel();
        var day = sittings[0].From / StepsADay;
        var chairs = taken.Select(chair => chair.Where(there => there.From / StepsADay <= day && day <= there.To / StepsADay)
            .Select(there => (IntervalVar)model.NewFixedSizeIntervalVar(there.From, there.To - there.From, "")).ToList()).ToList();
        var seats = new List<List<BoolVar>>();
        foreach (var sitting in sittings)
        {
            var choice = taken.Select(_ => model.NewBoolVar("")).ToList();
            model.AddExactlyOne(choice);
            for (var chair = 0; chair < choice.Count; chair++)
                chairs[chair].Add(model.NewOptionalFixedSizeIntervalVar(sitting.From, sitting.To - sitting.From, choice[chair], ""));
            seats.Add(choice);
        }
        foreach (var chair in chairs) model.AddNoOverlap(chair);
        var solver = new CpSolver { StringParameters = FormattableString.Invariant($"num_workers:1 random_seed:7 max_deterministic_time:{SeatingEffort}") };
        return solver.Solve(model) is CpSolverStatus.Optimal or CpSolverStatus.Feasible ? seats.ConvertAll(seat => seat.FindIndex(solver.BooleanValue)) : null;
    }

    /// <summary>A session that needs a chair from one quarter of an hour to another.</summary>
    private sealed record Sitting(int Wish, int Session, long From, long To);

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

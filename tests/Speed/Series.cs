using System.Diagnostics;
using System.Globalization;
using Afterglow.App.Schedule;
using Afterglow.Core.People;
using Afterglow.Core.Plans;
using Afterglow.Core.Schedule;

namespace Afterglow.Speed;

/// <summary>
/// Thirty patients' series of six at once in a clinic of four chairs: how long the solver takes, and that not one rule of
/// the calendar, which knows nothing of the solver, stands against any of the 180 places. The seconds are shown; the rules
/// are held.
/// </summary>
internal static class Series
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 14, 0, 0, TimeSpan.Zero);

    public static int Measure(string[] arguments)
    {
        var patients = arguments.Length > 0 && int.TryParse(arguments[0], NumberStyles.None, CultureInfo.InvariantCulture, out var asked) && asked > 0 ? asked : 30;
        var zone = TimeZoneInfo.FindSystemTimeZoneById("America/New_York");
        var calendar = new ClinicCalendar(
            zone, [.. Enumerable.Range(1, 4).Select(chair => $"Chair {chair}")], ClinicCalendar.UsualHours, [new Closure(new DateOnly(2026, 11, 26), "Thanksgiving")],
            [
                .. ClinicCalendar.UsualHours.Select(hours => new Duty("doctor", "Doctor", Role.Prescriber, hours.Day, hours.From, hours.To)),
                .. Enumerable.Range(1, 2).SelectMany(nurse => ClinicCalendar.UsualHours.Select(hours => new Duty($"nurse {nurse}", $"Nurse {nurse}", Role.Nurse, hours.Day, hours.From, hours.To))),
            ], [], []);
        // Some can come at any hour, some on mornings only, some on three days a week.
        Available[] mornings = [.. ClinicCalendar.UsualHours.Select(hours => new Available(hours.Day, hours.From, new TimeOnly(13, 0)))];
        Available[] three = [.. ClinicCalendar.UsualHours.Where(hours => hours.Day is DayOfWeek.Monday or DayOfWeek.Wednesday or DayOfWeek.Friday).Select(hours => new Available(hours.Day, hours.From, hours.To))];
        var wishes = Enumerable.Range(0, patients).Select(number => new SeriesWish(
            Patient(number), Protocols.KetamineIntravenous.Id, VisitShape.Of(Protocols.KetamineIntravenous), 6, Spacing.Usual, new DateOnly(2026, 11, 24),
            (number % 3) switch { 0 => [], 1 => mornings, _ => three })).ToList();

        var solver = new SeriesSolver(calendar, Now);
        var began = Stopwatch.GetTimestamp();
        var worked = Environment.CpuUsage.TotalTime;
        var placed = solver.Place(wishes, Guid.NewGuid);
        var took = Stopwatch.GetElapsedTime(began);
        worked = Environment.CpuUsage.TotalTime - worked;
        if (!placed.Try(out var places, out var refusal))
        {
            Console.WriteLine(refusal.Sentence);
            return 1;
        }
        var broken = Broken(calendar, wishes, places).ToList();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{patients} patients, {places.Count} sessions, {calendar.Chairs.Count} chairs: {took.TotalSeconds:0.0} s ({worked.TotalSeconds:0.0} s of processor time), {Workdays(zone, places)} days used, first sessions {Waits(calendar, wishes, places):0.0} days from the first possible, rests {Uneven(calendar, wishes, places)} days from even, {broken.Count} rules broken"));
        foreach (var one in broken) Console.WriteLine("  " + one);
        return broken.Count == 0 ? 0 : 1;
    }

    /// <summary>Everything that stands against the places, asked of the calendar one after another as a desk would book them.</summary>
    private static IEnumerable<string> Broken(ClinicCalendar calendar, IReadOnlyList<SeriesWish> wishes, IReadOnlyList<Appointment> places)
    {
        if (places.Count != wishes.Sum(wish => wish.Sessions)) yield return $"{places.Count} places were found for {wishes.Sum(wish => wish.Sessions)} sessions";
        foreach (var place in places)
        {
            foreach (var against in calendar.Check(place, Now, Spacing.Usual)) yield return against.Sentence;
            calendar = calendar with { Booked = [.. calendar.Booked, place] };
        }
        foreach (var wish in wishes)
        {
            var own = places.Where(place => place.PatientId == wish.PatientId).OrderBy(place => place.Start).ToList();
            var days = own.ConvertAll(place => DateOnly.FromDateTime(calendar.Local(place.Start)));
            if (own.Count != wish.Sessions) yield return $"{own.Count} of {wish.Sessions} sessions for one patient";
            else if (days[^1].DayNumber - days[0].DayNumber >= wish.Spacing.WithinDays) yield return $"a series from {days[0]} to {days[^1]}";
            foreach (var place in own)
                if (!wish.Suits(DateOnly.FromDateTime(calendar.Local(place.Start)), TimeOnly.FromDateTime(calendar.Local(place.Start)), TimeOnly.FromDateTime(calendar.Local(place.PatientLeaves))))
                    yield return $"{calendar.Local(place.Start):ddd HH:mm} when the patient cannot come";
        }
    }

    /// <summary>How long the first sessions are waited for, in days, on average.</summary>
    private static double Waits(ClinicCalendar calendar, IReadOnlyList<SeriesWish> wishes, IReadOnlyList<Appointment> places) =>
        wishes.Average(wish => DateOnly.FromDateTime(calendar.Local(places.Where(place => place.PatientId == wish.PatientId).Min(place => place.Start))).DayNumber - wish.NotBefore.DayNumber);

    /// <summary>By how many days all rests together differ from even ones.</summary>
    private static int Uneven(ClinicCalendar calendar, IReadOnlyList<SeriesWish> wishes, IReadOnlyList<Appointment> places) =>
        wishes.Sum(wish =>
        {
            var days = places.Where(place => place.PatientId == wish.PatientId).Select(place => DateOnly.FromDateTime(calendar.Local(place.Start)).DayNumber).Order().ToList();
            return days.Zip(days.Skip(1)).Sum(rest => Math.Abs(rest.Second - rest.First - wish.Spacing.WithinDays / wish.Sessions));
        });

    private static int Workdays(TimeZoneInfo zone, IReadOnlyList<Appointment> places) =>
        places.Select(place => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(place.Start, zone).DateTime)).Distinct().Count();

    private static Guid Patient(int number) => new(number + 1, 0, 0, [0, 0, 0, 0, 0, 0, 0, 0]);
}

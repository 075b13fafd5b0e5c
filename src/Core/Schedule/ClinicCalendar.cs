using System.Globalization;
using System.Text.Json.Serialization;
using Afterglow.Core.People;

namespace Afterglow.Core.Schedule;

/// <summary>A stretch of a weekday on which the clinic is open, in the clinic's own time.</summary>
public sealed record OpenHours(DayOfWeek Day, TimeOnly From, TimeOnly To);

/// <summary>A day on which the clinic stays shut although the week says otherwise.</summary>
public sealed record Closure(DateOnly Day, string Reason);

/// <summary>When a member of staff works, week by week.</summary>
public sealed record Duty(string StaffId, string Name, Role Role, DayOfWeek Day, TimeOnly From, TimeOnly To);

/// <summary>Days on which a member of staff is away, the last included.</summary>
public sealed record Absence(string StaffId, DateOnly From, DateOnly To);

/// <summary>A chair taken for a patient.</summary>
/// <param name="Start">When the patient is expected.</param>
public sealed record Appointment(Guid Id, Guid PatientId, string Chair, DateTimeOffset Start, VisitShape Shape, string ProtocolId, Guid SeriesId, int Number)
{
    [JsonIgnore]
    public DateTimeOffset PatientLeaves => Start + Shape.PatientTime;

    [JsonIgnore]
    public DateTimeOffset ChairFree => Start + Shape.ChairTime;

    [JsonIgnore]
    public DateTimeOffset TreatmentStarts => Start + Shape.SetUp;

    /// <summary>True when both take a chair at the same moment.</summary>
    public bool Meets(Appointment other) => Start < other.ChairFree && other.Start < ChairFree;
}

/// <summary>What a clinic can hold at a site: chairs, hours, people, and what is booked. Pure; times of day are the clinic's own.</summary>
/// <param name="PatientsPerNurse">How many patients one nurse watches at the same time.</param>
public sealed record ClinicCalendar(
    TimeZoneInfo Zone, IReadOnlyList<string> Chairs, IReadOnlyList<OpenHours> Open, IReadOnlyList<Closure> Closures,
    IReadOnlyList<Duty> Duties, IReadOnlyList<Absence> Absences, IReadOnlyList<Appointment> Booked, int PatientsPerNurse = ClinicCalendar.UsualPatientsPerNurse)
{
    public const int UsualPatientsPerNurse = 2;

    /// <summary>Where the ratio comes from.</summary>
    public static Source RatioSource { get; } = Source.Assumed(
        "Two patients a nurse was chosen for this clinic: no ratio is published for ketamine clinics, and the programme for esketamine names none.");

    /// <summary>What holds until the clinic has entered its own hours.</summary>
    public static IReadOnlyList<OpenHours> UsualHours { get; } =
        [.. new[] { DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday }
            .Select(day => new OpenHours(day, new TimeOnly(8, 0), new TimeOnly(18, 0)))];

    /// <summary>True once somebody has entered who works when: until then nobody can say whether enough people are there.</summary>
    public bool KnowsDuties => Duties.Count > 0;

    /// <summary>The clinic's own date and time of day at an instant.</summary>
    public DateTime Local(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, Zone).DateTime;

    /// <summary>The instant of a local time. A time that the clock skips in spring is taken as the moment of the skip; one that comes twice as the first.</summary>
    public DateTimeOffset At(DateOnly day, TimeOnly time)
    {
        var local = day.ToDateTime(time);
        while (Zone.IsInvalidTime(local)) local = local.AddMinutes(15);
        return Zone.IsAmbiguousTime(local)
            ? new DateTimeOffset(local, Zone.GetAmbiguousTimeOffsets(local).Max())
            : new DateTimeOffset(local, Zone.GetUtcOffset(local));
    }

    /// <summary>When the clinic is open on a day; empty when it is shut.</summary>
    public IReadOnlyList<OpenHours> OpenOn(DateOnly day) =>
        Closures.Any(closure => closure.Day == day) ? [] : [.. Open.Where(hours => hours.Day == day.DayOfWeek).OrderBy(hours => hours.From)];

    /// <summary>How many people with a role are on duty at an instant.</summary>
    public int OnDuty(Role role, DateTimeOffset at)
    {
        var local = Local(at);
        var (day, time) = (DateOnly.FromDateTime(local), TimeOnly.FromDateTime(local));
        return Duties
            .Where(duty => duty.Role == role && duty.Day == day.DayOfWeek && duty.From <= time && time < duty.To && !Away(duty.StaffId, day))
            .Select(duty => duty.StaffId).Distinct().Count();
    }

    /// <summary>
    /// Everything that stands against an appointment, hardest first; empty when nothing does.
    /// </summary>
    /// <param name="spacing">The rest between two sessions of the series, where it is known.</param>
    public IReadOnlyList<ScheduleRefusal> Check(Appointment wanted, DateTimeOffset now, Spacing? spacing = null)
    {
        var against = new List<ScheduleRefusal>();
        var others = Booked.Where(other => other.Id != wanted.Id).ToList();
        var local = Local(wanted.Start);
        var day = DateOnly.FromDateTime(local);
        if (!Chairs.Contains(wanted.Chair)) against.Add(new ChairNotThere(wanted.Chair));
        if (wanted.Start < now) against.Add(new StartsInThePast(Words(wanted.Start)));
        if (others.FirstOrDefault(other => other.Chair == wanted.Chair && other.Meets(wanted)) is { } there)
            against.Add(new ChairBooked(wanted.Chair, Words(there.Start), Words(there.ChairFree)));
        if (others.FirstOrDefault(other => other.PatientId == wanted.PatientId && other.Meets(wanted)) is { } twice)
            against.Add(new PatientBookedTwice(Words(twice.Start), twice.Chair));
        if (Closures.FirstOrDefault(closure => closure.Day == day) is { } shut) against.Add(new ClosedThatDay(day, shut.Reason));
        else if (!Fits(wanted, day)) against.Add(new OutsideOpeningHours(day, TimeOnly.FromDateTime(local), TimeOnly.FromDateTime(Local(wanted.ChairFree)), OpenOn(day)));
        if (KnowsDuties)
        {
            if (NoPrescriber(wanted) is { } alone) against.Add(new NoPrescriberOnSite(Words(alone)));
            if (Crowded(wanted, others) is { } crowd) against.Add(new TooManyForTheNurses(Words(crowd.At), crowd.Patients, crowd.Nurses, PatientsPerNurse));
        }
        if (spacing is { } rest && TooClose(wanted, others, rest) is { } near) against.Add(new TooCloseTogether(DateOnly.FromDateTime(Local(near.Start)), rest.LeastDaysApart));
        return against;
    }

    private bool Fits(Appointment wanted, DateOnly day)
    {
        var from = TimeOnly.FromDateTime(Local(wanted.Start));
        var leaves = Local(wanted.ChairFree);
        return DateOnly.FromDateTime(leaves) == day
            && OpenOn(day).Any(hours => hours.From <= from && TimeOnly.FromDateTime(leaves) <= hours.To);
    }

    // From the first of the drug until the patient leaves (rule m_staff).
    private DateTimeOffset? NoPrescriber(Appointment wanted)
    {
        foreach (var at in Moments(wanted.TreatmentStarts, wanted.PatientLeaves, []))
            if (OnDuty(Role.Prescriber, at) == 0) return at;
        return null;
    }

    private (DateTimeOffset At, int Patients, int Nurses)? Crowded(Appointment wanted, IReadOnlyList<Appointment> others)
    {
        foreach (var at in Moments(wanted.Start, wanted.PatientLeaves, others))
        {
            var patients = 1 + others.Count(other => other.Start <= at && at < other.PatientLeaves);
            var nurses = OnDuty(Role.Nurse, at);
            if (patients > nurses * PatientsPerNurse) return (at, patients, nurses);
        }
        return null;
    }

    private Appointment? TooClose(Appointment wanted, IReadOnlyList<Appointment> others, Spacing rest)
    {
        var day = DateOnly.FromDateTime(Local(wanted.Start)).DayNumber;
        return others.Where(other => other.PatientId == wanted.PatientId)
            .FirstOrDefault(other => Math.Abs(DateOnly.FromDateTime(Local(other.Start)).DayNumber - day) < rest.LeastDaysApart);
    }

    // Between these moments nothing changes: the beginning, every arrival of another patient, every change of shift.
    private IEnumerable<DateTimeOffset> Moments(DateTimeOffset from, DateTimeOffset to, IReadOnlyList<Appointment> others)
    {
        var day = DateOnly.FromDateTime(Local(from));
        var shifts = Duties.Where(duty => duty.Day == day.DayOfWeek).SelectMany(duty => new[] { At(day, duty.From), At(day, duty.To) });
        return others.Select(other => other.Start).Concat(shifts).Where(at => from < at && at < to).Append(from).Distinct().Order();
    }

    private bool Away(string staffId, DateOnly day) => Absences.Any(absence => absence.StaffId == staffId && absence.From <= day && day <= absence.To);

    private string Words(DateTimeOffset at) => Local(at).ToString("ddd d MMM, HH:mm", CultureInfo.InvariantCulture);
}

/// <summary>How far apart the sessions of a series lie.</summary>
public sealed record Spacing(int LeastDaysApart, int WithinDays)
{
    /// <summary>Six sessions in three weeks, at least two days apart.</summary>
    public static Spacing Usual { get; } = new(2, 21);
}

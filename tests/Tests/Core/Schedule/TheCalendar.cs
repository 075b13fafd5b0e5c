using Afterglow.Core.People;
using Afterglow.Core.Plans;
using Afterglow.Core.Schedule;

namespace Afterglow.Tests.Schedule;

public class TheCalendar
{
    private static readonly TimeZoneInfo NewYork = TimeZoneInfo.FindSystemTimeZoneById("America/New_York");

    private static readonly VisitShape Infusion = VisitShape.Of(Protocols.KetamineIntravenous);

    // Monday 23 November 2026.
    private static readonly DateOnly Monday = new(2026, 11, 23);

    private static readonly DateTimeOffset Before = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    private static readonly ClinicCalendar Empty = new(NewYork, ["Chair 1", "Chair 2"], ClinicCalendar.UsualHours, [], [], [], []);

    private static Appointment Visit(int hour, int minute = 0, string chair = "Chair 1", Guid? patient = null, int daysOn = 0) => new(
        Guid.NewGuid(), patient ?? Guid.NewGuid(), chair, Empty.At(Monday.AddDays(daysOn), new TimeOnly(hour, minute)), Infusion, Protocols.KetamineIntravenous.Id, Guid.NewGuid(), 1);

    private static Duty OnDuty(string who, Role role, int from, int to) => new(who, who, role, DayOfWeek.Monday, new TimeOnly(from, 0), new TimeOnly(to, 0));

    private static string[] Against(ClinicCalendar calendar, Appointment wanted, Spacing? spacing = null) =>
        [.. calendar.Check(wanted, Before, spacing).Select(refusal => refusal.Code)];

    [Fact]
    public void A_visit_takes_set_up_infusion_recovery_and_cleaning()
    {
        Assert.Equal(TimeSpan.FromMinutes(30 + 40 + 60 + 15), Infusion.ChairTime);
        Assert.Equal(TimeSpan.FromMinutes(30 + 40 + 60), Infusion.PatientTime);
        // Esketamine is watched for two hours from the first device, however long the devices take.
        var nasal = VisitShape.Of(Protocols.All.Single(protocol => protocol.Route == Route.Nasal));
        Assert.Equal(TimeSpan.FromHours(2), nasal.Treatment + nasal.Recovery);
    }

    [Fact]
    public void Nothing_stands_against_a_free_chair_in_opening_hours() => Assert.Empty(Against(Empty, Visit(9)));

    [Fact]
    public void A_chair_is_taken_until_it_is_clean_and_free_the_minute_after()
    {
        var calendar = Empty with { Booked = [Visit(9)] };
        Assert.Equal(["schedule.chair-booked"], Against(calendar, Visit(11, 15)));
        Assert.Empty(Against(calendar, Visit(11, 25)));
        Assert.Empty(Against(calendar, Visit(9, chair: "Chair 2")));
    }

    [Fact]
    public void Nobody_sits_in_two_chairs()
    {
        var patient = Guid.NewGuid();
        Assert.Equal(["schedule.patient-booked-twice"], Against(Empty with { Booked = [Visit(9, patient: patient)] }, Visit(10, chair: "Chair 2", patient: patient)));
    }

    [Fact]
    public void A_visit_that_would_end_after_closing_is_refused_and_the_last_that_fits_is_not()
    {
        Assert.Equal(["schedule.outside-opening-hours"], Against(Empty, Visit(15, 45)));
        Assert.Empty(Against(Empty, Visit(15, 35)));
        Assert.Equal(["schedule.outside-opening-hours"], Against(Empty, Visit(10, daysOn: 5)));
        Assert.Equal(["schedule.outside-opening-hours"], Against(Empty, Visit(7, 45)));
    }

    [Fact]
    public void A_day_on_which_the_clinic_is_shut_says_why()
    {
        var refusal = Assert.Single((Empty with { Closures = [new Closure(Monday, "Staff training")] }).Check(Visit(9), Before));
        Assert.Contains("Staff training", refusal.Sentence, StringComparison.Ordinal);
        Assert.True(refusal.MayBeOverridden);
    }

    [Fact]
    public void What_has_passed_cannot_be_booked() =>
        Assert.Contains("schedule.in-the-past", Empty.Check(Visit(9), Empty.At(Monday, new TimeOnly(9, 1))).Select(refusal => refusal.Code));

    [Fact]
    public void A_prescriber_is_on_site_from_the_first_of_the_drug_until_the_patient_leaves()
    {
        var calendar = Empty with { Duties = [OnDuty("nurse", Role.Nurse, 8, 18), OnDuty("doctor", Role.Prescriber, 9, 12)] };
        // Drug from 09:00 to 09:40, watched until 10:40.
        Assert.Empty(Against(calendar, Visit(8, 30)));
        Assert.Equal(["schedule.no-prescriber"], Against(calendar, Visit(8)));
        // Home at 12:00, when the prescriber leaves as well; a quarter of an hour later would be without.
        Assert.Empty(Against(calendar, Visit(9, 50)));
        Assert.Equal(["schedule.no-prescriber"], Against(calendar, Visit(10, 5)));
    }

    [Fact]
    public void One_nurse_watches_two_patients_and_not_a_third()
    {
        var calendar = Empty with
        {
            Chairs = ["Chair 1", "Chair 2", "Chair 3"],
            Duties = [OnDuty("nurse", Role.Nurse, 8, 18), OnDuty("doctor", Role.Prescriber, 8, 18)],
            Booked = [Visit(9), Visit(9, 30, "Chair 2")],
        };
        Assert.Equal(["schedule.too-few-nurses"], Against(calendar, Visit(10, chair: "Chair 3")));
        // The first goes home at 11:10.
        Assert.Empty(Against(calendar, Visit(11, 10, "Chair 3")));
        Assert.Empty(Against(calendar with { Duties = [.. calendar.Duties, OnDuty("second", Role.Nurse, 9, 13)] }, Visit(10, chair: "Chair 3")));
    }

    [Fact]
    public void Somebody_who_is_away_is_not_counted_on()
    {
        var calendar = Empty with
        {
            Duties = [OnDuty("nurse", Role.Nurse, 8, 18), OnDuty("doctor", Role.Prescriber, 8, 18)],
            Absences = [new Absence("doctor", Monday, Monday)],
        };
        Assert.Equal(["schedule.no-prescriber"], Against(calendar, Visit(9)));
    }

    [Fact]
    public void Two_sessions_of_one_patient_lie_at_least_two_days_apart()
    {
        var patient = Guid.NewGuid();
        var calendar = Empty with { Booked = [Visit(9, patient: patient)] };
        Assert.Equal(["schedule.too-close"], Against(calendar, Visit(9, patient: patient, daysOn: 1), Spacing.Usual));
        Assert.Empty(Against(calendar, Visit(9, patient: patient, daysOn: 2), Spacing.Usual));
    }

    [Fact]
    public void An_hour_that_the_clock_skips_or_repeats_has_one_meaning()
    {
        // 8 March 2026: 02:00 to 03:00 does not exist in New York. 1 November 2026: 01:30 comes twice.
        Assert.Equal(new DateTimeOffset(2026, 3, 8, 7, 0, 0, TimeSpan.Zero), Empty.At(new DateOnly(2026, 3, 8), new TimeOnly(2, 30)).ToUniversalTime());
        Assert.Equal(new DateTimeOffset(2026, 11, 1, 5, 30, 0, TimeSpan.Zero), Empty.At(new DateOnly(2026, 11, 1), new TimeOnly(1, 30)).ToUniversalTime());
    }

    [Theory]
    [InlineData(0, 2, 21, false)]
    [InlineData(25, 2, 365, false)]
    [InlineData(6, 5, 21, false)]
    [InlineData(6, 2, 21, true)]
    [InlineData(1, 1, 1, true)]
    public void A_series_that_cannot_be_is_refused_before_anything_is_looked_for(int sessions, int apart, int within, bool possible) =>
        Assert.Equal(possible, new SeriesWish(Guid.NewGuid(), "", Infusion, sessions, new Spacing(apart, within), Monday, []).Fault() is null);

    [Fact]
    public void What_is_written_down_is_read_back_as_it_was()
    {
        ScheduleEvent[] all =
        [
            new ScheduleEvent.AppointmentBooked(Visit(9), ["schedule.too-close"], "Travels far"),
            new ScheduleEvent.AppointmentMoved(Guid.NewGuid(), "Chair 2", Before, [], ""),
            new ScheduleEvent.AppointmentCancelled(Guid.NewGuid(), "Ill", true),
            new ScheduleEvent.PatientWaits(Guid.NewGuid(), Guid.NewGuid(), "p", Before, [new Available(DayOfWeek.Friday, new TimeOnly(9, 0), new TimeOnly(13, 0))], ""),
            new ScheduleEvent.WaitEnded(Guid.NewGuid(), "Booked"),
            new ScheduleEvent.HoursSet(ClinicCalendar.UsualHours),
            new ScheduleEvent.ClosureSet(Monday, "Holiday"),
            new ScheduleEvent.ClosureLifted(Monday),
            new ScheduleEvent.DutySet("a", "Ada", Role.Nurse, ClinicCalendar.UsualHours),
            new ScheduleEvent.AbsenceSet(new Absence("a", Monday, Monday)),
        ];
        foreach (var each in all)
        {
            var written = ScheduleJson.Write(each);
            Assert.Equal(written, ScheduleJson.Write(ScheduleJson.Read(ScheduleJson.Kind(each), written)));
        }
    }
}

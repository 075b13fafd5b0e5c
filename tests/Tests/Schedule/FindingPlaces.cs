using Afterglow.App.Schedule;
using Afterglow.Core.People;
using Afterglow.Core.Plans;
using Afterglow.Core.Schedule;

namespace Afterglow.Tests.Schedule;

/// <summary>Whatever the solver finds is held against the calendar's own rules, which know nothing of the solver.</summary>
public class FindingPlaces
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 9, 0, 0, TimeSpan.Zero);

    private static readonly DateOnly Tomorrow = new(2026, 11, 24);

    private static readonly VisitShape Infusion = VisitShape.Of(Protocols.KetamineIntravenous);

    private static ClinicCalendar Calendar(int chairs, int nurses = 2) => new(
        TimeZoneInfo.FindSystemTimeZoneById("America/New_York"), [.. Enumerable.Range(1, chairs).Select(chair => $"Chair {chair}")], ClinicCalendar.UsualHours, [],
        [
            .. ClinicCalendar.UsualHours.Select(hours => new Duty("doctor", "Doctor", Role.Prescriber, hours.Day, hours.From, hours.To)),
            .. Enumerable.Range(1, nurses).SelectMany(nurse => ClinicCalendar.UsualHours.Select(hours => new Duty($"nurse {nurse}", $"Nurse {nurse}", Role.Nurse, hours.Day, hours.From, hours.To))),
        ], [], []);

    private static SeriesWish Wish(Guid? patient = null, int sessions = 6, IReadOnlyList<Available>? when = null) =>
        new(patient ?? Guid.NewGuid(), Protocols.KetamineIntravenous.Id, Infusion, sessions, Spacing.Usual, Tomorrow, when ?? []);

    private static void Holds(ClinicCalendar calendar, IReadOnlyList<Appointment> found, Spacing spacing)
    {
        foreach (var each in found)
        {
            Assert.Empty(calendar.Check(each, Now, spacing));
            calendar = calendar with { Booked = [.. calendar.Booked, each] };
        }
        foreach (var series in found.GroupBy(each => each.SeriesId))
        {
            var days = series.Select(each => DateOnly.FromDateTime(calendar.Local(each.Start)).DayNumber).Order().ToList();
            Assert.True(days[^1] - days[0] < spacing.WithinDays);
        }
    }

    [Fact]
    public void Six_sessions_find_their_places_within_three_weeks_at_least_two_days_apart()
    {
        var calendar = Calendar(2);
        var found = new SeriesSolver(calendar, Now).Place([Wish()], Guid.NewGuid).Value;
        Assert.Equal(6, found.Count);
        Holds(calendar, found, Spacing.Usual);
        Assert.Equal(Tomorrow, DateOnly.FromDateTime(calendar.Local(found[0].Start)));
    }

    [Fact]
    public void Ten_patients_in_two_chairs_break_no_rule()
    {
        var calendar = Calendar(2, nurses: 1);
        var found = new SeriesSolver(calendar, Now).Place([.. Enumerable.Range(0, 10).Select(_ => Wish())], Guid.NewGuid).Value;
        Assert.Equal(60, found.Count);
        Holds(calendar, found, Spacing.Usual);
    }

    [Fact]
    public void Where_those_with_little_time_and_those_with_much_wish_at_once_nobody_is_left_over_and_nobody_changes_chairs_without_need()
    {
        Available[] mornings = [.. ClinicCalendar.UsualHours.Select(hours => new Available(hours.Day, hours.From, new TimeOnly(13, 0)))];
        var calendar = Calendar(2);
        var wishes = Enumerable.Range(0, 6).Select(number => Wish(when: number % 2 == 0 ? null : mornings)).ToList();
        var found = new SeriesSolver(calendar, Now).Place(wishes, Guid.NewGuid).Value;
        Holds(calendar, found, Spacing.Usual);
        Assert.Equal(wishes.Select(wish => wish.PatientId), found.Chunk(6).Select(series => series.Select(each => each.PatientId).Distinct().Single()));
        var alone = new SeriesSolver(calendar, Now).Place([Wish()], Guid.NewGuid).Value;
        Assert.Single(alone.Select(each => each.Chair).Distinct());
    }

    [Fact]
    public void A_chair_that_is_taken_later_in_the_day_is_found_by_looking_at_the_whole_day()
    {
        // Chair 1 is taken from half past eleven, chair 2 in the afternoon but one gap: only one way round fits.
        var calendar = Calendar(2);
        var visit = new SeriesSolver(calendar, Now).Place([Wish(sessions: 1)], Guid.NewGuid).Value[0];
        Appointment Taken(string chair, int hour, int minute) => visit with { Id = Guid.NewGuid(), PatientId = Guid.NewGuid(), Chair = chair, Start = calendar.At(Tomorrow, new TimeOnly(hour, minute)) };
        calendar = calendar with { Booked = [Taken("Chair 1", 11, 0), Taken("Chair 2", 12, 0)] };
        var tuesday = new Available[] { new(Tomorrow.DayOfWeek, new TimeOnly(8, 0), new TimeOnly(18, 0)) };
        var wishes = Enumerable.Range(0, 4).Select(_ => Wish(sessions: 1, when: tuesday)).ToList();
        var found = new SeriesSolver(calendar, Now).Place(wishes, Guid.NewGuid).Value;
        Holds(calendar, found, Spacing.Usual);
    }

    [Fact]
    public void A_patient_who_can_come_only_on_Tuesday_and_Friday_mornings_is_asked_for_nothing_else()
    {
        Available[] mornings = [new(DayOfWeek.Tuesday, new TimeOnly(8, 0), new TimeOnly(12, 0)), new(DayOfWeek.Friday, new TimeOnly(8, 0), new TimeOnly(12, 0))];
        var calendar = Calendar(1);
        var found = new SeriesSolver(calendar, Now).Place([Wish(when: mornings)], Guid.NewGuid).Value;
        Holds(calendar, found, Spacing.Usual);
        Assert.All(found, each => Assert.Contains(calendar.Local(each.Start).DayOfWeek, new[] { DayOfWeek.Tuesday, DayOfWeek.Friday }));
        Assert.All(found, each => Assert.True(calendar.Local(each.PatientLeaves).TimeOfDay <= TimeSpan.FromHours(12)));
    }

    [Fact]
    public void What_is_booked_already_keeps_its_chair_and_its_distance()
    {
        var patient = Guid.NewGuid();
        var calendar = Calendar(2);
        var first = new SeriesSolver(calendar, Now).Place([Wish(), Wish(), Wish()], Guid.NewGuid).Value;
        calendar = calendar with { Booked = [.. first, first[0] with { Id = Guid.NewGuid(), PatientId = patient, Chair = "Chair 2", Start = calendar.At(Tomorrow.AddDays(2), new TimeOnly(15, 0)) }] };
        var found = new SeriesSolver(calendar, Now).Place([Wish(patient)], Guid.NewGuid).Value;
        Holds(calendar, found, Spacing.Usual);
    }

    [Fact]
    public void What_was_booked_against_a_rule_does_not_make_every_other_day_impossible()
    {
        var calendar = Calendar(2, nurses: 1);
        var late = new SeriesSolver(calendar, Now).Place([Wish(sessions: 1)], Guid.NewGuid).Value[0] with { Start = calendar.At(Tomorrow, new TimeOnly(20, 0)) };
        calendar = calendar with { Booked = [late, late with { Id = Guid.NewGuid(), PatientId = Guid.NewGuid(), Chair = "Chair 2" }, late with { Id = Guid.NewGuid(), PatientId = Guid.NewGuid(), Chair = "gone" }] };
        Holds(calendar, new SeriesSolver(calendar, Now).Place([Wish()], Guid.NewGuid).Value, Spacing.Usual);

        // Two people in one chair, as a visit that ran late and the next one are.
        var noon = late with { Start = calendar.At(Tomorrow, new TimeOnly(12, 0)) };
        calendar = calendar with { Booked = [noon, noon with { Id = Guid.NewGuid(), PatientId = Guid.NewGuid(), Start = noon.Start.AddMinutes(30) }] };
        Holds(calendar, new SeriesSolver(calendar, Now).Place([Wish()], Guid.NewGuid).Value, Spacing.Usual);
    }

    [Fact]
    public void The_same_question_has_the_same_answer()
    {
        var calendar = Calendar(2);
        var wishes = Enumerable.Range(1, 4).Select(number => Wish(new Guid(number, 0, 0, new byte[8]))).ToList();
        string Answer() => string.Join('\n', new SeriesSolver(calendar, Now).Place(wishes, () => Guid.Empty).Value.Select(each => $"{each.PatientId} {each.Chair} {each.Start:O}"));
        Assert.Equal(Answer(), Answer());
    }

    [Fact]
    public void No_room_is_said_with_what_would_have_to_give_way()
    {
        Available[] never = [new(DayOfWeek.Sunday, new TimeOnly(8, 0), new TimeOnly(12, 0))];
        Assert.Contains("patient's time", Why(Calendar(1), Wish(when: never)), StringComparison.Ordinal);
        Assert.Contains("nurses", Why(Calendar(1, nurses: 0), Wish()), StringComparison.Ordinal);

        static string Why(ClinicCalendar calendar, SeriesWish wish) =>
            new SeriesSolver(calendar, Now).Place([wish], Guid.NewGuid).Refusal!.Sentence;
    }
}

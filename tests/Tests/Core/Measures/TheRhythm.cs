using Afterglow.Core.Measures;
using Afterglow.Core.Measures.Rhythm;
using Afterglow.Core.Plans;
using CsCheck;

namespace Afterglow.Tests.Measures;

/// <summary>What is due for whom and when, and how often somebody is reminded.</summary>
public sealed class TheRhythm
{
    private static readonly DateTimeOffset Monday = new(2026, 11, 2, 9, 0, 0, TimeSpan.Zero);

    private static readonly MeasuredCourse Course = new(
        "ketamine-iv-1", ["phq9", "wsas"], Monday.AddDays(-10), [], Monday, null, [], MeasuredCourse.ShippedWording, TimeZoneInfo.Utc);

    [Fact]
    public void Every_protocol_has_a_schedule_of_instruments_that_exist()
    {
        Assert.Equal(Protocols.All.Select(protocol => protocol.Id).Order(StringComparer.Ordinal), MeasurementSchedule.All.Select(schedule => schedule.Protocol).Order(StringComparer.Ordinal));
        foreach (var moment in MeasurementSchedule.All.SelectMany(schedule => schedule.Moments))
        {
            Assert.All(moment.Asks, id => Assert.NotNull(Instruments.Find(id)));
            Assert.NotEmpty(moment.Source.Citation);
        }
    }

    [Fact]
    public void Hours_after_a_session_nothing_is_asked_that_reaches_back_before_it()
    {
        foreach (var moment in MeasurementSchedule.All.SelectMany(schedule => schedule.Moments).Where(moment => moment.Anchor == Anchor.AfterSession && moment.At < TimeSpan.FromDays(7)))
        {
            Assert.False(moment.PlansMeasures);
            Assert.All(moment.Asks, id => Assert.Equal(0, Instruments.Find(id)!.Recall.Days));
        }
    }

    [Fact]
    public void Whatever_a_patient_can_be_asked_fits_into_two_minutes_by_itself() =>
        Assert.All(Instruments.All.Where(instrument => instrument.ByPatient), instrument => Assert.True(instrument.Takes <= MeasurementSchedule.LongestCheckIn.Value, instrument.Name));

    [Fact]
    public void Before_the_first_session_safety_comes_first_and_what_does_not_fit_waits_for_another_day()
    {
        var first = Due.CheckIn(Course, Monday.AddDays(-9))!;
        Assert.Equal(["asq", "phq9", "who5"], first.Ask.Select(instrument => instrument.Id));
        Assert.Contains(first.Later, instrument => instrument.Id == "gad7");
        var after = Course with { Given = [new("asq", Monday.AddDays(-9)), new("phq9", Monday.AddDays(-9))] };
        var second = Due.CheckIn(after, Monday.AddDays(-8))!;
        Assert.DoesNotContain(second.Ask, instrument => instrument.Id is "phq9" or "asq");
        Assert.Contains(second.Ask, instrument => instrument.Id == "gad7");
        // What may not be shown is for staff, on paper.
        Assert.Contains(Due.At(after, Monday.AddDays(-8)).SelectMany(occasion => occasion.ByStaff), instrument => instrument.Id == "wsas");
    }

    [Fact]
    public void Around_a_session_each_hour_has_its_own_questions()
    {
        var course = Course with { Sessions = [Monday], Next = Monday.AddDays(10), Given = [new("asq", Monday.AddHours(-2)), new("phq9", Monday.AddHours(-2)), new("wsas", Monday.AddHours(-2))] };
        Assert.Equal(["cadss6", "moaas"], Due.At(course, Monday.AddMinutes(40)).SelectMany(occasion => occasion.ByStaff).Select(instrument => instrument.Id));
        Assert.Null(Due.CheckIn(course, Monday.AddMinutes(40)));
        Assert.Equal(["after_effects"], Due.CheckIn(course, Monday.AddHours(4))!.Ask.Select(instrument => instrument.Id));
        Assert.Equal(["after_effects", "mood"], Due.CheckIn(course, Monday.AddHours(24))!.Ask.Select(instrument => instrument.Id));
        Assert.Equal(["mood"], Due.CheckIn(course, Monday.AddDays(3))!.Ask.Select(instrument => instrument.Id));
        Assert.Equal(["phq9", "mood", "after_effects"], Due.CheckIn(course, Monday.AddDays(7))!.Ask.Select(instrument => instrument.Id));
        Assert.Contains("before-session/2", Due.At(course, Monday.AddDays(9)).Select(occasion => occasion.Key));
    }

    [Fact]
    public void A_questionnaire_is_not_asked_again_before_its_shortest_interval()
    {
        var course = Course with { Sessions = [Monday], Next = Monday.AddDays(3), Given = [new("phq9", Monday.AddDays(-1))] };
        Assert.DoesNotContain(Due.CheckIn(course, Monday.AddDays(2))!.Ask, instrument => instrument.Id == "phq9");
        Assert.Contains(Due.CheckIn(course with { Next = Monday.AddDays(8) }, Monday.AddDays(7))!.Ask, instrument => instrument.Id == "phq9");
    }

    [Fact]
    public void A_question_that_was_put_today_under_another_name_is_not_put_again()
    {
        var course = Course with { Given = [new("phq2", Monday.AddDays(-9))] };
        Assert.DoesNotContain(Due.CheckIn(course, Monday.AddDays(-9).AddHours(3))!.Ask, instrument => instrument.Id == "phq9");
        Assert.Contains(Due.CheckIn(course, Monday.AddDays(-8))!.Ask, instrument => instrument.Id == "phq9");
    }

    [Fact]
    public void After_the_course_it_is_monthly_for_a_year_and_then_no_more()
    {
        var course = Course with { Sessions = [Monday], Next = null, Ended = Monday.AddDays(1) };
        Assert.Contains(Due.At(course, Monday.AddDays(30)), occasion => occasion.Key == "monthly/1");
        Assert.Contains(Due.At(course, Monday.AddDays(360)), occasion => occasion.Key == "monthly/12");
        Assert.Null(Due.CheckIn(course, Monday.AddDays(391)));
    }

    private static readonly string[][] Judged = [["phq9", "wsas"], ["gad7"], ["pcl5", "phq2"], ["qids_sr16", "who5"], ["madrs", "gad2"]];

    private static readonly Gen<(MeasuredCourse Course, int[] Chances)> Lives =
        from gaps in Gen.Int[1, 9].Array[1, 8]
        from protocol in Gen.Int[0, Protocols.All.Count - 1].Select(place => Protocols.All[place].Id)
        from judged in Gen.Int[0, Judged.Length - 1].Select(place => Judged[place])
        from offset in Gen.Int[-11, 13]
        from ended in Gen.Bool
        from chances in Gen.Int[0, 99].Array[360]
        select (Lived(gaps, protocol, judged, offset, ended), chances);

    private static MeasuredCourse Lived(int[] gaps, string protocol, string[] judged, int offset, bool ended)
    {
        var sessions = new List<DateTimeOffset> { Monday };
        foreach (var gap in gaps) sessions.Add(sessions[^1].AddDays(gap));
        return Course with
        {
            Protocol = protocol, JudgedBy = judged, Sessions = sessions, Next = null, Ended = ended ? sessions[^1].AddHours(3) : null,
            Worded = Instruments.All.Select(instrument => instrument.Id).ToHashSet(), Zone = TimeZoneInfo.CreateCustomTimeZone("test", TimeSpan.FromHours(offset), null, null),
        };
    }

    [Fact]
    public void Lived_through_hour_by_hour_no_rule_of_the_rhythm_is_broken() => Lives.Sample(life =>
    {
        var (course, chances) = life;
        var given = new List<Given>();
        for (var step = 0; step < chances.Length; step++)
        {
            var now = Monday.AddDays(-10).AddHours(step * 4);
            var known = course with { Sessions = [.. course.Sessions.Where(session => session <= now)], Next = course.Sessions.Cast<DateTimeOffset?>().FirstOrDefault(session => session > now), Ended = course.Ended <= now ? course.Ended : null, Given = given };
            foreach (var occasion in Due.At(known, now)) Assert.True(occasion.Opens <= now && now < occasion.Closes);
            // Nobody need look before the next look: whatever is due until then is due now.
            var next = Due.NextLook(known, now);
            Assert.InRange(next, now.AddTicks(1), now.AddHours(25));
            var here = Asked(now);
            foreach (var share in new[] { 0.1, 0.37, 0.72, 0.99 })
                Assert.Subset(here, Asked(now + ((next - now) * share)));
            HashSet<string> Asked(DateTimeOffset at) => [.. Due.At(known, at).SelectMany(occasion => occasion.ByPatient.Select(instrument => $"{occasion.Key} {instrument.Id}"))];
            if (Due.CheckIn(known, now) is not { } checkIn) continue;
            Assert.True(checkIn.Takes <= TimeSpan.FromMinutes(2));
            var questions = checkIn.Ask.SelectMany(instrument => instrument.Questions).ToList();
            Assert.Equal(questions.Count, questions.Distinct().Count());
            var today = given.Where(one => Day(one.At) == Day(now)).SelectMany(one => Instruments.Find(one.Instrument)!.Questions).ToHashSet();
            Assert.DoesNotContain(questions, today.Contains);
            foreach (var instrument in checkIn.Ask)
                Assert.DoesNotContain(given, one => one.Instrument == instrument.Id && now - one.At < instrument.ShortestInterval.Value);
            if (chances[step] < 40) given.AddRange(checkIn.Ask.Select(instrument => new Given(instrument.Id, now)));
        }

        DateTime Day(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, course.Zone).Date;
    }, iter: 40);

    [Fact]
    public void A_check_in_is_sent_once_reminded_of_twice_and_then_left_alone()
    {
        var (opens, closes) = (Monday, Monday.AddHours(72));
        Assert.Equal(Chase.Wait, Chasing.Next(opens, closes, [], false, 0, opens.AddMinutes(-1)));
        Assert.Equal(Chase.Send, Chasing.Next(opens, closes, [], false, 0, opens));
        Assert.Equal(Chase.Wait, Chasing.Next(opens, closes, [opens], false, 0, opens.AddHours(23)));
        Assert.Equal(Chase.Remind, Chasing.Next(opens, closes, [opens], false, 0, opens.AddHours(24)));
        Assert.Equal(Chase.Remind, Chasing.Next(opens, closes, [opens, opens.AddHours(24)], false, 0, opens.AddHours(48)));
        Assert.Equal(Chase.Stop, Chasing.Next(opens, closes, [opens, opens.AddHours(24), opens.AddHours(48)], false, 0, opens.AddHours(60)));
        Assert.Equal(Chase.Stop, Chasing.Next(opens, closes, [opens], true, 0, opens.AddHours(30)));
        Assert.Equal(Chase.Stop, Chasing.Next(opens, closes, [opens], false, 0, closes));
        Assert.Equal(Chase.AskInPerson, Chasing.Next(opens, closes, [], false, 4, opens));
    }

    [Fact]
    public void However_often_one_looks_nobody_is_written_to_more_than_three_times() => Gen.Select(Gen.Int[1, 200], Gen.Int[5, 90]).Sample((hours, every) =>
    {
        var sent = new List<DateTimeOffset>();
        for (var now = Monday; now < Monday.AddHours(hours + 5); now = now.AddMinutes(every))
            if (Chasing.Next(Monday, Monday.AddHours(hours), sent, false, 0, now) is Chase.Send or Chase.Remind) sent.Add(now);
        Assert.InRange(sent.Count, 0, 3);
        Assert.All(sent.Zip(sent.Skip(1)), pair => Assert.True(pair.Second - pair.First >= Chasing.Apart.Value));
        Assert.All(sent.Skip(1), at => Assert.True(Monday.AddHours(hours) - at >= Chasing.NotInTheLast.Value));
    });
}

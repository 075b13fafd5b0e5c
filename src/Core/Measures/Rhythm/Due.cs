namespace Afterglow.Core.Measures.Rhythm;

/// <summary>A score that was given.</summary>
public readonly record struct Given(string Instrument, DateTimeOffset At);

/// <summary>What is known of somebody's treatment, as far as measuring asks.</summary>
/// <param name="Protocol">The id of the protocol.</param>
/// <param name="JudgedBy">The measures that judge the plan, the first one first.</param>
/// <param name="Begun">When the plan was agreed.</param>
/// <param name="Sessions">When the dose of each session began, oldest first.</param>
/// <param name="Next">The next session that is booked; null when there is none.</param>
/// <param name="Ended">When the course ended; null while it runs.</param>
/// <param name="Given">Every score so far, in any order.</param>
/// <param name="Worded">Instruments whose wording can be shown to the patient: shipped, or loaded by the clinic.</param>
/// <param name="Zone">The patient's: what is one day to the patient.</param>
public sealed record MeasuredCourse(
    string Protocol, IReadOnlyList<string> JudgedBy, DateTimeOffset Begun, IReadOnlyList<DateTimeOffset> Sessions, DateTimeOffset? Next, DateTimeOffset? Ended,
    IReadOnlyList<Given> Given, IReadOnlySet<string> Worded, TimeZoneInfo Zone)
{
    /// <summary>The instruments whose wording is shipped.</summary>
    public static IReadOnlySet<string> ShippedWording { get; } = Instruments.All.Where(each => each.Shipped.Count > 0).Select(each => each.Id).ToHashSet();
}

/// <summary>A moment of a schedule as it falls for one person.</summary>
/// <param name="Key">Permanent for this person: “24-hours/3” is a day after the third session.</param>
/// <param name="ByPatient">To be asked of the patient, the most important first.</param>
/// <param name="ByStaff">To be rated by a clinician, or asked on paper because the wording may not be shown.</param>
public sealed record Occasion(
    string Key, Moment Moment, DateTimeOffset Opens, DateTimeOffset Closes, IReadOnlyList<Instrument> ByPatient, IReadOnlyList<Instrument> ByStaff);

/// <summary>What a patient is asked now.</summary>
/// <param name="Occasions">The keys of the occasions it answers.</param>
/// <param name="Ask">In this order.</param>
/// <param name="Takes">About how long.</param>
/// <param name="Later">Due as well, and put off so that this one stays short.</param>
/// <param name="Opens">When the first of its occasions opened.</param>
/// <param name="Closes">When the last of its occasions ends.</param>
/// <param name="Calls">True where a link is sent for it.</param>
public sealed record CheckIn(
    IReadOnlyList<string> Occasions, IReadOnlyList<Instrument> Ask, TimeSpan Takes, IReadOnlyList<Instrument> Later, DateTimeOffset Opens, DateTimeOffset Closes, bool Calls);

/// <summary>What is due for a person at an instant. Pure: the same course at the same instant is due the same.</summary>
public static class Due
{
    /// <summary>Every occasion that is open and lacks something, in the order of the schedule.</summary>
    public static IReadOnlyList<Occasion> At(MeasuredCourse course, DateTimeOffset now)
    {
        if (MeasurementSchedule.For(course.Protocol) is not { } schedule) return [];
        return [.. schedule.Moments.SelectMany(moment => Falls(moment, course, now)).Where(fall => fall.Opens <= now && now < fall.Closes)
            .Select(fall => Lacking(fall, course, now)).Where(occasion => occasion.ByPatient.Count + occasion.ByStaff.Count > 0)];
    }

    /// <summary>The check-in that a patient is given now; null when nothing is due.</summary>
    public static CheckIn? CheckIn(MeasuredCourse course, DateTimeOffset now)
    {
        var occasions = At(course, now).Where(occasion => occasion.ByPatient.Count > 0).ToList();
        var (ask, later) = (new List<Instrument>(), new List<Instrument>());
        var asked = new HashSet<string>();
        var takes = TimeSpan.Zero;
        // What safety hangs on comes first; then what calls; then in the order of the schedule.
        foreach (var instrument in occasions.OrderByDescending(occasion => occasion.Moment.Calls).SelectMany(occasion => occasion.ByPatient)
            .DistinctBy(instrument => instrument.Id).OrderByDescending(instrument => instrument.Scoring is Scoring.Branching))
        {
            if (instrument.Questions.Any(asked.Contains)) continue;
            if (takes + instrument.Takes > MeasurementSchedule.LongestCheckIn.Value)
            {
                later.Add(instrument);
                continue;
            }
            ask.Add(instrument);
            asked.UnionWith(instrument.Questions);
            takes += instrument.Takes;
        }
        if (ask.Count == 0) return null;
        var answering = occasions.Where(occasion => occasion.ByPatient.Any(ask.Contains)).ToList();
        return new CheckIn(
            [.. answering.Select(occasion => occasion.Key)], ask, takes, later, answering.Min(occasion => occasion.Opens), answering.Max(occasion => occasion.Closes),
            answering.Any(occasion => occasion.Moment.Calls));
    }

    /// <summary>
    /// The next instant after which something may be due that is not due now, as long as nothing happens meanwhile: a window
    /// opens, an interval ends, a day begins. Earlier than that nobody need look again.
    /// </summary>
    public static DateTimeOffset NextLook(MeasuredCourse course, DateTimeOffset now)
    {
        var local = TimeZoneInfo.ConvertTime(now, course.Zone);
        var midnight = local.Date.AddDays(1);
        // A day never lasts longer than twenty-five hours; where the clock is put back the look comes early, and looks again.
        var next = new DateTimeOffset(midnight, course.Zone.GetUtcOffset(midnight)).ToUniversalTime();
        if (next <= now) next = now.AddHours(1);
        foreach (var moment in MeasurementSchedule.For(course.Protocol)?.Moments ?? [])
        {
            foreach (var fall in Falls(moment, course, now)) Consider(fall.Opens);
            if (moment.Anchor is Anchor.DuringCourse or Anchor.AfterCourse && course.Sessions.Count > 0)
                for (var from = moment.Anchor == Anchor.DuringCourse ? course.Sessions[0] : course.Sessions[^1]; from < next + moment.Opens; from += moment.At) Consider(from - moment.Opens);
        }
        foreach (var given in course.Given)
            if (Instruments.Find(given.Instrument) is { } instrument) Consider(given.At + instrument.ShortestInterval.Value);
        return next;

        void Consider(DateTimeOffset at)
        {
            if (at > now && at < next) next = at;
        }
    }

    private readonly record struct Fall(string Key, Moment Moment, DateTimeOffset Opens, DateTimeOffset Closes);

    private static IEnumerable<Fall> Falls(Moment moment, MeasuredCourse course, DateTimeOffset now)
    {
        switch (moment.Anchor)
        {
            case Anchor.Start when course.Ended is null:
                var first = course.Sessions.Count > 0 ? course.Sessions[0] : DateTimeOffset.MaxValue;
                yield return new(moment.Key, moment, course.Begun, Earlier(course.Begun + moment.Closes, first));
                break;
            case Anchor.BeforeSession when course.Next is { } next:
                yield return new($"{moment.Key}/{course.Sessions.Count + 1}", moment, next - moment.Opens, next);
                break;
            case Anchor.AfterSession:
                for (var session = 0; session < course.Sessions.Count; session++)
                {
                    // What the next session overtakes is not asked any more: it would be about that one.
                    var at = course.Sessions[session] + moment.At;
                    var overtaken = session + 1 < course.Sessions.Count ? course.Sessions[session + 1] : DateTimeOffset.MaxValue;
                    yield return new($"{moment.Key}/{session + 1}", moment, at - moment.Opens, Earlier(at + moment.Closes, overtaken));
                }
                break;
            case Anchor.DuringCourse when course.Sessions.Count > 0:
                if (Repeated(moment, course.Sessions[0], now) is { } during && (course.Ended is null || during.Opens < course.Ended))
                    yield return during with { Closes = Earlier(during.Closes, course.Ended ?? DateTimeOffset.MaxValue) };
                break;
            case Anchor.AfterCourse when course.Ended is not null && course.Sessions.Count > 0:
                if (Repeated(moment, course.Sessions[^1], now) is { } after) yield return after;
                break;
        }
    }

    // The turn that is open now, if one is: windows are shorter than the interval, so there is at most one.
    private static Fall? Repeated(Moment moment, DateTimeOffset from, DateTimeOffset now)
    {
        var turn = (int)Math.Floor((now - from + moment.Opens) / moment.At);
        if (turn < 1 || turn > moment.Times) return null;
        var at = from + (turn * moment.At);
        return new($"{moment.Key}/{turn}", moment, at - moment.Opens, at + moment.Closes);
    }

    private static Occasion Lacking(Fall fall, MeasuredCourse course, DateTimeOffset now)
    {
        var (byPatient, byStaff) = (new List<Instrument>(), new List<Instrument>());
        IEnumerable<string> asked = fall.Moment.PlansMeasures ? [.. course.JudgedBy, .. fall.Moment.Asks] : fall.Moment.Asks;
        foreach (var instrument in asked.Distinct().Select(Instruments.Find).OfType<Instrument>())
        {
            if (course.Given.Any(given => given.Instrument == instrument.Id && given.At >= fall.Opens && given.At <= now)) continue;
            if (course.Given.Any(given => given.Instrument == instrument.Id && given.At <= now && now - given.At < instrument.ShortestInterval.Value)) continue;
            var patient = instrument.ByPatient && course.Worded.Contains(instrument.Id);
            if (patient && PutToday(instrument, course, now)) continue;
            (patient ? byPatient : byStaff).Add(instrument);
        }
        return new Occasion(fall.Key, fall.Moment, fall.Opens, fall.Closes, byPatient, byStaff);
    }

    /// <summary>True where a question of the instrument was put on this day already, under its own name or another.</summary>
    private static bool PutToday(Instrument instrument, MeasuredCourse course, DateTimeOffset now)
    {
        var today = DayOf(now);
        var put = course.Given.Where(given => given.At <= now && DayOf(given.At) == today).Select(given => Instruments.Find(given.Instrument)).OfType<Instrument>()
            .SelectMany(given => given.Questions).ToHashSet();
        return instrument.Questions.Any(put.Contains);

        DateOnly DayOf(DateTimeOffset at) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, course.Zone).Date);
    }

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;
}

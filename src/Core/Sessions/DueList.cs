using System.Globalization;

namespace Afterglow.Core.Sessions;

public enum DueKind
{
    Vitals,
    Ratings,
    NextDose,
    InfusionEnds,
    ObservationEnds,
}

/// <summary>Something that is to be done at a moment; late once that has passed.</summary>
public sealed record Due(DueKind Kind, string What, DateTimeOffset At, Source Source)
{
    /// <summary>“in 4 min”, “now”, “late 3 min”.</summary>
    public string When(DateTimeOffset now)
    {
        var minutes = (At - now).TotalMinutes;
        return minutes switch
        {
            < -1 => string.Create(CultureInfo.InvariantCulture, $"late {Math.Floor(-minutes):0} min"),
            < 1 => "now",
            _ => string.Create(CultureInfo.InvariantCulture, $"in {Math.Ceiling(minutes):0} min"),
        };
    }

    /// <summary>A minute of grace: nobody is late for looking up from the patient.</summary>
    public bool LateAt(DateTimeOffset now) => now - At > TimeSpan.FromMinutes(1);
}

/// <summary>What is due next in a session.</summary>
public static class DueList
{
    /// <summary>In the order in which things fall due.</summary>
    public static IReadOnlyList<Due> For(Session session, DateTimeOffset now)
    {
        if (session.Protocol is not { } protocol || session.StartedAt is not { } started
            || session.Phase is not (SessionPhase.Running or SessionPhase.Paused or SessionPhase.Recovering)) return [];
        var recovering = session.Phase == SessionPhase.Recovering;
        var due = new List<Due>();

        var every = recovering ? protocol.Vitals.WhileRecovering : protocol.Vitals.WhileDosing;
        var lastVitals = session.Vitals.LastOrDefault(reading => reading.At >= started);
        var vitalsFrom = lastVitals?.At ?? started;
        // A raised pressure is repeated in five minutes (a_bp1).
        var raised = Alarms.Active(session, now).FirstOrDefault(alarm => alarm.Rule.Id is "a_bp1" or "a_bp2");
        due.Add(raised is null
            ? new(DueKind.Vitals, "vitals", vitalsFrom + every, protocol.Vitals.Source)
            : new(DueKind.Vitals, "blood pressure again", vitalsFrom + Min(every, TimeSpan.FromMinutes(5)), raised.Rule.Source));
        // The pressure that is a must comes when it must, however lately another was taken.
        if (protocol.PressureDueAt is { } pressure && !DischargeCriteria.PressureTaken(session, started + pressure.Value)
            && (lastVitals is null || (raised is null && lastVitals.At < started + pressure.Value)))
            due[^1] = new(DueKind.Vitals, "blood pressure at 40 min", started + pressure.Value, pressure.Source);

        var ratings = recovering ? protocol.Ratings.WhileRecovering : protocol.Ratings.WhileDosing;
        var lastRating = session.Sedation.Select(reading => reading.At).Concat(session.Dissociation.Select(reading => reading.At))
            .Where(at => at >= started).DefaultIfEmpty(started).Max();
        due.Add(new(DueKind.Ratings, "sedation and dissociation", lastRating + ratings, protocol.Ratings.Source));

        if (session.InfusionEmptyAt is { } empty)
            due.Add(new(DueKind.InfusionEnds, "infusion ends", empty, protocol.GivenOver!.Source));
        if (!recovering && protocol.BetweenUnits is { } between && session.Doses is [.., var lastDose])
            due.Add(new(DueKind.NextDose, "next device", lastDose.At + between.Value, between.Source));

        var watch = protocol.Observation.Value;
        if (watch.FromFirstDose)
            due.Add(new(DueKind.ObservationEnds, "two-hour mark", started + watch.Least, protocol.Observation.Source));
        else if (session.DosingEndedAt is { } ended)
            due.Add(new(DueKind.ObservationEnds, "observation ends", ended + watch.Least, protocol.Observation.Source));
        // Reaching the end of observation is not a task that can be late.
        return [.. due.Where(each => each.Kind != DueKind.ObservationEnds || each.At > now).OrderBy(each => each.At)];
    }

    private static TimeSpan Min(TimeSpan left, TimeSpan right) => left < right ? left : right;
}

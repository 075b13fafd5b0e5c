using System.Globalization;
using Afterglow.Core.Sessions;

namespace Afterglow.App.Sessions;

/// <summary>What lists, the board and the timeline say about a session.</summary>
internal static class SessionWords
{
    /// <summary>“132/84, 78/min, SpO2 97 %”.</summary>
    public static string Of(Vitals vitals) => string.Create(CultureInfo.InvariantCulture,
        $"{vitals.Systolic}/{vitals.Diastolic}, {vitals.HeartRate}/min{(vitals.SpO2 is { } oxygen ? $", SpO2 {oxygen} %" : "")}");

    /// <summary>True while the patient is here and the chair is theirs.</summary>
    public static bool InTheChair(this SessionPhase phase) =>
        phase is SessionPhase.Arrived or SessionPhase.Running or SessionPhase.Paused or SessionPhase.Recovering;

    /// <summary>“35 mg (0.5 mg/kg) given; 1 adverse event, moderate; signed by Nurse Person”.</summary>
    public static string Outcome(Session session)
    {
        var parts = new List<string>();
        if (session.DosingEndedAt is { } ended)
            parts.Add($"{Given(session, ended)} given{(session.StoppedEarly ? ", stopped early" : "")}");
        if (session.AdverseEvents.Count > 0)
            parts.Add(string.Create(CultureInfo.InvariantCulture,
                $"{session.AdverseEvents.Count} adverse event{(session.AdverseEvents.Count == 1 ? "" : "s")}, {session.AdverseEvents.Max(adverse => adverse.Recorded.Severity).Words()}"));
        parts.Add(session.Phase switch
        {
            SessionPhase.Signed => $"signed by {session.SignedBy!.Name}{(session.ChangedSinceSigning ? ", changed since" : "")}",
            SessionPhase.Cancelled => $"did not go ahead: {session.CancelledBecause}",
            var phase => phase.Words(),
        });
        return string.Join("; ", parts);
    }

    /// <summary>“35 mg (0.5 mg/kg)”; the amount alone where nobody was weighed.</summary>
    public static string Given(Session session, DateTimeOffset at)
    {
        var given = session.GivenBy(at);
        return session.Weight is { } weight
            ? string.Create(CultureInfo.InvariantCulture, $"{given.RoundedTo(0.01m)} ({(given / weight.Weight).MilligramsPerKilogram:0.##} mg/kg)")
            : given.RoundedTo(0.01m).ToString();
    }

    /// <summary>“34 mg, lot K24-118”: drawn up, and neither given nor wasted before a witness; empty when all is accounted for.</summary>
    public static string OpenBalance(Session session) =>
        string.Join("; ", session.OpenBalances.Select(balance => $"{balance.Open.RoundedTo(0.01m)}, lot {balance.Drawn.Prepared.Lot}"));

    public static string Words(this AdverseEventSeverity severity) => severity switch
    {
        AdverseEventSeverity.LifeThreatening => "life-threatening",
        _ => severity.ToString().ToLowerInvariant(),
    };

    public static string Words(this AdverseEventOutcome outcome) => outcome switch
    {
        AdverseEventOutcome.ResolvedWithSequelae => "resolved with sequelae",
        AdverseEventOutcome.TransferredToHospital => "transferred to hospital",
        _ => outcome.ToString().ToLowerInvariant(),
    };

    /// <summary>“09:12”, in the clinic's time zone.</summary>
    public static string Time(TimeProvider clock, DateTimeOffset at) =>
        TimeZoneInfo.ConvertTime(at, clock.LocalTimeZone).ToString("HH:mm", CultureInfo.InvariantCulture);

    /// <summary>“23 Nov 2026, 09:12”, in the clinic's time zone.</summary>
    public static string Moment(TimeProvider clock, DateTimeOffset at) =>
        TimeZoneInfo.ConvertTime(at, clock.LocalTimeZone).ToString("d MMM yyyy, HH:mm", CultureInfo.InvariantCulture);

    /// <summary>The class of a phase in the stylesheet.</summary>
    public static string Style(this SessionPhase phase, bool gateDone = false) => phase switch
    {
        SessionPhase.Arrived => gateDone ? "ready" : "arriving",
        SessionPhase.Running => "running",
        SessionPhase.Paused => "paused",
        SessionPhase.Recovering => "recovering",
        _ => "ended",
    };
}

using System.Globalization;
using Afterglow.Core.Plans;

namespace Afterglow.Core.Sessions;

/// <summary>One thing that must hold before the patient leaves.</summary>
public sealed record Criterion(ClinicalRule Rule, string Title, bool Met, string Sentence);

/// <summary>The only way out: every criterion of the protocol, from what was charted.</summary>
public static class DischargeCriteria
{
    // A reading older than this says nothing about a patient who is leaving now. Source.Assumed.
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(30);

    public static IReadOnlyList<Criterion> Check(Session session, DateTimeOffset now)
    {
        if (session.Protocol is not { } protocol || session.DosingEndedAt is not { } ended || session.StartedAt is not { } started) return [];
        var criteria = new List<Criterion>();
        var core = RuleBook.Find("x_core");

        var watch = protocol.Observation.Value;
        var until = (watch.FromFirstDose ? started : ended) + watch.Least;
        var observation = RuleBook.Find(protocol.Compound == Compounds.Esketamine ? "m_esk_2h" : "m_iv_obs");
        criteria.Add(new(observation, "Observed long enough", now >= until, now >= until
            ? string.Create(CultureInfo.InvariantCulture, $"Observed for {watch.Least.TotalMinutes:0} min {From(watch)}.")
            : string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling((until - now).TotalMinutes):0} min of observation remain ({watch.Least.TotalMinutes:0} min {From(watch)}).")));

        if (protocol.PressureDueAt is { } due)
        {
            var taken = PressureTaken(session, started + due.Value);
            criteria.Add(new(RuleBook.Find("m_esk_bp"), "Blood pressure at 40 min", taken, taken
                ? "Blood pressure was taken about 40 min after the first dose."
                : "No blood pressure about 40 min after the first dose."));
        }

        var last = session.Vitals.LastOrDefault(reading => reading.At <= now && reading.At >= ended);
        var fresh = last is not null && now - last.At <= Fresh;
        criteria.Add(new(core, "Vitals before leaving", fresh, fresh
            ? "Vital signs were taken in the last 30 min."
            : "No vital signs since dosing ended, or none in the last 30 min."));
        if (last is not null)
        {
            var baseline = session.Baseline;
            var pressure = (baseline is not null && last.Value.Systolic <= 1.2 * baseline.Systolic && last.Value.Diastolic <= 1.2 * baseline.Diastolic)
                || (last.Value.Systolic < 160 && last.Value.Diastolic < 100 && Falling(session, last));
            criteria.Add(new(core, "Blood pressure", pressure, pressure
                ? $"Blood pressure {last.Value.Systolic}/{last.Value.Diastolic} is back toward baseline."
                : $"Blood pressure {last.Value.Systolic}/{last.Value.Diastolic} is more than 20 % above baseline{(baseline is null ? "" : $" ({baseline.Systolic}/{baseline.Diastolic})")}."));
            var oxygen = last.Value.SpO2 is { } now2 && !last.Value.OnOxygen && now2 >= Math.Min(94, (baseline?.SpO2 ?? 96) - 2);
            criteria.Add(new(core, "SpO2 on air", oxygen, oxygen
                ? $"SpO2 {last.Value.SpO2} % on air."
                : "SpO2 is not back at baseline on air."));
        }

        var sedation = Newest(session.Sedation, now, ended);
        criteria.Add(new(core, "Alert", sedation?.Value == 5, sedation switch
        {
            null => "Sedation was not rated since dosing ended.",
            { Value: 5 } => "MOAA/S 5, alert.",
            _ => $"MOAA/S {sedation.Value}: not fully alert.",
        }));

        var dissociation = Newest(session.Dissociation, now, ended);
        var cleared = dissociation is { } rated && !IsDissociated(session, rated.Value);
        criteria.Add(new(core, "Dissociation cleared", cleared, dissociation is null
            ? "Dissociation was not rated since dosing ended."
            : cleared ? "Dissociation is back to where it began." : "Dissociation is not back to where it began."));

        var nausea = session.Nausea.LastOrDefault(reading => reading.At <= now);
        criteria.Add(new(core, "Nausea controlled", nausea is null or { Value: <= 3 }, nausea switch
        {
            null => "No nausea was reported.",
            { Value: <= 3 } => $"Nausea {nausea.Value}/10.",
            _ => $"Nausea {nausea.Value}/10 is not controlled.",
        }));

        var severe = session.AdverseEvents
            .Where(adverse => adverse is { Outcome: AdverseEventOutcome.Ongoing, Recorded.Severity: >= AdverseEventSeverity.Severe } && adverse.Recorded.At <= now)
            .Select(adverse => adverse.Recorded.What).ToList();
        criteria.Add(new(RuleBook.Find("site_severe"), "No severe adverse event goes on", severe.Count == 0, severe.Count == 0
            ? session.AdverseEvents.Any(adverse => adverse.Recorded.Severity >= AdverseEventSeverity.Severe)
                ? "The severe adverse events of this session are over."
                : "None was severe."
            : $"{string.Join(", ", severe)}: severe and still going on. Treat it, have it evaluated, or write down how it ended."));

        var person = session.DischargeAssessment;
        criteria.Add(new(core, "Oriented, steady on the feet", person is { Oriented: true, SteadyGait: true }, person switch
        {
            null => "Orientation and gait were not assessed.",
            { Oriented: true, SteadyGait: true } => "Oriented and walks steadily.",
            { Oriented: false } => "Not oriented.",
            _ => "Gait is not steady.",
        }));
        criteria.Add(new(RuleBook.Find("x_safety"), "Suicide risk and safety plan", person is { SuicideRiskChecked: true, SafetyPlanGiven: true },
            person is { SuicideRiskChecked: true, SafetyPlanGiven: true }
                ? "Suicide risk asked again; safety plan and contact given."
                : "Suicide risk, safety plan and 24-hour contact are not ticked off."));
        criteria.Add(new(RuleBook.Find("x_escort"), "Instructions and escort", person is { InstructionsGiven: true } && session.Escort is not null,
            person is { InstructionsGiven: true } && session.Escort is not null
                ? "Written instructions given; an escort is named."
                : "Written instructions (no driving, machinery, alcohol or legal decisions until tomorrow) or the escort are missing."));
        return criteria;
    }

    /// <summary>The newest rating since dosing ended, where it says that dissociation has not ended; null otherwise.</summary>
    public static SessionEvent.DissociationRated? NotEnded(Session session) =>
        session.StartedAt is { } started && session.Dissociation.LastOrDefault(reading => reading.At >= started) is { } newest && IsDissociated(session, newest.Value) ? newest.Value : null;

    private static bool IsDissociated(Session session, SessionEvent.DissociationRated rated) =>
        (rated.Rating ?? 0) > (Before(session)?.Rating ?? 0) || (rated.Cadss6?.Sum() ?? 0) > (Before(session)?.Cadss6?.Sum() ?? 0);

    /// <summary>True when a pressure was taken about then: within ten minutes either side. Source.Assumed.</summary>
    internal static bool PressureTaken(Session session, DateTimeOffset at) =>
        session.Vitals.Any(reading => (reading.At - at).Duration() <= TimeSpan.FromMinutes(10));

    private static string From(Observation observation) => observation.FromFirstDose ? "from the first dose" : "after dosing ended";

    private static bool Falling(Session session, Reading<Vitals> last)
    {
        var before = session.Vitals.LastOrDefault(reading => reading.At < last.At);
        return before is not null && last.Value.Systolic <= before.Value.Systolic;
    }

    private static Reading<T>? Newest<T>(IReadOnlyList<Reading<T>> readings, DateTimeOffset now, DateTimeOffset after) =>
        readings.LastOrDefault(reading => reading.At <= now && reading.At >= after);

    private static SessionEvent.DissociationRated? Before(Session session) =>
        session.Dissociation.LastOrDefault(reading => reading.At <= session.StartedAt)?.Value;
}

using System.Globalization;
using Afterglow.Core.People;
using Afterglow.Core.Plans;

namespace Afterglow.Core.Sessions;

/// <summary>As IEC 60601-1-8 orders them: shown with ***, ** or * and words, never by colour alone.</summary>
public enum AlarmPriority
{
    Low,
    Medium,
    High,
}

/// <summary>A limit that is crossed now.</summary>
/// <param name="Key">Names this crossing: the rule and the entry that first crossed it.</param>
/// <param name="What">The value, such as “BP 166/102”.</param>
/// <param name="Against">The limit and the patient's own baseline, such as “&gt; 160/100, baseline 118/74, +41 %”.</param>
/// <param name="Since">When it was first crossed without a break.</param>
public sealed record Alarm(
    string Key, AlarmPriority Priority, ClinicalRule Rule, string What, string Against, DateTimeOffset Since,
    Author? AcknowledgedBy, DateTimeOffset? AcknowledgedAt)
{
    /// <summary>What to do, as the rule says it; where the first of it stands in <see cref="Against"/>, as a board shows it, only the rest.</summary>
    public string Action { get; init; } = Rule.Action;

    public bool Open => AcknowledgedBy is null;

    public string Stars => Priority switch { AlarmPriority.High => "***", AlarmPriority.Medium => "**", _ => "*" };
}

/// <summary>
/// Rising and falling limits against the newest readings. A remark of a charting program:
/// the bedside monitor is the primary alarm.
/// </summary>
public static class Alarms
{
    // Two readings this far apart make a high pressure a sustained one (a_bp2).
    private static readonly TimeSpan Sustained = TimeSpan.FromMinutes(5);

    /// <summary>The alarms that stand at a moment, the gravest first.</summary>
    public static IReadOnlyList<Alarm> Active(Session session, DateTimeOffset now)
    {
        if (session.Phase is not (SessionPhase.Running or SessionPhase.Paused or SessionPhase.Recovering)) return [];
        var alarms = new List<Alarm>();
        // While drug goes in; once it has ended there is nothing left to be stopped.
        if (session is { ConsentTakenBack: { } back, Phase: SessionPhase.Running or SessionPhase.Paused })
            alarms.Add(Make(session, "site_withdrawn", back.EntryId, AlarmPriority.High, "consent taken back",
                session.Protocol is { Infused: false } ? "give nothing more, speak with the patient, call the prescriber" : "pause, speak with the patient, call the prescriber, who decides on stopping", back.At)
                with { Action = "stop giving more; watch until it is safe to leave" });
        var vitals = session.Vitals.Where(reading => reading.At <= now && reading.At >= session.StartedAt).ToList();
        if (vitals is [.., var last])
        {
            Pressure(session, vitals, last, alarms);
            Vital(session, vitals, alarms, "site_sbp_low", AlarmPriority.Medium, v => v.Systolic < Limits.LowSystolic,
                v => $"BP {v.Systolic}/{v.Diastolic}", v => $"systolic < {Limits.LowSystolic}{Baseline(session.Baseline?.Systolic, v.Systolic)}");
            // A reading without SpO2 says nothing about it: the last one that has it stands.
            Vital(session, [.. vitals.Where(reading => reading.Value.SpO2 is not null)], alarms, "a_spo2", AlarmPriority.High, v => v.SpO2 < Limits.LowOxygen,
                v => $"SpO2 {v.SpO2} %", v => $"< {Limits.LowOxygen} %{Baseline(session.Baseline?.SpO2, v.SpO2)}");
            Vital(session, [.. vitals.Where(reading => reading.Value.RespiratoryRate is not null)], alarms, "a_spo2", AlarmPriority.High, v => v.RespiratoryRate < Limits.LowBreaths,
                v => $"respiratory rate {v.RespiratoryRate}", _ => $"< {Limits.LowBreaths} a minute", "rr");
            Vital(session, vitals, alarms, "site_hr", AlarmPriority.Medium, v => v.HeartRate is > Limits.FastHeart or < Limits.SlowHeart,
                v => $"heart rate {v.HeartRate}",
                v => $"{(v.HeartRate > Limits.FastHeart ? $"> {Limits.FastHeart}" : $"< {Limits.SlowHeart}")}{Baseline(session.Baseline?.HeartRate, v.HeartRate)}");
        }
        Rating(session, Since(session.Sedation, now), alarms, "a_sed", AlarmPriority.High, value => value <= Limits.DeepSedation, value => $"MOAA/S {value}", $"≤ {Limits.DeepSedation}");
        Rating(session, Since(session.Distress, now), alarms, "site_distress", AlarmPriority.Medium, value => value >= Limits.Distress, value => $"distress {value}/10", $"≥ {Limits.Distress}");
        Rating(session, Since(session.Nausea, now), alarms, "a_nausea", AlarmPriority.Low, value => value >= Limits.Nausea, value => $"nausea {value}/10", $"≥ {Limits.Nausea}");
        // A rating without the impression (six numbers only) says nothing about how extreme it is.
        var impressions = session.Dissociation.Where(reading => reading.At <= now && reading.Value.Rating is not null)
            .Select(reading => new Reading<int>(reading.EntryId, reading.At, reading.Value.Rating!.Value)).ToList();
        Rating(session, impressions, alarms, "site_distress", AlarmPriority.Medium, value => value >= Limits.ExtremeDissociation,
            _ => "dissociation extreme", $"{Limits.ExtremeDissociation} of 4", "dissociation");
        foreach (var adverse in session.AdverseEvents)
            if (adverse.Outcome == AdverseEventOutcome.Ongoing && adverse.Recorded.At <= now
                && adverse.Recorded.Severity >= AdverseEventSeverity.Severe)
                alarms.Add(Make(session, RuleFor(adverse), adverse.EntryId, AlarmPriority.High, adverse.Recorded.What,
                    "severe and ongoing", adverse.Recorded.At));
        return [.. alarms.OrderByDescending(alarm => alarm.Priority).ThenBy(alarm => alarm.Since)];
    }

    private static void Pressure(Session session, List<Reading<Vitals>> vitals, Reading<Vitals> last, List<Alarm> alarms)
    {
        static bool Severe(Vitals v) => v.Systolic >= Limits.SevereSystolic || v.Diastolic >= Limits.SevereDiastolic;
        static bool Raised(Vitals v) => v.Systolic >= Limits.RaisedSystolic || v.Diastolic >= Limits.RaisedDiastolic;
        if (!Raised(last.Value)) return;
        var what = $"BP {last.Value.Systolic}/{last.Value.Diastolic}";
        if (Severe(last.Value))
        {
            var first = FirstOfRun(vitals, Severe);
            var sustained = last.At - first.At >= Sustained;
            alarms.Add(Make(session, "a_bp2", first.EntryId, sustained ? AlarmPriority.High : AlarmPriority.Medium, what,
                $"≥ {Limits.SevereSystolic}/{Limits.SevereDiastolic}{(sustained ? ", sustained" : ", repeat in 5 min")}{Baseline(session.Baseline?.Systolic, last.Value.Systolic)}", first.At));
            return;
        }
        var raised = FirstOfRun(vitals, Raised);
        alarms.Add(Make(session, "a_bp1", raised.EntryId, AlarmPriority.Medium, what,
            $"≥ {Limits.RaisedSystolic}/{Limits.RaisedDiastolic}{Baseline(session.Baseline?.Systolic, last.Value.Systolic)}", raised.At));
    }

    private static void Vital(
        Session session, List<Reading<Vitals>> vitals, List<Alarm> alarms, string rule, AlarmPriority priority,
        Func<Vitals, bool> crossed, Func<Vitals, string> what, Func<Vitals, string> against, string part = "")
    {
        if (vitals is not [.., var newest] || !crossed(newest.Value)) return;
        var first = FirstOfRun(vitals, crossed);
        alarms.Add(Make(session, rule, first.EntryId, priority, what(vitals[^1].Value), against(vitals[^1].Value), first.At, part));
    }

    private static void Rating(
        Session session, List<Reading<int>> readings, List<Alarm> alarms, string rule, AlarmPriority priority,
        Func<int, bool> crossed, Func<int, string> what, string against, string part = "")
    {
        if (readings is not [.., var last] || !crossed(last.Value)) return;
        var first = FirstOfRun(readings, crossed);
        alarms.Add(Make(session, rule, first.EntryId, priority, what(last.Value), against, first.At, part));
    }

    private static Reading<T> FirstOfRun<T>(List<Reading<T>> readings, Func<T, bool> crossed)
    {
        var first = readings.Count - 1;
        while (first > 0 && crossed(readings[first - 1].Value)) first--;
        return readings[first];
    }

    private static List<Reading<int>> Since(IReadOnlyList<Reading<int>> readings, DateTimeOffset now) =>
        [.. readings.Where(reading => reading.At <= now)];

    private static Alarm Make(
        Session session, string rule, Guid entry, AlarmPriority priority, string what, string against, DateTimeOffset since, string part = "")
    {
        var key = $"{rule}{part}:{entry:N}";
        var seen = session.Acknowledged.TryGetValue(key, out var by);
        return new Alarm(key, priority, RuleBook.Find(rule), what, against, since, seen ? by.By : null, seen ? by.At : null);
    }

    private static string RuleFor(AdverseEvent adverse) => AdverseEventKinds.Find(adverse.Recorded.What)?.RuleId ?? "a_bp3";

    private static string Baseline(int? baseline, int? value) => baseline is { } from and > 0 && value is { } to
        ? string.Create(CultureInfo.InvariantCulture, $", baseline {from}, {(to - from) * 100.0 / from:+0;−0;±0} %")
        : "";
}

/// <summary>An adverse event by its usual name, and the rule it calls up.</summary>
public sealed record AdverseEventKind(string Name, string? RuleId = null);

/// <summary>The events a nurse picks from; anything else is written in words.</summary>
public static class AdverseEventKinds
{
    public static IReadOnlyList<AdverseEventKind> All { get; } =
    [
        new("Nausea", "a_nausea"),
        new("Vomiting", "a_nausea"),
        new("Headache"),
        new("Dizziness"),
        new("Anxiety or panic", "a_dissoc"),
        new("Distressing dissociation", "a_dissoc"),
        new("Hypertension", "a_bp2"),
        new("Chest pain", "a_bp3"),
        new("Neurological sign", "a_bp3"),
        new("Hypotension", "site_sbp_low"),
        new("Tachycardia", "site_hr"),
        new("Bradycardia", "site_hr"),
        new("Desaturation", "a_spo2"),
        new("Respiratory depression", "a_spo2"),
        new("Over-sedation", "a_sed"),
        new("Agitation", "a_psych"),
        new("Psychosis or mania", "a_psych"),
        new("Suicidal crisis", "a_psych"),
        new("Laryngospasm", "a_laryng"),
        new("Hypersalivation", "a_laryng"),
        new("Allergic reaction", "a_laryng"),
        new("Seizure", "a_laryng"),
        new("Extravasation"),
        new("Urinary symptoms"),
        new("Fall"),
    ];

    public static AdverseEventKind? Find(string name) =>
        All.FirstOrDefault(kind => string.Equals(kind.Name, name, StringComparison.OrdinalIgnoreCase));
}

using System.Globalization;
using Afterglow.Core;
using Afterglow.Core.Plans;
using Afterglow.Core.Plans.Treatment;

namespace Afterglow.App.Plans;

/// <summary>A plan as its form holds it: everything as it was typed, so that nothing is lost when some of it is refused.</summary>
public sealed class PlanFields
{
    public Guid EntryId { get; set; }
    public Guid? Seen { get; set; }
    public PlanIndication Indication { get; set; }
    public string? Diagnosis { get; set; }
    public List<string> Symptoms { get; set; } = [];
    public string? OwnWords { get; set; }
    public List<string> Measures { get; set; } = [];
    public string? First { get; set; }
    public Dictionary<string, string?> Baselines { get; set; } = [];
    public Dictionary<string, string?> Days { get; set; } = [];
    public string? ProtocolId { get; set; }
    public string? FirstDose { get; set; }
    public string? HighestDose { get; set; }
    public string? Titration { get; set; }
    public int Sessions { get; set; }
    public int LeastDaysApart { get; set; }
    public int WithinDays { get; set; }
    public int TherapyBefore { get; set; }
    public int TherapyAfter { get; set; }
    public string? Therapist { get; set; }
    public int ReviewAfterSessions { get; set; }
    public int ReviewAfterDays { get; set; }
    public int StopBelowPercent { get; set; }
    public Dictionary<string, string?> Weeks { get; set; } = [];
    public string? Driver { get; set; }
    public string? Afterwards { get; set; }
    public string? Remarks { get; set; }
    public string? Why { get; set; }

    /// <summary>The fields of a plan; where a measure has no start yet, the newest score of the chart.</summary>
    public static PlanFields Of(PlanTerms terms, PlanView view)
    {
        var fields = new PlanFields
        {
            Indication = terms.Indication, Diagnosis = terms.Diagnosis, Symptoms = [.. terms.Symptoms], OwnWords = terms.OwnWords,
            Measures = [.. terms.Measures.Select(measure => measure.Id)], First = terms.Measures.Count > 0 ? terms.Measures[0].Id : null, ProtocolId = terms.ProtocolId,
            FirstDose = terms.FirstDose.ToString(), HighestDose = terms.HighestDose.ToString(), Titration = terms.Titration, Sessions = terms.Sessions,
            LeastDaysApart = terms.LeastDaysApart, WithinDays = terms.WithinDays, TherapyBefore = terms.TherapyBefore, TherapyAfter = terms.TherapyAfter,
            Therapist = terms.Therapist, ReviewAfterSessions = terms.ReviewAfterSessions, ReviewAfterDays = terms.ReviewAfterDays,
            StopBelowPercent = terms.StopBelowPercent, Driver = terms.Driver, Afterwards = terms.Afterwards, Remarks = terms.Remarks,
        };
        foreach (var measure in JudgingMeasure.All)
        {
            var planned = terms.Measures.FirstOrDefault(one => one.Id == measure.Id);
            var (score, on) = planned is { Baseline: { } baseline } ? (baseline, planned.TakenOn)
                : PlanProgress.Baseline(measure, view.Scores) is { } newest ? (newest.Score, (DateOnly?)newest.On) : (-1m, null);
            if (score >= 0) fields.Baselines[measure.Id] = score.ToString("0.##", CultureInfo.InvariantCulture);
            if (on is { } day) fields.Days[measure.Id] = day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        }
        // What was left out stays left out: it comes back as 0.
        foreach (var protocol in Protocols.All)
            foreach (var rule in MonitoringRule.For(protocol).Where(rule => !rule.EverySession))
                fields.Weeks[rule.Rule.Id] = (terms.Monitoring.FirstOrDefault(one => one.Rule == rule.Rule.Id)?.EveryWeeks
                    ?? (terms.Protocol is { } own && MonitoringRule.For(own).Contains(rule) ? 0 : rule.Usual)).ToString(CultureInfo.InvariantCulture);
        return fields;
    }

    /// <summary>The plan that was typed, or the first thing that cannot be read.</summary>
    public Result<PlanTerms> Read()
    {
        if (!PlannedDose.Read(FirstDose).Try(out var first, out var refusal) || !PlannedDose.Read(HighestDose).Try(out var highest, out refusal)) return refusal;
        var measures = new List<PlannedMeasure>();
        foreach (var id in Measures.OrderByDescending(id => id == First))
        {
            if (JudgingMeasure.Find(id) is not { } measure) return new PlanUnclear("measure", "Choose one of the measures shown.");
            decimal? baseline = null;
            if (Baselines.GetValueOrDefault(id) is { Length: > 0 } typed)
            {
                if (!decimal.TryParse(typed.Trim(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var score))
                    return new PlanUnclear("baseline", $"“{typed}” is no score of {measure.Name}; write a number from {measure.Range.Low} to {measure.Range.High}.");
                baseline = score;
            }
            DateOnly? on = null;
            if (baseline is not null && Days.GetValueOrDefault(id) is { Length: > 0 } day)
            {
                if (!DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var read))
                    return new PlanUnclear("baseline", $"Write the day on which {measure.Name} was taken as 2026-11-23.");
                on = read;
            }
            measures.Add(new PlannedMeasure(id, baseline, on));
        }
        var monitoring = new List<PlannedMonitoring>();
        foreach (var (rule, typed) in Weeks)
        {
            if (MonitoringRule.Find(rule) is not { } known || string.IsNullOrWhiteSpace(typed)) continue;
            if (!int.TryParse(typed.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var weeks))
                return new PlanUnclear("monitoring", $"{known.What} is looked at every {known.Least} to {known.Most} weeks; write how often as a number.");
            monitoring.Add(new PlannedMonitoring(rule, weeks));
        }
        return new PlanTerms(
            Indication, Diagnosis ?? "", Symptoms, OwnWords ?? "", measures, ProtocolId ?? "", first, highest, Titration ?? "", Sessions, LeastDaysApart,
            WithinDays, TherapyBefore, TherapyAfter, Therapist ?? "", ReviewAfterSessions, ReviewAfterDays, StopBelowPercent, monitoring, Driver ?? "",
            Afterwards ?? "", Remarks ?? "").Checked();
    }
}

using Afterglow.App.Measures;
using Afterglow.App.Patients;
using Afterglow.App.Record;
using Afterglow.Core.Measures;
using Afterglow.Core.Patients;
using Dapper;
using Microsoft.Extensions.Localization;

namespace Afterglow.App.Portal;

/// <summary>One score, with what it was at the start.</summary>
/// <param name="First">The first score of the same instrument; null where this is the first.</param>
public sealed record PatientScore(Instrument Instrument, DateTimeOffset At, int Total, int? First)
{
    public string Name => Instrument.Name;

    /// <summary>“9 of 27, mild; 8 points better than at the start”, in the language being read.</summary>
    public string Words(IStringLocalizer<PatientWords> words)
    {
        var text = words["course.score", Total, Instrument.Total?.High ?? 0].Value;
        if (Instrument.BandOf(Total) is { } band && words["course.band." + band.Key] is { ResourceNotFound: false } said) text += $", {said.Value}";
        if (First is not { } first) return text;
        var better = (int)Instrument.Better(first, Total);
        return text + "; " + (better switch
        {
            > 0 => words["course.better", better],
            < 0 => words["course.worse", -better],
            _ => words["course.same"],
        }).Value;
    }
}

/// <summary>A patient's scores and sessions since the start, oldest first.</summary>
public sealed record PatientCourse(IReadOnlyList<PatientScore> Scores, IReadOnlyList<DateTimeOffset> Sessions)
{
    public PatientScore? Newest(Instrument instrument) => Scores.LastOrDefault(score => score.Instrument.Id == instrument.Id);

    /// <summary>By instrument, the one measured most often first.</summary>
    public IEnumerable<IGrouping<Instrument, PatientScore>> ByInstrument => Scores.GroupBy(score => score.Instrument).OrderByDescending(group => group.Count()).ThenBy(group => group.Key.Name, StringComparer.Ordinal);
}

/// <summary>What a patient sees of their own scores: those an instrument is known for, and what they mean.</summary>
public sealed class PatientScores(ClinicRecord record, Database database)
{
    public async Task<PatientCourse> OfAsync(Guid patientId, CancellationToken cancel = default)
    {
        var chart = Chart.From(patientId, (await record.ReadAsync(StreamName.Patient(patientId), cancel: cancel)).Select(PatientRecords.Line));
        var scores = MeasureRecords.Of(chart).Where(measure => measure is { Instrument: not null, Score: not null })
            .Select(measure => (measure.Instrument, Start: measure.At, Total: (int)measure.Score!.Value)).ToList();
        var first = scores.GroupBy(score => score.Instrument!.Id).ToDictionary(group => group.Key, group => group.First());
        await using var connection = await database.OpenAsync(cancel);
        var sessions = await connection.QueryAsync<string>(
            "select started_at from read_session where patient_id = @patient and started_at <> '' order by started_at", new { patient = patientId.ToString("D") });
        return new PatientCourse(
            [.. scores.Select(score => new PatientScore(
                score.Instrument!, score.Start, score.Total, first[score.Instrument!.Id] is var start && start.Start == score.Start ? null : first[score.Instrument!.Id].Total))],
            [.. sessions.Select(Instant.Read)]);
    }
}

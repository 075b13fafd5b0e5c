using Afterglow.App.Patients;
using Afterglow.App.Record;
using Afterglow.App.Sessions;
using Afterglow.Core.Measures;
using Afterglow.Core.Patients;
using Dapper;

namespace Afterglow.App.Measures;

/// <summary>What stands on the axis of a course beside the scores.</summary>
public enum CourseMark
{
    Session,
    AdverseEvent,
    Medication,
    Therapy,
    Note,
}

/// <summary>Something that happened, as a mark on the axis.</summary>
/// <param name="Short">A word or two beside the mark: the dose of a session.</param>
/// <param name="Path">Where more of it stands; null where nothing does.</param>
public sealed record CourseEvent(CourseMark Mark, DateTimeOffset At, string Title, string Detail, string Short = "", string? Path = null);

/// <summary>One scale over time, oldest first.</summary>
/// <param name="Start">What a change is judged from: the newest score up to the first session, or else the first of all.</param>
public sealed record CourseLine(Instrument Instrument, IReadOnlyList<MeasureInChart> Points, MeasureInChart Start)
{
    public MeasureInChart Newest => Points[^1];

    /// <summary>How much is left of what there was at the start, in percent: 100 at the start, 0 at the best the scale knows. Null where the start was the best already.</summary>
    public decimal? LeftOf(decimal score)
    {
        var (low, high) = Instrument.Total!.Value;
        var (room, left) = Instrument.HigherIsBetter ? (high - Start.Score!.Value, high - score) : (Start.Score!.Value - low, score - low);
        return room <= 0 ? null : 100m * left / room;
    }
}

/// <summary>Everything on one axis.</summary>
/// <param name="Lines">The scale with the most scores first.</param>
/// <param name="Screens">What is not added up: suicide screens and what was left unfinished.</param>
/// <param name="Events">Oldest first.</param>
public sealed record PatientCourse(IReadOnlyList<CourseLine> Lines, IReadOnlyList<MeasureInChart> Screens, IReadOnlyList<CourseEvent> Events, DateTimeOffset From, DateTimeOffset To)
{
    /// <summary>What stood long before the first session belongs to another time: it is in the chart.</summary>
    private static readonly TimeSpan Before = TimeSpan.FromDays(90);

    internal static PatientCourse Of(IReadOnlyList<MeasureInChart> measures, IReadOnlyList<CourseEvent> events, DateTimeOffset now)
    {
        var first = events.FirstOrDefault(happened => happened.Mark == CourseMark.Session)?.At;
        var from = first - Before;
        var shown = measures.Where(measure => from is null || measure.At >= from).ToList();
        var lines = shown.Where(measure => measure is { Score: { } score, Instrument.Total: var (low, high) } && score >= low && score <= high)
            .GroupBy(measure => measure.Instrument!)
            .Select(group => new CourseLine(group.Key, [.. group], group.LastOrDefault(measure => first is null ? false : measure.At <= first) ?? group.First()))
            .OrderByDescending(line => line.Points.Count).ThenBy(line => line.Instrument.Name, StringComparer.Ordinal).ToList();
        var inside = events.Where(happened => from is null || happened.At >= from).ToList();
        var instants = lines.SelectMany(line => line.Points.Select(point => point.At)).Concat(inside.Select(happened => happened.At)).Where(at => at <= now).DefaultIfEmpty(now).ToList();
        return new PatientCourse(lines, [.. shown.Where(measure => measure is { Score: null })], inside, instants.Min(), instants.Max());
    }
}

/// <summary>Gathers a course from the read tables: scores from the chart, sessions with their dose, what went wrong, medicines, therapy.</summary>
public sealed class CourseRecords(Database database, MeasureRecords measures, TimeProvider clock)
{
    private static readonly string[] Kinds = [ChartKinds.AdverseEvent, ChartFact.MedicationNoted.Name, ChartFact.EncounterNoted.Name, ChartFact.NoteAdded.Name];

    /// <summary>The course of a patient; null when there is no such patient within reach.</summary>
    public async Task<PatientCourse?> OpenAsync(Guid patientId, Reach reach, CancellationToken cancel = default)
    {
        if (await measures.ListAsync(patientId, reach, cancel) is not { } scores) return null;
        await using var connection = await database.OpenAsync(cancel);
        var events = (await connection.QueryAsync<(string Id, long Number, string Started, string Ordered, string Given, string Protocol)>(
            """
            select session_id, session_number, started_at, ordered_dose, given, protocol_id from read_session
            where patient_id = @patient and started_at <> '' order by started_at
            """, new { patient = patientId.ToString("D") })).Select(row => Session(row)).ToList();
        foreach (var row in (await PatientQueries.TimelineAsync(connection, patientId, null, 500, Kinds)).Rows)
            if (row.State != PatientTimeline.Struck && row.At.Precision is Precision.Instant or Precision.Day && Mark(row) is { } mark)
                events.Add(new CourseEvent(mark, row.At.Start, row.Title, row.Detail));
        return PatientCourse.Of(scores, [.. events.OrderBy(happened => happened.At)], clock.GetUtcNow());
    }

    private static CourseEvent Session((string Id, long Number, string Started, string Ordered, string Given, string Protocol) row)
    {
        var dose = row.Given.Length > 0 && Core.Units.Mass.Read(row.Given).Try(out var given, out _) ? given.RoundedTo(0.1m).ToString() : row.Ordered;
        return new CourseEvent(
            CourseMark.Session, Instant.Read(row.Started), $"Session {row.Number}",
            $"{Core.Plans.Protocols.Find(row.Protocol)?.Name ?? row.Protocol}; {(dose.Length > 0 ? $"{dose} given" : "dose not written down")}", dose, $"/sessions/{row.Id}/note");
    }

    // A note is a mark only where somebody has written so; therapy is a visit that says so.
    private static CourseMark? Mark(TimelineRow row) => row.Kind switch
    {
        ChartKinds.AdverseEvent => CourseMark.AdverseEvent,
        ChartFact.MedicationNoted.Name => CourseMark.Medication,
        ChartFact.NoteAdded.Name => row.Detail.StartsWith(LifeEvent, StringComparison.OrdinalIgnoreCase) ? CourseMark.Note : null,
        _ => row.Title.Contains("therap", StringComparison.OrdinalIgnoreCase) || row.Title.Contains("integration", StringComparison.OrdinalIgnoreCase) ? CourseMark.Therapy : null,
    };

    /// <summary>A note that begins so stands on the axis.</summary>
    public const string LifeEvent = "Life event:";
}

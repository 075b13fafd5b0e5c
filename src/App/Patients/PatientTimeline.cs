using Afterglow.App.Record;
using Afterglow.Core.Patients;
using Dapper;

namespace Afterglow.App.Patients;

/// <summary>One thing that happened, as the timeline shows it.</summary>
/// <param name="Stream">The log it is written in: the patient's own, or a session's.</param>
/// <param name="EntryId">Unique in that log. A module that shows a whole log as one row uses the log's own id.</param>
/// <param name="Kind">A permanent name, which the timeline can be filtered by.</param>
/// <param name="Source">The other system it was imported from; empty when written here.</param>
/// <param name="State">Empty; <c>amended</c>, or <c>struck</c> when it was withdrawn.</param>
public sealed record TimelineRow(
    Guid PatientId, StreamName Stream, Guid EntryId, ClinicalTime At, DateTimeOffset RecordedAt, string Kind, string Title,
    string Detail, string AuthorName, string Source = "", string State = "");

/// <summary>
/// Writes into the timeline of a patient. Other modules' read tables call it inside their own fill, so that a treatment
/// session stands between the facts of the chart.
/// </summary>
public static class PatientTimeline
{
    public const string Struck = "struck";

    public const string Amended = "amended";

    /// <summary>Adds a row, or replaces the one with the same stream and entry id.</summary>
    public static Task PutAsync(RecordWrite write, TimelineRow row) => PutAsync(write, row, "");

    /// <summary>Notes that a treatment session took place, for the list of patients. An earlier one than known changes nothing.</summary>
    public static Task SessionTookPlaceAsync(RecordWrite write, Guid patientId, DateTimeOffset at) => write.Connection.ExecuteAsync(
        "update read_patient set last_session_at = @at where patient_id = @patient and last_session_at < @at",
        new { at = Instant.Text(at), patient = patientId.ToString("D") }, write.Transaction);

    internal static Task PutAsync(RecordWrite write, TimelineRow row, string weight) => write.Connection.ExecuteAsync(
        """
        insert into read_timeline (patient_id, stream, entry_id, at, precision, recorded_at, kind, title, detail, author_name, source, state, weight)
        values (@patient, @stream, @entry, @at, @precision, @recorded, @kind, @title, @detail, @author, @source, @state, @weight)
        on conflict (patient_id, stream, entry_id) do update set
            at = excluded.at, precision = excluded.precision, title = excluded.title, detail = excluded.detail,
            source = excluded.source, state = excluded.state, weight = excluded.weight
        """,
        new
        {
            patient = row.PatientId.ToString("D"),
            stream = row.Stream.ToString(),
            entry = row.EntryId.ToString("D"),
            at = Instant.Text(Place(row.At, row.RecordedAt)),
            precision = row.At.Precision.ToString(),
            recorded = Instant.Text(row.RecordedAt),
            kind = row.Kind,
            title = row.Title,
            detail = row.Detail,
            author = row.AuthorName,
            source = row.Source,
            state = row.State,
            // What was struck out is no weight, and one without a time is never the newest.
            weight = row.State == Struck || row.At.Precision == Precision.Unknown ? "" : weight,
        }, write.Transaction);

    /// <summary>Where on the timeline it stands: what has no known time stands where it was written down.</summary>
    internal static DateTimeOffset Place(ClinicalTime at, DateTimeOffset recordedAt) =>
        at.Precision == Precision.Unknown ? recordedAt : at.Start;
}

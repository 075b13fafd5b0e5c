using Afterglow.App.Patients;
using Afterglow.App.Record;
using Afterglow.Core.Intake.History;
using Afterglow.Core.Patients;
using Dapper;

namespace Afterglow.App.Portal;

/// <summary>How far each history form is, for the queue; and that it was sent, for the timeline.</summary>
internal sealed class HistoryReadTable : IReadTable
{
    public string StreamKind => StreamName.Patient(Guid.Empty).Kind;

    public IReadOnlyList<string> Tables { get; } = ["read_history"];

    public async Task FillAsync(RecordWrite write, StreamName stream, IReadOnlyList<Entry> appended)
    {
        // Read first by its kind: most of what is written into a chart is no answer.
        if (!appended.Any(entry => entry.Kind.StartsWith("history-", StringComparison.Ordinal))) return;
        var view = new HistoryView(stream.Id, PatientHistory.From((await write.ReadAsync(stream)).Select(PatientRecords.Line)));
        var (answered, needed) = view.Progress;
        await write.Connection.ExecuteAsync(
            """
            insert into read_history (patient_id, answered, needed, changed_at, submitted_at) values (@patient, @answered, @needed, @changed, @submitted)
            on conflict (patient_id) do update set answered = excluded.answered, needed = excluded.needed, changed_at = excluded.changed_at,
                submitted_at = excluded.submitted_at
            """,
            new
            {
                patient = stream.Id.ToString("D"), answered, needed, changed = view.History.ChangedAt is { } changed ? Instant.Text(changed) : "",
                submitted = view.History is { SubmittedAt: { } sent, ChangedSinceSubmitted: false } ? Instant.Text(sent) : "",
            }, write.Transaction);
        foreach (var entry in appended.Where(entry => entry.Kind == HistoryEvent.Submitted.Kind))
            await PatientTimeline.PutAsync(write, new TimelineRow(
                stream.Id, stream, entry.EntryId, ClinicalTime.At(entry.RecordedAt), entry.RecordedAt, HistoryEvent.Submitted.Kind,
                "History form sent", $"{answered} of {needed} questions answered", entry.Author.Name));
    }
}

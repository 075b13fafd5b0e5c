using Afterglow.App.Design;
using Afterglow.App.Patients;
using Afterglow.App.Record;
using Afterglow.Core;
using Afterglow.Core.Intake.History;
using Dapper;

namespace Afterglow.App.Portal;

/// <summary>A history as it stands.</summary>
public sealed record HistoryView(Guid PatientId, PatientHistory History)
{
    /// <summary>How many questions have to be answered, and how many are.</summary>
    public (int Answered, int Needed) Progress
    {
        get
        {
            var missing = History.Missing().Count;
            var answered = HistoryCatalogue.Sections.SelectMany(section => section.Questions).Sum(CountAnswered);
            return (answered, answered + missing);
        }
    }

    private int CountAnswered(Question question) => question.Optional ? 0
        : question.Kind != QuestionKind.Group ? History.Find(question.Id) is null ? 0 : 1
        : History.Rows(question.Id).Sum(row => question.Fields.Count(field => !field.Optional && History.Find(field.Id, row) is not null));
}

/// <summary>What somebody sent of a history form: what was saved, and what could not be.</summary>
/// <param name="Faults">By question, and row within a group.</param>
public sealed record HistorySaved(PatientHistory History, int Written, IReadOnlyDictionary<(string Question, Guid? Row), Refusal> Faults);

/// <summary>
/// The one door to the history forms. Each answer is an entry of the patient's record, written by the patient; an
/// answer that is given again is written once; a wrong one never keeps a right one from being saved.
/// </summary>
public sealed class HistoryRecords(ClinicRecord record, PatientRecords patients, TimeProvider clock)
{
    /// <summary>The patient reads their own form: that is written down like any other reading.</summary>
    public async Task<HistoryView> OpenAsync(PatientLink link, string origin, CancellationToken cancel = default)
    {
        await record.AuditAsync(new AuditLine(link.Patient, "history.read", link.PatientId, $"link/{link.Id:D}", Origin: origin), cancel);
        return new HistoryView(link.PatientId, await FoldAsync(link.PatientId, cancel));
    }

    /// <summary>How far the form is, for the patient's own page: no answer is shown.</summary>
    public async Task<HistoryView> StandingAsync(PatientLink link, CancellationToken cancel = default) =>
        new(link.PatientId, await FoldAsync(link.PatientId, cancel));

    /// <summary>Staff read it in the chart; null when there is no such patient within reach. The page says so with <c>Reads</c>.</summary>
    public async Task<HistoryView?> FindAsync(Guid patientId, Reach reach, CancellationToken cancel = default) =>
        await patients.IsWithinReachAsync(patientId, reach, cancel) ? new HistoryView(patientId, await FoldAsync(patientId, cancel)) : null;

    /// <summary>Saves what a section's form holds: only what is new or other than before is written.</summary>
    public Task<HistorySaved> SaveAsync(
        PatientLink link, IReadOnlyList<(string Question, Guid? Row, TypedAnswer Answer)> typed, IReadOnlyList<(string Group, Guid Row)> removed,
        string origin, CancellationToken cancel = default) =>
        record.WriteAsync(link.Patient, async write =>
        {
            var stream = StreamName.Patient(link.PatientId);
            var lines = (await write.ReadAsync(stream)).Select(PatientRecords.Line).ToList();
            var history = PatientHistory.From(lines);
            var faults = new Dictionary<(string, Guid?), Refusal>();
            var entries = new List<NewEntry>();
            var today = clock.Today();
            foreach (var (group, row) in removed)
                if (history.Rows(group).Contains(row)) Take(new HistoryEvent.RowRemoved(group, row), null);
            foreach (var (id, row, answer) in typed)
            {
                if (HistoryCatalogue.TryFind(id) is not { } question || removed.Any(one => one.Row == row)) continue;
                var saved = history.Saved(id, row)?.Answer;
                if (answer.Empty)
                {
                    // What is not shown comes back empty too, and keeps what was said.
                    if (saved is not null && history.IsShown(question, row)) Take(new HistoryEvent.Cleared(id, row), (id, row));
                }
                else if (answer.Options is { Count: > 1 } && answer.Options.Any(option => option is TypedAnswer.Unsure or TypedAnswer.Declined))
                    faults[(id, row)] = new OptionsExclude();
                else if (!answer.To(question, today).Try(out var now, out var refusal)) faults[(id, row)] = refusal;
                else if (!now.Equals(saved)) Take(new HistoryEvent.Answered(id, now, row), (id, row));
            }
            if (entries.Count > 0)
            {
                await AppendAsync(write, stream, entries);
                await write.AuditAsync(new AuditLine(link.Patient, "history.write", link.PatientId, $"link/{link.Id:D}", Origin: origin));
            }
            return new HistorySaved(history, entries.Count, faults);

            void Take(HistoryEvent asked, (string, Guid?)? place)
            {
                if (!history.Decide(asked, today).Try(out var happened, out var refusal))
                {
                    if (place is { } at) faults[at] = refusal;
                    return;
                }
                var entry = new NewEntry(Guid.CreateVersion7(write.Now), HistoryJson.Kind(happened), HistoryJson.Write(happened));
                entries.Add(entry);
                lines.Add(new(entry.EntryId, entry.Kind, entry.Body, write.Now, link.Patient));
                // Folded again, so that the next answer is decided on a form in which this one stands.
                history = PatientHistory.From(lines);
            }
        }, cancel);

    /// <summary>“This is what I can tell.” Said again without a change in between, it is written once.</summary>
    public Task<Result<PatientHistory>> SubmitAsync(PatientLink link, string language, string origin, CancellationToken cancel = default) =>
        record.WriteAsync<Result<PatientHistory>>(link.Patient, async write =>
        {
            var stream = StreamName.Patient(link.PatientId);
            var history = PatientHistory.From((await write.ReadAsync(stream)).Select(PatientRecords.Line));
            if (history.SubmittedAt is not null && !history.ChangedSinceSubmitted) return history;
            if (!history.Decide(new HistoryEvent.Submitted(language), clock.Today()).Try(out var happened, out var refusal)) return refusal;
            await AppendAsync(write, stream, [new NewEntry(Guid.CreateVersion7(write.Now), HistoryJson.Kind(happened), HistoryJson.Write(happened))]);
            await write.AuditAsync(new AuditLine(link.Patient, "history.submit", link.PatientId, $"link/{link.Id:D}", Origin: origin));
            return PatientHistory.From((await write.ReadAsync(stream)).Select(PatientRecords.Line));
        }, cancel);

    private async Task<PatientHistory> FoldAsync(Guid patientId, CancellationToken cancel) =>
        PatientHistory.From((await record.ReadAsync(StreamName.Patient(patientId), cancel: cancel)).Select(PatientRecords.Line));

    private static async Task AppendAsync(RecordWrite write, StreamName stream, IReadOnlyList<NewEntry> entries)
    {
        // The version was read inside this transaction, which holds the only right to write.
        if (!await write.AppendAsync(stream, await write.VersionAsync(stream), entries))
            throw new InvalidOperationException($"{stream} was overtaken inside a transaction.");
    }
}

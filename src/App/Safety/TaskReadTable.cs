using System.Globalization;
using Afterglow.App.Patients;
using Afterglow.App.Record;
using Afterglow.Core.Patients;
using Afterglow.Core.Safety;
using Dapper;

namespace Afterglow.App.Safety;

/// <summary>One row a task, for the list and for whoever looks whether it must go further; and its line in the patient's timeline.</summary>
internal sealed class TaskReadTable : IReadTable
{
    public string StreamKind => SafetyNet.Stream(Guid.Empty).Kind;

    public IReadOnlyList<string> Tables { get; } = ["read_task"];

    public async Task FillAsync(RecordWrite write, StreamName stream, IReadOnlyList<Entry> appended)
    {
        // A task is a handful of entries: folding it again is simpler than following each.
        var task = SafetyTask.From(stream.Id, SafetyNet.Log(appended[0].Version == 1 ? appended : await write.ReadAsync(stream)))!;
        await write.Connection.ExecuteAsync(
            """
            insert into read_task (task_id, site_id, patient_id, request_id, concern, state, opened_at, due_at, next_at, level, for_role, for_id, taken_by_id, done_at)
            values (@id, @site, @patient, @request, @concern, @state, @opened, @due, @next, @level, @role, @staff, @taken, @done)
            on conflict (task_id) do update set state = excluded.state, due_at = excluded.due_at, next_at = excluded.next_at, level = excluded.level,
                for_role = excluded.for_role, for_id = excluded.for_id, taken_by_id = excluded.taken_by_id, done_at = excluded.done_at
            """,
            new
            {
                id = stream.Id.ToString("D"), site = task.Opened.SiteId.ToString("D"), patient = task.Opened.PatientId?.ToString("D") ?? "",
                request = task.Opened.RequestId?.ToString("D") ?? "", concern = task.Concern.ToString(), state = task.State.ToString(),
                opened = Instant.Text(task.OpenedAt), due = Instant.Text(task.DueAt), next = task.NextEscalationAt is { } next ? Instant.Text(next) : "",
                level = task.Level, role = task.For.Role.ToString(), staff = task.For.StaffId ?? "", taken = task.TakenBy?.Id ?? "",
                done = task.DoneAt is { } done ? Instant.Text(done) : "",
            }, write.Transaction);
        if (task.Opened.PatientId is not { } patientId) return;
        // Its line names whoever looks after it now; a line that is put again keeps the name it had.
        await write.Connection.ExecuteAsync(
            "delete from read_timeline where patient_id = @patient and stream = @stream and entry_id = @id",
            new { patient = patientId.ToString("D"), stream = stream.ToString(), id = stream.Id.ToString("D") }, write.Transaction);
        await PatientTimeline.PutAsync(write, new TimelineRow(
            patientId, stream, stream.Id, ClinicalTime.At(task.OpenedAt), task.OpenedAt, "safety-task", task.Concern.Words(),
            task.State == TaskState.Done ? $"{task.Says[^1]} — done by {task.DoneBy!.Name}: {task.Done}" : task.Says[^1],
            task.TakenBy?.Name ?? task.For.Name ?? ""));
    }
}

/// <summary>The deadlines that the clinic has set.</summary>
internal sealed class SafetyRulesReadTable : IReadTable
{
    /// <summary>The permanent kind of the entry.</summary>
    public const string Written = "safety-rules-written";

    public string StreamKind => Portal.ClinicTextReadTable.Kind;

    public IReadOnlyList<string> Tables { get; } = ["read_safety_rules"];

    public async Task FillAsync(RecordWrite write, StreamName stream, IReadOnlyList<Entry> appended)
    {
        foreach (var entry in appended.Where(entry => entry.Kind == Written))
            await write.Connection.ExecuteAsync(
                "insert into read_safety_rules (site_id, body) values (@site, @body) on conflict (site_id) do update set body = excluded.body",
                new { site = stream.Id.ToString("D"), body = entry.Body }, write.Transaction);
    }
}

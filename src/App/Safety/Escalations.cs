using Afterglow.App.Live;
using Afterglow.App.Record;
using Afterglow.Core.Safety;
using Dapper;

namespace Afterglow.App.Safety;

/// <summary>
/// Takes what nobody took, or what was not done in time, to others: the prescribers, then the director. Several servers may
/// look at once: each step is the next version of the task's log, and there can be one.
/// </summary>
public sealed class Escalations(ClinicRecord record, Database database, TaskNotices notices, TimeProvider clock)
{
    /// <summary>Takes whatever is due now one step further. Returns how many tasks that were.</summary>
    public async Task<int> TakeFurtherAsync(CancellationToken cancel = default)
    {
        IReadOnlyList<string> due;
        await using (var connection = await database.OpenAsync(cancel))
            due = [.. await connection.QueryAsync<string>(
                "select task_id from read_task where state in ('Open', 'Taken') and next_at <> '' and next_at <= @now order by due_at",
                new { now = Instant.Text(clock.GetUtcNow()) })];
        var taken = 0;
        foreach (var id in due) taken += await record.WriteAsync(SafetyNet.Author, write => StepAsync(write, Guid.Parse(id)), cancel);
        return taken;
    }

    // Looked at again inside the transaction: somebody may have taken it meanwhile, or another server this step.
    private async Task<int> StepAsync(RecordWrite write, Guid id)
    {
        var task = SafetyTask.From(id, SafetyNet.Log(await write.ReadAsync(SafetyNet.Stream(id))));
        if (task?.Escalation(write.Now) is not { } step) return 0;
        await SafetyNet.AppendAsync(write, id, task.Version, SafetyNet.Derived($"{id:D} {task.Version} further"), step);
        await write.AuditAsync(new AuditLine(SafetyNet.Author, "task.escalate", task.Opened.PatientId, SafetyNet.Stream(id).ToString()));
        await notices.TellAsync(write, task with { Version = task.Version + 1 }, step.To, null);
        return 1;
    }
}

/// <summary>Asks every two minutes whether a task must go further.</summary>
public sealed partial class EscalationRounds(Escalations escalations, TimeProvider clock, ILogger<EscalationRounds> log) : BackgroundService
{
    private static readonly TimeSpan Pace = TimeSpan.FromMinutes(2);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Rounds.GoAsync(Pace, clock, escalations.TakeFurtherAsync, fault => Stumbled(log, fault), stoppingToken);

    [LoggerMessage(Level = LogLevel.Critical, Message = "Tasks could not be looked at; they are tried again in two minutes.")]
    private static partial void Stumbled(ILogger log, Exception fault);
}

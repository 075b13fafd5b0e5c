using Dapper;

namespace Afterglow.App.Record;

/// <summary>One named, permanent step of the schema. A released step is never edited; a change is a new step.</summary>
public sealed record SchemaStep(string Name, params string[] Statements);

/// <summary>Brings a database file up to the schema this version needs, a step a transaction.</summary>
public static class Schema
{
    /// <summary>Every step of every module, in the order in which they are taken.</summary>
    public static IReadOnlyList<SchemaStep> Steps { get; } =
    [
        .. RecordTables.Steps,
        .. People.PeopleTables.Steps,
        .. Patients.PatientTables.Steps,
        .. Measures.MeasureTables.Steps,
        .. Sessions.SessionTables.Steps,
        .. Messages.MessageTables.Steps,
        .. Portal.PortalTables.Steps,
        .. Intake.IntakeTables.Steps,
        .. Schedule.ScheduleTables.Steps,
        .. Schedule.ReminderTables.Steps,
        .. Safety.SafetyTables.Steps,
        .. Portal.CheckInTables.Steps,
    ];

    public static async Task PrepareAsync(Database database, TimeProvider clock, CancellationToken cancel = default)
    {
        using var turn = await database.WriterAsync(cancel);
        await using var connection = await database.OpenAsync(cancel);
        await connection.ExecuteAsync("create table if not exists schema_step (name text primary key, taken_at text not null)");
        var taken = (await connection.QueryAsync<string>("select name from schema_step")).ToHashSet();
        foreach (var step in Steps.Where(step => !taken.Contains(step.Name)))
        {
            await using var transaction = await connection.BeginTransactionAsync(cancel);
            foreach (var statement in step.Statements) await connection.ExecuteAsync(statement, transaction: transaction);
            await connection.ExecuteAsync(
                "insert into schema_step (name, taken_at) values (@name, @at)",
                new { name = step.Name, at = Instant.Text(clock.GetUtcNow()) }, transaction);
            await transaction.CommitAsync(cancel);
        }
    }
}

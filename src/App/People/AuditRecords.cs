using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using Afterglow.App.Record;
using Dapper;

namespace Afterglow.App.People;

/// <summary>Which lines of the audit are wanted. What is null is not asked about.</summary>
public sealed record AuditSearch
{
    public DateTimeOffset? From { get; init; }

    /// <summary>Up to, not including.</summary>
    public DateTimeOffset? Until { get; init; }

    public string? ActorId { get; init; }

    public Guid? PatientId { get; init; }

    public string? Action { get; init; }

    public string? Outcome { get; init; }

    public AuditOrder Order { get; init; } = AuditOrder.NewestFirst;
}

public enum AuditOrder
{
    NewestFirst,
    OldestFirst,
    ByPerson,
    ByAction,
}

/// <summary>One line of the audit, as it is read back.</summary>
public sealed record AuditEntry(
    DateTimeOffset At, string ActorId, string ActorName, string Action, string PatientId, string Target, string Outcome, string Reason, string Origin);

/// <summary>A page of the audit, and whether there is another.</summary>
public sealed record AuditLines(IReadOnlyList<AuditEntry> Lines, int Number, bool HasMore);

/// <summary>An export and the fingerprint of its bytes.</summary>
public sealed record AuditExport(byte[] Csv, string Sha256);

/// <summary>Reads the audit: who did what, to whom, when, from where and with what outcome.</summary>
public sealed class AuditRecords(Database database)
{
    public const int PageSize = 100;

    public async Task<AuditLines> PageAsync(AuditSearch search, int page, CancellationToken cancel = default)
    {
        var number = Math.Clamp(page, 1, 1_000_000);
        await using var connection = await database.OpenAsync(cancel);
        var rows = (await connection.QueryAsync<Row>(
            Statement(search.Order) + " limit @take offset @skip", Values(search, PageSize + 1, (number - 1) * PageSize))).ToList();
        return new AuditLines([.. rows.Take(PageSize).Select(row => row.Entry())], number, rows.Count > PageSize);
    }

    /// <summary>Every kind of action there is, for the search form.</summary>
    public async Task<IReadOnlyList<string>> ActionsAsync(CancellationToken cancel = default)
    {
        await using var connection = await database.OpenAsync(cancel);
        return [.. await connection.QueryAsync<string>("select distinct action from audit order by action")];
    }

    /// <summary>Everybody who ever did anything, programs among them.</summary>
    public async Task<IReadOnlyList<(string Id, string Name)>> ActorsAsync(CancellationToken cancel = default)
    {
        await using var connection = await database.OpenAsync(cancel);
        return [.. await connection.QueryAsync<(string, string)>(
            "select actor_id, max(actor_name) from audit group by actor_id order by 2, 1")];
    }

    public async Task<AuditExport> ExportAsync(AuditSearch search, CancellationToken cancel = default)
    {
        var text = new StringBuilder("at,person,person id,action,patient id,target,outcome,reason,origin\r\n");
        await foreach (var line in AllAsync(search, cancel))
            text.AppendJoin(',', Cells(line).Select(Cell)).Append("\r\n");
        var bytes = Encoding.UTF8.GetBytes(text.ToString());
        return new AuditExport(bytes, Convert.ToHexStringLower(SHA256.HashData(bytes)));
    }

    /// <summary>A cell of the export: quoted where it must be, and never something that a spreadsheet would calculate.</summary>
    internal static string Cell(string text)
    {
        if (text.Length > 0 && text[0] is '=' or '+' or '-' or '@' or '\t' or '\r' or '\n') text = "'" + text;
        return text.AsSpan().IndexOfAny(",\"\r\n'") >= 0 ? "\"" + text.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"" : text;
    }

    private async IAsyncEnumerable<AuditEntry> AllAsync(AuditSearch search, [EnumeratorCancellation] CancellationToken cancel)
    {
        await using var connection = await database.OpenAsync(cancel);
        await foreach (var row in connection.QueryUnbufferedAsync<Row>(Statement(search.Order), Values(search, 0, 0)).WithCancellation(cancel))
            yield return row.Entry();
    }

    private static string[] Cells(AuditEntry line) =>
        [line.At.ToString("O", CultureInfo.InvariantCulture), line.ActorName, line.ActorId, line.Action, line.PatientId, line.Target, line.Outcome, line.Reason, line.Origin];

    private static object Values(AuditSearch search, int take, int skip) => new
    {
        from = search.From is { } from ? Instant.Text(from) : "",
        until = search.Until is { } until ? Instant.Text(until) : "~",
        actor = search.ActorId ?? "",
        patient = search.PatientId?.ToString("D") ?? "",
        action = search.Action ?? "",
        outcome = search.Outcome ?? "",
        take,
        skip,
    };

    private static string Statement(AuditOrder order) => order switch
    {
        AuditOrder.OldestFirst => Lines + " order by at, chain, number",
        AuditOrder.ByPerson => Lines + " order by actor_name, actor_id, at desc, chain, number desc",
        AuditOrder.ByAction => Lines + " order by action, at desc, chain, number desc",
        _ => Lines + " order by at desc, chain desc, number desc",
    };

    private const string Lines =
        """
        select at as At, actor_id as ActorId, actor_name as ActorName, action as Action, patient_id as PatientId, target as Target,
               outcome as Outcome, reason as Reason, origin as Origin
        from audit
        where at >= @from and at < @until and (@actor = '' or actor_id = @actor) and (@patient = '' or patient_id = @patient)
          and (@action = '' or action = @action) and (@outcome = '' or outcome = @outcome)
        """;

    private sealed class Row
    {
        public string At { get; init; } = "";
        public string ActorId { get; init; } = "";
        public string ActorName { get; init; } = "";
        public string Action { get; init; } = "";
        public string PatientId { get; init; } = "";
        public string Target { get; init; } = "";
        public string Outcome { get; init; } = "";
        public string Reason { get; init; } = "";
        public string Origin { get; init; } = "";

        public AuditEntry Entry() => new(Instant.Read(At), ActorId, ActorName, Action, PatientId, Target, Outcome, Reason, Origin);
    }
}

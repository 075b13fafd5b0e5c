using Afterglow.App.Record;
using Afterglow.Core.Intake.Requests;
using Dapper;

namespace Afterglow.App.Intake;

/// <summary>
/// Who asked stands outside the record, which holds a digest of each row: compares the two, so that a name changed behind
/// the application's back is noticed.
/// </summary>
internal static class RequestSeals
{
    public static async Task<(long Rows, string? Broken)> WalkAsync(Database database, CancellationToken cancel)
    {
        await using var connection = await database.OpenAsync(cancel);
        // A database that an earlier version left has no such table yet.
        if (await connection.ExecuteScalarAsync<long>("select count(*) from schema_step where name = 'intake/1'") == 0) return (0, null);
        // Read before the entries: a row that is written meanwhile has its entry by then.
        var digests = new Dictionary<string, string>();
        await foreach (var (id, salt, body) in connection.QueryUnbufferedAsync<(string Id, string Salt, string Body)>(
            "select request_id, salt, body from request_person").WithCancellation(cancel))
            digests[id] = Seal.Over(salt, body);
        var rows = digests.Count;
        await foreach (var (stream, kind, body) in connection.QueryUnbufferedAsync<(string Stream, string Kind, string Body)>(
            "select stream, kind, body from entry where version = 1 and kind = @kind order by stream", new { kind = "consultation-asked" }).WithCancellation(cancel))
        {
            var id = stream[(stream.IndexOf('/', StringComparison.Ordinal) + 1)..];
            if (!digests.Remove(id, out var found))
            {
                // Asked after the rows were read, or taken away.
                found = await DigestAsync(database, id, cancel);
                if (found is null) return (rows, $"who asked under request {id}: the row is missing.");
            }
            if (RequestJson.Read(kind, body) is not RequestEvent.ConsultationAsked asked || asked.PersonDigest != found)
                return (rows, $"who asked under request {id}: it was changed after it was sealed.");
        }
        return digests.Count == 0 ? (rows, null) : (rows, $"request {digests.Keys.Min(StringComparer.Ordinal)}: a row stands there that no entry of the record knows.");
    }

    private static async Task<string?> DigestAsync(Database database, string id, CancellationToken cancel)
    {
        await using var connection = await database.OpenAsync(cancel);
        var row = await connection.QuerySingleOrDefaultAsync<(string Salt, string Body)?>("select salt, body from request_person where request_id = @id", new { id });
        return row is var (salt, body) ? Seal.Over(salt, body) : null;
    }
}

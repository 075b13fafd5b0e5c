using Afterglow.App.Record;
using Dapper;

namespace Afterglow.App.Patients;

/// <summary>
/// The rows of persons stand outside the record, which holds a digest of each: compares the two, so that a name changed
/// behind the application's back is noticed too.
/// </summary>
internal static class PersonSeals
{
    public static async Task<(long Rows, string? Broken)> WalkAsync(Database database, CancellationToken cancel)
    {
        await using var connection = await database.OpenAsync(cancel);
        // Read before the entries: a row that is written meanwhile has its entry by then.
        var digests = new Dictionary<(string Patient, int Version), string>();
        await foreach (var row in connection.QueryUnbufferedAsync<PersonRow>(
            "select patient_id as PatientId, version as Version, salt as Salt, body as Body from person").WithCancellation(cancel))
            digests[(row.PatientId, (int)row.Version)] = Seal.Over(row.Salt, row.Body);
        var rows = digests.Count;

        await foreach (var (stream, kind, body) in connection.QueryUnbufferedAsync<(string Stream, string Kind, string Body)>(
            "select stream, kind, body from entry where kind in (@registered, @corrected) order by stream, version",
            new { registered = PatientRegistered.Name, corrected = PersonCorrected.Name }).WithCancellation(cancel))
        {
            var (version, digest) = kind == PatientRegistered.Name
                ? (PatientJson.Registered(body).PersonVersion, PatientJson.Registered(body).PersonDigest)
                : (PatientJson.Corrected(body).PersonVersion, PatientJson.Corrected(body).PersonDigest);
            var key = (stream[(stream.IndexOf('/', StringComparison.Ordinal) + 1)..], version);
            if (!digests.Remove(key, out var found))
            {
                // Registered after the rows were read.
                var late = await LateAsync(database, key.Item1, version, cancel);
                if (late is null) return (rows, $"person {key.Item1} version {version}: the row is missing.");
                found = late;
            }
            if (found != digest) return (rows, $"person {key.Item1} version {version}: it was changed after it was sealed.");
        }
        return digests.Count == 0
            ? (rows, null)
            : (rows, $"person {digests.Keys.Min().Patient}: a row stands there that no entry of the record knows.");
    }

    private static async Task<string?> LateAsync(Database database, string patient, int version, CancellationToken cancel)
    {
        await using var connection = await database.OpenAsync(cancel);
        var row = await connection.QuerySingleOrDefaultAsync<PersonRow>(
            "select patient_id as PatientId, version as Version, salt as Salt, body as Body from person where patient_id = @patient and version = @version",
            new { patient, version });
        return row is null ? null : Seal.Over(row.Salt, row.Body);
    }

    private sealed record PersonRow(string PatientId, long Version, string Salt, string Body);
}

using Afterglow.App.People;
using Afterglow.App.Record;
using Afterglow.Core;
using Afterglow.Core.Measures;
using Afterglow.Core.Measures.Rhythm;
using Dapper;

namespace Afterglow.App.Measures;

/// <summary>
/// The wording of instruments: what comes with Afterglow, and what a clinic that holds a licence has loaded. What was loaded
/// comes first. It stands in the database, so that every server shows the same.
/// </summary>
public sealed class Wordings(ClinicRecord record, Database database)
{
    /// <summary>The wording in a language; null where none may be shown.</summary>
    public async Task<Wording?> ForAsync(Instrument instrument, string language, CancellationToken cancel = default)
    {
        await using var connection = await database.OpenAsync(cancel);
        return await connection.QuerySingleOrDefaultAsync<string>(
            "select body from instrument_wording where instrument = @id and language = @language", new { id = instrument.Id, language }) is { } body
            && WordingFile.Read(body).Try(out var loaded, out _)
            ? loaded.Wording
            : instrument.Wording(language);
    }

    /// <summary>The instruments that a patient can be asked, because there is a wording to show: shipped, or loaded.</summary>
    public async Task<IReadOnlySet<string>> ShowableAsync(CancellationToken cancel = default)
    {
        await using var connection = await database.OpenAsync(cancel);
        return MeasuredCourse.ShippedWording.Concat(await connection.QueryAsync<string>("select distinct instrument from instrument_wording")).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>What the clinic has loaded: instrument, language, when.</summary>
    public async Task<IReadOnlyList<(string Instrument, string Language, string LoadedAt)>> LoadedAsync(CancellationToken cancel = default)
    {
        await using var connection = await database.OpenAsync(cancel);
        return [.. await connection.QueryAsync<(string, string, string)>("select instrument, language, loaded_at from instrument_wording order by instrument, language")];
    }

    /// <summary>Loads a file: all of it, or nothing and why.</summary>
    public async Task<Result<(Instrument Instrument, Wording Wording)>> LoadAsync(string json, CancellationToken cancel = default)
    {
        if (!WordingFile.Read(json).Try(out var read, out var refusal)) return refusal;
        return await record.WriteAsync<Result<(Instrument, Wording)>>(StaffRecords.CommandLine, async write =>
        {
            await write.Connection.ExecuteAsync(
                """
                insert into instrument_wording (instrument, language, body, loaded_at) values (@id, @language, @body, @at)
                on conflict (instrument, language) do update set body = excluded.body, loaded_at = excluded.loaded_at
                """,
                new { id = read.Instrument.Id, language = read.Wording.Language, body = WordingFile.Write(read.Instrument, read.Wording), at = Instant.Text(write.Now) }, write.Transaction);
            await write.AuditAsync(new AuditLine(StaffRecords.CommandLine, "wording.load", Target: $"{read.Instrument.Id} {read.Wording.Language}", Origin: "command line"));
            return read;
        }, cancel);
    }

    /// <summary>Takes a loaded wording away again. False where there was none.</summary>
    public Task<bool> RemoveAsync(string instrument, string language, CancellationToken cancel = default) => record.WriteAsync(StaffRecords.CommandLine, async write =>
    {
        var gone = await write.Connection.ExecuteAsync("delete from instrument_wording where instrument = @instrument and language = @language", new { instrument, language }, write.Transaction);
        if (gone > 0) await write.AuditAsync(new AuditLine(StaffRecords.CommandLine, "wording.remove", Target: $"{instrument} {language}", Origin: "command line"));
        return gone > 0;
    }, cancel);
}

using Afterglow.App.Design;
using Afterglow.App.Patients;
using Afterglow.App.Record;
using Afterglow.Core;
using Afterglow.Core.CheckIns;
using Afterglow.Core.Patients;
using Dapper;

namespace Afterglow.App.Portal;

/// <summary>A quote that may be shown now.</summary>
public sealed record ShownQuote(Guid WordsId, string Exact, IReadOnlyList<QuotePlace> Places, DateOnly Until, string Language);

internal static class QuotePlaceWords
{
    /// <summary>As staff read it.</summary>
    public static string Words(this QuotePlace place) => place switch { QuotePlace.PublicPages => "on the public pages", QuotePlace.Rooms => "on paper in the clinic", _ => "in talks to clinicians" };
}

/// <summary>
/// The one door to what patients write: who may read it is asked here and nowhere else, and whatever quotes them asks here
/// each time. So a permission that is taken back, or has ended, has ended everywhere.
/// </summary>
public sealed class WordsRecords(ClinicRecord record, Database database, TimeProvider clock)
{
    internal static StreamName Stream(Guid patientId) => new("words", patientId);

    /// <summary>The task of a question.</summary>
    internal static Guid TaskOf(Guid entryId) => Safety.SafetyNet.TaskId(new StreamName("said", entryId), Core.Safety.Concern.Question);

    internal static WordsFile Fold(IReadOnlyList<Entry> entries) => WordsFile.From(
        entries.Select(entry => new WordsEntry(entry.EntryId, entry.RecordedAt, entry.Author, CheckInJson.Read<WordsEvent>(entry.Kind, entry.Body))));

    /// <summary>The patient reads what they wrote.</summary>
    public async Task<WordsFile> OpenAsync(PatientLink link, string origin, CancellationToken cancel = default)
    {
        await record.AuditAsync(new AuditLine(link.Patient, "words.read", link.PatientId, $"link/{link.Id:D}", Origin: origin), cancel);
        return await StandingAsync(link, cancel);
    }

    internal async Task<WordsFile> StandingAsync(PatientLink link, CancellationToken cancel = default) => Fold(await record.ReadAsync(Stream(link.PatientId), cancel: cancel));

    /// <summary>Staff read what they may; null when there is no such patient within reach. The page says so with <c>Reads</c>.</summary>
    public async Task<(IReadOnlyList<OwnWords> Words, int Hidden)?> FindAsync(Guid patientId, Caller caller, CancellationToken cancel = default)
    {
        await using var connection = await database.OpenAsync(cancel);
        if (await PatientQueries.SiteAsync(connection, patientId, caller.Reach) is null) return null;
        var all = Fold(await record.ReadAsync(Stream(patientId), cancel: cancel)).Words;
        IReadOnlyList<OwnWords> may = [.. all.Where(words => words.MayRead(caller.Who))];
        // A diary is not even counted.
        return (may, all.Count(words => words.Readers != WordsReaders.OnlyMe) - may.Count);
    }

    /// <summary>What may be quoted at the caller's sites at this moment, wherever it is shown.</summary>
    public async Task<IReadOnlyList<ShownQuote>> QuotesAsync(Reach reach, QuotePlace? place = null, CancellationToken cancel = default)
    {
        await using var connection = await database.OpenAsync(cancel);
        var rows = await connection.QueryAsync<(string Id, string Exact, string Places, string Last, string Language)>(
            "select words_id, exact, places, last_day, language from read_quote where site_id in @sites and last_day >= @today order by last_day, words_id",
            new { sites = reach.SiteTexts, today = clock.Today().ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture) });
        return
        [
            .. rows.Select(row => new ShownQuote(
                    Guid.Parse(row.Id), row.Exact, QuoteRecords.Places(row.Places),
                    QuoteRecords.Read(row.Last), row.Language))
                .Where(quote => place is not { } one || quote.Places.Contains(one)),
        ];
    }

    /// <summary>The patient writes, asks, chooses who reads, allows or takes back. The same entry sent twice is written once.</summary>
    public Task<Result<WordsFile>> ChangeAsync(PatientLink link, Guid entryId, Func<WordsFile, Result<WordsEvent>> decide, string origin, CancellationToken cancel = default) =>
        record.WriteAsync<Result<WordsFile>>(link.Patient, async write =>
        {
            if (entryId == Guid.Empty) return new EntryIdMissing();
            var entries = await write.ReadAsync(Stream(link.PatientId));
            var file = Fold(entries);
            if (entries.Any(entry => entry.EntryId == entryId)) return file;
            if (!decide(file).Try(out var happened, out var refusal)) return refusal;
            if (!await write.AppendAsync(Stream(link.PatientId), entries.Count, [new NewEntry(entryId, CheckInJson.Kind(happened), CheckInJson.Write(happened))]))
                throw new InvalidOperationException($"words/{link.PatientId:D} was overtaken inside a transaction.");
            await write.AuditAsync(new AuditLine(link.Patient, Action(happened), link.PatientId, $"link/{link.Id:D}", Origin: origin));
            return Fold(await write.ReadAsync(Stream(link.PatientId)));
        }, cancel);

    private static string Action(WordsEvent happened) => happened switch
    {
        WordsEvent.Written => "words.write",
        WordsEvent.QuestionAsked => "words.ask",
        WordsEvent.ReadersChosen => "words.readers",
        WordsEvent.QuoteAllowed => "words.quote-allow",
        _ => "words.quote-withdraw",
    };
}

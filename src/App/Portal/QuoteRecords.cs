using System.Globalization;
using Afterglow.App.Design;
using Afterglow.App.Patients;
using Afterglow.App.People;
using Afterglow.App.Record;
using Afterglow.App.Safety;
using Afterglow.Core;
using Afterglow.Core.CheckIns;
using Afterglow.Core.People;
using Afterglow.Core.Safety;
using Dapper;

namespace Afterglow.App.Portal;

/// <summary>A quote as staff see it: what is allowed, and where it stands.</summary>
/// <param name="Allowed">Null where it may not be quoted any more and still stands somewhere.</param>
public sealed record QuoteOnBoard(Guid WordsId, Guid PatientId, string Exact, string Language, AllowedQuote? Allowed, IReadOnlyList<QuoteUse> Uses);

/// <summary>
/// The one door to where quotes stand. The public pages show what is placed there and allowed at this very moment, so that
/// they need not be told; paper and talks do need it: a permission that is taken back while the words stand somewhere opens a
/// task to take them down.
/// </summary>
public sealed class QuoteRecords(ClinicRecord record, Database database, SafetyNet net, TimeProvider clock)
{
    internal static StreamName Stream(Guid words) => new("quote", words);

    private string Today => Day(clock.Today());

    /// <summary>What stands on the public pages now.</summary>
    public async Task<IReadOnlyList<ShownQuote>> PublicAsync(CancellationToken cancel = default)
    {
        await using var connection = await database.OpenAsync(cancel);
        return
        [
            .. (await connection.QueryAsync<(string Id, string Exact, string Places, string Last, string Language)>(
                """
                select q.words_id, q.exact, q.places, q.last_day, q.language from read_quote q
                where q.last_day >= @today and exists (select 1 from read_quote_use u where u.words_id = q.words_id and u.exact = q.exact and u.place = @place and u.down_at = '')
                order by q.words_id desc
                """, new { today = Today, place = nameof(QuotePlace.PublicPages) }))
                .Select(row => new ShownQuote(Guid.Parse(row.Id), row.Exact, Places(row.Places), Read(row.Last), row.Language)).Where(quote => quote.Places.Contains(QuotePlace.PublicPages)),
        ];
    }

    /// <summary>What may be quoted now or stands somewhere at the caller's sites; what must be taken down first.</summary>
    public async Task<IReadOnlyList<QuoteOnBoard>> BoardAsync(Reach reach, CancellationToken cancel = default)
    {
        await using var connection = await database.OpenAsync(cancel);
        var allowed = (await connection.QueryAsync<(string Words, string Patient, string Exact, string Places, string Last, string Language)>(
            "select words_id, patient_id, exact, places, last_day, language from read_quote where site_id in @sites and last_day >= @today", new { sites = reach.SiteTexts, today = Today }))
            .Select(row => new QuoteOnBoard(
                Guid.Parse(row.Words), Guid.Parse(row.Patient), row.Exact, row.Language, new AllowedQuote(row.Exact, Places(row.Places), Read(row.Last), default), [])).ToList();
        var uses = (await connection.QueryAsync<Stored>(Columns + " where site_id in @sites and down_at = '' order by placed_at", new { sites = reach.SiteTexts })).ToLookup(use => Guid.Parse(use.WordsId));
        var board = allowed.Select(quote => quote with { Uses = [.. uses[quote.WordsId].Select(use => use.Use())] }).ToList();
        board.AddRange(uses.Where(each => allowed.TrueForAll(quote => quote.WordsId != each.Key))
            .Select(each => new QuoteOnBoard(each.Key, Guid.Parse(each.First().PatientId), each.First().Exact, Languages.Default, null, [.. each.Select(use => use.Use())])));
        var today = clock.Today();
        return [.. board.OrderByDescending(quote => quote.Uses.Any(use => use.MustGo(quote.Allowed, today))).ThenBy(quote => quote.Allowed?.Until)];
    }

    /// <summary>The words now stand somewhere. The same entry sent twice is one use.</summary>
    public Task<Result<bool>> PlaceAsync(Guid words, Guid entryId, QuotePlace place, string? where, Caller caller, CancellationToken cancel = default) =>
        record.WriteAsync<Result<bool>>(caller.Who, async write =>
        {
            if (entryId == Guid.Empty) return new EntryIdMissing();
            var entries = await write.ReadAsync(Stream(words));
            if (entries.Any(entry => entry.EntryId == entryId)) return true;
            var row = await write.Connection.QuerySingleOrDefaultAsync<(string Patient, string Site, string Exact, string Places, string Last)?>(
                "select patient_id, site_id, exact, places, last_day from read_quote where words_id = @words and site_id in @sites",
                new { words = words.ToString("D"), sites = caller.Reach.SiteTexts }, write.Transaction);
            if (row is not { } quote) return new QuoteNotAllowed();
            if (!QuoteUse.Put(new AllowedQuote(quote.Exact, Places(quote.Places), Read(quote.Last), default), Guid.Parse(quote.Patient), Guid.Parse(quote.Site), place, where, clock.Today())
                .Try(out var happened, out var refusal)) return refusal;
            return await AppendAsync(write, words, entries.Count, entryId, happened, Guid.Parse(quote.Patient), "quote.place", caller);
        }, cancel);

    /// <summary>They do not stand there any more.</summary>
    public Task<Result<bool>> TakeDownAsync(Guid words, Guid entryId, Guid use, Caller caller, CancellationToken cancel = default) =>
        record.WriteAsync<Result<bool>>(caller.Who, async write =>
        {
            if (entryId == Guid.Empty) return new EntryIdMissing();
            var entries = await write.ReadAsync(Stream(words));
            if (entries.Any(entry => entry.EntryId == entryId)) return true;
            var stands = (await write.Connection.QuerySingleOrDefaultAsync<Stored>(
                Columns + " where use_id = @use and words_id = @words and down_at = '' and site_id in @sites",
                new { use = use.ToString("D"), words = words.ToString("D"), sites = caller.Reach.SiteTexts }, write.Transaction));
            return stands is null
                ? new QuoteUseUnknown()
                : await AppendAsync(write, words, entries.Count, entryId, new QuoteUseEvent.TakenDown(use), Guid.Parse(stands.PatientId), "quote.take-down", caller);
        }, cancel);

    /// <summary>Words whose last day is over and which stand on paper or in a talk: somebody is told, once. Returns how many there are.</summary>
    public async Task<int> TellWhatHasEndedAsync(CancellationToken cancel = default)
    {
        IReadOnlyList<(string Words, string Patient, string Site)> ended;
        await using (var connection = await database.OpenAsync(cancel))
            ended = [.. await connection.QueryAsync<(string, string, string)>(
                """
                select distinct u.words_id, u.patient_id, u.site_id from read_quote_use u join read_quote q on q.words_id = u.words_id
                where u.down_at = '' and u.place <> @pages and q.last_day < @today order by u.words_id
                """, new { pages = nameof(QuotePlace.PublicPages), today = Today })];
        foreach (var (words, patient, site) in ended)
            await record.WriteAsync(SafetyNet.Author, async write =>
            {
                var stands = (await StandingAsync(write, Guid.Parse(words))).Where(use => use.Place != QuotePlace.PublicPages).ToList();
                if (stands.Count > 0) await net.OpenAsync(write, TakeDown(Guid.Parse(site), Guid.Parse(patient), Guid.Parse(words), "The last day of a permission to quote is over", stands, clock));
                return true;
            }, cancel);
        return ended.Count;
    }

    /// <summary>What a task to take words down says.</summary>
    /// <remarks>Since when each stands: the same sheet put up and forbidden a second time is another sentence, and so is said.</remarks>
    internal static RaisedConcern TakeDown(Guid site, Guid patient, Guid words, string why, IReadOnlyList<QuoteUse> stands, TimeProvider clock) => new(
        site, patient, null, Concern.TakeDownQuote, $"{why}. Take it down: {string.Join("; ", stands.Select(use => $"{use.Place.Words()}, {use.Where}, since {clock.MomentWords(use.PlacedAt)}"))}.", Stream(words)) { Only = Role.Director };

    /// <summary>Where some words stand now, inside a transaction.</summary>
    internal static async Task<IReadOnlyList<QuoteUse>> StandingAsync(RecordWrite write, Guid words) =>
        [.. (await write.Connection.QueryAsync<Stored>(Columns + " where words_id = @words and down_at = '' order by placed_at", new { words = words.ToString("D") }, write.Transaction)).Select(use => use.Use())];

    private static async Task<Result<bool>> AppendAsync(RecordWrite write, Guid words, int version, Guid entryId, QuoteUseEvent happened, Guid patientId, string action, Caller caller)
    {
        if (!await write.AppendAsync(Stream(words), version, [new NewEntry(entryId, CheckInJson.Kind(happened), CheckInJson.Write(happened))]))
            throw new InvalidOperationException($"quote/{words:D} was overtaken inside a transaction.");
        await write.AuditAsync(new AuditLine(caller.Who, action, patientId, Stream(words).ToString(), Origin: caller.Origin));
        return true;
    }

    internal static IReadOnlyList<QuotePlace> Places(string text) => [.. text.Split(' ').Select(Enum.Parse<QuotePlace>)];

    internal static DateOnly Read(string day) => DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private const string Columns =
        """
        select use_id as UseId, words_id as WordsId, patient_id as PatientId, exact as Exact, place as Place, stands as Stands, placed_at as PlacedAt, placed_by as PlacedBy, down_at as DownAt
        from read_quote_use
        """;

    private sealed class Stored
    {
        public string UseId { get; init; } = "";
        public string WordsId { get; init; } = "";
        public string PatientId { get; init; } = "";
        public string Exact { get; init; } = "";
        public string Place { get; init; } = "";
        public string Stands { get; init; } = "";
        public string PlacedAt { get; init; } = "";
        public string PlacedBy { get; init; } = "";
        public string DownAt { get; init; } = "";

        public QuoteUse Use() => new(
            Guid.Parse(UseId), Guid.Parse(WordsId), Exact, Enum.Parse<QuotePlace>(Place), Stands, Instant.Read(PlacedAt), PlacedBy, DownAt.Length > 0 ? Instant.Read(DownAt) : null);
    }
}

/// <summary>Where quotes stand.</summary>
internal sealed class QuoteUseReadTable : IReadTable
{
    public string StreamKind => QuoteRecords.Stream(Guid.Empty).Kind;

    public IReadOnlyList<string> Tables { get; } = ["read_quote_use"];

    public async Task FillAsync(RecordWrite write, StreamName stream, IReadOnlyList<Entry> appended)
    {
        foreach (var entry in appended)
            _ = CheckInJson.Read<QuoteUseEvent>(entry.Kind, entry.Body) switch
            {
                QuoteUseEvent.Placed placed => await write.Connection.ExecuteAsync(
                    """
                    insert into read_quote_use (use_id, words_id, patient_id, site_id, exact, place, stands, placed_at, placed_by, down_at)
                    values (@use, @words, @patient, @site, @exact, @place, @stands, @at, @by, '')
                    """,
                    new
                    {
                        use = entry.EntryId.ToString("D"), words = stream.Id.ToString("D"), patient = placed.PatientId.ToString("D"), site = placed.SiteId.ToString("D"), exact = placed.Exact,
                        place = placed.Place.ToString(), stands = placed.Where, at = Instant.Text(entry.RecordedAt), by = entry.Author.Name,
                    }, write.Transaction),
                QuoteUseEvent.TakenDown down => await write.Connection.ExecuteAsync(
                    "update read_quote_use set down_at = @at where use_id = @use", new { at = Instant.Text(entry.RecordedAt), use = down.Use.ToString("D") }, write.Transaction),
                _ => 0,
            };
    }
}

/// <summary>Words that are taken back, or allowed elsewhere, while they stand somewhere on paper or in a talk: somebody takes them down.</summary>
internal sealed class QuoteWatch(SafetyNet net, TimeProvider clock) : IReadTable
{
    public string StreamKind => WordsRecords.Stream(Guid.Empty).Kind;

    public IReadOnlyList<string> Tables => [];

    public async Task FillAsync(RecordWrite write, StreamName stream, IReadOnlyList<Entry> appended)
    {
        if (write.IsRebuild) return;
        foreach (var entry in appended)
        {
            var changed = CheckInJson.Read<WordsEvent>(entry.Kind, entry.Body) switch
            {
                WordsEvent.QuoteWithdrawn withdrawn => withdrawn.Words,
                WordsEvent.QuoteAllowed allowed => allowed.Words,
                _ => Guid.Empty,
            };
            if (changed == Guid.Empty) continue;
            var now = WordsRecords.Fold(await write.ReadAsync(stream)).Words.FirstOrDefault(words => words.Id == changed)?.Quote;
            // The public pages have let go of it already. With the moment: taken back again while the same sheet hangs, it is said again.
            var stands = (await QuoteRecords.StandingAsync(write, changed)).Where(use => use.Place != QuotePlace.PublicPages && use.MustGo(now, clock.Today())).ToList();
            if (stands.Count > 0)
                await net.OpenAsync(write, QuoteRecords.TakeDown(await RiskWatches.SiteAsync(write, stream.Id), stream.Id, changed, $"Took back the permission to quote, {clock.MomentWords(entry.RecordedAt)}", stands, clock));
        }
    }
}

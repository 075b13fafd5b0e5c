using System.Data.Common;
using Afterglow.App.Live;
using Afterglow.Core.People;
using Dapper;

namespace Afterglow.App.Record;

/// <summary>
/// The append-only record. Everything a clinic writes goes through <see cref="WriteAsync{T}"/>: entries, the read
/// tables filled from them and the audit lines are committed together or not at all.
/// </summary>
public sealed class ClinicRecord(
    Database database, Anchor anchor, LiveChanges live, TimeProvider clock, IEnumerable<IReadTable> readTables)
{
    private readonly ILookup<string, IReadTable> readTables = readTables.ToLookup(table => table.StreamKind);

    /// <summary>A stream's entries, oldest first, from after the given version.</summary>
    public async Task<IReadOnlyList<Entry>> ReadAsync(StreamName stream, int after = 0, CancellationToken cancel = default)
    {
        await using var connection = await database.OpenAsync(cancel);
        return await EntryRows.ReadAsync(connection, null, stream, after);
    }

    /// <summary>One entry of a stream; null when there is none with this id.</summary>
    public async Task<Entry?> FindAsync(StreamName stream, Guid entryId, CancellationToken cancel = default)
    {
        await using var connection = await database.OpenAsync(cancel);
        return await EntryRows.FindAsync(connection, null, stream, entryId);
    }

    /// <summary>
    /// Runs the work in one transaction and commits it. What the work throws undoes all of it.
    /// Open screens are told only after the commit.
    /// </summary>
    public async Task<T> WriteAsync<T>(Author author, Func<RecordWrite, Task<T>> work, CancellationToken cancel = default)
    {
        T outcome;
        IReadOnlyList<(string Chain, long Number, string Seal)> heads;
        IReadOnlyList<Change> changes;
        using (await database.WriterAsync(cancel))
        {
            await using var connection = await database.OpenAsync(cancel);
            await using var transaction = await connection.BeginTransactionAsync(cancel);
            var write = new RecordWrite(connection, transaction, author, clock, readTables);
            outcome = await work(write);
            await transaction.CommitAsync(CancellationToken.None);
            heads = write.Heads;
            changes = write.Changes;
            anchor.Write(heads);
        }
        foreach (var change in changes) live.Announce(change);
        return outcome;
    }

    /// <summary>Writes down that somebody did or saw something that left no entry: a chart read, a sign-in, a print.</summary>
    public Task AuditAsync(AuditLine line, CancellationToken cancel = default) =>
        WriteAsync(line.Actor, async write =>
        {
            await write.AuditAsync(line);
            return true;
        }, cancel);

    /// <summary>Empties the read tables and fills them again from the record. Returns how many streams were read.</summary>
    public Task<int> RebuildAsync(Author author) => WriteAsync(author, async write =>
    {
        write.IsRebuild = true;
        foreach (var table in readTables.SelectMany(group => group).SelectMany(table => table.Tables))
            await write.Connection.ExecuteAsync(EmptyTable.Statement(table), transaction: write.Transaction);
        var streams = (await write.Connection.QueryAsync<string>(
            "select distinct stream from entry order by stream", transaction: write.Transaction)).ToList();
        foreach (var name in streams.Select(StreamName.Read))
        {
            if (!readTables.Contains(name.Kind)) continue;
            var entries = await EntryRows.ReadAsync(write.Connection, write.Transaction, name, 0);
            foreach (var table in readTables[name.Kind]) await table.FillAsync(write, name, entries);
        }
        await write.AuditAsync(new AuditLine(author, "record.rebuild", Origin: "command line"));
        return streams.Count;
    });

    private static class EmptyTable
    {
        // The names come from the application's own read tables, never from outside.
        public static string Statement(string table) =>
            table.StartsWith("read_", StringComparison.Ordinal) && table.All(letter => char.IsAsciiLetterLower(letter) || letter == '_')
                ? "delete from " + table
                : throw new InvalidOperationException($"“{table}” is not a read table.");
    }
}

/// <summary>One transaction on the record.</summary>
public sealed class RecordWrite
{
    private readonly TimeProvider clock;
    private readonly ILookup<string, IReadTable> readTables;
    // How many streams a transaction keeps at hand, once it has read them.
    private const int MostKept = 8;

    private readonly Dictionary<string, (long Number, string Seal)> heads = [];
    private readonly List<Change> changes = [];

    // Ends of chains, and whole streams, that this transaction has read: it holds the only right to write, so nothing
    // moves under it. Another server's line would be met by the insert.
    private readonly Dictionary<string, (long Number, string Seal)> known = [];
    private readonly List<(StreamName Stream, IReadOnlyList<Entry> Entries)> kept = [];

    internal RecordWrite(
        DbConnection connection, DbTransaction transaction, Author author, TimeProvider clock, ILookup<string, IReadTable> readTables)
    {
        Connection = connection;
        Transaction = transaction;
        Author = author;
        this.clock = clock;
        this.readTables = readTables;
    }

    private RecordWrite(RecordWrite write, Author author)
        : this(write.Connection, write.Transaction, author, write.clock, write.readTables)
    {
        (heads, changes, known, kept) = (write.heads, write.changes, write.known, write.kept);
        IsRebuild = write.IsRebuild;
    }

    public DbConnection Connection { get; }

    public DbTransaction Transaction { get; }

    public Author Author { get; }

    public DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>True while read tables are filled anew: what is read then happened long ago, and nothing follows from it.</summary>
    public bool IsRebuild { get; internal set; }

    internal IReadOnlyList<(string, long, string)> Heads => [.. heads.Select(head => (head.Key, head.Value.Number, head.Value.Seal))];

    internal IReadOnlyList<Change> Changes => changes;

    /// <summary>The same transaction, for what somebody else wrote: generated histories have many authors.</summary>
    internal RecordWrite As(Author author) => new(this, author);

    /// <summary>The stream as it stands inside this transaction.</summary>
    public async Task<IReadOnlyList<Entry>> ReadAsync(StreamName stream, int after = 0)
    {
        if (after > 0 || IsRebuild) return await EntryRows.ReadAsync(Connection, Transaction, stream, after);
        var place = kept.FindIndex(one => one.Stream == stream);
        if (place >= 0) return kept[place].Entries;
        var entries = await EntryRows.ReadAsync(Connection, Transaction, stream, 0);
        known[stream.ToString()] = entries.Count == 0 ? (0, Seal.First) : (entries[^1].Version, entries[^1].Seal);
        if (kept.Count == MostKept) kept.RemoveAt(0);
        kept.Add((stream, entries));
        return entries;
    }

    /// <summary>One entry of a stream; null when there is none with this id.</summary>
    public Task<Entry?> FindAsync(StreamName stream, Guid entryId) => EntryRows.FindAsync(Connection, Transaction, stream, entryId);

    /// <summary>The newest version of a stream; 0 when nothing is written in it.</summary>
    public async Task<int> VersionAsync(StreamName stream) => (int)(await EndAsync(stream)).Number;

    /// <summary>Which of these entries are written already, each with the digest of what was asked for.</summary>
    public async Task<Dictionary<Guid, string>> RequestsAsync(StreamName stream, IReadOnlyList<Guid> entryIds)
    {
        var requests = new Dictionary<Guid, string>();
        // A database takes only so many parameters in one statement.
        foreach (var ids in entryIds.Distinct().Chunk(500))
            foreach (var (id, request) in await Connection.QueryAsync<(string Id, string Request)>(
                "select entry_id, request from entry where stream = @stream and entry_id in @ids",
                new { stream = stream.ToString(), ids = ids.Select(id => id.ToString("D")) }, Transaction))
                requests[Guid.Parse(id)] = request;
        return requests;
    }

    /// <summary>
    /// Appends after <paramref name="expectedVersion"/>, or returns false and writes nothing when somebody else
    /// was first: read again, decide again, try again.
    /// </summary>
    public async Task<bool> AppendAsync(StreamName stream, int expectedVersion, IReadOnlyList<NewEntry> entries)
    {
        var (end, previous) = expectedVersion == 0 ? (0, Seal.First) : await EndAsync(stream);
        if (end != expectedVersion) return false;
        var appended = new List<Entry>(entries.Count);
        foreach (var entry in entries)
        {
            var line = new Entry(
                stream, expectedVersion + appended.Count + 1, entry.EntryId, entry.Kind, entry.Body, entry.Request,
                clock.GetUtcNow(), Author, previous, "");
            line = line with { Seal = line.ExpectedSeal() };
            if (await EntryRows.InsertAsync(Connection, Transaction, line) == 0)
            {
                // Lines of this batch that did get in must not stay: the caller's transaction is undone by this.
                if (appended.Count > 0) throw new InvalidOperationException($"{stream} was overtaken in the middle of a batch.");
                Forget(stream);
                return false;
            }
            appended.Add(line);
            previous = line.Seal;
        }
        if (appended.Count == 0) return true;
        known[stream.ToString()] = (appended[^1].Version, previous);
        if (kept.FindIndex(one => one.Stream == stream) is >= 0 and var place) kept[place] = (stream, [.. kept[place].Entries, .. appended]);
        foreach (var table in readTables[stream.Kind]) await table.FillAsync(this, stream, appended);
        heads[stream.ToString()] = (appended[^1].Version, previous);
        changes.Add(new Change(stream, appended[^1].Version));
        return true;
    }

    /// <summary>Writes an audit line into the same transaction: if it cannot be written, nothing is.</summary>
    public async Task AuditAsync(AuditLine line)
    {
        var chain = "audit/" + Environment.MachineName.ToLowerInvariant();
        var head = known.TryGetValue(chain, out var end) ? end : await Connection.QuerySingleOrDefaultAsync<(long Number, string Seal)?>(
            "select number, seal from audit where chain = @chain order by number desc limit 1", new { chain }, Transaction);
        var number = (head?.Number ?? 0) + 1;
        var row = new AuditRow(
            chain, number, Instant.Text(clock.GetUtcNow()), line.Actor.Id, line.Actor.Name, line.Action,
            line.PatientId?.ToString("D") ?? "", line.Target, line.Outcome, line.Reason, line.Origin, head?.Seal ?? Seal.First, "");
        row = row with { Seal = row.ExpectedSeal() };
        var written = await Connection.ExecuteAsync(
            """
            insert into audit (chain, number, at, actor_id, actor_name, action, patient_id, target, outcome, reason, origin, previous_seal, seal)
            values (@Chain, @Number, @At, @ActorId, @ActorName, @Action, @PatientId, @Target, @Outcome, @Reason, @Origin, @PreviousSeal, @Seal)
            on conflict do nothing
            """, row, Transaction);
        if (written == 0) throw new InvalidOperationException("The audit line could not be written.");
        heads[chain] = known[chain] = (number, row.Seal);
    }

    /// <summary>The newest version of a stream and its seal; 0 when nothing is written in it.</summary>
    private async Task<(long Number, string Seal)> EndAsync(StreamName stream)
    {
        if (known.TryGetValue(stream.ToString(), out var end)) return end;
        end = await Connection.QuerySingleOrDefaultAsync<(long, string)?>(
            "select version, seal from entry where stream = @stream order by version desc limit 1", new { stream = stream.ToString() }, Transaction) ?? (0, Seal.First);
        return known[stream.ToString()] = end;
    }

    private void Forget(StreamName stream)
    {
        known.Remove(stream.ToString());
        kept.RemoveAll(one => one.Stream == stream);
    }
}

internal sealed record AuditRow(
    string Chain, long Number, string At, string ActorId, string ActorName, string Action, string PatientId,
    string Target, string Outcome, string Reason, string Origin, string PreviousSeal, string Seal)
{
    public string ExpectedSeal() => Record.Seal.Over(
        PreviousSeal, Chain, Number.ToString(System.Globalization.CultureInfo.InvariantCulture), At, ActorId, ActorName, Action,
        PatientId, Target, Outcome, Reason, Origin);
}

/// <summary>A line of the record as the text it is stored as.</summary>
internal sealed record StoredEntry(
    string Stream, long Version, string EntryId, string Kind, string Body, string Request, string RecordedAt, string AuthorId,
    string AuthorName, string AuthorRoles, string PreviousSeal, string Seal)
{
    public string ExpectedSeal() => Record.Seal.Over(
        PreviousSeal, Stream, Version.ToString(System.Globalization.CultureInfo.InvariantCulture), EntryId, Kind, Body, Request,
        RecordedAt, AuthorId, AuthorName, AuthorRoles);
}

internal static class EntryRows
{
    private const string Columns =
        "stream, version, entry_id, kind, body, request, recorded_at, author_id, author_name, author_roles, previous_seal, seal";

    public static async Task<IReadOnlyList<Entry>> ReadAsync(
        DbConnection connection, DbTransaction? transaction, StreamName stream, int after) =>
        [.. (await connection.QueryAsync<Row>(
            "select " + Columns + " from entry where stream = @stream and version > @after order by version",
            new { stream = stream.ToString(), after }, transaction)).Select(row => row.Entry())];

    public static async Task<Entry?> FindAsync(DbConnection connection, DbTransaction? transaction, StreamName stream, Guid entryId) =>
        (await connection.QuerySingleOrDefaultAsync<Row>(
            "select " + Columns + " from entry where stream = @stream and entry_id = @id",
            new { stream = stream.ToString(), id = entryId.ToString("D") }, transaction))?.Entry();

    /// <summary>
    /// The whole record, a stream after another, without holding it in memory, as the text it is stored as: what somebody
    /// changed behind our back may not be readable any more.
    /// </summary>
    public static IAsyncEnumerable<StoredEntry> AllAsync(DbConnection connection) =>
        connection.QueryUnbufferedAsync<StoredEntry>(
            """
            select stream as Stream, version as Version, entry_id as EntryId, kind as Kind, body as Body, request as Request,
                   recorded_at as RecordedAt, author_id as AuthorId, author_name as AuthorName, author_roles as AuthorRoles,
                   previous_seal as PreviousSeal, seal as Seal
            from entry order by stream, version
            """);

    public static Task<int> InsertAsync(DbConnection connection, DbTransaction transaction, Entry entry) =>
        connection.ExecuteAsync(
            """
            insert into entry (stream, version, entry_id, kind, body, request, recorded_at, author_id, author_name, author_roles, previous_seal, seal)
            values (@Stream, @Version, @EntryId, @Kind, @Body, @Request, @RecordedAt, @AuthorId, @AuthorName, @AuthorRoles, @PreviousSeal, @Seal)
            on conflict do nothing
            """,
            new
            {
                Stream = entry.Stream.ToString(),
                entry.Version,
                EntryId = entry.EntryId.ToString("D"),
                entry.Kind,
                entry.Body,
                entry.Request,
                RecordedAt = Instant.Text(entry.RecordedAt),
                AuthorId = entry.Author.Id,
                AuthorName = entry.Author.Name,
                AuthorRoles = AuthorRoles.Text(entry.Author),
                entry.PreviousSeal,
                entry.Seal,
            }, transaction);

    private sealed class Row
    {
        public string Stream { get; init; } = "";
        public long Version { get; init; }
        public string Entry_Id { get; init; } = "";
        public string Kind { get; init; } = "";
        public string Body { get; init; } = "";
        public string Request { get; init; } = "";
        public string Recorded_At { get; init; } = "";
        public string Author_Id { get; init; } = "";
        public string Author_Name { get; init; } = "";
        public string Author_Roles { get; init; } = "";
        public string Previous_Seal { get; init; } = "";
        public string Seal { get; init; } = "";

        public Entry Entry() => new(
            StreamName.Read(Stream), (int)Version, Guid.Parse(Entry_Id), Kind, Body, Request, Instant.Read(Recorded_At),
            Record.AuthorRoles.Read(Author_Id, Author_Name, Author_Roles), Previous_Seal, Seal);
    }
}

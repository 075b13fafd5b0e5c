using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Afterglow.App.Record;

/// <summary>
/// Opens connections, and is the one place that knows which database stands behind them.
/// All other SQL in the application is written to run unchanged on SQLite and on PostgreSQL.
/// </summary>
public sealed class Database
{
    private readonly string connectionString;

    // Connections that a pool hands out again keep their settings, and nothing here changes them in between.
    private readonly ConditionalWeakTable<SQLitePCL.sqlite3, object> safe = [];

    // SQLite takes one writer at a time: waiting here costs nothing, waiting inside SQLite costs polling.
    private readonly SemaphoreSlim oneWriter = new(1, 1);

    public Database(string path)
    {
        Path = path;
        connectionString = new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = SqliteOpenMode.ReadWriteCreate,
            Cache = SqliteCacheMode.Default,
            Pooling = true,
            DefaultTimeout = 30,
        }.ToString();
    }

    /// <summary>The database file.</summary>
    public string Path { get; }

    /// <summary>A connection with every safety setting on; the caller disposes it.</summary>
    public async Task<DbConnection> OpenAsync(CancellationToken cancel = default)
    {
        var connection = new SqliteConnection(connectionString);
        try
        {
            await connection.OpenAsync(cancel);
            if (connection.Handle is { } handle && !safe.TryGetValue(handle, out _))
            {
                await SetSafelyAsync(connection, cancel);
                safe.AddOrUpdate(handle, handle);
            }
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Makes a library that brings its own data access use this database, with the same safety settings.</summary>
    public void Serve(DbContextOptionsBuilder library) => library.UseSqlite(connectionString).AddInterceptors(SafeConnections.Instance);

    /// <summary>Waits for the right to write; dispose what comes back to pass it on.</summary>
    public async Task<IDisposable> WriterAsync(CancellationToken cancel = default)
    {
        await oneWriter.WaitAsync(cancel);
        return new Turn(oneWriter);
    }

    /// <summary>
    /// Writes the database as it stands at this moment into a new file, while others read and write it. Only for this
    /// account's eyes.
    /// </summary>
    public async Task CopyToAsync(string path, CancellationToken cancel = default)
    {
        MakePrivate(path);
        await using var connection = await OpenAsync(cancel);
        await using var copy = connection.CreateCommand();
        copy.CommandText = "vacuum into @path";
        copy.CommandTimeout = 0;
        copy.Parameters.Add(new SqliteParameter("@path", path));
        await copy.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>What is wrong inside the file, in the database's own words; null when it is whole.</summary>
    public async Task<string?> DamageAsync(CancellationToken cancel = default)
    {
        await using var connection = await OpenAsync(cancel);
        await using var check = connection.CreateCommand();
        check.CommandText = "pragma quick_check(1)";
        check.CommandTimeout = 0;
        return await check.ExecuteScalarAsync(cancel) as string is not "ok" and var damage ? damage ?? "unreadable" : null;
    }

    /// <summary>Lets go of every file, so that their folder can be moved or deleted.</summary>
    public void LetGo()
    {
        using var connection = new SqliteConnection(connectionString);
        SqliteConnection.ClearPool(connection);
    }

    /// <summary>Makes an empty file that only this account may open, where there is none: the database takes it as its own.</summary>
    internal static void MakePrivate(string path)
    {
        if (OperatingSystem.IsWindows() || File.Exists(path)) return;
        new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        }).Dispose();
    }

    /// <summary>The statements that make a table refuse every update and delete.</summary>
    public static IEnumerable<string> AppendOnly(string table) =>
    [
        $"""
        create trigger if not exists {table}_is_not_updated before update on {table}
        begin select raise(abort, 'the record is append-only: write a later entry that amends this one'); end
        """,
        $"""
        create trigger if not exists {table}_is_not_deleted before delete on {table}
        begin select raise(abort, 'the record is append-only: nothing is deleted from it'); end
        """,
    ];

    // Settings of a connection, not of the file: they are given again on every one.
    // FULL, because NORMAL loses acknowledged rows when the power goes. Recursive triggers, because without them
    // “insert or replace” deletes a row without asking the trigger that forbids it.
    private static async Task SetSafelyAsync(DbConnection connection, CancellationToken cancel)
    {
        await using var pragmas = connection.CreateCommand();
        pragmas.CommandText = """
            pragma journal_mode = wal;
            pragma synchronous = full;
            pragma busy_timeout = 5000;
            pragma foreign_keys = on;
            pragma recursive_triggers = on;
            pragma temp_store = memory;
            pragma cache_size = -8000;
            """;
        await pragmas.ExecuteNonQueryAsync(cancel);
        // Read back, because a setting that the file system or the library does not take is passed over in silence.
        pragmas.CommandText = """
            select j.journal_mode || ' ' || s.synchronous || ' ' || f.foreign_keys || ' ' || r.recursive_triggers
            from pragma_journal_mode j, pragma_synchronous s, pragma_foreign_keys f, pragma_recursive_triggers r
            """;
        if (await pragmas.ExecuteScalarAsync(cancel) as string is not "wal 2 1 1" and var taken)
            throw new UnsafeDatabaseException($"The database does not write as safely as the record needs ({taken}). Is its folder on a network share?");
    }

    private sealed class SafeConnections : DbConnectionInterceptor
    {
        public static readonly SafeConnections Instance = new();

        public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData) =>
            SetSafelyAsync(connection, CancellationToken.None).GetAwaiter().GetResult();

        public override Task ConnectionOpenedAsync(
            DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default) =>
            SetSafelyAsync(connection, cancellationToken);
    }

    private sealed class Turn(SemaphoreSlim writers) : IDisposable
    {
        private SemaphoreSlim? writers = writers;

        public void Dispose() => Interlocked.Exchange(ref writers, null)?.Release();
    }
}

/// <summary>The database would take what is written without keeping it through a power cut.</summary>
public sealed class UnsafeDatabaseException(string message) : Exception(message);

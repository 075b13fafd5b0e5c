using System.Data.Common;
using System.Globalization;
using Afterglow.Core.People;
using Dapper;

namespace Afterglow.App.Record;

/// <summary>
/// Whether the tables that screens read say what the record says: fills them anew from the record, in a copy beside the
/// clinic, and compares.
/// </summary>
internal static class Lists
{
    private static readonly Author Checker = new("command-line", "Command line", [], IsProgram: true);

    /// <summary>The first row that is not as the record makes it, in words; null when all are.</summary>
    public static async Task<string?> FirstWrongAsync(Database database, ClinicSettings settings, CancellationToken cancel)
    {
        var folder = Directory.CreateTempSubdirectory("afterglow-lists-").FullName;
        try
        {
            var (before, after) = (Path.Combine(folder, "before.db"), new ClinicSettings { DataDirectory = Path.Combine(folder, "after") });
            await database.CopyToAsync(before, cancel);
            Directory.CreateDirectory(after.DataDirectory);
            Database.MakePrivate(after.DatabasePath);
            await using (var from = File.OpenRead(before))
            await using (var to = File.OpenWrite(after.DatabasePath))
                await from.CopyToAsync(to, cancel);
            return await CompareAsync(before, after, cancel);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<string?> CompareAsync(string before, ClinicSettings after, CancellationToken cancel)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.AddSingleton(after);
        builder.AddRecords(after);
        using var host = builder.Build();
        var rebuilt = host.Services.GetRequiredService<Database>();
        try
        {
            await Schema.PrepareAsync(rebuilt, host.Services.GetRequiredService<TimeProvider>(), cancel);
            await host.Services.GetRequiredService<ClinicRecord>().RebuildAsync(Checker);
            await using var connection = await rebuilt.OpenAsync(cancel);
            await connection.ExecuteAsync("attach database @before as stored", new { before });
            foreach (var table in host.Services.GetServices<IReadTable>().SelectMany(read => read.Tables).Distinct(StringComparer.Ordinal))
                if (await FirstWrongAsync(connection, table) is { } wrong) return wrong;
            await connection.ExecuteAsync("detach database stored");
            return null;
        }
        finally
        {
            rebuilt.LetGo();
        }
    }

    private static async Task<string?> FirstWrongAsync(DbConnection connection, string table)
    {
        foreach (var (statement, what) in new[] { (Compare.StoredOnly(table), "is not what the record says"), (Compare.RebuiltOnly(table), "is missing or is not what the record says") })
        {
            // What it says may be a name: only the keys that lead to it are told.
            if (await connection.QueryFirstOrDefaultAsync(statement) is not IDictionary<string, object> row) continue;
            var keys = row.Where(field => field.Key.EndsWith("_id", StringComparison.Ordinal) || field.Key is "number")
                .Select(field => string.Create(CultureInfo.InvariantCulture, $"{field.Key} {field.Value}"));
            return $"{table}, {string.Join(", ", keys)}: this row {what}. ./afterglow rebuild makes the lists anew.";
        }
        return null;
    }

    private static class Compare
    {
        // The names come from the application's own read tables, never from outside.
        public static string StoredOnly(string table) => $"select * from stored.{Checked(table)} except select * from main.{Checked(table)} limit 1";

        public static string RebuiltOnly(string table) => $"select * from main.{Checked(table)} except select * from stored.{Checked(table)} limit 1";

        private static string Checked(string table) =>
            table.StartsWith("read_", StringComparison.Ordinal) && table.All(letter => char.IsAsciiLetterLower(letter) || letter == '_')
                ? table
                : throw new InvalidOperationException($"“{table}” is not a read table.");
    }
}

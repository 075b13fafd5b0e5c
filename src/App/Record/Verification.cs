using System.Data.Common;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Dapper;

namespace Afterglow.App.Record;

/// <summary>What a walk along every seal found.</summary>
/// <param name="Entries">How many entries were walked.</param>
/// <param name="Streams">In how many streams.</param>
/// <param name="AuditLines">How many audit lines were walked.</param>
/// <param name="Head">A digest of the newest seal of every chain: it changes with every line ever written.</param>
/// <param name="Broken">The first thing that is not as it was sealed, in words; null when all is whole.</param>
public sealed record VerificationReport(long Entries, long Streams, long AuditLines, string Head, string? Broken);

/// <summary>Walks the seals of the record and of the audit, and compares their heads with the anchor file.</summary>
public static class Verification
{
    public static async Task<VerificationReport> WalkAsync(Database database, Anchor anchor, CancellationToken cancel = default)
    {
        // Read first: lines that are written meanwhile are in the database before they are in the file.
        var anchored = anchor.Heads();
        await using var connection = await database.OpenAsync(cancel);
        var walk = new Walk(anchored);
        var broken = await walk.EntriesAsync(connection, cancel) ?? await walk.AuditAsync(connection, cancel) ?? walk.Missing(anchor);
        return new VerificationReport(walk.Entries, walk.Streams, walk.AuditLines, walk.Head(), broken);
    }

    private sealed class Walk(IReadOnlyDictionary<string, (long Number, string Seal)> anchored)
    {
        private readonly SortedDictionary<string, (long Number, string Seal)> heads = new(StringComparer.Ordinal);

        public long Entries { get; private set; }

        public long Streams { get; private set; }

        public long AuditLines { get; private set; }

        public async Task<string?> EntriesAsync(DbConnection connection, CancellationToken cancel)
        {
            await foreach (var entry in EntryRows.AllAsync(connection).WithCancellation(cancel))
            {
                Entries++;
                var name = $"{entry.Stream} version {entry.Version} ({entry.Kind}, entry {entry.EntryId})";
                if (!heads.ContainsKey(entry.Stream)) Streams++;
                if (Wrong(entry.Stream, entry.Version, entry.PreviousSeal, entry.Seal, entry.ExpectedSeal) is { } wrong) return $"{name}: {wrong}";
            }
            return null;
        }

        public async Task<string?> AuditAsync(DbConnection connection, CancellationToken cancel)
        {
            await foreach (var row in connection.QueryUnbufferedAsync<AuditRow>(
                """
                select chain as Chain, number as Number, at as At, actor_id as ActorId, actor_name as ActorName, action as Action,
                       patient_id as PatientId, target as Target, outcome as Outcome, reason as Reason, origin as Origin,
                       previous_seal as PreviousSeal, seal as Seal
                from audit order by chain, number
                """).WithCancellation(cancel))
            {
                AuditLines++;
                if (Wrong(row.Chain, row.Number, row.PreviousSeal, row.Seal, row.ExpectedSeal) is { } wrong)
                    return $"{row.Chain} line {row.Number} ({row.Action}): {wrong}";
            }
            return null;
        }

        /// <summary>A chain that ends before its anchored head, or is not there at all.</summary>
        public string? Missing(Anchor anchor)
        {
            if (anchored.Count == 0 && heads.Count > 0)
                return $"{Path.GetFileName(anchor.Path)} is missing: without it nobody can tell whether the newest lines were deleted.";
            foreach (var (chain, head) in anchored.OrderBy(head => head.Key, StringComparer.Ordinal))
            {
                var end = heads.GetValueOrDefault(chain).Number;
                if (end < head.Number)
                    return $"{chain}: the newest lines are missing; the record ends at {end}, {Path.GetFileName(anchor.Path)} knows {head.Number}.";
            }
            return null;
        }

        public string Head()
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            foreach (var (chain, head) in heads)
                hash.AppendData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{chain} {head.Number} {head.Seal}\n")));
            return Convert.ToHexStringLower(hash.GetHashAndReset());
        }

        private string? Wrong(string chain, long number, string previousSeal, string seal, Func<string> expectedSeal)
        {
            var before = heads.TryGetValue(chain, out var head) ? head : (Number: 0, Seal: Seal.First);
            if (number != before.Number + 1) return $"number {before.Number + 1} should stand here; a line was removed or inserted.";
            if (previousSeal != before.Seal) return "it is not sealed to the line before it.";
            if (seal != expectedSeal()) return "its content was changed after it was sealed.";
            if (anchored.TryGetValue(chain, out var kept) && kept.Number == number && kept.Seal != seal)
                return "its seal is not the one kept outside the database.";
            heads[chain] = (number, seal);
            return null;
        }
    }
}

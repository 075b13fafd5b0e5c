using Dapper;

namespace Afterglow.App.Record;

/// <summary>What a walk along every seal found.</summary>
/// <param name="Entries">How many entries were walked.</param>
/// <param name="AuditLines">How many audit lines were walked.</param>
/// <param name="Broken">The first thing that is not as it was sealed, in words; null when all is whole.</param>
public sealed record VerificationReport(long Entries, long AuditLines, string? Broken);

/// <summary>Walks the seals of the record and of the audit, then compares their heads with the anchor file.</summary>
public static class Verification
{
    public static async Task<VerificationReport> WalkAsync(Database database, Anchor anchor, CancellationToken cancel = default)
    {
        await using var connection = await database.OpenAsync(cancel);
        var anchored = anchor.Heads();
        var heads = new Dictionary<string, long>();
        long entries = 0, lines = 0;

        Entry? before = null;
        await foreach (var entry in EntryRows.AllAsync(connection).WithCancellation(cancel))
        {
            entries++;
            var follows = before is not null && before.Stream == entry.Stream;
            var expectedVersion = follows ? before!.Version + 1 : 1;
            var expectedPrevious = follows ? before!.Seal : Seal.First;
            var name = $"{entry.Stream} version {entry.Version} ({entry.Kind}, entry {entry.EntryId:D})";
            if (entry.Version != expectedVersion)
                return Broken($"{name}: version {expectedVersion} should stand here; an entry was removed or inserted.");
            if (entry.PreviousSeal != expectedPrevious) return Broken($"{name}: it is not sealed to the entry before it.");
            if (entry.Seal != entry.ExpectedSeal()) return Broken($"{name}: its content was changed after it was sealed.");
            if (anchored.TryGetValue(entry.Stream.ToString(), out var head) && head.Number == entry.Version && head.Seal != entry.Seal)
                return Broken($"{name}: its seal is not the one kept outside the database.");
            heads[entry.Stream.ToString()] = entry.Version;
            before = entry;
        }

        AuditRow? previous = null;
        await foreach (var row in connection.QueryUnbufferedAsync<AuditRow>(
            """
            select chain as Chain, number as Number, at as At, actor_id as ActorId, actor_name as ActorName, action as Action,
                   patient_id as PatientId, target as Target, outcome as Outcome, reason as Reason, origin as Origin,
                   previous_seal as PreviousSeal, seal as Seal
            from audit order by chain, number
            """).WithCancellation(cancel))
        {
            lines++;
            var follows = previous is not null && previous.Chain == row.Chain;
            var name = $"{row.Chain} line {row.Number} ({row.Action})";
            if (row.Number != (follows ? previous!.Number + 1 : 1)) return Broken($"{name}: an audit line was removed or inserted before it.");
            if (row.PreviousSeal != (follows ? previous!.Seal : Seal.First)) return Broken($"{name}: it is not sealed to the line before it.");
            if (row.Seal != row.ExpectedSeal()) return Broken($"{name}: its content was changed after it was sealed.");
            if (anchored.TryGetValue(row.Chain, out var head) && head.Number == row.Number && head.Seal != row.Seal)
                return Broken($"{name}: its seal is not the one kept outside the database.");
            heads[row.Chain] = row.Number;
            previous = row;
        }

        foreach (var (chain, head) in anchored.OrderBy(head => head.Key, StringComparer.Ordinal))
            if (!heads.TryGetValue(chain, out var last) || last < head.Number)
                return Broken($"{chain}: the newest lines are missing; the record ends at {(heads.TryGetValue(chain, out var end) ? end : 0)}, the anchor file knows {head.Number}.");

        return new VerificationReport(entries, lines, null);

        VerificationReport Broken(string what) => new(entries, lines, what);
    }
}

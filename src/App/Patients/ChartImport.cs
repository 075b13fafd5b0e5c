using Afterglow.App.Record;
using Afterglow.Core;
using Afterglow.Core.People;
using Afterglow.Core.Patients;
using Dapper;

namespace Afterglow.App.Patients;

/// <summary>A fact as another system tells it now.</summary>
/// <param name="EntryId">Always the same for the same thing in the other system.</param>
/// <param name="Fact">Null when the other system has withdrawn it.</param>
internal sealed record ImportedFact(Guid EntryId, ChartFact? Fact)
{
    /// <summary>What it tells, whichever way it came.</summary>
    public string Digest { get; } = Fact is null ? "withdrawn" : Seal.Over(Fact.Kind, ChartJson.Write(Fact with { Origin = Origin.Staff }));

    public bool Equals(ImportedFact? other) => other is not null && EntryId == other.EntryId && Digest == other.Digest;

    public override int GetHashCode() => EntryId.GetHashCode();
}

/// <summary>A person with everything another system tells about them.</summary>
/// <param name="Path">Where in the file the person stands.</param>
internal sealed record ImportedChart(
    string Path, Person Person, IReadOnlyList<ForeignIdentifier> Identifiers, IReadOnlyList<ImportedFact> Facts);

/// <summary>What an import did to one chart.</summary>
/// <param name="Kept">Facts that the other system changed after staff had corrected them here: the correction stands.</param>
internal sealed record ChartImported(string RecordNumber, bool Registered, int New, int Unchanged, int Amended, int Kept);

/// <summary>The identifiers lead to more than one chart.</summary>
public sealed record IdentifiersDisagree : Refusal
{
    public override string Code => "patient.identifiers-disagree";

    public override string Sentence => "The identifiers belong to more than one chart here.";
}

internal sealed class ImportRefusedException(Refusal refusal) : Exception(refusal.Code)
{
    public Refusal Refusal { get; } = refusal;
}

/// <summary>
/// Writes what another system tells into a chart, in one transaction. Told again, nothing changes; told differently, the
/// entry is amended; told differently from what staff have corrected here, the correction stands.
/// </summary>
internal static class ChartImport
{
    /// <summary>Every import writes under this name.</summary>
    public static readonly Author Author = new("import:fhir", "FHIR import", [], IsProgram: true);

    private const string Reason = "Changed in the system it was imported from.";

    public static async Task<Result<ChartImported>> WriteAsync(RecordWrite write, ImportedChart chart, Guid site, string origin)
    {
        var owners = new HashSet<Guid>();
        var free = new List<ForeignIdentifier>();
        foreach (var identifier in chart.Identifiers)
            if (await PatientQueries.IdentifiedAsync(write, identifier) is { } owner) owners.Add(owner);
            else free.Add(identifier);
        if (owners.Count > 1) return new IdentifiersDisagree();

        var registered = owners.Count == 0;
        var patientId = registered ? Guid.CreateVersion7() : owners.Single();
        var amended = 0;
        if (registered)
            await ChartWriting.RegisterAsync(write, patientId, chart.Person, site, free);
        else
        {
            await ChartWriting.IdentifyAsync(write, patientId, free);
            if (await CorrectAsync(write, patientId, chart.Person)) amended++;
        }
        var facts = await FactsAsync(write, patientId, chart.Facts);
        // Thrown, not returned: the registration above must be undone with it.
        if (!facts.Try(out var counts, out var refusal)) throw new ImportRefusedException(refusal);
        await write.AuditAsync(new AuditLine(write.Author, "patient.import", patientId, Origin: origin));
        return new ChartImported(
            await PatientQueries.RecordNumberAsync(write, patientId), registered, counts.New, counts.Unchanged, counts.Amended + amended, counts.Kept);
    }

    // Only what an import wrote is overwritten by an import.
    private static async Task<bool> CorrectAsync(RecordWrite write, Guid patientId, Person person)
    {
        var (body, author) = await write.Connection.QuerySingleAsync<(string Body, string Author)>(
            "select body, author_id from person where patient_id = @patient order by version desc limit 1",
            new { patient = patientId.ToString("D") }, write.Transaction);
        if (author != Author.Id || body == ChartJson.Write(person)) return false;
        await ChartWriting.CorrectAsync(write, patientId, Guid.CreateVersion7(), person, Reason, "");
        return true;
    }

    private static async Task<Result<(int New, int Unchanged, int Amended, int Kept)>> FactsAsync(
        RecordWrite write, Guid patientId, IReadOnlyList<ImportedFact> facts)
    {
        var known = Known(await write.ReadAsync(StreamName.Patient(patientId)));
        var added = new List<NewFact>();
        var (unchanged, amended, kept) = (0, 0, 0);
        foreach (var fact in facts)
        {
            if (!known.TryGetValue(fact.EntryId, out var last))
            {
                if (fact.Fact is { } told) added.Add(new NewFact(fact.EntryId, told, fact.Digest));
            }
            else if (last.Digest == fact.Digest) unchanged++;
            else if (last.CorrectedHere) kept++;
            else
            {
                await ChartWriting.AmendAsync(
                    write, patientId, Guid.CreateVersion7(), fact.EntryId, fact.Fact,
                    fact.Fact is null ? "Withdrawn in the system it was imported from." : Reason, fact.Digest);
                amended++;
            }
        }
        var appended = await ChartWriting.AppendFactsAsync(write, patientId, added);
        return appended.Try(out var count, out var refusal) ? (count, unchanged, amended, kept) : refusal;
    }

    /// <summary>For each entry what an import last told, and whether staff have corrected it since.</summary>
    private static Dictionary<Guid, (string Digest, bool CorrectedHere)> Known(IReadOnlyList<Entry> entries)
    {
        var known = new Dictionary<Guid, (string Digest, bool CorrectedHere)>();
        foreach (var entry in entries)
        {
            if (entry.Kind != Amendment.Name) known[entry.EntryId] = (entry.Request, false);
            else if (ChartJson.ReadAmendment(entry.Body).Target is var target && known.TryGetValue(target, out var before))
                known[target] = entry.Author.Id == Author.Id ? (entry.Request, false) : before with { CorrectedHere = true };
        }
        return known;
    }
}

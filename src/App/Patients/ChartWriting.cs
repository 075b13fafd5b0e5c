using System.Security.Cryptography;
using Afterglow.App.Record;
using Afterglow.Core;
using Afterglow.Core.Patients;
using Dapper;

namespace Afterglow.App.Patients;

/// <summary>A number by which another system knows a person.</summary>
public sealed record ForeignIdentifier(string System, string Value);

/// <summary>A fact to be written into a chart.</summary>
/// <param name="EntryId">Made by whoever asks; asking twice writes once.</param>
/// <param name="Request">A digest of what was asked, where that is less than the fact; null takes the fact itself.</param>
public sealed record NewFact(Guid EntryId, ChartFact Fact, string? Request = null)
{
    internal string Digest => Request ?? Seal.Over(Fact.Kind, ChartJson.Write(Fact));
}

/// <summary>A correction of an entry.</summary>
/// <param name="Instead">What it says instead, given the entry's kind; null to strike it out.</param>
public sealed record NewAmendment(Guid EntryId, Guid Target, Func<string, Result<ChartFact>>? Instead, string Reason)
{
    public static NewAmendment To(Guid entryId, Guid target, ChartFact instead, string reason) => new(entryId, target, _ => instead, reason);

    public static NewAmendment Strike(Guid entryId, Guid target, string reason) => new(entryId, target, null, reason);
}

/// <summary>The writes a chart knows, inside one transaction.</summary>
internal static class ChartWriting
{
    // Two clocks never agree to the second, and a date without a time begins at midnight somewhere else.
    private static readonly TimeSpan Skew = TimeSpan.FromHours(14);

    public static async Task<string> RegisterAsync(
        RecordWrite write, Guid patientId, Person person, Guid site, IReadOnlyList<ForeignIdentifier> identifiers)
    {
        var number = await write.Connection.QuerySingleAsync<long>(
            "select coalesce(max(number), 0) + 1 from patient_number", transaction: write.Transaction);
        await RegisterAsync(write, patientId, person, site, identifiers, number);
        return RecordNumber.Text(number);
    }

    /// <summary>As above, where the caller keeps count of the numbers: for many patients in one transaction.</summary>
    public static async Task RegisterAsync(
        RecordWrite write, Guid patientId, Person person, Guid site, IReadOnlyList<ForeignIdentifier> identifiers, long number)
    {
        var patient = patientId.ToString("D");
        await write.Connection.ExecuteAsync(
            "insert into patient_number (number, patient_id) values (@number, @patient)", new { number, patient }, write.Transaction);
        await IdentifyAsync(write, patientId, identifiers);
        var digest = await WritePersonAsync(write, patientId, 1, person);
        var registered = new PatientRegistered(RecordNumber.Text(number), site, 1, digest);
        await AppendAsync(write, patientId, 0, [new NewEntry(Guid.CreateVersion7(), PatientRegistered.Name, PatientJson.Write(registered))]);
    }

    public static async Task CorrectAsync(RecordWrite write, Guid patientId, Guid entryId, Person person, string reason, string request)
    {
        var version = 1 + await write.Connection.QuerySingleAsync<int>(
            "select max(version) from person where patient_id = @patient", new { patient = patientId.ToString("D") }, write.Transaction);
        var digest = await WritePersonAsync(write, patientId, version, person);
        await AppendAsync(write, patientId, await VersionAsync(write, patientId),
            [new NewEntry(entryId, PersonCorrected.Name, PatientJson.Write(new PersonCorrected(version, digest, reason)), request)]);
    }

    /// <summary>Writes what is not yet there and returns how many that were; refuses an id that comes with another content.</summary>
    public static async Task<Result<int>> AppendFactsAsync(RecordWrite write, Guid patientId, IReadOnlyList<NewFact> facts)
    {
        foreach (var fact in facts)
        {
            if (fact.EntryId == Guid.Empty) return new EntryIdMissing();
            if (Question(fact.Fact, write.Now) is { } refusal) return refusal;
        }
        var stream = StreamName.Patient(patientId);
        var known = await write.RequestsAsync(stream, [.. facts.Select(fact => fact.EntryId)]);
        var entries = new List<NewEntry>(facts.Count);
        foreach (var fact in facts)
        {
            if (known.TryGetValue(fact.EntryId, out var request))
            {
                if (request != fact.Digest) return new EntryIdReused(fact.EntryId);
                continue;
            }
            known[fact.EntryId] = fact.Digest;
            entries.Add(new NewEntry(fact.EntryId, fact.Fact.Kind, ChartJson.Write(fact.Fact), fact.Digest));
        }
        await AppendAsync(write, patientId, await VersionAsync(write, patientId), entries);
        return entries.Count;
    }

    /// <summary>The target must be an entry of this chart that holds a fact.</summary>
    public static async Task AmendAsync(
        RecordWrite write, Guid patientId, Guid entryId, Guid target, ChartFact? instead, string reason, string request) =>
        await AppendAsync(write, patientId, await VersionAsync(write, patientId),
            [new NewEntry(entryId, Amendment.Name, ChartJson.Write(target, instead, reason), request)]);

    /// <summary>Null when the fact can be written down at this moment; otherwise why not.</summary>
    public static Refusal? Question(ChartFact fact, DateTimeOffset now) =>
        fact.Question() ?? (fact.At is { Precision: not Precision.Unknown } at && at.Start > now + Skew ? new FactInFuture() : null);

    public static async Task IdentifyAsync(RecordWrite write, Guid patientId, IReadOnlyList<ForeignIdentifier> identifiers)
    {
        foreach (var identifier in identifiers)
            await write.Connection.ExecuteAsync(
                "insert into person_identifier (system, value, patient_id) values (@System, @Value, @patient)",
                new { identifier.System, identifier.Value, patient = patientId.ToString("D") }, write.Transaction);
    }

    private static async Task<string> WritePersonAsync(RecordWrite write, Guid patientId, int version, Person person)
    {
        // Without the salt, which stays in this table, a name could be guessed from its digest in the record.
        var salt = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        var body = ChartJson.Write(person);
        await write.Connection.ExecuteAsync(
            """
            insert into person (patient_id, version, body, salt, recorded_at, author_id, author_name)
            values (@patient, @version, @body, @salt, @at, @authorId, @authorName)
            """,
            new
            {
                patient = patientId.ToString("D"), version, body, salt, at = Instant.Text(write.Now),
                authorId = write.Author.Id, authorName = write.Author.Name,
            }, write.Transaction);
        return Seal.Over(salt, body);
    }

    private static async Task<int> VersionAsync(RecordWrite write, Guid patientId) =>
        await write.VersionAsync(StreamName.Patient(patientId));

    private static async Task AppendAsync(RecordWrite write, Guid patientId, int version, IReadOnlyList<NewEntry> entries)
    {
        // The version was read inside this transaction, which holds the only right to write.
        if (!await write.AppendAsync(StreamName.Patient(patientId), version, entries))
            throw new InvalidOperationException($"patient/{patientId:D} was overtaken inside a transaction.");
    }
}

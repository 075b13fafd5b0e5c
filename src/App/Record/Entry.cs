using System.Security.Cryptography;
using System.Text;
using Afterglow.Core.People;

namespace Afterglow.App.Record;

/// <summary>Which log an entry belongs to: <c>patient/…</c>, <c>session/…</c>, <c>request/…</c>.</summary>
public readonly record struct StreamName(string Kind, Guid Id)
{
    public static StreamName Patient(Guid id) => new("patient", id);

    public static StreamName Session(Guid id) => new("session", id);

    public static StreamName Request(Guid id) => new("request", id);
    /// <summary>What is booked at a site, and who waits for a place.</summary>
    public static StreamName Schedule(Guid site) => new("schedule", site);

    /// <summary>When a site is open, and who works there.</summary>
    public static StreamName Hours(Guid site) => new("hours", site);

    public static StreamName Read(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        return new(text[..slash], Guid.Parse(text.AsSpan(slash + 1)));
    }

    public override string ToString() => $"{Kind}/{Id:D}";
}

/// <summary>Something to be written down. The id is made by whoever asks, so that asking twice writes once.</summary>
/// <param name="EntryId">Unique in its stream.</param>
/// <param name="Kind">A permanent name such as <c>vitals-recorded</c>.</param>
/// <param name="Body">JSON, kept to the letter.</param>
/// <param name="Request">A digest of what was asked: the same id with another digest is not a retry.</param>
public sealed record NewEntry(Guid EntryId, string Kind, string Body, string Request = "");

/// <summary>One line of the record, sealed to the line before it in the same stream.</summary>
public sealed record Entry(
    StreamName Stream, int Version, Guid EntryId, string Kind, string Body, string Request,
    DateTimeOffset RecordedAt, Author Author, string PreviousSeal, string Seal)
{
    /// <summary>The seal this content must carry: SHA-256 over every field, each with its length, and the previous seal.</summary>
    public string ExpectedSeal() => Record.Seal.Over(
        PreviousSeal, Stream.ToString(), Version.ToString(System.Globalization.CultureInfo.InvariantCulture), EntryId.ToString("D"),
        Kind, Body, Request, Instant.Text(RecordedAt), Author.Id, Author.Name, AuthorRoles.Text(Author));
}

internal static class AuthorRoles
{
    private const string Program = "program";
    private const string Patient = "patient";

    public static string Text(Author author) =>
        author.IsProgram ? Program : author.IsPatient ? Patient : string.Join(',', author.Roles.Order().Select(role => role.ToString()));

    public static Author Read(string id, string name, string roles) => roles switch
    {
        Program => new Author(id, name, [], IsProgram: true),
        Patient => new Author(id, name, [], IsPatient: true),
        _ => new Author(id, name, [.. roles.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(Enum.Parse<Role>)]),
    };
}

internal static class Seal
{
    /// <summary>What the first line of a chain is sealed to.</summary>
    public const string First = "";

    /// <summary>SHA-256 in hexadecimal. Lengths stand before the fields so that no two lists of fields read the same.</summary>
    public static string Over(params ReadOnlySpan<string> fields)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> length = stackalloc byte[4];
        foreach (var field in fields)
        {
            var bytes = Encoding.UTF8.GetBytes(field);
            System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(length, bytes.Length);
            hash.AppendData(length);
            hash.AppendData(bytes);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}

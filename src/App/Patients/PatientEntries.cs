using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Afterglow.App.Patients;

/// <summary>
/// A chart was opened. The digest seals the person's row, which stands outside the record, without saying who it is.
/// </summary>
internal sealed record PatientRegistered(string RecordNumber, Guid SiteId, int PersonVersion, string PersonDigest)
{
    public const string Name = "patient-registered";
}

/// <summary>Name, birth date or contact were written anew; the earlier row stays.</summary>
internal sealed record PersonCorrected(int PersonVersion, string PersonDigest, string Reason)
{
    public const string Name = "person-corrected";
}

internal static class PatientJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string Write<T>(T body) => JsonSerializer.Serialize(body, Options);

    public static PatientRegistered Registered(string body) => Read<PatientRegistered>(body);

    public static PersonCorrected Corrected(string body) => Read<PersonCorrected>(body);

    private static T Read<T>(string body) => JsonSerializer.Deserialize<T>(body, Options) ?? throw new JsonException("The body is empty.");
}

/// <summary>The clinic's own number for a chart: <c>AG-000123</c>.</summary>
internal static class RecordNumber
{
    private const string Prefix = "AG-";

    public static string Text(long number) => Prefix + number.ToString("000000", CultureInfo.InvariantCulture);

    public static long Number(string text) => long.Parse(text.AsSpan(Prefix.Length), CultureInfo.InvariantCulture);
}

using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Afterglow.Core.Patients;

/// <summary>An enumeration as the JSON text <c>lowerCamelCase</c>; a number is refused.</summary>
internal sealed class CamelCase<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.CamelCase, allowIntegerValues: false) where T : struct, Enum;

/// <summary>A correction of an earlier entry: what it says instead and why. The entry itself stays readable.</summary>
/// <param name="Target">The entry that is corrected.</param>
/// <param name="Fact">What it says now, in the JSON of its kind; null when it is struck out.</param>
/// <param name="Reason">Why, in the writer's words.</param>
public sealed record Amendment(Guid Target, JsonElement? Fact, string Reason)
{
    /// <summary>The permanent kind of the entry that holds a correction.</summary>
    public const string Name = "amended";
}

/// <summary>How facts, corrections and people are written as JSON. What is written once is read for ever.</summary>
public static class ChartJson
{
    private static readonly PatientsJson Json = new(new JsonSerializerOptions(PatientsJson.Default.Options)
    {
        // Stored and sent as JSON only, never pasted into a page: names stay readable in the file.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    public static string Write(ChartFact fact) => fact switch
    {
        ChartFact.ConditionNoted noted => JsonSerializer.Serialize(noted, Json.ConditionNoted),
        ChartFact.AllergyNoted noted => JsonSerializer.Serialize(noted, Json.AllergyNoted),
        ChartFact.MedicationNoted noted => JsonSerializer.Serialize(noted, Json.MedicationNoted),
        ChartFact.ObservationNoted noted => JsonSerializer.Serialize(noted, Json.ObservationNoted),
        ChartFact.SurveyScoreNoted noted => JsonSerializer.Serialize(noted, Json.SurveyScoreNoted),
        ChartFact.MeasureNoted noted => JsonSerializer.Serialize(noted, Json.MeasureNoted),
        ChartFact.EncounterNoted noted => JsonSerializer.Serialize(noted, Json.EncounterNoted),
        ChartFact.AlertRaised raised => JsonSerializer.Serialize(raised, Json.AlertRaised),
        ChartFact.AlertLifted lifted => JsonSerializer.Serialize(lifted, Json.AlertLifted),
        ChartFact.NoteAdded added => JsonSerializer.Serialize(added, Json.NoteAdded),
        _ => throw new InvalidOperationException($"{fact.GetType().Name} has no written form."),
    };

    /// <summary>The fact an entry holds; null when the kind is not a chart fact (or is one of a later version).</summary>
    public static ChartFact? ReadFact(string kind, string body) => kind switch
    {
        ChartFact.ConditionNoted.Name => JsonSerializer.Deserialize(body, Json.ConditionNoted),
        ChartFact.AllergyNoted.Name => JsonSerializer.Deserialize(body, Json.AllergyNoted),
        ChartFact.MedicationNoted.Name => JsonSerializer.Deserialize(body, Json.MedicationNoted),
        ChartFact.ObservationNoted.Name => JsonSerializer.Deserialize(body, Json.ObservationNoted),
        ChartFact.SurveyScoreNoted.Name => JsonSerializer.Deserialize(body, Json.SurveyScoreNoted),
        ChartFact.MeasureNoted.Name => JsonSerializer.Deserialize(body, Json.MeasureNoted),
        ChartFact.EncounterNoted.Name => JsonSerializer.Deserialize(body, Json.EncounterNoted),
        ChartFact.AlertRaised.Name => JsonSerializer.Deserialize(body, Json.AlertRaised),
        ChartFact.AlertLifted.Name => JsonSerializer.Deserialize(body, Json.AlertLifted),
        ChartFact.NoteAdded.Name => JsonSerializer.Deserialize(body, Json.NoteAdded),
        _ => null,
    };

    public static string Write(Guid target, ChartFact? instead, string reason) => JsonSerializer.Serialize(
        new Amendment(target, instead is null ? null : JsonSerializer.Deserialize(Write(instead), Json.JsonElement), reason), Json.Amendment);

    public static Amendment ReadAmendment(string body) =>
        JsonSerializer.Deserialize(body, Json.Amendment) ?? throw new JsonException("An amendment is missing.");

    public static string Write(Person person) => JsonSerializer.Serialize(person, Json.Person);

    public static Person ReadPerson(string body) =>
        JsonSerializer.Deserialize(body, Json.Person) ?? throw new JsonException("A person is missing.");
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ChartFact.ConditionNoted))]
[JsonSerializable(typeof(ChartFact.AllergyNoted))]
[JsonSerializable(typeof(ChartFact.MedicationNoted))]
[JsonSerializable(typeof(ChartFact.ObservationNoted))]
[JsonSerializable(typeof(ChartFact.SurveyScoreNoted))]
[JsonSerializable(typeof(ChartFact.MeasureNoted))]
[JsonSerializable(typeof(ChartFact.EncounterNoted))]
[JsonSerializable(typeof(ChartFact.AlertRaised))]
[JsonSerializable(typeof(ChartFact.AlertLifted))]
[JsonSerializable(typeof(ChartFact.NoteAdded))]
[JsonSerializable(typeof(Amendment))]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(Person))]
internal sealed partial class PatientsJson : JsonSerializerContext;

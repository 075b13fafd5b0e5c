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
    private static readonly PatientsJson Json = new(EntryJson.Readable(PatientsJson.Default.Options));

    private static readonly EntryKinds<ChartFact> Kinds = new(
        (ChartFact.ConditionNoted.Name, Json.ConditionNoted), (ChartFact.AllergyNoted.Name, Json.AllergyNoted), (ChartFact.MedicationNoted.Name, Json.MedicationNoted),
        (ChartFact.ObservationNoted.Name, Json.ObservationNoted), (ChartFact.SurveyScoreNoted.Name, Json.SurveyScoreNoted), (ChartFact.MeasureNoted.Name, Json.MeasureNoted),
        (ChartFact.EncounterNoted.Name, Json.EncounterNoted), (ChartFact.AlertRaised.Name, Json.AlertRaised), (ChartFact.AlertLifted.Name, Json.AlertLifted), (ChartFact.NoteAdded.Name, Json.NoteAdded));

    public static string Write(ChartFact fact) => Kinds.Write(fact);

    /// <summary>The fact an entry holds; null when the kind is not a chart fact (or is one of a later version).</summary>
    public static ChartFact? ReadFact(string kind, string body) => Kinds.Read(kind, body);

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

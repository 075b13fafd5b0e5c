using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Afterglow.Core.Patients;

namespace Afterglow.Core.Intake.History;

/// <summary>How a history is written as JSON. What is written once is read for ever.</summary>
public static class HistoryJson
{
    private static readonly HistoryContext Json = new(new JsonSerializerOptions(HistoryContext.Default.Options)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    public static string Kind(HistoryEvent happened) => happened switch
    {
        HistoryEvent.Answered => HistoryEvent.Answered.Kind,
        HistoryEvent.Cleared => HistoryEvent.Cleared.Kind,
        HistoryEvent.RowRemoved => HistoryEvent.RowRemoved.Kind,
        HistoryEvent.Submitted => HistoryEvent.Submitted.Kind,
        _ => throw new InvalidOperationException($"{happened.GetType().Name} has no written form."),
    };

    public static string Write(HistoryEvent happened) => happened switch
    {
        HistoryEvent.Answered answered => JsonSerializer.Serialize(answered, Json.Answered),
        HistoryEvent.Cleared cleared => JsonSerializer.Serialize(cleared, Json.Cleared),
        HistoryEvent.RowRemoved removed => JsonSerializer.Serialize(removed, Json.RowRemoved),
        HistoryEvent.Submitted submitted => JsonSerializer.Serialize(submitted, Json.Submitted),
        _ => throw new InvalidOperationException($"{happened.GetType().Name} has no written form."),
    };

    /// <summary>What an entry of the patient's record says; null when its kind is not of a history.</summary>
    public static HistoryEvent? Read(string kind, string body) => kind switch
    {
        HistoryEvent.Answered.Kind => JsonSerializer.Deserialize(body, Json.Answered),
        HistoryEvent.Cleared.Kind => JsonSerializer.Deserialize(body, Json.Cleared),
        HistoryEvent.RowRemoved.Kind => JsonSerializer.Deserialize(body, Json.RowRemoved),
        HistoryEvent.Submitted.Kind => JsonSerializer.Deserialize(body, Json.Submitted),
        _ => null,
    };
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    AllowOutOfOrderMetadataProperties = true)]
[JsonSerializable(typeof(HistoryEvent.Answered))]
[JsonSerializable(typeof(HistoryEvent.Cleared))]
[JsonSerializable(typeof(HistoryEvent.RowRemoved))]
[JsonSerializable(typeof(HistoryEvent.Submitted))]
[JsonSerializable(typeof(PartialDate))]
internal sealed partial class HistoryContext : JsonSerializerContext;

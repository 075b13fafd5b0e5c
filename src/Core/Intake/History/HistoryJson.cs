using System.Text.Json.Serialization;
using Afterglow.Core.Patients;

namespace Afterglow.Core.Intake.History;

/// <summary>How a history is written as JSON. What is written once is read for ever.</summary>
public static class HistoryJson
{
    private static readonly HistoryContext Json = new(EntryJson.Readable(HistoryContext.Default.Options));

    private static readonly EntryKinds<HistoryEvent> Kinds = new(
        (HistoryEvent.Answered.Kind, Json.Answered), (HistoryEvent.Cleared.Kind, Json.Cleared),
        (HistoryEvent.RowRemoved.Kind, Json.RowRemoved), (HistoryEvent.Submitted.Kind, Json.Submitted));

    public static string Kind(HistoryEvent happened) => Kinds.Of(happened);

    public static string Write(HistoryEvent happened) => Kinds.Write(happened);

    /// <summary>What an entry of the patient's record says; null when its kind is not of a history.</summary>
    public static HistoryEvent? Read(string kind, string body) => Kinds.Read(kind, body);
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

using System.Collections.Frozen;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Afterglow.Core.Safety;

/// <summary>How what happens to tasks is written as JSON: a permanent kind beside a body. What is written once is read for ever.</summary>
public static class TaskJson
{
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        RespectRequiredConstructorParameters = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false) },
    };

    private static readonly FrozenDictionary<string, Type> Types = new Dictionary<string, Type>
    {
        ["task-opened"] = typeof(TaskEvent.Opened),
        ["task-said-again"] = typeof(TaskEvent.SaidAgain),
        ["task-taken"] = typeof(TaskEvent.Taken),
        ["task-given-back"] = typeof(TaskEvent.GivenBack),
        ["task-noted"] = typeof(TaskEvent.Noted),
        ["task-escalated"] = typeof(TaskEvent.Escalated),
        ["task-closed"] = typeof(TaskEvent.Closed),
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<Type, string> Kinds = Types.ToFrozenDictionary(pair => pair.Value, pair => pair.Key);

    public static string Kind(TaskEvent happened) => Kinds[happened.GetType()];

    public static string Write(TaskEvent happened) => JsonSerializer.Serialize(happened, happened.GetType(), Options);

    /// <summary>Throws when the kind is unknown: the record is broken, or newer than this program.</summary>
    public static TaskEvent Read(string kind, string body) => Types.TryGetValue(kind, out var type)
        ? (TaskEvent)(JsonSerializer.Deserialize(body, type, Options) ?? throw new JsonException($"An entry of kind “{kind}” is empty."))
        : throw new JsonException($"There is no kind of entry called “{kind}”.");

    public static string Write(SafetyRules rules) => JsonSerializer.Serialize(rules, Options);

    public static SafetyRules ReadRules(string body) => JsonSerializer.Deserialize<SafetyRules>(body, Options) ?? throw new JsonException("The rules are missing.");
}

using System.Collections.Frozen;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Afterglow.Core.Intake.Requests;

/// <summary>How a request's events are written as JSON: a permanent kind beside a body. What is written once is read for ever.</summary>
public static class RequestJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        RespectRequiredConstructorParameters = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    private static readonly FrozenDictionary<string, Type> Types = new Dictionary<string, Type>
    {
        ["consultation-asked"] = typeof(RequestEvent.ConsultationAsked),
        ["request-taken"] = typeof(RequestEvent.RequestTaken),
        ["contact-tried"] = typeof(RequestEvent.ContactTried),
        ["patient-made"] = typeof(RequestEvent.PatientMade),
        ["link-sent"] = typeof(RequestEvent.LinkSent),
        ["request-declined"] = typeof(RequestEvent.RequestDeclined),
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<Type, string> Kinds = Types.ToFrozenDictionary(pair => pair.Value, pair => pair.Key);

    public static string Kind(RequestEvent happened) => Kinds[happened.GetType()];

    public static string Write(RequestEvent happened) => JsonSerializer.Serialize(happened, happened.GetType(), Options);

    /// <summary>Throws when the kind is unknown: the record is broken, or newer than this program.</summary>
    public static RequestEvent Read(string kind, string body) => Types.TryGetValue(kind, out var type)
        ? (RequestEvent)(JsonSerializer.Deserialize(body, type, Options) ?? throw new JsonException($"An entry of kind “{kind}” is empty."))
        : throw new JsonException($"There is no kind of entry called “{kind}”.");
}

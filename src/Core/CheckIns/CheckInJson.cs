using System.Collections.Frozen;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Afterglow.Core.CheckIns;

/// <summary>How check-ins and patients' own words are written as JSON: a permanent kind beside a body. What is written once is read for ever.</summary>
public static class CheckInJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        RespectRequiredConstructorParameters = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false) },
    };

    private static readonly FrozenDictionary<string, Type> Types = new Dictionary<string, Type>
    {
        ["check-in-asked"] = typeof(CheckInEvent.Asked),
        ["check-in-answered"] = typeof(CheckInEvent.Answered),
        ["check-in-finished"] = typeof(CheckInEvent.Finished),
        ["check-in-ran-out"] = typeof(CheckInEvent.RanOut),
        ["words-written"] = typeof(WordsEvent.Written),
        ["words-readers-chosen"] = typeof(WordsEvent.ReadersChosen),
        ["words-quote-allowed"] = typeof(WordsEvent.QuoteAllowed),
        ["words-quote-withdrawn"] = typeof(WordsEvent.QuoteWithdrawn),
        ["words-question-asked"] = typeof(WordsEvent.QuestionAsked),
        ["quote-placed"] = typeof(QuoteUseEvent.Placed),
        ["quote-taken-down"] = typeof(QuoteUseEvent.TakenDown),
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<Type, string> Kinds = Types.ToFrozenDictionary(pair => pair.Value, pair => pair.Key);

    public static string Kind(object happened) => Kinds[happened.GetType()];

    public static string Write(object happened) => JsonSerializer.Serialize(happened, happened.GetType(), Options);

    /// <summary>Throws when the kind is unknown: the record is broken, or newer than this program.</summary>
    public static T Read<T>(string kind, string body) where T : class => Types.TryGetValue(kind, out var type)
        ? JsonSerializer.Deserialize(body, type, Options) as T ?? throw new JsonException($"An entry of kind “{kind}” does not belong here.")
        : throw new JsonException($"There is no kind of entry called “{kind}”.");
}

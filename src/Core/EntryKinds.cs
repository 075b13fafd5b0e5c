using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Afterglow.Core;

/// <summary>
/// The kinds of one family of entries, each once, beside the form in which it is written. What is written once is read for
/// ever: a kind is never renamed, and none is taken away.
/// </summary>
public sealed class EntryKinds<T> where T : class
{
    private readonly Dictionary<string, JsonTypeInfo> byKind;
    private readonly Dictionary<Type, string> byType;

    public EntryKinds(params IReadOnlyList<(string Kind, JsonTypeInfo Form)> kinds)
    {
        byKind = kinds.ToDictionary(one => one.Kind, one => one.Form);
        byType = kinds.ToDictionary(one => one.Form.Type, one => one.Kind);
    }

    public string Of(T happened) => byType.TryGetValue(happened.GetType(), out var kind)
        ? kind : throw new InvalidOperationException($"{happened.GetType().Name} has no written form.");

    public string Write(T happened) => JsonSerializer.Serialize(happened, byKind[Of(happened)]);

    /// <summary>What an entry says; null when its kind is not of this family.</summary>
    public T? Read(string kind, string body) => byKind.TryGetValue(kind, out var form) ? (T?)JsonSerializer.Deserialize(body, form) : null;
}

/// <summary>How entries are put into JSON, whatever they tell.</summary>
public static class EntryJson
{
    /// <summary>Stored and sent as JSON only, never pasted into a page: names in any script stay readable in the file.</summary>
    public static JsonSerializerOptions Readable(JsonSerializerOptions options) => new(options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}

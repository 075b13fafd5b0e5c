using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Afterglow.App.People;
using Afterglow.Core.Sessions;
using Microsoft.AspNetCore.Http.Features;

namespace Afterglow.App.Sessions;

/// <summary>
/// A command read from the body of a request, strictly: an unknown, missing, doubled or unreadable member is named in
/// a sentence, and nothing that an exception says reaches the caller.
/// </summary>
internal static class CommandBody
{
    // The longest note is 10 000 characters; 50 medicines are some 10 KiB.
    private const int Longest = 128 * 1024;

    public static async Task<(T? Body, IResult? Problem)> ReadAsync<T>(HttpContext context) where T : class
    {
        var (json, problem) = await JsonAsync(context);
        return json is null ? (null, problem) : Read<T>(json);
    }

    /// <summary>The body as JSON, for a route that takes either of two forms.</summary>
    public static async Task<(JsonObject? Json, IResult? Problem)> JsonAsync(HttpContext context)
    {
        if (!context.Request.HasJsonContentType())
            return (null, Problems.Problem(StatusCodes.Status415UnsupportedMediaType, "request.not-json", "Send the command as JSON (Content-Type: application/json)."));
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = Longest;
        try
        {
            var node = await JsonNode.ParseAsync(
                context.Request.Body, documentOptions: new JsonDocumentOptions { MaxDepth = SessionJson.Options.MaxDepth, AllowDuplicateProperties = false },
                cancellationToken: context.RequestAborted);
            if (node is not JsonObject json) return (null, Unreadable("The body is not a JSON object."));
            return Unshowable(json) is { } member
                ? (null, Unreadable($"“{member}” holds a character that cannot be shown."))
                : (json, null);
        }
        catch (BadHttpRequestException error) when (error.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return (null, Problems.Problem(StatusCodes.Status413PayloadTooLarge, "request.too-large", "That is more than fits into one entry: shorten it."));
        }
        catch (Exception error) when (error is JsonException or DecoderFallbackException or InvalidOperationException)
        {
            return (null, Unreadable("The body is not well-formed JSON, or names a member twice."));
        }
    }

    public static (T? Body, IResult? Problem) Read<T>(JsonObject json) where T : class
    {
        var members = SessionJson.Options.GetTypeInfo(typeof(T)).Properties;
        foreach (var (name, _) in json)
            if (members.All(member => !string.Equals(member.Name, name, StringComparison.OrdinalIgnoreCase)))
                return (null, Unreadable($"“{Shown(name)}” is not known here. Known are {string.Join(", ", members.Select(member => member.Name))}."));
        foreach (var member in members)
            if (member.IsRequired && !json.Any(given => string.Equals(given.Key, member.Name, StringComparison.OrdinalIgnoreCase)))
                return (null, Unreadable($"“{member.Name}” is missing."));
        try
        {
            return json.Deserialize<T>(SessionJson.Options) is { } body ? (body, null) : (null, Unreadable("The body is empty."));
        }
        catch (JsonException error)
        {
            // The path says which member; the text is the library's own and names types.
            var path = error.Path is { Length: > 2 } where ? Shown(where[2..]) : "the body";
            return (null, Unreadable(Wanted(typeof(T), path) is { } wanted
                ? $"“{path}” cannot be read: it is {wanted}."
                : $"“{path}” cannot be read: it is missing, unknown here, or not written as it should be. {Forms}"));
        }
        catch (InvalidOperationException)
        {
            return (null, Unreadable("The body holds text that is not Unicode."));
        }
    }

    /// <summary>How a member is written, where that can be said in a few words.</summary>
    private static string? Wanted(Type body, string path)
    {
        var type = body;
        foreach (var name in path.Split('.'))
            if (SessionJson.Options.GetTypeInfo(type).Properties.FirstOrDefault(member => string.Equals(member.Name, name, StringComparison.OrdinalIgnoreCase)) is { } member)
                type = Nullable.GetUnderlyingType(member.PropertyType) ?? member.PropertyType;
            else return null;
        if (type.IsEnum) return $"one of {string.Join(", ", Enum.GetNames(type).Select(JsonNamingPolicy.CamelCase.ConvertName))}";
        if (ApiDescription.ExampleOf(type) is { } example) return $"a number and its unit, like “{example}”";
        return type == typeof(int) ? "a whole number" : type == typeof(bool) ? "true or false"
            : type == typeof(DateTimeOffset) ? "a time with its distance from UTC, like 2026-11-23T09:30:00Z"
            : type == typeof(DateOnly) ? "a day, like 2026-11-23" : null;
    }

    private const string Forms =
        "Times are written like 2026-11-23T09:30:00Z, days like 2026-11-23, quantities with their unit like “37.5 mg”, choices as words.";

    private static IResult Unreadable(string sentence) => Problems.Problem(StatusCodes.Status400BadRequest, "request.unreadable", sentence);

    private static string Shown(string name) => name.Length > 60 ? name[..60] + "…" : name;

    /// <summary>The first member whose text holds control characters or marks that turn writing round; null when all can be shown.</summary>
    private static string? Unshowable(JsonNode? node, string name = "")
    {
        switch (node)
        {
            case JsonObject json:
                foreach (var (key, value) in json)
                    if (!Showable(key)) return "a member's name";
                    else if (Unshowable(value, name.Length == 0 ? key : $"{name}.{key}") is { } inside) return inside;
                return null;
            case JsonArray array:
                foreach (var item in array)
                    if (Unshowable(item, name) is { } inside) return inside;
                return null;
            case JsonValue value when value.GetValueKind() == JsonValueKind.String:
                return Showable(value.GetValue<string>()) ? null : name;
            default:
                return null;
        }
    }

    private static bool Showable(string text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune == Rune.ReplacementChar) continue;
            var allowed = Rune.GetUnicodeCategory(rune) switch
            {
                UnicodeCategory.Control => rune.Value is '\n' or '\r' or '\t',
                UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse => false,
                // The joiners are letters' own business in Persian, in Indic scripts and in emoji.
                UnicodeCategory.Format => rune.Value is 0x200C or 0x200D or 0x200E or 0x200F or 0x00AD,
                _ => true,
            };
            if (!allowed) return false;
        }
        return true;
    }
}

using System.Text.Json;
using System.Text.Json.Serialization;
using Afterglow.Core.Patients;

namespace Afterglow.Core.Schedule;

/// <summary>How a patient allows to be written to about appointments. Whoever has said nothing is not written to.</summary>
/// <param name="Language">Such as <c>es</c>.</param>
public sealed record MessageWish(bool Email, bool Text, string Language)
{
    /// <summary>The permanent kind of the entry.</summary>
    public const string Kind = "messages-allowed";

    public static string Write(MessageWish wish) => JsonSerializer.Serialize(wish, MessageWishContext.Default.MessageWish);

    public static MessageWish? Read(string kind, string body) => kind == Kind ? JsonSerializer.Deserialize(body, MessageWishContext.Default.MessageWish) : null;

    /// <summary>What was said last; null when nothing was.</summary>
    public static MessageWish? From(IEnumerable<ChartLine> lines)
    {
        MessageWish? wish = null;
        foreach (var line in lines) wish = Read(line.Kind, line.Body) ?? wish;
        return wish;
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(MessageWish))]
internal sealed partial class MessageWishContext : JsonSerializerContext;

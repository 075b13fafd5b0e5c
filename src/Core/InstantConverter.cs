using System.Text.Json;
using System.Text.Json.Serialization;

namespace Afterglow.Core;

/// <summary>An instant says how far from UTC it was read: without it, it would mean whatever the server's own zone makes of it.</summary>
public sealed class InstantConverter : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var at = reader.GetDateTimeOffset();
        // “+00:00” is often written escaped.
        var text = reader.GetString()!;
        return text.IndexOf('T', StringComparison.Ordinal) is > 0 and var time && text.AsSpan(time).IndexOfAny('Z', '+', '-') > 0
            ? at
            : throw new JsonException("An instant says its distance from UTC.");
    }

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}

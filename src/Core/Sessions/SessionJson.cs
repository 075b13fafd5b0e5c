using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Afterglow.Core.Sessions;

/// <summary>Session entries as JSON: a permanent kind beside a body. The same on the server, on the wire and in the browser.</summary>
public static class SessionJson
{
    /// <summary>Names in camelCase, enums as words, quantities with their units; what is not known is refused.</summary>
    public static JsonSerializerOptions Options { get; } = Ready(new(JsonSerializerDefaults.Web)
    {
        NumberHandling = JsonNumberHandling.Strict,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        AllowDuplicateProperties = false,
        MaxDepth = 32,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false), new AmendedConverter(), new InstantConverter() },
    });

    // Permanent: entries in the record carry these words.
    private static readonly FrozenDictionary<string, Type> Types = new Dictionary<string, Type>
    {
        ["patient-arrived"] = typeof(SessionEvent.PatientArrived),
        ["standing-changed"] = typeof(SessionEvent.StandingChanged),
        ["consent-seen"] = typeof(SessionEvent.ConsentSeen),
        ["room-readied"] = typeof(SessionEvent.RoomReadied),
        ["escort-named"] = typeof(SessionEvent.EscortNamed),
        ["fasting-recorded"] = typeof(SessionEvent.FastingRecorded),
        ["weight-measured"] = typeof(SessionEvent.WeightMeasured),
        ["pregnancy-recorded"] = typeof(SessionEvent.PregnancyRecorded),
        ["medicines-recorded"] = typeof(SessionEvent.MedicinesRecorded),
        ["suicide-screened"] = typeof(SessionEvent.SuicideScreened),
        ["gate-overridden"] = typeof(SessionEvent.GateOverridden),
        ["dose-ordered"] = typeof(SessionEvent.DoseOrdered),
        ["dose-prepared"] = typeof(SessionEvent.DosePrepared),
        ["dose-checked"] = typeof(SessionEvent.DoseChecked),
        ["infusion-started"] = typeof(SessionEvent.InfusionStarted),
        ["infusion-paused"] = typeof(SessionEvent.InfusionPaused),
        ["infusion-resumed"] = typeof(SessionEvent.InfusionResumed),
        ["rate-changed"] = typeof(SessionEvent.RateChanged),
        ["infusion-stopped"] = typeof(SessionEvent.InfusionStopped),
        ["infusion-ended"] = typeof(SessionEvent.InfusionEnded),
        ["dose-given"] = typeof(SessionEvent.DoseGiven),
        ["vitals-recorded"] = typeof(SessionEvent.VitalsRecorded),
        ["dissociation-rated"] = typeof(SessionEvent.DissociationRated),
        ["sedation-rated"] = typeof(SessionEvent.SedationRated),
        ["nausea-rated"] = typeof(SessionEvent.NauseaRated),
        ["distress-rated"] = typeof(SessionEvent.DistressRated),
        ["adverse-event-recorded"] = typeof(SessionEvent.AdverseEventRecorded),
        ["adverse-event-followed"] = typeof(SessionEvent.AdverseEventFollowed),
        ["rescue-given"] = typeof(SessionEvent.RescueGiven),
        ["moment-marked"] = typeof(SessionEvent.MomentMarked),
        ["note-written"] = typeof(SessionEvent.NoteWritten),
        ["alarm-acknowledged"] = typeof(SessionEvent.AlarmAcknowledged),
        ["waste-recorded"] = typeof(SessionEvent.WasteRecorded),
        ["waste-witnessed"] = typeof(SessionEvent.WasteWitnessed),
        ["discharge-assessed"] = typeof(SessionEvent.DischargeAssessed),
        ["patient-discharged"] = typeof(SessionEvent.PatientDischarged),
        ["session-signed"] = typeof(SessionEvent.SessionSigned),
        ["session-cancelled"] = typeof(SessionEvent.SessionCancelled),
        ["entry-amended"] = typeof(SessionEvent.EntryAmended),
        ["entry-struck"] = typeof(SessionEvent.EntryStruck),
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<Type, string> Kinds = Types.ToFrozenDictionary(pair => pair.Value, pair => pair.Key);

    public static string Kind(SessionEvent happened) => Kinds[happened.GetType()];

    public static string Write(SessionEvent happened) => JsonSerializer.Serialize(happened, happened.GetType(), Options);

    /// <summary>Throws when the kind is unknown or the body is not of that kind: the record is broken, or newer than this program.</summary>
    public static SessionEvent Read(string kind, string body) =>
        (SessionEvent)(JsonSerializer.Deserialize(body, TypeOf(kind), Options) ?? throw new JsonException($"An entry of kind “{kind}” is empty."));

    // Until something has been written or read with them, options know of no types: whoever asked them about one first was
    // the first caller of a server that had just started.
    private static JsonSerializerOptions Ready(JsonSerializerOptions options)
    {
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }

    private static Type TypeOf(string kind) =>
        Types.TryGetValue(kind, out var type) ? type : throw new JsonException($"There is no kind of entry called “{kind}”.");

    /// <summary>An event inside another (a correction) is written with its kind beside it.</summary>
    private sealed class AmendedConverter : JsonConverter<SessionEvent>
    {
        public override bool CanConvert(Type typeToConvert) => typeToConvert == typeof(SessionEvent);

        public override SessionEvent Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            using var document = JsonDocument.ParseValue(ref reader);
            if (document.RootElement.ValueKind != JsonValueKind.Object
                || !document.RootElement.TryGetProperty("kind", out var kind) || kind.ValueKind != JsonValueKind.String
                || !document.RootElement.TryGetProperty("body", out var body))
                throw new JsonException("An entry is written as {\"kind\": …, \"body\": …}.");
            return (SessionEvent)(body.Deserialize(TypeOf(kind.GetString()!), options) ?? throw new JsonException("The body of the entry is empty."));
        }

        public override void Write(Utf8JsonWriter writer, SessionEvent value, JsonSerializerOptions options)
        {
            writer.WriteStartObject();
            writer.WriteString("kind", Kind(value));
            writer.WritePropertyName("body");
            JsonSerializer.Serialize(writer, value, value.GetType(), options);
            writer.WriteEndObject();
        }
    }
}

using System.Text.Json;
using System.Text.Json.Serialization;

namespace Afterglow.Core.Intake.Consent;

/// <summary>Where something was said or signed.</summary>
public enum ConsentPlace
{
    /// <summary>By the patient, through the link and the birth date.</summary>
    Home,

    /// <summary>In the clinic; the author of the entry is the member of staff who was there.</summary>
    Clinic,
}

/// <summary>What is written into a patient's record about consent. Each form has a permanent kind.</summary>
public abstract record ConsentEvent
{
    private ConsentEvent()
    {
    }

    /// <summary>The clinic asks this patient for these documents.</summary>
    public sealed record Asked(IReadOnlyList<string> Documents) : ConsentEvent
    {
        public const string Kind = "consent-asked";
    }

    /// <summary>The text was opened by the patient.</summary>
    public sealed record Shown(string Document, int Version, string Language, string Digest, ConsentPlace Place) : ConsentEvent
    {
        public const string Kind = "consent-shown";
    }

    /// <summary>A question was answered, rightly or not. Attempts stay.</summary>
    /// <param name="Option">Counted from 1.</param>
    public sealed record QuestionAnswered(
        string Document, int Version, string Language, string Question, int Option, bool Right, ConsentPlace Place) : ConsentEvent
    {
        public const string Kind = "consent-question-answered";
    }

    /// <summary>A member of staff talked the text through with the patient, in place of the questions.</summary>
    public sealed record TalkedThrough(string Document, int Version, string Note) : ConsentEvent
    {
        public const string Kind = "consent-talked-through";
    }

    /// <summary>The patient signed exactly this text.</summary>
    /// <param name="Name">As typed. It stands apart from who a patient is: the record is sealed, the name is what was signed.</param>
    /// <param name="Drawing">A drawn signature as a path; null where the name was typed only.</param>
    public sealed record Signed(
        string Document, int Version, string Language, string Digest, string Name, string? Drawing, ConsentPlace Place) : ConsentEvent
    {
        public const string Kind = "consent-signed";
    }

    /// <summary>A choice was answered with no.</summary>
    public sealed record Declined(string Document, int Version, ConsentPlace Place) : ConsentEvent
    {
        public const string Kind = "consent-declined";
    }

    /// <summary>What was signed no longer holds.</summary>
    /// <param name="Reason">Only if the patient wants to say.</param>
    public sealed record Withdrawn(string Document, ConsentPlace Place, string Reason) : ConsentEvent
    {
        public const string Kind = "consent-withdrawn";
    }

    /// <summary>The patient is enrolled in the safety programme of esketamine.</summary>
    /// <param name="Number">What the programme gave out; empty where it gives none.</param>
    public sealed record Enrolled(DateOnly On, string Number) : ConsentEvent
    {
        public const string Kind = "programme-enrolled";
    }

    /// <summary>An entry on consent that should not be there: it stays readable and no longer counts.</summary>
    public sealed record Struck(Guid Target, string Reason) : ConsentEvent
    {
        public const string Kind = "consent-struck";
    }
}

/// <summary>The clinic published a version: an entry of the documents' own stream.</summary>
public sealed record ConsentPublished(
    string Document, int Number, int Since, DateOnly From, IReadOnlyDictionary<string, string> Texts, string Note)
{
    public const string Kind = "consent-version-published";
}

/// <summary>The wording that comes with Afterglow, kept when it was first signed: another release may bring another.</summary>
public sealed record ConsentTextKept(string Document, int Number, string Language, string Text)
{
    public const string Kind = "consent-text-kept";
}

/// <summary>How these entries are written as JSON. What is written once is read for ever.</summary>
public static class ConsentJson
{
    private static readonly ConsentContext Json = new(EntryJson.Readable(ConsentContext.Default.Options));

    private static readonly EntryKinds<ConsentEvent> Kinds = new(
        (ConsentEvent.Asked.Kind, Json.Asked), (ConsentEvent.Shown.Kind, Json.Shown), (ConsentEvent.QuestionAnswered.Kind, Json.QuestionAnswered),
        (ConsentEvent.TalkedThrough.Kind, Json.TalkedThrough), (ConsentEvent.Signed.Kind, Json.Signed), (ConsentEvent.Declined.Kind, Json.Declined),
        (ConsentEvent.Withdrawn.Kind, Json.Withdrawn), (ConsentEvent.Enrolled.Kind, Json.Enrolled), (ConsentEvent.Struck.Kind, Json.Struck));

    public static string Kind(ConsentEvent happened) => Kinds.Of(happened);

    public static string Write(ConsentEvent happened) => Kinds.Write(happened);

    public static string Write(ConsentPublished published) => JsonSerializer.Serialize(published, Json.ConsentPublished);

    public static string Write(ConsentTextKept kept) => JsonSerializer.Serialize(kept, Json.ConsentTextKept);

    /// <summary>What an entry of the patient's record says; null when its kind is not of consent.</summary>
    public static ConsentEvent? Read(string kind, string body) => Kinds.Read(kind, body);

    public static ConsentPublished? ReadPublished(string kind, string body) =>
        kind == ConsentPublished.Kind ? JsonSerializer.Deserialize(body, Json.ConsentPublished) : null;

    public static ConsentTextKept? ReadKept(string kind, string body) =>
        kind == ConsentTextKept.Kind ? JsonSerializer.Deserialize(body, Json.ConsentTextKept) : null;
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, UseStringEnumConverter = true)]
[JsonSerializable(typeof(ConsentEvent.Asked))]
[JsonSerializable(typeof(ConsentEvent.Shown))]
[JsonSerializable(typeof(ConsentEvent.QuestionAnswered))]
[JsonSerializable(typeof(ConsentEvent.TalkedThrough))]
[JsonSerializable(typeof(ConsentEvent.Signed))]
[JsonSerializable(typeof(ConsentEvent.Declined))]
[JsonSerializable(typeof(ConsentEvent.Withdrawn))]
[JsonSerializable(typeof(ConsentEvent.Enrolled))]
[JsonSerializable(typeof(ConsentEvent.Struck))]
[JsonSerializable(typeof(ConsentPublished))]
[JsonSerializable(typeof(ConsentTextKept))]
internal sealed partial class ConsentContext : JsonSerializerContext;

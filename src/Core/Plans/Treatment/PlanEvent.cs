using System.Text.Json;
using System.Text.Json.Serialization;

namespace Afterglow.Core.Plans.Treatment;

/// <summary>Why a plan was ended by the clinic.</summary>
public enum PlanEnding
{
    Completed,
    NoBenefit,
    SideEffects,
    PatientWish,
    AnotherTreatment,
    Other,
}

/// <summary>What a review of the benefit led to.</summary>
public enum ReviewOutcome
{
    GoOn,
    Change,
    Stop,
}

/// <summary>What is written into a patient's record about treatment plans. Each form has a permanent kind.</summary>
public abstract record PlanEvent(Guid PlanId)
{
    [JsonIgnore]
    public abstract string Kind { get; }

    public sealed record Drafted(Guid PlanId, PlanTerms Terms) : PlanEvent(PlanId)
    {
        public const string Name = "plan-drafted";
        [JsonIgnore] public override string Kind => Name;
    }

    /// <summary>A new version.</summary>
    /// <param name="Why">In the words of whoever changed it.</param>
    public sealed record Changed(Guid PlanId, int Version, PlanTerms Terms, string Why) : PlanEvent(PlanId)
    {
        public const string Name = "plan-changed";
        [JsonIgnore] public override string Kind => Name;
    }

    /// <summary>A prescriber puts this version before the patient.</summary>
    public sealed record Proposed(Guid PlanId, int Version) : PlanEvent(PlanId)
    {
        public const string Name = "plan-proposed";
        [JsonIgnore] public override string Kind => Name;
    }

    /// <summary>The patient agreed.</summary>
    /// <param name="Words">Every word that was shown, in the language in which it was.</param>
    public sealed record Agreed(Guid PlanId, int Version, string Language, string Words) : PlanEvent(PlanId)
    {
        public const string Name = "plan-agreed";
        [JsonIgnore] public override string Kind => Name;
    }

    public sealed record Declined(Guid PlanId, int Version, string Because) : PlanEvent(PlanId)
    {
        public const string Name = "plan-declined";
        [JsonIgnore] public override string Kind => Name;
    }

    /// <summary>The patient asks before deciding, or afterwards.</summary>
    public sealed record QuestionAsked(Guid PlanId, int Version, string Text) : PlanEvent(PlanId)
    {
        public const string Name = "plan-question-asked";
        [JsonIgnore] public override string Kind => Name;
    }

    /// <param name="Question">The entry that asked.</param>
    public sealed record QuestionAnswered(Guid PlanId, Guid Question, string Text) : PlanEvent(PlanId)
    {
        public const string Name = "plan-question-answered";
        [JsonIgnore] public override string Kind => Name;
    }

    /// <summary>The benefit was looked at.</summary>
    /// <param name="Rule">The rule that asked for it.</param>
    /// <param name="Found">The measures as they stood, in words.</param>
    public sealed record Reviewed(Guid PlanId, string Rule, ReviewOutcome Outcome, string Found, string Because) : PlanEvent(PlanId)
    {
        public const string Name = "plan-reviewed";
        [JsonIgnore] public override string Kind => Name;
    }

    /// <summary>The clinic ends it.</summary>
    public sealed record Stopped(Guid PlanId, PlanEnding Ending, string Because) : PlanEvent(PlanId)
    {
        public const string Name = "plan-stopped";
        [JsonIgnore] public override string Kind => Name;
    }

    /// <summary>The patient takes the agreement back.</summary>
    public sealed record Withdrawn(Guid PlanId, string Because) : PlanEvent(PlanId)
    {
        public const string Name = "plan-withdrawn";
        [JsonIgnore] public override string Kind => Name;
    }
}

/// <summary>How these entries are written as JSON. What is written once is read for ever.</summary>
public static class PlanJson
{
    private static readonly PlanContext Json = new(EntryJson.Readable(PlanContext.Default.Options));

    private static readonly EntryKinds<PlanEvent> Kinds = new(
        (PlanEvent.Drafted.Name, Json.Drafted), (PlanEvent.Changed.Name, Json.Changed), (PlanEvent.Proposed.Name, Json.Proposed),
        (PlanEvent.Agreed.Name, Json.Agreed), (PlanEvent.Declined.Name, Json.Declined), (PlanEvent.QuestionAsked.Name, Json.QuestionAsked),
        (PlanEvent.QuestionAnswered.Name, Json.QuestionAnswered), (PlanEvent.Reviewed.Name, Json.Reviewed), (PlanEvent.Stopped.Name, Json.Stopped),
        (PlanEvent.Withdrawn.Name, Json.Withdrawn));

    public static string Write(PlanEvent happened) => Kinds.Write(happened);

    /// <summary>What an entry of the patient's record says; null when its kind is not of a plan.</summary>
    public static PlanEvent? Read(string kind, string body) => Kinds.Read(kind, body);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, UseStringEnumConverter = true,
    IgnoreReadOnlyProperties = true)]
[JsonSerializable(typeof(PlanEvent.Drafted))]
[JsonSerializable(typeof(PlanEvent.Changed))]
[JsonSerializable(typeof(PlanEvent.Proposed))]
[JsonSerializable(typeof(PlanEvent.Agreed))]
[JsonSerializable(typeof(PlanEvent.Declined))]
[JsonSerializable(typeof(PlanEvent.QuestionAsked))]
[JsonSerializable(typeof(PlanEvent.QuestionAnswered))]
[JsonSerializable(typeof(PlanEvent.Reviewed))]
[JsonSerializable(typeof(PlanEvent.Stopped))]
[JsonSerializable(typeof(PlanEvent.Withdrawn))]
internal sealed partial class PlanContext : JsonSerializerContext;

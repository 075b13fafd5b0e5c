using System.Text.Json.Serialization;
using Afterglow.Core.Patients;
using Afterglow.Core.People;

namespace Afterglow.Core.Intake.Eligibility;

/// <summary>What a prescriber decides about treatment.</summary>
public enum EligibilityOutcome
{
    Eligible,

    /// <summary>Not as things stand: something has to be treated, known or arranged first.</summary>
    NotNow,
    NotEligible,
}

/// <summary>A finding as it stood when it was weighed: later changes of the chart or of the rules do not change what was seen.</summary>
/// <param name="Where">Each place in words.</param>
/// <param name="Because">What was answered to it; null when nothing.</param>
public sealed record WeighedFinding(
    string Key, string Rule, WhatToDo Do, string Title, string Sentence, IReadOnlyList<string> Where, string Source, string Standing, string? Because = null)
{
    public static WeighedFinding Of(Finding finding, string? because) => new(
        finding.Key, finding.Rule.Id, finding.Do, finding.Title, finding.Sentence, [.. finding.Where.Select(evidence => evidence.Words())],
        finding.Rule.Source.Citation, finding.Rule.Source.Standing, because);
}

/// <summary>What is written into a patient's record about eligibility. Each form has a permanent kind.</summary>
public abstract record EligibilityEvent
{
    private EligibilityEvent()
    {
    }

    /// <summary>A prescriber decided, and these findings lay before them.</summary>
    /// <param name="Trials">Failed adequate trials in this episode: for certain, and at most.</param>
    /// <param name="Stage">The Maudsley total, as “7–9”; null when it was not staged.</param>
    /// <param name="After">The decision this one follows; null for the first.</param>
    public sealed record Decided(
        EligibilityOutcome Outcome, string Reason, IReadOnlyList<WeighedFinding> Findings, string Trials, string? Stage, Guid? After) : EligibilityEvent
    {
        public const string Kind = "eligibility-decided";
    }

    /// <summary>“I know, because…”: a prescriber answered one finding.</summary>
    public sealed record FindingAnswered(string Finding, string Rule, string Title, string Because) : EligibilityEvent
    {
        public const string Kind = "eligibility-finding-answered";
    }
}

/// <summary>How these entries are written as JSON. What is written once is read for ever.</summary>
public static class EligibilityJson
{
    private static readonly EligibilityContext Json = new(EntryJson.Readable(EligibilityContext.Default.Options));

    private static readonly EntryKinds<EligibilityEvent> Kinds = new(
        (EligibilityEvent.Decided.Kind, Json.Decided), (EligibilityEvent.FindingAnswered.Kind, Json.FindingAnswered));

    public static string Kind(EligibilityEvent happened) => Kinds.Of(happened);

    public static string Write(EligibilityEvent happened) => Kinds.Write(happened);

    /// <summary>What an entry of the patient's record says; null when its kind is not of eligibility.</summary>
    public static EligibilityEvent? Read(string kind, string body) => Kinds.Read(kind, body);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, UseStringEnumConverter = true)]
[JsonSerializable(typeof(EligibilityEvent.Decided))]
[JsonSerializable(typeof(EligibilityEvent.FindingAnswered))]
internal sealed partial class EligibilityContext : JsonSerializerContext;

/// <summary>A decision as it stands in the record.</summary>
public sealed record EligibilityDecision(Guid EntryId, EligibilityEvent.Decided What, Author By, DateTimeOffset At);

/// <summary>An answer to a finding as it stands in the record.</summary>
public sealed record FindingAnswer(EligibilityEvent.FindingAnswered What, Author By, DateTimeOffset At);

/// <summary>What was decided and answered so far, folded from the patient's record.</summary>
/// <param name="Decisions">Oldest first.</param>
/// <param name="Answers">The newest answer to each finding, by the finding's key.</param>
public sealed record EligibilityFile(IReadOnlyList<EligibilityDecision> Decisions, IReadOnlyDictionary<string, FindingAnswer> Answers)
{
    public EligibilityDecision? Latest => Decisions.Count > 0 ? Decisions[^1] : null;

    public static EligibilityFile From(IEnumerable<ChartLine> lines)
    {
        var decisions = new List<EligibilityDecision>();
        var answers = new Dictionary<string, FindingAnswer>();
        foreach (var line in lines)
            switch (EligibilityJson.Read(line.Kind, line.Body))
            {
                case EligibilityEvent.Decided decided:
                    decisions.Add(new(line.EntryId, decided, line.Author, line.RecordedAt));
                    break;
                case EligibilityEvent.FindingAnswered answered:
                    answers[answered.Finding] = new(answered, line.Author, line.RecordedAt);
                    break;
            }
        return new EligibilityFile(decisions, answers);
    }
}

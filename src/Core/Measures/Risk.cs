namespace Afterglow.Core.Measures;

/// <summary>What an answer can tell that somebody must look at. The names are permanent.</summary>
public enum RiskKind
{
    /// <summary>An answer tells of thoughts of death or of harming oneself.</summary>
    SuicidalThoughts,

    /// <summary>A suicide screen is positive.</summary>
    PositiveSuicideScreen,

    /// <summary>A suicide screen was begun and not finished: nothing is cleared by it.</summary>
    UnfinishedSuicideScreen,

    SuspectedMania,
    SuspectedPsychosis,
    UrinarySymptoms,

    /// <summary>A dissociative state that is there; whether it should have ended is for whoever knows when the dose was.</summary>
    Dissociation,

    HarmfulDrinking,
    HarmfulDrugUse,

    /// <summary>Much worse than the time before.</summary>
    SteepWorsening,
}

/// <summary>How soon somebody must look. In order: the last is the most urgent.</summary>
public enum Urgency
{
    /// <summary>At the next visit.</summary>
    NextVisit,

    /// <summary>Within days.</summary>
    Soon,

    /// <summary>Today.</summary>
    Today,

    /// <summary>At once, and the person is not left alone.</summary>
    Now,
}

/// <summary>An answer or a total that somebody must look at.</summary>
/// <param name="Instrument">The id of the instrument that raised it.</param>
/// <param name="Item">The key of the item; null where the total raised it.</param>
/// <param name="Value">The answer or the total.</param>
public sealed record Risk(RiskKind Kind, Urgency Urgency, string Instrument, string? Item, int? Value);

/// <summary>The answer or total from which on a risk is raised.</summary>
public abstract record SafetyRule(RiskKind Kind, Urgency Urgency, Source Source)
{
    /// <param name="Item">Counted from 1.</param>
    public sealed record AnswerAtLeast(RiskKind Kind, int Item, int Answer, Urgency Urgency, Source Source) : SafetyRule(Kind, Urgency, Source);

    public sealed record TotalAtLeast(RiskKind Kind, int Total, Urgency Urgency, Source Source) : SafetyRule(Kind, Urgency, Source);
}

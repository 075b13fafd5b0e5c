using Afterglow.Core.Units;

namespace Afterglow.Core.Plans;

public enum Route
{
    Intravenous,
    Intramuscular,
    Nasal,
    Sublingual,
}

/// <summary>How the dose is found: so much for each kilogram, or one of a few fixed amounts.</summary>
public abstract record DoseRule
{
    private DoseRule()
    {
    }

    /// <summary>By body weight, titrated within the site's limits.</summary>
    public sealed record PerKilogram(
        Sourced<DosePerWeight> Standard, Sourced<DosePerWeight> Lowest, Sourced<DosePerWeight> Highest) : DoseRule;

    /// <summary>One of these amounts, whatever the person weighs.</summary>
    public sealed record Fixed(Sourced<Mass> Standard, IReadOnlyList<Mass> Options) : DoseRule;
}

/// <summary>A preparation the clinic keeps. Strengths are of ketamine base.</summary>
/// <param name="MustBeDiluted">True where the strength may not be given undiluted by this protocol's route.</param>
public sealed record Preparation(string Name, Concentration Strength, bool MustBeDiluted, Source Source);

/// <summary>How often something is due, before a dose has ended and after.</summary>
public sealed record Interval(TimeSpan WhileDosing, TimeSpan WhileRecovering, Source Source);

/// <summary>A treatment protocol: data with its sources, changed only by a new version under a new id.</summary>
/// <param name="Id">Permanent; sessions refer to it.</param>
/// <param name="GivenOver">How long the dose is infused; null where it is not infused.</param>
/// <param name="UnitDose">What one device or lozenge holds, where the dose is given in such units.</param>
/// <param name="BetweenUnits">The rest between two such units.</param>
/// <param name="Observation">How long the patient is observed at the least, and from when it counts.</param>
/// <param name="PressureDueAt">Minutes after the first dose at which a blood pressure is a must.</param>
/// <param name="Series">Sessions in the course, in words.</param>
/// <param name="GateRules">The pre-session gate.</param>
/// <param name="LimitRules">What is watched during the session.</param>
public sealed record Protocol(
    string Id, string Name, string Drug, Compounds Compound, Route Route,
    DoseRule Dose, Sourced<TimeSpan>? GivenOver, Mass? UnitDose, Sourced<TimeSpan>? BetweenUnits,
    IReadOnlyList<Preparation> Preparations, Interval Vitals, Interval Ratings,
    Sourced<Observation> Observation, Sourced<TimeSpan>? PressureDueAt, Sourced<string> Series,
    IReadOnlyList<ClinicalRule> GateRules, IReadOnlyList<ClinicalRule> LimitRules, IReadOnlyList<ClinicalRule> DischargeRules,
    IReadOnlyList<ClinicalRule> Evidence)
{
    /// <summary>True where a pump gives the dose.</summary>
    public bool Infused => GivenOver is not null;
}

/// <summary>The least time a patient is watched.</summary>
public sealed record Observation(TimeSpan Least, bool FromFirstDose);

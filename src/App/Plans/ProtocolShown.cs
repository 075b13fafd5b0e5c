using Afterglow.Core;
using Afterglow.Core.Plans;
using Afterglow.Core.Units;
using Route = Afterglow.Core.Plans.Route;

namespace Afterglow.App.Plans;

/// <summary>A protocol as the API shows it: what a program has to know before it checks somebody in and prepares a dose.</summary>
/// <param name="PerKilogram">Where the dose is found by weight: the standard, and the limits between which a prescriber may order.</param>
/// <param name="Fixed">Where the dose is one of a few amounts: the standard, and what may be ordered.</param>
public sealed record ProtocolShown(
    string Id, string Name, string Drug, Route Route, DoseRule.PerKilogram? PerKilogram, DoseRule.Fixed? Fixed,
    Sourced<TimeSpan>? GivenOver, Mass? UnitDose, Sourced<TimeSpan>? BetweenUnits, IReadOnlyList<Preparation> Preparations,
    Interval Vitals, Interval Ratings, Sourced<Observation> Observation, Sourced<TimeSpan>? PressureDueAt, Sourced<string> Series,
    IReadOnlyList<ClinicalRule> GateRules, IReadOnlyList<ClinicalRule> LimitRules, IReadOnlyList<ClinicalRule> DischargeRules)
{
    public static ProtocolShown Of(Protocol protocol) => new(
        protocol.Id, protocol.Name, protocol.Drug, protocol.Route, protocol.Dose as DoseRule.PerKilogram, protocol.Dose as DoseRule.Fixed,
        protocol.GivenOver, protocol.UnitDose, protocol.BetweenUnits, protocol.Preparations,
        protocol.Vitals, protocol.Ratings, protocol.Observation, protocol.PressureDueAt, protocol.Series,
        protocol.GateRules, protocol.LimitRules, protocol.DischargeRules);
}

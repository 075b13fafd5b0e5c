namespace Afterglow.Core.Plans;

public enum RuleCategory
{
    Contraindication,
    Caution,
    Interaction,
    Gate,
    Monitoring,
    Limit,
    Scoring,
    Discharge,
    Programme,
    Guideline,
    LongTerm,
    ControlledSubstance,
}

/// <summary>What a rule does when it is met, from a bar to treatment down to a remark.</summary>
public enum RuleSeverity
{
    Absolute,
    Relative,
    Block,
    Emergency,
    Urgent,
    Warn,
    Inform,
}

[Flags]
public enum Compounds
{
    Racemic = 1,
    Esketamine = 2,
    Both = Racemic | Esketamine,
}

/// <summary>One clinical rule: what it says, what to do, where it comes from and how sure that is.</summary>
/// <param name="Id">Permanent; entries in the record refer to it.</param>
/// <param name="Jurisdiction">Where it holds; empty when everywhere.</param>
public sealed record ClinicalRule(
    string Id, RuleCategory Category, RuleSeverity Severity, Compounds AppliesTo, string Text, string Action, Source Source,
    string Jurisdiction = "", string Note = "");

namespace Afterglow.Core.Intake.Eligibility;

/// <summary>All rules that speak about whether somebody can be treated, and all of them at once.</summary>
public static class EligibilityRules
{
    /// <summary>Every contraindication, caution and interaction of the rule book, and what has to be known before a first session.</summary>
    public static IReadOnlyList<EligibilityRule> All { get; } =
    [
        new("ci_aneurysm", Contraindications.Aneurysm),
        new("ci_avm", Contraindications.Malformation),
        new("ci_ich", Contraindications.BrainBleed),
        new("ci_hypersens", Contraindications.Hypersensitivity),
        new("ci_bp_hazard", Contraindications.PressureHazard),
        new("ci_cv_6wk", Contraindications.RecentHeartEvent),
        new("ci_htn", Contraindications.Hypertension),
        new("ci_preg", Contraindications.Pregnancy),
        new("ci_hepatic", Contraindications.Liver),
        new("ci_paeds", Contraindications.Child),
        new("ci_htn_enceph", Cautions.HypertensiveCrisis),
        new("ci_cardiac", Cautions.Heart),
        new("ci_psychosis", Cautions.Psychosis),
        new("ci_mania", Cautions.Mania),
        new("ci_sud", Cautions.SubstanceUse),
        new("ci_icp", Cautions.HeadAndEyes),
        new("ci_thyroid", Cautions.ThyroidPorphyriaSeizures),
        new("ci_resp", Cautions.Breathing),
        new("ci_urinary", Cautions.Bladder),
        new("ci_age", Cautions.Older),
        new("dd_benzo", InteractionRules.Benzodiazepines),
        new("dd_opioid", InteractionRules.Opioids),
        new("dd_stim", InteractionRules.Stimulants),
        new("dd_maoi", InteractionRules.Maoi),
        new("dd_theo", InteractionRules.Theophylline),
        new("dd_lamotrigine", InteractionRules.Lamotrigine),
        new("dd_cyp_inh", InteractionRules.Inhibitors),
        new("dd_cyp_ind", InteractionRules.Inducers),
        new("dd_naltrexone", InteractionRules.OpioidAntagonists),
        new("p_mcintyre", Readiness.Indication),
        new("g_base_workup", Readiness.WorkUp),
        new("g_escort", Readiness.WayHome),
    ];

    /// <summary>What all rules find, the gravest first, otherwise in the order of the book.</summary>
    public static IReadOnlyList<Finding> Evaluate(Known known)
    {
        var findings = new List<Finding>();
        foreach (var rule in All)
            if (rule.Look(known) is { } finding) findings.Add(finding);
        return [.. findings.OrderBy(finding => finding.Do)];
    }
}

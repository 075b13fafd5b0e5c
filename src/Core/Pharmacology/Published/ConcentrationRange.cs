namespace Afterglow.Core.Pharmacology.Published;

/// <summary>Concentrations in plasma at which something was observed. Never a target.</summary>
/// <param name="Analyte">What was measured.</param>
/// <param name="LowNgPerMl">The same as the upper end where one number is published.</param>
/// <param name="Note">What the reader should know besides.</param>
public sealed record ConcentrationRange(
    string Id, string Name, Analyte Analyte, double LowNgPerMl, double HighNgPerMl, Source Source, string? Note = null);

/// <summary>Published ranges of concentration, to be shaded behind a curve with their sources.</summary>
public static class ConcentrationRanges
{
    private static readonly Source Zanos = new("Zanos 2018 Pharmacol Rev 70:621-660, table 1", Confidence.Verified);
    private static readonly Source Simons = new("Simons 2022 Front Pain Res 3:946487", Confidence.Verified);

    /// <summary>Said wherever ranges are shown.</summary>
    public const string NoThreshold =
        "There is no validated antidepressant threshold in plasma: by 24 hours, when the benefit shows, next to nothing is left, and no relation between level and response was found (Grunebaum 2019).";

    public static IReadOnlyList<ConcentrationRange> All { get; } =
    [
        new("thr_anaesthesia", "Anaesthesia", Analyte.Ketamine, 1200, 2400, Zanos,
            "Others say up to 3000. Idvall 1979: 2211 (SD 190) ng/mL at steady state in surgery."),
        new("thr_awakening", "Awakening after anaesthesia", Analyte.Ketamine, 500, 1100,
            new("Idvall 1979 Br J Anaesth 51:1167-1173 and the Domino series", Confidence.RecalledSure), "Only 642 (SD 214) ng/mL was read in the source; the range is recalled."),
        new("thr_dissociation", "Dissociation", Analyte.Ketamine, 100, 250, Zanos,
            "What was felt rose in a straight line from 50 to 200 ng/mL, venous (Bowdle 1998). Never a target."),
        new("thr_psychotomimetic_schizophrenia", "Psychosis-like symptoms in schizophrenia", Analyte.Ketamine, 120, 120, Zanos),
        new("thr_analgesia", "Analgesia", Analyte.Ketamine, 70, 160, Zanos,
            "0.15 mg/kg by vein. Grant 1981: 150 ng/mL after an injection into a muscle, 40 by mouth (recalled)."),
        new("thr_antidepressant_typical_cmax", "Usual peaks in the treatment of depression", Analyte.Ketamine, 70, 200,
            new("Zanos 2018 Pharmacol Rev 70:621-660, table 1", Confidence.RecalledSure),
            "What is usual, not what is needed. Only 185 ng/mL (0.5 mg/kg over 40 min) was read in the source; the range is recalled."),
        new("thr_drug_high_C50_S", "Half of the strongest “high”", Analyte.SKetamine, 71, 71, Simons, "S-ketamine at the effect site."),
        new("thr_analgesia_C50_S", "Half of the strongest relief of pain", Analyte.SKetamine, 285, 404, Simons, "S-ketamine at the effect site."),
    ];

    /// <summary>The ranges that were measured in this analyte.</summary>
    public static IReadOnlyList<ConcentrationRange> Of(Analyte analyte) => [.. All.Where(range => range.Analyte == analyte)];
}

namespace Afterglow.Core.Pharmacology.Published;

/// <summary>What the authorised information for prescribers says, in one sentence.</summary>
public sealed record LabelFact(string Id, string Product, string Says, Source Source);

/// <summary>Facts from the US prescribing information of Spravato (esketamine) and Ketalar (racemic ketamine).</summary>
public static class LabelFacts
{
    private const string Spravato = "Spravato";

    private static readonly Source Label = new("Spravato US prescribing information 2025", Confidence.Verified);
    private static readonly Source Recalled = Label with { Confidence = Confidence.RecalledSure };

    public static IReadOnlyList<LabelFact> All { get; } =
    [
        new("label_trd_schedule", Spravato, "Treatment-resistant depression: 56 mg on day 1; weeks 1 to 4 56 or 84 mg twice a week, weeks 5 to 8 once a week, from week 9 every week or two, as rarely as holds the response.", Label),
        new("label_mdsi_schedule", Spravato, "Major depression with acute suicidal ideation: 84 mg twice a week for four weeks; may be reduced to 56 mg.", Label),
        new("label_device", Spravato, "A device holds 28 mg of base (32.3 mg hydrochloride) in 0.2 mL, two sprays; five minutes between devices.", Label),
        new("label_food", Spravato, "No food for 2 h and no liquids for 30 min before; a nasal steroid or decongestant no later than 60 min before (recalled).", Label),
        new("label_monitor", Spravato, "Observed for at least 2 h; blood pressure before and about 40 min after, then as needed; pulse oximetry; no driving until the next day after restful sleep.", Label),
        new("label_bp_gate", Spravato, "Above 140 systolic or 90 diastolic before the dose: weigh whether to delay. A caution, not an absolute bar.", Label),
        new("label_contra", Spravato, "Not with aneurysmal vascular disease (aorta, intracranial, peripheral arteries), arteriovenous malformation, a history of intracerebral haemorrhage, or hypersensitivity.", Label),
        new("label_monotherapy", Spravato, "Since January 2025 approved alone for adults with treatment-resistant depression; older pages still say only with an oral antidepressant.", Recalled),
        new("label_pk", Spravato, "Bioavailability 48 %, peak 20 to 40 min after the last spray, half-life 7 to 12 h (read); clearance 89 L/h and volume 709 L (recalled; the population model says 114 and 752). From 65 years peak and exposure 21 and 18 % higher (recalled). Moderate liver disease: higher exposure, watch longer; severe: not recommended.", Label),
        new("label_ketalar_core", "Ketalar", "Induction 1 to 4.5 mg/kg over 60 s by vein or 6.5 to 13 mg/kg into a muscle; 10, 50 and 100 mg of base a millilitre, 100 diluted before a vein; emergence reactions in 12 %; not where a rise of pressure would be a serious hazard. Psychiatric use is off label.",
            new("Ketalar US prescribing information 2024", Confidence.Verified)),
    ];
}

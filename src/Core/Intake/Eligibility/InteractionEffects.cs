namespace Afterglow.Core.Intake.Eligibility;

/// <summary>What was found about a medicine together with ketamine.</summary>
/// <param name="Id">Permanent.</param>
/// <param name="StudiedWith">Which ketamine, given how.</param>
/// <param name="Effect">What happened, with its size where one was published.</param>
public sealed record InteractionEffect(string Id, string StudiedWith, string Effect, Source Source);

/// <summary>Published findings on interactions. Those that contradict each other each stand.</summary>
public static class InteractionEffects
{
    private static Source Read(string citation) => new(citation, Confidence.Verified);

    private static Source Recalled(string citation) => new(citation, Confidence.RecalledSure);

    public static IReadOnlyList<InteractionEffect> All { get; } =
    [
        new("ddi_ticlopidine", "S-ketamine by mouth", "Exposure 2.4 times as high.", Read("Peltoniemi 2011 Clin Pharmacol Ther 90:296-302")),
        new("ddi_label_ticlopidine", "esketamine nasal spray", "Exposure 29 % higher.", Recalled("Spravato US prescribing information 2019, section 12.3")),
        new("ddi_itraconazole", "S-ketamine by mouth", "No increase of exposure, although it inhibits CYP3A.", Read("Peltoniemi 2011 Clin Pharmacol Ther 90:296-302")),
        new("ddi_clarithromycin", "S-ketamine by mouth", "Exposure 2.6 times and peak 3.6 times as high.", Read("Hagelberg 2010 Eur J Pain 14:625-629")),
        new("ddi_label_clarithro", "esketamine nasal spray", "Exposure 4 % and peak 11 % higher: next to nothing.", Recalled("Spravato US prescribing information 2019, section 12.3")),
        new("ddi_grapefruit", "S-ketamine by mouth", "Exposure 3.0 times (2.4 to 3.6) and peak 2.1 times as high.", Read("Peltoniemi 2012 Eur J Clin Pharmacol 68:979-986")),
        new("ddi_rifampicin", "S-ketamine by vein and by mouth", "Exposure 14 % lower by vein and 86 % lower by mouth.", Read("Peltoniemi 2012 Basic Clin Pharmacol Toxicol 111:325-332")),
        new("ddi_label_rifampin", "esketamine nasal spray", "Exposure 28 % and peak 17 % lower.", Recalled("Spravato US prescribing information 2019, section 12.3")),
        new("ddi_sjw", "S-ketamine by mouth", "Exposure 58 % and peak 66 % lower.", Recalled("Peltoniemi 2012 Fundam Clin Pharmacol 26:743-750")),
        new("ddi_cns_depressants", "any ketamine",
            "Sedation and slowed breathing add up; no size is published. Benzodiazepines may blunt the benefit (observational: Frye 2015, Albott 2017, Andrashko 2020).",
            Read("Ketalar and Spravato US prescribing information, section 7")),
        new("ddi_psychostimulants", "any ketamine", "May raise blood pressure further; no size is published.", Read("Spravato US prescribing information, section 7.2")),
        new("ddi_maoi", "any ketamine", "May raise blood pressure further; no size is published.", Read("Spravato US prescribing information, section 7.3")),
        new("ddi_theophylline", "ketamine by injection", "Lowers the threshold for seizures: not together.", Read("Ketalar US prescribing information 2024, section 7.1")),
        new("ddi_sympathomimetics", "ketamine by injection", "The effect on heart and pressure grows; no size is published.", Read("Ketalar US prescribing information 2024, section 7.2")),
        new("ddi_lamotrigine", "racemic ketamine",
            "One dose of 300 mg lessened dissociation in healthy volunteers; an effect on the benefit is not shown.", Recalled("Anand 2000 Arch Gen Psychiatry 57:270-276")),
        new("ddi_naltrexone", "racemic ketamine",
            "Blocked the benefit and not the dissociation in a crossover of 12; an open series on naltrexone did not show it (Yoon 2019).",
            Recalled("Williams 2018 Am J Psychiatry 175:1205-1215")),
        new("ddi_diazepam", "racemic ketamine", "Lengthens the half-life; by how much was not recovered.", Recalled("Domino 1984 Clin Pharmacol Ther 36:645-653")),
    ];

    /// <summary>What is published about a medicine of these kinds; empty where it is expected by mechanism only.</summary>
    public static IReadOnlyList<InteractionEffect> Of(Medicine medicine)
    {
        var ids = new List<string>();
        if (medicine.Is(MedicineKinds.Benzodiazepine | MedicineKinds.ZDrug | MedicineKinds.Opioid | MedicineKinds.Sedative)) ids.Add("ddi_cns_depressants");
        if (medicine.Is(MedicineKinds.Stimulant)) ids.Add("ddi_psychostimulants");
        if (medicine.Is(MedicineKinds.Sympathomimetic)) ids.Add("ddi_sympathomimetics");
        if (medicine.Is(MedicineKinds.Maoi)) ids.Add("ddi_maoi");
        if (medicine.Is(MedicineKinds.Theophylline)) ids.Add("ddi_theophylline");
        ids.AddRange(medicine.Name switch
        {
            "ticlopidine" => ["ddi_ticlopidine", "ddi_label_ticlopidine"],
            "clarithromycin" => ["ddi_clarithromycin", "ddi_label_clarithro"],
            "itraconazole" => ["ddi_itraconazole"],
            "rifampicin" => ["ddi_rifampicin", "ddi_label_rifampin"],
            "St John’s wort" => ["ddi_sjw"],
            "lamotrigine" => ["ddi_lamotrigine"],
            "naltrexone" => ["ddi_naltrexone"],
            "diazepam" => ["ddi_diazepam"],
            _ => Array.Empty<string>(),
        });
        return Named(ids);
    }

    /// <summary>Of grapefruit and of alcohol, which are no medicines.</summary>
    public static IReadOnlyList<InteractionEffect> Grapefruit { get; } = Named(["ddi_grapefruit"]);

    public static IReadOnlyList<InteractionEffect> Alcohol { get; } = Named(["ddi_cns_depressants"]);

    private static IReadOnlyList<InteractionEffect> Named(IReadOnlyList<string> ids) => [.. All.Where(effect => ids.Contains(effect.Id))];
}

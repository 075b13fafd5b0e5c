using Afterglow.Core.Pharmacology.Interactions;

namespace Afterglow.Core.Intake.Eligibility;

/// <summary>
/// Which of the published interactions belong to a medicine that the rules recognise. The figures and their sources stand
/// once, in <see cref="KnownInteractions"/>, where the simulation reads them too.
/// </summary>
public static class InteractionEffects
{
    /// <summary>What is published about a medicine of these kinds; empty where it is expected by mechanism only.</summary>
    public static IReadOnlyList<Interaction> Of(Medicine medicine)
    {
        var ids = new List<string>();
        // What is published names these two groups and alcohol; of quetiapine, gabapentin or zolpidem it says nothing.
        if (medicine.Is(MedicineKinds.Benzodiazepine | MedicineKinds.Opioid)) ids.Add("ddi_cns_depressants");
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
    public static IReadOnlyList<Interaction> Grapefruit { get; } = Named(["ddi_grapefruit"]);

    public static IReadOnlyList<Interaction> Alcohol { get; } = Named(["ddi_cns_depressants"]);

    private static IReadOnlyList<Interaction> Named(IReadOnlyList<string> ids) => [.. KnownInteractions.All.Where(effect => ids.Contains(effect.Id))];
}

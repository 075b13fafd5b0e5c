using Afterglow.Core.Pharmacology.Interactions;

namespace Afterglow.Core.Intake.Eligibility;

/// <summary>The interactions of the rule book, looked for in every medicine in use.</summary>
internal static class InteractionRules
{
    public static Finding? Benzodiazepines(Known known) => Look(
        known, "dd_benzo", "Benzodiazepine or z-drug", MedicineKinds.Benzodiazepine | MedicineKinds.ZDrug, WhatToDo.PrescriberDecides,
        "Sedation adds up, and the benefit may be blunted. Hold the morning dose where it is safe; never stop abruptly.");

    public static Finding? Opioids(Known known)
    {
        var extra = new List<Basis>();
        if (known.History.Has("alcohol", "most-days") || known.History.Has("alcohol", "daily")) extra.AddRange(known.Answers("alcohol"));
        if (known.History.Has("substances.year", "opioids") || known.History.Has("substances.year", "sedatives")) extra.AddRange(known.Answers("substances.year"));
        return Look(
            known, "dd_opioid", "Opioid, alcohol or another sedative", MedicineKinds.Opioid | MedicineKinds.Sedative, WhatToDo.PrescriberDecides,
            "Breathing and wakefulness suffer together: no alcohol for 24 hours, oximetry, longer observation.", extra, InteractionEffects.Alcohol);
    }

    public static Finding? Stimulants(Known known) => Look(
        known, "dd_stim", "Stimulant or decongestant", MedicineKinds.Stimulant | MedicineKinds.Sympathomimetic, WhatToDo.PrescriberDecides,
        "The pressure may rise further: hold it on the day and measure.");

    public static Finding? Maoi(Known known) => Look(
        known, "dd_maoi", "MAO inhibitor", MedicineKinds.Maoi, WhatToDo.PrescriberDecides, "Watch the pressure closely; not an absolute bar.");

    public static Finding? Theophylline(Known known) => Look(
        known, "dd_theo", "Theophylline", MedicineKinds.Theophylline, WhatToDo.NotEligible, "Racemic ketamine is not given together with it: seizures.");

    public static Finding? Lamotrigine(Known known) => Look(
        known, "dd_lamotrigine", "Lamotrigine", MedicineKinds.Lamotrigine, WhatToDo.Noted,
        "It may lessen dissociation; that it lessens the benefit is not shown. Do not stop it for this reason.");

    public static Finding? Inhibitors(Known known)
    {
        var extra = known.History.Has("remedies", "grapefruit") ? known.Answers("remedies").ToList() : [];
        return Look(
            known, "dd_cyp_inh", "Slows the breakdown of ketamine", MedicineKinds.Cyp2B6Inhibitor | MedicineKinds.Cyp3AInhibitor, WhatToDo.PrescriberDecides,
            "By mouth or under the tongue much more ketamine may arrive: reduce the dose. By vein and by nose little changes.",
            extra, InteractionEffects.Grapefruit)
            ?? (known.InUse(MedicineKinds.NoIncreaseMeasured).ToList() is { Count: > 0 } looked
                ? new Saying("dd_cyp_inh", "Looked for, and not found").Noted(
                    "It inhibits CYP3A, and no increase of ketamine was measured with it.", looked.Select(medicine => medicine.Basis), Effects(looked))
                : null);
    }

    public static Finding? Inducers(Known known) => Look(
        known, "dd_cyp_ind", "Speeds the breakdown of ketamine", MedicineKinds.Inducer, WhatToDo.PrescriberDecides,
        "By mouth or under the tongue most of the dose may be lost: choose another way, or expect it to fail.");

    public static Finding? OpioidAntagonists(Known known) => Look(
        known, "dd_naltrexone", "Opioid antagonist", MedicineKinds.OpioidAntagonist, WhatToDo.Noted,
        "Whether it takes the benefit away is contradicted: record it and talk about it.");

    private static Finding? Look(
        Known known, string rule, string title, MedicineKinds kinds, WhatToDo act, string sentence,
        IReadOnlyList<Basis>? extra = null, IReadOnlyList<Interaction>? extraEffects = null)
    {
        var say = new Saying(rule, title);
        var medicines = known.InUse(kinds).ToList();
        if (medicines.Count == 0 && extra is not { Count: > 0 })
            return known.MedicinesTold ? null : say.More("Which medicines are taken is not known.", [], "medicines.any");
        var where = medicines.Select(medicine => medicine.Basis).Concat(extra ?? []);
        IReadOnlyList<Interaction> effects = [.. Effects(medicines), .. extra is { Count: > 0 } ? extraEffects ?? [] : []];
        var unmeasured = medicines.SelectMany(medicine => medicine.Recognised).Where(medicine => medicine.Is(kinds) && InteractionEffects.Of(medicine).Count == 0)
            .Select(medicine => medicine.Name).Distinct().ToList();
        if (unmeasured.Count > 0) sentence += $" Expected by mechanism and not measured: {string.Join(", ", unmeasured)}.";
        effects = [.. effects.Distinct()];
        return act switch
        {
            WhatToDo.NotEligible => say.NotEligible(sentence, where, effects),
            WhatToDo.PrescriberDecides => say.Decide(sentence, where, effects),
            _ => say.Noted(sentence, where, effects),
        };

        IEnumerable<Interaction> Effects(IEnumerable<KnownMedicine> found) =>
            found.SelectMany(medicine => medicine.Recognised).Where(medicine => medicine.Is(kinds)).SelectMany(InteractionEffects.Of);
    }

    private static IReadOnlyList<Interaction> Effects(IEnumerable<KnownMedicine> medicines) =>
        [.. medicines.SelectMany(medicine => medicine.Recognised).SelectMany(InteractionEffects.Of).Distinct()];
}

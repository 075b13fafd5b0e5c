using Afterglow.Core.Intake.History;
using Afterglow.Core.Patients;

namespace Afterglow.Core.Intake.Eligibility;

/// <summary>The cautions of the rule book: none of them says no by itself, but for a psychosis or a mania that is there now.</summary>
internal static class Cautions
{
    /// <summary>What “recent” means where the rule does not say; Source.Assumed.</summary>
    private const int RecentUseDays = 365;

    public static Finding? HypertensiveCrisis(Known known)
    {
        var say = new Saying("ci_htn_enceph", "Blood pressure crisis in the past");
        var conditions = known.Conditions(ConditionSets.HypertensiveCrisis);
        var answers = known.Answers("hypertension.crisis").ToList();
        if (conditions.Count > 0 || known.Told("hypertension.crisis") == Told.Yes)
            return say.Decide("Small rises can bring it back: measure more often and ask for symptoms.", conditions.Concat(answers));
        return known.Told("hypertension.crisis") == Told.No ? null : say.More("Not known.", answers, "hypertension.crisis");
    }

    public static Finding? Heart(Known known)
    {
        var say = new Saying("ci_cardiac", "Heart");
        var active = known.Active(ConditionSets.Heart);
        var answers = known.Answers("heart", "heart.stable").ToList();
        var where = active.Concat(answers).ToList();
        var told = known.Told("heart") == Told.Something && !known.History.Has("heart", "none");
        if (known.History.Has("heart.stable", "unstable")) return say.Decide("Not under control: cardiology before any session.", where);
        if (active.Count > 0) return say.Decide("On file. Whether it is stable decides: cardiology before any session where it is not.", where);
        if (told && known.History.Has("heart.stable", "stable")) return say.Noted("Under control, as the patient says.", where);
        if (told) return say.More("Whether it is under control is not known.", where, "heart.stable");
        if (known.Past(ConditionSets.Heart) is { Count: > 0 } past) return say.Noted("On file as past.", past.Concat(answers));
        return known.History.Has("heart", "none") ? null : say.More("Not known.", answers, "heart");
    }

    public static Finding? Psychosis(Known known)
    {
        var say = new Saying("ci_psychosis", "Psychosis");
        var active = known.Active(ConditionSets.Psychosis);
        var depressive = known.Active(ConditionSets.PsychoticDepression);
        var answers = known.Answers("psychosis.now", "psychosis.ever").ToList();
        if (known.Told("psychosis.now") == Told.Yes) return say.NotEligible("There now, as the patient says: exclude.", active.Concat(depressive).Concat(answers));
        if (active.Sure()) return say.NotEligible("On file as active: exclude.", active.Concat(answers));
        if (depressive.Count > 0) return say.Decide("Depression with psychosis is on file: whether it is there now decides.", depressive.Concat(answers));
        if (active.Count > 0) return say.Decide("Words on file may mean a psychosis; no code says so.", active.Concat(answers));
        var past = known.Past(ConditionSets.Psychosis).Concat(known.Past(ConditionSets.PsychoticDepression)).ToList();
        if (known.History.Has("diagnoses", "psychosis")) past.AddRange(known.Answers("diagnoses"));
        if (past.Count > 0 || known.Told("psychosis.ever") == Told.Yes)
            return say.Decide("In the past: the benefit must outweigh the risk, and a senior signs.", past.Concat(answers));
        return known.Told("psychosis.now") == Told.No && known.Told("psychosis.ever") == Told.No ? null
            : say.More("Not known.", answers, "psychosis.now", "psychosis.ever");
    }

    public static Finding? Mania(Known known)
    {
        var say = new Saying("ci_mania", "Mania and bipolar disorder");
        var now = known.Active(ConditionSets.ManicNow);
        var bipolar = known.Conditions(ConditionSets.Bipolar);
        var answers = known.Answers("mania.now", "mania.ever").ToList();
        if (known.History.Has("diagnoses", "bipolar")) answers.AddRange(known.Answers("diagnoses"));
        if (known.Told("mania.now") == Told.Yes || now.Sure()) return say.NotEligible("A mania is there now.", now.Concat(answers));
        if (now.Count > 0) return say.Decide("Words on file may mean a mania that is there now.", now.Concat(answers));
        if (bipolar.Count > 0 || known.Told("mania.ever") == Told.Yes || known.History.Has("diagnoses", "bipolar"))
        {
            var stabilisers = known.InUse(MedicineKinds.MoodStabiliser).Select(medicine => medicine.Basis).ToList();
            if (stabilisers.Count > 0) return say.Decide("Bipolar, with a mood stabiliser: review it.", bipolar.Concat(stabilisers).Concat(answers));
            return known.MedicinesTold ? say.Decide("Bipolar, and no mood stabiliser is on file: review before treatment.", bipolar.Concat(answers))
                : say.More("Bipolar, and which medicines are taken is not known.", bipolar.Concat(answers), "medicines.any");
        }
        return known.Told("mania.now") == Told.No && known.Told("mania.ever") == Told.No ? null
            : say.More("Not known.", answers, "mania.now", "mania.ever");
    }

    public static Finding? SubstanceUse(Known known)
    {
        var say = new Saying("ci_sud", "Substance use");
        var conditions = known.Conditions(ConditionSets.SubstanceUse);
        var active = conditions.Where(one => one.Standing == Standing.Active && !InRemission(one)).ToList();
        active.AddRange(known.Active(ConditionSets.Overdose));
        var answers = known.Answers("substances.disorder", "substances.remission").ToList();
        var used = known.Told("substances.year") == Told.Something && !known.History.Has("substances.year", "none");
        if (used) answers.AddRange(known.Answers("substances.year", "substances.last"));
        var drinks = known.History.Has("alcohol", "daily");
        if (drinks) answers.AddRange(known.Answers("alcohol"));
        var recent = known.Told("substances.disorder") == Told.Yes && !known.History.Has("substances.remission", "year");
        if (active.Count > 0 || recent || used || drinks)
            return say.Decide(
                known.History.Has("substances.year", "ketamine") || known.History.Has("substances.year", "pcp")
                    ? "Ketamine or PCP in the last year: usually a reason not to treat. Assess the risk, check the prescription database, test."
                    : "Active or recent: assess the risk, check the prescription database, test. Usually a reason not to treat while it is active.",
                active.Concat(answers));
        var past = conditions.Where(one => one.Standing == Standing.Past || InRemission(one)).ToList();
        if (past.Exists(one => known.Within(one.At, RecentUseDays) == true)) return say.Decide("On file as past, begun within a year.", past.Concat(answers));
        if (past.Count > 0 || known.Told("substances.disorder") == Told.Yes) return say.Noted("In the past, more than a year ago.", past.Concat(answers));
        return known.Told("substances.disorder") == Told.No && !known.Open("substances.year") ? null
            : say.More("Not known.", known.Answers("substances.disorder", "substances.year"), "substances.disorder", "substances.year");
    }

    public static Finding? HeadAndEyes(Known known)
    {
        var say = new Saying("ci_icp", "Pressure in the head or the eye");
        var active = known.Active(ConditionSets.HeadOrEyePressure);
        var answers = known.Answers("brain-pressure", "eyes").ToList();
        if (known.Told("brain-pressure") == Told.Yes || known.History.Has("eyes", "glaucoma-untreated") || known.History.Has("eyes", "open-injury"))
            return say.Decide("A specialist clears it first.", active.Concat(answers));
        if (active.Count > 0) return say.Decide("On file. Unless it is treated and under control, a specialist clears it first.", active.Concat(answers));
        if (known.Open("brain-pressure") || known.Open("eyes")) return say.More("Not known.", answers, "brain-pressure", "eyes");
        return known.History.Has("eyes", "glaucoma-treated") ? say.Noted("Glaucoma, treated.", answers) : null;
    }

    public static Finding? ThyroidPorphyriaSeizures(Known known)
    {
        var say = new Saying("ci_thyroid", "Overactive thyroid, porphyria, seizures");
        var active = known.Active(ConditionSets.Hyperthyroid).Concat(known.Active(ConditionSets.Porphyria)).Concat(known.Active(ConditionSets.Seizures)).ToList();
        var answers = known.Answers("thyroid", "porphyria", "seizures").ToList();
        if (known.History.Has("thyroid", "overactive-untreated") || known.Told("porphyria") == Told.Yes || known.History.Has("seizures", "uncontrolled"))
            return say.Decide("Treat first.", active.Concat(answers));
        if (active.Count > 0) return say.Decide("On file. Unless it is treated and under control, treat first.", active.Concat(answers));
        if (known.Open("thyroid") || known.Open("porphyria") || known.Open("seizures"))
            return say.More("Not known.", answers, "thyroid", "porphyria", "seizures");
        return known.History.Has("thyroid", "overactive-treated") || known.History.Has("seizures", "controlled")
            ? say.Noted("Treated and under control, as the patient says.", answers)
            : null;
    }

    public static Finding? Breathing(Known known)
    {
        var say = new Saying("ci_resp", "Breathing");
        var active = known.Active(ConditionSets.Breathing);
        var answers = known.Answers("lungs").ToList();
        var told = known.Told("lungs") == Told.Something && !known.History.Has("lungs", "none");
        // The limit is that of the rule g_spo2.
        var oxygen = known.Observations.FirstOrDefault(one => one.Fact.Measured.SpO2 is not null);
        var low = oxygen.Fact?.Measured.SpO2 < 94 && known.DaysAgo(oxygen.Fact.At) <= Contraindications.PressureHoldsDays
            ? known.Measurement(oxygen.Fact, oxygen.EntryId)
            : null;
        var where = active.Concat(answers).Concat(low is null ? [] : [low]).ToList();
        if (active.Count > 0 || low is not null || (told && !known.History.Has("lungs", "apnoea-treated")))
        {
            var depressants = known.InUse(MedicineKinds.Opioid | MedicineKinds.Benzodiazepine | MedicineKinds.ZDrug | MedicineKinds.Sedative)
                .Select(medicine => medicine.Basis).ToList();
            return say.Decide(
                depressants.Count > 0 ? "Together with medicines that slow breathing: oximetry, and an anaesthetist's view." : "Oximetry, and an anaesthetist's view where it is severe.",
                where.Concat(depressants));
        }
        if (told) return say.Noted("Sleep apnoea, treated.", where);
        return known.History.Has("lungs", "none") ? null : say.More("Not known.", answers, "lungs");
    }

    public static Finding? Bladder(Known known)
    {
        var say = new Saying("ci_urinary", "Bladder");
        var active = known.Active(ConditionSets.Urinary);
        var answers = known.Answers("urinary", "cystitis", "cystitis.ketamine").ToList();
        if (known.Told("cystitis.ketamine") == Told.Yes) return say.NotEligible("Bladder trouble from ketamine: avoid.", active.Concat(answers));
        if (active.Count > 0 || known.Told("cystitis") == Told.Yes || (known.Told("urinary") == Told.Something && !known.History.Has("urinary", "none")))
            return say.Decide("Before the first dose: what is there now, by a urologist where it is unexplained.", active.Concat(answers));
        return known.Open("urinary") || known.Open("cystitis") || known.Open("cystitis.ketamine")
            ? say.More("Not known.", answers, "urinary", "cystitis", "cystitis.ketamine")
            : null;
    }

    public static Finding? Older(Known known)
    {
        var say = new Saying("ci_age", "65 or older");
        if (known.Age is not { } age) return say.More("The birth date is not on file.", []);
        if (age.AtLeast >= 65) return say.Noted($"{age.AtLeast} years old: start low, measure the pressure more often.", [known.Person($"born {known.Birth}")]);
        return age.AtMost >= 65 ? say.More("Of the birth date only a part is on file: 64 or 65 years old.", [known.Person($"born {known.Birth}")]) : null;
    }

    // ICD-10-CM says “in remission” with the last digit: F11.11, F11.21.
    private static bool InRemission(Basis evidence) =>
        evidence.Text.Contains("remission", StringComparison.OrdinalIgnoreCase)
        || (evidence.Code is { Length: 6 } code && code[0] is 'F' or 'f' && evidence.Code.EndsWith('1') && evidence.Code[4] is '1' or '2');
}

using Afterglow.Core.Intake.History;
using Afterglow.Core.Patients;

namespace Afterglow.Core.Intake.Eligibility;

/// <summary>The contraindications of the rule book.</summary>
internal static class Contraindications
{
    /// <summary>Six weeks, as the rule says.</summary>
    private const int RecentEventDays = 42;

    // How long a pressure on file says something about today's, and how long a pregnancy can last; Source.Assumed.
    internal const int PressureHoldsDays = 90;
    private const int LongestPregnancyDays = 301;

    public static Finding? Aneurysm(Known known) => HistoryOf(known, "ci_aneurysm", "Aneurysm", ConditionSets.Aneurysm, "aneurysm");

    public static Finding? Malformation(Known known) =>
        HistoryOf(known, "ci_avm", "Arteriovenous malformation", ConditionSets.Malformation, "avm");

    public static Finding? BrainBleed(Known known) =>
        HistoryOf(known, "ci_ich", "Bleeding in the brain", ConditionSets.BrainBleed, "brain-bleed", pastCounts: true);

    public static Finding? Hypersensitivity(Known known)
    {
        var say = new Saying("ci_hypersens", "Allergy to ketamine");
        // Benzethonium is the preservative of the multi-dose vials.
        var allergies = known.Allergies
            .Where(allergy => MedicineNames.In(allergy.Text).Any(medicine => medicine.Is(MedicineKinds.Ketamine))
                || allergy.Text.Contains("benzethonium", StringComparison.OrdinalIgnoreCase)).ToList();
        var told = known.Told("ketamine.allergy");
        var where = allergies.Concat(known.Answers("ketamine.allergy"));
        if (told == Told.Yes || allergies.Exists(allergy => allergy.Standing == Standing.Active))
            return say.NotEligible("An allergy to ketamine, esketamine or what is in their vials is on file.", where);
        if (allergies.Count > 0) return say.Decide("An allergy is on file that no longer holds, or was never confirmed.", where);
        return told == Told.No ? null : say.More("Whether there is an allergy to ketamine is not known.", where, "ketamine.allergy");
    }

    public static Finding? PressureHazard(Known known)
    {
        var say = new Saying("ci_bp_hazard", "A rise of pressure would be a hazard");
        var conditions = known.Active(ConditionSets.PressureHazard);
        var crisis = known.Active(ConditionSets.HypertensiveCrisis);
        var recent = known.Conditions(ConditionSets.HeartEvent).Where(one => known.Within(one.At, RecentEventDays) == true && !one.Possible).ToList();
        var answers = new List<Basis>();
        if (EventAt(known) is { } at && known.Within(at, RecentEventDays) == true) answers.AddRange(known.Answers("heart-event", "heart-event.when"));
        if (known.History.Has("heart.stable", "unstable")) answers.AddRange(known.Answers("heart", "heart.stable"));
        var where = conditions.Concat(crisis).Concat(recent).Concat(answers).ToList();
        if (where.Sure()) return say.NotEligible("Racemic ketamine raises the pressure for an hour; with this a rise can do serious harm.", where);
        if (where.Count > 0) return say.Decide("Words on file may mean a condition in which a rise of pressure does serious harm.", where);
        return known.Told("heart-event") == Told.Nothing && known.Told("heart") == Told.Nothing && known.Pressure is null
            ? say.More("Neither the heart and vessels were asked about, nor is a blood pressure on file.", [], "heart-event", "heart")
            : null;
    }

    public static Finding? RecentHeartEvent(Known known)
    {
        var say = new Saying("ci_cv_6wk", "Heart attack or stroke within six weeks");
        var conditions = known.Conditions(ConditionSets.HeartEvent);
        var answers = known.Answers("heart-event", "heart-event.when").ToList();
        var told = known.Told("heart-event");
        var inTime = conditions.Where(one => known.Within(one.At, RecentEventDays) == true).ToList();
        var toldAt = EventAt(known) is { } at && told == Told.Yes ? known.Within(at, RecentEventDays) : null;
        if (inTime.Sure() || toldAt == true)
            return say.NotEligible("Within six weeks. In the EU this rules esketamine out; the US label asks for caution.", inTime.Concat(answers));
        if (inTime.Count > 0) return say.Decide("Words on file may mean an event within six weeks.", inTime.Concat(answers));
        var undated = conditions.Where(one => known.Within(one.At, RecentEventDays) is null).ToList();
        if (undated.Count > 0 || (told == Told.Yes && toldAt is null))
            return say.More("When it was is not known well enough to say whether six weeks have passed.", undated.Concat(answers), "heart-event.when");
        return told is Told.Yes or Told.No ? null
            : say.More("Whether there was a heart attack or a stroke is not known.", answers, "heart-event");
    }

    public static Finding? Hypertension(Known known)
    {
        var say = new Saying("ci_htn", "High blood pressure");
        var conditions = known.Active(ConditionSets.Hypertension);
        var answers = known.Answers("hypertension", "hypertension.control").ToList();
        var told = known.Told("hypertension");
        var has = conditions.Count > 0 || told == Told.Yes;
        var pressure = known.Pressure is { } newest && newest.DaysAgo <= PressureHoldsDays ? newest : ((decimal Systolic, decimal Diastolic, Basis Basis, int DaysAgo)?)null;
        var where = conditions.Concat(answers).Concat(pressure is { } taken ? [taken.Basis] : []).ToList();
        // The limits are those of the rules g_bp_rac and g_bp_esk.
        if (pressure is { Systolic: >= 160 } or { Diastolic: >= 100 })
            return say.Decide("The newest pressure is 160/100 or more: treat and wait until it is below the gate.", where);
        if (known.History.Has("hypertension.control", "uncontrolled"))
            return say.Decide("The patient says that it is not under control: treat and wait until it is below the gate.", where);
        if (pressure is { Systolic: > 140 } or { Diastolic: > 90 })
            return has ? say.Decide("On file as high, and the newest pressure is above 140/90: not under control.", where)
                : say.More("The newest pressure is above 140/90 and no high pressure is on file: repeat it after rest.", where);
        if (has)
            return pressure is not null ? say.Noted("On file as high; the newest pressure is at or below 140/90.", where)
                : say.More($"On file as high, and no pressure was taken in the last {PressureHoldsDays} days: measure it.", where, "hypertension.control");
        return told == Told.No || pressure is not null ? null
            : say.More("Neither was high pressure asked about, nor is a recent pressure on file.", answers, "hypertension");
    }

    public static Finding? Pregnancy(Known known)
    {
        var say = new Saying("ci_preg", "Pregnancy and breastfeeding");
        var active = known.Active(ConditionSets.Pregnancy);
        var now = active.Where(one => known.Within(one.At, LongestPregnancyDays) == true).ToList();
        var answers = known.Answers("pregnancy", "breastfeeding", "contraception").ToList();
        if (known.History.Has("pregnancy", "pregnant") || now.Sure())
            return say.NotEligible("Pregnant. Not recommended; only a specialist may say otherwise.", now.Concat(answers));
        if (now.Count > 0) return say.Decide("Words on file may mean a pregnancy.", now.Concat(answers));
        if (known.History.Said("breastfeeding") == true) return say.Decide("Breastfeeding. Not recommended.", answers);
        if (known.History.Has("pregnancy", "possible")) return say.More("A pregnancy is possible: test before the first dose.", answers);
        if (known.History.Has("pregnancy", "not-pregnant"))
            return known.History.Said("contraception") == false ? say.Noted("Not pregnant, and no contraception: it is advised during treatment.", answers) : null;
        if (known.History.Has("pregnancy", "cannot") || known.Sex == Sex.Male) return null;
        // Outside these years the question is not put; Source.Assumed.
        if (known.Age is { } age && (age.AtMost < 12 || age.AtLeast > 55)) return null;
        var undated = active.Where(one => known.Within(one.At, LongestPregnancyDays) is null);
        return say.More("Whether there is a pregnancy is not known.", undated.Concat(answers), "pregnancy");
    }

    public static Finding? Liver(Known known)
    {
        var say = new Saying("ci_hepatic", "Liver");
        var failure = known.Active(ConditionSets.LiverFailure);
        var disease = known.Active(ConditionSets.Liver);
        var answers = known.Answers("liver", "liver.grade").ToList();
        var where = failure.Concat(disease).Concat(answers);
        if (known.History.Has("liver.grade", "c")) return say.NotEligible("Cirrhosis, Child-Pugh C: not recommended.", where);
        if (failure.Sure()) return say.NotEligible("Liver failure is on file, which counts as severe.", where);
        if (failure.Count > 0) return say.Decide("Words on file may mean a failing liver.", where);
        if (known.History.Has("liver.grade", "b")) return say.Decide("Cirrhosis, Child-Pugh B: the drug stays longer, so monitoring is longer.", where);
        if (known.History.Has("liver.grade", "a")) return say.Noted("Cirrhosis, Child-Pugh A.", where);
        if (disease.Count > 0 || known.Told("liver") == Told.Something && !known.History.Has("liver", "none"))
            return say.More("A liver condition is on file, and how severe it is is not: grade it (liver values, Child-Pugh).", where, "liver.grade");
        return known.History.Has("liver", "none") ? null : say.More("Whether there is a liver condition is not known.", answers, "liver");
    }

    public static Finding? Child(Known known)
    {
        var say = new Saying("ci_paeds", "Under 18");
        if (known.Age is not { } age) return say.More("The birth date is not on file.", []);
        if (age.AtMost < 18) return say.NotEligible($"{age.AtMost} years old.", [known.Person($"born {known.Birth}")]);
        return age.AtLeast < 18 ? say.More("Of the birth date only a part is on file: 17 or 18 years old.", [known.Person($"born {known.Birth}")]) : null;
    }

    /// <summary>A condition that rules treatment out, found in the chart or told by the patient.</summary>
    private static Finding? HistoryOf(Known known, string rule, string title, ConditionSet set, string question, bool pastCounts = false)
    {
        var say = new Saying(rule, title);
        var conditions = known.Conditions(set);
        var told = known.Told(question);
        var where = conditions.Concat(known.Answers(question));
        if (told == Told.Yes || conditions.Where(one => pastCounts || one.Standing == Standing.Active).Sure())
            return say.NotEligible(pastCounts ? "On file, now or in the past." : "On file.", where);
        if (conditions.Sure()) return say.Decide("On file as past. Whether it is gone for good has to be known.", where);
        if (conditions.Count > 0) return say.Decide("Words on file may mean it; no code says so.", where);
        return told == Told.No ? null : say.More("Not known.", known.Answers(question), question);
    }

    private static ClinicalTime? EventAt(Known known) =>
        known.History["heart-event.when"] is Answer.Day day ? ClinicalTime.On(day.Date) : null;
}

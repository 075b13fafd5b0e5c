using System.Globalization;
using Afterglow.Core.Intake.Consent;
using Afterglow.Core.Plans;
using Afterglow.Core.Units;

namespace Afterglow.Core.Sessions;

public enum GateState
{
    Met,

    /// <summary>Met with something to think of; the start asks once more.</summary>
    Warning,

    /// <summary>Not known yet.</summary>
    Missing,

    /// <summary>Known, and in the way.</summary>
    Blocking,

    /// <summary>In the way, and overridden by a prescriber with a reason.</summary>
    Overridden,
}

/// <summary>What one gate rule found.</summary>
/// <param name="Overridable">True where a prescriber may let the treatment start all the same, with a reason.</param>
public sealed record GateFinding(ClinicalRule Rule, string Title, GateState State, string Sentence, bool Overridable)
{
    public bool Stops => State is GateState.Missing or GateState.Blocking;
}

/// <summary>The pre-session gate: every rule of the protocol, with what is known against it.</summary>
public static class Gate
{
    // Consent, enrolment, a safe room and (for racemic ketamine) no theophylline are not anybody's to waive.
    private static readonly HashSet<string> Firm = ["g_consent", "z_enrol", "m_staff"];

    /// <summary>The findings at a moment, in the order of the protocol. Empty before check-in.</summary>
    public static IReadOnlyList<GateFinding> Findings(Session session, DateTimeOffset now)
    {
        if (session.Protocol is not { } protocol) return [];
        var findings = new List<GateFinding>();
        foreach (var rule in protocol.GateRules)
            if (Finding(rule, session, now) is { } found)
                findings.Add(found.Stops && found.Overridable && session.Overrides.TryGetValue(rule.Id, out var over) && session.OverriddenAs[rule.Id] >= found.State
                    ? found with { State = GateState.Overridden, Sentence = $"{found.Sentence} Overridden by {over.By.Name}: {over.Reason}" }
                    : found);
        return findings;
    }

    /// <summary>What a rule finds, whoever has overridden it; null where it has nothing to say.</summary>
    internal static GateState? StateOf(string ruleId, Session session, DateTimeOffset now) =>
        session.Protocol?.GateRules.FirstOrDefault(rule => rule.Id == ruleId) is { } rule ? Finding(rule, session, now)?.State : null;

    /// <summary>A decision “not eligible” is answered by another decision, never at the chair.</summary>
    public static bool CanBeOverridden(string ruleId, Session session) =>
        !Firm.Contains(ruleId) && !(ruleId == "site_eligible" && session.OnFile?.Eligibility is { Standing: EligibilityStanding.NotEligible });

    private static GateFinding? Finding(ClinicalRule rule, Session session, DateTimeOffset now)
    {
        var (title, state, sentence) = rule.Id switch
        {
            "g_consent" => Consent(session, now),
            "z_enrol" => Enrolment(session),
            "site_eligible" => Eligibility(session),
            "m_staff" => Room(session),
            "g_suicide" => Suicide(session),
            "g_escort" => Escort(session),
            "g_fast_rac" => Fasting(session, now, TimeSpan.FromHours(6), TimeSpan.FromHours(8), TimeSpan.FromHours(2)),
            "g_fast_esk" => Fasting(session, now, TimeSpan.FromHours(2), TimeSpan.FromHours(2), TimeSpan.FromMinutes(30)),
            "g_nasal" => NasalProducts(session, now),
            "g_weight" => Weight(session),
            "g_hcg" => Pregnancy(session),
            "g_meds" => Medicines(session),
            "g_bp_rac" => Pressure(session, 160, 100, blocks: true),
            "g_bp_esk" => Pressure(session, 141, 91, blocks: false),
            "g_hr" => HeartRate(session),
            "g_spo2" => Oxygen(session),
            _ => throw new InvalidOperationException($"The gate has no reading of rule {rule.Id}."),
        };
        return title.Length == 0 ? null : new GateFinding(rule, title, state, sentence, CanBeOverridden(rule.Id, session));
    }

    // What the patient signed or took back in the record comes first. A paper stands in where nothing there holds, and
    // never against a withdrawal.
    private static (string, GateState, string) Consent(Session session, DateTimeOffset now) => (session.OnFile?.Consent?.At(session.StartedAt ?? now), session.Consent) switch
    {
        ({ State: ConsentState.Withdrawn } onFile, _) => ("Consent", GateState.Blocking, $"The patient withdrew this consent: {onFile.Words()}. Only the patient can sign again; a paper does not replace it."),
        ({ State: ConsentState.Signed } onFile, _) => ("Consent", GateState.Met, $"{onFile.Words()}."),
        (_, { OffLabelExplained: false }) when session.Protocol!.Compound == Compounds.Racemic =>
            ("Consent", GateState.Blocking, "The consent on paper does not say that this use is off-label."),
        (_, { } paper) => ("Consent", GateState.Met, string.Create(CultureInfo.InvariantCulture,
            $"On paper: {paper.Document}, version {paper.DocumentVersion}, signed {paper.SignedOn:d MMM yyyy}.")),
        ({ State: ConsentState.Outdated } onFile, null) => ("Consent", GateState.Missing, $"A newer version has to be signed. On file: {onFile.Words()}."),
        ({ Document: not null } onFile, null) => ("Consent", GateState.Missing, $"Not signed yet: {onFile.Title}."),
        _ => ("Consent", GateState.Missing, "No consent on file was recorded for this session."),
    };

    private static (string, GateState, string) Enrolment(Session session) => (session.OnFile?.Consent?.EnrolledOn, session.Consent) switch
    {
        ({ } day, _) => ("Programme enrolment", GateState.Met, string.Create(CultureInfo.InvariantCulture, $"Enrolled in the esketamine programme on {day:d MMM yyyy}.")),
        (_, { EnrolledInProgramme: true }) => ("Programme enrolment", GateState.Met, "Enrolled in the esketamine programme, as seen on paper."),
        (_, null) => ("Programme enrolment", GateState.Missing, "Enrolment in the esketamine programme was not recorded."),
        _ => ("Programme enrolment", GateState.Blocking, "The patient is not enrolled in the esketamine programme."),
    };

    private static (string, GateState, string) Eligibility(Session session) => session.OnFile?.Eligibility switch
    {
        null => ("", GateState.Met, ""),
        { Standing: EligibilityStanding.Eligible } decided => ("Eligibility", GateState.Met, $"Eligible: {decided.Words()}."),
        { Standing: EligibilityStanding.NotNow } decided => ("Eligibility", GateState.Blocking, $"Decided “not now”: {decided.Words()}."),
        { Standing: EligibilityStanding.NotEligible } decided => ("Eligibility", GateState.Blocking, $"Decided “not eligible”: {decided.Words()}."),
        { Standing: EligibilityStanding.Undecided } => ("Eligibility", GateState.Missing, "A history is on file and no prescriber has decided."),
        // Said once in a course: who is warned every time stops reading.
        _ when session.Arrival is { SessionNumber: > 1 } => ("Eligibility", GateState.Met, "No intake here; treated under this protocol before."),
        _ => ("Eligibility", GateState.Warning, "No intake on file and no decision: nobody has looked for contraindications here."),
    };

    private static (string, GateState, string) Room(Session session) => session.Room switch
    {
        null => ("Room and staff", GateState.Missing, "Nobody has confirmed the prescriber on site and the emergency equipment."),
        { EmergencyEquipmentChecked: false } => ("Room and staff", GateState.Blocking, "Oxygen, suction and bag-mask are not checked."),
        var room => ("Room and staff", GateState.Met, $"{room.PrescriberOnSite} is on site; emergency equipment checked."),
    };

    private static (string, GateState, string) Suicide(Session session) => session.SuicideScreen switch
    {
        null => ("Suicide screen", GateState.Missing, "No suicide screen today."),
        { Risk: SuicideRisk.High } screen => ("Suicide screen", GateState.Blocking, $"{screen.Instrument}: high risk. Same-day evaluation by a clinician before anything else."),
        { Risk: SuicideRisk.Moderate } screen => ("Suicide screen", GateState.Warning, $"{screen.Instrument}: moderate risk."),
        var screen => ("Suicide screen", GateState.Met, $"{screen.Instrument}: {(screen.Risk == SuicideRisk.Low ? "low risk" : "negative")}."),
    };

    private static (string, GateState, string) Escort(Session session) => session.Escort switch
    {
        null => ("Escort", GateState.Missing, "Nobody is named who takes the patient home."),
        { WillNotDrive: false } => ("Escort", GateState.Blocking, "The patient has not agreed not to drive until the day after."),
        var escort => ("Escort", GateState.Met, $"{escort.Name} ({escort.Relation}) takes the patient home."),
    };

    private static (string, GateState, string) Fasting(Session session, DateTimeOffset now, TimeSpan light, TimeSpan heavy, TimeSpan drink)
    {
        if (session.Fasting is not { } fasting) return ("Fasting", GateState.Missing, "The last meal and drink were not asked for.");
        var start = session.StartedAt ?? now;
        var food = fasting.HeavyMeal ? heavy : light;
        if (start - fasting.LastFoodAt < food)
            return ("Fasting", GateState.Blocking, $"{(fasting.HeavyMeal ? "A heavy meal" : "Food")} {Ago(start - fasting.LastFoodAt)} ago; {Ago(food)} are asked for.");
        if (start - fasting.LastDrinkAt < drink)
            return ("Fasting", GateState.Blocking, $"A drink {Ago(start - fasting.LastDrinkAt)} ago; {Ago(drink)} are asked for.");
        return ("Fasting", GateState.Met, $"Food {Ago(start - fasting.LastFoodAt)} ago, drink {Ago(start - fasting.LastDrinkAt)} ago.");
    }

    private static (string, GateState, string) NasalProducts(Session session, DateTimeOffset now)
    {
        if (session.Medicines is not { } medicines) return ("Nasal sprays", GateState.Missing, "Nasal steroids and decongestants were not asked for.");
        var last = medicines.Medicines.Where(medicine => medicine.Class == MedicineClass.NasalDecongestantOrSteroid).Max(medicine => medicine.LastTakenAt);
        return last is { } at && (session.StartedAt ?? now) - at < TimeSpan.FromHours(1)
            ? ("Nasal sprays", GateState.Warning, "A nasal steroid or decongestant within the last hour.")
            : ("Nasal sprays", GateState.Met, "None within the last hour.");
    }

    private static (string, GateState, string) Weight(Session session)
    {
        if (session.Weight is not { } measured) return ("Weight today", GateState.Missing, "The patient was not weighed today.");
        if (session.Arrival?.LastWeight is { Kilograms: > 0 } last
            && Math.Abs(measured.Weight.Kilograms - last.Kilograms) > 0.1m * last.Kilograms)
            return ("Weight today", GateState.Warning, $"{measured.Weight}, more than 10 % away from {last} at the last visit.");
        return ("Weight today", GateState.Met, $"{measured.Weight}.");
    }

    private static (string, GateState, string) Pregnancy(Session session)
    {
        if (session.Arrival is { PregnancyRelevant: false }) return ("", GateState.Met, "");
        return session.Pregnancy switch
        {
            null => ("Pregnancy", GateState.Missing, "Pregnancy was not asked for or tested."),
            { Status: PregnancyStatus.TestPositive } => ("Pregnancy", GateState.Blocking, "The pregnancy test is positive."),
            { Status: PregnancyStatus.TestDeclined } => ("Pregnancy", GateState.Warning, "The test was declined."),
            { Status: PregnancyStatus.NotRelevant } => ("Pregnancy", GateState.Met, "Not relevant for this patient."),
            _ => ("Pregnancy", GateState.Met, "Test negative."),
        };
    }

    private static (string, GateState, string) Medicines(Session session)
    {
        if (session.Medicines is not { } recorded) return ("Medicines today", GateState.Missing, "What was last taken, and when, was not asked for.");
        if (session.Protocol!.Compound == Compounds.Racemic
            && recorded.Medicines.Any(medicine => medicine.Class == MedicineClass.TheophyllineOrAminophylline))
            return ("Medicines today", GateState.Blocking, "Theophylline or aminophylline with ketamine lowers the seizure threshold: not together.");
        var warned = recorded.Medicines.Where(medicine => medicine.Class
            is MedicineClass.Benzodiazepine or MedicineClass.SedativeHypnotic or MedicineClass.Stimulant
            or MedicineClass.MonoamineOxidaseInhibitor or MedicineClass.Opioid).Select(medicine => medicine.Name).ToList();
        return warned.Count > 0
            ? ("Medicines today", GateState.Warning, $"Think of added sedation or pressure: {string.Join(", ", warned)}.")
            : ("Medicines today", GateState.Met, recorded.Medicines.Count == 0 ? "None that matters." : "Nothing that changes the session.");
    }

    private static (string, GateState, string) Pressure(Session session, int systolic, int diastolic, bool blocks)
    {
        if (session.Baseline is not { } baseline) return ("Blood pressure", GateState.Missing, "No blood pressure before the dose.");
        var reading = $"{baseline.Systolic}/{baseline.Diastolic} mmHg";
        if (baseline.Systolic >= systolic || baseline.Diastolic >= diastolic)
            return ("Blood pressure", blocks ? GateState.Blocking : GateState.Warning, $"{reading}: repeat after rest; a clinician weighs the rise to come.");
        return baseline.Systolic > 140 || baseline.Diastolic > 90
            ? ("Blood pressure", GateState.Warning, $"{reading} is above 140/90.")
            : ("Blood pressure", GateState.Met, $"{reading}.");
    }

    private static (string, GateState, string) HeartRate(Session session) => session.Baseline switch
    {
        null => ("Heart rate", GateState.Missing, "No heart rate before the dose."),
        { HeartRate: > 110 or < 50 } baseline => ("Heart rate", GateState.Warning, $"{baseline.HeartRate} a minute: review, ECG."),
        var baseline => ("Heart rate", GateState.Met, $"{baseline.HeartRate} a minute."),
    };

    private static (string, GateState, string) Oxygen(Session session) => session.Baseline switch
    {
        null or { SpO2: null } => ("SpO2", GateState.Missing, "No SpO2 before the dose."),
        { SpO2: < 94 } baseline => ("SpO2", GateState.Blocking, $"{baseline.SpO2} % is below 94 % on air."),
        var baseline => ("SpO2", GateState.Met, $"{baseline.SpO2} %."),
    };

    private static string Ago(TimeSpan span) => span.TotalMinutes < 90
        ? string.Create(CultureInfo.InvariantCulture, $"{Math.Max(0, span.TotalMinutes):0} min")
        : string.Create(CultureInfo.InvariantCulture, $"{span.TotalHours:0.#} h");
}

using Afterglow.Core.Patients;
using Afterglow.Core.Schedule;
using Afterglow.Core.Units;

namespace Afterglow.Core.Plans.Treatment;

/// <summary>A dose of base as it is planned: for each kilogram, or one amount, as the protocol has it.</summary>
public sealed record PlannedDose(DosePerWeight? PerKilogram = null, Mass? Amount = null)
{
    /// <summary>What somebody of this weight would be given; null when the dose needs a weight and there is none.</summary>
    public Mass? For(BodyWeight? weight) => Amount ?? (PerKilogram is { } dose && weight is { } body ? dose * body : null);

    public override string ToString() => PerKilogram?.ToString() ?? Amount?.ToString() ?? "";

    /// <summary>Reads “0.5 mg/kg” or “56 mg”.</summary>
    public static Result<PlannedDose> Read(string? text)
    {
        if (DosePerWeight.Read(text).Try(out var perKilogram, out _)) return new PlannedDose(perKilogram);
        return Mass.Read(text).Try(out var amount, out _) ? new PlannedDose(null, amount) : new NotAQuantity(text ?? "", "a dose", "0.5 mg/kg” or “56 mg");
    }
}

/// <summary>A measure that judges the plan, with the score it starts from.</summary>
/// <param name="Baseline">Null while it has not been taken.</param>
public sealed record PlannedMeasure(string Id, decimal? Baseline = null, DateOnly? TakenOn = null);

/// <summary>Something that is watched.</summary>
/// <param name="EveryWeeks">0 for every session.</param>
public sealed record PlannedMonitoring(string Rule, int EveryWeeks);

/// <summary>Everything a plan says. A change is a new one; the old stays readable.</summary>
/// <param name="Diagnosis">In the prescriber's words.</param>
/// <param name="Symptoms">Keys of <see cref="TargetSymptom"/>.</param>
/// <param name="OwnWords">What the patient wants, in their words.</param>
/// <param name="TherapyBefore">Preparation sessions with a therapist.</param>
/// <param name="TherapyAfter">Integration sessions with a therapist.</param>
/// <param name="ReviewAfterSessions">Benefit is judged after so many sessions, or <paramref name="ReviewAfterDays"/>, whichever is first.</param>
/// <param name="StopBelowPercent">Treatment stops for lack of benefit when the first measure improved by less.</param>
/// <param name="Driver">Who takes the patient home.</param>
/// <param name="Afterwards">What follows the course.</param>
public sealed record PlanTerms(
    PlanIndication Indication, string Diagnosis, IReadOnlyList<string> Symptoms, string OwnWords, IReadOnlyList<PlannedMeasure> Measures,
    string ProtocolId, PlannedDose FirstDose, PlannedDose HighestDose, string Titration, int Sessions, int LeastDaysApart, int WithinDays,
    int TherapyBefore, int TherapyAfter, string Therapist, int ReviewAfterSessions, int ReviewAfterDays, int StopBelowPercent,
    IReadOnlyList<PlannedMonitoring> Monitoring, string Driver, string Afterwards, string Remarks)
{
    public const int LongestLine = 300, LongestText = 2_000;

    /// <summary>The rule names so much improvement as the range in which a clinic draws its line.</summary>
    public const int LeastThreshold = 25, MostThreshold = 50;

    public Protocol? Protocol => Protocols.Find(ProtocolId);

    public Spacing Spacing => new(LeastDaysApart, WithinDays);

    /// <summary>What is usual for an indication and a protocol, to begin with.</summary>
    public static PlanTerms Usual(PlanIndication indication, Protocol protocol)
    {
        var dose = protocol.Dose switch
        {
            DoseRule.PerKilogram by => new PlannedDose(by.Standard.Value),
            DoseRule.Fixed one => new PlannedDose(null, one.Standard.Value),
            _ => new PlannedDose(),
        };
        var most = protocol.Dose is DoseRule.Fixed { Options: [.., var highest] } ? new PlannedDose(null, highest) : dose;
        // The label's first four weeks twice a week; otherwise the usual six in three weeks.
        var (sessions, apart, within) = protocol.Compound == Compounds.Esketamine ? (8, 2, 28) : (6, Spacing.Usual.LeastDaysApart, Spacing.Usual.WithinDays);
        return new PlanTerms(
            indication, "", [], "", [.. JudgingMeasure.Usual(indication).Select(measure => new PlannedMeasure(measure.Id))], protocol.Id, dose, most, "",
            sessions, apart, within, 1, 2, "", sessions, 28, LeastThreshold,
            [.. MonitoringRule.For(protocol).Select(rule => new PlannedMonitoring(rule.Rule.Id, rule.Usual))], "", "", "");
    }

    /// <summary>The same with every text cleaned, or the first thing that cannot be meant. What is missing may be missing in a draft.</summary>
    public Result<PlanTerms> Checked()
    {
        if (!Enum.IsDefined(Indication)) return new PlanUnclear("indication", "Choose what is treated.");
        if (Protocol is not { } protocol) return new PlanUnclear("protocol", "Choose one of the clinic’s protocols.");
        if (Symptoms.FirstOrDefault(key => TargetSymptom.Find(key) is null) is { } symptom) return new PlanUnclear("symptom", $"“{symptom}” is not one of the symptoms to choose from.");
        var measures = new List<PlannedMeasure>();
        foreach (var planned in Measures.DistinctBy(planned => planned.Id))
        {
            if (JudgingMeasure.Find(planned.Id) is not { } measure) return new PlanUnclear("measure", $"“{planned.Id}” is not one of the measures to choose from.");
            if (planned.Baseline is { } baseline && !measure.Holds(baseline)) return new PlanUnclear("baseline", $"{measure.Name} goes from {measure.Range.Low} to {measure.Range.High}; check the score at the start.");
            measures.Add(planned);
        }
        if (DoseFault(protocol) is { } wrong) return wrong;
        if (new SeriesWish(Guid.Empty, protocol.Id, VisitShape.Of(protocol), Sessions, Spacing, default, []).Fault() is { } series) return series;
        if (TherapyBefore is < 0 or > 20 || TherapyAfter is < 0 or > 40)
            return new PlanUnclear("therapy", "Write how many sessions with a therapist there are: up to 20 before, up to 40 after.");
        if (ReviewAfterSessions < 1 || ReviewAfterSessions > Sessions)
            return new PlanUnclear("review", $"The benefit is judged after 1 to {Sessions} sessions, that is within the course; write after how many.");
        if (ReviewAfterDays is < 7 or > 90) return new PlanUnclear("review", "The benefit is judged within 7 to 90 days; write after how many.");
        if (StopBelowPercent is < LeastThreshold or > MostThreshold)
            return new PlanUnclear("threshold", $"The rule {ReviewRule.AfterCourse.Rule.Id} draws the line between {LeastThreshold} and {MostThreshold} % improvement; choose within it.");
        var monitoring = new List<PlannedMonitoring>();
        foreach (var rule in MonitoringRule.For(protocol))
        {
            var planned = Monitoring.FirstOrDefault(one => one.Rule == rule.Rule.Id);
            if (rule.EverySession) monitoring.Add(new(rule.Rule.Id, 0));
            else if (planned is not null && planned.EveryWeeks >= rule.Least && planned.EveryWeeks <= rule.Most) monitoring.Add(planned);
            else if (planned is not { EveryWeeks: not 0 } && rule.MayBeLeftOut) continue;
            else return new PlanUnclear("monitoring", $"{rule.What} is looked at every {rule.Least} to {rule.Most} weeks ({rule.Rule.Id}); write how often.");
        }
        var (diagnosis, own, titration, therapist, driver, afterwards, remarks) = ("", "", "", "", "", "", "");
        var unreadable = Clean(Diagnosis, "the diagnosis", LongestLine, ref diagnosis) ?? Clean(OwnWords, "the patient’s own words", LongestText, ref own)
            ?? Clean(Titration, "how the dose is titrated", LongestText, ref titration) ?? Clean(Therapist, "the therapist", LongestLine, ref therapist)
            ?? Clean(Driver, "who drives", LongestLine, ref driver) ?? Clean(Afterwards, "what follows the course", LongestText, ref afterwards)
            ?? Clean(Remarks, "the remarks", LongestText, ref remarks);
        if (unreadable is not null) return unreadable;
        return this with
        {
            Symptoms = [.. Symptoms.Distinct()], Measures = measures, Monitoring = monitoring, Diagnosis = diagnosis, OwnWords = own, Titration = titration,
            Therapist = therapist, Driver = driver, Afterwards = afterwards, Remarks = remarks,
        };
    }

    /// <summary>What must still be written before a patient is asked, as words for a sentence.</summary>
    public IReadOnlyList<string> Lacks()
    {
        var lacks = new List<string>();
        if (Diagnosis.Length == 0) lacks.Add("the diagnosis");
        if (Symptoms.Count == 0) lacks.Add("a target symptom");
        if (Measures.Count == 0) lacks.Add("a measure that judges it");
        else if (Measures[0].Baseline is null) lacks.Add($"the score of {JudgingMeasure.Find(Measures[0].Id)?.Name} at the start");
        if (Driver.Length == 0) lacks.Add("who drives");
        if (FirstDose != HighestDose && Titration.Length == 0) lacks.Add("how the dose goes from the first to the highest");
        return lacks;
    }

    private PlanDoseOutsideLimits? DoseFault(Protocol protocol)
    {
        switch (protocol.Dose)
        {
            case DoseRule.PerKilogram by:
                foreach (var dose in new[] { FirstDose, HighestDose })
                    if (dose.PerKilogram is not { } perKilogram || perKilogram < by.Lowest.Value || perKilogram > by.Highest.Value)
                        return new PlanDoseOutsideLimits(dose.ToString(), protocol.Name, $"{by.Lowest.Value} to {by.Highest.Value}");
                return FirstDose.PerKilogram!.Value > HighestDose.PerKilogram!.Value ? new PlanDoseOutsideLimits(FirstDose.ToString(), "this plan", $"up to its highest dose, {HighestDose}") : null;
            case DoseRule.Fixed one:
                foreach (var dose in new[] { FirstDose, HighestDose })
                    if (dose.Amount is not { } amount || !one.Options.Contains(amount))
                        return new PlanDoseOutsideLimits(dose.ToString(), protocol.Name, string.Join(", ", one.Options));
                return FirstDose.Amount!.Value > HighestDose.Amount!.Value ? new PlanDoseOutsideLimits(FirstDose.ToString(), "this plan", $"up to its highest dose, {HighestDose}") : null;
            default:
                return null;
        }
    }

    private static Refusal? Clean(string? typed, string what, int longest, ref string cleaned)
    {
        if (string.IsNullOrWhiteSpace(typed)) return null;
        if (!WrittenText.Note(typed, what, longest).Try(out var text, out var refusal)) return refusal;
        cleaned = text;
        return null;
    }
}

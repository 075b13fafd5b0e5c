using System.Globalization;
using Afterglow.Core.Intake.Eligibility;
using Afterglow.Core.Intake.History;
using Afterglow.Core.Patients;

namespace Afterglow.Core.Intake.Resistance;

/// <summary>Treatment resistance staged from what is known of the treatments so far. It informs; the prescriber judges.</summary>
/// <param name="Trials">Every antidepressant tried, the patient's own account first, then what only the chart holds.</param>
/// <param name="Stage">Null while no antidepressant is known to have failed and none may have.</param>
public sealed record TreatmentResistance(IReadOnlyList<Trial> Trials, MaudsleyStage? Stage)
{
    /// <summary>The number of failed adequate trials in this episode from which a depression is called treatment-resistant.</summary>
    public const int TrialsThatResist = 2;

    public static Source ResistanceSource { get; } = new("Two adequate trials in this episode: Spravato US prescribing information and its trials", Confidence.RecalledSure);

    // A medicine tried twice is one medicine that failed.
    public int Counted => Trials.Where(trial => trial.Counts == Judged.Yes).Select(trial => trial.Recognised).Distinct().Count();

    /// <summary>As many as it may be at most, once what is missing is known.</summary>
    public int AtMost => Trials.Where(trial => trial.Counts != Judged.No).Select(trial => (object?)trial.Recognised ?? trial.Name).Distinct().Count();

    public Judged Resistant => Counted >= TrialsThatResist ? Judged.Yes : AtMost < TrialsThatResist ? Judged.No : Judged.Unknown;

    public static TreatmentResistance Of(Known known)
    {
        var trials = Told(known).ToList();
        // The chart adds what the patient did not mention: a prescription says neither the dose reached nor how it went.
        foreach (var medicine in known.Medicines.Where(medicine => medicine.Basis.In == FoundIn.Medication))
            foreach (var recognised in medicine.Recognised.Where(one => one.Is(MedicineKinds.Antidepressant)))
                if (trials.TrueForAll(trial => trial.Recognised != recognised))
                    trials.Add(new Trial(
                        medicine.Basis.Text, recognised, medicine.Basis, null, null, AdequacyTable.Find(recognised.Name),
                        Judged.Unknown, Judged.Unknown, Judged.Unknown, Judged.Unknown, Judged.Unknown, null, [],
                        ["daily dose", "weeks", "whether in this episode", "whether it helped"]));
        var resistance = new TreatmentResistance(trials, null);
        return resistance.AtMost == 0 && !MayHaveTried(known) ? resistance : resistance with { Stage = Staged(known, resistance) };
    }

    private static IEnumerable<Trial> Told(Known known)
    {
        var history = known.History;
        foreach (var row in history.Rows("antidepressants"))
        {
            if (known.Answer("antidepressants.name", row) is not { } evidence || history.Text("antidepressants.name", row) is not { } name) continue;
            var recognised = MedicineNames.In(name).FirstOrDefault(one => one.Is(MedicineKinds.Antidepressant));
            var least = recognised is null ? null : AdequacyTable.Find(recognised.Name);
            var dose = history.Number("antidepressants.dose", row);
            var weeks = history.Number("antidepressants.duration", row);
            var helped = (history["antidepressants.helped", row] as Answer.Chosen)?.Options[0];
            var inEpisode = Judge(history.Said("antidepressants.this-episode", row));
            var failed = helped switch
            {
                "not-at-all" or "a-little" => Judged.Yes,
                "mostly" or "completely" => Judged.No,
                _ => Judged.Unknown,
            };
            var missing = new List<string>();
            if (recognised is null) missing.Add("which medicine it is");
            if (dose is null) missing.Add("daily dose");
            if (weeks is null) missing.Add("weeks");
            if (inEpisode == Judged.Unknown) missing.Add("whether in this episode");
            if (helped is null) missing.Add("whether it helped");
            yield return new Trial(
                name, recognised, evidence with { Text = name }, dose, weeks, least,
                dose is null || least is null ? Judged.Unknown : Judge(dose >= least.LeastMg),
                weeks is null ? Judged.Unknown : Judge(weeks >= AdequacyTable.LeastWeeks),
                Judge(history.Said("antidepressants.regularly", row)), inEpisode, failed, helped,
                (history["antidepressants.stopped", row] as Answer.Chosen)?.Options ?? [], missing);
        }
    }

    private static MaudsleyStage Staged(Known known, TreatmentResistance resistance) => new(
    [
        Duration(known), SymptomSeverity(known), Failures(known, resistance), Augmentation(known), Convulsive(known),
    ]);

    private static MaudsleyPart Duration(Known known)
    {
        var where = known.Answers("episode.duration").ToList();
        if (known.History.Number("episode.duration") is not { } weeks)
            return new("Duration", 1, 3, "How long this episode has lasted is not known.", where);
        var points = (weeks * 7m / (365.25m / 12m)) switch { <= 12m => 1, <= 24m => 2, _ => 3 };
        return new("Duration", points, points, points switch { 1 => "12 months or less.", 2 => "13 to 24 months.", _ => "More than 24 months." }, where);
    }

    private static MaudsleyPart SymptomSeverity(Known known)
    {
        var psychosis = known.Told("psychosis.now");
        if (Severity.Of(known) is not { } score)
            return new("Severity", 1, psychosis == Eligibility.Told.No ? 4 : 5, string.Create(CultureInfo.InvariantCulture, $"No PHQ-9 or MADRS of the last {Severity.HoldsDays} days is on file."), []);
        var where = new List<Basis> { score.Basis };
        if (score.Step < 4) return new("Severity", score.Step, score.Step, Band(score.Step), where);
        where.AddRange(known.Answers("psychosis.now"));
        return psychosis switch
        {
            Eligibility.Told.Yes => new("Severity", 5, 5, "Severe, with psychosis.", where),
            Eligibility.Told.No => new("Severity", 4, 4, Band(4), where),
            _ => new("Severity", 4, 5, "Severe; whether with psychosis is not known.", where),
        };
    }

    private static MaudsleyPart Failures(Known known, TreatmentResistance resistance)
    {
        var (least, most) = (resistance.Counted, Math.Max(resistance.AtMost, resistance.Counted));
        // Nobody has asked yet: it can be any number.
        if (resistance.Trials.Count == 0) return new("Failed antidepressants", 1, 5, "Which antidepressants were tried is not known.", known.Answers("antidepressants.ever").ToList());
        var working = least == most
            ? string.Create(CultureInfo.InvariantCulture, $"{least} adequate in this episode and not helpful enough.")
            : string.Create(CultureInfo.InvariantCulture, $"{least} for certain, {most} at most: dose, time, episode or effect of the others is not known.");
        return new("Failed antidepressants", Points(least), Points(most), working, [.. resistance.Trials.Where(trial => trial.Counts != Judged.No).Select(trial => trial.Basis)]);

        static int Points(int failed) => failed switch { <= 2 => 1, <= 4 => 2, <= 6 => 3, <= 10 => 4, _ => 5 };
    }

    private static MaudsleyPart Augmentation(Known known)
    {
        var rows = known.History.Rows("added").Where(row => known.History.Said("added.this-episode", row) != false).ToList();
        var where = rows.Select(row => known.Answer("added.name", row)).OfType<Basis>().ToList();
        if (rows.Exists(row => known.History.Said("added.this-episode", row) == true)) return new("Augmentation", 1, 1, "Used in this episode.", where);
        if (rows.Count > 0) return new("Augmentation", 0, 1, "Used; whether in this episode is not known.", where);
        var told = known.Told("added.ever");
        return told == Eligibility.Told.No || (told == Eligibility.Told.Yes && known.History.Rows("added").Count > 0)
            ? new("Augmentation", 0, 0, "Not used in this episode.", known.Answers("added.ever").ToList())
            : new("Augmentation", 0, 1, "Not known.", known.Answers("added.ever").ToList());
    }

    private static MaudsleyPart Convulsive(Known known)
    {
        var where = known.Answers("treatments", "ect.this-episode").ToList();
        if (known.History.Has("treatments", "ect"))
            return known.History.Said("ect.this-episode") switch
            {
                true => new("ECT", 1, 1, "Used in this episode.", where),
                false => new("ECT", 0, 0, "Used, not in this episode.", where),
                _ => new("ECT", 0, 1, "Used; whether in this episode is not known.", where),
            };
        return known.Open("treatments") ? new("ECT", 0, 1, "Not known.", where) : new("ECT", 0, 0, "Not used.", where);
    }

    private static bool MayHaveTried(Known known) => known.Told("antidepressants.ever") != Eligibility.Told.No && known.History.Rows("antidepressants").Count == 0;

    private static string Band(int step) => step switch { 1 => "Below the threshold of a disorder.", 2 => "Mild.", 3 => "Moderate.", _ => "Severe, without psychosis." };

    private static Judged Judge(bool? said) => said switch { true => Judged.Yes, false => Judged.No, _ => Judged.Unknown };
}

using Afterglow.Core.Pharmacology;
using Afterglow.Core.Pharmacology.Mechanism;

namespace Afterglow.Core.Evidence;

/// <summary>One time of one arm as predicted. Change in points, falling below zero; shares between 0 and 1.</summary>
public readonly record struct ArmOutcome(double AtH, double MeanChange, double Sd, double Response, double Remission);

/// <summary>
/// One arm of a trial with its virtual patients, ready to be predicted with any numbers of the model: what depends on
/// the drug, the schedule and the bodies alone is worked out once.
/// </summary>
public sealed class TrialPrediction
{
    /// <summary>Virtual patients behind a prediction.</summary>
    public const int Patients = 128;

    private const ulong Seed = 20261125;

    private static readonly ChainCurve[] SeverityOnly = [ChainCurve.Severity];

    // Virtual patients fill the space of their differences evenly: Roberts' sequence, from the generalised golden ratio of
    // seven dimensions (the root of x⁸ = x + 1).
    private static readonly double[][] Normals = EvenNormals(7, 1.1127756842787055);

    private readonly ClinicalPlan plan;
    private readonly ClinicalDrive drive;
    private readonly double peak;

    public TrialPrediction(TrialArm arm, IReadOnlyList<double> timesH, ClinicalParameters numbers)
    {
        Arm = arm;
        TimesH = [.. timesH.Where(at => at > 0).Distinct().Order()];
        if (arm.Treatment is { } treatment)
        {
            var doses = treatment.Doses();
            var people = new Kinetics[Patients];
            for (var k = 0; k < Patients; k++) people[k] = treatment.Model.Virtual(treatment.Body, Seed, k);
            var typical = treatment.Model.Typical(treatment.Body);
            plan = new ClinicalPlan(ClinicalDrive.Events(typical, treatment.Model, doses), TimesH, arm.Therapy);
            drive = ClinicalDrive.Of(numbers, treatment.Model, people, doses, plan);
        }
        else
        {
            plan = new ClinicalPlan([], TimesH, arm.Therapy);
            drive = ClinicalDrive.None(plan, Patients);
        }
        peak = drive.Peak;
    }

    public TrialArm Arm { get; }

    public double[] TimesH { get; }

    /// <summary>Predicts every time of the arm.</summary>
    public PredictedArm Predict(TrialParameters numbers)
    {
        var (chain, symptoms) = numbers;
        var relief = new double[Patients][];
        double[]? severity = null;
        if (Arm.Active)
        {
            var subjects = new ClinicalSubject[Patients];
            for (var k = 0; k < Patients; k++)
                subjects[k] = new ClinicalSubject(
                    Math.Exp(chain.SensitivitySpread * Normals[k][0]), Math.Exp(chain.DurabilitySpread * Normals[k][1]), Math.Exp(chain.AffinitySpread * Normals[k][2]));
            severity = new ClinicalChain(chain, plan, SeverityOnly).Solve(drive, subjects);
        }
        var belief = Arm.Active ? symptoms.BeliefOf(Arm.Masking, peak) : SymptomParameters.Belief(Arm.Masking, false);
        for (var k = 0; k < Patients; k++)
        {
            relief[k] = new double[TimesH.Length];
            var expects = belief * symptoms.Expectancy * LogNormal(symptoms.Spread, Normals[k][3]);
            var cared = symptoms.Care * LogNormal(symptoms.Spread, Normals[k][4]);
            for (var t = 0; t < TimesH.Length; t++)
            {
                var drug = severity is null ? 0 : -Math.Log(severity[k * TimesH.Length + t]);
                // Patients go their own ways, which on average changes nothing.
                var own = symptoms.OwnCourse * Math.Sqrt(1 - Math.Exp(-2 * TimesH[t] / symptoms.OwnCourseH));
                relief[k][t] = drug + expects * Expecting(symptoms, TimesH[t]) + cared * Caring(symptoms, TimesH[t])
                    + own * Normals[k][6] + own * own / 2;
            }
        }
        return new PredictedArm(Arm, symptoms, TimesH, relief, [.. Normals.Select(each => each[5])]);
    }

    /// <summary>Belief works soon after a session and wears off from the last one on.</summary>
    private double Expecting(SymptomParameters symptoms, double atH)
    {
        double? first = null, last = null;
        foreach (var session in Arm.SessionsH)
        {
            if (session > atH) continue;
            first = first is { } before ? Math.Min(before, session) : session;
            last = last is { } latest ? Math.Max(latest, session) : session;
        }
        return last is null ? 0
            : (1 - Math.Exp(-(atH - first!.Value) / symptoms.ExpectancyOnsetH)) * Math.Exp(-symptoms.ExpectancyLossPerHour * (atH - last.Value));
    }

    private double Caring(SymptomParameters symptoms, double atH) => Arm.Care switch
    {
        CareBeside.NewAntidepressant => 1 - Math.Exp(-atH / symptoms.AntidepressantH),
        CareBeside.CrisisAdmission => 1 - Math.Exp(-atH / symptoms.AdmissionH),
        _ => 0,
    };

    /// <summary>A spread whose mean is 1.</summary>
    private static double LogNormal(double spread, double normal) => Math.Exp(spread * normal - spread * spread / 2);

    private static double[][] EvenNormals(int dimensions, double golden)
    {
        var rows = new double[Patients][];
        for (var k = 0; k < Patients; k++)
        {
            rows[k] = new double[dimensions];
            for (var d = 0; d < dimensions; d++)
            {
                var place = 0.5 + (k + 1) * Math.Pow(golden, -(d + 1));
                rows[k][d] = RandomNumbers.Quantile(place - Math.Floor(place));
            }
        }
        return rows;
    }
}

/// <summary>An arm's virtual patients over time, and what a trial would find in them.</summary>
public sealed class PredictedArm
{
    private readonly SymptomParameters symptoms;
    private readonly double[][] relief;
    private readonly double[] baselineNormals;

    internal PredictedArm(TrialArm arm, SymptomParameters symptoms, double[] timesH, double[][] relief, double[] baselineNormals)
    {
        Arm = arm;
        this.symptoms = symptoms;
        TimesH = timesH;
        this.relief = relief;
        this.baselineNormals = baselineNormals;
    }

    public TrialArm Arm { get; }

    public double[] TimesH { get; }

    /// <summary>What a trial would find at one of the arm's times.</summary>
    /// <param name="remissionAt">Remission at this score or below, where the study's differs from the scale's.</param>
    public ArmOutcome At(double atH, double? remissionAt = null, double? responseFall = null)
    {
        var t = Place(atH);
        double mean = 0, square = 0, responded = 0, remitted = 0;
        var noise = symptoms.Fluctuation * Arm.Baseline;
        for (var k = 0; k < relief.Length; k++)
        {
            var (seen, expected) = Score(k, t);
            expected = Math.Min(expected, Arm.Scale.Highest);
            var change = expected - seen;
            mean += change;
            square += change * change;
            responded += Below(((1 - (responseFall ?? Arm.Scale.ResponseFall)) * seen - expected) / noise);
            if ((remissionAt ?? Arm.Scale.RemissionAt) is { } cut) remitted += Below((cut + 0.5 - expected) / noise);
        }
        var n = relief.Length;
        mean /= n;
        return new ArmOutcome(TimesH[t], mean, Math.Sqrt(square / n - mean * mean + noise * noise), responded / n, remitted / n);
    }

    /// <summary>
    /// Of those who had responded (or remitted) at one time, the share that still does at later times: the benefit is
    /// lost where the score rises above the cut again, and by relapse that comes whatever the drug does.
    /// </summary>
    public double[] Kept(double fromH, IReadOnlyList<double> laterH, bool remission = false)
    {
        var start = Place(fromH);
        var noise = symptoms.Fluctuation * Arm.Baseline;
        var kept = new double[laterH.Count];
        var all = 0.0;
        for (var k = 0; k < relief.Length; k++)
        {
            var (seen, expected) = Score(k, start);
            var cut = remission ? (Arm.Scale.RemissionAt ?? 0) + 0.5 : (1 - Arm.Scale.ResponseFall) * seen;
            var weight = Below((cut - expected) / noise);
            all += weight;
            // Relapse is called where half of what was won is lost: half way back to the baseline, or above the cut.
            var lost = Math.Max(cut, 0.5 * (expected + seen));
            var still = 1.0;
            for (var later = 0; later < laterH.Count; later++)
            {
                // A visit errs as any score does; two in a row, as relapse is called, err half as much.
                still = Math.Min(still, Below((lost - Score(k, Place(laterH[later])).Expected) / (0.5 * noise)));
                kept[later] += weight * still * Math.Exp(-symptoms.RelapsePerHour * (laterH[later] - fromH));
            }
        }
        for (var later = 0; later < kept.Length; later++) kept[later] /= all;
        return kept;
    }

    /// <summary>Baseline as it was seen at entry, and the score to be expected, regression to the mean included.</summary>
    private (double Seen, double Expected) Score(int patient, int time)
    {
        var seen = Arm.Baseline * Math.Max(0.5, 1 + symptoms.BaselineSpread * baselineNormals[patient]);
        // Of two scores that are normal together the second's mean is a straight line in the first, wherever the cut of entry lies.
        var candidates = symptoms.CandidatesAgainstEntered * Arm.Baseline;
        var settled = candidates + symptoms.Reliability * (seen - candidates);
        return (seen, settled * Math.Exp(-relief[patient][time]));
    }

    private int Place(double atH)
    {
        for (var t = 0; t < TimesH.Length; t++)
            if (Math.Abs(TimesH[t] - atH) < 1e-6) return t;
        throw new ArgumentOutOfRangeException(nameof(atH), atH, "The arm was not predicted at this time.");
    }

    /// <summary>The standard normal distribution (Abramowitz and Stegun 7.1.26: error below 1.5e-7).</summary>
    internal static double Below(double x)
    {
        var z = Math.Abs(x) / Math.Sqrt(2);
        var t = 1 / (1 + 0.3275911 * z);
        var tail = ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t * Math.Exp(-z * z);
        return x >= 0 ? 1 - tail / 2 : tail / 2;
    }
}

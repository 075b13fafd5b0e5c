using System.Globalization;
using Afterglow.Core.Pharmacology;
using Afterglow.Core.Pharmacology.Mechanism;

namespace Afterglow.Core.Evidence;

/// <summary>A trial to be predicted, read from its words and checked.</summary>
/// <param name="N">Patients in each arm.</param>
public sealed record TrialQuestion(TrialArm Arm, TrialArm? Control, IReadOnlyList<double> AtH, int N)
{
    private const double Day = 24;

    private static readonly Dictionary<string, Masking> Comparators = new(StringComparer.OrdinalIgnoreCase)
    {
        ["none"] = Masking.Open, ["saline"] = Masking.Saline, ["midazolam"] = Masking.Midazolam, ["placebo"] = Masking.SameRoutePlacebo, ["masked"] = Masking.Anaesthesia,
    };

    private static readonly Dictionary<string, CareBeside> Cares = new(StringComparer.OrdinalIgnoreCase)
    {
        ["unchanged"] = CareBeside.Unchanged, ["new-antidepressant"] = CareBeside.NewAntidepressant, ["admission"] = CareBeside.CrisisAdmission,
    };

    public static IEnumerable<string> ComparatorNames => Comparators.Keys;

    public static IEnumerable<string> CareNames => Cares.Keys;

    /// <summary>Reads a question; the first thing that cannot be meant is refused.</summary>
    /// <param name="timepoints">When scores are taken, counted from the first session: “24h,7d”.</param>
    /// <param name="therapy">When sessions of psychotherapy are held, in both arms: “1d,4d,8d”.</param>
    public static Result<TrialQuestion> Read(
        string compound, string dose, string weight, string route, string? over, string at, string? model, string comparator, string care, string instrument,
        double? baseline, string timepoints, int n, string? therapy = null)
    {
        if (!SimulationRequest.Read(compound, dose, weight, route, over, at, 24 * 366, model, 1, 45).Try(out var treatment, out var refusal)) return refusal;
        if (!Comparators.TryGetValue(comparator, out var masking)) return new UnknownWord("comparator", comparator, string.Join(", ", Comparators.Keys));
        if (!Cares.TryGetValue(care, out var beside)) return new UnknownWord("care beside the drug", care, string.Join(", ", Cares.Keys));
        if (Scale.Find(instrument) is not { } scale) return new UnknownWord("instrument", instrument, string.Join(", ", Scale.All.Select(each => each.Name)));
        if (baseline is { } stated && !(stated > 0 && stated <= scale.Highest))
            return new OutOfRange("The baseline", stated.ToString(CultureInfo.InvariantCulture), "more than 0", $"{scale.Highest}, the highest score of {scale.Name}");
        if (n is < 2 or > 100_000) return new OutOfRange("The number of patients in each arm", n.ToString(CultureInfo.InvariantCulture), "2", "100,000");
        var times = new SortedSet<double>();
        foreach (var word in timepoints.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (!SimulationRequest.ReadTime(word).Try(out var time, out var noTime)) return noTime;
            if (time is <= 0 or > 366 * Day) return new OutOfRange("A time of measurement", word, "more than 0 h", "366 days");
            times.Add(time);
        }
        if (times.Count is 0 or > 100) return new OutOfRange("The number of times of measurement", timepoints, "1", "100");
        var sessions = new SortedSet<double>();
        foreach (var word in (therapy ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (!SimulationRequest.ReadTime(word).Try(out var time, out var noTime)) return noTime;
            if (time is < 0 or > 366 * Day) return new OutOfRange("A session of psychotherapy", word, "0", "366 days");
            sessions.Add(time);
        }
        if (therapy is not null && sessions.Count is 0 or > 200) return new OutOfRange("The number of sessions of psychotherapy", therapy, "1", "200");
        var arm = new TrialArm(treatment, [.. treatment.AtH.Order()], masking, beside, scale, baseline ?? scale.Usual,
            sessions.Count == 0 ? null : [.. sessions.Select(hour => new ChainTherapy(hour, 1))]);
        return new TrialQuestion(arm, masking == Masking.Open ? null : arm.Control, [.. times], n);
    }

    /// <summary>What the fitted model predicts, with the interval in which a trial of this size would find it nineteen times in twenty.</summary>
    public TrialAnswer Answer(TrialParameters numbers)
    {
        var last = Arm.SessionsH[^1];
        double[] later = [.. Enumerable.Range(1, 26).Select(week => last + Day + week * 7 * Day)];
        var active = new TrialPrediction(Arm, [.. AtH, last + Day, .. later], numbers.Chain).Predict(numbers);
        var control = Control is null ? null : new TrialPrediction(Control, AtH, numbers.Chain).Predict(numbers);
        var apart = numbers.Symptoms.BetweenTrials;
        double Half(double variance, double between) => 1.96 * Math.Sqrt(variance + between * between);
        Interval Mean(ArmOutcome arm) => Interval.Around(arm.MeanChange, Half(arm.Sd * arm.Sd / N, apart * Arm.Baseline));
        Interval Share(double share) => Interval.Around(100 * share, 100 * Half(share * (1 - share) / N, 1.5 * apart)).Within(0, 100);
        return new TrialAnswer(this,
            [.. AtH.Select(at =>
            {
                var left = active.At(at);
                if (control is null) return new TrialAnswerAt(at, left, Mean(left), Share(left.Response), Share(left.Remission), null, null, null, null, null, null);
                var right = control.At(at);
                return new TrialAnswerAt(at, left, Mean(left), Share(left.Response), Share(left.Remission), right, Mean(right), Share(right.Response), Share(right.Remission),
                    Interval.Around(left.MeanChange - right.MeanChange, Half((left.Sd * left.Sd + right.Sd * right.Sd) / N, apart * Arm.Baseline)),
                    Judgement.EffectSize(left, right));
            })],
            [.. active.Kept(last + Day, later).Select(share => 100 * share)]);
    }
}

/// <summary>A predicted value and the 95 % interval for a trial of the size asked for.</summary>
public readonly record struct Interval(double Value, double Low, double High)
{
    public static Interval Around(double value, double half) => new(value, value - half, value + half);

    public Interval Within(double least, double most) => new(Value, Math.Max(least, Low), Math.Min(most, High));
}

/// <summary>One time of measurement. Changes in points, shares in per cent; the effect size is Cohen's d, below zero favours the drug.</summary>
public sealed record TrialAnswerAt(
    double AtH, ArmOutcome Active, Interval Change, Interval Response, Interval Remission, ArmOutcome? Control, Interval? ControlChange,
    Interval? ControlResponse, Interval? ControlRemission, Interval? Difference, double? EffectSize);

/// <summary>A predicted trial.</summary>
/// <param name="KeptByWeek">Per cent of responders that have kept their response so many weeks after the day that follows the last dose.</param>
public sealed record TrialAnswer(TrialQuestion Question, IReadOnlyList<TrialAnswerAt> Times, IReadOnlyList<double> KeptByWeek)
{
    /// <summary>The first week by which half of the responders have relapsed; null where that is later than half a year.</summary>
    public int? HalfRelapsedWeek
    {
        get
        {
            for (var week = 0; week < KeptByWeek.Count; week++)
                if (KeptByWeek[week] <= 50) return week + 1;
            return null;
        }
    }
}

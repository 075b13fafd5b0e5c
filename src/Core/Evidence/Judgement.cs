using Afterglow.Core.Pharmacology.Mechanism;

namespace Afterglow.Core.Evidence;

/// <summary>A published figure with what the model predicts for it.</summary>
/// <param name="PredictedLow">Where a trial of this size would find it nineteen times in twenty if the model were right.</param>
public sealed record Judged(Comparison Figure, double Predicted, double PredictedLow, double PredictedHigh)
{
    /// <summary>Predicted minus observed, in the unit in which errors of this kind are counted.</summary>
    public double Error => Figure.InErrorUnit(Predicted) - Figure.InErrorUnit(Figure.Observed);

    /// <summary>The prediction lies within the study's own 95 % interval.</summary>
    public bool Within => Predicted >= Figure.Low && Predicted <= Figure.High;

    /// <summary>The study's figure lies where the model expects it.</summary>
    public bool Expected => Figure.Observed >= PredictedLow && Figure.Observed <= PredictedHigh;
}

/// <summary>A statement without a number, with the predicted difference between the arms in standard deviations.</summary>
public sealed record JudgedStatement(StatedOnly Statement, double EffectSize, double ChanceOfSignificance);

/// <summary>Sets the model's predictions beside a list of published figures. The arms are prepared once and asked again.</summary>
public sealed class Judgement
{
    private const double Day = 24;
    private static readonly double[] RelapseDays = [.. Enumerable.Range(1, 60).Select(k => k * 3.0)];

    private readonly IReadOnlyList<Comparison> figures;
    private readonly IReadOnlyList<StatedOnly> statements;
    private readonly Dictionary<TrialArm, TrialPrediction> arms = [];

    public Judgement(IReadOnlyList<Comparison> figures, IReadOnlyList<StatedOnly> statements, ClinicalParameters numbers)
    {
        this.figures = figures;
        this.statements = statements;
        var times = new Dictionary<TrialArm, SortedSet<double>>();
        foreach (var figure in figures)
        {
            Ask(figure.Arm, figure.AtH);
            if (figure.Control is { } control) Ask(control, figure.AtH);
            if (figure.Measured is Measured.RelapseDays or Measured.RemitterRelapseDays)
                foreach (var day in RelapseDays) Ask(figure.Arm, figure.AtH + day * Day);
            if (figure.Measured == Measured.Kept)
                foreach (var later in Steps(figure)) Ask(figure.Arm, later);
        }
        foreach (var statement in statements)
        {
            Ask(statement.Arm, statement.AtH);
            if (statement.Control is { } control) Ask(control, statement.AtH);
        }
        foreach (var (arm, at) in times) arms[arm] = new TrialPrediction(arm, [.. at], numbers);

        void Ask(TrialArm arm, double at)
        {
            if (!times.TryGetValue(arm, out var known)) times[arm] = known = [];
            known.Add(at);
        }
    }

    /// <summary>All figures, in their order.</summary>
    public IReadOnlyList<Judged> Judge(TrialParameters numbers)
    {
        var predicted = Predict(numbers);
        return [.. figures.Select(figure => Judge(figure, predicted, numbers.Symptoms))];
    }

    public IReadOnlyList<JudgedStatement> Statements(TrialParameters numbers)
    {
        var predicted = Predict(numbers);
        return [.. statements.Select(statement =>
        {
            var d = EffectSize(predicted[statement.Arm].At(statement.AtH), predicted[statement.Control!].At(statement.AtH));
            return new JudgedStatement(statement, d, PredictedArm.Below(-d * Math.Sqrt(statement.PerArm / 2.0) - 1.96));
        })];
    }

    private Dictionary<TrialArm, PredictedArm> Predict(TrialParameters numbers) => arms.ToDictionary(each => each.Key, each => each.Value.Predict(numbers));

    private static Judged Judge(Comparison figure, Dictionary<TrialArm, PredictedArm> predicted, SymptomParameters symptoms)
    {
        var arm = predicted[figure.Arm];
        var active = arm.At(figure.AtH, figure.RemissionAt, figure.ResponseFall);
        var control = figure.Control is { } against && predicted.TryGetValue(against, out var other)
            ? other.At(figure.AtH, figure.RemissionAt, figure.ResponseFall) : default;
        var value = figure.Measured switch
        {
            Measured.MeanChange => active.MeanChange,
            Measured.ControlChange => control.MeanChange,
            Measured.PercentChange => 100 * active.MeanChange / figure.Arm.Baseline,
            Measured.Difference => active.MeanChange - control.MeanChange,
            Measured.Spread => active.Sd,
            Measured.ControlSpread => control.Sd,
            Measured.Response => 100 * active.Response,
            Measured.ControlResponse => 100 * control.Response,
            Measured.Remission => 100 * active.Remission,
            Measured.ControlRemission => 100 * control.Remission,
            Measured.EffectSize => EffectSize(active, control),
            Measured.PrePost => active.MeanChange / active.Sd,
            Measured.OddsOfResponse => LogOdds(active.Response) - LogOdds(control.Response),
            Measured.OddsOfRemission => LogOdds(active.Remission) - LogOdds(control.Remission),
            Measured.Kept => 100 * arm.Kept(figure.AtH, Steps(figure))[^1],
            _ => Median(arm.Kept(figure.AtH, [.. RelapseDays.Select(day => figure.AtH + day * Day)], figure.Measured == Measured.RemitterRelapseDays)),
        };
        // The study's own uncertainty, and how far trials of the same treatment lie apart beyond it.
        var chance = (figure.High - figure.Low) / (2 * 1.96);
        var apart = Apart(figure, value, symptoms);
        var half = 1.96 * Math.Sqrt(chance * chance + apart * apart);
        var share = figure.ErrorUnit == "percentage points";
        return new Judged(figure, value, share ? Math.Max(0, value - half) : value - half, share ? Math.Min(100, value + half) : value + half);
    }

    /// <summary>How far trials of one treatment lie apart beyond chance, in the figure's own unit: standard deviation.</summary>
    internal static double Apart(Comparison figure, double value, SymptomParameters symptoms) => figure.Measured switch
    {
        Measured.MeanChange or Measured.ControlChange or Measured.Difference or Measured.Spread or Measured.ControlSpread => symptoms.BetweenTrials * figure.Arm.Baseline,
        Measured.PercentChange => 100 * symptoms.BetweenTrials,
        // A change of a third of the baseline is about one standard deviation between patients.
        Measured.EffectSize or Measured.PrePost => 3 * symptoms.BetweenTrials,
        Measured.OddsOfResponse or Measured.OddsOfRemission => 8 * symptoms.BetweenTrials,
        Measured.RelapseDays or Measured.RemitterRelapseDays => 5 * symptoms.BetweenTrials * value,
        _ => 150 * symptoms.BetweenTrials,
    };

    /// <summary>Cohen's d of the changes; below zero favours the first arm.</summary>
    public static double EffectSize(ArmOutcome active, ArmOutcome control) =>
        (active.MeanChange - control.MeanChange) / Math.Sqrt((active.Sd * active.Sd + control.Sd * control.Sd) / 2);

    private static double LogOdds(double share)
    {
        var within = Math.Clamp(share, 0.001, 0.999);
        return Math.Log(within / (1 - within));
    }

    /// <summary>The visits between the end of treatment and when the benefit was counted.</summary>
    private static double[] Steps(Comparison figure)
    {
        var steps = Math.Max(1, (int)Math.Ceiling((figure.LaterH - figure.AtH) / (7 * Day)));
        return [.. Enumerable.Range(1, steps).Select(k => figure.AtH + (figure.LaterH - figure.AtH) * k / steps)];
    }

    /// <summary>The day at which half is left; the last day looked at where more is left then.</summary>
    private static double Median(double[] kept)
    {
        double day = 0, share = 1;
        for (var k = 0; k < kept.Length; k++)
        {
            if (kept[k] <= 0.5) return day + (RelapseDays[k] - day) * (share - 0.5) / (share - kept[k]);
            (day, share) = (RelapseDays[k], kept[k]);
        }
        return RelapseDays[^1];
    }
}

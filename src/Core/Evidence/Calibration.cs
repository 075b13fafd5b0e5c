using Afterglow.Core.Pharmacology.Mechanism;

namespace Afterglow.Core.Evidence;

/// <summary>One free number of the model: where the fit starts, how far it may go, and where it ended.</summary>
/// <param name="Fitted">The committed value: what <c>./afterglow science fit</c> finds.</param>
/// <param name="Low">95 % interval of the fitted value, from the curvature of the fit.</param>
public sealed record FreeNumber(
    string Symbol, string What, string Unit, double Start, double Least, double Most, double Fitted, double Low, double High,
    Func<TrialParameters, double, TrialParameters> Put);

/// <summary>What a fit found.</summary>
/// <param name="Cost">Half the sum of squares of the weighted errors, those from the starting values included.</param>
/// <param name="StandardErrors">Of the natural logarithms.</param>
public sealed record FitResult(double[] Values, double Cost, double[] StandardErrors, int Rounds, int Asked);

/// <summary>How far one number may be moved with all others fitted again before the fit is worse than chance allows.</summary>
/// <param name="Low">The lower end of the 95 % interval; null where the figures set none within the number's bounds.</param>
/// <param name="Learned">The share of the spread that the pull alone would leave which the figures take away: 0 where they say nothing.</param>
public readonly record struct Profile(double? Low, double? High, double Learned)
{
    /// <summary>True where the figures leave more than half of what was supposed beforehand as it was, or an end open.</summary>
    public bool NotIdentified => Low is null || High is null || Learned < 0.5;
}

/// <summary>
/// Fits the free numbers to the published figures marked for it, by Levenberg and Marquardt's method on their
/// logarithms. The same figures give the same numbers every time.
/// </summary>
public sealed class Calibration
{
    /// <summary>How far a number may lie from where it starts before it costs as much as a figure missed by its error: a factor of e.</summary>
    private const double PriorLog = 1.0;

    private const double StepLog = 0.01;

    private readonly Judgement judgement;
    private readonly IReadOnlyList<Comparison> figures;
    private readonly TrialParameters start;
    private int asked;

    public Calibration(IReadOnlyList<Comparison> fitted, TrialParameters start)
    {
        figures = fitted;
        this.start = start;
        judgement = new Judgement(fitted, [], start.Chain);
    }

    /// <summary>The figures the model is fitted to.</summary>
    public static IReadOnlyList<Comparison> Subset { get; } = [.. Comparisons.Figures.Where(figure => figure.Role == FigureRole.Fitted)];

    /// <summary>The weighted errors at some values: one a figure, then one a number for its distance from the start.</summary>
    public double[] Errors(IReadOnlyList<double> values)
    {
        asked++;
        var numbers = FittedModel.With(start, values);
        var judged = judgement.Judge(numbers);
        var errors = new double[figures.Count + values.Count];
        for (var k = 0; k < judged.Count; k++)
        {
            var figure = judged[k].Figure;
            var chance = (figure.High - figure.Low) / (2 * 1.96);
            var apart = Judgement.Apart(figure, figure.Observed, start.Symptoms);
            errors[k] = (judged[k].Predicted - figure.Observed) / Math.Sqrt(chance * chance + apart * apart);
        }
        for (var k = 0; k < values.Count; k++) errors[figures.Count + k] = Math.Log(values[k] / FittedModel.Free[k].Start) / PriorLog;
        return errors;
    }

    public static double Cost(double[] errors) => errors.Sum(error => error * error) / 2;

    /// <summary>Levenberg–Marquardt from some values.</summary>
    /// <param name="held">A number that stays where it is.</param>
    public FitResult Fit(IReadOnlyList<double> from, int mostRounds = 60, int? held = null)
    {
        asked = 0;
        var free = FittedModel.Free;
        var values = from.ToArray();
        var errors = Errors(values);
        var damping = 1e-2;
        double[,] normal = new double[values.Length, values.Length];
        var round = 0;
        for (; round < mostRounds; round++)
        {
            var slopes = Slopes(values, held);
            var gradient = new double[values.Length];
            for (var i = 0; i < values.Length; i++)
            {
                for (var k = 0; k < errors.Length; k++) gradient[i] += slopes[i][k] * errors[k];
                for (var j = 0; j < values.Length; j++)
                {
                    normal[i, j] = 0;
                    for (var k = 0; k < errors.Length; k++) normal[i, j] += slopes[i][k] * slopes[j][k];
                }
            }
            // What is held has no slope; a one on its diagonal keeps the rest solvable.
            if (held is { } still) normal[still, still] = 1;
            var before = Cost(errors);
            var moved = false;
            for (var attempt = 0; attempt < 8; attempt++)
            {
                var step = Solve(normal, gradient, damping);
                var next = new double[values.Length];
                for (var i = 0; i < values.Length; i++) next[i] = Math.Clamp(values[i] * Math.Exp(-Math.Clamp(step[i], -1, 1)), free[i].Least, free[i].Most);
                var found = Errors(next);
                if (Cost(found) < before)
                {
                    moved = true;
                    values = next;
                    errors = found;
                    damping = Math.Max(1e-9, damping / 5);
                    break;
                }
                damping *= 4;
            }
            if (!moved || before - Cost(errors) < 1e-7 * before) break;
        }
        var inverse = Inverse(normal);
        return new FitResult(values, Cost(errors), [.. Enumerable.Range(0, values.Length).Select(i => Math.Sqrt(inverse[i, i]))], round + 1, asked);
    }

    /// <summary>
    /// The 95 % interval of one number by its profile: every other number is fitted again while this one is held, until the
    /// cost has risen by half of 1.96². A side on which it has not by the number's bound has no end.
    /// </summary>
    public Profile ProfileOf(int number, IReadOnlyList<double> fitted)
    {
        var slopes = Slopes(fitted);
        var n = fitted.Count;
        var normal = new double[n, n];
        for (var i = 0; i < n; i++)
            for (var j = 0; j < n; j++)
                for (var k = 0; k < slopes[i].Length; k++) normal[i, j] += slopes[i][k] * slopes[j][k];
        var inverse = Inverse(normal);
        var error = Math.Sqrt(inverse[number, number]);
        var least = Cost(Errors(fitted));
        double? Side(int sign)
        {
            var bound = Math.Log((sign < 0 ? FittedModel.Free[number].Least : FittedModel.Free[number].Most) / fitted[number]);
            // Signed roots of twice the rise are nearly straight in the logarithm: a secant finds the end in a few steps.
            double near = 0, nearRoot = 0, at = sign * 1.96 * error;
            var other = fitted.ToArray();
            for (var step = 0; step < 6; step++)
            {
                if (Math.Abs(at) > Math.Abs(bound)) at = bound;
                var moved = other.ToArray();
                // Where the others go by the curvature of the fit, from where they were.
                var from = Math.Log(other[number] / fitted[number]);
                for (var i = 0; i < n; i++)
                    moved[i] = Math.Clamp(other[i] * Math.Exp(inverse[i, number] / inverse[number, number] * (at - from)), FittedModel.Free[i].Least, FittedModel.Free[i].Most);
                moved[number] = fitted[number] * Math.Exp(at);
                var held = Fit(moved, mostRounds: 3, held: number);
                var root = Math.Sqrt(2 * Math.Max(0, held.Cost - least));
                if (Math.Abs(root - 1.96) < 0.04) return fitted[number] * Math.Exp(at);
                if (at == bound && root < 1.96) return null;
                var next = at + (1.96 - root) * (at - near) / (root - nearRoot);
                (near, nearRoot, other) = (at, root, held.Values);
                if (!(next * sign > 0)) next = at / 2;
                at = Math.Clamp(next, -2 * Math.Abs(at), 2 * Math.Abs(at));
            }
            return fitted[number] * Math.Exp(at);
        }
        // The pull alone would leave a standard error of one in the logarithm.
        return new Profile(Side(-1), Side(1), 1 - error * error / (PriorLog * PriorLog));
    }

    /// <summary>Central differences in the logarithms.</summary>
    /// <param name="held">A number whose slopes are not asked for: nothing.</param>
    public double[][] Slopes(IReadOnlyList<double> values, int? held = null)
    {
        var slopes = new double[values.Count][];
        for (var i = 0; i < values.Count; i++)
        {
            if (i == held)
            {
                slopes[i] = new double[figures.Count + values.Count];
                continue;
            }
            var up = values.ToArray();
            var down = values.ToArray();
            up[i] *= Math.Exp(StepLog);
            down[i] *= Math.Exp(-StepLog);
            var (above, below) = (Errors(up), Errors(down));
            slopes[i] = [.. above.Select((error, k) => (error - below[k]) / (2 * StepLog))];
        }
        return slopes;
    }

    private static double[] Solve(double[,] normal, double[] gradient, double damping)
    {
        var n = gradient.Length;
        var a = (double[,])normal.Clone();
        var b = (double[])gradient.Clone();
        for (var i = 0; i < n; i++) a[i, i] *= 1 + damping;
        for (var k = 0; k < n; k++)
            for (var i = k + 1; i < n; i++)
            {
                var factor = a[i, k] / a[k, k];
                for (var j = k; j < n; j++) a[i, j] -= factor * a[k, j];
                b[i] -= factor * b[k];
            }
        for (var k = n - 1; k >= 0; k--)
        {
            for (var j = k + 1; j < n; j++) b[k] -= a[k, j] * b[j];
            b[k] /= a[k, k];
        }
        return b;
    }

    private static double[,] Inverse(double[,] of)
    {
        var n = of.GetLength(0);
        var inverse = new double[n, n];
        for (var column = 0; column < n; column++)
        {
            var unit = new double[n];
            unit[column] = 1;
            var solved = Solve(of, unit, 0);
            for (var row = 0; row < n; row++) inverse[row, column] = solved[row];
        }
        return inverse;
    }
}

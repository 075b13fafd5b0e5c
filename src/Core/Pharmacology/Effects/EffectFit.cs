using Afterglow.Core.Units;

namespace Afterglow.Core.Pharmacology.Effects;

/// <summary>
/// How the parameters of <see cref="SessionEffects"/> come from the figures marked as fitted: worked out again by a test,
/// and by nobody while the program runs.
/// </summary>
public static class EffectFit
{
    /// <summary>
    /// The greatest rise and the S-ketamine at half of it: least squares over the fitted means, each study counting once.
    /// For a given half the greatest is a straight-line fit; the half is found by golden section on its logarithm.
    /// </summary>
    public static (double Most, double HalfNgPerMl) Rise(SessionEffect effect) => Rise(Points(effect));

    /// <summary>The same with each of the figures left out in turn: how much hangs on a single study.</summary>
    public static IReadOnlyList<(double Most, double HalfNgPerMl)> LeftOut(SessionEffect effect)
    {
        var points = Points(effect);
        return [.. points.Select((_, k) => Rise([.. points.Where((_, other) => other != k)]))];
    }

    /// <summary>How many figures a rise is fitted to, one a study.</summary>
    public static int Studies(SessionEffect effect) => Points(effect).Count;

    private static List<(double Level, double Observed)> Points(SessionEffect effect) =>
        [.. EffectFigures.All.Where(figure => figure.Effect == effect && figure is { Fitted: true, Kind: FigureOf.Mean })
            .Select(figure => (SessionEffects.Level(figure), figure.Observed))];

    private static (double Most, double HalfNgPerMl) Rise(List<(double Level, double Observed)> points)
    {
        (double Error, double Most) At(double half)
        {
            double xy = 0, xx = 0;
            foreach (var (level, observed) in points)
            {
                var x = level / (half + level);
                xy += x * observed;
                xx += x * x;
            }
            var most = xy / xx;
            return (points.Sum(point => Math.Pow(most * point.Level / (half + point.Level) - point.Observed, 2)), most);
        }
        double low = Math.Log(1), high = Math.Log(5000);
        var golden = (Math.Sqrt(5) - 1) / 2;
        for (var k = 0; k < 80; k++)
        {
            var (left, right) = (high - golden * (high - low), low + golden * (high - low));
            if (At(Math.Exp(left)).Error < At(Math.Exp(right)).Error) high = right;
            else low = left;
        }
        var best = Math.Exp((low + high) / 2);
        return (At(best).Most, best);
    }

    /// <summary>
    /// The steepness of dissociation: the one at which it is nearest to a straight line between 50 and 200 ng/mL of racemate,
    /// half of it S-ketamine, as Bowdle 1998 found what is felt to be.
    /// </summary>
    public static double DissociationSteepness(double halfNgPerMl)
    {
        double Straightness(double steepness)
        {
            var x = Enumerable.Range(0, 76).Select(k => 25.0 + k).ToArray();
            var y = x.Select(level => SessionEffects.Saturating(level, halfNgPerMl, steepness)).ToArray();
            double mx = x.Average(), my = y.Average(), xy = 0, xx = 0, yy = 0;
            for (var k = 0; k < x.Length; k++)
            {
                xy += (x[k] - mx) * (y[k] - my);
                xx += (x[k] - mx) * (x[k] - mx);
                yy += (y[k] - my) * (y[k] - my);
            }
            return xy / Math.Sqrt(xx * yy);
        }
        return Enumerable.Range(2, 11).Select(half => half / 2.0).MaxBy(Straightness);
    }

    /// <summary>The mean of the most dissociation, from the mean at a known level, and its spread between people, from the share above a level.</summary>
    public static (double Most, double LogSpread) Dissociation(double halfNgPerMl, double steepness)
    {
        var fitted = EffectFigures.All.Where(figure => figure is { Effect: SessionEffect.Dissociation, Fitted: true }).ToList();
        var mean = fitted.Single(figure => figure.Kind == FigureOf.Mean);
        var share = fitted.Single(figure => figure.Kind == FigureOf.ShareAbove);
        var most = mean.Observed / SessionEffects.Saturating(SessionEffects.Level(mean), halfNgPerMl, steepness);
        var atShare = most * SessionEffects.Saturating(SessionEffects.Level(share), halfNgPerMl, steepness);
        double low = 0.01, high = 5;
        for (var k = 0; k < 60; k++)
        {
            var middle = (low + high) / 2;
            if (SessionEffects.ShareAbove(atShare, middle, share.Above) > share.Observed) low = middle;
            else high = middle;
        }
        return (most, (low + high) / 2);
    }

    /// <summary>
    /// Drowsiness: its steepness from the share that cannot be woken, whose half lies where half of the brain's slowing does
    /// (Schüttler 1987), and its own half from the share that is drowsy at the same level.
    /// </summary>
    public static (double HalfNgPerMl, double Steepness) Sedation(double unconsciousNgPerMl)
    {
        var drowsy = EffectFigures.All.Single(figure => figure is { Effect: SessionEffect.Sedation, Kind: FigureOf.ShareAbove, Fitted: true });
        var unconscious = EffectFigures.All.Single(figure => figure is { Kind: FigureOf.ShareUnconscious, Fitted: true });
        var level = SessionEffects.Level(drowsy);
        double Odds(double share) => share / (1 - share);
        var steepness = Math.Log(1 / Odds(unconscious.Observed)) / Math.Log(unconsciousNgPerMl / level);
        return (level / Math.Pow(Odds(drowsy.Observed), 1 / steepness), steepness);
    }
}

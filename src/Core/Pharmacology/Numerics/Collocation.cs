namespace Afterglow.Core.Pharmacology.Numerics;

/// <summary>
/// Polynomial panels on Chebyshev–Lobatto points. A scalar turnover y′ = k·(f − y) driven by a smooth f is
/// solved on a whole panel by one small matrix: exact where f is a polynomial of degree <see cref="Degree"/>,
/// however stiff k is.
/// </summary>
public static class Collocation
{
    /// <summary>The degree of the polynomials; a panel has one point more, both ends included.</summary>
    public const int Degree = 7;

    /// <summary>Points in a panel.</summary>
    public const int Points = Degree + 1;

    private const int GaussOrder = 16;

    // e^−u is below the rounding of a double from here on.
    private const double Tail = 45;

    private static readonly double[] Node = [.. Enumerable.Range(0, Points).Select(j => 2 * j <= Degree ? Lobatto(j) : 1 - Lobatto(Degree - j))];

    // Barycentric weights of the Chebyshev–Lobatto points: alternating signs, halved at the ends.
    private static readonly double[] Barycentric =
        [.. Enumerable.Range(0, Points).Select(j => (j % 2 == 0 ? 1.0 : -1.0) * (j is 0 or Degree ? 0.5 : 1.0))];

    private static readonly (double[] At, double[] Weight) Gauss = GaussLegendre(GaussOrder);

    /// <summary>The points, from 0 to 1.</summary>
    public static ReadOnlySpan<double> Nodes => Node;

    /// <summary>The values of the Lagrange polynomials at a place between 0 and 1.</summary>
    public static void Lagrange(double s, Span<double> values)
    {
        var sum = 0.0;
        for (var j = 0; j < Points; j++)
        {
            var distance = s - Node[j];
            if (distance == 0)
            {
                values.Clear();
                values[j] = 1;
                return;
            }
            values[j] = Barycentric[j] / distance;
            sum += values[j];
        }
        for (var j = 0; j < Points; j++) values[j] /= sum;
    }

    /// <summary>
    /// For y′ = k·(f − y): y at point i is Decay[i]·y₀ + Σⱼ Weights[i, j]·fⱼ, for i from 1.
    /// <paramref name="z"/> is k times the length of the panel.
    /// </summary>
    /// <returns>Rows of <see cref="Points"/> + 1 numbers: the decay first, then the weights; row 0 belongs to point 1.</returns>
    public static double[] Turnover(double z)
    {
        var rows = new double[Degree * (Points + 1)];
        Span<double> lagrange = stackalloc double[Points];
        for (var i = 1; i < Points; i++)
        {
            var row = rows.AsSpan((i - 1) * (Points + 1), Points + 1);
            row[0] = Elementary.Exp(-z * Node[i]);
            // ∫ z·e^(−z(sᵢ−s))·ℓⱼ(s) ds from 0 to sᵢ, with u = z(sᵢ−s), on short stretches of u.
            var end = Math.Min(z * Node[i], Tail);
            var stretches = Math.Max(1, (int)Math.Ceiling(end / 3));
            var width = end / stretches;
            for (var stretch = 0; stretch < stretches; stretch++)
            {
                for (var g = 0; g < GaussOrder; g++)
                {
                    var u = (stretch + Gauss.At[g]) * width;
                    Lagrange(Node[i] - u / z, lagrange);
                    var weight = Gauss.Weight[g] * width * Elementary.Exp(-u);
                    for (var j = 0; j < Points; j++) row[1 + j] += weight * lagrange[j];
                }
            }
        }
        return rows;
    }

    /// <summary>∫ ℓⱼ from 0 to sᵢ, for i from 1: rows of <see cref="Points"/> numbers.</summary>
    public static double[] Integration()
    {
        var rows = new double[Degree * Points];
        Span<double> lagrange = stackalloc double[Points];
        for (var i = 1; i < Points; i++)
        {
            for (var g = 0; g < GaussOrder; g++)
            {
                Lagrange(Gauss.At[g] * Node[i], lagrange);
                for (var j = 0; j < Points; j++) rows[(i - 1) * Points + j] += Gauss.Weight[g] * Node[i] * lagrange[j];
            }
        }
        return rows;
    }

    /// <summary>
    /// Σⱼ of these times the values is the coefficient of the highest Chebyshev polynomial:
    /// how much of the curve the panel only just holds.
    /// </summary>
    public static double[] HighestCoefficient() =>
        [.. Enumerable.Range(0, Points).Select(j => (j % 2 == 0 ? 1.0 : -1.0) * (j is 0 or Degree ? 0.5 : 1.0) / Degree)];

    /// <summary>sin²(πj / 2·Degree), the place of point j up to the middle, by the sine's own series.</summary>
    private static double Lobatto(int j)
    {
        var x = Math.PI * j / (2 * Degree);
        double term = x, sine = x;
        for (var n = 2; n < 24; n += 2)
        {
            term *= -x * x / (n * (n + 1));
            sine += term;
        }
        return sine * sine;
    }

    /// <summary>Points and weights on 0…1, by Newton's method on the Legendre polynomial.</summary>
    private static (double[] At, double[] Weight) GaussLegendre(int order)
    {
        var at = new double[order];
        var weight = new double[order];
        for (var i = 0; i < order; i++)
        {
            // Rounded, so that the same start leads to the same bits whatever cosine the machine has.
            var x = Math.Round(Math.Cos(Math.PI * (i + 0.75) / (order + 0.5)), 9);
            double slope;
            while (true)
            {
                double before = 1, value = x;
                for (var n = 2; n <= order; n++) (before, value) = (value, ((2 * n - 1) * x * value - (n - 1) * before) / n);
                slope = order * (x * value - before) / (x * x - 1);
                var step = value / slope;
                x -= step;
                if (Math.Abs(step) < 1e-15) break;
            }
            at[i] = (1 - x) / 2;
            weight[i] = 1 / ((1 - x * x) * slope * slope);
        }
        return (at, weight);
    }
}

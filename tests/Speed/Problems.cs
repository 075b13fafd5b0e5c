using System.Globalization;
using System.IO.Compression;
using Afterglow.Core.Pharmacology.Disposition;
using Afterglow.Core.Pharmacology.Mechanism;

namespace Afterglow.Speed;

/// <summary>
/// The two problems that any simulation engine can be checked and timed on, with the same virtual subjects for all.
/// R1: ketamine and norketamine in plasma after one infusion, every half hour for a day, 10,000 subjects.
/// R2: the chain from plasma to symptoms through six infusions, every hour for sixty days, 2,000 subjects.
/// </summary>
/// <remarks>
/// Beside the parameters lie reference answers from extrapolation in long double: 16 digits for 101 subjects of R1,
/// 14 digits for 21 of R2. The values are of plausible size; they are a benchmark, fitted to nobody.
/// </remarks>
public static class Problems
{
    public const int R1Outputs = 49;

    public const int R2Outputs = 1440;

    public const int R2Columns = 6;

    /// <summary>Milligrams of norketamine for each milligram of ketamine eliminated: share formed, times the ratio of molar masses.</summary>
    public const double Yield = 0.8 * 0.941;

    /// <summary>0.5 mg/kg over 40 minutes.</summary>
    public static IReadOnlyList<WeightedInfusion> R1Doses { get; } = [new(0, 2.0 / 3, 0.5)];

    /// <summary>The same on days 0, 3, 7, 10, 14 and 17.</summary>
    public static IReadOnlyList<ChainInfusion> R2Doses { get; } =
        [.. new[] { 0.0, 72, 168, 240, 336, 408 }.Select(at => new ChainInfusion(at, 2.0 / 3, 0.5))];

    public static double[] R2Hours { get; } = [.. Enumerable.Range(1, R2Outputs).Select(hour => (double)hour)];

    /// <summary>The typical subject of 70 kg, then subjects 1 to 10,000.</summary>
    public static ParentMetaboliteSubject[] R1Subjects() => [.. Rows("subjects-r1").Select(row => Disposition(row[1], row[2], row[3]))];

    /// <summary>The typical subject of 70 kg, then subjects 1 to 2,000.</summary>
    public static ChainSubject[] R2Subjects() =>
    [
        .. R1Subjects().Zip(Rows("subjects-r2"), (s, row) => new ChainSubject(
            s.ClLPerH, s.V1L, s.QLPerH, s.V2L, s.ClmLPerH, s.Vm1L, s.QmLPerH, s.Vm2L, row[1], row[2], row[3], row[4], s.WeightKg)),
    ];

    /// <summary>By subject, output and column (plasma ketamine, norketamine), mg/L.</summary>
    public static double[] R1Reference() => [.. Rows("reference-r1").SelectMany(row => row[2..])];

    /// <summary>By subject, output and column (plasma, glutamate, BDNF, synapses, inflammation, severity).</summary>
    public static double[] R2Reference() => [.. Rows("reference-r2").SelectMany(row => row[2..])];

    /// <summary>
    /// The largest |y − reference| ÷ max(|reference|, a thousandth of that subject's and column's peak) over all that there are references for.
    /// </summary>
    /// <param name="answer">The answer by subject, output and column.</param>
    public static double Error(double[] reference, int outputs, int columns, Func<int, int, int, double> answer)
    {
        var worst = 0.0;
        for (var subject = 0; subject < reference.Length / (outputs * columns); subject++)
        {
            for (var column = 0; column < columns; column++)
            {
                var curve = reference.AsSpan(subject * outputs * columns, outputs * columns);
                var peak = 0.0;
                for (var output = 0; output < outputs; output++) peak = Math.Max(peak, Math.Abs(curve[output * columns + column]));
                for (var output = 0; output < outputs; output++)
                {
                    var right = curve[output * columns + column];
                    var off = Math.Abs(answer(subject, output, column) - right) / Math.Max(Math.Abs(right), 1e-3 * peak);
                    // What is no number is no answer.
                    worst = double.IsNaN(off) ? double.PositiveInfinity : Math.Max(worst, off);
                }
            }
        }
        return worst;
    }

    /// <summary>All but clearance, central volume and weight follow from the weight.</summary>
    private static ParentMetaboliteSubject Disposition(double weightKg, double clLPerH, double v1L)
    {
        var size = weightKg / 70;
        var flow = Math.Pow(size, 0.75);
        return new ParentMetaboliteSubject(clLPerH, v1L, 100 * flow, 150 * size, 60 * flow, 90 * size, 80 * flow, 120 * size, weightKg);
    }

    private static IEnumerable<double[]> Rows(string name)
    {
        using var packed = typeof(Problems).Assembly.GetManifestResourceStream($"Problems.{name}.csv.gz")
            ?? throw new InvalidOperationException($"{name} is not in the program.");
        using var lines = new StreamReader(new GZipStream(packed, CompressionMode.Decompress));
        lines.ReadLine();
        while (lines.ReadLine() is { } line)
            yield return [.. line.Split(',').Select(field => double.Parse(field, CultureInfo.InvariantCulture))];
    }
}

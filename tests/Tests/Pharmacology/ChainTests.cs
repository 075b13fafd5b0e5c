using Afterglow.Core.Pharmacology.Mechanism;

namespace Afterglow.Tests.Pharmacology;

public class ChainTests
{
    private static readonly ChainSubject Reference = new(80, 60, 100, 150, 60, 90, 80, 120, 0.12, 3.5, 6, 1.0 / 24, 70);

    private static readonly ChainInfusion[] SixInfusions = [.. new[] { 0.0, 72, 168, 240, 336, 408 }.Select(at => new ChainInfusion(at, 2.0 / 3, 0.5))];

    private static readonly ChainCurve[] All = [ChainCurve.Plasma, ChainCurve.EffectSite, ChainCurve.GabaTone, ChainCurve.Glutamate, ChainCurve.AmpaThroughput,
        ChainCurve.AmpaReady, ChainCurve.Bdnf, ChainCurve.Eef2, ChainCurve.Mtor, ChainCurve.Consolidation, ChainCurve.Synapses, ChainCurve.Inflammation,
        ChainCurve.Severity, ChainCurve.Hydroxynorketamine, ChainCurve.Tolerance, ChainCurve.Learned];

    // The reference subject, by extrapolation in long double (err 9e-12): hour, effect site, glutamate, BDNF, mTOR, synapses, inflammation, severity.
    private static readonly double[][] Published =
    [
        [1, 0.18294599392747, 3.5939335021861, 1.5432329261602, 1.0681089097276, 1.0000060860448, 0.99443384850316, 31.998204348203],
        [2, 0.06394504776822, 2.0826613082566, 1.7056885818515, 1.2266819759773, 1.0000820816185, 0.98945527022472, 31.991678307736],
        [6, 0.022660590235605, 1.2893468357949, 1.3896480451085, 1.4367106585993, 1.0027656694496, 0.97946152090058, 31.934940016924],
        [24, 0.00034958452844194, 1.0008884154234, 1.0017294900889, 1.0100680978514, 1.0319124068264, 0.97619613459418, 31.13903272241],
        [73, 0.18294599942348, 3.5939335238856, 1.5432329352226, 1.0681089158522, 1.0395401882531, 0.97338473562179, 29.641680288889],
        [168, 3.2493902441675e-11, 1.0000000000001, 1.0000000000002, 1.0000000000026, 1.0655423938948, 0.9637416926321, 27.75241364303],
        [409, 0.18294599942348, 3.5939335238856, 1.5432329352226, 1.0681089158522, 1.1198865828991, 0.92963663070636, 24.864867412558],
        [480, 6.8726169827752e-09, 1.0000000002288, 1.0000000004339, 1.0000000046659, 1.134223801939, 0.9275776377352, 24.15510488839],
        [720, 4.5672257669797e-32, 1, 1, 1, 1.0595080808143, 0.96571792783706, 27.940365247139],
        [1440, 1.4877637796201e-101, 1, 1, 1, 1.0050970260098, 0.99696106788458, 31.619720890063],
    ];

    private static double[] Solve(
        ChainParameters p, ChainSubject subject, IReadOnlyList<ChainInfusion> infusions, IReadOnlyList<double> times, double tolerance,
        IReadOnlyList<ChainCurve>? columns = null, IReadOnlyList<ChainTherapy>? therapy = null)
    {
        var plan = new ChainPlan(p, infusions, times, tolerance, columns, therapy);
        var solver = new ChainSolver(plan);
        var results = new double[solver.GroupSize];
        solver.Solve([subject], results);
        return [.. results.Where((_, at) => at % ChainSolver.GroupOf == 0)];
    }

    [Theory]
    [InlineData(1e-3, 1e-4)]
    [InlineData(1e-6, 1e-6)]
    [InlineData(1e-8, 3e-8)]
    public void The_chain_follows_the_reference_trajectory_to_the_tolerance_asked_for(double tolerance, double allowed)
    {
        ChainCurve[] columns = [ChainCurve.EffectSite, ChainCurve.Glutamate, ChainCurve.Bdnf, ChainCurve.Mtor, ChainCurve.Synapses, ChainCurve.Inflammation, ChainCurve.Severity];
        var hours = Enumerable.Range(1, 1440).Select(hour => (double)hour).ToArray();
        var solved = Solve(new ChainParameters(), Reference, SixInfusions, hours, tolerance, columns);
        foreach (var row in Published)
            for (var column = 0; column < columns.Length; column++)
            {
                var value = solved[((int)row[0] - 1) * columns.Length + column];
                // Beside a thousandth of the effect site's peak, smaller concentrations count as none.
                var scale = Math.Max(Math.Abs(row[column + 1]), column == 0 ? 2e-4 : 0);
                Assert.True(Math.Abs(value - row[column + 1]) <= allowed * scale, $"{columns[column]} at {row[0]} h: {value} against {row[column + 1]}");
            }
    }

    [Fact]
    public void The_fast_solver_and_the_equations_on_paper_agree_with_every_link_switched_on()
    {
        var p = new ChainParameters { HydroxyGain = 0.3, ToleranceGain = 0.8 };
        ChainTherapy[] therapy = [new(26, 0.5), new(100, 0.5)];
        double[] times = [0.5, 1, 4, 24, 48, 72.5, 96, 168];
        var fast = Solve(p, Reference, SixInfusions[..2], times, 1e-8, All, therapy);
        var slow = ChainEquations.Solve(p, Reference, SixInfusions[..2], therapy, times, 1e-9, 1e-12);
        // The order of the states on paper.
        int[] paper = [-1, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, -1];
        for (var t = 0; t < times.Length; t++)
            for (var column = 0; column < All.Length; column++)
                if (paper[column] >= 0)
                    Assert.Equal(slow[t][paper[column]], fast[t * All.Length + column], 3e-7 * Math.Max(1, Math.Abs(slow[t][paper[column]])));
    }

    [Fact]
    public void Without_a_dose_nothing_moves()
    {
        var solved = Solve(new ChainParameters { HydroxyGain = 0.3, ToleranceGain = 1 }, Reference, [], [1, 24, 720], 1e-6, [ChainCurve.Glutamate, ChainCurve.Synapses, ChainCurve.Severity]);
        Assert.All(solved.Chunk(3), row => Assert.Equal([1.0, 1.0, 32.0], row.Select(each => Math.Round(each, 9))));
    }

    [Fact]
    public void Each_link_of_the_chain_can_be_switched_off_and_is_missed()
    {
        double Severity(ChainParameters p, ChainTherapy[]? therapy = null) =>
            Solve(p, Reference, SixInfusions, [480], 1e-6, [ChainCurve.Severity], therapy)[0];
        var whole = new ChainParameters();
        var best = Severity(whole);
        Assert.True(best < 25);
        // Disinhibition, BDNF and mTOR carry the benefit; without any of them less is left of it.
        Assert.True(Severity(whole with { GabaFall = 0 }) > best + 1);
        Assert.True(Severity(whole with { BdnfGain = 0 }) > best + 1);
        Assert.True(Severity(whole with { MtorGain = 0 }) > best + 1);
        Assert.True(Severity(whole with { InflammationFall = 0 }) > best);
        Assert.True(Severity(whole with { ToleranceGain = 2 }) > best);
        // The path that needs no NMDA blockade, and therapy inside the window, add to it.
        Assert.True(Severity(whole with { HydroxyGain = 0.5 }) < best);
        Assert.True(Severity(whole, [new(24, 1), new(96, 1)]) < best);
    }

    [Fact]
    public void Therapy_in_the_window_teaches_more_than_therapy_weeks_later()
    {
        double Learned(double at) => Solve(new ChainParameters(), Reference, SixInfusions[..1], [1000], 1e-6, [ChainCurve.Learned], [new(at, 1)])[0];
        Assert.True(Learned(20) > 5 * Learned(500));
    }

    [Fact]
    public void The_answer_is_the_same_to_the_last_bit_on_one_thread_and_on_many()
    {
        var subjects = Enumerable.Range(0, 100).Select(k => Reference with { ClLPerH = 60 + k * 0.4, Ic50MgPerL = 0.08 + k * 0.001, WeightKg = 50 + k * 0.5 }).ToArray();
        var plan = new ChainPlan(new ChainParameters(), SixInfusions[..2], [1, 10, 100, 400], 1e-5);
        var solver = new ChainSolver(plan);
        var one = new double[13 * solver.GroupSize];
        var many = new double[13 * solver.GroupSize];
        solver.Solve(subjects, one, threads: 1);
        solver.Solve(subjects, many, threads: 3);
        Assert.Equal(one, many);
    }
}

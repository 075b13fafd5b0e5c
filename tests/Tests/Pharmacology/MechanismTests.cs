using Afterglow.Core.Evidence;
using Afterglow.Core.Pharmacology;
using Afterglow.Core.Pharmacology.Mechanism;
using Afterglow.Core.Pharmacology.Numerics;
using Afterglow.Core.Units;
using CsCheck;

namespace Afterglow.Tests.Pharmacology;

/// <summary>The clinical chain: any drug and route, every link, what must hold whatever its numbers are.</summary>
public class MechanismTests
{
    private static readonly ClinicalParameters Fitted = FittedModel.Numbers.Chain;

    private static readonly double[] Days = [1, 3, 7, 14, 30, 60];

    private static SimulationRequest Ask(string dose = "0.5mg/kg", string route = "iv", string? over = "40min", string at = "0", string compound = "ketamine", string? model = null) =>
        SimulationRequest.Read(compound, dose, "75kg", route, over, at, 24 * 366, model, 1, 40).Value;

    private static double[] Solve(
        SimulationRequest request, ClinicalParameters p, IReadOnlyList<ChainCurve> columns, IReadOnlyList<double> timesH, ChainTherapy[]? therapy = null, ClinicalSubject? person = null)
    {
        var kinetics = request.Model.Typical(request.Body);
        var doses = request.Doses();
        var plan = new ClinicalPlan(ClinicalDrive.Events(kinetics, request.Model, doses), timesH, therapy);
        var drive = ClinicalDrive.Of(p, request.Model, [kinetics], doses, plan);
        return new ClinicalChain(p, plan, columns).Solve(drive, [person ?? ClinicalSubject.Middle]);
    }

    private static double[] Curve(SimulationRequest request, ClinicalParameters p, ChainCurve curve, params double[] timesH) => Solve(request, p, [curve], timesH);

    [Theory]
    [InlineData("ketamine", "0.5mg/kg", "iv", "40min")]
    [InlineData("ketamine", "1mg/kg", "sc", null)]
    [InlineData("ketamine", "2mg/kg", "oral", null)]
    [InlineData("esketamine", "84mg", "nasal", null)]
    public void The_panels_follow_the_equations_on_paper_for_any_route(string compound, string dose, string route, string? over)
    {
        var request = Ask(dose, route, over, "0,2d", compound);
        double[] times = [0.5, 1, 2, 6, 24, 49, 96];
        var fast = Solve(request, Fitted, ClinicalEquations.Curves, times);
        // The drive anew, by the library's own concentrations behind the effect site.
        var doses = request.Doses();
        var kinetics = request.Model.Typical(request.Body);
        var slowed = new Kinetics((analyte, by, order) => [.. kinetics.Of(analyte, by, order).Select(path => path with { Response = path.Response.Behind(Fitted.EffectSitePerHour) })]);
        double Sum(Kinetics of, double at, bool site) => ClinicalDrive.Weights(Fitted, request.Model)
            .Sum(weight => (site ? weight.Site : weight.Hydroxy) * Simulation.Concentration(of, weight.Analyte, doses, [at])[0] / 1000);
        var y = ClinicalEquations.Rest();
        var time = 0.0;
        foreach (var edge in ClinicalDrive.Events(kinetics, request.Model, doses).Concat(times).Where(at => at > 0).Distinct().Order())
        {
            AdaptiveSolver.Advance(
                (t, states, rates) => ClinicalEquations.Rates(Fitted, ClinicalSubject.Middle, Sum(slowed, t, true), Sum(kinetics, t, false), 0, states, rates), time, edge, y, 1e-6, 1e-9);
            time = edge;
            var at = Array.IndexOf(times, edge);
            for (var k = 0; at >= 0 && k < y.Length; k++)
                Assert.True(Math.Abs(y[k] - fast[at * y.Length + k]) < 2e-5, $"{ClinicalEquations.Curves[k]} at {edge} h: {fast[at * y.Length + k]} against {y[k]}");
        }
    }

    [Fact]
    public void Whatever_the_dose_no_state_is_negative_and_everything_returns_to_rest() =>
        Gen.Select(Gen.Double[0.05, 3], Gen.Int[1, 8], Gen.Double[0.3, 3], Gen.Double[0.3, 2]).Sample(
            (mgPerKg, sessions, sensitivity, durability) =>
            {
                var request = Ask($"{mgPerKg.ToString("0.###", System.Globalization.CultureInfo.InvariantCulture)}mg/kg", at: string.Join(',', Enumerable.Range(0, sessions).Select(k => $"{2 * k}d")));
                var solved = Solve(request, Fitted, ClinicalEquations.Curves, [0.5, 5, 30, 200, 500, 10_000], person: new ClinicalSubject(sensitivity, durability, 1));
                Assert.All(solved, value => Assert.True(value >= -1e-9 && value < 100));
                var rest = ClinicalEquations.Rest();
                for (var k = 0; k < rest.Length; k++) Assert.Equal(rest[k], solved[5 * rest.Length + k], 1e-3);
            }, iter: 8, threads: 1);

    [Fact]
    public void Without_a_dose_nothing_moves()
    {
        var plan = new ClinicalPlan([], [1, 100, 1000]);
        var solved = new ClinicalChain(Fitted, plan, ClinicalEquations.Curves).Solve(ClinicalDrive.None(plan, 1), [ClinicalSubject.Middle]);
        Assert.All(solved.Chunk(ClinicalEquations.States), row => Assert.Equal(ClinicalEquations.Rest(), row.Select(each => Math.Round(each, 9))));
    }

    [Fact]
    public void The_order_of_a_course_is_the_order_in_which_the_links_were_seen_to_answer()
    {
        double[] times = [.. Enumerable.Range(1, 24 * 30).Select(hour => hour / 2.0)];
        double Peak(ChainCurve curve)
        {
            var values = Curve(Ask(), Fitted, curve, times);
            return times[Array.IndexOf(values, values.Max())];
        }
        double[] peaks = [Peak(ChainCurve.Glutamate), Peak(ChainCurve.Bdnf), Peak(ChainCurve.Mtor), Peak(ChainCurve.Consolidation), Peak(ChainCurve.Synapses)];
        Assert.Equal(peaks.Order(), peaks);
        // The burst within the hour, synapses days after the drug has left.
        Assert.True(peaks[0] <= 1 && peaks[^1] > 24);
    }

    [Theory]
    [InlineData(ChainLink.Disinhibition, ChainCurve.GabaTone)]
    [InlineData(ChainLink.Disinhibition, ChainCurve.Glutamate)]
    [InlineData(ChainLink.GlutamateBurst, ChainCurve.Glutamate)]
    [InlineData(ChainLink.GlutamateBurst, ChainCurve.AmpaReady)]
    [InlineData(ChainLink.Desensitisation, ChainCurve.AmpaReady)]
    [InlineData(ChainLink.Bdnf, ChainCurve.Bdnf)]
    [InlineData(ChainLink.Eef2, ChainCurve.Eef2)]
    [InlineData(ChainLink.Mtor, ChainCurve.Mtor)]
    [InlineData(ChainLink.Mtor, ChainCurve.Consolidation)]
    [InlineData(ChainLink.Tolerance, ChainCurve.Tolerance)]
    public void A_link_that_is_switched_off_leaves_what_hangs_on_it_at_rest(ChainLink link, ChainCurve curve)
    {
        double[] times = [0.5, 1, 4, 24, 96];
        var rest = Solve(Ask("0.001mg/kg"), Fitted.Without(link), [curve], [0.01])[0];
        Assert.Contains(Curve(Ask(), Fitted, curve, times), value => Math.Abs(value - rest) > 1e-3);
        Assert.All(Curve(Ask(), Fitted.Without(link), curve, times), value => Assert.Equal(rest, value, 1e-4));
    }

    [Theory]
    [InlineData(ChainLink.Disinhibition)]
    [InlineData(ChainLink.GlutamateBurst)]
    [InlineData(ChainLink.SynapticBlockade)]
    [InlineData(ChainLink.Bdnf)]
    [InlineData(ChainLink.Eef2)]
    [InlineData(ChainLink.Mtor)]
    [InlineData(ChainLink.EarlyRelief)]
    [InlineData(ChainLink.Synapses)]
    [InlineData(ChainLink.Hydroxynorketamine)]
    [InlineData(ChainLink.Inflammation)]
    public void Every_link_carries_a_part_of_the_benefit(ChainLink link)
    {
        var request = Ask(at: "0,3d,7d,10d,14d,17d");
        Assert.True(Curve(request, Fitted.Without(link), ChainCurve.Severity, 432)[0] > Curve(request, Fitted, ChainCurve.Severity, 432)[0] + 1e-4);
    }

    [Fact]
    public void What_no_links_are_left_for_does_nothing()
    {
        var none = Fitted.Without([ChainLink.Mtor, ChainLink.Inflammation]);
        Assert.All(Curve(Ask(), none, ChainCurve.Severity, [.. Days.Select(day => 24 * day)]), value => Assert.Equal(1, value, 1e-9));
    }

    [Fact]
    public void Hydroxynorketamine_acts_without_any_blockade()
    {
        var unblocked = Fitted.Without([ChainLink.Disinhibition, ChainLink.SynapticBlockade]);
        Assert.True(Curve(Ask(), unblocked, ChainCurve.AmpaThroughput, 6)[0] > 1.001);
        Assert.Equal(1, Curve(Ask(), unblocked.Without(ChainLink.Hydroxynorketamine), ChainCurve.AmpaThroughput, 6)[0], 1e-6);
    }

    [Fact]
    public void Inflammation_falls_and_is_back_weeks_later()
    {
        var course = Curve(Ask(), Fitted, ChainCurve.Inflammation, 12, 24 * 90);
        Assert.True(course[0] < 0.99);
        Assert.Equal(1, course[1], 5e-3);
    }

    [Fact]
    public void The_burst_wears_down_when_doses_come_close_together()
    {
        double Burst(string at, double hour, ClinicalParameters p) => Curve(Ask(at: at), p, ChainCurve.Glutamate, hour)[0] - 1;
        const string daily = "0,1d,2d,3d,4d,5d";
        Assert.True(Burst(daily, 120 + 0.66, Fitted) < 0.97 * Burst(daily, 0.66, Fitted));
        Assert.True(Burst("0,60d", 60 * 24 + 0.66, Fitted) > 0.99 * Burst("0,60d", 0.66, Fitted));
        Assert.Equal(Burst(daily, 0.66, Fitted.Without(ChainLink.Tolerance)), Burst(daily, 120.66, Fitted.Without(ChainLink.Tolerance)), 5e-3);
    }

    [Fact]
    public void A_therapy_session_in_the_window_lasts_and_one_outside_it_does_little()
    {
        double Severity(ClinicalParameters p, params ChainTherapy[] therapy) => Solve(Ask(), p, [ChainCurve.Severity], [24 * 45], therapy)[0];
        var alone = Severity(Fitted);
        var inside = alone - Severity(Fitted, new ChainTherapy(20, 1));
        var outside = alone - Severity(Fitted, new ChainTherapy(24 * 40, 1));
        Assert.True(inside > 0.01);
        Assert.True(outside < inside / 10);
        Assert.Equal(alone, Severity(Fitted.Without(ChainLink.Therapy), new ChainTherapy(20, 1)), 8);
    }

    [Fact]
    public void More_drug_blocks_more_and_relieves_more_up_to_one_milligram_a_kilogram()
    {
        string[] doses = ["0.1mg/kg", "0.2mg/kg", "0.5mg/kg", "1mg/kg"];
        var relief = doses.Select(dose => 1 - Curve(Ask(dose), Fitted, ChainCurve.Severity, 24)[0]).ToArray();
        Assert.Equal(relief.Order(), relief);
        // Flatter than in proportion to the dose.
        Assert.True(relief[3] < 10 * relief[0]);
    }

    [Fact]
    public void An_anaesthetic_level_bursts_less_for_what_it_blocks()
    {
        double PerBlock(string dose)
        {
            var at = Solve(Ask(dose), Fitted, [ChainCurve.Glutamate, ChainCurve.Occupancy], [0.66]);
            return (at[0] - 1) / at[1];
        }
        Assert.True(PerBlock("6mg/kg") < 0.5 * PerBlock("0.5mg/kg"));
    }

    [Fact]
    public void A_group_that_is_not_full_and_one_that_is_give_the_same_person_the_same_course()
    {
        var request = Ask();
        var plan = new ClinicalPlan(ClinicalDrive.Events(request.Model.Typical(request.Body), request.Model, request.Doses()), [1, 24, 168]);
        double[] First(int people)
        {
            Kinetics[] kinetics = [.. Enumerable.Range(0, people).Select(k => request.Model.Virtual(request.Body, 7, k))];
            ClinicalSubject[] subjects = [.. Enumerable.Range(0, people).Select(k => ClinicalSubject.Virtual(Fitted, 7, k))];
            return new ClinicalChain(Fitted, plan, [ChainCurve.Severity, ChainCurve.Synapses]).Solve(ClinicalDrive.Of(Fitted, request.Model, kinetics, request.Doses(), plan), subjects)[..6];
        }
        // A group settles together: to the tolerance of its sweeps, and no further.
        foreach (var people in new[] { 3, 8, 13 })
            foreach (var (alone, among) in First(1).Zip(First(people))) Assert.Equal(alone, among, 1e-9);
    }

    [Fact]
    public void Links_are_read_by_their_words_and_an_unknown_one_is_refused()
    {
        Assert.Equal(Enum.GetValues<ChainLink>().Order(), ChainLinks.Read(string.Join(',', ChainLinks.Names)).Value.Order());
        Assert.Contains("hnk", ChainLinks.Read("hnk,serotonin").Refusal!.Sentence, StringComparison.Ordinal);
    }
}

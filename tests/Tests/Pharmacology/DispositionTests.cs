using Afterglow.Core.Pharmacology.Disposition;
using Afterglow.Core.Pharmacology.Numerics;
using CsCheck;

namespace Afterglow.Tests.Pharmacology;

public class DispositionTests
{
    private static readonly Gen<(double Cl, double V1, double Q2, double V2, double Q3, double V3)> Bodies =
        Gen.Select(Gen.Double[5, 200], Gen.Double[2, 200], Gen.Double[5, 300], Gen.Double[5, 300], Gen.Double[1, 200], Gen.Double[20, 600]);

    private static Compartments Mammillary((double Cl, double V1, double Q2, double V2, double Q3, double V3) b) =>
        Compartments.Mammillary(b.Cl, b.V1, (b.Q2, b.V2), (b.Q3, b.V3));

    [Fact]
    public void The_exponents_of_a_body_have_the_sum_and_the_product_that_its_rates_have() => Bodies.Sample(b =>
    {
        // Vieta: the sum of the roots is the trace, their product the determinant.
        var exponents = Mammillary(b).Exponents;
        var trace = (b.Cl + b.Q2 + b.Q3) / b.V1 + b.Q2 / b.V2 + b.Q3 / b.V3;
        var product = b.Cl / b.V1 * (b.Q2 / b.V2) * (b.Q3 / b.V3);
        Assert.Equal(1, exponents.Sum() / trace, 10);
        Assert.Equal(1, exponents.Aggregate(1.0, (all, each) => all * each) / product, 8);
    });

    [Fact]
    public void What_was_given_is_either_still_in_the_body_or_was_eliminated() => Gen.Select(Bodies, Gen.Double[0.01, 40]).Sample((b, hours) =>
    {
        var body = Mammillary(b);
        var inside = Enumerable.Range(0, 3).Sum(i => body.Amount(i, 0).AfterBolus(hours));
        var gone = b.Cl * body.Concentration(0, 0).AreaAfterBolus(hours);
        Assert.Equal(1, inside + gone, 9);
    });

    [Fact]
    public void The_area_under_the_curve_is_the_dose_over_the_clearance() =>
        Bodies.Sample(b => Assert.Equal(1, Mammillary(b).Concentration(0, 0).Area * b.Cl, 9));

    [Fact]
    public void No_concentration_is_ever_below_zero() => Gen.Select(Bodies, Gen.Double[0, 100], Gen.Double[0, 3]).Sample((b, hours, over) =>
        Assert.True(Mammillary(b).Concentration(0, 0).AfterInfusion(hours, over) >= -1e-15));

    [Fact]
    public void Two_half_doses_at_once_are_one_dose_and_an_infusion_in_two_parts_is_one_infusion() =>
        Gen.Select(Bodies, Gen.Double[0.1, 20], Gen.Double[0.1, 2]).Sample((b, hours, over) =>
        {
            var plasma = Mammillary(b).Concentration(0, 0);
            var whole = plasma.AfterInfusion(hours, over);
            var parts = 0.5 * plasma.AfterInfusion(hours, over / 2) + 0.5 * plasma.AfterInfusion(hours - over / 2, over / 2);
            Assert.Equal(1, parts / whole, 9);
        });

    [Fact]
    public void A_very_short_infusion_is_a_bolus() => Bodies.Sample(b =>
    {
        var plasma = Mammillary(b).Concentration(0, 0);
        Assert.Equal(1, plasma.AfterInfusion(1, 1e-7) / plasma.AfterBolus(1), 5);
    });

    [Fact]
    public void The_closed_form_agrees_with_small_steps_to_eight_digits() =>
        Gen.Select(Bodies, Gen.Double[0.2, 5], Gen.Double[0.1, 1.5], Gen.Double[0.5, 8]).Sample((b, ka, over, hours) =>
        {
            // Into a depot evenly, out of it first-order, three compartments, and an effect site behind them.
            var site = Mammillary(b).Concentration(0, 0).Behind(ka).Behind(6);
            var y = new double[5];
            AdaptiveSolver.Derivatives Rates(double input) => (_, s, d) =>
            {
                d[0] = input - ka * s[0];
                d[1] = ka * s[0] - (b.Cl + b.Q2 + b.Q3) / b.V1 * s[1] + b.Q2 / b.V2 * s[2] + b.Q3 / b.V3 * s[3];
                d[2] = b.Q2 / b.V1 * s[1] - b.Q2 / b.V2 * s[2];
                d[3] = b.Q3 / b.V1 * s[1] - b.Q3 / b.V3 * s[3];
                d[4] = 6 * (s[1] / b.V1 - s[4]);
            };
            AdaptiveSolver.Advance(Rates(1 / over), 0, over, y, 1e-11, 1e-14);
            AdaptiveSolver.Advance(Rates(0), over, over + hours, y, 1e-11, 1e-14);
            Assert.Equal(1, site.AfterInfusion(over + hours, over) / y[4], 8);
        }, iter: 60);

    [Fact]
    public void Two_stages_of_exactly_the_same_rate_are_as_exact_as_two_different_ones() => Gen.Select(Gen.Double[0.1, 20], Gen.Double[0.01, 3]).Sample((k, hours) =>
    {
        var twice = new ExponentialSum([k], [k]).Behind(k);
        Assert.Equal(1, twice.AfterBolus(hours) / (k * k * hours * Math.Exp(-k * hours)), 6);
    });

    [Fact]
    public void A_curve_on_a_regular_grid_is_the_curve_at_those_times() =>
        Gen.Select(Bodies, Gen.Double[-3, 3], Gen.Double[0.01, 0.5], Gen.OneOf(Gen.Const(0.0), Gen.Double[0.01, 2])).Sample((b, first, step, over) =>
        {
            var plasma = Mammillary(b).Concentration(0, 0);
            var grid = new double[60];
            plasma.AddTo(grid, first, step, over, 1);
            for (var t = 0; t < grid.Length; t++)
                Assert.Equal(plasma.AfterInfusion(first + t * step, over), grid[t], 1e-12);
        });
}

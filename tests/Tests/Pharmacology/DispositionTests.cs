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

    [Fact]
    public void Three_compartments_in_closed_form_are_those_of_the_general_way() => Bodies.Sample(b =>
    {
        // The general way takes any exchange of flows; this order of compartments keeps it from noticing the star.
        var quick = Mammillary(b);
        var general = new Compartments([b.V1, b.V2, b.V3], [(0, 1, b.Q2), (0, 2, b.Q3)], [b.Cl, 0, 0]);
        foreach (var hours in new[] { 0.0, 0.01, 0.3, 2, 11 })
            for (var at = 0; at < 3; at++)
                Assert.Equal(general.Amount(at, 0).AfterBolus(hours), quick.Amount(at, 0).AfterBolus(hours), 1e-11);
    });

    [Fact]
    public void Outer_compartments_that_eliminate_too_are_those_of_the_general_way() =>
        Gen.Select(Bodies, Gen.Double[0, 300], Gen.Double[1, 200], Gen.Double[5, 300]).Sample((b, clearance, q4, v4) =>
        {
            // As a body with its liver: four compartments, one of them outside of the middle eliminating.
            var quick = Compartments.Around(0, b.V1, (b.Q2, b.V2, b.Cl), (b.Q3, b.V3, 0), (q4, v4, clearance));
            var general = new Compartments([b.V1, b.V2, b.V3, v4], [(0, 1, b.Q2), (0, 2, b.Q3), (0, 3, q4)], [0, b.Cl, 0, clearance]);
            foreach (var hours in new[] { 0.0, 0.01, 0.3, 2, 11 })
                for (var at = 0; at < 4; at++)
                    for (var into = 0; into < 4; into++)
                        Assert.Equal(general.Amount(at, into).AfterBolus(hours), quick.Amount(at, into).AfterBolus(hours), 1e-10);
        });

    [Fact]
    public void Two_compartments_that_return_at_the_same_rate_are_no_exception() =>
        Gen.Select(Bodies, Gen.OneOf(Gen.Const(0.0), Gen.Double[-1e-5, 1e-5])).Sample((b, off) =>
        {
            // Q/V the same for both, or nearly.
            var twin = b with { V3 = b.Q3 / (b.Q2 / b.V2) * (1 + off) };
            var body = Mammillary(twin);
            Assert.Equal(1, Enumerable.Range(0, 3).Sum(i => body.Amount(i, 0).AfterBolus(1)) + twin.Cl * body.Concentration(0, 0).AreaAfterBolus(1), 9);
            var together = Compartments.Mammillary(b.Cl, b.V1, (b.Q2 + b.Q3, b.V2 + b.Q3 / (b.Q2 / b.V2))).Concentration(0, 0);
            Assert.Equal(1, body.Concentration(0, 0).AfterBolus(1) / together.AfterBolus(1), off == 0 ? 1e-9 : 1e-4);
        });

    [Fact]
    public void Stages_whose_rates_coincide_with_those_of_the_body_agree_with_small_steps_to_eight_digits() =>
        Gen.Select(Bodies, Gen.Double[0.1, 1.5], Gen.Double[0.3, 6], Gen.Int[0, 2]).Sample((b, over, hours, which) =>
        {
            // Absorption at exactly one of the body's own exponents.
            var body = Mammillary(b);
            var ka = body.Exponents[which];
            var plasma = body.Concentration(0, 0).Behind(ka);
            var y = new double[4];
            AdaptiveSolver.Derivatives Rates(double input) => (_, s, d) =>
            {
                d[0] = input - ka * s[0];
                d[1] = ka * s[0] - (b.Cl + b.Q2 + b.Q3) / b.V1 * s[1] + b.Q2 / b.V2 * s[2] + b.Q3 / b.V3 * s[3];
                d[2] = b.Q2 / b.V1 * s[1] - b.Q2 / b.V2 * s[2];
                d[3] = b.Q3 / b.V1 * s[1] - b.Q3 / b.V3 * s[3];
            };
            AdaptiveSolver.Advance(Rates(1 / over), 0, over, y, 1e-11, 1e-14);
            AdaptiveSolver.Advance(Rates(0), over, over + hours, y, 1e-11, 1e-14);
            Assert.Equal(1, plasma.AfterInfusion(over + hours, over) / (y[1] / b.V1), 2e-8);
        }, iter: 40);

    [Fact]
    public void A_slow_dose_into_a_path_that_is_itself_slow_is_the_sum_of_many_short_ones() =>
        Gen.Select(Bodies, Gen.Double[0.1, 2], Gen.Double[0.1, 2], Gen.Double[0.2, 5]).Sample((b, over, evenly, hours) =>
        {
            var plasma = Mammillary(b).Concentration(0, 0).Behind(3);
            const int pieces = 2000;
            var sum = 0.0;
            for (var k = 0; k < pieces; k++) sum += plasma.AfterInfusion(hours - (k + 0.5) * over / pieces, evenly) / pieces;
            Assert.Equal(sum, plasma.AfterInfusion(hours, over, evenly), 1e-5 * Math.Max(sum, 1e-4));
        }, iter: 30);

    [Fact]
    public void Metabolite_formed_is_parent_lost_to_the_last_milligram() =>
        Gen.Select(Bodies, Gen.Double[5, 100], Gen.Double[5, 200]).Sample((b, clearance, volume) =>
        {
            // Everything eliminated becomes the metabolite, which leaves by its own clearance: the areas say so.
            var parent = Mammillary(b).Concentration(0, 0);
            var metabolite = parent.Times(b.Cl).Convolved(Compartments.Mammillary(clearance, volume).Concentration(0, 0));
            Assert.Equal(1, metabolite.Area * clearance, 8);
        });

    [Fact]
    public void A_rate_of_absorption_is_found_for_any_peak_there_can_be() => Gen.Select(Bodies, Gen.Double[0.05, 1.5]).Sample((b, peakH) =>
    {
        var plasma = Mammillary(b).Concentration(0, 0);
        var taken = plasma.Behind(Absorption.RateForPeak(plasma, peakH));
        Assert.True(taken.AfterBolus(peakH) >= taken.AfterBolus(peakH * 0.98) && taken.AfterBolus(peakH) >= taken.AfterBolus(peakH * 1.02));
    });
}

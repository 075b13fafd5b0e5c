using Afterglow.Chairside.Simulator;
using Afterglow.Core;
using Afterglow.Core.Pharmacology;
using Afterglow.Core.Units;

namespace Afterglow.Tests.Chairside;

public sealed class TheSimulator
{
    private static readonly BodyWeight Weight = BodyWeight.FromKilograms(75);

    [Fact]
    public void A_dose_stands_in_milligrams_and_by_weight_whatever_it_was_typed_in()
    {
        Assert.Equal("37.5 mg (0.5 mg/kg)", SimulatorWords.Dose(Regimen.Infusion.Amount(Weight), Weight));
        var inMilligrams = Regimen.Infusion.In(DoseUnit.Milligrams, Weight);
        Assert.Equal(37.5m, inMilligrams.Dose);
        Assert.Equal(Regimen.Infusion, inMilligrams.In(DoseUnit.MilligramsPerKilogram, Weight));
    }

    [Fact]
    public void Nasal_esketamine_comes_in_devices_five_minutes_apart_whoever_takes_it()
    {
        var doses = (Regimen.Spray with { Dose = 3 }).SessionDoses(new Body(BodyWeight.FromKilograms(120)));
        Assert.Equal([28m, 28m, 28m], doses.Select(dose => dose.Amount.Milligrams));
        Assert.Equal([0, 5, 10], doses.Select(dose => Math.Round(dose.AtH * 60, 9)));
        Assert.Equal([0, 1, 2], doses.Select(dose => dose.Order));
    }

    [Fact]
    public void Another_compound_or_route_keeps_what_can_be_kept_and_never_asks_for_what_no_model_covers()
    {
        foreach (var compound in Regimen.Compounds)
        {
            foreach (var by in Enum.GetValues<GivenBy>().Where(by => DrugLibrary.For(Compound.RacemicKetamine, by) is not null))
            {
                var taken = Regimen.Infusion.GivenAs(by).Taking(compound);
                Assert.Contains(taken.By, Regimen.WaysOf(compound));
                Assert.Equal(taken.InDevices, taken.Unit == DoseUnit.Devices);
                Assert.Equal(compound, taken.Model.Compound);
                // And back: what is left is a dose by weight, not a number of devices.
                Assert.NotEqual(DoseUnit.Devices, taken.Taking(Compound.RacemicKetamine).Unit);
            }
        }
        Assert.Equal(2, Regimen.Infusion.Taking(Compound.Esketamine).GivenAs(GivenBy.Nose).Dose);
    }

    [Fact]
    public void Every_session_of_a_course_is_dosed()
    {
        var doses = (Regimen.Spray with { Sessions = 4, EveryDays = 3.5m }).AllDoses(new Body(Weight));
        Assert.Equal([0, 0, 84, 84, 168, 168, 252, 252], doses.Select(dose => Math.Floor(dose.AtH)));
    }

    [Fact]
    public void The_shaded_ranges_say_where_they_were_read_and_an_antidepressant_threshold_is_not_among_them()
    {
        Assert.All(ShadedRange.Plasma, range => Assert.NotEmpty(range.Source.Citation));
        Assert.Equal((1200, 2400), ShadedRange.Plasma.Where(range => range.Kind == "anaesthetic").Select(range => (range.From, range.To)).Single());
        Assert.Contains("not what is needed", ShadedRange.Plasma.Single(range => range.Kind == "sub").Note, StringComparison.Ordinal);
    }

    [Fact]
    public void A_guess_is_called_assumed() => Assert.Equal("assumed", SimulatorWords.Standing(Source.Assumed("nobody knows")));

    [Fact]
    public void A_curve_runs_from_one_edge_of_its_chart_to_the_other()
    {
        var axis = Axis.Linear(80, "ng/mL", 100);
        Assert.Equal("M0 1000L1000 500L2000 0", CurvePath.Line(CurvePath.Even(3), [0, 50, 100], axis));
        Assert.Equal("M0 800L2000 600L2000 900L0 1000Z", CurvePath.Band(CurvePath.Even(2), [0, 10], [20, 40], axis));
        Assert.Equal("", CurvePath.Line(CurvePath.Even(3), [], axis));
    }

    [Fact]
    public void What_is_off_the_axis_leaves_the_chart_and_not_the_page()
    {
        var axis = Axis.Logarithmic(10, 1000, "ng/mL", 10, 100, 1000);
        Assert.Equal((1000, 500, 0), (axis.At(10), axis.At(100), axis.At(1000)));
        Assert.Equal(1040, axis.At(0));
        Assert.Equal(1040, axis.At(-3));
        Assert.Equal(-40, axis.At(1e9));
    }

    [Fact]
    public void An_axis_holds_what_is_drawn_and_keeps_still_while_little_changes()
    {
        foreach (var most in new[] { 1.0, 39, 40, 41, 79.9, 80, 81, 500 })
        {
            var axis = Axis.Linear(most, "mmHg", 40, 80);
            Assert.True(axis.Most >= most);
            Assert.Equal(axis.Most, axis.Ticks[^1]);
        }
        Assert.Equal(Axis.Linear(41, "mmHg", 40, 80).Most, Axis.Linear(79, "mmHg", 40, 80).Most);
    }
}

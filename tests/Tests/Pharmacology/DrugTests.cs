using Afterglow.Core;
using Afterglow.Core.Pharmacology;
using Afterglow.Core.Pharmacology.Drugs;
using Afterglow.Core.Units;

namespace Afterglow.Tests.Pharmacology;

/// <summary>The models against published values; the constants of the models are not repeated here.</summary>
public class DrugTests
{
    private static readonly Body Seventy = new(BodyWeight.FromKilograms(70));

    private static readonly double[] Minutes = [.. Enumerable.Range(0, 24 * 60 + 1).Select(minute => minute / 60.0)];

    private static GivenDose Vein(decimal mg, double overMin) => new(Mass.FromMilligrams(mg), GivenBy.Vein, 0, overMin / 60);

    private static double[] Curve(DrugModel model, Analyte analyte, params GivenDose[] doses) =>
        Simulation.Typical(model, Seventy, analyte, doses, Minutes);

    private static IReadOnlyList<GivenDose> Devices(int count) =>
        [.. Enumerable.Range(0, count).Select(order => new GivenDose(Mass.FromMilligrams(28), GivenBy.Nose, 0, 0, order))];

    [Fact]
    public void Simons_reproduces_the_peaks_that_were_measured_after_20_mg_over_20_minutes()
    {
        // Observed on two visits: 273 (259–287) and 260 (251–269) ng/mL.
        var peak = Curve(Simons2022.Model, Analyte.SKetamine, Vein(20, 20)).Max();
        Assert.InRange(peak, 251, 287);
    }

    [Theory]
    [InlineData(1, 43.9, 147)]
    [InlineData(2, 73.0, 254)]
    [InlineData(3, 102.2, 361)]
    public void Nasal_esketamine_reaches_the_peak_and_area_worked_out_from_the_published_table(int devices, double peak, double area)
    {
        var curve = Simulation.Typical(PerezRuixo2021.Model, Seventy, Analyte.SKetamine, Devices(devices), Minutes);
        Assert.Equal(peak, curve.Max(), 0.3);
        Assert.Equal(area, curve.Sum() / 60, 1.5);
    }

    [Theory]
    [InlineData(2, 0.54)]
    [InlineData(3, 0.51)]
    public void Nasal_bioavailability_is_the_published_one(int devices, double published)
    {
        var model = PerezRuixo2021.Model.Typical(Seventy);
        var vein = model.Of(Analyte.SKetamine, GivenBy.Vein)[0].Response.Area;
        var sprayed = Enumerable.Range(0, devices).Sum(order =>
            model.Of(Analyte.SKetamine, GivenBy.Nose, order).Sum(path => path.Fraction * path.Response.Area)) / devices;
        Assert.Equal(published, sprayed / vein, 0.015);
    }

    [Fact]
    public void Nasal_esketamine_does_not_depend_on_body_weight()
    {
        var heavy = new Body(BodyWeight.FromKilograms(130));
        Assert.Equal(
            Simulation.Typical(PerezRuixo2021.Model, Seventy, Analyte.SKetamine, Devices(2), Minutes),
            Simulation.Typical(PerezRuixo2021.Model, heavy, Analyte.SKetamine, Devices(2), Minutes));
    }

    [Fact]
    public void The_racemate_over_40_minutes_reaches_the_usual_venous_peak_where_Domino_overshoots_it()
    {
        // About 185 ng/mL is measured (Zanos 2018, table 1).
        var dose = Vein(35, 40);
        Assert.InRange(Curve(Racemate.Model, Analyte.Ketamine, dose)[40], 185 * 0.8, 185 * 1.2);
        Assert.True(Curve(Domino1984.Model, Analyte.Ketamine, dose)[40] > 185 * 1.2);
    }

    [Fact]
    public void An_arterial_model_stands_well_above_a_venous_one_at_the_end_of_an_infusion_and_below_it_after()
    {
        var arterial = Curve(Simons2022.Model, Analyte.SKetamine, Vein(17.5m, 40));
        var venous = Curve(Otto2021.Model, Analyte.SKetamine, Vein(17.5m, 40));
        Assert.True(arterial[40] > 1.5 * venous[40]);
        Assert.True(arterial[90] < venous[90]);
    }

    [Theory]
    [InlineData(GivenBy.Muscle, 0.93, 5, 30)]
    [InlineData(GivenBy.UnderTongue, 0.29, 15, 60)]
    [InlineData(GivenBy.Mouth, 0.20, 20, 120)]
    [InlineData(GivenBy.Rectum, 0.30, 20, 75)]
    public void Each_way_of_giving_has_its_published_share_and_peaks_when_it_should(GivenBy by, double share, double earliestMin, double latestMin)
    {
        var model = Racemate.Model.Typical(Seventy);
        var reached = model.Of(Analyte.Ketamine, by).Sum(path => path.Fraction * path.Response.Area) / model.Of(Analyte.Ketamine, GivenBy.Vein)[0].Response.Area;
        Assert.Equal(share, reached, 0.01);
        var curve = Curve(Racemate.Model, Analyte.Ketamine, new GivenDose(Mass.FromMilligrams(35), by, 0));
        Assert.InRange(Array.IndexOf(curve, curve.Max()), earliestMin, latestMin);
    }

    [Fact]
    public void S_ketamine_leaves_faster_than_R_ketamine()
    {
        var s = Racemate.Model.Typical(Seventy).Of(Analyte.SKetamine, GivenBy.Vein)[0].Response;
        var r = Racemate.Model.Typical(Seventy).Of(Analyte.RKetamine, GivenBy.Vein)[0].Response;
        // Henthorn 2018 and Wang 2019 both: about 16 % faster.
        Assert.Equal(1.16, r.Area / s.Area, 0.04);
    }

    [Fact]
    public void Concentrations_double_with_the_dose_and_add_up_over_doses()
    {
        var once = Curve(Racemate.Model, Analyte.Ketamine, Vein(35, 40));
        var twice = Curve(Racemate.Model, Analyte.Ketamine, Vein(70, 40));
        var both = Curve(Racemate.Model, Analyte.Ketamine, Vein(35, 40), Vein(35, 40));
        for (var t = 0; t < once.Length; t++)
        {
            Assert.Equal(2 * once[t], twice[t], 9);
            Assert.Equal(twice[t], both[t], 9);
        }
    }

    [Fact]
    public void Every_model_says_where_its_numbers_come_from_and_marks_the_assumed_ones()
    {
        foreach (var model in DrugLibrary.All)
        {
            Assert.NotEmpty(model.Caution);
            Assert.NotEmpty(model.Source.Citation);
            Assert.All(model.Parameters, parameter => Assert.NotEmpty(parameter.Source.Citation));
            Assert.Equal("human", model.Species);
        }
        // Rates of absorption of the racemate were never published: none of them may pass as a fact.
        Assert.All(Racemate.Model.Parameters.Where(parameter => parameter.Symbol.StartsWith("ka", StringComparison.Ordinal)),
            parameter => Assert.Equal(Confidence.Assumed, parameter.Source.Confidence));
    }

    [Fact]
    public void A_seed_gives_the_same_people_on_every_machine()
    {
        // Written down once; a change of these numbers is a change of every virtual trial ever run.
        Assert.Equal(0.99190442, RandomNumbers.Uniform(1, 2, 3, 4), 8);
        var band = Simulation.Population(Racemate.Model, Seventy, Analyte.Ketamine, [Vein(35, 40)], [2.0 / 3], 500, 1);
        Assert.Equal([116.4, 160.8, 206.6], [Math.Round(band.Low[0], 1), Math.Round(band.Median[0], 1), Math.Round(band.High[0], 1)]);
    }

    [Fact]
    public void The_spread_between_virtual_people_is_the_published_spread()
    {
        var clearances = Enumerable.Range(0, 4000).Select(person =>
            Math.Log(1 / Otto2021.Model.Virtual(Seventy, 7, person).Of(Analyte.SKetamine, GivenBy.Vein)[0].Response.Area)).ToList();
        var mean = clearances.Average();
        var deviation = Math.Sqrt(clearances.Sum(each => (each - mean) * (each - mean)) / (clearances.Count - 1));
        // Otto 2021: 16.2 % between subjects.
        Assert.Equal(0.162, deviation, 0.01);
        Assert.Equal(Math.Log(95.2), mean, 0.01);
    }
}

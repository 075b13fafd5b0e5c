using Afterglow.Core;
using Afterglow.Core.Pharmacology;
using Afterglow.Core.Units;
using CsCheck;
using static Afterglow.Tests.Pharmacology.Grid;

namespace Afterglow.Tests.Pharmacology;

/// <summary>What holds for every model there is, the next one too; and what one model promises.</summary>
public class DrugTests
{
    public static TheoryData<string> Ids => [.. DrugLibrary.All.Select(model => model.Id)];

    private static readonly Gen<(double Kg, double Years, ulong Seed, int Person)> People =
        Gen.Select(Gen.Double[40, 150], Gen.Double[18, 90], Gen.ULong, Gen.Int[0, 100_000]);

    private static Body BodyOf(double kg, double years) => new(BodyWeight.FromKilograms((decimal)Math.Round(kg, 1)), years);

    [Theory]
    [MemberData(nameof(Ids))]
    public void In_anybody_no_concentration_is_below_zero_and_all_of_them_end(string id) => People.Sample((kg, years, seed, person) =>
    {
        var model = Model(id);
        var kinetics = model.Virtual(BodyOf(kg, years), seed, person);
        foreach (var analyte in model.Analytes)
            foreach (var by in model.Ways)
            {
                double[] times = [0, 0.02, 0.1, 0.5, 1, 3, 10, 40, 200];
                var curve = Simulation.Concentration(kinetics, analyte, [Dose(50, by)], times);
                // Where a metabolite starts, terms far larger than their sum cancel; 1e-8 of the peak is what the closed form promises.
                Assert.All(curve, value => Assert.True(value >= -1e-8 * curve.Max() && double.IsFinite(value), $"{id} {analyte} {by}: {value} beside a peak of {curve.Max()}"));
                Assert.True(curve[^1] < curve.Max());
            }
    }, iter: 40);

    [Theory]
    [MemberData(nameof(Ids))]
    public void In_anybody_twice_the_dose_is_twice_the_curve_and_doses_add_up(string id) => People.Sample((kg, years, seed, person) =>
    {
        var model = Model(id);
        var kinetics = model.Virtual(BodyOf(kg, years), seed, person);
        double[] times = [0.1, 0.4, 0.9, 2, 7];
        foreach (var by in model.Ways)
        {
            var over = by == GivenBy.Vein ? 40 : 0;
            var analyte = model.Analytes[0];
            double[] Of(params GivenDose[] doses) => Simulation.Concentration(kinetics, analyte, doses, times);
            var once = Of(Dose(20, by, over));
            var twice = Of(Dose(40, by, over));
            var halves = Of(Dose(20, by, over), Dose(20, by, over));
            var later = Of(Dose(20, by, over, 0.3));
            var both = Of(Dose(20, by, over), Dose(20, by, over, 0.3));
            for (var t = 0; t < times.Length; t++)
            {
                Assert.Equal(2 * once[t], twice[t], 1e-9 * (1 + twice[t]));
                Assert.Equal(twice[t], halves[t], 1e-9 * (1 + twice[t]));
                Assert.Equal(once[t] + later[t], both[t], 1e-9 * (1 + both[t]));
            }
        }
    }, iter: 25);

    [Theory]
    [MemberData(nameof(Ids))]
    public void In_anybody_an_infusion_in_pieces_is_the_infusion_and_a_pause_gives_nothing(string id)
    {
        var model = Model(id);
        if (!model.Ways.Contains(GivenBy.Vein)) return;
        People.Sample((kg, years, seed, person) =>
        {
            var kinetics = model.Virtual(BodyOf(kg, years), seed, person);
            var rate = InfusionRate.FromMilligramsPerHour(45);
            var pieces = GivenDose.AtRates(GivenBy.Vein, 0, [(rate, TimeSpan.FromMinutes(10)), (rate, TimeSpan.FromMinutes(30))]);
            var paused = GivenDose.AtRates(GivenBy.Vein, 0, [(rate, TimeSpan.FromMinutes(10)), (default, TimeSpan.FromMinutes(15)), (rate, TimeSpan.FromMinutes(30))]);
            Assert.Equal(2, paused.Count);
            double[] times = [0.2, 0.5, 1, 3];
            double[] Of(IReadOnlyList<GivenDose> doses) => Simulation.Concentration(kinetics, model.Analytes[0], doses, times);
            var whole = Of([Dose(30, GivenBy.Vein, 40)]);
            var together = Of(pieces);
            for (var t = 0; t < times.Length; t++) Assert.Equal(whole[t], together[t], 1e-9 * (1 + whole[t]));
            Assert.True(Of(paused)[1] < whole[1]);
        }, iter: 25);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void By_vein_what_is_given_is_what_is_cleared(string id)
    {
        // Mass balance where the model has a clearance of its own: dose = clearance × area.
        var model = Model(id);
        if (!model.Ways.Contains(GivenBy.Vein)) return;
        var area = model.Typical(Seventy).Of(model.Analytes[0], GivenBy.Vein).Sum(path => path.Fraction * path.Response.Area);
        Assert.InRange(1 / area, 60, 120);
    }

    [Fact]
    public void Every_model_has_its_file_and_each_way_of_giving_one_usual_model()
    {
        Assert.Equal(DrugLibrary.All.Count, DrugLibrary.All.Select(model => model.Id).Distinct().Count());
        foreach (var compound in Enum.GetValues<Compound>())
            foreach (var by in Enum.GetValues<GivenBy>())
            {
                var covering = DrugLibrary.All.Where(model => model.Compound == compound && model.Ways.Contains(by)).ToList();
                Assert.True(covering.Count == 0 || covering.Count(model => model.UsualFor.Contains(by)) == 1, $"{compound} {by}: exactly one model says it is the usual one.");
            }
        Assert.Equal("racemate", DrugLibrary.For(Compound.RacemicKetamine, GivenBy.Vein)!.Id);
        Assert.Equal("otto-2021", DrugLibrary.For(Compound.Esketamine, GivenBy.Vein)!.Id);
        Assert.Equal("perez-ruixo-2021", DrugLibrary.For(Compound.Esketamine, GivenBy.Nose)!.Id);
        Assert.Equal("simons-2022", DrugLibrary.For(Compound.Esketamine, GivenBy.UnderTongue)!.Id);
        Assert.Equal("fanta-2015", DrugLibrary.For(Compound.Esketamine, GivenBy.Mouth)!.Id);
        Assert.Equal("henthorn-2018", DrugLibrary.For(Compound.Arketamine, GivenBy.Vein)!.Id);
        // Into a vein and into the nose in one session: only one model covers both.
        Assert.Equal("perez-ruixo-2021", DrugLibrary.For(Compound.Esketamine, [GivenBy.Vein, GivenBy.Nose])!.Id);
        Assert.Null(DrugLibrary.For(Compound.Esketamine, [GivenBy.Nose, GivenBy.UnderTongue]));
    }

    [Fact]
    public void Nasal_esketamine_does_not_depend_on_body_weight()
    {
        var heavy = new Body(BodyWeight.FromKilograms(130));
        Assert.Equal(
            Simulation.Typical(Model("perez-ruixo-2021"), Seventy, Analyte.SKetamine, Devices(2), Minutes),
            Simulation.Typical(Model("perez-ruixo-2021"), heavy, Analyte.SKetamine, Devices(2), Minutes));
    }

    [Fact]
    public void The_racemate_over_40_minutes_reaches_the_usual_venous_peak_where_Domino_overshoots_it()
    {
        // About 185 ng/mL is measured (Zanos 2018, table 1).
        var dose = Dose(35, GivenBy.Vein, 40);
        Assert.InRange(Curve(Model("racemate"), Analyte.Ketamine, dose)[40], 185 * 0.8, 185 * 1.2);
        Assert.True(Curve(Model("domino-1984"), Analyte.Ketamine, dose)[40] > 185 * 1.2);
    }

    [Theory]
    [InlineData(GivenBy.Muscle, 0.93, 22)]
    [InlineData(GivenBy.UnderSkin, 0.90, 25)]
    [InlineData(GivenBy.UnderTongue, 0.29, 45)]
    [InlineData(GivenBy.Cheek, 0.29, 45)]
    [InlineData(GivenBy.Mouth, 0.17, 30)]
    [InlineData(GivenBy.Nose, 0.13, 14)]
    [InlineData(GivenBy.Rectum, 0.30, 45)]
    public void Each_way_of_giving_has_its_published_share_and_peaks_at_the_published_minute(GivenBy by, double share, int peakMin)
    {
        var model = Model("racemate").Typical(Seventy);
        var reached = model.Of(Analyte.Ketamine, by).Sum(path => path.Fraction * path.Response.Area) / model.Of(Analyte.Ketamine, GivenBy.Vein)[0].Response.Area;
        Assert.Equal(share, reached, 1e-9);
        var curve = Curve(Model("racemate"), Analyte.Ketamine, new GivenDose(Mass.FromMilligrams(35), by, 0));
        Assert.Equal(peakMin, Array.IndexOf(curve, curve.Max()));
    }

    [Fact]
    public void S_ketamine_leaves_faster_than_R_ketamine()
    {
        var s = Model("racemate").Typical(Seventy).Of(Analyte.SKetamine, GivenBy.Vein)[0].Response;
        var r = Model("racemate").Typical(Seventy).Of(Analyte.RKetamine, GivenBy.Vein)[0].Response;
        // Henthorn 2018 and Wang 2019 both: about 16 % faster.
        Assert.Equal(1.16, r.Area / s.Area, 0.04);
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
        // Rates of absorption of the racemate were never published: each says so, and is no surer than the peak it comes from.
        var rates = Model("racemate").Parameters.Where(parameter => parameter.Symbol.StartsWith("ka", StringComparison.Ordinal)).ToList();
        Assert.Equal(7, rates.Count);
        Assert.All(rates, rate =>
        {
            Assert.StartsWith("no rate is published", rate.Source.Citation, StringComparison.Ordinal);
            Assert.Equal(Confidence.Assumed, rate.SpreadSource!.Confidence);
        });
        Assert.False(rates.Single(rate => rate.Symbol == "kasc").Source.Established);
        Assert.True(rates.Single(rate => rate.Symbol == "kasl").Source.Established);
    }

    [Fact]
    public void A_seed_gives_the_same_people_in_every_run_and_in_any_number()
    {
        var hundred = Enumerable.Range(0, 100).Select(person => Simulation.Virtual(Model("racemate"), Seventy, Analyte.Ketamine, [Dose(35, GivenBy.Vein, 40)], Minutes[..61], 1, person)).ToList();
        Assert.Equal(
            Simulation.Percentiles(hundred, Minutes[..61]).Median,
            Simulation.Population(Model("racemate"), Seventy, Analyte.Ketamine, [Dose(35, GivenBy.Vein, 40)], Minutes[..61], 100, 1).Median);
    }

    [Fact]
    public void Percentiles_are_those_of_a_plain_sort()
    {
        var curves = Enumerable.Range(0, 137).Select(person => Simulation.Virtual(Model("racemate"), Seventy, Analyte.Ketamine, [Dose(35, GivenBy.Muscle), Dose(35, GivenBy.Vein, 40, 1)], Minutes[..181], 4, person)).ToList();
        var band = Simulation.Percentiles(curves, Minutes[..181]);
        for (var t = 0; t < 181; t++)
        {
            var sorted = curves.Select(curve => curve[t]).Order().ToArray();
            // 0.05 × 136 = 6.8: between the seventh and the eighth.
            Assert.Equal(sorted[6] + 0.8 * (sorted[7] - sorted[6]), band.Low[t], 1e-9);
            Assert.Equal(sorted[68], band.Median[t], 1e-9);
            Assert.Equal(sorted[129] + 0.2 * (sorted[130] - sorted[129]), band.High[t], 1e-9);
        }
    }

    [Fact]
    public void A_volume_and_a_clearance_that_go_together_in_the_source_go_together_in_virtual_people()
    {
        // Otto 2021: covariance 0.02261 of the logarithms, variances 0.084177 and 0.026048.
        var people = Enumerable.Range(0, 6000).Select(person => Model("otto-2021").Virtual(Seventy, 11, person).Of(Analyte.SKetamine, GivenBy.Vein)[0].Response).ToList();
        var volume = people.Select(each => -Math.Log(each.AfterBolus(0))).ToArray();
        var clearance = people.Select(each => -Math.Log(each.Area)).ToArray();
        double mv = volume.Average(), mc = clearance.Average();
        Assert.Equal(0.02261, volume.Zip(clearance, (v, c) => (v - mv) * (c - mc)).Average(), 0.0025);
        Assert.Equal(0.084177, volume.Average(v => (v - mv) * (v - mv)), 0.005);
        Assert.Equal(0.026048, clearance.Average(c => (c - mc) * (c - mc)), 0.002);
    }

    [Fact]
    public void A_persons_second_day_differs_from_the_first_where_the_source_says_so_and_nowhere_else()
    {
        double Share(string id, int occasion, GivenBy by) => Model(id).Virtual(Seventy, 3, 8, occasion).Of(Analyte.SKetamine, by)[0].Fraction;
        Assert.NotEqual(Share("simons-2022", 0, GivenBy.UnderTongue), Share("simons-2022", 1, GivenBy.UnderTongue));
        Assert.Equal(Share("perez-ruixo-2021", 0, GivenBy.Nose), Share("perez-ruixo-2021", 1, GivenBy.Nose));
        // Simons 2022: 24.9 % between occasions, no spread between people.
        var shares = Enumerable.Range(0, 3000).Select(person => Math.Log(Model("simons-2022").Virtual(Seventy, 3, person).Of(Analyte.SKetamine, GivenBy.UnderTongue)[0].Fraction)).ToList();
        var mean = shares.Average();
        Assert.Equal(Math.Sqrt(0.060), Math.Sqrt(shares.Average(each => (each - mean) * (each - mean))), 0.012);
        // A course of several days draws each day anew.
        GivenDose[] days = [Dose(50, GivenBy.UnderTongue), Dose(50, GivenBy.UnderTongue, 0, 72) with { Occasion = 1 }];
        var times = Enumerable.Range(0, 800).Select(k => k * 0.2).ToArray();
        var curve = Simulation.Virtual(Model("simons-2022"), Seventy, Analyte.SKetamine, days, times, 3, 8);
        Assert.NotEqual(curve[..360].Max(), curve[360..].Max(), 1.0);
    }

    [Fact]
    public void What_is_swallowed_of_a_film_reaches_the_blood_as_norketamine_and_never_as_ketamine()
    {
        var person = Model("simons-2022").Typical(Seventy);
        Assert.Single(person.Of(Analyte.SKetamine, GivenBy.UnderTongue));
        Assert.Equal(2, person.Of(Analyte.Norketamine, GivenBy.UnderTongue).Count);
        double NorketamineOverKetamine(GivenBy by) =>
            person.Of(Analyte.Norketamine, by).Sum(path => path.Fraction * path.Response.Area) / person.Of(Analyte.SKetamine, by).Sum(path => path.Fraction * path.Response.Area);
        Assert.True(NorketamineOverKetamine(GivenBy.UnderTongue) > 3 * NorketamineOverKetamine(GivenBy.Vein));
    }

    [Fact]
    public void Age_and_descent_matter_where_a_source_found_that_they_do()
    {
        double Area(string id, Body body) => Model(id).Typical(body).Of(Analyte.SKetamine, GivenBy.Vein)[0].Response.Area;
        var old = Seventy with { AgeYears = 80 };
        Assert.True(Area("perez-ruixo-2021", old) > 1.2 * Area("perez-ruixo-2021", Seventy));
        Assert.Equal(Area("otto-2021", Seventy), Area("otto-2021", old));
        Assert.True(Area("perez-ruixo-2021", Seventy with { Descent = Descent.Asian }) > Area("perez-ruixo-2021", Seventy));
        double Nose(Descent descent) => Model("perez-ruixo-2021").Typical(Seventy with { Descent = descent }).Of(Analyte.SKetamine, GivenBy.Nose)[0].Fraction;
        Assert.Equal(1.34, Nose(Descent.Japanese) / Nose(Descent.Asian), 9);
    }

    [Fact]
    public void Racemic_doses_of_several_kinds_in_one_session_add_up()
    {
        var model = Model("racemate");
        GivenDose[] mixed = [Dose(10, GivenBy.Vein), Dose(25, GivenBy.Vein, 40, 0.1), Dose(25, GivenBy.UnderTongue, 0, 1), Dose(20, GivenBy.UnderSkin, 30, 2)];
        var together = Curve(model, Analyte.Ketamine, mixed);
        var apart = mixed.Select(dose => Curve(model, Analyte.Ketamine, dose)).ToList();
        for (var t = 0; t < together.Length; t += 7) Assert.Equal(apart.Sum(each => each[t]), together[t], 9);
    }

    [Fact]
    public void The_spread_between_virtual_people_is_the_published_spread()
    {
        var clearances = Enumerable.Range(0, 4000).Select(person =>
            Math.Log(1 / Model("otto-2021").Virtual(Seventy, 7, person).Of(Analyte.SKetamine, GivenBy.Vein)[0].Response.Area)).ToList();
        var mean = clearances.Average();
        var deviation = Math.Sqrt(clearances.Sum(each => (each - mean) * (each - mean)) / (clearances.Count - 1));
        // Otto 2021: 16.2 % between subjects.
        Assert.Equal(0.162, deviation, 0.01);
        Assert.Equal(Math.Log(95.2), mean, 0.01);
    }
}

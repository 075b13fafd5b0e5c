using Afterglow.Core.Pharmacology;
using Afterglow.Core.Pharmacology.Interactions;
using static Afterglow.Tests.Pharmacology.Grid;

namespace Afterglow.Tests.Pharmacology;

/// <summary>What other medicines do to exposure, by the way of giving it was measured by and no other.</summary>
public class OtherMedicines
{
    private static (double Area, double Peak, Taking Taking) With(string model, GivenBy by, Analyte analyte, params string[] medicines)
    {
        var taking = Taking.In(Model(model), KnownInteractions.Read(medicines).Value, [by]);
        var body = Seventy with { Taking = taking };
        var area = Model(model).Typical(body).Of(analyte, by).Sum(path => path.Fraction * path.Response.Area);
        return (area, Simulation.Typical(Model(model), body, analyte, [Dose(20, by, by == GivenBy.Vein ? 20 : 0)], Minutes).Max(), taking);
    }

    private static double Ratio(string model, GivenBy by, params string[] medicines)
    {
        var analyte = model == "racemate" ? Analyte.Ketamine : Analyte.SKetamine;
        return With(model, by, analyte, medicines).Area / With(model, by, analyte).Area;
    }

    [Theory]
    [InlineData("ticlopidine", 2.4)]
    [InlineData("clarithromycin", 2.6)]
    [InlineData("grapefruit juice", 3.0)]
    [InlineData("rifampicin", 0.14)]
    [InlineData("St John's wort", 0.42)]
    [InlineData("itraconazole", 1.0)]
    public void By_mouth_the_exposure_to_S_ketamine_changes_as_it_was_measured(string medicine, double ratio) =>
        Assert.Equal(ratio, Ratio("fanta-2015", GivenBy.Mouth, medicine), 6);

    [Fact]
    public void By_vein_only_what_was_measured_by_vein_or_as_a_half_life_counts()
    {
        Assert.Equal(0.86, Ratio("otto-2021", GivenBy.Vein, "rifampicin"), 6);
        Assert.Equal(1, Ratio("otto-2021", GivenBy.Vein, "clarithromycin"), 9);
        Assert.Contains("nobody measured it by vein", With("otto-2021", GivenBy.Vein, Analyte.SKetamine, "clarithromycin").Taking.Notes.Single(), StringComparison.Ordinal);
        // Grapefruit made the half-life 24 % longer.
        Assert.Equal(1.24, Ratio("otto-2021", GivenBy.Vein, "grapefruit juice"), 6);
    }

    [Theory]
    [InlineData("rifampicin", 0.72, 0.83)]
    [InlineData("clarithromycin", 1.04, 1.11)]
    public void After_the_spray_the_exposure_is_that_of_the_label_and_the_peak_near_it(string medicine, double area, double peak)
    {
        Assert.Equal(area, Ratio("perez-ruixo-2021", GivenBy.Nose, medicine), 4);
        var with = With("perez-ruixo-2021", GivenBy.Nose, Analyte.SKetamine, medicine).Peak / With("perez-ruixo-2021", GivenBy.Nose, Analyte.SKetamine).Peak;
        // The model was not fitted to the peak, and lets rifampicin lower it less than the label does.
        Assert.Equal(peak, with, 0.13);
    }

    [Fact]
    public void What_was_measured_with_S_ketamine_is_taken_for_the_racemate_and_that_is_said()
    {
        Assert.Equal(2.6, Ratio("racemate", GivenBy.Mouth, "clarithromycin"), 6);
        Assert.Contains("assumed", With("racemate", GivenBy.Mouth, Analyte.Ketamine, "clarithromycin").Taking.Notes.Single(), StringComparison.Ordinal);
        // Norketamine over ketamine falls, as it did (by 54 %).
        double NorketamineOverKetamine(params string[] medicines) =>
            With("racemate", GivenBy.Mouth, Analyte.Norketamine, medicines).Area / With("racemate", GivenBy.Mouth, Analyte.Ketamine, medicines).Area;
        Assert.InRange(NorketamineOverKetamine("clarithromycin") / NorketamineOverKetamine(), 0.3, 0.8);
    }

    [Fact]
    public void Never_more_than_the_whole_dose_gets_through()
    {
        var (area, _, _) = With("racemate", GivenBy.Mouth, Analyte.Ketamine, "clarithromycin", "ticlopidine", "grapefruit juice");
        var vein = With("racemate", GivenBy.Vein, Analyte.Ketamine, "grapefruit juice").Area;
        Assert.True(area <= vein * 1.000001);
    }

    [Theory]
    [InlineData("Clarithromycin 500 MG Oral Tablet", "ddi_clarithromycin")]
    [InlineData("LORazepam 1 mg", "ddi_cns_depressants")]
    [InlineData("buprenorphine / naloxone", "ddi_cns_depressants")]
    [InlineData("Vivitrol", "ddi_naltrexone")]
    [InlineData("rifampin", "ddi_rifampicin")]
    [InlineData("Benzodiazepines", "ddi_cns_depressants")]
    [InlineData("lisdexamfetamine", "ddi_psychostimulants")]
    public void A_medicine_is_found_by_any_of_its_names_as_a_chart_writes_it(string written, string id) =>
        Assert.Contains(KnownInteractions.About(written), each => each.Id == id);

    [Theory]
    [InlineData("pseudoephedrine", 1)]
    [InlineData("metformin", 0)]
    [InlineData("", 0)]
    [InlineData("codeineless", 0)]
    public void And_no_other_is_found(string written, int findings) => Assert.Equal(findings, KnownInteractions.About(written).Count);

    [Fact]
    public void Evidence_for_no_effect_stands_beside_the_rest()
    {
        Assert.True(KnownInteractions.All.Single(each => each.Id == "ddi_itraconazole").FoundNone);
        Assert.Equal(2, KnownInteractions.About("clarithromycin").Count);
        Assert.All(KnownInteractions.All, each => Assert.NotEmpty(each.Source.Citation));
        Assert.Equal(KnownInteractions.All.Count, KnownInteractions.All.Select(each => each.Id).Distinct().Count());
    }

    [Fact]
    public void A_medicine_nobody_knows_of_is_refused_with_the_list() =>
        Assert.Contains("clarithromycin", KnownInteractions.Read(["paracetamoll"]).Refusal!.Sentence, StringComparison.Ordinal);
}

using Afterglow.Core.Intake.Eligibility;
using Afterglow.Core.Intake.History;
using Afterglow.Core.Intake.Resistance;

namespace Afterglow.Tests.Intake;

/// <summary>Treatment resistance counted from what a patient tells about each antidepressant.</summary>
public sealed class HowResistant
{
    private static TreatmentResistance Of(Somebody person) => person.Assessment.Resistance;

    [Theory]
    [InlineData("sertraline", 50, 6d, "not-at-all", "yes", Judged.Yes)]
    [InlineData("Zoloft", 50, 6d, "a-little", "yes", Judged.Yes)]
    [InlineData("sertralina", 49, 6d, "not-at-all", "yes", Judged.No)]
    [InlineData("sertraline", 50, 5.9, "not-at-all", "yes", Judged.No)]
    [InlineData("sertraline", 200, 52d, "mostly", "yes", Judged.No)]
    [InlineData("sertraline", 200, 52d, "not-at-all", "no", Judged.No)]
    [InlineData("sertraline", 200, 52d, "about-half", "yes", Judged.Unknown)]
    [InlineData("sertraline", null, 52d, "not-at-all", "yes", Judged.Unknown)]
    [InlineData("sertraline", 200, null, "not-at-all", "yes", Judged.Unknown)]
    [InlineData("sertraline", 200, 52d, "not-at-all", null, Judged.Unknown)]
    [InlineData("sertraline", 20, null, "not-at-all", null, Judged.No)]
    [InlineData("amitriptyline", 75, 20d, "not-at-all", "yes", Judged.No)]
    [InlineData("something blue", 75, 20d, "not-at-all", "yes", Judged.Unknown)]
    public void A_trial_counts_when_dose_time_episode_and_failure_are_all_known(string name, int? mg, double? weeks, string helped, string? episode, Judged counts)
    {
        var trial = Assert.Single(Of(Somebody.Well().Tried(name, mg, (decimal?)weeks, helped, episode)).Trials);
        Assert.Equal(counts, trial.Counts);
        if (counts == Judged.Unknown && helped != "about-half") Assert.NotEmpty(trial.Missing);
    }

    [Fact]
    public void A_medicine_taken_now_and_then_is_no_trial() =>
        Assert.Equal(Judged.No, Of(Somebody.Well().Tried("sertraline", 100, 20, regularly: "no")).Trials[0].Adequate);

    [Fact]
    public void Two_adequate_failures_make_it_resistant_and_the_same_medicine_twice_is_one()
    {
        var twice = Somebody.Well().Tried("Zoloft", 100, 8).Tried("sertraline", 200, 12);
        Assert.Equal((1, Judged.No), (Of(twice).Counted, Of(twice).Resistant));
        var other = twice.Tried("venlafaxine", 150, 8);
        Assert.Equal((2, Judged.Yes), (Of(other).Counted, Of(other).Resistant));
    }

    [Fact]
    public void A_prescription_in_the_chart_is_a_trial_of_which_dose_and_course_are_not_known()
    {
        var resistance = Of(Somebody.Well().Medicine("Fluoxetine 25MG").Medicine("Sertraline 100MG").Tried("sertraline", 100, 8));
        Assert.Equal(2, resistance.Trials.Count);
        Assert.Equal((1, 2, Judged.Unknown), (resistance.Counted, resistance.AtMost, resistance.Resistant));
        Assert.Contains("daily dose", resistance.Trials[1].Missing);
    }

    [Fact]
    public void The_staging_adds_its_five_parts()
    {
        var person = Somebody.Well().Say("episode.duration", new Answer.Amount(18, "months")).Score("PHQ-9", 22, daysAgo: 1)
            .Tried("sertraline", 100, 8).Tried("venlafaxine", 150, 8).Tried("bupropion", 300, 8).Say("treatments", "ect").Say("ect.this-episode", "yes");
        var lithium = Guid.NewGuid();
        person.Say("added.ever", "yes").Say("added.name", new Answer.Written("Lithium"), lithium).Say("added.this-episode", new Answer.Chosen(["yes"]), lithium);
        var stage = Of(person).Stage!;
        // 13–24 months 2, severe without psychosis 4, three failures 2, augmentation 1, ECT 1: Fekadu 2009.
        Assert.Equal(["2", "4", "2", "1", "1"], stage.Parts.Select(part => part.Points));
        Assert.Equal(("10", "moderate", true), (stage.Total, stage.Band, stage.IsKnown));
        person.Say("psychosis.now", "yes");
        Assert.Equal(("11", "severe"), (Of(person).Stage!.Total, Of(person).Stage!.Band));
    }

    [Fact]
    public void What_is_not_known_makes_the_total_a_span_and_is_named()
    {
        var stage = Of(Somebody.Well().Tried("sertraline", 100, 8)).Stage!;
        // Duration 1–3, moderate 3, one failure 1, no augmentation, no ECT.
        Assert.Equal("5–7", stage.Total);
        Assert.Equal("mild to moderate", stage.Band);
        Assert.Equal(["Duration"], stage.Missing.Select(part => part.Name));
    }

    [Theory]
    [InlineData(2, "1")]
    [InlineData(3, "2")]
    [InlineData(4, "2")]
    [InlineData(5, "3")]
    [InlineData(7, "4")]
    [InlineData(10, "4")]
    [InlineData(11, "5")]
    public void Failures_are_banded_as_published(int failed, string points)
    {
        var person = Somebody.Well();
        foreach (var row in AdequacyTable.All.Take(failed)) person.Tried(row.Medicine, row.LeastMg, AdequacyTable.LeastWeeks);
        Assert.Equal(points, Of(person).Stage!.Parts.Single(part => part.Name == "Failed antidepressants").Points);
    }

    [Fact]
    public void Somebody_who_never_took_an_antidepressant_is_not_staged()
    {
        Assert.Null(Of(Somebody.Well()).Stage);
        Assert.Equal(Judged.No, Of(Somebody.Well()).Resistant);
        Assert.NotNull(Of(Somebody.Unknown).Stage);
    }

    [Fact]
    public void Every_row_of_the_table_is_an_antidepressant_of_the_list_and_every_antidepressant_has_a_row()
    {
        Assert.All(AdequacyTable.All, row => Assert.True(Medicines.Find(row.Medicine).Is(MedicineKinds.Antidepressant), row.Medicine));
        Assert.Equal(
            Medicines.All.Where(medicine => medicine.Is(MedicineKinds.Antidepressant)).Select(medicine => medicine.Name).Order(),
            AdequacyTable.All.Select(row => row.Medicine).Order());
    }
}

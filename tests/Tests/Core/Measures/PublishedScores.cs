using Afterglow.Core.Measures;

namespace Afterglow.Tests.Measures;

/// <summary>Scores that were published, or worked out by hand from the published rule.</summary>
public sealed class PublishedScores
{
    [Theory]
    [InlineData("phq9", "1 2 1 2 1 1 0 0 1", 9, "mild")] // the example of a public questionnaire generator
    [InlineData("phq9", "3 3 3 3 3 3 3 3 3", 27, "severe")]
    [InlineData("phq9", "0 0 0 0 0 0 0 0 0", 0, "minimal")]
    [InlineData("phq2", "1 2", 3, "positive: ask the PHQ-9")]
    [InlineData("gad7", "2 1 2 1 0 1 0", 7, "mild")] // the same generator
    [InlineData("gad7", "3 3 3 3 3 3 3", 21, "severe")]
    [InlineData("gad2", "2 1", 3, "positive: ask the GAD-7")]
    [InlineData("pcl5", "2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2", 40, "probable PTSD (cut 31 to 33)")]
    [InlineData("pcl5", "4 4 4 4 4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1", 35, "probable PTSD (cut 31 to 33)")]
    [InlineData("qids_sr16", "1 2 0 3 2 0 2 0 0 1 2 1 0 2 1 0", 14, "moderate")] // 3+2+2+1+2+1+0+2+1
    [InlineData("qids_sr16", "3 3 3 3 3 3 3 3 3 3 3 3 3 3 3 3", 27, "very severe")]
    [InlineData("madrs", "4 4 3 3 2 3 3 4 3 2", 31, "moderate")]
    [InlineData("who5", "3 2 2 1 2", 40, "poor well-being")]
    [InlineData("wsas", "4 4 5 3 4", 20, "significant")]
    [InlineData("dast10", "1 1 1 0 0 0 0 0 0 0", 2, "low")] // a yes to question 3 counts nothing
    [InlineData("dast10", "1 0 0 0 0 0 0 0 0 0", 2, "low")] // a no to it counts 1
    [InlineData("auditc", "1 0 0", 1, "negative")] // the same generator
    [InlineData("auditc", "3 2 2", 7, "positive")]
    [InlineData("hamd17", "4 4 4 2 2 2 4 4 4 4 4 2 2 2 4 2 2", 52, "severe")] // 9 x 4 + 8 x 2
    [InlineData("ymrs", "4 4 4 4 8 8 4 8 8 4 4", 60, "severe")] // 4 x 8 + 7 x 4
    public void Answers_come_to_the_published_total(string id, string answers, int total, string band)
    {
        var score = Answers.The(id).Score(Answers.Read(answers)).Value;
        Assert.Equal((total, band, false), (score.Total, score.Band!.Label, score.Prorated));
    }

    [Theory]
    [InlineData("2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2", true, "10 4 14 12")]
    [InlineData("4 4 4 4 4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1", false, "20 2 7 6")] // above the cut, and clusters C, D and E are not met
    [InlineData("2 0 0 0 0 2 0 2 2 0 0 0 0 0 2 2 0 0 0 0", true, "2 2 4 4")]
    [InlineData("2 0 0 0 0 2 0 2 2 0 0 0 0 0 2 1 0 0 0 0", false, "2 2 4 3")]
    public void The_PCL_5_tells_its_clusters_and_the_pattern_of_the_diagnosis(string answers, bool met, string clusters)
    {
        var score = Answers.The("pcl5").Score(Answers.Read(answers)).Value;
        Assert.Equal(met, score.Criteria["provisional-diagnosis"]);
        Assert.Equal(clusters, $"{score.Parts["B"]} {score.Parts["C"]} {score.Parts["D"]} {score.Parts["E"]}");
    }

    [Fact]
    public void A_cluster_of_the_PCL_5_needs_all_its_items()
    {
        var score = Answers.The("pcl5").Score(Answers.Read("- 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2")).Value;
        Assert.Equal(["C", "D", "E"], score.Parts.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(40, score.Total);
    }

    [Fact]
    public void Obsessions_and_compulsions_are_also_added_up_apart()
    {
        var parts = Answers.The("ybocs").Score(Answers.Read("4 3 2 1 0 1 1 1 1 1")).Value.Parts;
        Assert.Equal((10, 5), (parts["obsessions"], parts["compulsions"]));
    }

    [Theory]
    [InlineData("phq9", "0 0 0 0 0 0 0 0 1", RiskKind.SuicidalThoughts, "death", 1)]
    [InlineData("phq9", "1 2 1 2 1 1 0 0 1", RiskKind.SuicidalThoughts, "death", 1)]
    [InlineData("phq9", "- - - - - - - - 3", RiskKind.SuicidalThoughts, "death", 3)] // too much missing for a total: the risk stands
    [InlineData("qids_sr16", "0 0 0 0 0 0 0 0 0 0 0 1 0 0 0 0", RiskKind.SuicidalThoughts, "death", 1)]
    [InlineData("madrs", "0 0 0 0 0 0 0 0 0 2", RiskKind.SuicidalThoughts, "item-10", 2)]
    [InlineData("hamd17", "0 0 1 0 0 0 0 0 0 0 0 0 0 0 0 0 0", RiskKind.SuicidalThoughts, "suicide", 1)]
    [InlineData("bprs4", "1 1 4 1", RiskKind.SuspectedPsychosis, "hallucinations", 4)]
    [InlineData("after_effects", "1 0 0 0", RiskKind.Dissociation, "unreal", 1)]
    [InlineData("after_effects", "0 1 0 0", RiskKind.SuspectedMania, "racing", 1)]
    [InlineData("after_effects", "0 0 1 -", RiskKind.SuspectedPsychosis, "voices", 1)]
    [InlineData("after_effects", "0 0 0 1", RiskKind.UrinarySymptoms, "bladder", 1)]
    public void One_answer_raises_a_risk_whatever_the_total(string id, string answers, RiskKind kind, string item, int answer)
    {
        var risk = Assert.Single(Answers.The(id).Score(Answers.Read(answers)).Value.Risks);
        Assert.Equal((kind, id, item, answer), (risk.Kind, risk.Instrument, risk.Item, risk.Value));
    }

    [Theory]
    [InlineData("phq9", "3 3 3 3 3 3 3 3 0")]
    [InlineData("phq9", "0 0 0 0 0 0 0 0 0")]
    [InlineData("madrs", "6 6 6 6 6 6 6 6 6 1")]
    [InlineData("bprs4", "3 3 3 3")]
    [InlineData("cadss", "1 1 1 1 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0")] // 4: the label counts from above 4
    [InlineData("ymrs", "4 4 4 0 0 0 0 0 0 0 0")] // 12
    public void Without_it_none_is_raised(string id, string answers) => Assert.Empty(Answers.The(id).Score(Answers.Read(answers)).Value.Risks);

    [Theory]
    [InlineData("ymrs", 13, RiskKind.SuspectedMania)]
    [InlineData("bpicss", 19, RiskKind.UrinarySymptoms)]
    [InlineData("auditc", 4, RiskKind.HarmfulDrinking)]
    [InlineData("dast10", 3, RiskKind.HarmfulDrugUse)]
    [InlineData("cadss", 5, RiskKind.Dissociation)]
    public void A_total_raises_a_risk_from_its_cut_on(string id, int cut, RiskKind kind)
    {
        var instrument = Answers.The(id);
        Assert.Equal(kind, Assert.Single(instrument.Score(instrument.ComingTo(cut)).Value.Risks).Kind);
        Assert.Empty(instrument.Score(instrument.ComingTo(cut - 1)).Value.Risks);
    }

    [Fact]
    public void A_total_that_is_past_the_cut_already_does_not_wait_for_the_last_answer()
    {
        var score = Answers.The("ymrs").Score(Answers.Read("4 4 4 4 - - - - - - -")).Value;
        Assert.Null(score.Total);
        Assert.Equal(RiskKind.SuspectedMania, Assert.Single(score.Risks).Kind);
    }

    // Yes is 1, no is 0. The last answer: was it within three months?
    [Theory]
    [InlineData("0 0 - - - 0 -", "none", null)]
    [InlineData("1 0 - - - 0 -", "low", Urgency.Soon)]
    [InlineData("0 1 0 0 0 0 -", "low", Urgency.Soon)]
    [InlineData("1 1 1 0 0 0 -", "moderate", Urgency.Today)]
    [InlineData("0 0 - - - 1 0", "moderate", Urgency.Today)]
    [InlineData("0 0 - - - 1 1", "high", Urgency.Now)]
    [InlineData("1 1 0 1 0 0 -", "high", Urgency.Now)]
    [InlineData("1 1 1 1 1 1 1", "high", Urgency.Now)]
    [InlineData("1 1 0 0 1 - -", "high", Urgency.Now)] // high is high whatever was left open
    public void The_answer_of_the_highest_risk_decides_the_C_SSRS(string answers, string level, Urgency? urgency)
    {
        var score = Answers.The("cssrs_screener").Score(Answers.Read(answers)).Value;
        Assert.Equal(level, score.Band?.Key);
        Assert.Null(score.Total);
        Assert.Equal(urgency, score.Risks.Count == 0 ? null : score.Risks[0].Urgency);
        Assert.All(score.Risks, risk => Assert.Equal(RiskKind.PositiveSuicideScreen, risk.Kind));
    }

    [Theory]
    [InlineData("- - - - - - -", 6, false)]
    [InlineData("- 0 - - - 0 -", 1, false)]
    [InlineData("0 - - - - 0 -", 4, false)]
    [InlineData("0 1 0 - 0 0 -", 1, true)]
    [InlineData("0 0 - - - - -", 1, false)]
    [InlineData("0 0 - - - 1 -", 1, true)] // when it was, is not known: it could be high
    public void A_C_SSRS_that_is_not_finished_clears_nobody(string answers, int missing, bool positive)
    {
        var score = Answers.The("cssrs_screener").Score(Answers.Read(answers)).Value;
        Assert.Equal((null, missing), (score.Band, score.Missing));
        Assert.NotNull(score.Because);
        Assert.Contains(score.Risks, risk => risk.Kind == RiskKind.UnfinishedSuicideScreen);
        Assert.Equal(positive, score.Risks.Any(risk => risk.Kind == RiskKind.PositiveSuicideScreen));
    }

    [Theory]
    [InlineData("0 0 0 0 -", "negative", null, 0)]
    [InlineData("0 0 0 0 0", "negative", null, 0)]
    [InlineData("0 1 0 0 0", "non-acute", Urgency.Today, 0)]
    [InlineData("1 0 0 0 1", "acute", Urgency.Now, 0)]
    [InlineData("0 0 0 1 0", "non-acute", Urgency.Today, 0)]
    [InlineData("0 0 0 0 1", "acute", Urgency.Now, 0)]
    [InlineData("0 - 0 0 0", "non-acute", Urgency.Today, 1)] // a refusal counts as a yes
    [InlineData("0 1 0 0 -", "acute", Urgency.Now, 1)] // and so to the fifth
    [InlineData("- - - - -", "acute", Urgency.Now, 5)]
    public void The_ASQ_tells_acute_from_not_acute(string answers, string band, Urgency? urgency, int missing)
    {
        var score = Answers.The("asq").Score(Answers.Read(answers)).Value;
        Assert.Equal((band, missing), (score.Band!.Key, score.Missing));
        Assert.Equal(urgency, score.Risks.Count == 0 ? null : Assert.Single(score.Risks).Urgency);
    }

    [Theory]
    [InlineData("madrs", 31, 12, Benefit.Response)] // -61 %; remission by the cut of 12, not by that of 10
    [InlineData("madrs", 31, 10, Benefit.Remission)]
    [InlineData("phq9", 18, 9, Benefit.Response)]
    [InlineData("phq9", 18, 10, Benefit.Some)]
    [InlineData("gad7", 15, 4, Benefit.Remission)]
    [InlineData("hamd17", 24, 7, Benefit.Remission)]
    [InlineData("wsas", 30, 22, Benefit.Response)]
    [InlineData("wsas", 30, 23, Benefit.Some)]
    [InlineData("who5", 28, 38, Benefit.Response)]
    [InlineData("ymrs", 20, 10, Benefit.Remission)]
    [InlineData("mood", 3, 3, Benefit.None)]
    [InlineData("mood", 3, 4, Benefit.Some)]
    public void A_change_is_judged_by_the_instruments_own_rule(string id, int from, int now, Benefit benefit) => Assert.Equal(benefit, Answers.The(id).Judge(from, now));

    [Theory]
    [InlineData("phq9", 10, 14, false)]
    [InlineData("phq9", 10, 15, true)]
    [InlineData("who5", 60, 44, false)]
    [InlineData("who5", 60, 40, true)]
    [InlineData("mood", 5, 1, false)] // no threshold hangs on it
    public void A_steep_worsening_is_noticed(string id, int before, int now, bool steep) =>
        Assert.Equal(steep, Answers.The(id).SteepWorsening(before, now)?.Kind == RiskKind.SteepWorsening);
}

using System.Globalization;
using Afterglow.Core;
using Afterglow.Core.Measures;

namespace Afterglow.Tests.Measures;

/// <summary>What each instrument counts, as published: its questions, its lowest and highest total, its bands, what a missing answer does.</summary>
public sealed class EveryInstrument
{
    // Questions, lowest and highest total, bands, and how many missing answers still leave a total.
    private static readonly (string Id, int Items, int Low, int High, string Bands, int MayMiss)[] Summed =
    [
        ("phq9", 9, 0, 27, "0-4 minimal; 5-9 mild; 10-14 moderate; 15-19 moderately severe; 20-27 severe", 2),
        ("phq2", 2, 0, 6, "0-2 negative; 3-6 positive: ask the PHQ-9", 0),
        ("gad7", 7, 0, 21, "0-4 minimal; 5-9 mild; 10-14 moderate; 15-21 severe", 2),
        ("gad2", 2, 0, 6, "0-2 negative; 3-6 positive: ask the GAD-7", 0),
        ("pcl5", 20, 0, 80, "0-30 below the provisional cut; 31-80 probable PTSD (cut 31 to 33)", 4),
        ("qids_sr16", 16, 0, 27, "0-5 none; 6-10 mild; 11-15 moderate; 16-20 severe; 21-27 very severe", -1),
        ("madrs", 10, 0, 60, "0-6 normal; 7-19 mild; 20-34 moderate; 35-60 severe", 1),
        ("hamd17", 17, 0, 52, "0-7 none; 8-16 mild; 17-23 moderate; 24-52 severe", 0),
        ("ybocs", 10, 0, 40, "0-7 subclinical; 8-15 mild; 16-23 moderate; 24-31 severe; 32-40 extreme", 0),
        ("who5", 5, 0, 100, "0-28 likely depression; 32-48 poor well-being; 52-100 adequate well-being", 0),
        ("wsas", 5, 0, 40, "0-9 subclinical; 10-20 significant; 21-40 moderately severe or worse", -1),
        ("auditc", 3, 0, 12, "0-2 negative; 3-3 positive for women, negative for men; 4-12 positive", -1),
        ("dast10", 10, 0, 10, "0-0 none; 1-2 low; 3-5 moderate; 6-8 substantial; 9-10 severe", 0),
        ("cadss", 23, 0, 92, "", 0),
        ("cadss6", 6, 0, 24, "", 0),
        ("bprs4", 4, 4, 28, "", 0),
        ("ymrs", 11, 0, 60, "0-12 none, or remission; 13-19 mild; 20-25 moderate; 26-60 severe", 0),
        ("moaas", 1, 0, 5, "0-0 unresponsive; 1-2 deep; 3-4 mild to moderate; 5-5 alert", 0),
        ("bpicss", 8, 0, 38, "0-18 below the cut; 19-38 bladder pain syndrome likely", 0),
        ("mood", 1, 1, 5, "", 0),
        ("after_effects", 4, 0, 4, "", 0),
    ];

    public static TheoryData<string> Ids => [.. Instruments.All.Select(instrument => instrument.Id)];

    public static TheoryData<string> SummedIds => [.. Summed.Select(row => row.Id)];

    [Fact]
    public void The_table_names_every_instrument_there_is() =>
        Assert.Equal([.. Summed.Select(row => row.Id).Concat(["asq", "cssrs_screener"]).Order(StringComparer.Ordinal)], Instruments.All.Select(instrument => instrument.Id).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(SummedIds))]
    public void It_counts_from_its_lowest_to_its_highest_total(string id)
    {
        var (_, items, low, high, _, _) = Summed.Single(row => row.Id == id);
        var instrument = Answers.The(id);
        Assert.Equal(items, instrument.Items.Count);
        Assert.Equal((low, high), instrument.Total);
        Assert.Equal(low, instrument.Score(instrument.Each(item => item.Reversed ? item.High : item.Low)).Value.Total);
        Assert.Equal(high, instrument.Score(instrument.Each(item => item.Reversed ? item.Low : item.High)).Value.Total);
    }

    [Theory]
    [MemberData(nameof(SummedIds))]
    public void Each_band_begins_and_ends_where_it_should(string id)
    {
        var instrument = Answers.The(id);
        var bands = Summed.Single(row => row.Id == id).Bands.Split("; ", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(bands.Length, instrument.Bands.Count);
        foreach (var band in bands)
        {
            var (edges, label) = (band[..band.IndexOf(' ', StringComparison.Ordinal)].Split('-'), band[(band.IndexOf(' ', StringComparison.Ordinal) + 1)..]);
            foreach (var edge in edges.Select(text => int.Parse(text, CultureInfo.InvariantCulture)))
            {
                var score = instrument.Score(instrument.ComingTo(edge)).Value;
                Assert.Equal((edge, label), (score.Total, score.Band?.Label));
                Assert.False(score.Prorated);
            }
        }
        // No total falls between two bands.
        if (bands.Length > 0)
            Assert.All(Enumerable.Range(instrument.Total!.Value.Low, instrument.Total.Value.High - instrument.Total.Value.Low + 1), total => Assert.NotNull(instrument.BandOf(total)));
    }

    [Theory]
    [MemberData(nameof(SummedIds))]
    public void With_more_answers_missing_than_its_rule_allows_there_is_no_total_and_it_says_so(string id)
    {
        var (instrument, may) = (Answers.The(id), Summed.Single(row => row.Id == id).MayMiss);
        if (may < 0) return; // a rule of its own, below
        for (var missing = 0; missing <= instrument.Items.Count; missing++)
        {
            var score = instrument.Score([.. instrument.Items.Select((item, place) => place < missing ? null : (int?)item.High)]).Value;
            Assert.Equal(missing, score.Missing);
            Assert.Equal(missing <= may, score.Total is not null);
            Assert.Equal(missing > 0 && missing <= may, score.Prorated);
            Assert.Equal(score.Total is null, score.Because is not null);
            if (instrument.Bands.Count > 0) Assert.Equal(score.Total is null, score.Band is null);
        }
    }

    [Theory]
    [InlineData("phq9", "2 2 - 2 1 1 0 1 0", 10)] // 9 over 8 questions: 10.125
    [InlineData("phq9", "- 3 3 3 3 3 3 3 3", 27)]
    [InlineData("phq9", "- - 1 0 0 0 0 0 0", 1)] // 9/7
    [InlineData("gad7", "1 1 1 - 1 0 0", 5)] // 4 over 6: 4.67
    [InlineData("gad7", "- - 3 3 3 3 3", 21)]
    [InlineData("madrs", "- 3 3 3 3 3 3 3 3 4", 31)] // 28 over 9: 31.1
    [InlineData("pcl5", "- - - - 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1", 20)]
    [InlineData("wsas", "- 4 5 3 5", 21)] // 17 over 4: 21.25
    public void The_mean_of_the_others_stands_in_for_a_missing_answer(string id, string answers, int total)
    {
        var score = Answers.The(id).Score(Answers.Read(answers)).Value;
        Assert.Equal((total, true), (score.Total, score.Prorated));
    }

    [Theory]
    [InlineData("4 - 5 3 5")]
    [InlineData("- - 5 3 5")]
    [InlineData("- - - - -")]
    public void Only_the_question_on_work_may_be_left_out_of_the_WSAS(string answers) => Assert.Null(Answers.The("wsas").Score(Answers.Read(answers)).Value.Total);

    [Theory]
    [InlineData("0 - -", 0, 0)] // who never drinks is not asked how much
    [InlineData("1 - -", null, 2)]
    [InlineData("- 0 0", null, 1)]
    [InlineData("2 1 -", null, 1)]
    public void Who_never_drinks_needs_no_more_answers(string answers, int? total, int missing)
    {
        var score = Answers.The("auditc").Score(Answers.Read(answers)).Value;
        Assert.Equal((total, missing, false), (score.Total, score.Missing, score.Prorated));
    }

    [Theory]
    [InlineData("1 - - - 2 - 0 2 - 1 2 1 0 2 1 -", 12, 0)] // a domain counts with what was answered of it
    [InlineData("- - - - 2 - 0 2 - 1 2 1 0 2 1 -", null, 1)] // nothing on sleep
    [InlineData("1 1 1 1 - 1 - 1 - 1 1 1 1 1 - -", null, 2)]
    public void A_domain_of_the_QIDS_counts_with_what_there_is(string answers, int? total, int missing)
    {
        var score = Answers.The("qids_sr16").Score(Answers.Read(answers)).Value;
        Assert.Equal((total, missing), (score.Total, score.Missing));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void An_answer_the_question_does_not_have_is_refused_in_a_sentence(string id)
    {
        var instrument = Answers.The(id);
        for (var place = 0; place < instrument.Items.Count; place++)
        {
            var answers = instrument.Each(item => item.Low);
            foreach (var wrong in new[] { instrument.Items[place].Low - 1, instrument.Items[place].High + 1, int.MaxValue, int.MinValue })
            {
                answers[place] = wrong;
                var refusal = Assert.IsType<AnswerOutOfRange>(instrument.Score(answers).Refusal);
                Assert.Equal("measure.answer-out-of-range", refusal.Code);
                Assert.StartsWith($"Question {place + 1} of {instrument.Name} is answered with", refusal.Sentence);
            }
        }
        Assert.IsType<WrongNumberOfAnswers>(instrument.Score([]).Refusal);
        Assert.IsType<WrongNumberOfAnswers>(instrument.Score([.. instrument.Each(item => item.Low), 0]).Refusal);
    }

    [Fact]
    public void Four_items_of_the_YMRS_take_even_numbers_only()
    {
        var ymrs = Answers.The("ymrs");
        Assert.Equal([5, 6, 8, 9], ymrs.Items.Index().Where(pair => pair.Item.Step == 2).Select(pair => pair.Index + 1));
        var answers = ymrs.Each(_ => 0);
        answers[4] = 3;
        Assert.Equal("Question 5 of YMRS is answered with 0, 2, 4, 6 or 8, not 3.", ymrs.Score(answers).Refusal!.Sentence);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Every_figure_says_where_it_comes_from(string id)
    {
        var instrument = Answers.The(id);
        Source?[] sources =
        [
            instrument.Source, instrument.Scoring.Source, instrument.Missing.Source, instrument.Recall.Source, instrument.ShortestInterval.Source,
            instrument.SecondsAnItem.Source, instrument.Licence.Source, instrument.Response?.Source, instrument.RemissionAt?.Source, instrument.Meaningful?.Source,
            instrument.Steep?.Source, instrument.Codes?.Source, .. instrument.Safety.Select(rule => rule.Source), .. instrument.Criteria.Select(criterion => criterion.Source),
            .. instrument.Shipped.Select(wording => wording.Source), .. instrument.Bands.Count > 0 ? [instrument.BandsFrom ?? new Source("", Confidence.Assumed)] : Array.Empty<Source>(),
        ];
        Assert.All(sources.OfType<Source>(), source => Assert.NotEmpty(source.Citation));
        Assert.NotEmpty(instrument.Licence.Owner);
        Assert.NotEmpty(instrument.Licence.Note);
        Assert.Equal(instrument.Items.Count, instrument.Items.Select(item => item.Key).Distinct().Count());
    }

    [Fact]
    public void Codes_that_other_software_mixes_up_are_told_apart()
    {
        Assert.Equal("phq9", Instruments.Called("Patient Health Questionnaire 9 item (PHQ-9) total score [Reported]", "44261-6")?.Id);
        Assert.Equal("phq9", Instruments.Called("PHQ", "44249-1")?.Id); // the panel, which some write for the total
        Assert.Equal("phq2", Instruments.Called("Patient Health Questionnaire 2 item (PHQ-2) total score [Reported]", "55758-7")?.Id);
        Assert.Equal("auditc", Instruments.Called("Total score [AUDIT-C]", "75626-2")?.Id);
        Assert.Equal("dast10", Instruments.Called("Total score [DAST-10]", "82667-7")?.Id);
        Assert.Equal("gad7", Instruments.Called("Generalized anxiety disorder 7 item (GAD-7) total score [Reported.PHQ]", "70274-6")?.Id);
        Assert.Equal("cadss6", Instruments.Called("CADSS-6")?.Id);
        Assert.Null(Instruments.Called("something", "69730-0"));
        Assert.Null(Instruments.Called("AUDIT", "75624-7"));
        Assert.Null(Answers.The("asq").Codes);
        Assert.Equal("93373-9", Answers.The("cssrs_screener").Codes!.Panel);
    }

    [Fact]
    public void A_total_from_paper_needs_the_answer_that_safety_hangs_on()
    {
        var phq9 = Answers.The("phq9");
        Assert.Equal("measure.safety-answer-missing", phq9.ScoreTotal(14).Refusal!.Code);
        Assert.Empty(phq9.ScoreTotal(14, new Dictionary<int, int> { [9] = 0 }).Value.Risks);
        var score = phq9.ScoreTotal(14, new Dictionary<int, int> { [9] = 1 }).Value;
        Assert.Equal(("moderate", RiskKind.SuicidalThoughts), (score.Band!.Label, score.Risks.Single().Kind));
        Assert.Equal("measure.total-out-of-range", phq9.ScoreTotal(28, new Dictionary<int, int> { [9] = 0 }).Refusal!.Code);
        Assert.Equal("WHO-5 has totals from 0 to 100 in steps of 4, not 42.", Answers.The("who5").ScoreTotal(42).Refusal!.Sentence);
        Assert.Equal("measure.not-summed", Answers.The("asq").ScoreTotal(1).Refusal!.Code);
    }
}

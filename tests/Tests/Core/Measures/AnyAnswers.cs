using Afterglow.Core.Measures;
using CsCheck;

namespace Afterglow.Tests.Measures;

/// <summary>Whatever is answered and whatever is left out, these hold.</summary>
public sealed class AnyAnswers
{
    private static readonly Gen<(Instrument Instrument, int?[] Answers, int Place, int Seed)> Given =
        from instrument in Gen.Int[0, Instruments.All.Count - 1].Select(place => Instruments.All[place])
        from answers in Gen.Int[0, 1000].Array[instrument.Items.Count]
        from missing in Gen.Frequency((3, Gen.Const(0)), (2, Gen.Int[1, 3]), (1, Gen.Int[0, 30]))
        from place in Gen.Int[0, instrument.Items.Count - 1]
        from seed in Gen.Int[0, int.MaxValue]
        select (instrument, Answered(instrument, answers, missing, seed), place, seed);

    private static int?[] Answered(Instrument instrument, int[] chosen, int missing, int seed)
    {
        var answers = instrument.Items.Select((item, place) => (int?)item.Answers.ElementAt(chosen[place] % item.Answers.Count())).ToArray();
        foreach (var place in Shuffled(Enumerable.Range(0, answers.Length), seed).Take(missing)) answers[place] = null;
        return answers;
    }

    private static IEnumerable<T> Shuffled<T>(IEnumerable<T> these, int seed) =>
        these.Select((one, place) => (one, key: HashCode.Combine(0) * 0 + (((place + 1) * 2654435761L) ^ (seed * 40503L)) % 1_000_003)).OrderBy(pair => pair.key).Select(pair => pair.one);

    [Fact]
    public void A_total_stays_within_the_range_prorated_or_not() => Given.Sample(given =>
    {
        var score = given.Instrument.Score(given.Answers).Value;
        if (score.Total is not { } total) return;
        Assert.InRange(total, given.Instrument.Total!.Value.Low, given.Instrument.Total.Value.High);
        Assert.Equal(0, (total - given.Instrument.Total.Value.Low) % given.Instrument.Scoring.Grain);
    });

    [Fact]
    public void Prorating_never_leaves_what_the_missing_answers_could_have_made() => Given.Sample(given =>
    {
        var score = given.Instrument.Score(given.Answers).Value;
        if (!score.Prorated) return;
        var items = given.Instrument.Items;
        var least = given.Instrument.Score([.. given.Answers.Select((answer, place) => answer ?? (items[place].Reversed ? items[place].High : items[place].Low))]).Value.Total;
        var most = given.Instrument.Score([.. given.Answers.Select((answer, place) => answer ?? (items[place].Reversed ? items[place].Low : items[place].High))]).Value.Total;
        Assert.InRange(score.Total!.Value, least!.Value, most!.Value);
    });

    [Fact]
    public void One_answer_that_counts_more_never_lowers_the_total() => Given.Sample(given =>
    {
        var (instrument, place) = (given.Instrument, given.Place);
        var item = instrument.Items[place];
        if (given.Answers[place] is not { } answer || (item.Reversed ? answer == item.Low : answer == item.High)) return;
        var more = given.Answers.ToArray();
        more[place] = item.Reversed ? answer - item.Step : answer + item.Step;
        if (instrument.Score(given.Answers).Value.Total is { } before && instrument.Score(more).Value.Total is { } after) Assert.True(after >= before);
    });

    [Fact]
    public void The_order_of_the_answers_is_of_no_matter_where_all_questions_count_alike() => Given.Sample(given =>
    {
        var instrument = given.Instrument;
        if (instrument.Scoring is not Scoring.Sum || instrument.Items.Select(item => (item.Low, item.High, item.Step, item.Reversed)).Distinct().Count() > 1
            || instrument.Missing is MissingRule.MayNotApply or MissingRule.AllNeededUnless) return;
        int?[] turned = [.. Shuffled(given.Answers, given.Seed / 7)];
        var (one, other) = (instrument.Score(given.Answers).Value, instrument.Score(turned).Value);
        Assert.Equal((one.Total, one.Missing, one.Prorated, one.Band), (other.Total, other.Missing, other.Prorated, other.Band));
    });

    [Fact]
    public void A_worse_answer_never_takes_a_risk_away() => Given.Sample(given =>
    {
        var (instrument, place) = (given.Instrument, given.Place);
        var item = instrument.Items[place];
        var worse = given.Answers.ToArray();
        if (worse[place] is not { } answer || (item.Reversed ? answer == item.Low : answer == item.High)) return;
        worse[place] = item.Reversed ? answer - item.Step : answer + item.Step;
        var (before, after) = (Most(given.Answers), Most(worse));
        Assert.True(after >= before);

        int Most(int?[] answers) => instrument.Score(answers).Value.Risks.Select(risk => (int)risk.Urgency).DefaultIfEmpty(-1).Max();
    });

    [Fact]
    public void Leaving_questions_out_never_clears_a_suicide_screen() => Given.Sample(given =>
    {
        if (given.Instrument.Scoring is not Scoring.Branching) return;
        var whole = given.Answers.Select((answer, place) => answer ?? given.Instrument.Items[place].High).Select(answer => (int?)answer).ToArray();
        // If somebody could have answered so that a risk is there, what was left out does not come out as negative, unless it was never asked.
        var score = given.Instrument.Score(given.Answers).Value;
        var needless = given.Instrument.Id == "asq" ? new[] { 4 } : given.Answers[1] == 0 ? [2, 3, 4, 6] : given.Answers[5] == 0 ? [6] : Array.Empty<int>();
        if (given.Answers.Index().Any(pair => pair.Item is null && !needless.Contains(pair.Index)) && given.Instrument.Score(whole).Value.Risks.Count > 0)
            Assert.NotEmpty(score.Risks);
    });

    [Fact]
    public void A_score_of_whole_answers_is_the_score_of_their_total() => Given.Sample(given =>
    {
        var score = given.Instrument.Score(given.Answers).Value;
        if (score.Total is not { } total || score.Prorated) return;
        var alarming = given.Instrument.Safety.OfType<SafetyRule.AnswerAtLeast>().Select(rule => rule.Item).Distinct().ToList();
        if (alarming.Any(item => given.Answers[item - 1] is null)) return;
        var again = given.Instrument.ScoreTotal(total, alarming.ToDictionary(item => item, item => given.Answers[item - 1]!.Value)).Value;
        Assert.Equal((total, score.Band), (again.Total, again.Band));
        Assert.Equal(score.Risks, again.Risks);
    });
}

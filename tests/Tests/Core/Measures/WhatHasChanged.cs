using Afterglow.Core.Measures;

namespace Afterglow.Tests.Measures;

/// <summary>What changed since the last time, in one sentence, by rule.</summary>
public sealed class WhatHasChanged
{
    private static DatedScore On(int day, decimal total, string? answers = null) => new(new DateOnly(2026, 11, day), total, answers is null ? null : Answers.Read(answers));

    [Fact]
    public void It_names_both_scores_with_their_bands_how_much_it_is_and_what_it_means_since_the_start() => Assert.Equal(
        "PHQ-9 went from 15 (moderately severe) to 9 (mild): 6 points better, at least the 5 that matter to a person; since the start (19) a response.",
        WhatChanged.Say(Answers.The("phq9"), On(1, 19), On(8, 15), On(15, 9)));

    [Fact]
    public void A_change_too_small_to_matter_is_called_that() => Assert.Equal(
        "GAD-7 went from 12 (moderate) to 13 (moderate): 1 point worse, less than the 4 that matter to a person.",
        WhatChanged.Say(Answers.The("gad7"), On(1, 12), On(1, 12), On(8, 13)));

    [Fact]
    public void Where_more_is_better_a_rise_is_better() => Assert.StartsWith(
        "WHO-5 went from 28 (likely depression) to 52 (adequate well-being): 24 points better", WhatChanged.Say(Answers.The("who5"), null, On(1, 28), On(15, 52)));

    [Fact]
    public void The_answers_that_moved_most_are_named() => Assert.Contains(
        "; most of all question 2 (−3), question 9 (+2), question 1 (−1)",
        WhatChanged.Say(Answers.The("phq9"), null, On(1, 10, "2 3 1 1 1 1 1 0 0"), On(8, 8, "1 0 1 1 1 1 1 0 2")), StringComparison.Ordinal);

    [Fact]
    public void A_first_score_and_one_that_stayed_say_so()
    {
        Assert.Equal("PHQ-9 19 (moderately severe): the first score on file.", WhatChanged.Say(Answers.The("phq9"), null, null, On(1, 19)));
        Assert.Equal("PHQ-9 stayed at 19 (moderately severe).", WhatChanged.Say(Answers.The("phq9"), null, On(1, 19), On(8, 19)));
    }
}

using System.Text.Json;
using System.Text.Json.Nodes;
using Afterglow.App.Pharmacology;
using Afterglow.Core;
using Afterglow.Core.Evidence;
using Afterglow.Core.Pharmacology;
using Path = System.IO.Path;

namespace Afterglow.Tests.Evidence;

/// <summary>The published figures, the model of a trial, the fit and the document that reports it.</summary>
public class TheTrials
{
    private const double Day = 24;

    private static readonly Lazy<(Judgement Judgement, IReadOnlyList<Judged> Judged)> Whole = new(() =>
    {
        var judgement = new Judgement(Comparisons.Figures, Comparisons.Statements, FittedModel.Numbers.Chain);
        return (judgement, judgement.Judge(FittedModel.Numbers));
    });

    private static string Root()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
            if (File.Exists(Path.Combine(at.FullName, "Afterglow.slnx"))) return at.FullName;
        throw new InvalidOperationException("The tests do not stand in the repository.");
    }

    private static TrialQuestion Ask(
        string dose = "0.5mg/kg", string comparator = "saline", string at = "0", string timepoints = "24h", string route = "iv", string compound = "ketamine", string care = "unchanged", int n = 40) =>
        TrialQuestion.Read(compound, dose, "75kg", route, route == "iv" ? "40min" : null, at, null, comparator, care, "MADRS", 33, timepoints, n).Value;

    private static TrialAnswerAt First(TrialQuestion question) => question.Answer(FittedModel.Numbers).Times[0];

    [Theory]
    [InlineData("berman2000_ket", "Berman and others, 2000")]
    [InlineData("feder2014", "Feder and others, 2014")]
    public void A_study_is_called_by_its_first_author_and_year(string id, string name) =>
        Assert.Equal(name, PublishedTrials.All.Single(trial => trial.Id == id).Name);

    [Fact]
    public void No_study_is_called_by_initials() =>
        Assert.All(PublishedTrials.All, trial => Assert.Matches(@"^[^,]*\p{L}{2,}[^,]*, (19|20)\d\d$", trial.Name));

    [Fact]
    public void Every_figure_of_the_collected_evidence_is_carried()
    {
        var file = Path.Combine(Root(), "..", "shared", "evidence", "trials.json");
        if (!File.Exists(file)) Assert.Skip("The collected evidence does not stand beside this repository.");
        var records = JsonNode.Parse(File.ReadAllText(file))!["records"]!.AsArray();
        Assert.Equal(records.Count, PublishedTrials.All.Count);
        foreach (var record in records)
        {
            var trial = PublishedTrials.Of((string)record!["id"]!);
            var carried = trial.Figures.SelectMany(figure => figure.Numbers.Select(number => (figure.Name, number))).ToHashSet();
            var said = trial.Figures.Where(figure => figure.Text is not null).Select(figure => (figure.Name, figure.Text!.ToLowerInvariant())).ToHashSet();
            foreach (var field in new[] { "mean_change", "response_pct", "remission_pct", "effect_size" })
                Walk(field, record[field]);
            foreach (var field in new[] { "duration_relapse", "adverse_events", "note" })
                if (record[field] is { } words) Assert.Contains(trial.Words, each => each.About == field && each.Text == (string)words!);
            Assert.Equal((int?)record["n"], trial.N);
            Assert.Equal((string)record["dose"]!, trial.Dose);
            Assert.Equal((string)record["timepoint"]!, trial.Timepoint);
            Assert.Equal((string)record["citation"]!["authors"]!, trial.Authors);
            Assert.Equal((string?)record["citation"]!["doi"], trial.Doi);
            Assert.Equal((bool?)record["negative_trial"] ?? false, trial.Negative);
            Assert.Equal((string)record["confidence"]!, trial.Confidence switch { Confidence.Verified => "verified", Confidence.RecalledSure => "recalled-sure", _ => "recalled-unsure" });

            void Walk(string path, JsonNode? node)
            {
                switch (node)
                {
                    case null: break;
                    case JsonObject several: foreach (var (key, value) in several) Walk($"{path}.{key}", value); break;
                    case JsonArray list: foreach (var item in list) Assert.Contains((path, (double)item!), carried); break;
                    case var one when one.GetValueKind() == JsonValueKind.Number: Assert.Contains((path, (double)one), carried); break;
                    default: Assert.Contains((path, node.ToString().ToLowerInvariant()), said); break;
                }
            }
        }
    }

    [Fact]
    public void A_figure_that_is_only_recalled_says_so_though_its_record_was_read()
    {
        var murrough = PublishedTrials.Of("murrough2013ajp_ket");
        Assert.Equal(Confidence.Verified, murrough.Confidence);
        Assert.Equal(Confidence.Verified, murrough.Figure("mean_change.value")!.Confidence);
        Assert.Equal(Confidence.RecalledSure, murrough.Figure("response_pct")!.Confidence);
        Assert.Equal(Confidence.RecalledSure, murrough.Figure("mean_change.adjusted_difference")!.Confidence);
    }

    [Fact]
    public void No_published_record_is_left_out_without_a_reason()
    {
        var used = Comparisons.Figures.Select(each => each.Trial.Id).Concat(Comparisons.Statements.Select(each => each.Trial.Id)).ToHashSet();
        var left = Comparisons.NotComparables.ToDictionary(each => each.Trial.Id, each => each.Because);
        Assert.All(PublishedTrials.All, trial => Assert.True(used.Contains(trial.Id) != left.ContainsKey(trial.Id), trial.Id));
        Assert.All(left.Values, because => Assert.True(because.Length > 10));
    }

    [Fact]
    public void A_number_that_a_record_says_in_words_stands_in_those_words()
    {
        foreach (var each in Comparisons.Figures.Where(each => each.Figure == "words"))
        {
            var words = string.Join(' ', each.Trial.Words.Select(said => said.Text));
            // What was kept is said as what relapsed.
            Assert.True(
                new[] { each.Observed, 100 - each.Observed }.Any(number => System.Text.RegularExpressions.Regex.IsMatch(
                    words, $@"(?<![\d.]){number.ToString("0.##", System.Globalization.CultureInfo.InvariantCulture).Replace(".", @"\.", StringComparison.Ordinal)}(\.0)?(?![\d.]\d)", default, TimeSpan.FromSeconds(1))),
                $"{each.Trial.Id}: {each.Observed} in “{words}”");
        }
    }

    [Fact]
    public void No_study_is_fitted_and_held_out_at_once()
    {
        var fitted = Comparisons.Figures.Where(each => each.Role == FigureRole.Fitted).Select(each => each.Trial.Id).ToHashSet();
        Assert.DoesNotContain(Comparisons.Figures, each => each.Role == FigureRole.HeldOut && fitted.Contains(each.Trial.Id));
        Assert.InRange(FittedModel.Free.Count, 5, 8);
        Assert.True(Calibration.Subset.Count > 2 * FittedModel.Free.Count);
    }

    // Seventeen evaluations of every fitted trial: a second or two, which is what it takes to know that the numbers are a fit.
    [Fact]
    public void The_committed_numbers_are_what_the_fit_finds()
    {
        var calibration = new Calibration(Calibration.Subset, FittedModel.Chosen);
        double[] committed = [.. FittedModel.Free.Select(free => free.Fitted)];
        var refined = calibration.Fit(committed, mostRounds: 1);
        for (var k = 0; k < committed.Length; k++)
        {
            Assert.InRange(committed[k], FittedModel.Free[k].Least, FittedModel.Free[k].Most);
            Assert.True(Math.Abs(Math.Log(refined.Values[k] / committed[k])) < 0.02, $"{FittedModel.Free[k].Symbol}: {committed[k]} moves to {refined.Values[k]}");
            // The interval is that of the fit.
            Assert.Equal(Math.Log(FittedModel.Free[k].High / committed[k]) / 1.96, refined.StandardErrors[k], 0.05);
        }
        // And better than where it began.
        Assert.True(refined.Cost < Calibration.Cost(calibration.Errors([.. FittedModel.Free.Select(free => free.Start)])));
    }

    [Fact]
    public void The_end_of_an_interval_is_where_the_best_of_all_other_numbers_is_just_too_bad()
    {
        // A few figures, so that it takes seconds; what an end is does not depend on how many there are.
        var calibration = new Calibration([.. Calibration.Subset.Take(4)], FittedModel.Chosen);
        var best = calibration.Fit([.. FittedModel.Free.Select(free => free.Start)], mostRounds: 12);
        for (var number = 0; number < FittedModel.Free.Count; number++)
        {
            var profile = calibration.ProfileOf(number, best.Values);
            var free = FittedModel.Free[number];
            Assert.InRange(profile.Learned, -1e-9, 1);
            foreach (var (end, bound) in new[] { (profile.Low, free.Least), (profile.High, free.Most) })
            {
                var values = best.Values.ToArray();
                values[number] = end ?? bound;
                var rise = calibration.Fit(values, held: number).Cost - best.Cost;
                if (end is null) Assert.True(rise < 1.96 * 1.96 / 2 + 0.05, $"{free.Symbol}: open, though the bound is {rise} worse");
                else Assert.Equal(1.96 * 1.96 / 2, rise, 0.15);
            }
            Assert.True((profile.Low ?? free.Least) < best.Values[number] && best.Values[number] < (profile.High ?? free.Most), free.Symbol);
        }
    }

    [Fact]
    public void The_committed_document_holds_what_the_model_gives_today()
    {
        var document = File.ReadAllText(Path.Combine(Root(), "docs", "science.md"));
        var (_, judged) = Whole.Value;
        Assert.Contains(ScienceReport.Summary(judged), document, StringComparison.Ordinal);
        Assert.Contains(ScienceReport.Table(judged), document, StringComparison.Ordinal);
        foreach (var figure in new[] { "changes.svg", "shares.svg", "one-infusion.svg", "relapse.svg" })
            Assert.True(File.Exists(Path.Combine(Root(), "docs", "science", figure)), figure);
    }

    [Fact]
    public void The_error_shown_beside_predicted_symptoms_is_that_of_the_held_out_studies()
    {
        var (_, judged) = Whole.Value;
        Assert.Equal(FittedModel.HeldOut.ChangePercent, ScienceReport.HeldOut(judged, "% of baseline"), 0.06);
        Assert.Equal(FittedModel.HeldOut.SharePoints, ScienceReport.HeldOut(judged, "percentage points"), 0.06);
        Assert.Equal(FittedModel.HeldOut.Changes, judged.Count(each => each.Figure.Role == FigureRole.HeldOut && each.Figure.ErrorUnit == "% of baseline"));
        Assert.Equal(FittedModel.HeldOut.Shares, judged.Count(each => each.Figure.Role == FigureRole.HeldOut && each.Figure.ErrorUnit == "percentage points"));
    }

    [Fact]
    public void The_same_model_predicts_the_same_to_the_last_bit()
    {
        double[] Predict() => [.. new Judgement([.. Comparisons.Figures.Take(8)], [], FittedModel.Numbers.Chain).Judge(FittedModel.Numbers).Select(each => each.Predicted)];
        Assert.Equal(Predict(), Predict());
    }

    [Fact]
    public void Regression_to_the_mean_alone_improves_an_untreated_arm_a_little()
    {
        var symptoms = new SymptomParameters { Expectancy = 0, Care = 0, OwnCourse = 0 };
        var arm = Ask().Control!;
        double Change(SymptomParameters with) => new TrialPrediction(arm, [Day], FittedModel.Numbers.Chain).Predict(new(FittedModel.Numbers.Chain, with)).At(Day).MeanChange;
        var expected = -(1 - symptoms.Reliability) * (1 - symptoms.CandidatesAgainstEntered) * 33;
        Assert.Equal(expected, Change(symptoms), 0.15);
        // A perfect score has nothing to regress.
        Assert.Equal(0, Change(symptoms with { Reliability = 1 }), 9);
    }

    [Fact]
    public void Under_anaesthesia_both_arms_believe_alike_and_the_arms_lie_closer_than_against_saline()
    {
        var (saline, midazolam, masked) = (First(Ask()), First(Ask(comparator: "midazolam")), First(Ask(comparator: "masked")));
        Assert.True(masked.Difference!.Value.Value > midazolam.Difference!.Value.Value);
        Assert.True(midazolam.Difference!.Value.Value > saline.Difference!.Value.Value);
        Assert.True(masked.Control!.Value.MeanChange < midazolam.Control!.Value.MeanChange);
        Assert.True(midazolam.Control!.Value.MeanChange < saline.Control!.Value.MeanChange);
        // With no chain left, nothing is left of the difference under anaesthesia.
        var none = FittedModel.Numbers with { Chain = FittedModel.Numbers.Chain.Without([Afterglow.Core.Pharmacology.Mechanism.ChainLink.Mtor, Afterglow.Core.Pharmacology.Mechanism.ChainLink.Inflammation]) };
        Assert.Equal(0, Ask(comparator: "masked").Answer(none).Times[0].Difference!.Value.Value, 9);
    }

    [Fact]
    public void A_dose_that_is_hardly_felt_gives_little_away()
    {
        var symptoms = FittedModel.Numbers.Symptoms;
        Assert.True(symptoms.BeliefOf(Masking.Saline, 0.02) < symptoms.BeliefOf(Masking.Saline, 0.1));
        Assert.Equal(SymptomParameters.Belief(Masking.Saline, false), symptoms.BeliefOf(Masking.Saline, 0), 12);
        Assert.Equal(SymptomParameters.Belief(Masking.Saline, true), symptoms.BeliefOf(Masking.Saline, 1), 12);
    }

    [Fact]
    public void The_benefit_fades_after_one_infusion_and_a_larger_trial_knows_it_better()
    {
        var times = Ask(timepoints: "24h,3d,7d,14d,28d").Answer(FittedModel.Numbers).Times.Select(at => at.Difference!.Value.Value).ToArray();
        Assert.Equal(times.Order(), times);
        var (small, large) = (First(Ask(n: 20)).Difference!.Value, First(Ask(n: 500)).Difference!.Value);
        Assert.True(small.High - small.Low > large.High - large.Low);
    }

    [Fact]
    public void Care_beside_the_drug_moves_both_arms()
    {
        var (alone, beside) = (First(Ask(timepoints: "28d")), First(Ask(timepoints: "28d", care: "new-antidepressant")));
        Assert.True(beside.Active.MeanChange < alone.Active.MeanChange - 1);
        Assert.True(beside.Control!.Value.MeanChange < alone.Control!.Value.MeanChange - 1);
    }

    [Fact]
    public void What_is_kept_after_the_last_dose_only_falls()
    {
        var kept = Ask(at: "0,2d,4d,7d,9d,11d", timepoints: "12d", comparator: "none").Answer(FittedModel.Numbers).KeptByWeek;
        Assert.Equal(kept.OrderDescending(), kept);
        Assert.All(kept, share => Assert.InRange(share, 0, 100));
    }

    [Theory]
    [InlineData("0.5", "saline", "MADRS", "24h", 33.0, 40, "unit")]
    [InlineData("0.5mg/kg", "sugar", "MADRS", "24h", 33.0, 40, "comparator")]
    [InlineData("0.5mg/kg", "saline", "FOO", "24h", 33.0, 40, "instrument")]
    [InlineData("0.5mg/kg", "saline", "MADRS", "soon", 33.0, 40, "time")]
    [InlineData("0.5mg/kg", "saline", "MADRS", "24h", 90.0, 40, "baseline")]
    [InlineData("0.5mg/kg", "saline", "MADRS", "24h", -1.0, 40, "baseline")]
    [InlineData("0.5mg/kg", "saline", "MADRS", "24h", 33.0, 0, "patients")]
    [InlineData("0.5mg/kg", "saline", "MADRS", "", 33.0, 40, "times of measurement")]
    public void A_trial_that_cannot_be_meant_is_refused_in_one_sentence(string dose, string comparator, string instrument, string timepoint, double baseline, int n, string about)
    {
        var refusal = TrialQuestion.Read("ketamine", dose, "75kg", "iv", "40min", "0", null, comparator, "unchanged", instrument, baseline, timepoint, n).Refusal;
        Assert.NotNull(refusal);
        Assert.Contains(about, refusal.Sentence, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("", "psychotherapy")]
    [InlineData("soon", "time")]
    [InlineData("400d", "psychotherapy")]
    public void Psychotherapy_that_cannot_be_meant_is_refused_in_one_sentence(string therapy, string about)
    {
        var refusal = TrialQuestion.Read("ketamine", "0.5mg/kg", "75kg", "iv", "40min", "0", null, "saline", "unchanged", "MADRS", null, "24h", 40, therapy).Refusal;
        Assert.NotNull(refusal);
        Assert.Contains(about, refusal.Sentence, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Therapy_within_the_window_helps_and_long_after_it_does_not()
    {
        double Change(string? therapy)
        {
            Assert.True(TrialQuestion.Read("ketamine", "0.5mg/kg", "75kg", "iv", "40min", "0,3d,7d,10d,14d,17d", null, "none", "unchanged", "MADRS", null, "60d", 40, therapy).Try(out var asked, out _));
            return asked.Answer(FittedModel.Numbers).Times[0].Change.Value;
        }

        var without = Change(null);
        Assert.True(Change("1d,4d,8d,11d,15d,18d") < without - 0.1);
        // Sixty days after the last dose the window is shut.
        Assert.Equal(without, Change("59d"), 0.05);
    }

    [Fact]
    public void Instruments_are_found_however_they_are_written()
    {
        Assert.Same(Scale.Hamd17, Scale.Find("HDRS-17"));
        Assert.Same(Scale.Hamd17, Scale.Find("ham-d 17"));
        Assert.Same(Scale.Qids, Scale.Find("QIDS-SR16"));
        Assert.Null(Scale.Find("WHO-5"));
    }

    [Fact]
    public void The_simulator_shows_symptoms_with_how_far_the_model_was_off_and_links_can_be_taken_out()
    {
        var request = SimulationRequest.Read("ketamine", "0.5mg/kg", "75kg", "iv", "40min", "0,3d,7d", 24 * 30, null, 40, 40).Value;
        var whole = Curves.Predict(request, ["symptoms", "synapses"]).Value;
        var without = Curves.Predict(request, ["symptoms", "synapses"], [Afterglow.Core.Pharmacology.Mechanism.ChainLink.Synapses]).Value;
        Assert.Contains("not seen", whole[0].Source.Citation, StringComparison.Ordinal);
        Assert.True(whole[0].Band.Median.Min() < without[0].Band.Median.Min());
        Assert.True(whole[1].Band.Median.Max() > without[1].Band.Median.Max());
        for (var t = 0; t < whole[0].Band.TimesH.Count; t++)
            Assert.True(whole[0].Band.Low[t] <= whole[0].Band.Median[t] && whole[0].Band.Median[t] <= whole[0].Band.High[t]);
    }
}

using Afterglow.Core.Intake.History;
using Afterglow.Core.Patients;
using Afterglow.Core.People;
using CsCheck;

namespace Afterglow.Tests.Intake;

/// <summary>What a patient tells at home: saved answer by answer, changed, taken back, and never lost.</summary>
public sealed class TellingTheHistory
{
    private static readonly DateOnly Today = new(2026, 11, 25);

    [Fact]
    public void Every_question_has_an_id_of_its_own_and_every_condition_names_a_question_before_it()
    {
        var seen = new HashSet<string>();
        foreach (var question in HistoryCatalogue.All)
        {
            Assert.Matches("^[a-z][a-z-]*([.][a-z-]+)?$", question.Id);
            Assert.NotEqual("", question.Label);
            if (question.Shown is { } when)
            {
                Assert.Contains(when.QuestionId, seen);
                var keys = HistoryCatalogue.Find(when.QuestionId).Options.Select(option => option.Key).ToList();
                Assert.All(when.AnyOf, key => Assert.Contains(key, keys));
            }
            Assert.True(seen.Add(question.Id), question.Id);
            Assert.Equal(question.Options.Count, question.Options.Select(option => option.Key).Distinct().Count());
            Assert.Equal(question.Kind == QuestionKind.Number, question.Units.Count > 0);
            if (question.Group is { } group) Assert.StartsWith(group + ".", question.Id);
        }
    }

    [Fact]
    public void What_is_asked_to_see_whether_access_is_fair_can_be_left_out_or_declined_and_says_why_it_is_asked()
    {
        var fair = HistoryCatalogue.All.Where(question => question.For == AskedFor.FairAccess).ToList();
        Assert.Equal(["race", "ethnicity", "gender", "insurance", "income", "postcode-area", "transport.difficulty"], fair.Select(question => question.Id));
        Assert.All(fair, question => Assert.True(question is { Optional: true, MayDecline: true, Sensitive: true }));
    }

    [Fact]
    public void An_empty_form_says_what_is_missing_in_its_order_and_nothing_of_a_group_that_is_not_shown()
    {
        var missing = PatientHistory.Empty.Missing();
        Assert.Equal("goals", missing[0].Question.Id);
        Assert.Contains(missing, one => one.Question.Id == "antidepressants.ever");
        Assert.DoesNotContain(missing, one => one.Question.Id == "antidepressants");
        Assert.DoesNotContain(missing, one => one.Question.Optional);
    }

    [Fact]
    public void A_yes_opens_the_list_and_each_row_says_what_it_still_lacks()
    {
        var sertraline = Guid.NewGuid();
        var told = new Told()
            .Say("antidepressants.ever", Answer.Yes)
            .Say("antidepressants.name", new Answer.Written("Sertraline"), sertraline)
            .Say("antidepressants.still", Answer.No, sertraline);
        var lacks = told.History.Missing().Where(one => one.Row == sertraline).ToList();
        Assert.All(lacks, one => Assert.Equal(1, one.Place));
        Assert.Equal(
            ["antidepressants.dose", "antidepressants.duration", "antidepressants.this-episode", "antidepressants.helped", "antidepressants.stopped"],
            lacks.Select(one => one.Question.Id));

        told.Say("antidepressants.still", Answer.Yes, sertraline);
        Assert.DoesNotContain(told.History.Missing(), one => one.Question.Id == "antidepressants.stopped");
    }

    [Fact]
    public void A_list_whose_question_is_now_answered_no_does_not_count_and_comes_back_with_yes()
    {
        var row = Guid.NewGuid();
        var told = new Told().Say("medicines.any", Answer.Yes).Say("medicines.name", new Answer.Written("Lithium"), row).Say("medicines.any", Answer.No);
        Assert.Empty(told.History.Rows("medicines"));
        Assert.Null(told.History["medicines.name", row]);
        Assert.NotNull(told.History.Saved("medicines.name", row));
        told.Say("medicines.any", Answer.Yes);
        Assert.Equal("Lithium", told.History.Text("medicines.name", row));
    }

    [Fact]
    public void A_changed_answer_counts_once_and_knows_how_often_it_was_changed()
    {
        var told = new Told().Say("aneurysm", Answer.No).Say("aneurysm", new Answer.Unsure()).Say("aneurysm", Answer.Yes);
        Assert.True(told.History.Said("aneurysm"));
        Assert.Equal(2, told.History.Find("aneurysm")!.Revised);
        told.Do(new HistoryEvent.Cleared("aneurysm"));
        Assert.Null(told.History.Find("aneurysm"));
    }

    [Fact]
    public void A_removed_row_takes_its_answers_with_it()
    {
        var (first, second) = (Guid.NewGuid(), Guid.NewGuid());
        var told = new Told().Say("medicines.any", Answer.Yes)
            .Say("medicines.name", new Answer.Written("Lithium"), first).Say("medicines.name", new Answer.Written("Lamotrigine"), second)
            .Do(new HistoryEvent.RowRemoved("medicines", first));
        Assert.Equal([second], told.History.Rows("medicines"));
        Assert.Null(told.History.Saved("medicines.name", first));
    }

    [Fact]
    public void Ten_thousand_letters_of_any_script_are_kept_and_one_more_is_refused()
    {
        var question = HistoryCatalogue.Find("goals");
        var words = string.Concat(Enumerable.Repeat("日本語é<b>=1+1</b>", 2000))[..10_000].Normalize();
        Assert.Equal(words, Assert.IsType<Answer.Written>(question.Check(new Answer.Written(words), Today).Value).Text);
        Assert.Equal("text.too-long", question.Check(new Answer.Written(words + "a"), Today).Refusal!.Code);
        Assert.Equal("text.unreadable", question.Check(new Answer.Written("turned \u202E round"), Today).Refusal!.Code);
    }

    [Theory]
    [InlineData("20", "20")]
    [InlineData("12.5", "12.5")]
    [InlineData("12,5", "12.5")]
    [InlineData("1,000", null)]
    [InlineData("1.000,5", null)]
    [InlineData("-5", null)]
    [InlineData("1e3", null)]
    [InlineData("=1+1", null)]
    [InlineData("٢٠", null)]
    public void A_dose_is_read_as_its_writer_meant_it_or_asked_for_again(string typed, string? read)
    {
        var answer = new TypedAnswer(Text: typed, Unit: "mg").To(HistoryCatalogue.Find("antidepressants.dose"), Today);
        if (read is null) Assert.Equal("history.number-unreadable", answer.Refusal!.Code);
        else Assert.Equal(new Answer.Amount(decimal.Parse(read, System.Globalization.CultureInfo.InvariantCulture), "mg"), answer.Value);
    }

    [Fact]
    public void Months_are_compared_as_weeks_and_a_number_without_its_unit_is_refused()
    {
        var row = Guid.NewGuid();
        var told = new Told().Say("antidepressants.ever", Answer.Yes).Say("antidepressants.duration", new Answer.Amount(3, "months"), row);
        Assert.Equal(13.04m, Math.Round(told.History.Number("antidepressants.duration", row)!.Value, 2));
        Assert.Equal("history.unit-missing", new TypedAnswer(Text: "3").To(HistoryCatalogue.Find("antidepressants.duration"), Today).Refusal!.Code);
        Assert.Equal("history.number-out-of-range", new TypedAnswer(Text: "900", Unit: "years").To(HistoryCatalogue.Find("antidepressants.duration"), Today).Refusal!.Code);
    }

    [Theory]
    [InlineData("2019", null)]
    [InlineData("2019-04", null)]
    [InlineData("2026-11-26", null)]
    [InlineData("2026-11-27", "history.date-in-future")]
    [InlineData("2031", "history.date-in-future")]
    [InlineData("30/04/2019", "history.date-unreadable")]
    [InlineData("0019", "history.date-unreadable")]
    public void A_date_may_be_a_year_and_is_not_in_the_future(string typed, string? code) =>
        Assert.Equal(code, new TypedAnswer(Text: typed).To(HistoryCatalogue.Find("heart-event.when"), Today).Refusal?.Code);

    [Fact]
    public void None_of_these_does_not_stand_beside_one_of_these()
    {
        var heart = HistoryCatalogue.Find("heart");
        Assert.Equal("history.options-exclude", new TypedAnswer(["none", "angina"]).To(heart, Today).Refusal!.Code);
        Assert.Equal("history.options-exclude", new TypedAnswer(["never", "daily"]).To(HistoryCatalogue.Find("alcohol"), Today).Refusal!.Code);
        Assert.Equal("history.option-unknown", new TypedAnswer(["soup"]).To(heart, Today).Refusal!.Code);
        Assert.Equal("history.nothing-chosen", new TypedAnswer([]).To(heart, Today).Refusal!.Code);
        Assert.Equal(new Answer.Chosen(["angina", "other"], "a murmur"), new TypedAnswer(["other", "angina"], " a murmur ").To(heart, Today).Value);
        Assert.Equal("history.answer-of-another-kind", new TypedAnswer([TypedAnswer.Declined]).To(heart, Today).Refusal!.Code);
        Assert.Equal(new Answer.Unsure(), new TypedAnswer([TypedAnswer.Unsure]).To(heart, Today).Value);
        Assert.Equal("history.answer-of-another-kind", heart.Check(new Answer.Written("angina"), Today).Refusal!.Code);
    }

    [Fact]
    public void A_question_of_a_list_needs_its_row_and_no_other_has_one()
    {
        static string? Code(HistoryEvent asked) => PatientHistory.Empty.Decide(asked, Today).Refusal?.Code;
        Assert.Equal("history.question-unknown", Code(new HistoryEvent.Answered("medicines.name", new Answer.Written("Lithium"))));
        Assert.Equal("history.question-unknown", Code(new HistoryEvent.Answered("aneurysm", Answer.Yes, Guid.NewGuid())));
        Assert.Equal("history.question-unknown", Code(new HistoryEvent.Answered("shoe-size", Answer.Yes)));
        Assert.Equal("history.question-unknown", Code(new HistoryEvent.RowRemoved("aneurysm", Guid.NewGuid())));
        Assert.Equal("history.empty", Code(new HistoryEvent.Submitted("en")));
    }

    [Fact]
    public void A_robot_that_lists_medicines_for_ever_is_stopped()
    {
        var told = new Told().Say("medicines.any", Answer.Yes);
        for (var number = 0; number < Question.MostRows; number++) told.Say("medicines.name", new Answer.Written("Lithium"), Guid.NewGuid());
        Assert.Equal("history.too-many-rows",
            told.History.Decide(new HistoryEvent.Answered("medicines.name", new Answer.Written("Lithium"), Guid.NewGuid()), Today).Refusal!.Code);
    }

    [Fact]
    public void A_finished_form_may_still_be_changed_and_says_so()
    {
        var told = new Told().Say("aneurysm", Answer.No).Do(new HistoryEvent.Submitted("es"));
        Assert.Equal("es", told.History.Language);
        Assert.False(told.History.ChangedSinceSubmitted);
        told.Say("aneurysm", Answer.Yes);
        Assert.True(told.History.ChangedSinceSubmitted);
    }

    [Fact]
    public void Whatever_is_answered_is_read_back_from_the_record_as_it_was() =>
        TellingGen.Event.Sample(happened => Assert.Equal(happened, HistoryJson.Read(HistoryJson.Kind(happened), HistoryJson.Write(happened))));

    [Fact]
    public void Any_order_of_answers_folds_without_a_fault_and_the_same_twice() =>
        TellingGen.Event.Array[0, 80].Sample(events =>
        {
            var (once, twice) = (new Told(), new Told());
            foreach (var happened in events)
            {
                once.Do(happened);
                twice.Do(happened);
            }
            Assert.Equal(once.History.Missing(), twice.History.Missing());
            Assert.All(once.History.Missing(), one => Assert.Null(once.History.Find(one.Question.Id, one.Row)));
        }, iter: 100);
}

/// <summary>A history told in a test, line by line of the record.</summary>
internal sealed class Told
{
    private readonly List<ChartLine> lines = [];
    private static readonly Author Patient = new("patient", "The patient", []);

    public IReadOnlyList<ChartLine> Lines => lines;

    public PatientHistory History => PatientHistory.From(lines);

    public Told Say(string question, Answer answer, Guid? row = null) => Do(new HistoryEvent.Answered(question, answer, row));

    public Told Do(HistoryEvent happened)
    {
        lines.Add(new ChartLine(
            Guid.NewGuid(), HistoryJson.Kind(happened), HistoryJson.Write(happened),
            new DateTimeOffset(2026, 11, 20, 19, 0, 0, TimeSpan.Zero).AddMinutes(lines.Count), Patient));
        return this;
    }
}

/// <summary>Answers of every kind, right and wrong.</summary>
internal static class TellingGen
{
    private static readonly Guid[] SomeRows = [new("00000000-0000-0000-0000-000000000001"), new("00000000-0000-0000-0000-000000000002")];

    private static Gen<Answer> To(Question question) => Gen.OneOf(
        question.Options.Count > 0
            ? Among([.. question.Options.Select(option => (Answer)new Answer.Chosen([option.Key]))])
            : question.Units.Count > 0
                ? Gen.Select(Gen.Decimal[0, 400], Among([.. question.Units.Select(unit => unit.Key)]), (number, unit) => (Answer)new Answer.Amount(Math.Round(number, 2), unit))
                : question.Kind == QuestionKind.Date
                    ? Gen.Int[1990, 2026].Select(year => (Answer)new Answer.Day(PartialDate.Read($"{year}")!.Value))
                    : Gen.String[Gen.Char.AlphaNumeric, 1, 30].Select(text => (Answer)new Answer.Written(text)),
        Gen.Const((Answer)new Answer.Unsure()), Gen.Const((Answer)new Answer.Declined()));

    private static Gen<T> Among<T>(T[] all) => Gen.Int[0, all.Length - 1].Select(place => all[place]);

    public static Gen<HistoryEvent> Event { get; } = Gen.Frequency(
        (12, Among([.. HistoryCatalogue.All.Where(question => question.Kind != QuestionKind.Group)]).SelectMany(question =>
            Gen.Select(To(question), Among(SomeRows), (answer, row) =>
                (HistoryEvent)new HistoryEvent.Answered(question.Id, answer, question.Group is null ? null : row)))),
        (1, Among([.. HistoryCatalogue.All.Where(question => question.Group is null && question.Kind != QuestionKind.Group)])
            .Select(question => (HistoryEvent)new HistoryEvent.Cleared(question.Id))),
        (1, Among(SomeRows).Select(row => (HistoryEvent)new HistoryEvent.RowRemoved("medicines", row))),
        (1, Gen.Const((HistoryEvent)new HistoryEvent.Submitted("en"))));
}

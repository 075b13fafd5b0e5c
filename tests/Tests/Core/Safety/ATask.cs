using Afterglow.Core;
using Afterglow.Core.People;
using Afterglow.Core.Safety;
using CsCheck;

namespace Afterglow.Tests.Safety;

/// <summary>The rules of a task: who has it, when it goes further, how it closes.</summary>
public sealed class ATask
{
    private static readonly DateTimeOffset Nine = new(2026, 11, 23, 9, 0, 0, TimeSpan.Zero);

    private static readonly Author Nurse = new("n", "Nurse Nell", [Role.Nurse]), Other = new("o", "Nurse Otis", [Role.Nurse]);

    private static SafetyTask Opened(params (DateTimeOffset At, Author By, TaskEvent What)[] then) => SafetyTask.From(Guid.Empty,
    [
        new TaskEntry(Guid.NewGuid(), Nine, Nurse, new TaskEvent.Opened(
            Guid.Empty, Guid.Empty, null, Concern.SuicidalThoughts, "PHQ-9, item 9: 1", "check-in/x", Nine.AddHours(4), Nine.AddHours(2), new TaskFor(Role.Nurse, null, null, "role"))),
        .. then.Select(line => new TaskEntry(Guid.NewGuid(), line.At, line.By, line.What)),
    ])!;

    [Fact]
    public void Whoever_takes_it_first_has_it_and_a_colleague_takes_it_over_only_on_purpose()
    {
        var taken = Opened((Nine, Nurse, new TaskEvent.Taken()));
        Assert.Equal("Nurse Nell looks after this already. Speak with them, or take it over.", new TakeTask().Decide(taken, Other).Refusal!.Sentence);
        Assert.True(new TakeTask(Over: true).Decide(taken, Other).Allowed);
        Assert.Equal("task.yours", new TakeTask().Decide(taken, Nurse).Refusal!.Code);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("ok")]
    [InlineData("done")]
    [InlineData("Doneanddusted")]
    [InlineData("\u202Ereversed words here")]
    public void It_does_not_close_without_a_sentence_of_what_was_done(string? done) =>
        Assert.False(new CloseTask(done).Decide(Opened((Nine, Nurse, new TaskEvent.Taken())), Nurse).Allowed);

    [Fact]
    public void It_is_closed_by_whoever_looks_after_it_and_by_nobody_else()
    {
        const string done = "Called: safe tonight, her sister is there.";
        Assert.Equal("task.not-taken", new CloseTask(done).Decide(Opened(), Nurse).Refusal!.Code);
        var taken = Opened((Nine, Nurse, new TaskEvent.Taken()));
        Assert.Equal("task.taken", new CloseTask(done).Decide(taken, Other).Refusal!.Code);
        Assert.Equal(new TaskEvent.Closed(done), new CloseTask($"  {done} ").Decide(taken, Nurse).Value);
        var closed = Opened((Nine, Nurse, new TaskEvent.Taken()), (Nine, Nurse, new TaskEvent.Closed(done)));
        Assert.Equal("task.done", new CloseTask(done).Decide(closed, Nurse).Refusal!.Code);
        Assert.Equal("task.done", new TakeTask().Decide(closed, Other).Refusal!.Code);
    }

    [Fact]
    public void Nobody_takes_it_and_it_goes_to_the_prescribers_at_half_time_and_to_the_director_at_its_deadline()
    {
        var task = Opened();
        Assert.Null(task.Escalation(Nine.AddMinutes(119)));
        Assert.Equal(new TaskEvent.Escalated(Role.Prescriber, EscalationCause.NobodyTookIt), task.Escalation(Nine.AddHours(2)));
        var told = Opened((Nine.AddHours(2), Nurse, new TaskEvent.Escalated(Role.Prescriber, EscalationCause.NobodyTookIt)));
        Assert.Null(told.Escalation(Nine.AddMinutes(239)));
        Assert.Equal(new TaskEvent.Escalated(Role.Director, EscalationCause.NobodyTookIt), told.Escalation(Nine.AddHours(4)));
        var at_the_end = Opened((Nine.AddHours(4), Nurse, new TaskEvent.Escalated(Role.Director, EscalationCause.NobodyTookIt)));
        Assert.Null(at_the_end.Escalation(Nine.AddDays(9)));
    }

    [Fact]
    public void Taken_and_forgotten_it_goes_to_the_director_and_done_it_goes_to_nobody()
    {
        var taken = Opened((Nine, Nurse, new TaskEvent.Taken()));
        Assert.Null(taken.Escalation(Nine.AddHours(3)));
        Assert.Equal(new TaskEvent.Escalated(Role.Director, EscalationCause.NotDoneInTime), taken.Escalation(Nine.AddHours(4)));
        Assert.Null(Opened((Nine, Nurse, new TaskEvent.Taken()), (Nine, Nurse, new TaskEvent.Closed("Spoke with her."))).Escalation(Nine.AddDays(1)));
    }

    [Fact]
    public void Said_again_after_it_was_done_it_is_open_again_with_a_deadline_of_its_own()
    {
        var again = Opened(
            (Nine, Nurse, new TaskEvent.Taken()), (Nine.AddHours(1), Nurse, new TaskEvent.Closed("Spoke with her.")),
            (Nine.AddHours(5), Nurse, new TaskEvent.SaidAgain("PHQ-9, item 9: 3", Nine.AddHours(9), Nine.AddHours(7), new TaskFor(Role.Nurse, null, null, "role"))));
        Assert.Equal((TaskState.Open, null, Nine.AddHours(9), 0), (again.State, again.TakenBy, again.DueAt, again.Level));
        Assert.Equal(["PHQ-9, item 9: 1", "PHQ-9, item 9: 3"], again.Says);
        Assert.Null(again.Done);
    }

    [Fact]
    public void Saying_it_again_never_gives_more_time() => Gen.Int[0, 480].Sample(minutes =>
    {
        var at = Nine.AddMinutes(minutes);
        var again = Opened((at, Nurse, new TaskEvent.SaidAgain("worse", at.AddHours(4), at.AddHours(2), new TaskFor(Role.Nurse, null, null, "role"))));
        return again.DueAt <= Nine.AddHours(4) && again.PrescriberAt <= Nine.AddHours(2);
    });

    [Fact]
    public void Every_concern_has_a_deadline_that_says_it_was_chosen_here_and_the_more_urgent_are_sooner()
    {
        foreach (var concern in Enum.GetValues<Concern>())
        {
            var deadline = SafetyRules.Supplied.Of(concern);
            Assert.Equal(Confidence.Assumed, deadline.Source.Confidence);
            Assert.InRange(deadline.Within, Deadline.Shortest, Deadline.Longest);
            Assert.True(SafetyRules.Supplied.Of(Concern.SuicideNow).Within <= deadline.Within);
        }
        Assert.Equal(TimeSpan.FromMinutes(45), new SafetyRules(new Dictionary<Concern, int> { [Concern.Mania] = 45 }).Of(Concern.Mania).Within);
        Assert.Equal("safety.deadline", new SafetyRules(new Dictionary<Concern, int> { [Concern.Mania] = 0 }).Question()!.Code);
    }

    [Theory]
    [InlineData("2026-11-27T15:00", "2026-12-01T15:00")] // Friday: two working days are Tuesday
    [InlineData("2026-11-28T11:00", "2026-12-02T11:00")] // Saturday counts from Monday
    [InlineData("2026-11-23T09:00", "2026-11-25T09:00")]
    public void A_weekend_is_not_counted_where_nobody_is_in_danger(string said, string due) => Assert.Equal(
        At(due), SafetyRules.Supplied.Of(Concern.Question).DueAt(At(said), TimeZoneInfo.Utc));

    [Fact]
    public void A_weekend_counts_where_somebody_is() => Assert.Equal(
        At("2026-11-28T15:30"), SafetyRules.Supplied.Of(Concern.SuicideNow).DueAt(At("2026-11-28T15:00"), TimeZoneInfo.Utc));

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text + "Z", System.Globalization.CultureInfo.InvariantCulture);
}

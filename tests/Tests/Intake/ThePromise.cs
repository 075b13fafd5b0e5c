using Afterglow.Core.Intake.Requests;

namespace Afterglow.Tests.Intake;

public sealed class ThePromise
{
    private static readonly Promise TwoDays = new(2, 1);

    [Theory]
    [InlineData("2026-11-23", false, "2026-11-25")] // Monday
    [InlineData("2026-11-26", false, "2026-11-30")] // Thursday, over the weekend
    [InlineData("2026-11-28", false, "2026-12-01")] // Saturday: Monday is the first working day
    [InlineData("2026-11-23", true, "2026-11-23")]
    [InlineData("2026-11-29", true, "2026-11-30")] // Sunday
    public void An_answer_is_promised_within_working_days_and_at_once_to_whoever_is_in_danger(string asked, bool urgent, string due) =>
        Assert.Equal(Day(due), TwoDays.DueDay(Day(asked), urgent));

    [Theory]
    [InlineData("2026-11-27", "2026-11-27", PromiseStanding.InTime)]
    [InlineData("2026-11-27", "2026-11-28", PromiseStanding.Late)]
    [InlineData("2026-11-27", "2026-11-30", PromiseStanding.Late)] // the next working day
    [InlineData("2026-11-27", "2026-12-01", PromiseStanding.VeryLate)]
    public void Late_begins_the_day_after_and_very_late_a_working_day_later(string due, string today, PromiseStanding standing) =>
        Assert.Equal(standing, TwoDays.Standing(Day(due), Day(today)));

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}

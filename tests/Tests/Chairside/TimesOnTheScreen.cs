using Afterglow.Chairside.Connection;
using Afterglow.Chairside.Entry;
using Microsoft.Extensions.Time.Testing;

namespace Afterglow.Tests.Chairside;

public sealed class TimesOnTheScreen
{
    private static readonly TimeZoneInfo NewYork = TimeZoneInfo.FindSystemTimeZoneById("America/New_York");

    private static readonly DateTimeOffset Start = new(2026, 11, 23, 15, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(0, "00:00")]
    [InlineData(429, "07:09")]
    [InlineData(6270, "104:30")]
    public void Time_since_the_start_is_minutes_and_seconds_however_long_it_is(int seconds, string shown) =>
        Assert.Equal(shown, Words.Elapsed(TimeSpan.FromSeconds(seconds)));

    [Theory]
    [InlineData(127, "in 2:07")]
    [InlineData(3780, "in 1 h 03 min")]
    [InlineData(0, "now")]
    [InlineData(-59, "now")]
    [InlineData(-61, "late 1 min")]
    [InlineData(-200, "late 3 min")]
    public void What_is_due_counts_down_and_then_says_how_late_it_is(int seconds, string said) =>
        Assert.Equal(said, Words.Countdown(Start.AddSeconds(seconds), Start));

    [Theory]
    [InlineData(14, "Vitals are 14 minutes old")]
    [InlineData(1, "Vitals are 1 minute old")]
    [InlineData(0, "Vitals are less than a minute old")]
    public void The_age_of_the_vitals_is_said_plainly(int minutes, string said) =>
        Assert.Equal(said, Words.Age("Vitals", Start.AddMinutes(-minutes), Start));

    [Fact]
    public void Without_vitals_there_is_no_age() => Assert.Equal("No vitals yet", Words.Age("Vitals", null, Start));

    [Theory]
    [InlineData("9:58", "2026-11-23T14:58:00Z")]
    [InlineData("0958", "2026-11-23T14:58:00Z")]
    [InlineData("10:20", "2026-11-23T15:20:00Z")]
    [InlineData("23:50", "2026-11-23T04:50:00Z")]
    public void A_typed_time_is_the_nearest_moment_that_showed_it(string typed, string at) =>
        Assert.Equal(DateTimeOffset.Parse(at, System.Globalization.CultureInfo.InvariantCulture),
            TypedTime.Nearest(TypedTime.Read(typed)!.Value, Start, NewYork));

    [Fact]
    public void Shortly_after_midnight_ten_to_twelve_was_yesterday()
    {
        var justAfterMidnight = new DateTimeOffset(2026, 11, 24, 5, 10, 0, TimeSpan.Zero);
        Assert.Equal(justAfterMidnight.AddMinutes(-20), TypedTime.Nearest(new TimeOnly(23, 50), justAfterMidnight, NewYork));
    }

    [Fact]
    public void A_meal_lies_in_the_past_whatever_time_is_typed()
    {
        for (var hour = 0; hour < 24; hour++)
        {
            var eaten = TypedTime.Last(new TimeOnly(hour, 30), Start, NewYork);
            Assert.InRange(Start - eaten, TimeSpan.Zero, TimeSpan.FromHours(24));
        }
    }

    [Fact]
    public void The_night_the_clocks_change_has_no_time_that_breaks_the_screen()
    {
        var nightOfChange = new DateTimeOffset(2027, 3, 14, 8, 0, 0, TimeSpan.Zero);
        for (var minute = 0; minute < 24 * 60; minute += 10)
        {
            var at = TypedTime.Nearest(new TimeOnly(minute / 60, minute % 60), nightOfChange, NewYork);
            Assert.InRange((at - nightOfChange).Duration(), TimeSpan.Zero, TimeSpan.FromHours(13));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("25:00")]
    [InlineData("soon")]
    [InlineData("9")]
    public void What_is_no_time_is_not_read_as_one(string typed) => Assert.Null(TypedTime.Read(typed));

    [Fact]
    public void A_tablet_whose_clock_is_wrong_shows_the_clinics_time()
    {
        var device = new FakeTimeProvider(Start.AddHours(3));
        var clock = new ClinicClock(device);
        clock.Heard(Start, device.GetUtcNow(), device.GetUtcNow());
        Assert.Equal(Start, clock.Now);
        Assert.True(clock.DeviceIsWrong);
        device.Advance(TimeSpan.FromMinutes(7));
        Assert.Equal(Start.AddMinutes(7), clock.Now);
    }

    [Fact]
    public void The_time_an_answer_took_is_shared_between_both_ways()
    {
        var device = new FakeTimeProvider(Start);
        var clock = new ClinicClock(device);
        var asked = device.GetUtcNow();
        device.Advance(TimeSpan.FromSeconds(4));
        clock.Heard(Start.AddSeconds(2), asked, device.GetUtcNow());
        Assert.Equal(TimeSpan.Zero, clock.Offset);
        Assert.False(clock.DeviceIsWrong);
    }
}

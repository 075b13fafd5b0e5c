using Afterglow.Core.Sessions;
using Afterglow.Core.Units;
using CsCheck;
using static Afterglow.Tests.Sessions.Charting;

namespace Afterglow.Tests.Sessions;

public sealed class TheInfusion
{
    [Fact]
    public void Thirty_five_milligrams_run_in_over_forty_minutes()
    {
        var chart = new Charting().Started();
        Assert.Equal("52.5 mg/h", chart.Session.RateNow.ToString());
        Assert.Equal("75 mL/h", chart.Session.Prepared!.Pump.ToString());
        Near(17.5m, chart.Session.GivenBy(Morning.AddMinutes(20)).Milligrams, 0.001m);
        Assert.Equal(Morning.AddMinutes(40), chart.Session.InfusionEmptyAt!.Value, TimeSpan.FromSeconds(1));
        Assert.Equal(35m, chart.Session.GivenBy(Morning.AddHours(5)).Milligrams);
    }

    [Fact]
    public void Nothing_goes_in_while_it_is_paused_and_a_rate_set_then_holds_afterwards()
    {
        var chart = new Charting().Started().Wait(10);
        chart.Do(new PauseInfusion(Id(), chart.Now, "Blood pressure")).Wait(15);
        Assert.Null(chart.Session.RateNow);
        Near(8.75m, chart.Session.GivenBy(chart.Now).Milligrams, 0.001m);
        chart.Do(new ChangeRate(Id(), chart.Now, PumpRate.FromMillilitresPerHour(37.5m))).Wait(5);
        chart.Do(new ResumeInfusion(Id(), chart.Now)).Wait(20);
        Assert.Equal(26.25m, chart.Session.RateNow!.Value.MilligramsPerHour);
        Near(17.5m, chart.Session.GivenBy(chart.Now).Milligrams, 0.001m);
    }

    [Fact]
    public void A_rate_set_while_paused_cannot_be_dated_before_the_pause()
    {
        var chart = new Charting().Started().Wait(10);
        chart.Do(new PauseInfusion(Id(), chart.Now)).Wait(5);
        Assert.IsType<OutOfOrder>(chart.Refused(new ChangeRate(Id(), chart.Now.AddMinutes(-8), PumpRate.FromMillilitresPerHour(40))));
        Assert.IsType<OutOfOrder>(chart.Refused(new ResumeInfusion(Id(), chart.Now.AddMinutes(-6))));
    }

    [Fact]
    public void Stopped_early_leaves_what_was_not_given_to_be_wasted_before_a_witness()
    {
        var chart = new Charting().Started().Wait(20);
        chart.Do(new StopInfusion(Id(), chart.Now, "The patient asked to stop"));
        Assert.True(chart.Session.StoppedEarly);
        Assert.Equal(17.5m, chart.Session.LeftOver!.Value.Milligrams);
        Assert.False(chart.Session.BalanceClosed);
        Assert.IsType<WasteNotTheBalance>(chart.Refused(new RecordWaste(Id(), chart.Now, Mass.FromMilligrams(-17.5m), "Sharps bin")));
        chart.Do(new RecordWaste(Id(), chart.Now, Mass.FromMilligrams(17.4m), "Sharps bin"));
        Assert.False(chart.Session.BalanceClosed);
        chart.Do(new WitnessWaste(Id(), chart.Now, Mass.FromMilligrams(17.4m)), SecondNurse);
        Assert.True(chart.Session.BalanceClosed);
    }

    [Fact]
    public void A_tiny_leftover_cannot_be_wasted_as_a_negative_amount()
    {
        var chart = new Charting().Started().Wait(39.8);
        chart.Do(new EndInfusion(Id(), chart.Now));
        Near(0.18m, chart.Session.LeftOver!.Value.Milligrams, 0.01m);
        Assert.IsType<WasteNotTheBalance>(chart.Refused(new RecordWaste(Id(), chart.Now, Mass.FromMilligrams(-0.3m), "Sharps bin")));
    }

    [Fact]
    public void Two_stretches_at_half_the_rate_give_what_one_gives_at_the_whole() =>
        Gen.Select(Gen.Decimal[1, 200], Gen.Int[1, 120]).Sample((milligramsPerHour, minutes) =>
        {
            var from = Morning;
            var whole = InfusionRate.FromMilligramsPerHour(milligramsPerHour);
            var half = InfusionRate.FromMilligramsPerHour(milligramsPerHour / 2);
            var span = TimeSpan.FromMinutes(minutes);
            Near((whole * span).Milligrams, (half * span + half * span).Milligrams, 0.000001m);
            Near((whole * span).Milligrams, (whole * (span / 2) + whole * (span / 2)).Milligrams, 0.000001m);
        });

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(13.37)]
    [InlineData(20)]
    public void A_pause_delays_and_takes_nothing_away(double pausedAfter)
    {
        var through = new Charting().Started();
        var paused = new Charting().Started().Wait(pausedAfter);
        paused.Do(new PauseInfusion(Id(), paused.Now)).Wait(9);
        paused.Do(new ResumeInfusion(Id(), paused.Now));
        foreach (var minute in new[] { 21.0, 25, 33, 40, 55 })
            Near(
                through.Session.GivenBy(Morning.AddMinutes(minute)).Milligrams, paused.Session.GivenBy(Morning.AddMinutes(minute + 9)).Milligrams, 0.001m);
    }

    [Fact]
    public void No_pump_runs_slower_than_a_tenth_of_a_millilitre_an_hour()
    {
        var chart = new Charting().Started();
        Assert.IsType<ImpossibleValue>(chart.Refused(new ChangeRate(Id(), chart.Now, PumpRate.FromMillilitresPerHour(0.0001m))));
        chart.Do(new ChangeRate(Id(), chart.Now, PumpRate.FromMillilitresPerHour(0.1m)));
        Assert.True(chart.Session.InfusionEmptyAt > chart.Now.AddDays(10));
    }

    [Fact]
    public void An_injection_in_two_parts_ends_with_the_last_of_them()
    {
        var chart = new Charting("ketamine-im-1").Gate().Prepared().Checked();
        chart.Do(new GiveDose(Id(), chart.Now, Mass.FromMilligrams(20), "left deltoid"));
        Assert.Equal(SessionPhase.Running, chart.Session.Phase);
        chart.Wait(5).Do(new GiveDose(Id(), chart.Now, Mass.FromMilligrams(15), "right deltoid"));
        Assert.Equal(SessionPhase.Recovering, chart.Session.Phase);
        Assert.Equal(chart.Now, chart.Session.DosingEndedAt);
        Assert.Equal(Morning, chart.Session.StartedAt);
        Assert.Equal(0m, chart.Session.LeftOver!.Value.Milligrams);
    }

    [Fact]
    public void Nasal_devices_are_given_whole_and_five_minutes_apart()
    {
        var chart = new Charting("esketamine-nasal-1").Gate().Prepared().Checked();
        Assert.IsType<NoSuchFixedDose>(chart.Refused(new GiveDose(Id(), chart.Now, Mass.FromMilligrams(14))));
        chart.Do(new GiveDose(Id(), chart.Now, Mass.FromMilligrams(28))).Wait(4);
        var soon = chart.Refused(new GiveDose(Id(), chart.Now, Mass.FromMilligrams(28)));
        Assert.IsType<TooSoonAfterLastDose>(soon);
        Assert.True(soon.CanBeConfirmed);
        chart.Wait(1).Do(new GiveDose(Id(), chart.Now, Mass.FromMilligrams(28)));
        Assert.Equal(56m, chart.Session.GivenBy(chart.Now).Milligrams);
        Assert.Equal(SessionPhase.Recovering, chart.Session.Phase);
    }
}

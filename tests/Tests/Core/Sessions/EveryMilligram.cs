using Afterglow.Core.Sessions;
using Afterglow.Core.Units;
using static Afterglow.Tests.Sessions.Charting;

namespace Afterglow.Tests.Sessions;

/// <summary>Whatever was drawn up ends as given, or as destroyed before a witness.</summary>
public sealed class EveryMilligram
{
    [Fact]
    public void A_dose_drawn_up_for_a_treatment_that_does_not_go_ahead_is_accounted_for()
    {
        var chart = new Charting().Gate().Prepared();
        Assert.True(chart.Session.BalanceClosed);
        chart.Do(new CancelSession(Id(), chart.Now, "Nobody to go home with"));
        var open = Assert.Single(chart.Session.OpenBalances);
        Assert.Equal(35m, open.Open.Milligrams);
        Assert.IsType<WasteNotTheBalance>(chart.Refused(new RecordWaste(Id(), chart.Now, Mass.FromMilligrams(30), "Sharps bin")));
        chart.Do(new RecordWaste(Id(), chart.Now, Mass.FromMilligrams(35), "Sharps bin"));
        Assert.False(chart.Session.BalanceClosed);
        Assert.IsType<WitnessedBySamePerson>(chart.Refused(new WitnessWaste(Id(), chart.Now, Mass.FromMilligrams(35))));
        chart.Do(new WitnessWaste(Id(), chart.Now, Mass.FromMilligrams(35)), SecondNurse);
        Assert.True(chart.Session.BalanceClosed);
        Assert.IsType<NothingToWaste>(chart.Refused(new RecordWaste(Id(), chart.Now, Mass.FromMilligrams(35), "Sharps bin")));
    }

    [Fact]
    public void A_second_dose_drawn_up_afresh_leaves_the_first_to_be_destroyed_before_the_session_is_signed()
    {
        var chart = new Charting().Gate().Prepared();
        var first = chart.LastEntry;
        chart.Do(new OrderDose(Id(), chart.Now, DosePerWeight.FromMilligramsPerKilogram(0.75m)), Prescriber);
        Assert.Equal(35m, Assert.Single(chart.Session.OpenBalances).Open.Milligrams);
        chart.Do(chart.Preparing()).Checked().Do(new StartInfusion(Id(), chart.Now)).Wait(40).Do(new EndInfusion(Id(), chart.Now)).Recovered();
        chart.Do(new Discharge(Id(), chart.Now, "Tom"));
        Assert.Equal(2, chart.Session.DrawnUp.Count);
        Assert.IsType<BalanceOpen>(chart.Refused(chart.Signing()));
        chart.Do(new RecordWaste(Id(), chart.Now, Mass.FromMilligrams(35), "Sharps bin", first));
        chart.Do(new WitnessWaste(Id(), chart.Now, Mass.FromMilligrams(35), first), SecondNurse);
        chart.Do(chart.Signing());
        Assert.Equal([(0m, 35m), (52.5m, 0m)], chart.Session.Balances.Select(balance => (balance.Given.Milligrams, balance.Wasted.Milligrams)));
    }

    [Fact]
    public void The_same_drug_written_down_anew_is_one_dose()
    {
        var chart = new Charting().Gate().Prepared();
        chart.Do(chart.Preparing() with { Lot = "LOT-43", SameDrug = true });
        var drawn = Assert.Single(chart.Session.DrawnUp);
        Assert.Equal(("LOT-43", 35m), (drawn.Prepared.Lot, drawn.Amount.Milligrams));
        Assert.Null(chart.Session.DoseCheck);
        chart.Checked().Do(new StartInfusion(Id(), chart.Now)).Wait(40).Do(new EndInfusion(Id(), chart.Now));
        Assert.True(chart.Session.BalanceClosed);
    }

    [Fact]
    public void A_smaller_dose_of_the_same_drug_leaves_the_rest_over()
    {
        var chart = new Charting().Gate().Prepared().Weighed(68);
        Assert.IsType<WeightChangedSincePreparation>(chart.Refused(new StartInfusion(Id(), chart.Now)));
        chart.Do(chart.Preparing() with { SameDrug = true }).Checked().Do(new StartInfusion(Id(), chart.Now)).Wait(40);
        chart.Do(new EndInfusion(Id(), chart.Now));
        Assert.Equal(1m, chart.Session.LeftOver!.Value.Milligrams);
        Assert.False(chart.Session.BalanceClosed);
    }

    [Fact]
    public void Drug_that_was_destroyed_or_is_another_is_not_written_down_anew()
    {
        var chart = new Charting().Gate();
        Assert.IsType<NotTheSameDrug>(chart.Refused(chart.Preparing() with { SameDrug = true }));
        chart.Prepared();
        Assert.IsType<NotTheSameDrug>(chart.Refused(chart.Preparing(chart.Session.Protocol!.Preparations[0].Name) with { SameDrug = true }));
        chart.Do(new OrderDose(Id(), chart.Now, DosePerWeight.FromMilligramsPerKilogram(0.75m)), Prescriber);
        chart.Do(new RecordWaste(Id(), chart.Now, Mass.FromMilligrams(35), "Sharps bin"));
        Assert.IsType<NotTheSameDrug>(chart.Refused(chart.Preparing() with { SameDrug = true }));
    }

    [Fact]
    public void Where_several_doses_are_left_over_it_is_said_which_was_destroyed()
    {
        var chart = new Charting().Gate().Prepared();
        var first = chart.LastEntry;
        chart.Do(chart.Preparing() with { Lot = "LOT-43" });
        chart.Do(new CancelSession(Id(), chart.Now, "Blood pressure"));
        var waste = new RecordWaste(Id(), chart.Now, Mass.FromMilligrams(35), "Sharps bin");
        Assert.IsType<WhichDose>(chart.Refused(waste));
        Assert.IsType<NoSuchEntry>(chart.Refused(waste with { Drawn = Id() }));
        chart.Do(waste with { Drawn = first }).Do(waste with { EntryId = Id() });
        Assert.IsType<WhichDose>(chart.Refused(new WitnessWaste(Id(), chart.Now, Mass.FromMilligrams(35)), SecondNurse));
        chart.Do(new WitnessWaste(Id(), chart.Now, Mass.FromMilligrams(35), first), SecondNurse);
        chart.Do(new WitnessWaste(Id(), chart.Now, Mass.FromMilligrams(35)), SecondNurse);
        Assert.True(chart.Session.BalanceClosed);
    }

    [Fact]
    public void The_dose_in_use_is_not_destroyed_under_the_running_pump()
    {
        var chart = new Charting().Started().Wait(5);
        Assert.IsType<NothingToWaste>(chart.Refused(new RecordWaste(Id(), chart.Now, Mass.FromMilligrams(35), "Sharps bin")));
    }

    [Fact]
    public void An_unused_nasal_device_is_accounted_for_like_a_syringe()
    {
        var chart = new Charting("esketamine-nasal-1").Gate().Prepared().Checked();
        chart.Do(new GiveDose(Id(), chart.Now, Mass.FromMilligrams(28))).Wait(6);
        chart.Do(new EndInfusion(Id(), chart.Now, Confirmed: true));
        Assert.Equal(28m, Assert.Single(chart.Session.OpenBalances).Open.Milligrams);
    }
}

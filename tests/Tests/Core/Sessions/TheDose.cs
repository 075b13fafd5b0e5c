using Afterglow.Core.Sessions;
using Afterglow.Core.Units;
using static Afterglow.Tests.Sessions.Charting;

namespace Afterglow.Tests.Sessions;

public sealed class TheDose
{
    // Worked by hand: mg = mg/kg × kg; mL = mg ÷ mg/mL, to a hundredth; mg/h = mg ÷ 40 min; mL/h = 50 mL ÷ 40 min.
    [Theory]
    [InlineData(70, "Ketamine 50 mg/mL vial", 0.70, 35, 75)]
    [InlineData(70, "Ketamine 10 mg/mL vial", 3.50, 35, 75)]
    [InlineData(70, "Ketamine 100 mg/mL vial", 0.35, 35, 75)]
    [InlineData(66.7, "Ketamine 50 mg/mL vial", 0.67, 33.5, 75)]
    [InlineData(91.3, "Ketamine 100 mg/mL vial", 0.46, 46, 75)]
    public void Is_worked_out_from_weight_vial_and_volume(double kilograms, string vial, double drawnMl, double doseMg, double pumpMlPerHour)
    {
        var chart = new Charting().Consent().Weighed((decimal)kilograms);
        chart.Do(chart.Preparing(vial));
        var prepared = chart.Session.Prepared!;
        Assert.Equal((decimal)drawnMl, prepared.Drawn.Millilitres);
        Assert.Equal((decimal)doseMg, prepared.Dose.Milligrams);
        Near((decimal)pumpMlPerHour, prepared.Pump!.Value.MillilitresPerHour, 0.001m);
        // What the pump delivers in forty minutes is the dose.
        Near((decimal)doseMg, (prepared.Rate!.Value * prepared.Over!.Value).Milligrams, 0.001m);
    }

    [Fact]
    public void Ten_times_the_dose_is_refused_wherever_it_is_written()
    {
        var chart = new Charting().Gate();
        Assert.IsType<DoseOutsideLimits>(chart.Refused(new OrderDose(Id(), chart.Now, DosePerWeight.FromMilligramsPerKilogram(5)), Prescriber));
        Assert.IsType<DoseNotAsOrdered>(chart.Refused(chart.Preparing() with { Dose = Mass.FromMilligrams(350) }));
        chart.Prepared();
        Assert.IsType<CheckDisagrees>(chart.Refused(new CheckDose(Id(), chart.Now, Mass.FromMilligrams(350), Volume.FromMillilitres(7)), SecondNurse));
        var spray = new Charting("esketamine-nasal-1").Gate();
        Assert.IsType<NoSuchFixedDose>(spray.Refused(new OrderDose(Id(), spray.Now, Dose: Mass.FromMilligrams(560)), Prescriber));
        var injection = new Charting("ketamine-im-1").Gate().Prepared().Checked();
        Assert.IsType<MoreThanPrepared>(injection.Refused(new GiveDose(Id(), injection.Now, Mass.FromMilligrams(350))));
        Assert.IsType<ImpossibleValue>(injection.Refused(new GiveDose(Id(), injection.Now, Mass.FromMilligrams(0))));
    }

    [Theory]
    [InlineData(0.19, false)]
    [InlineData(0.2, true)]
    [InlineData(0.5, true)]
    [InlineData(1.0, true)]
    [InlineData(1.01, false)]
    [InlineData(-0.5, false)]
    [InlineData(0, false)]
    public void Is_titrated_within_the_sites_limits(double milligramsPerKilogram, bool allowed)
    {
        var chart = new Charting();
        Assert.Equal(allowed, chart.Ask(new OrderDose(Id(), chart.Now, DosePerWeight.FromMilligramsPerKilogram((decimal)milligramsPerKilogram)), Prescriber).Allowed);
        Assert.IsType<NotYourRole>(chart.Refused(new OrderDose(Id(), chart.Now, DosePerWeight.FromMilligramsPerKilogram(0.5m))));
    }

    [Fact]
    public void Prepared_anew_it_is_checked_anew()
    {
        var chart = new Charting().Gate().Prepared().Checked();
        chart.Prepared();
        Assert.IsType<DoseNotChecked>(chart.Refused(new StartInfusion(Id(), chart.Now)));
        chart.Checked().Do(new OrderDose(Id(), chart.Now, DosePerWeight.FromMilligramsPerKilogram(0.4m)), Prescriber);
        Assert.IsType<DoseNotPrepared>(chart.Refused(new StartInfusion(Id(), chart.Now)));
    }

    [Theory]
    [InlineData(35.5, 0.70, true)]
    [InlineData(35.6, 0.70, false)]
    [InlineData(34.5, 0.71, true)]
    [InlineData(35, 0.72, false)]
    [InlineData(35, 7.0, false)]
    public void The_second_person_must_find_what_was_prepared(double milligrams, double millilitres, bool agrees)
    {
        var chart = new Charting().Gate().Prepared();
        Assert.Equal(agrees, chart.Ask(new CheckDose(Id(), chart.Now, Mass.FromMilligrams((decimal)milligrams), Volume.FromMillilitres((decimal)millilitres)), SecondNurse).Allowed);
    }

    [Fact]
    public void The_start_cannot_be_dated_before_the_check_or_before_the_vital_signs_it_rests_on()
    {
        var chart = new Charting().Consent().Room().Escort().Fasted().Weighed().Pregnancy().Medicines().Suicide().Wait(10).Vitals().Prepared().Wait(10).Checked();
        Assert.IsType<OutOfOrder>(chart.Refused(new StartInfusion(Id(), chart.Now.AddMinutes(-5))));
        Assert.IsType<GateNotPassed>(chart.Refused(new StartInfusion(Id(), chart.Now.AddMinutes(-15))));
        // Two devices never agree to the second.
        chart.Do(new StartInfusion(Id(), chart.Now.AddSeconds(-30)));
    }

    [Fact]
    public void The_weight_of_another_day_prepares_no_dose()
    {
        var chart = new Charting(lastWeight: BodyWeight.FromKilograms(70));
        Assert.IsType<WeightMissing>(chart.Refused(chart.Preparing()));
        Assert.IsType<WeightMissing>(new Charting().Refused(new Charting().Preparing()));
        // A fixed dose asks nobody's weight.
        var spray = new Charting("esketamine-nasal-1");
        spray.Do(spray.Preparing());
        Assert.Equal(56m, spray.Session.Prepared!.Dose.Milligrams);
    }
}

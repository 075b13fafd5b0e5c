using Afterglow.Core.Intake.Consent;
using Afterglow.Core.Sessions;
using Afterglow.Core.Units;
using static Afterglow.Tests.Sessions.Charting;

namespace Afterglow.Tests.Sessions;

public sealed class AlarmsAndDue
{
    [Theory]
    [InlineData(159, 99, null, null)]
    [InlineData(160, 90, "a_bp1", AlarmPriority.Medium)]
    [InlineData(150, 100, "a_bp1", AlarmPriority.Medium)]
    [InlineData(179, 109, "a_bp1", AlarmPriority.Medium)]
    [InlineData(180, 90, "a_bp2", AlarmPriority.Medium)]
    [InlineData(150, 110, "a_bp2", AlarmPriority.Medium)]
    [InlineData(89, 50, "site_sbp_low", AlarmPriority.Medium)]
    [InlineData(90, 50, null, null)]
    public void A_pressure_beyond_its_limit_raises_an_alarm(int systolic, int diastolic, string? rule, AlarmPriority? priority)
    {
        var chart = new Charting().Started().Wait(5).Vitals(systolic, diastolic);
        var alarm = Alarms.Active(chart.Session, chart.Now).SingleOrDefault();
        Assert.Equal(rule, alarm?.Rule.Id);
        Assert.Equal(priority, alarm?.Priority);
    }

    [Fact]
    public void A_high_pressure_that_lasts_five_minutes_is_an_alarm_of_the_first_rank()
    {
        var chart = new Charting().Started().Wait(5).Vitals(184, 96).Wait(5).Vitals(182, 95);
        var alarm = Assert.Single(Alarms.Active(chart.Session, chart.Now));
        Assert.Equal(AlarmPriority.High, alarm.Priority);
        Assert.Equal("***", alarm.Stars);
        Assert.Equal("BP 182/95", alarm.What);
        Assert.Equal("≥ 180/110, sustained, baseline 118, +54 %", alarm.Against);
        Assert.Equal(Morning.AddMinutes(5), alarm.Since);
        chart.Wait(5).Vitals(150, 90);
        Assert.Empty(Alarms.Active(chart.Session, chart.Now));
    }

    [Fact]
    public void A_consent_taken_back_while_drug_goes_in_is_an_alarm_that_says_what_to_do_until_it_has_ended()
    {
        var chart = new Charting().Started().Wait(5);
        Assert.Empty(Alarms.Active(chart.Session, chart.Now));
        var back = chart.OnFile(ConsentState.Withdrawn).LastEntry;
        // What else changes in the patient's record makes no second alarm of it.
        chart.OnFile(ConsentState.Withdrawn, EligibilityStanding.NotNow);
        var alarm = Assert.Single(Alarms.Active(chart.Session, chart.Now));
        Assert.Equal(("site_withdrawn:" + back.ToString("N"), AlarmPriority.High), (alarm.Key, alarm.Priority));
        Assert.Contains("prescriber, who decides on stopping", alarm.Against, StringComparison.Ordinal);
        Assert.DoesNotContain("prescriber", alarm.Action, StringComparison.Ordinal);
        Assert.Contains("watch until", alarm.Action, StringComparison.Ordinal);
        Assert.False(alarm.Rule.Source.Established);
        chart.Do(new AcknowledgeAlarm(Id(), chart.Now, alarm.Key, "Paused, Dr Prescriber is here"));
        Assert.False(Assert.Single(Alarms.Active(chart.Session, chart.Now)).Open);
        // Nothing stops by itself; but what was paused is not begun again.
        Assert.Equal(SessionPhase.Running, chart.Session.Phase);
        chart.Do(new PauseInfusion(Id(), chart.Now, "The patient wants to stop"));
        Assert.IsType<ConsentTakenBack>(chart.Refused(new ResumeInfusion(Id(), chart.Now)));
        chart.Do(new StopInfusion(Id(), chart.Now, "The patient wants to stop"));
        Assert.Empty(Alarms.Active(chart.Session, chart.Now));
    }

    [Fact]
    public void Signed_again_the_alarm_is_over_and_the_infusion_may_go_on()
    {
        var chart = new Charting().Started().Wait(5).OnFile(ConsentState.Withdrawn).Do(new PauseInfusion(Id(), Morning.AddMinutes(5), "The patient has a question")).Wait(5);
        chart.OnFile(ConsentState.Signed);
        Assert.Empty(Alarms.Active(chart.Session, chart.Now));
        chart.Do(new ResumeInfusion(Id(), chart.Now));
    }

    [Theory]
    [InlineData(91, 70, "a_spo2")]
    [InlineData(92, 70, null)]
    [InlineData(97, 121, "site_hr")]
    [InlineData(97, 120, null)]
    [InlineData(97, 44, "site_hr")]
    [InlineData(97, 45, null)]
    public void So_do_oxygen_and_heart_rate(int oxygen, int heartRate, string? rule)
    {
        var chart = new Charting().Started().Wait(5).Vitals(120, 80, heartRate, oxygen);
        Assert.Equal(rule, Alarms.Active(chart.Session, chart.Now).SingleOrDefault()?.Rule.Id);
    }

    [Fact]
    public void Dissociation_rated_extreme_is_an_alarm_until_it_is_rated_lower()
    {
        var chart = new Charting().Started().Wait(10);
        chart.Do(new RateDissociation(Id(), chart.Now, 3), Nurse);
        Assert.Empty(Alarms.Active(chart.Session, chart.Now));
        chart.Wait(2).Do(new RateDissociation(Id(), chart.Now, 4), Nurse);
        Assert.Equal("site_distress", Assert.Single(Alarms.Active(chart.Session, chart.Now)).Rule.Id);
        // Six numbers without an impression say nothing about how extreme it is.
        chart.Wait(2).Do(new RateDissociation(Id(), chart.Now, null, [1, 1, 1, 1, 1, 1]), Nurse);
        Assert.Single(Alarms.Active(chart.Session, chart.Now));
        chart.Wait(2).Do(new RateDissociation(Id(), chart.Now, 2), Nurse);
        Assert.Empty(Alarms.Active(chart.Session, chart.Now));
    }

    [Fact]
    public void A_reading_without_oxygen_does_not_silence_the_alarm_for_oxygen()
    {
        var chart = new Charting().Started().Wait(5).Vitals(oxygen: 88).Wait(2).Vitals(oxygen: null);
        var alarm = Assert.Single(Alarms.Active(chart.Session, chart.Now));
        Assert.Equal("SpO2 88 %", alarm.What);
        chart.Wait(2).Vitals(oxygen: 95);
        Assert.Empty(Alarms.Active(chart.Session, chart.Now));
    }

    [Fact]
    public void An_alarm_is_acknowledged_by_name_and_stands_again_when_the_limit_is_crossed_anew()
    {
        var chart = new Charting().Started().Wait(5).Vitals(165, 90);
        var key = Alarms.Active(chart.Session, chart.Now)[0].Key;
        chart.Do(new AcknowledgeAlarm(Id(), chart.Now, key, "Repeat in five minutes"), Prescriber);
        Assert.Equal("Petra Prescriber", Alarms.Active(chart.Session, chart.Now)[0].AcknowledgedBy!.Name);
        chart.Wait(5).Vitals(163, 90);
        Assert.False(Alarms.Active(chart.Session, chart.Now)[0].Open);
        chart.Wait(5).Vitals(120, 80).Wait(5).Vitals(166, 90);
        Assert.True(Alarms.Active(chart.Session, chart.Now)[0].Open);
        Assert.IsType<NoSuchEntry>(chart.Refused(new AcknowledgeAlarm(Id(), chart.Now, key)));
    }

    [Fact]
    public void Sedation_distress_nausea_and_grave_events_raise_alarms_the_gravest_first()
    {
        var chart = new Charting().Started().Wait(5);
        chart.Do(new RateNausea(Id(), chart.Now, 4)).Do(new RateDistress(Id(), chart.Now, 6)).Do(new RateSedation(Id(), chart.Now, 2));
        chart.Do(new RecordAdverseEvent(Id(), chart.Now, "Chest pain", AdverseEventSeverity.Severe, "ECG", AdverseEventOutcome.Ongoing));
        var adverse = chart.LastEntry;
        Assert.Equal(
            [AlarmPriority.High, AlarmPriority.High, AlarmPriority.Medium, AlarmPriority.Low],
            Alarms.Active(chart.Session, chart.Now).Select(alarm => alarm.Priority));
        chart.Wait(5).Do(new FollowAdverseEvent(Id(), chart.Now, adverse, AdverseEventOutcome.Resolved));
        chart.Do(new RateSedation(Id(), chart.Now, 5)).Do(new RateDistress(Id(), chart.Now, 5)).Do(new RateNausea(Id(), chart.Now, 3));
        Assert.Empty(Alarms.Active(chart.Session, chart.Now));
    }

    [Fact]
    public void There_is_no_alarm_before_the_dose_and_none_after_the_patient_left()
    {
        Assert.Empty(Alarms.Active(new Charting().Vitals(190, 112).Session, Morning));
        var chart = new Charting().Infused();
        chart.Do(new RateSedation(Id(), chart.Now, 1));
        Assert.NotEmpty(Alarms.Active(chart.Session, chart.Now));
        chart.Do(new Discharge(Id(), chart.Now, "Tom", "Handed over to the ambulance"), Prescriber);
        Assert.Empty(Alarms.Active(chart.Session, chart.Now));
    }

    [Fact]
    public void Vitals_are_due_every_ten_minutes_of_an_infusion_and_every_fifteen_of_recovery()
    {
        var chart = new Charting().Started();
        Assert.Equal(Morning.AddMinutes(10), Due(chart, DueKind.Vitals).At);
        Assert.Equal(Morning.AddMinutes(20), Due(chart, DueKind.Ratings).At);
        Assert.Equal(Morning.AddMinutes(40), Due(chart, DueKind.InfusionEnds).At, TimeSpan.FromSeconds(1));
        chart.Wait(11).Vitals();
        Assert.Equal(Morning.AddMinutes(21), Due(chart, DueKind.Vitals).At);
        chart.Wait(29).Do(new EndInfusion(Id(), chart.Now)).Vitals();
        Assert.Equal(chart.Now.AddMinutes(15), Due(chart, DueKind.Vitals).At);
        Assert.Equal(chart.Now.AddMinutes(60), Due(chart, DueKind.ObservationEnds).At);
    }

    [Fact]
    public void A_raised_pressure_is_taken_again_after_five_minutes()
    {
        var chart = new Charting().Started().Wait(5).Vitals(165, 90);
        var due = Due(chart, DueKind.Vitals);
        Assert.Equal("blood pressure again", due.What);
        Assert.Equal(chart.Now.AddMinutes(5), due.At);
    }

    [Fact]
    public void The_pressure_forty_minutes_after_esketamine_is_due_then_however_lately_another_was_taken()
    {
        var chart = new Charting("esketamine-nasal-1").Gate().Prepared().Checked();
        chart.Do(new GiveDose(Id(), chart.Now, chart.Session.Prepared!.Dose));
        Assert.Equal(Morning.AddMinutes(40), Due(chart, DueKind.Vitals).At);
        chart.Wait(15).Vitals();
        Assert.Equal(Morning.AddMinutes(40), Due(chart, DueKind.Vitals).At);
        chart.Wait(24).Vitals();
        Assert.Equal(chart.Now.AddMinutes(40), Due(chart, DueKind.Vitals).At);
        Assert.Equal(Morning.AddMinutes(120), Due(chart, DueKind.ObservationEnds).At);
    }

    [Fact]
    public void After_the_first_device_a_consent_that_is_taken_back_is_an_alarm_and_the_second_device_is_refused_until_it_is_signed_again()
    {
        var chart = new Charting("esketamine-nasal-1").Gate().Prepared().Checked().Do(new GiveDose(Id(), Morning, Mass.FromMilligrams(28))).Wait(6);
        var second = new GiveDose(Id(), chart.Now, Mass.FromMilligrams(28));
        chart.OnFile(ConsentState.Withdrawn);
        Assert.Equal("consent.taken-back", chart.Refused(second).Code);
        // Confirming does not help, and neither does waiting.
        Assert.Equal("consent.taken-back", chart.Wait(20).Refused(second with { At = chart.Now, Confirmed = true }).Code);
        var alarm = Assert.Single(Alarms.Active(chart.Session, chart.Now), one => one.Rule.Id == "site_withdrawn");
        Assert.Equal((AlarmPriority.High, true), (alarm.Priority, alarm.Against.StartsWith("give nothing more", StringComparison.Ordinal)));
        chart.OnFile(ConsentState.Signed).Do(second with { At = chart.Now });
        Assert.Equal(Mass.FromMilligrams(56), chart.Session.GivenBy(chart.Now));
    }

    [Theory]
    [InlineData(10, "now", false)]
    [InlineData(5.5, "in 5 min", false)]
    [InlineData(9.5, "now", false)]
    [InlineData(11, "now", false)]
    [InlineData(13.2, "late 3 min", true)]
    public void Late_is_said_in_minutes(double minute, string words, bool late)
    {
        var due = Due(new Charting().Started(), DueKind.Vitals);
        Assert.Equal(words, due.When(Morning.AddMinutes(minute)));
        Assert.Equal(late, due.LateAt(Morning.AddMinutes(minute)));
    }

    [Fact]
    public void Nothing_is_due_before_the_dose_or_after_the_patient_left()
    {
        Assert.Empty(DueList.For(new Charting().Gate().Session, Morning));
        var chart = new Charting().Discharged();
        Assert.Empty(DueList.For(chart.Session, chart.Now));
    }

    private static Due Due(Charting chart, DueKind kind) => DueList.For(chart.Session, chart.Now).Single(due => due.Kind == kind);
}

using Afterglow.Core.Plans;
using Afterglow.Core.Sessions;
using static Afterglow.Tests.Sessions.Charting;

namespace Afterglow.Tests.Sessions;

public sealed class LeavingTheClinic
{
    [Fact]
    public void Everything_met_the_patient_leaves_with_the_escort()
    {
        var chart = new Charting().Infused().Recovered();
        Assert.All(DischargeCriteria.Check(chart.Session, chart.Now), criterion => Assert.True(criterion.Met, criterion.Sentence));
        chart.Do(new Discharge(Id(), chart.Now, "Tom"));
        Assert.Equal("Tom", chart.Session.Discharge!.EscortName);
        Assert.Empty(chart.Session.Discharge.Unmet);
    }

    [Theory]
    [InlineData(59.9, false)]
    [InlineData(60, true)]
    public void An_hour_of_observation_after_an_infusion(double minutes, bool met) =>
        Assert.Equal(met, Met(new Charting().Infused().Wait(minutes), "Observed long enough"));

    [Theory]
    [InlineData(119.9, false)]
    [InlineData(120, true)]
    public void Two_hours_from_the_first_dose_of_esketamine(double minutes, bool met) =>
        Assert.Equal(met, Met(Sprayed().Wait(minutes), "Observed long enough"));

    [Theory]
    [InlineData(29.9, false)]
    [InlineData(30, true)]
    [InlineData(40, true)]
    [InlineData(50, true)]
    [InlineData(50.1, false)]
    public void A_blood_pressure_about_forty_minutes_after_esketamine(double minute, bool met) =>
        Assert.Equal(met, Met(Sprayed().Wait(minute).Vitals(), "Blood pressure at 40 min"));

    [Theory]
    [InlineData(0, true)]
    [InlineData(30, true)]
    [InlineData(30.1, false)]
    public void Vital_signs_of_the_last_half_hour(double minutesAgo, bool met) =>
        Assert.Equal(met, Met(new Charting().Infused().Wait(5).Vitals().Wait(minutesAgo), "Vitals before leaving"));

    // The baseline is 118/74, 98 %.
    [Theory]
    [InlineData(141, 88, true)]
    [InlineData(142, 88, false)]
    [InlineData(141, 89, false)]
    public void A_pressure_within_a_fifth_of_the_baseline(int systolic, int diastolic, bool met) =>
        Assert.Equal(met, Met(new Charting().Infused().Wait(5).Vitals(119, 75).Wait(5).Vitals(systolic, diastolic), "Blood pressure"));

    [Theory]
    [InlineData(159, 99, true)]
    [InlineData(160, 99, false)]
    [InlineData(159, 100, false)]
    [InlineData(171, 95, false)]
    public void Or_a_pressure_that_falls_and_is_below_the_limit(int systolic, int diastolic, bool met) =>
        Assert.Equal(met, Met(new Charting().Infused().Wait(5).Vitals(170, 95).Wait(5).Vitals(systolic, diastolic), "Blood pressure"));

    [Theory]
    [InlineData(94, false, true)]
    [InlineData(93, false, false)]
    [InlineData(98, true, false)]
    [InlineData(null, false, false)]
    public void Oxygen_back_on_air(int? oxygen, bool onOxygen, bool met)
    {
        var chart = new Charting().Infused().Wait(5);
        chart.Do(new RecordVitals(Id(), chart.Now, new Vitals(118, 74, 68, oxygen, null, onOxygen)));
        Assert.Equal(met, Met(chart, "SpO2 on air"));
    }

    [Theory]
    [InlineData(5, true)]
    [InlineData(4, false)]
    [InlineData(null, false)]
    public void Fully_alert(int? moaaS, bool met)
    {
        var chart = new Charting().Infused().Wait(5);
        if (moaaS is { } score) chart.Do(new RateSedation(Id(), chart.Now, score));
        Assert.Equal(met, Met(chart, "Alert"));
    }

    [Theory]
    [InlineData(null, 0, true)]
    [InlineData(null, 1, false)]
    [InlineData(1, 1, true)]
    [InlineData(1, 2, false)]
    [InlineData(null, null, false)]
    public void Dissociation_back_where_it_began(int? before, int? after, bool met)
    {
        var chart = new Charting();
        if (before is { } start) chart.Do(new RateDissociation(Id(), chart.Now, start));
        chart.Infused().Wait(5);
        if (after is { } end) chart.Do(new RateDissociation(Id(), chart.Now, end));
        Assert.Equal(met, Met(chart, "Dissociation cleared"));
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData(3, true)]
    [InlineData(4, false)]
    public void Nausea_under_control(int? score, bool met)
    {
        var chart = new Charting().Infused().Wait(5);
        if (score is { } nausea) chart.Do(new RateNausea(Id(), chart.Now, nausea));
        Assert.Equal(met, Met(chart, "Nausea controlled"));
    }

    [Theory]
    [InlineData(AdverseEventSeverity.Moderate, AdverseEventOutcome.Ongoing, true)]
    [InlineData(AdverseEventSeverity.Severe, AdverseEventOutcome.Resolved, true)]
    [InlineData(AdverseEventSeverity.Severe, AdverseEventOutcome.Ongoing, false)]
    [InlineData(AdverseEventSeverity.LifeThreatening, AdverseEventOutcome.Ongoing, false)]
    public void No_severe_adverse_event_goes_on(AdverseEventSeverity severity, AdverseEventOutcome outcome, bool met)
    {
        var chart = new Charting().Infused();
        chart.Do(new RecordAdverseEvent(Id(), chart.Now, "Chest pain", severity, "ECG", outcome));
        Assert.Equal(met, Met(chart, "No severe adverse event goes on"));
    }

    [Fact]
    public void With_a_severe_adverse_event_the_patient_leaves_when_it_is_over_or_when_a_prescriber_says_why()
    {
        var chart = new Charting().Infused();
        chart.Do(new RecordAdverseEvent(Id(), chart.Now, "Anxiety or panic", AdverseEventSeverity.Severe, "Stayed with the patient", AdverseEventOutcome.Ongoing));
        var adverse = chart.LastEntry;
        chart.Recovered();
        Assert.Contains("Anxiety or panic", Assert.Single(Assert.IsType<DischargeCriteriaNotMet>(chart.Refused(new Discharge(Id(), chart.Now, "Tom"))).Unmet));
        Assert.IsType<NotYourRole>(chart.Refused(new Discharge(Id(), chart.Now, "Tom", "Crisis team waits at home")));
        Assert.True(chart.Ask(new Discharge(Id(), chart.Now, "Tom", "Crisis team waits at home"), Prescriber).Allowed);
        chart.Do(new FollowAdverseEvent(Id(), chart.Now, adverse, AdverseEventOutcome.Resolved)).Do(new Discharge(Id(), chart.Now, "Tom"));
        Assert.Empty(chart.Session.Discharge!.Unmet);
    }

    [Fact]
    public void A_rating_from_before_the_end_of_dosing_says_nothing_about_now()
    {
        var chart = new Charting().Started().Wait(20);
        chart.Do(new RateSedation(Id(), chart.Now, 5)).Do(new RateDissociation(Id(), chart.Now, 0)).Vitals().Wait(20);
        chart.Do(new EndInfusion(Id(), chart.Now)).Wait(1);
        Assert.False(Met(chart, "Alert"));
        Assert.False(Met(chart, "Dissociation cleared"));
        Assert.False(Met(chart, "Vitals before leaving"));
    }

    [Theory]
    [InlineData(0, "Oriented, steady on the feet")]
    [InlineData(1, "Oriented, steady on the feet")]
    [InlineData(2, "Suicide risk and safety plan")]
    [InlineData(3, "Suicide risk and safety plan")]
    [InlineData(4, "Instructions and escort")]
    [InlineData(-1, null)]
    public void What_only_a_person_can_see(int missing, string? title)
    {
        var chart = new Charting().Infused().Wait(5);
        chart.Do(new AssessForDischarge(Id(), chart.Now, missing != 0, missing != 1, missing != 2, missing != 3, missing != 4));
        string[] titles = ["Oriented, steady on the feet", "Suicide risk and safety plan", "Instructions and escort"];
        Assert.All(titles, each => Assert.Equal(each != title, Met(chart, each)));
        Assert.All(titles, each => Assert.False(Met(new Charting().Infused(), each)));
    }

    [Fact]
    public void One_thing_missing_only_a_prescriber_with_a_reason_lets_the_patient_go()
    {
        var chart = new Charting().Infused().Wait(61).Vitals().Do(new AssessForDischarge(Id(), Morning.AddMinutes(101), true, true, true, true, true));
        var refusal = chart.Refused(new Discharge(Id(), chart.Now, "Tom"));
        Assert.Contains("Sedation was not rated", refusal.Sentence, StringComparison.Ordinal);
        Assert.IsType<DischargeCriteriaNotMet>(chart.Refused(new Discharge(Id(), chart.Now, "Tom"), Prescriber));
        Assert.IsType<NotYourRole>(chart.Refused(new Discharge(Id(), chart.Now, "Tom", "Lives next door")));
        chart.Do(new Discharge(Id(), chart.Now, "Tom", "Lives next door"), Prescriber);
        Assert.Equal("Lives next door", chart.Session.Discharge!.OverrideReason);
        Assert.Contains(chart.Session.Discharge.Unmet, unmet => unmet.Contains("Sedation", StringComparison.Ordinal));
    }

    [Fact]
    public void After_discharge_nothing_more_is_measured_and_notes_and_events_may_follow()
    {
        var chart = new Charting().Discharged().Wait(60);
        Assert.IsType<WrongPhase>(chart.Refused(new RecordVitals(Id(), chart.Now, new Vitals(120, 80, 70))));
        Assert.IsType<WrongPhase>(chart.Refused(new RateNausea(Id(), chart.Now, 2)));
        Assert.IsType<WrongPhase>(chart.Refused(new RecordVitals(Id(), chart.Now.AddHours(-1), new Vitals(120, 80, 70))));
        chart.Do(new WriteNote(Id(), chart.Now, "Called: is at home."));
        chart.Do(new RecordAdverseEvent(Id(), chart.Now, "Headache", AdverseEventSeverity.Mild, "none", AdverseEventOutcome.Ongoing));
    }

    [Fact]
    public void A_signature_holds_for_what_was_read_and_shows_when_something_came_after()
    {
        var chart = new Charting().Signed();
        Assert.Equal(SessionPhase.Signed, chart.Session.Phase);
        Assert.False(chart.Session.ChangedSinceSigning);
        chart.Wait(10).Do(new WriteNote(Id(), chart.Now, "Addendum"));
        Assert.True(chart.Session.ChangedSinceSigning);
        chart.Do(chart.Signing(), Prescriber);
        Assert.False(chart.Session.ChangedSinceSigning);
        Assert.Equal("Petra Prescriber", chart.Session.SignedBy!.Name);
    }

    [Fact]
    public void A_treatment_that_does_not_go_ahead_is_called_off_before_anything_is_given()
    {
        var chart = new Charting().Gate();
        Assert.IsType<Unanswered>(chart.Refused(new CancelSession(Id(), chart.Now, "")));
        chart.Do(new CancelSession(Id(), chart.Now, "Blood pressure too high"));
        Assert.Equal(SessionPhase.Cancelled, chart.Session.Phase);
        Assert.IsType<WrongPhase>(chart.Refused(new StartInfusion(Id(), chart.Now)));
        var running = new Charting().Started();
        Assert.IsType<WrongPhase>(running.Refused(new CancelSession(Id(), running.Now, "Too late")));
    }

    private static Charting Sprayed()
    {
        var chart = new Charting("esketamine-nasal-1").Gate().Prepared().Checked();
        return chart.Do(new GiveDose(Id(), chart.Now, chart.Session.Prepared!.Dose));
    }

    private static bool Met(Charting chart, string title) =>
        DischargeCriteria.Check(chart.Session, chart.Now).Single(criterion => criterion.Title == title).Met;
}

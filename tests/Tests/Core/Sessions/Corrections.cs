using Afterglow.Core;
using Afterglow.Core.Sessions;
using Afterglow.Core.Units;
using static Afterglow.Tests.Sessions.Charting;

namespace Afterglow.Tests.Sessions;

public sealed class Corrections
{
    [Fact]
    public void A_correction_counts_from_the_moment_it_is_written_and_the_original_stays_readable()
    {
        var chart = new Charting().Started().Wait(10).Vitals(212, 100, 80);
        var wrong = chart.LastEntry;
        Assert.NotEmpty(Alarms.Active(chart.Session, chart.Now));
        chart.Do(new AmendEntry(Id(), chart.Now, wrong, new SessionEvent.VitalsRecorded(chart.Now, new Vitals(122, 80, 80, 98)), "Mistyped"), Prescriber);
        Assert.Empty(Alarms.Active(chart.Session, chart.Now));
        Assert.Equal(122, chart.Session.Vitals[^1].Value.Systolic);
        var entry = chart.Session.Entries.Single(each => each.EntryId == wrong);
        Assert.Equal(212, ((SessionEvent.VitalsRecorded)entry.Original.Event).Vitals.Systolic);
        var revision = Assert.Single(entry.Revisions);
        Assert.Equal("Mistyped", revision.Reason);
        Assert.Equal("Petra Prescriber", revision.By.Name);
        chart.Do(new AmendEntry(Id(), chart.Now, wrong, new SessionEvent.VitalsRecorded(chart.Now, new Vitals(124, 80, 80, 98)), "Mistyped again"));
        Assert.Equal([212, 122], chart.Session.Entries.Single(each => each.EntryId == wrong).Revisions
            .Select(each => ((SessionEvent.VitalsRecorded)each.Before).Vitals.Systolic));
    }

    [Fact]
    public void What_is_struck_out_counts_no_more_and_stays_readable()
    {
        var chart = new Charting().Started().Wait(10).Vitals(212, 100, 80);
        var wrong = chart.LastEntry;
        chart.Do(new StrikeEntry(Id(), chart.Now, wrong, "Other patient's cuff"));
        Assert.DoesNotContain(chart.Session.Vitals, reading => reading.EntryId == wrong);
        var entry = chart.Session.Entries.Single(each => each.EntryId == wrong);
        Assert.True(entry.Struck);
        Assert.Equal("Other patient's cuff", entry.Revisions[0].Reason);
        Assert.IsType<CannotBeAmended>(chart.Refused(new StrikeEntry(Id(), chart.Now, wrong, "Again")));
        Assert.IsType<CannotBeAmended>(chart.Refused(new AmendEntry(Id(), chart.Now, wrong, entry.Original.Event, "Back again")));
    }

    [Fact]
    public void A_correction_is_judged_by_the_rule_that_judged_the_entry()
    {
        var chart = new Charting().Gate();
        var vitals = chart.LastEntry;
        var room = Entry<SessionEvent.RoomReadied>(chart);
        var weight = Entry<SessionEvent.WeightMeasured>(chart);
        Assert.IsType<ImpossibleValue>(Amend(vitals, new SessionEvent.VitalsRecorded(chart.Now, new Vitals(1200, 80, 70))));
        Assert.IsType<PressuresSwapped>(Amend(vitals, new SessionEvent.VitalsRecorded(chart.Now, new Vitals(80, 120, 70))));
        Assert.IsType<InTheFuture>(Amend(vitals, new SessionEvent.VitalsRecorded(chart.Now.AddHours(1), new Vitals(120, 80, 70))));
        Assert.IsType<BeforeTheSession>(Amend(vitals, new SessionEvent.VitalsRecorded(chart.Now.AddHours(-1), new Vitals(120, 80, 70))));
        Assert.IsType<ImpossibleValue>(Amend(weight, new SessionEvent.WeightMeasured(chart.Now, BodyWeight.FromKilograms(700))));
        Assert.IsType<Unanswered>(Amend(room, new SessionEvent.RoomReadied(chart.Now, " ", true)));
        Assert.IsType<CannotBeAmended>(Amend(vitals, new SessionEvent.NauseaRated(chart.Now, 1)));
        Assert.IsType<Unanswered>(chart.Refused(new AmendEntry(Id(), chart.Now, vitals, new SessionEvent.VitalsRecorded(chart.Now, new Vitals(120, 80, 70)), " ")));

        Refusal Amend(Guid target, SessionEvent instead) => chart.Refused(new AmendEntry(Id(), chart.Now, target, instead, "Mistyped"));
    }

    [Fact]
    public void What_the_rule_adds_to_an_entry_it_adds_to_its_correction()
    {
        var chart = new Charting().Started();
        chart.Do(new RecordAdverseEvent(Id(), chart.Now, "Seizure", AdverseEventSeverity.Severe, "airway", AdverseEventOutcome.Ongoing));
        var adverse = chart.LastEntry;
        chart.Do(new AmendEntry(Id(), chart.Now, adverse, new SessionEvent.AdverseEventRecorded(
            chart.Now, " Seizure ", AdverseEventSeverity.LifeThreatening, "airway", AdverseEventOutcome.TransferredToHospital, false, ""), "Graver than thought"));
        // Life-threatening is serious by definition, whichever box the correction left empty.
        Assert.True(chart.Session.AdverseEvents[0].Recorded.Serious);
        Assert.Equal("Seizure", chart.Session.AdverseEvents[0].Recorded.What);
    }

    [Fact]
    public void A_waste_that_was_witnessed_is_not_corrected_behind_the_witness()
    {
        var chart = new Charting().Started().Wait(20);
        chart.Do(new StopInfusion(Id(), chart.Now, "Asked to stop")).Do(new RecordWaste(Id(), chart.Now, Mass.FromMilligrams(17.5m), "Sharps bin"));
        var waste = chart.LastEntry;
        chart.Do(new AmendEntry(Id(), chart.Now, waste, new SessionEvent.WasteRecorded(chart.Now, Mass.FromMilligrams(17.4m), "Sharps bin"), "Read again"));
        chart.Do(new WitnessWaste(Id(), chart.Now, Mass.FromMilligrams(17.4m)), SecondNurse);
        Assert.IsType<CannotBeAmended>(chart.Refused(new AmendEntry(
            Id(), chart.Now, waste, new SessionEvent.WasteRecorded(chart.Now, Mass.FromMilligrams(17.5m), "Sharps bin"), "Read again")));
    }

    [Fact]
    public void A_reading_is_not_moved_to_after_the_patient_left()
    {
        var chart = new Charting().Discharged();
        var vitals = chart.Session.Vitals[^1];
        chart.Wait(20);
        Assert.IsType<AfterTheSession>(chart.Refused(new AmendEntry(Id(), chart.Now, vitals.EntryId, new SessionEvent.VitalsRecorded(chart.Now, vitals.Value), "Later")));
        chart.Do(new AmendEntry(Id(), chart.Now, vitals.EntryId, new SessionEvent.VitalsRecorded(vitals.At.AddMinutes(-1), vitals.Value), "A minute earlier"));
    }

    [Fact]
    public void What_was_done_to_the_patient_is_neither_amended_nor_struck()
    {
        var chart = new Charting().Signed();
        foreach (var entry in chart.Session.Entries)
        {
            if (!Amending.Amendable(entry.Original.Event))
                Assert.IsType<CannotBeAmended>(chart.Refused(new AmendEntry(Id(), chart.Now, entry.EntryId, entry.Original.Event, "x")));
            if (!Amending.Strikable(entry.Original.Event))
                Assert.IsType<CannotBeAmended>(chart.Refused(new StrikeEntry(Id(), chart.Now, entry.EntryId, "x")));
        }
        Assert.False(Amending.Amendable(chart.Entries.First(entry => entry.Event is SessionEvent.InfusionStarted).Event));
        Assert.False(Amending.Strikable(chart.Entries.First(entry => entry.Event is SessionEvent.WeightMeasured).Event));
    }

    [Fact]
    public void Every_kind_that_may_be_amended_has_a_rule_that_judges_it()
    {
        foreach (var kind in Events)
        {
            var sample = WrittenAsJson.Sample(kind, full: true);
            if (!Amending.Amendable(sample)) continue;
            var chart = new Charting();
            chart.Write(Id(), sample with { At = chart.Now }, Nurse);
            // Taken or refused: what must not happen is that nobody knows how to judge it.
            _ = chart.Ask(new AmendEntry(Id(), chart.Now, chart.LastEntry, sample with { At = chart.Now }, "x"));
        }
    }

    [Theory]
    [InlineData(5, false)]
    [InlineData(5.1, true)]
    public void What_was_written_long_after_it_happened_is_marked_late(double minutes, bool late)
    {
        var chart = new Charting().Wait(30);
        chart.Do(new RecordVitals(Id(), chart.Now.AddMinutes(-minutes), new Vitals(120, 80, 70)));
        Assert.Equal(late, chart.Session.Entries[^1].Late);
    }

    private static Guid Entry<T>(Charting chart) => chart.Entries.First(entry => entry.Event is T).EntryId;
}

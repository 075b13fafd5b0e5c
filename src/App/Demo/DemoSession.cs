using Afterglow.Core.People;
using Afterglow.Core.Plans;
using Afterglow.Core.Sessions;
using Afterglow.Core.Units;

namespace Afterglow.App.Demo;

/// <summary>Plays a visit through, from check-in to signature, as the people in it would have charted it.</summary>
public sealed class DemoSession
{
    private readonly DemoVisit visit;
    private readonly Chance chance;
    private readonly DemoChart chart = new();
    private readonly List<(DateTimeOffset RecordedAt, int Order, Func<Session, (Author By, ISessionCommand Command)?> Ask)> plan = [];

    private readonly double riseSystolic;
    private readonly double riseDiastolic;

    /// <summary>Minutes from the first drug to the height of the effects.</summary>
    private readonly double height;

    private DemoSession(DemoVisit visit, Chance chance)
    {
        this.visit = visit;
        this.chance = chance;
        (riseSystolic, riseDiastolic) = visit.Body.RiseOfTheDay(chance);
        height = visit.Protocol.Route switch
        {
            // An injection is in sooner, a lozenge later. Source.Assumed.
            Core.Plans.Route.Intramuscular => 20,
            Core.Plans.Route.Sublingual => 50,
            _ => DemoRates.RiseIsGreatestAt.Value,
        };
    }

    /// <summary>The session's entries; fewer where the visit is still going on.</summary>
    public static DemoChart Play(DemoVisit visit, Chance chance)
    {
        var session = new DemoSession(visit, chance);
        session.PlayThrough();
        return session.chart;
    }

    private void PlayThrough()
    {
        var ready = PlanGate();
        if (visit.Has(Trouble.NotTreated))
        {
            PlanCancelling(ready);
            WriteWhatIsPlanned();
            return;
        }
        PlanDose(ready);
        var end = PlanDosing();
        PlanReadings(end);
        PlanTroubles(end);
        WriteWhatIsPlanned();
        if (chart.Session.Phase != SessionPhase.Recovering || visit.Now != DateTimeOffset.MaxValue) return;
        Leave();
    }

    // Before

    private DateTimeOffset PlanGate()
    {
        var lead = visit.LeadMinutes ?? chance.Between(36, 50);
        var arrival = visit.Start - TimeSpan.FromMinutes(lead);
        var nurse = visit.Team.Nurse;
        // The share of the time before the dose at which each is done.
        DateTimeOffset Step(double share) => arrival + TimeSpan.FromMinutes(lead * share + chance.Between(-0.4, 0.4));

        Plan(arrival, chance.Happens(0.85) ? visit.Team.FrontDesk : nurse, (id, at) => new CheckIn(
            id, at, visit.PatientId, visit.SiteId, visit.Chair, visit.Protocol.Id, visit.Indication, visit.Number, visit.PregnancyRelevant,
            visit.StandingPerKilogram, visit.StandingDose, visit.LastKg is { } last ? BodyWeight.FromKilograms(last) : null,
            DemoConsents.OnFile(visit.Protocol, visit.ConsentSignedOn)));
        var esketamine = visit.Protocol.Compound == Compounds.Esketamine;
        Plan(Step(0.14), nurse, (id, at) => new ReadyRoom(id, at, visit.Team.Prescriber.Name, EmergencyEquipmentChecked: true));
        if (!(visit.Has(Trouble.NotTreated) && visit.Hitch == DemoHitch.Escort))
            Plan(Step(0.18), nurse, (id, at) => new NameEscort(id, at, visit.Escort, visit.EscortRelation, visit.EscortPhone, WillNotDrive: true));
        Plan(Step(0.26), nurse, (id, at) => new MeasureWeight(id, at, BodyWeight.FromKilograms(visit.Kilograms)));
        var food = Hitched(DemoHitch.Food) ? chance.Between(2.5, 4.5) : chance.Between(9, 14);
        if (esketamine && Hitched(DemoHitch.Food)) food = 0.8;
        Plan(Step(0.31), nurse, (id, at) => new RecordFasting(
            id, at, Quarter(at.AddHours(-food)), HeavyMeal: false, Quarter(at.AddHours(-chance.Between(2.6, 4)))));
        var medicines = visit.Body.Medicines;
        Plan(Step(0.40), nurse, (id, at) => new RecordMedicines(
            id, at, [.. medicines.Select(taken => new MedicineTaken(taken.Class, taken.Name, Quarter(at.AddHours(-taken.HoursBefore))))]));
        if (visit.PregnancyRelevant)
            Plan(Step(0.44), nurse, (id, at) => new RecordPregnancy(id, at, PregnancyStatus.TestNegative, DateOnly.FromDateTime(at.UtcDateTime)));
        Plan(Step(0.50), nurse, (id, at) => new ScreenSuicide(id, at, "C-SSRS screener", visit.Risk, visit.Risk switch
        {
            SuicideRisk.Moderate => "Prescriber told and spoke with the patient; safety plan gone through again.",
            SuicideRisk.High => "Not left alone; prescriber called for evaluation at once.",
            _ => "",
        }));
        var pressed = Hitched(DemoHitch.Pressure);
        var first = pressed ? Baseline(lift: 1.0) : Baseline(lift: 0);
        Plan(Step(0.56), nurse, (id, at) => new RecordVitals(id, at, first));
        if (pressed) Plan(Step(0.68), nurse, (id, at) => new RecordVitals(id, at, Baseline(lift: 0.8)));
        var calm = chance.Whole(0, 3);
        Plan(Step(0.585), nurse, (id, at) => new RateSedation(id, at, 5));
        Plan(Step(0.60), nurse, (id, at) => new RateDissociation(id, at, 0, [0, 0, 0, 0, 0, 0]));
        if (chance.Happens(0.5)) Plan(Step(0.615), nurse, (id, at) => new RateDistress(id, at, calm));
        return Step(0.72);
    }

    private bool Hitched(DemoHitch hitch) => (visit.Has(Trouble.NotTreated) || visit.Has(Trouble.GateOverridden)) && visit.Hitch == hitch;

    private void PlanCancelling(DateTimeOffset from)
    {
        var (by, why) = visit.Hitch switch
        {
            DemoHitch.Pressure => (visit.Team.Prescriber, "Blood pressure above 160/100 twice after rest. Family doctor asked to review the antihypertensive; new date in a week."),
            DemoHitch.Risk => (visit.Team.Prescriber, "High risk on the suicide screen. Evaluated by the prescriber the same hour; stayed with family, crisis team visits this evening."),
            DemoHitch.Food => (visit.Team.Nurse, "Ate breakfast less than six hours ago. New date agreed."),
            _ => (visit.Team.Nurse, "Nobody can take the patient home today. New date agreed."),
        };
        Plan(from.AddMinutes(chance.Between(2, 8)), by, (id, at) => new CancelSession(id, at, why));
    }

    private void PlanDose(DateTimeOffset from)
    {
        var time = from;
        if (visit.NewOrder is { } order)
            Plan(time, visit.Team.Prescriber, (id, at) => visit.Protocol.Dose is DoseRule.PerKilogram
                ? new OrderDose(id, at, DosePerWeight.FromMilligramsPerKilogram(order))
                : new OrderDose(id, at, Dose: Mass.FromMilligrams(order)));
        time = time.AddMinutes(0.5);
        if (visit.Has(Trouble.GateOverridden))
        {
            var esketamine = visit.Protocol.Compound == Compounds.Esketamine;
            var (rule, reason) = visit.Hitch switch
            {
                DemoHitch.Pressure => ("g_bp_rac", "Known white-coat hypertension, home readings below 135/85 all week; clonidine 0.1 mg given, reading falling."),
                DemoHitch.Food => (esketamine ? "g_fast_esk" : "g_fast_rac", "Only dry toast; no nausea in five sessions. Ondansetron before the start."),
                _ => (esketamine ? "g_fast_esk" : "g_fast_rac", "A small snack; no nausea in earlier sessions."),
            };
            Plan(time, visit.Team.Prescriber, (id, at) => new OverrideGate(id, at, rule, reason));
        }
        var vials = visit.Protocol.Preparations;
        var vial = vials[vials.Count > 1 && chance.Happens(0.6) ? 1 : 0];
        var lot = $"{visit.Protocol.Drug[..3].ToUpperInvariant()}{chance.Whole(2301, 2399)}{(char)('A' + chance.Whole(0, 7))}";
        var expires = chance.Whole(90, 600);
        var bag = Volume.FromMillilitres(chance.Happens(0.7) ? 50 : 100);
        Plan(time.AddMinutes(1), visit.Team.Nurse, (id, at) => new PrepareDose(
            id, at, vial.Name, lot, DateOnly.FromDateTime(at.UtcDateTime.AddDays(expires)), visit.Protocol.Infused ? bag : null));
        var second = chance.Happens(0.75) ? visit.Team.SecondNurse : visit.Team.Prescriber;
        Ask(time.AddMinutes(2.5), second, (id, at, session) =>
            new CheckDose(id, at, session.Prepared!.Dose, session.Prepared.Drawn));
        if (chance.Happens(0.7)) Plan(visit.Start.AddMinutes(-1), visit.Team.Nurse, (id, at) => new MarkMoment(id, at, Moment.MusicStarted));
        if (chance.Happens(0.35))
        {
            Plan(visit.Start.AddMinutes(-1.5), visit.Team.Nurse, (id, at) => new MarkMoment(id, at, Moment.TouchAsked, "A hand on the shoulder is welcome."));
            if (chance.Happens(0.5)) Plan(visit.Start.AddMinutes(chance.Between(17, 27)), visit.Team.Nurse, (id, at) => new MarkMoment(id, at, Moment.TouchGiven));
        }
    }

    // The dose

    /// <summary>Returns the minute at which the last drug went in.</summary>
    private double PlanDosing()
    {
        var nurse = visit.Team.Nurse;
        if (!visit.Protocol.Infused) return PlanDoses();
        Ask(visit.Start, nurse, (id, at, session) => new StartInfusion(id, at, Confirmed: Warned(session, at)), exactly: true);
        var end = visit.Protocol.GivenOver!.Value.TotalMinutes;
        if (visit.Has(Trouble.BrokenOff))
        {
            var at = chance.Between(12, 33);
            var why = visit.Has(Trouble.FrighteningDissociation) ? "Frightened and asked to stop; did not settle with grounding."
                : visit.Has(Trouble.SevereHypertension) ? "Blood pressure above 180/110 twice, five minutes apart."
                : visit.Has(Trouble.Nausea) ? "Vomiting that did not settle with ondansetron."
                : "The patient asked to stop.";
            if (visit.Has(Trouble.SevereHypertension)) at = 38;
            Plan(Minute(at), nurse, (id, time) => new StopInfusion(id, time, why));
            return at;
        }
        if (visit.Has(Trouble.Paused))
        {
            var from = chance.Between(11, 26);
            var pause = chance.Between(4, 9);
            var why = visit.Has(Trouble.FrighteningDissociation) ? "Frightened; pump stopped until calm." : visit.Has(Trouble.Nausea) ? "Nausea; pump stopped until it eases." : "To the toilet.";
            Plan(Minute(from), nurse, (id, at) => new PauseInfusion(id, at, why));
            Plan(Minute(from + pause), nurse, (id, at) => new ResumeInfusion(id, at));
            end += pause;
        }
        else if (visit.Has(Trouble.Slowed))
        {
            var from = chance.Between(14, 24);
            Ask(Minute(from), nurse, (id, at, session) => new ChangeRate(
                id, at, PumpRate.FromMillilitresPerHour(Math.Round(session.Prepared!.Pump!.Value.MillilitresPerHour * 0.7m, 1)), "Very far away; slowed by a third."));
            end = from + ((end - from) / 0.7);
        }
        // The pump is empty and somebody has heard it.
        var ended = end + chance.Between(0.3, 1.6);
        Plan(Minute(ended), nurse, (id, at) => new EndInfusion(id, at));
        return ended;
    }

    private double PlanDoses()
    {
        var nurse = visit.Team.Nurse;
        if (visit.Protocol.UnitDose is { } unit)
        {
            var dose = visit.NewOrder ?? visit.StandingDose?.Milligrams ?? ((DoseRule.Fixed)visit.Protocol.Dose).Standard.Value.Milligrams;
            var devices = (int)(dose / unit.Milligrams);
            var minute = 0.0;
            for (var device = 0; device < devices; device++)
            {
                if (device > 0) minute += chance.Between(5.2, 6);
                Ask(Minute(minute), nurse, (id, at, session) => new GiveDose(id, at, unit, "one spray in each nostril", Confirmed: Warned(session, at)), exactly: true);
            }
            return minute;
        }
        var where = visit.Protocol.Route == Core.Plans.Route.Intramuscular ? (chance.Happens(0.5) ? "left deltoid" : "right deltoid") : "held under the tongue for ten minutes";
        Ask(visit.Start, nurse, (id, at, session) => new GiveDose(id, at, session.Prepared!.Dose, where, Confirmed: Warned(session, at)), exactly: true);
        return 0;
    }

    private static bool Warned(Session session, DateTimeOffset at) =>
        session.Phase == SessionPhase.Arrived && Gate.Findings(session, at).Any(finding => finding.State == GateState.Warning);

    // What is read

    private void PlanReadings(double end)
    {
        var protocol = visit.Protocol;
        var minutes = new List<double>();
        var every = protocol.Vitals.WhileDosing.TotalMinutes;
        for (var minute = every; minute <= Math.Max(end, 0) + 0.5; minute += every) minutes.Add(minute);
        var later = protocol.Vitals.WhileRecovering.TotalMinutes;
        var last = minutes.Count > 0 ? minutes[^1] : 0;
        var least = LeastMinute(end);
        for (var minute = last + later; minute < least + 1; minute += later) minutes.Add(minute);

        var wrong = visit.Has(Trouble.Corrected) ? chance.Whole(0, Math.Min(3, minutes.Count - 1)) : -1;
        var late = visit.Has(Trouble.WrittenLate) ? chance.Whole(0, Math.Min(3, minutes.Count - 1)) : -1;
        var severe = visit.Has(Trouble.SevereHypertension) ? minutes.FindIndex(minute => minute >= Math.Min(height, 30)) : -1;
        for (var i = 0; i < minutes.Count; i++)
        {
            var minute = minutes[i] + chance.Between(-0.8, 0.8);
            var reading = i == severe ? Severe(0) : At(minute, end);
            if (i == wrong) PlanCorrected(minute, reading);
            else if (i == late) Late(minute, (id, at) => new RecordVitals(id, at, reading));
            else Plan(Minute(minute), visit.Team.Nurse, (id, at) => new RecordVitals(id, at, reading), charting: true);
            if (i == severe) PlanSevere(minute, end);
            else if (visit.NobodyChartsFrom is null && (reading.Systolic >= 160 || reading.Diastolic >= 100))
            {
                // The rule asks for the pressure again in five minutes.
                PlanSeen(minute + 1, "Quiet, lights down; pressure again in five minutes.");
                if (i + 1 >= minutes.Count || minutes[i + 1] - minutes[i] > 6)
                {
                    var again = At(minute + 5, end);
                    Plan(Minute(minute + 5), visit.Team.Nurse, (id, at) => new RecordVitals(id, at, again), charting: true);
                }
            }
        }
        if (visit.Has(Trouble.Struck))
        {
            var stranger = new Vitals(chance.Whole(104, 138), chance.Whole(62, 86), chance.Whole(58, 92), chance.Whole(96, 99));
            var minute = chance.Between(11, 36);
            var id = chance.Id(Minute(minute));
            Plan(Minute(minute), visit.Team.Nurse, (_, at) => new RecordVitals(id, at, stranger));
            Plan(Minute(minute + chance.Between(1, 4)), visit.Team.Nurse, (own, at) => new StrikeEntry(own, at, id, "Belongs to the patient in the next chair."));
        }
        PlanRatings(end, least);
    }

    private void PlanRatings(double end, double least)
    {
        var ratings = visit.Protocol.Ratings;
        var minutes = new List<double>();
        for (var minute = ratings.WhileDosing.TotalMinutes; minute <= Math.Max(end, 0) + 0.5; minute += ratings.WhileDosing.TotalMinutes) minutes.Add(minute);
        var last = minutes.Count > 0 ? minutes[^1] : 0;
        for (var minute = last + ratings.WhileRecovering.TotalMinutes; minute < least - 2; minute += ratings.WhileRecovering.TotalMinutes) minutes.Add(minute);
        foreach (var planned in minutes)
        {
            var minute = planned + chance.Between(0, 0.8);
            var total = Dissociated(minute, end);
            var items = Items(total);
            Plan(Minute(minute), visit.Team.Nurse, (id, at) => new RateDissociation(id, at, Impression(total), items), charting: true);
            var alert = visit.Has(Trouble.Drowsiness) && minute >= 15 && minute <= Math.Max(end, height) + 15 ? (chance.Happens(0.12) ? 3 : 4) : 5;
            Plan(Minute(minute + 0.4), visit.Team.Nurse, (id, at) => new RateSedation(id, at, alert), charting: true);
        }
    }

    /// <summary>Before this minute after the first drug nobody may leave.</summary>
    private double LeastMinute(double end) => visit.Protocol.Observation.Value is { FromFirstDose: true } watch
        ? watch.Least.TotalMinutes
        : end + visit.Protocol.Observation.Value.Least.TotalMinutes;

    private void PlanCorrected(double minute, Vitals right)
    {
        var id = chance.Id(Minute(minute));
        // Two digits changed places.
        var wrong = chance.Happens(0.5)
            ? right with { HeartRate = (right.HeartRate % 10 * 10) + (right.HeartRate / 10 % 10) + (right.HeartRate / 100 * 100) }
            : right with { Systolic = (right.Systolic / 100 * 100) + (right.Systolic % 10 * 10) + (right.Systolic / 10 % 10) };
        if (wrong == right || wrong.Question(confirmed: false) is not null) wrong = right with { HeartRate = right.HeartRate + 10 };
        Plan(Minute(minute), visit.Team.Nurse, (_, at) => new RecordVitals(id, at, wrong), charting: true);
        Ask(Minute(minute + chance.Between(2, 7)), visit.Team.Nurse, (own, at, session) =>
            session.Entries.FirstOrDefault(entry => entry.EntryId == id) is { Now: { } charted }
                ? new AmendEntry(own, at, id, new SessionEvent.VitalsRecorded(charted.At, right), "Two digits changed places when typing.")
                : null);
    }

    private void PlanSevere(double minute, double end)
    {
        PlanSeen(minute + 0.7, "Prescriber called.");
        Plan(Minute(minute + 1), visit.Team.Nurse, (id, at) => new MarkMoment(id, at, Moment.PrescriberCalled));
        Plan(Minute(minute + 5.2), visit.Team.Nurse, (id, at) => new RecordVitals(id, at, Severe(1)), charting: true);
        var severe = new RescuePlan("Labetalol", 10, "IV", "Blood pressure at or above 180/110 twice.");
        Plan(Minute(minute + 6.5), visit.Team.Nurse, (id, at) => severe.Command(id, at));
        Adverse(minute, 4, "Hypertension", AdverseEventSeverity.Moderate, "Labetalol 10 mg IV; watched at the bedside.", end, followed: 26);
        Plan(Minute(minute + 11), visit.Team.Nurse, (id, at) => new RecordVitals(id, at, Severe(-2)), charting: true);
    }

    private void PlanSeen(double minute, string action) => Ask(Minute(minute), visit.Team.Nurse, (id, at, session) =>
        Alarms.Active(session, at).FirstOrDefault(alarm => alarm.Open) is { } alarm ? new AcknowledgeAlarm(id, at, alarm.Key, action) : null, charting: true);

    // What goes wrong

    private sealed record RescuePlan(string Drug, decimal Milligrams, string Route, string Reason)
    {
        public ISessionCommand Command(Guid id, DateTimeOffset at) => new GiveRescueMedicine(id, at, Drug, Mass.FromMilligrams(Milligrams), Route, Reason);
    }

    private void PlanTroubles(double end)
    {
        var nurse = visit.Team.Nurse;
        if (visit.Has(Trouble.Dissociation))
        {
            var from = Math.Min(chance.Between(14, 24), Math.Max(end - 3, 10));
            if (visit.Has(Trouble.FrighteningDissociation))
            {
                Adverse(from, 2, "Distressing dissociation", AdverseEventSeverity.Moderate, "Spoken to calmly, grounded, lights up a little.", end, followed: chance.Between(20, 35));
                Plan(Minute(from + 0.6), nurse, (id, at) => new RateDistress(id, at, chance.Whole(6, 8)));
                Plan(Minute(from + 12), nurse, (id, at) => new RateDistress(id, at, chance.Whole(2, 4)));
                Plan(Minute(Math.Max(from + 30, end + 8)), nurse, (id, at) => new RateDistress(id, at, chance.Whole(0, 1)));
            }
            else Adverse(from, 3, "Dissociation", AdverseEventSeverity.Mild, "None needed; told beforehand that it passes.", end, followed: chance.Between(32, 48));
        }
        if (visit.Has(Trouble.Nausea)) PlanNausea(end);
        else if (chance.Happens(0.3)) Plan(Minute(end + chance.Between(8, 20)), nurse, (id, at) => new RateNausea(id, at, chance.Whole(0, 2)), charting: true);
        if (visit.Has(Trouble.Dizziness))
            Adverse(Math.Max(chance.Between(8, 30), 5), 2, "Dizziness", AdverseEventSeverity.Mild, "Stays lying down.", end, followed: chance.Between(40, 60));
        if (visit.Has(Trouble.BlurredVision))
            Adverse(chance.Between(10, 30), 2, "Blurred vision", AdverseEventSeverity.Mild, "None; eyes closed.", end, followed: chance.Between(40, 60));
        if (visit.Has(Trouble.Headache))
        {
            var from = end + chance.Between(18, 40);
            var medicine = chance.Happens(0.5);
            Adverse(from, 2, "Headache", chance.Happens(0.75) ? AdverseEventSeverity.Mild : AdverseEventSeverity.Moderate,
                medicine ? "Paracetamol 1000 mg by mouth." : "Water, rest.", end, followed: chance.Between(20, 30));
            if (medicine) Plan(Minute(from + 3), nurse, (id, at) => new RescuePlan("Paracetamol", 1000, "by mouth", "Headache.").Command(id, at));
        }
    }

    private void PlanNausea(double end)
    {
        var nurse = visit.Team.Nurse;
        var vomits = visit.Has(Trouble.Vomiting);
        var from = visit.Has(Trouble.BrokenOff) ? Math.Max(end - 8, 6) : chance.Between(24, 48);
        var score = vomits ? chance.Whole(7, 9) : chance.Whole(3, 7);
        Plan(Minute(from), nurse, (id, at) => new RateNausea(id, at, score));
        Adverse(from, 1, vomits ? "Vomiting" : "Nausea", vomits ? AdverseEventSeverity.Moderate : AdverseEventSeverity.Mild,
            score >= 4 ? "Ondansetron 4 mg IV, head up." : "Head up, fresh air.", end, followed: 28);
        if (vomits) Adverse(from - 2, 1.5, "Nausea", AdverseEventSeverity.Moderate, "Ondansetron 4 mg IV, head up.", end, followed: 31);
        if (score >= 4) Plan(Minute(from + 2), nurse, (id, at) => new RescuePlan("Ondansetron", 4, "IV", "Nausea.").Command(id, at));
        Plan(Minute(from + 18), nurse, (id, at) => new RateNausea(id, at, Math.Min(3, score / 2)));
        Plan(Minute(from + 30), nurse, (id, at) => new RateNausea(id, at, chance.Whole(0, 1)));
    }

    /// <summary>Written down some minutes after it began, and followed until it is over.</summary>
    private void Adverse(double minute, double noticed, string what, AdverseEventSeverity severity, string action, double end, double followed)
    {
        var onset = Minute(minute);
        var id = chance.Id(onset);
        Later(Minute(minute + noticed), visit.Team.Nurse, (_, _) => new RecordAdverseEvent(id, onset, what, severity, action, AdverseEventOutcome.Ongoing));
        // Over by the time the patient may leave: a follow-up call is not made up here.
        var over = Math.Max(minute + noticed + 3, Math.Min(minute + followed, LeastMinute(end) - 1));
        Plan(Minute(over), visit.Team.Nurse, (own, at) => new FollowAdverseEvent(own, at, id, AdverseEventOutcome.Resolved));
    }

    // Leaving

    private void Leave()
    {
        var nurse = visit.Team.Nurse;
        var end = (chart.Session.DosingEndedAt!.Value - visit.Start).TotalMinutes;
        var minute = Math.Max(LeastMinute(end), (chart.Entries[^1].RecordedAt - visit.Start).TotalMinutes) + chance.Between(0.5, 4);
        if (chart.Session.LeftOver is { } left && left >= Session.SmallestWaste)
        {
            Write(Minute(minute), nurse, (id, at) => new RecordWaste(id, at, left, "Drug disposal cartridge"));
            Write(Minute(minute + 1), visit.Team.SecondNurse, (id, at) => new WitnessWaste(id, at, left));
            minute += 1.5;
        }
        if (chance.Happens(0.55)) Write(Minute(minute - 0.2), nurse, (id, at) => new WriteNote(id, at, Remark()));
        for (var round = 0; ; round++, minute += 10)
        {
            var reading = At(minute, end) with { OnOxygen = false };
            Write(Minute(minute), nurse, (id, at) => new RecordVitals(id, at, reading));
            var total = Dissociated(minute, end);
            Write(Minute(minute + 0.5), nurse, (id, at) => new RateDissociation(id, at, Impression(total), Items(total)));
            Write(Minute(minute + 0.7), nurse, (id, at) => new RateSedation(id, at, 5));
            Write(Minute(minute + 1.5), nurse, (id, at) => new AssessForDischarge(id, at, true, true, true, true, true));
            var leaving = Minute(minute + 2.5);
            var unmet = DischargeCriteria.Check(chart.Session, leaving).Where(criterion => !criterion.Met).ToList();
            if (unmet.Count > 0 && round < 3) continue;
            if (unmet.Count == 0) Write(leaving, nurse, (id, at) => new Discharge(id, at, visit.Escort));
            else
                Write(leaving, visit.Team.Prescriber, (id, at) => new Discharge(
                    id, at, visit.Escort, "Seen by me: well, steady, no complaints. Goes home with the escort and measures again this evening."));
            break;
        }
        if (!visit.Signed) return;
        var signing = chart.Entries[^1].RecordedAt.AddMinutes(chance.Between(4, 35));
        Write(signing, nurse, (id, at) => new SignSession(id, at, chart.Session.Version, ""));
        if (!visit.Has(Trouble.AddedAfterSigning)) return;
        var nextDay = signing.AddHours(chance.Between(19, 22));
        Write(nextDay, nurse, (id, at) => new WriteNote(id, at, "Telephone call the day after: slept well, no complaints, will come on the next date."));
        Write(nextDay.AddMinutes(3), nurse, (id, at) => new SignSession(id, at, chart.Session.Version, ""));
    }

    private string Remark()
    {
        if (visit.Has(Trouble.FrighteningDissociation)) return "A hard stretch in the middle; settled with company. Says afterwards it was worth going through.";
        if (visit.Has(Trouble.Nausea)) return "Nausea in the second half. Ondansetron beforehand next time.";
        return chance.Of<string>(
        [
            "Calm throughout, eyes closed, music on. Talked it over for ten minutes afterwards.",
            "Floating, not unpleasant. Wants the same music next time.",
            "Tearful for a while, felt relieved afterwards.",
            "Little dissociation today. Rested and left in good spirits.",
            "Asked for the blanket and for quiet; slept a little at the end.",
            "Reports colours and a feeling of distance. Oriented soon after the end.",
            "Chatty at the beginning, quiet from about minute 15, fully back by an hour after the end.",
            "Brought own playlist. No complaints.",
        ]);
    }

    // Values

    private Vitals Baseline(double lift)
    {
        var systolic = visit.Body.Systolic + DemoBody.ReadingError(chance) + (lift * (166 - visit.Body.Systolic));
        var diastolic = visit.Body.Diastolic + DemoBody.ReadingError(chance) + (lift * (103 - visit.Body.Diastolic));
        return Reading(systolic, diastolic, visit.Body.HeartRate + chance.Normal(0, 3), 98, lift > 0 ? 176 : 156, lift > 0 ? 108 : 96);
    }

    private Vitals At(double minute, double end)
    {
        var share = Share(minute, end);
        var (systolic, diastolic) = (riseSystolic, riseDiastolic);
        if (visit.PressureAtTwenty is { } wanted && minute > 15)
        {
            systolic = (wanted.Systolic - visit.Body.Systolic) / Share(20, end);
            diastolic = (wanted.Diastolic - visit.Body.Diastolic) / Share(20, end);
            return Reading(
                visit.Body.Systolic + (systolic * share), visit.Body.Diastolic + (diastolic * share),
                visit.Body.HeartRate + 9 + chance.Normal(0, 2), 98, 179, 109);
        }
        return Reading(
            visit.Body.Systolic + (systolic * share) + DemoBody.ReadingError(chance),
            visit.Body.Diastolic + (diastolic * share) + DemoBody.ReadingError(chance),
            visit.Body.HeartRate + (DemoRates.HeartRateRise.Value * share) + chance.Normal(0, 4),
            visit.Has(Trouble.Drowsiness) && share > 0.4 ? 96.4 : 97.6, 179, 109);
    }

    private Vitals Severe(int grade)
    {
        // Two readings above the limit, then one below it again.
        var systolic = grade >= 0 ? 184 - (2 * grade) : 158;
        return Reading(systolic + chance.Between(-1, 5), grade >= 0 ? 108 + chance.Between(0, 6) : 94, visit.Body.HeartRate + 14, 97, 200, 118);
    }

    private Vitals Reading(double systolic, double diastolic, double heartRate, double oxygen, int mostSystolic, int mostDiastolic)
    {
        var upper = (int)Math.Round(Math.Clamp(systolic, 92, mostSystolic), MidpointRounding.AwayFromZero);
        var lower = (int)Math.Round(Math.Clamp(diastolic, 50, Math.Min(mostDiastolic, upper - 18)), MidpointRounding.AwayFromZero);
        return new Vitals(
            upper, lower, (int)Math.Round(Math.Clamp(heartRate, 51, 118), MidpointRounding.AwayFromZero),
            (int)Math.Round(Math.Clamp(chance.Normal(oxygen, 0.9), 94, 100), MidpointRounding.AwayFromZero),
            chance.Happens(0.4) ? (int)Math.Round(Math.Clamp(chance.Normal(14.5, 1.8), 10, 20), MidpointRounding.AwayFromZero) : null);
    }

    /// <summary>How much of the effect is there: up to 1 at its height, then halved again and again.</summary>
    private double Share(double minute, double end)
    {
        var top = visit.Protocol.Infused ? end : height;
        if (minute <= top) return Math.Pow(Math.Clamp(minute / height, 0, 1), 0.75);
        return Math.Pow(Math.Clamp(top / height, 0, 1), 0.75) * Math.Pow(2, -(minute - top) / DemoRates.RiseHalvesIn.Value);
    }

    private int Dissociated(double minute, double end)
    {
        var first = visit.Body.Dissociation * Math.Pow(DemoRates.DissociationNextTime.Value, visit.Number - 1);
        if (visit.Has(Trouble.Dissociation)) first = Math.Max(first, visit.Has(Trouble.FrighteningDissociation) ? 11 : 6);
        var top = visit.Protocol.Infused ? end : height;
        // Gone within an hour of its height, as it was in the trials.
        if (minute >= top + 55) return 0;
        var share = minute <= top ? Math.Clamp(minute / height, 0, 1) : Math.Pow(2, -(minute - top) / 10);
        return (int)Math.Round(Math.Clamp(first * share * chance.Between(0.85, 1.15), 0, 24), MidpointRounding.AwayFromZero);
    }

    private IReadOnlyList<int> Items(int total)
    {
        var items = new int[6];
        for (var i = 0; i < total; i++)
        {
            int item;
            do item = chance.Whole(0, 5);
            while (items[item] == 4);
            items[item]++;
        }
        return items;
    }

    private static int Impression(int total) => total switch { 0 => 0, <= 3 => 1, <= 8 => 2, <= 14 => 3, _ => 4 };

    private static DateTimeOffset Quarter(DateTimeOffset at) => new(at.Ticks - (at.Ticks % TimeSpan.FromMinutes(15).Ticks), at.Offset);

    // The plan: what is asked for, in the order in which it is written down

    private DateTimeOffset Minute(double minute) => visit.Start + TimeSpan.FromSeconds(Math.Round(minute * 60));

    private void Plan(DateTimeOffset at, Author by, Func<Guid, DateTimeOffset, ISessionCommand> command, bool charting = false) =>
        Ask(at, by, (id, time, _) => command(id, time), charting: charting);

    /// <summary>Written down at this time about an earlier one, which the command itself names.</summary>
    private void Later(DateTimeOffset at, Author by, Func<Guid, DateTimeOffset, ISessionCommand> command) =>
        Ask(at, by, (id, time, _) => command(id, time));

    private void Late(double minute, Func<Guid, DateTimeOffset, ISessionCommand> command)
    {
        var happened = Minute(minute);
        Ask(Minute(minute + chance.Between(7, 15)), visit.Team.Nurse, (id, _, _) => command(id, happened), charting: true);
    }

    private void Ask(
        DateTimeOffset at, Author by, Func<Guid, DateTimeOffset, Session, ISessionCommand?> command, bool charting = false, bool exactly = false)
    {
        if (charting && visit.NobodyChartsFrom is { } from && at >= Minute(from)) return;
        // A hand needs some seconds from the moment to the record.
        var recordedAt = exactly ? at.AddSeconds(1) : at.AddSeconds(chance.Whole(3, 25));
        var id = chance.Id(at);
        plan.Add((recordedAt, plan.Count, session => command(id, at, session) is { } asked ? (by, asked) : null));
    }

    private void WriteWhatIsPlanned()
    {
        foreach (var (recordedAt, _, ask) in plan.OrderBy(planned => planned.RecordedAt).ThenBy(planned => planned.Order))
        {
            if (recordedAt > visit.Now) break;
            if (ask(chart.Session) is { } asked) chart.Write(asked.By, recordedAt, asked.Command);
        }
    }

    private void Write(DateTimeOffset at, Author by, Func<Guid, DateTimeOffset, ISessionCommand> command)
    {
        var recordedAt = at.AddSeconds(chance.Whole(3, 20));
        if (chart.Entries is [.., var last] && recordedAt < last.RecordedAt) recordedAt = last.RecordedAt.AddSeconds(4);
        chart.Write(by, recordedAt, command(chance.Id(at), at));
    }
}

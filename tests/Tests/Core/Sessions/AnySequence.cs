using Afterglow.Core;
using Afterglow.Core.People;
using Afterglow.Core.Plans;
using Afterglow.Core.Sessions;
using Afterglow.Core.Units;
using CsCheck;
using static Afterglow.Tests.Sessions.Charting;

namespace Afterglow.Tests.Sessions;

/// <summary>Whatever is asked for, in whatever order, by whomever and at whatever time, these hold.</summary>
public sealed class AnySequence
{
    /// <param name="What">Which command; most of the time the one that a nurse would think of next.</param>
    /// <param name="Minutes">How long after the step before.</param>
    /// <param name="Late">How long ago it happened, for some.</param>
    /// <param name="Who">Which person.</param>
    /// <param name="Number">What values are made from.</param>
    private sealed record Step(int What, double Minutes, int Late, int Who, int Number);

    private static readonly Author[] People = [Nurse, SecondNurse, Prescriber, FrontDesk, Pump];

    private static readonly Gen<Step> Steps = Gen.Select(
        Gen.Int[0, 299], Gen.Double[0, 12], Gen.Frequency((8, Gen.Const(0)), (1, Gen.Int[1, 20]), (1, Gen.Int[-3, -1])), Gen.Int[0, 9], Gen.Int[0, 100_000],
        (what, minutes, late, who, number) => new Step(what, minutes, late, who, number));

    private static readonly Gen<(string Protocol, List<Step> Steps)> Visits = Gen.Select(
        Gen.Int[0, Protocols.All.Count - 1].Select(index => Protocols.All[index].Id), Steps.List[20, 90]);

    [Fact]
    public void Keeps_every_promise() => Visits.Sample(visit =>
    {
        var chart = new Charting(visit.Protocol);
        foreach (var step in visit.Steps)
        {
            chart.Wait(step.Minutes);
            Take(chart, step);
        }
        Promises(chart);
    }, iter: 400, threads: 2);

    [Fact]
    public void Reaches_every_phase_and_every_kind_of_event()
    {
        var phases = new HashSet<SessionPhase>();
        var events = new HashSet<Type>();
        var refusals = new HashSet<string>();
        Visits.Sample(visit =>
        {
            var chart = new Charting(visit.Protocol);
            foreach (var step in visit.Steps)
            {
                chart.Wait(step.Minutes);
                if (Take(chart, step) is { } refusal)
                    lock (refusals) refusals.Add(refusal.Code);
                lock (phases) phases.Add(chart.Session.Phase);
            }
            lock (events)
                foreach (var entry in chart.Entries) events.Add(entry.Event.GetType());
        }, iter: 3000, threads: 2);
        // Sequences that never get anywhere would keep every promise too.
        Assert.Equal(Enum.GetValues<SessionPhase>().Where(phase => phase != SessionPhase.Expected).Order(), phases.Order());
        // Nobody at the chair asks for a change of standing: the patient's own record brings it.
        Assert.Empty(Events.Except(events).Except([typeof(SessionEvent.StandingChanged)]).Select(type => type.Name));
        Assert.True(refusals.Count > 25, string.Join(", ", refusals));
    }

    [Fact]
    public void Every_command_can_come_up() =>
        Assert.Empty(Commands.Except(Enumerable.Range(0, Kinds).SelectMany(kind => Enumerable.Range(0, 4).Select(number =>
            Command(new Charting().Started(), kind, number, 3, Morning.AddMinutes(1)).GetType())))
            .Select(type => type.Name));

    /// <summary>Asks for one thing; what is taken must change nothing that may not change. Returns why it was refused.</summary>
    private static Refusal? Take(Charting chart, Step step)
    {
        var before = chart.Session;
        var print = step.Number % 8 == 0 ? Fingerprint(before) : null;
        var at = chart.Now.AddMinutes(-step.Late);
        var (command, by) = step.What < 200
            ? Next(chart, step, at)
            : (Command(chart, step.What % Kinds, step.Number, step.Who, at), People[step.Who % People.Length]);
        var decided = chart.Ask(command, by);
        // Deciding is pure: neither a yes nor a no changes what was decided on.
        if (print is not null) Assert.Equal(print, Fingerprint(before));
        if (!decided.Try(out var happened, out var refusal)) return refusal;
        Before(before, happened, by, chart.Now);
        chart.Write(command.EntryId, happened, by);
        // Judged once drug is in: on what was known at that moment, whenever it was written down.
        if (before.StartedAt is null && chart.Session.StartedAt is { } started)
            Assert.All(Gate.Findings(chart.Session, started), finding => Assert.False(finding.Stops, finding.Sentence));
        return null;
    }

    /// <summary>What must be so for something to have been allowed.</summary>
    private static void Before(Session session, SessionEvent happened, Author by, DateTimeOffset now)
    {
        Assert.True(happened.At <= now.AddMinutes(1));
        Assert.True(happened.At >= session.Arrival!.At);
        switch (happened)
        {
            case SessionEvent.InfusionStarted or SessionEvent.DoseGiven when session.StartedAt is null:
                Assert.NotNull(session.DoseCheck);
                Assert.NotEqual(session.PreparedBy!.Id, session.DoseCheckedBy!.Id);
                Assert.False(session.DoseCheckedBy.IsProgram);
                Assert.Contains(session.Vitals, reading => reading.At <= happened.At);
                break;
            case SessionEvent.VitalsRecorded or SessionEvent.SedationRated or SessionEvent.DissociationRated or SessionEvent.NauseaRated
                or SessionEvent.DistressRated or SessionEvent.DoseGiven or SessionEvent.RescueGiven or SessionEvent.MomentMarked:
                Assert.DoesNotContain(session.Phase, new[] { SessionPhase.Discharged, SessionPhase.Signed, SessionPhase.Cancelled });
                break;
            case SessionEvent.PatientDischarged discharged:
                Assert.True(discharged.Unmet.Count == 0 || (discharged.OverrideReason.Length > 0 && by.Is(Role.Prescriber)));
                break;
            case SessionEvent.WasteWitnessed seen:
                Assert.NotEqual(session.DrawnUp.Single(drawn => drawn.EntryId == seen.Drawn).Waste!.By.Id, by.Id);
                break;
            case SessionEvent.SessionSigned signed:
                Assert.Equal(session.Version, signed.Version);
                Assert.True(session.BalanceClosed);
                Assert.True(by.Is(Role.Nurse, Role.Prescriber));
                break;
            case SessionEvent.GateOverridden or SessionEvent.DoseOrdered:
                Assert.True(by.Is(Role.Prescriber));
                break;
        }
    }

    /// <summary>What must be so of the whole session afterwards.</summary>
    private static void Promises(Charting chart)
    {
        var session = chart.Session;
        Assert.Equal(Enumerable.Range(1, chart.Entries.Count), chart.Entries.Select(entry => entry.Version));
        Assert.Equal(chart.Entries.Count, session.Version);
        Assert.Equal(Fingerprint(session), Fingerprint(Session.From(chart.Entries.ToList())));

        // What was written first is never lost, whatever corrected it; and every correction names its writer and reason.
        var corrections = chart.Entries.Count(entry => entry.Event is SessionEvent.EntryAmended or SessionEvent.EntryStruck);
        Assert.Equal(
            chart.Entries.Where(entry => entry.Event is not (SessionEvent.EntryAmended or SessionEvent.EntryStruck)),
            session.Entries.Select(entry => entry.Original));
        Assert.Equal(corrections, session.Entries.Sum(entry => entry.Revisions.Count));
        Assert.All(session.Entries.SelectMany(entry => entry.Revisions), revision => Assert.False(string.IsNullOrWhiteSpace(revision.Reason)));
        Assert.All(session.Entries.Where(entry => entry.Revisions.Count > 0), entry => Assert.Same(entry.Original.Event, entry.Revisions[0].Before));

        // Stretches of the pump follow one another.
        for (var at = 0; at < session.Stretches.Count; at++)
        {
            var stretch = session.Stretches[at];
            Assert.True(stretch.To is null || stretch.To >= stretch.From);
            Assert.True(stretch.To is not null || at == session.Stretches.Count - 1);
            if (at > 0) Assert.True(stretch.From >= session.Stretches[at - 1].To);
        }

        // What went in only grows, and never beyond what was drawn up.
        var given = Mass.Zero;
        for (var minute = -5; minute < 500; minute += 5)
        {
            var now = session.GivenBy(Morning.AddMinutes(minute));
            Assert.True(now >= given);
            Assert.True(session.Prepared is { } prepared ? now <= prepared.Dose : now == Mass.Zero);
            Assert.True(session.StartedAt is { } start && start < Morning.AddMinutes(minute) || now == Mass.Zero);
            given = now;
        }
        // Whatever was drawn up is given, destroyed before a witness, in use, or asked for.
        Assert.All(session.Balances, balance =>
        {
            Assert.Equal(balance.Drawn.Amount, balance.Given + balance.Wasted + balance.InUse + balance.Open);
            Assert.All([balance.Given, balance.Wasted, balance.InUse, balance.Open], part => Assert.True(part >= Mass.Zero));
            Assert.True(Math.Abs(balance.DifferenceMg) <= Math.Max(0.5m, 0.02m * balance.Drawn.Amount.Milligrams) + 0.01m);
            if (balance.Wasted > Mass.Zero) Assert.NotEqual(balance.Drawn.Waste!.By.Id, balance.Drawn.Waste.Witness!.Id);
        });
        Assert.Equal(
            chart.Entries.Count(entry => entry.Event is SessionEvent.DosePrepared { SameDrug: false }), session.DrawnUp.Count);
        if (session.Phase is SessionPhase.Cancelled or SessionPhase.Discharged or SessionPhase.Signed)
            Assert.All(session.Balances, balance => Assert.Equal(Mass.Zero, balance.InUse));
        if (session.Phase == SessionPhase.Signed) Assert.True(session.BalanceClosed);
        if (session is { LeftOver: { } left, DosingEndedAt: { } ended })
            Near(session.Prepared!.Dose.Milligrams, (session.GivenBy(ended) + left).Milligrams, 0.006m);

        if (session.Discharge is { } leaving)
        {
            Assert.All(session.Vitals, reading => Assert.True(reading.At <= leaving.At));
            Assert.All(session.Sedation.Concat(session.Nausea).Concat(session.Distress), reading => Assert.True(reading.At <= leaving.At));
            Assert.True(leaving.At >= session.DosingEndedAt);
        }
        Assert.Equal(session.Phase == SessionPhase.Cancelled, session.CancelledBecause is not null);
        Assert.False(session.Phase == SessionPhase.Cancelled && session.StartedAt is not null);
        // Nobody asks questions of a session in vain: these are shown at any moment.
        _ = Alarms.Active(session, chart.Now);
        _ = DueList.For(session, chart.Now);
        _ = DischargeCriteria.Check(session, chart.Now);
    }

    /// <summary>What a nurse would think of next.</summary>
    private static (ISessionCommand, Author) Next(Charting chart, Step step, DateTimeOffset at)
    {
        var session = chart.Session;
        var number = step.Number;
        return session.Phase switch
        {
            SessionPhase.Arrived => session switch
            {
                { Consent: null } => (new RecordConsent(Id(), at, "Consent", "3", new DateOnly(2026, 11, 1), true, true), Nurse),
                { Room: null } => (new ReadyRoom(Id(), at, "Petra", true), Nurse),
                { Escort: null } => (new NameEscort(Id(), at, "Tom", "brother", "", true), Nurse),
                { Fasting: null } => (new RecordFasting(Id(), at, at.AddHours(-12), false, at.AddHours(-4)), Nurse),
                { Weight: null } => (new MeasureWeight(Id(), at, BodyWeight.FromKilograms(45 + number % 100), true), Nurse),
                { Pregnancy: null } => (new RecordPregnancy(Id(), at, PregnancyStatus.TestNegative, new DateOnly(2026, 11, 23)), Nurse),
                { Medicines: null } => (new RecordMedicines(Id(), at, []), Nurse),
                { SuicideScreen: null } => (new ScreenSuicide(Id(), at, "C-SSRS", SuicideRisk.None), Nurse),
                { Baseline: null } => (new RecordVitals(Id(), at, new Vitals(110 + number % 30, 74, 70, 97), true), Nurse),
                { Prepared: null } => (chart.Preparing() with { At = at }, step.Who % 2 == 0 ? Nurse : Prescriber),
                { DoseCheck: null, Prepared: { } prepared } => (new CheckDose(Id(), at, prepared.Dose, prepared.Drawn), SecondNurse),
                { Protocol.Infused: true } => (new StartInfusion(Id(), at, true), Nurse),
                _ => (new GiveDose(Id(), at, session.Protocol!.UnitDose ?? session.Prepared!.Dose, "left arm", true), Nurse),
            },
            SessionPhase.Running when number % 3 > 0 => session.Protocol!.Infused
                ? (new EndInfusion(Id(), at, number % 3 == 1), Nurse)
                : (new GiveDose(Id(), at, session.Protocol.UnitDose ?? session.Prepared!.Dose * 0.5m, "", true), Nurse),
            SessionPhase.Running => (new PauseInfusion(Id(), at), Nurse),
            SessionPhase.Paused => (number % 2 == 0 ? new ResumeInfusion(Id(), at) : new StopInfusion(Id(), at, "Asked to"), Nurse),
            SessionPhase.Recovering or SessionPhase.Cancelled when session.OpenBalances is [var open, ..] => open.Drawn.Waste is { } waste
                ? (new WitnessWaste(Id(), at, waste.Recorded.Amount, open.Drawn.EntryId), SecondNurse)
                : (new RecordWaste(Id(), at, open.Open, "Sharps bin", open.Drawn.EntryId), Nurse),
            SessionPhase.Recovering when session.DischargeAssessment is null => (new AssessForDischarge(Id(), at, true, true, true, true, true), Nurse),
            SessionPhase.Recovering => (number % 5) switch
            {
                0 => (new RateSedation(Id(), at, 5), Nurse),
                1 => (new RateDissociation(Id(), at, 0), Nurse),
                2 => (new RecordVitals(Id(), at, new Vitals(118, 76, 70, 97), true), Nurse),
                3 => (new Discharge(Id(), at, "Tom"), Nurse),
                _ => (new Discharge(Id(), at, "Tom", "Lives next door to the hospital"), Prescriber),
            },
            _ => (new SignSession(Id(), at, session.Version, "seal"), number % 2 == 0 ? Nurse : Prescriber),
        };
    }

    private const int Kinds = 38;

    /// <summary>Any command, with sensible, odd and impossible values.</summary>
    private static ISessionCommand Command(Charting chart, int kind, int number, int who, DateTimeOffset at)
    {
        var session = chart.Session;
        var target = chart.Entries[number % chart.Entries.Count];
        var text = (number % 7) switch { 0 => "", 1 => new string('x', 600), _ => "words" };
        var amount = Mass.FromMilligrams(number % 97 / 2m);
        var flag = number % 2 == 0;
        return kind switch
        {
            0 => new CheckIn(Id(), at, Id(), Id(), "Chair 2", "ketamine-iv-1", "Depression", 1, true, null, null, null),
            1 => new RecordConsent(Id(), at, text, "3", new DateOnly(2026, 11, 1 + number % 28), flag, flag),
            2 => new ReadyRoom(Id(), at, text, flag),
            3 => new NameEscort(Id(), at, text, "brother", "", flag),
            4 => new RecordFasting(Id(), at, at.AddHours(-(number % 15)), flag, at.AddHours(-(number % 6))),
            5 => new MeasureWeight(Id(), at, BodyWeight.FromKilograms(number % 400), flag),
            6 => new RecordPregnancy(Id(), at, (PregnancyStatus)(number % 4), flag ? new DateOnly(2026, 11, 20 + number % 8) : null),
            7 => new RecordMedicines(Id(), at, [new((MedicineClass)(number % 8), text, at.AddHours(number % 30 - 28))]),
            8 => new ScreenSuicide(Id(), at, "ASQ", (SuicideRisk)(number % 4), text),
            9 => new OverrideGate(Id(), at, session.Protocol!.GateRules[number % session.Protocol.GateRules.Count].Id, text),
            10 => new OrderDose(Id(), at, flag ? DosePerWeight.FromMilligramsPerKilogram(number % 15 / 10m) : null, Mass.FromMilligrams(28 * (number % 5))),
            11 => chart.Preparing(session.Protocol!.Preparations[number % session.Protocol.Preparations.Count].Name, number % 120) with { At = at, SameDrug = flag },
            12 => new CheckDose(Id(), at, session.Prepared?.Dose ?? amount, session.Prepared?.Drawn ?? Volume.FromMillilitres(1)),
            13 => new StartInfusion(Id(), at, flag),
            14 => new GiveDose(Id(), at, amount, text, flag),
            15 => new PauseInfusion(Id(), at, text),
            16 => new ResumeInfusion(Id(), at),
            17 or 36 => new ChangeRate(Id(), at, PumpRate.FromMillilitresPerHour(number % 180), text),
            18 => new StopInfusion(Id(), at, text),
            19 => new EndInfusion(Id(), at, flag),
            20 => new RecordVitals(Id(), at, new Vitals(60 + number % 200, 30 + number % 120, 30 + number % 180, number % 40 + 65, flag ? number % 50 : null, flag), flag),
            21 => new RateDissociation(Id(), at, flag ? number % 6 : null, number % 3 == 0 ? [1, 2, 3, 4, number % 6, 0] : null),
            22 => new RateSedation(Id(), at, number % 8 - 1),
            23 => new RateNausea(Id(), at, number % 13 - 1),
            24 => new RateDistress(Id(), at, number % 13 - 1),
            25 => new RecordAdverseEvent(Id(), at, "Nausea", (AdverseEventSeverity)(number % 4), text, (AdverseEventOutcome)(number % 5), flag),
            26 => new FollowAdverseEvent(Id(), at, session.AdverseEvents is [var first, ..] ? first.EntryId : Id(), (AdverseEventOutcome)(number % 5), text),
            27 => new GiveRescueMedicine(Id(), at, "Ondansetron", amount, "IV", text),
            28 => new MarkMoment(Id(), at, (Moment)(number % 8), text),
            29 => new WriteNote(Id(), at, text),
            30 => new AcknowledgeAlarm(Id(), at, Alarms.Active(session, at) is [var alarm, ..] ? alarm.Key : "none", text),
            31 => new RecordWaste(Id(), at, flag && session.OpenBalances is [var open, ..] ? open.Open : amount, text, number % 3 == 0 ? Drawn(session, number) : null),
            32 => new WitnessWaste(
                Id(), at, session.DrawnUp.LastOrDefault(drawn => drawn.Waste is not null)?.Waste!.Recorded.Amount ?? amount, number % 3 == 0 ? Drawn(session, number) : null),
            33 => new AssessForDischarge(Id(), at, flag, flag, flag, flag, flag),
            34 => new Discharge(Id(), at, text, who % 2 == 0 ? text : ""),
            35 => new CancelSession(Id(), at, number % 50 == 0 ? text : ""),
            // Corrections of whatever stands there: the time moved, or the values of the same kind anew.
            37 => number % 4 == 0
                ? new StrikeEntry(Id(), at, target.EntryId, text)
                : number % 4 == 1
                    ? new SignSession(Id(), at, session.Version - number % 3, "seal")
                    : new AmendEntry(Id(), at, target.EntryId, Corrected(target.Event, at, number), text),
            _ => throw new ArgumentOutOfRangeException(nameof(kind)),
        };
    }

    private static Guid Drawn(Session session, int number) =>
        session.DrawnUp.Count == 0 || number % 9 == 0 ? Id() : session.DrawnUp[number % session.DrawnUp.Count].EntryId;

    private static SessionEvent Corrected(SessionEvent happened, DateTimeOffset at, int number) => happened switch
    {
        SessionEvent.VitalsRecorded => new SessionEvent.VitalsRecorded(at, new Vitals(70 + number % 150, 60 + number % 50, 70, 95)),
        SessionEvent.SedationRated => new SessionEvent.SedationRated(at, number % 8),
        SessionEvent.WasteRecorded waste => waste with { At = at, Amount = Mass.FromMilligrams(number % 40) },
        SessionEvent.WeightMeasured => new SessionEvent.WeightMeasured(at, BodyWeight.FromKilograms(number % 400)),
        _ => happened with { At = at },
    };
}

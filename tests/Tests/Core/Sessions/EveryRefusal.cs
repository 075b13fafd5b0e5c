using System.Text.RegularExpressions;
using Afterglow.Core;
using Afterglow.Core.Intake.Consent;
using Afterglow.Core.People;
using Afterglow.Core.Sessions;
using Afterglow.Core.Units;
using static Afterglow.Tests.Sessions.Charting;

namespace Afterglow.Tests.Sessions;

/// <summary>One way to each refusal: none is without one, and each says what to do.</summary>
public sealed partial class EveryRefusal
{
    private static readonly Dictionary<Type, Func<Refusal?>> Ways = new()
    {
        [typeof(EntryIdMissing)] = () => new Charting().Refused(new WriteNote(Guid.Empty, Morning, "a note")),
        [typeof(NotYourRole)] = () => new Charting().Refused(new RecordVitals(Id(), Morning, new Vitals(120, 80, 70)), FrontDesk),
        [typeof(WrongPhase)] = () => new Charting().Refused(new PauseInfusion(Id(), Morning)),
        [typeof(AlreadyCheckedIn)] = () => new Charting().Refused(new CheckIn(Id(), Morning, Id(), Id(), "Chair 1", "ketamine-iv-1", "Depression", 1, true, null, null, null)),
        [typeof(InTheFuture)] = () => new Charting().Refused(new WriteNote(Id(), Morning.AddMinutes(5), "a note")),
        [typeof(BeforeTheSession)] = () => new Charting().Refused(new WriteNote(Id(), Morning.AddMinutes(-1), "a note")),
        [typeof(AfterTheSession)] = () =>
        {
            var chart = new Charting().Discharged();
            var vitals = chart.Session.Vitals[^1];
            chart.Wait(30);
            return chart.Refused(new AmendEntry(Id(), chart.Now, vitals.EntryId, new SessionEvent.VitalsRecorded(chart.Now, vitals.Value), "Wrong time"));
        },
        [typeof(OutOfOrder)] = () => new Charting().Wait(10).Started().Wait(10).Refused(new PauseInfusion(Id(), Morning.AddMinutes(5))),
        [typeof(ImpossibleValue)] = () => new Charting().Refused(new RecordVitals(Id(), Morning, new Vitals(1200, 80, 70))),
        [typeof(UnusualValue)] = () => new Charting().Refused(new RecordVitals(Id(), Morning, new Vitals(225, 80, 70))),
        [typeof(PressuresSwapped)] = () => new Charting().Refused(new RecordVitals(Id(), Morning, new Vitals(80, 120, 70))),
        [typeof(VitalsUnreadable)] = () => VitalsText.Read("one twenty over eighty").Refusal,
        [typeof(ScoreOutOfRange)] = () => new Charting().Refused(new RateSedation(Id(), Morning, 6)),
        [typeof(Unanswered)] = () => new Charting().Refused(new WriteNote(Id(), Morning, "  ")),
        [typeof(TooLong)] = () => new Charting().Refused(new WriteNote(Id(), Morning, new string('x', 10_001))),
        [typeof(UnknownProtocol)] = () => new Charting(checkedIn: false).Refused(new CheckIn(Id(), Morning, Id(), Id(), "Chair 1", "aspirin", "Depression", 1, true, null, null, null)),
        [typeof(UnknownPreparation)] = () => new Charting().Gate().Refused(new PrepareDose(Id(), Morning, "Tap water", "L1", new DateOnly(2027, 1, 1), Volume.FromMillilitres(50))),
        [typeof(PreparationExpired)] = () => new Charting().Gate().Refused(new PrepareDose(Id(), Morning, "Ketamine 50 mg/mL vial", "L1", new DateOnly(2026, 11, 22), Volume.FromMillilitres(50))),
        [typeof(WeightMissing)] = () => new Charting().Refused(new Charting().Preparing()),
        [typeof(DoseOutsideLimits)] = () => new Charting().Refused(new OrderDose(Id(), Morning, DosePerWeight.FromMilligramsPerKilogram(5)), Prescriber),
        [typeof(DoseNotAsOrdered)] = () => Prepare(chart => chart.Preparing() with { Dose = Mass.FromMilligrams(350) }),
        [typeof(NoSuchFixedDose)] = () => new Charting("esketamine-nasal-1").Refused(new OrderDose(Id(), Morning, Dose: Mass.FromMilligrams(60)), Prescriber),
        [typeof(MustBeDiluted)] = () => Prepare(chart => chart.Preparing() with { MadeUpTo = null }),
        [typeof(VolumeTooSmall)] = () => Prepare(chart => chart.Preparing() with { MadeUpTo = Volume.FromMillilitres(0.5m) }),
        [typeof(DoseNotPrepared)] = () => new Charting().Refused(new CheckDose(Id(), Morning, Mass.FromMilligrams(35), Volume.FromMillilitres(0.7m)), SecondNurse),
        [typeof(DoseNotChecked)] = () => new Charting().Gate().Prepared().Refused(new StartInfusion(Id(), Morning)),
        [typeof(CheckedBySamePerson)] = () => new Charting().Gate().Prepared().Refused(new CheckDose(Id(), Morning, Mass.FromMilligrams(35), Volume.FromMillilitres(0.7m))),
        [typeof(CheckDisagrees)] = () => new Charting().Gate().Prepared().Refused(new CheckDose(Id(), Morning, Mass.FromMilligrams(37), Volume.FromMillilitres(0.7m)), SecondNurse),
        [typeof(WeightChangedSincePreparation)] = () => new Charting().Gate().Prepared().Checked().Weighed(72).Refused(new StartInfusion(Id(), Morning)),
        [typeof(GateNotPassed)] = () => new Charting().Consent().Room().Weighed().Prepared().Checked().Refused(new StartInfusion(Id(), Morning)),
        [typeof(GateWarns)] = () => new Charting().Gate().Suicide(SuicideRisk.Moderate).Prepared().Checked().Refused(new StartInfusion(Id(), Morning)),
        [typeof(NotOverridable)] = () => new Charting().Refused(new OverrideGate(Id(), Morning, "g_consent", "In a hurry"), Prescriber),
        [typeof(NotADosingRoute)] = () => new Charting().Refused(new GiveDose(Id(), Morning, Mass.FromMilligrams(35))),
        [typeof(MoreThanPrepared)] = () => new Charting("ketamine-im-1").Gate().Prepared().Checked().Refused(new GiveDose(Id(), Morning, Mass.FromMilligrams(36))),
        [typeof(TooSoonAfterLastDose)] = () =>
        {
            var chart = new Charting("esketamine-nasal-1").Gate().Prepared().Checked().Do(new GiveDose(Id(), Morning, Mass.FromMilligrams(28))).Wait(4);
            return chart.Refused(new GiveDose(Id(), chart.Now, Mass.FromMilligrams(28)));
        },
        [typeof(RateTooHigh)] = () => new Charting().Started().Refused(new ChangeRate(Id(), Morning, PumpRate.FromMillilitresPerHour(151))),
        [typeof(EndingEarly)] = () =>
        {
            var chart = new Charting().Started().Wait(30);
            return chart.Refused(new EndInfusion(Id(), chart.Now));
        },
        [typeof(DischargeCriteriaNotMet)] = () => Recovering(chart => chart.Refused(new Discharge(Id(), chart.Now, "Tom"))),
        [typeof(BalanceOpen)] = () =>
        {
            var chart = StoppedHalfway();
            chart.Recovered().Do(new Discharge(Id(), chart.Now, "Tom"));
            return chart.Refused(chart.Signing());
        },
        [typeof(WasteNotTheBalance)] = () => Wasting(chart => chart.Refused(new RecordWaste(Id(), chart.Now, Mass.FromMilligrams(10), "Sharps bin"))),
        [typeof(NothingToWaste)] = () => Recovering(chart => chart.Refused(new RecordWaste(Id(), chart.Now, Mass.FromMilligrams(10), "Sharps bin"))),
        [typeof(WhichDose)] = () =>
        {
            var chart = new Charting().Gate().Prepared();
            chart.Do(chart.Preparing()).Do(new CancelSession(Id(), chart.Now, "Blood pressure"));
            return chart.Refused(new RecordWaste(Id(), chart.Now, Mass.FromMilligrams(35), "Sharps bin"));
        },
        [typeof(NotTheSameDrug)] = () => Prepare(chart => chart.Preparing() with { SameDrug = true }),
        [typeof(WitnessedBySamePerson)] = () => Wasting(chart =>
            chart.Do(new RecordWaste(Id(), chart.Now, Mass.FromMilligrams(17.5m), "Sharps bin")).Refused(new WitnessWaste(Id(), chart.Now, Mass.FromMilligrams(17.5m)))),
        [typeof(NoSuchEntry)] = () => new Charting().Refused(new StrikeEntry(Id(), Morning, Id(), "Wrong patient")),
        [typeof(CannotBeAmended)] = () =>
        {
            var chart = new Charting();
            return chart.Refused(new StrikeEntry(Id(), Morning, chart.LastEntry, "Wrong patient"));
        },
        [typeof(ChangedSinceRead)] = () =>
        {
            var chart = new Charting().Discharged();
            return chart.Refused(chart.Signing() with { ReadVersion = chart.Session.Version - 1 });
        },
        [typeof(AlreadySigned)] = () =>
        {
            var chart = new Charting().Signed();
            return chart.Refused(chart.Signing());
        },
        [typeof(DecidedNotEligible)] = () => new Charting(checkedIn: false).Refused(new CheckIn(
            Id(), Morning, Id(), Id(), "Chair 1", "ketamine-iv-1", "Depression", 1, true, null, null, null,
            new StandingOnFile(null, new EligibilityOnFile(EligibilityStanding.NotEligible, "Petra Prescriber", new DateOnly(2026, 11, 20))))),
        [typeof(ConsentTakenBack)] = () =>
        {
            var chart = new Charting().Started();
            chart.Do(new PauseInfusion(Id(), chart.Now, "The patient asks to stop"));
            return chart.OnFile(ConsentState.Withdrawn).Refused(new ResumeInfusion(Id(), chart.Now));
        },
        [typeof(SignedInTheFuture)] = () => new Charting().Refused(new RecordConsent(Id(), Morning, "Consent", "1", new DateOnly(2026, 12, 24), true)),
    };

    public static TheoryData<Type> Refusals => [.. typeof(WrongPhase).Assembly.GetTypes()
        .Where(type => type.IsAssignableTo(typeof(Refusal)) && !type.IsAbstract && type.Namespace == typeof(WrongPhase).Namespace)];

    [Theory]
    [MemberData(nameof(Refusals))]
    public void Is_reached_and_says_what_to_do(Type refusal)
    {
        Assert.True(Ways.TryGetValue(refusal, out var way), $"No test leads to {refusal.Name}.");
        var refused = way();
        Assert.IsType(refusal, refused);
        Assert.Matches(Code(), refused.Code);
        Assert.Matches(Sentence(), refused.Sentence);
    }

    [Fact]
    public void Codes_are_unique()
    {
        var codes = Ways.Values.Select(way => way()!.Code).ToList();
        Assert.Equal(codes.Count, codes.Distinct().Count());
    }

    [Fact]
    public void A_refused_command_leaves_the_session_as_it_was()
    {
        var chart = new Charting().Started();
        var before = Fingerprint(chart.Session);
        var session = chart.Session;
        Assert.False(new RecordVitals(Id(), chart.Now, new Vitals(1200, 80, 70)).Decide(session, new Deciding(Nurse, chart.Now)).Allowed);
        Assert.Equal(before, Fingerprint(session));
        Assert.Equal(before, Fingerprint(chart.Session));
    }

    [Theory]
    [InlineData(Role.FrontDesk)]
    [InlineData(Role.Therapist)]
    [InlineData(Role.Director)]
    [InlineData(Role.Administrator)]
    public void Only_nurses_and_prescribers_chart(Role role)
    {
        var chart = new Charting();
        Assert.IsType<NotYourRole>(chart.Refused(new RecordVitals(Id(), chart.Now, new Vitals(120, 80, 70)), new Author("x", "X", [role])));
    }

    [Fact]
    public void A_program_charts_and_never_overrides_checks_witnesses_acknowledges_amends_or_signs()
    {
        var chart = new Charting().Gate().Prepared();
        chart.Do(new RecordVitals(Id(), chart.Now, new Vitals(120, 80, 70)), Pump);
        ISessionCommand[] forPersons =
        [
            new OverrideGate(Id(), chart.Now, "g_escort", "none"), new CheckDose(Id(), chart.Now, Mass.FromMilligrams(35), Volume.FromMillilitres(0.7m)),
            new WitnessWaste(Id(), chart.Now, Mass.FromMilligrams(1)), new AcknowledgeAlarm(Id(), chart.Now, "x"), new OrderDose(Id(), chart.Now),
            new AmendEntry(Id(), chart.Now, chart.LastEntry, new SessionEvent.NauseaRated(chart.Now, 1), "x"), new StrikeEntry(Id(), chart.Now, chart.LastEntry, "x"),
            chart.Signing(),
        ];
        Assert.All(forPersons, command => Assert.IsType<NotYourRole>(chart.Refused(command, Pump)));
    }

    private static Refusal Prepare(Func<Charting, ISessionCommand> command)
    {
        var chart = new Charting().Gate();
        return chart.Refused(command(chart));
    }

    private static Refusal Recovering(Func<Charting, Refusal> refused) => refused(new Charting().Infused());

    private static Charting StoppedHalfway()
    {
        var chart = new Charting().Started().Wait(20);
        return chart.Do(new StopInfusion(Id(), chart.Now, "The patient asked to stop"));
    }

    private static Refusal Wasting(Func<Charting, Refusal> refused) => refused(StoppedHalfway());

    [GeneratedRegex("^[a-z]+(-[a-z]+)*\\.[a-z]+(-[a-z]+)*$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Code();

    [GeneratedRegex("^[“A-Z0-9].*[.)]$", RegexOptions.Singleline, 1000)]
    private static partial Regex Sentence();
}

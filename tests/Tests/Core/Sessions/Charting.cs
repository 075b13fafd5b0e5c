using System.Text.Json;
using Afterglow.Core;
using Afterglow.Core.Intake.Consent;
using Afterglow.Core.People;
using Afterglow.Core.Plans;
using Afterglow.Core.Sessions;
using Afterglow.Core.Units;

namespace Afterglow.Tests.Sessions;

/// <summary>
/// A session charted by hand: commands are decided on the session as it stands, what is taken is written as JSON and read
/// back, as the record does it. The clock stands still until somebody waits.
/// </summary>
internal sealed class Charting
{
    public static readonly Author Nurse = new("nurse", "Nora Nurse", [Role.Nurse]);
    public static readonly Author SecondNurse = new("nurse-2", "Nils Nurse", [Role.Nurse]);
    public static readonly Author Prescriber = new("prescriber", "Petra Prescriber", [Role.Prescriber]);
    public static readonly Author FrontDesk = new("desk", "Dora Desk", [Role.FrontDesk]);
    public static readonly Author Therapist = new("therapist", "Theo Therapist", [Role.Therapist]);
    public static readonly Author Pump = new("client:pump", "pump", [], IsProgram: true);

    public static readonly DateTimeOffset Morning = new(2026, 11, 23, 9, 0, 0, TimeSpan.Zero);

    private readonly List<SessionEntry> entries = [];

    public Charting(string protocol = "ketamine-iv-1", bool checkedIn = true, bool pregnancyRelevant = true, BodyWeight? lastWeight = null)
    {
        if (!checkedIn) return;
        Do(new CheckIn(
            Guid.NewGuid(), Now, Guid.NewGuid(), Guid.NewGuid(), "Chair 1", protocol, "Depression", 1, pregnancyRelevant, null, null, lastWeight), Nurse);
    }

    public DateTimeOffset Now { get; private set; } = Morning;

    public IReadOnlyList<SessionEntry> Entries => entries;

    public Session Session => Session.From(entries);

    public static Guid Id() => Guid.NewGuid();

    public Charting Wait(double minutes)
    {
        Now += TimeSpan.FromMinutes(minutes);
        return this;
    }

    public Result<SessionEvent> Ask(ISessionCommand command, Author? by = null) => command.Decide(Session, new Deciding(by ?? Nurse, Now));

    /// <summary>The command must be taken.</summary>
    public Charting Do(ISessionCommand command, Author? by = null)
    {
        var decided = Ask(command, by);
        if (!decided.Try(out var happened, out var refusal)) Assert.Fail($"{command.GetType().Name} was refused: {refusal.Code}: {refusal.Sentence}");
        Write(command.EntryId, happened, by ?? Nurse);
        return this;
    }

    /// <summary>The command must be refused; returns why.</summary>
    public Refusal Refused(ISessionCommand command, Author? by = null)
    {
        var decided = Ask(command, by);
        if (decided.Allowed) Assert.Fail($"{command.GetType().Name} was taken.");
        return decided.Refusal!;
    }

    public void Write(Guid id, SessionEvent happened, Author by) => entries.Add(new SessionEntry(
        entries.Count + 1, id, Now, by, SessionJson.Read(SessionJson.Kind(happened), SessionJson.Write(happened))));

    public Charting Vitals(int systolic = 118, int diastolic = 74, int heartRate = 68, int? oxygen = 98) =>
        Do(new RecordVitals(Id(), Now, new Vitals(systolic, diastolic, heartRate, oxygen)));

    public Charting Consent() => Do(new RecordConsent(Id(), Now, "Consent to ketamine", "3", new DateOnly(2026, 11, 1), true, true));

    /// <summary>What the patient's own record says, as the session learns it.</summary>
    public Charting OnFile(ConsentState consent, EligibilityStanding eligibility = EligibilityStanding.Eligible, bool enrolled = false)
    {
        var day = new DateOnly(2026, 11, 2);
        Write(Id(), new SessionEvent.StandingChanged(Now, new StandingOnFile(
            new ConsentOnFile("ketamine-iv", "Ketamine by vein", consent, 1, consent == ConsentState.Missing ? null : day, true, enrolled ? day : null),
            new EligibilityOnFile(eligibility, eligibility is EligibilityStanding.NoIntake or EligibilityStanding.Undecided ? "" : "Petra Prescriber", day))), Nurse);
        return this;
    }

    public Charting Room() => Do(new ReadyRoom(Id(), Now, "Petra Prescriber", true));

    public Charting Escort() => Do(new NameEscort(Id(), Now, "Tom", "brother", "+44 20 7946 0000", true));

    public Charting Fasted() => Do(new RecordFasting(Id(), Now, Now.AddHours(-12), false, Now.AddHours(-4)));

    public Charting Weighed(decimal kilograms = 70) => Do(new MeasureWeight(Id(), Now, BodyWeight.FromKilograms(kilograms)));

    public Charting Pregnancy() => Do(new RecordPregnancy(Id(), Now, PregnancyStatus.TestNegative, new DateOnly(2026, 11, 23)));

    public Charting Medicines(params MedicineTaken[] medicines) => Do(new RecordMedicines(Id(), Now, medicines));

    public Charting Suicide(SuicideRisk risk = SuicideRisk.None) => Do(new ScreenSuicide(Id(), Now, "C-SSRS", risk, risk >= SuicideRisk.Moderate ? "Seen by the prescriber" : ""));

    /// <summary>Everything the gate asks for.</summary>
    public Charting Gate() => Consent().Room().Escort().Fasted().Weighed().Pregnancy().Medicines().Suicide().Vitals();

    public PrepareDose Preparing(string? vial = null, decimal? madeUpToMl = null) => new(
        Id(), Now, vial ?? Session.Protocol!.Preparations[Session.Protocol.Preparations.Count > 1 ? 1 : 0].Name, "LOT-42", new DateOnly(2027, 6, 30),
        Session.Protocol!.Infused || madeUpToMl is not null ? Volume.FromMillilitres(madeUpToMl ?? 50) : null);

    public Charting Prepared() => Do(Preparing());

    public Charting Checked() => Do(new CheckDose(Id(), Now, Session.Prepared!.Dose, Session.Prepared.Drawn), SecondNurse);

    public Charting Started() => Gate().Prepared().Checked().Do(new StartInfusion(Id(), Now));

    /// <summary>The whole infusion: 35 mg over 40 minutes.</summary>
    public Charting Infused() => Started().Wait(40).Do(new EndInfusion(Id(), Now));

    public Charting Recovered() => Wait(61).Vitals().Do(new RateSedation(Id(), Now, 5)).Do(new RateDissociation(Id(), Now, 0))
        .Do(new AssessForDischarge(Id(), Now, true, true, true, true, true));

    public Charting Discharged() => Infused().Recovered().Do(new Discharge(Id(), Now, "Tom"));

    public SignSession Signing() => new(Id(), Now, Session.Version, "seal");

    public Charting Signed() => Discharged().Do(Signing());

    public Guid LastEntry => entries[^1].EntryId;

    /// <summary>Everything a session says, as text: two that say the same are the same.</summary>
    public static string Fingerprint(Session session) => JsonSerializer.Serialize(session, All);

    private static readonly JsonSerializerOptions All = new(SessionJson.Options) { IncludeFields = true, MaxDepth = 64 };

    /// <summary>Equal but for what rounding leaves.</summary>
    public static void Near(decimal expected, decimal actual, decimal tolerance) =>
        Assert.True(Math.Abs(expected - actual) <= tolerance, $"{actual} is not {expected} (± {tolerance}).");

    /// <summary>Every command there is.</summary>
    public static IReadOnlyList<Type> Commands { get; } = [.. typeof(ISessionCommand).Assembly.GetTypes()
        .Where(type => type.IsAssignableTo(typeof(ISessionCommand)) && !type.IsAbstract).OrderBy(type => type.Name, StringComparer.Ordinal)];

    /// <summary>Every kind of event there is.</summary>
    public static IReadOnlyList<Type> Events { get; } = [.. typeof(SessionEvent).Assembly.GetTypes()
        .Where(type => type.IsAssignableTo(typeof(SessionEvent)) && !type.IsAbstract).OrderBy(type => type.Name, StringComparer.Ordinal)];

    public static Protocol Protocol(string id) => Protocols.Find(id)!;
}

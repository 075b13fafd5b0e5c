using Afterglow.Core.Intake.Consent;
using Afterglow.Core.People;
using Afterglow.Core.Plans;
using Afterglow.Core.Units;

namespace Afterglow.Core.Sessions;

/// <summary>One treatment session as it stands: folded from its entries, never stored.</summary>
public sealed record Session
{
    public static readonly Session NotBegun = new();

    private IReadOnlyCollection<SessionEntry> log = [];

    /// <summary>How many entries were folded: the version a new entry is appended to.</summary>
    public int Version { get; private init; }

    public SessionPhase Phase { get; private init; }

    public SessionEvent.PatientArrived? Arrival { get; private init; }

    public Protocol? Protocol { get; private init; }

    /// <summary>Every entry with its corrections, in the order in which they were written.</summary>
    public IReadOnlyList<ChartedEntry> Entries { get; private init; } = [];

    /// <summary>Consent and eligibility as the patient's record has them; null in a session of before they were read.</summary>
    public StandingOnFile? OnFile { get; private init; }

    /// <summary>The entry by which the session learned that the consent was taken back, and when; null while it was not.</summary>
    public (Guid EntryId, DateTimeOffset At)? ConsentTakenBack { get; private init; }

    /// <summary>A consent on paper, as a member of staff saw it.</summary>
    public SessionEvent.ConsentSeen? Consent { get; private init; }

    public SessionEvent.RoomReadied? Room { get; private init; }

    public SessionEvent.EscortNamed? Escort { get; private init; }

    public SessionEvent.FastingRecorded? Fasting { get; private init; }

    public SessionEvent.WeightMeasured? Weight { get; private init; }

    public SessionEvent.PregnancyRecorded? Pregnancy { get; private init; }

    public SessionEvent.MedicinesRecorded? Medicines { get; private init; }

    public SessionEvent.SuicideScreened? SuicideScreen { get; private init; }

    /// <summary>Gate rules a prescriber has overridden, with the reason and who.</summary>
    public IReadOnlyDictionary<string, (string Reason, Author By)> Overrides { get; private init; } =
        new Dictionary<string, (string, Author)>();

    /// <summary>What each overridden rule found when it was overridden: a worse finding later is not covered by it.</summary>
    internal IReadOnlyDictionary<string, GateState> OverriddenAs { get; private init; } = new Dictionary<string, GateState>();

    /// <summary>The order by weight, where the protocol doses by weight.</summary>
    public DosePerWeight? OrderedPerKilogram { get; private init; }

    /// <summary>The order as an amount, where the protocol has fixed doses.</summary>
    public Mass? OrderedDose { get; private init; }

    /// <summary>The dose that is meant to be given; null where none is, also after another was ordered.</summary>
    public SessionEvent.DosePrepared? Prepared { get; private init; }

    /// <summary>Everything that was drawn up in this session, the newest last.</summary>
    public IReadOnlyList<DrawnDose> DrawnUp { get; private init; } = [];

    /// <summary>Who prepared the dose: somebody else has to check it.</summary>
    public Author? PreparedBy { get; private init; }

    /// <summary>The second person's check of the dose that is prepared now; null again when another dose is prepared.</summary>
    public SessionEvent.DoseChecked? DoseCheck { get; private init; }

    public Author? DoseCheckedBy { get; private init; }

    /// <summary>When drug first went in. Elapsed times everywhere count from here.</summary>
    public DateTimeOffset? StartedAt { get; private init; }

    /// <summary>When the last of the drug went in.</summary>
    public DateTimeOffset? DosingEndedAt { get; private init; }

    /// <summary>The stretches of constant rate; the last is open while the infusion runs.</summary>
    public IReadOnlyList<RateStretch> Stretches { get; private init; } = [];

    /// <summary>Injections, devices and lozenges.</summary>
    public IReadOnlyList<SessionEvent.DoseGiven> Doses { get; private init; } = [];

    /// <summary>Readings in the order of their own time.</summary>
    public IReadOnlyList<Reading<Vitals>> Vitals { get; private init; } = [];

    public IReadOnlyList<Reading<SessionEvent.DissociationRated>> Dissociation { get; private init; } = [];

    public IReadOnlyList<Reading<int>> Sedation { get; private init; } = [];

    public IReadOnlyList<Reading<int>> Nausea { get; private init; } = [];

    public IReadOnlyList<Reading<int>> Distress { get; private init; } = [];

    public IReadOnlyList<AdverseEvent> AdverseEvents { get; private init; } = [];

    public IReadOnlyList<SessionEvent.RescueGiven> Rescues { get; private init; } = [];

    /// <summary>Alarms by their key, acknowledged by whom and when.</summary>
    public IReadOnlyDictionary<string, (Author By, DateTimeOffset At, string Action)> Acknowledged { get; private init; } =
        new Dictionary<string, (Author, DateTimeOffset, string)>();

    public SessionEvent.DischargeAssessed? DischargeAssessment { get; private init; }

    public SessionEvent.PatientDischarged? Discharge { get; private init; }

    public SessionEvent.SessionSigned? Signature { get; private init; }

    public Author? SignedBy { get; private init; }

    /// <summary>True when something was written after the newest signature.</summary>
    public bool ChangedSinceSigning => Signature is not null && Version > Signature.Version + 1;

    public string? CancelledBecause { get; private init; }

    /// <summary>True once the whole dose was broken off early.</summary>
    public bool StoppedEarly { get; private init; }

    public IReadOnlyList<Reading<Vitals>> VitalsBeforeDose =>
        StartedAt is { } start ? [.. Vitals.Where(reading => reading.At <= start)] : Vitals;

    /// <summary>When the patient was last looked at: the newest of vital signs and ratings.</summary>
    internal DateTimeOffset? LastReadingAt => new[]
    {
        Vitals is [.., var vitals] ? vitals.At : (DateTimeOffset?)null, Dissociation is [.., var dissociation] ? dissociation.At : null,
        Sedation is [.., var sedation] ? sedation.At : null, Nausea is [.., var nausea] ? nausea.At : null,
        Distress is [.., var distress] ? distress.At : null,
    }.Max();

    /// <summary>The patient's own starting point: the last vitals before the first dose.</summary>
    public Vitals? Baseline => VitalsBeforeDose is [.., var last] ? last.Value : null;

    /// <summary>Folds a session. The same entries always give the same session.</summary>
    public static Session From(IEnumerable<SessionEntry> entries)
    {
        var written = entries as IReadOnlyCollection<SessionEntry> ?? [.. entries];
        var charted = ChartedEntry.Chart(written);
        var session = NotBegun;
        foreach (var entry in charted)
            if (entry.Now is { } happened) session = session.With(happened, entry);
        return session with
        {
            log = written,
            Entries = charted,
            Version = written.Count == 0 ? 0 : written.Max(entry => entry.Version),
        };
    }

    /// <summary>The session as it stood when an entry was written: what came later is left out.</summary>
    public Session AsOf(ChartedEntry entry) => From(log.TakeWhile(each => each.EntryId != entry.EntryId));

    /// <summary>This session as if drug went in at that moment: what the gate is judged on.</summary>
    internal Session StartingAt(DateTimeOffset at) => this with { StartedAt = StartedAt ?? at };

    /// <summary>Minutes since the first dose; null before it.</summary>
    public TimeSpan? ElapsedAt(DateTimeOffset at) => StartedAt is { } start ? at - start : null;

    /// <summary>How much drug base has gone in by then, never more than was prepared.</summary>
    public Mass GivenBy(DateTimeOffset at)
    {
        var given = Mass.Zero;
        foreach (var stretch in Stretches)
        {
            var end = stretch.To is { } to && to < at ? to : at;
            if (end > stretch.From) given += stretch.Rate * (end - stretch.From);
        }
        foreach (var dose in Doses)
            if (dose.At <= at) given += dose.Amount;
        return Prepared is { } prepared && given > prepared.Dose ? prepared.Dose : given;
    }

    /// <summary>What of the dose in use did not go in; null until dosing has ended.</summary>
    public Mass? LeftOver => DosingEndedAt is not null && Balances is [.., var inUse] ? inUse.LeftOver : null;

    /// <summary>What became of everything that was drawn up, in the order in which it was.</summary>
    public IReadOnlyList<DrugBalance> Balances => [.. DrawnUp.Select(BalanceOf)];

    /// <summary>What was drawn up and is still to be accounted for.</summary>
    public IReadOnlyList<DrugBalance> OpenBalances => [.. Balances.Where(balance => !balance.IsClosed)];

    /// <summary>True when everything drawn up is accounted for: given, in use, or wasted before a witness.</summary>
    public bool BalanceClosed => DrawnUp.All(drawn => BalanceOf(drawn).IsClosed);

    /// <summary>Less than this clings to the line and is not weighed up. Source.Assumed.</summary>
    public static Mass SmallestWaste => Mass.FromMilligrams(0.1m);

    /// <summary>The rate the pump runs at now; null when it does not run.</summary>
    public InfusionRate? RateNow => Phase == SessionPhase.Running && Stretches is [.., { To: null } open] ? open.Rate : null;

    /// <summary>When the pump will have given the whole dose at its present rate; null when it does not run.</summary>
    public DateTimeOffset? InfusionEmptyAt
    {
        get
        {
            if (RateNow is not { MilligramsPerHour: > 0 } rate || Prepared is not { } prepared) return null;
            var open = Stretches[^1];
            var left = prepared.Dose - GivenBy(open.From);
            return open.From + TimeSpan.FromHours((double)(Math.Max(0, left.Milligrams) / rate.MilligramsPerHour));
        }
    }

    private Session With(SessionEvent happened, ChartedEntry entry) => happened switch
    {
        SessionEvent.PatientArrived arrived => this with
        {
            Phase = SessionPhase.Arrived, Arrival = arrived, Protocol = Protocols.Find(arrived.ProtocolId),
            OrderedPerKilogram = arrived.OrderedPerKilogram, OrderedDose = arrived.OrderedDose, OnFile = arrived.OnFile,
        },
        SessionEvent.StandingChanged changed => this with
        {
            OnFile = changed.OnFile,
            // What else changes afterwards makes no second withdrawal of it.
            ConsentTakenBack = changed.OnFile.Consent is { State: ConsentState.Withdrawn } ? ConsentTakenBack ?? (entry.EntryId, changed.At) : null,
        },
        SessionEvent.ConsentSeen consent => this with { Consent = consent },
        SessionEvent.RoomReadied room => this with { Room = room },
        SessionEvent.EscortNamed escort => this with { Escort = escort },
        SessionEvent.FastingRecorded fasting => this with { Fasting = fasting },
        SessionEvent.WeightMeasured weight => this with { Weight = weight },
        SessionEvent.PregnancyRecorded pregnancy => this with { Pregnancy = pregnancy },
        SessionEvent.MedicinesRecorded medicines => this with { Medicines = medicines },
        SessionEvent.SuicideScreened screen => this with { SuicideScreen = screen },
        SessionEvent.GateOverridden over => this with
        {
            Overrides = new Dictionary<string, (string, Author)>(Overrides) { [over.RuleId] = (over.Reason, entry.Original.By) },
            OverriddenAs = new Dictionary<string, GateState>(OverriddenAs) { [over.RuleId] = Gate.StateOf(over.RuleId, this, over.At) ?? GateState.Met },
        },
        SessionEvent.DoseOrdered ordered => this with
        {
            OrderedPerKilogram = ordered.PerKilogram, OrderedDose = ordered.Dose, Prepared = null, PreparedBy = null,
            DoseCheck = null, DoseCheckedBy = null,
        },
        SessionEvent.DosePrepared prepared => this with
        {
            Prepared = prepared, PreparedBy = entry.Original.By, DoseCheck = null, DoseCheckedBy = null, DrawnUp = WithDrawn(prepared, entry),
        },
        SessionEvent.DoseChecked check => this with { DoseCheck = check, DoseCheckedBy = entry.Original.By },
        SessionEvent.InfusionStarted started => this with
        {
            Phase = SessionPhase.Running, StartedAt = started.At, Stretches = [new(started.At, null, started.Rate)],
        },
        SessionEvent.InfusionPaused paused => this with { Phase = SessionPhase.Paused, Stretches = Closed(paused.At) },
        SessionEvent.InfusionResumed resumed => this with
        {
            Phase = SessionPhase.Running, Stretches = Stretches is [.., var last] ? [.. Stretches, new(resumed.At, null, last.Rate)] : [],
        },
        SessionEvent.RateChanged changed => this with { Stretches = WithRate(changed) },
        SessionEvent.InfusionStopped stopped => this with
        {
            Phase = SessionPhase.Recovering, DosingEndedAt = stopped.At, Stretches = Closed(stopped.At), StoppedEarly = true,
        },
        SessionEvent.InfusionEnded ended => this with
        {
            Phase = SessionPhase.Recovering, DosingEndedAt = ended.At, Stretches = Closed(ended.At),
        },
        SessionEvent.DoseGiven dose => WithDose(dose),
        SessionEvent.VitalsRecorded vitals => this with { Vitals = InOrder(Vitals, new(entry.EntryId, vitals.At, vitals.Vitals)) },
        SessionEvent.DissociationRated rated => this with { Dissociation = InOrder(Dissociation, new(entry.EntryId, rated.At, rated)) },
        SessionEvent.SedationRated rated => this with { Sedation = InOrder(Sedation, new(entry.EntryId, rated.At, rated.MoaaS)) },
        SessionEvent.NauseaRated rated => this with { Nausea = InOrder(Nausea, new(entry.EntryId, rated.At, rated.Score)) },
        SessionEvent.DistressRated rated => this with { Distress = InOrder(Distress, new(entry.EntryId, rated.At, rated.Score)) },
        SessionEvent.AdverseEventRecorded adverse => this with
        {
            AdverseEvents = [.. AdverseEvents, new(entry.EntryId, adverse, adverse.Outcome, null)],
        },
        SessionEvent.AdverseEventFollowed followed => this with
        {
            AdverseEvents = [.. AdverseEvents.Select(adverse => adverse.EntryId == followed.AdverseEvent
                ? adverse with { Outcome = followed.Outcome, FollowedAt = followed.At }
                : adverse)],
        },
        SessionEvent.RescueGiven rescue => this with { Rescues = [.. Rescues, rescue] },
        SessionEvent.AlarmAcknowledged acknowledged => this with
        {
            Acknowledged = new Dictionary<string, (Author, DateTimeOffset, string)>(Acknowledged)
            {
                [acknowledged.Alarm] = (entry.Original.By, acknowledged.At, acknowledged.Action),
            },
        },
        SessionEvent.WasteRecorded waste => WithWaste(waste.Drawn, _ => new Waste(entry.EntryId, waste, entry.Original.By)),
        SessionEvent.WasteWitnessed seen => WithWaste(seen.Drawn, waste => waste is null ? null : waste with { Witness = entry.Original.By }),
        SessionEvent.DischargeAssessed assessed => this with { DischargeAssessment = assessed },
        SessionEvent.PatientDischarged discharged => this with { Phase = SessionPhase.Discharged, Discharge = discharged },
        SessionEvent.SessionSigned signed => this with
        {
            Phase = SessionPhase.Signed, Signature = signed, SignedBy = entry.Original.By,
        },
        SessionEvent.SessionCancelled cancelled => this with { Phase = SessionPhase.Cancelled, CancelledBecause = cancelled.Reason },
        // Marks and notes change nothing that is computed; corrections were put in place before the fold.
        SessionEvent.MomentMarked or SessionEvent.NoteWritten or SessionEvent.EntryAmended or SessionEvent.EntryStruck => this,
        _ => throw new InvalidOperationException($"A {happened.GetType().Name} has no place in the fold."),
    };

    private IReadOnlyList<RateStretch> Closed(DateTimeOffset at) =>
        Stretches is [.., { To: null } open] ? [.. Stretches.SkipLast(1), open with { To = at }] : Stretches;

    private IReadOnlyList<RateStretch> WithRate(SessionEvent.RateChanged changed) => Phase == SessionPhase.Running
        ? [.. Closed(changed.At), new(changed.At, null, changed.Rate)]
        // While paused the new rate waits: a stretch without length carries it to the moment of resuming.
        : [.. Stretches, new(changed.At, changed.At, changed.Rate)];

    private Session WithDose(SessionEvent.DoseGiven dose)
    {
        var given = this with { Doses = [.. Doses, dose], StartedAt = StartedAt is { } start && start < dose.At ? start : dose.At };
        var complete = Prepared is { } prepared && given.GivenBy(DateTimeOffset.MaxValue) >= prepared.Dose;
        return given with
        {
            Phase = complete ? SessionPhase.Recovering : SessionPhase.Running,
            DosingEndedAt = complete ? given.Doses.Max(each => each.At) : null,
        };
    }

    private IReadOnlyList<DrawnDose> WithDrawn(SessionEvent.DosePrepared prepared, ChartedEntry entry)
    {
        var drawn = new DrawnDose(entry.EntryId, prepared, entry.Original.By, prepared.Dose);
        if (!prepared.SameDrug || DrawnUp is not [.., { Waste: null } last]) return [.. DrawnUp, drawn];
        return [.. DrawnUp.SkipLast(1), drawn with { Amount = last.Amount > prepared.Dose ? last.Amount : prepared.Dose }];
    }

    private Session WithWaste(Guid? of, Func<Waste?, Waste?> became) => this with
    {
        DrawnUp = [.. DrawnUp.Select((drawn, place) => (of is { } id ? drawn.EntryId == id : place == DrawnUp.Count - 1)
            ? drawn with { Waste = became(drawn.Waste) }
            : drawn)],
    };

    private DrugBalance BalanceOf(DrawnDose drawn)
    {
        // Only the newest can be the one that is given; whatever was drawn up before it, or is not wanted any more, stays whole.
        var meant = Prepared is not null && drawn.EntryId == DrawnUp[^1].EntryId && Phase != SessionPhase.Cancelled;
        if (meant && DosingEndedAt is null) return new(drawn, Mass.Zero, Mass.Zero, drawn.Amount, Mass.Zero);
        // To the hundredth of a milligram: what is less clings to the line.
        var rest = (drawn.Amount - (meant ? GivenBy(DosingEndedAt!.Value) : Mass.Zero)).RoundedTo(0.01m);
        var given = drawn.Amount - rest;
        return drawn.Waste is { Witness: not null }
            ? new(drawn, given, rest, Mass.Zero, Mass.Zero)
            : new(drawn, given, Mass.Zero, Mass.Zero, rest);
    }

    private static IReadOnlyList<Reading<T>> InOrder<T>(IReadOnlyList<Reading<T>> readings, Reading<T> reading)
    {
        if (readings.Count == 0 || readings[^1].At <= reading.At) return [.. readings, reading];
        return [.. readings.Append(reading).OrderBy(each => each.At)];
    }
}

/// <summary>A stretch of time at one rate; open while <see cref="To"/> is null.</summary>
public sealed record RateStretch(DateTimeOffset From, DateTimeOffset? To, InfusionRate Rate);

/// <summary>A value, when it was taken, and the entry it stands in.</summary>
public sealed record Reading<T>(Guid EntryId, DateTimeOffset At, T Value);

/// <summary>An adverse event with its latest outcome.</summary>
public sealed record AdverseEvent(
    Guid EntryId, SessionEvent.AdverseEventRecorded Recorded, AdverseEventOutcome Outcome, DateTimeOffset? FollowedAt);

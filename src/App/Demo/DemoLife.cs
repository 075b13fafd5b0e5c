using Afterglow.Core.Patients;
using Afterglow.Core.Plans;
using Afterglow.Core.Sessions;

namespace Afterglow.App.Demo;

/// <summary>How far somebody has come with the clinic.</summary>
internal enum DemoStage
{
    Waiting,
    Declined,
    InSeries,
    InTheClinicToday,
    LeftEarly,
    Finished,
}

/// <summary>A visit that is planned: its day, chair and hour, and what goes otherwise.</summary>
internal sealed class PlannedVisit
{
    /// <summary>Whole days from the moment of creation, never above 0.</summary>
    public int Day { get; set; }

    public DateTimeOffset Start { get; set; }

    public string Chair { get; set; } = "";

    public Trouble Troubles { get; set; }

    public DemoHitch Hitch { get; set; }

    public SuicideRisk Risk { get; set; }

    /// <summary>Ordered instead of what stands; null for what stands.</summary>
    public decimal? NewOrder { get; set; }

    /// <summary>True where it belongs to the first series.</summary>
    public bool InSeries { get; init; }

    /// <summary>Changes the visit where it is one of those that are going on now.</summary>
    public Func<DemoVisit, DemoVisit> Live { get; init; } = visit => visit;

    public bool Treated => !Troubles.HasFlag(Trouble.NotTreated);
}

/// <summary>Everything that is planned for one person, before it is played through.</summary>
internal sealed class DemoLife
{
    public required int Index { get; init; }

    public required Person Person { get; set; }

    public required int Age { get; init; }

    public DemoStage Stage { get; set; }

    public DemoIndication Indication { get; set; } = DemoBackground.Resistant;

    public Protocol Protocol { get; set; } = Protocols.KetamineIntravenous;

    public DemoCourse Course { get; set; } = new(18, 13, DemoOutcome.Between, false, 17, null, []);

    public bool Maintained { get; set; }

    public bool LeftForSideEffects { get; set; }

    public List<Concept> Conditions { get; } = [];

    public List<DemoMedicine> Medicines { get; } = [];

    public bool Hypertensive { get; set; }

    public bool Dissociates { get; set; }

    /// <summary>In the order of their days.</summary>
    public List<PlannedVisit> Visits { get; } = [];

    public SuicideRisk RiskAtStart { get; set; }

    public SuicideRisk RiskAtEnd { get; set; }

    public IEnumerable<PlannedVisit> Treatments => Visits.Where(visit => visit.Treated);

    public bool Female => Person.SexAtBirth == Sex.Female;
}

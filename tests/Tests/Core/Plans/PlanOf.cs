using Afterglow.Core;
using Afterglow.Core.Intake.Eligibility;
using Afterglow.Core.Patients;
using Afterglow.Core.People;
using Afterglow.Core.Plans;
using Afterglow.Core.Plans.Treatment;
using Afterglow.Core.Units;

namespace Afterglow.Tests.Plans;

/// <summary>The plans of one patient, written step by step for a test.</summary>
internal sealed class PlanOf
{
    public static readonly Author Prescriber = new("p", "Dr Vance", [Role.Prescriber]);

    public static readonly Author Nurse = new("n", "Nurse Quill", [Role.Nurse]);

    private static readonly Guid PatientId = Guid.Parse("0193f000-0000-7000-8000-000000000001");

    public static readonly Author Patient = Author.Patient(PatientId);

    private readonly List<ChartLine> lines = [];

    private DateTimeOffset now = new(2026, 11, 23, 9, 0, 0, TimeSpan.Zero);

    /// <summary>Whole: nothing is missing that a patient must know.</summary>
    public static PlanTerms Whole { get; } = PlanTerms.Usual(PlanIndication.Depression, Protocols.KetamineIntravenous) with
    {
        Diagnosis = "Recurrent depression", Symptoms = ["low-mood", "sleep"], OwnWords = "Sleep through the night.", Measures = [new("phq9", 18m, new DateOnly(2026, 11, 20))],
        Driver = "Her sister",
    };

    public static PlanTerms Dosed(string first, string highest) => Whole with
    {
        FirstDose = PlannedDose.Read(first).Value, HighestDose = PlannedDose.Read(highest).Value, Titration = "Up by 0.1 mg/kg when well tolerated.",
    };

    public PlanFile File => PlanFile.From(lines);

    public TreatmentPlan Plan => File.Newest!;

    public IReadOnlyList<ChartLine> Lines => lines;

    public static PlanOf AnEligiblePatient() => new PlanOf().Decided(EligibilityOutcome.Eligible);

    public static PlanOf Somebody() => new();

    public PlanOf Decided(EligibilityOutcome outcome)
    {
        var decided = new EligibilityEvent.Decided(outcome, "Because.", [], "2", null, null);
        lines.Add(new ChartLine(Guid.NewGuid(), EligibilityJson.Kind(decided), EligibilityJson.Write(decided), now, Prescriber));
        return this;
    }

    public Result<PlanEvent> Try(IPlanCommand command, Author? by = null)
    {
        var outcome = command.Decide(new PlanDesk(File, EligibilityFile.From(lines).Latest, by ?? Prescriber));
        if (!outcome.Try(out var happened, out _)) return outcome;
        now = now.AddMinutes(7);
        lines.Add(new ChartLine(command.EntryId, happened.Kind, PlanJson.Write(happened), now, by ?? Prescriber));
        return outcome;
    }

    public PlanOf With(IPlanCommand command, Author? by = null)
    {
        _ = Try(command, by).Value;
        return this;
    }

    public PlanOf Drafted(PlanTerms? terms = null) => With(new DraftPlan(Guid.NewGuid(), terms ?? Whole, File.Last?.EntryId));

    public PlanOf Changed(PlanTerms terms, string? why = "A reason.") => With(new ChangePlan(Guid.NewGuid(), terms, why, File.Last?.EntryId));

    public PlanOf Proposed() => With(new ProposePlan(Guid.NewGuid(), File.Last?.EntryId));

    public PlanOf Agreed() => With(Agreeing(), Patient);

    public AgreeToPlan Agreeing() => new(Guid.NewGuid(), Plan.Current.Number, AgreeToPlan.DigestOf(Said(Plan.Current)), "en", Said(Plan.Current));

    /// <summary>Stands in for the words a page draws from a version: all of it, so that any difference shows.</summary>
    public static string Said(PlanVersion version) => PlanJson.Write(new PlanEvent.Drafted(Guid.Empty, version.Terms));
}

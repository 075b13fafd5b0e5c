using Afterglow.Core.Intake.Eligibility;
using Afterglow.Core.Intake.History;
using Afterglow.Core.Patients;
using Afterglow.Core.People;
using BenchmarkDotNet.Attributes;

namespace Afterglow.Speed;

/// <summary>All eligibility rules and the staging of resistance over a chart of some size and a whole history.</summary>
[Here, MemoryDiagnoser]
public class Eligible
{
    private static readonly DateOnly Today = new(2026, 11, 25);
    private static readonly DateTimeOffset Morning = new(2026, 11, 1, 8, 0, 0, TimeSpan.Zero);
    private static readonly Author Somewhere = new("other-system", "Another system", [], IsProgram: true);

    private static readonly PartialDate Born = PartialDate.Read("1971-09-14")!.Value;

    private readonly List<ChartLine> lines = [];
    private Chart chart = null!;
    private PatientHistory history = PatientHistory.Empty;

    /// <summary>Conditions in the chart; as many medicines stand beside them.</summary>
    [Params(15, 60)]
    public int Conditions { get; set; }

    [GlobalSetup]
    public void Begin()
    {
        lines.Clear();
        var origin = new Origin("elsewhere", "Condition/1");
        for (var number = 0; number < Conditions; number++)
        {
            var since = ClinicalTime.Read($"{1980 + (number % 46)}")!.Value;
            // One in five is one that a rule asks for; most of a chart is colds, sprains and statins.
            var set = ConditionSets.All[number % ConditionSets.All.Count];
            Write(number % 5 == 0
                ? new ChartFact.ConditionNoted(since, origin, new Concept(set.Terms[0], "http://snomed.info/sct", set.Snomed[0]), Standing.Active)
                : new ChartFact.ConditionNoted(since, origin, new Concept("Acute viral pharyngitis (disorder)", "http://snomed.info/sct", "195662009"), Standing.Past));
            Write(number % 5 == 0
                ? new ChartFact.MedicationNoted(since, origin, new Concept(Medicines.All[number % Medicines.All.Count].Name + " 10 MG Oral Tablet"), Standing.Active)
                : new ChartFact.MedicationNoted(since, origin, new Concept("Simvastatin 10 MG Oral Tablet"), Standing.Past));
            Write(new ChartFact.ObservationNoted(since, origin, new Measured(Systolic: 120 + (number % 40), Diastolic: 80)));
        }
        foreach (var question in HistoryCatalogue.All.Where(question => question.Options.Count > 0 && question.Group is null))
            Tell(new HistoryEvent.Answered(question.Id, new Answer.Chosen([question.Options[^1].Key])));
        Tell(new HistoryEvent.Answered("antidepressants.ever", Answer.Yes));
        foreach (var name in new[] { "sertraline", "venlafaxine", "bupropion", "mirtazapine" })
        {
            var row = Guid.NewGuid();
            Tell(new HistoryEvent.Answered("antidepressants.name", new Answer.Written(name), row));
            Tell(new HistoryEvent.Answered("antidepressants.dose", new Answer.Amount(150, "mg"), row));
            Tell(new HistoryEvent.Answered("antidepressants.duration", new Answer.Amount(3, "months"), row));
        }
        chart = Chart.From(Guid.Empty, lines);
        history = PatientHistory.From(lines);
    }

    [Benchmark(Description = "All rules over a chart that is read")]
    public int Rules() => EligibilityRules.Evaluate(Known.From(chart, history, Born, Sex.Female, Today)).Count;

    [Benchmark(Description = "Read the record, fold, all rules, staging")]
    public int Everything() => Assessment.Of(Guid.Empty, lines, Born, Sex.Female, Today).Findings.Count;

    private void Write(ChartFact fact) => lines.Add(new ChartLine(Guid.NewGuid(), fact.Kind, ChartJson.Write(fact), Morning.AddSeconds(lines.Count), Somewhere));

    private void Tell(HistoryEvent happened) =>
        lines.Add(new ChartLine(Guid.NewGuid(), HistoryJson.Kind(happened), HistoryJson.Write(happened), Morning.AddSeconds(lines.Count), Somewhere));
}

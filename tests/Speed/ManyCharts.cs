using System.Diagnostics;
using System.Globalization;
using Afterglow.Core.Intake.Eligibility;
using Afterglow.Core.Intake.History;
using Afterglow.Core.Patients;
using Afterglow.Core.People;

namespace Afterglow.Speed;

/// <summary>
/// All eligibility rules and the staging of resistance over so many charts of any size, as an opened page asks for them: the
/// record's lines are read, folded and judged. The times are shown; that a chart has the same answer twice is held.
/// </summary>
internal static class ManyCharts
{
    private static readonly DateOnly Today = new(2026, 11, 25);
    private static readonly DateTimeOffset Morning = new(2026, 11, 1, 8, 0, 0, TimeSpan.Zero);
    private static readonly Author Somewhere = new("other-system", "Another system", [], IsProgram: true);
    private static readonly Origin Elsewhere = new("elsewhere", "Condition/1");

    public static int Measure(string[] arguments)
    {
        var count = arguments.Length > 0 && int.TryParse(arguments[0], NumberStyles.None, CultureInfo.InvariantCulture, out var asked) && asked > 0 ? asked : 1_000;
        var random = new Random(20261125);
        var charts = Enumerable.Range(0, count).Select(_ => (Lines: Lines(random), Born: random.Next(8) == 0 ? null : PartialDate.Read($"{random.Next(1930, 2024)}"), Sex: (Sex)random.Next(3))).ToList();
        // Several times for the translator, once for the clock.
        var first = new List<string>();
        for (var warm = 0; warm < 5; warm++) first = charts.ConvertAll(chart => Assessment.Of(Guid.Empty, chart.Lines, chart.Born, chart.Sex, Today).Digest);
        var worked = Environment.CpuUsage.TotalTime;
        var times = new List<double>(count);
        var differ = 0;
        foreach (var (chart, digest) in charts.Zip(first))
        {
            var began = Stopwatch.GetTimestamp();
            var assessment = Assessment.Of(Guid.Empty, chart.Lines, chart.Born, chart.Sex, Today);
            times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            if (assessment.Digest != digest) differ++;
        }
        worked = Environment.CpuUsage.TotalTime - worked;
        times.Sort();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{count} charts of {charts.Average(chart => chart.Lines.Count):0} lines: {times.Average():0.000} ms a chart ({worked.TotalMilliseconds / count:0.000} ms of processor time), half below {times[count / 2]:0.000}, 99 of 100 below {times[count * 99 / 100]:0.000}, the slowest {times[^1]:0.000} ms; {differ} with another answer the second time"));
        return differ == 0 ? 0 : 1;
    }

    /// <summary>Up to 60 conditions and as many medicines, pressures and answers: what the rules know among what they do not.</summary>
    private static List<ChartLine> Lines(Random random)
    {
        var lines = new List<ChartLine>();
        for (var number = random.Next(61); number > 0; number--)
        {
            var since = random.Next(6) == 0 ? ClinicalTime.Unknown : ClinicalTime.Read($"{random.Next(1960, 2027)}")!.Value;
            var standing = random.Next(2) == 0 ? Standing.Active : Standing.Past;
            var set = ConditionSets.All[random.Next(ConditionSets.All.Count)];
            Fact(new ChartFact.ConditionNoted(since, Elsewhere, random.Next(3) switch
            {
                0 => new Concept(set.Terms[0], "http://snomed.info/sct", set.Snomed[0]),
                1 => new Concept(set.Terms[random.Next(set.Terms.Count)] + " of some kind"),
                _ => new Concept("Acute viral pharyngitis (disorder)", "http://snomed.info/sct", "195662009"),
            }, standing));
            Fact(new ChartFact.MedicationNoted(
                since, Elsewhere, new Concept((random.Next(2) == 0 ? Medicines.All[random.Next(Medicines.All.Count)].Name : "Simvastatin") + " 10 MG Oral Tablet"), standing));
            Fact(new ChartFact.ObservationNoted(since, Elsewhere, new Measured(Systolic: random.Next(90, 200), Diastolic: random.Next(50, 80))));
        }
        foreach (var question in HistoryCatalogue.All.Where(question => question.Options.Count > 0 && question.Group is null && random.Next(3) > 0))
            Tell(new HistoryEvent.Answered(question.Id, new Answer.Chosen([question.Options[random.Next(question.Options.Count)].Key])));
        for (var number = random.Next(8); number > 0; number--)
        {
            var row = new Guid(number, 0, 0, new byte[8]);
            Tell(new HistoryEvent.Answered("antidepressants.name", new Answer.Written(Medicines.All[random.Next(Medicines.All.Count)].Name), row));
            Tell(new HistoryEvent.Answered("antidepressants.dose", new Answer.Amount(random.Next(1, 400), "mg"), row));
            Tell(new HistoryEvent.Answered("antidepressants.duration", new Answer.Amount(random.Next(1, 60), "weeks"), row));
        }
        return lines;

        void Fact(ChartFact fact) => Line(fact.Kind, ChartJson.Write(fact));

        void Tell(HistoryEvent happened) => Line(HistoryJson.Kind(happened), HistoryJson.Write(happened));

        void Line(string kind, string body) => lines.Add(new ChartLine(new Guid(lines.Count + 1, 1, 0, new byte[8]), kind, body, Morning.AddSeconds(lines.Count), Somewhere));
    }
}

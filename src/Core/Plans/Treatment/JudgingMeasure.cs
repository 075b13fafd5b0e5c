using Afterglow.Core.Measures;
using Afterglow.Core.Measures.Scales;
using Afterglow.Core.Patients;

namespace Afterglow.Core.Plans.Treatment;

/// <summary>An instrument that may judge a plan, and for what. Every figure is the instrument's own.</summary>
public sealed record JudgingMeasure(Instrument Instrument, IReadOnlyList<PlanIndication> For)
{
    private static readonly PlanIndication[] Moods = [PlanIndication.Depression, PlanIndication.BipolarDepression];

    private static readonly PlanIndication[] Everything = Enum.GetValues<PlanIndication>();

    public static IReadOnlyList<JudgingMeasure> All { get; } =
    [
        new(Phq9.Instrument, Moods),
        new(Gad7.Instrument, [PlanIndication.Anxiety, PlanIndication.Depression, PlanIndication.Ptsd, PlanIndication.Ocd]),
        new(Pcl5.Instrument, [PlanIndication.Ptsd]),
        new(Madrs.Instrument, Moods),
        new(HamD17.Instrument, Moods),
        new(QidsSr16.Instrument, Moods),
        new(Ybocs.Instrument, [PlanIndication.Ocd]),
        new(Wsas.Instrument, Everything),
        new(Who5.Instrument, Everything),
    ];

    /// <summary>Permanent; plans refer to it.</summary>
    public string Id => Instrument.Id;

    public string Name => Instrument.Name;

    public string About => Instrument.About;

    public bool AskedByPatient => Instrument.Reporter == Reporter.Patient;

    /// <summary>The lowest and the highest total.</summary>
    public (int Low, int High) Range => Instrument.Total!.Value;

    public bool HigherIsBetter => Instrument.HigherIsBetter;

    public ResponseRule Response => Instrument.Response!;

    /// <summary>Remission at this total or beyond it; null where the field has agreed on none.</summary>
    public Sourced<int>? RemissionAt => Instrument.RemissionAt;

    /// <summary>Between two times, at the least: a shorter interval asks about the same days twice.</summary>
    public int LeastDays => (int)Instrument.ShortestInterval.Value.TotalDays;

    public static JudgingMeasure? Find(string id) => All.FirstOrDefault(measure => measure.Id == id);

    /// <summary>The measures a plan for this is judged by unless somebody chooses otherwise.</summary>
    public static IReadOnlyList<JudgingMeasure> Usual(PlanIndication indication) => indication switch
    {
        PlanIndication.Anxiety => [Find("gad7")!, Find("wsas")!],
        PlanIndication.Ptsd => [Find("pcl5")!, Find("wsas")!],
        PlanIndication.Ocd => [Find("ybocs")!, Find("wsas")!],
        _ => [Find("phq9")!, Find("wsas")!],
    };

    /// <summary>True when a score of the chart is one of this measure: by its code, else by its name.</summary>
    public bool Is(Concept what) => Instrument.IsCalled(what.Text, what.Code);

    public bool Holds(decimal score) => score >= Range.Low && score <= Range.High;

    /// <summary>How much better, as a share of the score at the start; below zero when worse. Null when there was nothing to fall from.</summary>
    public decimal? Improvement(decimal baseline, decimal now) => Instrument.Improvement(baseline, now);

    public Benefit Judge(decimal baseline, decimal now) => Instrument.Judge(baseline, now);
}

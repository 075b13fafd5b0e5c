namespace Afterglow.Core.Intake.Resistance;

/// <summary>What a trial of one antidepressant must have reached to count.</summary>
/// <param name="Medicine">The ingredient, as the list of medicines names it.</param>
/// <param name="LeastMg">The lowest daily dose that counts, in mg of the medicine.</param>
public sealed record Adequacy(string Medicine, decimal LeastMg, Source Source);

/// <summary>
/// The lowest effective daily dose of each antidepressant and the shortest time, after the Antidepressant Treatment Response
/// Questionnaire of Massachusetts General Hospital (MGH-ATRQ) and the Antidepressant Treatment History Form (ATHF). Recalled,
/// not read again for this purpose; a row that is not sure says so and is a site default.
/// </summary>
public static class AdequacyTable
{
    private static readonly Source Sure = new("MGH-ATRQ (Chandler 2010 CNS Neurosci Ther 16:322-325) and ATHF (Sackeim 2019 J Psychiatr Res 113:125-136)", Confidence.RecalledSure);

    private static readonly Source Doubtful = Sure with { Confidence = Confidence.RecalledUnsure };

    /// <summary>Six weeks at the dose, as in the MGH-ATRQ; the ATHF takes four.</summary>
    public static decimal LeastWeeks => 6m;

    public static Source WeeksSource { get; } = new("MGH-ATRQ: 6 weeks at an adequate dose (ATHF accepts 4)", Confidence.RecalledSure);

    public static IReadOnlyList<Adequacy> All { get; } =
    [
        new("fluoxetine", 20, Sure),
        new("sertraline", 50, Sure),
        new("citalopram", 20, Sure),
        new("escitalopram", 10, Sure),
        new("paroxetine", 20, Sure),
        new("fluvoxamine", 50, Sure),
        new("vilazodone", 20, Doubtful),
        new("vortioxetine", 10, Doubtful),
        new("venlafaxine", 150, Sure),
        new("desvenlafaxine", 50, Sure),
        new("duloxetine", 60, Sure),
        new("levomilnacipran", 40, Doubtful),
        new("milnacipran", 100, Doubtful),
        new("bupropion", 150, Doubtful),
        new("mirtazapine", 15, Sure),
        new("trazodone", 300, Sure),
        new("nefazodone", 150, Doubtful),
        new("agomelatine", 25, Doubtful),
        new("reboxetine", 8, Doubtful),
        new("gepirone", 36.3m, Doubtful),
        new("amitriptyline", 150, Sure),
        new("nortriptyline", 75, Sure),
        new("imipramine", 150, Sure),
        new("desipramine", 150, Sure),
        new("clomipramine", 150, Sure),
        new("doxepin", 150, Sure),
        new("trimipramine", 150, Sure),
        new("protriptyline", 30, Sure),
        new("amoxapine", 150, Doubtful),
        new("maprotiline", 150, Doubtful),
        new("phenelzine", 45, Sure),
        new("tranylcypromine", 30, Sure),
        new("isocarboxazid", 30, Sure),
        new("selegiline", 6, Doubtful),
        new("moclobemide", 300, Doubtful),
    ];

    /// <summary>The row of a medicine; null when there is none.</summary>
    public static Adequacy? Find(string medicine) => All.FirstOrDefault(row => row.Medicine == medicine);
}

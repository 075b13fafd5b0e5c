namespace Afterglow.Core.Evidence;

/// <summary>A symptom scale as far as a trial is predicted on it. All are taken to move by the same share of their baseline.</summary>
/// <param name="Usual">The baseline taken where a study states none, points.</param>
/// <param name="ResponseFall">The share by which a response falls.</param>
/// <param name="RemissionAt">Remission at this score or below; null where the scale has no usual one.</param>
public sealed record Scale(string Name, double Highest, double Usual, double ResponseFall, double? RemissionAt, string What)
{
    public static Scale Madrs { get; } = Of(Measures.Scales.Madrs.Instrument, "MADRS", 33, "depression, clinician");

    public static Scale Hamd17 { get; } = Of(Measures.Scales.HamD17.Instrument, "HAM-D-17", 22, "depression, clinician");

    public static Scale Hamd21 { get; } = new("HAM-D-21", 64, 25, 0.5, 7, "depression, clinician");

    public static Scale Hamd25 { get; } = new("HAM-D-25", 76, 30, 0.5, 9, "depression, clinician");

    public static Scale Hamd6 { get; } = new("HAM-D-6", 22, 12, 0.5, 4, "depression, clinician");

    public static Scale Qids { get; } = Of(Measures.Scales.QidsSr16.Instrument, "QIDS", 17, "depression, patient");

    public static Scale Phq9 { get; } = Of(Measures.Scales.Phq9.Instrument, "PHQ-9", 17, "depression, patient");

    public static Scale Bdi { get; } = new("BDI", 63, 30, 0.5, 9, "depression, patient");

    public static Scale Gad7 { get; } = Of(Measures.Scales.Gad7.Instrument, "GAD-7", 15, "anxiety, patient");

    public static Scale HamA { get; } = new("HAM-A", 56, 25, 0.5, 7, "anxiety, clinician");

    public static Scale Fear { get; } = new("Fear Questionnaire", 104, 50, 0.5, null, "phobic anxiety, patient");

    public static Scale Vas { get; } = new("VAS-anxiety", 100, 60, 0.5, null, "anxiety, patient");

    public static Scale Lsas { get; } = new("LSAS", 144, 80, 0.35, 30, "social anxiety");

    public static Scale Pcl5 { get; } = Of(Measures.Scales.Pcl5.Instrument, "PCL-5", 48, "PTSD, patient");

    public static Scale Caps5 { get; } = new("CAPS-5", 80, 42, 0.5, null, "PTSD, clinician");

    public static Scale Iesr { get; } = new("IES-R", 88, 46, 0.5, null, "PTSD, patient");

    public static Scale Ybocs { get; } = Of(Measures.Scales.Ybocs.Instrument, "Y-BOCS", 28, "obsessions and compulsions, clinician");

    public static Scale Ssi { get; } = new("SSI", 38, 15, 0.5, 3, "suicidal ideation, clinician");

    public static Scale Madrs10 { get; } = new("MADRS item 10", 6, 3.5, 0.5, 1, "suicidal ideation, one item");

    public static IReadOnlyList<Scale> All { get; } =
        [Madrs, Hamd17, Hamd21, Hamd25, Hamd6, Qids, Phq9, Bdi, Gad7, HamA, Fear, Vas, Lsas, Pcl5, Caps5, Iesr, Ybocs, Ssi, Madrs10];

    /// <summary>Where the usual baselines come from.</summary>
    public static Source UsualBaselines { get; } =
        Source.Assumed("Severity usual at entry to trials of treatment-resistant patients; taken where a study's record states no baseline.");

    /// <summary>The scale by its name, whatever the hyphens; null when there is none.</summary>
    public static Scale? Find(string name) => All.FirstOrDefault(scale => Plain(scale.Name) == Plain(name));

    // Range, response and remission are the instrument's own. Where points make a response, as on the PCL-5, trials count a fall by half.
    private static Scale Of(Measures.Instrument instrument, string name, double usual, string what) => new(
        name, instrument.Total!.Value.High, usual, (instrument.Response?.Percent ?? 50) / 100.0, instrument.RemissionAt?.Value, what);

    private static string Plain(string name) => new string([.. name.Where(char.IsLetterOrDigit)]).ToUpperInvariant().Replace("HDRS", "HAMD", StringComparison.Ordinal)
        .Replace("QIDSSR16", "QIDS", StringComparison.Ordinal).Replace("QIDSSR", "QIDS", StringComparison.Ordinal);
}

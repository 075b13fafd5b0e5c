namespace Afterglow.Core.Pharmacology.Published;

/// <summary>How strongly a compound holds on to a receptor: the concentration at which half is bound or blocked, µmol/L.</summary>
public sealed record Affinity(string Id, string Compound, string Target, double MicromolesPerL, Source Source, string? Note = null);

/// <summary>Published affinities. They differ with the assay; none stands alone.</summary>
public static class Affinities
{
    private static readonly Source Ebert = new("Ebert 1997 Eur J Pharmacol 333:99-104", Confidence.Verified);
    private static readonly Source Salat = new("Salat 2015 Neuropharmacology 99:301-309", Confidence.Verified);
    private static readonly Source Moaddel = new("Moaddel 2013 Eur J Pharmacol 698:228-234", Confidence.RecalledUnsure);

    public static IReadOnlyList<Affinity> All { get; } =
    [
        new("rx_s_ki", "S-ketamine", "NMDA, Ki against [³H]MK-801", 0.3, Ebert),
        new("rx_r_ki", "R-ketamine", "NMDA, Ki", 1.4, Ebert),
        new("rx_snk_ki", "S-norketamine", "NMDA, Ki", 1.7, Ebert),
        new("rx_rnk_ki", "R-norketamine", "NMDA, Ki", 13, Ebert),
        new("rx_rac_ki_salat", "racemic ketamine", "NMDA, Ki", 0.119, Salat, "Two to ten times lower than other reports: it depends on the assay."),
        new("rx_nk_ki_salat", "norketamine", "NMDA, Ki", 0.97, Salat),
        new("rx_dhnk_ki_salat", "dehydronorketamine", "NMDA, Ki", 3.21, Salat with { Confidence = Confidence.RecalledUnsure }),
        new("rx_rac_ki_pdsp", "racemic ketamine", "NMDA, Ki", 0.53, new("PDSP; Roth 2013 PLoS One 8:e59334", Confidence.RecalledSure)),
        new("rx_hnk_ic50", "(2R,6R)-hydroxynorketamine", "NMDA current, IC50 at pH 7.2", 46, new("Abbott 2020 Mol Pharmacol 98:203-210", Confidence.Verified), "About a hundred times weaker than ketamine."),
        new("rx_hnk_ss_ki", "(2S,6S)-hydroxynorketamine", "NMDA, Ki", 7.34, Moaddel),
        new("rx_dhnk_a7", "dehydronorketamine", "α7 nicotinic, IC50", 0.055, Moaddel),
    ];
}

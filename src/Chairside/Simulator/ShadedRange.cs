using Afterglow.Core;

namespace Afterglow.Chairside.Simulator;

/// <summary>A range of concentrations that means something, with where it was read.</summary>
public sealed record ShadedRange(string Name, double From, double To, string Kind, Source Source)
{
    private const string Zanos = "Zanos 2018 Pharmacol Rev 70:621-660, table 1";

    /// <summary>Racemic ketamine in plasma, ng/mL. None of them is a target: no antidepressant threshold in plasma is known.</summary>
    public static IReadOnlyList<ShadedRange> Plasma { get; } =
    [
        new("Anaesthesia", 1200, 2400, "anaesthetic", new Source($"{Zanos}: 1200 to 2400 ng/mL; other sources reach 3000", Confidence.Verified)),
        new("Waking from anaesthesia", 500, 1100, "waking",
            new Source("Idvall 1979 Br J Anaesth 51:1167-1173: 642 (SD 214) ng/mL; the range of 500 to 1100 is recalled", Confidence.RecalledSure)),
        new("Sub-anaesthetic", 70, 200, "sub",
            new Source($"{Zanos}: 185 ng/mL at the end of 0.5 mg/kg over 40 min; the range of 70 to 200 is recalled. A usual exposure, not a threshold: Grunebaum 2019 found no relation of concentration to response", Confidence.RecalledSure)),
    ];
}

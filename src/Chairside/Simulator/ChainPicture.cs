using System.Globalization;
using Afterglow.Core.Pharmacology.Mechanism;

namespace Afterglow.Chairside.Simulator;

/// <summary>A box of the chain's picture: a state that rises and falls.</summary>
/// <param name="Wide">Column and row of the wide picture.</param>
/// <param name="Narrow">The same of the narrow one, for a phone.</param>
public sealed record ChainBox(ChainCurve Curve, string Title, (int Column, int Row) Wide, (int Column, int Row) Narrow)
{
    /// <summary>The state as it is said: a concentration, a share, or the change against rest.</summary>
    public string Said(double value) => Curve switch
    {
        ChainCurve.EffectSite or ChainCurve.Hydroxynorketamine => string.Create(CultureInfo.InvariantCulture, $"{1000 * value:0} ng/mL"),
        ChainCurve.Occupancy => string.Create(CultureInfo.InvariantCulture, $"{100 * value:0} %"),
        // What tolerance leaves of the burst.
        ChainCurve.Tolerance => Change(1 / (1 + value)),
        _ => Change(value),
    };

    private static string Change(double value)
    {
        var percent = 100 * (value - 1);
        var text = Math.Abs(percent).ToString(Math.Abs(percent) < 9.95 ? "0.0" : "0", CultureInfo.InvariantCulture);
        return text is "0.0" ? "at rest" : $"{(percent < 0 ? '−' : '+')}{text} %";
    }
}

/// <summary>An arrow between boxes, and the link that it stands for where it can be switched off.</summary>
public sealed record ChainArrow(ChainLink? Link, string Wide, string Narrow);

/// <summary>The chain as a picture: where its boxes and arrows stand, wide and narrow.</summary>
public sealed class ChainPicture
{
    public static IReadOnlyList<ChainBox> Boxes { get; } =
    [
        new(ChainCurve.EffectSite, "Drug at its site", (0, 1), (0, 0)),
        new(ChainCurve.Occupancy, "NMDA blocked", (1, 1), (1, 0)),
        new(ChainCurve.GabaTone, "GABA tone", (2, 1), (2, 0)),
        new(ChainCurve.Glutamate, "Glutamate", (3, 1), (2, 1)),
        new(ChainCurve.AmpaThroughput, "AMPA", (4, 1), (1, 1)),
        new(ChainCurve.Bdnf, "BDNF, TrkB", (5, 1), (1, 2)),
        new(ChainCurve.Eef2, "eEF2 freed", (5, 2), (0, 2)),
        new(ChainCurve.Mtor, "mTORC1", (4, 2), (0, 3)),
        new(ChainCurve.Consolidation, "Synaptic protein", (3, 2), (1, 3)),
        new(ChainCurve.Synapses, "Synapses", (2, 2), (2, 3)),
        new(ChainCurve.Severity, "Symptoms", (1, 2), (2, 4)),
        new(ChainCurve.Inflammation, "Inflammation", (0, 2), (1, 4)),
        new(ChainCurve.Hydroxynorketamine, "HNK", (4, 0), (0, 1)),
        new(ChainCurve.Tolerance, "Tolerance: burst", (2, 0), (2, 2)),
    ];

    /// <summary>A field of 900 by 420, in it boxes of 128 by 88.</summary>
    public static ChainPicture Wide { get; } = new(900, 420, 128, 88, 154, [26, 150, 290], 1);

    /// <summary>A field of 360 by 590, in it boxes of 108 by 84.</summary>
    public static ChainPicture Narrow { get; } = new(360, 590, 108, 84, 124, [4, 122, 240, 358, 482], 2);

    public static IReadOnlyList<ChainArrow> Arrows { get; } =
    [
        new(null, "M129 194H151", "M109 46H121"),
        new(ChainLink.Disinhibition, "M283 194H305", "M233 46H245"),
        new(ChainLink.GlutamateBurst, "M437 194H459", "M303 88V119"),
        new(null, "M591 194H613", "M248 164H236"),
        new(ChainLink.Bdnf, "M745 194H767", "M179 206V237"),
        new(ChainLink.SynapticBlockade, "M218 238V262H808V287", "M165 88V104H117V226H70V237"),
        new(ChainLink.Eef2, "M850 238V287", "M124 282H112"),
        new(ChainLink.Mtor, "M790 238L716 287", "M140 324L90 355"),
        new(ChainLink.Mtor, "M770 334H748", "M55 324V355"),
        new(null, "M616 334H594", "M109 400H121"),
        new(ChainLink.Synapses, "M462 334H440", "M233 400H245"),
        new(null, "M308 334H286", "M303 442V479"),
        new(ChainLink.EarlyRelief, "M526 378V396H236V381", "M225 442L262 479"),
        new(ChainLink.Inflammation, "M64 238V287", "M4 88V524H121"),
        new(ChainLink.Inflammation, "M129 334H151", "M233 524H245"),
        new(ChainLink.Inflammation, "M64 378V410H390V381", "M200 482L272 445"),
        new(ChainLink.Hydroxynorketamine, "M64 150V12H681V23", "M55 88V119"),
        new(ChainLink.Hydroxynorketamine, "M681 114V147", "M109 164H121"),
        new(ChainLink.Tolerance, "M218 150V70H305", ""),
        new(ChainLink.Tolerance, "M437 90L500 147", "M303 240V209"),
    ];

    private readonly int step;
    private readonly int[] rows;
    private readonly int which;

    private ChainPicture(int width, int height, int boxWidth, int boxHeight, int step, int[] rows, int which)
    {
        (Width, Height, BoxWidth, BoxHeight) = (width, height, boxWidth, boxHeight);
        (this.step, this.rows, this.which) = (step, rows, which);
    }

    public int Width { get; }

    public int Height { get; }

    public int BoxWidth { get; }

    public int BoxHeight { get; }

    public string Kind => which == 1 ? "wide" : "narrow";

    public (int X, int Y) At(ChainBox box)
    {
        var (column, row) = which == 1 ? box.Wide : box.Narrow;
        return (column * step + (which == 1 ? 0 : 1), rows[row]);
    }

    public string Path(ChainArrow arrow) => which == 1 ? arrow.Wide : arrow.Narrow;
}

namespace Afterglow.Core;

/// <summary>How far a figure or rule can be relied on. Shown wherever the figure is shown.</summary>
public enum Confidence
{
    /// <summary>The number was read in the named source.</summary>
    Verified,

    /// <summary>Common knowledge of the literature, not read again for this purpose.</summary>
    RecalledSure,

    /// <summary>Doubtful: a site default that the clinic's medical director must confirm.</summary>
    RecalledUnsure,

    /// <summary>Nobody measured it: an engineering choice, and shown as one.</summary>
    Assumed,
}

/// <summary>Where a figure or rule comes from, and how sure we are of it.</summary>
public sealed record Source(string Citation, Confidence Confidence)
{
    /// <summary>A value nobody measured; the text says what it was chosen for.</summary>
    public static Source Assumed(string why) => new(why, Confidence.Assumed);

    /// <summary>What stands beside the figure on every screen and in every note.</summary>
    public string Standing => Confidence switch
    {
        Confidence.Verified => "read in the source",
        Confidence.RecalledSure => "generally accepted",
        _ => "site default, to be confirmed by the medical director",
    };

    /// <summary>True when it may be shown as established.</summary>
    public bool Established => Confidence is Confidence.Verified or Confidence.RecalledSure;
}

/// <summary>A figure together with where it comes from.</summary>
public sealed record Sourced<T>(T Value, Source Source);

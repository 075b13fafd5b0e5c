namespace Afterglow.Core.Sessions;

/// <summary>The figures of the limit rules, for the alarm that compares with them and the sheet that draws them.</summary>
public static class Limits
{
    /// <summary>mmHg (a_bp1).</summary>
    public const int RaisedSystolic = 160, RaisedDiastolic = 100;

    /// <summary>mmHg (a_bp2).</summary>
    public const int SevereSystolic = 180, SevereDiastolic = 110;

    /// <summary>mmHg; below it (site_sbp_low).</summary>
    public const int LowSystolic = 90;

    /// <summary>Per cent; below it (a_spo2).</summary>
    public const int LowOxygen = 92;

    /// <summary>Breaths a minute; below it (a_spo2).</summary>
    public const int LowBreaths = 8;

    /// <summary>Beats a minute; above the first, below the second (site_hr).</summary>
    public const int FastHeart = 120, SlowHeart = 45;

    /// <summary>MOAA/S; at it or below (a_sed).</summary>
    public const int DeepSedation = 2;

    /// <summary>Of ten; at it or above (site_distress, a_nausea).</summary>
    public const int Distress = 6, Nausea = 4;

    /// <summary>The clinician's impression of dissociation; at it (site_distress).</summary>
    public const int ExtremeDissociation = 4;
}

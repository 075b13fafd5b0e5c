namespace Afterglow.Core.Evidence;

/// <summary>What of a trial a figure measures.</summary>
public enum Measured
{
    /// <summary>Mean change of the active arm, points.</summary>
    MeanChange,

    /// <summary>Mean change of the arm without the drug, points.</summary>
    ControlChange,

    /// <summary>Mean change of the active arm, per cent of baseline.</summary>
    PercentChange,

    /// <summary>Active minus control, points.</summary>
    Difference,

    /// <summary>Standard deviation of the change, points.</summary>
    Spread,

    /// <summary>The same of the arm without the drug.</summary>
    ControlSpread,

    /// <summary>Per cent.</summary>
    Response,

    /// <summary>Per cent.</summary>
    ControlResponse,

    /// <summary>Per cent.</summary>
    Remission,

    /// <summary>Per cent.</summary>
    ControlRemission,

    /// <summary>Difference between the arms in standard deviations; below zero favours the drug.</summary>
    EffectSize,

    /// <summary>Change within the arm in standard deviations; below zero is better.</summary>
    PrePost,

    /// <summary>Natural logarithm of the odds ratio of response.</summary>
    OddsOfResponse,

    /// <summary>Natural logarithm of the odds ratio of remission.</summary>
    OddsOfRemission,

    /// <summary>Days after the last dose until half of the responders have relapsed.</summary>
    RelapseDays,

    /// <summary>Per cent of responders that have kept their response.</summary>
    Kept,

    /// <summary>Days after the last dose until half of the remitters have relapsed.</summary>
    RemitterRelapseDays,
}

/// <summary>What a published figure is used for.</summary>
public enum FigureRole
{
    /// <summary>The free numbers of the model are fitted to it.</summary>
    Fitted,

    /// <summary>Not fitted, but other figures of the same patients are: neither fitted nor an honest test.</summary>
    SameStudy,

    /// <summary>The model has seen nothing of this study.</summary>
    HeldOut,
}

/// <summary>A published figure, and what the model has to be asked to predict it.</summary>
/// <param name="Figure">The name of the figure in its record; “words” where the record says it in words.</param>
/// <param name="AtH">When it was measured, h; for relapse, the end of treatment.</param>
/// <param name="LaterH">For what is kept: when it was counted, h.</param>
/// <param name="Low">95 % interval: as published where <paramref name="Stated"/>, otherwise from the number of patients.</param>
/// <param name="Assumed">What had to be assumed about the study to predict it.</param>
public sealed record Comparison(
    PublishedTrial Trial, string Figure, Measured Measured, FigureRole Role, TrialArm Arm, TrialArm? Control, double AtH, double LaterH, double Observed,
    double Low, double High, bool Stated, Confidence Confidence, double? RemissionAt, double? ResponseFall, string Assumed)
{
    /// <summary>In what errors of this kind are counted, so that figures on different scales can stand in one average.</summary>
    public string ErrorUnit => Measured switch
    {
        Measured.MeanChange or Measured.ControlChange or Measured.PercentChange or Measured.Difference or Measured.Spread or Measured.ControlSpread => "% of baseline",
        Measured.EffectSize or Measured.PrePost => "SD",
        Measured.OddsOfResponse or Measured.OddsOfRemission => "log odds",
        Measured.RelapseDays or Measured.RemitterRelapseDays => "days",
        _ => "percentage points",
    };

    /// <summary>A value of this comparison in the unit of its error.</summary>
    public double InErrorUnit(double value) =>
        Measured is Measured.MeanChange or Measured.ControlChange or Measured.Difference or Measured.Spread or Measured.ControlSpread ? 100 * value / Arm.Baseline : value;
}

/// <summary>A published statement that carries no number of its own, with what the model predicts beside it.</summary>
/// <param name="Says">What the study found.</param>
public sealed record StatedOnly(PublishedTrial Trial, string Says, TrialArm Arm, TrialArm? Control, double AtH, int PerArm);

/// <summary>A record that cannot be set beside a prediction, and why.</summary>
public sealed record NotComparable(PublishedTrial Trial, string Because);

namespace Afterglow.Chairside.Simulator;

/// <summary>One of the regimens side by side, and what it is predicted to do.</summary>
/// <param name="Name">“A” or “B”.</param>
/// <param name="Kind">The same as a style: “a” or “b”.</param>
public sealed record Trial(string Name, string Kind, SessionForecast Session, CourseForecast Course)
{
    public Regimen Regimen => Session.Regimen;
}

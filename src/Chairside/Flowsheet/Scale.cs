namespace Afterglow.Chairside.Flowsheet;

/// <summary>A straight line from values to pixels; never smoothed, never bent.</summary>
public sealed record Scale(double Least, double Most, double AtLeast, double AtMost)
{
    public double this[double value] => AtLeast + (value - Least) / (Most - Least) * (AtMost - AtLeast);

    public bool Holds(double value) => value >= Least && value <= Most;
}

/// <summary>A line across the sheet that means something: a grid line, a limit, a starting point.</summary>
public sealed record Line(double At, string Label);

namespace Afterglow.Chairside.Simulator;

/// <summary>The times at which a session is drawn: four hours, every two and a half minutes.</summary>
public static class SessionGrid
{
    public const int Points = 97;

    public const double StepH = 2.5 / 60;

    public const double Hours = (Points - 1) * StepH;

    public static double Minute(int point) => point * 2.5;
}

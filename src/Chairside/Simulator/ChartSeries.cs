namespace Afterglow.Chairside.Simulator;

/// <summary>One regimen's curve on a chart.</summary>
/// <param name="Kind">“a” or “b”: its colour, and its line, solid or dashed.</param>
public sealed record ChartSeries(string Name, string Kind, Spread Spread);

/// <summary>Something that happens at one moment.</summary>
public sealed record ChartMark(int Across, string Kind);

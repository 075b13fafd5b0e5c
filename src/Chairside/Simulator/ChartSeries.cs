namespace Afterglow.Chairside.Simulator;

/// <summary>One regimen's curve on a chart.</summary>
/// <param name="Kind">“a” or “b”: its colour, and its line, solid or dashed.</param>
/// <param name="Stale">The spread belongs to what was asked before; its successor is being worked out.</param>
public sealed record ChartSeries(string Name, string Kind, Spread Spread, bool Stale = false);

/// <summary>Something that happens at one moment.</summary>
public sealed record ChartMark(int Across, string Kind);

namespace Afterglow.Core.Measures;

/// <summary>
/// Every instrument there is: each file of <c>Scales/</c> that holds a class of its own name with an <c>Instrument</c>.
/// The build writes the list (see Core.csproj), so that a new instrument is one new file.
/// </summary>
public static partial class Instruments
{
    /// <summary>By name.</summary>
    public static IReadOnlyList<Instrument> All { get; } = [.. Files().OrderBy(instrument => instrument.Name, StringComparer.Ordinal)];

    private static readonly Dictionary<string, Instrument> ById = All.ToDictionary(instrument => instrument.Id);

    /// <summary>The instrument with this id; null when there is none.</summary>
    public static Instrument? Find(string? id) => id is null ? null : ById.GetValueOrDefault(id);

    /// <summary>The instrument a score that arrives under a name or a code belongs to; null when none is known.</summary>
    public static Instrument? Called(string name, string? code = null) =>
        (code is null ? null : All.FirstOrDefault(instrument => instrument.Codes is { } codes && codes.Total == code))
        ?? All.Where(instrument => instrument.IsCalled(name, code)).MaxBy(instrument => instrument.Name.Length);

    /// <summary>Written by the build.</summary>
    private static partial Instrument[] Files();
}

namespace Afterglow.App;

/// <summary>What a running clinic needs to know before it opens its database.</summary>
public sealed record ClinicSettings
{
    /// <summary>The folder that holds everything: database, anchor file, keys.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>The addresses to listen on.</summary>
    public string Urls { get; init; } = "http://localhost:5080";

    /// <summary>A demonstration: made-up people, no second factor, marked on every page.</summary>
    public bool Demonstration { get; init; }

    /// <summary>The names under which browsers reach the clinic, beside localhost. Any other name is turned away.</summary>
    public IReadOnlyList<string> HostNames { get; init; } = [];

    /// <summary>
    /// A reverse proxy on this machine stands in front: what it says about the caller's address and scheme is believed.
    /// Without one, anybody could say it.
    /// </summary>
    public bool BehindProxy { get; init; }

    /// <summary>What the clinic prints on; null where its time zone decides (see <see cref="Paper"/>).</summary>
    public Paper? Paper { get; init; }

    /// <summary>Where the running clinic puts its backups; null where somebody else sees to them.</summary>
    public string? BackupFolder { get; init; }

    /// <summary>How often it looks whether there is something to save.</summary>
    public TimeSpan BackupEvery { get; init; } = TimeSpan.FromMinutes(5);

    public string DatabasePath => Path.Combine(DataDirectory, "afterglow.db");

    public string AnchorPath => Path.Combine(DataDirectory, "anchor.log");

    public string KeysDirectory => Path.Combine(DataDirectory, "keys");
}

using System.Text;

namespace Afterglow.App.Record;

/// <summary>
/// The heads of all chains, kept in a file outside the database: a chain of seals alone does not notice
/// that its newest lines were deleted. One line a commit: chain, number, seal.
/// </summary>
public sealed class Anchor(string path)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Lock turn = new();

    public string Path { get; } = path;

    /// <summary>Written right after the commit, so the file may be a moment behind the database and never ahead of it.</summary>
    public void Write(IEnumerable<(string Chain, long Number, string Seal)> heads)
    {
        var text = new StringBuilder();
        foreach (var (chain, number, seal) in heads)
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"{chain} {number} {seal}\n");
        if (text.Length == 0) return;
        var bytes = Encoding.ASCII.GetBytes(text.ToString());
        lock (turn)
        {
            // A server and a command may write at the same time: each has the file to itself for a moment, or one
            // would write over the other's line.
            using var file = Open(FileMode.Append, FileAccess.Write, FileShare.None);
            file.Write(bytes);
        }
    }

    /// <summary>The newest anchored line of every chain.</summary>
    public IReadOnlyDictionary<string, (long Number, string Seal)> Heads()
    {
        var heads = new Dictionary<string, (long, string)>();
        if (!File.Exists(Path)) return heads;
        using var stream = Open(FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream, Encoding.ASCII);
        while (reader.ReadLine() is { } line)
        {
            var parts = line.Split(' ');
            // The machine may have stopped in the middle of the last line.
            if (parts.Length != 3 || parts[2].Length != 64
                || !long.TryParse(parts[1], System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number))
                continue;
            if (!heads.TryGetValue(parts[0], out var known) || number >= known.Item1) heads[parts[0]] = (number, parts[2]);
        }
        return heads;
    }

    private FileStream Open(FileMode mode, FileAccess access, FileShare share)
    {
        var began = System.Diagnostics.Stopwatch.GetTimestamp();
        while (true)
            try
            {
                return new FileStream(Path, Options(mode, access, share));
            }
            catch (IOException) when (File.Exists(Path) && System.Diagnostics.Stopwatch.GetElapsedTime(began) < Patience)
            {
                Thread.Sleep(1);
            }
    }

    private static FileStreamOptions Options(FileMode mode, FileAccess access, FileShare share)
    {
        var options = new FileStreamOptions { Mode = mode, Access = access, Share = share };
        if (!OperatingSystem.IsWindows() && mode == FileMode.Append) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return options;
    }
}

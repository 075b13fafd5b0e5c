using System.Text.Json;

namespace Afterglow.App.Demo;

/// <summary>
/// The folder of a demonstration, and the file in it that says so. Only a folder that was empty when the demonstration
/// began is ever emptied again.
/// </summary>
public sealed class DemoFolder(string path) : IDisposable
{
    private const string MarkName = "demonstration.json";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    private FileStream? held;

    internal bool IsEmpty => !Directory.Exists(path) || !Directory.EnumerateFileSystemEntries(path).Any();

    private string MarkPath => Path.Combine(path, MarkName);

    /// <summary>What the mark says; null when there is none, or nobody can read it.</summary>
    internal DemoMark? Mark
    {
        get
        {
            try
            {
                return File.Exists(MarkPath) ? JsonSerializer.Deserialize<DemoMark>(File.ReadAllBytes(MarkPath), Json) : null;
            }
            catch (JsonException)
            {
                return null;
            }
        }
    }

    /// <summary>Empties the folder for a new demonstration. Null when that is done; otherwise why not.</summary>
    public string? Clear()
    {
        if (IsEmpty) return null;
        if (Mark is not { MadeThisFolder: true })
            return $"{path} was not made by the demonstration, so it is left as it is. Choose another folder with --data.";
        try
        {
            // Fails while another demonstration runs on this folder.
            using var alone = new FileStream(MarkPath, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            return $"A demonstration is running on {path}. Stop it first, or choose another folder with --data.";
        }
        foreach (var file in Directory.EnumerateFiles(path))
            if (Path.GetFileName(file) != MarkName) File.Delete(file);
        // A link is taken away; what it points to is not ours.
        foreach (var folder in new DirectoryInfo(path).EnumerateDirectories())
            folder.Delete(recursive: folder.LinkTarget is null);
        // The mark goes last: broken off in between, the next start still knows whose folder it is.
        File.Delete(MarkPath);
        return null;
    }

    /// <summary>Empties the folder where an earlier start was broken off in the middle. Null when the way is free; otherwise why not.</summary>
    public string? ClearWhatWasBrokenOff() => Mark switch
    {
        null or { Finished: true } => null,
        { MadeThisFolder: true } => Clear(),
        _ => $"An earlier demonstration was broken off in {path}, which held other data before. Choose another folder with --data.",
    };

    /// <summary>Marks the folder, before anything else is written into it, and keeps it from being emptied by anybody else.</summary>
    internal void Begin(ulong seed, DateTimeOffset now)
    {
        var madeThis = IsEmpty;
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(path);
        else Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Write(new DemoMark("Made-up people. Never put a real patient into this folder.", seed, now, madeThis, Finished: false));
        Hold();
    }

    internal void Finish() => Write(Mark! with { Finished = true });

    /// <summary>From now on until this is disposed nobody else may empty the folder.</summary>
    internal void Hold() => held ??= File.Exists(MarkPath) ? new FileStream(MarkPath, FileMode.Open, FileAccess.Read, FileShare.Read) : null;

    public void Dispose() => held?.Dispose();

    private void Write(DemoMark mark)
    {
        var holding = held is not null;
        held?.Dispose();
        held = null;
        File.WriteAllBytes(MarkPath, JsonSerializer.SerializeToUtf8Bytes(mark, Json));
        if (holding) Hold();
    }
}

/// <summary>What stands in the file that marks the folder of a demonstration.</summary>
/// <param name="MadeThisFolder">True where the folder was empty before: it may be emptied again.</param>
/// <param name="Finished">False while the people are being made, and for ever where that was broken off.</param>
internal sealed record DemoMark(string About, ulong Seed, DateTimeOffset MadeAt, bool MadeThisFolder, bool Finished);

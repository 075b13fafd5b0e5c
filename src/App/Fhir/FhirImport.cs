using System.Buffers;
using Afterglow.App.Patients;
using Afterglow.Core.Patients;

namespace Afterglow.App.Fhir;

/// <summary>What became of one file.</summary>
internal sealed record FileImported(
    IReadOnlyList<ChartImported> Charts, IReadOnlyDictionary<string, int> NotKept, IReadOnlyList<FhirProblem> Problems);

/// <summary>Reads FHIR bundles from files into the patients' charts, a transaction a patient.</summary>
internal sealed class FhirImport(PatientRecords patients, TimeProvider clock)
{
    /// <summary>The files that the paths name, each once; a folder stands for every JSON file beneath it.</summary>
    /// <param name="missing">The paths that name nothing.</param>
    public static IReadOnlyList<string> Files(IEnumerable<string> paths, out IReadOnlyList<string> missing)
    {
        var files = new List<string>();
        var nothing = new List<string>();
        var everywhere = new EnumerationOptions
        {
            RecurseSubdirectories = true, MatchCasing = MatchCasing.CaseInsensitive, AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = false,
        };
        foreach (var path in paths)
            if (Directory.Exists(path))
            {
                var found = Directory.EnumerateFiles(path, "*.json", everywhere).Order(StringComparer.Ordinal).ToList();
                if (found.Count == 0) nothing.Add(path);
                files.AddRange(found);
            }
            else if (File.Exists(path)) files.Add(path);
            else nothing.Add(path);
        missing = nothing;
        return [.. files.DistinctBy(Path.GetFullPath, StringComparer.Ordinal)];
    }

    public async Task<FileImported> ImportAsync(string path, Guid site, string origin, CancellationToken cancel)
    {
        byte[] bytes;
        try
        {
            bytes = await ReadAsync(path, cancel);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return new FileImported([], new Dictionary<string, int>(), [new FhirProblem("", "cannot be opened.")]);
        }
        var reading = BundleReader.Read(bytes, clock.GetUtcNow(), patients.Today);
        var charts = new List<ChartImported>();
        var problems = new List<FhirProblem>(reading.Problems);
        foreach (var chart in reading.Charts)
        {
            var imported = await patients.ImportAsync(chart, site, origin, cancel);
            if (imported.Try(out var done, out var refusal)) charts.Add(done);
            else problems.Add(new FhirProblem(chart.Path, $"is not imported: {PatientReading.Inline(refusal)}"));
        }
        return new FileImported(charts, reading.NotKept, problems);
    }

    // One byte more than is allowed tells that there is too much, whatever the file system says of its length.
    private static async Task<byte[]> ReadAsync(string path, CancellationToken cancel)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 1 << 16, FileOptions.Asynchronous | FileOptions.SequentialScan);
        using var bytes = new MemoryStream();
        var buffer = ArrayPool<byte>.Shared.Rent(1 << 16);
        try
        {
            int read;
            while (bytes.Length <= BundleReader.LargestFile && (read = await file.ReadAsync(buffer, cancel)) > 0) bytes.Write(buffer, 0, read);
            return bytes.ToArray();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }
    }
}

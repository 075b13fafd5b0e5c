using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Afterglow.Core.Intake.Consent;
using Afterglow.Core.Plans;

namespace Afterglow.App.Portal;

/// <summary>
/// The consent documents that come with Afterglow: one file a document and language, in <c>Portal/Consents</c>. The
/// English file says above its text what it is for. <c>{{risks}}</c> stands for a part that several documents share.
/// </summary>
internal static partial class SuppliedConsents
{
    private const string Folder = "consents/";

    private static readonly Lazy<ConsentLibrary> All = new(Read);

    /// <summary>The documents in their order, each with the version that comes with Afterglow.</summary>
    public static ConsentLibrary Library => All.Value;

    private static ConsentLibrary Read()
    {
        var files = new Dictionary<string, string>();
        foreach (var name in Assembly.GetExecutingAssembly().GetManifestResourceNames().Where(name => name.StartsWith(Folder, StringComparison.Ordinal)))
        {
            using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!);
            files[name[Folder.Length..^".md".Length].Replace('\\', '/')] = reader.ReadToEnd().ReplaceLineEndings("\n");
        }
        var documents = new List<ConsentDocument>();
        var versions = new List<ConsentVersion>();
        foreach (var key in files.Keys.Where(name => name.EndsWith(".en", StringComparison.Ordinal) && !name.Contains('/', StringComparison.Ordinal)).Select(name => name[..^3]))
        {
            var (head, _) = Split(files[key + ".en"], key);
            var number = int.Parse(head["version"], CultureInfo.InvariantCulture);
            documents.Add(Document(key, head));
            versions.Add(new ConsentVersion(
                key, number, head.TryGetValue("since", out var since) ? int.Parse(since, CultureInfo.InvariantCulture) : number, DateOnly.MinValue,
                Languages.All.Select(language => language.Name).Where(language => files.ContainsKey($"{key}.{language}"))
                    .ToDictionary(language => language, language => Text(files, key, language))));
        }
        return new ConsentLibrary([.. documents.OrderBy(document => document.Order)], versions, []);
    }

    private static ConsentText Text(Dictionary<string, string> files, string key, string language)
    {
        var text = Part().Replace(
            Split(files[$"{key}.{language}"], key).Text,
            match => files.TryGetValue($"parts/{match.Groups["name"].Value}.{language}", out var part) ? part.Trim()
                : throw new InvalidOperationException($"Consents/{key}.{language}.md names a part “{match.Groups["name"].Value}” that is not there."));
        var read = ConsentText.Read(text.Trim());
        return read.Try(out var document, out var refusal) ? document : throw new InvalidOperationException($"Consents/{key}.{language}.md: {refusal.Sentence}");
    }

    private static ConsentDocument Document(string key, Dictionary<string, string> head)
    {
        var order = int.Parse(head["order"], CultureInfo.InvariantCulture);
        if (head["purpose"] == "choice") return new(key, order, ConsentPurpose.Choice);
        var treats = head["treats"].Split(' ');
        return new(
            key, order, ConsentPurpose.Treatment, Enum.Parse<Compounds>(treats[0], ignoreCase: true), Enum.Parse<Core.Plans.Route>(treats[1], ignoreCase: true),
            head["off-label"] == "yes", head.GetValueOrDefault("programme") == "yes");
    }

    private static (Dictionary<string, string> Head, string Text) Split(string file, string key)
    {
        if (!file.StartsWith("---\n", StringComparison.Ordinal)) return ([], file);
        var end = file.IndexOf("\n---\n", 3, StringComparison.Ordinal);
        if (end < 0) throw new InvalidOperationException($"Consents/{key}: the lines above the text end with “---”.");
        var head = file[4..end].Split('\n').Select(line => line.Split(':', 2)).ToDictionary(pair => pair[0].Trim(), pair => pair[1].Trim());
        return (head, file[(end + 5)..]);
    }

    [GeneratedRegex(@"\{\{(?<name>[a-z-]+)\}\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Part();
}

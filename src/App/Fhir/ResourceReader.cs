using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hl7.Fhir.Model;
using Hl7.Fhir.Serialization;
using Hl7.Fhir.Utility;

namespace Afterglow.App.Fhir;

/// <summary>Something in a file that could not be taken, and where. The sentence holds no value from the file: it may be a name.</summary>
/// <param name="Path">Such as <c>Bundle.entry[12].resource.subject</c>; empty for the whole file.</param>
public sealed record FhirProblem(string Path, string Sentence)
{
    public override string ToString() => Path.Length == 0 ? Sentence : $"{Path} {Sentence}";
}

/// <summary>
/// Reads one resource. An element that is not written as FHIR asks is named and left out, and the rest is read: one bad
/// element must not lose a resource, and one bad resource must not lose a file.
/// </summary>
internal static class ResourceReader
{
    private static readonly FhirJsonDeserializer Deserializer = new();

    // What is missing is judged by what is made of the resource; what FHIR R4 does not know is of no use to it.
    private static readonly HashSet<string> Harmless = ["PVAL105", Unknown];

    private const string Unknown = "PVAL128";

    /// <summary>The resource without its bad elements; null when nothing of it can be read.</summary>
    /// <param name="used">The elements that something is made of. What is wrong elsewhere does not matter here.</param>
    public static T? Read<T>(JsonElement json, string path, IReadOnlySet<string> used, Action<FhirProblem> report) where T : Resource
    {
        JsonNode root;
        try
        {
            root = JsonNode.Parse(json.GetRawText(), documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = 64 })!;
        }
        catch (JsonException)
        {
            report(new FhirProblem(path, "says the same element twice."));
            return null;
        }
        foreach (var unused in root.AsObject().Select(property => property.Key).Where(name => !IsUsed(name, used)).ToList())
            root.AsObject().Remove(unused);

        // A bad element taken out may leave its parent empty, which is bad in turn; only the first round is news.
        for (var round = 0; round < 8; round++)
        {
            Resource? resource;
            List<CodedException> issues;
            try
            {
                Deserializer.TryDeserializeResource(root.ToJsonString(), out resource, out var found);
                issues = [.. found];
            }
            catch (InvalidOperationException)
            {
                report(new FhirProblem(path, "holds text that is not Unicode."));
                return null;
            }
            catch (Exception broken) when (broken is not OutOfMemoryException)
            {
                // The library meets things its authors did not think of (a property without a name): they are the
                // resource's fault, and must not cost the rest of the file.
                report(new FhirProblem(path, "cannot be read."));
                return null;
            }
            var bad = issues.Where(issue => !Harmless.Contains(issue.ErrorCode))
                .Select(issue => (Issue: issue, Steps: Steps(root, PathOf(issue)) ?? []))
                .DistinctBy(one => Text(one.Steps), StringComparer.Ordinal).ToList();
            if (round == 0)
                foreach (var (issue, steps) in bad) report(new FhirProblem(path + Text(steps), Sentence(issue)));
            if (bad.Exists(one => one.Steps.Count == 0)) return null;
            // Unknown elements go too, silently: what is left holds nothing that cannot be asked for.
            var unknown = issues.Where(issue => issue.ErrorCode == Unknown).Select(issue => Steps(root, PathOf(issue)) ?? []).Where(steps => steps.Count > 0);
            var without = bad.Select(one => one.Steps).Concat(unknown).ToList();
            if (without.Count == 0) return resource as T;
            // The later ones of a list go first, so that the others keep their places.
            foreach (var steps in without.OrderByDescending(Order, StringComparer.Ordinal)) Remove(root, steps);
        }
        return null;
    }

    private static bool IsUsed(string name, IReadOnlySet<string> used)
    {
        if (name is "resourceType" or "id" || used.Contains(name)) return true;
        // value[x] is written valueQuantity, valueString …
        for (var length = name.Length - 1; length > 0; length--)
            if (char.IsUpper(name[length]) && used.Contains(name[..length] + "[x]")) return true;
        return false;
    }

    private static string PathOf(CodedException issue) => issue switch
    {
        FhirJsonException json => json.InstancePath ?? "",
        Hl7.Fhir.Validation.CodedValidationException validation => validation.InstancePath ?? "",
        _ => "",
    };

    // From Observation.value.value to the names in the file: valueQuantity, value. Null where the file has no such place:
    // a name in it may be anything.
    private static List<(string Name, int Index)>? Steps(JsonNode root, string instancePath)
    {
        var steps = new List<(string, int)>();
        JsonNode? node = root;
        foreach (var part in instancePath.Split('.', StringSplitOptions.RemoveEmptyEntries).Skip(1))
        {
            if (node is not JsonObject parent) return null;
            var bracket = part.IndexOf('[', StringComparison.Ordinal);
            var name = bracket < 0 ? part : part[..bracket];
            var index = -1;
            if (bracket >= 0 && !(part[^1] == ']'
                && int.TryParse(part.AsSpan(bracket + 1, part.Length - bracket - 2), NumberStyles.None, CultureInfo.InvariantCulture, out index))) return null;
            if (!parent.ContainsKey(name))
                name = parent.Select(property => property.Key).FirstOrDefault(key =>
                    key.Length > name.Length && key.StartsWith(name, StringComparison.Ordinal) && char.IsUpper(key[name.Length])) ?? name;
            if (!parent.TryGetPropertyValue(name, out node)) return null;
            if (node is JsonArray list && index >= 0 && index < list.Count) node = list[index];
            else index = -1;
            steps.Add((name, index));
        }
        return steps;
    }

    private static string Text(List<(string Name, int Index)> steps)
    {
        var text = new StringBuilder();
        foreach (var (name, index) in steps)
        {
            text.Append('.').Append(name);
            if (index >= 0) text.Append('[').Append(index).Append(']');
        }
        return text.ToString();
    }

    private static string Order(List<(string Name, int Index)> steps) =>
        string.Concat(steps.Select(step => $"{step.Name}[{step.Index + 1:000000}]"));

    private static void Remove(JsonNode root, List<(string Name, int Index)> steps)
    {
        JsonNode? node = root;
        for (var at = 0; at < steps.Count; at++)
        {
            var (name, index) = steps[at];
            if (node is not JsonObject parent || !parent.TryGetPropertyValue(name, out var child)) return;
            if (at == steps.Count - 1)
            {
                if (index >= 0 && child is JsonArray { Count: > 1 } list) list.RemoveAt(Math.Min(index, list.Count - 1));
                else parent.Remove(name);
                return;
            }
            node = index >= 0 && child is JsonArray items ? index < items.Count ? items[index] : null : child;
        }
    }

    private static string Sentence(CodedException issue) => issue.ErrorCode switch
    {
        "PVAL123" or "PVAL124" => "is not written as FHIR asks for it.",
        "PVAL116" => "is a code that FHIR does not know.",
        "PVAL129" or "JSON109" or "JSON120" => "is empty.",
        "PVAL130" => "is of a type that FHIR R4 does not know.",
        "JSON129" or "JSON135" => "says the same thing twice.",
        _ => "is not as FHIR R4 asks.",
    };
}

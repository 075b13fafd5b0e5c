using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Afterglow.App.Patients;
using Afterglow.App.Record;
using Afterglow.Core.Patients;
using Hl7.Fhir.Model;

namespace Afterglow.App.Fhir;

/// <summary>What a file holds: charts to be written, how many resources are not of a kind that a chart keeps, and what is wrong.</summary>
internal sealed record BundleReading(
    IReadOnlyList<ImportedChart> Charts, IReadOnlyDictionary<string, int> NotKept, IReadOnlyList<FhirProblem> Problems);

/// <summary>
/// Reads a FHIR R4 bundle, a resource at a time, without touching the clinic's data. Whatever is wrong with one
/// resource is named with its path and leaves the others alone.
/// </summary>
internal static class BundleReader
{
    public const int LargestFile = 64 * 1024 * 1024;

    private const int DeepestJson = 64;
    private const int MostEntries = 100_000;

    private static readonly HashSet<string> BundleTypes = ["transaction", "transaction-response", "batch", "batch-response", "collection", "searchset", "document"];

    public static BundleReading Read(ReadOnlyMemory<byte> file, DateTimeOffset now, DateOnly today)
    {
        var problems = new List<FhirProblem>();
        var broken = Wrong(ref file);
        if (broken is null)
        {
            try
            {
                using var document = JsonDocument.Parse(file, new JsonDocumentOptions { MaxDepth = DeepestJson });
                return new Reading(document.RootElement, now, today, problems).Read();
            }
            catch (JsonException wrong)
            {
                broken = $"is not JSON that can be read: something is wrong in line {wrong.LineNumber + 1}, at byte {wrong.BytePositionInLine + 1}.";
                if (wrong.Message.Contains("maximum configured depth", StringComparison.OrdinalIgnoreCase)) broken = $"is nested more than {DeepestJson} deep.";
            }
        }
        problems.Add(new FhirProblem("", broken));
        return new BundleReading([], new Dictionary<string, int>(), problems);
    }

    // FHIR is UTF-8. A byte order mark at its beginning is harmless.
    private static string? Wrong(ref ReadOnlyMemory<byte> file)
    {
        var bytes = file.Span;
        if (bytes.Length > LargestFile) return $"is larger than {LargestFile / 1024 / 1024} MiB.";
        if (bytes is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] or [_, 0, _, 0, ..] or [0, _, 0, _, ..]) return "is UTF-16; FHIR is UTF-8.";
        if (bytes is [0xEF, 0xBB, 0xBF, ..]) file = file[3..];
        if (file.Span.IndexOfAnyExcept(" \t\r\n"u8) < 0) return "is empty.";
        return Utf8.IsValid(file.Span) ? null : "is not UTF-8.";
    }

    private sealed class Reading(JsonElement root, DateTimeOffset now, DateOnly today, List<FhirProblem> problems)
    {
        // Every name by which an entry can be referred to. A name that two entries have leads to the first.
        private readonly Dictionary<string, BundleEntry> byName = new(StringComparer.Ordinal);
        private readonly Dictionary<string, int> notKept = new(StringComparer.Ordinal);
        private readonly HashSet<string> reported = new(StringComparer.Ordinal);
        private readonly List<ChartDraft> charts = [];
        private readonly Dictionary<BundleEntry, ChartDraft> chartOf = [];

        public BundleReading Read()
        {
            var entries = Entries();
            foreach (var entry in entries) LooseEnds(entry.Resource, entry.Path);
            foreach (var entry in entries.Where(entry => entry.Type == "Patient")) ReadPatient(entry);
            foreach (var entry in entries.Where(entry => entry.Type != "Patient")) ReadFact(entry);
            return new BundleReading([.. charts.Select(chart => chart.Chart())], notKept, problems);
        }

        // One fault is told once, by whoever sees it first.
        private void Report(FhirProblem problem)
        {
            if (problem.Path.Length == 0 || reported.Add(problem.Path)) problems.Add(problem);
        }

        private List<BundleEntry> Entries()
        {
            var entries = new List<BundleEntry>();
            if (root.ValueKind != JsonValueKind.Object || Text(root, "resourceType") is not { } kind)
                Report(new FhirProblem("", "is JSON, but not a FHIR bundle."));
            else if (kind != "Bundle")
                Report(new FhirProblem("resourceType", "is not Bundle; only bundles can be imported."));
            else if (Text(root, "type") is { } type && !BundleTypes.Contains(type))
                Report(new FhirProblem("Bundle.type", "is not a kind of bundle that holds resources as they stand now."));
            else if (root.TryGetProperty("entry", out var list))
            {
                if (list.ValueKind != JsonValueKind.Array) Report(new FhirProblem("Bundle.entry", "is not a list."));
                else if (list.GetArrayLength() > MostEntries) Report(new FhirProblem("Bundle.entry", $"holds more than {MostEntries} entries."));
                else
                {
                    var at = 0;
                    foreach (var json in list.EnumerateArray()) Add(entries, json, $"Bundle.entry[{at++}]");
                }
            }
            else Report(new FhirProblem("Bundle.entry", "is missing: the bundle holds nothing."));
            return entries;
        }

        private void Add(List<BundleEntry> entries, JsonElement json, string path)
        {
            if (json.ValueKind != JsonValueKind.Object || !json.TryGetProperty("resource", out var resource) || resource.ValueKind != JsonValueKind.Object)
            {
                // A transaction may delete, and an answer to one may hold no more than a status.
                var without = json.ValueKind == JsonValueKind.Object && (json.TryGetProperty("response", out _)
                    || (json.TryGetProperty("request", out var request) && Text(request, "method") is "DELETE" or "GET" or "HEAD"));
                if (!without) Report(new FhirProblem(path + ".resource", "is missing."));
                return;
            }
            path += ".resource";
            if (Text(resource, "resourceType") is not { } type)
            {
                Report(new FhirProblem(path + ".resourceType", "is missing."));
                return;
            }
            if (!ModelInfo.IsKnownResource(type))
            {
                Report(new FhirProblem(path + ".resourceType", "is not a resource that FHIR R4 knows."));
                return;
            }
            var entry = new BundleEntry(path, type, Text(resource, "id"), Text(json, "fullUrl"), resource);
            entries.Add(entry);
            if (entry.FullUrl is { } url) byName.TryAdd(url, entry);
            if (entry.Id is { } id) byName.TryAdd($"{type}/{id}", entry);
        }

        /// <summary>Names every reference that can only lead into this bundle and leads nowhere.</summary>
        private void LooseEnds(JsonElement json, string path)
        {
            if (json.ValueKind == JsonValueKind.Array)
            {
                var at = 0;
                foreach (var item in json.EnumerateArray()) LooseEnds(item, $"{path}[{at++}]");
            }
            else if (json.ValueKind == JsonValueKind.Object)
            {
                foreach (var property in json.EnumerateObject())
                    if (property.Value.ValueKind is JsonValueKind.Object or JsonValueKind.Array)
                        LooseEnds(property.Value, $"{path}.{property.Name}");
                    else if (property.NameEquals("reference"u8) && property.Value.ValueKind == JsonValueKind.String
                        && Text(json, "reference") is { } reference && reference.StartsWith("urn:", StringComparison.Ordinal) && !byName.ContainsKey(reference))
                        Report(new FhirProblem(path, "refers to something that is not in the bundle."));
            }
        }

        private void ReadPatient(BundleEntry entry)
        {
            if (ResourceReader.Read<Patient>(entry.Resource, entry.Path, PatientReading.Used, Report) is not { } patient) return;
            var person = PatientReading.Person(patient, entry.Path, today, Report);
            var identifiers = PatientReading.Identifiers(patient);
            if (identifiers.Count == 0) identifiers = [Nameless(entry, person)];
            if (charts.Find(chart => chart.Identifiers.Intersect(identifiers).Any()) is { } same)
            {
                chartOf[entry] = same;
                if (ChartJson.Write(same.Person) != ChartJson.Write(person))
                    Report(new FhirProblem(entry.Path, $"is the same patient as {same.Path}, told differently; the first is taken."));
                return;
            }
            var draft = new ChartDraft(entry.Path, person, identifiers);
            charts.Add(draft);
            chartOf[entry] = draft;
        }

        // A patient whom no system has numbered is known again by the id, and where that is not unique in the world by
        // the id together with who it is: an id such as “1” is somebody else in the next file.
        private static ForeignIdentifier Nameless(BundleEntry entry, Core.Patients.Person person)
        {
            var (system, id) = entry.Source("");
            return system.Length > 0
                ? new ForeignIdentifier(system, $"Patient/{id}")
                : new ForeignIdentifier("urn:afterglow:patient", Seal.Over(id, person.FullName, person.BirthDate?.ToString() ?? ""));
        }

        private void ReadFact(BundleEntry entry)
        {
            switch (entry.Type)
            {
                case "Condition":
                    Keep<Condition>(entry, FactReading.ConditionUsed, "subject", FactReading.Condition);
                    break;
                case "AllergyIntolerance":
                    Keep<AllergyIntolerance>(entry, FactReading.AllergyUsed, "patient", FactReading.Allergy);
                    break;
                case "MedicationRequest":
                    Keep<MedicationRequest>(entry, FactReading.MedicationUsed, "subject",
                        (request, place) => FactReading.Medication(request, place, reference => Medicine(request, reference)));
                    break;
                case "Observation":
                    Keep<Observation>(entry, ObservationReading.Used, "subject", ObservationReading.Observation);
                    break;
                case "Encounter":
                    Keep<Encounter>(entry, FactReading.EncounterUsed, "subject", FactReading.Encounter);
                    break;
                default:
                    NotKept(entry);
                    break;
            }
        }

        private void Keep<T>(BundleEntry entry, IReadOnlySet<string> used, string subject, Func<T, ResourcePlace, FactFound> read) where T : Resource
        {
            if (ResourceReader.Read<T>(entry.Resource, entry.Path, used, Report) is not { } resource) return;
            if (Subject(entry, subject) is not { } chart) return;
            var (system, id) = entry.Source(chart.Identifiers[0].System);
            var origin = new Origin(system == BundleEntry.Uuid ? chart.Identifiers[0].System : system, $"{entry.Type}/{id}");
            var found = read(resource, new ResourcePlace(entry.Path, origin, now, Report));
            if (found is { Fact: null, Withdrawn: false })
            {
                NotKept(entry);
                return;
            }
            var fact = new ImportedFact(NamedId(system, entry.Type, id), found.Fact);
            if (!chart.Facts.TryAdd(fact.EntryId, fact) && chart.Facts[fact.EntryId] != fact)
                Report(new FhirProblem(entry.Path, "has the id of another resource of this bundle; the first is taken."));
        }

        /// <summary>Whose chart it belongs to; null, and named, when nobody's.</summary>
        private ChartDraft? Subject(BundleEntry entry, string element)
        {
            var path = $"{entry.Path}.{element}";
            if (!entry.Resource.TryGetProperty(element, out var subject) || subject.ValueKind != JsonValueKind.Object)
            {
                Report(new FhirProblem(path, "is missing: it is not said whom this is about."));
                return null;
            }
            if (Text(subject, "reference") is not { } reference)
            {
                Report(new FhirProblem(path + ".reference", "is missing: it is not said whom this is about."));
                return null;
            }
            if (Find(reference) is { Type: "Patient" } patient)
            {
                if (chartOf.TryGetValue(patient, out var chart)) return chart;
                Report(new FhirProblem(path, "refers to a patient who could not be read."));
                return null;
            }
            if (Conditional(reference) is { } known) return known;
            // What begins with urn: was named when the loose ends were looked for.
            if (!reference.StartsWith("urn:", StringComparison.Ordinal) || Find(reference) is not null)
                Report(new FhirProblem(path, "refers to no patient of this bundle."));
            return null;
        }

        private BundleEntry? Find(string reference)
        {
            var history = reference.IndexOf("/_history/", StringComparison.Ordinal);
            if (history >= 0) reference = reference[..history];
            return byName.GetValueOrDefault(reference);
        }

        // Patient?identifier=system|value
        private ChartDraft? Conditional(string reference)
        {
            const string Start = "Patient?identifier=";
            if (!reference.StartsWith(Start, StringComparison.Ordinal)) return null;
            var parts = Uri.UnescapeDataString(reference[Start.Length..]).Split('|');
            return parts.Length == 2 ? charts.Find(chart => chart.Identifiers.Contains(new ForeignIdentifier(parts[0], parts[1]))) : null;
        }

        private CodeableConcept? Medicine(MedicationRequest request, ResourceReference reference)
        {
            if (reference.Reference is not { } name) return null;
            if (name.StartsWith('#')) return (request.Contained.Find(contained => contained.Id == name[1..]) as Medication)?.Code;
            return Find(name) is { Type: "Medication" } entry
                ? ResourceReader.Read<Medication>(entry.Resource, entry.Path, new HashSet<string>(StringComparer.Ordinal) { "code" }, _ => { })?.Code
                : null;
        }

        private void NotKept(BundleEntry entry) => notKept[entry.Type] = notKept.GetValueOrDefault(entry.Type) + 1;
    }

    /// <summary>A text property. A string that is not Unicode counts as none.</summary>
    internal static string? Text(JsonElement json, string name)
    {
        if (json.ValueKind != JsonValueKind.Object || !json.TryGetProperty(name, out var value) || value.ValueKind != JsonValueKind.String) return null;
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>The same id for the same resource every time: the shape of RFC 9562's version 8, over SHA-256.</summary>
    internal static Guid NamedId(string system, string type, string id)
    {
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(Encoding.UTF8.GetBytes($"afterglow fhir\n{system}\n{type}\n{id}"), hash);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..16], bigEndian: true);
    }

    private sealed record BundleEntry(string Path, string Type, string? Id, string? FullUrl, JsonElement Resource)
    {
        public const string Uuid = "urn:uuid";

        /// <summary>
        /// The system that gave the id, and the id. An id that is a UUID is unique whoever gave it; a plain one belongs to
        /// the server that the full URL names, else to the system given; what has no id is known by its content.
        /// </summary>
        public (string System, string Id) Source(string system)
        {
            if (Id is not null && Guid.TryParseExact(Id, "D", out var id)) return (Uuid, id.ToString("D"));
            if (FullUrl is { } url)
            {
                if (url.StartsWith("urn:uuid:", StringComparison.OrdinalIgnoreCase) && Guid.TryParseExact(url.AsSpan(9), "D", out id)) return (Uuid, id.ToString("D"));
                if (Id is not null && url.StartsWith("http", StringComparison.OrdinalIgnoreCase)
                    && url.LastIndexOf($"/{Type}/", StringComparison.Ordinal) is > 0 and var end)
                    return (url[..end], Id);
            }
            return (system, Id ?? "content-" + Seal.Over(Resource.GetRawText())[..32]);
        }

        public bool Equals(BundleEntry? other) => ReferenceEquals(this, other);

        public override int GetHashCode() => Path.GetHashCode(StringComparison.Ordinal);
    }

    private sealed record ChartDraft(string Path, Core.Patients.Person Person, IReadOnlyList<ForeignIdentifier> Identifiers)
    {
        public Dictionary<Guid, ImportedFact> Facts { get; } = [];

        public ImportedChart Chart() => new(Path, Person, Identifiers, [.. Facts.Values]);
    }
}

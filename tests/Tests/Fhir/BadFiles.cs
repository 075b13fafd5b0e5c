using System.Text;
using System.Text.Json.Nodes;
using Afterglow.App.Fhir;
using Afterglow.Tests.Patients;
using CsCheck;
using static Afterglow.Tests.Fhir.Bundles;

namespace Afterglow.Tests.Fhir;

public sealed class BadFiles
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 9, 0, 0, TimeSpan.Zero);

    public static TheoryData<string, byte[]> NothingToTake() => new()
    {
        { "is empty.", [] },
        { "is empty.", Encoding.UTF8.GetBytes("\uFEFF \r\n") },
        { "is not JSON that can be read: something is wrong in line 2, at byte 1.", Encoding.UTF8.GetBytes("{\n%") },
        { "is not JSON that can be read", Encoding.UTF8.GetBytes("once upon a time") },
        { "is not JSON that can be read", Encoding.UTF8.GetBytes(Of(Patient(), Weight(Id(1))).ToJsonString()[..900]) },
        { "is JSON, but not a FHIR bundle.", "[]"u8.ToArray() },
        { "is JSON, but not a FHIR bundle.", "7"u8.ToArray() },
        { "is JSON, but not a FHIR bundle.", """{"entry": []}"""u8.ToArray() },
        { "is JSON, but not a FHIR bundle.", """{"resourceType": 7}"""u8.ToArray() },
        { "resourceType is not Bundle; only bundles can be imported.", Encoding.UTF8.GetBytes(Patient().ToJsonString()) },
        { "Bundle.type is not a kind of bundle that holds resources as they stand now.", """{"resourceType": "Bundle", "type": "history", "entry": []}"""u8.ToArray() },
        { "Bundle.entry is missing: the bundle holds nothing.", """{"resourceType": "Bundle", "type": "collection"}"""u8.ToArray() },
        { "Bundle.entry is not a list.", """{"resourceType": "Bundle", "type": "collection", "entry": {}}"""u8.ToArray() },
        { "is UTF-16; FHIR is UTF-8.", [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(Of(Patient()).ToJsonString())] },
        { "is UTF-16; FHIR is UTF-8.", Encoding.BigEndianUnicode.GetBytes(Of(Patient()).ToJsonString()) },
        { "is not UTF-8.", [.. "{\"resourceType\": \"Bundle\", \"id\": \""u8, 0xC3, 0x28, .. "\"}"u8] },
        { "is nested more than 64 deep.", Encoding.UTF8.GetBytes(new string('[', 5000) + new string(']', 5000)) },
        { "is larger than 64 MiB.", Enumerable.Repeat((byte)' ', (64 * 1024 * 1024) + 1).ToArray() },
    };

    [Theory]
    [MemberData(nameof(NothingToTake), DisableDiscoveryEnumeration = true)]
    public async Task A_file_that_is_no_bundle_is_named_with_what_is_wrong_and_leaves_nothing_behind(string wrong, byte[] content)
    {
        using var commands = new Commands();
        var file = commands.Write("odd.json", content);
        var good = commands.Write("good.json", Of(Patient(), Weight(Id(1))).ToJsonString());
        var imported = await commands.ImportAsync(file, good);
        Assert.Equal(1, imported.Code);
        Assert.StartsWith($"{file}: {wrong}", imported.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(file, imported.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", imported.Error, StringComparison.Ordinal);
        Assert.Contains("AG-000001 registered, 1 new", imported.Output, StringComparison.Ordinal);
        Assert.Equal(0, (await Commands.RunAsync("verify", "--data", commands.Data)).Code);
    }

    public static TheoryData<string, string> OneThingWrong() => new()
    {
        { "Bundle.entry[1].resource.subject refers to something that is not in the bundle.", "1.subject.reference=\"urn:uuid:00000000-0000-4000-8000-00000000dead\"" },
        { "Bundle.entry[1].resource.subject refers to no patient of this bundle.", "1.subject.reference=\"Patient/nobody\"" },
        { "Bundle.entry[1].resource.subject is missing", "1.subject=" },
        { "Bundle.entry[1].resource.subject is not as FHIR R4 asks.", "1.subject=\"Patient/1\"" },
        { "Bundle.entry[1].resource.subject.reference is missing", "1.subject={\"display\": \"somebody\"}" },
        { "Bundle.entry[1].resource.resourceType is not a resource that FHIR R4 knows.", "1.resourceType=\"Frobnicate\"" },
        { "Bundle.entry[1].resource.resourceType is missing.", "1.resourceType=7" },
        { "Bundle.entry[1].resource.valueQuantity.value is not written as FHIR asks for it.", "1.valueQuantity.value=\"seventy\"" },
        { "Bundle.entry[1].resource.valueQuantity is not kept: a weight of 7000 kg is not possible", "1.valueQuantity.value=7000" },
        { "Bundle.entry[1].resource.valueQuantity is not kept: no such value is possible.", "1.valueQuantity.value=79228162514264337593543950335" },
        { "Bundle.entry[1].resource.valueQuantity has no unit that is known here; kg or [lb_av] is.", "1.valueQuantity.code=\"stone\"" },
        { "Bundle.entry[1].resource.valueQuantity.comparator makes the value a bound", "1.valueQuantity.comparator=\">\"" },
        { "Bundle.entry[1].resource.effectiveDateTime is not written as FHIR asks for it.", "1.effectiveDateTime=\"2026-02-30T00:00:00Z\"" },
        { "Bundle.entry[1].resource.effectiveDateTime is in the future.", "1.effectiveDateTime=\"2126-02-03\"" },
        { "Bundle.entry[1].resource.effectiveDateTime is before 1880.", "1.effectiveDateTime=\"0001-01-01\"" },
        { "Bundle.entry[1].resource.effectiveDateTime is missing", "1.effectiveDateTime=" },
        { "Bundle.entry[2].resource.code does not say what the condition is.", "2.code=" },
        { "Bundle.entry[2].resource.code.text is left out: it holds a character that cannot be seen.", "2.code.text=\"a\\u202Eb\"" },
        { "Bundle.entry[2].resource.onsetDateTime is not written as FHIR asks for it.", "2.onsetDateTime=\"yesterday\"" },
        { "Bundle.entry[0].resource.birthDate is not written as FHIR asks for it.", "0.birthDate=\"1993-02-30\"" },
        { "Bundle.entry[0].resource.birthDate is left out: it is in the future.", "0.birthDate=\"2093-02-03\"" },
        { "Bundle.entry[0].resource.birthDate is left out: it is before 1880.", "0.birthDate=\"1793\"" },
        { "Bundle.entry[0].resource.gender is a code that FHIR does not know.", "0.gender=\"robot\"" },
        { "Bundle.entry[0].resource.name[0].family is not written as FHIR asks for it.", "0.name.0.family=7" },
        { "Bundle.entry[0].resource.name[0].given[1] is left out: it is longer than 200 letters.", "0.name.0.given.1=LONG" },
        { "Bundle.entry[3].resource.component is not kept: the diastolic pressure 122 is not below the systolic 79.", "3.component.0.valueQuantity.value=122;3.component.1.valueQuantity.value=79" },
        { "Bundle.entry[3].resource.component is not kept: a blood pressure has a systolic and a diastolic value", "3.component.1.code.coding.0.code=\"0\"" },
        { "Bundle.entry[4].resource.medicationReference names a medicine that is not in the bundle.", "5.resourceType=\"Basic\"" },
    };

    [Theory]
    [MemberData(nameof(OneThingWrong))]
    public async Task One_bad_element_is_named_with_its_path_and_everything_else_is_imported(string wrong, string spoil)
    {
        using var commands = new Commands();
        var bundle = Of(Patient(), Weight(Id(1)), Condition(Id(2)), Pressure(Id(3)), Order(Id(4), Id(5)), Medication(Id(5)));
        foreach (var one in spoil.Split(';')) Spoil(bundle, one);
        var file = commands.Write("spoilt.json", bundle.ToJsonString());
        var imported = await commands.ImportAsync(file);
        Assert.Equal(1, imported.Code);
        Assert.Contains($"{file}: {wrong}", imported.Error, StringComparison.Ordinal);
        var problems = imported.Error.Split('\n').Count(line => line.StartsWith(file, StringComparison.Ordinal));
        Assert.True(problems == 1, imported.Error);
        // Of four facts at most the spoilt one is missing.
        Assert.Matches("AG-000001 registered, [34] new", imported.Output);
        Assert.Equal(0, (await Commands.RunAsync("verify", "--data", commands.Data)).Code);
    }

    [Fact]
    public async Task A_byte_order_mark_Windows_line_ends_and_elements_nobody_knows_do_no_harm()
    {
        using var commands = new Commands();
        var patient = Patient();
        patient["invented"] = new JsonObject { ["a"] = 1 };
        patient["maritalStatus"] = "nonsense that nobody needs";
        var text = Of(patient, Weight(Id(1))).ToJsonString(new System.Text.Json.JsonSerializerOptions { WriteIndented = true, NewLine = "\r\n" });
        var imported = await commands.ImportAsync(commands.Write("windows.JSON", [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(text)]));
        Assert.Equal(("", 0), (imported.Error, imported.Code));
        Assert.Contains("1 new", imported.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_resource_that_says_the_same_element_twice_is_left_out_and_named()
    {
        using var commands = new Commands();
        var text = Of(Patient(), Weight(Id(1)), Weight(Id(2), "70")).ToJsonString().Replace("\"value\":70", "\"value\":70,\"value\":700", StringComparison.Ordinal);
        var imported = await commands.ImportAsync(commands.Write("a.json", text));
        Assert.Contains("Bundle.entry[2].resource says the same element twice.", imported.Error, StringComparison.Ordinal);
        Assert.Contains("AG-000001 registered, 1 new", imported.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_million_letters_and_half_a_character_are_refused_where_they_stand()
    {
        using var commands = new Commands();
        var text = Of(Patient(), Condition(Id(1), new string('x', 1_000_000)), Condition(Id(2), "HALF")).ToJsonString()
            .Replace("HALF", "\\ud800", StringComparison.Ordinal);
        var imported = await commands.ImportAsync(commands.Write("a.json", text));
        Assert.Equal(1, imported.Code);
        Assert.Contains("Bundle.entry[1].resource.code.text is left out: it is longer than 500 letters.", imported.Error, StringComparison.Ordinal);
        Assert.Contains("Bundle.entry[2].resource holds text that is not Unicode.", imported.Error, StringComparison.Ordinal);
        // The first is known by its code all the same.
        Assert.Contains("AG-000001 registered, 1 new", imported.Output, StringComparison.Ordinal);
        Assert.True(imported.Error.Length < 4000);
    }

    [Fact]
    public async Task A_path_that_leads_nowhere_is_named_and_the_others_are_imported()
    {
        using var commands = new Commands();
        var empty = Directory.CreateDirectory(Path.Combine(commands.Folder, "empty")).FullName;
        var imported = await commands.ImportAsync(
            Path.Combine(commands.Folder, "no-such-file.json"), empty, commands.Write("a.json", Of(Patient()).ToJsonString()));
        Assert.Equal(1, imported.Code);
        Assert.Contains("no-such-file.json: there is no such file.", imported.Error, StringComparison.Ordinal);
        Assert.Contains("empty: there is no JSON file in this folder.", imported.Error, StringComparison.Ordinal);
        Assert.Contains("AG-000001 registered", imported.Output, StringComparison.Ordinal);
    }

    private static JsonObject Everything => Of(
        Patient(), Weight(Id(1)), Pressure(Id(2)), Score(Id(3)), Condition(Id(4)), Allergy(Id(5)), Order(Id(6), Id(7)), Medication(Id(7)), Encounter(Id(8)));

    [Fact]
    public void No_change_of_bytes_makes_the_reading_of_a_bundle_fail()
    {
        var whole = Encoding.UTF8.GetBytes(Everything.ToJsonString());
        var change = Gen.Select(
            Gen.Int[0, whole.Length - 1],
            Gen.OneOf("", "{", "}", "[", "]", "\"", ",", "null", "0", "-1e99", "\\u0000", "true", "{}", "[]", "x", "."), Gen.Int[0, 12]);
        change.Array[1, 4].Sample(changes =>
        {
            var bytes = whole.ToList();
            foreach (var (at, put, cut) in changes)
            {
                var from = Math.Min(at, bytes.Count);
                bytes.RemoveRange(from, Math.Min(cut, bytes.Count - from));
                bytes.InsertRange(from, Encoding.UTF8.GetBytes(put));
            }
            AllUsable(bytes.ToArray());
        }, iter: 3000);
    }

    [Fact]
    public void No_value_in_the_place_of_another_makes_the_reading_of_a_bundle_fail()
    {
        var places = Places(Everything).Count;
        string[] values =
        [
            "null", "7", "-0.5", "1e400", "99999999999999999999999999999", "true", "\"\"", "\" \"", "\"x\"", "\"9999-12-31T23:59:59+14:00\"",
            "\"0001\"", "\"\\u0000\"", "\"\\ud800\"", "{}", "[]", "[null]", "[[]]", "{\"a.b[\": {\"value\": 1}}", "{\"value\": {}}", "[{\"coding\": 7}]",
        ];
        Gen.Select(Gen.Int[0, places - 1], Gen.OneOf(values)).Sample((place, value) =>
        {
            var bundle = Everything;
            const string Mark = "here-it-is";
            Places(bundle)[place].ReplaceWith(JsonValue.Create(Mark));
            AllUsable(Encoding.UTF8.GetBytes(bundle.ToJsonString().Replace($"\"{Mark}\"", value, StringComparison.Ordinal)));
        }, iter: 3000);
    }

    private static void AllUsable(byte[] file)
    {
        var reading = BundleReader.Read(file, Now, new DateOnly(2026, 11, 23));
        Assert.All(reading.Charts.SelectMany(chart => chart.Facts), fact => Assert.Null(fact.Fact?.Question()));
        Assert.All(reading.Charts, chart => Assert.True(chart.Person.Checked(new DateOnly(2026, 11, 23)).Allowed));
    }

    private static List<JsonNode> Places(JsonNode node) =>
        [.. (node switch
        {
            JsonObject parent => parent.Select(property => property.Value),
            JsonArray list => list,
            _ => Enumerable.Empty<JsonNode?>(),
        }).OfType<JsonNode>().SelectMany(child => Places(child).Prepend(child))];

    // “1.subject.reference="…"” replaces, “1.subject=” removes.
    private static void Spoil(JsonObject bundle, string spoil)
    {
        var (path, value) = (spoil[..spoil.IndexOf('=', StringComparison.Ordinal)], spoil[(spoil.IndexOf('=', StringComparison.Ordinal) + 1)..]);
        var steps = path.Split('.');
        JsonNode node = bundle["entry"]![int.Parse(steps[0], System.Globalization.CultureInfo.InvariantCulture)]!["resource"]!;
        foreach (var step in steps[1..^1]) node = node is JsonArray list ? list[int.Parse(step, System.Globalization.CultureInfo.InvariantCulture)]! : node[step]!;
        if (value.Length == 0) node.AsObject().Remove(steps[^1]);
        else
        {
            var put = JsonNode.Parse(value == "LONG" ? $"\"{new string('y', 201)}\"" : value);
            if (node is JsonArray list) list[int.Parse(steps[^1], System.Globalization.CultureInfo.InvariantCulture)] = put;
            else node[steps[^1]] = put;
        }
    }
}

using System.Text.Json.Nodes;
using Afterglow.App.Patients;
using Afterglow.App.Record;
using Afterglow.Core.Patients;
using Afterglow.Core.People;
using Afterglow.Core.Units;
using Afterglow.Tests.Patients;
using static Afterglow.Tests.Fhir.Bundles;

namespace Afterglow.Tests.Fhir;

public sealed class Importing
{
    [Fact]
    public async Task A_bundle_becomes_a_chart_with_everything_a_clinic_needs_before_a_treatment()
    {
        using var commands = new Commands();
        var bundle = Of(
            Patient(), Weight(Id(1), "180", "[lb_av]"), Pressure(Id(2)), Vital(Id(3), "8867-4", "72", "/min"), Vital(Id(4), "59408-5", "98", "%"),
            Vital(Id(5), "8310-5", "98.6", "[degF]"), Vital(Id(6), "8302-2", "172", "cm"), Score(Id(7)), Condition(Id(8)), Allergy(Id(9)),
            Order(Id(10), Id(11)), Medication(Id(11)), Encounter(Id(12)), Resource("""{"resourceType": "Claim", "id": "c"}"""));
        var imported = await commands.ImportAsync(commands.Write("one.json", bundle.ToJsonString()));
        Assert.Equal("", imported.Error);
        Assert.Equal(0, imported.Code);
        Assert.Contains("AG-000001 registered, 11 new, 0 unchanged, 0 amended", imported.Output, StringComparison.Ordinal);
        Assert.Contains("not kept: 2 (1 Claim, 1 Medication)", imported.Output, StringComparison.Ordinal);

        await using var clinic = await Clinic.OpenAsync(folder: commands.Data);
        var (header, chart) = await OnlyAsync(clinic);
        Assert.Equal("Otti Quill", header.DisplayName);
        Assert.Equal("Ottoline Mae Quill", header.FullName);
        Assert.Equal(52, header.Age);
        Assert.Equal(Sex.Female, header.SexAtBirth);
        Assert.Equal(81.6466m, header.Weight!.Value.Kilograms);
        Assert.Equal("2026-03-02T08:00:00Z", header.WeightAt.ToString());
        Assert.Equal(("Penicillin", "criticality high; Hives"), (Assert.Single(header.Allergies).Title, header.Allergies[0].Detail));

        Assert.Equal("370143000", Assert.Single(chart.Conditions).What.Code);
        Assert.Equal(Precision.Month, chart.Conditions.Single().At.Precision);
        Assert.Equal(("Fluoxetine 20 mg", "20 mg every morning"), (Assert.Single(chart.Medications).What.Text, chart.Medications.Single().Dose));
        var measured = chart.Facts.OfType<ChartFact.ObservationNoted>().Select(fact => fact.Measured).ToList();
        Assert.Contains(new Measured(Systolic: 122, Diastolic: 79), measured);
        Assert.Contains(new Measured(HeartRate: 72), measured);
        Assert.Contains(new Measured(SpO2: 98), measured);
        Assert.Contains(new Measured(Temperature: 37), measured);
        Assert.Contains(new Measured(Height: BodyHeight.FromCentimetres(172)), measured);
        var score = Assert.Single(chart.Facts.OfType<ChartFact.SurveyScoreNoted>());
        Assert.Equal((17, "44261-6", "2026-02-27"), (score.Score, score.What.Code, score.At.ToString()));
        var visit = Assert.Single(chart.Facts.OfType<ChartFact.EncounterNoted>());
        Assert.Equal(("Consultation", "Low mood", "2026-03-02T07:30:00Z"), (visit.What.Text, visit.Reason, visit.At.ToString()));
        Assert.All(chart.Facts, fact => Assert.Equal("http://hospital.example", fact.Origin.System));
        // A pressure taken at 08:01 in a zone two hours ahead.
        Assert.Contains(chart.Facts, fact => fact.At.ToString() == "2026-03-02T06:01:00Z");
    }

    [Fact]
    public async Task Importing_again_changes_nothing_whatever_the_file_is_called_and_in_whatever_order_it_stands()
    {
        using var commands = new Commands();
        await commands.ImportAsync(commands.Write("a.json", Of(Patient(), Weight(Id(1)), Condition(Id(2))).ToJsonString()));
        var before = await StandingAsync(commands);
        var again = await commands.ImportAsync(commands.Write("b.json", Of(Condition(Id(2)), Patient(), Weight(Id(1))).ToJsonString()));
        Assert.Contains("AG-000001, 0 new, 2 unchanged, 0 amended", again.Output, StringComparison.Ordinal);
        Assert.Equal(before, await StandingAsync(commands));
    }

    [Fact]
    public async Task What_has_changed_in_the_other_system_amends_what_was_imported_and_both_stay_readable()
    {
        using var commands = new Commands();
        foreach (var (kilograms, told) in new[]
        {
            ("81.5", "1 new, 0 unchanged, 0 amended"), ("80.5", "0 new, 0 unchanged, 1 amended"), ("81.5", "0 new, 0 unchanged, 1 amended"),
            ("81.5", "0 new, 1 unchanged, 0 amended"),
        })
        {
            var imported = await commands.ImportAsync(commands.Write("a.json", Of(Patient(), Weight(Id(1), kilograms)).ToJsonString()));
            Assert.Equal(0, imported.Code);
            Assert.Contains(told, imported.Output, StringComparison.Ordinal);
        }
        await using var clinic = await Clinic.OpenAsync(folder: commands.Data);
        var (header, chart) = await OnlyAsync(clinic);
        Assert.Equal(81.5m, header.Weight!.Value.Kilograms);
        Assert.Equal([81.5m, 80.5m], Assert.Single(chart.Items).Earlier.Select(one => ((ChartFact.ObservationNoted)one.Before!).Measured.Weight!.Value.Kilograms));
    }

    [Fact]
    public async Task What_the_other_system_withdraws_is_struck_out_here_and_what_was_never_here_stays_away()
    {
        using var commands = new Commands();
        await commands.ImportAsync(commands.Write("a.json", Of(Patient(), Weight(Id(1)), Allergy(Id(2))).ToJsonString()));
        var weight = Weight(Id(1));
        weight["status"] = "entered-in-error";
        var allergy = Allergy(Id(2));
        allergy["verificationStatus"] = Resource("""{"coding": [{"code": "entered-in-error"}]}""");
        var never = Weight(Id(3), "90");
        never["status"] = "entered-in-error";
        var imported = await commands.ImportAsync(commands.Write("a.json", Of(Patient(), weight, allergy, never).ToJsonString()));
        Assert.Contains("0 new, 0 unchanged, 2 amended", imported.Output, StringComparison.Ordinal);
        await using var clinic = await Clinic.OpenAsync(folder: commands.Data);
        var (header, chart) = await OnlyAsync(clinic);
        Assert.Null(header.Weight);
        Assert.Empty(header.Allergies);
        Assert.Equal(2, chart.Items.Count(item => item.Fact is null && item.Earlier.Count == 1));
        var timeline = await clinic.Get<PatientRecords>().TimelineAsync(header.Id, null, 10, [], Asking.Everywhere);
        Assert.Equal(2, timeline!.Rows.Count(row => row.State == "struck"));
    }

    [Fact]
    public async Task What_staff_have_corrected_here_is_not_overwritten_by_the_next_import()
    {
        using var commands = new Commands();
        await commands.ImportAsync(commands.Write("a.json", Of(Patient(), Weight(Id(1), "181.5")).ToJsonString()));
        var clinic = await Clinic.OpenAsync(folder: commands.Data);
        var (header, chart) = await OnlyAsync(clinic);
        var item = Assert.Single(chart.Items);
        var corrected = new ChartFact.ObservationNoted(item.Fact!.At, Origin.Staff, new Measured(Weight: BodyWeight.FromKilograms(81.5m)));
        _ = (await clinic.Get<PatientRecords>().AmendAsync(
            header.Id, NewAmendment.To(Guid.CreateVersion7(), item.EntryId, corrected, "A slip of the pen"), clinic.Caller(Role.Nurse))).Value;
        await clinic.CloseAsync();
        var imported = await commands.ImportAsync(commands.Write("a.json", Of(Patient(), Weight(Id(1), "182")).ToJsonString()));
        Assert.Contains("0 new, 0 unchanged, 0 amended, 1 kept as corrected here", imported.Output, StringComparison.Ordinal);
        Assert.Equal(0, imported.Code);
    }

    [Fact]
    public async Task A_name_that_changed_in_the_other_system_changes_here_and_the_patient_is_found_by_the_new_one()
    {
        using var commands = new Commands();
        await commands.ImportAsync(commands.Write("a.json", Of(Patient(family: "Quill")).ToJsonString()));
        var imported = await commands.ImportAsync(commands.Write("a.json", Of(Patient(family: "Marchetti")).ToJsonString()));
        Assert.Contains("AG-000001, 0 new, 0 unchanged, 1 amended", imported.Output, StringComparison.Ordinal);
        await using var clinic = await Clinic.OpenAsync(folder: commands.Data);
        var records = clinic.Get<PatientRecords>();
        Assert.Single((await records.SearchAsync("marchetti", 1, 10, Asking.Everywhere)).Rows);
        Assert.Empty((await records.SearchAsync("quill", 1, 10, Asking.Everywhere)).Rows);
    }

    [Fact]
    public async Task Two_patients_of_one_bundle_get_a_chart_each()
    {
        using var commands = new Commands();
        var second = "11111111-2222-4333-8444-555555555555";
        var imported = await commands.ImportAsync(commands.Write("two.json", Of(
            Patient(), Patient(second, "MR-2", "Abara", "Chidi"), Weight(Id(1), "80"), Weight(Id(2), "70", patient: second)).ToJsonString()));
        Assert.Equal(0, imported.Code);
        await using var clinic = await Clinic.OpenAsync(folder: commands.Data);
        var records = clinic.Get<PatientRecords>();
        foreach (var (name, kilograms) in new[] { ("quill", 80m), ("abara", 70m) })
        {
            var row = Assert.Single((await records.SearchAsync(name, 1, 10, Asking.Everywhere)).Rows);
            Assert.Equal(kilograms, (await records.HeaderAsync(row.Id, Asking.Everywhere))!.Weight!.Value.Kilograms);
        }
    }

    [Fact]
    public async Task The_same_patient_twice_in_a_bundle_gets_one_chart_and_a_difference_is_named()
    {
        using var commands = new Commands();
        var second = "11111111-2222-4333-8444-555555555555";
        var imported = await commands.ImportAsync(commands.Write("twice.json", Of(
            Patient(), Patient(second, "MR-1", "Quilll"), Weight(Id(1), patient: second)).ToJsonString()));
        Assert.Equal(1, imported.Code);
        Assert.Contains("Bundle.entry[1].resource is the same patient as Bundle.entry[0].resource", imported.Error, StringComparison.Ordinal);
        Assert.Contains("AG-000001 registered, 1 new", imported.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("AG-000002", imported.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Patients_whom_nobody_has_numbered_are_not_taken_for_each_other_and_are_known_again()
    {
        using var commands = new Commands();
        var one = Resource("""{"resourceType": "Patient", "id": "1", "name": [{"text": "Prince"}], "birthDate": "1958-06-07"}""");
        var other = Resource("""{"resourceType": "Patient", "id": "1", "name": [{"text": "Sade"}], "birthDate": "1959"}""");
        var first = Plain(one);
        var second = Plain(other);
        foreach (var (file, told) in new[] { (first, "AG-000001 registered"), (second, "AG-000002 registered"), (first, "AG-000001, 0 new"), (second, "AG-000002, 0 new") })
            Assert.Contains(told, (await commands.ImportAsync(commands.Write("p.json", file))).Output, StringComparison.Ordinal);

        static string Plain(JsonObject patient) =>
            new JsonObject { ["resourceType"] = "Bundle", ["type"] = "collection", ["entry"] = new JsonArray(new JsonObject { ["resource"] = patient.DeepClone() }) }.ToJsonString();
    }

    [Fact]
    public async Task Names_stay_out_of_what_is_printed_and_numbers_that_unlock_a_bank_account_are_not_kept()
    {
        using var commands = new Commands();
        var bad = Patient();
        bad["birthDate"] = "1993-02-30";
        bad["name"]![0]!["given"]![0] = "Otto\u202Eline";
        var imported = await commands.ImportAsync(commands.Write("a.json", Of(bad, Weight(Id(1))).ToJsonString()));
        foreach (var name in new[] { "Quill", "Ottoline", "Otto", "Otti", "Mae", "1993" })
            Assert.DoesNotContain(name, imported.Output + imported.Error, StringComparison.Ordinal);
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        foreach (var file in Directory.GetFiles(commands.Data))
            Assert.DoesNotContain("999-93-8359", System.Text.Encoding.UTF8.GetString(await File.ReadAllBytesAsync(file)), StringComparison.Ordinal);
        Assert.Contains("MR-1", System.Text.Encoding.UTF8.GetString(await File.ReadAllBytesAsync(commands.Database)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_import_works_while_the_clinic_is_open()
    {
        await using var clinic = await Clinic.OpenAsync();
        var file = Path.Combine(clinic.DataDirectory, "import.json");
        await File.WriteAllTextAsync(file, Of(Patient(), Weight(Id(1))).ToJsonString());
        var writing = Task.WhenAll(Enumerable.Range(0, 20).Select(n => clinic.RegisterAsync(Asking.Named("Staff", "Made" + n))));
        var imported = await Commands.RunAsync("import", file, "--data", clinic.DataDirectory);
        await writing;
        Assert.Equal(("", 0), (imported.Error, imported.Code));
        Assert.Single((await clinic.Get<PatientRecords>().SearchAsync("quill", 1, 10, Asking.Everywhere)).Rows);
        Assert.Equal(20, (await clinic.Get<PatientRecords>().SearchAsync("made", 1, 50, Asking.Everywhere)).Rows.Count);
        var report = await Verification.WalkAsync(clinic.Get<Database>(), clinic.Get<Anchor>());
        Assert.Null(report.Broken);
    }

    private static async Task<(PatientHeader Header, Chart Chart)> OnlyAsync(Clinic clinic)
    {
        var records = clinic.Get<PatientRecords>();
        var row = Assert.Single((await records.SearchAsync(null, 1, 10, Asking.Everywhere)).Rows);
        return ((await records.HeaderAsync(row.Id, Asking.Everywhere))!, (await records.ChartAsync(row.Id, Asking.Everywhere))!);
    }

    /// <summary>How many entries there are and what the newest is sealed with.</summary>
    private static async Task<(long Entries, string Seals)> StandingAsync(Commands commands)
    {
        var database = new Database(commands.Database);
        await using var connection = await database.OpenAsync();
        var seals = (await Dapper.SqlMapper.QueryAsync<string>(connection, "select seal from entry order by stream, version")).ToList();
        return (seals.Count, string.Join('\n', seals));
    }
}

using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Afterglow.App.Fhir;
using Afterglow.App.Intake;
using Afterglow.App.Patients;
using Afterglow.Core.Intake.Eligibility;
using Afterglow.Core.Patients;
using Afterglow.Core.People;
using Afterglow.Tests.Patients;
using Microsoft.Extensions.DependencyInjection;

namespace Afterglow.Tests.Intake;

/// <summary>Eligibility on its page and over HTTP: what is found, answered and decided, and what is refused.</summary>
public sealed partial class EligibilityOnScreen
{
    // Written for this test, with the codes that other systems use: high pressure, major depression and an opioid disorder,
    // an allergy that was entered in error, a cold that is over, a benzodiazepine and a medicine that was stopped.
    private const string Bundle =
        """
        {"resourceType":"Bundle","type":"collection","entry":[
          {"resource":{"resourceType":"Patient","id":"pat-1","identifier":[{"system":"urn:oid:1.2.3","value":"7781"}],
            "name":[{"given":["Orla"],"family":"Vance"}],"birthDate":"1971-09-14","gender":"female"}},
          {"resource":{"resourceType":"Condition","id":"c-1","subject":{"reference":"Patient/pat-1"},"onsetDateTime":"2009-03-02",
            "clinicalStatus":{"coding":[{"code":"active"}]},"verificationStatus":{"coding":[{"code":"confirmed"}]},
            "code":{"coding":[{"system":"http://snomed.info/sct","code":"38341003","display":"Hypertension"}]}}},
          {"resource":{"resourceType":"Condition","id":"c-2","subject":{"reference":"Patient/pat-1"},"onsetDateTime":"2015-11-20",
            "clinicalStatus":{"coding":[{"code":"active"}]},"verificationStatus":{"coding":[{"code":"confirmed"}]},
            "code":{"coding":[{"system":"http://snomed.info/sct","code":"370143000","display":"Major depressive disorder"}]}}},
          {"resource":{"resourceType":"Condition","id":"c-3","subject":{"reference":"Patient/pat-1"},"onsetDateTime":"2018-06-05",
            "clinicalStatus":{"coding":[{"code":"active"}]},"verificationStatus":{"coding":[{"code":"confirmed"}]},
            "code":{"coding":[{"system":"http://snomed.info/sct","code":"5602001","display":"Opioid abuse (disorder)"}]}}},
          {"resource":{"resourceType":"Condition","id":"c-4","subject":{"reference":"Patient/pat-1"},"onsetDateTime":"2020-01-08",
            "clinicalStatus":{"coding":[{"code":"active"}]},"verificationStatus":{"coding":[{"code":"entered-in-error"}]},
            "code":{"coding":[{"system":"http://snomed.info/sct","code":"58214004","display":"Schizophrenia"}]}}},
          {"resource":{"resourceType":"Condition","id":"c-5","subject":{"reference":"Patient/pat-1"},"onsetDateTime":"2020-01-08","abatementDateTime":"2020-02-01",
            "clinicalStatus":{"coding":[{"code":"resolved"}]},"verificationStatus":{"coding":[{"code":"confirmed"}]},
            "code":{"coding":[{"system":"http://snomed.info/sct","code":"38822007","display":"Cystitis"}]}}},
          {"resource":{"resourceType":"MedicationRequest","id":"m-1","status":"active","intent":"order","subject":{"reference":"Patient/pat-1"},"authoredOn":"2024-05-01",
            "medicationCodeableConcept":{"coding":[{"system":"http://www.nlm.nih.gov/research/umls/rxnorm","code":"197901","display":"Lorazepam 1 MG Oral Tablet"}]}}},
          {"resource":{"resourceType":"MedicationRequest","id":"m-2","status":"stopped","intent":"order","subject":{"reference":"Patient/pat-1"},"authoredOn":"2019-05-01",
            "medicationCodeableConcept":{"coding":[{"system":"http://www.nlm.nih.gov/research/umls/rxnorm","code":"199388","display":"Theophylline 300 MG Extended Release Oral Tablet"}]}}}
        ]}
        """;

    [Fact]
    public async Task An_imported_chart_raises_its_high_pressure_its_depression_and_its_opioid_disorder_with_code_date_and_source()
    {
        await using var clinic = await Clinic.OpenAsync();
        var id = await ImportAsync(clinic, Bundle);
        using var prescriber = await clinic.SignInAsync(Role.Prescriber);
        var page = await PageAsync(prescriber, id);
        Assert.Contains("Hypertension · SNOMED CT 38341003 · since 2 Mar 2009 · imported", page, StringComparison.Ordinal);
        Assert.Contains("Major depressive disorder · SNOMED CT 370143000 · since 20 Nov 2015 · imported", page, StringComparison.Ordinal);
        Assert.Contains("Opioid abuse (disorder) · SNOMED CT 5602001 · since 5 Jun 2018 · imported", page, StringComparison.Ordinal);
        Assert.Contains("Lorazepam 1 MG Oral Tablet", page, StringComparison.Ordinal);
        Assert.Contains("spravatohcp.com/dosing-spravato-trd", page, StringComparison.Ordinal);
        Assert.Contains("Nobody has decided yet", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Schizophrenia", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Theophylline 300", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_public_generators_patient_with_all_three_raises_all_three()
    {
        if (Folder is not { } folder)
        {
            Assert.Skip("The folder shared/fhir/synthea-r4 does not stand beside this repository.");
            return;
        }
        await using var clinic = await Clinic.OpenAsync();
        var raised = 0;
        foreach (var file in Directory.GetFiles(folder, "*.json"))
        {
            var imported = await clinic.Get<FhirImport>().ImportAsync(file, Reach.DefaultSite, "test", CancellationToken.None);
            foreach (var chart in imported.Charts)
            {
                var assessment = (await clinic.Get<EligibilityRecords>().OpenAsync(await PatientOfAsync(clinic, chart.RecordNumber), Asking.Everywhere))!;
                bool Rests(string rule, string code) => assessment.Findings.Any(finding => finding.Rule.Id == rule && finding.Where.Any(evidence => evidence.Code == code));
                if (Rests("ci_htn", "38341003") && Rests("p_mcintyre", "370143000") && Rests("ci_sud", "5602001")) raised++;
            }
        }
        Assert.Equal(1, raised);
    }

    [Fact]
    public async Task A_prescriber_answers_what_says_no_then_decides_and_the_chart_shows_it()
    {
        await using var clinic = await Clinic.OpenAsync();
        var id = await clinic.RegisterAsync(Asking.Named("Ada", "Quill", "1984-05-02"));
        await NoteAsync(clinic, id, "Aneurysm", "432119003");
        using var prescriber = await clinic.SignInAsync(Role.Prescriber);
        var page = $"/patients/{id:D}/eligibility";

        var html = await prescriber.GetStringAsync(page);
        using var tooEarly = await DecideAsync(prescriber, page, html, "Eligible", "Two failed trials.");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, tooEarly.StatusCode);
        var refused = WebUtility.HtmlDecode(await tooEarly.Content.ReadAsStringAsync());
        Assert.Contains("These findings say no and are not answered: Aneurysm.", refused, StringComparison.Ordinal);
        Assert.Contains("Two failed trials.</textarea>", refused, StringComparison.Ordinal);

        var key = KeyOf().Match(html).Groups["key"].Value;
        using var answered = await prescriber.SubmitAsync(
            $"{page}?answer={key}", new() { ["Answered.EntryId"] = Guid.CreateVersion7().ToString(), ["Answered.Because"] = "MR of 3 March: <none>." }, "answer");
        Assert.Equal($"{page}?done=answered#{key}", answered.Headers.Location?.ToString()[^$"{page}?done=answered#{key}".Length..]);

        html = await prescriber.GetStringAsync(page);
        Assert.Contains("MR of 3 March: &lt;none&gt;.", html, StringComparison.Ordinal);
        using var decided = await DecideAsync(prescriber, page, html, "Eligible", "Two failed trials.");
        Assert.EndsWith("?done=decided", decided.Headers.Location?.ToString());
        Assert.Contains("Prescriber Person", await prescriber.GetStringAsync(page), StringComparison.Ordinal);
        Assert.Contains("Two failed trials.", await prescriber.GetStringAsync($"/patients/{id:D}"), StringComparison.Ordinal);

        // What was seen is kept as it was seen.
        await NoteAsync(clinic, id, "Schizophrenia", "58214004");
        var file = (await clinic.Get<EligibilityRecords>().OpenAsync(id, Asking.Everywhere))!.File;
        Assert.DoesNotContain(file.Latest!.What.Findings, finding => finding.Sentence.Contains("exclude", StringComparison.Ordinal));
        Assert.Equal("MR of 3 March: <none>.", file.Latest.What.Findings.Single(finding => finding.Rule == "ci_aneurysm").Because);
        Assert.Contains("has changed since", await prescriber.GetStringAsync(page), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_two_prescribers_who_decide_at_once_one_is_written_and_the_other_told_by_whom()
    {
        await using var clinic = await Clinic.OpenAsync();
        var id = await clinic.RegisterAsync(Asking.Named("Ada", "Quill", "1984-05-02"));
        var records = clinic.Get<EligibilityRecords>();
        var seen = (await records.OpenAsync(id, Asking.Everywhere))!;
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(number => records.DecideAsync(
            id, new DecideEligibility(Guid.CreateVersion7(), EligibilityOutcome.NotNow, $"Reason {number}", null, seen.Digest), clinic.Caller(Role.Prescriber))));
        Assert.Single(answers, answer => answer.Allowed);
        Assert.All(answers.Where(answer => !answer.Allowed), answer =>
        {
            Assert.Equal("eligibility.decided-meanwhile", answer.Refusal!.Code);
            Assert.Contains("Prescriber Person", answer.Refusal.Sentence, StringComparison.Ordinal);
        });
        Assert.Single((await records.OpenAsync(id, Asking.Everywhere))!.File.Decisions);
    }

    [Fact]
    public async Task Sent_twice_a_decision_is_written_once_and_another_under_its_id_is_refused()
    {
        await using var clinic = await Clinic.OpenAsync();
        var id = await clinic.RegisterAsync(Asking.Named("Ada", "Quill", "1984-05-02"));
        using var prescriber = await clinic.SignInAsync(Role.Prescriber);
        var address = $"/api/patients/{id:D}/eligibility";
        var seen = (await prescriber.GetFromJsonAsync<JsonObject>(address))!;
        var body = new { entryId = Guid.CreateVersion7(), outcome = "not-now", reason = "Blood pressure first.", after = (Guid?)null, digest = seen["digest"]!.GetValue<string>() };
        using var first = await prescriber.PostAsJsonAsync(address + "/decisions", body);
        using var again = await prescriber.PostAsJsonAsync(address + "/decisions", body);
        using var other = await prescriber.PostAsJsonAsync(address + "/decisions", body with { reason = "Another." });
        Assert.Equal([HttpStatusCode.Created, HttpStatusCode.Created, HttpStatusCode.UnprocessableEntity], [first.StatusCode, again.StatusCode, other.StatusCode]);
        using var nothing = await prescriber.PostAsJsonAsync(address + "/decisions", body with { outcome = "perhaps" });
        Assert.Equal("eligibility.outcome-missing", (await nothing.Content.ReadFromJsonAsync<JsonObject>())!["code"]!.GetValue<string>());
        var now = (await prescriber.GetFromJsonAsync<JsonObject>(address))!;
        Assert.Equal("Not now", now["latestOutcome"]!.GetValue<string>());
        Assert.Contains(await clinic.AuditAsync(), line => line is { Action: "eligibility.decide", Outcome: "done" } && line.PatientId == id.ToString("D"));
        Assert.Contains(await clinic.AuditAsync(), line => line is { Action: "eligibility.decide", Outcome: "refused" });
    }

    [Theory]
    [InlineData(Role.Nurse, HttpStatusCode.OK, HttpStatusCode.Forbidden)]
    [InlineData(Role.Therapist, HttpStatusCode.OK, HttpStatusCode.Forbidden)]
    [InlineData(Role.Director, HttpStatusCode.OK, HttpStatusCode.Forbidden)]
    [InlineData(Role.FrontDesk, HttpStatusCode.Forbidden, HttpStatusCode.Forbidden)]
    [InlineData(Role.Administrator, HttpStatusCode.Forbidden, HttpStatusCode.Forbidden)]
    public async Task Others_may_read_and_only_a_prescriber_decides(Role role, HttpStatusCode reading, HttpStatusCode deciding)
    {
        await using var clinic = await Clinic.OpenAsync();
        var id = await clinic.RegisterAsync(Asking.Named("Ada", "Quill", "1984-05-02"));
        using var browser = await clinic.SignInAsync(role);
        using var read = await browser.GetAsync($"/api/patients/{id:D}/eligibility");
        using var decided = await browser.PostAsJsonAsync(
            $"/api/patients/{id:D}/eligibility/decisions", new { entryId = Guid.CreateVersion7(), outcome = "eligible", reason = "x", digest = "y" });
        Assert.Equal((reading, deciding), (read.StatusCode, decided.StatusCode));
        if (reading != HttpStatusCode.OK) return;
        Assert.DoesNotContain("Record the decision", await browser.GetStringAsync($"/patients/{id:D}/eligibility"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_a_patient_of_nobody_here_there_is_no_page()
    {
        await using var clinic = await Clinic.OpenAsync();
        using var prescriber = await clinic.SignInAsync(Role.Prescriber);
        using var page = await prescriber.GetAsync($"/patients/{Guid.NewGuid():D}/eligibility");
        using var data = await prescriber.GetAsync($"/api/patients/{Guid.NewGuid():D}/eligibility");
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (page.StatusCode, data.StatusCode));
    }

    private static async Task<Guid> ImportAsync(Clinic clinic, string bundle)
    {
        var file = Path.Combine(clinic.DataDirectory, "bundle.json");
        await File.WriteAllTextAsync(file, bundle);
        var imported = await clinic.Get<FhirImport>().ImportAsync(file, Reach.DefaultSite, "test", CancellationToken.None);
        Assert.Empty(imported.Problems);
        return await PatientOfAsync(clinic, Assert.Single(imported.Charts).RecordNumber);
    }

    private static async Task<Guid> PatientOfAsync(Clinic clinic, string recordNumber) =>
        Assert.Single((await clinic.Get<PatientRecords>().SearchAsync(recordNumber, 1, 5, Asking.Everywhere)).Rows).Id;

    private static async Task NoteAsync(Clinic clinic, Guid id, string condition, string code) => _ = (await clinic.Get<PatientRecords>().AppendFactsAsync(
        id,
        [
            new NewFact(Guid.CreateVersion7(), new ChartFact.ConditionNoted(
                ClinicalTime.Read("2020")!.Value, Origin.Staff, new Concept(condition, Somebody.Snomed, code), Standing.Active)),
        ], clinic.Caller(Role.Nurse))).Value;

    private static Task<HttpResponseMessage> DecideAsync(Browser browser, string page, string html, string outcome, string reason) => browser.SubmitAsync(
        page, new()
        {
            ["Decision.EntryId"] = Guid.CreateVersion7().ToString(), ["Decision.Outcome"] = outcome, ["Decision.Reason"] = reason,
            ["Decision.After"] = After().Match(html).Groups["value"].Value, ["Decision.Digest"] = Digest().Match(html).Groups["value"].Value,
        }, "decide");

    private static async Task<string> PageAsync(Browser browser, Guid id) =>
        WebUtility.HtmlDecode(await browser.GetStringAsync($"/patients/{id:D}/eligibility"));

    private static string? Folder
    {
        get
        {
            for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
                if (File.Exists(Path.Combine(at.FullName, "Afterglow.slnx")))
                    return Path.Combine(at.Parent!.FullName, "shared", "fhir", "synthea-r4") is var folder && Directory.Exists(folder) ? folder : null;
            return null;
        }
    }

    [GeneratedRegex("id=\"(?<key>ci_aneurysm-[0-9a-f]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex KeyOf();

    [GeneratedRegex("name=\"Decision.After\"( value=\"(?<value>[^\"]*)\")?", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex After();

    [GeneratedRegex("name=\"Decision.Digest\" value=\"(?<value>[^\"]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Digest();
}

using System.Net;
using Afterglow.App.Measures;
using Afterglow.App.Patients;
using Afterglow.Core.Measures;
using Afterglow.Core.Patients;
using Afterglow.Core.People;
using Afterglow.Tests.Patients;

namespace Afterglow.Tests.Measures;

/// <summary>The course of a patient on one axis, and measures entered by hand.</summary>
public sealed class TheCourseOnScreen(WritingMeasures.OneClinic shared) : IClassFixture<WritingMeasures.OneClinic>
{
    private Clinic Clinic => shared.Clinic;

    [Fact]
    public async Task Scores_medicines_and_life_events_stand_on_one_axis_and_in_rows()
    {
        var patient = await Clinic.RegisterAsync(new Person { Given = ["Ada"], Family = "Quill" });
        var now = Clinic.Clock.GetUtcNow();
        await WriteAsync(patient, "phq9", now.AddDays(-14), "2 2 2 2 2 2 2 2 0");
        await WriteAsync(patient, "phq9", now.AddDays(-7), "1 1 1 1 1 1 1 1 0");
        await WriteAsync(patient, "gad7", now.AddDays(-7), "1 1 1 1 1 1 1");
        var records = Clinic.Get<PatientRecords>();
        _ = (await records.AddNoteAsync(patient, Guid.CreateVersion7(), "Life event: lost her job", Clinic.Caller(Role.Nurse))).Value;
        _ = (await records.AddNoteAsync(patient, Guid.CreateVersion7(), "Slept badly.", Clinic.Caller(Role.Nurse))).Value;
        _ = (await records.AppendFactsAsync(patient, [new NewFact(Guid.CreateVersion7(), new ChartFact.MedicationNoted(ClinicalTime.At(now.AddDays(-10)), Origin.Staff, new Concept("Sertraline"), Standing.Active, Dose: "100 mg"))], Clinic.Caller(Role.Nurse))).Value;
        using var nurse = await Clinic.SignInAsync(Role.Nurse);
        var html = WebUtility.HtmlDecode(await nurse.GetStringAsync($"/patients/{patient:D}/course"));
        Assert.Contains("PHQ-9 went from 16 (moderately severe) to 8 (mild): 8 points better, at least the 5 that matter to a person", html, StringComparison.Ordinal);
        Assert.Contains("1 change of medication", html, StringComparison.Ordinal);
        Assert.Contains("<title>9 Nov 2026: PHQ-9 16, moderately severe, the start</title>", html, StringComparison.Ordinal);
        Assert.Contains("50 % of the start</title>", html, StringComparison.Ordinal);
        Assert.Contains("Sertraline", html, StringComparison.Ordinal);
        Assert.Contains("Life event: lost her job", html, StringComparison.Ordinal);
        Assert.DoesNotContain("Slept badly.", html, StringComparison.Ordinal);

        // One scale on its own: its points, its lines of response and remission with their sources, its answers.
        var own = WebUtility.HtmlDecode(await nurse.GetStringAsync($"/patients/{patient:D}/course?scale=phq9"));
        Assert.Contains(">response 8</text></g>", own, StringComparison.Ordinal);
        Assert.Contains(">remission 4 or below</text></g>", own, StringComparison.Ordinal);
        Assert.Contains("Convention of antidepressant trials: a fall by half", own, StringComparison.Ordinal);
        Assert.Contains("2. Feeling down, depressed, or hopeless", own, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rating_is_entered_on_one_page_with_numbers_only_where_the_wording_is_not_ours_to_show()
    {
        var patient = await Clinic.RegisterAsync(new Person { Given = ["Ada"], Family = "Quill" });
        using var nurse = await Clinic.SignInAsync(Role.Nurse);
        var page = $"/patients/{patient:D}/measures/new?instrument=madrs";
        var html = WebUtility.HtmlDecode(await nurse.GetStringAsync(page));
        Assert.Contains("asks the Royal College of Psychiatrists", html, StringComparison.Ordinal);
        Assert.Equal(70, html.Split("type=\"radio\"").Length - 1);
        var fields = Enumerable.Range(1, 10).ToDictionary(item => $"Form.Answers[item-{item}]", _ => "3");
        fields["Form.EntryId"] = Guid.CreateVersion7().ToString();
        fields["Form.Instrument"] = "madrs";
        fields["Form.Answers[item-10]"] = "7";
        using var refused = await nurse.SubmitAsync(page, fields, "measure");
        Assert.Contains("Question 10 of MADRS is answered with 0 to 6, not 7.", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        fields["Form.Answers[item-10]"] = "1";
        using var saved = await nurse.SubmitAsync(page, fields, "measure");
        Assert.Equal(HttpStatusCode.Redirect, saved.StatusCode);
        Assert.Contains("MADRS: 28, moderate", await nurse.GetStringAsync(saved.Headers.Location!.ToString()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_total_from_paper_is_taken_with_the_answer_that_safety_hangs_on()
    {
        var patient = await Clinic.RegisterAsync(new Person { Given = ["Ada"], Family = "Quill" });
        using var nurse = await Clinic.SignInAsync(Role.Nurse);
        var page = $"/patients/{patient:D}/measures/new?instrument=phq9";
        var fields = new Dictionary<string, string> { ["Form.EntryId"] = Guid.CreateVersion7().ToString(), ["Form.Instrument"] = "phq9", ["Form.Total"] = "14" };
        using var refused = await nurse.SubmitAsync(page, fields, "measure");
        Assert.Contains("Write down the answer to question 9 of PHQ-9 beside the total", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        fields["Form.Answers[death]"] = "0";
        using var saved = await nurse.SubmitAsync(page, fields, "measure");
        Assert.Equal(HttpStatusCode.Redirect, saved.StatusCode);
        var measure = Assert.Single((await Clinic.Get<MeasureRecords>().ListAsync(patient, Clinic.Caller(Role.Nurse).Reach))!);
        Assert.Equal((14m, true, "moderate"), (measure.Score, measure.Taken!.TotalOnly, measure.Band!.Label));
    }

    [Fact]
    public async Task Answers_are_amended_on_the_same_page_with_a_reason()
    {
        var patient = await Clinic.RegisterAsync(new Person { Given = ["Ada"], Family = "Quill" });
        var id = await WriteAsync(patient, "gad7", Clinic.Clock.GetUtcNow(), "1 1 1 1 1 1 1");
        using var nurse = await Clinic.SignInAsync(Role.Nurse);
        Assert.Contains($"measures/new?amends={id:D}", await nurse.GetStringAsync($"/patients/{patient:D}/entries/{id:D}/amend"), StringComparison.Ordinal);
        var fields = Answers.The("gad7").Items.ToDictionary(item => $"Form.Answers[{item.Key}]", _ => "2");
        fields["Form.EntryId"] = Guid.CreateVersion7().ToString();
        fields["Form.Reason"] = "read from the wrong sheet";
        using var saved = await nurse.SubmitAsync($"/patients/{patient:D}/measures/new?amends={id:D}", fields, "measure");
        Assert.Equal(HttpStatusCode.Redirect, saved.StatusCode);
        var measure = Assert.Single((await Clinic.Get<MeasureRecords>().ListAsync(patient, Clinic.Caller(Role.Nurse).Reach))!);
        Assert.Equal((14m, "read from the wrong sheet"), (measure.Score, Assert.Single(measure.Item.Earlier).Reason));
    }

    [Fact]
    public async Task Every_instrument_has_its_page_and_nothing_measured_is_said_plainly()
    {
        var patient = await Clinic.RegisterAsync(new Person { Given = ["Ada"], Family = "Quill" });
        using var nurse = await Clinic.SignInAsync(Role.Nurse);
        Assert.Contains("Nothing measured yet", await nurse.GetStringAsync($"/patients/{patient:D}/course"), StringComparison.Ordinal);
        var choice = WebUtility.HtmlDecode(await nurse.GetStringAsync($"/patients/{patient:D}/measures/new"));
        foreach (var instrument in Instruments.All)
        {
            Assert.Contains($"?instrument={instrument.Id}\"", choice, StringComparison.Ordinal);
            var html = WebUtility.HtmlDecode(await nurse.GetStringAsync($"/patients/{patient:D}/measures/new?instrument={instrument.Id}"));
            Assert.Equal(instrument.Items.Sum(item => item.Answers.Count()) + (instrument.Reporter == Reporter.Either ? 2 : 0), html.Split("type=\"radio\"").Length - 1);
        }
    }

    private async Task<Guid> WriteAsync(Guid patient, string instrument, DateTimeOffset at, string answers)
    {
        var id = Guid.CreateVersion7();
        _ = (await Clinic.Get<MeasureRecords>().WriteAsync(patient, new NewMeasure(id, instrument, Answers.Read(answers), Reporter.Patient, "en", at), Clinic.Caller(Role.Nurse))).Value;
        return id;
    }
}

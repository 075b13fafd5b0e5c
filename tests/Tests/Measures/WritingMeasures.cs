using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Afterglow.App.Measures;
using Afterglow.App.Patients;
using Afterglow.Core.Measures;
using Afterglow.Core.Patients;
using Afterglow.Core.People;
using Afterglow.Core.Safety;
using Afterglow.Tests.Patients;
using Afterglow.Tests.Safety;

namespace Afterglow.Tests.Measures;

/// <summary>A measure in the record: who answered, what it came to, what it set in motion, and how it is corrected.</summary>
public sealed class WritingMeasures(WritingMeasures.OneClinic shared) : IClassFixture<WritingMeasures.OneClinic>
{
    public sealed class OneClinic : IAsyncLifetime
    {
        internal Clinic Clinic { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Clinic = await Clinic.OpenAsync();

        public async ValueTask DisposeAsync() => await Clinic.DisposeAsync();
    }

    private static readonly string[] Mild = ["interest 1", "mood 2", "sleep 1", "energy 2", "appetite 1", "failure 1", "concentration 0", "movement 0", "death 0"];

    private Clinic Clinic => shared.Clinic;

    [Fact]
    public async Task What_answers_come_to_so_far_is_said_without_writing_anything_down()
    {
        using var nurse = await Clinic.SignInAsync(Role.Nurse);
        var before = (await Clinic.AuditAsync()).Count;
        async Task<JsonObject> CountAsync(object answers)
        {
            using var said = await nurse.PostAsJsonAsync("/api/instruments/madrs/score", new { answers });
            Assert.Equal(HttpStatusCode.OK, said.StatusCode);
            return (await said.Content.ReadFromJsonAsync<JsonObject>())!;
        }

        var items = Instruments.Find("madrs")!.Items;
        Assert.Equal("60, severe", (await CountAsync(items.ToDictionary(item => item.Key, _ => 6)))["words"]!.GetValue<string>());
        Assert.StartsWith("no total", (await CountAsync(new Dictionary<string, int> { [items[0].Key] = 4 }))["words"]!.GetValue<string>(), StringComparison.Ordinal);
        using var strange = await nurse.PostAsJsonAsync("/api/instruments/madrs/score", new { answers = new Dictionary<string, int> { ["nothing"] = 1 } });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, strange.StatusCode);
        using var beyond = await nurse.PostAsJsonAsync("/api/instruments/madrs/score", new { answers = new Dictionary<string, int> { [items[0].Key] = 7 } });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, beyond.StatusCode);
        Assert.Equal(before, (await Clinic.AuditAsync()).Count);
    }

    [Fact]
    public async Task A_program_sends_answers_and_gets_the_score_that_the_page_would_show()
    {
        var patient = await Clinic.RegisterAsync(new Person { Given = ["Ada"], Family = "Quill" });
        using var nurse = await Clinic.SignInAsync(Role.Nurse);
        using var sent = await nurse.PostAsJsonAsync($"/api/patients/{patient:D}/measures", Asked("phq9", Mild));
        Assert.Equal(HttpStatusCode.Created, sent.StatusCode);
        var score = (await sent.Content.ReadFromJsonAsync<JsonObject>())!;
        Assert.Equal((8, "mild"), (score["total"]!.GetValue<int>(), score["band"]!.GetValue<string>()));
        var list = (await nurse.GetFromJsonAsync<JsonArray>($"/api/patients/{patient:D}/measures?instrument=phq9"))!;
        var row = Assert.Single(list)!;
        Assert.Equal(("44261-6", 8m, "patient", "staff"), (row["code"]!.GetValue<string>(), row["score"]!.GetValue<decimal>(), row["told"]!.GetValue<string>(), row["via"]!.GetValue<string>()));
        Assert.Equal(2, row["answers"]!["mood"]!.GetValue<int>());
        Assert.Contains("PHQ-9: 8", await nurse.GetStringAsync($"/patients/{patient:D}?show=scores"), StringComparison.Ordinal);
        Assert.Contains(await Clinic.AuditAsync(), line => line is { Action: "measure.write", Outcome: "done" } && line.PatientId == patient.ToString("D"));
        Assert.DoesNotContain(await TheSafetyNet.OpenAsync(Clinic), task => task.Task.Opened.PatientId == patient);
    }

    [Theory]
    [InlineData("phq9", "death 1", Concern.SuicidalThoughts)] // eight answers missing: no total, and yet
    [InlineData("asq", "wished-dead 1 better-off 0 thoughts 0 tried 0 now 0", Concern.SuicidalThoughts)]
    [InlineData("asq", "wished-dead 1 better-off 0 thoughts 0 tried 0 now 1", Concern.SuicideNow)]
    [InlineData("cssrs_screener", "q1 1 q2 1 q3 0 q4 1 q5 0 q6 0", Concern.SuicideNow)]
    [InlineData("cssrs_screener", "q1 0", Concern.SuicidalThoughts)] // not finished: nobody is cleared
    [InlineData("madrs", "item-10 2", Concern.SuicidalThoughts)]
    [InlineData("after_effects", "unreal 1 racing 0 voices 0 bladder 0", Concern.Dissociation)]
    [InlineData("after_effects", "unreal 0 racing 1 voices 0 bladder 0", Concern.Mania)]
    [InlineData("bprs4", "disorganisation 1 suspiciousness 5 hallucinations 1 unusual-thoughts 1", Concern.Psychosis)]
    [InlineData("after_effects", "unreal 0 racing 0 voices 0 bladder 1", Concern.Urinary)]
    public async Task Whatever_door_a_risk_comes_through_a_task_is_open_when_the_answer_is_written(string instrument, string answers, Concern concern)
    {
        var patient = await Clinic.RegisterAsync(new Person { Given = ["Ada"], Family = "Quill" });
        using var nurse = await Clinic.SignInAsync(Role.Nurse);
        using var sent = await nurse.PostAsJsonAsync($"/api/patients/{patient:D}/measures", Asked(instrument, Pairs(answers)));
        Assert.Equal(HttpStatusCode.Created, sent.StatusCode);
        Assert.Equal(concern, Assert.Single(await TheSafetyNet.OpenAsync(Clinic), task => task.Task.Opened.PatientId == patient).Task.Concern);
    }

    [Fact]
    public async Task A_steep_worsening_is_a_task_and_an_old_score_is_none()
    {
        var patient = await Clinic.RegisterAsync(new Person { Given = ["Ada"], Family = "Quill" });
        var now = Clinic.Clock.GetUtcNow();
        await WriteAsync(patient, "phq9", now.AddDays(-60), "3 3 3 3 3 3 3 3 3");
        await WriteAsync(patient, "phq9", now.AddDays(-30), "0 0 0 0 0 0 0 0 0");
        await WriteAsync(patient, "phq9", now.AddDays(-20), "3 3 3 3 3 0 0 0 0");
        Assert.DoesNotContain(await TheSafetyNet.OpenAsync(Clinic), task => task.Task.Opened.PatientId == patient);
        await WriteAsync(patient, "phq9", now, "3 3 3 3 3 3 2 0 0");
        var task = Assert.Single(await TheSafetyNet.OpenAsync(Clinic), each => each.Task.Opened.PatientId == patient).Task;
        Assert.Equal(Concern.SteepWorsening, task.Concern);
    }

    [Fact]
    public async Task A_correction_that_tells_of_a_risk_opens_the_task_that_the_wrong_answer_did_not()
    {
        var patient = await Clinic.RegisterAsync(new Person { Given = ["Ada"], Family = "Quill" });
        var (id, now) = (Guid.CreateVersion7(), Clinic.Clock.GetUtcNow());
        var records = Clinic.Get<MeasureRecords>();
        _ = (await records.WriteAsync(patient, New(id, "phq9", "1 1 1 1 1 1 1 1 0"), Clinic.Caller(Role.Nurse))).Value;
        Assert.Equal("text.missing", (await records.AmendAsync(patient, id, New(Guid.CreateVersion7(), "phq9", "1 1 1 1 1 1 1 1 2"), " ", Clinic.Caller(Role.Nurse))).Refusal!.Code);
        Assert.Equal(10, (await records.AmendAsync(patient, id, New(Guid.CreateVersion7(), "phq9", "1 1 1 1 1 1 1 1 2"), "misread", Clinic.Caller(Role.Nurse))).Value.Total);
        Assert.Equal(Concern.SuicidalThoughts, Assert.Single(await TheSafetyNet.OpenAsync(Clinic), each => each.Task.Opened.PatientId == patient).Task.Concern);
        var measure = Assert.Single((await records.ListAsync(patient, Clinic.Caller(Role.Nurse).Reach))!);
        Assert.Equal((10m, "misread"), (measure.Score, Assert.Single(measure.Item.Earlier).Reason));
        // Answers taken away until no total is left: the entry is struck out and another stands in its place.
        Assert.Null((await records.AmendAsync(patient, id, New(Guid.CreateVersion7(), "phq9", "- - - - 1 1 1 1 2"), "not answered", Clinic.Caller(Role.Nurse))).Value.Total);
        Assert.Null(Assert.Single((await records.ListAsync(patient, Clinic.Caller(Role.Nurse).Reach))!).Score);
    }

    [Fact]
    public async Task The_same_form_sent_twice_is_one_measure_and_the_same_id_with_other_answers_is_refused()
    {
        var patient = await Clinic.RegisterAsync(new Person { Given = ["Ada"], Family = "Quill" });
        var (records, measure) = (Clinic.Get<MeasureRecords>(), New(Guid.CreateVersion7(), "gad7", "1 1 1 1 1 1 1"));
        Assert.Equal(7, (await records.WriteAsync(patient, measure, Clinic.Caller(Role.Nurse))).Value.Total);
        Assert.Equal(7, (await records.WriteAsync(patient, measure, Clinic.Caller(Role.Nurse))).Value.Total);
        Assert.Single((await records.ListAsync(patient, Clinic.Caller(Role.Nurse).Reach))!);
        Assert.IsType<EntryIdReused>((await records.WriteAsync(patient, measure with { Answers = [2, 1, 1, 1, 1, 1, 1] }, Clinic.Caller(Role.Nurse))).Refusal);
    }

    [Theory]
    [InlineData("""{"instrument":"phq10"}""", "measure.unknown-instrument")]
    [InlineData("""{"instrument":"phq9","answers":{"happiness":1}}""", "measure.unknown-question")]
    [InlineData("""{"instrument":"phq9","answers":{"mood":4}}""", "measure.answer-out-of-range")]
    [InlineData("""{"instrument":"phq9"}""", "measure.nothing-answered")]
    [InlineData("""{"instrument":"phq9","total":12}""", "measure.safety-answer-missing")]
    [InlineData("""{"instrument":"phq9","total":28,"answers":{"death":0}}""", "measure.total-out-of-range")]
    [InlineData("""{"instrument":"asq","total":1}""", "measure.not-summed")]
    public async Task What_cannot_be_is_refused_with_a_permanent_code_and_nothing_is_written(string body, string code)
    {
        var patient = await Clinic.RegisterAsync(new Person { Given = ["Ada"], Family = "Quill" });
        using var nurse = await Clinic.SignInAsync(Role.Nurse);
        var asked = JsonNode.Parse(body)!.AsObject();
        asked["entryId"] = Guid.CreateVersion7();
        using var answer = await nurse.PostAsJsonAsync($"/api/patients/{patient:D}/measures", asked);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Equal(code, (await answer.Content.ReadFromJsonAsync<JsonObject>())!["code"]!.GetValue<string>());
        Assert.Empty((await nurse.GetFromJsonAsync<JsonArray>($"/api/patients/{patient:D}/measures"))!);
    }

    [Fact]
    public async Task A_total_cannot_be_typed_over_answers_that_come_to_another()
    {
        var patient = await Clinic.RegisterAsync(new Person { Given = ["Ada"], Family = "Quill" });
        var id = Guid.CreateVersion7();
        _ = (await Clinic.Get<MeasureRecords>().WriteAsync(patient, New(id, "gad7", "1 1 1 1 1 1 1"), Clinic.Caller(Role.Nurse))).Value;
        var fact = (ChartFact.SurveyScoreNoted)(await Clinic.Get<PatientRecords>().ChartAsync(patient, Clinic.Caller(Role.Nurse).Reach))!.Facts.Single();
        var refused = await Clinic.Get<PatientRecords>().AmendAsync(patient, NewAmendment.To(Guid.CreateVersion7(), id, fact with { Score = 3 }, "wish"), Clinic.Caller(Role.Nurse));
        Assert.Equal("measure.total-does-not-fit", refused.Refusal!.Code);
    }

    [Fact]
    public async Task The_list_of_scores_is_the_same_after_it_is_filled_anew()
    {
        var patient = await Clinic.RegisterAsync(new Person { Given = ["Ada"], Family = "Quill" });
        await WriteAsync(patient, "phq9", Clinic.Clock.GetUtcNow().AddDays(-1), "1 1 1 1 1 1 1 1 0");
        await WriteAsync(patient, "asq", Clinic.Clock.GetUtcNow(), "0 0 0 0 -");
        var (tasks, before) = ((await TheSafetyNet.OpenAsync(Clinic)).Count, await RowsAsync());
        Assert.Equal(2, before.Count(row => row.Contains(patient.ToString("D"), StringComparison.Ordinal)));
        await Clinic.Record.RebuildAsync(Clinic.Author(Role.Administrator));
        Assert.Equal(before, await RowsAsync());
        Assert.Equal(tasks, (await TheSafetyNet.OpenAsync(Clinic)).Count);

        async Task<IReadOnlyList<string>> RowsAsync()
        {
            await using var connection = await Clinic.Get<App.Record.Database>().OpenAsync(default);
            return [.. await Dapper.SqlMapper.QueryAsync<string>(connection, "select patient_id || ' ' || entry_id || ' ' || instrument || ' ' || at || ' ' || score from read_score order by patient_id, entry_id")];
        }
    }

    private static NewMeasure New(Guid id, string instrument, string answers, DateTimeOffset? at = null) => new(id, instrument, Answers.Read(answers), Reporter.Patient, "en", at);

    private async Task WriteAsync(Guid patient, string instrument, DateTimeOffset at, string answers) =>
        _ = (await Clinic.Get<MeasureRecords>().WriteAsync(patient, New(Guid.CreateVersion7(), instrument, answers, at), Clinic.Caller(Role.Nurse))).Value;

    private static string[] Pairs(string answers) => [.. answers.Split(' ').Chunk(2).Select(pair => string.Join(' ', pair))];

    private static JsonObject Asked(string instrument, IEnumerable<string> answers)
    {
        var given = new JsonObject();
        foreach (var answer in answers.Select(text => text.Split(' '))) given[answer[0]] = int.Parse(answer[1], System.Globalization.CultureInfo.InvariantCulture);
        return new JsonObject { ["entryId"] = Guid.CreateVersion7(), ["instrument"] = instrument, ["answers"] = given };
    }
}

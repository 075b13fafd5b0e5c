using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Afterglow.App.Sessions;
using Afterglow.Core.Patients;
using Afterglow.Core.People;
using Afterglow.Core.Plans;
using Afterglow.Core.Sessions;
using Afterglow.Core.Units;
using Afterglow.Tests.Patients;

namespace Afterglow.Tests.Sessions;

/// <summary>A session over HTTP, as a device charts it.</summary>
internal sealed class InTheChair(Clinic clinic, Browser nurse, Guid patient, Guid id)
{
    public const string Vial = "Ketamine 50 mg/mL vial";

    public Guid Id { get; } = id;

    public Guid Patient { get; } = patient;

    public Browser Nurse { get; } = nurse;

    public DateTimeOffset Now => clock.GetUtcNow();

    private readonly TimeProvider clock = clinic.Clock;

    /// <summary>Registers a patient and checks them in.</summary>
    public static async Task<InTheChair> CheckInAsync(
        Clinic clinic, Browser nurse, string chair = "Chair 1", Guid? patient = null, string protocol = "ketamine-iv-1")
    {
        var who = patient ?? await clinic.RegisterAsync(new Person
        {
            Given = ["Ada", "Maria"], Family = "Quill", Preferred = "Ada", Pronouns = "she/her", BirthDate = PartialDate.Read("1984-05-02"), SexAtBirth = Sex.Female,
        });
        using var answer = await PostAsync(nurse, "/api/sessions", new NewSession(
            Guid.NewGuid(), clinic.Clock.GetUtcNow(), who, chair, protocol, "Treatment-resistant depression"));
        if (answer.StatusCode != HttpStatusCode.Created) Assert.Fail(await answer.Content.ReadAsStringAsync());
        var session = (await answer.Content.ReadFromJsonAsync<JsonObject>())!["sessionId"]!.GetValue<Guid>();
        return new InTheChair(clinic, nurse, who, session);
    }

    public static Task<HttpResponseMessage> PostAsync(Browser browser, string path, object body) =>
        browser.PostAsync(path, JsonContent.Create(body, body.GetType(), options: SessionJson.Options));

    /// <summary>Sends a command to its own route.</summary>
    public Task<HttpResponseMessage> AskAsync(ISessionCommand command, Browser? browser = null, int? known = null) => PostAsync(
        browser ?? Nurse, $"/api/sessions/{Id:D}/{JsonNamingPolicy.KebabCaseLower.ConvertName(command.GetType().Name)}{(known is { } n ? $"?known={n}" : "")}", command);

    /// <summary>Sends a command that must be taken.</summary>
    public async Task<Taken> DoAsync(ISessionCommand command, Browser? browser = null, int? known = null)
    {
        using var answer = await AskAsync(command, browser, known);
        return await TakenAsync(answer);
    }

    /// <summary>Sends a command that must be refused, and returns why.</summary>
    public async Task<JsonObject> RefusedAsync(ISessionCommand command, Browser? browser = null, HttpStatusCode status = HttpStatusCode.UnprocessableEntity)
    {
        using var answer = await AskAsync(command, browser);
        return await ProblemAsync(answer, status);
    }

    public static async Task<Taken> TakenAsync(HttpResponseMessage answer)
    {
        if (answer.StatusCode != HttpStatusCode.OK) Assert.Fail(await answer.Content.ReadAsStringAsync());
        return (await answer.Content.ReadFromJsonAsync<Taken>(SessionJson.Options))!;
    }

    public static async Task<JsonObject> ProblemAsync(HttpResponseMessage answer, HttpStatusCode status)
    {
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == status, $"{(int)answer.StatusCode}: {text}");
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var problem = JsonNode.Parse(text)!.AsObject();
        Assert.False(string.IsNullOrEmpty(problem["code"]?.GetValue<string>()), text);
        Assert.DoesNotContain("Exception", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Afterglow.Core", text, StringComparison.Ordinal);
        return problem;
    }

    public async Task<SessionSnapshot> SnapshotAsync(Browser? browser = null) =>
        (await (browser ?? Nurse).GetFromJsonAsync<SessionSnapshot>($"/api/sessions/{Id:D}", SessionJson.Options))!;

    public async Task<Session> SessionAsync() => (await SnapshotAsync()).Fold();

    public Task<Taken> VitalsAsync(int systolic, int diastolic, int heartRate, int? oxygen = 97) =>
        DoAsync(new RecordVitals(Guid.NewGuid(), Now, new Vitals(systolic, diastolic, heartRate, oxygen)));

    /// <summary>Everything the gate asks for.</summary>
    public async Task PassGateAsync()
    {
        await DoAsync(new RecordConsent(Guid.NewGuid(), Now, "Consent to ketamine treatment", "3", new DateOnly(2026, 11, 1), true));
        await DoAsync(new ReadyRoom(Guid.NewGuid(), Now, "Prescriber Person", true));
        await DoAsync(new NameEscort(Guid.NewGuid(), Now, "Tom Quill", "brother", "+44 20 7946 0000", true));
        await DoAsync(new RecordFasting(Guid.NewGuid(), Now, Now.AddHours(-12), false, Now.AddHours(-3)));
        await DoAsync(new MeasureWeight(Guid.NewGuid(), Now, BodyWeight.FromKilograms(70)));
        await DoAsync(new RecordPregnancy(Guid.NewGuid(), Now, PregnancyStatus.TestNegative, new DateOnly(2026, 11, 23)));
        await DoAsync(new RecordMedicines(Guid.NewGuid(), Now, []));
        await DoAsync(new ScreenSuicide(Guid.NewGuid(), Now, "C-SSRS", SuicideRisk.None));
        await VitalsAsync(118, 74, 68, 98);
    }

    /// <summary>35 mg, drawn up, diluted to 50 mL and checked by the prescriber at their own device.</summary>
    public async Task PrepareAsync(Browser prescriber)
    {
        await DoAsync(new PrepareDose(Guid.NewGuid(), Now, Vial, "LOT-42", new DateOnly(2027, 6, 30), Volume.FromMillilitres(50)));
        await DoAsync(new CheckDose(Guid.NewGuid(), Now, Mass.FromMilligrams(35), Volume.FromMillilitres(0.7m)), prescriber);
    }

    /// <summary>Confirmed: the first session of somebody without an intake here warns.</summary>
    public Task<Taken> StartAsync() => DoAsync(new StartInfusion(Guid.NewGuid(), Now, Confirmed: true));

    /// <summary>From the end of the infusion to the door.</summary>
    public async Task RecoverAsync()
    {
        for (var stay = 0; stay < 5; stay++) await StayAsync(13);
        await VitalsAsync(120, 76, 70, 98);
        await DoAsync(new RateSedation(Guid.NewGuid(), Now, 5));
        await DoAsync(new RateDissociation(Guid.NewGuid(), Now, 0));
        await DoAsync(new AssessForDischarge(Guid.NewGuid(), Now, true, true, true, true, true));
    }

    /// <summary>The whole treatment, up to and with the discharge. The clock of the clinic moves on with it.</summary>
    public async Task TreatAsync(Browser prescriber)
    {
        await PassGateAsync();
        await PrepareAsync(prescriber);
        await StartAsync();
        for (var minute = 10; minute <= 40; minute += 10)
        {
            await StayAsync(10);
            await VitalsAsync(126 + minute / 4, 80, 76, 97);
        }
        await DoAsync(new EndInfusion(Guid.NewGuid(), Now));
        await RecoverAsync();
        await DoAsync(new Discharge(Guid.NewGuid(), Now, "Tom Quill"));
    }

    /// <summary>At the door, with everything done but the discharge, and this much dissociation at the last rating.</summary>
    public async Task StillDissociatedAsync(Browser prescriber, int rating)
    {
        await PassGateAsync();
        await PrepareAsync(prescriber);
        await StartAsync();
        for (var stay = 0; stay < 4; stay++) await StayAsync(10);
        await DoAsync(new EndInfusion(Guid.NewGuid(), Now));
        await RecoverAsync();
        await DoAsync(new RateDissociation(Guid.NewGuid(), Now, rating));
        await DoAsync(new AssessForDischarge(Guid.NewGuid(), Now, true, true, true, true, true));
    }

    /// <summary>Time passes while somebody looks at the screen now and then.</summary>
    public async Task StayAsync(int minutes)
    {
        clinic.Clock.Advance(TimeSpan.FromMinutes(minutes));
        (await Nurse.GetAsync($"/api/sessions/{Id:D}/entries?after=9999")).Dispose();
    }

    public async Task<HttpResponseMessage> SignAsync(Browser browser, string password = Clinic.Password)
    {
        var read = (await SnapshotAsync(browser)).Entries.Count;
        return await PostAsync(browser, $"/api/sessions/{Id:D}/sign", new Signing(password, Guid.NewGuid(), Now, read));
    }
}

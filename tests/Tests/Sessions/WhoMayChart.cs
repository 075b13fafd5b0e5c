using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Afterglow.App.Patients;
using Afterglow.App.People;
using Afterglow.App.Sessions;
using Afterglow.Core.People;
using Afterglow.Core.Sessions;
using Afterglow.Core.Units;
using Afterglow.Tests.Patients;
using WriteNote = Afterglow.Core.Sessions.WriteNote;

namespace Afterglow.Tests.Sessions;

public sealed class WhoMayChart
{
    [Theory]
    [InlineData(Role.FrontDesk, false, false)]
    [InlineData(Role.Nurse, true, true)]
    [InlineData(Role.Prescriber, true, true)]
    [InlineData(Role.Therapist, true, false)]
    [InlineData(Role.Director, true, false)]
    [InlineData(Role.Administrator, false, false)]
    public async Task Each_role_reads_and_writes_what_is_its_business(Role role, bool reads, bool writes)
    {
        await using var clinic = await Clinic.OpenAsync();
        using var nurse = await clinic.SignInAsync(Role.Nurse);
        var chair = await InTheChair.CheckInAsync(clinic, nurse);
        using var browser = await clinic.SignInAsync(role);
        foreach (var path in new[] { "", "/entries", "/live" })
        {
            using var read = await browser.SendAsync(
                new HttpRequestMessage(HttpMethod.Get, $"/api/sessions/{chair.Id:D}{path}"), HttpCompletionOption.ResponseHeadersRead);
            Assert.Equal(reads ? HttpStatusCode.OK : HttpStatusCode.Forbidden, read.StatusCode);
        }
        using var wrote = await chair.AskAsync(new WriteNote(Guid.NewGuid(), clinic.Clock.GetUtcNow(), "Note"), browser);
        Assert.Equal(writes ? HttpStatusCode.OK : HttpStatusCode.Forbidden, wrote.StatusCode);
    }

    [Fact]
    public async Task Without_credentials_every_route_answers_401_before_it_reads_a_body()
    {
        await using var clinic = await Clinic.OpenAsync();
        using var visitor = clinic.Visitor();
        foreach (var command in Charting.Commands.Where(command => command != typeof(CheckIn)))
        {
            using var content = new StringContent("{ not json", System.Text.Encoding.UTF8, "application/json");
            var name = command == typeof(SignSession) ? "sign" : JsonNamingPolicy.KebabCaseLower.ConvertName(command.Name);
            using var answer = await visitor.PostAsync($"/api/sessions/{Guid.NewGuid():D}/{name}", content);
            await InTheChair.ProblemAsync(answer, HttpStatusCode.Unauthorized);
        }
        foreach (var path in new[] { "", $"/{Guid.NewGuid():D}", $"/{Guid.NewGuid():D}/live" })
        {
            using var answer = await visitor.GetAsync("/api/sessions" + path);
            await InTheChair.ProblemAsync(answer, HttpStatusCode.Unauthorized);
        }
    }

    [Fact]
    public async Task Every_command_has_its_route_and_an_unknown_session_answers_404_to_each()
    {
        await using var clinic = await Clinic.OpenAsync();
        using var nurse = await clinic.SignInAsync(Role.Nurse);
        foreach (var command in Charting.Commands.Where(command => command != typeof(CheckIn) && command != typeof(SignSession)))
        {
            using var answer = await nurse.PostAsync(
                $"/api/sessions/{Guid.NewGuid():D}/{JsonNamingPolicy.KebabCaseLower.ConvertName(command.Name)}",
                JsonContent.Create(WrittenAsJson.Sample(command, full: true, ""), command, options: SessionJson.Options));
            Assert.Equal("session.unknown", (await InTheChair.ProblemAsync(answer, HttpStatusCode.NotFound))["code"]!.GetValue<string>());
        }
        foreach (var id in new[] { "1", "-1", "0", "%00", new string('9', 500), "..%2f1", "null" })
        {
            using var answer = await nurse.GetAsync($"/api/sessions/{id}");
            Assert.True(answer.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.BadRequest, $"{id}: {(int)answer.StatusCode}");
        }
    }

    [Fact]
    public async Task A_session_of_another_site_is_as_if_it_were_not_there()
    {
        await using var clinic = await Clinic.OpenAsync();
        using var nurse = await clinic.SignInAsync(Role.Nurse);
        var chair = await InTheChair.CheckInAsync(clinic, nurse);
        var records = clinic.Get<SessionRecords>();
        var stranger = clinic.Caller(Role.Nurse) with { Reach = Reach.To(Guid.NewGuid()) };
        Assert.Null(await records.SnapshotAsync(chair.Id, stranger));
        Assert.Null(await records.EntriesAsync(chair.Id, 0, stranger));
        Assert.Null(await records.PatientOfAsync(chair.Id, stranger));
        Assert.Null(await records.OpenSessionOfAsync(chair.Patient, stranger));
        Assert.Null(await records.LastOfAsync(chair.Patient, stranger));
        Assert.Empty((await records.BoardAsync(stranger, clinical: true)).Chairs);
        Assert.Empty((await records.ListAsync(Which.All, 1, stranger)).Rows);
        await foreach (var _ in records.FollowAsync(chair.Id, stranger)) Assert.Fail("A stranger was shown a session.");
        Assert.Equal("session.unknown", (await records.ChangeAsync(chair.Id, new WriteNote(Guid.NewGuid(), clinic.Clock.GetUtcNow(), "x"), stranger)).Refusal?.Code);
        Assert.Equal("session.unknown", (await records.SignAsync(chair.Id, new Signing("", Guid.NewGuid(), clinic.Clock.GetUtcNow(), 1), stranger)).Refusal?.Code);
        Assert.Single((await chair.SnapshotAsync()).Entries);
    }

    [Fact]
    public async Task A_second_person_checks_at_the_same_device_with_their_own_password()
    {
        await using var clinic = await Clinic.OpenAsync();
        using var nurse = await clinic.SignInAsync(Role.Nurse);
        var chair = await ReadyToCheckAsync(clinic, nurse);
        var check = new CheckDose(Guid.NewGuid(), clinic.Clock.GetUtcNow(), Mass.FromMilligrams(35), Volume.FromMillilitres(0.7m));

        async Task<HttpResponseMessage> AskAsync(string userName, string password) => await InTheChair.PostAsync(
            nurse, $"/api/sessions/{chair.Id:D}/check-dose", new BySecondPerson<CheckDose>(userName, password, check));

        async Task<string> RefusedAsync(string userName, string password)
        {
            using var answer = await AskAsync(userName, password);
            return (await InTheChair.ProblemAsync(answer, HttpStatusCode.UnprocessableEntity))["code"]!.GetValue<string>();
        }

        Assert.Equal("dose.same-person", (await chair.RefusedAsync(check))["code"]!.GetValue<string>());
        Assert.Equal("dose.same-person", await RefusedAsync("nurse", Clinic.Password));
        Assert.Equal("sign-in.not-accepted", await RefusedAsync("prescriber", "a wrong password"));
        Assert.Equal("sign-in.not-accepted", await RefusedAsync("nobody-of-that-name", Clinic.Password));
        Assert.Equal("role.not-yours", await RefusedAsync("frontdesk", Clinic.Password));
        Assert.Equal("role.not-yours", await RefusedAsync("therapist", Clinic.Password));
        Assert.Null((await chair.SessionAsync()).DoseCheck);

        using var taken = await AskAsync("prescriber", Clinic.Password);
        await InTheChair.TakenAsync(taken);
        var session = await chair.SessionAsync();
        Assert.Equal("Prescriber Person", session.DoseCheckedBy!.Name);
        Assert.Equal("Nurse Person", session.PreparedBy!.Name);
        // The password stands nowhere in the record.
        await using var connection = await clinic.Get<App.Record.Database>().OpenAsync();
        Assert.Equal(0, await Dapper.SqlMapper.ExecuteScalarAsync<long>(
            connection, "select count(*) from entry where body like @password or request like @password", new { password = "%" + Clinic.Password + "%" }));
    }

    [Fact]
    public async Task Ten_wrong_passwords_shut_the_second_persons_account_and_the_right_one_helps_no_more()
    {
        await using var clinic = await Clinic.OpenAsync();
        using var nurse = await clinic.SignInAsync(Role.Nurse);
        var chair = await ReadyToCheckAsync(clinic, nurse);
        var check = new CheckDose(Guid.NewGuid(), clinic.Clock.GetUtcNow(), Mass.FromMilligrams(35), Volume.FromMillilitres(0.7m));
        for (var guess = 0; guess < 11; guess++)
        {
            using var answer = await InTheChair.PostAsync(nurse, $"/api/sessions/{chair.Id:D}/check-dose",
                new BySecondPerson<CheckDose>("prescriber", guess < 10 ? $"guess number {guess}" : Clinic.Password, check));
            Assert.Equal("sign-in.not-accepted", (await InTheChair.ProblemAsync(answer, HttpStatusCode.UnprocessableEntity))["code"]!.GetValue<string>());
        }
        Assert.Null((await chair.SessionAsync()).DoseCheck);
        Assert.Contains(await clinic.AuditAsync(), line => line.Action == "staff.locked");
    }

    [Fact]
    public async Task More_tries_than_a_person_makes_are_told_to_wait()
    {
        await using var clinic = await Clinic.OpenAsync(builder =>
            Microsoft.Extensions.DependencyInjection.ServiceCollectionServiceExtensions.AddSingleton(builder.Services, new SignInLimits(PerName: 3)));
        using var nurse = await clinic.SignInAsync(Role.Nurse);
        var chair = await ReadyToCheckAsync(clinic, nurse);
        var body = new BySecondPerson<CheckDose>(
            "somebody", "a wrong password", new CheckDose(Guid.NewGuid(), clinic.Clock.GetUtcNow(), Mass.FromMilligrams(35), Volume.FromMillilitres(0.7m)));
        var codes = new List<HttpStatusCode>();
        for (var guess = 0; guess < 5; guess++)
        {
            using var answer = await InTheChair.PostAsync(nurse, $"/api/sessions/{chair.Id:D}/check-dose", body);
            codes.Add(answer.StatusCode);
        }
        Assert.Equal(HttpStatusCode.TooManyRequests, codes[^1]);
    }

    [Fact]
    public async Task A_program_charts_and_neither_checks_nor_witnesses_nor_signs()
    {
        await using var clinic = await Clinic.OpenAsync();
        using var nurse = await clinic.SignInAsync(Role.Nurse);
        using var prescriber = await clinic.SignInAsync(Role.Prescriber);
        using var monitor = await ProgramAsync(clinic, "session.write");
        using var reader = await ProgramAsync(clinic, "session.read");
        var chair = await InTheChair.CheckInAsync(clinic, nurse);
        await chair.PassGateAsync();
        await chair.DoAsync(new PrepareDose(
            Guid.NewGuid(), clinic.Clock.GetUtcNow(), InTheChair.Vial, "LOT-42", new DateOnly(2027, 6, 30), Volume.FromMillilitres(50)));
        var taken = await chair.DoAsync(new RecordVitals(Guid.NewGuid(), clinic.Clock.GetUtcNow(), new Vitals(121, 80, 70, 97)), monitor);
        Assert.Equal("Monitor session.write", taken.Entries[^1].By.Name);
        Assert.True(taken.Entries[^1].By.IsProgram);
        Assert.True((await chair.SnapshotAsync(monitor)).You.IsProgram);
        await chair.SnapshotAsync(reader);
        using var readOnly = await chair.AskAsync(new WriteNote(Guid.NewGuid(), clinic.Clock.GetUtcNow(), "x"), reader);
        Assert.Equal(HttpStatusCode.Forbidden, readOnly.StatusCode);

        var check = new CheckDose(Guid.NewGuid(), clinic.Clock.GetUtcNow(), Mass.FromMilligrams(35), Volume.FromMillilitres(0.7m));
        Assert.Equal("role.not-yours", (await chair.RefusedAsync(check, monitor))["code"]!.GetValue<string>());
        // Nor does it lend its connection to somebody's password.
        foreach (var (path, body) in new (string, object)[]
        {
            ("check-dose", new BySecondPerson<CheckDose>("prescriber", Clinic.Password, check)),
            ("witness-waste", new BySecondPerson<WitnessWaste>("prescriber", Clinic.Password, new WitnessWaste(Guid.NewGuid(), clinic.Clock.GetUtcNow(), Mass.FromMilligrams(1)))),
            ("sign", new Signing(Clinic.Password, Guid.NewGuid(), clinic.Clock.GetUtcNow(), 1)),
        })
        {
            using var answer = await InTheChair.PostAsync(monitor, $"/api/sessions/{chair.Id:D}/{path}", body);
            Assert.Equal("role.not-yours", (await InTheChair.ProblemAsync(answer, HttpStatusCode.UnprocessableEntity))["code"]!.GetValue<string>());
        }
        Assert.Null((await chair.SessionAsync()).DoseCheck);
    }

    [Fact]
    public async Task A_browser_without_the_token_of_a_page_changes_nothing()
    {
        await using var clinic = await Clinic.OpenAsync();
        using var nurse = await clinic.SignInAsync(Role.Nurse);
        var chair = await InTheChair.CheckInAsync(clinic, nurse);
        nurse.Token = null;
        using var answer = await chair.AskAsync(new WriteNote(Guid.NewGuid(), clinic.Clock.GetUtcNow(), "From another site"));
        await InTheChair.ProblemAsync(answer, HttpStatusCode.BadRequest);
        Assert.Single((await chair.SnapshotAsync()).Entries);
    }

    private static async Task<InTheChair> ReadyToCheckAsync(Clinic clinic, Browser nurse)
    {
        var chair = await InTheChair.CheckInAsync(clinic, nurse);
        await chair.PassGateAsync();
        await chair.DoAsync(new PrepareDose(
            Guid.NewGuid(), clinic.Clock.GetUtcNow(), InTheChair.Vial, "LOT-42", new DateOnly(2027, 6, 30), Volume.FromMillilitres(50)));
        return chair;
    }

    private static async Task<Browser> ProgramAsync(Clinic clinic, string scope)
    {
        var made = (await clinic.Get<ClientRecords>().CreateAsync(StaffRecords.CommandLine, "Monitor " + scope, [scope], "")).Value;
        var program = clinic.Visitor();
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials", ["client_id"] = made.Client.ClientId, ["client_secret"] = made.Secret,
        });
        using var answer = await program.PostAsync("/connect/token", form);
        var token = (await answer.Content.ReadFromJsonAsync<JsonObject>())!["access_token"]!.GetValue<string>();
        program.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return program;
    }
}

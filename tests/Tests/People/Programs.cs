using System.CommandLine;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Afterglow.App.Cli;
using Afterglow.App.People;
using Afterglow.App.Record;
using Afterglow.App.Sessions;
using Afterglow.Core.People;
using Afterglow.Core.Sessions;
using Dapper;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Afterglow.Tests.People;

/// <summary>Programs that use the API.</summary>
public sealed class Programs
{
    [Fact]
    public async Task A_client_made_on_the_command_line_gets_a_token_and_reaches_what_its_scope_allows()
    {
        await using var clinic = await Clinic.OpenAsync(Routes);
        var printed = await RunAsync("client", "create", "--name", "Monitor bridge", "--scope", "session.write", "--data", clinic.DataDirectory);
        var id = Regex.Match(printed, @"^id\s+(?<value>\S+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)).Groups["value"].Value;
        var secret = Regex.Match(printed, @"^secret\s+(?<value>\S+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)).Groups["value"].Value;
        Assert.Contains("curl", printed);

        using var program = clinic.Visitor();
        var token = await TokenAsync(program, id, secret);
        Assert.InRange(token["expires_in"]!.GetValue<int>(), 3500, 3600);
        program.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token["access_token"]!.GetValue<string>());
        // Without a form token: no browser sends a bearer token by itself.
        using var wrote = await program.PostAsJsonAsync("/api/test/vitals", new { });
        Assert.Equal(HttpStatusCode.OK, wrote.StatusCode);
        Assert.Equal("client:Monitor bridge", await wrote.Content.ReadAsStringAsync());
        using var chart = await program.GetAsync("/api/test/chart");
        Assert.Equal(HttpStatusCode.Forbidden, chart.StatusCode);
        Assert.Equal("application/problem+json", chart.Content.Headers.ContentType?.MediaType);
        using var staff = await program.GetAsync("/api/antiforgery");
        Assert.Equal(HttpStatusCode.Forbidden, staff.StatusCode);
        Assert.Equal(2, (await clinic.AuditAsync()).Count(line => line is { ActorId: "client:Monitor bridge", Action: "access.denied" }));
        Assert.Contains("Monitor bridge", await RunAsync("client", "list", "--data", clinic.DataDirectory));
    }

    [Fact]
    public async Task A_revoked_client_is_out_at_once_with_the_tokens_it_has_and_its_name_is_not_given_again()
    {
        await using var clinic = await Clinic.OpenAsync(Routes);
        var (program, made) = await ProgramAsync(clinic, "session.read");
        using (program)
        {
            Assert.Equal(HttpStatusCode.OK, (await program.GetAsync("/api/test/session")).StatusCode);
            await RunAsync("client", "revoke", "--name", "Reports", "--data", clinic.DataDirectory);
            Assert.Equal(HttpStatusCode.Unauthorized, (await program.GetAsync("/api/test/session")).StatusCode);
            program.DefaultRequestHeaders.Authorization = null;
            using var again = await AskAsync(program, made.Client.ClientId, made.Secret);
            Assert.Equal(HttpStatusCode.Unauthorized, again.StatusCode);
        }
        Assert.IsType<ClientNameTaken>((await clinic.Get<ClientRecords>().CreateAsync(StaffRecords.CommandLine, "reports", ["session.read"], "")).Refusal);
        Assert.Equal(["client.created", "client.token", "client.revoked", "client.token"],
            (await clinic.AuditAsync()).Where(line => line.Action.StartsWith("client.", StringComparison.Ordinal)).Select(line => line.Action));
    }

    [Fact]
    public async Task A_token_ends_after_an_hour()
    {
        await using var clinic = await Clinic.OpenAsync(Routes);
        var (program, _) = await ProgramAsync(clinic, "session.read");
        using (program)
        {
            clinic.Clock.Advance(TimeSpan.FromMinutes(59));
            Assert.Equal(HttpStatusCode.OK, (await program.GetAsync("/api/test/session")).StatusCode);
            clinic.Clock.Advance(TimeSpan.FromMinutes(7));
            Assert.Equal(HttpStatusCode.Unauthorized, (await program.GetAsync("/api/test/session")).StatusCode);
        }
    }

    [Theory]
    [InlineData("eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0.eyJzdWIiOiJhZG1pbiIsImFmdGVyZ2xvdzpzY29wZSI6InNlc3Npb24ucmVhZCJ9.")]
    [InlineData("eyJhbGciOiJIUzI1NiIsInR5cCI6ImF0K2p3dCJ9.eyJzdWIiOiJhZG1pbiIsImlzcyI6Imh0dHBzOi8vYWZ0ZXJnbG93LmludmFsaWQvIn0.c2lnbmF0dXJl")]
    [InlineData("eyJhbGciOiJuT25FIn0.eyJzdWIiOiJhZG1pbiIsImV4cCI6OTk5OTk5OTk5OX0.")]
    [InlineData("eyJhbGciOiJSUzI1NiIsImprdSI6Imh0dHA6Ly8xMjcuMC4wLjE6MS9qd2tzLmpzb24iLCJraWQiOiIuLi8uLi9kZXYvbnVsbCJ9.eyJzdWIiOiJhZG1pbiJ9.c2lnbmF0dXJl")]
    [InlineData("not a token")]
    [InlineData("' or '1'='1")]
    [InlineData("")]
    public async Task A_token_that_we_did_not_give_opens_nothing(string token)
    {
        await using var clinic = await Clinic.OpenAsync(Routes);
        using var program = clinic.Visitor();
        program.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", "Bearer " + token);
        using var answer = await program.GetAsync("/api/test/session");
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
    }

    [Theory]
    [InlineData("right in every word", "https://afterglow.invalid/", 0, 60)]
    [InlineData("of another issuer", "https://evil.example/", 0, 60)]
    [InlineData("ended", "https://afterglow.invalid/", -120, -60)]
    [InlineData("not begun", "https://afterglow.invalid/", 60, 120)]
    public async Task Even_a_token_signed_with_the_clinics_own_key_opens_nothing_unless_the_clinic_gave_it_out(string what, string issuer, int from, int until)
    {
        await using var clinic = await Clinic.OpenAsync(Routes);
        var (issued, _) = await ProgramAsync(clinic, "session.read");
        issued.Dispose();
        using var key = System.Security.Cryptography.ECDsa.Create();
        key.ImportPkcs8PrivateKey(clinic.Get<Vault>().Kept("token-signing.key", () => throw new InvalidOperationException("There is no key.")), out _);
        var now = clinic.Clock.GetUtcNow();
        var forged = new Microsoft.IdentityModel.JsonWebTokens.JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new Microsoft.IdentityModel.Tokens.SecurityTokenDescriptor
        {
            Issuer = issuer, TokenType = "at+jwt", NotBefore = now.UtcDateTime.AddMinutes(from), IssuedAt = now.UtcDateTime.AddMinutes(from), Expires = now.UtcDateTime.AddMinutes(until),
            Claims = new Dictionary<string, object> { ["sub"] = "admin", [SignedIn.ProgramClaim] = "Forged", [SignedIn.ScopeClaim] = "session.read", ["scope"] = "session.read", ["oi_prst"] = "x" },
            SigningCredentials = new Microsoft.IdentityModel.Tokens.SigningCredentials(new Microsoft.IdentityModel.Tokens.ECDsaSecurityKey(key), "ES256"),
        });
        using var program = clinic.Visitor();
        program.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", forged);
        using var answer = await program.GetAsync("/api/test/session");
        Assert.True(answer.StatusCode == HttpStatusCode.Unauthorized, $"A token {what}: {(int)answer.StatusCode}");
    }

    [Theory]
    [InlineData("Basic", "bnVyc2U6c2V2ZW4gcXVpZXQgbGFudGVybnM=")]
    [InlineData("Negotiate", "YII=")]
    [InlineData("Bearer", "")]
    public async Task No_other_way_of_showing_who_one_is_opens_anything(string scheme, string value)
    {
        await using var clinic = await Clinic.OpenAsync(Routes);
        using var program = clinic.Visitor();
        program.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", $"{scheme} {value}");
        using var answer = await program.GetAsync("/api/test/session");
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task A_token_counts_only_in_the_header_and_is_not_readable_in_the_database()
    {
        await using var clinic = await Clinic.OpenAsync(Routes);
        var (program, _) = await ProgramAsync(clinic, "session.read");
        using (program)
        {
            var token = program.DefaultRequestHeaders.Authorization!.Parameter!;
            program.DefaultRequestHeaders.Authorization = null;
            using var inAddress = await program.GetAsync("/api/test/session?access_token=" + token);
            Assert.Equal(HttpStatusCode.Unauthorized, inAddress.StatusCode);
            await using var connection = await clinic.Get<Database>().OpenAsync();
            var kept = await connection.QueryAsync<string>("select coalesce(reference_id, '') || ' ' || coalesce(payload, '') || ' ' || coalesce(properties, '') from client_token");
            Assert.All(kept, row => Assert.DoesNotContain(token, row));
        }
    }

    [Fact]
    public async Task A_bearer_token_decides_even_where_a_cookie_comes_with_it()
    {
        await using var clinic = await Clinic.OpenAsync(Routes);
        using var browser = await clinic.SignInAsync(Role.Nurse);
        browser.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", "Bearer nonsense");
        using var answer = await browser.GetAsync("/api/test/session");
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Theory]
    [InlineData("grant_type=password&username=nurse&password=seven+quiet+lanterns")]
    [InlineData("grant_type=authorization_code&code=1")]
    [InlineData("grant_type=refresh_token&refresh_token=1")]
    [InlineData("grant_type=client_credentials")]
    [InlineData("grant_type=client_credentials&client_id=x&client_secret=y")]
    [InlineData("")]
    public async Task The_token_desk_answers_only_to_a_client_with_its_secret(string body)
    {
        await using var clinic = await Clinic.OpenAsync(Routes);
        using var program = clinic.Visitor();
        using var answer = await program.PostAsync("/connect/token", new StringContent(body, System.Text.Encoding.UTF8, "application/x-www-form-urlencoded"));
        Assert.InRange((int)answer.StatusCode, 400, 401);
        Assert.DoesNotContain("access_token", await answer.Content.ReadAsStringAsync());
        Assert.Contains(await clinic.AuditAsync(), line => line is { Action: "client.token", Outcome: "refused" });
    }

    [Fact]
    public async Task A_scope_the_client_was_not_given_is_refused_and_an_unknown_one_cannot_be_given()
    {
        await using var clinic = await Clinic.OpenAsync(Routes);
        var made = (await clinic.Get<ClientRecords>().CreateAsync(StaffRecords.CommandLine, "Reports", ["session.read"], "")).Value;
        using var program = clinic.Visitor();
        using var answer = await AskAsync(program, made.Client.ClientId, made.Secret, "session.write");
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.IsType<ScopeUnknown>((await clinic.Get<ClientRecords>().CreateAsync(StaffRecords.CommandLine, "Other", ["administer"], "")).Refusal);
    }

    [Fact]
    public async Task The_description_names_every_route_of_the_api_its_scopes_and_how_quantities_are_written()
    {
        await using var clinic = await Clinic.OpenAsync(withStaff: false);
        using var visitor = clinic.Visitor();
        var document = (await visitor.GetFromJsonAsync<JsonObject>("/openapi/v1.json"))!;
        var described = document["paths"]!.AsObject().Select(path => path.Key.ToLowerInvariant()).ToHashSet();
        Assert.Contains("/api/sessions", described);
        Assert.DoesNotContain(described, path => !path.StartsWith("/api/", StringComparison.Ordinal) && !path.StartsWith("/health", StringComparison.Ordinal));
        var scopes = document["components"]!["securitySchemes"]!["program"]!["flows"]!["clientCredentials"]!["scopes"]!.AsObject();
        Assert.Equal(Policies.Scopes.Keys.Order(), scopes.Select(scope => scope.Key).Order());
        var weight = document["components"]!["schemas"]!["BodyWeight"]!;
        Assert.Equal("string", weight["type"]!.GetValue<string>());
        Assert.EndsWith("kg", weight["examples"]![0]!.GetValue<string>());
        var severity = document["components"]!["schemas"]!["AdverseEventSeverity"]!;
        Assert.Equal("string", severity["type"]!.GetValue<string>());
        Assert.Equal(
            Enum.GetValues<AdverseEventSeverity>().Select(value => JsonSerializer.Serialize(value, SessionJson.Options).Trim('"')),
            severity["enum"]!.AsArray().Select(word => word!.GetValue<string>()));
        // Every command of a session is described with its own fields, though a chart has one of the same name.
        foreach (var command in typeof(ISessionCommand).Assembly.GetTypes().Where(type => type.IsAssignableTo(typeof(ISessionCommand)) && !type.IsAbstract))
        {
            if (document["paths"]![$"/api/sessions/{{id}}/{CommandName.Of(command)}"] is not { } path) continue;
            var name = path["post"]!["requestBody"]!["content"]!["application/json"]!["schema"]!["$ref"]!.GetValue<string>().Split('/')[^1];
            var fields = document["components"]!["schemas"]![name]!["properties"]!.AsObject();
            fields = fields["command"] is { } inner ? document["components"]!["schemas"]![inner["$ref"]!.GetValue<string>().Split('/')[^1]]!["properties"]!.AsObject() : fields;
            Assert.Equal(SessionJson.Options.GetTypeInfo(command).Properties.Select(member => member.Name).Order(), fields.Select(field => field.Key).Order());
        }
    }

    private static void Routes(WebApplicationBuilder builder) => builder.Services.AddSingletonRoutes(routes =>
    {
        routes.MapPost("/api/test/vitals", (HttpContext context) => context.User.Author().Id).RequireAuthorization(Policies.WriteSession);
        routes.MapGet("/api/test/session", () => "a session").RequireAuthorization(Policies.ReadSession);
        routes.MapGet("/api/test/chart", () => "a chart").RequireAuthorization(Policies.ReadChart);
    });

    internal static async Task<(Browser Program, NewApiClient Made)> ProgramAsync(Clinic clinic, params string[] scopes)
    {
        var made = (await clinic.Get<ClientRecords>().CreateAsync(
            StaffRecords.CommandLine, scopes is [_] && scopes[0] == "session.read" ? "Reports" : "Reports " + string.Join(' ', scopes), scopes, "")).Value;
        var program = clinic.Visitor();
        var token = await TokenAsync(program, made.Client.ClientId, made.Secret);
        program.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token["access_token"]!.GetValue<string>());
        return (program, made);
    }

    private static async Task<JsonObject> TokenAsync(HttpClient program, string id, string secret)
    {
        using var answer = await AskAsync(program, id, secret);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return (await answer.Content.ReadFromJsonAsync<JsonObject>())!;
    }

    private static Task<HttpResponseMessage> AskAsync(HttpClient program, string id, string secret, string? scope = null)
    {
        var fields = new Dictionary<string, string> { ["grant_type"] = "client_credentials", ["client_id"] = id, ["client_secret"] = secret };
        if (scope is not null) fields["scope"] = scope;
        return program.PostAsync("/connect/token", new FormUrlEncodedContent(fields));
    }

    private static async Task<string> RunAsync(params string[] words)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        var code = await CommandLine.Root().Parse(words).InvokeAsync(new InvocationConfiguration { Output = output, Error = errors });
        Assert.True(code == 0, errors.ToString());
        return output.ToString();
    }
}

using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Afterglow.App.People;
using Afterglow.Core.People;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Afterglow.Tests.People;

/// <summary>What every request passes, tried with the requests that a stranger makes.</summary>
public sealed class TheDoor
{
    [Theory]
    [InlineData("/sign-in")]
    [InlineData("/account")]
    [InlineData("/health")]
    [InlineData("/api/antiforgery")]
    [InlineData("/css/afterglow.css")]
    [InlineData("/no-such-page")]
    public async Task Every_answer_carries_the_headers_that_bind_the_browser(string path)
    {
        await using var clinic = await Clinic.OpenAsync();
        using var browser = await clinic.SignInAsync(Role.Nurse);
        using var answer = await browser.GetAsync(path);
        string Header(string name) => string.Join(", ", answer.Headers.TryGetValues(name, out var values) || answer.Content.Headers.TryGetValues(name, out values) ? values : []);
        var policy = Header("Content-Security-Policy").Split("; ").ToDictionary(part => part.Split(' ')[0], part => part);
        Assert.Equal("default-src 'none'", policy["default-src"]);
        Assert.Equal("script-src 'self' 'wasm-unsafe-eval'", policy["script-src"]);
        Assert.Equal("style-src 'self'", policy["style-src"]);
        Assert.Equal("connect-src 'self'", policy["connect-src"]);
        Assert.Equal("object-src 'none'", policy["object-src"]);
        Assert.Equal("base-uri 'self'", policy["base-uri"]);
        Assert.Equal("form-action 'self'", policy["form-action"]);
        Assert.Equal("frame-ancestors 'none'", policy["frame-ancestors"]);
        Assert.Equal("nosniff", Header("X-Content-Type-Options"));
        Assert.Equal("no-referrer", Header("Referrer-Policy"));
        Assert.Equal("same-origin", Header("Cross-Origin-Opener-Policy"));
        Assert.Equal("same-origin", Header("Cross-Origin-Resource-Policy"));
        Assert.Contains("camera=()", Header("Permissions-Policy"));
        Assert.Empty(Header("Server"));
        if (!path.StartsWith("/css", StringComparison.Ordinal)) Assert.Equal("no-store", Header("Cache-Control"));
    }

    [Theory]
    [InlineData("/health")]
    [InlineData("/health/ready")]
    [InlineData("/sign-in")]
    [InlineData("/welcome")]
    public async Task A_watcher_that_asks_only_for_the_head_is_answered_as_if_it_looked(string path)
    {
        await using var clinic = await Clinic.OpenAsync();
        using var visitor = clinic.Visitor();
        using var looked = await visitor.GetAsync(path);
        using var request = new HttpRequestMessage(HttpMethod.Head, path);
        using var answer = await visitor.SendAsync(request);
        Assert.Equal((HttpStatusCode.OK, looked.StatusCode), (answer.StatusCode, looked.StatusCode));
        Assert.Equal(looked.Content.Headers.ContentType?.MediaType, answer.Content.Headers.ContentType?.MediaType);
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync());
    }

    [Theory]
    [InlineData("/sign-in")]
    [InlineData("/patients")]
    [InlineData("/api/sessions")]
    [InlineData("/no-such-page")]
    public async Task Nobody_has_what_they_sent_sent_back_to_them(string path)
    {
        await using var clinic = await Clinic.OpenAsync();
        using var visitor = clinic.Visitor();
        using var request = new HttpRequestMessage(HttpMethod.Trace, path) { Headers = { { "X-Secret", "hidden" } } };
        using var answer = await visitor.SendAsync(request);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
        Assert.DoesNotContain("hidden", await answer.Content.ReadAsStringAsync());
        Assert.True(answer.Headers.Contains("X-Content-Type-Options"));
    }

    [Theory]
    [InlineData("evil.example", 400)]
    [InlineData("localhost.evil.example", 400)]
    [InlineData("localhost", 200)]
    [InlineData("127.0.0.1:5080", 200)]
    [InlineData("clinic.example", 200)]
    public async Task Only_the_clinics_own_names_are_answered(string host, int status)
    {
        await using var clinic = await Clinic.OpenAsync(hostNames: ["clinic.example"]);
        using var visitor = clinic.Visitor();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/sign-in") { Headers = { Host = host } };
        using var answer = await visitor.SendAsync(request);
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.DoesNotContain("evil", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Who_asks_is_settled_before_what_they_sent_is_read()
    {
        await using var clinic = await Clinic.OpenAsync(Echo);
        using var visitor = clinic.Visitor();
        using var answer = await visitor.PostAsync("/api/echo", new StringContent("{", Encoding.UTF8, "application/json"));
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Theory]
    [InlineData("{", 400)]
    [InlineData("", 400)]
    [InlineData("[]", 400)]
    [InlineData("\"text\"", 400)]
    [InlineData("{\"name\":\"a\"", 400)]
    [InlineData("{\"name\":{}}", 400)]
    [InlineData("{\"name\":\"a\",\"isAdmin\":true}", 400)]
    [InlineData("{\"name\":\"\\ud800\"}", 400)]
    [InlineData("{\"name\":\"a\"}", 200)]
    public async Task A_body_that_cannot_be_read_gets_400_and_problem_details(string body, int status)
    {
        await using var clinic = await Clinic.OpenAsync(Echo);
        using var browser = await clinic.SignInAsync(Role.Nurse);
        using var answer = await browser.PostAsync("/api/echo", new StringContent(body, Encoding.UTF8, "application/json"));
        Assert.Equal(status, (int)answer.StatusCode);
        if (status != 200) Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.DoesNotContain("Exception", text);
        Assert.DoesNotContain("   at ", text);
    }

    [Fact]
    public async Task Deep_large_and_misencoded_bodies_are_refused_and_the_clinic_goes_on()
    {
        await using var clinic = await Clinic.OpenAsync(Echo);
        using var browser = await clinic.SignInAsync(Role.Nurse);
        var deep = "{\"name\":" + new string('[', 5000) + new string(']', 5000) + "}";
        using var tooDeep = await browser.PostAsync("/api/echo", new StringContent(deep, Encoding.UTF8, "application/json"));
        Assert.Equal(HttpStatusCode.BadRequest, tooDeep.StatusCode);
        // It asks before it sends: refused in the middle of sending, some would see a closed line instead of the answer.
        using var large = new HttpRequestMessage(HttpMethod.Post, "/api/echo") { Headers = { ExpectContinue = true } };
        large.Content = new StringContent("{\"name\":\"" + new string('a', 1024 * 1024) + "\"}", Encoding.UTF8, "application/json");
        using var tooLarge = await browser.SendAsync(large);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, tooLarge.StatusCode);
        using var broken = new ByteArrayContent([.. "{\"name\":\""u8, 0xC3, 0x28, .. "\"}"u8]) { Headers = { ContentType = new("application/json") } };
        using var notUtf8 = await browser.PostAsync("/api/echo", broken);
        Assert.Equal(HttpStatusCode.BadRequest, notUtf8.StatusCode);
        using var xml = await browser.PostAsync("/api/echo", new StringContent("<a/>", Encoding.UTF8, "application/xml"));
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, xml.StatusCode);
        using var longQuery = await browser.GetAsync("/api/antiforgery?q=" + new string('a', 9000));
        Assert.Equal(HttpStatusCode.RequestUriTooLong, longQuery.StatusCode);
        using var well = await browser.GetAsync("/health/ready");
        Assert.Equal(HttpStatusCode.OK, well.StatusCode);
    }

    [Theory]
    [InlineData("multipart/form-data", "--x\r\nmangled")]
    [InlineData("multipart/form-data; boundary=x", "--x\r\nmangled")]
    [InlineData("multipart/form-data; boundary=x", "Form.UserName=nurse")]
    [InlineData("application/x-www-form-urlencoded", "Form.UserName=%00%ff%C3%28&=&&&&")]
    [InlineData("text/plain", "Form.UserName=nurse")]
    public async Task A_mangled_form_is_refused_as_unreadable_and_never_breaks_the_server(string type, string body)
    {
        await using var clinic = await Clinic.OpenAsync();
        using var visitor = clinic.Visitor();
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.TryAddWithoutValidation("Content-Type", type);
        using var answer = await visitor.PostAsync("/sign-in", content);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);

        // With a script's token in the header the page itself is the first to read the form.
        using var browser = await clinic.SignInAsync(Role.Nurse);
        using var again = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        again.Headers.TryAddWithoutValidation("Content-Type", type);
        using var refused = await browser.PostAsync("/account", again);
        Assert.InRange((int)refused.StatusCode, 400, 499);
    }

    [Fact]
    public async Task Ten_thousand_fields_are_refused()
    {
        await using var clinic = await Clinic.OpenAsync();
        using var visitor = clinic.Visitor();
        using var content = new StringContent(string.Join('&', Enumerable.Range(0, 10_000).Select(number => $"f{number}=1")), Encoding.UTF8, "application/x-www-form-urlencoded");
        using var answer = await visitor.PostAsync("/sign-in", content);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task Whoever_changes_something_with_a_cookie_shows_that_it_comes_from_a_page_of_ours()
    {
        await using var clinic = await Clinic.OpenAsync(Echo);
        using var browser = await clinic.SignInAsync(Role.Nurse);
        var token = browser.Token;
        browser.Token = null;
        using var without = await browser.PostAsJsonAsync("/api/echo", new { name = "a" });
        Assert.Equal(HttpStatusCode.BadRequest, without.StatusCode);
        Assert.Equal("request.not-from-a-page", (await without.Content.ReadFromJsonAsync<JsonObject>())!["code"]!.GetValue<string>());

        using var colleague = await clinic.SignInAsync(Role.Therapist);
        browser.Token = colleague.Token;
        using var someoneElses = await browser.PostAsJsonAsync("/api/echo", new { name = "a" });
        Assert.Equal(HttpStatusCode.BadRequest, someoneElses.StatusCode);

        browser.Token = token;
        using var with = await browser.PostAsJsonAsync("/api/echo", new { name = "a" });
        Assert.Equal(HttpStatusCode.OK, with.StatusCode);

        browser.Token = null;
        using var form = await browser.PostAsync("/sign-out", null);
        Assert.Equal(HttpStatusCode.BadRequest, form.StatusCode);
        using var still = await browser.GetAsync("/api/antiforgery");
        Assert.Equal(HttpStatusCode.OK, still.StatusCode);
    }

    [Fact]
    public async Task A_fault_of_ours_shows_a_number_and_nothing_of_the_inside()
    {
        await using var clinic = await Clinic.OpenAsync(Echo);
        using var browser = await clinic.SignInAsync(Role.Nurse);
        foreach (var path in new[] { "/api/broken", "/broken" })
        {
            using var answer = await browser.GetAsync(path);
            var text = await answer.Content.ReadAsStringAsync();
            Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
            Assert.DoesNotContain("the inside", text);
            Assert.DoesNotContain("InvalidOperationException", text);
            Assert.DoesNotContain(".cs:line", text);
        }
        using var problem = await browser.GetAsync("/api/broken");
        Assert.NotEmpty((await problem.Content.ReadFromJsonAsync<JsonObject>())!["id"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_read_of_patient_data_leaves_one_line_with_its_patient_and_its_outcome()
    {
        await using var clinic = await Clinic.OpenAsync(Echo);
        using var nurse = await clinic.SignInAsync(Role.Nurse);
        using var desk = await clinic.SignInAsync(Role.FrontDesk);
        var patient = Guid.NewGuid();
        using var read = await nurse.GetAsync($"/api/charts/{patient}");
        using var denied = await desk.GetAsync($"/api/charts/{patient}");
        Assert.Equal(HttpStatusCode.OK, read.StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, denied.StatusCode);
        var lines = (await clinic.AuditAsync()).Where(line => line.Action == "chart.read").ToList();
        Assert.Equal(["done", "refused"], lines.Select(line => line.Outcome));
        Assert.All(lines, line => Assert.Equal(patient.ToString("D"), line.PatientId));
        Assert.All(lines, line => Assert.Equal("127.0.0.1", line.Origin));
    }

    [Fact]
    public async Task What_cannot_be_written_down_is_not_shown()
    {
        await using var clinic = await Clinic.OpenAsync(Echo);
        using var nurse = await clinic.SignInAsync(Role.Nurse);
        await using (var connection = await clinic.Get<App.Record.Database>().OpenAsync())
            await Dapper.SqlMapper.ExecuteAsync(connection, "create trigger broken before insert on audit begin select raise(abort, 'disk'); end");
        using var answer = await nurse.GetAsync($"/api/charts/{Guid.NewGuid()}");
        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.DoesNotContain("secret chart", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_request_line_made_by_hand_cannot_break_in_two()
    {
        await using var clinic = await Clinic.OpenAsync();
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, clinic.Address.Port);
        await using var stream = socket.GetStream();
        await stream.WriteAsync("POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /account HTTP/1.1\r\nHost: localhost\r\n\r\n"u8.ToArray());
        var buffer = new byte[64];
        var read = await stream.ReadAsync(buffer);
        Assert.StartsWith("HTTP/1.1 400", Encoding.ASCII.GetString(buffer, 0, read));
    }

    [Theory]
    [InlineData("GET /sign-in HTTP/1.1\r\n\r\n", 400)]
    [InlineData("GET /sign-in HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n", 400)]
    [InlineData("GET http://evil.example/sign-in HTTP/1.1\r\nHost: evil.example\r\n\r\n", 400)]
    [InlineData("GET /sign-in HTTP/9.9\r\nHost: localhost\r\n\r\n", 505)]
    [InlineData("GET /..\\..\\etc/passwd HTTP/1.1\r\nHost: localhost\r\n\r\n", 302)]
    [InlineData("POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Length: -5\r\n\r\n", 400)]
    [InlineData("POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef", 400)]
    public async Task A_request_that_no_browser_makes_is_refused_and_nothing_of_it_comes_back(string request, int status)
    {
        await using var clinic = await Clinic.OpenAsync();
        var answer = await RawAsync(clinic, request);
        Assert.StartsWith($"HTTP/1.1 {status}", answer, StringComparison.Ordinal);
        foreach (var sent in new[] { "s3cret", "evil.example", "root:" }) Assert.DoesNotContain(sent, answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, 64 * 1024)]
    [InlineData(500, 1)]
    public async Task Headers_beyond_any_measure_are_refused_and_the_clinic_goes_on(int count, int length)
    {
        await using var clinic = await Clinic.OpenAsync();
        var headers = string.Concat(Enumerable.Range(0, count).Select(number => $"X-{number}: {new string('a', length)}\r\n"));
        var answer = await RawAsync(clinic, $"GET /sign-in HTTP/1.1\r\nHost: localhost\r\n{headers}\r\n");
        // Or hung up on, while it is still being sent.
        Assert.True(answer.Length == 0 || answer.StartsWith("HTTP/1.1 431", StringComparison.Ordinal), answer);
        using var visitor = clinic.Visitor();
        using var well = await visitor.GetAsync("/sign-in");
        Assert.Equal(HttpStatusCode.OK, well.StatusCode);
    }

    [Fact]
    public async Task Headers_that_would_change_the_method_the_address_or_the_host_are_not_believed()
    {
        await using var clinic = await Clinic.OpenAsync();
        using var nurse = await clinic.SignInAsync(Role.Nurse);
        foreach (var (header, value) in new[]
        {
            ("X-HTTP-Method-Override", "POST"), ("X-HTTP-Method", "DELETE"), ("X-Original-URL", "/staff"), ("X-Rewrite-URL", "/staff"), ("X-Forwarded-Host", "evil.example"),
            ("X-Forwarded-Prefix", "/evil"), ("Forwarded", "for=192.0.2.7;host=evil.example"), ("X-Real-IP", "192.0.2.7"),
        })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/account") { Headers = { { header, value } } };
            using var answer = await nurse.SendAsync(request);
            var text = await answer.Content.ReadAsStringAsync();
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Contains("Nurse Person", text, StringComparison.Ordinal);
            Assert.DoesNotContain("evil", text, StringComparison.Ordinal);
        }
        // A POST that says it is a GET still has to show that it comes from a page.
        nurse.Token = null;
        using var hidden = new HttpRequestMessage(HttpMethod.Post, "/sign-out") { Headers = { { "X-HTTP-Method-Override", "GET" } } };
        using var refused = await nurse.SendAsync(hidden);
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.DoesNotContain(await clinic.AuditAsync(), line => line.Origin.Contains("192.0.2.7", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("/patients?page=abc")]
    [InlineData("/patients?page=99999999999999999999")]
    [InlineData("/patients/0190a5d2-0000-7000-8000-00000000000f?lift=not-an-id")]
    public async Task An_address_that_was_typed_wrong_is_not_a_fault_of_the_server(string path)
    {
        await using var clinic = await Clinic.OpenAsync();
        using var nurse = await clinic.SignInAsync(Role.Nurse);
        using var answer = await nurse.GetAsync(path);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("This could not be read", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_of_a_passkey_that_nobody_asked_for_is_refused_like_any_other()
    {
        await using var clinic = await Clinic.OpenAsync();
        using var nurse = await clinic.SignInAsync(Role.Nurse);
        var credential = JsonNode.Parse("{\"id\":\"AAAA\",\"rawId\":\"AAAA\",\"type\":\"public-key\",\"response\":{\"clientDataJSON\":\"e30\",\"authenticatorData\":\"AAAA\",\"signature\":\"AAAA\",\"userHandle\":\"AAAA\"},\"clientExtensionResults\":{}}");
        using var signIn = await nurse.PostAsJsonAsync("/sign-in/passkey", new { credential });
        Assert.Equal(HttpStatusCode.Unauthorized, signIn.StatusCode);
        using var added = await nurse.PostAsJsonAsync("/account/passkeys", new { name = "x", credential });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, added.StatusCode);
    }

    [Fact]
    public async Task What_names_a_record_in_an_address_is_a_UUID_that_nobody_can_count_up_to()
    {
        await using var clinic = await Clinic.OpenAsync(withStaff: false);
        var named = clinic.Get<Microsoft.AspNetCore.Routing.EndpointDataSource>().Endpoints.OfType<Microsoft.AspNetCore.Routing.RouteEndpoint>()
            .SelectMany(endpoint => endpoint.RoutePattern.Parameters.Select(parameter => (endpoint.RoutePattern.RawText, Parameter: parameter)))
            // A section of the history form is the same for everybody.
            .Where(each => (each.Parameter.Name.EndsWith("id", StringComparison.OrdinalIgnoreCase) && each.Parameter.Name != "SectionId") || each.Parameter.Name == "target").ToList();
        Assert.NotEmpty(named);
        Assert.All(named, each => Assert.True(
            each.Parameter.ParameterPolicies.Any(policy => policy.Content == "guid"), $"{each.RawText}: {each.Parameter.Name} is not constrained to a UUID."));
    }

    [Fact]
    public async Task Nothing_takes_a_file_from_a_browser()
    {
        // The controls on uploads (names, types, where they lie) have nothing to apply to. Should an upload come in, this test says that they are due.
        await using var clinic = await Clinic.OpenAsync(withStaff: false);
        var endpoints = clinic.Get<Microsoft.AspNetCore.Routing.EndpointDataSource>().Endpoints;
        Assert.DoesNotContain(endpoints, endpoint => endpoint.Metadata.OfType<Microsoft.AspNetCore.Http.Metadata.IAcceptsMetadata>().Any(taken =>
            taken.RequestType is { } type && (typeof(Microsoft.AspNetCore.Http.IFormFile).IsAssignableFrom(type) || typeof(Microsoft.AspNetCore.Http.IFormFileCollection).IsAssignableFrom(type))));
        Assert.DoesNotContain(
            typeof(App.Web).Assembly.GetTypes().SelectMany(type => type.GetProperties(System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.Public)),
            property => typeof(Microsoft.AspNetCore.Http.IFormFile).IsAssignableFrom(property.PropertyType) || property.PropertyType.Name == "IBrowserFile");
    }

    [Fact]
    public async Task There_is_no_circuit_and_no_socket_that_could_outlive_a_sign_in()
    {
        // The controls on circuits and hubs (origin of a socket, re-checking of a circuit) have nothing to apply to: pages are
        // drawn on the server and sent whole. Should a circuit come in, this test says that they are due.
        await using var clinic = await Clinic.OpenAsync(withStaff: false);
        var endpoints = clinic.Get<Microsoft.AspNetCore.Routing.EndpointDataSource>().Endpoints;
        Assert.DoesNotContain(endpoints, endpoint => (endpoint as Microsoft.AspNetCore.Routing.RouteEndpoint)?.RoutePattern.RawText?.Contains("_blazor", StringComparison.Ordinal) == true);
        Assert.DoesNotContain(endpoints, endpoint => endpoint.Metadata.Any(data => data.GetType().FullName!.Contains("SignalR", StringComparison.Ordinal)));
    }

    /// <summary>The first answer on a bare socket; nothing where it was hung up on.</summary>
    private static async Task<string> RawAsync(Clinic clinic, string request)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, clinic.Address.Port);
        await using var stream = socket.GetStream();
        var text = new StringBuilder();
        try
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes(request));
            var buffer = new byte[4096];
            while (!text.ToString().Contains("\r\n\r\n", StringComparison.Ordinal) && await stream.ReadAsync(buffer) is > 0 and var read)
                text.Append(Encoding.ASCII.GetString(buffer, 0, read));
        }
        catch (IOException)
        {
            // Cut: what came before stands.
        }
        return text.ToString();
    }

    // Routes of the test's own, behind the whole of the real door.
    private static void Echo(WebApplicationBuilder builder) => builder.Services.AddSingletonRoutes(routes =>
    {
        routes.MapPost("/api/echo", (Named body) => Results.Ok(body)).RequireAuthorization(Policies.Staff);
        routes.MapGet("/api/broken", string () => throw new InvalidOperationException("the inside")).RequireAuthorization(Policies.Staff);
        routes.MapGet("/broken", string () => throw new InvalidOperationException("the inside")).RequireAuthorization(Policies.Staff);
        routes.MapGet("/api/charts/{patientId:guid}", () => "a secret chart").RequireAuthorization(Policies.ReadChart).Reads("chart.read");
    });

    private sealed record Named(string Name);
}

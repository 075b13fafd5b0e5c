using System.Net;
using System.Net.Sockets;
using System.Text;
using Afterglow.App.People;
using Afterglow.Core.People;
using Afterglow.Tests.Patients;
using Afterglow.Tests.Sessions;
using Microsoft.Extensions.DependencyInjection;

namespace Afterglow.Tests.People;

/// <summary>
/// Real requests, changed at random in one or a few places, by people who are signed in, by a program and by strangers.
/// Nothing of it is a fault of the server, and no answer shows the inside. The same number makes the same requests.
/// </summary>
public sealed class MutatedRequests
{
    private static readonly string[] Nasty =
    [
        "", " ", "0", "-1", "1e309", "NaN", "99999999999999999999", "null", "true", "[]", "{}", "'", "\"", "' or '1'='1", "'; drop table entry; --", "%00", "\0", "\u202E", "\uD800",
        "../../etc/passwd", "..%2f..%2fetc", "//evil.example", "/\\evil", "javascript:alert(1)", "<script>alert(1)</script>", "\"><svg/onload=1>", "{{7*7}}", "${jndi:ldap://x}", "=cmd|'/C calc'!A0",
        "2025-02-30", "0001-01-01", "9999-12-31T23:59:60Z", "24:00", "5mg", "0,5", "５", "µg", "𝒜", "e\u0301", "\r\nSet-Cookie: a=b", "true\n", "_handler", "00000000-0000-0000-0000-000000000000",
        new('a', 300), new('9', 5000), new('[', 200), "~", "2026-11-23T09:00:00.0000000Z~0190a5d2-0000-7000-8000-00000000000f", "*", "%", "_", "+", "\uFEFF", "$type", "__proto__",
    ];

    private static readonly string[] Verbs = ["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "TRACE", "QUERY", "get", "LOCK"];

    private static readonly string[] Inside =
        ["   at ", ".cs:line", "Exception", "SQLite", "Sqlite", "select distinct", "insert into", "no such column", "constraint failed", "Afterglow.App", "Afterglow.Core", "Microsoft.", "System.", "afterglow.db", AppContext.BaseDirectory];

    [Fact]
    public Task Three_hundred_are_answered_without_a_fault_and_without_the_inside() => TryAsync(seed: 20261125, requests: 300);

    [Theory, Trait("Kind", "faults")]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public Task Ten_thousand_are_answered_without_a_fault_and_without_the_inside(int seed) => TryAsync(seed, requests: 10_000);

    private static async Task TryAsync(int seed, int requests)
    {
        await using var clinic = await Clinic.OpenAsync(builder => builder.Services.AddSingleton(new SignInLimits(1_000_000, 1_000_000)));
        var random = new Random(seed);
        var patient = await clinic.RegisterAsync(Asking.Named("Maya", "Ruiz", "1984-05-03"));
        var nurse = await clinic.SignInAsync(Role.Nurse);
        var chair = await InTheChair.CheckInAsync(clinic, nurse, patient: patient);
        var (program, _) = await Programs.ProgramAsync(clinic, "session.write", "patient.read", "patient.write");
        Browser[] callers = [nurse, await clinic.SignInAsync(Role.Prescriber), await clinic.SignInAsync(Role.Director), await clinic.SignInAsync(Role.Administrator), program, clinic.Visitor()];
        var seeds = Seeds(patient, chair.Id);
        var faults = new List<string>();
        var statuses = new Dictionary<int, int>();
        for (var number = 0; number < requests; number++)
        {
            var one = Mutated(seeds[random.Next(seeds.Count)], random);
            var (status, body) = random.Next(10) == 0
                ? await RawAsync(clinic, one, random)
                : await AskAsync(callers[random.Next(callers.Length)], one);
            statuses[status] = statuses.GetValueOrDefault(status) + 1;
            var inside = Inside.Append(clinic.DataDirectory).FirstOrDefault(word => body.Contains(word, StringComparison.Ordinal));
            // A version of HTTP that does not exist has a number of its own.
            if (status is >= 500 and not 505 || inside is not null) faults.Add($"{seed}/{number}: {one.Method} {one.Path} {one.Type} {one.Body} → {status} {inside} {body[..Math.Min(300, body.Length)]}");
        }
        foreach (var caller in callers) caller.Dispose();
        Assert.True(faults.Count == 0, string.Join('\n', faults.Take(10)));
        // Some of it must have got past the door, or the door alone was tried.
        Assert.True(statuses.Where(status => status.Key is >= 200 and < 300).Sum(status => status.Value) > requests / 20, Told(statuses));
        Assert.True(statuses.ContainsKey(400) && statuses.ContainsKey(404), Told(statuses));
        var verified = await Commands.RunAsync("verify", "--data", clinic.DataDirectory);
        Assert.True(verified.Code == 0, verified.Error);
        using var visitor = clinic.Visitor();
        using var well = await visitor.GetAsync("/health/ready");
        Assert.Equal(HttpStatusCode.OK, well.StatusCode);
    }

    private static List<Request> Seeds(Guid patient, Guid session)
    {
        const string Entry = "\"entryId\":\"0190a5d2-0000-7000-8000-00000000000f\",\"at\":\"2026-11-23T09:00:00Z\"";
        string Command(string name) => $"/api/sessions/{session:D}/{name}";
        return
        [
            new("GET", $"/patients/{patient:D}?show=notes&before=x&add=note&lift=y&done=z"), new("GET", "/patients?q=maya&page=1"), new("GET", "/api/patients?search=maya&page=1&size=50"),
            new("GET", $"/api/patients/{patient:D}"), new("GET", $"/api/patients/{patient:D}/timeline?before=a&count=5&kind=session"), new("GET", $"/sessions/{session:D}/note"),
            new("GET", $"/sessions/{session:D}/note.pdf"), new("GET", $"/api/sessions/{session:D}"), new("GET", $"/api/sessions/{session:D}/entries?after=0"), new("GET", "/api/sessions"),
            new("GET", "/board"), new("GET", "/board/chairs"), new("GET", "/audit?from=2026-11-01&to=2026-11-30&order=ByPerson&page=1&outcome=done&patient=&person="), new("GET", "/audit/export?action=chart.read"),
            new("GET", "/emergencies"), new("GET", "/staff"), new("GET", "/account"), new("GET", "/protocols"), new("GET", "/openapi/v1.json"), new("GET", "/health/ready"), new("GET", "/sign-in?returnUrl=/board"),
            new("GET", "/problem/404"), new("GET", "/choose-password/abc"), new("GET", "/css/afterglow.css"), new("GET", $"/patients/{patient:D}/check-in"),
            new("POST", "/api/patients", "application/json", "{\"id\":\"0190a5d2-0000-7000-8000-0000000000ff\",\"given\":[\"Ada\"],\"family\":\"Quill\",\"birthDate\":\"1984-05-02\",\"sexAtBirth\":\"Female\"}"),
            new("POST", $"/api/patients/{patient:D}/notes", "application/json", "{\"entryId\":\"0190a5d2-0000-7000-8000-0000000000fe\",\"text\":\"Slept badly.\"}"),
            new("POST", $"/api/patients/{patient:D}/entries/0190a5d2-0000-7000-8000-0000000000fe/amend", "application/json", "{\"entryId\":\"0190a5d2-0000-7000-8000-0000000000fd\",\"reason\":\"misheard\",\"strike\":true}"),
            new("POST", "/api/sessions", "application/json", $"{{{Entry},\"patientId\":\"{patient:D}\",\"chair\":\"Chair 2\",\"protocolId\":\"ketamine-iv-1\",\"indication\":\"Depression\"}}"),
            new("POST", Command("record-vitals"), "application/json", $"{{{Entry},\"vitals\":{{\"systolic\":120,\"diastolic\":80,\"heartRate\":70,\"spO2\":97}}}}"),
            new("POST", Command("measure-weight"), "application/json", $"{{{Entry},\"weight\":\"70.5 kg\"}}"),
            new("POST", Command("record-medicines"), "application/json", $"{{{Entry},\"medicines\":[{{\"class\":\"other\",\"name\":\"x\",\"lastTakenAt\":null}}]}}"),
            new("POST", Command("write-note"), "application/json", $"{{{Entry},\"text\":\"A note\"}}"),
            new("POST", Command("amend-entry"), "application/json", $"{{{Entry},\"target\":\"0190a5d2-0000-7000-8000-00000000000f\",\"reason\":\"x\",\"replacement\":{{\"kind\":\"note-written\",\"body\":{{\"text\":\"y\"}}}}}}"),
            new("POST", Command("check-dose"), "application/json", $"{{\"userName\":\"prescriber\",\"password\":\"no\",\"command\":{{{Entry},\"readDose\":\"35 mg\",\"readVolume\":\"0.7 mL\"}}}}"),
            new("POST", Command("sign"), "application/json", $"{{\"password\":\"no\",{Entry},\"readVersion\":1}}"),
            new("POST", "/connect/token", "application/x-www-form-urlencoded", "grant_type=client_credentials&client_id=a&client_secret=b&scope=session.read"),
            new("POST", "/sign-in", "application/x-www-form-urlencoded", "_handler=sign-in&Form.UserName=nobody&Form.Password=no"),
            new("POST", "/sign-in/passkey", "application/json", "{\"credential\":{\"id\":\"AAAA\",\"rawId\":\"AAAA\",\"type\":\"public-key\",\"response\":{\"clientDataJSON\":\"e30\",\"authenticatorData\":\"AAAA\",\"signature\":\"AAAA\",\"userHandle\":\"AAAA\"},\"clientExtensionResults\":{}}}"),
            new("POST", "/account/passkeys", "application/json", "{\"name\":\"x\",\"credential\":{\"id\":\"AAAA\"}}"),
            new("POST", "/emergency", "application/x-www-form-urlencoded", "_handler=emergency&Form.RecordNumber=AG-000001&Form.Reason=x"),
            new("POST", $"/patients/{patient:D}?add=note", "application/x-www-form-urlencoded", "_handler=add&Form.EntryId=0190a5d2-0000-7000-8000-0000000000fc&Form.Text=Hello"),
            new("POST", $"/sessions/{session:D}/note", "application/x-www-form-urlencoded", "_handler=sign&Form.EntryId=0190a5d2-0000-7000-8000-0000000000fb&Form.ReadVersion=1&Form.Password=no"),
            new("POST", "/staff", "application/x-www-form-urlencoded", "_handler=create&Form.DisplayName=A+B&Form.UserName=ab&role=Nurse"),
        ];
    }

    private static Request Mutated(Request request, Random random)
    {
        for (var times = random.Next(1, 4); times > 0; times--)
            request = random.Next(9) switch
            {
                0 => request with { Method = Verbs[random.Next(Verbs.Length)] },
                1 => request with { Path = Piece(request.Path, '/', random) },
                2 => request with { Path = Piece(request.Path, '=', random) },
                3 => request with { Path = request.Path + (request.Path.Contains('?', StringComparison.Ordinal) ? "&" : "?") + Uri.EscapeDataString(Nasty[random.Next(Nasty.Length)].Replace("\uD800", "", StringComparison.Ordinal)) + "=" + random.Next() },
                4 => request with { Type = new[] { "application/json", "text/plain", "application/xml", "multipart/form-data", "multipart/form-data; boundary=x", "application/x-www-form-urlencoded", "application/json; charset=utf-16", "" }[random.Next(8)] },
                5 when request.Body.Length > 0 => request with { Body = request.Body[..random.Next(request.Body.Length)] },
                6 when request.Body.Length > 0 => request with { Body = request.Body.Insert(random.Next(request.Body.Length), Nasty[random.Next(Nasty.Length)]) },
                7 when request.Body.Length > 0 => request with { Body = Value(request.Body, random) },
                _ => request with { Body = request.Body + request.Body },
            };
        return request;
    }

    // One part of a path or a query becomes something else.
    private static string Piece(string path, char between, Random random)
    {
        var parts = path.Split(between);
        parts[random.Next(parts.Length)] = Uri.EscapeDataString(Nasty[random.Next(Nasty.Length)].Replace("\uD800", "", StringComparison.Ordinal));
        return string.Join(between, parts) is ['/', ..] whole ? whole : "/" + string.Join(between, parts);
    }

    // What stands after one colon or equals sign becomes something else.
    private static string Value(string body, Random random)
    {
        var starts = Enumerable.Range(0, body.Length).Where(at => body[at] is ':' or '=').ToList();
        if (starts.Count == 0) return body;
        var start = starts[random.Next(starts.Count)] + 1;
        var end = body.AsSpan(start).IndexOfAny(",}&]");
        var nasty = Nasty[random.Next(Nasty.Length)];
        return body[..start] + (random.Next(2) == 0 ? nasty : $"\"{nasty}\"") + (end < 0 ? "" : body[(start + end)..]);
    }

    private static async Task<(int Status, string Body)> AskAsync(Browser caller, Request one)
    {
        using var request = new HttpRequestMessage(
            new HttpMethod(one.Method), new Uri(caller.BaseAddress!.GetLeftPart(UriPartial.Authority) + one.Path[..Math.Min(one.Path.Length, 7000)]));
        if (one.Body.Length > 0 && one.Method is not ("TRACE" or "HEAD" or "GET"))
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(one.Body));
            if (one.Type.Length > 0) request.Content.Headers.TryAddWithoutValidation("Content-Type", one.Type);
        }
        using var answer = await caller.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        // A stream of events has no end.
        return ((int)answer.StatusCode, answer.Content.Headers.ContentType?.MediaType == "text/event-stream" ? "" : await TextAsync(answer));
    }

    private static async Task<string> TextAsync(HttpResponseMessage answer) =>
        answer.Content.Headers.ContentType?.MediaType is "text/html" or "application/json" or "application/problem+json" or "text/plain" or null ? await answer.Content.ReadAsStringAsync() : "";

    /// <summary>By hand, so that what no library would send is sent: bytes changed anywhere, headers doubled, ends missing.</summary>
    private static async Task<(int Status, string Body)> RawAsync(Clinic clinic, Request one, Random random)
    {
        var bytes = Encoding.Latin1.GetBytes(
            $"{one.Method} {one.Path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: {one.Type}\r\nContent-Length: {one.Body.Length}\r\n\r\n{one.Body}");
        for (var times = random.Next(1, 6); times > 0; times--) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, clinic.Address.Port);
        await using var stream = socket.GetStream();
        var text = new StringBuilder();
        try
        {
            await stream.WriteAsync(bytes);
            // Whatever length was claimed is filled, and what follows is no request: there is always an end to it.
            await stream.WriteAsync(new byte[100_000]);
            var buffer = new byte[16 * 1024];
            while (await stream.ReadAsync(buffer) is > 0 and var read) text.Append(Encoding.Latin1.GetString(buffer, 0, read));
        }
        catch (Exception fault) when (fault is IOException or SocketException)
        {
            // Hung up on: what came before stands.
        }
        var answer = text.ToString();
        return (answer.Length > 12 && int.TryParse(answer.AsSpan(9, 3), System.Globalization.CultureInfo.InvariantCulture, out var status) ? status : 0, answer);
    }

    private static string Told(Dictionary<int, int> statuses) => string.Join(", ", statuses.OrderBy(status => status.Key).Select(status => $"{status.Key}: {status.Value}"));

    private sealed record Request(string Method, string Path, string Type = "", string Body = "");
}

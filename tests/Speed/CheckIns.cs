using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Claims;
using System.Text.RegularExpressions;
using Afterglow.App;
using Afterglow.App.Patients;
using Afterglow.App.People;
using Afterglow.App.Portal;
using Afterglow.App.Record;
using Afterglow.Core.CheckIns;
using Afterglow.Core.People;
using Dapper;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Afterglow.Speed;

/// <summary>
/// Thousands of patients send the last answer of a check-in to one server with SQLite, within a minute, within seconds, in one
/// moment: how long each waits for “saved” from the moment in which they pressed, and that none is lost and none written
/// twice. The milliseconds are shown; the counts are held. The generator runs in the same process, so both share the
/// machine's cores.
/// </summary>
internal static partial class CheckIns
{
    // Every so many tell of thoughts of suicide: their answer opens a task in the same transaction.
    private const int OneInDanger = 20;

    // Every phone has its own connection; a machine that is both sides of ten thousand runs out of files first.
    private const int MostConnections = 2_000;

    private static readonly string[] Items = ["interest", "mood", "sleep", "energy", "appetite", "failure", "concentration", "movement"];

    public static async Task<int> MeasureAsync(string[] arguments)
    {
        var count = arguments.Length > 0 && int.TryParse(arguments[0].Replace(",", "", StringComparison.Ordinal), NumberStyles.None, CultureInfo.InvariantCulture, out var asked) && asked > 0 ? asked : 10_000;
        var windows = arguments.Length > 1
            ? arguments[1..].Select(text => new Window(int.Parse(text.TrimEnd('+'), CultureInfo.InvariantCulture), text.EndsWith('+'))).ToList()
            : [new(60, Pages: true), new(60), new(20), new(10), new(0)];
        var folder = Directory.CreateTempSubdirectory("afterglow-speed-").FullName;
        try
        {
            var settings = new ClinicSettings { DataDirectory = folder, Urls = $"http://localhost:{FreePort()}", Demonstration = true };
            await using var app = await Web.BuildAsync(settings, builder => builder.Logging.SetMinimumLevel(LogLevel.Error));
            _ = (await app.Services.GetRequiredService<StaffRecords>().CreateAsync("nurse", "A nurse", "figures and nothing else", [Role.Nurse])).Value;
            var began = Stopwatch.GetTimestamp();
            var people = ManyPatients.Make(count, TimeProvider.System.GetUtcNow()).Select(patient => patient.Id).ToList();
            await app.Services.GetRequiredService<PatientRecords>().RegisterManyAsync(
                ManyPatients.Make(count, TimeProvider.System.GetUtcNow()).Select(patient => (patient.Id, patient.Person, patient.Facts)), Reach.DefaultSite, StaffRecords.CommandLine);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{count:N0} patients, written in {Stopwatch.GetElapsedTime(began).TotalSeconds:0} s; {Environment.ProcessorCount} cores"));
            await app.StartAsync();
            Console.WriteLine();
            Console.WriteLine($"{"within",-14}{"a second",10}{"p50, ms",10}{"p95",8}{"p99",8}{"most",8}{"< 250 ms",10}{"cpu",8}  lost, double, tasks");
            var wrong = 0;
            // The first make the server warm; they are counted as the others are, and not shown.
            wrong += await RoundAsync(app, settings.Urls, people.Take(Math.Min(count, 1000)).ToList(), new Window(2, Pages: true), show: false);
            foreach (var window in windows) wrong += await RoundAsync(app, settings.Urls, people, window, show: true);
            await app.StopAsync();
            Console.WriteLine();
            Console.WriteLine("Each sends the last of nine answers: the answer, the end of the check-in, its score in the chart and the audit are on the disk before “saved”.");
            Console.WriteLine("“Within 60 s” is a press at a moment of chance in those seconds, and the wait counts from there; “0 s” is all of them in the same moment.");
            Console.WriteLine("“+ page” reads the page that follows as well, as a browser does; its time is not in the figures, its work is.");
            Console.WriteLine("“Cpu” is the processor time of one, in milliseconds, the load generator's own included: what remains of the figures on a machine that does other things.");
            return wrong == 0 ? 0 : 1;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<int> RoundAsync(WebApplication app, string address, List<Guid> people, Window window, bool show)
    {
        var sheets = await PrepareAsync(app.Services, people);
        using var handler = new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false, MaxConnectionsPerServer = MostConnections, PooledConnectionLifetime = Timeout.InfiniteTimeSpan };
        using var http = new HttpClient(handler) { BaseAddress = new Uri(address), Timeout = TimeSpan.FromMinutes(10) };
        var (token, cookie) = await TokenAsync(http, sheets[0].Cookie);
        var chance = new Random(1);
        var presses = sheets.Select(_ => window.Seconds * chance.NextDouble()).Order().Select(TimeSpan.FromSeconds).ToList();
        var times = new ConcurrentBag<double>();
        var refused = new ConcurrentBag<int>();
        var worked = Environment.CpuUsage.TotalTime;
        var began = Stopwatch.GetTimestamp();
        var sent = new List<Task>(sheets.Count);
        for (var place = 0; place < sheets.Count; place++)
        {
            // Nobody waits for anybody: who is slow to be answered does not keep the next from pressing.
            if (presses[place] - Stopwatch.GetElapsedTime(began) is { Ticks: > 0 } wait) await Task.Delay(wait);
            sent.Add(PressAsync(place));
        }
        await Task.WhenAll(sent);
        var took = Stopwatch.GetElapsedTime(began);
        worked = Environment.CpuUsage.TotalTime - worked;
        var (lost, twice, tasks) = await CountAsync(app.Services, sheets);
        var danger = (sheets.Count + OneInDanger - 1) / OneInDanger;
        if (show)
        {
            var sorted = times.Order().ToList();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{$"{window.Seconds} s{(window.Pages ? " + page" : "")}",-14}{sheets.Count / took.TotalSeconds,10:0}{At(sorted, 0.5),10:0}{At(sorted, 0.95),8:0}{At(sorted, 0.99),8:0}{sorted[^1],8:0}{100.0 * sorted.Count(ms => ms < 250) / sorted.Count,9:0.0}%{worked.TotalMilliseconds / sheets.Count,8:0.00}  {lost}, {twice}, {tasks} of {danger}"));
            foreach (var status in refused.CountBy(status => status)) Console.WriteLine($"  answered {status.Key}: {status.Value}");
        }
        return lost + twice + Math.Abs(danger - tasks) + refused.Count;

        async Task PressAsync(int place)
        {
            await Task.Yield();
            using var request = new HttpRequestMessage(HttpMethod.Post, "/my-check-in")
            {
                Content = new FormUrlEncodedContent(new Dictionary<string, string>
                {
                    ["form-token"] = token, ["_handler"] = "answer", ["question"] = "phq9.death", ["value"] = place % OneInDanger == 0 ? "1" : "0",
                }),
            };
            request.Headers.TryAddWithoutValidation("Cookie", $"{cookie}; {sheets[place].Cookie}");
            using var answer = await http.SendAsync(request);
            times.Add((Stopwatch.GetElapsedTime(began) - presses[place]).TotalMilliseconds);
            if (answer.StatusCode is not HttpStatusCode.Redirect) refused.Add((int)answer.StatusCode);
            else if (window.Pages)
            {
                using var look = new HttpRequestMessage(HttpMethod.Get, answer.Headers.Location);
                look.Headers.TryAddWithoutValidation("Cookie", $"{cookie}; {sheets[place].Cookie}");
                using var page = await http.SendAsync(look);
                if (!page.IsSuccessStatusCode) refused.Add((int)page.StatusCode);
            }
        }
    }

    /// <summary>A check-in of nine questions for each, eight of them answered, and a browser that has given the birth date.</summary>
    private static async Task<IReadOnlyList<Sheet>> PrepareAsync(IServiceProvider services, IReadOnlyList<Guid> people)
    {
        var record = services.GetRequiredService<ClinicRecord>();
        var links = services.GetRequiredService<PatientLinks>();
        var cookies = services.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>().Get(OpenForm.Scheme);
        var now = TimeProvider.System.GetUtcNow();
        var sheets = new List<Sheet>(people.Count);
        foreach (var some in people.Chunk(1000))
            await record.WriteAsync(StaffRecords.CommandLine, async write =>
            {
                foreach (var patient in some)
                {
                    var (id, link) = (Guid.NewGuid(), Guid.NewGuid());
                    CheckInEvent[] so_far =
                    [
                        new CheckInEvent.Asked(patient, Reach.DefaultSite, [], ["phq9"], now.AddDays(1), "en"),
                        .. Items.Select((item, place) => new CheckInEvent.Answered("phq9", item, place % 4)),
                    ];
                    if (!await write.As(Author.Patient(patient)).AppendAsync(
                        CheckInRecords.Stream(id), 0, [.. so_far.Select(happened => new NewEntry(Guid.NewGuid(), CheckInJson.Kind(happened), CheckInJson.Write(happened)))]))
                        throw new InvalidOperationException("The check-in was there before.");
                    await links.MakeAsync(write, link, LinkPurpose.CheckIn, patient, Reach.DefaultSite, "en", TimeSpan.FromDays(1));
                    var who = new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, link.ToString("D")), new Claim("purpose", LinkPurpose.CheckIn)], OpenForm.Scheme));
                    var ticket = new AuthenticationTicket(who, new AuthenticationProperties { IssuedUtc = now, ExpiresUtc = now.AddHours(2) }, OpenForm.Scheme);
                    sheets.Add(new Sheet(id, patient, $"{cookies.Cookie.Name}={cookies.TicketDataFormat.Protect(ticket)}"));
                }
                return true;
            });
        return sheets;
    }

    /// <summary>One form of the page, whose token every browser of the generator sends.</summary>
    private static async Task<(string Token, string Cookie)> TokenAsync(HttpClient http, string cookie)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/my-check-in");
        request.Headers.TryAddWithoutValidation("Cookie", cookie);
        using var page = await http.SendAsync(request);
        var token = TokenField().Match(await page.Content.ReadAsStringAsync());
        if (!token.Success) throw new InvalidOperationException($"The check-in answered {(int)page.StatusCode} without a form.");
        return (WebUtility.HtmlDecode(token.Groups["value"].Value), page.Headers.GetValues("Set-Cookie").Select(line => line.Split(';')[0]).First(one => !one.StartsWith("__Host-afterglow-form-of", StringComparison.Ordinal)));
    }

    private static async Task<(int Lost, int Twice, int Tasks)> CountAsync(IServiceProvider services, IReadOnlyList<Sheet> sheets)
    {
        await using var connection = await services.GetRequiredService<Database>().OpenAsync();
        var kinds = (await connection.QueryAsync<(string Stream, string Kind, long Count)>(
            "select stream, kind, count(*) from entry where stream like 'check-in/%' group by stream, kind")).ToLookup(row => row.Stream, row => (row.Kind, row.Count));
        var tasks = (await connection.QueryAsync<string>("select body from entry where stream like 'task/%' and kind = 'task-opened'")).ToList();
        var scores = (await connection.QueryAsync<(string Stream, long Count)>(
            "select stream, count(*) from entry where stream like 'patient/%' and author_roles = 'patient' group by stream")).ToDictionary(row => row.Stream, row => row.Count);
        var (lost, twice) = (0, 0);
        foreach (var sheet in sheets)
        {
            var log = kinds[$"check-in/{sheet.CheckIn:D}"].ToDictionary(row => row.Kind, row => row.Count);
            var (answers, ends) = (log.GetValueOrDefault("check-in-answered"), log.GetValueOrDefault("check-in-finished"));
            if (answers < Items.Length + 1 || ends < 1 || scores.GetValueOrDefault($"patient/{sheet.Patient:D}") < 1) lost++;
            if (answers > Items.Length + 1 || ends > 1) twice++;
        }
        var own = sheets.Select(sheet => sheet.CheckIn.ToString("D")).ToHashSet(StringComparer.Ordinal);
        return (lost, twice, tasks.Count(body => SourceField().Match(body) is { Success: true } source && own.Contains(source.Groups["id"].Value)));
    }

    private static double At(List<double> sorted, double part) => sorted[(int)Math.Ceiling(part * sorted.Count) - 1];

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    /// <param name="Seconds">In which all of them press.</param>
    /// <param name="Pages">Whether each also reads the page that follows.</param>
    private sealed record Window(int Seconds, bool Pages = false);

    private sealed record Sheet(Guid CheckIn, Guid Patient, string Cookie);

    [GeneratedRegex("name=\"form-token\" value=\"(?<value>[^\"]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TokenField();

    [GeneratedRegex("check-in/(?<id>[0-9a-f-]{36})", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SourceField();
}

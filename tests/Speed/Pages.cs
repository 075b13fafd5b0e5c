using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Afterglow.App;
using Afterglow.App.Patients;
using Afterglow.App.People;
using Afterglow.Core.People;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Afterglow.Speed;

/// <summary>The server's own time for the pages a clinic opens all day, with many patients in the database.</summary>
internal static partial class Pages
{
    private const int Warm = 30;
    private const int Measured = 300;
    private const string NurseName = "nurse";
    private const string NursePassword = "figures and nothing else";

    public static async Task MeasureAsync(string[] arguments)
    {
        var patients = arguments is [var number] ? int.Parse(number.Replace(",", "", StringComparison.Ordinal), CultureInfo.InvariantCulture) : 100_000;
        var folder = Directory.CreateTempSubdirectory("afterglow-speed-").FullName;
        try
        {
            var settings = new ClinicSettings { DataDirectory = folder, Urls = $"http://localhost:{FreePort()}", Demonstration = true };
            await using var app = await Web.BuildAsync(settings, builder => builder.Logging.SetMinimumLevel(LogLevel.Warning));
            var people = await FillAsync(app.Services, patients);
            await app.StartAsync();
            await MeasureAsync(app, settings.Urls, people, patients);
            await app.StopAsync();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<IReadOnlyList<Guid>> FillAsync(IServiceProvider services, int patients)
    {
        var began = Stopwatch.GetTimestamp();
        _ = (await services.GetRequiredService<StaffRecords>().CreateAsync(NurseName, "A nurse", NursePassword, [Role.Nurse])).Value;
        var made = ManyPatients.Make(patients, TimeProvider.System.GetUtcNow()).ToList();
        await services.GetRequiredService<PatientRecords>().RegisterManyAsync(made, Reach.DefaultSite, StaffRecords.CommandLine);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{patients:N0} patients, written in {Stopwatch.GetElapsedTime(began).TotalSeconds:0} s"));
        return [.. made.Select(patient => patient.Id)];
    }

    private static async Task MeasureAsync(WebApplication app, string address, IReadOnlyList<Guid> people, int patients)
    {
        var chance = new Random(1);
        using var clock = new ServerClock();
        using var visitor = new Visitor(address);
        await visitor.SignInAsync(NurseName, NursePassword);
        clock.Forget();

        (string Name, Func<string> Path)[] pages =
        [
            ("Patient list", () => "/patients"),
            ("Patient list, any page", () => $"/patients?page={chance.Next(1, Math.Max(2, patients / 50))}"),
            ("Search, family name", () => "/patients?search=" + Any("berg", "Kalan", "Morin", "Torford", "Wesa")),
            ("Search, two words", () => "/patients?search=" + Uri.EscapeDataString(Any("Ada Kal", "Grace Mor", "Nguyen Tor", "Zoe Al"))),
            ("Search, birth date", () => $"/patients?search=19{chance.Next(45, 99)}-0{chance.Next(1, 9)}-1{chance.Next(0, 9)}"),
            ("Search, record number", () => $"/patients?search=AG-{chance.Next(1, patients):000000}"),
            ("Chart", () => $"/patients/{Any(people)}"),
            ("Board", () => "/board"),
            ("API: search", () => "/api/patients?search=" + Any("berg", "Kalan", "Morin", "Torford", "Wesa")),
            ("API: chart", () => $"/api/patients/{Any(people)}"),
        ];
        Console.WriteLine();
        Console.WriteLine($"{"server time, ms",-26}{"first",8}{"p50",8}{"p95",8}{"p99",8}{"most",8}");
        foreach (var (name, path) in pages)
        {
            if (await visitor.OpenAsync(path()) is not HttpStatusCode.OK and var status)
            {
                // Said, and not left out: a page that is missing is no fast page.
                Console.WriteLine($"{name,-26}answered {(int)status}");
                clock.Forget();
                continue;
            }
            var first = await clock.LastAsync();
            for (var n = 0; n < Warm; n++) await TimeAsync(path());
            var times = new List<double>(Measured);
            for (var n = 0; n < Measured; n++) times.Add(await TimeAsync(path()));
            times.Sort();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{name,-26}{first,8:0.0}{At(times, 0.5),8:0.0}{At(times, 0.95),8:0.0}{At(times, 0.99),8:0.0}{times[^1],8:0.0}"));
        }
        Console.WriteLine();
        Console.WriteLine($"{Measured} requests each, one after another, after {Warm} to warm up; from the first byte read to the last byte written.");

        async Task<double> TimeAsync(string path)
        {
            if (await visitor.OpenAsync(path) is not HttpStatusCode.OK and var status) throw new InvalidOperationException($"{path} answered {(int)status}.");
            return await clock.LastAsync();
        }

        T Any<T>(params IReadOnlyList<T> from) => from[chance.Next(from.Count)];

        static double At(List<double> sorted, double part) => sorted[(int)Math.Ceiling(part * sorted.Count) - 1];
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    /// <summary>What the web server itself measures of each request.</summary>
    private sealed class ServerClock : IDisposable
    {
        private readonly System.Threading.Channels.Channel<double> times = System.Threading.Channels.Channel.CreateUnbounded<double>();
        private readonly MeterListener listener = new();

        public ServerClock()
        {
            listener.InstrumentPublished = (instrument, listening) =>
            {
                if (instrument is { Meter.Name: "Microsoft.AspNetCore.Hosting", Name: "http.server.request.duration" }) listening.EnableMeasurementEvents(instrument);
            };
            listener.SetMeasurementEventCallback<double>((_, seconds, _, _) => times.Writer.TryWrite(seconds * 1000));
            listener.Start();
        }

        /// <summary>Milliseconds of the request that has just been answered.</summary>
        public ValueTask<double> LastAsync() => times.Reader.ReadAsync();

        public void Forget()
        {
            while (times.Reader.TryRead(out _)) continue;
        }

        public void Dispose() => listener.Dispose();
    }

    /// <summary>A browser as far as forms and cookies go. It sends secure cookies to localhost, as browsers do.</summary>
    private sealed partial class Visitor : IDisposable
    {
        private readonly Dictionary<string, string> cookies = [];
        private readonly HttpClient http;

        public Visitor(string address) => http = new HttpClient(new HttpClientHandler { UseCookies = false, AllowAutoRedirect = false })
        {
            BaseAddress = new Uri(address),
        };

        public async Task<HttpStatusCode> OpenAsync(string path)
        {
            using var answer = await SendAsync(new HttpRequestMessage(HttpMethod.Get, path));
            return answer.StatusCode;
        }

        public async Task SignInAsync(string userName, string password)
        {
            using var page = await SendAsync(new HttpRequestMessage(HttpMethod.Get, "/sign-in"));
            var form = HiddenField().Matches(await page.Content.ReadAsStringAsync())
                .GroupBy(field => field.Groups["name"].Value)
                .ToDictionary(field => field.Key, field => WebUtility.HtmlDecode(field.First().Groups["value"].Value));
            form["Form.UserName"] = userName;
            form["Form.Password"] = password;
            using var answer = await SendAsync(new HttpRequestMessage(HttpMethod.Post, "/sign-in") { Content = new FormUrlEncodedContent(form) });
            if (answer.StatusCode is not (HttpStatusCode.Redirect or HttpStatusCode.SeeOther))
                throw new InvalidOperationException($"Signing in answered {(int)answer.StatusCode}.");
        }

        public void Dispose() => http.Dispose();

        private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request)
        {
            request.Headers.TryAddWithoutValidation("Cookie", string.Join("; ", cookies.Select(cookie => $"{cookie.Key}={cookie.Value}")));
            var answer = await http.SendAsync(request);
            if (answer.Headers.TryGetValues("Set-Cookie", out var set))
                foreach (var cookie in set.Select(line => line.Split(';')[0].Split('=', 2))) cookies[cookie[0]] = cookie[1];
            return answer;
        }

        [GeneratedRegex("""<input type="hidden" name="(?<name>[^"]+)" value="(?<value>[^"]*)" ?/?>""", RegexOptions.ExplicitCapture, 1000)]
        private static partial Regex HiddenField();
    }
}

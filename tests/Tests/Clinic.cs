using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Afterglow.App;
using Afterglow.App.People;
using Afterglow.App.Record;
using Afterglow.Core.People;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Afterglow.Tests;

/// <summary>
/// A whole clinic for one test: the real application on a real socket and a real database file in a folder of its own,
/// with a clock that stands still. It begins on 23 November 2026 at 09:00 UTC with one person in each role.
/// </summary>
public sealed class Clinic : IAsyncDisposable
{
    public const string Password = "seven quiet lanterns";

    private readonly string folder;
    private readonly WebApplication app;
    private readonly Dictionary<Role, StaffMember> staff = [];

    private Clinic(string folder, WebApplication app, FakeTimeProvider clock)
    {
        this.folder = folder;
        this.app = app;
        Clock = clock;
    }

    public FakeTimeProvider Clock { get; }

    /// <summary>
    /// Time passes with nobody looking. The clock jumps and only its last five minutes tick, so that what works at a pace does
    /// its work once, not thousands of times; what waits for one moment on the way needs <c>Clock.Advance</c>.
    /// </summary>
    public void Later(TimeSpan by)
    {
        var ticking = TimeSpan.FromMinutes(5);
        if (by > ticking) Clock.AdjustTime(Clock.GetUtcNow() + by - ticking);
        Clock.Advance(by > ticking ? ticking : by);
    }

    public IServiceProvider Services => app.Services;

    public WebApplication App => app;

    public string DataDirectory => folder;

    public Uri Address { get; private set; } = null!;

    public ClinicRecord Record => Get<ClinicRecord>();

    public StaffRecords StaffRecords => Get<StaffRecords>();

    /// <summary>Opens a clinic; <paramref name="adjust"/> may bring limits or services of its own.</summary>
    public static async Task<Clinic> OpenAsync(
        Action<WebApplicationBuilder>? adjust = null, bool demonstration = true, bool withStaff = true, string? folder = null,
        IReadOnlyList<string>? hostNames = null, bool behindProxy = false)
    {
        folder ??= Directory.CreateTempSubdirectory("afterglow-test-").FullName;
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.Zero));
        var settings = new ClinicSettings
        {
            DataDirectory = folder, Urls = "http://127.0.0.1:0", Demonstration = demonstration, HostNames = hostNames ?? [], BehindProxy = behindProxy,
        };
        var built = await Web.BuildAsync(settings, builder =>
        {
            builder.Services.AddSingleton<TimeProvider>(clock);
            builder.Services.Configure<PasswordHasherOptions>(options => options.IterationCount = 1_000);
            builder.Logging.SetMinimumLevel(LogLevel.Warning);
            adjust?.Invoke(builder);
        });
        var clinic = new Clinic(folder, built, clock);
        if (withStaff)
            foreach (var role in Enum.GetValues<Role>())
                clinic.staff[role] = await clinic.AddStaffAsync(UserName(role), role.ToString() + " Person", role);
        foreach (var routes in built.Services.GetServices<TestRoutes>()) routes.Map(built);
        await built.StartAsync();
        clinic.Address = new Uri(built.Urls.Single());
        return clinic;
    }

    public T Get<T>() where T : notnull => app.Services.GetRequiredService<T>();

    /// <summary>The person in a role, and as the author of what they write.</summary>
    public StaffMember Staff(Role role) => staff[role];

    public Author Author(Role role) => staff[role].Author;

    public static string UserName(Role role) => role.ToString().ToLowerInvariant();

    public async Task<StaffMember> AddStaffAsync(string userName, string displayName, params Role[] roles) =>
        (await StaffRecords.CreateAsync(userName, displayName, Password, roles)).Value;

    /// <summary>A browser that nobody has signed in with. It keeps its cookies and does not follow redirects.</summary>
    public Browser Visitor() => new(Address);

    /// <summary>A browser in which somebody with this role is signed in; what it sends carries the antiforgery token.</summary>
    public async Task<Browser> SignInAsync(Role role) => await SignInAsync(UserName(role));

    public async Task<Browser> SignInAsync(string userName, string password = Password)
    {
        var browser = Visitor();
        using var answer = await browser.SubmitAsync("/sign-in", new() { ["Form.UserName"] = userName, ["Form.Password"] = password });
        if (answer.StatusCode != HttpStatusCode.Redirect && answer.StatusCode != HttpStatusCode.SeeOther)
            Assert.Fail($"{userName} could not sign in: {(int)answer.StatusCode}.");
        await browser.TakeTokenAsync();
        return browser;
    }

    /// <summary>The audit, oldest first.</summary>
    public async Task<IReadOnlyList<AuditedLine>> AuditAsync()
    {
        await using var connection = await Get<Database>().OpenAsync();
        return [.. await Dapper.SqlMapper.QueryAsync<AuditedLine>(
            connection,
            """
            select actor_id as ActorId, action as Action, patient_id as PatientId, target as Target, outcome as Outcome,
                   reason as Reason, origin as Origin
            from audit order by chain, number
            """)];
    }

    /// <summary>Stops the application and leaves its folder, to be opened again.</summary>
    public async Task<string> CloseAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
        return folder;
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (IOException)
        {
            // Another test's pool may still hold a file of its own folder open; the system clears its temporary files.
        }
    }
}

/// <summary>Routes that a test adds behind the real door.</summary>
public sealed record TestRoutes(Action<Microsoft.AspNetCore.Routing.IEndpointRouteBuilder> Map);

public static class TestRoutesRegistration
{
    public static void AddSingletonRoutes(this IServiceCollection services, Action<Microsoft.AspNetCore.Routing.IEndpointRouteBuilder> map) =>
        services.AddSingleton(new TestRoutes(map));
}

/// <summary>One line of the audit, as a test reads it.</summary>
public sealed record AuditedLine(
    string ActorId, string Action, string PatientId, string Target, string Outcome, string Reason, string Origin);

/// <summary>
/// Carries cookies as a browser does on a trustworthy address. HttpClient's own jar withholds Secure cookies over
/// plain http, which browsers send to localhost.
/// </summary>
public sealed partial class Browser : HttpClient
{
    private readonly Jar jar;

    public Browser(Uri address) : this(new Jar(), address)
    {
    }

    private Browser(Jar jar, Uri address) : base(jar)
    {
        this.jar = jar;
        BaseAddress = address;
    }

    public IDictionary<string, string> Cookies => jar.Cookies;

    /// <summary>The token that unsafe requests carry from now on; null to send none.</summary>
    public string? Token
    {
        get => jar.Token;
        set => jar.Token = value;
    }

    /// <summary>Another window with the same cookies, which from now on live apart.</summary>
    public Browser Copy()
    {
        var copy = new Browser(BaseAddress!) { Token = Token };
        foreach (var (name, value) in Cookies) copy.Cookies[name] = value;
        return copy;
    }

    /// <summary>Fetches the antiforgery token of whoever is signed in.</summary>
    public async Task TakeTokenAsync() =>
        Token = (await this.GetFromJsonAsync<JsonObject>("/api/antiforgery"))!["token"]!.GetValue<string>();

    /// <summary>Opens a page, fills in its form and sends it, as a person does. The first form, unless it is named.</summary>
    public async Task<HttpResponseMessage> SubmitAsync(string page, Dictionary<string, string> fields, string? form = null)
    {
        using var opened = await GetAsync(page);
        var html = await opened.Content.ReadAsStringAsync();
        if (!opened.IsSuccessStatusCode) Assert.Fail($"{page} answered {(int)opened.StatusCode}.");
        var token = TokenField().Match(html);
        if (!token.Success) Assert.Fail($"{page} has no form.");
        var names = HandlerField().Matches(html).Select(match => WebUtility.HtmlDecode(match.Groups["value"].Value)).Distinct().ToList();
        var all = new Dictionary<string, string>(fields) { ["form-token"] = WebUtility.HtmlDecode(token.Groups["value"].Value) };
        if (names.Count > 0) all["_handler"] = form is null ? names[0] : names.Single(name => name == form || name.EndsWith(form, StringComparison.Ordinal));
        // A person's form carries its own token; the header is for scripts.
        var header = Token;
        Token = null;
        try
        {
            using var content = new FormUrlEncodedContent(all);
            return await PostAsync(page, content);
        }
        finally
        {
            Token = header;
        }
    }

    [GeneratedRegex("name=\"form-token\" value=\"(?<value>[^\"]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TokenField();

    [GeneratedRegex("name=\"_handler\" value=\"(?<value>[^\"]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex HandlerField();

    private sealed class Jar() : DelegatingHandler(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false, Expect100ContinueTimeout = TimeSpan.FromSeconds(30) })
    {
        public Dictionary<string, string> Cookies { get; } = [];

        public string? Token { get; set; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancel)
        {
            if (Cookies.Count > 0 && !request.Headers.Contains("Cookie"))
                request.Headers.Add("Cookie", string.Join("; ", Cookies.Select(cookie => $"{cookie.Key}={cookie.Value}")));
            if (Token is not null && request.Method != HttpMethod.Get && !request.Headers.Contains("X-CSRF-TOKEN"))
                request.Headers.Add("X-CSRF-TOKEN", Token);
            var answer = await base.SendAsync(request, cancel);
            if (answer.Headers.TryGetValues("Set-Cookie", out var set))
                foreach (var line in set)
                {
                    var pair = line.Split(';')[0].Split('=', 2);
                    if (line.Contains("expires=Thu, 01 Jan 1970", StringComparison.OrdinalIgnoreCase)) Cookies.Remove(pair[0]);
                    else Cookies[pair[0]] = pair[1];
                }
            return answer;
        }
    }
}

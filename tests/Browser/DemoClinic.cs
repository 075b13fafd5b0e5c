using System.Text.Json;
using Afterglow.Core.People;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(Afterglow.Browser.DemoClinic))]

namespace Afterglow.Browser;

/// <summary>The demonstration clinic, open for all journeys, and a browser in front of it.</summary>
public sealed class DemoClinic : IAsyncLifetime
{
    private const float Patience = 90_000;

    private static readonly string[] Flags =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync", "--disable-default-apps",
    ];

    private readonly string folder = Directory.CreateTempSubdirectory("afterglow-journeys-").FullName;
    private RunningApp? app;
    private IPlaywright? playwright;
    private IBrowser? browser;

    public string Address => app!.Address;

    /// <summary>What <c>afterglow demo</c> printed: the address and one sign-in per role.</summary>
    public IReadOnlyList<string> Output => app!.Output;

    /// <summary>Somebody from another hospital, brought in with <c>afterglow import</c> while the clinic was shut.</summary>
    public static string ImportedPatient => "Odette Marie Ravensworth";

    public async ValueTask InitializeAsync()
    {
        // Opened, shut, filled from another system, opened again: the clinic of the journeys has lived a little.
        await using (await RunningApp.StartAsync("demo", "--data", folder, "--no-open")) { }
        var (code, _, errors) = await RunningApp.RunAsync("import", Path.Combine(AppContext.BaseDirectory, "imported-patient.json"), "--data", folder);
        if (code != 0) throw new InvalidOperationException($"The import ended with {code}: {errors}");
        app = await RunningApp.StartAsync("demo", "--data", folder, "--no-open");
        // How long a person would wait decides nothing here: a busy machine is not a fault of the clinic.
        Assertions.SetDefaultExpectTimeout(Patience);
        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = Chromium(), Args = Flags });
    }

    public async ValueTask DisposeAsync()
    {
        if (browser is not null) await browser.DisposeAsync();
        playwright?.Dispose();
        if (app is not null) await app.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>A browser nobody has used before, with nobody signed in.</summary>
    /// <param name="address">Another clinic's, for the journeys that need one of their own.</param>
    public async Task<Visitor> VisitorAsync(Viewport? size = null, ColorScheme colours = ColorScheme.Light, string? address = null)
    {
        size ??= Viewport.Desk;
        address ??= Address;
        var context = await browser!.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = address,
            Locale = "en-US",
            TimezoneId = "America/New_York",
            ColorScheme = colours,
            ReducedMotion = ReducedMotion.Reduce,
            ViewportSize = new ViewportSize { Width = size.Width, Height = size.Height },
        });
        context.SetDefaultTimeout(Patience);
        return await Visitor.OpenAsync(context, address);
    }

    /// <summary>A browser in which somebody with this role is signed in.</summary>
    public async Task<Visitor> SignedInAsync(Role role, Viewport? size = null, ColorScheme colours = ColorScheme.Light)
    {
        var visitor = await VisitorAsync(size, colours);
        var (userName, password) = SignInOf(role);
        await visitor.GoAsync("/sign-in");
        await visitor.SignInAsync(userName, password);
        return visitor;
    }

    /// <summary>The first of the sign-ins for this role that the demonstration publishes.</summary>
    public (string UserName, string Password) SignInOf(Role role)
    {
        using var file = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "demo-sign-ins.json")));
        var first = file.RootElement.EnumerateArray().First(one => one.GetProperty("role").GetString() == role.ToString());
        return (first.GetProperty("userName").GetString()!, first.GetProperty("password").GetString()!);
    }

    private static string Chromium()
    {
        if (Environment.GetEnvironmentVariable("AFTERGLOW_CHROMIUM") is { Length: > 0 } given) return given;
        string[] usual = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
        return usual.FirstOrDefault(File.Exists)
            ?? throw new InvalidOperationException("No Chromium here: run ./test, which finds or installs one, or set AFTERGLOW_CHROMIUM.");
    }
}

/// <summary>The size of a window.</summary>
public sealed record Viewport(string Name, int Width, int Height)
{
    public static Viewport Desk { get; } = new("desk", 1440, 900);

    public static Viewport Tablet { get; } = new("tablet", 1024, 768);

    public static Viewport Phone { get; } = new("phone", 390, 844);

    public static IReadOnlyList<Viewport> All { get; } = [Desk, Tablet, Phone];
}

using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Afterglow.Browser;

/// <summary>One person in front of one window, and everything that window asked for, said and got wrong.</summary>
public sealed partial class Visitor : IAsyncDisposable
{
    private readonly IBrowserContext context;
    private readonly ConcurrentQueue<string> requests = new();
    private readonly ConcurrentQueue<string> complaints = new();
    private readonly ConcurrentQueue<string> missing = new();

    private Visitor(IBrowserContext context, IPage page, string address)
    {
        this.context = context;
        Page = page;
        context.Request += (_, request) => requests.Enqueue(request.Url);
        context.Response += (_, response) =>
        {
            if (response.Status >= 400 && !response.Request.IsNavigationRequest)
                missing.Enqueue($"{response.Status} {response.Request.Method} {new Uri(response.Url).AbsolutePath}");
        };
        context.Console += (_, message) =>
        {
            // The browser's own words about an answer of 400 or more: those are listed by themselves.
            if (message.Type == "error" && !message.Text.StartsWith("Failed to load resource: the server responded", StringComparison.Ordinal))
                complaints.Enqueue(message.Text);
        };
        context.WebError += (_, fault) => complaints.Enqueue(fault.Error);
        Address = address;
    }

    public IPage Page { get; }

    public string Address { get; }

    /// <summary>Every address this window asked for, except what stands in the page itself.</summary>
    public IReadOnlyList<string> Requests =>
        [.. requests.Where(url => !url.StartsWith("data:", StringComparison.Ordinal) && !url.StartsWith("blob:", StringComparison.Ordinal))];

    /// <summary>Scripts that failed, and anything the content security policy stopped.</summary>
    public IReadOnlyList<string> Complaints => [.. complaints];

    /// <summary>Every answer of 400 or more to something that a page asked for, other than the page itself.</summary>
    public IReadOnlyList<string> Refused => [.. missing];

    internal static async Task<Visitor> OpenAsync(IBrowserContext context, string address) =>
        new(context, await context.NewPageAsync(), address);

    /// <summary>
    /// Opens a page and waits until it can be read and its scripts are at work. Not until everything it refers to is
    /// there: a font that comes late, or a stream that never ends, is nothing a person would wait for.
    /// </summary>
    public async Task<IResponse> GoAsync(string path)
    {
        var response = await Page.GotoAsync(path, new() { WaitUntil = WaitUntilState.DOMContentLoaded });
        return response ?? throw new InvalidOperationException($"{path} did not answer.");
    }

    /// <summary>Fills in the sign-in page that is open, and waits until it is left.</summary>
    public async Task SignInAsync(string userName, string password)
    {
        await Page.GetByLabel("User name").FillAsync(userName);
        await Page.GetByLabel("Password", new() { Exact = true }).FillAsync(password);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await Expect(Page).Not.ToHaveURLAsync(SignInPage());
        await Expect(Page.GetByRole(AriaRole.Main)).ToBeVisibleAsync();
    }

    /// <summary>Out by the menu under the person's name.</summary>
    public async Task SignOutAsync()
    {
        await Page.Locator("summary", new() { HasText = "Your account" }).ClickAsync();
        await Page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
    }

    /// <summary>Gives this window a device that holds passkeys and agrees to whatever it is asked.</summary>
    public async Task PlugInPasskeysAsync()
    {
        var device = await Page.Context.NewCDPSessionAsync(Page);
        await device.SendAsync("WebAuthn.enable");
        await device.SendAsync("WebAuthn.addVirtualAuthenticator", new()
        {
            ["options"] = new Dictionary<string, object>
            {
                ["protocol"] = "ctap2", ["transport"] = "internal", ["hasResidentKey"] = true, ["hasUserVerification"] = true,
                ["isUserVerified"] = true, ["automaticPresenceSimulation"] = true,
            },
        });
    }

    /// <summary>Adds a passkey on the account page.</summary>
    public async Task AddPasskeyAsync(string name)
    {
        await GoAsync("/account");
        await Page.GetByLabel("What to call it").FillAsync(name);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Add a passkey" }).ClickAsync();
        await Expect(Page.GetByRole(AriaRole.Button, new() { Name = $"Remove {name}" })).ToBeVisibleAsync();
    }

    /// <summary>What axe-core calls serious or critical on the page as it stands now, one line a fault.</summary>
    public Task<IReadOnlyList<string>> AccessibilityFaultsAsync() => FaultsAsync(new AxeRunOptions { ResultTypes = [ResultType.Violations] });

    /// <summary>The same in light and in dark. Only contrast can differ between the two, so in dark only contrast is asked for.</summary>
    public async Task<IReadOnlyList<string>> AccessibilityFaultsInBothColoursAsync()
    {
        await Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
        var light = await AccessibilityFaultsAsync();
        await Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        var dark = await FaultsAsync(new AxeRunOptions { ResultTypes = [ResultType.Violations], RunOnly = new RunOnlyOptions { Type = "rule", Values = ["color-contrast"] } });
        await Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
        return [.. light, .. dark.Select(fault => $"in dark: {fault}")];
    }

    private async Task<IReadOnlyList<string>> FaultsAsync(AxeRunOptions options)
    {
        // A colour on its way from one to the other is nobody's choice of contrast.
        await Page.EvaluateAsync("Promise.allSettled(document.getAnimations().map(one => one.finished))");
        var found = await Page.RunAxe(options);
        return
        [
            .. found.Violations.Where(fault => fault.Impact is "serious" or "critical").SelectMany(fault =>
                fault.Nodes.Select(node => $"{new Uri(Page.Url).PathAndQuery}: {fault.Id} ({fault.Help}) at {node.Target}: {node.Html}")),
        ];
    }

    /// <summary>What makes this page scroll sideways in a window of this size: nothing, or one line that names the widest thing.</summary>
    public async Task<IReadOnlyList<string>> SidewaysAsync(Viewport size)
    {
        await Page.SetViewportSizeAsync(size.Width, size.Height);
        // A page is judged once its style sheets and fonts are there and the window has come to the size asked for.
        var said = await Page.EvaluateAsync<string?>(
            """
            async width => {
              const until = Date.now() + 30000, frame = () => new Promise(done => requestAnimationFrame(done));
              const there = () => window.innerWidth === width && [...document.querySelectorAll('link[rel=stylesheet]')].every(one => one.sheet);
              while (!there() && Date.now() < until) await frame();
              await Promise.race([document.fonts.ready, new Promise(done => setTimeout(done, 5000))]);
              // Nor while what stands in it is still finding its place: what stays too wide for two seconds is.
              const rest = Date.now() + 2000;
              do {
                await frame();
                if (document.documentElement.scrollWidth <= width) return null;
              } while (Date.now() < rest);
              const widest = [...document.body.querySelectorAll('*')].reduce((a, b) => b.getBoundingClientRect().right > a.getBoundingClientRect().right ? b : a);
              return `${document.documentElement.scrollWidth} pixels wide (window ${window.innerWidth}), up to <${widest.tagName.toLowerCase()} class="${widest.className}">`;
            }
            """, size.Width);
        return said is null ? [] : [$"{new Uri(Page.Url).PathAndQuery} on a {size.Name} of {size.Width}: {said}"];
    }

    /// <summary>Everything this browser keeps of the clinic beside its cookies, one line a piece: what it is called and what it holds.</summary>
    public async Task<IReadOnlyList<string>> KeptAsync() =>
        await Page.EvaluateAsync<string[]>(
            """
            async () => {
              const kept = [localStorage, sessionStorage].flatMap(store => Object.keys(store).map(key => `${key}=${store.getItem(key)}`));
              for (const { name } of await indexedDB.databases()) kept.push(`database ${name}`);
              for (const name of await caches.keys())
                for (const { url } of await (await caches.open(name)).keys()) kept.push(`cache ${name}: ${new URL(url).pathname}`);
              return kept;
            }
            """);

    public async ValueTask DisposeAsync() => await context.DisposeAsync();

    [GeneratedRegex("^[a-z]+://[^/]+/sign-in", RegexOptions.None, 1000)]
    private static partial Regex SignInPage();
}

using System.Collections.Concurrent;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Afterglow.Browser;

/// <summary>One person in front of one window, and everything that window asked for, said and got wrong.</summary>
public sealed class Visitor : IAsyncDisposable
{
    private readonly IBrowserContext context;
    private readonly ConcurrentQueue<string> requests = new();
    private readonly ConcurrentQueue<string> complaints = new();

    private Visitor(IBrowserContext context, IPage page, string address)
    {
        this.context = context;
        Page = page;
        context.Request += (_, request) => requests.Enqueue(request.Url);
        context.Console += (_, message) =>
        {
            // The browser's own words about an answer that was meant to be a refusal.
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

    internal static async Task<Visitor> OpenAsync(IBrowserContext context, string address) =>
        new(context, await context.NewPageAsync(), address);

    /// <summary>Fills in the sign-in page that is open, and waits until it is left.</summary>
    public async Task SignInAsync(string userName, string password)
    {
        await Page.GetByLabel("User name").FillAsync(userName);
        await Page.GetByLabel("Password", new() { Exact = true }).FillAsync(password);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await Page.WaitForURLAsync(url => !new Uri(url).AbsolutePath.StartsWith("/sign-in", StringComparison.Ordinal));
    }

    /// <summary>Out by the menu under the person's name.</summary>
    public async Task SignOutAsync()
    {
        await Page.Locator("summary", new() { HasText = "Your account" }).ClickAsync();
        await Page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
    }

    /// <summary>What axe-core calls serious or critical on the page as it stands now, one line a fault.</summary>
    public async Task<IReadOnlyList<string>> AccessibilityFaultsAsync()
    {
        // A colour on its way from one to the other is nobody's choice of contrast.
        await Page.EvaluateAsync("Promise.allSettled(document.getAnimations().map(one => one.finished))");
        var found = await Page.RunAxe(new AxeRunOptions { ResultTypes = [ResultType.Violations] });
        return
        [
            .. found.Violations.Where(fault => fault.Impact is "serious" or "critical").SelectMany(fault =>
                fault.Nodes.Select(node => $"{new Uri(Page.Url).PathAndQuery}: {fault.Id} ({fault.Help}) at {node.Target}: {node.Html}")),
        ];
    }

    public async ValueTask DisposeAsync() => await context.DisposeAsync();
}

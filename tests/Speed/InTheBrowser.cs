using System.Globalization;
using System.Text.Json;
using Afterglow.Browser;
using Microsoft.Playwright;

namespace Afterglow.Speed;

/// <summary>
/// The simulator as a prescriber has it: the published application in headless Chromium, 1440 by 900. How long a slider
/// takes from its event to the painted curve, and how long until the spread of 500 virtual people stands behind it.
/// </summary>
internal static class InTheBrowser
{
    // In the page: moves a slider in a frame, as a browser hands on input, and waits for the paint of that frame.
    private const string Move =
        """
        async ([label, at, values, wait]) => {
          const answer = { handled: [], painted: [], banded: [], worked: [], plasma: [] };
          const status = document.querySelector('.sim-status');
          for (const value of values) {
            const slider = [...document.querySelectorAll('input[type=range]')].filter(each => each.getAttribute('aria-label') === label)[at];
            const began = await new Promise(done => requestAnimationFrame(() => {
              const began = performance.now();
              slider.value = value;
              slider.dispatchEvent(new Event('input', { bubbles: true }));
              answer.handled.push(performance.now() - began);
              // The frame is painted before the next task begins.
              const next = new MessageChannel();
              next.port1.onmessage = () => { answer.painted.push(performance.now() - began); done(began); };
              next.port2.postMessage(0);
            }));
            if (!wait) continue;
            while (!status.textContent.includes('500 virtual people (5th')) await new Promise(done => setTimeout(done, 1));
            answer.banded.push(performance.now() - began);
            answer.worked.push(Number(status.dataset.workedMs.split(' ')[0]));
            answer.plasma.push(Number(status.dataset.plasmaMs.split(' ')[0]));
          }
          return answer;
        }
        """;

    private static readonly (string Name, string Label, int[] Values, double Scale)[] Sliders =
    [
        ("dose", "Dose of base", [.. Enumerable.Range(0, 60).Select(k => 6 + k % 30)], 0.05),
        ("duration", "Infused over", [.. Enumerable.Range(0, 60).Select(k => 20 + 5 * (k % 20))], 1),
        ("weight", "Weight", [.. Enumerable.Range(0, 60).Select(k => 60 + k)], 1),
        ("age", "Age", [.. Enumerable.Range(0, 60).Select(k => 25 + k)], 1),
        ("sessions", "Sessions", [.. Enumerable.Range(0, 60).Select(k => 1 + k % 12)], 1),
    ];

    public static async Task MeasureAsync()
    {
        var folder = Directory.CreateTempSubdirectory("afterglow-speed-").FullName;
        try
        {
            await using var app = await RunningApp.StartAsync("demo", "--data", folder, "--no-open");
            using var playwright = await Playwright.CreateAsync();
            await using var browser = await playwright.Chromium.LaunchAsync(new()
            {
                ExecutablePath = Environment.GetEnvironmentVariable("AFTERGLOW_CHROMIUM") is { Length: > 0 } given ? given : "/usr/bin/chromium",
                Args = ["--no-sandbox", "--disable-gpu"],
            });
            Console.WriteLine($"Chromium {browser.Version} without a screen, 1440 by 900; milliseconds");
            for (var fresh = 1; fresh <= 3; fresh++) await MeasureAsync(browser, app.Address, folder, last: fresh == 3);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task MeasureAsync(IBrowser browser, string address, string folder, bool last)
    {
        await using var context = await browser.NewContextAsync(new() { BaseURL = address, ViewportSize = new() { Width = 1440, Height = 900 } });
        var page = await context.NewPageAsync();
        page.SetDefaultTimeout(120_000);
        await SignInAsync(page, folder);
        await page.GotoAsync("/chair/simulator");
        await WholeAsync(page);
        var cold = await page.Locator(".sim-status").GetAttributeAsync("data-worked-ms");
        var plasma = await page.Locator(".sim-status").GetAttributeAsync("data-plasma-ms");
        Console.WriteLine($"a browser that never ran it (infusion, spray): plasma with bands of 500 {plasma}; with the five effects {cold}");
        if (!last) return;
        var clock = await context.NewCDPSessionAsync(page);
        // The thread's own time: a busy machine does not lengthen it.
        await clock.SendAsync("Performance.enable", new() { ["timeDomain"] = "threadTicks" });
        Console.WriteLine();
        Console.WriteLine($"{"slider",-10}{"",-12}{"handled",18}{"painted",18}{"plasma",18}{"worked out",18}{"bands there",18}{"processor",11}");
        Console.WriteLine($"{"",-22}{"median     p95",18}{"median     p95",18}{"median     p95",18}{"median     p95",18}{"median     p95",18}{"a move",11}");
        foreach (var (name, label, values, scale) in Sliders)
        {
            var moves = values.Select(value => (value * scale).ToString(CultureInfo.InvariantCulture)).ToArray();
            // Once to warm up what this slider moves.
            await page.EvaluateAsync(Move, new object[] { label, 0, moves[..20], true });
            foreach (var wait in new[] { false, true })
            {
                await WholeAsync(page);
                var before = await BusyAsync(clock);
                var answer = (await page.EvaluateAsync(Move, new object[] { label, 0, moves, wait }))!.Value;
                var busy = (await BusyAsync(clock) - before) / moves.Length;
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"{name,-10}{(wait ? "let rest" : "dragged on"),-12}{Both(answer, "handled"),18}{Both(answer, "painted"),18}{Both(answer, "plasma"),18}{Both(answer, "worked"),18}{Both(answer, "banded"),18}{busy,11:0.0}"));
            }
        }
        foreach (var way in new[] { "Muscle", "Nose", "Mouth", "UnderTongue", "Vein" })
        {
            var before = await BusyAsync(clock);
            await page.Locator("fieldset.sim-regimen.a select").Nth(1).SelectOptionAsync(way);
            await WholeAsync(page);
            var drawn = (await page.Locator(".sim-status").GetAttributeAsync("data-plasma-ms"))!.Split(' ')[0];
            var worked = (await page.Locator(".sim-status").GetAttributeAsync("data-worked-ms"))!.Split(' ')[0];
            var busy = await BusyAsync(clock) - before;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"route     {way,-12}{"",36}{drawn,18}{worked,18}{"",18}{busy,11:0.0}"));
        }
        Console.WriteLine(
            """

            handled: from the slider's event until its curves are in the page. painted: until that frame is painted. plasma: what the
            kinetics, plasma curves and percentiles of 500 virtual people took, of one regimen. worked out: what
            kinetics, curves and percentiles of 500 virtual people took in all, plasma and the five effects of one regimen. bands there:
            from the event until every band is on the screen, with the page kept free in between; weight and age move both regimens.
            processor: the time of the page's thread for each move, which others on the machine do not lengthen.
            """);
    }

    private static async Task SignInAsync(IPage page, string folder)
    {
        using var file = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(folder, "demo-sign-ins.json")));
        var one = file.RootElement.EnumerateArray().First(each => each.GetProperty("role").GetString() == "Prescriber");
        await page.GotoAsync("/sign-in");
        await page.GetByLabel("User name").FillAsync(one.GetProperty("userName").GetString()!);
        await page.GetByLabel("Password", new() { Exact = true }).FillAsync(one.GetProperty("password").GetString()!);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Main).WaitForAsync();
    }

    private static Task WholeAsync(IPage page) => page.GetByText("500 virtual people (5th").WaitForAsync();

    private static async Task<double> BusyAsync(ICDPSession clock)
    {
        var answer = (await clock.SendAsync("Performance.getMetrics"))!.Value;
        return 1000 * answer.GetProperty("metrics").EnumerateArray().First(each => each.GetProperty("name").GetString() == "TaskDuration").GetProperty("value").GetDouble();
    }

    private static string Both(JsonElement answer, string what)
    {
        var sorted = answer.GetProperty(what).EnumerateArray().Select(each => each.GetDouble()).Order().ToArray();
        return sorted.Length == 0
            ? ""
            : string.Create(CultureInfo.InvariantCulture, $"{sorted[sorted.Length / 2],8:0.0}{sorted[(int)Math.Ceiling(0.95 * sorted.Length) - 1],8:0.0}");
    }
}

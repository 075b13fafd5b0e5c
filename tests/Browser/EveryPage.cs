using Microsoft.Playwright;

namespace Afterglow.Browser;

/// <summary>What holds for every page, whoever opens it.</summary>
public sealed class EveryPage(DemoClinic clinic)
{
    // The walk must have been somewhere, or nothing below says anything.
    private static readonly string[] Known =
    [
        "/", "/account", "/audit", "/clients", "/patients", "/patients/new", "/patients/·", "/patients/·/check-in", "/patients/·/eligibility",
        "/consent-documents", "/patients/·/consent", "/patients/·/plan", "/patients/·/plan/edit", "/protocols",
        "/protocols/rules", "/staff", "/·",
    ];

    [Fact]
    public async Task No_page_has_a_serious_accessibility_fault_in_light_or_in_dark()
    {
        var faults = new List<string>();
        var pages = await clinic.EveryPageAsync(async (visitor, _) =>
        {
            foreach (var colours in new[] { ColorScheme.Light, ColorScheme.Dark })
            {
                await visitor.Page.EmulateMediaAsync(new() { ColorScheme = colours });
                faults.AddRange((await visitor.AccessibilityFaultsAsync()).Select(fault => $"{colours} {fault}"));
            }
        });

        Assert.Empty(Known.Except(pages.Select(page => page.Pattern)));
        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    [Fact]
    public async Task Every_page_opens_without_a_fault_asks_only_this_clinic_for_anything_and_never_scrolls_sideways()
    {
        var faults = new List<string>();
        var pages = await clinic.EveryPageAsync(async (visitor, page) =>
        {
            if (page.Response.Status != (page.Pattern == "/·" ? 404 : 200)) faults.Add($"{page.Role} {page.Path}: {page.Response.Status}");
            faults.AddRange(visitor.Complaints.Select(complaint => $"{page.Path}: {complaint}"));
            faults.AddRange(visitor.Refused.Select(answer => $"{page.Path}: {answer}"));
            faults.AddRange(visitor.Requests.Where(url => !url.StartsWith(clinic.Address + "/", StringComparison.Ordinal)).Select(url => $"{page.Path}: asked {url}"));
            foreach (var size in Viewport.All)
            {
                await visitor.Page.SetViewportSizeAsync(size.Width, size.Height);
                var wide = await visitor.Page.EvaluateAsync<int>("document.documentElement.scrollWidth");
                if (wide > size.Width) faults.Add($"{page.Path}: {wide} pixels wide on a {size.Name} of {size.Width}");
            }
        });

        Assert.Empty(Known.Except(pages.Select(page => page.Pattern)));
        Assert.True(faults.Count == 0, string.Join('\n', faults.Distinct()));
    }

    [Fact]
    public async Task What_browsers_ask_for_by_themselves_is_there()
    {
        // A page without a head of its own, such as an answer of the API, makes a browser look for these.
        await using var visitor = await clinic.SignedInAsync(Core.People.Role.Nurse);
        foreach (var path in new[] { "/favicon.ico", "/favicon.svg", "/apple-touch-icon.png", "/robots.txt" })
        {
            var answer = await visitor.Page.APIRequest.GetAsync(path);
            Assert.True(answer.Ok, $"{path}: {answer.Status}");
        }
    }

    [Fact]
    public async Task The_sign_in_page_has_no_serious_accessibility_fault_in_light_or_in_dark()
    {
        foreach (var colours in new[] { ColorScheme.Light, ColorScheme.Dark })
        {
            await using var visitor = await clinic.VisitorAsync(colours: colours);
            await visitor.GoAsync("/sign-in");
            Assert.Equal([], await visitor.AccessibilityFaultsAsync());
        }
    }
}

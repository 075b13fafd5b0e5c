using Microsoft.Playwright;

namespace Afterglow.Browser;

/// <summary>What holds for every page, whoever opens it.</summary>
public sealed class EveryPage(DemoClinic clinic)
{
    // The walk must have been somewhere, or nothing below says anything.
    private static readonly string[] Known =
    [
        "/", "/account", "/audit", "/clients", "/patients", "/patients/new", "/patients/·", "/patients/·/check-in", "/patients/·/eligibility",
        "/consent-documents", "/patients/·/consent", "/patients/·/plan", "/patients/·/plan/edit", "/patients/·/course", "/patients/·/measures/new", "/protocols",
        "/protocols/rules", "/staff", "/·",
    ];

    // One walk for all of it: following every link of every role takes longer than looking.
    [Fact]
    public async Task Every_page_opens_without_a_fault_is_accessible_asks_only_this_clinic_for_anything_and_never_scrolls_sideways()
    {
        var faults = new List<string>();
        var pages = await clinic.EveryPageAsync(async (visitor, page) =>
        {
            if (page.Response.Status != (page.Pattern == "/·" ? 404 : 200)) faults.Add($"{page.Role} {page.Path}: {page.Response.Status}");
            foreach (var size in Viewport.All) faults.AddRange(await visitor.SidewaysAsync(size));
            faults.AddRange(await visitor.AccessibilityFaultsInBothColoursAsync());
            faults.AddRange(visitor.Complaints.Select(complaint => $"{page.Path}: {complaint}"));
            faults.AddRange(visitor.Refused.Select(answer => $"{page.Path}: {answer}"));
            faults.AddRange(visitor.Requests.Where(url => !url.StartsWith(clinic.Address + "/", StringComparison.Ordinal)).Select(url => $"{page.Path}: asked {url}"));
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
        await using var visitor = await clinic.VisitorAsync();
        await visitor.GoAsync("/sign-in");
        Assert.Equal([], await visitor.AccessibilityFaultsInBothColoursAsync());
    }
}

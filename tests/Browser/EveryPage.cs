using Afterglow.Core.People;
using Microsoft.Playwright;

namespace Afterglow.Browser;

/// <summary>What holds for every page, whoever opens it.</summary>
public sealed class EveryPage(DemoClinic clinic)
{
    [Fact]
    public async Task The_sign_in_page_has_no_serious_accessibility_fault_in_light_or_dark()
    {
        foreach (var colours in new[] { ColorScheme.Light, ColorScheme.Dark })
        {
            await using var visitor = await clinic.VisitorAsync(colours: colours);
            await visitor.Page.GotoAsync("/sign-in");
            Assert.Equal([], await visitor.AccessibilityFaultsAsync());
        }
    }

    [Fact]
    public async Task A_browser_asks_this_clinic_and_nobody_else_for_anything()
    {
        await using var visitor = await clinic.SignedInAsync(Role.Nurse);
        await visitor.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);

        Assert.Contains(visitor.Requests, url => url.EndsWith(".css", StringComparison.Ordinal));
        Assert.Equal([clinic.Address], visitor.Requests.Select(url => new Uri(url).GetLeftPart(UriPartial.Authority)).Distinct());
        Assert.Empty(visitor.Complaints);
    }
}

namespace Afterglow.Browser;

/// <summary>What the clinic shows to everybody.</summary>
public sealed class ThePublicPages(DemoClinic clinic)
{
    [Fact]
    public async Task The_public_pages_have_no_serious_accessibility_fault_and_never_scroll_sideways_in_any_language_size_or_light()
    {
        await using var visitor = await clinic.VisitorAsync();
        foreach (var page in new[] { "/welcome", "/about-ketamine", "/ask", "/link/nothing" })
            foreach (var language in new[] { "en", "es" })
            {
                await visitor.GoAsync($"{page}?lang={language}");
                Assert.Equal([], await visitor.AccessibilityFaultsInBothColoursAsync());
                foreach (var size in Viewport.All) Assert.Equal([], await visitor.SidewaysAsync(size));
            }
        Assert.Empty(visitor.Complaints);
    }
}

using Microsoft.Playwright;

namespace Afterglow.Browser;

/// <summary>Every page at three sizes, light and dark, for whoever wants to look at them.</summary>
[Trait("Kind", "pictures")]
public sealed class Pictures(DemoClinic clinic)
{
    [Fact]
    public async Task Of_every_page()
    {
        var folder = Environment.GetEnvironmentVariable("AFTERGLOW_PICTURES") is { Length: > 0 } given
            ? given
            : Directory.CreateTempSubdirectory("afterglow-pictures-").FullName;
        var pages = await clinic.EveryPageAsync(async (visitor, page) =>
        {
            foreach (var size in Viewport.All)
            {
                await visitor.Page.SetViewportSizeAsync(size.Width, size.Height);
                foreach (var colours in new[] { ColorScheme.Light, ColorScheme.Dark })
                {
                    await visitor.Page.EmulateMediaAsync(new() { ColorScheme = colours });
                    await visitor.Page.ScreenshotAsync(new()
                    {
                        Path = Path.Combine(folder, $"{page.Role}{page.Pattern.Replace('/', '-').Replace("·", "id", StringComparison.Ordinal)}.{size.Name}.{colours}.png".ToLowerInvariant()),
                    });
                }
            }
        });

        Assert.Equal(pages.Select(page => page.Role + page.Pattern).Distinct().Count() * 6, Directory.GetFiles(folder, "*.png").Length);
    }
}

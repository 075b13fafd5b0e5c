using System.Globalization;
using System.Text.RegularExpressions;
using Afterglow.Core.People;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Afterglow.Browser;

/// <summary>A prescriber tries regimens in the browser: what moves, what is said of it, and what is not asked of the server.</summary>
public sealed partial class TheSimulator(DemoClinic clinic)
{
    [Fact]
    public async Task Another_dose_shows_at_once_and_nothing_is_asked_of_the_server()
    {
        await using var prescriber = await clinic.SignedInAsync(Role.Prescriber);
        var page = await OpenAsync(prescriber);
        var asked = prescriber.Requests.Count;
        // Without the network it goes on working.
        await page.Context.SetOfflineAsync(true);

        var first = await PeakAsync(page);
        var dose = page.GetByRole(AriaRole.Slider, new() { Name = "Dose of base" }).First;
        await dose.FocusAsync();
        for (var press = 0; press < 10; press++) await page.Keyboard.PressAsync("ArrowRight");
        await Expect(Regimen(page, "A").GetByText("75 mg (1 mg/kg)")).ToBeVisibleAsync();
        // The body is linear: twice the dose, twice the peak.
        await Expect(SummaryOf(page, "A")).ToContainTextAsync(new Regex(@"75 mg \(1 mg/kg\)", RegexOptions.None, TimeSpan.FromSeconds(1)));
        Assert.Equal(2 * first, await PeakAsync(page), 2.0);

        await Regimen(page, "B").GetByText("84 mg").ClickAsync();
        await Expect(SummaryOf(page, "B")).ToContainTextAsync("84 mg");
        await Expect(page.GetByText("500 virtual people (5th")).ToBeVisibleAsync();
        Assert.Equal(asked, prescriber.Requests.Count);
        Assert.Empty(prescriber.Complaints);
    }

    [Fact]
    public async Task Every_curve_can_be_read_as_a_table_and_every_number_with_its_source()
    {
        await using var nurse = await clinic.SignedInAsync(Role.Nurse);
        var page = await OpenAsync(nurse);
        await page.GetByRole(AriaRole.Button, new() { Name = "Values of Plasma concentration" }).ClickAsync();
        var table = page.GetByRole(AriaRole.Region, new() { Name = "Values of Plasma concentration" });
        await Expect(table.GetByRole(AriaRole.Row)).ToHaveCountAsync(1 + 17);
        await Expect(table).ToContainTextAsync(BandInWords());
        await page.GetByText("The numbers behind this").ClickAsync();
        await Expect(page.GetByText("Otto 2021 Eur J Clin Pharmacol").First).ToBeVisibleAsync();
        await Expect(page.GetByText("assumed", new() { Exact = true }).First).ToBeVisibleAsync();
    }

    [Fact]
    public async Task The_weeks_and_the_chain_show_what_hangs_on_a_link_when_it_is_taken_out()
    {
        await using var therapist = await clinic.SignedInAsync(Role.Therapist);
        var page = await OpenAsync(therapist);
        await page.GetByRole(AriaRole.Tab, new() { Name = "Course, weeks" }).ClickAsync();
        await Expect(page.GetByText("100 virtual people (5th")).ToBeVisibleAsync();
        var symptoms = page.Locator("figure", new() { Has = page.Locator("#sim-symptoms") }).Locator("path.sim-line.a");
        var before = await symptoms.GetAttributeAsync("d");
        var bdnf = page.GetByRole(AriaRole.Checkbox, new() { Name = "BDNF" }).First;
        await bdnf.UncheckAsync();
        await Expect(page.GetByText("1 link is taken out.")).ToBeVisibleAsync();
        await Expect(symptoms).Not.ToHaveAttributeAsync("d", before!);

        await page.GetByRole(AriaRole.Tab, new() { Name = "Mechanism" }).ClickAsync();
        var state = page.GetByRole(AriaRole.Region, new() { Name = "Values of the chain" }).GetByRole(AriaRole.Row).Filter(new() { HasText = "BDNF" });
        await Expect(state).ToContainTextAsync("at rest");
        await page.GetByRole(AriaRole.Checkbox, new() { Name = "BDNF" }).First.CheckAsync();
        await Expect(state).Not.ToContainTextAsync("at rest");
        Assert.Empty(therapist.Complaints);
    }

    [Fact]
    public async Task A_figure_that_cannot_be_meant_is_refused_in_a_sentence_and_changes_nothing()
    {
        await using var prescriber = await clinic.SignedInAsync(Role.Prescriber);
        var page = await OpenAsync(prescriber);
        var before = await PeakAsync(page);
        var weight = page.GetByRole(AriaRole.Textbox, new() { Name = "Weight" });
        foreach (var (typed, said) in new[] { ("7", "Weight goes from 25 to 350 kg."), ("seventy", "Write a number such as 75, without a comma.") })
        {
            await weight.FillAsync(typed);
            await weight.PressAsync("Tab");
            await Expect(page.GetByText(said)).ToBeVisibleAsync();
            Assert.Equal(before, await PeakAsync(page));
        }
        await weight.FillAsync("150");
        await weight.PressAsync("Tab");
        await Expect(Regimen(page, "A").GetByText("75 mg (0.5 mg/kg)")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task It_reads_well_in_every_theme_and_fits_every_screen_while_a_slider_moves()
    {
        foreach (var colours in new[] { ColorScheme.Light, ColorScheme.Dark })
        {
            await using var therapist = await clinic.SignedInAsync(Role.Therapist, colours: colours);
            var page = await OpenAsync(therapist);
            await Expect(page.GetByText("Predicted, not measured").First).ToBeVisibleAsync();
            await Expect(page.GetByText("not a cleared medical device")).ToBeVisibleAsync();
            Assert.Equal([], await therapist.AccessibilityFaultsAsync());
            foreach (var size in Viewport.All)
            {
                await page.SetViewportSizeAsync(size.Width, size.Height);
                var chart = page.Locator("#sim-plasma");
                var dose = page.GetByRole(AriaRole.Slider, new() { Name = "Dose of base" }).First;
                var before = await chart.BoundingBoxAsync();
                await dose.FillAsync("1.2");
                await dose.FillAsync("0.3");
                var after = await chart.BoundingBoxAsync();
                Assert.Equal((before!.X, before.Y, before.Width, before.Height), (after!.X, after.Y, after.Width, after.Height));
                Assert.Equal([], await therapist.SidewaysAsync(size));
            }
            Assert.Empty(therapist.Complaints);
        }
    }

    private static async Task<IPage> OpenAsync(Visitor visitor)
    {
        await visitor.Page.GotoAsync("/protocols");
        await visitor.Page.GetByRole(AriaRole.Link, new() { Name = "Simulator" }).ClickAsync();
        await Expect(visitor.Page.GetByRole(AriaRole.Heading, new() { Level = 1, Name = "Simulator" })).ToBeVisibleAsync(new() { Timeout = 60_000 });
        await Expect(visitor.Page.GetByText("500 virtual people (5th")).ToBeVisibleAsync(new() { Timeout = 60_000 });
        return visitor.Page;
    }

    private static ILocator Regimen(IPage page, string name) => page.GetByRole(AriaRole.Group, new() { Name = $"Regimen {name}" });

    private static ILocator SummaryOf(IPage page, string name) => page.GetByRole(AriaRole.Row).Filter(new() { HasText = $"{name}: " });

    private static async Task<double> PeakAsync(IPage page) => double.Parse(
        await SummaryOf(page, "A").GetByRole(AriaRole.Cell).First.Locator("strong").InnerTextAsync(), CultureInfo.InvariantCulture);

    // The browser knows no explicit captures.
    [GeneratedRegex(@"\d \(\d+(?:\.\d)?–\d+(?:\.\d)?\)", RegexOptions.None, 1000)]
    private static partial Regex BandInWords();
}

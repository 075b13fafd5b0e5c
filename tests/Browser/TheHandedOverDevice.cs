using Afterglow.Core.People;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Afterglow.Browser;

/// <summary>A tablet on which a session was charted, in the hands of the patient who signs on it.</summary>
public sealed class TheHandedOverDevice(DemoClinic clinic)
{
    [Fact]
    public async Task Back_opens_no_chart_and_no_chair_and_other_tabs_show_nothing_until_it_is_given_back()
    {
        await using var nurse = await clinic.SignedInAsync(Role.Nurse, Viewport.Tablet);
        var page = nurse.Page;
        await nurse.GoAsync("/board");
        var chair = await page.Locator(".board a[href^='/chair/sessions/']").First.GetAttributeAsync("href") ?? "";
        await nurse.GoAsync(chair);
        var chart = await page.Locator("a[href*='/patients/']").First.GetAttributeAsync("href") ?? "";
        var other = await page.Context.NewPageAsync();
        await other.GotoAsync(chair);
        var banner = other.Locator("header.top");
        await Expect(banner).ToBeVisibleAsync();

        await nurse.GoAsync(chart);
        await nurse.GoAsync(chart + "/consent");
        await page.GetByLabel("and signs").SelectOptionAsync("photography");
        await page.GetByRole(AriaRole.Button, new() { Name = "Hand this device to the patient" }).ClickAsync();
        await Expect(page.GetByText("For staff")).ToHaveCountAsync(0);
        await Expect(banner).ToBeHiddenAsync();

        var with = page.Locator("[data-handed-over]");
        await Expect(with).ToBeVisibleAsync();
        // Consent, chart, chair, board: none of them comes back.
        for (var step = 0; step < 4; step++)
        {
            await page.GoBackAsync(new() { WaitUntil = WaitUntilState.Commit });
            await Expect(page.GetByLabel("For staff: password")).ToBeVisibleAsync();
            await Expect(page.Locator(".patient-banner, .board, header.top")).ToHaveCountAsync(0);
        }

        await page.GetByLabel("For staff: password").FillAsync(clinic.SignInOf(Role.Nurse).Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Take the device back" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Hand this device to the patient" })).ToBeVisibleAsync();
        await Expect(banner).ToBeVisibleAsync();
        Assert.Empty(nurse.Complaints);
    }
}

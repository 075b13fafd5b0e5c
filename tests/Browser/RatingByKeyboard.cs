using Afterglow.Core.People;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Afterglow.Browser;

/// <summary>A rating is ten digits on the keyboard, and stands on the course a moment later.</summary>
public sealed class RatingByKeyboard(DemoClinic clinic)
{
    [Fact]
    public async Task Ten_digits_and_Enter_are_a_MADRS_on_the_course_which_anybody_can_read()
    {
        await using var visitor = await clinic.SignedInAsync(Role.Prescriber);
        var page = visitor.Page;
        await visitor.GoAsync("/patients");
        var chart = await page.Locator("table a.row-link").First.GetAttributeAsync("href") ?? "";
        await visitor.GoAsync($"{chart}/measures/new?instrument=madrs");
        Assert.Equal([], await visitor.AccessibilityFaultsInBothColoursAsync());
        await Expect(page.Locator("input[name='Form.Answers[item-1]'][value='0']")).ToBeFocusedAsync();
        // A slip, taken back with Backspace, and what the question does not have, which is not taken.
        await page.Keyboard.TypeAsync("59");
        await page.Keyboard.PressAsync("Backspace");
        await page.Keyboard.PressAsync("Backspace");
        await page.Keyboard.TypeAsync("4433233421");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Write it down" })).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByText("MADRS: 29, moderate")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "MADRS on its own scale" })).ToBeVisibleAsync();
        foreach (var path in new[] { page.Url, $"{chart}/course" })
        {
            await visitor.GoAsync(path);
            Assert.Equal([], await visitor.AccessibilityFaultsInBothColoursAsync());
            foreach (var size in Viewport.All) Assert.Equal([], await visitor.SidewaysAsync(size));
        }
        Assert.Empty(visitor.Complaints);
    }
}

using Afterglow.Core.People;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Afterglow.Browser;

/// <summary>From a decision to a series that is booked, by way of a patient who reads the plan in Spanish on a telephone.</summary>
public sealed class AgreeingToAPlan(DemoClinic clinic)
{
    [Fact]
    public async Task A_plan_is_written_agreed_in_Spanish_on_a_phone_and_its_six_sessions_are_booked()
    {
        // A family name nobody else has, however often the journey is run on one clinic.
        var family = "Solano" + Guid.NewGuid().ToString("N")[..6];
        await using var prescriber = await clinic.SignedInAsync(Role.Prescriber);
        var page = prescriber.Page;
        await prescriber.GoAsync("/patients/new");
        await page.GetByLabel("Given names").FillAsync("Inés");
        await page.GetByLabel("Family name").FillAsync(family);
        await page.GetByLabel("Birth date").FillAsync("1990-02-14");
        await page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Button).Last.ClickAsync();
        await page.WaitForURLAsync(url => Guid.TryParse(new Uri(url).Segments[^1], out _));
        var chart = new Uri(page.Url).AbsolutePath;

        await prescriber.GoAsync(chart + "/eligibility");
        await page.GetByLabel("Eligible", new() { Exact = true }).CheckAsync();
        await page.GetByLabel("Reason").FillAsync("Two antidepressants at full dose did not help.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Record the decision" }).ClickAsync();
        await Expect(page.GetByText("The decision is in the record")).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Link, new() { Name = "Plan", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Write a plan" }).ClickAsync();
        await page.GetByLabel("Diagnosis, in your words").FillAsync("Recurrent depression");
        await page.GetByLabel("Low mood").CheckAsync();
        await page.GetByLabel("PHQ-9 at the start").FillAsync("18");
        await page.GetByLabel("Who drives home").FillAsync("Su hermana");
        Assert.Equal([], await prescriber.AccessibilityFaultsAsync());
        await page.GetByRole(AriaRole.Button, new() { Name = "Save the draft" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Propose to the patient" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Show a link to hand over" }).ClickAsync();
        var way = await page.Locator("#hand-over").InnerTextAsync();

        await using var phone = await clinic.VisitorAsync(Viewport.Phone);
        var screen = phone.Page;
        await phone.GoAsync(new Uri(way).AbsolutePath + "?lang=es");
        await screen.GetByLabel("Día").FillAsync("14");
        await screen.GetByLabel("Mes").SelectOptionAsync("2");
        await screen.GetByLabel("Año").FillAsync("1990");
        await screen.GetByRole(AriaRole.Button, new() { Name = "Abrir" }).ClickAsync();
        await phone.GoAsync("/my-plan?lang=es");
        await Expect(screen.GetByText("6 sesiones, con al menos 2 días entre una y otra")).ToBeVisibleAsync();
        await Expect(screen.GetByText("Le lleva a casa: Su hermana.")).ToBeVisibleAsync();
        Assert.Equal([], await phone.AccessibilityFaultsAsync());
        await screen.GetByRole(AriaRole.Button, new() { Name = "He leído este plan y lo acepto" }).ClickAsync();
        await Expect(screen.GetByText("Su respuesta quedó registrada")).ToBeVisibleAsync();
        Assert.Equal([], await phone.AccessibilityFaultsAsync());

        await prescriber.GoAsync(chart + "/plan");
        await page.GetByRole(AriaRole.Link, new() { Name = "Schedule the 6 sessions" }).ClickAsync();
        await Expect(page.GetByText("Filled in from the plan")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Find places" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "6 places were found" })).ToBeVisibleAsync();
        Assert.Equal([], await prescriber.AccessibilityFaultsAsync());
        await page.GetByRole(AriaRole.Button, new() { Name = "Book all 6" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "Booked" }).GetByRole(AriaRole.Listitem)).ToHaveCountAsync(6);
    }
}

using Afterglow.Core.People;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Afterglow.Browser;

/// <summary>From the first message on a phone to a history form that stands in the chart.</summary>
public sealed class AskingForHelp(DemoClinic clinic)
{
    [Fact]
    public async Task From_a_request_on_a_phone_to_a_history_in_Spanish_that_the_nurse_reads_in_the_chart()
    {
        // A family name nobody else has, however often the journey is run on one clinic.
        var family = "Zaragoza" + Guid.NewGuid().ToString("N")[..6];
        await using var phone = await clinic.VisitorAsync(Viewport.Phone);
        await AskAsync(phone, family);

        await using var desk = await clinic.SignedInAsync(Role.FrontDesk, Viewport.Phone);
        await desk.GoAsync("/requests");
        Assert.Equal([], await desk.AccessibilityFaultsAsync());
        await desk.Page.GetByRole(AriaRole.Link, new() { Name = $"Rosario {family}" }).ClickAsync();
        Assert.Equal([], await desk.AccessibilityFaultsAsync());
        await desk.Page.GetByRole(AriaRole.Button, new() { Name = "Make a patient and send the history form" }).ClickAsync();
        await Expect(desk.Page.GetByText("They are a patient now")).ToBeVisibleAsync();

        // The message as the demonstration keeps it; its link is followed on the patient's own phone.
        await desk.GoAsync("/outbox");
        var letter = desk.Page.GetByRole(AriaRole.Article).Filter(new() { HasText = family });
        await Expect(letter).ToContainTextAsync("Un formulario de");
        Assert.Equal([], await desk.AccessibilityFaultsAsync());
        var way = await letter.GetByRole(AriaRole.Link).Filter(new() { HasText = "/link/" }).GetAttributeAsync("href");

        await FillInAsync(phone, way!);

        await using var nurse = await clinic.SignedInAsync(Role.Nurse, Viewport.Tablet);
        await nurse.GoAsync($"/patients?q={family}");
        await nurse.Page.GetByRole(AriaRole.Link, new() { Name = $"Rosario {family}" }).ClickAsync();
        await Expect(nurse.Page.GetByText("History form sent").First).ToBeVisibleAsync();
        await nurse.Page.GetByRole(AriaRole.Link, new() { Name = "History form", Exact = true }).ClickAsync();
        await Expect(nurse.Page.GetByText("Volver a dormir y a cantar")).ToBeVisibleAsync();
        await Expect(nurse.Page.GetByText("sertralina")).ToBeVisibleAsync();
        Assert.Equal([], await nurse.AccessibilityFaultsAsync());
        foreach (var visitor in new[] { phone, desk, nurse })
        {
            Assert.Empty(visitor.Complaints);
            Assert.DoesNotContain(visitor.Requests, url => !url.StartsWith(clinic.Address + "/", StringComparison.Ordinal));
        }
    }

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

    private static async Task AskAsync(Visitor phone, string family)
    {
        var page = phone.Page;
        await phone.GoAsync("/welcome?lang=es");
        await page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Link, new() { Name = "Pedir una consulta" }).First.ClickAsync();
        await page.GetByLabel("No", new() { Exact = true }).CheckAsync();
        await page.GetByLabel("Nombre", new() { Exact = true }).FillAsync("Rosario");
        await page.GetByLabel("Apellidos").FillAsync(family);
        await page.GetByLabel("Día").FillAsync("14");
        await page.GetByLabel("Mes").SelectOptionAsync("2");
        await page.GetByLabel("Año").FillAsync("1990");
        await page.GetByLabel("Correo electrónico").FillAsync("rosario@mail.example");
        await page.GetByLabel("¿Con qué le gustaría que le ayudemos?").FillAsync("Depresión desde hace años.");
        Assert.Equal([], await phone.AccessibilityFaultsAsync());
        // A person needs longer than this for the first question; a robot does not.
        await page.WaitForTimeoutAsync(3100);
        await page.GetByRole(AriaRole.Button, new() { Name = "Enviar" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Recibimos su solicitud" })).ToBeVisibleAsync();
        Assert.Equal([], await phone.AccessibilityFaultsAsync());
    }

    private static async Task FillInAsync(Visitor phone, string way)
    {
        var page = phone.Page;
        await phone.GoAsync(way);
        await page.GetByLabel("Día").FillAsync("14");
        await page.GetByLabel("Mes").SelectOptionAsync("2");
        await page.GetByLabel("Año").FillAsync("1990");
        Assert.Equal([], await phone.AccessibilityFaultsAsync());
        await page.GetByRole(AriaRole.Button, new() { Name = "Abrir el formulario" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Su historia de salud" })).ToBeVisibleAsync();
        Assert.Equal([], await phone.AccessibilityFaultsAsync());
        await page.GetByRole(AriaRole.Link, new() { Name = "Empezar" }).ClickAsync();

        // Saved as soon as it is given: the page is left without the button, and the answer is there.
        var goals = page.GetByLabel("¿Qué espera que cambie?");
        await goals.FillAsync("Volver a dormir y a cantar");
        await goals.BlurAsync();
        await Expect(page.GetByRole(AriaRole.Status)).ToHaveTextAsync("Guardado");
        await phone.GoAsync("/my-history/goals?lang=es");
        await Expect(goals).ToHaveValueAsync("Volver a dormir y a cantar");
        await page.GetByLabel("Español", new() { Exact = true }).Last.CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Guardar y continuar" }).ClickAsync();

        await phone.GoAsync("/my-history/antidepressants?lang=es");
        await Expect(page.GetByRole(AriaRole.Group, new() { Name = "Cada antidepresivo, uno por uno" }).First).ToBeHiddenAsync();
        await page.GetByRole(AriaRole.Group, new() { Name = "¿Ha tomado alguna vez un antidepresivo?" }).GetByLabel("Sí").CheckAsync();
        var list = page.GetByRole(AriaRole.Group, new() { Name = "Cada antidepresivo, uno por uno 1" });
        await list.GetByLabel("Nombre").FillAsync("sertralina");
        await list.GetByLabel("Cantidad más alta al día").FillAsync("150");
        Assert.Equal([], await phone.AccessibilityFaultsAsync());
        await page.GetByRole(AriaRole.Button, new() { Name = "Guardar y continuar" }).ClickAsync();

        await phone.GoAsync("/my-history/review?lang=es");
        await Expect(page.GetByText("sertralina")).ToBeVisibleAsync();
        Assert.Equal([], await phone.AccessibilityFaultsAsync());
        await page.GetByRole(AriaRole.Button, new() { Name = "Enviar a la clínica" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Gracias: recibimos su formulario" })).ToBeVisibleAsync();
        Assert.Equal([], await phone.AccessibilityFaultsAsync());
    }
}

using Afterglow.Core.People;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Afterglow.Browser;

/// <summary>A check-in on a phone, broken off and gone on with on another; and what an answer that tells of danger sets in motion.</summary>
public sealed class CheckingIn(DemoClinic clinic)
{
    [Fact]
    public async Task In_Spanish_on_a_phone_then_on_a_tablet_an_answer_of_danger_shows_help_and_is_a_task_that_a_nurse_takes_and_closes()
    {
        await using var nurse = await clinic.SignedInAsync(Role.Nurse, Viewport.Phone);
        var family = "Quintanar" + Guid.NewGuid().ToString("N")[..6];
        var link = await AskAsync(nurse, family);

        // The first question at once, and only then who it is.
        await using var phone = await clinic.VisitorAsync(Viewport.Phone);
        await phone.GoAsync(link + "?lang=es");
        await Expect(phone.Page.GetByText("Pregunta 1 de 9")).ToBeVisibleAsync();
        Assert.Equal([], await phone.AccessibilityFaultsInBothColoursAsync());
        // Twice as large, it still fits and everything is there.
        await phone.Page.EvaluateAsync("document.documentElement.style.fontSize = '200%'");
        Assert.Equal([], await phone.SidewaysAsync(Viewport.Phone));
        await TapAsync(phone, "Varios días");
        await BornAsync(phone);
        await Expect(phone.Page.GetByText("Pregunta 2 de 9")).ToBeVisibleAsync();
        for (var k = 2; k <= 4; k++) await TapAsync(phone, "Ningún día", $"Pregunta {k + 1} de 9");

        // The battery is empty; the same link opens on the tablet where it was left.
        await using var tablet = await clinic.VisitorAsync(Viewport.Tablet);
        await tablet.GoAsync(link + "?lang=es");
        await BornAsync(tablet);
        await Expect(tablet.Page.GetByText("Pregunta 5 de 9")).ToBeVisibleAsync();
        for (var k = 5; k <= 8; k++) await TapAsync(tablet, "Ningún día", $"Pregunta {k + 1} de 9");
        await TapAsync(tablet, "Varios días");
        await Expect(tablet.Page.GetByRole(AriaRole.Heading, new() { Name = "Llame ahora, por favor" }).First).ToBeVisibleAsync();
        await Expect(tablet.Page.GetByRole(AriaRole.Link, new() { Name = "988" }).First).ToBeVisibleAsync();
        Assert.Equal([], await tablet.AccessibilityFaultsInBothColoursAsync());
        await tablet.Page.GetByRole(AriaRole.Link, new() { Name = "Seguir con las preguntas" }).ClickAsync();
        await Expect(tablet.Page.GetByRole(AriaRole.Heading, new() { Name = "Gracias, eso es todo" })).ToBeVisibleAsync();
        await tablet.GoAsync("/my-course?lang=es");
        await Expect(tablet.Page.GetByText("2 de 27, casi nada")).ToHaveCountAsync(2);
        Assert.Equal([], await tablet.AccessibilityFaultsInBothColoursAsync());
        Assert.Equal([], await tablet.SidewaysAsync(Viewport.Phone));

        // On the board, in one hand: taken, and closed with what was done and not without.
        await nurse.GoAsync("/board");
        await nurse.Page.Locator(".task-strip").ClickAsync();
        var task = nurse.Page.Locator("article.task", new() { HasText = family });
        await Expect(task).ToContainTextAsync("Thoughts of suicide");
        Assert.Equal([], await nurse.AccessibilityFaultsInBothColoursAsync());
        Assert.Equal([], await nurse.SidewaysAsync(Viewport.Phone));
        await task.GetByRole(AriaRole.Button, new() { Name = "I look after this" }).ClickAsync();
        await task.GetByLabel("What was done").FillAsync("Called; safe tonight, her sister is there; seen tomorrow at nine.");
        await task.GetByRole(AriaRole.Button, new() { Name = "Close: it is dealt with" }).ClickAsync();
        await Expect(nurse.Page.GetByText("It is closed, with what you did.")).ToBeVisibleAsync();
        await Expect(nurse.Page.Locator("article.task:not(.done)", new() { HasText = family })).ToHaveCountAsync(0);
        foreach (var visitor in new[] { phone, tablet, nurse }) Assert.Empty(visitor.Complaints);
    }

    /// <summary>A new patient is asked for a PHQ-9 now; returns the link that is handed over.</summary>
    private static async Task<string> AskAsync(Visitor nurse, string family)
    {
        await nurse.GoAsync("/patients/new");
        await nurse.Page.GetByLabel("Given names").FillAsync("Rosario");
        await nurse.Page.GetByLabel("Family name").FillAsync(family);
        await nurse.Page.GetByLabel("Birth date").FillAsync("1990-02-14");
        await nurse.Page.Locator("main button[type=submit]").ClickAsync();
        await nurse.Page.GetByRole(AriaRole.Link, new() { Name = "Own words" }).ClickAsync();
        await nurse.Page.GetByLabel("PHQ-9").CheckAsync();
        await nurse.Page.GetByRole(AriaRole.Button, new() { Name = "Show a link to hand over" }).ClickAsync();
        return new Uri((await nurse.Page.Locator("[data-link]").InnerTextAsync()).Trim()).AbsolutePath;
    }

    private static async Task TapAsync(Visitor visitor, string answer, string? then = null)
    {
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = answer, Exact = true }).ClickAsync();
        if (then is not null) await Expect(visitor.Page.GetByText(then)).ToBeVisibleAsync();
    }

    private static async Task BornAsync(Visitor visitor)
    {
        await Expect(visitor.Page.GetByRole(AriaRole.Heading, new() { Name = "¿Es usted?" })).ToBeVisibleAsync();
        await visitor.Page.GetByLabel("Día").FillAsync("14");
        await visitor.Page.GetByLabel("Mes").SelectOptionAsync("2");
        await visitor.Page.GetByLabel("Año").FillAsync("1990");
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Seguir" }).ClickAsync();
    }
}

using System.Text.Json;
using Afterglow.Core.People;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Afterglow.Browser;

/// <summary>A patient in the chair takes the consent back and gives it anew, on the nurse's phone and in Spanish.</summary>
public sealed class GivingConsent(DemoClinic clinic)
{
    [Fact]
    public async Task Withdrawn_the_gate_is_shut_and_read_understood_and_signed_in_Spanish_it_opens()
    {
        await using var nurse = await clinic.SignedInAsync(Role.Nurse, Viewport.Phone);
        var page = nurse.Page;
        var (session, patient) = await WhoGetsReadyAsync(page);
        var consent = page.Locator(".step", new() { HasText = "Consent" }).First;

        await nurse.GoAsync($"/patients/{patient}/consent");
        Assert.Equal([], await nurse.AccessibilityFaultsAsync());
        await page.GetByRole(AriaRole.Link, new() { Name = "Withdraw" }).First.ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Withdraw now" }).ClickAsync();
        await Expect(page.GetByText("The consent is withdrawn.")).ToBeVisibleAsync();
        await nurse.GoAsync(session);
        await Expect(consent).ToContainTextAsync("The patient withdrew this consent");
        await consent.GetByRole(AriaRole.Button).First.ClickAsync();
        if (await page.GetByRole(AriaRole.Link, new() { Name = "Sign on this device" }).CountAsync() == 0) await consent.GetByRole(AriaRole.Button).First.ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Sign on this device" }).ClickAsync();

        await page.GetByLabel("The patient reads").SelectOptionAsync("es");
        await page.GetByRole(AriaRole.Button, new() { Name = "Hand this device to the patient" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Usted decide" })).ToBeVisibleAsync();
        Assert.Equal([], await nurse.AccessibilityFaultsAsync());
        await page.GetByRole(AriaRole.Button, new() { Name = "Lo he leído: seguir" }).ClickAsync();

        await AnswerAsync(page, "Sí, por la autoridad sanitaria");
        await Expect(page.GetByText("No exactamente. Veámoslo juntos.")).ToBeVisibleAsync();
        Assert.Equal([], await nurse.AccessibilityFaultsAsync());
        foreach (var right in new[] { "No. Este uso es fuera de indicación", "Se va perdiendo; después de una dosis, en unas dos semanas", "Al día siguiente, después de dormir una noche", "Sí, en cualquier momento" })
            await AnswerAsync(page, right);

        await page.GetByLabel("He leído el texto").CheckAsync();
        await page.GetByLabel("Su nombre completo").FillAsync("Quien está en el sillón");
        Assert.Equal([], await nurse.AccessibilityFaultsAsync());
        await page.GetByRole(AriaRole.Button, new() { Name = "Firmar", Exact = true }).ClickAsync();
        await Expect(page.GetByText("Gracias, queda firmado.")).ToBeVisibleAsync();

        // Until it is given back the device opens nothing else.
        await nurse.GoAsync("/board");
        await page.GetByLabel("For staff: password").FillAsync(clinic.SignInOf(Role.Nurse).Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Take the device back" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Hand this device to the patient" })).ToBeVisibleAsync();
        await nurse.GoAsync(session);
        await Expect(consent).ToContainTextAsync("signed");
        await Expect(consent).Not.ToContainTextAsync("withdrew");
        Assert.Empty(nurse.Complaints);
    }

    private static async Task AnswerAsync(IPage page, string answer)
    {
        await page.GetByText(answer, new() { Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Responder" }).ClickAsync();
    }

    /// <summary>The session that has not begun, and whose it is.</summary>
    private static async Task<(string Session, string Patient)> WhoGetsReadyAsync(IPage page)
    {
        var chairs = await (await page.APIRequest.GetAsync("/api/sessions")).JsonAsync();
        foreach (var chair in chairs!.Value.EnumerateArray())
        {
            if (!chair.TryGetProperty("sessionId", out var id) || id.ValueKind != JsonValueKind.String) continue;
            var snapshot = await (await page.APIRequest.GetAsync($"/api/sessions/{id.GetString()}")).JsonAsync();
            var entries = snapshot!.Value.GetProperty("entries").EnumerateArray().Select(entry => entry.GetProperty("kind").GetString()).ToList();
            if (entries.Contains("infusion-started") || entries.Contains("dose-given") || entries.Contains("session-cancelled")) continue;
            return ($"/chair/sessions/{id.GetString()}", snapshot.Value.GetProperty("entries")[0].GetProperty("body").GetProperty("patientId").GetString()!);
        }
        throw new InvalidOperationException("Nobody in the demonstration gets ready.");
    }
}

using System.Text.RegularExpressions;
using Afterglow.Core.People;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Afterglow.Browser;

/// <summary>From the first message on a phone to the chair: everything between, by everybody who has a part in it.</summary>
public sealed partial class FromTheFirstMessage(DemoClinic clinic)
{
    // A family name nobody else has, however often the journey is run on one clinic; nor does anybody share their birth date,
    // or the desk would be asked whether they are known already.
    private readonly string family = "Zaragoza" + Guid.NewGuid().ToString("N")[..6];

    [Fact]
    public async Task A_request_a_history_in_Spanish_two_findings_a_decision_a_consent_a_plan_six_sessions_and_the_board()
    {
        await using var phone = await clinic.VisitorAsync(Viewport.Phone);
        await AskAsync(phone, family);
        await using var desk = await clinic.SignedInAsync(Role.FrontDesk, Viewport.Phone);
        var way = await MakeAPatientAsync(desk);
        await FillInAsync(phone, way);

        await using var prescriber = await clinic.SignedInAsync(Role.Prescriber);
        var chart = await DecideAsync(prescriber);
        await using var nurse = await clinic.SignedInAsync(Role.Nurse, Viewport.Phone);
        await nurse.GoAsync(chart + "/history");
        Assert.Equal([], await nurse.SidewaysAsync(Viewport.Phone));
        await SignAsync(nurse, chart);
        await ProposeAsync(prescriber);
        await AgreeAsync(phone);
        await ComeBackWithoutALinkAsync(phone);
        var first = await BookAsync(prescriber, chart);
        await TakeTheChairAsync(nurse, chart, first);
        foreach (var visitor in new[] { phone, desk, prescriber, nurse })
        {
            Assert.Empty(visitor.Complaints);
            Assert.DoesNotContain(visitor.Requests, url => !url.StartsWith(clinic.Address + "/", StringComparison.Ordinal));
        }
    }

    private static async Task AskAsync(Visitor phone, string family)
    {
        var page = phone.Page;
        await phone.GoAsync("/welcome?lang=es");
        await page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Link, new() { Name = "Pedir una consulta" }).First.ClickAsync();
        await page.GetByLabel("No", new() { Exact = true }).CheckAsync();
        await page.GetByLabel("Nombre", new() { Exact = true }).FillAsync("Rosario");
        await page.GetByLabel("Apellidos").FillAsync(family);
        await page.GetByLabel("Día").FillAsync("23");
        await page.GetByLabel("Mes").SelectOptionAsync("6");
        await page.GetByLabel("Año").FillAsync("1986");
        await page.GetByLabel("Correo electrónico").FillAsync("rosario@mail.example");
        await page.GetByLabel("¿Con qué le gustaría que le ayudemos?").FillAsync("Depresión desde hace años.");
        Assert.Equal([], await phone.AccessibilityFaultsAsync());
        // A person needs longer than this for the first question; a robot does not.
        await page.WaitForTimeoutAsync(3100);
        await page.GetByRole(AriaRole.Button, new() { Name = "Enviar" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Recibimos su solicitud" })).ToBeVisibleAsync();
        Assert.Equal([], await phone.AccessibilityFaultsAsync());
    }

    /// <summary>The desk answers the request; returns the address that was written to the patient, as the demonstration keeps it.</summary>
    private async Task<string> MakeAPatientAsync(Visitor desk)
    {
        await desk.GoAsync("/requests");
        Assert.Equal([], await desk.AccessibilityFaultsAsync());
        await desk.Page.GetByRole(AriaRole.Link, new() { Name = $"Rosario {family}" }).ClickAsync();
        Assert.Equal([], await desk.AccessibilityFaultsAsync());
        await desk.Page.GetByRole(AriaRole.Button, new() { Name = "Make a patient and send the history form" }).ClickAsync();
        await Expect(desk.Page.GetByText("They are a patient now")).ToBeVisibleAsync();
        await desk.GoAsync("/outbox");
        var letter = desk.Page.GetByRole(AriaRole.Article).Filter(new() { HasText = family });
        await Expect(letter).ToContainTextAsync("Un formulario de");
        Assert.Equal([], await desk.AccessibilityFaultsAsync());
        return (await letter.GetByRole(AriaRole.Link).Filter(new() { HasText = "/link/" }).GetAttributeAsync("href"))!;
    }

    private static async Task FillInAsync(Visitor phone, string way)
    {
        var page = phone.Page;
        await phone.GoAsync(way);
        await page.GetByLabel("Día").FillAsync("23");
        await page.GetByLabel("Mes").SelectOptionAsync("6");
        await page.GetByLabel("Año").FillAsync("1986");
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

        // The two answers that the rules will find.
        await phone.GoAsync("/my-history/medicines?lang=es");
        await page.GetByRole(AriaRole.Group, new() { Name = "¿Toma algún medicamento, con o sin receta?" }).GetByLabel("Sí").CheckAsync();
        await page.GetByRole(AriaRole.Group, new() { Name = "Cada medicamento que toma ahora 1" }).GetByLabel("Nombre").FillAsync("lorazepam");
        await page.GetByRole(AriaRole.Button, new() { Name = "Guardar y continuar" }).ClickAsync();
        await phone.GoAsync("/my-history/health?lang=es");
        await page.GetByRole(AriaRole.Group, new() { Name = "¿Tiene la presión alta?" }).GetByLabel("Sí").CheckAsync();
        await page.GetByRole(AriaRole.Group, new() { Name = "¿Está controlada?" }).First.GetByLabel("No", new() { Exact = true }).CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Guardar y continuar" }).ClickAsync();

        await phone.GoAsync("/my-history/review?lang=es");
        await Expect(page.GetByText("sertralina")).ToBeVisibleAsync();
        Assert.Equal([], await phone.AccessibilityFaultsAsync());
        await page.GetByRole(AriaRole.Button, new() { Name = "Enviar a la clínica" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Gracias: recibimos su formulario" })).ToBeVisibleAsync();
        Assert.Equal([], await phone.AccessibilityFaultsAsync());
    }

    /// <summary>The page is closed, and opened again with the passkey of the phone.</summary>
    private static async Task ComeBackWithoutALinkAsync(Visitor phone)
    {
        var page = phone.Page;
        await phone.PlugInPasskeysAsync();
        await phone.GoAsync("/my-care?lang=es");
        await page.GetByRole(AriaRole.Button, new() { Name = "Añadir una llave de acceso en este dispositivo" }).ClickAsync();
        await Expect(page.GetByText("Añadida el")).ToBeVisibleAsync();
        Assert.Equal([], await phone.AccessibilityFaultsAsync());
        await page.GetByRole(AriaRole.Button, new() { Name = "Cerrar estas páginas en este dispositivo" }).ClickAsync();
        await phone.GoAsync("/my-care?lang=es");
        await Expect(page.GetByText("Añadida el")).ToHaveCountAsync(0);
        await phone.GoAsync("/my-page?lang=es");
        Assert.Equal([], await phone.AccessibilityFaultsAsync());
        await page.GetByRole(AriaRole.Button, new() { Name = "Abrir con mi llave de acceso" }).ClickAsync();
        await Expect(page.GetByText("usada por última vez")).ToBeVisibleAsync();
    }

    /// <summary>The prescriber reads the history and what the rules find in it, and decides; returns the path of the chart.</summary>
    private async Task<string> DecideAsync(Visitor prescriber)
    {
        var page = prescriber.Page;
        await prescriber.GoAsync($"/patients?q={family}");
        await page.GetByRole(AriaRole.Link, new() { Name = $"Rosario {family}" }).ClickAsync();
        await Expect(page.GetByText("History form sent").First).ToBeVisibleAsync();
        var chart = new Uri(page.Url).AbsolutePath;
        await page.GetByRole(AriaRole.Link, new() { Name = "History form", Exact = true }).ClickAsync();
        await Expect(page.GetByText("Volver a dormir y a cantar")).ToBeVisibleAsync();
        await Expect(page.GetByText("sertralina")).ToBeVisibleAsync();
        Assert.Equal([], await prescriber.AccessibilityFaultsAsync());

        await prescriber.GoAsync(chart + "/eligibility");
        var decides = page.Locator("#does-PrescriberDecides");
        await Expect(decides.Locator("[id^='ci_htn-']")).ToContainTextAsync("not under control");
        await Expect(decides.Locator("[id^='dd_benzo-']")).ToContainTextAsync("lorazepam");
        await page.GetByLabel("Eligible", new() { Exact = true }).CheckAsync();
        await page.GetByLabel("Reason").FillAsync("Two antidepressants at full dose did not help; the pressure is treated first.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Record the decision" }).ClickAsync();
        await Expect(page.GetByText("The decision is in the record")).ToBeVisibleAsync();
        return chart;
    }

    /// <summary>The patient reads, understands and signs on the nurse's phone, which opens nothing else meanwhile.</summary>
    private async Task SignAsync(Visitor nurse, string chart)
    {
        var page = nurse.Page;
        await nurse.GoAsync(chart + "/consent");
        Assert.Equal([], await nurse.AccessibilityFaultsAsync());
        await page.GetByLabel("The patient reads").SelectOptionAsync("es");
        await page.GetByLabel("and signs").SelectOptionAsync("ketamine-iv");
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
        await page.GetByLabel("Su nombre completo").FillAsync($"Rosario {family}");
        Assert.Equal([], await nurse.AccessibilityFaultsAsync());
        await page.GetByRole(AriaRole.Button, new() { Name = "Firmar", Exact = true }).ClickAsync();
        await Expect(page.GetByText("Gracias, queda firmado.")).ToBeVisibleAsync();

        await nurse.GoAsync("/board");
        await page.GetByLabel("For staff: password").FillAsync(clinic.SignInOf(Role.Nurse).Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Take the device back" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Hand this device to the patient" })).ToBeVisibleAsync();
    }

    private static async Task AnswerAsync(IPage page, string answer)
    {
        await page.GetByText(answer, new() { Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Responder" }).ClickAsync();
    }

    private static async Task ProposeAsync(Visitor prescriber)
    {
        var page = prescriber.Page;
        await page.GetByRole(AriaRole.Link, new() { Name = "Plan", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Write a plan" }).ClickAsync();
        await page.GetByLabel("Diagnosis, in your words").FillAsync("Recurrent depression");
        await page.GetByLabel("Low mood").CheckAsync();
        await page.GetByLabel("PHQ-9 at the start").FillAsync("18");
        await page.GetByLabel("Who drives home").FillAsync("Su hermana");
        Assert.Equal([], await prescriber.AccessibilityFaultsAsync());
        await page.GetByRole(AriaRole.Button, new() { Name = "Save the draft" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Propose to the patient" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Show a link to hand over" })).ToBeVisibleAsync();
    }

    /// <summary>The patient's own phone is still let in by the link of the history form.</summary>
    private static async Task AgreeAsync(Visitor phone)
    {
        var page = phone.Page;
        await phone.GoAsync("/my-plan?lang=es");
        await Expect(page.GetByText("6 sesiones, con al menos 2 días entre una y otra")).ToBeVisibleAsync();
        await Expect(page.GetByText("Le lleva a casa: Su hermana.")).ToBeVisibleAsync();
        Assert.Equal([], await phone.AccessibilityFaultsAsync());
        await page.GetByRole(AriaRole.Button, new() { Name = "He leído este plan y lo acepto" }).ClickAsync();
        await Expect(page.GetByText("Su respuesta quedó registrada")).ToBeVisibleAsync();
        Assert.Equal([], await phone.AccessibilityFaultsAsync());
    }

    /// <summary>The six sessions of the plan; returns the path of the first of them.</summary>
    private static async Task<string> BookAsync(Visitor prescriber, string chart)
    {
        var page = prescriber.Page;
        await prescriber.GoAsync(chart + "/plan");
        await page.GetByRole(AriaRole.Link, new() { Name = "Schedule the 6 sessions" }).ClickAsync();
        await Expect(page.GetByText("Filled in from the plan")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Find places" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "6 places were found" })).ToBeVisibleAsync();
        Assert.Equal([], await prescriber.AccessibilityFaultsAsync());
        await page.GetByRole(AriaRole.Button, new() { Name = "Book all 6" }).ClickAsync();
        var booked = page.GetByRole(AriaRole.Region, new() { Name = "Booked" });
        await Expect(booked.GetByRole(AriaRole.Listitem)).ToHaveCountAsync(6);
        // The newest stands first.
        return (await booked.GetByRole(AriaRole.Link).Last.GetAttributeAsync("href"))!;
    }

    /// <summary>The first session stands on the board as expected, then as a chair; its gate knows the consent, and that it is taken back.</summary>
    private static async Task TakeTheChairAsync(Visitor nurse, string chart, string first)
    {
        var page = nurse.Page;
        await nurse.GoAsync("/board");
        await page.Locator($"a[href='{first}']").ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Check in", Exact = true }).ClickAsync();
        await page.GetByLabel("Indication").FillAsync("Treatment-resistant depression");
        await page.GetByRole(AriaRole.Button, new() { Name = "Check in", Exact = true }).ClickAsync();
        await Expect(page).ToHaveURLAsync(Chair());
        var session = new Uri(page.Url).AbsolutePath;
        var consent = page.Locator(".step", new() { HasText = "Consent" }).First;
        await Expect(consent).ToContainTextAsync("signed");

        await nurse.GoAsync("/board");
        await Expect(page.Locator($".board a[href='{session}']")).ToContainTextAsync("Rosario");
        await nurse.GoAsync(chart + "/consent");
        await page.GetByRole(AriaRole.Link, new() { Name = "Withdraw" }).First.ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Withdraw now" }).ClickAsync();
        await Expect(page.GetByText("The consent is withdrawn.")).ToBeVisibleAsync();
        await nurse.GoAsync(session);
        await Expect(consent).ToContainTextAsync("The patient withdrew this consent");
    }

    [GeneratedRegex("/chair/sessions/[0-9a-f-]{36}$", RegexOptions.None, 1000)]
    private static partial Regex Chair();
}

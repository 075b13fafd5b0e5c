using System.Globalization;
using System.Text.RegularExpressions;
using Afterglow.Core.People;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Afterglow.Browser;

/// <summary>The main job, as it is done: from an imported patient to a signed note.</summary>
public sealed partial class OneSession(DemoClinic clinic)
{
    private static readonly string[] Readings = ["134/82 76 98", "141/88 82 97", "146/90 84 97", "138/84 79 98"];

    [Fact]
    public async Task From_an_imported_patient_to_a_signed_note()
    {
        await using var prescriber = await clinic.SignedInAsync(Role.Prescriber, Viewport.Tablet);
        var page = prescriber.Page;

        await prescriber.PlugInPasskeysAsync();
        await prescriber.AddPasskeyAsync("Ward tablet");
        await CheckInAsync(prescriber);
        await PassTheGateAsync(page);
        await PrepareAndCheckAsync(page);
        Assert.Equal([], await prescriber.AccessibilityFaultsAsync());
        await Button(page, "Start infusion").ClickAsync();
        // Imported, and nobody has looked for contraindications here: the start asks once.
        await Expect(page.GetByRole(AriaRole.Alert).Filter(new() { HasText = "No intake on file" })).ToBeVisibleAsync();
        await Button(page, "Yes, it is right").ClickAsync();

        foreach (var reading in Readings) await VitalsAsync(page, reading);
        await AdverseEventAsync(page);
        Assert.Equal([], await prescriber.AccessibilityFaultsAsync());
        await Button(page, "End infusion").ClickAsync();
        await Button(page, "Yes, it is right").ClickAsync();

        await WasteAsync(page);
        await RecoverAsync(page);
        Assert.Equal([], await prescriber.AccessibilityFaultsAsync());
        await DischargeAsync(page);
        await SignAsync(page);
        await ReadTheNoteAsync(prescriber);
        // Nobody's data stays behind on the tablet: how the screen was set, and the program's own files.
        Assert.DoesNotContain(await prescriber.KeptAsync(), kept => !Setting().IsMatch(kept));
        Assert.Equal([clinic.Address], prescriber.Requests.Select(url => new Uri(url).GetLeftPart(UriPartial.Authority)).Distinct());
        Assert.Empty(prescriber.Complaints);
        // The one signature with a wrong password; everything else that was asked for was there.
        Assert.Collection(prescriber.Refused, answer => Assert.Matches("^4[0-9]{2} POST /api/sessions/.*/sign$", answer));
    }

    private static async Task CheckInAsync(Visitor prescriber)
    {
        var page = prescriber.Page;
        await prescriber.GoAsync("/patients");
        await page.GetByRole(AriaRole.Searchbox).FillAsync("ravensworth 1961-04-09");
        await page.GetByRole(AriaRole.Searchbox).PressAsync("Enter");
        await page.GetByRole(AriaRole.Link, new() { Name = DemoClinic.ImportedPatient }).First.ClickAsync();
        await Expect(page.GetByText("Penicillin").First).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Check in", Exact = true }).ClickAsync();
        await page.GetByLabel("Indication").FillAsync("Treatment-resistant depression");
        await Button(page, "Check in").ClickAsync();
        await Expect(page).ToHaveURLAsync(Chair());
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync("Odette");
    }

    private static async Task PassTheGateAsync(IPage page)
    {
        await Expect(Button(page, "Start infusion")).ToBeVisibleAsync();
        var step = await StepAsync(page, "Consent");
        await step.GetByLabel("Consent document").FillAsync("Consent to ketamine treatment");
        await step.GetByLabel("Version").FillAsync("3");
        await Button(step, "Today").ClickAsync();
        await step.GetByText("Says that this use is off-label").ClickAsync();
        await WriteAsync(page, step, "Record consent", "Consent");

        step = await StepAsync(page, "Room and staff");
        await step.GetByLabel("Prescriber on site").FillAsync("Dr. Hannah Lindqvist");
        await step.GetByText("Oxygen, suction and bag-mask checked").ClickAsync();
        await WriteAsync(page, step, "Confirm the room", "Room and staff");

        step = await StepAsync(page, "Suicide screen");
        await step.GetByRole(AriaRole.Group, new() { Name = "Result" }).Locator("label").First.ClickAsync();
        await WriteAsync(page, step, "Record the screen", "Suicide screen");

        step = await StepAsync(page, "Escort");
        await step.GetByLabel("Escort's name").FillAsync("Paul Ravensworth");
        await Button(step, "partner").ClickAsync();
        await step.GetByText("The patient agrees not to drive until tomorrow").ClickAsync();
        await WriteAsync(page, step, "Record the escort", "Escort");

        step = await StepAsync(page, "Fasting");
        foreach (var ago in await step.GetByRole(AriaRole.Button, new() { Name = "8 h ago" }).AllAsync()) await ago.ClickAsync();
        await WriteAsync(page, step, "Record fasting", "Fasting");

        step = await StepAsync(page, "Weight today");
        await step.GetByLabel("Weight", new() { Exact = true }).FillAsync("68");
        await WriteAsync(page, step, "Record weight", "Weight today");

        step = await StepAsync(page, "Medicines today");
        await WriteAsync(page, step, "None of these was taken", "Medicines today");

        await page.GetByLabel("All in one line").FillAsync("128/78 70 98");
        await page.GetByLabel("All in one line").PressAsync("Enter");
        await MetAsync(page, "Blood pressure");
    }

    /// <summary>0.5 mg/kg of 68 kg are 34 mg: 0.68 mL of a vial of 50 mg/mL.</summary>
    private async Task PrepareAndCheckAsync(IPage page)
    {
        var step = await StepAsync(page, "Dose prepared");
        await step.GetByText("Ketamine 50 mg/mL vial").First.ClickAsync();
        await step.GetByLabel("Lot").FillAsync("K24-118");
        await step.GetByLabel("Expires on").FillAsync(TimeProvider.System.GetUtcNow().AddYears(1).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        await step.GetByLabel("Made up to").FillAsync("50");
        await Expect(step.GetByText("0.68 mL").First).ToBeVisibleAsync();
        await WriteAsync(page, step, "Record the prepared dose", "Dose prepared");

        var (userName, password) = clinic.SignInOf(Role.Nurse);
        step = await StepAsync(page, "Second check");
        await step.GetByLabel("Colleague's user name").FillAsync(userName);
        await step.GetByLabel("Their password").FillAsync(password);
        await step.GetByLabel("Dose they read").FillAsync("34");
        await step.GetByLabel("Volume they read").FillAsync("0.68");
        await WriteAsync(page, step, "Confirm what they read", "Second check");
    }

    private static async Task VitalsAsync(IPage page, string reading)
    {
        var line = page.GetByLabel("All in one line");
        await line.FillAsync(reading);
        await line.PressAsync("Enter");
        await Expect(line).ToHaveValueAsync("");
        await Expect(page.GetByText(reading.Split(' ')[0]).First).ToBeAttachedAsync();
    }

    private static async Task AdverseEventAsync(IPage page)
    {
        await Button(page, "Record adverse event").ClickAsync();
        var side = page.GetByRole(AriaRole.Region, new() { Name = "Beside the sheet" });
        await Button(side, "Nausea").ClickAsync();
        await side.GetByRole(AriaRole.Group, new() { Name = "Severity" }).Locator("label").First.ClickAsync();
        await Button(side, "observed").ClickAsync();
        await Button(side, "Save adverse event").ClickAsync();
        await Expect(side.GetByRole(AriaRole.Heading, new() { Name = "Record adverse event" })).ToBeHiddenAsync();
    }

    private async Task WasteAsync(IPage page)
    {
        var heading = page.GetByRole(AriaRole.Heading, new() { Name = "Left over" });
        var left = Amount().Match(await heading.InnerTextAsync()).Value;
        await page.GetByLabel("Amount wasted").FillAsync(left);
        await Button(page, "into the drug disposal pouch").ClickAsync();
        await Button(page, "Record the waste").ClickAsync();
        var (userName, password) = clinic.SignInOf(Role.Nurse);
        await page.GetByLabel("Witness's user name").FillAsync(userName);
        await page.GetByLabel("Their password").FillAsync(password);
        await page.GetByLabel("Amount they saw destroyed").FillAsync(left);
        await Button(page, "Witness the waste").ClickAsync();
        await Expect(page.GetByText("the balance is closed")).ToBeVisibleAsync();
    }

    private static async Task RecoverAsync(IPage page)
    {
        await VitalsAsync(page, "130/80 72 98");
        await Button(page, "Sedation").ClickAsync();
        await page.GetByRole(AriaRole.Group, new() { Name = "Sedation (MOAA/S)" }).GetByRole(AriaRole.Button).First.ClickAsync();
        // Opened while the sedation is still being written down: that closes its own form, not this one.
        await Button(page, "Dissociation").ClickAsync();
        await page.GetByRole(AriaRole.Group, new() { Name = "Your impression" }).Locator("label").First.ClickAsync();
        await Button(page, "Record dissociation").ClickAsync();
        foreach (var tick in new[] { "Oriented", "Walks steadily", "Suicide risk asked again", "Safety plan and 24-hour contact given", "Written instructions given" })
            await page.Locator("label.choice", new() { HasText = tick }).ClickAsync();
        await Button(page, "Record what I saw").ClickAsync();
        await Expect(page.GetByText("Oriented and walks steadily.")).ToBeVisibleAsync();
    }

    private static async Task DischargeAsync(IPage page)
    {
        // Too early by the criteria: the prescriber is told so, and has to say why.
        await Button(page, "Discharge").ClickAsync();
        await page.GetByLabel("Reason to let the patient go all the same").FillAsync("Stopped after a moment; nothing to observe.");
        await Button(page, "Discharge").ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Sign this session" })).ToBeVisibleAsync();
    }

    private async Task SignAsync(IPage page)
    {
        await page.GetByLabel("Your password").FillAsync("not the password at all");
        await Button(page, "Sign").ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert).Filter(new() { HasText = "password" })).ToBeVisibleAsync();
        await Button(page, "Use a passkey").ClickAsync();
        await Expect(page.GetByText("Signed by")).ToBeVisibleAsync();
        // A word more, and the signature does not hold for it.
        await Button(page, "Note").ClickAsync();
        await page.GetByRole(AriaRole.Region, new() { Name = "Beside the sheet" }).GetByRole(AriaRole.Textbox).First.FillAsync("Her partner asked what to watch for.");
        await Button(page, "Save the note").ClickAsync();
        await Expect(page.GetByText("the newest version is not signed")).ToBeVisibleAsync();
    }

    private static async Task ReadTheNoteAsync(Visitor prescriber)
    {
        var page = prescriber.Page;
        await page.GetByRole(AriaRole.Link, new() { Name = "Open the note" }).ClickAsync();
        await Expect(page).ToHaveURLAsync(Note());
        foreach (var said in Readings.Select(reading => reading.Split(' ')[0])
            .Concat(["Odette Marie Ravensworth", "K24-118", "Nausea", "Paul Ravensworth", "Stopped after a moment", "Penicillin"]))
            await Expect(page.GetByText(said).First).ToBeVisibleAsync();
        Assert.Equal([], await prescriber.AccessibilityFaultsAsync());

        await Expect(page.GetByText("Changed since signing").First).ToBeVisibleAsync();
        await Expect(page.GetByText("Her partner asked what to watch for.").First).ToBeVisibleAsync();

        // Signed once more where it was read.
        await Button(page, "Use a passkey").ClickAsync();
        await Expect(page.GetByText("Changed since signing")).ToHaveCountAsync(0);
        await Expect(page.GetByText("Signed by").First).ToBeVisibleAsync();
    }

    private static ILocator Button(IPage page, string name) => page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    private static ILocator Button(ILocator within, string name) => within.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    private static ILocator Step(IPage page, string title) => page.Locator("li.step", new() { Has = page.Locator(".step-title", new() { HasText = title }) });

    /// <summary>Opens a step of the gate, where it is not the one that is open already.</summary>
    private static async Task<ILocator> StepAsync(IPage page, string title)
    {
        var row = Step(page, title).Locator("button.step-row");
        if (await row.GetAttributeAsync("aria-expanded") != "true") await row.ClickAsync();
        return page.GetByRole(AriaRole.Region, new() { Name = "Chosen step" });
    }

    private static async Task WriteAsync(IPage page, ILocator step, string button, string title)
    {
        await Button(step, button).ClickAsync();
        await MetAsync(page, title);
        // What is done folds up and the next open step unfolds; after the last, nothing is left to unfold.
        if (await page.Locator("li.step.missing, li.step.blocking").CountAsync() > 0)
            await Expect(Step(page, title).Locator("button.step-row")).ToHaveAttributeAsync("aria-expanded", "false");
    }

    private static Task MetAsync(IPage page, string title) => Expect(Step(page, title)).ToHaveClassAsync(Met());

    [GeneratedRegex("/chair/sessions/[^/]+$", RegexOptions.None, 1000)]
    private static partial Regex Chair();

    [GeneratedRegex("^afterglow-(chair|simulator)-[a-z-]+=(light|dark|room|on|off)$|^cache [^:]+: /chair/_framework/", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Setting();

    [GeneratedRegex("/note$", RegexOptions.None, 1000)]
    private static partial Regex Note();

    [GeneratedRegex(@"\bmet\b", RegexOptions.None, 1000)]
    private static partial Regex Met();

    [GeneratedRegex(@"\d+(\.\d+)?", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Amount();
}

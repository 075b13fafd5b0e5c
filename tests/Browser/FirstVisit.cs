using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Afterglow.Browser;

/// <summary>A real clinic on its first day.</summary>
public sealed class FirstVisit(DemoClinic browsers)
{
    private const string Password = "eleven brass kettles";

    [Fact]
    public async Task The_administrator_is_made_sets_up_an_app_gives_a_nurse_a_sign_in_and_adds_a_passkey()
    {
        var folder = Directory.CreateTempSubdirectory("afterglow-first-").FullName;
        try
        {
            await using var app = await RunningApp.StartAsync("serve", "--data", folder);
            await using var administrator = await browsers.VisitorAsync(address: app.Address);
            var page = administrator.Page;
            await administrator.GoAsync("/");
            await page.GetByLabel("Your name").FillAsync("Maya Lindqvist");
            await page.GetByLabel("User name").FillAsync("maya");
            await page.GetByLabel("Password").FillAsync(Password);
            await LookAsync(administrator, "setup");
            await page.GetByRole(AriaRole.Button, new() { Name = "Create the administrator" }).ClickAsync();
            await SetUpFactorAsync(administrator);
            await LookAsync(administrator, "recovery-codes");
            await page.GetByRole(AriaRole.Link, new() { Name = "I have kept them" }).ClickAsync();

            await administrator.GoAsync("/staff");
            await page.GetByLabel("Name", new() { Exact = true }).FillAsync("Ines Okafor");
            await page.GetByLabel("User name").FillAsync("ines");
            await page.GetByLabel("Nurse").CheckAsync();
            await LookAsync(administrator, "staff");
            await page.GetByRole(AriaRole.Button, new() { Name = "Create sign-in" }).ClickAsync();
            await page.GetByRole(AriaRole.Button, new() { Name = "Make a password link" }).ClickAsync();
            var link = await page.Locator("[data-link]").InnerTextAsync();
            await LookAsync(administrator, "staff-member");

            await using var nurse = await browsers.VisitorAsync(address: app.Address);
            await nurse.GoAsync(link);
            await nurse.Page.GetByLabel("Password").FillAsync("twelve copper spoons");
            await LookAsync(nurse, "choose-password");
            await nurse.Page.GetByRole(AriaRole.Button, new() { Name = "Set password" }).ClickAsync();
            await nurse.Page.GetByRole(AriaRole.Link, new() { Name = "Sign in" }).ClickAsync();
            await nurse.Page.GetByLabel("User name").FillAsync("ines");
            await nurse.Page.GetByLabel("Password", new() { Exact = true }).FillAsync("twelve copper spoons");
            await nurse.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
            await SetUpFactorAsync(nurse);

            await WithPasskeyAsync(nurse);

            await administrator.GoAsync("/clients");
            await page.GetByLabel("Name", new() { Exact = true }).FillAsync("Monitor bridge");
            await page.GetByLabel("session.write").CheckAsync();
            await page.GetByRole(AriaRole.Button, new() { Name = "Create client" }).ClickAsync();
            await Expect(page.Locator("[data-secret]")).ToBeVisibleAsync();
            await LookAsync(administrator, "clients");
            await administrator.GoAsync("/audit");
            await Expect(page.GetByRole(AriaRole.Cell, new() { Name = "passkey.added" })).ToBeVisibleAsync();
            await LookAsync(administrator, "audit");
            Assert.Empty(administrator.Complaints);
            Assert.Empty(nurse.Complaints);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task WithPasskeyAsync(Visitor nurse)
    {
        var page = nurse.Page;
        await nurse.PlugInPasskeysAsync();
        await nurse.AddPasskeyAsync("Ward phone");
        await LookAsync(nurse, "account");

        await nurse.SignOutAsync();
        await nurse.GoAsync("/sign-in?returnUrl=%2Faccount");
        await LookAsync(nurse, "sign-in");
        await page.GetByRole(AriaRole.Button, new() { Name = "Use a passkey" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Your account" })).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Remove Ward phone" }).ClickAsync();
        await Expect(page.GetByText("That passkey opens nothing any more.")).ToBeVisibleAsync();
        await nurse.SignOutAsync();
        await nurse.GoAsync("/sign-in");
        await page.GetByRole(AriaRole.Button, new() { Name = "Use a passkey" }).ClickAsync();
        await Expect(page.GetByText("This passkey was not accepted")).ToBeVisibleAsync();
    }

    private static async Task SetUpFactorAsync(Visitor person)
    {
        var page = person.Page;
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Set up your second factor" })).ToBeVisibleAsync();
        await LookAsync(person, "second-factor");
        var key = await page.Locator("[data-key]").InnerTextAsync();
        await page.GetByLabel("Six-digit code").FillAsync(Code(key, DateTimeOffset.UtcNow));
        await page.GetByRole(AriaRole.Button, new() { Name = "Continue" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Keep these recovery codes" })).ToBeVisibleAsync();
    }

    /// <summary>No serious accessibility fault; and a picture, where pictures are asked for.</summary>
    private static async Task LookAsync(Visitor person, string name)
    {
        Assert.Equal([], await person.AccessibilityFaultsAsync());
        if (Environment.GetEnvironmentVariable("AFTERGLOW_PICTURES") is { Length: > 0 } folder && Directory.Exists(folder))
            await person.Page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"first-visit-{name}.png"), FullPage = true });
    }

    // RFC 6238, as the person's phone works it out.
    private static string Code(string key, DateTimeOffset at)
    {
        var bits = string.Concat(key.Select(letter => Convert.ToString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(letter, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        var bytes = Enumerable.Range(0, bits.Length / 8).Select(index => Convert.ToByte(bits.Substring(index * 8, 8), 2)).ToArray();
        var counter = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, at.ToUnixTimeSeconds() / 30);
#pragma warning disable CA5350 // The standard says SHA-1.
        var hash = HMACSHA1.HashData(bytes, counter);
#pragma warning restore CA5350
        var number = BinaryPrimitives.ReadUInt32BigEndian(hash.AsSpan(hash[^1] & 0xf)) & 0x7fff_ffff;
        return (number % 1_000_000).ToString("000000", CultureInfo.InvariantCulture);
    }
}

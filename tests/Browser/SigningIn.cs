using Afterglow.Core.People;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Afterglow.Browser;

public sealed class SigningIn(DemoClinic clinic)
{
    public static TheoryData<Role> Roles { get; } = new(Enum.GetValues<Role>());

    [Theory, MemberData(nameof(Roles))]
    public async Task Every_role_gets_in_with_what_the_command_printed_and_out_again(Role role)
    {
        await using var visitor = await clinic.SignedInAsync(role);
        await visitor.SignOutAsync();
        await Expect(visitor.Page.GetByRole(AriaRole.Heading, new() { Name = "Sign in", Exact = true })).ToBeVisibleAsync();
        await visitor.GoAsync("/");
        await Expect(visitor.Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/sign-in", default, TimeSpan.FromSeconds(1)));
        Assert.Empty(visitor.Complaints);
    }

    [Fact]
    public async Task A_wrong_password_is_refused_in_words_and_nobody_is_signed_in()
    {
        await using var visitor = await clinic.VisitorAsync();
        await visitor.GoAsync("/sign-in");
        await visitor.Page.GetByLabel("User name").FillAsync("nobody-of-this-name");
        await visitor.Page.GetByLabel("Password", new() { Exact = true }).FillAsync("not the password at all");
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();

        await Expect(visitor.Page.GetByRole(AriaRole.Alert)).Not.ToBeEmptyAsync();
        Assert.Empty(await visitor.Page.Context.CookiesAsync() is { } cookies ? cookies.Where(cookie => cookie.Name == "__Host-afterglow") : []);
    }

    [Fact]
    public async Task The_demonstration_says_so_and_says_that_it_is_no_medical_device()
    {
        await using var visitor = await clinic.VisitorAsync();
        await visitor.GoAsync("/sign-in");

        await Expect(visitor.Page.GetByText("Demonstration clinic")).ToBeVisibleAsync();
        await Expect(visitor.Page.GetByText("not a cleared medical device")).ToBeVisibleAsync();
    }
}

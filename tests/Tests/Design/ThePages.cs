using System.Net;
using System.Text.RegularExpressions;
using Afterglow.Core.People;

namespace Afterglow.Tests.Design;

public sealed partial class ThePages
{
    [Fact]
    public async Task A_demonstration_says_so_on_every_page_and_a_real_clinic_never_does()
    {
        await using var demonstration = await Clinic.OpenAsync();
        using var nurse = await demonstration.SignInAsync(Role.Nurse);
        foreach (var page in new[] { "/board", "/patients", "/patients/new", "/protocols", "/protocols/rules", "/account" })
            Assert.Contains("everyone here is made up", await nurse.GetStringAsync(page), StringComparison.Ordinal);
        using var visitor = demonstration.Visitor();
        Assert.Contains("everyone here is made up", await visitor.GetStringAsync("/sign-in"), StringComparison.Ordinal);

        await using var clinic = await Clinic.OpenAsync(demonstration: false);
        using var patient = clinic.Visitor();
        Assert.DoesNotContain("made up", await patient.GetStringAsync("/sign-in"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_page_says_that_it_supports_clinicians_and_is_not_a_cleared_device()
    {
        await using var clinic = await Clinic.OpenAsync();
        using var nurse = await clinic.SignInAsync(Role.Nurse);
        foreach (var page in new[] { "/board", "/patients", "/protocols", "/problem/404" })
        {
            var html = await nurse.GetStringAsync(page);
            Assert.Contains("does not replace their judgement", html, StringComparison.Ordinal);
            Assert.Contains("not a cleared medical device", html, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(Role.FrontDesk, "/board /requests /schedule /patients")]
    [InlineData(Role.Nurse, "/board /tasks /requests /schedule /patients /protocols /chair/simulator")]
    [InlineData(Role.Director, "/board /tasks /schedule /patients /protocols /chair/simulator /audit /public-pages /consent-documents")]
    [InlineData(Role.Administrator, "/protocols /audit /public-pages /consent-documents /staff /clients")]
    public async Task The_ways_shown_are_those_that_open(Role role, string ways)
    {
        await using var clinic = await Clinic.OpenAsync();
        using var browser = await clinic.SignInAsync(role);
        var html = await browser.GetStringAsync("/account");
        var nav = html[html.IndexOf("<nav class=\"nav\"", StringComparison.Ordinal)..];
        nav = nav[..nav.IndexOf("</nav>", StringComparison.Ordinal)];
        Assert.Equal(ways, string.Join(' ', Link().Matches(nav).Select(match => match.Groups["to"].Value)));
    }

    [Theory]
    [InlineData(Role.Nurse, "/board")]
    [InlineData(Role.FrontDesk, "/board")]
    [InlineData(Role.Administrator, "/staff")]
    public async Task The_day_begins_on_the_page_that_a_person_needs(Role role, string page)
    {
        await using var clinic = await Clinic.OpenAsync();
        using var browser = await clinic.SignInAsync(role);
        using var answer = await browser.GetAsync("/");
        Assert.Equal(page, answer.Headers.Location?.ToString());
    }

    [Fact]
    public async Task An_address_with_nothing_behind_it_is_answered_with_a_page_and_404()
    {
        await using var clinic = await Clinic.OpenAsync();
        using var nurse = await clinic.SignInAsync(Role.Nurse);
        using var answer = await nurse.GetAsync("/there-is-no-such-page");
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains("There is nothing at this address", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_of_another_role_is_refused_with_a_page_and_403()
    {
        await using var clinic = await Clinic.OpenAsync();
        using var desk = await clinic.SignInAsync(Role.FrontDesk);
        using var answer = await desk.GetAsync("/protocols");
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Contains("Your role does not open this page", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_not_a_form_is_refused_by_a_page_and_is_no_fault_of_the_server()
    {
        await using var clinic = await Clinic.OpenAsync();
        using var nurse = await clinic.SignInAsync(Role.Nurse);
        using var answer = await nurse.PostAsync("/patients/new", new StringContent("{}", System.Text.Encoding.UTF8, "application/json"));
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, answer.StatusCode);
    }

    [Fact]
    public async Task The_theme_is_in_the_first_byte_and_only_a_known_one()
    {
        await using var clinic = await Clinic.OpenAsync();
        using var visitor = clinic.Visitor();
        Assert.DoesNotContain("data-theme", Root(await visitor.GetStringAsync("/sign-in")), StringComparison.Ordinal);
        visitor.Cookies["theme"] = "dark";
        Assert.Contains("data-theme=\"dark\"", Root(await visitor.GetStringAsync("/sign-in")), StringComparison.Ordinal);
        visitor.Cookies["theme"] = "\"><script>";
        Assert.DoesNotContain("data-theme", Root(await visitor.GetStringAsync("/sign-in")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_page_holds_a_script_or_a_style_of_its_own()
    {
        await using var clinic = await Clinic.OpenAsync();
        using var nurse = await clinic.SignInAsync(Role.Nurse);
        foreach (var page in new[] { "/sign-in", "/board", "/patients", "/patients/new", "/protocols", "/protocols/rules", "/account", "/sessions" })
        {
            var html = await nurse.GetStringAsync(page);
            Assert.Empty(OwnScript().Matches(html).Select(match => match.Value));
            Assert.DoesNotContain(" style=\"", html, StringComparison.Ordinal);
            Assert.DoesNotContain("<style", html, StringComparison.Ordinal);
            Assert.DoesNotContain("onclick=", html, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Every_drawing_that_a_page_names_is_in_the_sheet_of_drawings()
    {
        await using var clinic = await Clinic.OpenAsync();
        using var nurse = await clinic.SignInAsync(Role.Nurse);
        var drawn = Symbol().Matches(await nurse.GetStringAsync("/img/icons.svg")).Select(match => match.Groups["id"].Value).ToHashSet();
        foreach (var page in new[] { "/board", "/patients", "/patients/new", "/patients?q=nobody-of-this-name", "/protocols", "/account", "/sessions" })
        {
            var named = Drawing().Matches(await nurse.GetStringAsync(page)).Select(match => match.Groups["id"].Value).Distinct().ToList();
            Assert.NotEmpty(named);
            Assert.DoesNotContain(named, name => !drawn.Contains(name));
        }
    }

    [Fact]
    public async Task The_stylesheet_names_only_files_of_ours_that_exist()
    {
        await using var clinic = await Clinic.OpenAsync();
        using var visitor = clinic.Visitor();
        var sheet = await visitor.GetStringAsync("/css/afterglow.css");
        var named = Url().Matches(sheet).Select(match => match.Groups["to"].Value).ToList();
        Assert.NotEmpty(named);
        foreach (var file in named)
        {
            using var answer = await visitor.GetAsync(new Uri(new Uri(clinic.Address, "/css/"), file));
            Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{file} answered {(int)answer.StatusCode}.");
        }
        Assert.DoesNotContain("http", string.Concat(named), StringComparison.Ordinal);
    }

    private static string Root(string html) => html[..html.IndexOf("<head", StringComparison.Ordinal)];

    [GeneratedRegex("<a href=\"(?<to>[^\"]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Link();

    [GeneratedRegex("<script(?![^>]*\\ssrc=\"/)[^>]*>", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex OwnScript();

    [GeneratedRegex("<symbol id=\"(?<id>[^\"]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Symbol();

    [GeneratedRegex("icons\\.svg#(?<id>[^\"]*)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Drawing();

    [GeneratedRegex("url\\(\"?(?<to>[^)\"]+)\"?\\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Url();
}

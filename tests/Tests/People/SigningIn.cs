using System.Net;
using Afterglow.Core.People;

namespace Afterglow.Tests.People;

public sealed class SigningIn
{
    [Fact]
    public async Task A_nurse_who_signs_in_is_known_by_name_and_leaves_a_line_in_the_audit()
    {
        await using var clinic = await Clinic.OpenAsync();
        using var browser = await clinic.SignInAsync(Role.Nurse);
        using var answer = await browser.GetAsync("/api/antiforgery");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var line = Assert.Single(await clinic.AuditAsync(), line => line.Action == "sign-in");
        Assert.Equal(clinic.Staff(Role.Nurse).Id.ToString("D"), line.ActorId);
        Assert.Equal("127.0.0.1", line.Origin);
    }

    [Fact]
    public async Task A_cookie_copied_before_sign_out_opens_nothing_afterwards()
    {
        await using var clinic = await Clinic.OpenAsync();
        using var browser = await clinic.SignInAsync(Role.Nurse);
        using var copy = browser.Copy();
        using var signedOut = await browser.PostAsync("/sign-out", null);
        Assert.Equal("/sign-in", signedOut.Headers.Location?.ToString());
        Assert.Contains("\"storage\"", string.Join(',', signedOut.Headers.GetValues("Clear-Site-Data")));
        using var answer = await copy.GetAsync("/api/antiforgery");
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task A_program_without_credentials_gets_401_and_problem_details_never_a_redirect()
    {
        await using var clinic = await Clinic.OpenAsync();
        using var visitor = clinic.Visitor();
        foreach (var path in new[] { "/api/antiforgery", "/api/there-is-no-such-route", "/api" })
        {
            using var answer = await visitor.GetAsync(path);
            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
            Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        }
    }

    [Fact]
    public async Task A_person_who_is_not_signed_in_is_shown_the_way_in_and_comes_back_where_they_wanted()
    {
        await using var clinic = await Clinic.OpenAsync();
        using var visitor = clinic.Visitor();
        using var answer = await visitor.GetAsync("/somewhere?tab=2");
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.EndsWith("/sign-in?returnUrl=%2Fsomewhere%3Ftab%3D2", answer.Headers.Location?.ToString());
        using var signedIn = await visitor.SubmitAsync(
            answer.Headers.Location!.ToString(), new() { ["Form.UserName"] = "nurse", ["Form.Password"] = Clinic.Password });
        Assert.EndsWith("/somewhere?tab=2", signedIn.Headers.Location?.ToString());
    }
}

using System.Net;
using Afterglow.App.People;
using Afterglow.Core.People;

namespace Afterglow.Tests.People;

public sealed class BeingSignedIn
{
    [Fact]
    public async Task Fifteen_minutes_without_a_request_end_a_sign_in_and_fourteen_do_not()
    {
        await using var clinic = await Clinic.OpenAsync();
        using var browser = await clinic.SignInAsync(Role.Nurse);
        clinic.Clock.Advance(TimeSpan.FromMinutes(14));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(browser));
        clinic.Clock.Advance(TimeSpan.FromMinutes(14));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(browser));
        clinic.Clock.Advance(TimeSpan.FromMinutes(15));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(browser));
    }

    [Fact]
    public async Task A_page_that_refreshes_itself_does_not_keep_an_absent_person_signed_in()
    {
        await using var clinic = await Clinic.OpenAsync();
        using var browser = await clinic.SignInAsync(Role.Nurse);
        browser.DefaultRequestHeaders.Add(SignIns.BackgroundHeader, "1");
        for (var minute = 0; minute < 14; minute++)
        {
            clinic.Clock.Advance(TimeSpan.FromMinutes(1));
            Assert.Equal(HttpStatusCode.OK, await StatusAsync(browser));
        }
        clinic.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(browser));
    }

    [Fact]
    public async Task However_busy_a_sign_in_ends_after_twelve_hours_and_proving_oneself_again_does_not_lengthen_it()
    {
        await using var clinic = await Clinic.OpenAsync();
        using var browser = await clinic.SignInAsync(Role.Administrator);
        for (var minutes = 10; minutes < 12 * 60; minutes += 10)
        {
            clinic.Clock.Advance(TimeSpan.FromMinutes(10));
            if (minutes == 600)
            {
                using var proved = await browser.SubmitAsync("/prove", new() { ["Form.Password"] = Clinic.Password });
                Assert.Equal(HttpStatusCode.Redirect, proved.StatusCode);
            }
            Assert.Equal(HttpStatusCode.OK, await StatusAsync(browser));
        }
        clinic.Clock.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(browser));
    }

    [Fact]
    public async Task Signing_in_and_proving_oneself_each_give_the_browser_a_new_key_and_end_the_old_one()
    {
        await using var clinic = await Clinic.OpenAsync();
        using var browser = await clinic.SignInAsync(Role.Administrator);
        using var first = browser.Copy();
        using var proved = await browser.SubmitAsync("/prove", new() { ["Form.Password"] = Clinic.Password });
        Assert.NotEqual(first.Cookies["__Host-afterglow"], browser.Cookies["__Host-afterglow"]);
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(first));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(browser));

        using var second = browser.Copy();
        using var again = await browser.SubmitAsync("/sign-in", new() { ["Form.UserName"] = "nurse", ["Form.Password"] = Clinic.Password });
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(second));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(browser));
    }

    [Fact]
    public async Task The_cookie_is_bound_to_this_host_and_hidden_from_scripts_and_the_table_does_not_hold_its_key()
    {
        await using var clinic = await Clinic.OpenAsync();
        using var visitor = clinic.Visitor();
        using var answer = await visitor.SubmitAsync("/sign-in", new() { ["Form.UserName"] = "nurse", ["Form.Password"] = Clinic.Password });
        var cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie"), line => line.StartsWith("__Host-afterglow=", StringComparison.Ordinal)).ToLowerInvariant();
        Assert.Contains("; secure", cookie);
        Assert.Contains("; httponly", cookie);
        Assert.Contains("; samesite=lax", cookie);
        Assert.Contains("; path=/", cookie);
        Assert.DoesNotContain("expires", cookie);
        Assert.All(answer.Headers.GetValues("Set-Cookie"), line => Assert.Contains("; secure", line, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task A_person_who_is_disabled_is_out_at_the_next_request_and_cannot_come_back()
    {
        await using var clinic = await Clinic.OpenAsync();
        using var browser = await clinic.SignInAsync(Role.Nurse);
        var administrator = clinic.Author(Role.Administrator);
        Assert.True((await clinic.StaffRecords.DisableAsync(administrator, clinic.Staff(Role.Nurse).Id)).Allowed);
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(browser));
        Assert.IsType<PasswordNotAccepted>((await clinic.StaffRecords.VerifyPasswordAsync("nurse", Clinic.Password)).Refusal);
        await clinic.StaffRecords.EnableAsync(administrator, clinic.Staff(Role.Nurse).Id);
        Assert.True((await clinic.StaffRecords.VerifyPasswordAsync("nurse", Clinic.Password)).Allowed);
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(browser));
    }

    [Fact]
    public async Task A_changed_role_counts_from_the_next_request()
    {
        await using var clinic = await Clinic.OpenAsync();
        using var browser = await clinic.SignInAsync(Role.Nurse);
        Assert.Equal(HttpStatusCode.Forbidden, (await browser.GetAsync("/staff")).StatusCode);
        await clinic.StaffRecords.SetRolesAsync(clinic.Author(Role.Administrator), clinic.Staff(Role.Nurse).Id, [Role.Administrator]);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/staff")).StatusCode);
        await clinic.StaffRecords.SetRolesAsync(clinic.Author(Role.Administrator), clinic.Staff(Role.Nurse).Id, [Role.Nurse]);
        Assert.Equal(HttpStatusCode.Forbidden, (await browser.GetAsync("/staff")).StatusCode);
        Assert.Equal(2, (await clinic.AuditAsync()).Count(line => line is { Action: "access.denied", Outcome: "refused", Target: "GET /staff" }));
        Assert.Equal(2, (await clinic.AuditAsync()).Count(line => line.Action == "staff.roles-changed"));
    }

    [Fact]
    public async Task The_clinic_is_never_left_without_an_administrator()
    {
        await using var clinic = await Clinic.OpenAsync();
        var administrator = clinic.Staff(Role.Administrator);
        Assert.IsType<LastAdministrator>((await clinic.StaffRecords.DisableAsync(administrator.Author, administrator.Id)).Refusal);
        Assert.IsType<LastAdministrator>((await clinic.StaffRecords.SetRolesAsync(administrator.Author, administrator.Id, [Role.Nurse])).Refusal);
        await clinic.AddStaffAsync("second", "Second", Role.Administrator);
        Assert.True((await clinic.StaffRecords.DisableAsync(administrator.Author, administrator.Id)).Allowed);
    }

    [Fact]
    public async Task Administrators_pages_ask_for_the_password_again_after_ten_minutes()
    {
        await using var clinic = await Clinic.OpenAsync();
        using var browser = await clinic.SignInAsync(Role.Administrator);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/staff")).StatusCode);
        clinic.Clock.Advance(TimeSpan.FromMinutes(10));
        using var asked = await browser.GetAsync("/staff");
        Assert.Equal("/prove?returnUrl=%2Fstaff", asked.Headers.Location?.ToString());
        using var wrong = await browser.SubmitAsync("/prove?returnUrl=%2Fstaff", new() { ["Form.Password"] = "not the password" });
        Assert.Equal(HttpStatusCode.Unauthorized, wrong.StatusCode);
        using var proved = await browser.SubmitAsync("/prove?returnUrl=%2Fstaff", new() { ["Form.Password"] = Clinic.Password });
        Assert.EndsWith("/staff", proved.Headers.Location?.ToString());
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/staff")).StatusCode);
    }

    [Fact]
    public async Task People_see_where_they_are_signed_in_and_end_it_there_but_not_for_others()
    {
        await using var clinic = await Clinic.OpenAsync();
        using var here = await clinic.SignInAsync(Role.Nurse);
        using var lost = await clinic.SignInAsync(Role.Nurse);
        using var colleague = await clinic.SignInAsync(Role.Therapist);
        var signIns = clinic.Get<SignIns>();
        var mine = await signIns.ListAsync(clinic.Staff(Role.Nurse).Id);
        Assert.Equal(2, mine.Count);
        var theirs = Assert.Single(await signIns.ListAsync(clinic.Staff(Role.Therapist).Id));

        var page = await (await here.GetAsync("/account")).Content.ReadAsStringAsync();
        var other = mine.Single(open => page.Contains($"end-{open.Id:N}", StringComparison.Ordinal));
        using var ended = await here.SubmitAsync("/account", new() { ["Form.SignIn"] = other.Id.ToString() }, $"end-{other.Id:N}");
        Assert.Equal(HttpStatusCode.OK, ended.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(lost));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(here));

        Assert.False(await signIns.EndAsync(clinic.Author(Role.Nurse), theirs.Id, owner: clinic.Staff(Role.Nurse).Id));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(colleague));
    }

    [Fact]
    public async Task Changing_the_password_signs_the_other_browsers_out_and_spends_open_links()
    {
        await using var clinic = await Clinic.OpenAsync();
        using var here = await clinic.SignInAsync(Role.Nurse);
        using var lost = await clinic.SignInAsync(Role.Nurse);
        var link = (await clinic.Get<Passwords>().OfferLinkAsync(clinic.Author(Role.Administrator), clinic.Staff(Role.Nurse).Id, "")).Value;
        using var wrong = await here.SubmitAsync("/account", new() { ["Form.Current"] = "wrong", ["Form.Next"] = "eleven brass kettles" }, "password");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
        using var changed = await here.SubmitAsync("/account", new() { ["Form.Current"] = Clinic.Password, ["Form.Next"] = "eleven brass kettles" }, "password");
        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(lost));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(here));
        Assert.Null(await clinic.Get<Passwords>().WhoseAsync(link));
        Assert.True((await clinic.StaffRecords.VerifyPasswordAsync("nurse", "eleven brass kettles")).Allowed);
        Assert.False((await clinic.StaffRecords.VerifyPasswordAsync("nurse", Clinic.Password)).Allowed);
    }

    [Fact]
    public async Task A_password_link_works_once_and_for_an_hour()
    {
        await using var clinic = await Clinic.OpenAsync(demonstration: false);
        var passwords = clinic.Get<Passwords>();
        var nurse = clinic.Staff(Role.Nurse);
        var late = (await passwords.OfferLinkAsync(clinic.Author(Role.Administrator), nurse.Id, "")).Value;
        clinic.Clock.Advance(TimeSpan.FromMinutes(60));
        Assert.IsType<LinkSpent>((await passwords.ChooseAsync(late, "eleven brass kettles", "")).Refusal);

        var link = (await passwords.OfferLinkAsync(clinic.Author(Role.Administrator), nurse.Id, "")).Value;
        using var visitor = clinic.Visitor();
        using var weak = await visitor.SubmitAsync("/choose-password/" + link, new() { ["Form.Password"] = "password1234" });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, weak.StatusCode);
        using var chosen = await visitor.SubmitAsync("/choose-password/" + link, new() { ["Form.Password"] = "eleven brass kettles" });
        Assert.Equal(HttpStatusCode.OK, chosen.StatusCode);
        Assert.IsType<LinkSpent>((await passwords.ChooseAsync(link, "twelve brass kettles", "")).Refusal);
        Assert.True((await clinic.StaffRecords.VerifyPasswordAsync("nurse", "eleven brass kettles")).Allowed);
    }

    private static async Task<HttpStatusCode> StatusAsync(Browser browser)
    {
        using var answer = await browser.GetAsync("/api/antiforgery");
        return answer.StatusCode;
    }
}

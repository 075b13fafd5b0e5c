using System.Net;
using Afterglow.App.People;
using Afterglow.Core.People;

namespace Afterglow.Tests.People;

public sealed class TheFirstVisit
{
    [Fact]
    public async Task A_clinic_without_staff_shows_only_the_page_that_makes_its_administrator()
    {
        await using var clinic = await Clinic.OpenAsync(demonstration: false, withStaff: false);
        using var browser = clinic.Visitor();
        foreach (var path in new[] { "/", "/sign-in", "/patients", "/staff" })
        {
            using var answer = await browser.GetAsync(path);
            Assert.Equal("/setup", answer.Headers.Location?.ToString());
        }
        using var weak = await browser.SubmitAsync("/setup", Person("maya", "password1234"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, weak.StatusCode);
        Assert.Empty(await clinic.StaffRecords.ListAsync());

        using var made = await browser.SubmitAsync("/setup", Person("maya", "eleven brass kettles"));
        Assert.EndsWith("/sign-in/second-factor", made.Headers.Location?.ToString());
        var administrator = Assert.Single(await clinic.StaffRecords.ListAsync());
        Assert.Equal([Role.Administrator], administrator.Roles);
        using var gone = await browser.GetAsync("/setup");
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
        using var signIn = await browser.GetAsync("/sign-in");
        Assert.Equal(HttpStatusCode.OK, signIn.StatusCode);
    }

    [Fact]
    public async Task Two_people_who_set_up_at_once_make_one_administrator()
    {
        await using var clinic = await Clinic.OpenAsync(demonstration: false, withStaff: false);
        var made = await Task.WhenAll(Enumerable.Range(0, 8).Select(number => clinic.StaffRecords.CreateFirstAsync(
            new NewStaff($"person{number}", "Person", "eleven brass kettles", Role.Administrator), "")));
        Assert.Single(made, result => result.Allowed);
        Assert.Equal(7, made.Count(result => result.Refusal is AlreadySetUp));
        Assert.Single(await clinic.StaffRecords.ListAsync());
    }

    private static Dictionary<string, string> Person(string userName, string password) => new()
    {
        ["Form.DisplayName"] = "Maya Lindqvist", ["Form.UserName"] = userName, ["Form.Password"] = password,
    };
}

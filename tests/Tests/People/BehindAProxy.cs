using Afterglow.Core.People;

namespace Afterglow.Tests.People;

public sealed class BehindAProxy
{
    [Fact]
    public async Task The_audit_holds_the_tablet_s_address_and_the_browser_is_told_to_stay_with_https()
    {
        await using var clinic = await Clinic.OpenAsync(behindProxy: true);
        using var tablet = clinic.Visitor();
        tablet.DefaultRequestHeaders.Add("X-Forwarded-For", "192.0.2.7");
        tablet.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");

        using var refused = await tablet.SubmitAsync("/sign-in", new() { ["Form.UserName"] = Clinic.UserName(Role.Nurse), ["Form.Password"] = "not hers at all" });

        Assert.True(refused.Headers.Contains("Strict-Transport-Security"));
        Assert.Contains(await clinic.AuditAsync(), line => line is { Outcome: "refused", Origin: "192.0.2.7" });
    }

    [Fact]
    public async Task Without_a_proxy_nobody_is_believed_about_where_they_come_from()
    {
        await using var clinic = await Clinic.OpenAsync();
        using var stranger = clinic.Visitor();
        stranger.DefaultRequestHeaders.Add("X-Forwarded-For", "192.0.2.7");
        stranger.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");

        using var refused = await stranger.SubmitAsync("/sign-in", new() { ["Form.UserName"] = Clinic.UserName(Role.Nurse), ["Form.Password"] = "not hers at all" });

        Assert.False(refused.Headers.Contains("Strict-Transport-Security"));
        Assert.Contains(await clinic.AuditAsync(), line => line is { Outcome: "refused", Origin: "127.0.0.1" });
        Assert.DoesNotContain(await clinic.AuditAsync(), line => line.Origin == "192.0.2.7");
    }
}

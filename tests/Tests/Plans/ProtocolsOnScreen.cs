using System.Net;
using Afterglow.Core.People;
using Afterglow.Core.Plans;

namespace Afterglow.Tests.Plans;

public sealed class ProtocolsOnScreen
{
    [Fact]
    public async Task Every_protocol_is_shown_with_its_dose_and_where_it_comes_from()
    {
        await using var clinic = await Clinic.OpenAsync();
        using var nurse = await clinic.SignInAsync(Role.Nurse);
        var html = WebUtility.HtmlDecode(await nurse.GetStringAsync("/protocols"));
        foreach (var protocol in Protocols.All)
        {
            Assert.Contains(protocol.Name, html, StringComparison.Ordinal);
            Assert.Contains(protocol.Series.Value, html, StringComparison.Ordinal);
            foreach (var rule in protocol.GateRules.Concat(protocol.LimitRules).Concat(protocol.DischargeRules))
                Assert.Contains($"id=\"{protocol.Id}-{rule.Id}\"", html, StringComparison.Ordinal);
        }
        Assert.Contains("0.5 mg/kg of base", html, StringComparison.Ordinal);
        Assert.Contains("at 40 min after the first dose", html, StringComparison.Ordinal);
        Assert.Contains("at least 2 h from the first dose", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rule_is_marked_as_a_site_default_exactly_when_it_is_not_established()
    {
        await using var clinic = await Clinic.OpenAsync();
        using var director = await clinic.SignInAsync(Role.Director);
        var html = WebUtility.HtmlDecode(await director.GetStringAsync("/protocols/rules"));
        Assert.Contains(RuleBook.All, rule => !rule.Source.Established);
        foreach (var rule in RuleBook.All)
        {
            var start = html.IndexOf($"id=\"{rule.Id}\"", StringComparison.Ordinal);
            Assert.True(start > 0, $"{rule.Id} is not shown.");
            var shown = html[start..html.IndexOf("</li>", start, StringComparison.Ordinal)];
            Assert.Equal(!rule.Source.Established, shown.Contains("site default, to be confirmed by the medical director", StringComparison.Ordinal));
            Assert.Contains(rule.Source.Citation, shown, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_rules_still_to_be_confirmed_can_be_listed_alone()
    {
        await using var clinic = await Clinic.OpenAsync();
        using var director = await clinic.SignInAsync(Role.Director);
        var html = await director.GetStringAsync("/protocols/rules?show=unconfirmed");
        foreach (var rule in RuleBook.All)
            Assert.Equal(!rule.Source.Established, html.Contains($"id=\"{rule.Id}\"", StringComparison.Ordinal));
    }
}

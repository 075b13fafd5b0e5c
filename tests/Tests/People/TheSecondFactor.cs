using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Afterglow.App.People;
using Afterglow.App.Record;
using Afterglow.Core.People;
using Dapper;

namespace Afterglow.Tests.People;

public sealed partial class TheSecondFactor
{
    [Fact]
    public async Task In_a_real_clinic_a_password_alone_opens_nothing()
    {
        await using var clinic = await Clinic.OpenAsync(demonstration: false);
        using var browser = clinic.Visitor();
        using var answer = await browser.SubmitAsync("/sign-in", Credentials("nurse"));
        Assert.EndsWith("/sign-in/second-factor", answer.Headers.Location?.ToString());
        using var refused = await browser.GetAsync("/api/antiforgery");
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        using var page = await browser.GetAsync("/account");
        Assert.Equal(HttpStatusCode.Redirect, page.StatusCode);
        Assert.Empty(await clinic.Get<SignIns>().ListAsync());
    }

    [Fact]
    public async Task A_person_sets_up_an_app_once_and_from_then_on_is_asked_for_its_code()
    {
        await using var clinic = await Clinic.OpenAsync(demonstration: false);
        var (key, recovery) = await EnrolAsync(clinic, "nurse");
        Assert.Equal(SecondFactor.RecoveryCodes, recovery.Count);
        clinic.Clock.Advance(TimeSpan.FromSeconds(30));

        using var browser = clinic.Visitor();
        using var asked = await browser.SubmitAsync("/sign-in", Credentials("nurse"));
        Assert.EndsWith("/sign-in/code", asked.Headers.Location?.ToString());
        using var wrong = await browser.SubmitAsync("/sign-in/code", new() { ["Form.Code"] = Other(CodeNow(clinic, key)) });
        Assert.Equal(HttpStatusCode.Unauthorized, wrong.StatusCode);
        using var right = await browser.SubmitAsync("/sign-in/code", new() { ["Form.Code"] = CodeNow(clinic, key) });
        Assert.Equal(HttpStatusCode.Redirect, right.StatusCode);
        using var opened = await browser.GetAsync("/api/antiforgery");
        Assert.Equal(HttpStatusCode.OK, opened.StatusCode);
    }

    [Fact]
    public async Task A_code_works_once()
    {
        await using var clinic = await Clinic.OpenAsync(demonstration: false);
        var (key, _) = await EnrolAsync(clinic, "nurse");
        var factor = clinic.Get<SecondFactor>();
        var nurse = clinic.Staff(Role.Nurse).Id;
        // The code that set the app up is spent as well.
        Assert.False((await factor.VerifyAsync(nurse, CodeNow(clinic, key), "")).Allowed);
        clinic.Clock.Advance(TimeSpan.FromSeconds(30));
        var code = CodeNow(clinic, key);
        Assert.True((await factor.VerifyAsync(nurse, code, "")).Allowed);
        Assert.IsType<CodeNotAccepted>((await factor.VerifyAsync(nurse, code, "")).Refusal);
    }

    [Fact]
    public async Task A_code_is_good_for_its_half_minute_and_the_one_on_either_side()
    {
        await using var clinic = await Clinic.OpenAsync(demonstration: false);
        var (key, _) = await EnrolAsync(clinic, "nurse");
        var factor = clinic.Get<SecondFactor>();
        var nurse = clinic.Staff(Role.Nurse).Id;
        clinic.Clock.Advance(TimeSpan.FromMinutes(5));
        foreach (var (steps, accepted) in new[] { (-2, false), (2, false), (-1, true), (0, true), (1, true) })
            Assert.Equal(accepted, (await factor.VerifyAsync(nurse, Code(key, clinic.Clock.GetUtcNow().AddSeconds(30 * steps)), "")).Allowed);
    }

    [Fact]
    public async Task A_recovery_code_lets_in_once_and_is_not_readable_in_the_database()
    {
        await using var clinic = await Clinic.OpenAsync(demonstration: false);
        var (key, recovery) = await EnrolAsync(clinic, "nurse");
        var factor = clinic.Get<SecondFactor>();
        var nurse = clinic.Staff(Role.Nurse).Id;
        Assert.Equal("recovery-code", (await factor.VerifyAsync(nurse, recovery[0], "")).Value);
        Assert.False((await factor.VerifyAsync(nurse, recovery[0], "")).Allowed);
        Assert.Equal("recovery-code", (await factor.VerifyAsync(nurse, recovery[1].ToUpperInvariant().Replace("-", " ", StringComparison.Ordinal), "")).Value);
        Assert.False((await factor.VerifyAsync(clinic.Staff(Role.Director).Id, recovery[2], "")).Allowed);
        Assert.Equal(8, await factor.RecoveryCodesLeftAsync(nurse));

        await using var connection = await clinic.Get<Database>().OpenAsync();
        var kept = string.Join(' ', await connection.QueryAsync<string>("select code from recovery_code union select authenticator_key from staff where authenticator_key is not null"));
        Assert.Contains("a1.", kept);
        Assert.DoesNotContain(key, kept);
        foreach (var code in recovery) Assert.DoesNotContain(code.Replace("-", "", StringComparison.Ordinal), kept);
    }

    [Fact]
    public async Task A_key_moved_to_another_persons_row_does_not_open_there()
    {
        await using var clinic = await Clinic.OpenAsync(demonstration: false);
        var (key, _) = await EnrolAsync(clinic, "nurse");
        await using (var connection = await clinic.Get<Database>().OpenAsync())
            await connection.ExecuteAsync(
                "update staff set authenticator_key = (select authenticator_key from staff where user_name = 'nurse') where user_name = 'administrator'");
        clinic.Clock.Advance(TimeSpan.FromMinutes(1));
        await Assert.ThrowsAnyAsync<CryptographicException>(() =>
            clinic.Get<SecondFactor>().VerifyAsync(clinic.Staff(Role.Administrator).Id, CodeNow(clinic, key), ""));
    }

    [Fact]
    public async Task Ten_wrong_codes_shut_the_account_and_the_password_in_between_does_not_start_the_count_again()
    {
        await using var clinic = await Clinic.OpenAsync(demonstration: false);
        var (key, _) = await EnrolAsync(clinic, "nurse");
        var factor = clinic.Get<SecondFactor>();
        var nurse = clinic.Staff(Role.Nurse).Id;
        clinic.Clock.Advance(TimeSpan.FromMinutes(1));
        for (var attempt = 0; attempt < 10; attempt++)
        {
            Assert.False((await factor.VerifyAsync(nurse, Other(CodeNow(clinic, key)), "")).Allowed);
            if (attempt == 8) Assert.True((await clinic.StaffRecords.VerifyPasswordAsync("nurse", Clinic.Password)).Allowed);
        }
        Assert.False((await factor.VerifyAsync(nurse, CodeNow(clinic, key), "")).Allowed);
        Assert.False((await clinic.StaffRecords.VerifyPasswordAsync("nurse", Clinic.Password)).Allowed);
        clinic.Clock.Advance(TimeSpan.FromMinutes(15));
        Assert.True((await factor.VerifyAsync(nurse, CodeNow(clinic, key), "")).Allowed);
    }

    [Fact]
    public async Task A_new_password_chosen_by_link_does_not_go_round_the_second_factor()
    {
        await using var clinic = await Clinic.OpenAsync(demonstration: false);
        await EnrolAsync(clinic, "nurse");
        var link = (await clinic.Get<Passwords>().OfferLinkAsync(clinic.Author(Role.Administrator), clinic.Staff(Role.Nurse).Id, "")).Value;
        using var browser = clinic.Visitor();
        using var chosen = await browser.SubmitAsync("/choose-password/" + link, new() { ["Form.Password"] = "eleven brass kettles" });
        using var answer = await browser.SubmitAsync("/sign-in", new() { ["Form.UserName"] = "nurse", ["Form.Password"] = "eleven brass kettles" });
        Assert.EndsWith("/sign-in/code", answer.Headers.Location?.ToString());
    }

    [Fact]
    public async Task The_half_way_cookie_lasts_ten_minutes()
    {
        await using var clinic = await Clinic.OpenAsync(demonstration: false);
        var (key, _) = await EnrolAsync(clinic, "nurse");
        using var browser = clinic.Visitor();
        using var asked = await browser.SubmitAsync("/sign-in", Credentials("nurse"));
        clinic.Clock.Advance(TimeSpan.FromMinutes(11));
        using var late = await browser.GetAsync("/sign-in/code");
        Assert.Equal(HttpStatusCode.Redirect, late.StatusCode);
        Assert.NotEmpty(key);
    }

    [Fact]
    public async Task The_demonstration_asks_for_no_second_factor_and_says_so()
    {
        await using var clinic = await Clinic.OpenAsync(demonstration: true);
        using var browser = clinic.Visitor();
        Assert.Contains("No second factor is asked for here", await browser.GetStringAsync("/sign-in"));
        await using var real = await Clinic.OpenAsync(demonstration: false);
        using var other = real.Visitor();
        Assert.DoesNotContain("No second factor", await other.GetStringAsync("/sign-in"));
    }

    /// <summary>Signs in for the first time, as a person does: reads the key off the page and types its code.</summary>
    internal static async Task<(string Key, IReadOnlyList<string> Recovery)> EnrolAsync(Clinic clinic, string userName)
    {
        using var browser = clinic.Visitor();
        using var asked = await browser.SubmitAsync("/sign-in", Credentials(userName));
        var page = await browser.GetStringAsync("/sign-in/second-factor");
        var key = Key().Match(page).Groups["key"].Value;
        Assert.Contains("<svg", page);
        using var done = await browser.SubmitAsync("/sign-in/second-factor", new() { ["Form.Code"] = CodeNow(clinic, key) });
        Assert.Equal(HttpStatusCode.OK, done.StatusCode);
        using var opened = await browser.GetAsync("/api/antiforgery");
        Assert.Equal(HttpStatusCode.OK, opened.StatusCode);
        return (key, [.. RecoveryCode().Matches(await done.Content.ReadAsStringAsync()).Select(match => match.Groups["code"].Value)]);
    }

    internal static string CodeNow(Clinic clinic, string key) => Code(key, clinic.Clock.GetUtcNow());

    [Fact]
    public void The_codes_of_these_tests_are_those_of_the_standard() =>
        // RFC 6238, appendix B: the ASCII key 12345678901234567890 at second 59 gives 94287082.
        Assert.Equal("287082", Code("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", DateTimeOffset.FromUnixTimeSeconds(59)));

    // Written from the standard, so that the product's library is compared with something else than itself.
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

    private static string Other(string code) => (code[0] == '0' ? '1' : '0') + code[1..];

    private static Dictionary<string, string> Credentials(string userName) => new() { ["Form.UserName"] = userName, ["Form.Password"] = Clinic.Password };

    [GeneratedRegex("data-key>(?<key>[A-Z2-7]+)<", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Key();

    [GeneratedRegex("<li>(?<code>[a-z0-9]{4}(-[a-z0-9]{4}){3})</li>", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex RecoveryCode();
}

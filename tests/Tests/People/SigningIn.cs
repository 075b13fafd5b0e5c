using System.Net;
using System.Net.Http.Json;
using Afterglow.App.People;
using Afterglow.Core.People;
using Microsoft.Extensions.DependencyInjection;

namespace Afterglow.Tests.People;

public sealed class SigningIn
{
    [Fact]
    public async Task A_nurse_who_signs_in_is_known_by_name_and_leaves_a_line_in_the_audit()
    {
        await using var clinic = await Clinic.OpenAsync();
        using var browser = await clinic.SignInAsync(Role.Nurse);
        using var answer = await browser.GetAsync("/account");
        Assert.Contains("Nurse Person", await answer.Content.ReadAsStringAsync());
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
        Assert.Single(await clinic.AuditAsync(), line => line.Action == "sign-out");
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
            Assert.Equal("sign-in.required", (await answer.Content.ReadFromJsonAsync<System.Text.Json.Nodes.JsonObject>())!["code"]!.GetValue<string>());
        }
    }

    [Fact]
    public async Task A_person_who_is_not_signed_in_is_shown_the_way_in_and_comes_back_where_they_wanted()
    {
        await using var clinic = await Clinic.OpenAsync();
        using var visitor = clinic.Visitor();
        using var answer = await visitor.GetAsync("/account?tab=2");
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.EndsWith("/sign-in?returnUrl=%2Faccount%3Ftab%3D2", answer.Headers.Location?.ToString());
        using var signedIn = await visitor.SubmitAsync(
            answer.Headers.Location!.ToString(), new() { ["Form.UserName"] = "nurse", ["Form.Password"] = Clinic.Password });
        Assert.EndsWith("/account?tab=2", signedIn.Headers.Location?.ToString());
    }

    [Theory]
    [InlineData("//evil.example")]
    [InlineData("/\\evil.example")]
    [InlineData("/\t/evil.example")]
    [InlineData("/%09/evil.example")]
    [InlineData("https:evil.example")]
    [InlineData("https://evil.example/")]
    [InlineData("javascript:alert(1)")]
    [InlineData("")]
    public async Task After_signing_in_nobody_is_sent_to_another_site(string target)
    {
        await using var clinic = await Clinic.OpenAsync();
        using var visitor = clinic.Visitor();
        using var answer = await visitor.SubmitAsync(
            "/sign-in?returnUrl=" + Uri.EscapeDataString(target), new() { ["Form.UserName"] = "nurse", ["Form.Password"] = Clinic.Password });
        var location = new Uri(clinic.Address, answer.Headers.Location!);
        Assert.Equal(clinic.Address.Authority, location.Authority);
        Assert.DoesNotMatch("^/[/\\\\\t]", answer.Headers.Location!.OriginalString.Replace(clinic.Address.GetLeftPart(UriPartial.Authority), "", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_wrong_password_and_an_unknown_name_get_the_same_answer_and_the_same_audit()
    {
        await using var clinic = await Clinic.OpenAsync();
        using var visitor = clinic.Visitor();
        using var known = await visitor.SubmitAsync("/sign-in", new() { ["Form.UserName"] = "nurse", ["Form.Password"] = "not the password" });
        using var unknown = await visitor.SubmitAsync("/sign-in", new() { ["Form.UserName"] = "nobody", ["Form.Password"] = "not the password" });
        Assert.Equal(HttpStatusCode.Unauthorized, known.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, unknown.StatusCode);
        var sentence = new PasswordNotAccepted().Sentence;
        Assert.Contains(sentence, await known.Content.ReadAsStringAsync());
        Assert.Contains(sentence, await unknown.Content.ReadAsStringAsync());
        Assert.Equal(2, (await clinic.AuditAsync()).Count(line => line is { Action: "password", Outcome: "refused", Origin: "127.0.0.1" }));
    }

    [Fact]
    public async Task An_unknown_name_costs_as_many_hash_rounds_as_a_known_one()
    {
        // Time is not measured, work is: both go through the same hasher once.
        var hasher = new CountingHasher();
        await using var clinic = await Clinic.OpenAsync(builder =>
            builder.Services.AddSingleton<Microsoft.AspNetCore.Identity.IPasswordHasher<StaffAccount>>(hasher));
        await clinic.StaffRecords.VerifyPasswordAsync("nurse", "not the password");
        await clinic.StaffRecords.VerifyPasswordAsync("nobody", "not the password");
        var before = hasher.Verified;
        await clinic.StaffRecords.VerifyPasswordAsync("nurse", "not the password");
        var known = hasher.Verified - before;
        await clinic.StaffRecords.VerifyPasswordAsync("nobody", "not the password");
        Assert.Equal(1, known);
        Assert.Equal(known, hasher.Verified - before - known);
    }

    [Fact]
    public async Task After_ten_wrong_passwords_even_the_right_one_is_refused_for_fifteen_minutes()
    {
        await using var clinic = await Clinic.OpenAsync();
        for (var attempt = 0; attempt < 10; attempt++)
            Assert.False((await clinic.StaffRecords.VerifyPasswordAsync("nurse", "wrong " + attempt)).Allowed);
        Assert.Single(await clinic.AuditAsync(), line => line.Action == "staff.locked");
        Assert.IsType<PasswordNotAccepted>((await clinic.StaffRecords.VerifyPasswordAsync("nurse", Clinic.Password)).Refusal);
        clinic.Clock.Advance(TimeSpan.FromMinutes(14));
        Assert.False((await clinic.StaffRecords.VerifyPasswordAsync("nurse", Clinic.Password)).Allowed);
        clinic.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.True((await clinic.StaffRecords.VerifyPasswordAsync("nurse", Clinic.Password)).Allowed);
    }

    [Fact]
    public async Task A_hundred_guesses_at_once_are_no_more_than_ten()
    {
        await using var clinic = await Clinic.OpenAsync(builder => builder.Services.AddSingleton(new SignInLimits(1000, 1000)));
        await Task.WhenAll(Enumerable.Range(0, 60).Select(guess => clinic.StaffRecords.VerifyPasswordAsync("nurse", "wrong " + guess)));
        Assert.False((await clinic.StaffRecords.VerifyPasswordAsync("nurse", Clinic.Password)).Allowed);
        Assert.Single(await clinic.AuditAsync(), line => line.Action == "staff.locked");
    }

    [Fact]
    public async Task Nine_wrong_passwords_and_a_right_one_start_the_count_again()
    {
        await using var clinic = await Clinic.OpenAsync();
        for (var round = 0; round < 2; round++)
        {
            for (var attempt = 0; attempt < 9; attempt++) await clinic.StaffRecords.VerifyPasswordAsync("nurse", "wrong");
            Assert.True((await clinic.StaffRecords.VerifyPasswordAsync("nurse", Clinic.Password)).Allowed);
        }
    }

    [Fact]
    public async Task Too_many_tries_from_one_address_or_for_one_name_are_told_to_wait()
    {
        await using var clinic = await Clinic.OpenAsync(builder => builder.Services.AddSingleton(new SignInLimits(PerName: 3, PerAddress: 5)));
        using var visitor = clinic.Visitor();
        for (var attempt = 0; attempt < 3; attempt++)
        {
            using var wrong = await visitor.SubmitAsync("/sign-in", new() { ["Form.UserName"] = "nurse", ["Form.Password"] = "wrong" });
            Assert.Equal(HttpStatusCode.Unauthorized, wrong.StatusCode);
        }
        using var sameName = await visitor.SubmitAsync("/sign-in", new() { ["Form.UserName"] = "Nurse", ["Form.Password"] = Clinic.Password });
        Assert.Equal(HttpStatusCode.TooManyRequests, sameName.StatusCode);
        using var otherName = await visitor.SubmitAsync("/sign-in", new() { ["Form.UserName"] = "therapist", ["Form.Password"] = Clinic.Password });
        Assert.Equal(HttpStatusCode.Redirect, otherName.StatusCode);
        using var sameAddress = await visitor.SubmitAsync("/sign-in", new() { ["Form.UserName"] = "director", ["Form.Password"] = Clinic.Password });
        Assert.Equal(HttpStatusCode.TooManyRequests, sameAddress.StatusCode);
    }

    [Fact]
    public async Task The_witness_at_the_chair_is_known_by_their_own_password_and_the_signer_by_theirs()
    {
        await using var clinic = await Clinic.OpenAsync();
        var witness = await clinic.StaffRecords.VerifyPasswordAsync("prescriber", Clinic.Password);
        Assert.Equal("Prescriber Person", witness.Value.Name);
        Assert.Equal([Role.Prescriber], witness.Value.Roles);
        var user = new System.Security.Claims.ClaimsPrincipal(new System.Security.Claims.ClaimsIdentity(
            [new(System.Security.Claims.ClaimTypes.NameIdentifier, clinic.Staff(Role.Nurse).Id.ToString("D"))], SignedIn.Scheme));
        Assert.Equal("Nurse Person", (await clinic.StaffRecords.ReauthenticateAsync(user, Clinic.Password)).Value.Name);
        Assert.IsType<PasswordNotAccepted>((await clinic.StaffRecords.ReauthenticateAsync(user, "not the password")).Refusal);
    }

    [Fact]
    public async Task Passwords_are_kept_as_salted_slow_hashes_of_at_least_600_000_rounds()
    {
        await using var clinic = await Clinic.OpenAsync(builder =>
            builder.Services.Configure<Microsoft.AspNetCore.Identity.PasswordHasherOptions>(options => options.IterationCount = 600_000), withStaff: false);
        var configured = PeopleDefaults.Iterations();
        await clinic.AddStaffAsync("nurse", "Maya", Role.Nurse);
        await using var connection = await clinic.Get<App.Record.Database>().OpenAsync();
        var hash = Convert.FromBase64String((await Dapper.SqlMapper.QuerySingleAsync<string>(connection, "select password_hash from staff"))!);
        // The format of the hasher: a version, the kind of HMAC, then the number of rounds, big-endian.
        Assert.Equal(1, hash[0]);
        Assert.Equal(2u, System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(hash.AsSpan(1)));
        Assert.Equal(600_000u, System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(hash.AsSpan(5)));
        Assert.Equal(600_000, configured);
    }

    private sealed class CountingHasher : Microsoft.AspNetCore.Identity.IPasswordHasher<StaffAccount>
    {
        private readonly Microsoft.AspNetCore.Identity.PasswordHasher<StaffAccount> inner = new();
        private int verified;

        public int Verified => verified;

        public string HashPassword(StaffAccount user, string password) => inner.HashPassword(user, password);

        public Microsoft.AspNetCore.Identity.PasswordVerificationResult VerifyHashedPassword(StaffAccount user, string hashedPassword, string providedPassword)
        {
            Interlocked.Increment(ref verified);
            return inner.VerifyHashedPassword(user, hashedPassword, providedPassword);
        }
    }

    // What the application itself asks for, without the tests' quicker setting.
    private static class PeopleDefaults
    {
        public static int Iterations()
        {
            var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(new());
            builder.AddPeople(new App.ClinicSettings { DataDirectory = Path.GetTempPath() });
            using var services = builder.Services.BuildServiceProvider();
            return services.GetRequiredService<Microsoft.Extensions.Options.IOptions<Microsoft.AspNetCore.Identity.PasswordHasherOptions>>().Value.IterationCount;
        }
    }
}

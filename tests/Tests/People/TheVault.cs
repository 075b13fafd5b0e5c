using System.Security.Cryptography;
using System.Text;
using Afterglow.App.People;
using CsCheck;

namespace Afterglow.Tests.People;

public sealed class TheVault : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("afterglow-vault-").FullName;

    [Fact]
    public void Any_value_comes_back_as_it_was() =>
        Gen.Select(Gen.Byte.Array[0, 200], Gen.String).Sample((value, row) =>
        {
            var vault = new Vault(folder);
            return vault.Open(vault.Seal(value, row), row).AsSpan().SequenceEqual(value);
        }, iter: 200);

    [Fact]
    public void A_value_moved_to_another_row_does_not_open()
    {
        var vault = new Vault(folder);
        var value = vault.Seal("seed"u8, "staff/1");
        Assert.ThrowsAny<CryptographicException>(() => vault.Open(value, "staff/2"));
    }

    [Fact]
    public void A_value_changed_by_one_letter_does_not_open()
    {
        var vault = new Vault(folder);
        var value = vault.Seal("twenty letters of it"u8, "staff/1");
        for (var at = 0; at < value.Length; at++)
        {
            var changed = new StringBuilder(value) { [at] = value[at] == 'B' ? 'C' : 'B' }.ToString();
            if (changed == value) continue;
            var opened = Record.Exception(() => Assert.NotEqual("twenty letters of it"u8.ToArray(), vault.Open(changed, "staff/1")));
            Assert.True(opened is CryptographicException or FormatException, $"Letter {at}: {opened?.GetType().Name ?? "it opened"}");
        }
    }

    [Fact]
    public void The_key_is_made_once_and_only_its_owner_can_read_it()
    {
        var sealedBefore = new Vault(folder).Seal("seed"u8, "row");
        Assert.Equal("seed"u8.ToArray(), new Vault(folder).Open(sealedBefore, "row"));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(folder, "master.key")));
    }

    [Fact]
    public void After_a_new_key_is_added_old_values_still_open_and_new_ones_name_the_new_key()
    {
        var before = new Vault(folder).Seal("seed"u8, "row");
        File.AppendAllText(Path.Combine(folder, "master.key"), Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)) + "\n");
        var vault = new Vault(folder);
        Assert.Equal("seed"u8.ToArray(), vault.Open(before, "row"));
        Assert.NotEqual(before.Split('.')[1], vault.Seal("seed"u8, "row").Split('.')[1]);
    }

    [Fact]
    public async Task Cookie_keys_lie_encrypted_on_the_disk_and_survive_a_restart()
    {
        var clinic = await Clinic.OpenAsync();
        using var browser = await clinic.SignInAsync(Core.People.Role.Nurse);
        var cookies = browser.Cookies.ToDictionary();
        var data = await clinic.CloseAsync();
        var files = Directory.GetFiles(Path.Combine(data, "keys", "cookies"));
        Assert.NotEmpty(files);
        foreach (var file in files)
        {
            var text = await File.ReadAllTextAsync(file);
            Assert.Contains("<sealed", text);
            Assert.DoesNotContain("<value", text);
        }

        await using var again = await Clinic.OpenAsync(withStaff: false, folder: data);
        using var same = again.Visitor();
        foreach (var (name, value) in cookies) same.Cookies[name] = value;
        using var answer = await same.GetAsync("/api/antiforgery");
        Assert.Equal(System.Net.HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task A_new_master_key_is_made_while_people_sign_in_and_nobody_notices()
    {
        await using var clinic = await Clinic.OpenAsync(demonstration: false);
        var (nurse, _) = await TheSecondFactor.EnrolAsync(clinic, "nurse");
        var (director, recovery) = await TheSecondFactor.EnrolAsync(clinic, "director");
        using var signedIn = await SignInAsync(clinic, "prescriber");
        var program = (await clinic.Get<ClientRecords>().CreateAsync(StaffRecords.CommandLine, "Reports", ["session.read"], "")).Value;
        using var stop = new CancellationTokenSource();
        var load = Task.Run(async () =>
        {
            var opened = 0;
            while (!stop.IsCancellationRequested || opened < 20)
            {
                using var page = await signedIn.GetAsync("/account");
                Assert.Equal(System.Net.HttpStatusCode.OK, page.StatusCode);
                opened++;
            }
            return opened;
        });
        var ids = new List<string>();
        for (var round = 0; round < 3; round++)
        {
            var (code, output, error) = await Patients.Commands.RunAsync("keys", "rotate", "--data", clinic.DataDirectory);
            Assert.True(code == 0, error);
            ids.Add(Newest(clinic));
            Assert.Contains($"The new key is {ids[^1]}", output, StringComparison.Ordinal);
            // The server that runs takes the new key at once, and so do the values.
            Assert.Equal(ids[^1], clinic.Get<Vault>().KeyIds[^1]);
            Assert.All(await KeysAsync(clinic), key => Assert.StartsWith($"a1.{ids[^1]}.", key));
            clinic.Clock.Advance(TimeSpan.FromMinutes(1));
            foreach (var (name, key) in new[] { ("nurse", nurse), ("director", director) })
            {
                var staff = (await clinic.StaffRecords.FindAsync(name))!;
                Assert.True((await clinic.Get<SecondFactor>().VerifyAsync(staff.Id, TheSecondFactor.CodeNow(clinic, key), "")).Allowed);
            }
        }
        await stop.CancelAsync();
        Assert.True(await load >= 20);
        Assert.Equal(3, ids.Distinct().Count());
        // Recovery codes on paper and cookies in browsers are as good as before; the token desk goes on.
        Assert.Equal("recovery-code", (await clinic.Get<SecondFactor>().VerifyAsync(clinic.Staff(Core.People.Role.Director).Id, recovery[0], "")).Value);
        using var desk = clinic.Visitor();
        using var token = await desk.PostAsync("/connect/token", new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials", ["client_id"] = program.Client.ClientId, ["client_secret"] = program.Secret,
        }));
        Assert.Equal(System.Net.HttpStatusCode.OK, token.StatusCode);
        foreach (var file in Directory.GetFiles(Path.Combine(clinic.DataDirectory, "keys", "cookies"), "*.xml").Append(Path.Combine(clinic.DataDirectory, "keys", "token-signing.key")))
            Assert.Contains($"a1.{ids[^1]}.", await File.ReadAllTextAsync(file));
        Assert.Equal(3, (await clinic.AuditAsync()).Count(line => line.Action == "keys.rotated"));

        var cookies = signedIn.Cookies.ToDictionary();
        var data = await clinic.CloseAsync();
        await using var again = await Clinic.OpenAsync(withStaff: false, folder: data);
        using var same = again.Visitor();
        foreach (var (name, value) in cookies) same.Cookies[name] = value;
        again.Clock.Advance(clinic.Clock.GetUtcNow() - again.Clock.GetUtcNow());
        using var answer = await same.GetAsync("/api/antiforgery");
        Assert.Equal(System.Net.HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task A_value_put_into_another_persons_row_is_named_and_left_and_everybody_else_gets_the_new_key()
    {
        await using var clinic = await Clinic.OpenAsync(demonstration: false);
        await TheSecondFactor.EnrolAsync(clinic, "nurse");
        await TheSecondFactor.EnrolAsync(clinic, "director");
        var administrator = clinic.Staff(Core.People.Role.Administrator).Id;
        await using (var connection = await clinic.Get<App.Record.Database>().OpenAsync())
            await Dapper.SqlMapper.ExecuteAsync(connection,
                "update staff set authenticator_key = (select authenticator_key from staff where user_name = 'nurse') where user_name = 'administrator'");
        var (code, _, error) = await Patients.Commands.RunAsync("keys", "rotate", "--data", clinic.DataDirectory);
        Assert.Equal(1, code);
        Assert.StartsWith($"staff/{administrator:D}: does not open", error, StringComparison.Ordinal);
        Assert.Single(error.TrimEnd().Split('\n'));
        Assert.Equal(2, (await KeysAsync(clinic)).Count(key => key.StartsWith($"a1.{Newest(clinic)}.", StringComparison.Ordinal)));
    }

    private static string Newest(Clinic clinic) => new Vault(Path.Combine(clinic.DataDirectory, "keys")).KeyIds[^1];

    private static async Task<IReadOnlyList<string>> KeysAsync(Clinic clinic)
    {
        await using var connection = await clinic.Get<App.Record.Database>().OpenAsync();
        return [.. await Dapper.SqlMapper.QueryAsync<string>(connection, "select authenticator_key from staff where authenticator_key is not null")];
    }

    /// <summary>In a real clinic: password, then the app that is set up on the way.</summary>
    private static async Task<Browser> SignInAsync(Clinic clinic, string userName)
    {
        var browser = clinic.Visitor();
        using var asked = await browser.SubmitAsync("/sign-in", new() { ["Form.UserName"] = userName, ["Form.Password"] = Clinic.Password });
        var key = System.Text.RegularExpressions.Regex.Match(await browser.GetStringAsync("/sign-in/second-factor"), "data-key>(?<key>[A-Z2-7]+)<", System.Text.RegularExpressions.RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)).Groups["key"].Value;
        using var done = await browser.SubmitAsync("/sign-in/second-factor", new() { ["Form.Code"] = TheSecondFactor.CodeNow(clinic, key) });
        Assert.Equal(System.Net.HttpStatusCode.OK, done.StatusCode);
        return browser;
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}

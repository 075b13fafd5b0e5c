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

    public void Dispose() => Directory.Delete(folder, recursive: true);
}

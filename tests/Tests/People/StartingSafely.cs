using Afterglow.App;
using Afterglow.App.Cli;
using Afterglow.App.Demo;
using Afterglow.App.People;
using Afterglow.App.Record;
using Afterglow.Tests.Patients;
using Dapper;
using Microsoft.Extensions.Configuration;

namespace Afterglow.Tests.People;

/// <summary>What a clinic does not start with.</summary>
public sealed class StartingSafely : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("afterglow-start-").FullName;

    private ClinicSettings Settings => new() { DataDirectory = folder };

    [Theory]
    [InlineData("serve", "--port", "abc", "“abc” cannot be meant for --port")]
    [InlineData("serve", "--backup-every", "soon", "“soon” cannot be meant for --backup-every")]
    [InlineData("demo", "--port", "70000", "A port is a number from 1 to 65535")]
    public async Task What_is_no_number_is_refused_in_a_sentence(string command, string option, string value, string sentence)
    {
        var (code, _, error) = await Commands.RunAsync(command, option, value);
        Assert.Equal(2, code);
        Assert.StartsWith(sentence, error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("serve")]
    [InlineData("demo", "--no-open")]
    [InlineData("verify")]
    [InlineData("client", "list")]
    public async Task A_file_where_a_folder_belongs_is_refused_in_a_sentence_and_left_as_it_is(params string[] words)
    {
        using var commands = new Commands();
        var file = commands.Write("file", "kept");
        var (code, _, error) = await Commands.RunAsync([.. words, "--data", file]);
        Assert.Equal(2, code);
        Assert.StartsWith($"{file} is a file, and --data names a folder", error, StringComparison.Ordinal);
        Assert.Equal("kept", await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void A_folder_that_is_empty_or_holds_a_clinic_of_ones_own_is_opened()
    {
        Assert.Null(Check());
        _ = new Vault(Settings.KeysDirectory);
        Assert.Null(Check(("ASPNETCORE_ENVIRONMENT", "Development"), ("ASPNETCORE_FORWARDEDHEADERS_ENABLED", "false")));
    }

    [Fact]
    public void A_demonstration_whose_passwords_are_published_is_not_served_as_a_clinic()
    {
        using var demonstration = new DemoFolder(folder);
        demonstration.Begin(1, DateTimeOffset.UnixEpoch);
        Assert.Contains("./afterglow demo", Check(), StringComparison.Ordinal);
        Assert.Null(StartupCheck.BeforeOpening(Settings with { Demonstration = true }, Environment()));
    }

    [Theory]
    [InlineData("ASPNETCORE_FORWARDEDHEADERS_ENABLED", "true", "--behind-proxy")]
    [InlineData("DOTNET_FORWARDEDHEADERS_ENABLED", "TRUE", "--behind-proxy")]
    [InlineData("Kestrel:Endpoints:Http:Url", "http://0.0.0.0:80", "Kestrel__Endpoints")]
    public void Settings_from_the_shell_that_would_open_the_clinic_are_named(string name, string value, string says) =>
        Assert.Contains(says, Check((name, value)), StringComparison.Ordinal);

    [Fact]
    public void Keys_that_others_on_the_machine_may_read_are_named_with_what_to_do()
    {
        if (OperatingSystem.IsWindows()) return;
        _ = new Vault(Settings.KeysDirectory);
        File.SetUnixFileMode(Path.Combine(Settings.KeysDirectory, "master.key"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        Assert.Contains("chmod -R go=", Check(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("c2hvcnQ=\n")]
    [InlineData("not base64 at all!\n")]
    public void A_master_key_that_is_no_key_is_never_used(string content)
    {
        Directory.CreateDirectory(Settings.KeysDirectory);
        File.WriteAllText(Path.Combine(Settings.KeysDirectory, "master.key"), content);
        Assert.Contains("backup", Assert.Throws<InvalidOperationException>(() => new Vault(Settings.KeysDirectory)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_database_is_nobody_elses_and_every_new_connection_is_asked_whether_it_writes_safely()
    {
        await using var clinic = await Clinic.OpenAsync();
        await using var connection = await clinic.Get<Database>().OpenAsync();
        // The log for writing ahead is there while somebody reads.
        await connection.ExecuteScalarAsync<long>("select count(*) from entry");
        if (!OperatingSystem.IsWindows())
            foreach (var name in new[] { "afterglow.db", "afterglow.db-wal", "anchor.log" })
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(clinic.DataDirectory, name)));
        // A database in memory cannot keep a log for writing ahead: it stands for a disk that does not take the setting.
        var refused = await Assert.ThrowsAsync<UnsafeDatabaseException>(() => new Database(":memory:").OpenAsync());
        Assert.Contains("memory 2 1 1", refused.Message, StringComparison.Ordinal);
        Assert.Equal(5000, await connection.ExecuteScalarAsync<long>("pragma busy_timeout"));
    }

    [Fact]
    public async Task The_shell_cannot_make_it_show_the_inside_of_a_fault()
    {
        var before = System.Environment.GetEnvironmentVariable("ASPNETCORE_ENVIRONMENT");
        System.Environment.SetEnvironmentVariable("ASPNETCORE_ENVIRONMENT", "Development");
        try
        {
            await using var clinic = await Clinic.OpenAsync(withStaff: false);
            Assert.True(Microsoft.Extensions.Hosting.HostEnvironmentEnvExtensions.IsProduction(clinic.App.Environment));
        }
        finally
        {
            System.Environment.SetEnvironmentVariable("ASPNETCORE_ENVIRONMENT", before);
        }
    }

    public void Dispose()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
    }

    private string? Check(params (string Name, string Value)[] shell) => StartupCheck.BeforeOpening(Settings, Environment(shell));

    private static IConfiguration Environment(params (string Name, string Value)[] shell) =>
        new ConfigurationBuilder().AddInMemoryCollection(shell.Select(setting => new KeyValuePair<string, string?>(setting.Name, setting.Value))).Build();
}

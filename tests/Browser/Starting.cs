using Afterglow.Core.People;

namespace Afterglow.Browser;

/// <summary>The two commands, as typed.</summary>
public sealed class Starting(DemoClinic clinic)
{
    [Theory, InlineData("demo"), InlineData("serve")]
    public async Task A_port_that_is_taken_is_one_sentence_and_exit_code_1(string command)
    {
        var data = Path.Combine(Path.GetTempPath(), $"afterglow-never-{Guid.NewGuid():N}");
        var (code, output, errors) = await RunningApp.RunAsync(command, "--data", data, "--port", new Uri(clinic.Address).Port.ToString(System.Globalization.CultureInfo.InvariantCulture));

        Assert.Equal(1, code);
        Assert.Equal("", output);
        Assert.Contains("is taken by another program", Assert.Single(errors.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        Assert.False(Directory.Exists(data));
    }

    [Fact]
    public void The_demonstration_prints_its_address_and_a_sign_in_for_every_role()
    {
        Assert.Contains(clinic.Output, line => line.Contains(clinic.Address, StringComparison.Ordinal));
        foreach (var role in Enum.GetValues<Role>())
        {
            var (userName, password) = clinic.SignInOf(role);
            Assert.Contains(clinic.Output, line => line.Contains($" {userName} ", StringComparison.Ordinal) && line.Contains(password, StringComparison.Ordinal));
        }
    }
}

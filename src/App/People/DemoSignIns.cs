using System.Text.Json;
using Afterglow.App.Design;
using Afterglow.Core.People;

namespace Afterglow.App.People;

/// <summary>A made-up person that anybody may sign in as.</summary>
public sealed record DemoSignIn(Role Role, string UserName, string Password, string DisplayName)
{
    public string RoleWords => Role.Words();
}

/// <summary>The sign-ins of the demonstration, which it writes beside its made-up data and shows on its own sign-in page.</summary>
public sealed class DemoSignIns(ClinicSettings settings)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter() }, WriteIndented = true,
    };

    private string File => Path.Combine(settings.DataDirectory, "demo-sign-ins.json");

    public async Task<IReadOnlyList<DemoSignIn>> ReadAsync()
    {
        if (!settings.Demonstration || !System.IO.File.Exists(File)) return [];
        await using var stream = System.IO.File.OpenRead(File);
        return await JsonSerializer.DeserializeAsync<List<DemoSignIn>>(stream, Json) ?? [];
    }

    public async Task WriteAsync(IReadOnlyList<DemoSignIn> people)
    {
        await using var stream = System.IO.File.Create(File);
        await JsonSerializer.SerializeAsync(stream, people, Json);
    }
}

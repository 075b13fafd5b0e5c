using System.Globalization;
using Afterglow.App.People;

namespace Afterglow.App.Demo;

/// <summary>
/// The start of a demonstration: a folder without a clinic gets the made-up one, a folder that has it is opened as it is,
/// and a real clinic's folder is left alone.
/// </summary>
public sealed class Demonstration(string folder, TextWriter say) : IDisposable
{
    private readonly DemoFolder place = new(folder);

    private IReadOnlyList<DemoSignIn> signIns = [];

    /// <summary>Makes the folder ready, before anything opens it. Null when it is; otherwise why not, in a sentence.</summary>
    /// <param name="fresh">True to throw an earlier demonstration away.</param>
    public string? MakeReady(bool fresh, TimeProvider clock)
    {
        if ((fresh ? place.Clear() : place.ClearWhatWasBrokenOff()) is { } refusal) return refusal;
        if (place.IsEmpty) place.Begin(DemoClinic.DefaultSeed, clock.GetUtcNow());
        place.Hold();
        return null;
    }

    /// <summary>Makes the clinic where there is none yet. Null when it is there; otherwise why not, in a sentence.</summary>
    public async Task<string?> PrepareAsync(IServiceProvider services, CancellationToken cancel = default)
    {
        var clock = services.GetRequiredService<TimeProvider>();
        var published = services.GetRequiredService<DemoSignIns>();
        if (place.Mark is { Finished: true } mark)
        {
            signIns = await published.ReadAsync();
            await say.WriteLineAsync(
                $"This demonstration was made {Ago(clock.GetUtcNow() - mark.MadeAt)}; who sat in a chair then still does. --fresh makes a new one.");
            return null;
        }
        if (await services.GetRequiredService<StaffRecords>().AnyAsync(cancel))
            return $"{folder} holds a clinic that is not a demonstration, so it is left as it is. Choose another folder with --data.";
        if (place.Mark is null) place.Begin(DemoClinic.DefaultSeed, clock.GetUtcNow());
        await say.WriteLineAsync($"Making a clinic of {DemoPlan.People} made-up patients…");
        var password = DemoWords.Passphrase();
        if (await ActivatorUtilities.CreateInstance<DemoRecords>(services).CreateAsync(DemoClinic.DefaultSeed, password, cancel) is not { } made)
            return $"{folder} was given staff by somebody else in this moment. Choose another folder with --data.";
        signIns = [.. new DemoStaff(DemoClinic.DefaultSeed).All.Select(colleague => new DemoSignIn(colleague.Role, colleague.UserName, password, colleague.DisplayName))];
        await PublishAsync(published);
        place.Finish();
        await say.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
            $"{made.Patients} patients, {made.Sessions} sessions, {made.Entries} entries in {made.Took.TotalSeconds:0.0} s."));
        return null;
    }

    /// <summary>Who may sign in, as a table for a terminal.</summary>
    public IEnumerable<string> SignInTable()
    {
        string[][] rows = [["Role", "User name", "Password", "Name"], .. signIns.Select(person => new[] { person.RoleWords, person.UserName, person.Password, person.DisplayName })];
        var widths = Enumerable.Range(0, 3).Select(column => rows.Max(row => row[column].Length)).ToArray();
        return rows.Select(row => $"  {row[0].PadRight(widths[0])}  {row[1].PadRight(widths[1])}  {row[2].PadRight(widths[2])}  {row[3]}");
    }

    public void Dispose() => place.Dispose();

    private async Task PublishAsync(DemoSignIns published)
    {
        // Made-up people, but their passwords open this server: for the eyes of whoever runs it.
        if (!OperatingSystem.IsWindows())
            await new FileStream(Path.Combine(folder, "demo-sign-ins.json"), new FileStreamOptions
            {
                Mode = FileMode.Create, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            }).DisposeAsync();
        await published.WriteAsync(signIns);
    }

    private static string Ago(TimeSpan ago) => ago switch
    {
        { TotalMinutes: < 2 } => "just now",
        { TotalHours: < 2 } => string.Create(CultureInfo.InvariantCulture, $"{ago.TotalMinutes:0} minutes ago"),
        { TotalDays: < 2 } => string.Create(CultureInfo.InvariantCulture, $"{ago.TotalHours:0} hours ago"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{ago.TotalDays:0} days ago"),
    };
}

using Afterglow.App.Demo;
using Afterglow.App.People;
using Afterglow.App.Record;
using Afterglow.Core.Intake.Consent;
using Afterglow.Core.Patients;
using Afterglow.Core.People;
using Afterglow.Core.Safety;
using Afterglow.Core.Sessions;
using Dapper;

namespace Afterglow.Tests.Demo;

/// <summary>The demonstration as it is written into a record, once for all tests of this class.</summary>
public sealed class MadeOnce : IAsyncLifetime
{
    private readonly StringWriter said = new();

    public Clinic Clinic { get; private set; } = null!;

    public string Folder { get; } = Path.Combine(Path.GetTempPath(), $"afterglow-demo-{Guid.NewGuid():N}");

    public string Said => said.ToString();

    public async ValueTask InitializeAsync()
    {
        using var demonstration = new Demonstration(Folder, said);
        Assert.Null(demonstration.MakeReady(fresh: false, TimeProvider.System));
        Clinic = await Clinic.OpenAsync(folder: Folder, withStaff: false);
        Assert.Null(await demonstration.PrepareAsync(Clinic.Services));
    }

    public async ValueTask DisposeAsync() => await Clinic.DisposeAsync();
}

public sealed class TheDemonstration(MadeOnce made, ITestOutputHelper output) : IClassFixture<MadeOnce>
{
    private Clinic Clinic => made.Clinic;

    [Fact]
    public async Task Its_record_verifies_to_the_last_seal()
    {
        output.WriteLine(made.Said);
        var report = await Verification.WalkAsync(Clinic.Get<Database>(), Clinic.Get<Anchor>());

        Assert.Null(report.Broken);
        Assert.True(report.Entries > 20_000);
    }

    [Fact]
    public async Task Every_entry_is_written_at_the_hour_and_by_the_hand_that_it_tells_of()
    {
        var generated = new DemoClinic(DemoClinic.DefaultSeed, Clinic.Clock.GetUtcNow()).Patients().ToList();
        foreach (var patient in generated.Where((_, place) => place % 10 == 0))
        {
            foreach (var session in patient.Sessions)
            {
                var written = await Clinic.Record.ReadAsync(StreamName.Session(session[0].EntryId));
                Assert.Equal(session.Select(entry => (entry.Version, entry.EntryId, entry.RecordedAt, entry.By.Name, SessionJson.Kind(entry.Event))),
                    written.Select(entry => (entry.Version, entry.EntryId, entry.RecordedAt, entry.Author.Name, entry.Kind)));
            }
            var chart = await Clinic.Record.ReadAsync(StreamName.Patient(patient.Id));
            // What was signed before the first session stands between the facts.
            Assert.Equal(patient.Sessions.Count > 0, chart.Any(entry => entry.Kind == ConsentEvent.Signed.Kind));
            var facts = chart.Where(entry => ChartJson.ReadFact(entry.Kind, entry.Body) is not null || entry.Kind == Amendment.Name);
            Assert.Equal(patient.Facts.Select(fact => (fact.EntryId, fact.RecordedAt, fact.By.Name)), facts.Select(entry => (entry.EntryId, entry.RecordedAt, entry.Author.Name)));
        }
    }

    [Fact]
    public async Task Nothing_in_any_log_stands_behind_something_of_a_later_hour()
    {
        await using var connection = await Clinic.Get<Database>().OpenAsync();
        var behind = (await connection.QueryAsync<string>(
            """
            select later.stream || ' ' || later.version || ' ' || later.kind from entry later
            join entry earlier on earlier.stream = later.stream and earlier.version = later.version - 1
            where later.recorded_at < earlier.recorded_at
            """)).ToList();
        Assert.Empty(behind);
        var plans = await connection.QueryAsync<(string Kind, long Times)>("select kind, count(*) from entry where kind like 'plan-%' group by kind");
        Assert.Contains(plans, plan => plan is { Kind: "plan-agreed", Times: >= 6 });
    }

    [Fact]
    public async Task No_chair_is_booked_twice_at_the_same_hour()
    {
        await using var connection = await Clinic.Get<Database>().OpenAsync();
        Assert.Equal(0, await connection.ExecuteScalarAsync<long>(
            """
            select count(*) from read_appointment one join read_appointment other
                on other.site_id = one.site_id and other.chair = one.chair and other.appointment_id <> one.appointment_id
            where other.starts_at >= one.starts_at and other.starts_at < one.free_at
            """));
        Assert.True(await connection.ExecuteScalarAsync<long>("select count(*) from read_appointment") > 50);
    }

    [Fact]
    public async Task A_signature_is_bound_to_the_seal_of_the_entry_before_it()
    {
        var signed = 0;
        await using var connection = await Clinic.Get<Database>().OpenAsync();
        foreach (var stream in await connection.QueryAsync<string>("select distinct stream from entry where kind = 'session-signed' order by stream limit 25"))
        {
            var entries = await Clinic.Record.ReadAsync(StreamName.Read(stream));
            foreach (var entry in entries.Where(entry => entry.Kind == "session-signed"))
            {
                var signature = (SessionEvent.SessionSigned)SessionJson.Read(entry.Kind, entry.Body);
                Assert.Equal(entries[signature.Version - 1].Seal, signature.Seal);
                signed++;
            }
        }
        Assert.True(signed >= 25);
    }

    [Fact]
    public async Task The_read_tables_are_what_a_rebuild_makes_of_the_record()
    {
        var before = await ReadTablesAsync();
        await Clinic.Record.RebuildAsync(StaffRecords.CommandLine);

        Assert.Equal(before, await ReadTablesAsync());
        Assert.Contains("read_patient 120", before, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Somebody_in_every_role_can_sign_in_with_what_is_published_to_the_owner_of_the_folder_alone()
    {
        var published = await Clinic.Get<DemoSignIns>().ReadAsync();

        Assert.Equal(Enum.GetValues<Role>(), published.Select(person => person.Role).Distinct().Order());
        Assert.Equal(["frontdesk", "nurse", "nurse2", "prescriber", "prescriber2", "therapist", "director", "administrator"], published.Select(person => person.UserName));
        Assert.All(published, person => Assert.Null(new PasswordRules().Refuse(person.Password, person.UserName, person.DisplayName)));
        foreach (var person in published)
        {
            var author = (await Clinic.StaffRecords.VerifyPasswordAsync(person.UserName, person.Password)).Value;
            Assert.Equal([person.Role], author.Roles);
            Assert.Equal(person.DisplayName, author.Name);
        }
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(made.Folder, "demo-sign-ins.json")));
    }

    [Fact]
    public async Task A_nurse_finds_an_open_clinic_on_the_board()
    {
        var nurse = (await Clinic.Get<DemoSignIns>().ReadAsync()).First(person => person.Role == Role.Nurse);
        using var browser = await Clinic.SignInAsync(nurse.UserName, nurse.Password);
        var board = await browser.GetStringAsync("/board");

        Assert.Contains("160/100", board, StringComparison.Ordinal);
        Assert.Contains("late", board, StringComparison.Ordinal);
        Assert.Contains("getting ready", board, StringComparison.Ordinal);
        Assert.Contains("discharged, not signed", board, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_patients_told_at_home_has_opened_its_tasks_and_those_of_earlier_days_are_done()
    {
        var tasks = Clinic.Get<App.Safety.SafetyRecords>();
        var open = await tasks.ListAsync(done: false, Patients.Asking.Everywhere);
        foreach (var concern in new[] { Concern.SuicideNow, Concern.SuicidalThoughts, Concern.ReadToday, Concern.Question }) Assert.Contains(open, view => view.Task.Concern == concern);
        var done = await tasks.ListAsync(done: true, Patients.Asking.Everywhere);
        Assert.True(done.Count >= 5);
        Assert.All(done, view => Assert.InRange(view.Task.DoneAt!.Value - view.Task.OpenedAt, TimeSpan.Zero, TimeSpan.FromHours(1)));
        await using var connection = await Clinic.Get<Database>().OpenAsync();
        var now = Instant.Text(Clinic.Clock.GetUtcNow());
        Assert.Equal(1, await connection.ExecuteScalarAsync<long>("select count(*) from read_check_in where state = 'open' and answered = 4 and closes_at > @now", new { now }));
        Assert.True(await connection.ExecuteScalarAsync<long>("select count(*) from read_check_in where state = 'finished'") > 100);
        Assert.Single(await Clinic.Get<App.Portal.WordsRecords>().QuotesAsync(Patients.Asking.Everywhere, Core.CheckIns.QuotePlace.PublicPages));
    }

    [Fact]
    public async Task A_second_start_changes_nothing()
    {
        var (entries, mark) = (await EntriesAsync(), await File.ReadAllTextAsync(Path.Combine(made.Folder, "demonstration.json")));
        using var said = new StringWriter();
        using var again = new Demonstration(made.Folder, said);

        Assert.Null(again.MakeReady(fresh: false, Clinic.Clock));
        Assert.Null(await again.PrepareAsync(Clinic.Services));

        Assert.Equal(entries, await EntriesAsync());
        Assert.Equal(mark, await File.ReadAllTextAsync(Path.Combine(made.Folder, "demonstration.json")));
        Assert.Contains("--fresh", said.ToString(), StringComparison.Ordinal);
        Assert.Equal(9, again.SignInTable().Count());
    }

    [Fact]
    public async Task The_folder_of_a_real_clinic_is_left_alone()
    {
        var folder = Directory.CreateTempSubdirectory("afterglow-real-").FullName;
        await using var real = await Clinic.OpenAsync(folder: folder, demonstration: false);
        using var demonstration = new Demonstration(folder, TextWriter.Null);

        Assert.Contains("left as it is", demonstration.MakeReady(fresh: true, real.Clock), StringComparison.Ordinal);
        Assert.Null(demonstration.MakeReady(fresh: false, real.Clock));
        Assert.Contains("not a demonstration", await demonstration.PrepareAsync(real.Services), StringComparison.Ordinal);
        Assert.Equal(Enum.GetValues<Role>().Length, (await real.StaffRecords.ListAsync()).Count);
        Assert.False(File.Exists(Path.Combine(folder, "demonstration.json")));
    }

    private async Task<string> EntriesAsync()
    {
        await using var connection = await Clinic.Get<Database>().OpenAsync();
        return string.Join('\n', await connection.QueryAsync<string>("select stream || ' ' || max(version) from entry group by stream order by stream"));
    }

    private async Task<string> ReadTablesAsync()
    {
        await using var connection = await Clinic.Get<Database>().OpenAsync();
        var counted = new List<string>
        {
            $"read_patient {await connection.ExecuteScalarAsync<long>("select count(*) from read_patient")}",
            $"read_session {await connection.ExecuteScalarAsync<long>("select count(*) from read_session")}",
            $"read_timeline {await connection.ExecuteScalarAsync<long>("select count(*) from read_timeline")}",
            $"read_standing {await connection.ExecuteScalarAsync<long>("select count(*) from read_standing")}",
        };
        counted.AddRange(await connection.QueryAsync<string>("select patient_id || record_number || sort_name || weight || last_session_at from read_patient order by patient_id"));
        counted.AddRange(await connection.QueryAsync<string>("select session_id || phase || version || given || adverse_events from read_session order by session_id"));
        counted.AddRange(await connection.QueryAsync<string>(
            "select patient_id || stream || entry_id || at || kind || title || detail || author_name || source || state || weight from read_timeline order by patient_id, stream, entry_id"));
        return string.Join('\n', counted);
    }
}

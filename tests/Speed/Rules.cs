using System.Globalization;
using Afterglow.App.Live;
using Afterglow.App.Record;
using Afterglow.Core.People;
using Afterglow.Core.Sessions;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;

namespace Afterglow.Speed;

/// <summary>In this process, where the program under test is built already.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class HereAttribute : Attribute, IConfigSource
{
    public IConfig Config { get; } = ManualConfig.CreateEmpty().AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance));
}

/// <summary>A session of so many sets of vital signs: read, folded, and asked for one more.</summary>
[Here, MemoryDiagnoser]
public class ASession
{
    private static readonly DateTimeOffset Morning = new(2026, 11, 23, 9, 0, 0, TimeSpan.Zero);
    private static readonly Author Nurse = new("nurse", "A nurse", [Role.Nurse]);

    private readonly List<SessionEntry> entries = [];
    private readonly List<(string Kind, string Body)> written = [];
    private Session session = Session.NotBegun;

    [Params(20, 200)]
    public int Vitals { get; set; }

    [GlobalSetup]
    public void Begin()
    {
        Write(new CheckIn(
            Guid.NewGuid(), Morning, Guid.NewGuid(), Guid.NewGuid(), "Chair 1", Afterglow.Core.Plans.Protocols.All[0].Id, "Depression", 1,
            PregnancyRelevant: false, null, null, null), Morning);
        for (var minute = 1; minute <= Vitals; minute++)
        {
            var at = Morning.AddMinutes(minute);
            Write(new RecordVitals(Guid.NewGuid(), at, new Vitals(120 + minute % 20, 80, 70, 97)), at);
        }
    }

    [Benchmark(Description = "Read from JSON and fold")]
    public Session ReadAndFold() => Session.From(written.Select((line, number) =>
        entries[number] with { Event = SessionJson.Read(line.Kind, line.Body) }));

    [Benchmark(Description = "Fold")]
    public Session Fold() => Session.From(entries);

    [Benchmark(Description = "Decide on one more")]
    public bool Decide()
    {
        var now = Morning.AddMinutes(Vitals + 1);
        return new RecordVitals(Guid.NewGuid(), now, new Vitals(132, 84, 78, 97)).Decide(session, new Deciding(Nurse, now)).Allowed;
    }

    private void Write(ISessionCommand command, DateTimeOffset now)
    {
        var happened = command.Decide(session, new Deciding(Nurse, now)).Value;
        entries.Add(new SessionEntry(entries.Count + 1, command.EntryId, now, Nurse, happened));
        written.Add((SessionJson.Kind(happened), SessionJson.Write(happened)));
        session = Session.From(entries);
    }
}

/// <summary>The record on a real file: every write is on the disk before it is acknowledged.</summary>
[Here, MemoryDiagnoser]
public class TheRecord
{
    private static readonly Author Nurse = new("nurse", "A nurse", [Role.Nurse]);

    private readonly string folder = Directory.CreateTempSubdirectory("afterglow-record-").FullName;
    private ClinicRecord record = null!;
    private StreamName stream;
    private int version;

    [GlobalSetup]
    public async Task OpenAsync()
    {
        var database = new Database(Path.Combine(folder, "afterglow.db"));
        await Schema.PrepareAsync(database, TimeProvider.System);
        record = new ClinicRecord(database, new Anchor(Path.Combine(folder, "anchor.log")), new LiveChanges(), TimeProvider.System, []);
        stream = StreamName.Session(Guid.NewGuid());
    }

    [Benchmark(Description = "Append one sealed entry and its audit line")]
    public async Task AppendAsync()
    {
        var body = string.Create(CultureInfo.InvariantCulture, $$"""{"systolic":132,"diastolic":84,"heartRate":{{version}} }""");
        await record.WriteAsync(Nurse, async write =>
        {
            if (!await write.AppendAsync(stream, version, [new NewEntry(Guid.NewGuid(), "vitals-recorded", body)]))
                throw new InvalidOperationException("Nobody else writes here.");
            await write.AuditAsync(new AuditLine(Nurse, "session.write", Target: stream.ToString()));
            return true;
        });
        version++;
    }

    [GlobalCleanup]
    public void Close()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
    }
}

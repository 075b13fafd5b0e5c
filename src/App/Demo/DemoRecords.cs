using System.Diagnostics;
using System.Globalization;
using Afterglow.App.Live;
using Afterglow.App.Patients;
using Afterglow.App.People;
using Afterglow.App.Record;
using Afterglow.Core.People;
using Afterglow.Core.Sessions;
using Dapper;
using Microsoft.AspNetCore.Identity;

namespace Afterglow.App.Demo;

/// <summary>How much was made, and how long it took.</summary>
public sealed record DemoMade(int Patients, int Sessions, int Entries, TimeSpan Took);

/// <summary>
/// Writes the made-up clinic into the record, through the same doors as a real one: people are registered, facts are
/// checked, sessions are what the rules allowed. Only the clock is another: it stands at the moment of which is told.
/// </summary>
public sealed class DemoRecords(
    Database database, Anchor anchor, ClinicRecord record, LiveChanges live, StaffRecords staff, TimeProvider clock,
    IServiceProvider services, IPasswordHasher<StaffAccount> hasher)
{
    // Few enough for a short wait of whoever else writes, many enough for few waits for the disk.
    private const int PatientsInOneTransaction = 12;

    private readonly DemoClock then = new();

    /// <summary>Makes staff and patients. Only for a clinic that has no staff yet.</summary>
    /// <returns>What was made, or null where the clinic has staff: then nothing was touched.</returns>
    public async Task<DemoMade?> CreateAsync(ulong seed, string password, CancellationToken cancel = default)
    {
        if (await staff.AnyAsync(cancel)) return null;
        var began = Stopwatch.GetTimestamp();
        var now = clock.GetUtcNow();
        var clinic = new DemoClinic(seed, now);
        // Passwords are hashed slowly on purpose: meanwhile the people are made.
        var hiring = Task.Run(() => HireAsync(clinic.Staff, password, cancel), cancel);
        // Without read tables: they are filled once, at the end, a stream at a time.
        var history = new ClinicRecord(database, anchor, live, then, []);
        var calendar = new DemoCalendar(clinic.Staff, seed, now, clock.LocalTimeZone);
        var consents = new DemoConsents(now, clinic.Staff.All.Single(colleague => colleague.Role == Role.Director).Author);
        var (patients, sessions, entries) = (0, 0, 0);
        var waiting = new List<(Guid, Core.Patients.Person)>();
        var treated = new List<DemoScribe>();
        var answered = new List<(Guid, DemoCheckIn)>();
        await history.WriteAsync(StaffRecords.CommandLine, FurnishAsync, cancel);
        foreach (var batch in clinic.Patients().Chunk(PatientsInOneTransaction))
        {
            await history.WriteAsync(StaffRecords.CommandLine, async write =>
            {
                foreach (var patient in batch)
                {
                    patients++;
                    // Somebody registered lately who has not been treated: their history form may still be at home.
                    if (patient.Sessions.Count == 0 && patient.RegisteredAt > now.AddDays(-13) && patients % 10 != 1) waiting.Add((patient.Id, patient.Person));
                    calendar.Take(patient);
                    answered.AddRange(patient.CheckIns.Select(checkIn => (patient.Id, checkIn)));
                    sessions += patient.Sessions.Count;
                    entries += 1 + patient.Facts.Count + patient.Sessions.Sum(session => session.Count) + patient.CheckIns.Sum(checkIn => checkIn.Log.Count);
                    await WriteAsync(write, patient, patients, consents, treated);
                }
                then.Now = now;
                await write.AuditAsync(new AuditLine(
                    StaffRecords.CommandLine, "demonstration.create", Target: string.Create(CultureInfo.InvariantCulture, $"{batch.Length} patients"), Origin: "command line"));
                return true;
            }, cancel);
        }
        await history.WriteAsync(StaffRecords.CommandLine, async write =>
        {
            await consents.PublishAsync(write, at => then.Now = at);
            then.Now = now;
            return true;
        }, cancel);
        await history.WriteAsync(StaffRecords.CommandLine, calendar.WriteAsync, cancel);
        await PlanAsync(clinic, now, treated);
        await hiring;
        await record.RebuildAsync(StaffRecords.CommandLine);
        await AskAsync(clinic, now, waiting, [.. treated.Select(scribe => scribe.Patient)], answered);
        return new DemoMade(patients, sessions, entries, Stopwatch.GetElapsedTime(began));
    }

    /// <summary>Those who asked for a consultation, through the doors of a clinic whose read tables are filled as it goes.</summary>
    private async Task AskAsync(
        DemoClinic clinic, DateTimeOffset now, IReadOnlyList<(Guid, Core.Patients.Person)> waiting, IReadOnlyList<DemoPatient> treated,
        IReadOnlyList<(Guid, DemoCheckIn)> answered)
    {
        var told = new ClinicRecord(database, anchor, live, then, services.GetServices<IReadTable>());
        var links = ActivatorUtilities.CreateInstance<Portal.PatientLinks>(services, told, then);
        var texts = ActivatorUtilities.CreateInstance<Portal.ClinicTexts>(services, told);
        var requests = ActivatorUtilities.CreateInstance<Intake.RequestRecords>(services, told, links, texts, then);
        var histories = ActivatorUtilities.CreateInstance<Portal.HistoryRecords>(services, told, then);
        var address = services.GetRequiredService<ClinicSettings>().Urls;
        await new DemoRequests(clinic, at => then.Now = at, requests, histories, links, texts, address).WriteAsync(now, waiting);
        var checkIns = ActivatorUtilities.CreateInstance<Portal.CheckInRecords>(services, told, links, texts, ActivatorUtilities.CreateInstance<Portal.WritingTogether>(services, told), then);
        var words = ActivatorUtilities.CreateInstance<Portal.WordsRecords>(services, told, then);
        var quotes = ActivatorUtilities.CreateInstance<Portal.QuoteRecords>(services, told, then);
        var tasks = ActivatorUtilities.CreateInstance<Safety.SafetyRecords>(services, told, then);
        await new DemoCheckIns(clinic, at => then.Now = at, then.WillBe, told, checkIns, words, quotes, tasks, links).WriteAsync(now, answered, treated);
        then.Now = now;
    }

    /// <summary>The records of those who have a plan, each step of it at its hour between what was written down before and after.</summary>
    private async Task PlanAsync(DemoClinic clinic, DateTimeOffset now, IReadOnlyList<DemoScribe> treated)
    {
        // The doors look a patient up in one read table; the others are filled once, at the end.
        var list = services.GetServices<IReadTable>().Single(table => table is PatientReadTable);
        var told = new ClinicRecord(database, anchor, live, then, [list]);
        await told.WriteAsync(StaffRecords.CommandLine, async write =>
        {
            foreach (var stream in treated.Select(scribe => StreamName.Patient(scribe.Patient.Id))) await list.FillAsync(write, stream, await write.ReadAsync(stream));
            return true;
        });
        var links = ActivatorUtilities.CreateInstance<Portal.PatientLinks>(services, told, then);
        var eligibility = ActivatorUtilities.CreateInstance<Intake.EligibilityRecords>(services, told, then);
        var plans = ActivatorUtilities.CreateInstance<Plans.PlanRecords>(services, told, links, then);
        var wishes = ActivatorUtilities.CreateInstance<Schedule.MessageWishes>(services, told);
        await new DemoPlans(clinic, at => then.Now = at, told, eligibility, plans, links, wishes).WriteAsync(now, treated);
        then.Now = now;
    }

    /// <summary>Puts up the chairs that the diary knows and a new clinic does not have.</summary>
    private static async Task<bool> FurnishAsync(RecordWrite write)
    {
        foreach (var (place, name) in DemoDiary.Chairs.Index())
            await write.Connection.ExecuteAsync(
                "insert into chair (site_id, name, place) values (@site, @name, @place) on conflict do nothing",
                new { site = Sites.Main.ToString("D"), name, place = place + 1 }, write.Transaction);
        return true;
    }

    private async Task HireAsync(DemoStaff colleagues, string password, CancellationToken cancel)
    {
        // They all have the same password: it is hashed once, as slowly as any other, and not eight times.
        var office = ActivatorUtilities.CreateInstance<StaffRecords>(services, new HashedOnce(hasher));
        foreach (var colleague in colleagues.All)
        {
            var hired = await office.CreateAsync(
                StaffRecords.CommandLine, new NewStaff(colleague.UserName, colleague.DisplayName, password, colleague.Role) { Id = colleague.Id },
                "command line", cancel);
            if (hired.Refusal is { } refusal) throw new InvalidOperationException($"{colleague.UserName}: {refusal.Sentence}");
        }
    }

    private async Task WriteAsync(RecordWrite write, DemoPatient patient, int number, DemoConsents consents, List<DemoScribe> treated)
    {
        var planned = patient is { SessionsAhead: > 0, Sessions.Count: > 0 } && treated.Count < DemoPlans.People;
        then.Now = patient.RegisteredAt;
        var person = patient.Person.Checked(DateOnly.FromDateTime(then.Now.UtcDateTime)).Value;
        await ChartWriting.RegisterAsync(
            write.As(patient.RegisteredBy), patient.Id, person, Sites.Main,
            [new ForeignIdentifier("demonstration", string.Create(CultureInfo.InvariantCulture, $"DEMO-{number:000}"))]);
        var scribe = new DemoScribe(patient, consents.Of(patient), at => then.Now = at);
        // Somebody with a plan: its steps come between the facts, through the doors of a clinic that is open.
        if (planned) treated.Add(scribe);
        else await scribe.UpToAsync(write, DateTimeOffset.MaxValue);
        foreach (var session in patient.Sessions) await WriteAsync(write, session, consents);
    }

    private async Task WriteAsync(RecordWrite write, IReadOnlyList<SessionEntry> session, DemoConsents consents)
    {
        var stream = StreamName.Session(session[0].EntryId);
        for (var i = 0; i < session.Count;)
        {
            // What one person wrote without a break goes in at once, each entry at its own time.
            var by = session[i].By;
            var together = session.Skip(i).TakeWhile(entry => entry.By == by && (entry.Event is not SessionEvent.SessionSigned || entry == session[i])).ToList();
            var entries = new List<NewEntry>(together.Count);
            foreach (var entry in together)
            {
                var happened = entry.Event;
                if (happened is SessionEvent.PatientArrived arrived) happened = consents.AsSigned(arrived);
                // A signature holds for exactly the log that was read: its seal is known only now.
                if (happened is SessionEvent.SessionSigned signed)
                    happened = signed with { Seal = (await write.FindAsync(stream, session[signed.Version - 1].EntryId))!.Seal };
                entries.Add(new NewEntry(entry.EntryId, SessionJson.Kind(happened), SessionJson.Write(happened)));
                then.WillBe(entry.RecordedAt);
            }
            if (!await write.As(by).AppendAsync(stream, i, entries))
                throw new InvalidOperationException($"{stream} was there before the demonstration.");
            if (then.IsAhead) throw new InvalidOperationException("The record asked for the time more rarely than once an entry.");
            i += together.Count;
        }
    }

    private sealed class HashedOnce(IPasswordHasher<StaffAccount> hasher) : IPasswordHasher<StaffAccount>
    {
        private readonly Dictionary<string, string> hashes = [];

        public string HashPassword(StaffAccount user, string password) =>
            hashes.TryGetValue(password, out var hash) ? hash : hashes[password] = hasher.HashPassword(user, password);

        public PasswordVerificationResult VerifyHashedPassword(StaffAccount user, string hashedPassword, string providedPassword) =>
            hasher.VerifyHashedPassword(user, hashedPassword, providedPassword);
    }

    /// <summary>Stands at the moment of which is told; may be given the moments of several entries beforehand.</summary>
    private sealed class DemoClock : TimeProvider
    {
        private readonly Queue<DateTimeOffset> ahead = [];

        public DateTimeOffset Now { get; set; } = DateTimeOffset.UnixEpoch;

        public bool IsAhead => ahead.Count > 0;

        public void WillBe(DateTimeOffset at) => ahead.Enqueue(at);

        public override DateTimeOffset GetUtcNow()
        {
            if (ahead.TryDequeue(out var next)) Now = next;
            return Now;
        }
    }
}

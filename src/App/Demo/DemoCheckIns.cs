using Afterglow.App.Patients;
using Afterglow.App.People;
using Afterglow.App.Portal;
using Afterglow.App.Record;
using Afterglow.App.Safety;
using Afterglow.Core.CheckIns;
using Afterglow.Core.Measures;
using Afterglow.Core.People;
using Afterglow.Core.Safety;
using Afterglow.Core.Sessions;

namespace Afterglow.App.Demo;

/// <summary>A check-in that somebody of the made-up clinic answered at home.</summary>
/// <param name="Log">From its asking to its end, each at its own moment.</param>
public sealed record DemoCheckIn(Guid Id, IReadOnlyList<(DateTimeOffset At, CheckInEvent Event)> Log)
{
    /// <summary>How far back the made-up clinic asks by telephone; before that the sheets were of paper.</summary>
    public const int Days = 35;
}

/// <summary>
/// What the patients of the made-up clinic answered and wrote at home: the check-ins of the last weeks with the tasks that
/// they opened and what was done; and, now, one that is half answered, one that told of danger within the hour, words to be
/// read today, words that may be quoted, and a question.
/// </summary>
internal sealed class DemoCheckIns(
    DemoClinic clinic, Action<DateTimeOffset> stand, Action<DateTimeOffset> willBe, ClinicRecord told, CheckInRecords checkIns, WordsRecords words, QuoteRecords quotes, SafetyRecords tasks, PatientLinks links)
{
    private static readonly string[] DoneAbout =
    [
        "Called the same afternoon: thoughts of not waking up, no plan, no intent. Safety plan gone through; the sister is with her this week.",
        "Spoke on the telephone: passive thoughts, unchanged for years, no plan. Next session kept; told to call 988 at any hour.",
        "Seen before the session today. No plan and no means at home. Prescriber informed; asked again at every visit.",
    ];

    private readonly Caller nurse = new(clinic.Staff.Nurses[0], Reach.To(Sites.Main), "demonstration");

    private readonly Caller desk = new(clinic.Staff.FrontDesk, Reach.To(Sites.Main), "demonstration");

    /// <param name="patients">Everybody, with what they answered.</param>
    /// <param name="treated">People who are in a series.</param>
    public async Task WriteAsync(DateTimeOffset now, IReadOnlyList<(Guid Patient, DemoCheckIn CheckIn)> patients, IReadOnlyList<DemoPatient> treated)
    {
        await told.WriteAsync(StaffRecords.CommandLine, async write =>
        {
            foreach (var (patient, answered) in patients.OrderBy(one => one.CheckIn.Log[0].At))
            {
                var entries = new List<NewEntry>(answered.Log.Count);
                foreach (var (at, happened) in answered.Log)
                {
                    entries.Add(new NewEntry(SafetyNet.Derived($"{answered.Id:D} {entries.Count}"), CheckInJson.Kind(happened), CheckInJson.Write(happened)));
                    willBe(at);
                }
                if (!await write.As(Author.Patient(patient)).AppendAsync(CheckInRecords.Stream(answered.Id), 0, entries))
                    throw new InvalidOperationException($"check-in/{answered.Id:D} was there before the demonstration.");
            }
            return true;
        });
        // What they opened was looked after within the hour, but for what came today.
        foreach (var (place, open) in (await tasks.ListAsync(done: false, nurse.Reach)).Where(open => open.Task.Opened.PatientId is not null && open.Task.OpenedAt < now.AddHours(-20)).Index())
        {
            stand(open.Task.OpenedAt.AddMinutes(12));
            _ = (await tasks.ChangeAsync(open.Task.Id, Guid.CreateVersion7(open.Task.OpenedAt), new TakeTask(), nurse)).Value;
            stand(open.Task.OpenedAt.AddMinutes(41));
            _ = (await tasks.ChangeAsync(open.Task.Id, Guid.CreateVersion7(open.Task.OpenedAt), new CloseTask(DoneAbout[place % DoneAbout.Length]), nurse)).Value;
        }
        if (treated.Count < 6) return;
        await InDangerAsync(treated[2], now.AddMinutes(-50));
        stand(now.AddHours(-3));
        var half = await AskAsync(treated[1], ["phq9", "gad7"]);
        var here = await LinkAsync(treated[1], now.AddHours(-2));
        foreach (var answer in new[] { 1, 2, 2, 1 }) _ = (await checkIns.AnswerAsync(here, half, (await checkIns.FindAsync(half))!.Next!.Key, answer, "demonstration")).Value;
        var better = treated.Skip(3).MinBy(patient => Left(patient))!;
        var birds = await SaysAsync(better, now.AddDays(-2).AddHours(-3),
            "One morning I heard the birds before the alarm, and it did not annoy me. I made coffee for two. I am still tired by noon, but it is a different tired.", WordsReaders.CareTeam, today: false);
        var may = await LinkAsync(better, now.AddDays(-2).AddHours(-2));
        var day = DateOnly.FromDateTime(now.UtcDateTime);
        _ = (await words.ChangeAsync(may, Guid.CreateVersion7(now), file => file.AllowQuote(
            birds, "I heard the birds before the alarm, and it did not annoy me.", [QuotePlace.PublicPages, QuotePlace.Rooms], day.AddDays(180), day), "demonstration")).Value;
        stand(now.AddDays(-1));
        var director = new Caller(clinic.Staff.All.Single(colleague => colleague.Role == Role.Director).Author, Reach.To(Sites.Main), "demonstration");
        _ = (await quotes.PlaceAsync(birds, Guid.CreateVersion7(now), QuotePlace.PublicPages, null, director)).Value;
        _ = (await quotes.PlaceAsync(birds, Guid.CreateVersion7(now), QuotePlace.Rooms, "Sheet in the waiting room", director)).Value;
        _ = await SaysAsync(treated[4], now.AddHours(-2), "My new doctor gave me something for my blood pressure, and I do not know whether I may take it before I come.", WordsReaders.CareTeam, today: true);
        var asks = await LinkAsync(treated[5], now.AddHours(-20));
        _ = (await words.ChangeAsync(asks, Guid.CreateVersion7(now), _ => WordsFile.Ask("Is it all right to fly on the day after a session?", "en"), "demonstration")).Value;
        stand(now);
        await told.WriteAsync(desk.Who, async write =>
        {
            foreach (var patient in treated) await links.CloseAllAsync(write, patient.Id, LinkPurpose.CheckIn, "demonstration");
            return true;
        });
    }

    /// <summary>The share of the first PHQ-9 that is left in the newest.</summary>
    private static double Left(DemoPatient patient) =>
        patient.Facts.Select(fact => fact.Fact).OfType<Core.Patients.ChartFact.SurveyScoreNoted>().Where(noted => noted.Taken?.Instrument == "phq9").Select(noted => (double)noted.Score).ToList() is [var first, .., var last]
            ? last / first
            : 1;

    private async Task InDangerAsync(DemoPatient patient, DateTimeOffset at)
    {
        stand(at.AddHours(-4));
        var id = await AskAsync(patient, ["phq9"]);
        var link = await LinkAsync(patient, at);
        foreach (var answer in new DemoAnswers(DemoClinic.DefaultSeed, 0).To(Instruments.Find("phq9")!, 13, SuicideRisk.Low, 0))
            _ = (await checkIns.AnswerAsync(link, id, (await checkIns.FindAsync(id))!.Next!.Key, answer, "demonstration")).Value;
    }

    private async Task<Guid> AskAsync(DemoPatient patient, IReadOnlyList<string> instruments)
    {
        var id = Guid.CreateVersion7();
        _ = (await checkIns.SendAsync(patient.Id, id, instruments, send: false, "", nurse)).Value;
        return id;
    }

    private async Task<Guid> SaysAsync(DemoPatient patient, DateTimeOffset at, string text, WordsReaders readers, bool today)
    {
        var link = await LinkAsync(patient, at);
        var id = Guid.CreateVersion7(at);
        _ = (await words.ChangeAsync(link, id, _ => WordsFile.Write(text, readers, today, "en", null), "demonstration")).Value;
        return id;
    }

    private async Task<PatientLink> LinkAsync(DemoPatient patient, DateTimeOffset at)
    {
        stand(at);
        var id = Guid.CreateVersion7(at);
        await told.WriteAsync(nurse.Who, write => links.MakeAsync(write, id, LinkPurpose.CheckIn, patient.Id, Sites.Main, "en", TimeSpan.FromDays(3)));
        return (await links.FindAsync(id)).Value;
    }
}

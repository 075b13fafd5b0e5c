using Afterglow.App.Design;
using Afterglow.App.Intake;
using Afterglow.App.Messages;
using Afterglow.App.Patients;
using Afterglow.App.People;
using Afterglow.App.Portal;
using Afterglow.App.Record;
using Afterglow.Core.Intake.History;
using Afterglow.Core.Intake.Requests;
using Afterglow.Core.Patients;
using Afterglow.Core.People;
using Microsoft.Extensions.Localization;

namespace Afterglow.App.Demo;

/// <summary>
/// The people who asked the made-up clinic for a consultation: one in danger, one late, one very late, one who speaks
/// Spanish, one who was declined, and two who are patients now, with one history form half filled in and one finished.
/// Written through the same doors as in a real clinic, each at its own hour.
/// </summary>
internal sealed class DemoRequests(DemoClinic clinic, Action<DateTimeOffset> stand, RequestRecords requests, HistoryRecords histories, PatientLinks links, ClinicTexts texts,
    string address)
{
    private static readonly Promise Promised = new();

    // What most people say; whatever else the form asks is answered by its kind.
    private static readonly Dictionary<string, string> Said = new(StringComparer.Ordinal)
    {
        ["goals"] = "Sleep through the night, and want to get up in the morning. I would like to paint again.",
        ["language"] = "en", ["diagnoses"] = "depression", ["episode.duration"] = "14", ["antidepressants.ever"] = "yes", ["antidepressants.name"] = "sertraline",
        ["antidepressants.dose"] = "200", ["antidepressants.duration"] = "20", ["antidepressants.this-episode"] = "yes", ["antidepressants.helped"] = "a-little",
        ["antidepressants.still"] = "no", ["antidepressants.stopped"] = "no-help", ["treatments"] = "therapy", ["therapy.kinds"] = "cbt", ["therapy.helped"] = "a-little",
        ["medicines.any"] = "yes", ["medicines.name"] = "lisinopril", ["medicines.dose"] = "10 mg every morning", ["remedies"] = "none", ["alcohol"] = "monthly",
        ["substances.year"] = "none", ["heart"] = "none", ["hypertension"] = "yes", ["hypertension.control"] = "controlled", ["eyes"] = "none", ["thyroid"] = "none",
        ["seizures"] = "never", ["lungs"] = "none", ["liver"] = "none", ["pregnancy"] = "cannot", ["urinary"] = "none", ["family"] = "depression", ["escort"] = "yes",
        ["transport"] = "driven",
    };

    /// <param name="waiting">Patients who wait for their first session.</param>
    public async Task WriteAsync(DateTimeOffset now, IReadOnlyList<(Guid Id, Person Person)> waiting)
    {
        var desk = new Caller(clinic.Staff.FrontDesk, Reach.To(Sites.Main), "demonstration");
        var nurse = new Caller(clinic.Staff.Nurses[0], Reach.To(Sites.Main), "demonstration");
        stand(now.AddDays(-90));
        var director = new Caller(clinic.Staff.All.Single(colleague => colleague.Role == Role.Director).Author, Reach.To(Sites.Main), "demonstration");
        _ = (await texts.WriteProfileAsync(
            new ClinicProfile("Lantern Street Clinic", "555 010 0100", "hello@lanternstreet.example", "12 Lantern Street, Harborview", LocalCrisisLine: "Harborview County crisis line: 555 010 0199",
                RemindersTellPreparation: true),
            director)).Value;

        var urgent = now.AddMinutes(-55);
        await AskAsync(urgent, Somebody("Marguerite", "Okonjo", "1979-08-14", "555 010 0171", "marguerite.okonjo@mail.example"), "I do not want to go on like this. My sister said I should write to you.", danger: true);
        await AskAsync(now.AddHours(-5), Somebody("Lucía", "Arizmendi Paz", "1991-02-03", null, "lucia.arizmendi@mail.example"), "Depresión desde que nació mi hija. Probé dos medicamentos y no ayudaron.", language: "es");
        await AskAsync(now.AddHours(-26), Somebody("Teodor", "Vasilescu", "1966-11-30", "555 010 0188", null), "PTSD since the fire service. Therapy helped some. I read about ketamine.");
        var late = await AskAsync(Since(now, PromiseStanding.Late), Somebody("Henrike", "Solberg", "1988-06-21", "555 010 0142", "henrike.s@mail.example", "they/them"), "OCD and depression, four medicines so far. Is this something for me?");
        var veryLate = await AskAsync(Since(now, PromiseStanding.VeryLate), Somebody("Ambrose", "Whitcombe", "1957-03-09", "555 010 0113", null), "My doctor told me to ask. I would rather be called than written to.");
        stand(now.AddHours(-7));
        _ = (await requests.ChangeAsync(late, new(Guid.CreateVersion7(now), 1), new TakeRequest(), nurse)).Value;
        _ = (await requests.ChangeAsync(veryLate, new(Guid.CreateVersion7(now), 1), new TakeRequest(), desk)).Value;
        _ = (await requests.ChangeAsync(veryLate, new(Guid.CreateVersion7(now), 2), new NoteContact(ContactWay.Phone, false, "Rang out; no machine."), desk)).Value;

        var declined = await AskAsync(now.AddDays(-9), Somebody("Corin", "Ashby", "1995-12-01", null, "corin.ashby@mail.example"), "I would like ketamine to be more creative at work.");
        stand(now.AddDays(-8));
        _ = (await requests.DeclineAsync(declined, new(Guid.CreateVersion7(now), 1), new DeclineRequest(DeclineReason.NotForThisClinic, "No illness; asks for enhancement.", true), nurse)).Value;

        foreach (var (place, (id, registered)) in waiting.Take(2).Index())
        {
            // Whoever asks leaves an address, so that the outbox shows a link that works.
            var person = registered with { Contact = registered.Contact with { Email = $"patient{place + 1}@mail.example" } };
            var asked = await AskAsync(now.AddDays(-6 - place), person, "Depression for years; several medicines did not help enough.");
            stand(now.AddDays(-5 - place));
            var made = (await requests.MakePatientAsync(asked, new(Guid.CreateVersion7(now), 1), id, desk)).Value;
            var linkId = Guid.CreateVersion7(now);
            _ = (await requests.SendLinkAsync(asked, new(linkId, made.Version), byMail: true, address, desk)).Value;
            stand(now.AddDays(-4 - place).AddHours(2));
            await FillInAsync((await links.FindAsync(linkId)).Value, whole: place == 1);
        }
    }

    private async Task FillInAsync(PatientLink link, bool whole)
    {
        while (true)
        {
            var missing = (await histories.SaveAsync(link, [], [], "demonstration")).History.Missing();
            // A group without a row is asked for by its first field.
            var now = missing.Where(one => whole || HistoryCatalogue.Sections.Take(4).Any(section => section.Questions.Any(question => question.Id == (one.Question.Group ?? one.Question.Id))))
                .SelectMany(one => one.Question.Kind == QuestionKind.Group
                    ? one.Question.Fields.Where(field => !field.Optional && field.Shown is null).Select(field => (field, Row: (Guid?)RowOf(link, one.Question)))
                    : [(field: one.Question, one.Row)])
                .Select(one => (one.field.Id, one.Row, Answer(one.field))).ToList();
            if (now.Count == 0) break;
            if ((await histories.SaveAsync(link, now, [], "demonstration")) is { Written: 0 } stuck)
                throw new InvalidOperationException($"The made-up answer to “{stuck.Faults.Keys.FirstOrDefault().Question}” is not taken: {stuck.Faults.Values.FirstOrDefault()?.Sentence}");
        }
        if (whole) _ = (await histories.SubmitAsync(link, "en", "demonstration")).Value;
    }

    private static Guid RowOf(PatientLink link, Question group)
    {
        var bytes = System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes($"{link.Id:N}{group.Id}"));
        return new Guid(bytes.AsSpan(0, 16));
    }

    private static TypedAnswer Answer(Question question) => (Said.GetValueOrDefault(question.Id), question.Kind) switch
    {
        ({ } said, QuestionKind.Choice or QuestionKind.Choices or QuestionKind.YesNo) => new([said]),
        ({ } said, QuestionKind.Number) => new(null, said, question.Units[0].Key == "weeks" && question.Id == "episode.duration" ? "months" : question.Units[0].Key),
        ({ } said, _) => new(null, said),
        (_, QuestionKind.YesNo) => new([Question.No]),
        (_, QuestionKind.Choice or QuestionKind.Choices) => new([question.Options[0].Key]),
        (_, QuestionKind.Number) => new(null, "12", question.Units[0].Key),
        (_, QuestionKind.Date) => new(null, "2019"),
        _ => new(null, "nothing to add"),
    };

    private async Task<Guid> AskAsync(DateTimeOffset at, Person person, string about, bool danger = false, string language = "en")
    {
        stand(at);
        var id = Guid.CreateVersion7(at);
        await requests.AskAsync(new NewRequest(id, person, about, true, danger, language), "demonstration");
        return id;
    }

    private static Person Somebody(string given, string family, string born, string? phone, string? email, string? pronouns = null) => new()
    {
        Given = [given], Family = family, BirthDate = PartialDate.Read(born), Pronouns = pronouns, Contact = new Contact(phone, email),
    };

    /// <summary>The newest moment from which a request stands so today.</summary>
    private static DateTimeOffset Since(DateTimeOffset now, PromiseStanding standing)
    {
        var at = now.AddHours(-1);
        while (Promised.Standing(Promised.DueDay(Day(at), urgent: false), Day(now)) != standing) at = at.AddDays(-1);
        return at;

        static DateOnly Day(DateTimeOffset at) => DateOnly.FromDateTime(at.LocalDateTime);
    }
}

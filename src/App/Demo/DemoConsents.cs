using Afterglow.App.Intake;
using Afterglow.App.Portal;
using Afterglow.App.Record;
using Afterglow.Core.Intake.Consent;
using Afterglow.Core.People;
using Afterglow.Core.Plans;
using Afterglow.Core.Sessions;

namespace Afterglow.App.Demo;

/// <summary>
/// What the patients of the made-up clinic signed. Two days ago the director published another wording for infusions: who
/// has come since has signed it, the others are asked again. One has withdrawn; a few said yes or no to the choices.
/// </summary>
internal sealed class DemoConsents(DateTimeOffset now, Author director)
{
    private readonly DateTimeOffset published = now.AddDays(-2);
    private int patients;
    private bool oneWithdrew;

    /// <summary>What a session takes in at check-in: the consent that comes with Afterglow, signed on that day.</summary>
    public static StandingOnFile OnFile(Protocol protocol, DateOnly signedOn)
    {
        var document = SuppliedConsents.Library.For(protocol)!;
        var version = SuppliedConsents.Library.Newest(document.Key);
        return new(
            new ConsentOnFile(document.Key, version.In("en").Title, ConsentState.Signed, version.Number, signedOn, document.OffLabel, document.Programme ? signedOn : null),
            null);
    }

    /// <summary>The clinic’s own version of the consent to infusions.</summary>
    public async Task PublishAsync(RecordWrite write, Action<DateTimeOffset> stand)
    {
        stand(published);
        var supplied = SuppliedConsents.Library.Newest(Infusion);
        var texts = supplied.Texts.ToDictionary(text => text.Key, text => text.Value.Source.Replace("\n? approved", $"\n{More[text.Key]}\n\n? approved", StringComparison.Ordinal));
        var version = new ConsentPublished(Infusion, supplied.Number + 1, supplied.Number + 1, DateOnly.FromDateTime(published.UtcDateTime), texts, "What to do when the bladder hurts");
        await write.As(director).AppendAsync(ConsentRecords.Stream, 0,
        [
            .. supplied.Texts.Select(text => new NewEntry(
                Guid.CreateVersion7(published), ConsentTextKept.Kind, ConsentJson.Write(new ConsentTextKept(Infusion, supplied.Number, text.Key, text.Value.Source)))),
            new NewEntry(Guid.CreateVersion7(published), ConsentPublished.Kind, ConsentJson.Write(version)),
        ]);
    }

    /// <summary>A session after the new wording was signed under it.</summary>
    public SessionEvent.PatientArrived AsSigned(SessionEvent.PatientArrived arrived) =>
        arrived.At > published && arrived.OnFile is { Consent: { Document: Infusion } consent } file
            ? arrived with { OnFile = file with { Consent = consent with { Version = consent.Version + 1, On = DateOnly.FromDateTime(arrived.At.UtcDateTime) } } }
            : arrived;

    /// <summary>What stands in the patient’s own record, oldest first.</summary>
    public IReadOnlyList<(DateTimeOffset At, Author By, ConsentEvent What)> Of(DemoPatient patient)
    {
        patients++;
        var arrivals = patient.Sessions.Select(session => session[0].Event).OfType<SessionEvent.PatientArrived>().OrderBy(arrived => arrived.At).ToList();
        if (arrivals is not [{ OnFile.Consent: { Document: { } key, On: { } on } consent } first, ..]) return [];
        var name = patient.Person.FullName;
        var lines = new List<(DateTimeOffset At, Author By, ConsentEvent What)>();
        // In the clinic, before whoever checked them in; a third at home.
        var nurse = patient.Sessions[0][0].By;
        var home = patients % 3 == 0;
        var signedAt = new DateTimeOffset(on.ToDateTime(new TimeOnly(15, 10)), TimeSpan.Zero);
        if (signedAt >= first.At) signedAt = first.At.AddMinutes(-20);
        // Nobody reads and answers before they are registered.
        var soonest = patient.RegisteredAt.AddMinutes(SuppliedConsents.Library.Newest(key).In("en").Questions.Count + 5);
        if (signedAt < soonest) signedAt = soonest;
        Sign(signedAt, consent.Version, home);
        if (patients % 4 == 0) lines.Add((signedAt.AddMinutes(3), Who(home), Signed("research", 1, home)));
        if (patients % 6 == 1) lines.Add((signedAt.AddMinutes(4), Who(home), new ConsentEvent.Declined("photography", 1, Place(home))));
        if (consent.EnrolledOn is { } enrolled) lines.Add((signedAt.AddMinutes(6), patient.Sessions[0].Select(entry => entry.By).First(by => by.Is(Role.Nurse, Role.Prescriber)), new ConsentEvent.Enrolled(enrolled, "")));
        if (key == Infusion && arrivals.FirstOrDefault(arrived => arrived.At > published) is { } again) Sign(again.At.AddMinutes(-12), consent.Version + 1, false);
        else if (!oneWithdrew && arrivals[^1].At < now.AddDays(-20) && patient.SessionsAhead == 0)
        {
            oneWithdrew = true;
            lines.Add((now.AddDays(-6), Author.Patient(patient.Id), new ConsentEvent.Withdrawn(key, ConsentPlace.Home, "I would like to try talking therapy on its own first.")));
        }
        return [.. lines.OrderBy(line => line.At)];

        void Sign(DateTimeOffset at, int version, bool athome)
        {
            var questions = SuppliedConsents.Library.Newest(key).In("en").Questions;
            var spoken = at.AddMinutes(-questions.Count - 2);
            lines.Add((spoken, Who(athome), new ConsentEvent.Shown(key, version, "en", DigestOf(key, version), Place(athome))));
            foreach (var (place, question) in questions.Index())
            {
                var right = question.Options.ToList().FindIndex(option => option.Right) + 1;
                // Every fifth learns from one wrong answer.
                if (place == 1 && patients % 5 == 0) lines.Add((spoken.AddMinutes(place + 0.5), Who(athome), new ConsentEvent.QuestionAnswered(key, version, "en", question.Key, right == 1 ? 2 : 1, false, Place(athome))));
                lines.Add((spoken.AddMinutes(place + 1), Who(athome), new ConsentEvent.QuestionAnswered(key, version, "en", question.Key, right, true, Place(athome))));
            }
            lines.Add((at, Who(athome), Signed(key, version, athome)));
        }

        ConsentEvent.Signed Signed(string document, int version, bool athome) => new(document, version, "en", DigestOf(document, version), name, null, Place(athome));

        Author Who(bool athome) => athome ? Author.Patient(patient.Id) : nurse;
    }

    public static async Task AppendAsync(RecordWrite write, Guid patient, (DateTimeOffset At, Author By, ConsentEvent What) line)
    {
        var stream = StreamName.Patient(patient);
        var entry = new NewEntry(Guid.CreateVersion7(line.At), ConsentJson.Kind(line.What), ConsentJson.Write(line.What));
        if (!await write.As(line.By).AppendAsync(stream, await write.VersionAsync(stream), [entry]))
            throw new InvalidOperationException($"{stream} was overtaken inside a transaction.");
    }

    private const string Infusion = "ketamine-iv";

    private static readonly Dictionary<string, string> More = new()
    {
        ["en"] = "If it burns or hurts when you pass water, call us before your next visit. We then pause the treatment and look for the cause.",
        ["es"] = "Si al orinar arde o duele, llámenos antes de su próxima visita. Entonces hacemos una pausa y buscamos la causa.",
    };

    private static ConsentPlace Place(bool home) => home ? ConsentPlace.Home : ConsentPlace.Clinic;

    private static string DigestOf(string document, int version)
    {
        var supplied = SuppliedConsents.Library.Newest(document);
        return version == supplied.Number
            ? supplied.In("en").Digest
            : ConsentText.DigestOf(supplied.In("en").Source.Replace("\n? approved", $"\n{More["en"]}\n\n? approved", StringComparison.Ordinal));
    }
}

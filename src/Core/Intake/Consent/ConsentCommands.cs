using Afterglow.Core.Patients;
using Afterglow.Core.People;

namespace Afterglow.Core.Intake.Consent;

/// <summary>What a person decides about consent, on what stands in the record.</summary>
public interface IConsentCommand
{
    Guid EntryId { get; }

    Result<ConsentEvent> Decide(ConsentDesk desk);
}

/// <summary>Everything a decision about consent is made on.</summary>
/// <param name="By">The patient; in the clinic, the member of staff who is there.</param>
/// <param name="Place">Home where the patient is the author.</param>
public sealed record ConsentDesk(ConsentFile File, ConsentLibrary Library, DateOnly Today, Author By, ConsentPlace Place)
{
    /// <summary>The patient at the screen: at home, or here with a member of staff as witness.</summary>
    internal Refusal? AtTheScreen => By.IsProgram || (Place == ConsentPlace.Home) != By.IsPatient ? new PatientSigns()
        : Place == ConsentPlace.Home || By.Is(Role.FrontDesk, Role.Nurse, Role.Prescriber) ? null : new NotYourTask("be the witness of a signature", "the front desk, a nurse or a prescriber");

    internal Result<(ConsentStanding Standing, ConsentDocument Document)> Find(string? key) =>
        Library.Find(key) is { } document ? (File.Standing(Library, document, Today), document) : new ConsentDocumentUnknown();
}

/// <summary>The clinic asks the patient for documents.</summary>
public sealed record AskForConsent(Guid EntryId, IReadOnlyList<string> Documents) : IConsentCommand
{
    public Result<ConsentEvent> Decide(ConsentDesk desk)
    {
        if (!desk.By.Is(Role.FrontDesk, Role.Nurse, Role.Prescriber)) return new NotYourTask("ask for a consent", "the front desk, a nurse or a prescriber");
        var keys = Documents.Distinct().ToList();
        if (keys.Count == 0) return new NothingAsked();
        return keys.All(key => desk.Library.Find(key) is not null) ? new ConsentEvent.Asked(keys) : new ConsentDocumentUnknown();
    }
}

/// <summary>The patient opened the text.</summary>
public sealed record ShowConsent(Guid EntryId, string Document, string Language) : IConsentCommand
{
    public Result<ConsentEvent> Decide(ConsentDesk desk)
    {
        if (desk.AtTheScreen is { } refusal) return refusal;
        if (!desk.Find(Document).Try(out var found, out var unknown)) return unknown;
        var language = found.Standing.Version.LanguageFor(Language);
        return new ConsentEvent.Shown(Document, found.Standing.Version.Number, language, found.Standing.Version.In(language).Digest, desk.Place);
    }
}

/// <summary>The patient answers a question about the text.</summary>
/// <param name="Version">The version that was read.</param>
/// <param name="Option">Counted from 1.</param>
public sealed record AnswerTeachBack(Guid EntryId, string Document, int Version, string Language, string Question, int Option) : IConsentCommand
{
    public Result<ConsentEvent> Decide(ConsentDesk desk)
    {
        if (desk.AtTheScreen is { } refusal) return refusal;
        if (!desk.Find(Document).Try(out var found, out var unknown)) return unknown;
        if (found.Standing.Version.Number != Version) return new ConsentVersionChanged();
        // In another language the answers may stand in another order.
        var language = found.Standing.Version.LanguageFor(Language);
        if (found.Standing.Version.In(language).Questions.FirstOrDefault(question => question.Key == Question) is not { Options: var options }) return new TeachBackQuestionUnknown();
        return Option < 1 || Option > options.Count
            ? new TeachBackNotChosen()
            : new ConsentEvent.QuestionAnswered(Document, Version, language, Question, Option, options[Option - 1].Right, desk.Place);
    }
}

/// <summary>A clinician talked the text through, in place of the questions.</summary>
public sealed record TalkThrough(Guid EntryId, string Document, int Version, string? Note) : IConsentCommand
{
    public Result<ConsentEvent> Decide(ConsentDesk desk)
    {
        if (!desk.By.Is(Role.Nurse, Role.Prescriber)) return new NotYourTask("note that a consent was talked through", "a nurse or a prescriber");
        if (!desk.Find(Document).Try(out var found, out var unknown)) return unknown;
        if (found.Standing.Version.Number != Version) return new ConsentVersionChanged();
        return WrittenText.Note(Note, "what you talked about, and how you saw that it was understood", 2_000).Try(out var note, out var refusal)
            ? new ConsentEvent.TalkedThrough(Document, Version, note)
            : refusal;
    }
}

/// <summary>The patient signs.</summary>
/// <param name="Version">The version that was read.</param>
/// <param name="Agreed">The box was ticked.</param>
public sealed record SignConsent(Guid EntryId, string Document, int Version, string Language, string? Name, string? Drawing, bool Agreed) : IConsentCommand
{
    /// <summary>The longest drawing: some hundred strokes.</summary>
    public const int LongestDrawing = 20_000;

    public Result<ConsentEvent> Decide(ConsentDesk desk)
    {
        if (desk.AtTheScreen is { } refusal) return refusal;
        if (!desk.Find(Document).Try(out var found, out var unknown)) return unknown;
        var (standing, version) = (found.Standing, found.Standing.Version);
        if (standing.State == ConsentState.Signed) return new SignedAlready();
        if (version.Number != Version) return new ConsentVersionChanged();
        var language = version.LanguageFor(Language);
        var text = version.In(language);
        if (standing.Next(text) is not null) return new TeachBackOpen();
        if (!Agreed) return new AgreementMissing();
        if (!NameText.Clean(Name, "name").Try(out var name, out var unreadable)) return string.IsNullOrWhiteSpace(Name) ? new SignatureMissing() : unreadable;
        var drawing = string.IsNullOrWhiteSpace(Drawing) ? null : Drawing.Trim();
        if (drawing is not null && !IsPath(drawing)) return new DrawingUnreadable();
        return new ConsentEvent.Signed(Document, Version, language, text.Digest, name, drawing, desk.Place);
    }

    // Moves and lines with whole numbers, and nothing else: it is drawn as a path on the page.
    private static bool IsPath(string drawing) =>
        drawing.Length <= LongestDrawing && drawing[0] == 'M' && drawing.All(letter => char.IsAsciiDigit(letter) || letter is 'M' or 'L' or ' ');
}

/// <summary>A choice is answered with no.</summary>
public sealed record DeclineConsent(Guid EntryId, string Document, int Version) : IConsentCommand
{
    public Result<ConsentEvent> Decide(ConsentDesk desk)
    {
        if (desk.AtTheScreen is { } refusal) return refusal;
        if (!desk.Find(Document).Try(out var found, out var unknown)) return unknown;
        // “No” to what was agreed to is taking it back.
        if (found.Standing.State is ConsentState.Signed or ConsentState.Outdated) return new SignedAlready();
        return new ConsentEvent.Declined(Document, found.Standing.Version.Number, desk.Place);
    }
}

/// <summary>The patient takes a consent back: on the screen, or by telling the clinic.</summary>
public sealed record WithdrawConsent(Guid EntryId, string Document, string? Reason) : IConsentCommand
{
    public Result<ConsentEvent> Decide(ConsentDesk desk)
    {
        if (desk.AtTheScreen is { } refusal) return refusal;
        if (!desk.Find(Document).Try(out var found, out var unknown)) return unknown;
        if (found.Standing.State is not (ConsentState.Signed or ConsentState.Outdated)) return new NothingToWithdraw();
        var reason = "";
        if (!string.IsNullOrWhiteSpace(Reason) && !WrittenText.Note(Reason, "the reason", 2_000).Try(out reason, out var wrong)) return wrong;
        return new ConsentEvent.Withdrawn(Document, desk.Place, reason!);
    }
}

/// <summary>The patient is enrolled in the programme of esketamine.</summary>
public sealed record EnrolInProgramme(Guid EntryId, DateOnly? On, string? Number) : IConsentCommand
{
    public Result<ConsentEvent> Decide(ConsentDesk desk)
    {
        if (!desk.By.Is(Role.Nurse, Role.Prescriber)) return new NotYourTask("record an enrolment", "a nurse or a prescriber");
        // Esketamine came onto the market in March 2019, and the programme with it.
        if (On is not { } day || day > desk.Today || day < new DateOnly(2019, 3, 1)) return new EnrolmentDay();
        if (desk.File.Enrolment is not null) return new EnrolledAlready();
        var number = "";
        if (!string.IsNullOrWhiteSpace(Number) && !WrittenText.Line(Number, "the number of the programme", 60).Try(out number, out var refusal)) return refusal;
        return new ConsentEvent.Enrolled(day, number!);
    }
}

/// <summary>An entry is struck out, with the reason: the wrong patient’s device, a mistyped day.</summary>
public sealed record StrikeConsentEntry(Guid EntryId, Guid Target, string? Reason) : IConsentCommand
{
    public Result<ConsentEvent> Decide(ConsentDesk desk)
    {
        if (!desk.By.Is(Role.Nurse, Role.Prescriber)) return new NotYourTask("strike an entry on consent", "a nurse or a prescriber");
        var target = desk.File.Holding.FirstOrDefault(line => line.EntryId == Target);
        // A withdrawal is the patient's word: nobody takes it out; the patient may sign again.
        if (target?.What is not (ConsentEvent.Signed or ConsentEvent.Enrolled or ConsentEvent.TalkedThrough or ConsentEvent.Asked)) return new CannotBeStruck();
        return WrittenText.Note(Reason, "the reason", 2_000).Try(out var reason, out var refusal) ? new ConsentEvent.Struck(Target, reason) : refusal;
    }
}

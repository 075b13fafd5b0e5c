using Afterglow.Core.Patients;
using Afterglow.Core.People;

namespace Afterglow.Core.Intake.Consent;

/// <summary>How a patient stands to a document.</summary>
public enum ConsentState
{
    /// <summary>Never signed.</summary>
    Missing,

    /// <summary>Signed, and what was signed still holds.</summary>
    Signed,

    /// <summary>Signed, and the clinic has asked for a newer version since.</summary>
    Outdated,

    /// <summary>Signed once, and taken back.</summary>
    Withdrawn,

    /// <summary>A choice that was answered with no.</summary>
    Declined,
}

/// <summary>An entry on consent as it stands in the record.</summary>
/// <param name="StruckBecause">Why it no longer counts; null where it does.</param>
public sealed record ConsentLine(Guid EntryId, ConsentEvent What, Author By, DateTimeOffset At, string? StruckBecause = null);

/// <summary>How a patient stands to one document, on one day.</summary>
/// <param name="Version">What is asked for on that day.</param>
/// <param name="Signature">The newest signature; also where it is outdated or taken back.</param>
/// <param name="Since">When it was taken back or declined; null where it was not.</param>
/// <param name="Understood">Questions of that version that were answered rightly.</param>
/// <param name="TalkedThrough">Who talked it through; null where nobody had to.</param>
public sealed record ConsentStanding(
    ConsentDocument Document, ConsentVersion Version, ConsentState State, ConsentLine? Signature, DateTimeOffset? Since, bool Asked,
    IReadOnlySet<string> Understood, ConsentLine? TalkedThrough)
{
    public ConsentEvent.Signed? Signed => Signature?.What as ConsentEvent.Signed;

    /// <summary>The patient is asked to do something.</summary>
    public bool Waits => State == ConsentState.Outdated || (Asked && State == ConsentState.Missing);

    /// <summary>The first question that is still to be answered; null when the document may be signed.</summary>
    public TeachBackQuestion? Next(ConsentText text) => TalkedThrough is not null ? null : text.Questions.FirstOrDefault(question => !Understood.Contains(question.Key));
}

/// <summary>Everything on file about a patient's consent, folded from the record.</summary>
/// <param name="Lines">Oldest first; what was struck is there and marked.</param>
public sealed record ConsentFile(Guid PatientId, IReadOnlyList<ConsentLine> Lines)
{
    /// <summary>What counts.</summary>
    public IEnumerable<ConsentLine> Holding => Lines.Where(line => line.StruckBecause is null);

    /// <summary>The newest enrolment in the programme of esketamine; null when there is none.</summary>
    public ConsentLine? Enrolment => Holding.LastOrDefault(line => line.What is ConsentEvent.Enrolled);

    public DateOnly? EnrolledOn => (Enrolment?.What as ConsentEvent.Enrolled)?.On;

    public ConsentStanding Standing(ConsentLibrary library, ConsentDocument document, DateOnly today)
    {
        var current = library.Current(document.Key, today);
        var (asked, state) = (false, ConsentState.Missing);
        ConsentLine? signature = null, talked = null;
        DateTimeOffset? since = null;
        var understood = new HashSet<string>();
        foreach (var line in Holding)
            switch (line.What)
            {
                case ConsentEvent.Asked ask when ask.Documents.Contains(document.Key):
                    asked = true;
                    break;
                case ConsentEvent.QuestionAnswered answer when answer.Document == document.Key && answer.Right && current.Accepts(answer.Version):
                    understood.Add(answer.Question);
                    break;
                case ConsentEvent.TalkedThrough talk when talk.Document == document.Key && current.Accepts(talk.Version):
                    talked = line;
                    break;
                case ConsentEvent.Signed signed when signed.Document == document.Key:
                    (signature, since) = (line, null);
                    state = current.Accepts(signed.Version) ? ConsentState.Signed : ConsentState.Outdated;
                    break;
                case ConsentEvent.Declined declined when declined.Document == document.Key:
                    (state, since) = (ConsentState.Declined, line.At);
                    break;
                case ConsentEvent.Withdrawn withdrawn when withdrawn.Document == document.Key:
                    // Whoever comes back to it reads and answers again.
                    (state, since, talked) = (ConsentState.Withdrawn, line.At, null);
                    understood.Clear();
                    break;
            }
        return new ConsentStanding(document, current, state, signature, since, asked, understood, talked);
    }

    /// <summary>How the patient stands to every document.</summary>
    public IReadOnlyList<ConsentStanding> Standings(ConsentLibrary library, DateOnly today) =>
        [.. library.Documents.Select(document => Standing(library, document, today))];

    public static ConsentFile From(Guid patientId, IEnumerable<ChartLine> lines)
    {
        var read = new List<ConsentLine>();
        foreach (var line in lines)
            if (ConsentJson.Read(line.Kind, line.Body) is { } happened)
            {
                if (happened is ConsentEvent.Struck struck && read.FindIndex(one => one.EntryId == struck.Target) is >= 0 and var place)
                    read[place] = read[place] with { StruckBecause = struck.Reason };
                read.Add(new ConsentLine(line.EntryId, happened, line.Author, line.RecordedAt));
            }
        return new ConsentFile(patientId, read);
    }
}

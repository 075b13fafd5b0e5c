using Afterglow.Core.Patients;
using Afterglow.Core.People;

namespace Afterglow.Core.Intake.Requests;

/// <summary>Something a member of staff does with a request.</summary>
public interface IRequestCommand
{
    Result<RequestEvent> Decide(ConsultationRequest request, Author by);
}

/// <summary>“I look after this.” A colleague's request may be taken over.</summary>
public sealed record TakeRequest : IRequestCommand
{
    public Result<RequestEvent> Decide(ConsultationRequest request, Author by)
    {
        if (!request.IsOpen) return new RequestClosed();
        return request.TakenBy?.Id == by.Id ? new RequestAlreadyYours() : new RequestEvent.RequestTaken();
    }
}

/// <summary>Somebody called, wrote or spoke to the person.</summary>
public sealed record NoteContact(ContactWay Way, bool Reached, string? Note) : IRequestCommand
{
    public Result<RequestEvent> Decide(ConsultationRequest request, Author by)
    {
        var note = "";
        if (!string.IsNullOrWhiteSpace(Note) && !WrittenText.Note(Note, "the note", WrittenText.LongestLine).Try(out note, out var refusal))
            return refusal;
        return new RequestEvent.ContactTried(Way, Reached, note);
    }
}

/// <summary>The person becomes a patient: a new chart, or one that was there.</summary>
public sealed record MakePatient(Guid PatientId, bool WasKnown) : IRequestCommand
{
    public Result<RequestEvent> Decide(ConsultationRequest request, Author by) =>
        request.IsOpen ? new RequestEvent.PatientMade(PatientId, WasKnown) : new RequestClosed();
}

/// <summary>The way to the history form goes out, the first time or again.</summary>
public sealed record SendLink(Guid LinkId, bool ByMail) : IRequestCommand
{
    public Result<RequestEvent> Decide(ConsultationRequest request, Author by)
    {
        if (request.PatientId is null) return new RequestHasNoPatient();
        if (ByMail && !request.Asked.HasEmail) return new RequestHasNoEmail();
        return new RequestEvent.LinkSent(LinkId, ByMail);
    }
}

/// <summary>It ends without a patient, with a reason that stays in the record.</summary>
/// <param name="Tell">True to send the person a kind message.</param>
public sealed record DeclineRequest(DeclineReason Reason, string? Note, bool Tell) : IRequestCommand
{
    public Result<RequestEvent> Decide(ConsultationRequest request, Author by)
    {
        if (!request.IsOpen) return new RequestClosed();
        if (!WrittenText.Note(Note, "why, in your own words", 2000).Try(out var note, out var refusal)) return refusal;
        if (Tell && !request.Asked.HasEmail) return new RequestHasNoEmail();
        return new RequestEvent.RequestDeclined(Reason, note, Tell);
    }
}

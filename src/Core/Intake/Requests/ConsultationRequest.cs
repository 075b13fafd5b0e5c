using Afterglow.Core.People;

namespace Afterglow.Core.Intake.Requests;

/// <summary>Where a request stands.</summary>
public enum RequestState
{
    /// <summary>Nobody looks after it yet.</summary>
    New,

    /// <summary>Somebody looks after it.</summary>
    Taken,

    /// <summary>The person is a patient.</summary>
    Patient,

    Declined,
}

/// <summary>A request for a consultation as it stands now, folded from its log.</summary>
public sealed record ConsultationRequest
{
    public required Guid Id { get; init; }

    public required RequestEvent.ConsultationAsked Asked { get; init; }

    public required DateTimeOffset AskedAt { get; init; }

    /// <summary>The number of entries it was folded from.</summary>
    public int Version { get; init; }

    public RequestState State { get; init; }

    /// <summary>Who looks after it; null when nobody does.</summary>
    public Author? TakenBy { get; init; }

    /// <summary>Who wrote the newest entry.</summary>
    public required Author LastBy { get; init; }

    public Guid? PatientId { get; init; }

    /// <summary>How often somebody tried to reach the person, reached or not.</summary>
    public int Tries { get; init; }

    public bool Reached { get; init; }

    /// <summary>The newest link to the history form; null when none was sent.</summary>
    public Guid? LinkId { get; init; }

    public RequestEvent.RequestDeclined? Declined { get; init; }

    public bool IsOpen => State is RequestState.New or RequestState.Taken;

    /// <summary>Null when nothing was ever asked under this id.</summary>
    public static ConsultationRequest? From(Guid id, IReadOnlyList<RequestEntry> log)
    {
        ConsultationRequest? request = null;
        foreach (var entry in log)
            request = (request, entry.Event) switch
            {
                (null, RequestEvent.ConsultationAsked asked) =>
                    new ConsultationRequest { Id = id, Asked = asked, AskedAt = entry.At, Version = 1, LastBy = entry.By },
                (null, _) => throw new InvalidOperationException($"request/{id:D} does not begin with somebody asking."),
                _ => request.With(entry),
            };
        return request;
    }

    private ConsultationRequest With(RequestEntry entry) => (entry.Event switch
    {
        RequestEvent.RequestTaken => this with { State = RequestState.Taken, TakenBy = entry.By },
        RequestEvent.ContactTried tried => this with { Tries = Tries + 1, Reached = Reached || tried.Reached },
        RequestEvent.PatientMade made => this with { State = RequestState.Patient, PatientId = made.PatientId, TakenBy = TakenBy ?? entry.By },
        RequestEvent.LinkSent sent => this with { LinkId = sent.LinkId },
        RequestEvent.RequestDeclined declined => this with { State = RequestState.Declined, Declined = declined },
        _ => this,
    }) with { Version = Version + 1, LastBy = entry.By };
}

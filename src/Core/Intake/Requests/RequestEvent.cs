namespace Afterglow.Core.Intake.Requests;

/// <summary>Why a request ends without a patient.</summary>
public enum DeclineReason
{
    /// <summary>This clinic does not treat what they ask for, or not people like them: it says where to turn instead.</summary>
    NotForThisClinic,

    /// <summary>They need help faster, or of another kind, than a clinic for planned treatment gives.</summary>
    NeedsOtherCare,

    /// <summary>Tried several times and not reached.</summary>
    NotReached,

    /// <summary>They changed their mind.</summary>
    Withdrawn,

    /// <summary>The same person asked twice.</summary>
    AskedTwice,
}

/// <summary>How somebody tried to reach the person who asked.</summary>
public enum ContactWay
{
    Phone,
    Email,
    InPerson,
}

/// <summary>Something that happened to a request for a consultation.</summary>
public abstract record RequestEvent
{
    /// <summary>Somebody asked. Who they are stands apart from the record; this holds only the digest of that row.</summary>
    /// <param name="Language">The language they want to be answered in, such as <c>es</c>.</param>
    /// <param name="About">What they ask for, in their own words.</param>
    /// <param name="DueDay">The day they were told.</param>
    public sealed record ConsultationAsked(
        Guid SiteId, string Language, string About, bool InDanger, bool HasPhone, bool HasEmail, bool MayLeaveMessage, DateOnly DueDay,
        string PersonDigest) : RequestEvent;

    /// <summary>A member of staff looks after it from now on.</summary>
    public sealed record RequestTaken : RequestEvent;

    /// <summary>Somebody tried to reach the person.</summary>
    public sealed record ContactTried(ContactWay Way, bool Reached, string Note) : RequestEvent;

    /// <summary>The person has a chart now.</summary>
    /// <param name="WasKnown">True when the chart was there before.</param>
    public sealed record PatientMade(Guid PatientId, bool WasKnown) : RequestEvent;

    /// <summary>The way to the history form was sent, or handed over.</summary>
    /// <param name="LinkId">The link, not its key.</param>
    /// <param name="ByMail">False when it was handed over by word or on paper.</param>
    public sealed record LinkSent(Guid LinkId, bool ByMail) : RequestEvent;

    /// <summary>It ends here.</summary>
    /// <param name="Told">True when a kind message went to the person.</param>
    public sealed record RequestDeclined(DeclineReason Reason, string Note, bool Told) : RequestEvent;
}

/// <summary>One line of a request's log.</summary>
public sealed record RequestEntry(Guid EntryId, DateTimeOffset At, People.Author By, RequestEvent Event);

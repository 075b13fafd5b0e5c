namespace Afterglow.Core.Sessions;

/// <summary>Staff have seen the consent: which document, which version, signed when.</summary>
public sealed record RecordConsent(Guid EntryId, DateTimeOffset At, string Document, string DocumentVersion, DateOnly SignedOn,
    bool OffLabelExplained, bool EnrolledInProgramme = false) : ISessionCommand
{
    public Result<SessionEvent> Decide(Session session, Deciding deciding)
    {
        if (session.ToChart(this, deciding, SessionPhase.Arrived) is { } refusal) return refusal;
        if (!Allowed.Written(Document)) return new Unanswered("The name of the consent document");
        if (!Allowed.Written(DocumentVersion)) return new Unanswered("The version of the consent document");
        if (Allowed.Fits(200, Document, DocumentVersion) is { } tooLong) return tooLong;
        if (SignedOn > DateOnly.FromDateTime(deciding.Now.UtcDateTime.AddDays(1)))
            return new SignedInTheFuture(SignedOn);
        return new SessionEvent.ConsentSeen(At, Document.Trim(), DocumentVersion.Trim(), SignedOn, OffLabelExplained, EnrolledInProgramme);
    }
}

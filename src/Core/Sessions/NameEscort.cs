namespace Afterglow.Core.Sessions;

/// <summary>Who takes the patient home.</summary>
public sealed record NameEscort(Guid EntryId, DateTimeOffset At, string Name, string Relation, string Phone, bool WillNotDrive) : ISessionCommand
{
    public Result<SessionEvent> Decide(Session session, Deciding deciding)
    {
        if (session.ToChart(this, deciding, SessionPhase.Arrived, SessionPhase.Running, SessionPhase.Paused, SessionPhase.Recovering) is { } refusal) return refusal;
        if (!Allowed.Written(Name)) return new Unanswered("The escort's name");
        if (Allowed.Fits(200, Name, Relation, Phone) is { } tooLong) return tooLong;
        return new SessionEvent.EscortNamed(At, Name.Trim(), (Relation ?? "").Trim(), (Phone ?? "").Trim(), WillNotDrive);
    }
}

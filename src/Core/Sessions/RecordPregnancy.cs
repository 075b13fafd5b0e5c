namespace Afterglow.Core.Sessions;

/// <summary>Pregnancy: tested, declined or not relevant.</summary>
public sealed record RecordPregnancy(Guid EntryId, DateTimeOffset At, PregnancyStatus Status, DateOnly? TestedOn = null) : ISessionCommand
{
    public Result<SessionEvent> Decide(Session session, Deciding deciding)
    {
        if (session.ToChart(this, deciding, SessionPhase.Arrived) is { } refusal) return refusal;
        if (TestedOn is null && (Status is PregnancyStatus.TestNegative or PregnancyStatus.TestPositive))
            return new Unanswered("The day of the pregnancy test");
        if (TestedOn is { } tested && tested > DateOnly.FromDateTime(deciding.Now.UtcDateTime.AddDays(1)))
            return new InTheFuture(new DateTimeOffset(tested, TimeOnly.MinValue, TimeSpan.Zero), deciding.Now);
        return new SessionEvent.PregnancyRecorded(At, Status, TestedOn);
    }
}

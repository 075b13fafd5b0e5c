namespace Afterglow.Core.Sessions;

/// <summary>When the patient last ate and drank.</summary>
public sealed record RecordFasting(Guid EntryId, DateTimeOffset At, DateTimeOffset LastFoodAt, bool HeavyMeal, DateTimeOffset LastDrinkAt) : ISessionCommand
{
    public Result<SessionEvent> Decide(Session session, Deciding deciding)
    {
        if (session.ToChart(this, deciding, SessionPhase.Arrived) is { } refusal) return refusal;
        if (LastFoodAt > At) return new InTheFuture(LastFoodAt, At);
        if (LastDrinkAt > At) return new InTheFuture(LastDrinkAt, At);
        return new SessionEvent.FastingRecorded(At, LastFoodAt, HeavyMeal, LastDrinkAt);
    }
}

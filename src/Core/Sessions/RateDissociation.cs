namespace Afterglow.Core.Sessions;

/// <summary>How far away the patient is: the clinician's impression, CADSS-6, or both. Never a target.</summary>
public sealed record RateDissociation(Guid EntryId, DateTimeOffset At, int? Rating = null, IReadOnlyList<int>? Cadss6 = null) : ISessionCommand
{
    public Result<SessionEvent> Decide(Session session, Deciding deciding)
    {
        if (session.ToChart(this, deciding, SessionPhase.Arrived, SessionPhase.Running, SessionPhase.Paused, SessionPhase.Recovering) is { } refusal) return refusal;
        if (Rating is null && Cadss6 is null) return new Unanswered("A rating or the six CADSS numbers");
        if (Rating is < 0 or > 4) return new ScoreOutOfRange("The clinician's rating", 0, 4);
        if (Cadss6 is not null && !Measures.Scales.Cadss6.Instrument.Score([.. Cadss6.Select(item => (int?)item)]).Allowed)
            return new ScoreOutOfRange("Each of the six CADSS items", 0, 4);
        return new SessionEvent.DissociationRated(At, Rating, Cadss6);
    }
}

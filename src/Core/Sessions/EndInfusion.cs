namespace Afterglow.Core.Sessions;

/// <summary>All the drug is in; recovery begins.</summary>
public sealed record EndInfusion(Guid EntryId, DateTimeOffset At, bool Confirmed = false) : ISessionCommand
{
    // Below this share of the dose nobody would call the infusion finished without being asked. Source.Assumed.
    private const decimal Whole = 0.95m;

    public Result<SessionEvent> Decide(Session session, Deciding deciding)
    {
        if (session.ToChart(this, deciding, SessionPhase.Running, SessionPhase.Paused) is { } refusal) return refusal;
        if (Dosing.LastChange(session) is { } last && At < last) return new OutOfOrder("the last change of the pump or the last dose");
        var given = session.GivenBy(At);
        var prepared = session.Prepared!.Dose;
        if (!Confirmed && given.Milligrams < Whole * prepared.Milligrams)
            return new EndingEarly(given.RoundedTo(0.1m), prepared);
        return new SessionEvent.InfusionEnded(At);
    }
}

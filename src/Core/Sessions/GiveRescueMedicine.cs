using Afterglow.Core.Units;

namespace Afterglow.Core.Sessions;

/// <summary>A medicine is given against a side effect.</summary>
public sealed record GiveRescueMedicine(Guid EntryId, DateTimeOffset At, string Drug, Mass Dose, string Route, string Reason) : ISessionCommand
{
    public Result<SessionEvent> Decide(Session session, Deciding deciding)
    {
        if (session.ToChart(this, deciding, SessionPhase.Running, SessionPhase.Paused, SessionPhase.Recovering) is { } refusal) return refusal;
        if (!Allowed.Written(Drug)) return new Unanswered("The medicine");
        if (!Allowed.Written(Reason)) return new Unanswered("The reason");
        if (Dose.Milligrams is <= 0 or > 10_000) return new ImpossibleValue("dose", Dose.Milligrams, 0.001m, 10_000, "mg");
        if (Allowed.Fits(500, Drug, Route, Reason) is { } tooLong) return tooLong;
        return new SessionEvent.RescueGiven(At, Drug.Trim(), Dose, (Route ?? "").Trim(), Reason.Trim());
    }
}

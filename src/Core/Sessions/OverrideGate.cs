using Afterglow.Core.People;

namespace Afterglow.Core.Sessions;

/// <summary>A prescriber lets the treatment start though a gate is not met, and says why.</summary>
public sealed record OverrideGate(Guid EntryId, DateTimeOffset At, string RuleId, string Reason) : ISessionCommand
{
    public Result<SessionEvent> Decide(Session session, Deciding deciding)
    {
        if (session.ByPerson(this, deciding, "override a gate", "a prescriber", [Role.Prescriber]) is { } refusal) return refusal;
        if (session.InPhase(SessionPhase.Arrived) is { } phase) return phase;
        if (!Allowed.Written(Reason)) return new Unanswered("The reason for the override");
        if (Allowed.Fits(2000, Reason) is { } tooLong) return tooLong;
        if (session.Protocol?.GateRules.FirstOrDefault(rule => rule.Id == RuleId) is not { } rule) return new NoSuchEntry();
        return Gate.CanBeOverridden(RuleId, session)
            ? new SessionEvent.GateOverridden(At, RuleId, Reason.Trim())
            : new NotOverridable(rule.Text);
    }
}

namespace Afterglow.Core.Sessions;

/// <summary>What only a person can see before the patient leaves.</summary>
public sealed record AssessForDischarge(Guid EntryId, DateTimeOffset At, bool Oriented, bool SteadyGait, bool SuicideRiskChecked, bool SafetyPlanGiven, bool InstructionsGiven) : ISessionCommand
{
    public Result<SessionEvent> Decide(Session session, Deciding deciding)
    {
        if (session.ToChart(this, deciding, SessionPhase.Recovering) is { } refusal) return refusal;
        return new SessionEvent.DischargeAssessed(At, Oriented, SteadyGait, SuicideRiskChecked, SafetyPlanGiven, InstructionsGiven);
    }
}

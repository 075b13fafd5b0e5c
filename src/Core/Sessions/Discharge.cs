using Afterglow.Core.People;

namespace Afterglow.Core.Sessions;

/// <summary>The patient leaves with an escort: when the criteria hold, or when a prescriber says why not.</summary>
public sealed record Discharge(Guid EntryId, DateTimeOffset At, string EscortName, string OverrideReason = "") : ISessionCommand
{
    public Result<SessionEvent> Decide(Session session, Deciding deciding)
    {
        if (session.ToChart(this, deciding, SessionPhase.Recovering) is { } refusal) return refusal;
        if (!Allowed.Written(EscortName)) return new Unanswered("The name of the escort");
        if (Allowed.Fits(2000, EscortName, OverrideReason) is { } tooLong) return tooLong;
        if (At < session.DosingEndedAt) return new OutOfOrder("the end of dosing");
        if (At < session.LastReadingAt) return new OutOfOrder("the newest reading or rating");
        var unmet = DischargeCriteria.Check(session, At).Where(criterion => !criterion.Met).ToList();
        if (unmet.Count > 0 && !Allowed.Written(OverrideReason))
            return new DischargeCriteriaNotMet([.. unmet.Select(criterion => criterion.Sentence)]);
        if (unmet.Count > 0 && !deciding.By.Is(Role.Prescriber))
            return new NotYourRole("let a patient go before the criteria are met", "a prescriber");
        return new SessionEvent.PatientDischarged(
            At, EscortName.Trim(), unmet.Count > 0 ? OverrideReason.Trim() : "", [.. unmet.Select(criterion => criterion.Sentence)]);
    }
}

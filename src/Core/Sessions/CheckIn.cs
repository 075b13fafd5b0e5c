using Afterglow.Core.People;
using Afterglow.Core.Plans;
using Afterglow.Core.Units;

namespace Afterglow.Core.Sessions;

/// <summary>The patient has come: a session begins, with the order that stands.</summary>
/// <param name="OnFile">Consent and eligibility as the patient's record has them.</param>
/// <param name="StandingPerKilogram">The order of the last session of this course; null at the first.</param>
public sealed record CheckIn(
    Guid EntryId, DateTimeOffset At, Guid PatientId, Guid SiteId, string Chair, string ProtocolId, string Indication, int SessionNumber,
    bool PregnancyRelevant, DosePerWeight? StandingPerKilogram, Mass? StandingDose, BodyWeight? LastWeight, StandingOnFile? OnFile = null) : ISessionCommand
{
    public Result<SessionEvent> Decide(Session session, Deciding deciding)
    {
        if (EntryId == Guid.Empty) return new EntryIdMissing();
        if (!deciding.By.IsProgram && !deciding.By.Is(Role.FrontDesk, Role.Nurse, Role.Prescriber))
            return new NotYourRole("check a patient in", "the front desk, a nurse or a prescriber");
        if (session.Phase != SessionPhase.Expected) return new AlreadyCheckedIn();
        if (At > deciding.Now + TimeSpan.FromMinutes(1)) return new InTheFuture(At, deciding.Now);
        if (Protocols.Find(ProtocolId) is not { } protocol) return new UnknownProtocol(ProtocolId);
        if (!Allowed.Written(Chair)) return new Unanswered("The chair");
        if (!Allowed.Written(Indication)) return new Unanswered("The indication");
        if (Allowed.Fits(200, Chair, Indication) is { } tooLong) return tooLong;
        if (OnFile?.Eligibility is { Standing: EligibilityStanding.NotEligible } decided) return new DecidedNotEligible(decided.Words());
        return new SessionEvent.PatientArrived(
            At, PatientId, SiteId, Chair.Trim(), protocol.Id, Indication.Trim(), SessionNumber, PregnancyRelevant,
            protocol.Dose is DoseRule.PerKilogram perKilogram ? StandingPerKilogram ?? perKilogram.Standard.Value : null,
            protocol.Dose is DoseRule.Fixed fixedDose ? StandingDose ?? fixedDose.Standard.Value : null, LastWeight, OnFile);
    }
}

namespace Afterglow.Core.Sessions;

/// <summary>What may be corrected, and that a correction is as plausible as a first entry must be.</summary>
public static class Amending
{
    /// <summary>Everything but signatures, discharges and corrections themselves: those are explained in a note.</summary>
    public static bool Amendable(SessionEvent happened) => happened is not
        (SessionEvent.PatientArrived or SessionEvent.StandingChanged or SessionEvent.SessionSigned or SessionEvent.PatientDischarged or SessionEvent.SessionCancelled
        or SessionEvent.EntryAmended or SessionEvent.EntryStruck or SessionEvent.DosePrepared or SessionEvent.DoseChecked
        or SessionEvent.DoseOrdered or SessionEvent.GateOverridden or SessionEvent.WasteWitnessed or SessionEvent.InfusionStarted
        or SessionEvent.InfusionPaused or SessionEvent.InfusionResumed or SessionEvent.RateChanged or SessionEvent.InfusionStopped
        or SessionEvent.InfusionEnded or SessionEvent.DoseGiven or SessionEvent.AlarmAcknowledged);

    /// <summary>Observations and remarks can be struck out; what was done to the patient cannot be undone.</summary>
    public static bool Strikable(SessionEvent happened) => happened is
        SessionEvent.VitalsRecorded or SessionEvent.DissociationRated or SessionEvent.SedationRated or SessionEvent.NauseaRated
        or SessionEvent.DistressRated or SessionEvent.AdverseEventRecorded or SessionEvent.MomentMarked or SessionEvent.NoteWritten;

    /// <summary>What the correction comes to, or why not: the rule that judged the first entry judges its correction.</summary>
    internal static Result<SessionEvent> Judge(Session session, ChartedEntry target, SessionEvent replacement, Deciding deciding)
    {
        if (replacement.At > deciding.Now + Allowed.ClockSkew) return new InTheFuture(replacement.At, deciding.Now);
        if (session.Arrival is { } arrival && replacement.At < arrival.At) return new BeforeTheSession(replacement.At, arrival.At);
        if (session.Discharge is { } left && replacement.At > left.At
            && replacement is not (SessionEvent.AdverseEventRecorded or SessionEvent.AdverseEventFollowed or SessionEvent.NoteWritten))
            return new AfterTheSession(replacement.At, left.At);
        if (session.DrawnUp.Any(drawn => drawn.Waste is { Witness: not null } waste && waste.EntryId == target.EntryId)) return new CannotBeAmended("A waste that was witnessed");
        ISessionCommand rule = replacement switch
        {
            SessionEvent.VitalsRecorded e => new RecordVitals(target.EntryId, e.At, e.Vitals, Confirmed: true),
            SessionEvent.DissociationRated e => new RateDissociation(target.EntryId, e.At, e.Rating, e.Cadss6),
            SessionEvent.SedationRated e => new RateSedation(target.EntryId, e.At, e.MoaaS),
            SessionEvent.NauseaRated e => new RateNausea(target.EntryId, e.At, e.Score),
            SessionEvent.DistressRated e => new RateDistress(target.EntryId, e.At, e.Score),
            SessionEvent.AdverseEventRecorded e => new RecordAdverseEvent(target.EntryId, e.At, e.What, e.Severity, e.Action, e.Outcome, e.Serious, e.Detail),
            SessionEvent.AdverseEventFollowed e => new FollowAdverseEvent(target.EntryId, e.At, e.AdverseEvent, e.Outcome, e.Detail),
            SessionEvent.RescueGiven e => new GiveRescueMedicine(target.EntryId, e.At, e.Drug, e.Dose, e.Route, e.Reason),
            SessionEvent.MomentMarked e => new MarkMoment(target.EntryId, e.At, e.Moment, e.Text),
            SessionEvent.NoteWritten e => new WriteNote(target.EntryId, e.At, e.Text),
            SessionEvent.WeightMeasured e => new MeasureWeight(target.EntryId, e.At, e.Weight, Confirmed: true),
            SessionEvent.ConsentSeen e => new RecordConsent(target.EntryId, e.At, e.Document, e.DocumentVersion, e.SignedOn, e.OffLabelExplained, e.EnrolledInProgramme),
            SessionEvent.RoomReadied e => new ReadyRoom(target.EntryId, e.At, e.PrescriberOnSite, e.EmergencyEquipmentChecked),
            SessionEvent.EscortNamed e => new NameEscort(target.EntryId, e.At, e.Name, e.Relation, e.Phone, e.WillNotDrive),
            SessionEvent.FastingRecorded e => new RecordFasting(target.EntryId, e.At, e.LastFoodAt, e.HeavyMeal, e.LastDrinkAt),
            SessionEvent.MedicinesRecorded e => new RecordMedicines(target.EntryId, e.At, e.Medicines),
            SessionEvent.SuicideScreened e => new ScreenSuicide(target.EntryId, e.At, e.Instrument, e.Risk, e.Action),
            SessionEvent.PregnancyRecorded e => new RecordPregnancy(target.EntryId, e.At, e.Status, e.TestedOn),
            SessionEvent.WasteRecorded e => new RecordWaste(target.EntryId, e.At, e.Amount, e.How, ((SessionEvent.WasteRecorded)target.Original.Event).Drawn),
            SessionEvent.DischargeAssessed e => new AssessForDischarge(
                target.EntryId, e.At, e.Oriented, e.SteadyGait, e.SuicideRiskChecked, e.SafetyPlanGiven, e.InstructionsGiven),
            _ => throw new InvalidOperationException($"A {replacement.GetType().Name} may be amended, and no rule judges it."),
        };
        // Judged on the session as it was when the rule could apply.
        return rule.Decide(session.AsOf(target), deciding);
    }
}

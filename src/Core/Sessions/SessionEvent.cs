using Afterglow.Core.Units;

namespace Afterglow.Core.Sessions;

public enum PregnancyStatus
{
    NotRelevant,
    TestNegative,
    TestPositive,
    TestDeclined,
}

public enum SuicideRisk
{
    None,
    Low,
    Moderate,
    High,
}

/// <summary>The kinds of medicine whose last dose matters before a session.</summary>
public enum MedicineClass
{
    Benzodiazepine,
    SedativeHypnotic,
    Stimulant,
    MonoamineOxidaseInhibitor,
    Opioid,
    NasalDecongestantOrSteroid,
    TheophyllineOrAminophylline,
    Other,
}

/// <summary>A medicine the patient has taken, and when last.</summary>
public sealed record MedicineTaken(MedicineClass Class, string Name, DateTimeOffset? LastTakenAt);

public enum AdverseEventSeverity
{
    Mild,
    Moderate,
    Severe,
    LifeThreatening,
}

public enum AdverseEventOutcome
{
    Ongoing,
    Resolved,
    ResolvedWithSequelae,
    TransferredToHospital,
    Fatal,
}

/// <summary>Things worth a mark on the time axis, one tap each.</summary>
public enum Moment
{
    TouchAsked,
    TouchGiven,
    TouchDeclined,
    MusicStarted,
    MusicStopped,
    CallButton,
    PrescriberCalled,
    FamilyCalled,
}

/// <summary>What happened in a session. <see cref="At"/> is when it happened, not when it was written down.</summary>
public abstract record SessionEvent(DateTimeOffset At)
{
    /// <summary>The first entry of every session.</summary>
    /// <param name="PregnancyRelevant">False only where pregnancy is out of the question.</param>
    /// <param name="OrderedPerKilogram">The prescriber's order where the protocol doses by weight.</param>
    /// <param name="OrderedDose">The prescriber's order where the protocol has fixed doses.</param>
    /// <param name="LastWeight">The newest weight before today, to compare with.</param>
    /// <param name="OnFile">Consent and eligibility as the patient's record had them; null in older entries.</param>
    public sealed record PatientArrived(
        DateTimeOffset At, Guid PatientId, Guid SiteId, string Chair, string ProtocolId, string Indication, int SessionNumber,
        bool PregnancyRelevant, DosePerWeight? OrderedPerKilogram, Mass? OrderedDose, BodyWeight? LastWeight, StandingOnFile? OnFile = null) : SessionEvent(At);

    /// <summary>Consent or eligibility changed in the patient's record while the session was open.</summary>
    public sealed record StandingChanged(DateTimeOffset At, StandingOnFile OnFile) : SessionEvent(At);

    /// <summary>A consent on paper, as a member of staff saw it.</summary>
    public sealed record ConsentSeen(
        DateTimeOffset At, string Document, string DocumentVersion, DateOnly SignedOn, bool OffLabelExplained, bool EnrolledInProgramme)
        : SessionEvent(At);

    public sealed record RoomReadied(DateTimeOffset At, string PrescriberOnSite, bool EmergencyEquipmentChecked) : SessionEvent(At);

    public sealed record EscortNamed(DateTimeOffset At, string Name, string Relation, string Phone, bool WillNotDrive) : SessionEvent(At);

    public sealed record FastingRecorded(DateTimeOffset At, DateTimeOffset LastFoodAt, bool HeavyMeal, DateTimeOffset LastDrinkAt)
        : SessionEvent(At);

    public sealed record WeightMeasured(DateTimeOffset At, BodyWeight Weight) : SessionEvent(At);

    public sealed record PregnancyRecorded(DateTimeOffset At, PregnancyStatus Status, DateOnly? TestedOn) : SessionEvent(At);

    /// <summary>An empty list says that none of the kinds that matter was taken.</summary>
    public sealed record MedicinesRecorded(DateTimeOffset At, IReadOnlyList<MedicineTaken> Medicines) : SessionEvent(At);

    public sealed record SuicideScreened(DateTimeOffset At, string Instrument, SuicideRisk Risk, string Action) : SessionEvent(At);

    public sealed record GateOverridden(DateTimeOffset At, string RuleId, string Reason) : SessionEvent(At);

    /// <summary>A prescriber's order for this session; without one the order of the check-in stands.</summary>
    public sealed record DoseOrdered(DateTimeOffset At, DosePerWeight? PerKilogram, Mass? Dose) : SessionEvent(At);

    /// <param name="Dose">What was drawn up: the ordered dose, to the hundredth of a millilitre.</param>
    /// <param name="MadeUpTo">The volume in the syringe or bag after dilution; null where nothing is infused.</param>
    /// <param name="SameDrug">The drug that was drawn up before, written down anew; otherwise new drug, and the former is left over.</param>
    public sealed record DosePrepared(
        DateTimeOffset At, Mass Dose, BodyWeight? Weight, string Preparation, Concentration Strength, string Lot, DateOnly Expires,
        Volume Drawn, Volume? MadeUpTo, Concentration? Final, TimeSpan? Over, InfusionRate? Rate, PumpRate? Pump, bool SameDrug = false)
        : SessionEvent(At);

    /// <summary>A second person read vial, syringe and pump for themselves.</summary>
    public sealed record DoseChecked(DateTimeOffset At, Mass ReadDose, Volume ReadVolume) : SessionEvent(At);

    public sealed record InfusionStarted(DateTimeOffset At, InfusionRate Rate, PumpRate Pump) : SessionEvent(At);

    public sealed record InfusionPaused(DateTimeOffset At, string Reason) : SessionEvent(At);

    public sealed record InfusionResumed(DateTimeOffset At) : SessionEvent(At);

    public sealed record RateChanged(DateTimeOffset At, InfusionRate Rate, PumpRate Pump, string Reason) : SessionEvent(At);

    /// <summary>The infusion was broken off before the whole dose was in.</summary>
    public sealed record InfusionStopped(DateTimeOffset At, string Reason) : SessionEvent(At);

    public sealed record InfusionEnded(DateTimeOffset At) : SessionEvent(At);

    /// <summary>An injection, a nasal device or a sublingual dose.</summary>
    public sealed record DoseGiven(DateTimeOffset At, Mass Amount, string Where) : SessionEvent(At);

    public sealed record VitalsRecorded(DateTimeOffset At, Vitals Vitals) : SessionEvent(At);

    /// <param name="Rating">The clinician's impression: 0 none, 1 mild, 2 moderate, 3 marked, 4 extreme.</param>
    /// <param name="Cadss6">Six numbers from 0 to 4; null when only the impression was taken.</param>
    public sealed record DissociationRated(DateTimeOffset At, int? Rating, IReadOnlyList<int>? Cadss6) : SessionEvent(At);

    /// <param name="MoaaS">5 alert … 0 unresponsive.</param>
    public sealed record SedationRated(DateTimeOffset At, int MoaaS) : SessionEvent(At);

    /// <param name="Score">0 none … 10 worst.</param>
    public sealed record NauseaRated(DateTimeOffset At, int Score) : SessionEvent(At);

    /// <param name="Score">0 none … 10 worst.</param>
    public sealed record DistressRated(DateTimeOffset At, int Score) : SessionEvent(At);

    public sealed record AdverseEventRecorded(
        DateTimeOffset At, string What, AdverseEventSeverity Severity, string Action, AdverseEventOutcome Outcome, bool Serious, string Detail)
        : SessionEvent(At);

    public sealed record AdverseEventFollowed(DateTimeOffset At, Guid AdverseEvent, AdverseEventOutcome Outcome, string Detail) : SessionEvent(At);

    public sealed record RescueGiven(DateTimeOffset At, string Drug, Mass Dose, string Route, string Reason) : SessionEvent(At);

    public sealed record MomentMarked(DateTimeOffset At, Moment Moment, string Text) : SessionEvent(At);

    public sealed record NoteWritten(DateTimeOffset At, string Text) : SessionEvent(At);

    public sealed record AlarmAcknowledged(DateTimeOffset At, string Alarm, string Action) : SessionEvent(At);

    /// <param name="Drawn">The entry that says what was drawn up; null in older entries, which mean the dose in use.</param>
    public sealed record WasteRecorded(DateTimeOffset At, Mass Amount, string How, Guid? Drawn = null) : SessionEvent(At);

    /// <summary>A second person saw the waste destroyed.</summary>
    /// <param name="Drawn">As in the entry of the waste.</param>
    public sealed record WasteWitnessed(DateTimeOffset At, Mass ReadAmount, Guid? Drawn = null) : SessionEvent(At);

    public sealed record DischargeAssessed(
        DateTimeOffset At, bool Oriented, bool SteadyGait, bool SuicideRiskChecked, bool SafetyPlanGiven, bool InstructionsGiven)
        : SessionEvent(At);

    /// <param name="OverrideReason">Why a prescriber let the patient go though a criterion was not met; empty otherwise.</param>
    /// <param name="Unmet">The rules that were not met, as they stood.</param>
    public sealed record PatientDischarged(DateTimeOffset At, string EscortName, string OverrideReason, IReadOnlyList<string> Unmet)
        : SessionEvent(At);

    /// <summary>A signature: who and when stand in the entry; this binds it to what was signed.</summary>
    public sealed record SessionSigned(DateTimeOffset At, string Meaning, int Version, string Seal) : SessionEvent(At);

    /// <summary>The treatment did not go ahead.</summary>
    public sealed record SessionCancelled(DateTimeOffset At, string Reason) : SessionEvent(At);

    /// <summary>A correction takes the place of the entry it corrects; both stay readable.</summary>
    public sealed record EntryAmended(DateTimeOffset At, Guid Target, SessionEvent Replacement, string Reason) : SessionEvent(At);

    /// <summary>An entry that should not be there: it stays readable, struck through.</summary>
    public sealed record EntryStruck(DateTimeOffset At, Guid Target, string Reason) : SessionEvent(At);
}

using System.Globalization;
using Afterglow.Core.Plans;
using Afterglow.Core.Sessions;

namespace Afterglow.Chairside.Log;

/// <summary>An entry in a few words: what it is, and what it says.</summary>
public static class EntryWords
{
    public static (string Title, string Detail) Of(SessionEvent happened) => happened switch
    {
        SessionEvent.PatientArrived e => ("Checked in", $"{e.Chair}, {Protocols.Find(e.ProtocolId)?.Name ?? e.ProtocolId}, session {e.SessionNumber}"),
        SessionEvent.StandingChanged e => ("Patient’s record", e.OnFile.Words()),
        SessionEvent.ConsentSeen e => ("Consent on paper", Text($"{e.Document}, version {e.DocumentVersion}, signed {e.SignedOn:d MMM yyyy}")),
        SessionEvent.RoomReadied e => ("Room and staff", $"{e.PrescriberOnSite} on site; emergency equipment {(e.EmergencyEquipmentChecked ? "checked" : "not checked")}"),
        SessionEvent.EscortNamed e => ("Escort", Joined(e.Name, e.Relation, e.Phone, e.WillNotDrive ? "" : "has not agreed not to drive")),
        SessionEvent.FastingRecorded => ("Fasting", "last food and drink asked"),
        SessionEvent.WeightMeasured e => ("Weight", e.Weight.ToString()),
        SessionEvent.PregnancyRecorded e => ("Pregnancy", e.Status switch
        {
            PregnancyStatus.TestNegative => "test negative",
            PregnancyStatus.TestPositive => "test positive",
            PregnancyStatus.TestDeclined => "test declined",
            _ => "not relevant",
        }),
        SessionEvent.MedicinesRecorded e => ("Medicines", e.Medicines.Count == 0 ? "none that matters" : string.Join(", ", e.Medicines.Select(each => each.Name))),
        SessionEvent.SuicideScreened e => ("Suicide screen", Joined(e.Instrument, Of(e.Risk), e.Action)),
        SessionEvent.GateOverridden e => ("Gate overridden", $"{RuleBook.Find(e.RuleId).Text}: {e.Reason}"),
        SessionEvent.DoseOrdered e => ("Dose ordered", e.PerKilogram?.ToString() ?? e.Dose?.ToString() ?? ""),
        SessionEvent.DosePrepared e => ("Dose prepared", Joined($"{e.Dose} in {e.Drawn}", e.MadeUpTo is { } volume ? $"made up to {volume}" : "", $"lot {e.Lot}")),
        SessionEvent.DoseChecked e => ("Dose checked", $"read {e.ReadDose} in {e.ReadVolume}"),
        SessionEvent.InfusionStarted e => ("Infusion started", Text($"{e.Pump.MillilitresPerHour:0.#} mL/h")),
        SessionEvent.InfusionPaused e => ("Infusion paused", e.Reason),
        SessionEvent.InfusionResumed => ("Infusion resumed", ""),
        SessionEvent.RateChanged e => ("Rate changed", Joined(Text($"{e.Pump.MillilitresPerHour:0.#} mL/h"), e.Reason)),
        SessionEvent.InfusionStopped e => ("Stopped early", e.Reason),
        SessionEvent.InfusionEnded => ("Dosing ended", ""),
        SessionEvent.DoseGiven e => ("Dose given", Joined(e.Amount.ToString(), e.Where)),
        SessionEvent.VitalsRecorded e => ("Vitals", Of(e.Vitals)),
        SessionEvent.DissociationRated e => ("Dissociation", Joined(
            e.Rating is { } rating ? $"{rating} {Impression(rating)}" : "", e.Cadss6 is { } items ? $"CADSS-6 {items.Sum()} ({string.Join(" ", items)})" : "")),
        SessionEvent.SedationRated e => ("Sedation", $"MOAA/S {e.MoaaS}, {Sedation(e.MoaaS)}"),
        SessionEvent.NauseaRated e => ("Nausea", $"{e.Score}/10"),
        SessionEvent.DistressRated e => ("Distress", $"{e.Score}/10"),
        SessionEvent.AdverseEventRecorded e => ("Adverse event", Joined($"{e.What}, {Of(e.Severity)}", e.Serious ? "serious" : "", Of(e.Outcome), e.Action, e.Detail)),
        SessionEvent.AdverseEventFollowed e => ("Adverse event, follow-up", Joined(Of(e.Outcome), e.Detail)),
        SessionEvent.RescueGiven e => ("Medicine given", Joined($"{e.Drug} {e.Dose}", e.Route, e.Reason)),
        SessionEvent.MomentMarked e => (Of(e.Moment), e.Text),
        SessionEvent.NoteWritten e => ("Note", e.Text),
        SessionEvent.AlarmAcknowledged e => ("Alarm acknowledged", Joined(AlarmRule(e.Alarm), e.Action)),
        SessionEvent.WasteRecorded e => ("Waste", Joined(e.Amount.ToString(), e.How)),
        SessionEvent.WasteWitnessed e => ("Waste witnessed", e.ReadAmount.ToString()),
        SessionEvent.DischargeAssessed e => ("Assessed for discharge", Joined(
            e.Oriented ? "oriented" : "not oriented", e.SteadyGait ? "steady" : "not steady", e.SuicideRiskChecked ? "suicide risk asked" : "",
            e.SafetyPlanGiven ? "safety plan given" : "", e.InstructionsGiven ? "instructions given" : "")),
        SessionEvent.PatientDischarged e => ("Discharged", Joined($"with {e.EscortName}", e.OverrideReason.Length > 0 ? $"overridden: {e.OverrideReason}" : "")),
        SessionEvent.SessionSigned => ("Signed", ""),
        SessionEvent.SessionCancelled e => ("Did not go ahead", e.Reason),
        _ => (happened.GetType().Name, ""),
    };

    public static string Of(Vitals vitals) => Joined(
        $"{vitals.Systolic}/{vitals.Diastolic}", $"HR {vitals.HeartRate}",
        vitals.SpO2 is { } oxygen ? $"SpO2 {oxygen} %{(vitals.OnOxygen ? " on oxygen" : "")}" : "",
        vitals.RespiratoryRate is { } breaths ? $"RR {breaths}" : "");

    public static string Of(SuicideRisk risk) => risk switch
    {
        SuicideRisk.None => "negative",
        SuicideRisk.Low => "low risk",
        SuicideRisk.Moderate => "moderate risk",
        _ => "high risk",
    };

    public static string Of(AdverseEventSeverity severity) => severity switch
    {
        AdverseEventSeverity.Mild => "mild",
        AdverseEventSeverity.Moderate => "moderate",
        AdverseEventSeverity.Severe => "severe",
        _ => "life-threatening",
    };

    public static string Of(AdverseEventOutcome outcome) => outcome switch
    {
        AdverseEventOutcome.Ongoing => "ongoing",
        AdverseEventOutcome.Resolved => "resolved",
        AdverseEventOutcome.ResolvedWithSequelae => "resolved with after-effects",
        AdverseEventOutcome.TransferredToHospital => "transferred to hospital",
        _ => "fatal",
    };

    public static string Of(Moment moment) => moment switch
    {
        Moment.TouchAsked => "Touch asked",
        Moment.TouchGiven => "Touch given",
        Moment.TouchDeclined => "Touch declined",
        Moment.MusicStarted => "Music started",
        Moment.MusicStopped => "Music stopped",
        Moment.CallButton => "Call button",
        Moment.PrescriberCalled => "Prescriber called",
        _ => "Family called",
    };

    public static string Of(MedicineClass kind) => kind switch
    {
        MedicineClass.Benzodiazepine => "Benzodiazepine",
        MedicineClass.SedativeHypnotic => "Sleeping pill or sedative",
        MedicineClass.Stimulant => "Stimulant",
        MedicineClass.MonoamineOxidaseInhibitor => "MAO inhibitor",
        MedicineClass.Opioid => "Opioid",
        MedicineClass.NasalDecongestantOrSteroid => "Nasal spray",
        MedicineClass.TheophyllineOrAminophylline => "Theophylline",
        _ => "Other",
    };

    /// <summary>The clinician's impression of dissociation, 0 to 4.</summary>
    public static string Impression(int rating) => rating switch { 0 => "none", 1 => "mild", 2 => "moderate", 3 => "marked", _ => "extreme" };

    /// <summary>MOAA/S in our own short words.</summary>
    public static string Sedation(int moaas) => moaas switch
    {
        5 => "alert",
        4 => "slow to answer",
        3 => "answers when called loudly",
        2 => "answers only to shaking",
        1 => "only to pain",
        _ => "no response",
    };

    private static string AlarmRule(string key) =>
        RuleBook.All.FirstOrDefault(rule => key.StartsWith(rule.Id, StringComparison.Ordinal))?.Text ?? "";

    private static string Joined(params ReadOnlySpan<string> parts)
    {
        var joined = "";
        foreach (var part in parts)
            if (part.Length > 0) joined = joined.Length == 0 ? part : $"{joined}, {part}";
        return joined;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

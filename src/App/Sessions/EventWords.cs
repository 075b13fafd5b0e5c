using System.Globalization;
using Afterglow.Core.Plans;
using Afterglow.Core.Sessions;
using Afterglow.Core.Units;

namespace Afterglow.App.Sessions;

/// <summary>What happened, in the words of a note. Every kind of event has its sentence.</summary>
internal sealed class EventWords(TimeZoneInfo zone, DateTimeOffset arrivedAt)
{
    /// <summary>“10:12”; with the day where it is not the day of the session.</summary>
    public string Clock(DateTimeOffset at)
    {
        var local = TimeZoneInfo.ConvertTime(at, zone);
        return local.Date == TimeZoneInfo.ConvertTime(arrivedAt, zone).Date
            ? local.ToString("HH:mm", CultureInfo.InvariantCulture)
            : local.ToString("d MMM yyyy HH:mm", CultureInfo.InvariantCulture);
    }

    public static string Day(DateOnly day) => day.ToString("d MMM yyyy", CultureInfo.InvariantCulture);

    /// <summary>“+12”, “−8”: whole minutes since drug first went in.</summary>
    public static string Minute(DateTimeOffset at, DateTimeOffset? startedAt) => startedAt is { } start
        ? string.Create(CultureInfo.InvariantCulture, $"{Math.Floor((at - start).TotalMinutes):+0;−0;+0}")
        : "";

    public string Of(SessionEvent happened) => happened switch
    {
        SessionEvent.PatientArrived e =>
            $"Checked in, {e.Chair}: {Protocols.Find(e.ProtocolId)?.Name ?? e.ProtocolId}, session {e.SessionNumber}; indication {e.Indication}; standing order {Order(e.OrderedPerKilogram, e.OrderedDose)}{(e.LastWeight is { } weight ? $"; last weight {weight}" : "")}{(e.OnFile is { } file ? $"; on file: {file.Words()}" : "")}",
        SessionEvent.StandingChanged e => $"Changed in the patient’s record: {e.OnFile.Words()}",
        SessionEvent.ConsentSeen e =>
            $"Consent seen on paper: {e.Document}, version {e.DocumentVersion}, signed {Day(e.SignedOn)}; off-label use {(e.OffLabelExplained ? "explained" : "not explained")}{(e.EnrolledInProgramme ? "; enrolled in the esketamine programme" : "")}",
        SessionEvent.RoomReadied e => $"Room ready: {e.PrescriberOnSite} on site; emergency equipment {(e.EmergencyEquipmentChecked ? "checked" : "not checked")}",
        SessionEvent.EscortNamed e =>
            $"Escort: {e.Name}{Also(e.Relation)}{Also(e.Phone)}; the patient {(e.WillNotDrive ? "will not drive until the day after" : "has not agreed not to drive")}",
        SessionEvent.FastingRecorded e => $"Last food {Clock(e.LastFoodAt)}{(e.HeavyMeal ? " (heavy meal)" : "")}, last drink {Clock(e.LastDrinkAt)}",
        SessionEvent.WeightMeasured e => $"Weight {e.Weight}",
        SessionEvent.PregnancyRecorded e => $"Pregnancy: {Words(e.Status)}{(e.TestedOn is { } day ? $", tested {Day(day)}" : "")}",
        SessionEvent.MedicinesRecorded { Medicines.Count: 0 } => "Medicines last taken: none of those that matter",
        SessionEvent.MedicinesRecorded e => $"Medicines last taken: {string.Join("; ", e.Medicines.Select(medicine => $"{medicine.Name} ({Words(medicine.Class)}{(medicine.LastTakenAt is { } at ? $", {Clock(at)}" : ", time not known")})"))}",
        SessionEvent.SuicideScreened e => $"Suicide screen, {e.Instrument}: {Words(e.Risk)}{Then(e.Action)}",
        SessionEvent.GateOverridden e => $"Gate overridden ({RuleBook.Find(e.RuleId).Text}): {e.Reason}",
        SessionEvent.DoseOrdered e => $"Ordered: {Order(e.PerKilogram, e.Dose)}",
        SessionEvent.DosePrepared e =>
            $"Prepared: {e.Dose} of base, {e.Drawn} of {e.Preparation} ({e.Strength}), lot {e.Lot}, expires {Day(e.Expires)}{(e.MadeUpTo is { } volume ? $"; made up to {volume} ({Round(e.Final)}); pump {Round(e.Pump)} ({Round(e.Rate)}) over {Minutes(e.Over)}" : "")}{(e.Weight is { } weight ? $"; for {weight}" : "")}",
        SessionEvent.DoseChecked e => $"Dose checked by a second person: read {e.ReadDose} in {e.ReadVolume}",
        SessionEvent.InfusionStarted e => $"Infusion started at {Round(e.Pump)} ({Round(e.Rate)})",
        SessionEvent.InfusionPaused e => $"Infusion paused{Then(e.Reason)}",
        SessionEvent.InfusionResumed => "Infusion resumed",
        SessionEvent.RateChanged e => $"Rate changed to {Round(e.Pump)} ({Round(e.Rate)}){Then(e.Reason)}",
        SessionEvent.InfusionStopped e => $"Treatment stopped early: {e.Reason}",
        SessionEvent.InfusionEnded => "Infusion ended",
        SessionEvent.DoseGiven e => $"Dose given: {e.Amount}{Also(e.Where)}",
        SessionEvent.VitalsRecorded e => $"Vital signs: {SessionWords.Of(e.Vitals)}{(e.Vitals.RespiratoryRate is { } breaths ? $", respiratory rate {breaths}" : "")}{(e.Vitals.OnOxygen ? ", on oxygen" : "")}",
        SessionEvent.DissociationRated e => $"Dissociation: {Dissociation(e)}",
        SessionEvent.SedationRated e => $"Sedation: MOAA/S {e.MoaaS}",
        SessionEvent.NauseaRated e => $"Nausea: {e.Score}/10",
        SessionEvent.DistressRated e => $"Distress: {e.Score}/10",
        SessionEvent.AdverseEventRecorded e =>
            $"Adverse event: {e.What}, {e.Severity.Words()}{(e.Serious ? ", serious" : "")}; done: {e.Action}; {e.Outcome.Words()}{Then(e.Detail)}",
        SessionEvent.AdverseEventFollowed e => $"Adverse event followed up: {e.Outcome.Words()}{Then(e.Detail)}",
        SessionEvent.RescueGiven e => $"Rescue medicine: {e.Drug} {e.Dose}{Also(e.Route)}, for {e.Reason}",
        SessionEvent.MomentMarked e => $"{Words(e.Moment)}{Then(e.Text)}",
        SessionEvent.NoteWritten e => $"Note: {e.Text}",
        SessionEvent.AlarmAcknowledged e => $"Alarm acknowledged ({RuleBook.All.FirstOrDefault(rule => e.Alarm.StartsWith(rule.Id, StringComparison.Ordinal))?.Text ?? e.Alarm}){Then(e.Action)}",
        SessionEvent.WasteRecorded e => $"Waste: {e.Amount}, {e.How}",
        SessionEvent.WasteWitnessed e => $"Waste witnessed: {e.ReadAmount}",
        SessionEvent.DischargeAssessed e =>
            $"Before leaving: {Yes(e.Oriented, "oriented")}, {Yes(e.SteadyGait, "steady on the feet")}, {Yes(e.SuicideRiskChecked, "suicide risk asked again")}, {Yes(e.SafetyPlanGiven, "safety plan given")}, {Yes(e.InstructionsGiven, "written instructions given")}",
        SessionEvent.PatientDischarged e =>
            $"Discharged with {e.EscortName}{(e.OverrideReason.Length > 0 ? $"; criteria overridden: {e.OverrideReason}" : "")}{(e.Unmet.Count > 0 ? $"; not met: {string.Join(" ", e.Unmet)}" : "")}",
        SessionEvent.SessionSigned e => string.Create(CultureInfo.InvariantCulture, $"Signed: {e.Meaning} Holds for entries 1 to {e.Version}, seal {e.Seal}"),
        SessionEvent.SessionCancelled e => $"The treatment did not go ahead: {e.Reason}",
        SessionEvent.EntryAmended e => $"Corrected to: {Of(e.Replacement)}; {e.Reason}",
        SessionEvent.EntryStruck e => $"Struck out: {e.Reason}",
        _ => throw new InvalidOperationException($"A {happened.GetType().Name} has no words."),
    };

    public static string Dissociation(SessionEvent.DissociationRated rated) => string.Join("; ", new[]
    {
        rated.Rating is { } rating ? $"impression {rating}/4, {Impression(rating)}" : null,
        rated.Cadss6 is { } items ? $"CADSS-6 {items.Sum()} ({string.Join(" ", items)})" : null,
    }.Where(part => part is not null));

    public static string Order(DosePerWeight? perKilogram, Mass? dose) => perKilogram?.ToString() ?? dose?.ToString() ?? "none";

    public static string Round(PumpRate? rate) => rate is { } pump ? Number(pump.MillilitresPerHour, "mL/h") : "";

    public static string Round(InfusionRate? rate) => rate is { } drug ? Number(drug.MilligramsPerHour, "mg/h") : "";

    public static string Round(Concentration? concentration) => concentration is { } final ? Number(final.MilligramsPerMillilitre, "mg/mL") : "";

    public static string Minutes(TimeSpan? span) => span is { } over ? string.Create(CultureInfo.InvariantCulture, $"{over.TotalMinutes:0.#} min") : "";

    public static string Words(Moment moment) => moment switch
    {
        Moment.TouchAsked => "Touch asked for",
        Moment.TouchGiven => "Touch given",
        Moment.TouchDeclined => "Touch declined",
        Moment.MusicStarted => "Music started",
        Moment.MusicStopped => "Music stopped",
        Moment.CallButton => "Call button pressed",
        Moment.PrescriberCalled => "Prescriber called",
        _ => "Family called",
    };

    private static string Number(decimal value, string unit) => string.Create(CultureInfo.InvariantCulture, $"{value:0.##} {unit}");

    private static string Words(PregnancyStatus status) => status switch
    {
        PregnancyStatus.NotRelevant => "not relevant",
        PregnancyStatus.TestNegative => "test negative",
        PregnancyStatus.TestPositive => "test positive",
        _ => "test declined",
    };

    private static string Words(SuicideRisk risk) => risk switch
    {
        SuicideRisk.None => "negative",
        SuicideRisk.Low => "low risk",
        SuicideRisk.Moderate => "moderate risk",
        _ => "high risk",
    };

    private static string Words(MedicineClass kind) => kind switch
    {
        MedicineClass.SedativeHypnotic => "sedative or hypnotic",
        MedicineClass.MonoamineOxidaseInhibitor => "MAO inhibitor",
        MedicineClass.NasalDecongestantOrSteroid => "nasal decongestant or steroid",
        MedicineClass.TheophyllineOrAminophylline => "theophylline or aminophylline",
        _ => kind.ToString().ToLowerInvariant(),
    };

    private static string Impression(int rating) => rating switch { 0 => "none", 1 => "mild", 2 => "moderate", 3 => "marked", _ => "extreme" };

    private static string Yes(bool so, string what) => so ? what : "not " + what;

    private static string Also(string text) => text.Length > 0 ? $", {text}" : "";

    private static string Then(string text) => text.Length > 0 ? $": {text}" : "";
}

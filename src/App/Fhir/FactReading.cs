using System.Globalization;
using Afterglow.Core.Patients;
using Hl7.Fhir.Model;

namespace Afterglow.App.Fhir;

/// <summary>What a resource became.</summary>
/// <param name="Fact">The fact; null when there is none to keep.</param>
/// <param name="Withdrawn">True when the other system says it was entered in error.</param>
internal readonly record struct FactFound(ChartFact? Fact, bool Withdrawn = false)
{
    /// <summary>There is nothing in it that a chart keeps, and nothing wrong with it.</summary>
    public static FactFound NotKept => default;
}

/// <summary>Where a resource stands in its file, and where it comes from.</summary>
internal sealed record ResourcePlace(string Path, Origin Origin, DateTimeOffset Now, Action<FhirProblem> Report)
{
    // Nobody's clock or time zone is further ahead than this.
    private static readonly TimeSpan Skew = TimeSpan.FromHours(14);

    public FactFound Problem(string element, string sentence)
    {
        Report(new FhirProblem($"{Path}.{element}", sentence));
        return FactFound.NotKept;
    }

    public string? Line(string? text, string element, int longest = WrittenText.LongestLine) =>
        PatientReading.Line(text, $"{Path}.{element}", "it", longest, Report);

    /// <summary>A moment in the past. What cannot be one is named and left out.</summary>
    public ClinicalTime? Time(DataType? value, string element)
    {
        var (text, name) = value switch
        {
            FhirDateTime moment => (moment.Value, element + "DateTime"),
            Instant instant => (instant.Value?.ToString("o", CultureInfo.InvariantCulture), element + "Instant"),
            Period period => (period.Start, element + "Period.start"),
            _ => (null, element),
        };
        return Time(text, name);
    }

    public ClinicalTime? Time(string? text, string element)
    {
        if (text is null) return null;
        var time = ClinicalTime.Read(text);
        if (time is null) Problem(element, "is not a time.");
        else if (time.Value.Start > Now + Skew) Problem(element, "is in the future.");
        else if (time.Value.Start.Year < 1880) Problem(element, "is before 1880.");
        else return time;
        return null;
    }

    public Concept? Concept(CodeableConcept? concept, string element)
    {
        if (concept is null) return null;
        var coding = concept.Coding.Find(one => one.UserSelected == true) ?? concept.Coding.FirstOrDefault();
        var text = Line(concept.Text, element + ".text") ?? Line(coding?.Display, element + ".coding[0].display") ?? Line(coding?.Code, element + ".coding[0].code");
        return text is null ? null : new Concept(text, coding?.System, coding?.Code);
    }
}

/// <summary>Conditions, allergies, medicines and visits as facts of a chart.</summary>
internal static class FactReading
{
    public static readonly HashSet<string> ConditionUsed =
        ["clinicalStatus", "verificationStatus", "code", "subject", "onset[x]", "abatement[x]", "recordedDate"];

    public static readonly HashSet<string> AllergyUsed =
        ["clinicalStatus", "verificationStatus", "code", "patient", "onset[x]", "recordedDate", "criticality", "reaction"];

    public static readonly HashSet<string> MedicationUsed =
        ["status", "medication[x]", "subject", "authoredOn", "dosageInstruction", "contained"];

    public static readonly HashSet<string> EncounterUsed = ["status", "class", "type", "subject", "period", "reasonCode"];

    public static FactFound Condition(Condition condition, ResourcePlace place)
    {
        var verification = Code(condition.VerificationStatus);
        if (verification == "entered-in-error") return new FactFound(null, Withdrawn: true);
        if (place.Concept(condition.Code, "code") is not { } what) return place.Problem("code", "does not say what the condition is.");
        var ended = place.Time(condition.Abatement, "abatement");
        var clinical = Code(condition.ClinicalStatus);
        var active = clinical switch
        {
            "active" or "recurrence" or "relapse" => true,
            "inactive" or "remission" or "resolved" => false,
            _ => condition.Abatement is null,
        };
        if (verification == "refuted") active = false;
        var at = place.Time(condition.Onset, "onset") ?? place.Time(condition.RecordedDate, "recordedDate") ?? ClinicalTime.Unknown;
        var status = string.Join(", ", new[] { clinical, verification is "confirmed" ? null : verification }.Where(part => part is not null));
        return new FactFound(new ChartFact.ConditionNoted(
            at, place.Origin, what, active ? Standing.Active : Standing.Past, ended, place.Line(status, "clinicalStatus", 60)));
    }

    public static FactFound Allergy(AllergyIntolerance allergy, ResourcePlace place)
    {
        var verification = Code(allergy.VerificationStatus);
        if (verification == "entered-in-error") return new FactFound(null, Withdrawn: true);
        if (place.Concept(allergy.Code, "code") is not { } what) return place.Problem("code", "does not say what the allergy is to.");
        var active = Code(allergy.ClinicalStatus) is not ("inactive" or "resolved") && verification != "refuted";
        var reactions = new List<string>();
        for (var at = 0; at < allergy.Reaction.Count && at < 20; at++)
            for (var sign = 0; sign < allergy.Reaction[at].Manifestation.Count && sign < 20; sign++)
                if (place.Concept(allergy.Reaction[at].Manifestation[sign], $"reaction[{at}].manifestation[{sign}]") is { } manifestation)
                    reactions.Add(manifestation.Text);
        return new FactFound(new ChartFact.AllergyNoted(
            place.Time(allergy.Onset, "onset") ?? place.Time(allergy.RecordedDate, "recordedDate") ?? ClinicalTime.Unknown,
            place.Origin, what, active ? Standing.Active : Standing.Past,
            allergy.Criticality switch
            {
                AllergyIntolerance.AllergyIntoleranceCriticality.High => "high",
                AllergyIntolerance.AllergyIntoleranceCriticality.Low => "low",
                _ => null,
            },
            reactions.Count > 0 ? reactions : null));
    }

    /// <param name="medication">Finds the medicine that a reference names.</param>
    public static FactFound Medication(MedicationRequest request, ResourcePlace place, Func<ResourceReference, CodeableConcept?> medication)
    {
        if (request.Status == MedicationRequest.MedicationrequestStatus.EnteredInError) return new FactFound(null, Withdrawn: true);
        if (request.Status == MedicationRequest.MedicationrequestStatus.Draft) return FactFound.NotKept;
        Concept? what = null;
        if (request.Medication is CodeableConcept named) what = place.Concept(named, "medicationCodeableConcept");
        else if (request.Medication is ResourceReference reference)
        {
            what = medication(reference) is { } found ? place.Concept(found, "medicationReference") : null;
            if (what is null)
            {
                place.Problem("medicationReference", "names a medicine that is not in the bundle.");
                if (place.Line(reference.Display, "medicationReference.display") is not { } display) return FactFound.NotKept;
                what = new Concept(display);
            }
        }
        if (what is null) return place.Problem("medication[x]", "does not say what the medicine is.");
        var active = request.Status is null or MedicationRequest.MedicationrequestStatus.Active or MedicationRequest.MedicationrequestStatus.OnHold;
        return new FactFound(new ChartFact.MedicationNoted(
            place.Time(request.AuthoredOn, "authoredOn") ?? ClinicalTime.Unknown, place.Origin, what,
            active ? Standing.Active : Standing.Past,
            request.Status switch
            {
                null => null,
                MedicationRequest.MedicationrequestStatus.OnHold => "on hold",
                var status => status.ToString()!.ToLowerInvariant(),
            },
            request.DosageInstruction.Count == 0 ? null
                : place.Line(string.Join("; ", request.DosageInstruction.Take(10).Select(Dose).Where(dose => dose.Length > 0)), "dosageInstruction")));
    }

    public static FactFound Encounter(Encounter encounter, ResourcePlace place)
    {
        if (encounter.Status == Hl7.Fhir.Model.Encounter.EncounterStatus.EnteredInError) return new FactFound(null, Withdrawn: true);
        if (encounter.Status is Hl7.Fhir.Model.Encounter.EncounterStatus.Planned or Hl7.Fhir.Model.Encounter.EncounterStatus.Cancelled) return FactFound.NotKept;
        var what = (encounter.Type.Count > 0 ? place.Concept(encounter.Type[0], "type[0]") : null)
            ?? new Concept(place.Line(encounter.Class?.Display, "class.display") ?? "Visit", encounter.Class?.System, encounter.Class?.Code);
        return new FactFound(new ChartFact.EncounterNoted(
            place.Time(encounter.Period?.Start, "period.start") ?? ClinicalTime.Unknown, place.Origin, what,
            place.Time(encounter.Period?.End, "period.end"),
            encounter.ReasonCode.Count > 0 ? place.Concept(encounter.ReasonCode[0], "reasonCode[0]")?.Text : null));
    }

    private static string? Code(CodeableConcept? concept) => concept?.Coding.FirstOrDefault()?.Code ?? concept?.Text;

    private static string Dose(Dosage dosage)
    {
        if (!string.IsNullOrWhiteSpace(dosage.Text)) return dosage.Text;
        var parts = new List<string>();
        if (dosage.DoseAndRate.FirstOrDefault()?.Dose is Quantity { Value: { } value } dose)
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"{value:0.####} {dose.Unit ?? dose.Code ?? "at a time"}"));
        if (dosage.Timing?.Repeat is { Frequency: { } frequency, Period: { } period, PeriodUnit: { } unit })
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"{frequency} × every {(period == 1 ? "" : $"{period:0.##} ")}{Unit(unit)}"));
        if (dosage.AsNeeded is FhirBoolean { Value: true }) parts.Add("as needed");
        return string.Join(", ", parts);
    }

    private static string Unit(Timing.UnitsOfTime unit) => unit switch
    {
        Timing.UnitsOfTime.S => "s",
        Timing.UnitsOfTime.Min => "min",
        Timing.UnitsOfTime.H => "h",
        Timing.UnitsOfTime.D => "day",
        Timing.UnitsOfTime.Wk => "week",
        Timing.UnitsOfTime.Mo => "month",
        _ => "year",
    };
}

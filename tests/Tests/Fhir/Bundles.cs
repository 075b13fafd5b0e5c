using System.Text.Json.Nodes;

namespace Afterglow.Tests.Fhir;

/// <summary>Small bundles, written out so that a test can spoil exactly one thing in them.</summary>
internal static class Bundles
{
    public const string PatientId = "8adf7251-257f-4b45-8ef5-0a6b3b9fe0ef";

    public static JsonObject Of(params JsonObject[] resources) => new()
    {
        ["resourceType"] = "Bundle",
        ["type"] = "transaction",
        ["entry"] = new JsonArray([.. resources.Select(JsonNode (resource) => new JsonObject
        {
            ["fullUrl"] = resource["id"] is { } id ? "urn:uuid:" + id : null,
            ["resource"] = resource,
        })]),
    };

    public static JsonObject Resource(string json) => JsonNode.Parse(json)!.AsObject();

    public static JsonObject Patient(string id = PatientId, string number = "MR-1", string family = "Quill", string given = "Ottoline") => Resource(
        $$$"""
        {
          "resourceType": "Patient", "id": "{{{id}}}",
          "identifier": [
            {"system": "http://hl7.org/fhir/sid/us-ssn", "value": "999-93-8359",
             "type": {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/v2-0203", "code": "SS"}]}},
            {"system": "http://hospital.example", "value": "{{{number}}}",
             "type": {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/v2-0203", "code": "MR"}]}}
          ],
          "name": [{"use": "official", "family": "{{{family}}}", "given": ["{{{given}}}", "Mae"]}, {"use": "nickname", "given": ["Otti"]}],
          "telecom": [{"system": "phone", "value": "555-0199", "use": "mobile"}],
          "gender": "female", "birthDate": "1973-11-24"
        }
        """);

    public static JsonObject Weight(string id, string value = "81.5", string unit = "kg", string at = "2026-03-02T08:00:00Z", string patient = PatientId) => Resource(
        $$$"""
        {
          "resourceType": "Observation", "id": "{{{id}}}", "status": "final",
          "category": [{"coding": [{"system": "http://terminology.hl7.org/CodeSystem/observation-category", "code": "vital-signs"}]}],
          "code": {"coding": [{"system": "http://loinc.org", "code": "29463-7", "display": "Body Weight"}]},
          "subject": {"reference": "urn:uuid:{{{patient}}}"}, "effectiveDateTime": "{{{at}}}",
          "valueQuantity": {"value": {{{value}}}, "unit": "{{{unit}}}", "system": "http://unitsofmeasure.org", "code": "{{{unit}}}"}
        }
        """);

    public static JsonObject Pressure(string id, int systolic = 122, int diastolic = 79) => Resource(
        $$$"""
        {
          "resourceType": "Observation", "id": "{{{id}}}", "status": "final",
          "code": {"coding": [{"system": "http://loinc.org", "code": "85354-9", "display": "Blood pressure panel"}]},
          "subject": {"reference": "Patient/{{{PatientId}}}"}, "effectiveDateTime": "2026-03-02T08:01:00+02:00",
          "component": [
            {"code": {"coding": [{"system": "http://loinc.org", "code": "8462-4"}]}, "valueQuantity": {"value": {{{diastolic}}}, "code": "mm[Hg]"}},
            {"code": {"coding": [{"system": "http://loinc.org", "code": "8480-6"}]}, "valueQuantity": {"value": {{{systolic}}}, "code": "mm[Hg]"}}
          ]
        }
        """);

    public static JsonObject Vital(string id, string code, string value, string unit) => Resource(
        $$$"""
        {
          "resourceType": "Observation", "id": "{{{id}}}", "status": "final",
          "category": [{"coding": [{"code": "vital-signs"}]}],
          "code": {"coding": [{"system": "http://loinc.org", "code": "{{{code}}}"}]},
          "subject": {"reference": "urn:uuid:{{{PatientId}}}"}, "effectiveDateTime": "2026-03-02T08:02:00Z",
          "valueQuantity": {"value": {{{value}}}, "code": "{{{unit}}}"}
        }
        """);

    public static JsonObject Score(string id, int total = 17) => Resource(
        $$$"""
        {
          "resourceType": "Observation", "id": "{{{id}}}", "status": "final",
          "category": [{"coding": [{"code": "survey"}]}],
          "code": {"coding": [{"system": "http://loinc.org", "code": "44261-6"}], "text": "PHQ-9 total"},
          "subject": {"reference": "urn:uuid:{{{PatientId}}}"}, "effectiveDateTime": "2026-02-27",
          "valueInteger": {{{total}}}
        }
        """);

    public static JsonObject Condition(string id, string text = "Major depression", string status = "active") => Resource(
        $$$"""
        {
          "resourceType": "Condition", "id": "{{{id}}}",
          "clinicalStatus": {"coding": [{"code": "{{{status}}}"}]}, "verificationStatus": {"coding": [{"code": "confirmed"}]},
          "code": {"coding": [{"system": "http://snomed.info/sct", "code": "370143000", "display": "{{{text}}}"}], "text": "{{{text}}}"},
          "subject": {"reference": "urn:uuid:{{{PatientId}}}"}, "onsetDateTime": "2019-05"
        }
        """);

    public static JsonObject Allergy(string id) => Resource(
        $$$"""
        {
          "resourceType": "AllergyIntolerance", "id": "{{{id}}}",
          "clinicalStatus": {"coding": [{"code": "active"}]}, "criticality": "high",
          "code": {"text": "Penicillin"}, "patient": {"reference": "urn:uuid:{{{PatientId}}}"},
          "reaction": [{"manifestation": [{"text": "Hives"}]}], "recordedDate": "2015"
        }
        """);

    public static JsonObject Order(string id, string medication) => Resource(
        $$$"""
        {
          "resourceType": "MedicationRequest", "id": "{{{id}}}", "status": "active", "intent": "order",
          "medicationReference": {"reference": "urn:uuid:{{{medication}}}"},
          "subject": {"reference": "urn:uuid:{{{PatientId}}}"}, "authoredOn": "2025-12-01",
          "dosageInstruction": [{"text": "20 mg every morning"}]
        }
        """);

    public static JsonObject Medication(string id) => Resource(
        $$$"""{"resourceType": "Medication", "id": "{{{id}}}", "code": {"text": "Fluoxetine 20 mg"}}""");

    public static JsonObject Encounter(string id) => Resource(
        $$$"""
        {
          "resourceType": "Encounter", "id": "{{{id}}}", "status": "finished", "class": {"code": "AMB"},
          "type": [{"text": "Consultation"}], "subject": {"reference": "urn:uuid:{{{PatientId}}}"},
          "period": {"start": "2026-03-02T07:30:00Z", "end": "2026-03-02T08:30:00Z"}, "reasonCode": [{"text": "Low mood"}]
        }
        """);

    /// <summary>An id that is the same in every run.</summary>
    public static string Id(int number) => $"00000000-0000-4000-8000-{number:000000000000}";
}

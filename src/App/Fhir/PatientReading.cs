using Afterglow.App.Patients;
using Afterglow.Core;
using Afterglow.Core.Patients;
using Hl7.Fhir.Model;
using PersonContact = Afterglow.Core.Patients.Contact;
using PersonRecord = Afterglow.Core.Patients.Person;

namespace Afterglow.App.Fhir;

/// <summary>A FHIR Patient as a person of ours. A part that cannot be used is named and left out.</summary>
internal static class PatientReading
{
    public static readonly HashSet<string> Used =
        ["name", "telecom", "gender", "birthDate", "deceased[x]", "address", "identifier", "extension"];

    // A number that unlocks a bank account is not needed to find a chart: it is not kept at all.
    private static readonly HashSet<string> PrivateTypes = ["SS", "SB", "DL", "PPN", "TAX", "NI"];
    private static readonly HashSet<string> PrivateSystems =
        ["http://hl7.org/fhir/sid/us-ssn", "urn:oid:2.16.840.1.113883.4.1", "urn:oid:2.16.840.1.113883.4.3.25"];

    public static PersonRecord Person(Patient patient, string path, DateOnly today, Action<FhirProblem> report)
    {
        var names = patient.Name.Select((name, at) => (Name: name, Path: $"{path}.name[{at}]")).ToList();
        var (name, namePath) = names.Find(one => one.Name.Use == HumanName.NameUse.Official) is { Name: not null } official ? official
            : names.Find(one => one.Name.Use is not (HumanName.NameUse.Old or HumanName.NameUse.Maiden or HumanName.NameUse.Nickname));
        var (called, calledPath) = names.Find(one => one.Name.Use == HumanName.NameUse.Nickname) is { Name: not null } nickname ? nickname
            : names.Find(one => one.Name.Use == HumanName.NameUse.Usual && !ReferenceEquals(one.Name, name));

        var given = new List<string>();
        foreach (var (part, at) in (name?.Given ?? []).Select((part, at) => (part, at)))
            if (Line(part, $"{namePath}.given[{at}]", "the given name", PersonRecord.LongestName, report) is { } text) given.Add(text);
        var family = Line(name?.Family, namePath + ".family", "the family name", PersonRecord.LongestName, report);
        if (given.Count == 0 && family is null && Line(name?.Text, namePath + ".text", "the name", PersonRecord.LongestName, report) is { } whole)
            given.Add(whole);
        if (given.Count > 12)
        {
            report(new FhirProblem(namePath + ".given", "holds more than twelve names."));
            given = given[..12];
        }

        var birth = PartialDate.Read(patient.BirthDate);
        if (birth is not null && (new PersonRecord { BirthDate = birth }).Checked(today).Refusal is { } wrong)
        {
            report(new FhirProblem(path + ".birthDate", $"is left out: {Inline(wrong)}"));
            birth = null;
        }

        var phone = Telecom(ContactPoint.ContactPointSystem.Phone);
        var email = Telecom(ContactPoint.ContactPointSystem.Email);
        var address = patient.Address.Select((one, at) => (one, at)).FirstOrDefault(one => one.one.Use != Address.AddressUse.Old);
        return new PersonRecord
        {
            Given = given,
            Family = family,
            Preferred = called is null ? null
                : Line(called.Text ?? called.Given.FirstOrDefault() ?? called.Family, calledPath, "the preferred name", PersonRecord.LongestName, report),
            Pronouns = Line(Extension("http://hl7.org/fhir/StructureDefinition/individual-pronouns"), path + ".extension", "the pronouns", 50, report),
            BirthDate = birth,
            SexAtBirth = Sex(patient),
            Gender = Line(
                Extension("http://hl7.org/fhir/StructureDefinition/individual-genderIdentity")
                    ?? Extension("http://hl7.org/fhir/us/core/StructureDefinition/us-core-genderIdentity")
                    ?? Extension("http://hl7.org/fhir/StructureDefinition/patient-genderIdentity"),
                path + ".extension", "the gender", 100, report),
            Contact = new PersonContact(
                Line(phone.Value, phone.Path, "the telephone number", 50, report),
                Line(email.Value, email.Path, "the email address", 254, report),
                Line(WholeAddress(address.one), $"{path}.address[{address.at}]", "the address", 500, report)),
            Deceased = patient.Deceased is FhirBoolean { Value: true } or FhirDateTime { Value: not null },
        };

        (string? Value, string Path) Telecom(ContactPoint.ContactPointSystem system) => patient.Telecom
            .Select((one, at) => (one, Path: $"{path}.telecom[{at}]"))
            .Where(one => one.one.System == system && one.one.Use != ContactPoint.ContactPointUse.Old)
            .OrderByDescending(one => one.one.Use == ContactPoint.ContactPointUse.Mobile)
            .Select(one => ((string?)one.one.Value, one.Path)).FirstOrDefault((null, path));

        string? Extension(string url) => patient.Extension.Find(one => one.Url == url) is not { } extension ? null
            : Words(extension.Value) ?? Words(extension.Extension.Find(part => part.Url == "value")?.Value);
    }

    /// <summary>The numbers by which the person is known again, the medical record number first.</summary>
    public static IReadOnlyList<ForeignIdentifier> Identifiers(Patient patient) =>
        [.. patient.Identifier
            .Where(one => one.System is { Length: > 0 and <= 400 } && one.Value is { Length: > 0 and <= 400 }
                && !PrivateSystems.Contains(one.System) && one.Use != Identifier.IdentifierUse.Old
                && one.Type?.Coding.Exists(coding => PrivateTypes.Contains(coding.Code ?? "")) != true)
            .OrderByDescending(one => one.Type?.Coding.Exists(coding => coding.Code == "MR") == true)
            .Select(one => new ForeignIdentifier(one.System!.Trim(), one.Value!.Trim()))
            .Distinct()];

    private static Sex Sex(Patient patient) =>
        (patient.Extension.Find(one => one.Url == "http://hl7.org/fhir/us/core/StructureDefinition/us-core-birthsex")?.Value as Code)?.Value switch
        {
            "F" => Core.Patients.Sex.Female,
            "M" => Core.Patients.Sex.Male,
            _ => patient.Gender switch
            {
                AdministrativeGender.Female => Core.Patients.Sex.Female,
                AdministrativeGender.Male => Core.Patients.Sex.Male,
                AdministrativeGender.Other => Core.Patients.Sex.Other,
                _ => Core.Patients.Sex.Unknown,
            },
        };

    private static string? Words(DataType? value) => value switch
    {
        CodeableConcept concept => concept.Text ?? concept.Coding.FirstOrDefault()?.Display ?? concept.Coding.FirstOrDefault()?.Code,
        Coding coding => coding.Display ?? coding.Code,
        FhirString text => text.Value,
        _ => null,
    };

    private static string? WholeAddress(Address? address) => address is null ? null
        : address.Text ?? string.Join(", ", ((string?[])[.. address.Line, address.City, address.State, address.PostalCode, address.Country])
            .Where(part => !string.IsNullOrWhiteSpace(part)));

    internal static string? Line(string? text, string path, string what, int longest, Action<FhirProblem> report)
    {
        if (string.IsNullOrWhiteSpace(text)) return null;
        if (WrittenText.Line(text.Replace('\n', ' ').Replace("\r", "", StringComparison.Ordinal), what, longest).Try(out var line, out var refusal)) return line;
        report(new FhirProblem(path, $"is left out: {Inline(refusal)}"));
        return null;
    }

    internal static string Inline(Refusal refusal) => refusal switch
    {
        TextUnreadable unreadable => unreadable.Why + ".",
        TextTooLong tooLong => $"it is longer than {tooLong.Longest} letters.",
        BirthDateInFuture => "it is in the future.",
        BirthDateTooEarly => "it is before 1880.",
        _ => char.ToLowerInvariant(refusal.Sentence[0]) + refusal.Sentence[1..],
    };
}

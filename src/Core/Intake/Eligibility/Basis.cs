using System.Globalization;
using Afterglow.Core.Patients;

namespace Afterglow.Core.Intake.Eligibility;

/// <summary>Where a finding rests.</summary>
public enum FoundIn
{
    /// <summary>The patient's own answer in the history.</summary>
    Answer,
    Condition,
    Medication,
    Allergy,
    Measurement,
    Score,

    /// <summary>The birth date or the sex on file.</summary>
    Person,
}

/// <summary>One thing that is known, and where it stands.</summary>
/// <param name="Text">What it says there.</param>
/// <param name="EntryId">The entry of the record; null for what stands with the person.</param>
/// <param name="QuestionId">For an answer, the question.</param>
/// <param name="Code">The code the other system gave, as “38341003”; null when it gave none.</param>
/// <param name="By">How it was recognised.</param>
public sealed record Basis(
    FoundIn In, string Text, Guid? EntryId = null, ClinicalTime At = default, string? QuestionId = null, Guid? Row = null,
    string? System = null, string? Code = null, bool Imported = false, Standing Standing = Standing.Active, RecognisedBy By = RecognisedBy.Meaning)
{
    /// <summary>True when it was recognised by words in free text only: it may mean something else.</summary>
    public bool Possible => By == RecognisedBy.Words;

    /// <summary>“Hypertension · SNOMED CT 38341003 · since 5 Oct 1959 · imported”.</summary>
    public string Words()
    {
        var parts = new List<string> { Text };
        if (Code is not null) parts.Add(SystemName + " " + Code);
        if (At.Precision != Precision.Unknown) parts.Add((In is FoundIn.Condition or FoundIn.Medication ? "since " : "") + Day());
        if (Standing == Standing.Past) parts.Add(In == FoundIn.Medication ? "stopped" : "past");
        if (Imported) parts.Add("imported");
        if (Possible) parts.Add("recognised by its words only");
        return string.Join(" · ", parts);
    }

    private string SystemName => System switch
    {
        null => "code",
        var system when system.Contains("snomed", StringComparison.OrdinalIgnoreCase) => "SNOMED CT",
        var system when system.Contains("icd-10", StringComparison.OrdinalIgnoreCase) => "ICD-10",
        var system when system.Contains("rxnorm", StringComparison.OrdinalIgnoreCase) => "RxNorm",
        var system when system.Contains("loinc", StringComparison.OrdinalIgnoreCase) => "LOINC",
        _ => "code",
    };

    private string Day() => At.Start.ToString(
        At.Precision switch { Precision.Year => "yyyy", Precision.Month => "MMM yyyy", _ => "d MMM yyyy" }, CultureInfo.InvariantCulture);
}

/// <summary>How sure it is that a text means what a rule asks for.</summary>
public enum RecognisedBy
{
    /// <summary>An option of a question, a number, or the name of a medicine: it cannot mean anything else.</summary>
    Meaning,

    /// <summary>A code of a coding system.</summary>
    Code,

    /// <summary>Words in a text. A weaker finding, and it says so.</summary>
    Words,
}

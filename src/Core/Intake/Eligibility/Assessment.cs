using System.Security.Cryptography;
using System.Text;
using Afterglow.Core.Intake.History;
using Afterglow.Core.Intake.Resistance;
using Afterglow.Core.Patients;

namespace Afterglow.Core.Intake.Eligibility;

/// <summary>Everything a prescriber looks at before deciding, worked out from the record. It decides nothing.</summary>
public sealed record Assessment(
    Known Known, IReadOnlyList<Finding> Findings, TreatmentResistance Resistance, EligibilityFile File)
{
    /// <param name="lines">The patient's record, oldest first.</param>
    public static Assessment Of(Guid patientId, IReadOnlyList<ChartLine> lines, PartialDate? birth, Sex sex, DateOnly today)
    {
        var known = Known.From(Chart.From(patientId, lines), PatientHistory.From(lines), birth, sex, today);
        return new Assessment(known, EligibilityRules.Evaluate(known), TreatmentResistance.Of(known), EligibilityFile.From(lines));
    }

    /// <summary>Another whenever a finding comes, goes or changes: a decision is bound to what was seen.</summary>
    public string Digest => Convert.ToHexStringLower(
        SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('|', Findings.Select(finding => finding.Key))))[..16]);

    public IEnumerable<Finding> Asking(WhatToDo act) => Findings.Where(finding => finding.Do == act);

    public FindingAnswer? AnswerTo(Finding finding) => File.Answers.GetValueOrDefault(finding.Key);

    /// <summary>What says no and nobody has answered.</summary>
    public IReadOnlyList<Finding> InTheWay => [.. Asking(WhatToDo.NotEligible).Where(finding => AnswerTo(finding) is null)];

    /// <summary>Medicines in use that the rules do not know: nobody has looked for what they do.</summary>
    public IReadOnlyList<KnownMedicine> Unrecognised => [.. Known.Medicines.Where(medicine => medicine.InUse && medicine.Recognised.Count == 0)];
}

using System.Globalization;
using Afterglow.Core.Intake.Eligibility;
using Afterglow.Core.Intake.History;
using Afterglow.Core.Patients;
using Afterglow.Core.People;

namespace Afterglow.Tests.Intake;

/// <summary>A patient put together for a test: a chart, line by line, and a history, answer by answer.</summary>
internal sealed class Somebody
{
    public const string Snomed = "http://snomed.info/sct";
    public const string Icd10 = "http://hl7.org/fhir/sid/icd-10-cm";
    public const string RxNorm = "http://www.nlm.nih.gov/research/umls/rxnorm";

    public static readonly DateOnly Today = new(2026, 11, 25);
    private static readonly Author Nurse = new("nurse", "A nurse", [Role.Nurse]);

    private readonly List<ChartLine> lines = [];
    private PartialDate? birth;
    private Sex sex;

    public Guid LastEntry => lines[^1].EntryId;

    public IReadOnlyList<ChartLine> Lines => lines;

    public Assessment Assessment => Assessment.Of(Guid.Empty, lines, birth, sex, Today);

    public Finding? Find(string rule) => Assessment.Findings.SingleOrDefault(finding => finding.Rule.Id == rule);

    /// <summary>Nothing is known of them.</summary>
    public static Somebody Unknown => new();

    /// <summary>A woman of 46 with a depression who answered everything, and nothing of it stands in the way.</summary>
    public static Somebody Well()
    {
        var person = new Somebody().Born("1980-03-04", Sex.Female)
            .Say("diagnoses", "depression").Say("alcohol", "never").Say("substances.year", "none").Say("pregnancy", "cannot").Say("lungs", "none")
            .Say("heart", "none").Say("eyes", "none").Say("thyroid", "none").Say("seizures", "never").Say("liver", "none").Say("urinary", "none")
            .Say("remedies", "none").Say("treatments", "none").Say("escort", "yes")
            .Pressure(120, 80).Score("PHQ-9", 18).Other("Alanine aminotransferase [Enzymatic activity/volume] in Serum or Plasma", 21, "U/L");
        foreach (var question in new[]
        {
            "psychosis.now", "psychosis.ever", "mania.now", "mania.ever", "antidepressants.ever", "added.ever", "medicines.any", "ketamine.allergy",
            "allergies.any", "substances.disorder", "aneurysm", "avm", "brain-bleed", "heart-event", "hypertension", "hypertension.crisis",
            "brain-pressure", "porphyria", "cystitis", "cystitis.ketamine",
        })
            person.Say(question, "no");
        return person;
    }

    public Somebody Born(string date, Sex sexAtBirth = Sex.Unknown)
    {
        birth = PartialDate.Read(date);
        sex = sexAtBirth;
        return this;
    }

    public Somebody BornUnknown()
    {
        birth = null;
        return this;
    }

    public Somebody Condition(string text, string? code = null, string? since = null, Standing standing = Standing.Active, string? system = null, string? status = null) =>
        Fact(new ChartFact.ConditionNoted(
            Time(since), Imported, new Concept(text, code is null ? null : system ?? Snomed, code), standing, Status: status));

    public Somebody Medicine(string text, Standing standing = Standing.Active, string? code = null) =>
        Fact(new ChartFact.MedicationNoted(Time("2025-02-01"), Imported, new Concept(text, code is null ? null : RxNorm, code), standing));

    public Somebody Allergy(string to, Standing standing = Standing.Active) =>
        Fact(new ChartFact.AllergyNoted(Time("2020"), Imported, new Concept(to), standing));

    public Somebody Pressure(decimal systolic, decimal diastolic, int daysAgo = 5) =>
        Fact(new ChartFact.ObservationNoted(DaysAgo(daysAgo), Origin.Staff, new Measured(Systolic: systolic, Diastolic: diastolic)));

    public Somebody Oxygen(decimal percent) => Fact(new ChartFact.ObservationNoted(DaysAgo(2), Origin.Staff, new Measured(SpO2: percent)));

    public Somebody Other(string name, decimal value, string unit) =>
        Fact(new ChartFact.ObservationNoted(DaysAgo(9), Origin.Staff, new Measured(Other: new OtherMeasure(name, value, unit))));

    public Somebody Score(string name, decimal score, int daysAgo = 10) =>
        Fact(new ChartFact.SurveyScoreNoted(DaysAgo(daysAgo), Origin.Staff, new Concept(name), score));

    public Somebody Fact(ChartFact fact) => Line(fact.Kind, ChartJson.Write(fact));

    /// <summary>Strikes out the newest chart entry.</summary>
    public Somebody StrikeLast() => Line(Amendment.Name, ChartJson.Write(LastEntry, null, "Written into the wrong chart."));

    public Somebody Say(string question, params string[] options) => Say(question, new Answer.Chosen(options));

    public Somebody Say(string question, Answer answer, Guid? row = null)
    {
        // Only what the form itself would take.
        var happened = PatientHistory.From(lines).Decide(new HistoryEvent.Answered(question, answer, row), Today).Value;
        return Line(HistoryJson.Kind(happened), HistoryJson.Write(happened));
    }

    public Somebody Unsay(params string[] questions)
    {
        foreach (var question in questions)
            Line(HistoryEvent.Cleared.Kind, HistoryJson.Write(new HistoryEvent.Cleared(question)));
        return this;
    }

    /// <summary>Takes a medicine, as the patient tells it.</summary>
    public Somebody Takes(string name) => Say("medicines.any", "yes").Say("medicines.name", new Answer.Written(name), Guid.NewGuid());

    public Somebody Tried(
        string name, decimal? mg, decimal? weeks, string? helped = "not-at-all", string? thisEpisode = "yes", string still = "no", string? regularly = null)
    {
        var row = Guid.NewGuid();
        Say("antidepressants.ever", "yes").Say("antidepressants.name", new Answer.Written(name), row).Say("antidepressants.still", new Answer.Chosen([still]), row);
        if (mg is { } dose) Say("antidepressants.dose", new Answer.Amount(dose, "mg"), row);
        if (weeks is { } time) Say("antidepressants.duration", new Answer.Amount(time, "weeks"), row);
        if (helped is not null) Say("antidepressants.helped", new Answer.Chosen([helped]), row);
        if (thisEpisode is not null) Say("antidepressants.this-episode", new Answer.Chosen([thisEpisode]), row);
        if (regularly is not null) Say("antidepressants.regularly", new Answer.Chosen([regularly]), row);
        return this;
    }

    public Somebody Line(string kind, string body)
    {
        lines.Add(new ChartLine(Guid.NewGuid(), kind, body, new DateTimeOffset(2026, 11, 20, 9, 0, 0, TimeSpan.Zero).AddSeconds(lines.Count), Nurse));
        return this;
    }

    private static readonly Origin Imported = new("https://elsewhere.example", "Condition/1");

    private static ClinicalTime Time(string? text) => text is null ? ClinicalTime.Unknown : ClinicalTime.Read(text)!.Value;

    private static ClinicalTime DaysAgo(int days) =>
        ClinicalTime.Read(Today.AddDays(-days).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))!.Value;
}

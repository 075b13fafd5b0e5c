using Afterglow.Core.Intake.History;
using Afterglow.Core.Patients;
using Given = Afterglow.Core.Intake.History.Answer;

namespace Afterglow.Core.Intake.Eligibility;

/// <summary>A medicine in use or once used, as the chart or the patient named it, and what it was recognised as.</summary>
/// <param name="Recognised">Empty when no medicine of the list is named in it.</param>
public sealed record KnownMedicine(Basis Basis, IReadOnlyList<Medicine> Recognised)
{
    public bool InUse => Basis.Standing == Standing.Active;
}

/// <summary>How a question of the history stands.</summary>
public enum Told
{
    /// <summary>Not asked, or not answered.</summary>
    Nothing,
    Yes,
    No,

    /// <summary>“I don't know.”</summary>
    Unsure,

    /// <summary>“Prefer not to say.”</summary>
    Declined,

    /// <summary>Another answer than yes or no.</summary>
    Something,
}

/// <summary>
/// Everything the rules look at, read once: the chart's conditions, medicines, allergies, measurements and scores, the
/// patient's answers, birth date and sex. Entries struck out or entered in error are not in a chart's facts and so not here.
/// </summary>
public sealed class Known
{
    private readonly List<(Basis Basis, CodedText Text)> conditions = [];
    private readonly Dictionary<ConditionSet, IReadOnlyList<Basis>> found = [];

    private Known(PatientHistory history, PartialDate? birth, Sex sex, DateOnly today)
    {
        History = history;
        Birth = birth;
        Sex = sex;
        Today = today;
    }

    public PatientHistory History { get; }

    public PartialDate? Birth { get; }

    public Sex Sex { get; }

    /// <summary>The clinic's day.</summary>
    public DateOnly Today { get; }

    /// <summary>Every medicine of the chart and of the history, stopped ones too.</summary>
    public IReadOnlyList<KnownMedicine> Medicines { get; private set; } = [];

    public IReadOnlyList<Basis> Allergies { get; private set; } = [];

    /// <summary>The newest of each measurement that is known, newest first.</summary>
    public IReadOnlyList<(ChartFact.ObservationNoted Fact, Guid EntryId)> Observations { get; private set; } = [];

    public IReadOnlyList<(ChartFact.SurveyScoreNoted Fact, Guid EntryId)> Scores { get; private set; } = [];

    /// <summary>True when somebody has said which medicines are taken, or that none are.</summary>
    public bool MedicinesTold { get; private set; }

    public static Known From(Chart chart, PatientHistory history, PartialDate? birth, Sex sex, DateOnly today)
    {
        var known = new Known(history, birth, sex, today);
        var medicines = new List<KnownMedicine>();
        var allergies = new List<Basis>();
        var observations = new List<(ChartFact.ObservationNoted, Guid)>();
        var scores = new List<(ChartFact.SurveyScoreNoted, Guid)>();
        foreach (var item in chart.Items)
            switch (item.Fact)
            {
                // What was looked for and not found is not in the patient, whatever its code.
                case ChartFact.ConditionNoted { Status: { } status } when status.Contains("refuted", StringComparison.Ordinal):
                    break;
                case ChartFact.ConditionNoted noted:
                    known.conditions.Add((Of(FoundIn.Condition, noted, noted.What, noted.Standing, item.EntryId), Text(noted.What)));
                    break;
                case ChartFact.MedicationNoted noted:
                    medicines.Add(new(
                        Of(FoundIn.Medication, noted, noted.What, noted.Standing, item.EntryId, noted.Dose),
                        MedicineNames.In(noted.What.Text, noted.What.System, noted.What.Code)));
                    break;
                case ChartFact.AllergyNoted noted:
                    allergies.Add(Of(
                        FoundIn.Allergy, noted, noted.What, noted.Standing, item.EntryId,
                        noted.Reactions is { Count: > 0 } reactions ? string.Join(", ", reactions) : null));
                    break;
                case ChartFact.ObservationNoted noted:
                    observations.Add((noted, item.EntryId));
                    break;
                case ChartFact.SurveyScoreNoted noted:
                    scores.Add((noted, item.EntryId));
                    break;
            }
        known.MedicinesTold = history.Said("medicines.any") == false || history.Rows("medicines").Count > 0 || medicines.Exists(medicine => medicine.InUse);
        known.TakeMedicines(medicines);
        known.TakeAllergies(allergies);
        known.TakeWords("health.other", "diagnoses", "heart", "urinary", "ketamine.problems");
        known.Medicines = medicines;
        known.Allergies = allergies;
        known.Observations = [.. observations.OrderByDescending(one => one.Item1.At.Start)];
        known.Scores = [.. scores.OrderByDescending(one => one.Item1.At.Start)];
        return known;
    }

    /// <summary>Conditions of a set, active ones first, coded ones before those recognised by words.</summary>
    public IReadOnlyList<Basis> Conditions(ConditionSet set)
    {
        if (found.TryGetValue(set, out var before)) return before;
        List<Basis>? list = null;
        foreach (var (evidence, text) in conditions)
            if (set.Recognises(text) is { } by) (list ??= []).Add(evidence with { By = by });
        return found[set] = list is null ? [] : [.. list.OrderBy(one => one.Standing).ThenBy(one => one.By)];
    }

    public IReadOnlyList<Basis> Active(ConditionSet set) => [.. Conditions(set).Where(one => one.Standing == Standing.Active)];

    public IReadOnlyList<Basis> Past(ConditionSet set) => [.. Conditions(set).Where(one => one.Standing == Standing.Past)];

    /// <summary>Medicines in use that are of one of these kinds.</summary>
    public IEnumerable<KnownMedicine> InUse(MedicineKinds kinds) =>
        Medicines.Where(medicine => medicine.InUse && medicine.Recognised.Any(one => one.Is(kinds)));

    public Told Told(string question) => History[question] switch
    {
        null => Eligibility.Told.Nothing,
        Given.Unsure => Eligibility.Told.Unsure,
        Given.Declined => Eligibility.Told.Declined,
        Given.Chosen { Options: [Question.Yes] } => Eligibility.Told.Yes,
        Given.Chosen { Options: [Question.No] } => Eligibility.Told.No,
        _ => Eligibility.Told.Something,
    };

    /// <summary>The patient's answer to a question as evidence; null when there is none.</summary>
    public Basis? Answer(string question, Guid? row = null) => History.Find(question, row) is { } given
        ? new Basis(
            FoundIn.Answer, $"{HistoryCatalogue.Find(question).Label}: {given.Answer}", given.EntryId, ClinicalTime.At(given.At), question, row)
        : null;

    /// <summary>Completed years at most and at least; null when the birth date is not known.</summary>
    public (int AtLeast, int AtMost)? Age => Birth is { } birth
        ? (Years(birth.Latest), Years(birth.Earliest))
        : null;

    /// <summary>The newest pressure and the day it was taken; null when none is on file.</summary>
    public (decimal Systolic, decimal Diastolic, Basis Basis, int DaysAgo)? Pressure
    {
        get
        {
            foreach (var (fact, entry) in Observations)
                if (fact.Measured is { Systolic: { } systolic, Diastolic: { } diastolic })
                    return (systolic, diastolic, Measurement(fact, entry), DaysAgo(fact.At));
            return null;
        }
    }

    public Basis Measurement(ChartFact.ObservationNoted fact, Guid entry) =>
        new(FoundIn.Measurement, fact.Measured.ToString(), entry, fact.At, Imported: fact.Origin.Imported);

    public Basis Score(ChartFact.SurveyScoreNoted fact, Guid entry) =>
        new(FoundIn.Score, fact.Title, entry, fact.At, System: fact.What.System, Code: fact.What.Code, Imported: fact.Origin.Imported);

    public Basis Person(string text) => new(FoundIn.Person, text);

    /// <summary>Whole days since something was so; a very large number when nobody knows when.</summary>
    public int DaysAgo(ClinicalTime at) =>
        at.Precision == Precision.Unknown ? int.MaxValue : Today.DayNumber - DateOnly.FromDateTime(at.Start.UtcDateTime).DayNumber;

    private int Years(DateOnly born)
    {
        var years = Today.Year - born.Year;
        return (Today.Month, Today.Day).CompareTo((born.Month, born.Day)) < 0 ? years - 1 : years;
    }

    private void TakeMedicines(List<KnownMedicine> medicines)
    {
        foreach (var row in History.Rows("medicines")) Take("medicines.name", "medicines.dose", row, Standing.Active);
        foreach (var row in History.Rows("antidepressants"))
            Take("antidepressants.name", null, row, History.Said("antidepressants.still", row) == true ? Standing.Active : Standing.Past);
        foreach (var row in History.Rows("added"))
            Take("added.name", null, row, History.Said("added.still", row) == true ? Standing.Active : Standing.Past);
        foreach (var (option, name) in Remedies)
            if (History.Has("remedies", option) && Answer("remedies") is { } remedies)
                medicines.Add(new(remedies with { In = FoundIn.Answer, Text = $"Remedies and foods: {name}" }, MedicineNames.In(name)));
        if (History.Has("remedies", "other") && History.Text("remedies") is { } other)
            medicines.Add(new(Answer("remedies")! with { Text = other }, MedicineNames.In(other)));

        void Take(string question, string? dose, Guid row, Standing standing)
        {
            if (Answer(question, row) is not { } evidence || History.Text(question, row) is not { } name) return;
            var amount = dose is not null && History.Text(dose, row) is { } written ? ", " + written : "";
            medicines.Add(new(evidence with { Text = name + amount, Standing = standing }, MedicineNames.In(name)));
        }
    }

    private static readonly (string Option, string Name)[] Remedies =
        [("st-johns-wort", "St John’s wort"), ("decongestant", "pseudoephedrine or another decongestant"), ("sleep-aid", "diphenhydramine or another sleep aid")];

    private void TakeAllergies(List<Basis> allergies)
    {
        foreach (var row in History.Rows("allergies"))
            if (Answer("allergies.to", row) is { } evidence && History.Text("allergies.to", row) is { } to)
                allergies.Add(evidence with
                {
                    In = FoundIn.Allergy, Text = to + (History.Text("allergies.reaction", row) is { } reaction ? ": " + reaction : ""),
                });
    }

    // What a patient writes in their own words is looked through too, and found words count as words.
    private void TakeWords(params ReadOnlySpan<string> questions)
    {
        foreach (var question in questions)
            if (History.Text(question) is { } text && Answer(question) is { } evidence)
                conditions.Add((evidence with { Text = Shortened(text) }, new CodedText(text)));
    }

    private static string Shortened(string text) => text.Length <= 200 ? text : string.Concat(text.AsSpan(0, 197), "…");

    private static CodedText Text(Concept what) => new(what.Text, what.System, what.Code);

    private static Basis Of(FoundIn place, ChartFact fact, Concept what, Standing standing, Guid entry, string? more = null) => new(
        place, more is null ? what.Text : $"{what.Text}, {more}", entry, fact.At, System: what.System, Code: what.Code,
        Imported: fact.Origin.Imported, Standing: standing);
}

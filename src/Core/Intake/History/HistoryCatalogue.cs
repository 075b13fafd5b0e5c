using System.Collections.Frozen;

namespace Afterglow.Core.Intake.History;

/// <summary>
/// Every question of the history form: ids, kinds, options, conditions. The ids and the options' keys are permanent, and
/// their wording stands in the resource files. Thoughts of suicide are not asked here: a form that is filled in alone, at
/// night, is the wrong place; they are asked by a person at every visit (rule g_suicide).
/// </summary>
public static class HistoryCatalogue
{
    private const string None = "none";

    private static readonly AmountUnit[] Time = [new("weeks", 1m), new("months", 365.25m / 12m / 7m), new("years", 365.25m / 7m)];

    private static readonly AmountUnit[] Dose = [new("mg", 1m), new("mcg", 0.001m), new("g", 1000m)];

    private static readonly string[] Helped = ["not-at-all", "a-little", "about-half", "mostly", "completely"];

    private static readonly string[] WhyStopped = ["no-help", "stopped-helping", "side-effects", "cost", "felt-better", "pregnancy", "prescriber-changed"];

    /// <summary>The form, page by page.</summary>
    public static IReadOnlyList<HistorySection> Sections { get; } =
    [
        new("goals", "Goals",
        [
            new("goals", "Goals", QuestionKind.Text),
            Choice("language", "Preferred language", ["en", "es"], other: true) with { For = AskedFor.Arrangement },
        ]),

        new("condition", "Condition",
        [
            Choices("diagnoses", "Diagnoses",
                ["depression", "bipolar", "anxiety", "ptsd", "ocd", "psychosis", "personality", "eating", "adhd", "autism", "pain"], other: true)
                with { MayBeUnsure = true },
            Number("episode.duration", "Duration of this episode", Time, 0, 4000) with { MayBeUnsure = true },
            YesNo("psychosis.now", "Hears, sees or believes what others do not, now") with { For = AskedFor.Safety, MayDecline = true },
            YesNo("psychosis.ever", "Hears, sees or believes what others do not, ever") with { For = AskedFor.Safety, MayDecline = true },
            YesNo("mania.now", "Unusually high or driven, now") with { For = AskedFor.Safety },
            YesNo("mania.ever", "Unusually high or driven, ever") with { For = AskedFor.Safety },
            YesNo("hospital.ever", "Psychiatric hospital stay, ever") with { MayDecline = true, Optional = true },
        ]),

        new("antidepressants", "Antidepressants",
        [
            YesNo("antidepressants.ever", "Antidepressant, ever"),
            Group("antidepressants", "Antidepressants tried",
            [
                new("antidepressants.name", "Name", QuestionKind.Line),
                Number("antidepressants.dose", "Highest daily dose", Dose, 0.01m, 5000) with { MayBeUnsure = true },
                Number("antidepressants.duration", "How long it was taken", Time, 0, 4000) with { MayBeUnsure = true },
                YesNo("antidepressants.this-episode", "In this episode"),
                Choice("antidepressants.helped", "How much it helped", Helped) with { MayBeUnsure = true },
                YesNo("antidepressants.regularly", "Taken on most days") with { Optional = true },
                YesNo("antidepressants.still", "Still taking it", unsure: false),
                Choices("antidepressants.stopped", "Why it was stopped", WhyStopped, other: true)
                    with { MayBeUnsure = true, Shown = new("antidepressants.still", [Question.No]) },
                new("antidepressants.started", "Begun", QuestionKind.Date) { Optional = true },
            ]) with { Shown = new("antidepressants.ever", [Question.Yes]) },
            YesNo("added.ever", "Medicine added to an antidepressant, ever"),
            Group("added", "Medicines added to an antidepressant",
            [
                new("added.name", "Name", QuestionKind.Line),
                Number("added.dose", "Highest daily dose", Dose, 0.01m, 5000) with { Optional = true, MayBeUnsure = true },
                Number("added.duration", "How long it was taken", Time, 0, 4000) with { MayBeUnsure = true },
                YesNo("added.this-episode", "In this episode"),
                Choice("added.helped", "How much it helped", Helped) with { MayBeUnsure = true },
                YesNo("added.still", "Still taking it", unsure: false),
            ]) with { Shown = new("added.ever", [Question.Yes]) },
        ]),

        new("treatments", "Other treatments",
        [
            Choices("treatments", "Treatments had", ["ect", "tms", "vns", "therapy", "light", "ketamine", "esketamine", "psychedelic"], other: true, noneOf: true)
                with { MayBeUnsure = true },
            Number("ect.sessions", "ECT sessions", [new("sessions", 1m)], 1, 500) with { MayBeUnsure = true, Shown = new("treatments", ["ect"]) },
            YesNo("ect.this-episode", "ECT in this episode") with { Shown = new("treatments", ["ect"]) },
            Choice("ect.helped", "How much ECT helped", Helped) with { MayBeUnsure = true, Shown = new("treatments", ["ect"]) },
            Choice("tms.helped", "How much TMS helped", Helped) with { MayBeUnsure = true, Shown = new("treatments", ["tms"]) },
            Choices("therapy.kinds", "Kinds of therapy", ["cbt", "dbt", "emdr", "exposure", "psychodynamic", "supportive"], other: true)
                with { MayBeUnsure = true, Shown = new("treatments", ["therapy"]) },
            YesNo("therapy.now", "Therapy, now", unsure: false) with { Shown = new("treatments", ["therapy"]) },
            Choice("therapy.helped", "How much therapy helped", Helped) with { MayBeUnsure = true, Shown = new("treatments", ["therapy"]) },
            Choice("ketamine.helped", "How much ketamine helped", Helped)
                with { MayBeUnsure = true, Shown = new("treatments", ["ketamine", "esketamine"]) },
            new("ketamine.problems", "Problems with ketamine", QuestionKind.Text)
                { Optional = true, For = AskedFor.Safety, Shown = new("treatments", ["ketamine", "esketamine"]) },
        ]),

        new("medicines", "Medicines and allergies",
        [
            YesNo("medicines.any", "Takes medicines", unsure: false) with { For = AskedFor.Safety },
            Group("medicines", "Medicines taken now",
            [
                new("medicines.name", "Name", QuestionKind.Line) { For = AskedFor.Safety },
                new("medicines.dose", "Dose", QuestionKind.Line) { For = AskedFor.Safety, MayBeUnsure = true },
                new("medicines.reason", "What for", QuestionKind.Line) { Optional = true },
            ]) with { For = AskedFor.Safety, Shown = new("medicines.any", [Question.Yes]) },
            Choices("remedies", "Remedies and foods", ["st-johns-wort", "decongestant", "sleep-aid", "grapefruit"], other: true, noneOf: true)
                with { For = AskedFor.Safety, MayBeUnsure = true },
            YesNo("ketamine.allergy", "Allergic to ketamine") with { For = AskedFor.Safety },
            YesNo("allergies.any", "Allergies") with { For = AskedFor.Safety },
            Group("allergies", "Allergies",
            [
                new("allergies.to", "Allergic to", QuestionKind.Line) { For = AskedFor.Safety },
                new("allergies.reaction", "What happened", QuestionKind.Line) { For = AskedFor.Safety, Optional = true },
            ]) with { For = AskedFor.Safety, Shown = new("allergies.any", [Question.Yes]) },
        ]),

        new("substances", "Alcohol and other substances",
        [
            Choice("alcohol", "Alcohol", ["never", "monthly", "weekly", "most-days", "daily"]) with { For = AskedFor.Safety, MayDecline = true },
            Choice("cannabis", "Cannabis", ["never", "monthly", "weekly", "most-days", "daily"])
                with { For = AskedFor.Safety, MayDecline = true, Optional = true },
            Choices("substances.year", "Used in the last year", ["opioids", "cocaine", "amphetamines", "sedatives", "ketamine", "pcp", "hallucinogens"],
                other: true, noneOf: true) with { For = AskedFor.Safety, MayDecline = true },
            Choice("substances.last", "Last used", ["month", "quarter", "year"]) with
            {
                For = AskedFor.Safety, MayDecline = true, MayBeUnsure = true,
                Shown = new("substances.year", ["opioids", "cocaine", "amphetamines", "sedatives", "ketamine", "pcp", "hallucinogens", "other"]),
            },
            YesNo("substances.disorder", "Told to have, or treated for, addiction") with { For = AskedFor.Safety, MayDecline = true },
            Choice("substances.remission", "Free of it since", ["not", "months", "year"]) with
            {
                For = AskedFor.Safety, MayDecline = true, Shown = new("substances.disorder", [Question.Yes]),
            },
        ]),

        new("health", "Health",
        [
            Safety("aneurysm", "Aneurysm"),
            Safety("avm", "Arteriovenous malformation"),
            Safety("brain-bleed", "Bleeding in the brain, ever"),
            Safety("heart-event", "Heart attack, stroke or heart operation, ever"),
            new("heart-event.when", "Newest heart attack, stroke or heart operation", QuestionKind.Date)
                { For = AskedFor.Safety, MayBeUnsure = true, Shown = new("heart-event", [Question.Yes]) },
            Choices("heart", "Heart conditions", ["angina", "failure", "valve", "rhythm"], other: true, noneOf: true)
                with { For = AskedFor.Safety, MayBeUnsure = true },
            Choice("heart.stable", "Heart condition under control", ["stable", "unstable"]) with
            {
                For = AskedFor.Safety, MayBeUnsure = true, Shown = new("heart", ["angina", "failure", "valve", "rhythm"]),
            },
            Safety("hypertension", "High blood pressure"),
            Choice("hypertension.control", "Blood pressure under control", ["controlled", "uncontrolled"]) with
            {
                For = AskedFor.Safety, MayBeUnsure = true, Shown = new("hypertension", [Question.Yes]),
            },
            Safety("hypertension.crisis", "Blood pressure crisis with confusion or fits, ever"),
            Safety("brain-pressure", "Raised pressure in the head"),
            Choices("eyes", "Eye conditions", ["glaucoma-treated", "glaucoma-untreated", "open-injury"], noneOf: true)
                with { For = AskedFor.Safety, MayBeUnsure = true },
            Choice("thyroid", "Thyroid", ["overactive-treated", "overactive-untreated", "underactive", None])
                with { For = AskedFor.Safety, MayBeUnsure = true },
            Choice("seizures", "Seizures", ["never", "controlled", "uncontrolled"]) with { For = AskedFor.Safety, MayBeUnsure = true },
            Safety("porphyria", "Porphyria"),
            Choices("lungs", "Lungs and breathing", ["copd", "severe-asthma", "oxygen", "apnoea-treated", "apnoea-untreated"], noneOf: true)
                with { For = AskedFor.Safety, MayBeUnsure = true },
            Choice("liver", "Liver", [None, "disease", "cirrhosis"]) with { For = AskedFor.Safety, MayBeUnsure = true },
            Choice("liver.grade", "Cirrhosis, Child-Pugh grade", ["a", "b", "c"]) with
            {
                For = AskedFor.Safety, MayBeUnsure = true, Shown = new("liver", ["cirrhosis"]),
            },
            new("health.other", "Other health matters", QuestionKind.Text) { Optional = true, For = AskedFor.Safety },
            Number("height", "Height", [new("cm", 1m), new("in", 2.54m)], 50, 260) with { Optional = true, For = AskedFor.Safety },
            Number("weight", "Weight", [new("kg", 1m), new("lb", 0.45359237m)], 20, 450) with { Optional = true, For = AskedFor.Safety },
        ]),

        new("pregnancy", "Pregnancy",
        [
            Choice("pregnancy", "Pregnancy", ["pregnant", "possible", "not-pregnant", "cannot"]) with
            {
                For = AskedFor.Safety, MayBeUnsure = true, MayDecline = true, Sensitive = true,
            },
            YesNo("breastfeeding", "Breastfeeding", unsure: false) with
            {
                For = AskedFor.Safety, MayDecline = true, Shown = new("pregnancy", ["pregnant", "possible", "not-pregnant"]),
            },
            YesNo("contraception", "Contraception", unsure: false) with
            {
                For = AskedFor.Safety, MayDecline = true, Shown = new("pregnancy", ["possible", "not-pregnant"]),
            },
        ]),

        new("urinary", "Bladder",
        [
            Choices("urinary", "Urinary symptoms", ["frequency", "urgency", "pain", "blood", "night"], other: true, noneOf: true)
                with { For = AskedFor.Safety, MayBeUnsure = true },
            Safety("cystitis", "Bladder inflammation or bladder pain"),
            Safety("cystitis.ketamine", "Bladder trouble from ketamine"),
        ]),

        new("family", "Family",
        [
            Choices("family", "In the family", ["depression", "bipolar", "psychosis", "suicide", "substance", "aneurysm", "sudden-death"],
                other: true, noneOf: true) with { MayBeUnsure = true, MayDecline = true },
        ]),

        new("support", "Support and the way here",
        [
            YesNo("escort", "An adult can take them home") with { For = AskedFor.Arrangement },
            Choice("transport", "How they would come", ["driven", "taxi", "public", "walk", "medical-transport"], other: true)
                with { For = AskedFor.Arrangement, MayBeUnsure = true },
            Choices("home", "Lives with", ["alone", "partner", "children", "parents", "friends"], other: true)
                with { For = AskedFor.Arrangement, Optional = true, MayDecline = true },
            new("support", "Supports", QuestionKind.Text) { Optional = true },
            new("anything-else", "Anything else", QuestionKind.Text) { Optional = true },
        ]),

        new("access", "Fair access",
        [
            Fair(Choices("race", "Race", ["american-indian", "asian", "black", "middle-eastern", "pacific-islander", "white"], other: true)),
            Fair(Choice("ethnicity", "Ethnicity", ["hispanic", "not-hispanic"], other: true)),
            Fair(Choice("gender", "Gender identity", ["woman", "man", "nonbinary"], other: true)),
            Fair(Choice("insurance", "Insurance", ["private", "medicaid", "medicare", "military", None], other: true)),
            Fair(Choice("income", "Household income a year, US$", ["under-25000", "25000-49999", "50000-99999", "100000-149999", "150000-or-more"])),
            // Three characters of a ZIP code name an area of many thousands; five may name a street.
            Fair(new("postcode-area", "Postcode area", QuestionKind.Line) { Longest = 5 }),
            Fair(Choice("transport.difficulty", "Getting to appointments", ["easy", "some-difficulty", "great-difficulty"])),
        ]),
    ];

    /// <summary>Every question, the questions of groups among them.</summary>
    public static IReadOnlyList<Question> All { get; } =
        [.. Sections.SelectMany(section => section.Questions).SelectMany(question => question.Fields.Prepend(question))];

    private static readonly FrozenDictionary<string, Question> ById = All.ToFrozenDictionary(question => question.Id);

    /// <summary>The question with this id; asking for one that is not in the form is a bug and throws.</summary>
    public static Question Find(string id) => ById[id];

    /// <summary>The question with this id, or null: an old answer may belong to a question no longer asked.</summary>
    public static Question? TryFind(string? id) => id is null ? null : ById.GetValueOrDefault(id);

    private static Question YesNo(string id, string label, bool unsure = true) =>
        new(id, label, QuestionKind.YesNo) { MayBeUnsure = unsure };

    private static Question Safety(string id, string label) => YesNo(id, label) with { For = AskedFor.Safety };

    private static Question Choice(string id, string label, string[] options, bool other = false) =>
        new(id, label, QuestionKind.Choice) { Options = Listed(options, other, noneOf: false) };

    private static Question Choices(string id, string label, string[] options, bool other = false, bool noneOf = false) =>
        new(id, label, QuestionKind.Choices) { Options = Listed(options, other, noneOf) };

    private static Question Number(string id, string label, AmountUnit[] units, decimal least, decimal most) =>
        new(id, label, QuestionKind.Number) { Units = units, Least = least, Most = most };

    private static Question Group(string id, string label, Question[] fields) =>
        new(id, label, QuestionKind.Group) { Fields = [.. fields.Select(field => field with { Group = id })] };

    private static Question Fair(Question question) =>
        question with { For = AskedFor.FairAccess, Optional = true, MayDecline = true, Sensitive = true };

    private static IReadOnlyList<Option> Listed(string[] options, bool other, bool noneOf) =>
    [
        .. options.Select(key => new Option(key)),
        .. other ? [new Option("other", WithText: true)] : Array.Empty<Option>(),
        .. noneOf ? [new Option(None, Alone: true)] : Array.Empty<Option>(),
    ];
}

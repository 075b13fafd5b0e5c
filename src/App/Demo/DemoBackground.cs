using Afterglow.Core.Patients;
using Afterglow.Core.Sessions;

namespace Afterglow.App.Demo;

/// <summary>What somebody is treated for, and with which instrument beside PHQ-9 and GAD-7 it is followed.</summary>
public sealed record DemoIndication(string Name, Concept Condition, string? Instrument = null, double InstrumentMean = 0, double InstrumentDeviation = 0);

/// <summary>A medicine somebody takes, and the kind that matters before a session, where it is one.</summary>
internal sealed record DemoMedicine(string Name, string Dose, MedicineClass? Class = null, double HoursBefore = 12);

/// <summary>What people bring with them: conditions, medicines, allergies, things to know.</summary>
internal static class DemoBackground
{
    private const string Icd = "http://hl7.org/fhir/sid/icd-10-cm";

    private static readonly Concept Recurrent = new("Major depressive disorder, recurrent, severe", Icd, "F33.2");

    public static DemoIndication Resistant { get; } = new("Treatment-resistant depression", Recurrent);

    /// <summary>Shares as a clinic for mood disorders sees them. Source.Assumed.</summary>
    public static IReadOnlyList<(DemoIndication Indication, double Share)> Indications { get; } =
    [
        (Resistant, 0.44),
        (new("Major depression", new("Major depressive disorder, single episode, severe", Icd, "F32.2")), 0.16),
        (new("Bipolar depression", new("Bipolar II disorder", Icd, "F31.81")), 0.12),
        (new("Post-traumatic stress disorder", new("Post-traumatic stress disorder, chronic", Icd, "F43.12"), "PCL-5", 49, 9), 0.15),
        (new("Obsessive-compulsive disorder", new("Obsessive-compulsive disorder", Icd, "F42.9"), "Y-BOCS", 27, 4), 0.05),
        (new("Generalised anxiety disorder", new("Generalised anxiety disorder", Icd, "F41.1")), 0.08),
    ];

    public static Concept Hypertension { get; } = new("Essential hypertension", Icd, "I10");

    public static IReadOnlyList<(Concept What, double Share, DemoMedicine? Medicine)> OtherConditions { get; } =
    [
        (new("Migraine", Icd, "G43.909"), 0.14, new("Sumatriptan", "50 mg as needed")),
        (new("Hypothyroidism", Icd, "E03.9"), 0.09, new("Levothyroxine", "75 µg in the morning")),
        (new("Asthma", Icd, "J45.909"), 0.08, new("Salbutamol inhaler", "as needed")),
        (new("Obstructive sleep apnoea", Icd, "G47.33"), 0.07, null),
        (new("Type 2 diabetes", Icd, "E11.9"), 0.07, new("Metformin", "1000 mg twice a day")),
        (new("Gastro-oesophageal reflux", Icd, "K21.9"), 0.10, new("Omeprazole", "20 mg in the morning")),
        (new("Fibromyalgia", Icd, "M79.7"), 0.06, null),
        (new("Insomnia", Icd, "G47.00"), 0.16, new("Zolpidem", "5 mg at night", MedicineClass.SedativeHypnotic, 11)),
        (new("Attention deficit disorder", Icd, "F90.0"), 0.07, new("Lisdexamfetamine", "40 mg in the morning", MedicineClass.Stimulant, 26)),
        (new("Allergic rhinitis", Icd, "J30.9"), 0.08, new("Fluticasone nasal spray", "once a day", MedicineClass.NasalDecongestantOrSteroid, 20)),
        (new("Alcohol use disorder, in remission", Icd, "F10.21"), 0.05, null),
    ];

    public static IReadOnlyList<DemoMedicine> Antidepressants { get; } =
    [
        new("Sertraline", "150 mg in the morning"), new("Venlafaxine XR", "225 mg in the morning"), new("Escitalopram", "20 mg in the morning"),
        new("Bupropion XL", "300 mg in the morning"), new("Duloxetine", "60 mg in the morning"), new("Mirtazapine", "30 mg at night"),
        new("Vortioxetine", "20 mg in the morning"), new("Nortriptyline", "75 mg at night"), new("Tranylcypromine", "30 mg a day", MedicineClass.MonoamineOxidaseInhibitor, 8),
    ];

    public static IReadOnlyList<DemoMedicine> Stabilisers { get; } =
    [
        new("Lithium carbonate", "900 mg at night"), new("Lamotrigine", "200 mg a day"), new("Quetiapine", "300 mg at night"), new("Lurasidone", "40 mg with supper"),
    ];

    public static IReadOnlyList<DemoMedicine> AddOns { get; } =
    [
        new("Aripiprazole", "5 mg in the morning"), new("Lithium carbonate", "600 mg at night"), new("Quetiapine", "100 mg at night"),
        new("Lorazepam", "0.5 mg as needed", MedicineClass.Benzodiazepine, 16), new("Clonazepam", "0.5 mg at night", MedicineClass.Benzodiazepine, 12),
        new("Prazosin", "4 mg at night"), new("Hydroxyzine", "25 mg as needed"),
    ];

    public static IReadOnlyList<DemoMedicine> PressureMedicines { get; } =
    [
        new("Lisinopril", "20 mg in the morning"), new("Amlodipine", "5 mg in the morning"), new("Losartan", "50 mg in the morning"),
    ];

    public static IReadOnlyList<(string What, string Criticality, string Reaction)> Allergies { get; } =
    [
        ("Penicillin", "high", "hives"), ("Sulfonamides", "low", "rash"), ("Latex", "high", "contact urticaria"), ("Codeine", "low", "vomiting"),
        ("Ibuprofen", "high", "wheezing"), ("Adhesive tape", "low", "rash"), ("Shellfish", "high", "lip swelling"), ("Nickel", "low", "eczema"),
        ("Amoxicillin", "low", "rash"), ("Peanut", "high", "anaphylaxis"),
    ];

    public static IReadOnlyList<(AlertLevel Level, string Text)> Alerts { get; } =
    [
        (AlertLevel.Information, "Interpreter needed: book the language line"), (AlertLevel.Information, "Hard of hearing on the left: speak from the right"),
        (AlertLevel.Caution, "Veins are difficult: warm the arm, left forearm is best"), (AlertLevel.Caution, "Fainted at a blood draw: lie down first"),
        (AlertLevel.Information, "No messages on the home answering machine"), (AlertLevel.Caution, "Startles when touched from behind: always ask before touching"),
        (AlertLevel.Information, "Uses a wheelchair; transfers alone"), (AlertLevel.Caution, "Sleep apnoea: brings own mask, SpO2 watched without a break"),
    ];

    /// <summary>Why four people who came were not treated.</summary>
    public static IReadOnlyList<(AlertLevel Level, string Alert, string Note)> Declined { get; } =
    [
        (AlertLevel.Danger, "Not to be treated: intracranial aneurysm under observation",
            "Intake. Unruptured aneurysm found in 2022, followed by neurosurgery. Ketamine is contraindicated; explained, and referred back with a suggestion of TMS."),
        (AlertLevel.Danger, "Not to be treated before cardiology has seen the blood pressure",
            "Intake. Blood pressure 178/104 and 172/102 at two visits in spite of two medicines. Referred to cardiology; to be seen again when below 140/90."),
        (AlertLevel.Danger, "Not to be treated: psychotic symptoms this month",
            "Intake. Heard voices in the last weeks, not known before. Same-day referral to the early psychosis service; ketamine is not offered."),
        (AlertLevel.Information, "Decided against treatment for now",
            "Intake. Suitable, but wishes to try a change of medicine first. Welcome to come back at any time."),
    ];
}

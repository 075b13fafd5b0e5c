namespace Afterglow.Core.Intake.Eligibility;

/// <summary>The conditions the rules ask for. SNOMED CT and ICD-10-CM codes picked by hand from general knowledge of both.</summary>
public static class ConditionSets
{
    private static readonly Source Picked = new("SNOMED CT and ICD-10-CM, codes picked by hand; not a complete value set", Confidence.RecalledSure);

    public static ConditionSet Aneurysm { get; } = new("aneurysm",
        ["432119003", "67362008", "233985008", "433068007", "128609009", "308546005"],
        ["I71", "I72", "I67.1"],
        ["aneurysm", "aneurisma", "aortic dissection", "diseccion aortica", "diseccion de la aorta"], Picked);

    public static ConditionSet Malformation { get; } = new("arteriovenous-malformation",
        ["24551003"],
        ["Q28.0", "Q28.2", "Q27.3"],
        ["arteriovenous malformation", "arterio-venous malformation", "avm", "malformacion arteriovenosa"], Picked);

    public static ConditionSet BrainBleed { get; } = new("intracerebral-haemorrhage",
        ["274100004", "1386000", "21454007"],
        ["I60", "I61", "I62", "I69.0", "I69.1", "I69.2"],
        [
            "intracerebral h", "intracranial h", "cerebral hemorrhage", "cerebral haemorrhage", "brain hemorrhage", "brain haemorrhage", "brain bleed",
            "bleeding in the brain", "subarachnoid", "hemorrhagic stroke", "haemorrhagic stroke", "hemorragia cerebral", "hemorragia intracraneal", "derrame cerebral",
        ], Picked);

    public static ConditionSet HeartEvent { get; } = new("cardiovascular-event",
        ["22298006", "57054005", "401303003", "401314000", "394659003", "230690007", "422504002", "266257000", "399211009"],
        ["I21", "I22", "I24", "I60", "I61", "I63", "G45"],
        ["myocardial infarction", "heart attack", "stroke", "cerebrovascular accident", "transient ischemic", "transient ischaemic", "infarto", "ictus"], Picked);

    public static ConditionSet PressureHazard { get; } = new("pressure-hazard",
        ["308546005", "302835009", "398254007"],
        ["I71.0", "D35.0", "O14", "O15"],
        ["aortic dissection", "pheochromocytoma", "phaeochromocytoma", "feocromocitoma", "pre-eclampsia", "preeclampsia", "eclampsia"], Picked);

    public static ConditionSet Hypertension { get; } = new("hypertension",
        ["38341003", "59621000"],
        ["I10", "I11", "I12", "I13", "I15", "I16"],
        ["hypertension", "high blood pressure", "hipertension", "presion alta", "tension alta"], Picked);

    public static ConditionSet HypertensiveCrisis { get; } = new("hypertensive-encephalopathy",
        ["50490005", "706882009"],
        ["I67.4", "I16"],
        ["hypertensive encephalopathy", "hypertensive crisis", "hypertensive emergency", "encefalopatia hipertensiva", "crisis hipertensiva"], Picked);

    public static ConditionSet Heart { get; } = new("heart-disease",
        ["4557003", "194828000", "84114007", "42343007", "88805009", "368009", "60573004", "698247007", "49436004", "25569003", "71908006"],
        ["I20", "I50", "I05", "I06", "I07", "I08", "I34", "I35", "I36", "I37", "I47", "I48", "I49"],
        [
            "angina", "heart failure", "cardiac failure", "aortic stenosis", "mitral", "valve disease", "valvular", "arrhythmia", "atrial fibrillation",
            "ventricular tachycardia", "insuficiencia cardiaca", "arritmia", "fibrilacion",
        ], Picked);

    public static ConditionSet Psychosis { get; } = new("psychosis",
        ["58214004", "69322001", "68890003", "48500005", "274953007"],
        ["F20", "F21", "F22", "F23", "F24", "F25", "F28", "F29"],
        ["schizophren", "schizoaffective", "psychosis", "psychotic disorder", "delusional disorder", "esquizofreni", "psicosis", "psicotico"], Picked);

    public static ConditionSet PsychoticDepression { get; } = new("depression-with-psychosis",
        ["73867007"],
        ["F32.3", "F33.3"],
        ["depression with psychotic", "psychotic depression", "depresion psicotica"], Picked);

    public static ConditionSet Bipolar { get; } = new("bipolar",
        ["13746004", "371596008", "83225003", "85248005"],
        ["F31", "F30"],
        ["bipolar", "manic", "mania", "hypomania", "hipomania"], Picked);

    public static ConditionSet ManicNow { get; } = new("mania-now",
        ["68569003", "231494001"],
        ["F30.1", "F30.2", "F30.8", "F30.9", "F31.0", "F31.1", "F31.2", "F31.6"],
        ["manic episode", "current mania", "hypomanic episode", "mixed episode", "episodio maniaco"], Picked);

    public static ConditionSet Pregnancy { get; } = new("pregnancy",
        ["77386006", "72892002"],
        ["Z33", "Z34", "O0", "O1", "O2", "O3", "O4"],
        ["pregnan", "embarazo", "embarazada"], Picked);

    public static ConditionSet LiverFailure { get; } = new("liver-failure",
        ["59927004", "13920009"],
        ["K72", "K76.6", "K76.7"],
        ["hepatic failure", "liver failure", "hepatic encephalopathy", "child-pugh c", "decompensated cirrhosis", "insuficiencia hepatica"], Picked);

    public static ConditionSet Liver { get; } = new("liver-disease",
        ["19943007", "235856003", "128302006", "61977001", "41309000", "420054005", "328383001", "197321007"],
        ["K70", "K71", "K73", "K74", "K76", "B18"],
        ["cirrhosis", "chronic liver", "liver disease", "hepatitis b", "hepatitis c", "alcoholic liver", "cirrosis", "hepatopatia"], Picked);

    public static ConditionSet SubstanceUse { get; } = new("substance-use",
        [
            "5602001", "75544000", "7200002", "66590003", "15167005", "191816009", "26416006", "31956009", "78267003", "21647008", "85005007",
            "37344009", "66214007",
        ],
        ["F10", "F11", "F12", "F13", "F14", "F15", "F16", "F18", "F19"],
        [
            "opioid abuse", "opioid dependence", "opioid use disorder", "opioid addiction", "alcohol abuse", "alcohol dependence", "alcohol use disorder",
            "alcoholism", "drug abuse", "drug dependence", "substance abuse", "substance use disorder", "substance dependence", "cocaine abuse",
            "cocaine dependence", "cocaine use disorder", "ketamine use", "ketamine abuse", "ketamine dependence", "phencyclidine", "amphetamine abuse",
            "amphetamine dependence", "methamphetamine", "stimulant use disorder", "cannabis abuse", "cannabis dependence", "cannabis use disorder",
            "heroin", "addiction", "alcoholismo", "drogadiccion", "adiccion", "abuso de", "dependencia de",
        ], Picked);

    public static ConditionSet Overdose { get; } = new("overdose",
        ["55680006", "7895008"],
        ["T40", "T42", "T43"],
        ["overdose", "sobredosis"], Picked);

    public static ConditionSet HeadOrEyePressure { get; } = new("intracranial-or-eye-pressure",
        ["271719001", "68267002", "23986001", "77075001", "30041005", "230745008"],
        ["G93.2", "G91", "H40", "H42", "S05.2", "S05.3"],
        [
            "intracranial hypertension", "intracranial pressure", "pseudotumor", "hydrocephalus", "glaucoma", "open globe", "ocular hypertension",
            "hipertension intracraneal", "hidrocefalia",
        ], Picked);

    public static ConditionSet Hyperthyroid { get; } = new("hyperthyroidism",
        ["34486009", "353295004"], ["E05"], ["hyperthyroid", "thyrotoxicosis", "graves", "overactive thyroid", "hipertiroidismo"], Picked);

    public static ConditionSet Porphyria { get; } = new("porphyria",
        ["418470004"], ["E80.0", "E80.1", "E80.2"], ["porphyria", "porfiria"], Picked);

    public static ConditionSet Seizures { get; } = new("seizures",
        ["84757009", "128613002", "91175000", "703151001"], ["G40", "R56"], ["epilep", "seizure", "convulsion"], Picked);

    public static ConditionSet Breathing { get; } = new("breathing",
        ["13645005", "409622000", "78275009", "73430006", "87433001", "370221004"],
        ["J43", "J44", "J96", "J84", "J45.5", "G47.3"],
        [
            "copd", "chronic obstructive", "respiratory failure", "respiratory insufficiency", "sleep apnea", "sleep apnoea", "emphysema",
            "severe asthma", "pulmonary fibrosis", "insuficiencia respiratoria", "apnea del sueno", "epoc", "enfisema",
        ], Picked);

    public static ConditionSet Urinary { get; } = new("urinary",
        ["38822007", "197834003", "34436003", "162116003", "49650001", "75088002"],
        ["N30", "N32.8", "R30", "R31", "R35", "R39.1"],
        [
            "cystitis", "bladder pain", "hematuria", "haematuria", "urinary frequency", "urinary urgency", "dysuria", "overactive bladder", "cistitis",
        ], Picked);

    public static ConditionSet Depression { get; } = new("depression",
        ["370143000", "36923009", "66344007", "35489007", "78667006", "73867007"],
        ["F32", "F33", "F34.1"],
        ["major depress", "depressive disorder", "depression", "dysthymi", "depresion", "depresivo"], Picked);

    public static ConditionSet OtherIndications { get; } = new("other-indications",
        ["47505003", "191736004", "21897009"],
        ["F43.1", "F42", "F41", "F40.1"],
        ["posttraumatic", "post-traumatic", "ptsd", "obsessive", "generalized anxiety", "generalised anxiety", "social anxiety", "estres postraumatico", "obsesivo"], Picked);

    public static IReadOnlyList<ConditionSet> All { get; } =
    [
        Aneurysm, Malformation, BrainBleed, HeartEvent, PressureHazard, Hypertension, HypertensiveCrisis, Heart, Psychosis, PsychoticDepression, Bipolar,
        ManicNow, Pregnancy, LiverFailure, Liver, SubstanceUse, Overdose, HeadOrEyePressure, Hyperthyroid, Porphyria, Seizures, Breathing, Urinary,
        Depression, OtherIndications,
    ];
}

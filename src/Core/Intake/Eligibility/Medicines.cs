using static Afterglow.Core.Intake.Eligibility.MedicineKinds;

namespace Afterglow.Core.Intake.Eligibility;

/// <summary>
/// The medicines the rules and the medication history ask for. Names and classes are common knowledge; RxNorm concepts stand
/// only where they are sure. A medicine that is not here is not recognised, and the screen lists those it did not recognise.
/// </summary>
public static class Medicines
{
    /// <summary>How far the list can be relied on.</summary>
    public static Source Source { get; } = new("ingredient names, brands and classes from general pharmacology; RxNorm ingredient concepts", Confidence.RecalledSure);

    public static IReadOnlyList<Medicine> All { get; } =
    [
        // Serotonin reuptake inhibitors
        new("fluoxetine", Antidepressant, "4493", ["prozac", "sarafem", "fluoxetina"]),
        new("sertraline", Antidepressant, "36437", ["zoloft", "lustral", "sertralina"]),
        new("citalopram", Antidepressant, "2556", ["celexa", "cipramil"]),
        new("escitalopram", Antidepressant, "321988", ["lexapro", "cipralex"]),
        new("paroxetine", Antidepressant, "32937", ["paxil", "seroxat", "pexeva", "paroxetina"]),
        new("fluvoxamine", Antidepressant, "42355", ["luvox", "fluvoxamina"]),
        new("vilazodone", Antidepressant, null, ["viibryd", "vilazodona"]),
        new("vortioxetine", Antidepressant, null, ["trintellix", "brintellix", "vortioxetina"]),

        // Serotonin and noradrenaline
        new("venlafaxine", Antidepressant, "39786", ["effexor", "venlafaxina"]),
        new("desvenlafaxine", Antidepressant, null, ["pristiq", "desvenlafaxina"]),
        new("duloxetine", Antidepressant, "72625", ["cymbalta", "duloxetina"]),
        new("levomilnacipran", Antidepressant, null, ["fetzima"]),
        new("milnacipran", Antidepressant, null, ["savella", "ixel"]),

        // Others
        new("bupropion", Antidepressant, "42347", ["wellbutrin", "zyban", "aplenzin", "forfivo", "auvelity", "bupropiona"]),
        new("mirtazapine", Antidepressant, "15996", ["remeron", "mirtazapina"]),
        new("trazodone", Antidepressant, "10737", ["desyrel", "oleptro", "trazodona"]),
        new("nefazodone", Antidepressant | Cyp3AInhibitor, null, ["serzone", "nefazodona"]),
        new("agomelatine", Antidepressant, null, ["valdoxan", "agomelatina"]),
        new("reboxetine", Antidepressant, null, ["edronax", "reboxetina"]),
        new("gepirone", Antidepressant, null, ["exxua", "gepirona"]),

        // Tricyclics and tetracyclics
        new("amitriptyline", Antidepressant, "704", ["elavil", "amitriptilina"]),
        new("nortriptyline", Antidepressant, "7531", ["pamelor", "aventyl", "nortriptilina"]),
        new("imipramine", Antidepressant, "5691", ["tofranil", "imipramina"]),
        new("desipramine", Antidepressant, "3247", ["norpramin", "desipramina"]),
        new("clomipramine", Antidepressant, "2597", ["anafranil", "clomipramina"]),
        new("doxepin", Antidepressant, "3638", ["sinequan", "silenor", "doxepina"]),
        new("trimipramine", Antidepressant, null, ["surmontil", "trimipramina"]),
        new("protriptyline", Antidepressant, null, ["vivactil", "protriptilina"]),
        new("amoxapine", Antidepressant, null, ["asendin", "amoxapina"]),
        new("maprotiline", Antidepressant, null, ["ludiomil", "maprotilina"]),

        // Monoamine oxidase inhibitors
        new("phenelzine", Antidepressant | Maoi, "8123", ["nardil", "fenelzina"]),
        new("tranylcypromine", Antidepressant | Maoi, "10734", ["parnate", "tranilcipromina"]),
        new("isocarboxazid", Antidepressant | Maoi, null, ["marplan", "isocarboxazida"]),
        new("selegiline", Antidepressant | Maoi, "9639", ["emsam", "eldepryl", "zelapar", "selegilina"]),
        new("moclobemide", Antidepressant | Maoi, null, ["aurorix", "manerix", "moclobemida"]),
        new("rasagiline", Maoi, null, ["azilect", "rasagilina"]),
        new("safinamide", Maoi, null, ["xadago", "safinamida"]),
        new("linezolid", Maoi, "190376", ["zyvox"]),

        // Mood stabilisers, antipsychotics and what is added to an antidepressant
        new("lithium", MoodStabiliser | Augmentation, "6448", ["lithobid", "eskalith", "litio"]),
        new("valproate", MoodStabiliser, null, ["valproic", "divalproex", "depakote", "depakene", "valproico", "valproato"]),
        new("lamotrigine", Lamotrigine | MoodStabiliser | Augmentation, "28439", ["lamictal", "lamotrigina"]),
        new("quetiapine", MoodStabiliser | Augmentation | Sedative, "51272", ["seroquel", "quetiapina"]),
        new("olanzapine", MoodStabiliser | Augmentation | Sedative, "61381", ["zyprexa", "symbyax", "olanzapina"]),
        new("aripiprazole", MoodStabiliser | Augmentation, "89013", ["abilify", "aripiprazol"]),
        new("brexpiprazole", Augmentation, null, ["rexulti", "brexpiprazol"]),
        new("cariprazine", MoodStabiliser | Augmentation, null, ["vraylar", "cariprazina"]),
        new("risperidone", MoodStabiliser | Augmentation, "35636", ["risperdal", "risperidona"]),
        new("ziprasidone", MoodStabiliser | Augmentation, "115698", ["geodon", "ziprasidona"]),
        new("lurasidone", MoodStabiliser | Augmentation, null, ["latuda", "lurasidona"]),
        new("asenapine", MoodStabiliser, null, ["saphris", "asenapina"]),
        new("lumateperone", MoodStabiliser | Augmentation, null, ["caplyta"]),
        new("clozapine", Sedative, "2626", ["clozaril", "clozapina"]),
        new("haloperidol", Sedative, "5093", ["haldol"]),
        new("buspirone", Augmentation, "1827", ["buspar", "buspirona"]),
        new("liothyronine", Augmentation, "10814", ["cytomel", "liotironina", "triiodothyronine"]),
        new("pramipexole", Augmentation, "746741", ["mirapex", "pramipexol"]),
        new("pindolol", Augmentation, null, []),

        // Benzodiazepines and z-drugs
        new("alprazolam", Benzodiazepine, "596", ["xanax"]),
        new("clonazepam", Benzodiazepine, "2598", ["klonopin", "rivotril"]),
        new("diazepam", Benzodiazepine, "3322", ["valium"]),
        new("lorazepam", Benzodiazepine, "6470", ["ativan"]),
        new("temazepam", Benzodiazepine, "10355", ["restoril"]),
        new("oxazepam", Benzodiazepine, null, ["serax"]),
        new("chlordiazepoxide", Benzodiazepine, "2356", ["librium", "clordiazepoxido"]),
        new("clorazepate", Benzodiazepine, null, ["tranxene", "clorazepato"]),
        new("estazolam", Benzodiazepine, null, ["prosom"]),
        new("flurazepam", Benzodiazepine, null, ["dalmane"]),
        new("triazolam", Benzodiazepine, null, ["halcion"]),
        new("midazolam", Benzodiazepine, "6960", ["versed"]),
        new("clobazam", Benzodiazepine, null, ["onfi"]),
        new("bromazepam", Benzodiazepine, null, ["lexotan"]),
        new("zolpidem", ZDrug, "39993", ["ambien", "edluar"]),
        new("eszopiclone", ZDrug, "461016", ["lunesta", "eszopiclona"]),
        new("zopiclone", ZDrug, null, ["imovane", "zopiclona"]),
        new("zaleplon", ZDrug, null, ["sonata"]),

        // Opioids and what blocks them
        new("oxycodone", Opioid, "7804", ["oxycontin", "percocet", "roxicodone", "oxicodona"]),
        new("hydrocodone", Opioid, "5489", ["vicodin", "norco", "lortab", "hidrocodona"]),
        new("morphine", Opioid, "7052", ["kadian", "avinza", "morfina"]),
        new("hydromorphone", Opioid, "3423", ["dilaudid", "hidromorfona"]),
        new("oxymorphone", Opioid, null, ["opana", "oximorfona"]),
        new("fentanyl", Opioid, "4337", ["duragesic", "actiq", "fentanilo"]),
        new("methadone", Opioid, "6813", ["dolophine", "methadose", "metadona"]),
        new("buprenorphine", Opioid, "1819", ["suboxone", "subutex", "sublocade", "butrans", "buprenorfina"]),
        new("codeine", Opioid, "2670", ["codeina"]),
        new("tramadol", Opioid, "10689", ["ultram"]),
        new("tapentadol", Opioid, null, ["nucynta"]),
        new("meperidine", Opioid, "6754", ["demerol", "pethidine", "meperidina", "petidina"]),
        new("naltrexone", OpioidAntagonist, "7243", ["vivitrol", "revia", "contrave", "naltrexona"]),

        // Other medicines that make drowsy
        new("gabapentin", Sedative, "25480", ["neurontin", "gralise", "gabapentina"]),
        new("pregabalin", Sedative, "187832", ["lyrica", "pregabalina"]),
        new("baclofen", Sedative, "1292", ["lioresal", "baclofeno"]),
        new("carisoprodol", Sedative, "2101", ["soma"]),
        new("cyclobenzaprine", Sedative, "21949", ["flexeril", "ciclobenzaprina"]),
        new("tizanidine", Sedative, "57258", ["zanaflex", "tizanidina"]),
        new("hydroxyzine", Sedative, "5553", ["vistaril", "atarax", "hidroxizina"]),
        new("diphenhydramine", Sedative, "3498", ["benadryl", "difenhidramina"]),
        new("suvorexant", Sedative, null, ["belsomra"]),
        new("sodium oxybate", Sedative, null, ["xyrem", "xywav", "lumryz"]),
        new("butalbital", Sedative, null, ["fioricet"]),

        // What raises the pressure
        new("amphetamine", Stimulant, "725", ["adderall", "evekeo", "mydayis", "anfetamina"]),
        new("dextroamphetamine", Stimulant, "3288", ["dexedrine", "zenzedi", "dextroanfetamina"]),
        new("lisdexamfetamine", Stimulant, "700810", ["vyvanse", "lisdexanfetamina"]),
        new("methamphetamine", Stimulant, null, ["desoxyn"]),
        new("methylphenidate", Stimulant, "6901", ["ritalin", "concerta", "daytrana", "metadate", "metilfenidato"]),
        new("dexmethylphenidate", Stimulant, null, ["focalin", "dexmetilfenidato"]),
        new("modafinil", Stimulant, "30125", ["provigil", "modafinilo"]),
        new("armodafinil", Stimulant, null, ["nuvigil", "armodafinilo"]),
        new("phentermine", Stimulant, "8152", ["adipex", "qsymia", "fentermina"]),
        new("pseudoephedrine", Sympathomimetic, "8896", ["sudafed", "pseudoefedrina"]),
        new("phenylephrine", Sympathomimetic, "8163", ["fenilefrina"]),
        new("ephedrine", Sympathomimetic, null, ["efedrina"]),
        new("oxymetazoline", Sympathomimetic, null, ["afrin", "oximetazolina"]),
        new("midodrine", Sympathomimetic, null, ["proamatine", "midodrina"]),

        new("theophylline", Theophylline, "10438", ["uniphyl", "elixophyllin", "teofilina"]),
        new("aminophylline", Theophylline, null, ["aminofilina"]),

        // What slows or speeds the breakdown of ketamine taken by mouth
        new("ticlopidine", Cyp2B6Inhibitor, "10594", ["ticlid", "ticlopidina"]),
        new("clopidogrel", Cyp2B6Inhibitor, "32968", ["plavix"]),
        new("clarithromycin", Cyp3AInhibitor, "21212", ["biaxin", "claritromicina"]),
        new("erythromycin", Cyp3AInhibitor, "4053", ["eritromicina"]),
        new("ketoconazole", Cyp3AInhibitor, "6135", ["nizoral", "ketoconazol"]),
        new("ritonavir", Cyp3AInhibitor, "85762", ["norvir", "paxlovid", "kaletra"]),
        new("cobicistat", Cyp3AInhibitor, null, ["tybost", "genvoya", "stribild"]),
        new("diltiazem", Cyp3AInhibitor, "3443", ["cardizem"]),
        new("verapamil", Cyp3AInhibitor, "11170", ["calan", "verapamilo"]),
        new("itraconazole", NoIncreaseMeasured, "28031", ["sporanox", "itraconazol"]),
        new("rifampicin", Inducer, "9384", ["rifampin", "rifadin", "rifampicina"]),
        new("carbamazepine", Inducer | MoodStabiliser, "2002", ["tegretol", "equetro", "carbamazepina"]),
        new("phenytoin", Inducer, "8183", ["dilantin", "fenitoina"]),
        new("phenobarbital", Inducer | Sedative, "8134", ["fenobarbital"]),
        new("primidone", Inducer | Sedative, "8691", ["mysoline", "primidona"]),
        new("St John’s wort", Inducer, null, ["st john's wort", "st. john's wort", "st johns wort", "hypericum", "hierba de san juan"]),

        new("ketamine", Ketamine, "6130", ["ketalar", "ketamina"]),
        new("esketamine", Ketamine, null, ["spravato", "esketamina"]),
    ];

    /// <summary>The medicine with this name; asking for one that is not listed is a bug and throws.</summary>
    public static Medicine Find(string name) => All.First(medicine => medicine.Name == name);
}

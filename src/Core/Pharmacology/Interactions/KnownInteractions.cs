namespace Afterglow.Core.Pharmacology.Interactions;

/// <summary>What is published about other medicines together with ketamine. Software informs; the prescriber decides.</summary>
public static class KnownInteractions
{
    private static Source Read(string citation) => new(citation, Confidence.Verified);

    private static Source Recalled(string citation) => new(citation, Confidence.RecalledSure);

    private static Source KetalarLabel(string section) => Read($"Ketalar US prescribing information 2024, section {section}");

    private static Source SprayLabel(string section) => Read($"Spravato US prescribing information, section {section}");

    private static readonly Source SprayLabelNumbers = Recalled("Spravato US prescribing information 2019, section 12.3");

    public static IReadOnlyList<Interaction> All { get; } =
    [
        new("ddi_ticlopidine", "ticlopidine", ["ticlid"], "S-ketamine by mouth",
            "Inhibits CYP2B6: ketamine by mouth reaches 2.4 times the exposure.", "Reduce a dose given by mouth.",
            [new(GivenBy.Mouth, 2.4)], Read("Peltoniemi 2011 Clin Pharmacol Ther 90:296-302")),
        new("ddi_label_ticlopidine", "ticlopidine", ["ticlid"], "esketamine nasal spray",
            "Exposure after the spray rose by 29 %.", null, [new(GivenBy.Nose, 1.29)], SprayLabelNumbers),
        new("ddi_itraconazole", "itraconazole", ["sporanox"], "S-ketamine by mouth",
            "Inhibits CYP3A, and did not raise exposure: what inhibitors of CYP3A do is not the same for all of them.", null,
            [new(GivenBy.Mouth, 1.0)], Read("Peltoniemi 2011 Clin Pharmacol Ther 90:296-302")),
        new("ddi_clarithromycin", "clarithromycin", ["biaxin", "klacid"], "S-ketamine by mouth",
            "Inhibits CYP3A: ketamine by mouth reaches 2.6 times the exposure and 3.6 times the peak; norketamine over ketamine falls by 54 %.",
            "Take care with doses by mouth and under the tongue.",
            [new(GivenBy.Mouth, 2.6, PeakRatio: 3.6)], Read("Hagelberg 2010 Eur J Pain 14:625-629")),
        new("ddi_label_clarithro", "clarithromycin", ["biaxin", "klacid"], "esketamine nasal spray",
            "Exposure after the spray hardly changed (+4 %; peak +11 %).", null, [new(GivenBy.Nose, 1.04, PeakRatio: 1.11)], SprayLabelNumbers),
        new("ddi_grapefruit", "grapefruit juice", ["grapefruit"], "S-ketamine by mouth",
            "Ketamine by mouth reaches 3.0 times the exposure (2.4 to 3.6) and 2.1 times the peak; its half-life grows by 24 %.",
            "Advise against grapefruit with ketamine by mouth or under the tongue.",
            [new(GivenBy.Mouth, 3.0, (2.4, 3.6), PeakRatio: 2.1, HalfLifeRatio: 1.24)], Read("Peltoniemi 2012 Eur J Clin Pharmacol 68:979-986")),
        new("ddi_rifampicin", "rifampicin", ["rifampin", "rifadin"], "S-ketamine by vein and by mouth",
            "Induces CYP3A and CYP2B6: exposure falls by 14 % by vein and by 86 % by mouth.",
            "By mouth or under the tongue ketamine is likely to fail with a strong inducer; by vein little changes.",
            [new(GivenBy.Vein, 0.86), new(GivenBy.Mouth, 0.14)], Read("Peltoniemi 2012 Basic Clin Pharmacol Toxicol 111:325-332")),
        new("ddi_label_rifampin", "rifampicin", ["rifampin", "rifadin"], "esketamine nasal spray",
            "Exposure after the spray fell by 28 %, the peak by 17 %.", null, [new(GivenBy.Nose, 0.72, PeakRatio: 0.83)], SprayLabelNumbers),
        new("ddi_sjw", "St John's wort", ["st. john's wort", "st john’s wort", "hypericum"], "S-ketamine by mouth",
            "Induces CYP3A: exposure by mouth falls by 58 %, the peak by 66 %.", null,
            [new(GivenBy.Mouth, 0.42, PeakRatio: 0.34)], Recalled("Peltoniemi 2012 Fundam Clin Pharmacol 26:743-750")),
        new("ddi_cns_depressants", "benzodiazepines, opioids or alcohol",
            ["benzodiazepine", "alprazolam", "clonazepam", "diazepam", "lorazepam", "temazepam", "midazolam", "oxazepam", "chlordiazepoxide",
             "opioid", "morphine", "oxycodone", "hydrocodone", "fentanyl", "methadone", "buprenorphine", "tramadol", "codeine", "hydromorphone", "alcohol"],
            "any ketamine", "Sedation and respiratory depression add up; no size is published. Benzodiazepines may also blunt the antidepressant effect (observational).", null,
            [], Read("Ketalar and Spravato US prescribing information, section 7; blunting: Frye 2015, Albott 2017, Andrashko 2020 (recalled)")),
        new("ddi_psychostimulants", "psychostimulants", ["amphetamine", "dextroamphetamine", "lisdexamfetamine", "methylphenidate", "modafinil", "armodafinil"],
            "any ketamine", "May raise blood pressure further; no size is published.", null, [], SprayLabel("7.2")),
        new("ddi_maoi", "MAO inhibitors", ["mao inhibitor", "maoi", "phenelzine", "tranylcypromine", "isocarboxazid", "selegiline"],
            "any ketamine", "May raise blood pressure further; no size is published.", null, [], SprayLabel("7.3")),
        new("ddi_theophylline", "theophylline or aminophylline", ["theophylline", "aminophylline"],
            "ketamine by injection", "Lowers the threshold for seizures.", "Do not give them together.", [], KetalarLabel("7.1")),
        new("ddi_sympathomimetics", "sympathomimetics or vasopressin",
            ["sympathomimetic", "vasopressin", "epinephrine", "ephedrine", "pseudoephedrine", "phenylephrine"],
            "ketamine by injection", "The effect on heart and pressure grows; no size is published.", "Watch the vital signs.", [], KetalarLabel("7.2")),
        new("ddi_lamotrigine", "lamotrigine", ["lamictal"], "racemic ketamine",
            "One dose of 300 mg lessened dissociation in healthy volunteers; whether it touches the antidepressant effect is not shown.", null,
            [], Recalled("Anand 2000 Arch Gen Psychiatry 57:270-276")),
        new("ddi_naltrexone", "naltrexone", ["vivitrol", "revia"], "racemic ketamine",
            "Blocked the antidepressant and not the dissociative effect in a crossover of 12; an open series of people treated with naltrexone did not show it (Yoon 2019).", null,
            [], Recalled("Williams 2018 Am J Psychiatry 175:1205-1215")),
        new("ddi_diazepam", "diazepam", ["valium"], "racemic ketamine",
            "Lengthens the half-life of ketamine; by how much was not recovered.", null, [], Recalled("Domino 1984 Clin Pharmacol Ther 36:645-653")),
    ];

    /// <summary>Which enzymes break ketamine down: CYP2B6 and CYP3A4 mainly, 2C9, 2C19 and 2A6 less.</summary>
    public static Source Enzymes { get; } = Recalled("Hijazi and Boulieu 2002 and others; CYP2B6*6 lowers turnover in vitro, single doses in people show little of it");

    /// <summary>The medicines on file, each once.</summary>
    public static IReadOnlyList<string> Medicines { get; } = [.. All.Select(each => each.Medicine).Distinct()];

    /// <summary>Everything on file about a medicine, by any of its names, as part of a longer text too (“Clarithromycin 500 MG Oral Tablet”).</summary>
    public static IReadOnlyList<Interaction> About(string text) =>
        [.. All.Where(each => each.AlsoCalled.Append(each.Medicine).Any(name => Names(text, name)))];

    /// <summary>Reads names separated by commas; one of which nothing is known is refused.</summary>
    public static Result<IReadOnlyList<Interaction>> Read(IEnumerable<string> names)
    {
        var found = new List<Interaction>();
        foreach (var name in names)
        {
            var about = About(name);
            if (about.Count == 0) return new UnknownMedicine(name);
            found.AddRange(about);
        }
        return found.Distinct().ToList();
    }

    private static bool Names(string text, string name)
    {
        var at = text.IndexOf(name, StringComparison.OrdinalIgnoreCase);
        if (at < 0) return false;
        bool Letter(int place) => place >= 0 && place < text.Length && char.IsLetter(text[place]);
        // A plural is the same medicine; “ephedrine” within “pseudoephedrine” is not.
        var end = at + name.Length;
        if (end < text.Length && text[end] is 's' or 'S') end++;
        return !Letter(at - 1) && !Letter(end);
    }
}

using Afterglow.Core.Intake.Eligibility;
using Afterglow.Core.Intake.History;
using Afterglow.Core.Patients;
using Afterglow.Core.Plans;

namespace Afterglow.Tests.Intake;

/// <summary>Each rule with somebody whom it finds, somebody whom it just does not find, and somebody of whom too little is known.</summary>
public sealed class EveryEligibilityRule
{
    private enum Case
    {
        Finds,
        JustNot,
        TooLittleKnown,
    }

    /// <param name="Does">Null where the rule has nothing to say.</param>
    private sealed record Example(string Rule, Case Case, WhatToDo? Does, Func<Somebody> Who);

    private static Somebody Well => Somebody.Well();

    private static IReadOnlyList<Example> Examples { get; } =
    [
        .. Of("ci_aneurysm", WhatToDo.NotEligible,
            () => Well.Condition("Abdominal aortic aneurysm", "233985008", "2019-05-01"),
            () => Well.Condition("Family history of aneurysm"),
            () => Well.Unsay("aneurysm")),
        .. Of("ci_avm", WhatToDo.NotEligible,
            () => Well.Say("avm", "yes"),
            () => Well.Condition("Cavernous haemangioma", "400210000"),
            () => Well.Say("avm", new Answer.Unsure())),
        .. Of("ci_ich", WhatToDo.NotEligible,
            () => Well.Condition("Cerebral hemorrhage", "274100004", "2001", Standing.Past),
            () => Well.Condition("Cerebral infarction", "432504007", "2001", Standing.Past),
            () => Well.Unsay("brain-bleed")),
        .. Of("ci_hypersens", WhatToDo.NotEligible,
            () => Well.Allergy("Ketamine hydrochloride"),
            () => Well.Allergy("Penicillin"),
            () => Well.Unsay("ketamine.allergy")),
        .. Of("ci_bp_hazard", WhatToDo.NotEligible,
            () => Well.Condition("Dissection of aorta", "308546005", "2022"),
            () => Well.Say("heart", "rhythm").Say("heart.stable", "stable"),
            () => Somebody.Unknown.Born("1980")),
        .. Of("ci_cv_6wk", WhatToDo.NotEligible,
            () => Well.Say("heart-event", "yes").Say("heart-event.when", new Answer.Day(PartialDate.Read("2026-10-14")!.Value)),
            () => Well.Say("heart-event", "yes").Say("heart-event.when", new Answer.Day(PartialDate.Read("2026-10-13")!.Value)),
            () => Well.Condition("Myocardial infarction", "22298006", "2026-10")),
        .. Of("ci_htn", WhatToDo.PrescriberDecides,
            () => Well.Condition("Hypertension", "38341003", "2011").Pressure(141, 84, daysAgo: 1),
            () => Well.Pressure(140, 90, daysAgo: 1),
            () => Somebody.Unknown.Condition("Hypertension", "38341003", "2011").Pressure(130, 80, daysAgo: 91)),
        .. Of("ci_preg", WhatToDo.NotEligible,
            () => Well.Say("pregnancy", "pregnant"),
            () => Well.Say("pregnancy", "not-pregnant").Say("contraception", "yes").Say("breastfeeding", "no"),
            () => Well.Unsay("pregnancy")),
        .. Of("ci_hepatic", WhatToDo.NotEligible,
            () => Well.Say("liver", "cirrhosis").Say("liver.grade", "c"),
            () => Well.Condition("Hepatitis A", "40468003", "1999", Standing.Past),
            () => Well.Condition("Cirrhosis of liver", "19943007", "2020")),
        .. Of("ci_paeds", WhatToDo.NotEligible,
            () => Well.Born("2008-11-26"),
            () => Well.Born("2008-11-25"),
            () => Well.BornUnknown()),
        .. Of("ci_htn_enceph", WhatToDo.PrescriberDecides,
            () => Well.Condition("Hypertensive encephalopathy", "50490005", "2015", Standing.Past),
            () => Well.Condition("Hypertension", "38341003", "2015"),
            () => Well.Unsay("hypertension.crisis")),
        .. Of("ci_cardiac", WhatToDo.PrescriberDecides,
            () => Well.Condition("Congestive heart failure", "42343007", "2021"),
            () => Well.Condition("Palpitations", "80313002", "2021"),
            () => Well.Say("heart", "angina")),
        .. Of("ci_psychosis", WhatToDo.NotEligible,
            () => Well.Condition("Schizophrenia", "58214004", "2009"),
            () => Well.Condition("Screening for psychosis"),
            () => Well.Unsay("psychosis.now")),
        .. Of("ci_mania", WhatToDo.NotEligible,
            () => Well.Say("mania.now", "yes"),
            () => Well.Condition("Risk of mania"),
            () => Well.Unsay("mania.ever")),
        .. Of("ci_sud", WhatToDo.PrescriberDecides,
            () => Well.Condition("Opioid abuse (disorder)", "5602001", "1985"),
            () => Well.Condition("Smokes tobacco daily", "449868002", "1987").Say("alcohol", "weekly"),
            () => Well.Say("substances.disorder", new Answer.Declined())),
        .. Of("ci_icp", WhatToDo.PrescriberDecides,
            () => Well.Say("eyes", "glaucoma-untreated"),
            () => Well.Condition("Cataract", "193570009"),
            () => Well.Unsay("eyes")),
        .. Of("ci_thyroid", WhatToDo.PrescriberDecides,
            () => Well.Condition("Epilepsy", "84757009", "2007"),
            () => Well.Say("thyroid", "underactive"),
            () => Well.Unsay("seizures")),
        .. Of("ci_resp", WhatToDo.PrescriberDecides,
            () => Well.Oxygen(93),
            () => Well.Oxygen(94),
            () => Well.Unsay("lungs")),
        .. Of("ci_urinary", WhatToDo.PrescriberDecides,
            () => Well.Say("urinary", "frequency"),
            () => Well.Condition("Cystitis", "38822007", "2019", Standing.Past),
            () => Well.Unsay("urinary")),
        .. Of("ci_age", WhatToDo.Noted,
            () => Well.Born("1961-11-25"),
            () => Well.Born("1961-11-26"),
            () => Well.Born("1961")),
        .. Of("dd_benzo", WhatToDo.PrescriberDecides,
            () => Well.Takes("Lorazepam 1 mg"),
            () => Well.Medicine("Lorazepam 1 MG Oral Tablet", Standing.Past),
            () => Well.Unsay("medicines.any")),
        .. Of("dd_opioid", WhatToDo.PrescriberDecides,
            () => Well.Medicine("Acetaminophen/Hydrocodone"),
            () => Well.Say("alcohol", "weekly").Medicine("Acetaminophen 325 MG Oral Tablet"),
            () => Well.Unsay("medicines.any")),
        .. Of("dd_stim", WhatToDo.PrescriberDecides,
            () => Well.Say("remedies", "decongestant"),
            () => Well.Takes("Atomoxetine 40 mg"),
            () => Well.Unsay("medicines.any")),
        .. Of("dd_maoi", WhatToDo.PrescriberDecides,
            () => Well.Tried("Nardil", 60, 8, still: "yes"),
            () => Well.Tried("Nardil", 60, 8, still: "no"),
            () => Well.Unsay("medicines.any")),
        .. Of("dd_theo", WhatToDo.NotEligible,
            () => Well.Medicine("Theophylline 300 MG Extended Release Oral Tablet", code: "10438"),
            () => Well.Medicine("Theobromine"),
            () => Well.Unsay("medicines.any")),
        .. Of("dd_lamotrigine", WhatToDo.Noted,
            () => Well.Takes("Lamictal"),
            () => Well.Takes("Lamivudine"),
            () => Well.Unsay("medicines.any")),
        .. Of("dd_cyp_inh", WhatToDo.PrescriberDecides,
            () => Well.Say("remedies", "grapefruit"),
            () => Well.Takes("Itraconazole"),
            () => Well.Unsay("medicines.any")),
        .. Of("dd_cyp_ind", WhatToDo.PrescriberDecides,
            () => Well.Medicine("Carbamazepine[Tegretol]"),
            () => Well.Takes("Oxcarbazepine"),
            () => Well.Unsay("medicines.any")),
        .. Of("dd_naltrexone", WhatToDo.Noted,
            () => Well.Takes("Vivitrol"),
            () => Well.Takes("Naloxone spray"),
            () => Well.Unsay("medicines.any")),
        .. Of("p_mcintyre", WhatToDo.PrescriberDecides,
            () => Well.Say("diagnoses", "pain"),
            () => Well,
            () => Well.Unsay("diagnoses")),
        .. Of("g_base_workup", WhatToDo.MoreInformation,
            () => Well.Unsay("urinary"),
            () => Well,
            () => Somebody.Unknown),
        .. Of("g_escort", WhatToDo.PrescriberDecides,
            () => Well.Say("escort", "no"),
            () => Well,
            () => Well.Say("escort", new Answer.Unsure())),
    ];

    public static TheoryData<string, int> Cases
    {
        get
        {
            var cases = new TheoryData<string, int>();
            foreach (var example in Examples) cases.Add(example.Rule, (int)example.Case);
            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_rule_finds_whom_it_should_and_no_one_else_and_says_when_too_little_is_known(string rule, int which)
    {
        var example = Examples.Single(one => one.Rule == rule && (int)one.Case == which);
        var finding = example.Who().Find(rule);
        if (example.Case == Case.JustNot)
        {
            Assert.True(finding is null or { Do: WhatToDo.Noted }, finding?.Sentence);
            return;
        }
        Assert.NotNull(finding);
        Assert.Equal(example.Does, finding.Do);
        Assert.NotEqual("", finding.Sentence);
        if (example.Case == Case.Finds && finding.Do != WhatToDo.MoreInformation)
        {
            Assert.NotEmpty(finding.Where);
            Assert.All(finding.Where, evidence => Assert.True(evidence.In == FoundIn.Person || evidence.EntryId is not null, evidence.Text));
        }
    }

    [Fact]
    public void Every_contraindication_caution_and_interaction_of_the_book_is_read_and_each_rule_has_all_three_cases()
    {
        var read = EligibilityRules.All.Select(rule => rule.RuleId).ToList();
        Assert.Equal(read.Count, read.Distinct().Count());
        Assert.All(
            RuleBook.All.Where(rule => rule.Category is RuleCategory.Contraindication or RuleCategory.Caution or RuleCategory.Interaction),
            rule => Assert.Contains(rule.Id, read));
        Assert.All(read, rule => Assert.Equal(
            [Case.Finds, Case.JustNot, Case.TooLittleKnown], Examples.Where(example => example.Rule == rule).Select(example => example.Case).Order()));
        Assert.Equal(read.Count * 3, Examples.Count);
    }

    [Fact]
    public void Nothing_stands_in_the_way_of_somebody_well_who_answered_everything()
    {
        Assert.All(Somebody.Well().Assessment.Findings, finding => Assert.Equal(WhatToDo.Noted, finding.Do));
    }

    [Fact]
    public void Of_somebody_unknown_every_question_a_rule_waits_for_is_a_question_of_the_form()
    {
        var waiting = Somebody.Unknown.Assessment.Findings;
        Assert.All(waiting, finding => Assert.Equal(WhatToDo.MoreInformation, finding.Do));
        Assert.Equal(EligibilityRules.All.Count, waiting.Count);
        Assert.All(waiting.SelectMany(finding => finding.Asks), question => Assert.NotNull(HistoryCatalogue.TryFind(question)));
    }

    private static IEnumerable<Example> Of(string rule, WhatToDo does, Func<Somebody> finds, Func<Somebody> justNot, Func<Somebody> tooLittle) =>
    [
        new(rule, Case.Finds, does, finds), new(rule, Case.JustNot, null, justNot), new(rule, Case.TooLittleKnown, WhatToDo.MoreInformation, tooLittle),
    ];
}

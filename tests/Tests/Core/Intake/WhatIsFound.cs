using Afterglow.Core;
using Afterglow.Core.Intake.Eligibility;
using Afterglow.Core.Intake.History;
using Afterglow.Core.Patients;
using CsCheck;

namespace Afterglow.Tests.Intake;

/// <summary>What the rules make of charts as they come: resolved, refuted, struck out, in other words and other languages.</summary>
public sealed class WhatIsFound
{
    private static Somebody Well => Somebody.Well();

    [Fact]
    public void A_finding_names_the_imported_condition_with_its_code_and_its_date_the_rule_its_source_and_its_standing()
    {
        var finding = Well.Condition("Opioid abuse (disorder)", "5602001", "1985-04-08").Find("ci_sud")!;
        Assert.Contains("Opioid abuse (disorder) · SNOMED CT 5602001 · since 8 Apr 1985 · imported", finding.Where.Select(evidence => evidence.Words()));
        Assert.Equal(Confidence.Verified, finding.Rule.Source.Confidence);
        Assert.NotEqual("", finding.Rule.Source.Standing);
    }

    [Fact]
    public void What_was_entered_in_error_struck_out_or_refuted_is_not_found()
    {
        Assert.Null(Well.Condition("Schizophrenia", "58214004").StrikeLast().Find("ci_psychosis"));
        Assert.Null(Well.Condition("Schizophrenia", "58214004", standing: Standing.Past, status: "active, refuted").Find("ci_psychosis"));
        Assert.Null(Well.Medicine("Theophylline").StrikeLast().Find("dd_theo"));
    }

    [Fact]
    public void A_resolved_aneurysm_is_weighed_by_a_prescriber_and_an_active_one_says_no()
    {
        Assert.Equal(WhatToDo.PrescriberDecides, Well.Condition("Aneurysm", "432119003", "2001", Standing.Past).Find("ci_aneurysm")!.Do);
        Assert.Equal(WhatToDo.NotEligible, Well.Condition("Aneurysm", "432119003", "2001").Find("ci_aneurysm")!.Do);
    }

    [Fact]
    public void Words_without_a_code_are_a_weaker_finding_and_say_so()
    {
        var finding = Well.Condition("Repaired aneurysm of the aorta").Find("ci_aneurysm")!;
        Assert.Equal(WhatToDo.PrescriberDecides, finding.Do);
        Assert.Contains(finding.Where, evidence => evidence.Words().EndsWith("recognised by its words only", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Family history of schizophrenia, my mother", false)]
    [InlineData("No history of psychosis", false)]
    [InlineData("No history of stroke. Schizophrenia since 2004.", true)]
    [InlineData("Me diagnosticaron esquizofrenia en 2004", true)]
    [InlineData("antipsychosis leaflet", false)]
    public void Words_the_patient_writes_are_looked_through_as_words(string written, bool found) =>
        Assert.Equal(found, Well.Say("health.other", new Answer.Written(written)).Find("ci_psychosis") is { Do: WhatToDo.PrescriberDecides });

    [Theory]
    [InlineData("LORAZEPAM 1 MG Oral Tablet", "lorazepam")]
    [InlineData("Ativan", "lorazepam")]
    [InlineData("sertralina 50", "sertraline")]
    [InlineData("Acetaminophen/Hydrocodone", "hydrocodone")]
    [InlineData("hierba de San Juan", "St John’s wort")]
    [InlineData("Carbamazepine[Tegretol]", "carbamazepine")]
    [InlineData("Prozacson", null)]
    [InlineData("Hydrochlorothiazide 25 MG", null)]
    [InlineData("أسيتامينوفين", null)]
    public void A_medicine_is_recognised_by_any_of_its_whole_names(string written, string? name) =>
        Assert.Equal(name is null ? [] : [name], MedicineNames.In(written).Select(medicine => medicine.Name));

    [Fact]
    public void A_medicine_that_is_not_recognised_is_listed_and_not_passed_over()
    {
        var unrecognised = Well.Medicine("Hydrochlorothiazide 25 MG").Medicine("Lorazepam 1 MG").Assessment.Unrecognised;
        Assert.Equal(["Hydrochlorothiazide 25 MG"], unrecognised.Select(medicine => medicine.Basis.Text));
    }

    [Fact]
    public void An_interaction_says_how_large_it_was_measured_and_what_nobody_measured()
    {
        var measured = Well.Takes("Rifampin").Takes("Carbamazepine").Find("dd_cyp_ind")!;
        Assert.Equal(["ddi_rifampicin", "ddi_label_rifampin"], measured.Effects.Select(effect => effect.Id));
        Assert.Contains("86 %", measured.Effects[0].Effect, StringComparison.Ordinal);
        Assert.Contains("not measured: carbamazepine", measured.Sentence, StringComparison.Ordinal);

        var without = Well.Takes("Itraconazole").Find("dd_cyp_inh")!;
        Assert.Equal(WhatToDo.Noted, without.Do);
        Assert.Equal("ddi_itraconazole", Assert.Single(without.Effects).Id);
    }

    [Fact]
    public void What_is_published_of_benzodiazepines_is_not_said_of_other_sedatives()
    {
        var other = Well.Takes("Quetiapine").Find("dd_opioid")!;
        Assert.Empty(other.Effects);
        Assert.Contains("not measured: quetiapine", other.Sentence, StringComparison.Ordinal);
        Assert.Contains("not measured: zolpidem", Well.Takes("Zolpidem").Find("dd_benzo")!.Sentence, StringComparison.Ordinal);
        Assert.Equal("ddi_cns_depressants", Assert.Single(Well.Takes("Lorazepam").Find("dd_benzo")!.Effects).Id);
    }

    [Fact]
    public void A_heart_attack_on_the_forty_second_day_is_within_six_weeks_and_on_the_forty_third_is_not()
    {
        Assert.Equal(WhatToDo.NotEligible, Well.Condition("Myocardial infarction", "22298006", "2026-10-14").Find("ci_cv_6wk")!.Do);
        Assert.Null(Well.Condition("Myocardial infarction", "22298006", "2026-10-13").Find("ci_cv_6wk"));
        Assert.Equal(WhatToDo.MoreInformation, Well.Condition("Myocardial infarction", "22298006").Find("ci_cv_6wk")!.Do);
    }

    [Fact]
    public void A_pregnancy_on_file_from_years_ago_does_not_say_pregnant_now()
    {
        Assert.Equal(WhatToDo.NotEligible, Well.Condition("Normal pregnancy", "72892002", "2026-09-01").Find("ci_preg")!.Do);
        Assert.Null(Well.Condition("Normal pregnancy", "72892002", "2012-09-01").Find("ci_preg"));
        Assert.Equal(WhatToDo.MoreInformation, Well.Unsay("pregnancy").Find("ci_preg")!.Do);
        Assert.Null(Well.Unsay("pregnancy").Born("1980-03-04", Sex.Male).Find("ci_preg"));
    }

    [Fact]
    public void A_pressure_of_160_over_100_waits_and_one_below_with_a_diagnosis_is_noted()
    {
        Assert.Equal(WhatToDo.PrescriberDecides, Well.Pressure(160, 80, 0).Find("ci_htn")!.Do);
        Assert.Equal(WhatToDo.MoreInformation, Well.Pressure(159, 80, 0).Find("ci_htn")!.Do);
        Assert.Equal(WhatToDo.Noted, Well.Condition("Hypertension", "38341003").Find("ci_htn")!.Do);
    }

    [Fact]
    public void Bipolar_without_a_mood_stabiliser_is_told_apart_from_bipolar_with_one()
    {
        Assert.Contains("no mood stabiliser", Well.Condition("Bipolar disorder", "13746004").Find("ci_mania")!.Sentence, StringComparison.Ordinal);
        Assert.Contains("with a mood stabiliser", Well.Condition("Bipolar disorder", "13746004").Takes("Lithium").Find("ci_mania")!.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void An_opioid_disorder_in_remission_for_years_is_noted()
    {
        Assert.Equal(WhatToDo.Noted, Well.Condition("Opioid dependence, in remission", "F11.21", "2010", system: Somebody.Icd10).Find("ci_sud")!.Do);
        Assert.Equal(WhatToDo.PrescriberDecides, Well.Condition("Opioid dependence", "F11.20", "2010", system: Somebody.Icd10).Find("ci_sud")!.Do);
        Assert.Null(Well.Condition("Nicotine dependence", "F17.210", "2010", system: Somebody.Icd10).Find("ci_sud"));
    }

    [Fact]
    public void An_imported_chart_with_high_pressure_major_depression_and_an_opioid_disorder_raises_all_three()
    {
        var assessment = Somebody.Unknown.Born("1950-01-01", Sex.Male)
            .Condition("Hypertension", "38341003", "1970-02-03").Condition("Major depression disorder", "370143000", "1971-04-05")
            .Condition("Opioid abuse (disorder)", "5602001", "1995-06-07").Condition("Viral sinusitis (disorder)", "444814009", "1997", Standing.Past)
            .Assessment;
        Assert.Contains(Rule("ci_htn").Where, evidence => evidence.Code == "38341003");
        Assert.Contains(Rule("p_mcintyre").Where, evidence => evidence.Code == "370143000");
        Assert.Contains(Rule("ci_sud").Where, evidence => evidence.Code == "5602001");
        Assert.DoesNotContain(assessment.Findings.SelectMany(finding => finding.Where), evidence => evidence.Code == "444814009");

        Finding Rule(string id) => assessment.Findings.Single(finding => finding.Rule.Id == id);
    }

    [Fact]
    public void The_key_of_a_finding_stays_while_the_finding_does_and_changes_with_what_it_rests_on()
    {
        var person = Well.Condition("Hypertension", "38341003", "2011");
        var before = person.Find("ci_htn")!.Key;
        Assert.Equal(before, person.Medicine("Lorazepam").Find("ci_htn")!.Key);
        Assert.NotEqual(before, person.Condition("Essential hypertension", "59621000", "2012").Find("ci_htn")!.Key);
    }

    [Fact]
    public void All_rules_on_any_chart_end_without_a_fault_and_say_the_same_twice() => Charts.Lines.Sample(
        lines =>
        {
            var (once, twice) = (Assess(lines), Assess(lines));
            Assert.Equal(once.Digest, twice.Digest);
            Assert.Equal(once.Findings.Select(finding => finding.Sentence), twice.Findings.Select(finding => finding.Sentence));
            Assert.Equal(once.Resistance.Stage?.Total, twice.Resistance.Stage?.Total);
            Assert.All(once.Findings, finding => Assert.False(string.IsNullOrWhiteSpace(finding.Sentence)));
            Assert.True(once.Resistance.Counted <= once.Resistance.AtMost);
            Assert.All(once.Resistance.Stage?.Parts ?? [], part => Assert.True(part.Least <= part.Most, part.Name));
        }, iter: 1000);

    private static Assessment Assess(Charts.Generated chart) =>
        Assessment.Of(Guid.Empty, chart.Lines, PartialDate.Read(chart.Born), chart.Sex, Somebody.Today);
}

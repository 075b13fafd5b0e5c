using Afterglow.Core.Intake.Consent;
using Afterglow.Core.Plans;
using Afterglow.Core.Sessions;
using static Afterglow.Tests.Sessions.Charting;

namespace Afterglow.Tests.Sessions;

public sealed class TheGate
{
    /// <summary>Each rule: how it is met, how it is just not, and what it says when nobody asked.</summary>
    private static readonly (string Protocol, string Rule, string Case, Action<Charting> Chart, GateState State)[] Cases =
    [
        ("ketamine-iv-1", "g_consent", "nobody asked", _ => { }, GateState.Missing),
        ("ketamine-iv-1", "g_consent", "seen", chart => chart.Consent(), GateState.Met),
        ("ketamine-iv-1", "g_consent", "off-label not explained", chart => chart.Do(new RecordConsent(Id(), Morning, "C", "1", new DateOnly(2026, 11, 1), false)), GateState.Blocking),
        ("esketamine-nasal-1", "g_consent", "on label", chart => chart.Do(new RecordConsent(Id(), Morning, "C", "1", new DateOnly(2026, 11, 1), false)), GateState.Met),
        ("ketamine-iv-1", "g_consent", "signed in the record", chart => chart.OnFile(ConsentState.Signed), GateState.Met),
        ("ketamine-iv-1", "g_consent", "an older version in the record", chart => chart.OnFile(ConsentState.Outdated), GateState.Missing),
        ("ketamine-iv-1", "g_consent", "never signed in the record", chart => chart.OnFile(ConsentState.Missing), GateState.Missing),
        ("ketamine-iv-1", "g_consent", "an older version in the record, the new one on paper", chart => chart.OnFile(ConsentState.Outdated).Consent(), GateState.Met),
        ("ketamine-iv-1", "g_consent", "withdrawn", chart => chart.OnFile(ConsentState.Withdrawn), GateState.Blocking),
        ("ketamine-iv-1", "g_consent", "withdrawn, and a paper", chart => chart.OnFile(ConsentState.Withdrawn).Consent(), GateState.Blocking),
        ("ketamine-iv-1", "g_consent", "a paper, then withdrawn", chart => chart.Consent().OnFile(ConsentState.Withdrawn), GateState.Blocking),
        ("esketamine-nasal-1", "z_enrol", "enrolled in the record", chart => chart.OnFile(ConsentState.Signed, enrolled: true), GateState.Met),
        ("esketamine-nasal-1", "z_enrol", "signed and not enrolled", chart => chart.OnFile(ConsentState.Signed), GateState.Missing),
        ("ketamine-iv-1", "site_eligible", "eligible", chart => chart.OnFile(ConsentState.Signed, EligibilityStanding.Eligible), GateState.Met),
        ("ketamine-iv-1", "site_eligible", "a history and no decision", chart => chart.OnFile(ConsentState.Signed, EligibilityStanding.Undecided), GateState.Missing),
        ("ketamine-iv-1", "site_eligible", "not now", chart => chart.OnFile(ConsentState.Signed, EligibilityStanding.NotNow), GateState.Blocking),
        ("ketamine-iv-1", "site_eligible", "decided against after check-in", chart => chart.OnFile(ConsentState.Signed, EligibilityStanding.NotEligible), GateState.Blocking),
        ("ketamine-iv-1", "site_eligible", "no intake at all", chart => chart.OnFile(ConsentState.Signed, EligibilityStanding.NoIntake), GateState.Warning),
        ("esketamine-nasal-1", "z_enrol", "nobody asked", _ => { }, GateState.Missing),
        ("esketamine-nasal-1", "z_enrol", "enrolled", chart => chart.Do(new RecordConsent(Id(), Morning, "C", "1", new DateOnly(2026, 11, 1), false, true)), GateState.Met),
        ("esketamine-nasal-1", "z_enrol", "not enrolled", chart => chart.Do(new RecordConsent(Id(), Morning, "C", "1", new DateOnly(2026, 11, 1), false, false)), GateState.Blocking),
        ("ketamine-iv-1", "m_staff", "nobody asked", _ => { }, GateState.Missing),
        ("ketamine-iv-1", "m_staff", "ready", chart => chart.Room(), GateState.Met),
        ("ketamine-iv-1", "m_staff", "equipment not checked", chart => chart.Do(new ReadyRoom(Id(), Morning, "Petra", false)), GateState.Blocking),
        ("ketamine-iv-1", "g_suicide", "nobody asked", _ => { }, GateState.Missing),
        ("ketamine-iv-1", "g_suicide", "negative", chart => chart.Suicide(), GateState.Met),
        ("ketamine-iv-1", "g_suicide", "low", chart => chart.Suicide(SuicideRisk.Low), GateState.Met),
        ("ketamine-iv-1", "g_suicide", "moderate", chart => chart.Suicide(SuicideRisk.Moderate), GateState.Warning),
        ("ketamine-iv-1", "g_suicide", "high", chart => chart.Suicide(SuicideRisk.High), GateState.Blocking),
        ("ketamine-iv-1", "g_escort", "nobody asked", _ => { }, GateState.Missing),
        ("ketamine-iv-1", "g_escort", "named", chart => chart.Escort(), GateState.Met),
        ("ketamine-iv-1", "g_escort", "means to drive", chart => chart.Do(new NameEscort(Id(), Morning, "Tom", "", "", false)), GateState.Blocking),
        ("ketamine-iv-1", "g_fast_rac", "nobody asked", _ => { }, GateState.Missing),
        ("ketamine-iv-1", "g_fast_rac", "light meal 6 h ago, drink 2 h ago", chart => Ate(chart, 6, false, 2), GateState.Met),
        ("ketamine-iv-1", "g_fast_rac", "light meal less than 6 h ago", chart => Ate(chart, 5.99, false, 2), GateState.Blocking),
        ("ketamine-iv-1", "g_fast_rac", "heavy meal 6 h ago", chart => Ate(chart, 6, true, 2), GateState.Blocking),
        ("ketamine-iv-1", "g_fast_rac", "heavy meal 8 h ago", chart => Ate(chart, 8, true, 2), GateState.Met),
        ("ketamine-iv-1", "g_fast_rac", "drink less than 2 h ago", chart => Ate(chart, 12, false, 1.99), GateState.Blocking),
        ("esketamine-nasal-1", "g_fast_esk", "food 2 h, drink half an hour ago", chart => Ate(chart, 2, true, 0.5), GateState.Met),
        ("esketamine-nasal-1", "g_fast_esk", "food less than 2 h ago", chart => Ate(chart, 1.99, false, 0.5), GateState.Blocking),
        ("esketamine-nasal-1", "g_fast_esk", "drink less than half an hour ago", chart => Ate(chart, 2, false, 0.49), GateState.Blocking),
        ("esketamine-nasal-1", "g_nasal", "nobody asked", _ => { }, GateState.Missing),
        ("esketamine-nasal-1", "g_nasal", "none", chart => chart.Medicines(), GateState.Met),
        ("esketamine-nasal-1", "g_nasal", "an hour ago", chart => Took(chart, MedicineClass.NasalDecongestantOrSteroid, 60), GateState.Met),
        ("esketamine-nasal-1", "g_nasal", "59 min ago", chart => Took(chart, MedicineClass.NasalDecongestantOrSteroid, 59), GateState.Warning),
        ("ketamine-iv-1", "g_weight", "nobody asked", _ => { }, GateState.Missing),
        ("ketamine-iv-1", "g_weight", "weighed", chart => chart.Weighed(), GateState.Met),
        ("ketamine-iv-1", "g_hcg", "nobody asked", _ => { }, GateState.Missing),
        ("ketamine-iv-1", "g_hcg", "negative", chart => chart.Pregnancy(), GateState.Met),
        ("ketamine-iv-1", "g_hcg", "positive", chart => chart.Do(new RecordPregnancy(Id(), Morning, PregnancyStatus.TestPositive, new DateOnly(2026, 11, 23))), GateState.Blocking),
        ("ketamine-iv-1", "g_hcg", "declined", chart => chart.Do(new RecordPregnancy(Id(), Morning, PregnancyStatus.TestDeclined)), GateState.Warning),
        ("ketamine-iv-1", "g_hcg", "not relevant", chart => chart.Do(new RecordPregnancy(Id(), Morning, PregnancyStatus.NotRelevant)), GateState.Met),
        ("ketamine-iv-1", "g_meds", "nobody asked", _ => { }, GateState.Missing),
        ("ketamine-iv-1", "g_meds", "none that matters", chart => chart.Medicines(), GateState.Met),
        ("ketamine-iv-1", "g_meds", "something else", chart => Took(chart, MedicineClass.Other, 60), GateState.Met),
        ("ketamine-iv-1", "g_meds", "benzodiazepine", chart => Took(chart, MedicineClass.Benzodiazepine, 60), GateState.Warning),
        ("ketamine-iv-1", "g_meds", "stimulant", chart => Took(chart, MedicineClass.Stimulant, 60), GateState.Warning),
        ("ketamine-iv-1", "g_meds", "MAOI", chart => Took(chart, MedicineClass.MonoamineOxidaseInhibitor, 60), GateState.Warning),
        ("ketamine-iv-1", "g_meds", "theophylline", chart => Took(chart, MedicineClass.TheophyllineOrAminophylline, 60), GateState.Blocking),
        ("esketamine-nasal-1", "g_meds", "theophylline with esketamine", chart => Took(chart, MedicineClass.TheophyllineOrAminophylline, 60), GateState.Met),
        ("ketamine-iv-1", "g_bp_rac", "nobody asked", _ => { }, GateState.Missing),
        ("ketamine-iv-1", "g_bp_rac", "140/90", chart => chart.Vitals(140, 90), GateState.Met),
        ("ketamine-iv-1", "g_bp_rac", "141/90", chart => chart.Vitals(141, 90), GateState.Warning),
        ("ketamine-iv-1", "g_bp_rac", "140/91", chart => chart.Vitals(140, 91), GateState.Warning),
        ("ketamine-iv-1", "g_bp_rac", "159/99", chart => chart.Vitals(159, 99), GateState.Warning),
        ("ketamine-iv-1", "g_bp_rac", "160/80", chart => chart.Vitals(160, 80), GateState.Blocking),
        ("ketamine-iv-1", "g_bp_rac", "130/100", chart => chart.Vitals(130, 100), GateState.Blocking),
        ("esketamine-nasal-1", "g_bp_esk", "140/90", chart => chart.Vitals(140, 90), GateState.Met),
        ("esketamine-nasal-1", "g_bp_esk", "141/90", chart => chart.Vitals(141, 90), GateState.Warning),
        ("esketamine-nasal-1", "g_bp_esk", "140/91", chart => chart.Vitals(140, 91), GateState.Warning),
        ("ketamine-iv-1", "g_hr", "nobody asked", _ => { }, GateState.Missing),
        ("ketamine-iv-1", "g_hr", "50", chart => chart.Vitals(heartRate: 50), GateState.Met),
        ("ketamine-iv-1", "g_hr", "49", chart => chart.Vitals(heartRate: 49), GateState.Warning),
        ("ketamine-iv-1", "g_hr", "110", chart => chart.Vitals(heartRate: 110), GateState.Met),
        ("ketamine-iv-1", "g_hr", "111", chart => chart.Vitals(heartRate: 111), GateState.Warning),
        ("ketamine-iv-1", "g_spo2", "nobody asked", _ => { }, GateState.Missing),
        ("ketamine-iv-1", "g_spo2", "not measured", chart => chart.Vitals(oxygen: null), GateState.Missing),
        ("ketamine-iv-1", "g_spo2", "94", chart => chart.Vitals(oxygen: 94), GateState.Met),
        ("ketamine-iv-1", "g_spo2", "93", chart => chart.Vitals(oxygen: 93), GateState.Blocking),
    ];

    public static TheoryData<string, string, string> Names
    {
        get
        {
            var names = new TheoryData<string, string, string>();
            foreach (var each in Cases) names.Add(each.Protocol, each.Rule, each.Case);
            return names;
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Each_rule_is_met_or_not(string protocol, string rule, string what)
    {
        var (_, _, _, charted, state) = Cases.Single(each => (each.Protocol, each.Rule, each.Case) == (protocol, rule, what));
        var chart = new Charting(protocol);
        charted(chart);
        var finding = Gate.Findings(chart.Session, chart.Now).Single(finding => finding.Rule.Id == rule);
        Assert.True(state == finding.State, $"{finding.State}: {finding.Sentence}");
        Assert.EndsWith(".", finding.Sentence);
    }

    [Fact]
    public void A_version_that_begins_at_midnight_is_asked_for_from_midnight_on_and_not_of_who_was_started_before()
    {
        var midnight = Morning.AddHours(15);
        var consent = new ConsentOnFile("ketamine-iv", "Ketamine by vein", ConsentState.Signed, 1, new DateOnly(2026, 11, 2), true, null, midnight);
        var chart = new Charting();
        chart.Write(Id(), new SessionEvent.StandingChanged(chart.Now, new StandingOnFile(consent, new EligibilityOnFile(EligibilityStanding.Eligible, "Petra Prescriber", new DateOnly(2026, 11, 2)))), Nurse);
        GateState At(DateTimeOffset now) => Gate.Findings(chart.Session, now).Single(finding => finding.Rule.Id == "g_consent").State;
        Assert.Equal([GateState.Met, GateState.Met, GateState.Missing], [At(chart.Now), At(midnight.AddTicks(-1)), At(midnight)]);
        chart.Room().Escort().Fasted().Weighed().Pregnancy().Medicines().Suicide().Vitals().Prepared().Checked().Do(new StartInfusion(Id(), chart.Now));
        Assert.Equal(GateState.Met, At(midnight));
    }

    [Fact]
    public void Every_rule_of_every_protocol_is_tried_met_and_unmet()
    {
        foreach (var rule in Protocols.All.SelectMany(protocol => protocol.GateRules).Select(rule => rule.Id).Distinct())
        {
            var tried = Cases.Where(each => each.Rule == rule).Select(each => each.State).Distinct().ToList();
            Assert.True(tried.Contains(GateState.Met) && tried.Count > 1, $"{rule}: {string.Join(", ", tried)}");
        }
    }

    [Fact]
    public void Pregnancy_is_not_asked_where_it_is_out_of_the_question() =>
        Assert.DoesNotContain(Gate.Findings(new Charting(pregnancyRelevant: false).Session, Morning), finding => finding.Rule.Id == "g_hcg");

    [Fact]
    public void A_warning_asks_once_more_and_then_lets_the_treatment_start()
    {
        var chart = new Charting().Gate().Suicide(SuicideRisk.Moderate).Prepared().Checked();
        var refusal = chart.Refused(new StartInfusion(Id(), chart.Now));
        Assert.True(refusal.CanBeConfirmed);
        Assert.Contains("moderate risk", refusal.Sentence, StringComparison.Ordinal);
        chart.Do(new StartInfusion(Id(), chart.Now, Confirmed: true));
    }

    [Fact]
    public void A_prescriber_overrides_with_a_reason_and_a_nurse_does_not()
    {
        var chart = new Charting().Gate().Do(new NameEscort(Id(), Morning, "Tom", "", "", false)).Prepared().Checked();
        Assert.IsType<GateNotPassed>(chart.Refused(new StartInfusion(Id(), chart.Now, Confirmed: true)));
        Assert.IsType<NotYourRole>(chart.Refused(new OverrideGate(Id(), chart.Now, "g_escort", "Stays overnight")));
        Assert.IsType<Unanswered>(chart.Refused(new OverrideGate(Id(), chart.Now, "g_escort", " "), Prescriber));
        chart.Do(new OverrideGate(Id(), chart.Now, "g_escort", "Stays overnight"), Prescriber);
        var finding = Gate.Findings(chart.Session, chart.Now).Single(each => each.Rule.Id == "g_escort");
        Assert.Equal(GateState.Overridden, finding.State);
        Assert.Contains("Overridden by Petra Prescriber: Stays overnight", finding.Sentence, StringComparison.Ordinal);
        chart.Do(new StartInfusion(Id(), chart.Now));
    }

    [Fact]
    public void An_override_of_what_nobody_had_asked_does_not_cover_what_is_found_later()
    {
        var chart = new Charting().Do(new OverrideGate(Id(), Morning, "g_suicide", "Screened at the ward this morning"), Prescriber);
        Assert.Equal(GateState.Overridden, State(chart, "g_suicide"));
        chart.Suicide(SuicideRisk.High);
        Assert.Equal(GateState.Blocking, State(chart, "g_suicide"));
        chart.Do(new OverrideGate(Id(), Morning, "g_suicide", "Seen; treated because of it"), Prescriber);
        Assert.Equal(GateState.Overridden, State(chart, "g_suicide"));
    }

    [Theory]
    [InlineData("g_consent")]
    [InlineData("m_staff")]
    public void Consent_and_a_safe_room_are_nobodys_to_waive(string rule) =>
        Assert.IsType<NotOverridable>(new Charting().Refused(new OverrideGate(Id(), Morning, rule, "In a hurry"), Prescriber));

    [Fact]
    public void The_gate_opens_when_everything_is_met_and_not_one_thing_before()
    {
        Action<Charting>[] steps =
        [
            chart => chart.Consent(), chart => chart.Room(), chart => chart.Escort(), chart => chart.Fasted(), chart => chart.Weighed(),
            chart => chart.Pregnancy(), chart => chart.Medicines(), chart => chart.Suicide(), chart => chart.Vitals(),
        ];
        for (var left = 0; left < steps.Length; left++)
        {
            var chart = new Charting();
            for (var step = 0; step < steps.Length; step++)
                if (step != left) steps[step](chart);
            Assert.Contains(Gate.Findings(chart.Session, chart.Now), finding => finding.Stops);
            if (chart.Session.Weight is null) continue;
            chart.Prepared().Checked();
            Assert.IsType<GateNotPassed>(chart.Refused(new StartInfusion(Id(), chart.Now, Confirmed: true)));
        }
        Assert.DoesNotContain(Gate.Findings(new Charting().Gate().Session, Morning), finding => finding.Stops || finding.State == GateState.Warning);
    }

    private static GateState State(Charting chart, string rule) => Gate.Findings(chart.Session, chart.Now).Single(each => each.Rule.Id == rule).State;

    private static void Ate(Charting chart, double food, bool heavy, double drink) =>
        chart.Do(new RecordFasting(Id(), Morning, Morning.AddHours(-food), heavy, Morning.AddHours(-drink)));

    private static void Took(Charting chart, MedicineClass kind, double minutesAgo) => chart.Medicines(new MedicineTaken(kind, "Something", Morning.AddMinutes(-minutesAgo)));
}

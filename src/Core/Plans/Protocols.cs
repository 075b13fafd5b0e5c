using Afterglow.Core.Units;

namespace Afterglow.Core.Plans;

/// <summary>The protocols the clinic offers.</summary>
public static class Protocols
{
    private static readonly Source DoseStatement =
        new("Sanacora 2017 JAMA Psychiatry 74:399-405: 0.5 mg/kg over 40 min", Confidence.RecalledSure);

    private static readonly Source SeriesOfSix =
        new("Sanacora 2017 JAMA Psychiatry 74:399-405: two or three a week for two to three weeks; Murrough 2013 Biol Psychiatry 74:250-256: six infusions", Confidence.RecalledSure);

    private static readonly Source KetalarLabel =
        new("Ketalar US prescribing information: 10, 50 and 100 mg/mL of base; 100 mg/mL is diluted before intravenous use", Confidence.Verified);

    private static readonly Source EsketamineLabel =
        new("Spravato US prescribing information: 28 mg of base a device, two sprays, 5 minutes between devices", Confidence.Verified);

    private static readonly IReadOnlyList<ClinicalRule> RacemicGate = [.. new[]
    {
        "g_consent", "site_eligible", "m_staff", "g_suicide", "g_escort", "g_fast_rac", "g_weight", "g_hcg", "g_meds", "g_bp_rac", "g_hr", "g_spo2",
    }.Select(RuleBook.Find)];

    private static readonly IReadOnlyList<ClinicalRule> EsketamineGate = [.. new[]
    {
        "g_consent", "z_enrol", "site_eligible", "m_staff", "g_suicide", "g_escort", "g_fast_esk", "g_nasal", "g_hcg", "g_meds", "g_bp_esk", "g_spo2",
    }.Select(RuleBook.Find)];

    private static readonly IReadOnlyList<ClinicalRule> WatchedLimits = [.. new[]
    {
        "a_bp1", "a_bp2", "a_bp3", "a_spo2", "a_sed", "a_dissoc", "a_psych", "a_nausea", "a_laryng",
        "site_sbp_low", "site_hr", "site_distress", "site_withdrawn",
    }.Select(RuleBook.Find)];

    private static readonly IReadOnlyList<ClinicalRule> RacemicDischarge =
        [.. new[] { "m_iv_obs", "x_core", "x_escort", "x_safety" }.Select(RuleBook.Find)];

    private static readonly IReadOnlyList<ClinicalRule> EsketamineDischarge =
        [.. new[] { "m_esk_2h", "m_esk_bp", "x_core", "x_escort", "x_safety" }.Select(RuleBook.Find)];

    private static readonly Source IntervalSource = RuleBook.Find("m_iv_interval").Source;

    private static readonly Interval RacemicVitals = new(TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(15), IntervalSource);

    private static readonly Interval RacemicRatings = new(
        TimeSpan.FromMinutes(20), TimeSpan.FromMinutes(30),
        Source.Assumed("Sedation is rated with vitals and CADSS-6 every 15 to 30 minutes; 20 and 30 were chosen so that a nurse is asked no more often."));

    private static readonly Sourced<Observation> RacemicObservation = new(
        new Observation(TimeSpan.FromMinutes(60), FromFirstDose: false), RuleBook.Find("m_iv_obs").Source);

    /// <summary>Racemic ketamine by vein: the standard of the field.</summary>
    public static Protocol KetamineIntravenous { get; } = new(
        "ketamine-iv-1", "Ketamine IV 0.5 mg/kg over 40 min", "ketamine", Compounds.Racemic, Route.Intravenous,
        new DoseRule.PerKilogram(
            new(DosePerWeight.FromMilligramsPerKilogram(0.5m), DoseStatement),
            new(DosePerWeight.FromMilligramsPerKilogram(0.2m), Source.Assumed("Lowest dose a prescriber may order without a new protocol; Fava 2020 tried 0.1 to 1.0 mg/kg.")),
            new(DosePerWeight.FromMilligramsPerKilogram(1.0m), Source.Assumed("Highest dose a prescriber may order without a new protocol: the highest tried by Fava 2020 (Mol Psychiatry 25:1592-1603)."))),
        new(TimeSpan.FromMinutes(40), DoseStatement), null, null,
        [
            new("Ketamine 10 mg/mL vial", Concentration.FromMilligramsPerMillilitre(10), MustBeDiluted: false, KetalarLabel),
            new("Ketamine 50 mg/mL vial", Concentration.FromMilligramsPerMillilitre(50), MustBeDiluted: false, KetalarLabel),
            new("Ketamine 100 mg/mL vial", Concentration.FromMilligramsPerMillilitre(100), MustBeDiluted: true, KetalarLabel),
        ],
        RacemicVitals, RacemicRatings, RacemicObservation, null,
        new("six sessions in three weeks, at least two days apart", SeriesOfSix),
        RacemicGate, WatchedLimits, RacemicDischarge,
        [.. new[] { "p_apa_dose", "p_canmat", "p_mcintyre", "p_asa", "p_va" }.Select(RuleBook.Find)]);

    /// <summary>Racemic ketamine into a muscle: one injection.</summary>
    public static Protocol KetamineIntramuscular { get; } = new(
        "ketamine-im-1", "Ketamine IM 0.5 mg/kg", "ketamine", Compounds.Racemic, Route.Intramuscular,
        new DoseRule.PerKilogram(
            new(DosePerWeight.FromMilligramsPerKilogram(0.5m), Source.Assumed("The intravenous dose; 93 % of an intramuscular dose is absorbed (Clements 1982).")),
            new(DosePerWeight.FromMilligramsPerKilogram(0.2m), Source.Assumed("As for the intravenous protocol.")),
            new(DosePerWeight.FromMilligramsPerKilogram(1.0m), Source.Assumed("As for the intravenous protocol."))),
        null, null, null,
        [
            new("Ketamine 50 mg/mL vial", Concentration.FromMilligramsPerMillilitre(50), MustBeDiluted: false, KetalarLabel),
            new("Ketamine 100 mg/mL vial", Concentration.FromMilligramsPerMillilitre(100), MustBeDiluted: false, KetalarLabel),
        ],
        RacemicVitals with { WhileRecovering = TimeSpan.FromMinutes(10), Source = Source.Assumed("Every 10 minutes throughout: an injection cannot be slowed once it is given.") },
        RacemicRatings, RacemicObservation, null,
        new("as the intravenous series", Source.Assumed("No intramuscular series was established (McIntyre 2021).")),
        RacemicGate, WatchedLimits, RacemicDischarge,
        [.. new[] { "p_canmat", "p_mcintyre", "p_asa", "p_va" }.Select(RuleBook.Find)]);

    /// <summary>Esketamine nasal spray, taken by the patient under observation.</summary>
    public static Protocol EsketamineNasal { get; } = new(
        "esketamine-nasal-1", "Esketamine nasal 56 / 84 mg", "esketamine", Compounds.Esketamine, Route.Nasal,
        new DoseRule.Fixed(
            new(Mass.FromMilligrams(56), new("Spravato US prescribing information: 56 mg on day 1, then 56 or 84 mg", Confidence.Verified)),
            [Mass.FromMilligrams(28), Mass.FromMilligrams(56), Mass.FromMilligrams(84)]),
        null, Mass.FromMilligrams(28), new(TimeSpan.FromMinutes(5), EsketamineLabel),
        [new("Esketamine 28 mg nasal device", Concentration.FromMilligramsPerMillilitre(140), MustBeDiluted: false, EsketamineLabel)],
        new(TimeSpan.FromMinutes(40), TimeSpan.FromMinutes(40), RuleBook.Find("m_esk_bp").Source),
        new(TimeSpan.FromMinutes(40), TimeSpan.FromMinutes(40), RuleBook.Find("s_cadss").Source),
        new(new Observation(TimeSpan.FromMinutes(120), FromFirstDose: true), RuleBook.Find("m_esk_2h").Source),
        new(TimeSpan.FromMinutes(40), RuleBook.Find("m_esk_bp").Source),
        new("twice a week for four weeks, weekly for four, then weekly or every two weeks", new("Spravato US prescribing information", Confidence.Verified)),
        EsketamineGate, WatchedLimits, EsketamineDischarge,
        [.. new[] { "z_cert", "z_form", "z_home", "p_mcintyre", "p_va" }.Select(RuleBook.Find)]);

    /// <summary>Racemic ketamine under the tongue, taken in the clinic.</summary>
    public static Protocol KetamineSublingual { get; } = new(
        "ketamine-sl-1", "Ketamine sublingual, in clinic", "ketamine", Compounds.Racemic, Route.Sublingual,
        new DoseRule.PerKilogram(
            new(DosePerWeight.FromMilligramsPerKilogram(1.5m), Source.Assumed("About 0.5 mg/kg reaches the blood at 29 to 32 % bioavailability (Rolan 2014, Chong 2006).")),
            new(DosePerWeight.FromMilligramsPerKilogram(0.5m), Source.Assumed("Lowest dose a prescriber may order without a new protocol.")),
            new(DosePerWeight.FromMilligramsPerKilogram(2.5m), Source.Assumed("Highest dose a prescriber may order without a new protocol."))),
        null, null, null,
        [new("Ketamine 100 mg/mL sublingual solution", Concentration.FromMilligramsPerMillilitre(100), MustBeDiluted: false, Source.Assumed("A compounded preparation: strengths differ between pharmacies; see the FDA's 2023 alert on compounded ketamine."))],
        RacemicVitals with { WhileDosing = TimeSpan.FromMinutes(15) }, RacemicRatings, RacemicObservation, null,
        new("as the intravenous series", Source.Assumed("No sublingual series was established (McIntyre 2021).")),
        RacemicGate, WatchedLimits, RacemicDischarge,
        [.. new[] { "p_mcintyre", "p_fda_comp", "p_va" }.Select(RuleBook.Find)]);

    /// <summary>All of them, the most used first.</summary>
    public static IReadOnlyList<Protocol> All { get; } =
        [KetamineIntravenous, KetamineIntramuscular, EsketamineNasal, KetamineSublingual];

    /// <summary>The protocol with this id, or null when there is none.</summary>
    public static Protocol? Find(string id) => All.FirstOrDefault(protocol => protocol.Id == id);
}

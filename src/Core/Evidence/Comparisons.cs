using System.Globalization;
using Afterglow.Core.Pharmacology;
using Afterglow.Core.Pharmacology.Mechanism;

namespace Afterglow.Core.Evidence;

/// <summary>
/// Every published record and what becomes of it: figures that are compared with the model (fitted or held out),
/// statements without a number, and what cannot be compared, with the reason. Nothing is left out.
/// </summary>
public static class Comparisons
{
    private const double Day = 24;

    private static readonly double[] Once = [0];
    private static readonly double[] ThreeAWeekSix = [0, 2, 4, 7, 9, 11];
    private static readonly double[] TwiceAWeekSix = [0, 3, 7, 10, 14, 17];
    private static readonly double[] TwiceAWeekEight = [0, 3, 7, 10, 14, 17, 21, 24];

    private static readonly Lazy<(IReadOnlyList<Comparison> Figures, IReadOnlyList<StatedOnly> Statements, IReadOnlyList<NotComparable> Left)> Built = new(Build);

    public static IReadOnlyList<Comparison> Figures => Built.Value.Figures;

    public static IReadOnlyList<StatedOnly> Statements => Built.Value.Statements;

    public static IReadOnlyList<NotComparable> NotComparables => Built.Value.Left;

    private static (IReadOnlyList<Comparison>, IReadOnlyList<StatedOnly>, IReadOnlyList<NotComparable>) Build()
    {
        const FigureRole fitted = FigureRole.Fitted, same = FigureRole.SameStudy, held = FigureRole.HeldOut;
        var figures = new List<Comparison>();
        var statements = new List<StatedOnly>();
        var left = new List<NotComparable>();
        var infusion = Iv("0.5mg/kg", Once);
        var usual = "baseline";

        // One infusion against saline or nothing: the time course.
        var berman = Arm(infusion, Masking.Saline, Scale.Hamd25);
        Add("berman2000_ket", "mean_change.value", Measured.MeanChange, held, berman, 3 * Day, sd: "mean_change.sd", assumed: usual);
        Add("berman2000_ket", "mean_change.comparator.value", Measured.ControlChange, held, berman, 3 * Day, sd: "mean_change.comparator.sd", assumed: usual);
        Add("berman2000_ket", "response_pct", Measured.Response, held, berman, 3 * Day, assumed: usual);

        var zarate = Arm(infusion, Masking.Saline, Scale.Hamd21);
        Add("zarate2006_d1", "effect_size.d", Measured.EffectSize, fitted, zarate, Day, interval: "effect_size.ci", sign: -1);
        Add("zarate2006_d7", "effect_size.d", Measured.EffectSize, fitted, zarate, 7 * Day, interval: "effect_size.ci", sign: -1);
        Add("zarate2006_d1", "response_pct", Measured.Response, fitted, zarate, Day);
        Add("zarate2006_d1", "remission_pct", Measured.Remission, same, zarate, Day);
        Add("zarate2006_d1", "words", Measured.Kept, same, zarate, Day, later: 7 * Day, said: 35, n: 12);

        var bipolar = Arm(infusion, Masking.Saline, Scale.Madrs);
        Add("diazgranados2010", "effect_size.d_40min", Measured.EffectSize, fitted, bipolar, 2.0 / 3, sign: -1, assumed: "bipolar depression as unipolar");
        Add("diazgranados2010", "effect_size.d_day2", Measured.EffectSize, fitted, bipolar, 2 * Day, sign: -1, assumed: "bipolar depression as unipolar");
        Add("diazgranados2010", "response_pct", Measured.Response, same, bipolar, Day, assumed: "the best of 14 days taken as the first");
        Add("zarate2012", "effect_size.d_40min", Measured.EffectSize, held, bipolar, 2.0 / 3, sign: -1, assumed: "bipolar depression as unipolar");
        Add("zarate2012", "response_pct", Measured.Response, held, bipolar, Day, assumed: "the best of 14 days taken as the first");

        Add("kishimoto2016", "effect_size.hedges_g", Measured.EffectSize, held, bipolar, Day, interval: "effect_size.ci", assumed: "saline in all nine trials");
        Add("newport2015", "effect_size.OR_response", Measured.OddsOfResponse, held, bipolar, Day, interval: "effect_size.ci", assumed: "saline in all seven trials");
        Add("newport2015", "effect_size.OR_remission", Measured.OddsOfRemission, held, bipolar, Day, interval: "effect_size.ci_remission", assumed: "saline in all seven trials");
        foreach (var (id, at) in new[] { ("han2016_24h", Day), ("han2016_72h", 3 * Day), ("han2016_day7", 7 * Day) })
        {
            Add(id, "response_pct", Measured.Response, fitted, bipolar, at, assumed: "saline in all nine trials", n: 184);
            Add(id, "remission_pct", Measured.Remission, same, bipolar, at, assumed: "saline in all nine trials", n: 184);
        }

        // One infusion against midazolam, and masked.
        var murrough = Arm(infusion, Masking.Midazolam, Scale.Madrs);
        Add("murrough2013ajp_ket", "mean_change.value", Measured.MeanChange, fitted, murrough, Day);
        Add("murrough2013ajp_ket", "response_pct", Measured.Response, fitted, murrough, Day);
        Add("murrough2013ajp_mdz", "mean_change.value", Measured.ControlChange, fitted, murrough, Day);
        Add("murrough2013ajp_mdz", "response_pct", Measured.ControlResponse, fitted, murrough, Day);
        Add("murrough2013ajp_ket", "mean_change.adjusted_difference", Measured.Difference, same, murrough, Day, interval: "mean_change.difference_ci");
        Add("murrough2013ajp_ket", "effect_size.OR_response", Measured.OddsOfResponse, same, murrough, Day);
        var masked = Arm(infusion, Masking.Anaesthesia, Scale.Madrs, baseline: 30);
        Add("lii2023", "mean_change.difference", Measured.Difference, held, masked, 2 * Day, interval: "mean_change.difference_ci", assumed: "days 1 to 3 taken as day 2");
        Add("lii2023", "response_pct", Measured.Response, held, masked, Day, assumed: usual);
        Add("lii2023", "words", Measured.ControlResponse, held, masked, Day, said: 50, n: 20, assumed: usual);

        // Dose ranging.
        TrialArm Fava(string dose) => Arm(Iv(dose, Once), Masking.Midazolam, Scale.Hamd6);
        Add("fava2020_0.1", "effect_size.d_day1", Measured.EffectSize, fitted, Fava("0.1mg/kg"), Day);
        Say("fava2020_0.2", "not superior to midazolam after adjustment, day 1", Fava("0.2mg/kg"), Day, 20);
        Say("fava2020_0.5", "superior to midazolam after adjustment, day 1", Fava("0.5mg/kg"), Day, 20);
        Say("fava2020_1.0", "superior to midazolam after adjustment, day 1", Fava("1mg/kg"), Day, 20);
        Not("fava2020_mdz", "the arm's own figures were not recovered; it is the control of the four doses above");

        // Repeated infusions.
        var open = Arm(Iv("0.5mg/kg", ThreeAWeekSix), Masking.Open, Scale.Madrs);
        var afterSix = 12 * Day;
        Add("murrough2013bp", "mean_change.value", Measured.MeanChange, fitted, open, 2, sd: "mean_change.sd");
        Add("murrough2013bp", "response_pct", Measured.Response, fitted, open, afterSix);
        Add("murrough2013bp", "words", Measured.RelapseDays, fitted, open, afterSix, said: 18, n: 17);
        Add("aanhetrot2010", "mean_change.value", Measured.PercentChange, same, open, afterSix, sd: "mean_change.sd", assumed: "nine who had responded to the first infusion, taken as everybody");
        Add("aanhetrot2010", "response_pct", Measured.Response, same, open, afterSix, assumed: "nine who had responded to the first infusion, taken as everybody");
        Add("aanhetrot2010", "words", Measured.RelapseDays, same, open, afterSix, said: 19, n: 9, assumed: "a mean of days taken as a median");
        Say("shiroma2020", "no clear advantage of six infusions over one at the end, 24 h after the last", Arm(Iv("0.5mg/kg", ThreeAWeekSix), Masking.Midazolam, Scale.Madrs), 12 * Day, 27,
            Arm(Iv("0.5mg/kg", [11]), Masking.Midazolam, Scale.Madrs) with { SessionsH = Hours(ThreeAWeekSix) });

        // Suicidal ideation.
        Add("price2009", "mean_change.value", Measured.MeanChange, held, Arm(infusion, Masking.Open, Scale.Madrs10), Day, assumed: usual);
        Add("price2009", "response_pct", Measured.Remission, held, Arm(infusion, Masking.Open, Scale.Madrs10), Day, assumed: "a score of 0 or 1 counted as remission of one item");
        Add("price2009", "effect_size.d", Measured.PrePost, held, Arm(infusion, Masking.Open, Scale.Madrs10), Day, sign: -1, assumed: usual);
        Not("price2014", "counts patients at zero on three measures at once, which no single predicted score gives");
        var ideation = Arm(infusion, Masking.Midazolam, Scale.Ssi);
        Add("grunebaum2018", "mean_change.difference", Measured.Difference, held, ideation, Day, interval: "mean_change.difference_ci", assumed: usual);
        Add("grunebaum2018", "response_pct", Measured.Response, held, ideation, Day, assumed: usual);
        Add("grunebaum2018", "words", Measured.ControlResponse, held, ideation, Day, said: 30, n: 40, assumed: usual);
        Add("grunebaum2018", "effect_size.d", Measured.EffectSize, held, ideation, Day, sign: -1, assumed: usual);
        Add("grunebaum2018", "effect_size.OR", Measured.OddsOfResponse, held, ideation, Day, interval: "effect_size.OR_ci", assumed: usual);
        var pooled = Arm(infusion, Masking.Saline, Scale.Madrs, baseline: 33.8);
        Add("wilkinson2018_ipd", "mean_change.MADRS_day1", Measured.MeanChange, held, pooled, Day, said: 19.5 - 33.8, assumed: "saline in all trials");
        Add("wilkinson2018_ipd", "mean_change.MADRS_day1", Measured.ControlChange, held, pooled, Day, said: 29.2 - 32.9, n: 88, assumed: "saline in all trials");
        var admitted = Arm(Iv("0.5mg/kg", [0, 1]), Masking.Saline, Scale.Ssi, CareBeside.CrisisAdmission);
        Add("abbar2022", "remission_pct", Measured.Remission, held, admitted, 3 * Day, assumed: usual);
        Add("abbar2022", "words", Measured.ControlRemission, held, admitted, 3 * Day, said: 31.6, n: 83, assumed: usual);
        Add("abbar2022", "effect_size.OR", Measured.OddsOfRemission, held, admitted, 3 * Day, interval: "effect_size.ci", assumed: usual);
        foreach (var (id, role) in new[] { ("aspire1", same), ("aspire2", held) })
        {
            var aspire = Arm(Nasal("84mg", TwiceAWeekEight), Masking.SameRoutePlacebo, Scale.Madrs, CareBeside.CrisisAdmission, baseline: 40);
            Add(id, "mean_change.value", Measured.MeanChange, role, aspire, Day, assumed: usual);
            Add(id, "mean_change.comparator.value", Measured.ControlChange, role == same ? fitted : held, aspire, Day, assumed: usual);
            Add(id, "mean_change.difference", Measured.Difference, role == same ? fitted : held, aspire, Day, interval: "mean_change.difference_ci", assumed: usual);
        }

        // Other diagnoses: taken as if depression.
        const string other = "baseline; this illness taken to answer as depression does";
        Add("feder2014", "mean_change.difference", Measured.Difference, held, Arm(infusion, Masking.Midazolam, Scale.Iesr), Day, interval: "mean_change.difference_ci", assumed: other);
        Say("abdallah2022_0.5", "PTSD: group by time not significant; MADRS: better than saline", Arm(Iv("0.5mg/kg", TwiceAWeekEight), Masking.Saline, Scale.Pcl5), 25 * Day, 51);
        Say("abdallah2022_0.2", "PTSD: group by time not significant", Arm(Iv("0.2mg/kg", TwiceAWeekEight), Masking.Saline, Scale.Pcl5), 25 * Day, 53);
        Not("abdallah2022_placebo", "the arm's own figures were not recovered; it is the control of the two doses above");
        var obsessions = Arm(infusion, Masking.Saline, Scale.Ybocs);
        Add("rodriguez2013_ket", "response_pct", Measured.Response, held, obsessions, 7 * Day, assumed: other);
        Add("rodriguez2013_pbo", "response_pct", Measured.ControlResponse, held, obsessions, 7 * Day, assumed: other);
        Add("glue2017", "response_pct", Measured.Response, held, Arm(Give("ketamine", "1mg/kg", "sc", Once), Masking.Open, Scale.HamA), Day, assumed: other + "; the highest dose, a day later");
        Add("glue2018", "mean_change.value", Measured.PercentChange, held, Arm(Give("ketamine", "1mg/kg", "sc", Once), Masking.Open, Scale.Fear), 1, assumed: other + "; the first session");
        var social = Arm(infusion, Masking.Saline, Scale.Lsas);
        Add("taylor2018_lsas", "response_pct", Measured.Response, held, social, 14 * Day, assumed: other);
        Add("taylor2018_lsas", "words", Measured.ControlResponse, held, social, 14 * Day, said: 0, n: 18, assumed: other);
        var worry = Arm(infusion, Masking.Saline, Scale.Vas);
        Add("taylor2018_vas", "response_pct", Measured.Response, held, worry, 14 * Day, assumed: other);
        Add("taylor2018_vas", "words", Measured.ControlResponse, held, worry, 14 * Day, said: 52.94, n: 18, assumed: other);

        // Nasal esketamine.
        TrialArm Transform(string dose, double age = 45) =>
            Arm(Nasal(dose, TwiceAWeekEight, age), Masking.SameRoutePlacebo, Scale.Madrs, CareBeside.NewAntidepressant, baseline: 37);
        Add("transform1_84", "mean_change.difference", Measured.Difference, fitted, Transform("84mg"), 28 * Day, interval: "mean_change.difference_ci", assumed: usual);
        Add("transform1_56", "mean_change.difference", Measured.Difference, fitted, Transform("56mg"), 28 * Day, interval: "mean_change.difference_ci", assumed: usual);
        var transform2 = Transform("84mg");
        const string flexible = "baseline; flexible dose taken as 84 mg";
        Add("transform2_ad", "mean_change.value", Measured.ControlChange, fitted, transform2, 28 * Day, sd: "mean_change.sd", assumed: usual);
        Add("transform2_ad", "mean_change.sd", Measured.ControlSpread, fitted, transform2, 28 * Day, assumed: usual);
        Add("transform2_ad", "response_pct", Measured.ControlResponse, same, transform2, 28 * Day, assumed: usual);
        Add("transform2_ad", "remission_pct", Measured.ControlRemission, same, transform2, 28 * Day, remissionAt: 12, assumed: usual);
        Add("transform2_esk", "mean_change.sd", Measured.Spread, same, transform2, 28 * Day, assumed: flexible);
        Add("transform2_esk", "mean_change.value", Measured.MeanChange, same, transform2, 28 * Day, sd: "mean_change.sd", assumed: flexible);
        Add("transform2_esk", "mean_change.difference", Measured.Difference, same, transform2, 28 * Day, interval: "mean_change.difference_ci", assumed: flexible);
        Add("transform2_esk", "response_pct", Measured.Response, same, transform2, 28 * Day, assumed: flexible);
        Add("transform2_esk", "remission_pct", Measured.Remission, same, transform2, 28 * Day, remissionAt: 12, assumed: flexible);
        var old = Transform("56mg", age: 70);
        const string elderly = "baseline; flexible dose taken as 56 mg";
        Add("transform3", "mean_change.difference", Measured.Difference, held, old, 28 * Day, interval: "mean_change.difference_ci", assumed: elderly);
        Add("transform3", "response_pct", Measured.Response, held, old, 28 * Day, assumed: elderly);
        Add("transform3", "remission_pct", Measured.Remission, held, old, 28 * Day, remissionAt: 12, assumed: elderly);
        Add("transform3", "words", Measured.ControlResponse, held, old, 28 * Day, said: 13.3, n: 65, assumed: elderly);
        Add("transform3", "words", Measured.ControlRemission, held, old, 28 * Day, said: 6.7, n: 65, remissionAt: 12, assumed: elderly);
        TrialArm Japan(string dose) => Arm(Nasal(dose, TwiceAWeekEight), Masking.SameRoutePlacebo, Scale.Madrs, baseline: 37);
        const string unchanged = "baseline; their antidepressant unchanged";
        Add("japan_ph2b", "mean_change.28", Measured.MeanChange, held, Japan("28mg"), 28 * Day, n: 41, assumed: unchanged);
        Add("japan_ph2b", "mean_change.56", Measured.MeanChange, held, Japan("56mg"), 28 * Day, n: 40, assumed: unchanged);
        Add("japan_ph2b", "mean_change.84", Measured.MeanChange, held, Japan("84mg"), 28 * Day, n: 41, assumed: unchanged);
        Add("japan_ph2b", "mean_change.placebo", Measured.ControlChange, held, Japan("84mg"), 28 * Day, n: 80, assumed: unchanged);
        var sustain = Arm(Nasal("84mg", TwiceAWeekEight), Masking.Open, Scale.Madrs, CareBeside.NewAntidepressant, baseline: 31);
        Add("sustain2", "mean_change.IND", Measured.MeanChange, held, sustain, 28 * Day, sd: "mean_change.IND_sd", assumed: flexible);
        Add("sustain2", "mean_change.IND_sd", Measured.Spread, held, sustain, 28 * Day, assumed: flexible);
        var escape = Arm(Nasal("84mg", [.. TwiceAWeekEight, 28, 35, 42, 49]), Masking.Open, Scale.Madrs, CareBeside.NewAntidepressant, baseline: 31);
        Add("escape_esk", "remission_pct", Measured.Remission, held, escape, 56 * Day, assumed: flexible + "; those who stopped count as failures in the study only");
        Not("escape_que", "no ketamine in this arm: kept as a reference");
        var escapePhq = escape with { Scale = Scale.Phq9, Baseline = Scale.Phq9.Usual };
        Add("escape_phq9", "response_pct", Measured.Response, held, escapePhq, 56 * Day, n: 336, assumed: flexible);
        Add("escape_phq9", "remission_pct", Measured.Remission, held, escapePhq, 56 * Day, n: 336, assumed: flexible);
        var spray = Arm(Nasal("84mg", TwiceAWeekEight), Masking.SameRoutePlacebo, Scale.Madrs, CareBeside.NewAntidepressant, baseline: 37);
        const string mixed = "baseline; mixed doses and schedules taken as esketamine 84 mg twice a week";
        Add("an2021", "mean_change.2-4h", Measured.Difference, held, spray, 3, n: 429, assumed: mixed);
        Add("an2021", "mean_change.24h", Measured.Difference, held, spray, Day, n: 429, assumed: mixed);
        Add("an2021", "mean_change.28d", Measured.Difference, held, spray, 28 * Day, n: 429, assumed: mixed);

        // Courses in hospitals and clinics, against electroconvulsive therapy or nothing.
        var elekt = Arm(Iv("0.5mg/kg", TwiceAWeekSix), Masking.Open, Scale.Qids);
        Add("elektd_ket", "response_pct", Measured.Response, held, elekt, 21 * Day, assumed: usual);
        Add("elektd_ket", "remission_pct", Measured.Remission, held, elekt, 21 * Day, assumed: usual);
        foreach (var (months, relapsed) in new[] { (1, 19.0), (3, 25.0), (6, 34.5) })
            Add("elektd_ket", "words", Measured.Kept, held, elekt, 21 * Day, later: 21 * Day + months * 30.4 * Day, said: 100 - relapsed, n: 108,
                assumed: "no ketamine after the course, though responders could have it");
        Not("elektd_ect", "no ketamine in this arm: electroconvulsive therapy is kept as a reference");
        var inpatients = Arm(Iv("0.5mg/kg", ThreeAWeekSix), Masking.Open, Scale.Madrs, CareBeside.NewAntidepressant);
        Add("ketect_ket", "remission_pct", Measured.Remission, held, inpatients, 12 * Day, assumed: "baseline; six infusions, the median");
        Add("ketect_ket", "words", Measured.RemitterRelapseDays, held, inpatients, 12 * Day, said: 57, n: 30, assumed: "baseline; six infusions, the median");
        Not("ketect_ect", "no ketamine in this arm: electroconvulsive therapy is kept as a reference");
        TrialArm Kads(string dose) => Arm(Give("ketamine", dose, "sc", TwiceAWeekEight), Masking.Midazolam, Scale.Madrs);
        Add("kads_fixed", "remission_pct", Measured.Remission, held, Kads("0.5mg/kg"), 28 * Day, assumed: usual);
        Add("kads_fixed", "words", Measured.ControlRemission, held, Kads("0.5mg/kg"), 28 * Day, said: 8.8, n: 34, assumed: usual);
        const string guided = "baseline; response-guided dose taken as 0.7 mg/kg";
        Add("kads_flex", "remission_pct", Measured.Remission, held, Kads("0.7mg/kg"), 28 * Day, assumed: guided);
        Add("kads_flex", "words", Measured.ControlRemission, held, Kads("0.7mg/kg"), 28 * Day, said: 2, n: 53, assumed: guided);
        Add("kads_flex", "effect_size.OR", Measured.OddsOfRemission, held, Kads("0.7mg/kg"), 28 * Day, interval: "effect_size.ci", assumed: guided);
        var karma = Arm(Iv("0.5mg/kg", TwiceAWeekEight), Masking.Midazolam, Scale.Madrs, CareBeside.NewAntidepressant);
        Add("karmadep2", "mean_change.difference", Measured.Difference, held, karma, 25 * Day, interval: "mean_change.difference_ci", assumed: usual);
        Add("karmadep2", "response_pct", Measured.Response, held, karma, 25 * Day, assumed: usual);
        Add("karmadep2", "remission_pct", Measured.Remission, held, karma, 25 * Day, assumed: usual);
        Add("karmadep2", "effect_size.d", Measured.EffectSize, held, karma, 25 * Day, assumed: usual);
        Add("karmadep2", "words", Measured.ControlResponse, held, karma, 25 * Day, said: 33.3, n: 30, assumed: usual);
        Add("karmadep2", "words", Measured.ControlRemission, held, karma, 25 * Day, said: 30, n: 30, assumed: usual);
        var clinics = Arm(Iv("0.5mg/kg", TwiceAWeekSix), Masking.Open, Scale.Phq9);
        const string protocol = "baseline; clinics' doses taken as six of 0.5 mg/kg";
        Add("mcinnes2022", "response_pct", Measured.Response, same, clinics, 31 * Day, assumed: protocol);
        Add("mcinnes2022", "remission_pct", Measured.Remission, same, clinics, 31 * Day, assumed: protocol);
        Add("mcinnes2022", "effect_size.d", Measured.PrePost, same, clinics, 31 * Day, sign: -1, assumed: protocol);
        Add("mcinnes2022", "words", Measured.Kept, fitted, clinics, 21 * Day, later: 49 * Day, said: 80, n: 288, assumed: protocol);
        Add("mcinnes2022", "words", Measured.Kept, same, clinics, 21 * Day, later: 77 * Day, said: 60, n: 288, assumed: protocol);
        var oliver = Arm(Iv("0.5mg/kg", [.. TwiceAWeekSix, 28, 42]), Masking.Open, Scale.Phq9);
        Add("oliver2022", "response_pct", Measured.Response, held, oliver, 42 * Day, assumed: "baseline; maintenance on days 28 and 42");
        Add("oliver2022", "remission_pct", Measured.Remission, held, oliver, 42 * Day, assumed: "baseline; maintenance on days 28 and 42");
        var home = Arm(Give("ketamine", "300mg", "sublingual", [0, 7, 14, 21]), Masking.Open, Scale.Phq9);
        const string tablet = "baseline; the dose is not stated: 300 mg under the tongue once a week";
        Add("hull2022", "response_pct", Measured.Response, held, home, 28 * Day, assumed: tablet);
        Add("hull2022", "remission_pct", Measured.Remission, held, home, 28 * Day, assumed: tablet);
        Add("hull2022", "effect_size.d", Measured.PrePost, held, home, 28 * Day, sign: -1, assumed: tablet);
        Add("hassan2022", "response_pct", Measured.Response, held, home, 15 * Day, assumed: tablet);
        Not("mollaahmetoglu2021", "interviews: no symptom score");
        Not("dore2019", "routes, doses and number of sessions differ between patients and are not stated for any");

        // With psychotherapy.
        var cbt = Arm(Iv("0.5mg/kg", [0, 3, 7, 10]), Masking.Open, Scale.Madrs) with { Therapy = Weekly(1, 12, 4.5) };
        Add("wilkinson2017", "response_pct", Measured.Response, held, cbt, 14 * Day, assumed: "baseline; twelve sessions of therapy over eight weeks");
        Add("wilkinson2017", "remission_pct", Measured.Remission, held, cbt, 14 * Day, assumed: "baseline; twelve sessions of therapy over eight weeks");
        Add("wilkinson2017", "words", Measured.Kept, held, cbt, 14 * Day, later: 67 * Day, said: 75, n: 8, assumed: "baseline; twelve sessions of therapy over eight weeks");
        var course = Arm(Iv("0.5mg/kg", TwiceAWeekSix), Masking.Open, Scale.Madrs);
        Add("wilkinson2021", "effect_size.d_MADRS", Measured.EffectSize, held, course with { Therapy = Weekly(18, 14, 7) }, 119 * Day, interval: "effect_size.ci", sign: -1,
            control: course, assumed: "baseline; responders only in the study, everybody in the model");
        Say("price2022", "held its benefit to day 30 with digital training in the first four days", Arm(infusion, Masking.Saline, Scale.Madrs) with { Therapy = Weekly(1, 8, 0.45) }, 30 * Day, 50);

        // Older people, other routes.
        var late = Arm(Iv("0.5mg/kg", TwiceAWeekEight, age: 67), Masking.Open, Scale.Madrs);
        Add("oughli2023", "response_pct", Measured.Response, held, late, 28 * Day, assumed: usual);
        Add("oughli2023", "remission_pct", Measured.Remission, held, late, 28 * Day, assumed: usual);
        Not("george2017", "response counted over six months of rising doses and open treatment");
        var sprayed = Arm(Give("ketamine", "50mg", "nasal", Once), Masking.SameRoutePlacebo, Scale.Madrs);
        Add("lapidus2014", "mean_change.difference", Measured.Difference, held, sprayed, Day, sd: "mean_change.sd", assumed: usual);
        Add("lapidus2014", "response_pct", Measured.Response, held, sprayed, Day, assumed: usual);
        Add("lapidus2014", "words", Measured.ControlResponse, held, sprayed, Day, said: 6, n: 18, assumed: usual);
        var swallowed = Arm(Give("ketamine", "1mg/kg", "oral", [0, 2, 4, 7, 9, 11, 14, 16, 18]), Masking.SameRoutePlacebo, Scale.Madrs);
        Add("domany2019", "mean_change.value", Measured.MeanChange, held, swallowed, 21 * Day, assumed: usual);
        Add("domany2019", "mean_change.comparator.value", Measured.ControlChange, held, swallowed, 21 * Day, assumed: usual);
        Add("domany2019", "response_pct", Measured.Response, held, swallowed, 21 * Day, assumed: usual);
        Add("domany2019", "remission_pct", Measured.Remission, held, swallowed, 21 * Day, assumed: usual);
        Not("glue2024_180", "an extended-release tablet, for which no published model is in the library; responders only were randomised");

        // Reviews and other drugs.
        Not("marcantoni2020", "the pooled figures were not recovered");
        Not("mcmullen2021", "carries no pooled figure");
        Not("short2018", "a review of safety: no symptom score");
        Not("nikayin2022", "a review of safety: no symptom score");
        Not("sassano2016", "carries no figure");
        foreach (var id in new[] { "stard_step1", "stard_rush_step1", "stard_rush_step2", "stard_rush_step3", "stard_rush_step4" })
            Not(id, "no ketamine: step 3's relapse within a year is the model's relapse that comes whatever the drug does");
        return (figures, statements, left);

        void Not(string id, string because) => left.Add(new NotComparable(PublishedTrials.Of(id), because));

        void Say(string id, string says, TrialArm arm, double at, int perArm, TrialArm? control = null) =>
            statements.Add(new StatedOnly(PublishedTrials.Of(id), says, arm, control ?? arm.Control, at, perArm));

        void Add(
            string id, string figure, Measured measured, FigureRole role, TrialArm arm, double at, string? interval = null, string? sd = null,
            double sign = 1, double later = 0, double? said = null, int? n = null, double? remissionAt = null, TrialArm? control = null, string assumed = "")
        {
            var trial = PublishedTrials.Of(id);
            var published = trial.Figure(figure);
            var odds = measured is Measured.OddsOfResponse or Measured.OddsOfRemission;
            double Read(double value) => odds ? Math.Log(value) : sign * value;
            var observed = said ?? Read(published!.Number);
            var people = n ?? trial.N ?? 20;
            double low, high;
            if (interval is not null)
            {
                var limits = trial.Figure(interval)!.Numbers;
                (low, high) = (Math.Min(Read(limits[0]), Read(limits[1])), Math.Max(Read(limits[0]), Read(limits[1])));
            }
            else
            {
                (low, high) = FromNumbers(measured, observed, people, sd is null ? arm.Baseline / 3 : trial.Figure(sd)!.Number, arm);
            }
            figures.Add(new Comparison(
                trial, figure, measured, role, arm, control ?? arm.Control, at, later, observed, low, high, interval is not null,
                published?.Confidence ?? trial.Words.Where(words => said is { } number
                        && (words.Text.Contains(Word(number), StringComparison.Ordinal) || words.Text.Contains(Word(100 - number), StringComparison.Ordinal)))
                    .Select(words => words.Confidence).DefaultIfEmpty(Confidence.RecalledUnsure).First(),
                remissionAt, null, assumed));
        }
    }

    /// <summary>A 95 % interval where the study states none.</summary>
    private static (double Low, double High) FromNumbers(Measured measured, double observed, int n, double sd, TrialArm arm)
    {
        const double z = 1.96;
        switch (measured)
        {
            case Measured.MeanChange or Measured.ControlChange or Measured.PercentChange:
                return (observed - z * sd / Math.Sqrt(n), observed + z * sd / Math.Sqrt(n));
            case Measured.Difference:
                return (observed - z * sd * Math.Sqrt(2.0 / n), observed + z * sd * Math.Sqrt(2.0 / n));
            case Measured.Spread or Measured.ControlSpread:
                return (observed * (1 - z / Math.Sqrt(2.0 * n)), observed * (1 + z / Math.Sqrt(2.0 * n)));
            case Measured.EffectSize or Measured.PrePost:
                var error = Math.Sqrt(2.0 / n + observed * observed / (4 * n));
                return (observed - z * error, observed + z * error);
            case Measured.OddsOfResponse or Measured.OddsOfRemission:
                return (observed - z * Math.Sqrt(8.0 / n), observed + z * Math.Sqrt(8.0 / n));
            case Measured.RelapseDays or Measured.RemitterRelapseDays:
                return (observed * Math.Exp(-z / Math.Sqrt(n)), observed * Math.Exp(z / Math.Sqrt(n)));
            default:
                // Wilson 1927.
                var share = observed / 100;
                var middle = (share + z * z / (2 * n)) / (1 + z * z / n);
                var half = z / (1 + z * z / n) * Math.Sqrt(share * (1 - share) / n + z * z / (4.0 * n * n));
                return (100 * (middle - half), 100 * (middle + half));
        }
    }

    /// <summary>A number as a record's words write it: what was kept is said as what relapsed.</summary>
    private static string Word(double number) => number.ToString("0.##", CultureInfo.InvariantCulture);

    private static TrialArm Arm(
        SimulationRequest treatment, Masking masking, Scale scale, CareBeside care = CareBeside.Unchanged, double? baseline = null) =>
        new(treatment, treatment.AtH, masking, care, scale, baseline ?? scale.Usual);

    private static SimulationRequest Iv(string dose, double[] days, double age = 45) => Give("ketamine", dose, "iv", days, "40min", age);

    private static SimulationRequest Nasal(string dose, double[] days, double age = 45) => Give("esketamine", dose, "nasal", days, null, age);

    private static SimulationRequest Give(string compound, string dose, string route, double[] days, string? over = null, double age = 45) =>
        SimulationRequest.Read(
            compound, dose, "75kg", route, over, string.Join(',', days.Select(day => day.ToString(CultureInfo.InvariantCulture) + "d")), 24 * 366, null, 1, age).Value;

    private static double[] Hours(double[] days) => [.. days.Select(day => day * Day)];

    private static ChainTherapy[] Weekly(double firstDay, int sessions, double everyDays) =>
        [.. Enumerable.Range(0, sessions).Select(k => new ChainTherapy((firstDay + k * everyDays) * Day, 1))];
}

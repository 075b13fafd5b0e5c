using Afterglow.Core.Evidence;

namespace Afterglow.App.Pharmacology;

/// <summary>The words of the science document. Its figures are put in where it is written.</summary>
internal static class ScienceText
{
    public const string Opening =
        """
        # The science: what the model is, and how well it predicts

        This page is written by `./afterglow science report`; every figure in it is worked out, none is typed. `./afterglow science fit` fits
        the free numbers again, `./afterglow science predict` predicts a trial that is described to it, and `./afterglow simulate --output
        synapses,symptoms` shows one patient's course.

        A dose becomes concentrations by published drug models; those drive a chain of 13 ordinary differential equations from NMDA blockade to
        symptoms; around it stands a model of the trial: expectancy, functional unmasking, regression to the mean, care beside the drug, patients'
        own ways, error of measurement. Eight numbers are free. They are fitted to a stated subset of published figures, all other figures are
        predicted. The published figures themselves are data of the program (`src/Core/Evidence/trials.json`), each with its source and how sure we are.

        This is a model for asking questions with. It is not evidence that the chain works in this way, no screen may use it to decide anything for
        a patient, and **dissociation is not a target**: how strong it is does not say whether the treatment works (r = −0.35 between dissociation and
        the score in Luckenbaugh 2014, n 108, read; no relation in the pooled esketamine trials, n 576, read).

        """;

    public const string Chain =
        """

        ## The chain: measured, inferred, chosen

        | link | measured | inferred | modelling choice | evidence the other way |
        |---|---|---|---|---|
        | concentration | plasma in many studies | effect site | plasma stands for brain; S, R and norketamine add up by affinity (Ebert 1997, read) | no relation between plasma level and response (Grunebaum 2019, n 53, read) |
        | NMDA blockade on interneurons lowers GABA tone | affinity at the receptor | that interneurons are blocked first (rodents) | size, Hill exponent 1 | GABA *rose* by 38 % in patients (Milak 2016, n 8, read) |
        | burst of glutamate | Glx +38 % at 26 min (Milak 2016, n 8, read) | that it comes from disinhibition | size and return | none seen: Taylor 2012 (n 17, read), Bojesen 2018 (n 25, esketamine, read), at 3 h (n 12, read), at 24 h (Evans 2018, n 37, read) |
        | AMPA throughput, receptors tire | rodents | in patients | rates | – |
        | BDNF, TrkB | plasma BDNF up at 240 min in responders (Haile 2014, n 22, read) | that plasma speaks for brain | gain and steepness | no change to 230 min (Machado-Vieira 2009, recalled) |
        | blockade at rest, eEF2 | mice | in patients | weaker than BDNF | – |
        | mTORC1, synaptic protein | rat (Li 2010, recalled) | in patients | rates; its width is fitted | – |
        | synapse density | spines in mice and rats (Moda-Sava 2019, Li 2010, recalled) | in patients | size; how fast they are lost is fitted | no change of SV2A at 24 h by PET, but for those who began low (Holmes 2022, read) |
        | hydroxynorketamine without NMDA blockade | rodents; needs 46 µM at the receptor (Abbott 2020, read) | in patients | gain 0.1; S form a quarter | *more* of it, *less* improvement (Grunebaum 2019: r = +0.37, n 53, read) |
        | inflammation falls and returns | 14 cytokines down on days 13 and 26 of a course (Zhan 2020, n 60, read); TNF-α down (Chen 2018, recalled) | that it matters for the benefit | size, two days | IL-6 *up*, no relation to response (Park 2017, n 80, read); no consistent CRP (doubtful) |
        | early relief | better from 40 min on (Kishimoto 2016, read) | that plasticity itself relieves before synapses grow (behaviour precedes spines in mice) | exponential in plasticity | – |
        | therapy in the window | d 0.65 (−0.55 to 1.82) on MADRS in favour of therapy (Wilkinson 2021, n 28, read) | that the window is plasticity | gain | its primary outcome was not significant |
        | tolerance | dissociation wears down, 20 to 8.8 points over 14 weeks (Glue 2018, read) | of the benefit: not shown | small | – |
        | an opioid part | **not in the model** | – | – | naltrexone blocked the benefit and not the dissociation (Williams 2018, n 12, recalled); not seen in patients on naltrexone (Yoon 2019, recalled) |

        Each link can be switched off: `--without` in the simulator, `ChainLink` in the code.

        """;

    public const string Evidence =
        """

        ## Trials that speak against it, or say less than they seem to

        - **Masked by anaesthesia** (Lii 2023, null, read): 60 % response with ketamine, 50 % without; 36.8 % guessed right. Nothing shows better how much
          of what trials find is expectancy. The model has it as belief, the same in both arms under anaesthesia.
        - **KARMA-Dep 2** (null, read): up to eight infusions against midazolam in inpatients, 3.2 points apart (−8.5 to 2.2); most guessed their arm.
        - **Japan 2b** (null, read): esketamine 28, 56 and 84 mg and placebo all fell by about 15 points. No dose–response at all.
        - **TRANSFORM-1 and -3** (null on their primary outcomes, recalled): 84 mg was not better than 56 mg.
        - **Veterans with PTSD** (Abdallah 2022, null, read): eight infusions, no difference in PTSD; MADRS better with 0.5 mg/kg. The model has no
          illness but one and predicts a clear difference: see the statements below. Feder 2014 (recalled) found one.
        - **KADS, fixed dose** (null, recalled): 0.5 mg/kg under the skin did nothing; response-guided 0.5 to 0.9 mg/kg did.
        - **Six infusions or one** (Shiroma 2020, recalled): no clear advantage at the end.

        ## How a trial is predicted

        Effects on symptoms are logarithms of severity and add up, so that nobody improves by more than everything. For each of 128 virtual patients:
        baseline as seen; regression to the mean (for two normal scores the second's mean is a straight line in the first, wherever the cut of entry
        lies); the drug's part from the chain with the patient's own kinetics, affinity, sensitivity and durability; expectancy in proportion to belief,
        which depends on the comparator and on how much of the drug is felt; care beside the drug, the same in both arms; the patient's own course,
        which on average changes nothing; error of measurement. Response and remission are counted with that error. Relapse is called where the score
        is back half way, or above the response cut, and by a hazard that does not know the drug (STAR*D step 3).

        All scales move by the same share of their baseline, and every illness answers as depression does: both are choices, and the table shows where they fail.

        """;

    public const string EffectsNote =
        """

        Two numbers a row, from as few studies as the last column says; with one of them left out the rest still have a fit, and the range of those
        fits stands in for an interval. Where two studies carry two numbers nothing is left to judge the fit by: **the greatest rise and its half are
        then not told apart**, only the rise between the levels that were studied is. Dissociation and drowsiness rest on
        one study for each number and have no interval at all: **what they hold for other people is not known**. The published figures stand beside each number in
        `./afterglow drugs effects`.

        """;

    public const string FreeNumbersNote =
        """

        Fitted by Levenberg and Marquardt's method to the figures marked “fitted” below, weighted by their own uncertainty and the spread between
        trials, with a pull towards the starting values worth one standard error at a factor of e. Where
        an interval spans a factor of four either way it is hardly narrower than that pull: **the trials do not tell early relief, growth, their
        rates and the place of the dose–response apart**; they fix the sum of what these do. Expectancy is what they fix best.

        """;

    public const string TableNote =
        """
        “From n” marks an interval worked out here from the number of patients because the record states none. “Within its CI” asks whether the
        prediction lies in the study's interval. “Null” marks trials with a null result. “Assumed” says what had to be supposed about a study to
        predict it: “baseline” means that its own was not recorded and the scale's usual one stands in. Confidence: whether the published figure was read in the
        source named in its record, is recalled, or doubtful.

        """;

    public const string Limits =
        """

        ## Limits

        - The model is fitted to ten studies that share few designs; most are small, some overlap (aan het Rot 2010 is part of Murrough 2013), and many figures are
          recalled and not read again.
        - Baselines, visits and drop-out are mostly assumed. Studies that count drop-outs as failures (ESCAPE) are predicted too well.
        - Remission is predicted too often in resistant, elderly and long-ill patients: the model knows no resistance (TRANSFORM-3, KADS, ESCAPE).
        - Relapse figures contradict each other: half of Murrough's medication-free responders were lost in 18 days, a fifth of McInnes's clinic
          patients in 28. The model lands between them and right on neither.
        - What is learned in therapy outside the window is left out, though therapy works without ketamine too.
        - The rise of blood pressure knows neither age nor hypertension. Each year of age raised the odds of a surge by a factor of 1.04 (1.02 to 1.05,
          Yale 2024, read), and what counts as a surge is not in that record; for hypertension no figure is here.
        - Suicidal ideation, PTSD, OCD and anxiety are predicted as if they were depression.
        - Choices were made with some held-out figures in sight: time constants of expectancy and admission, the spreads between patients, and that belief follows what
          is felt. No number was fitted to them, but they are not a blind test. A blind test is a study that is not in the file.
        """ + "\n";

    /// <param name="whole">The difference to saline a day after one infusion, points.</param>
    /// <param name="belief">What is left of it when the chain does nothing.</param>
    public static string Findings(IReadOnlyList<Judged> judged, double whole, double belief)
    {
        Judged Of(string id, Measured measured) => judged.First(each => each.Figure.Trial.Id == id && each.Figure.Measured == measured);
        var held = judged.Where(each => each.Figure.Role == FigureRole.HeldOut).ToList();
        var worst = held.Where(each => each.Figure.ErrorUnit == "percentage points").OrderByDescending(each => Math.Abs(each.Error)).Take(6)
            .Select(each => $"{each.Figure.Trial.Study} ({ScienceReport.Value(each.Figure.Observed)} % seen, {ScienceReport.Value(each.Predicted)} % predicted)");
        var (lii, karma, aspire, murrough) = (Of("lii2023", Measured.Difference), Of("karmadep2", Measured.Difference), Of("aspire2", Measured.Difference), Of("murrough2013ajp_ket", Measured.Difference));
        string Points(Judged each) => $"{ScienceReport.Value(each.Predicted)} points predicted, {ScienceReport.Value(each.Figure.Observed)} ({ScienceReport.Value(each.Figure.Low)} to {ScienceReport.Value(each.Figure.High)}) found";
        return FormattableString.Invariant($"""

            - Of {held.Count} held-out figures, {held.Count(each => each.Within)} predictions lie within the study's own 95 % interval and {held.Count(each => each.Expected)} study
              figures within the prediction's. An interval that should hold 95 in 100 holds {100.0 * held.Count(each => each.Expected) / held.Count:0} in 100: **it is too narrow for studies of another kind**.
            - Of the {ScienceReport.Value(whole)} MADRS points between 0.5 mg/kg and saline a day after one infusion, {ScienceReport.Value(belief)} are left when the chain does nothing: in this
              fit **most of the difference to saline is belief**, and the drug's own part is small. The fit cannot rule out a larger one: it was shown no masked trial,
              and in the one that was held out (Lii 2023) the difference found was larger than the predicted one, with an interval that holds both.
            - Against midazolam, one infusion, one day (Murrough 2013): {Points(murrough)}. Masked by anaesthesia (Lii 2023): {Points(lii)}. Eight
              infusions in inpatients (KARMA-Dep 2): {Points(karma)}. One esketamine spray in a crisis (ASPIRE II): {Points(aspire)}.
            - Furthest off among shares: {string.Join("; ", worst)}.
            - Changes and differences are predicted far better than response and remission, which hang on cut-offs, drop-out and how resistant patients were.

            """);
    }
}

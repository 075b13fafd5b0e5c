using System.Globalization;
using System.Text;
using Afterglow.Core;
using Afterglow.Core.Evidence;
using Afterglow.Core.Pharmacology;
using Afterglow.Core.Pharmacology.Effects;
using Afterglow.Core.Pharmacology.Mechanism;

namespace Afterglow.App.Pharmacology;

/// <summary>A written document with its figures.</summary>
public sealed record WrittenReport(string Text, IReadOnlyList<(string Name, string Svg)> Figures);

/// <summary>
/// docs/science.md: what the model is, what it is fitted to, and predicted beside observed for every published study.
/// The same model gives the same bytes.
/// </summary>
public static class ScienceReport
{
    private const double Day = 24;

    public static WrittenReport Write(TrialParameters numbers)
    {
        var judgement = new Judgement(Comparisons.Figures, Comparisons.Statements, numbers.Chain);
        var judged = judgement.Judge(numbers);
        var statements = judgement.Statements(numbers);
        var probe = new Probe(numbers.Chain);
        var whole = probe.Ask(numbers).Day1;
        var belief = probe.Ask(numbers with { Chain = numbers.Chain.Without([ChainLink.Mtor, ChainLink.Inflammation]) }).Day1;
        var text = new StringBuilder();
        text.Append(ScienceText.Opening);
        text.Append("\n## What was found\n\n").Append(Summary(judged)).Append('\n').Append(ScienceText.Findings(judged, whole, belief));
        text.Append("\n![Predicted beside observed](science/changes.svg)\n\n![Shares of responders and remitters](science/shares.svg)\n");
        text.Append("\n![After one infusion](science/one-infusion.svg)\n\n![After the last of six infusions](science/relapse.svg)\n");
        text.Append(ScienceText.Chain);
        text.Append(ScienceText.Evidence);
        text.Append("\n## The free numbers\n\n").Append(FreeNumbers(numbers)).Append(ScienceText.FreeNumbersNote);
        text.Append("\n## The numbers of what is felt and seen in a session\n\n").Append(Effects()).Append(ScienceText.EffectsNote);
        text.Append("\n## What each link carries\n\n").Append(Links(judgement, numbers, judged));
        text.Append("\n## Every study: predicted beside observed\n\n").Append(ScienceText.TableNote).Append(Table(judged));
        text.Append("\n### Statements without a number\n\n").Append(Statements(statements));
        text.Append("\n### Not comparable\n\n").Append(Left());
        text.Append("\n## What is fixed, and where it comes from\n\n").Append(Fixed(numbers));
        text.Append(ScienceText.Limits);
        return new WrittenReport(text.ToString(),
        [
            ("changes.svg", ScienceFigures.Scatter("Changes and differences, % of baseline", judged.Where(each => each.Figure.ErrorUnit == "% of baseline"), each => each.Figure.InErrorUnit(each.Predicted), each => each.Figure.InErrorUnit(each.Figure.Observed), -100, 10)),
            ("shares.svg", ScienceFigures.Scatter("Response, remission and what is kept, %", judged.Where(each => each.Figure.ErrorUnit == "percentage points"), each => each.Predicted, each => each.Figure.Observed, 0, 100)),
            ("one-infusion.svg", OneInfusion(numbers, judged)),
            ("relapse.svg", Relapse(numbers)),
        ]);
    }

    /// <summary>The table of all comparisons alone: what a test holds the committed document to.</summary>
    public static string Table(IReadOnlyList<Judged> judged)
    {
        var text = new StringBuilder();
        foreach (var (role, title) in new[]
                 {
                     (FigureRole.Fitted, "Fitted"), (FigureRole.SameStudy, "Seen: not fitted, but of a study of which something was fitted or a choice was made in its sight"),
                     (FigureRole.HeldOut, "Held out"),
                 })
        {
            text.Append(Invariant($"\n### {title}\n\n"));
            text.Append("| study | figure | at | observed (95 %) | predicted (95 % for such a trial) | error | within its CI | assumed | confidence |\n|---|---|---|---|---|---|---|---|---|\n");
            foreach (var each in judged.Where(each => each.Figure.Role == role))
            {
                var figure = each.Figure;
                var later = figure.Measured == Measured.Kept ? figure.LaterH : figure.AtH;
                text.Append(Invariant($"| {figure.Trial.Study}{(figure.Trial.Negative ? " (null)" : "")}, n {figure.Trial.N?.ToString(CultureInfo.InvariantCulture) ?? "?"} | {Name(figure)} | {When(later)} "));
                text.Append(Invariant($"| {Value(figure.Observed)} ({Value(figure.Low)} to {Value(figure.High)}{(figure.Stated ? "" : ", from n")}) | {Value(each.Predicted)} ({Value(each.PredictedLow)} to {Value(each.PredictedHigh)}) "));
                text.Append(Invariant($"| {Signed(each.Error)} {figure.ErrorUnit} | {(each.Within ? "yes" : "**no**")} | {figure.Assumed} | {Standing(figure.Confidence)} |\n"));
            }
        }
        return text.ToString();
    }

    /// <summary>Errors by kind and by role.</summary>
    public static string Summary(IReadOnlyList<Judged> judged)
    {
        var text = new StringBuilder("| | figures | mean absolute error | bias | prediction within the study's 95 % | study within the prediction's 95 % |\n|---|---|---|---|---|---|\n");
        foreach (var (role, title) in new[] { (FigureRole.Fitted, "fitted"), (FigureRole.SameStudy, "seen"), (FigureRole.HeldOut, "**held out**") })
            foreach (var kind in judged.Where(each => each.Figure.Role == role).GroupBy(each => each.Figure.ErrorUnit).OrderBy(kind => kind.Key, StringComparer.Ordinal))
            {
                var all = kind.ToList();
                text.Append(Invariant($"| {title}, {kind.Key} | {all.Count} | {Value(all.Average(each => Math.Abs(each.Error)))} | {Signed(all.Average(each => each.Error))} | {all.Count(each => each.Within)} of {all.Count} | {all.Count(each => each.Expected)} of {all.Count} |\n"));
            }
        return text.ToString();
    }

    private static string FreeNumbers(TrialParameters numbers)
    {
        var text = new StringBuilder("| number | what | start | bounds | fitted | 95 % by curvature | 95 % by profile | told by the figures | difference to saline on day 1, +10 % | on day 7 | median relapse, days |\n|---|---|---|---|---|---|---|---|---|---|---|\n");
        var probe = new Probe(numbers.Chain);
        var (day1, day7, relapse) = probe.Ask(numbers);
        double[] fitted = [.. FittedModel.Free.Select(free => free.Fitted)];
        var profiles = new Profile[fitted.Length];
        // Each on figures of its own: the answer does not depend on how many are worked out at once.
        Parallel.For(0, profiles.Length, k => profiles[k] = new Calibration(Calibration.Subset, FittedModel.Chosen).ProfileOf(k, fitted));
        foreach (var (free, profile) in FittedModel.Free.Zip(profiles))
        {
            var (one, seven, lost) = probe.Ask(free.Put(numbers, free.Fitted * 1.1));
            text.Append(Invariant($"| {free.Symbol} | {free.What} | {Value(free.Start)}{(free.Unit == "1" ? "" : " " + free.Unit)} | {Value(free.Least)} to {Value(free.Most)} | {Value(free.Fitted)} | {Value(free.Low)} to {Value(free.High)} | {Open(profile.Low, "no lower end")} to {Open(profile.High, "no upper end")} | {100 * profile.Learned:0} %{(profile.NotIdentified ? ", **not identified**" : "")} | {Signed(one - day1)} | {Signed(seven - day7)} | {Signed(lost - relapse)} |\n"));
        }
        text.Append(Profiled(profiles));
        text.Append(Invariant($"\nThe last three columns are sensitivities: what a tenth more of the number changes in the MADRS difference (points) between 0.5 mg/kg and saline one day ({Value(day1)}) and seven days ({Value(day7)}) after one infusion, and in the median relapse after six ({Value(relapse)} days).\n"));
        return text.ToString();
    }

    private static string Links(Judgement judgement, TrialParameters numbers, IReadOnlyList<Judged> whole)
    {
        var text = new StringBuilder("| without | difference to saline on day 1 | on day 7 | median relapse after six, days | held-out error: changes, % of baseline | shares, points |\n|---|---|---|---|---|---|\n");
        var probe = new Probe(numbers.Chain);
        Row("nothing: the whole chain", numbers, whole);
        foreach (var link in Enum.GetValues<ChainLink>())
        {
            var left = numbers with { Chain = numbers.Chain.Without(link) };
            Row(link.Word(), left, judgement.Judge(left));
        }
        return text.Append("\nNothing is fitted again when a link is taken out: the rows show what hangs on it, not whether a chain without it could be made to fit.\n").ToString();

        void Row(string name, TrialParameters with, IReadOnlyList<Judged> judged)
        {
            var (one, seven, relapse) = probe.Ask(with);
            text.Append(Invariant($"| {name} | {Value(one)} | {Value(seven)} | {Value(relapse)} | {Value(HeldOut(judged, "% of baseline"))} | {Value(HeldOut(judged, "percentage points"))} |\n"));
        }
    }

    /// <summary>The mean absolute error on held-out figures of a kind.</summary>
    public static double HeldOut(IReadOnlyList<Judged> judged, string unit) =>
        judged.Where(each => each.Figure.Role == FigureRole.HeldOut && each.Figure.ErrorUnit == unit).Average(each => Math.Abs(each.Error));

    private static string Statements(IReadOnlyList<JudgedStatement> statements)
    {
        var text = new StringBuilder("| study | it states | predicted difference, SD | chance that a trial of this size finds it significant | confidence |\n|---|---|---|---|---|\n");
        foreach (var each in statements)
            text.Append(Invariant($"| {each.Statement.Trial.Study}{(each.Statement.Trial.Negative ? " (null)" : "")}, {each.Statement.Trial.Arm} | {each.Statement.Says} | {Value(each.EffectSize)} | {100 * each.ChanceOfSignificance:0} % | {Standing(each.Statement.Trial.Confidence)} |\n"));
        return text.ToString();
    }

    private static string Left()
    {
        var text = new StringBuilder("| study | arm | why not |\n|---|---|---|\n");
        foreach (var each in Comparisons.NotComparables) text.Append(Invariant($"| {each.Trial.Study} | {each.Trial.Arm} | {each.Because} |\n"));
        return text.ToString();
    }

    private static string Fixed(TrialParameters numbers)
    {
        var text = new StringBuilder("| number | value | source | confidence |\n|---|---|---|---|\n");
        foreach (var each in ChosenNumbers.All)
            text.Append(Invariant($"| {each.What} | {Value(each.Value(numbers))}{(each.Unit == "1" ? "" : " " + each.Unit)} | {each.Source.Citation} | {(each.Source.Confidence == Confidence.Assumed ? "assumed" : Standing(each.Source.Confidence))} |\n"));
        return text.ToString();
    }

    private static string Open(double? end, string none) => end is { } value ? Value(value) : none;

    private static string Profiled(Profile[] profiles)
    {
        string Names(bool identified) => string.Join(", ", FittedModel.Free.Where((_, k) => profiles[k].NotIdentified != identified).Select(free => free.Symbol));
        var without = Names(identified: false);
        return $"""

            “By profile”: the number is held, all others are fitted again, and the interval ends where the fit has become worse by 1.96 standard errors
            within the bounds. “Told by the figures”: how much of the variance that the pull alone would leave the figures take away.
            {(without.Length == 0 ? "The figures tell every number more than the pull does." : $"**Not identified: {without}.** For these the pull towards the start says at least half, or an end is open; their values are one choice among many that fit.")}
            Identified: {Names(identified: true)}.

            """;
    }

    /// <summary>The fits of what is felt and seen: each study left out in turn, because two to four studies have no other interval.</summary>
    private static string Effects()
    {
        var text = new StringBuilder("| effect | greatest mean rise | each study left out | half at, ng/mL | each study left out | studies |\n|---|---|---|---|---|---|\n");
        foreach (var effect in new[] { SessionEffect.Systolic, SessionEffect.Diastolic, SessionEffect.HeartRate })
        {
            var (most, half) = EffectFit.Rise(effect);
            var others = EffectFit.LeftOut(effect);
            // One study alone carries no two numbers; a half at the end of what is searched has no upper end.
            string Between(Func<(double Most, double HalfNgPerMl), double> of) => others.Count < 3 ? "not told"
                : others.Any(each => each.HalfNgPerMl > 4900) ? $"{Value(others.Min(of))} or more, no upper end"
                : $"{(of(others.MinBy(of)) < 1.1 ? "no lower end" : Value(others.Min(of)))} to {Value(others.Max(of))}";
            text.Append(Invariant($"| {effect switch { SessionEffect.Systolic => "systolic pressure, mmHg", SessionEffect.Diastolic => "diastolic pressure, mmHg", _ => "heart rate, /min" }} | {Value(most)} | {Between(each => each.Most)} | {Value(half)} | {Between(each => each.HalfNgPerMl)} | {EffectFit.Studies(effect)} |\n"));
        }
        return text.ToString();
    }

    private static string OneInfusion(TrialParameters numbers, IReadOnlyList<Judged> judged)
    {
        double[] times = [.. new[] { 1 / 3.0, 2 / 3.0, 1, 2, 4, 8, 12, 18 }, .. Enumerable.Range(1, 14).Select(day => day * Day)];
        var lines = new List<(string Name, string Colour, IReadOnlyList<(double X, double Y)> Points)>();
        foreach (var (masking, name, colour) in new[] { (Masking.Saline, "against saline", "#b85c2e"), (Masking.Midazolam, "against midazolam", "#3a6ea5"), (Masking.Anaesthesia, "masked", "#6a8f3c") })
        {
            var arm = Probe.Once(masking);
            var active = new TrialPrediction(arm, times, numbers.Chain).Predict(numbers);
            var control = new TrialPrediction(arm.Control, times, numbers.Chain).Predict(numbers);
            lines.Add((name, colour, [.. times.Select(at => (at / Day, 100 * (active.At(at).MeanChange - control.At(at).MeanChange) / arm.Baseline))]));
        }
        var dots = judged.Where(each => each.Figure.Measured == Measured.Difference && each.Figure.AtH <= 14 * Day && each.Figure.Arm.SessionsH.Count == 1)
            .Select(each => (each.Figure.AtH / Day, each.Figure.InErrorUnit(each.Figure.Observed), each.Figure.InErrorUnit(each.Figure.Low), each.Figure.InErrorUnit(each.Figure.High), each.Figure.Trial.Study)).ToList();
        return ScienceFigures.Lines("0.5 mg/kg over 40 min, once: drug minus control, % of baseline", "days; studies of the same time stand side by side", lines, dots, 14, -60, 10);
    }

    private static string Relapse(TrialParameters numbers)
    {
        var arm = Probe.Six();
        double end = 12 * Day;
        double[] later = [.. Enumerable.Range(1, 60).Select(k => end + k * 3 * Day)];
        var kept = new TrialPrediction(arm, [end, .. later], numbers.Chain).Predict(numbers).Kept(end, later);
        (double, double, double, double, string)[] dots = [(18, 50, 50, 50, "Murrough 2013, median"), (28, 80, 80, 80, "McInnes 2022"), (56, 60, 60, 60, "McInnes 2022"), (30.4, 81, 81, 81, "ELEKT-D"), (91.2, 75, 75, 75, "ELEKT-D"), (182, 65.5, 65.5, 65.5, "ELEKT-D")];
        return ScienceFigures.Lines("After the last of six infusions: responders that have kept their response, %", "days after the last infusion",
            [("predicted", "#b85c2e", [(0, 100.0), .. later.Select((at, k) => ((at - end) / Day, 100 * kept[k]))])], dots, 183, 0, 100);
    }

    /// <summary>The trials that sensitivities are asked of.</summary>
    private sealed class Probe(ClinicalParameters chain)
    {
        private const double End = 12 * Day;
        private static readonly double[] Later = [.. Enumerable.Range(1, 60).Select(k => End + k * 3 * Day)];

        private readonly TrialPrediction active = new(Once(Masking.Saline), [Day, 7 * Day], chain);
        private readonly TrialPrediction control = new(Once(Masking.Saline).Control, [Day, 7 * Day], chain);
        private readonly TrialPrediction six = new(Six(), [End, .. Later], chain);

        public (double Day1, double Day7, double RelapseDays) Ask(TrialParameters numbers)
        {
            var (left, right) = (active.Predict(numbers), control.Predict(numbers));
            var kept = six.Predict(numbers).Kept(End, Later);
            double before = 1, relapse = 180;
            for (var k = 0; k < kept.Length; before = kept[k++])
                if (kept[k] <= 0.5)
                {
                    relapse = (k + (before - 0.5) / (before - kept[k])) * 3;
                    break;
                }
            return (left.At(Day).MeanChange - right.At(Day).MeanChange, left.At(7 * Day).MeanChange - right.At(7 * Day).MeanChange, relapse);
        }

        public static TrialArm Once(Masking masking) => Arm("0", masking);

        public static TrialArm Six() => Arm("0,2d,4d,7d,9d,11d", Masking.Open);

        private static TrialArm Arm(string at, Masking masking)
        {
            var treatment = SimulationRequest.Read("ketamine", "0.5mg/kg", "75kg", "iv", "40min", at, 24 * 366, null, 1, 45).Value;
            return new TrialArm(treatment, treatment.AtH, masking, CareBeside.Unchanged, Scale.Madrs, Scale.Madrs.Usual);
        }
    }

    private static string Name(Comparison figure) => (figure.Measured switch
    {
        Measured.MeanChange => "change, points",
        Measured.ControlChange => "change without the drug, points",
        Measured.PercentChange => "change, %",
        Measured.Difference => "difference, points",
        Measured.Spread => "SD of the change, points",
        Measured.ControlSpread => "SD without the drug, points",
        Measured.Response => "response, %",
        Measured.ControlResponse => "response without the drug, %",
        Measured.Remission => "remission, %",
        Measured.ControlRemission => "remission without the drug, %",
        Measured.EffectSize => "difference, SD",
        Measured.PrePost => "change, SD",
        Measured.OddsOfResponse => "log odds ratio of response",
        Measured.OddsOfRemission => "log odds ratio of remission",
        Measured.RelapseDays => "half of responders relapsed, days",
        Measured.RemitterRelapseDays => "half of remitters relapsed, days",
        _ => "response kept, %",
    }) + ", " + figure.Arm.Scale.Name + (figure.Arm.Treatment is { } given ? $", {given.Orders[0].Dose} {Way(given.Orders[0].By)}{(given.AtH.Count > 1 ? $" ×{given.AtH.Count}" : "")}" : "");

    private static string Way(GivenBy by) => by switch
    {
        GivenBy.Vein => "IV", GivenBy.Muscle => "IM", GivenBy.UnderSkin => "SC", GivenBy.Nose => "nasal", GivenBy.UnderTongue => "SL", GivenBy.Mouth => "oral", _ => "other",
    };

    private static string When(double hours) => hours < 48 ? Invariant($"{hours:0.#} h") : Invariant($"{hours / Day:0.#} d");

    /// <summary>Three digits are more than the model knows, and few enough to be the same on every machine.</summary>
    internal static string Value(double value)
    {
        var size = Math.Abs(value);
        var rounded = value.ToString(size >= 100 ? "0" : size >= 10 ? "0.0" : size >= 0.1 || size == 0 ? "0.00" : "0.0000", CultureInfo.InvariantCulture);
        return rounded.Replace('-', '−') is var text && text.TrimStart('−').All(c => c is '0' or '.') ? text.TrimStart('−') : text;
    }

    private static string Signed(double value) => (value > 0 ? "+" : "") + Value(value);

    internal static string Standing(Confidence confidence) => confidence switch
    {
        Confidence.Verified => "read", Confidence.RecalledSure => "recalled", Confidence.RecalledUnsure => "doubtful", _ => "assumed",
    };

    internal static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}

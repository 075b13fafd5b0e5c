using System.Globalization;
using System.Text;
using Afterglow.Core.Pharmacology;
using Afterglow.Core.Pharmacology.Published;

namespace Afterglow.App.Pharmacology;

/// <summary>Predicted curves as pictures: characters for a terminal, SVG for a page. Lighter and banded, since they are predictions.</summary>
public static class Figure
{
    private const int Columns = 72;
    private const int Rows = 16;

    /// <summary>A figure of characters a curve: ░ the middle nine tenths of people, ▀▄█ the middle one.</summary>
    public static string Text(SimulationRequest asked, IReadOnlyList<PredictedCurve> curves)
    {
        var text = new StringBuilder();
        foreach (var curve in curves)
        {
            var band = curve.Band;
            var last = band.TimesH[^1];
            var ticks = Ticks.Of(Math.Min(0, band.Low.Min()), Math.Max(band.High.Max(), 1e-9), 5);
            double Height(double value) => (value - ticks[0]) / (ticks[^1] - ticks[0]) * Rows;
            var points = Enumerable.Range(0, Columns).Select(column => Nearest(band.TimesH, (double)column / (Columns - 1) * last)).ToArray();
            int Point(int column) => points[column];
            var labels = ticks.ToDictionary(tick => Math.Clamp((int)Height(tick), 0, Rows), Ticks.Written);
            text.AppendLine(CultureInfo.InvariantCulture, $"{curve.Title}, {curve.Unit} (predicted)");
            for (var row = Rows; row >= 0; row--)
            {
                var label = labels.GetValueOrDefault(row, "");
                text.Append(CultureInfo.InvariantCulture, $"{label,9} ").Append(label.Length > 0 ? '┤' : '│');
                if (row < Rows)
                    for (var column = 0; column < Columns; column++) text.Append(Cell(column, row));
                text.AppendLine();
            }
            var (marks, unit) = Ticks.OfTime(last, 8);
            var axis = new StringBuilder(new string('─', Columns));
            var below = new StringBuilder(new string(' ', Columns + 12));
            foreach (var (hours, mark) in marks)
            {
                var column = Math.Min(Columns - 1, (int)Math.Round(hours / last * (Columns - 1)));
                axis[column] = '┬';
                var start = Math.Max(0, column - mark.Length / 2);
                for (var k = 0; k < mark.Length; k++) below[start + k] = mark[k];
            }
            text.Append(' ', 10).Append('└').Append(axis).AppendLine();
            text.Append(' ', 11).Append(below.ToString().TrimEnd()).Append(' ').AppendLine(unit).AppendLine();

            char Cell(int column, int row)
            {
                var t = Point(column);
                // The line runs from half way to the point before to half way to the point after, so that a steep part has no holes.
                var here = band.Median[t];
                var before = column == 0 ? here : (here + band.Median[Point(column - 1)]) / 2;
                var after = column == Columns - 1 ? here : (here + band.Median[Point(column + 1)]) / 2;
                var low = Height(Math.Min(here, Math.Min(before, after)));
                var high = Height(Math.Max(here, Math.Max(before, after)));
                bool Holds(double from, double to) => low < to && high >= from;
                return (Holds(row + 0.5, row + 1), Holds(row, row + 0.5)) switch
                {
                    (true, true) => '█',
                    (true, false) => '▀',
                    (false, true) => '▄',
                    _ => Height(band.High[t]) > row + 0.5 && Height(band.Low[t]) < row + 0.5 ? '░' : ' ',
                };
            }
        }
        text.AppendLine(CultureInfo.InvariantCulture, $"█ middle person  ░ 5th to 95th percentile of {asked.Subjects:#,0} virtual people");
        text.AppendLine(CultureInfo.InvariantCulture, $"{asked.Model.Name}: {asked.Model.Source.Citation}");
        return text.ToString();
    }

    private static int Nearest(IReadOnlyList<double> times, double at)
    {
        var nearest = 0;
        for (var t = 1; t < times.Count && Math.Abs(times[t] - at) <= Math.Abs(times[nearest] - at); t++) nearest = t;
        return nearest;
    }

    /// <summary>One panel a curve: the band light, the middle person a line, published ranges of concentration beside the axis.</summary>
    public static string Svg(SimulationRequest asked, IReadOnlyList<PredictedCurve> curves)
    {
        const int width = 860, left = 64, right = 150, top = 44, plot = 190;
        var body = new StringBuilder();
        var y = 62.0;
        foreach (var curve in curves)
        {
            var band = curve.Band;
            var end = band.TimesH[^1];
            var ticks = Ticks.Of(Math.Min(0, band.Low.Min()), Math.Max(band.High.Max(), 1e-9), 5);
            var floor = y + top + plot;
            double X(double hours) => left + (width - left - right) * (hours / end);
            double Y(double value) => floor - plot * (value - ticks[0]) / (ticks[^1] - ticks[0]);
            string Line(IEnumerable<int> points, double[] values) =>
                string.Join(' ', points.Select(t => string.Create(CultureInfo.InvariantCulture, $"{X(band.TimesH[t]):0.#},{Y(values[t]):0.#}")));
            Write(left, y + 24, $"{curve.Title}, {curve.Unit}", "font-size=\"15\" font-weight=\"600\"");
            foreach (var tick in ticks)
            {
                Add($"""<line x1="{left}" x2="{width - right}" y1="{Y(tick):0.#}" y2="{Y(tick):0.#}" stroke="{(tick == 0 ? "#9a9389" : "#e8e3dc")}"/>""");
                Write(left - 8, Y(tick) + 4, Ticks.Written(tick), "text-anchor=\"end\" fill=\"#5c564e\"");
            }
            var (marks, unit) = Ticks.OfTime(end, 9);
            foreach (var (hours, label) in marks)
            {
                Add($"""<line x1="{X(hours):0.#}" x2="{X(hours):0.#}" y1="{floor}" y2="{floor + 4}" stroke="#9a9389"/>""");
                Write(X(hours), floor + 18, label, "text-anchor=\"middle\" fill=\"#5c564e\"");
            }
            Write(width - right + 18, floor + 18, unit, "fill=\"#5c564e\"");
            var all = Enumerable.Range(0, band.TimesH.Count).ToList();
            Add($"""<polygon points="{Line(all, band.High)} {Line(all.AsEnumerable().Reverse(), band.Low)}" fill="#e9a36b" fill-opacity="0.32"/>""");
            Add($"""<polyline points="{Line(all, band.Median)}" fill="none" stroke="#b3541e" stroke-width="2" stroke-linejoin="round"/>""");
            y = floor + 34;
            y = Ranges(curve, ticks[^1], Y, y);
            if (curve.Analyte is null)
            {
                Write(left, y + 6, $"{curve.Source.Citation} ({curve.Source.Standing})", "font-size=\"11\" fill=\"#5c564e\"");
                y += 18;
            }
        }
        foreach (var line in new[]
        {
            $"Line: the middle person; band: 5th to 95th percentile of {asked.Subjects.ToString("#,0", CultureInfo.InvariantCulture)} virtual people. Predicted, not measured.",
            $"{asked.Model.Name} ({asked.Model.Sampling.ToString().ToLowerInvariant()}): {asked.Model.Source.Citation}",
        })
        {
            Write(left, y + 16, line, "font-size=\"11\" fill=\"#5c564e\"");
            y += 16;
        }
        var title = $"{asked.InWords}, {asked.Body.Weight}";
        return string.Create(CultureInfo.InvariantCulture,
            $"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {y + 16:0}" width="{width}" height="{y + 16:0}" font-family="system-ui, 'Segoe UI', sans-serif" font-size="12" fill="#26221d" role="img">
            <title>{Escaped(title)}</title>
            <rect width="100%" height="100%" fill="#fffdfa"/>
            <text x="{left}" y="36" font-size="18" font-weight="600">{Escaped(Short(title, 84))}</text>
            {body}</svg>
            """);

        void Add(FormattableString shape) => body.Append(shape.ToString(CultureInfo.InvariantCulture)).Append('\n');

        void Write(double x, double at, string words, string style) =>
            Add($"""<text x="{x:0.#}" y="{at:0.#}" {style}>{Escaped(words)}</text>""");

        // A bar a range right of the curve, and a line of words for each under it.
        double Ranges(PredictedCurve curve, double most, Func<double, double> heightOf, double at)
        {
            if (curve.Analyte is not { } analyte) return at;
            var shown = ConcentrationRanges.Of(analyte).Where(range => range.LowNgPerMl < most).ToList();
            if (shown.Count == 0) return at;
            for (var k = 0; k < shown.Count; k++)
            {
                var range = shown[k];
                var letter = (char)('a' + k);
                var x = width - right + 18 + 20 * k;
                var (from, to) = (heightOf(Math.Min(range.HighNgPerMl, most)), heightOf(range.LowNgPerMl));
                Add($"""<rect x="{x - 4}" y="{from:0.#}" width="8" height="{Math.Max(3, to - from):0.#}" rx="2" fill="#6d8a96" fill-opacity="0.45"/>""");
                Write(x, from - 5, letter.ToString(), "text-anchor=\"middle\" font-size=\"11\" fill=\"#3f5963\"");
                var span = range.LowNgPerMl == range.HighNgPerMl
                    ? Ticks.Written(range.LowNgPerMl)
                    : $"{Ticks.Written(range.LowNgPerMl)} to {Ticks.Written(range.HighNgPerMl)}";
                Write(left, at + 8, $"{letter}  {range.Name}: {span} ng/mL. {range.Source.Citation} ({range.Source.Standing})", "font-size=\"11\" fill=\"#3f5963\"");
                at += 15;
            }
            Write(left, at + 8, "There is no validated antidepressant threshold in plasma.", "font-size=\"11\" fill=\"#3f5963\"");
            return at + 22;
        }
    }

    private static string Short(string text, int most) => text.Length <= most ? text : text[..(most - 1)] + "…";

    private static string Escaped(string text) => System.Net.WebUtility.HtmlEncode(text);
}

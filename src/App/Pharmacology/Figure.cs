using System.Globalization;
using System.Text;
using Afterglow.Core.Pharmacology;

namespace Afterglow.App.Pharmacology;

/// <summary>Predicted curves as pictures: characters for a terminal, SVG for a page. Lighter and banded, since they are predictions.</summary>
public static class Figure
{
    private const int Columns = 72;
    private const int Rows = 16;

    /// <summary>A figure of characters a curve: ░ the middle nine tenths of people, █ the middle one.</summary>
    public static string Text(IReadOnlyList<PredictedCurve> curves)
    {
        var text = new StringBuilder();
        foreach (var curve in curves)
        {
            var band = curve.Band;
            var top = Math.Max(band.High.Max(), 1e-9);
            var bottom = Math.Min(0, band.Low.Min());
            text.AppendLine(CultureInfo.InvariantCulture, $"{curve.Title}, {curve.Unit} (predicted)");
            for (var row = Rows - 1; row >= 0; row--)
            {
                var from = bottom + (top - bottom) * row / Rows;
                var to = bottom + (top - bottom) * (row + 1) / Rows;
                text.Append(CultureInfo.InvariantCulture, $"{to,9:0.##} │");
                for (var column = 0; column < Columns; column++)
                {
                    var t = Nearest(band.TimesH, (double)column / (Columns - 1) * band.TimesH[^1]);
                    text.Append(band.Median[t] >= from && band.Median[t] < to || (row == Rows - 1 && band.Median[t] >= to) ? '█'
                        : band.High[t] > from && band.Low[t] < to ? '░' : ' ');
                }
                text.AppendLine();
            }
            text.Append(' ', 10).Append('└').Append('─', Columns).AppendLine();
            var last = string.Create(CultureInfo.InvariantCulture, $"{band.TimesH[^1]:0.#} h");
            text.Append(' ', 11).Append('0').Append(' ', Columns - 1 - last.Length).AppendLine(last).AppendLine();
        }
        return text.ToString();
    }

    private static int Nearest(IReadOnlyList<double> times, double at)
    {
        var nearest = 0;
        for (var t = 1; t < times.Count && Math.Abs(times[t] - at) <= Math.Abs(times[nearest] - at); t++) nearest = t;
        return nearest;
    }

    /// <summary>One panel a curve, the band light, the median a line.</summary>
    public static string Svg(SimulationRequest asked, IReadOnlyList<PredictedCurve> curves)
    {
        const int width = 760, panel = 260, left = 70, right = 20, top = 40, bottom = 40;
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture,
            $"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {panel * curves.Count + 30}" font-family="system-ui, sans-serif" font-size="12" fill="#222">""");
        svg.Append("""<rect width="100%" height="100%" fill="white"/>""");
        for (var k = 0; k < curves.Count; k++)
        {
            var curve = curves[k];
            var band = curve.Band;
            var most = Math.Max(band.High.Max(), 1e-9);
            var end = band.TimesH[^1];
            double X(int t) => left + (width - left - right) * (band.TimesH[t] / end);
            double Y(double value) => k * panel + panel - bottom - (panel - top - bottom) * (value / most);
            string Line(IEnumerable<(int T, double Value)> points) =>
                string.Join(' ', points.Select(point => string.Create(CultureInfo.InvariantCulture, $"{X(point.T):0.0},{Y(point.Value):0.0}")));
            svg.Append(CultureInfo.InvariantCulture, $"""<text x="{left}" y="{k * panel + 24}" font-size="14">{Escaped(curve.Title)}, {Escaped(curve.Unit)} (predicted)</text>""");
            foreach (var share in new[] { 0.0, 0.25, 0.5, 0.75, 1.0 })
            {
                svg.Append(CultureInfo.InvariantCulture, $"""<line x1="{left}" x2="{width - right}" y1="{Y(share * most):0.0}" y2="{Y(share * most):0.0}" stroke="#ddd"/>""");
                svg.Append(CultureInfo.InvariantCulture, $"""<text x="{left - 8}" y="{Y(share * most) + 4:0.0}" text-anchor="end">{share * most:0.##}</text>""");
                svg.Append(CultureInfo.InvariantCulture, $"""<text x="{left + (width - left - right) * share:0.0}" y="{k * panel + panel - bottom + 18}" text-anchor="middle">{share * end:0.#} h</text>""");
            }
            var all = Enumerable.Range(0, band.TimesH.Count).ToList();
            svg.Append(CultureInfo.InvariantCulture,
                $"""<polygon points="{Line(all.Select(t => (t, band.High[t])))} {Line(all.AsEnumerable().Reverse().Select(t => (t, band.Low[t])))}" fill="#e9a36b" fill-opacity="0.3"/>""");
            svg.Append(CultureInfo.InvariantCulture, $"""<polyline points="{Line(all.Select(t => (t, band.Median[t])))}" fill="none" stroke="#b85c2e" stroke-width="2"/>""");
        }
        svg.Append(CultureInfo.InvariantCulture,
            $"""<text x="{left}" y="{panel * curves.Count + 16}" fill="#666">{Escaped(asked.Model.Source.Citation)}; band: 5th to 95th percentile of {asked.Subjects} virtual people</text></svg>""");
        return svg.ToString();
    }

    private static string Escaped(string text) => System.Net.WebUtility.HtmlEncode(text);
}

using System.Globalization;
using System.Text;
using Afterglow.Core.Evidence;

namespace Afterglow.App.Pharmacology;

/// <summary>The figures of the science document: plain SVG on white, so that they read on any page.</summary>
internal static class ScienceFigures
{
    private const int Width = 720;
    private const int Height = 420;
    private const int Left = 60;
    private const int Right = 20;
    private const int Top = 40;
    private const int Bottom = 50;

    /// <summary>Predicted over observed, filled where fitted; on the line the model is right.</summary>
    public static string Scatter(string title, IEnumerable<Judged> judged, Func<Judged, double> predicted, Func<Judged, double> observed, double low, double high)
    {
        var svg = Start(title);
        double X(double value) => Left + (Width - Left - Right) * (Math.Clamp(value, low, high) - low) / (high - low);
        double Y(double value) => Height - Bottom - (Height - Top - Bottom) * (Math.Clamp(value, low, high) - low) / (high - low);
        Axes(svg, low, high, low, high, X, Y, "observed", "predicted");
        svg.Append(Text($"""<line x1="{X(low):0.0}" y1="{Y(low):0.0}" x2="{X(high):0.0}" y2="{Y(high):0.0}" stroke="#999" stroke-dasharray="4 4"/>"""));
        foreach (var each in judged.OrderBy(each => each.Figure.Role == FigureRole.Fitted))
        {
            var (fill, stroke) = each.Figure.Role switch { FigureRole.Fitted => ("#777", "#777"), FigureRole.SameStudy => ("none", "#777"), _ => ("#b85c2e", "#b85c2e") };
            svg.Append(Text($"""<circle cx="{X(observed(each)):0.0}" cy="{Y(predicted(each)):0.0}" r="4" fill="{fill}" fill-opacity="0.75" stroke="{stroke}"><title>{Escaped(each.Figure.Trial.Study)}</title></circle>"""));
        }
        svg.Append(Text($"""<text x="{Left + 12}" y="{Top + 14}" fill="#555">orange: held out; grey: fitted; ring: seen</text></svg>"""));
        return svg.Append('\n').ToString();
    }

    public static string Lines(
        string title, string across, IReadOnlyList<(string Name, string Colour, IReadOnlyList<(double X, double Y)> Points)> lines,
        IReadOnlyList<(double X, double Y, double Low, double High, string Name)> dots, double end, double low, double high)
    {
        var svg = Start(title);
        double X(double value) => Left + (Width - Left - Right) * Math.Clamp(value, 0, end) / end;
        double Y(double value) => Height - Bottom - (Height - Top - Bottom) * (Math.Clamp(value, low, high) - low) / (high - low);
        Axes(svg, 0, end, low, high, X, Y, across, "");
        for (var k = 0; k < lines.Count; k++)
        {
            var (name, colour, points) = lines[k];
            svg.Append(Text($"""<polyline points="{string.Join(' ', points.Select(point => Text($"{X(point.X):0.0},{Y(point.Y):0.0}")))}" fill="none" stroke="{colour}" stroke-width="2"/>"""));
            svg.Append(Text($"""<text x="{Width - Right - 8}" y="{Height - Bottom - 12 - 16 * (lines.Count - 1 - k)}" fill="{colour}" text-anchor="end">{Escaped(name)}</text>"""));
        }
        var above = false;
        foreach (var dot in dots.OrderBy(dot => dot.X))
        {
            if (dot.High > dot.Low) svg.Append(Text($"""<line x1="{X(dot.X):0.0}" x2="{X(dot.X):0.0}" y1="{Y(dot.Low):0.0}" y2="{Y(dot.High):0.0}" stroke="#222" stroke-opacity="0.5"/>"""));
            svg.Append(Text($"""<circle cx="{X(dot.X):0.0}" cy="{Y(dot.Y):0.0}" r="4" fill="#222"/><text x="{X(dot.X) + 7:0.0}" y="{Y(dot.Y) + (above ? -5 : 13):0.0}" font-size="11">{Escaped(dot.Name)}</text>"""));
            above = !above;
        }
        return svg.Append("</svg>\n").ToString();
    }

    private static StringBuilder Start(string title) => new StringBuilder()
        .Append(Text($"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Width} {Height}" font-family="system-ui, sans-serif" font-size="12" fill="#222" role="img" aria-label="{Escaped(title)}">"""))
        .Append("""<rect width="100%" height="100%" fill="white"/>""")
        .Append(Text($"""<text x="{Left}" y="22" font-size="14">{Escaped(title)}</text>"""));

    private static void Axes(StringBuilder svg, double left, double right, double low, double high, Func<double, double> x, Func<double, double> y, string across, string up)
    {
        for (var k = 0; k <= 5; k++)
        {
            var (h, v) = (left + (right - left) * k / 5, low + (high - low) * k / 5);
            svg.Append(Text($"""<line x1="{Left}" x2="{Width - Right}" y1="{y(v):0.0}" y2="{y(v):0.0}" stroke="#e3e3e3"/><text x="{Left - 8}" y="{y(v) + 4:0.0}" text-anchor="end">{v:0.#}</text>"""));
            svg.Append(Text($"""<text x="{x(h):0.0}" y="{Height - Bottom + 18}" text-anchor="middle">{h:0.#}</text>"""));
        }
        svg.Append(Text($"""<text x="{(Left + Width - Right) / 2}" y="{Height - 12}" text-anchor="middle" fill="#555">{Escaped(across)}</text>"""));
        if (up.Length > 0) svg.Append(Text($"""<text x="16" y="{(Top + Height - Bottom) / 2}" text-anchor="middle" fill="#555" transform="rotate(-90 16 {(Top + Height - Bottom) / 2})">{Escaped(up)}</text>"""));
    }

    private static string Escaped(string text) => System.Net.WebUtility.HtmlEncode(text);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

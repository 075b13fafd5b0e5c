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
        // What was observed at the same time stands side by side.
        var placed = new List<(double X, double Y, double Low, double High, string Name)>();
        foreach (var dot in dots.OrderBy(dot => dot.X).ThenBy(dot => dot.Y))
        {
            var x = X(dot.X);
            while (placed.Exists(other => Math.Abs(other.X - x) < Aside && other.Low <= Y(dot.Low) + 8 && other.High >= Y(dot.High) - 8)) x += Aside;
            placed.Add((x, Y(dot.Y), Y(dot.High), Y(dot.Low), dot.Name));
        }
        var taken = new List<Box>();
        foreach (var (x, y, top, bottom, _) in placed) taken.Add(new Box(x - 5, Math.Min(top, y - 5), x + 5, Math.Max(bottom, y + 5)));
        for (var k = 0; k < lines.Count; k++)
        {
            var y = Height - Bottom - 12 - 16 * (lines.Count - 1 - k);
            taken.Add(new Box(Width - Right - 8 - 7 * lines[k].Name.Length, y - 11, Width - Right, y + 4));
        }
        var along = lines.SelectMany(line => Along([.. line.Points.Select(point => (X(point.X), Y(point.Y)))])).ToList();
        foreach (var (x, y, top, bottom, name) in placed)
        {
            if (bottom > top) svg.Append(Text($"""<line x1="{x:0.0}" x2="{x:0.0}" y1="{top:0.0}" y2="{bottom:0.0}" stroke="#222" stroke-opacity="0.5"/>"""));
            svg.Append(Text($"""<circle cx="{x:0.0}" cy="{y:0.0}" r="4" fill="#222"/>"""));
            var (box, fromX, fromY) = Label(x, y, name, taken, along);
            taken.Add(box);
            if (Math.Abs(fromY - y) > 18 || Math.Abs(fromX - x) > 14)
                svg.Append(Text($"""<line x1="{x:0.0}" y1="{y:0.0}" x2="{fromX:0.0}" y2="{fromY:0.0}" stroke="#222" stroke-opacity="0.25"/>"""));
            svg.Append(Text($"""<text x="{box.Left:0.0}" y="{box.Bottom - 3:0.0}" font-size="11">{Escaped(name)}</text>"""));
        }
        return svg.Append("</svg>\n").ToString();
    }

    // Dots at one time stand so far from each other.
    private const double Aside = 11;

    private readonly record struct Box(double Left, double Top, double Right, double Bottom)
    {
        public bool Meets(Box other) => Left < other.Right && other.Left < Right && Top < other.Bottom && other.Top < Bottom;

        public bool Holds((double X, double Y) point) => point.X > Left && point.X < Right && point.Y > Top && point.Y < Bottom;
    }

    /// <summary>Where a dot's name covers nothing: near it, else further off with a line that leads there.</summary>
    private static (Box Box, double FromX, double FromY) Label(double x, double y, string name, List<Box> taken, List<(double X, double Y)> along)
    {
        // An upper bound of the width of so many letters of 11 px.
        var wide = 6.2 * name.Length;
        var best = (Cost: double.PositiveInfinity, Box: default(Box), X: 0.0, Y: 0.0);
        for (var ring = 0; ring < 14; ring++)
        {
            foreach (var side in new[] { 1, -1 })
            {
                foreach (var up in new[] { -1, 1 })
                {
                    for (var aside = 0; aside < 10; aside++)
                    {
                        var (fromX, middle) = (x + side * (8 + 14 * aside), y + up * 13 * ring);
                        var left = side > 0 ? fromX : fromX - wide;
                        var box = new Box(left, middle - 8, left + wide, middle + 6);
                        if (box.Left < Left + 2 || box.Right > Width - Right - 2 || box.Top < Top || box.Bottom > Height - Bottom - 2) continue;
                        var cost = 1000.0 * taken.Count(box.Meets) + 40 * along.Count(box.Holds) + Math.Abs(middle - y) + Math.Abs(fromX - x) + (side < 0 ? 4 : 0);
                        if (cost < best.Cost) best = (cost, box, fromX, middle - 1);
                    }
                }
            }
        }
        return (best.Box, best.X, best.Y);
    }

    /// <summary>Points along a curve, a few pixels apart.</summary>
    private static IEnumerable<(double X, double Y)> Along(IReadOnlyList<(double X, double Y)> points)
    {
        for (var k = 0; k + 1 < points.Count; k++)
        {
            var (from, to) = (points[k], points[k + 1]);
            var steps = (int)Math.Ceiling(Math.Max(Math.Abs(to.X - from.X), Math.Abs(to.Y - from.Y)) / 4) + 1;
            for (var step = 0; step < steps; step++) yield return (from.X + (to.X - from.X) * step / steps, from.Y + (to.Y - from.Y) * step / steps);
        }
    }

    private static StringBuilder Start(string title) => new StringBuilder()
        .Append(Text($"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Width} {Height}" font-family="system-ui, sans-serif" font-size="12" fill="#222" role="img" aria-label="{Escaped(title)}">"""))
        .Append("""<rect width="100%" height="100%" fill="white"/>""")
        .Append(Text($"""<text x="{Left}" y="22" font-size="14">{Escaped(title)}</text>"""));

    private static void Axes(StringBuilder svg, double left, double right, double low, double high, Func<double, double> x, Func<double, double> y, string across, string up)
    {
        foreach (var v in Round(low, high, 6))
            svg.Append(Text($"""<line x1="{Left}" x2="{Width - Right}" y1="{y(v):0.0}" y2="{y(v):0.0}" stroke="#e3e3e3"/><text x="{Left - 8}" y="{y(v) + 4:0.0}" text-anchor="end">{Ticks.Written(v)}</text>"""));
        foreach (var h in Round(left, right, 7))
            svg.Append(Text($"""<line x1="{x(h):0.0}" x2="{x(h):0.0}" y1="{Height - Bottom}" y2="{Height - Bottom + 4}" stroke="#999"/><text x="{x(h):0.0}" y="{Height - Bottom + 18}" text-anchor="middle">{Ticks.Written(h)}</text>"""));
        svg.Append(Text($"""<text x="{(Left + Width - Right) / 2}" y="{Height - 12}" text-anchor="middle" fill="#555">{Escaped(across)}</text>"""));
        if (up.Length > 0) svg.Append(Text($"""<text x="16" y="{(Top + Height - Bottom) / 2}" text-anchor="middle" fill="#555" transform="rotate(-90 16 {(Top + Height - Bottom) / 2})">{Escaped(up)}</text>"""));
    }

    private static IEnumerable<double> Round(double from, double to, int about) => Ticks.Of(from, to, about).Where(mark => mark >= from - 1e-9 && mark <= to + 1e-9);

    private static string Escaped(string text) => System.Net.WebUtility.HtmlEncode(text);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

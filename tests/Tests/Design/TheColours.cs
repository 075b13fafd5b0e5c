using System.Globalization;
using System.Text.RegularExpressions;

namespace Afterglow.Tests.Design;

/// <summary>The colours of the stylesheet, measured: WCAG 2.2 asks 4.5 to 1 of text and 3 to 1 of what surrounds a control.</summary>
public sealed partial class TheColours
{
    private static readonly string[] Themes = ["light", "dark", "room"];

    public static TheoryData<string, string, string> Text()
    {
        var pairs = new (string Ink, string Paper)[]
        {
            ("ink", "paper"), ("ink", "card"), ("ink", "sunken"), ("ink", "raised"), ("ink", "hover"), ("ink-2", "paper"), ("ink-2", "card"),
            ("ink-2", "sunken"), ("ink-3", "paper"), ("ink-3", "card"), ("ink-3", "sunken"), ("on-accent", "accent"), ("on-accent", "accent-hover"), ("indigo", "card"),
            ("indigo", "paper"), ("indigo", "indigo-soft"), ("on-indigo", "indigo"), ("calm", "calm-soft"), ("calm", "card"), ("refuse", "refuse-soft"),
            ("refuse", "card"), ("on-refuse", "refuse-fill"), ("doubt", "doubt-soft"), ("on-high", "high"), ("high-text", "high-soft"),
            ("on-medium", "medium"), ("medium-text", "medium-soft"), ("on-low", "low"), ("low-text", "low-soft"), ("dusk-ink", "dusk"),
            ("dusk-ink-2", "dusk"), ("dusk-ink", "dusk-2"), ("glow-1", "dusk-2"), ("running", "card"), ("running", "running-soft"),
            ("recovering", "card"), ("recovering", "recovering-soft"), ("ink", "refuse-soft"), ("ink", "calm-soft"), ("ink", "indigo-soft"), ("ink", "doubt-soft"),
        };
        var data = new TheoryData<string, string, string>();
        foreach (var theme in Themes)
            foreach (var (ink, paper) in pairs) data.Add(theme, ink, paper);
        return data;
    }

    public static TheoryData<string, string, string> Edges()
    {
        var data = new TheoryData<string, string, string>();
        foreach (var theme in Themes)
            foreach (var (edge, paper) in new[] { ("line-strong", "card"), ("line-strong", "sunken"), ("focus", "card"), ("focus", "paper"), ("accent", "card"), ("accent", "paper") })
                data.Add(theme, edge, paper);
        return data;
    }

    [Theory]
    [MemberData(nameof(Text))]
    public void Words_stand_out_from_what_they_stand_on(string theme, string ink, string paper)
    {
        var contrast = Contrast(Colour(theme, ink), Colour(theme, paper));
        Assert.True(contrast >= 4.5, string.Create(CultureInfo.InvariantCulture, $"--{ink} on --{paper} in {theme}: {contrast:0.00}"));
    }

    [Theory]
    [MemberData(nameof(Edges))]
    public void A_control_and_its_focus_can_be_seen(string theme, string edge, string paper)
    {
        var contrast = Contrast(Colour(theme, edge), Colour(theme, paper));
        Assert.True(contrast >= 3, string.Create(CultureInfo.InvariantCulture, $"--{edge} on --{paper} in {theme}: {contrast:0.00}"));
    }

    [Fact]
    public void Nothing_in_the_treatment_room_is_bright_or_blue()
    {
        var room = Block(":root[data-theme=\"room\"]");
        foreach (Match token in Token().Matches(room))
        {
            // Alarms are seen in the dark, on purpose.
            if (token.Groups["name"].Value is var name && (name.Contains("high", StringComparison.Ordinal) || name.Contains("medium", StringComparison.Ordinal) || name.Contains("low", StringComparison.Ordinal) || name.StartsWith("on-", StringComparison.Ordinal))) continue;
            if (!token.Groups["value"].Value.Trim().StartsWith('#')) continue;
            var (red, green, blue) = Hex(token.Groups["value"].Value.Trim());
            Assert.True(Luminance((red, green, blue)) < 0.65, $"--{name} is bright.");
            Assert.True(blue <= red, $"--{name} is more blue than red.");
        }
    }

    private static readonly string Sheet = File.ReadAllText(Path.Combine(Root(), "src", "App", "wwwroot", "css", "afterglow.css"));

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Afterglow.slnx"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("The tests run outside the repository.");
    }

    private static string Block(string selector)
    {
        var start = Sheet.IndexOf(selector + " {", StringComparison.Ordinal);
        return Sheet[start..Sheet.IndexOf('}', start)];
    }

    private static (int, int, int) Colour(string theme, string name)
    {
        var value = theme == "room" ? Value(Block(":root[data-theme=\"room\"]"), name) ?? Value(Block("  :root"), name) : Value(Block("  :root"), name);
        Assert.True(value is not null, $"--{name} is not in the stylesheet.");
        if (value.StartsWith("light-dark(", StringComparison.Ordinal))
        {
            var both = value["light-dark(".Length..^1].Split(',', StringSplitOptions.TrimEntries);
            value = both[theme == "light" ? 0 : 1];
        }
        return value.StartsWith("var(--", StringComparison.Ordinal) ? Colour(theme, value["var(--".Length..^1]) : Hex(value);
    }

    private static string? Value(string block, string name) =>
        Token().Matches(block).FirstOrDefault(match => match.Groups["name"].Value == name)?.Groups["value"].Value.Trim();

    private static (int, int, int) Hex(string text) => (
        int.Parse(text.AsSpan(1, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture),
        int.Parse(text.AsSpan(3, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture),
        int.Parse(text.AsSpan(5, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture));

    private static double Contrast((int, int, int) one, (int, int, int) other)
    {
        var (a, b) = (Luminance(one), Luminance(other));
        return (Math.Max(a, b) + 0.05) / (Math.Min(a, b) + 0.05);
    }

    // Relative luminance, WCAG 2.2.
    private static double Luminance((int Red, int Green, int Blue) colour)
    {
        static double Part(int part)
        {
            var share = part / 255.0;
            return share <= 0.04045 ? share / 12.92 : Math.Pow((share + 0.055) / 1.055, 2.4);
        }

        return (0.2126 * Part(colour.Red)) + (0.7152 * Part(colour.Green)) + (0.0722 * Part(colour.Blue));
    }

    [GeneratedRegex("--(?<name>[a-z0-9-]+):\\s*(?<value>[^;]+);", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Token();
}

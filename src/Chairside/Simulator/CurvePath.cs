namespace Afterglow.Chairside.Simulator;

/// <summary>
/// Curves as the path of an SVG, in whole units of a field of 2000 by 1000 that is stretched over the chart: written
/// digit by digit, because this happens for every curve while a slider moves.
/// </summary>
public static class CurvePath
{
    public const int Width = 2000;

    // “L2000 -1040” for every point.
    private const int MostPerPoint = 12;

    /// <summary>Places across the chart for points that are equally far apart.</summary>
    public static int[] Even(int points)
    {
        var across = new int[points];
        for (var t = 0; t < points; t++) across[t] = (int)Math.Round((double)t * Width / (points - 1));
        return across;
    }

    public static string Line(int[] across, double[] values, Axis axis)
    {
        if (values.Length == 0) return "";
        Span<char> text = stackalloc char[values.Length * MostPerPoint];
        var length = 0;
        for (var t = 0; t < values.Length; t++) Point(text, ref length, t == 0 ? 'M' : 'L', across[t], axis.At(values[t]));
        return new string(text[..length]);
    }

    /// <summary>There along the upper edge and back along the lower.</summary>
    public static string Band(int[] across, double[] low, double[] high, Axis axis)
    {
        if (low.Length == 0) return "";
        Span<char> text = stackalloc char[2 * low.Length * MostPerPoint + 1];
        var length = 0;
        for (var t = 0; t < high.Length; t++) Point(text, ref length, t == 0 ? 'M' : 'L', across[t], axis.At(high[t]));
        for (var t = low.Length - 1; t >= 0; t--) Point(text, ref length, 'L', across[t], axis.At(low[t]));
        text[length++] = 'Z';
        return new string(text[..length]);
    }

    private static void Point(Span<char> text, ref int length, char kind, int x, int y)
    {
        text[length++] = kind;
        Whole(text, ref length, x);
        text[length++] = ' ';
        Whole(text, ref length, y);
    }

    private static void Whole(Span<char> text, ref int length, int value)
    {
        if (value < 0)
        {
            text[length++] = '-';
            value = -value;
        }
        var digits = value < 10 ? 1 : value < 100 ? 2 : value < 1000 ? 3 : 4;
        for (var at = length + digits - 1; at >= length; at--)
        {
            text[at] = (char)('0' + value % 10);
            value /= 10;
        }
        length += digits;
    }
}

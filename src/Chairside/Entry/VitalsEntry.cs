using System.Globalization;
using System.Text.RegularExpressions;
using Afterglow.Core;
using Afterglow.Core.Sessions;

namespace Afterglow.Chairside.Entry;

public enum VitalsField
{
    Systolic,
    Diastolic,
    HeartRate,
    SpO2,
    RespiratoryRate,
}

/// <summary>
/// Vital signs while they are typed: one line (<c>132/84 78 97</c>) and five fields that always say the same,
/// whichever of them is typed into.
/// </summary>
public sealed partial record VitalsEntry
{
    public static readonly VitalsEntry Empty = new();

    private string[] Parts { get; init; } = ["", "", "", "", ""];

    /// <summary>As it was typed, or as the fields put it.</summary>
    public string Line { get; private init; } = "";

    public bool OnOxygen { get; init; }

    public string this[VitalsField field] => Parts[(int)field];

    public bool IsEmpty => Parts.All(part => part.Length == 0);

    /// <summary>The line was typed: the fields take from it what they can.</summary>
    public VitalsEntry WithLine(string line)
    {
        var words = Gaps().Split(line.Trim()).Where(word => word.Length > 0).ToList();
        return this with { Line = line, Parts = [.. Enumerable.Range(0, 5).Select(part => part < words.Count ? words[part] : "")] };
    }

    /// <summary>A field was typed into: the line follows.</summary>
    public VitalsEntry With(VitalsField field, string text)
    {
        var parts = (string[])Parts.Clone();
        parts[(int)field] = text.Trim();
        return this with { Parts = parts, Line = Joined(parts) };
    }

    /// <summary>The values of a reading, for correcting it.</summary>
    public static VitalsEntry Of(Vitals vitals)
    {
        string[] parts = [Text(vitals.Systolic), Text(vitals.Diastolic), Text(vitals.HeartRate), Text(vitals.SpO2), Text(vitals.RespiratoryRate)];
        return new() { Parts = parts, Line = Joined(parts), OnOxygen = vitals.OnOxygen };
    }

    /// <summary>The vital signs, or what is missing or cannot be read.</summary>
    public Result<Vitals> Read()
    {
        if (IsEmpty || Gaps().Split(Line.Trim()).Length > 5) return new VitalsUnreadable(Line);
        var numbers = new int?[5];
        for (var part = 0; part < 5; part++)
        {
            if (Parts[part].Length == 0) continue;
            if (!int.TryParse(Parts[part], NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return new VitalsUnreadable(Line);
            numbers[part] = number;
        }
        if (numbers[0] is not { } systolic) return new Unanswered("The systolic pressure");
        if (numbers[1] is not { } diastolic) return new Unanswered("The diastolic pressure");
        if (numbers[2] is not { } heartRate) return new Unanswered("The heart rate");
        return new Vitals(systolic, diastolic, heartRate, numbers[3], numbers[4], OnOxygen);
    }

    // A respiratory rate without SpO2 has no place on the line, and the fields still hold it.
    private static string Joined(string[] parts)
    {
        var pressure = parts[0].Length + parts[1].Length == 0 ? "" : $"{parts[0]}/{parts[1]}";
        return string.Join(' ', new[] { pressure, parts[2], parts[3], parts[4] }.Where(part => part.Length > 0));
    }

    private static string Text(int? value) => value?.ToString(CultureInfo.InvariantCulture) ?? "";

    [GeneratedRegex(@"[\s/,;]+", RegexOptions.None, matchTimeoutMilliseconds: 100)]
    private static partial Regex Gaps();
}

using System.Globalization;
using System.Text.RegularExpressions;

namespace Afterglow.Core.Sessions;

/// <summary>Vital signs of one moment.</summary>
/// <param name="Systolic">mmHg.</param>
/// <param name="Diastolic">mmHg.</param>
/// <param name="HeartRate">Beats a minute.</param>
/// <param name="SpO2">Per cent; null when not measured.</param>
/// <param name="RespiratoryRate">Breaths a minute; null when not counted.</param>
/// <param name="OnOxygen">True when oxygen was given while SpO2 was read.</param>
public sealed record Vitals(
    int Systolic, int Diastolic, int HeartRate, int? SpO2 = null, int? RespiratoryRate = null, bool OnOxygen = false)
{
    // What no living adult shows is refused; what few show is asked once more. Chosen wide on purpose:
    // a value that is refused wrongly costs more than one that is asked about.
    // Source.Assumed: no publication fixes them.
    private static readonly Band[] Bands =
    [
        new("systolic pressure", "mmHg", 40, 300, 80, 220, vitals => vitals.Systolic),
        new("diastolic pressure", "mmHg", 20, 200, 40, 130, vitals => vitals.Diastolic),
        new("heart rate", "beats a minute", 20, 250, 40, 150, vitals => vitals.HeartRate),
        new("SpO2", "%", 40, 100, 85, 100, vitals => vitals.SpO2),
        new("respiratory rate", "breaths a minute", 0, 80, 6, 40, vitals => vitals.RespiratoryRate),
    ];

    /// <summary>Mean arterial pressure, mmHg: diastolic plus a third of the pulse pressure.</summary>
    public decimal MeanPressure => Math.Round(Diastolic + (Systolic - Diastolic) / 3m, 0);

    /// <summary>Null when plausible; otherwise what is wrong, or what is unusual and wants confirming.</summary>
    public Refusal? Question(bool confirmed)
    {
        foreach (var band in Bands)
            if (band.Value(this) is { } value && (value < band.Least || value > band.Most))
                return new ImpossibleValue(band.What, value, band.Least, band.Most, band.Unit);
        if (Diastolic >= Systolic) return new PressuresSwapped(Systolic, Diastolic);
        if (confirmed) return null;
        foreach (var band in Bands)
            if (band.Value(this) is { } value && (value < band.UsualLeast || value > band.UsualMost))
                return new UnusualValue(band.What, string.Create(CultureInfo.InvariantCulture, $"{value} {band.Unit}"));
        return null;
    }

    private sealed record Band(
        string What, string Unit, int Least, int Most, int UsualLeast, int UsualMost, Func<Vitals, int?> Value);
}

/// <summary>The five-second entry: <c>132/84 78 97</c> is pressure, heart rate, SpO2; a fourth number is the respiratory rate.</summary>
public static partial class VitalsText
{
    public static Result<Vitals> Read(string? text)
    {
        var match = Pattern().Match(text ?? "");
        return match.Success
            ? new Vitals(
                Number(match.Groups["systolic"]), Number(match.Groups["diastolic"]), Number(match.Groups["heart"]),
                match.Groups["oxygen"].Success ? Number(match.Groups["oxygen"]) : null,
                match.Groups["breaths"].Success ? Number(match.Groups["breaths"]) : null)
            : new VitalsUnreadable(text ?? "");
    }

    private static int Number(Group group) => int.Parse(group.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^\s*(?<systolic>[0-9]{1,4})\s*[/ ]\s*(?<diastolic>[0-9]{1,4})[\s,;]+(?<heart>[0-9]{1,4})([\s,;]+(?<oxygen>[0-9]{1,4}))?([\s,;]+(?<breaths>[0-9]{1,4}))?\s*$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 100)]
    private static partial Regex Pattern();
}

using System.Globalization;
using Afterglow.Core;
using Afterglow.Core.Patients;
using Afterglow.Core.Units;

namespace Afterglow.App.Patients;

/// <summary>What was typed for weight and vitals; read strictly, so that “1e3” or “71,4” is asked about and never guessed.</summary>
public class MeasuredFields
{
    public string? Weight { get; set; }
    public string? Height { get; set; }
    public string? Temperature { get; set; }
    public string? Systolic { get; set; }
    public string? Diastolic { get; set; }
    public string? HeartRate { get; set; }
    public string? SpO2 { get; set; }

    /// <summary>Shows what was measured, to be corrected.</summary>
    internal void Show(Measured measured)
    {
        Weight = Text(measured.Weight?.Kilograms);
        Height = Text(measured.Height?.Centimetres);
        Temperature = Text(measured.Temperature);
        Systolic = Text(measured.Systolic);
        Diastolic = Text(measured.Diastolic);
        HeartRate = Text(measured.HeartRate);
        SpO2 = Text(measured.SpO2);
    }

    /// <summary>Takes what was typed; what has no field here stays as it was.</summary>
    internal Result<Measured> Measured(Measured? was = null)
    {
        var numbers = new decimal?[7];
        (string? Typed, string What, string Example)[] fields =
        [
            (Weight, "a weight in kg", "71.4"), (Height, "a height in cm", "168"), (Temperature, "a temperature in °C", "36.8"),
            (Systolic, "a systolic pressure", "132"), (Diastolic, "a diastolic pressure", "84"), (HeartRate, "a heart rate", "78"),
            (SpO2, "an SpO2", "97"),
        ];
        for (var at = 0; at < fields.Length; at++)
        {
            var typed = (fields[at].Typed ?? "").Trim();
            if (typed.Length == 0) continue;
            if (!decimal.TryParse(typed, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) || number > 100_000m)
                return new NumberUnreadable(typed, fields[at].What, fields[at].Example);
            numbers[at] = number;
        }
        var measured = (was ?? new Measured()) with
        {
            Weight = numbers[0] is { } weight ? BodyWeight.FromKilograms(weight) : null,
            Height = numbers[1] is { } height ? BodyHeight.FromCentimetres(height) : null,
            Temperature = numbers[2], Systolic = numbers[3], Diastolic = numbers[4], HeartRate = numbers[5], SpO2 = numbers[6],
        };
        return measured.Question() is { } question ? question : measured;
    }

    private static string? Text(decimal? number) => number?.ToString("0.####", CultureInfo.InvariantCulture);
}

/// <summary>Text where a number must be.</summary>
public sealed record NumberUnreadable(string Text, string What, string Example) : Refusal
{
    public override string Code => "number.unreadable";

    public override string Sentence => $"“{Text}” is not {What}; write it as “{Example}”.";
}

/// <summary>A date of beginning that cannot be read.</summary>
public sealed record SinceUnreadable : Refusal
{
    public override string Code => "chart.since-unreadable";

    public override string Sentence => "Write since when as year-month-day, for example 2019-04-12; a year or a year and month will do.";
}

using System.Globalization;
using Afterglow.Core.Units;

namespace Afterglow.Core.Patients;

/// <summary>
/// What was measured at one moment outside a treatment session. Whatever was not measured is null.
/// </summary>
/// <param name="Systolic">mmHg; never without the diastolic.</param>
/// <param name="Diastolic">mmHg.</param>
/// <param name="HeartRate">Beats a minute.</param>
/// <param name="SpO2">Per cent.</param>
/// <param name="Temperature">Degrees Celsius.</param>
/// <param name="RespiratoryRate">Breaths a minute.</param>
/// <param name="BodyMassIndex">kg/m², where it was reported as such.</param>
/// <param name="Other">A number that has no field of its own, such as a pain rating.</param>
public sealed record Measured(
    BodyWeight? Weight = null, BodyHeight? Height = null, decimal? Systolic = null, decimal? Diastolic = null,
    decimal? HeartRate = null, decimal? SpO2 = null, decimal? Temperature = null, decimal? RespiratoryRate = null,
    decimal? BodyMassIndex = null, OtherMeasure? Other = null)
{
    // What no living person of any age shows: newborns are in imported histories too. Wide on purpose; Source.Assumed.
    private static readonly (string What, string Unit, decimal Least, decimal Most, Func<Measured, decimal?> Value)[] Bands =
    [
        ("weight", "kg", 0.2m, 650m, measured => measured.Weight?.Kilograms),
        ("height", "cm", 20m, 280m, measured => measured.Height?.Centimetres),
        ("systolic pressure", "mmHg", 30m, 320m, measured => measured.Systolic),
        ("diastolic pressure", "mmHg", 10m, 250m, measured => measured.Diastolic),
        ("heart rate", "beats a minute", 10m, 350m, measured => measured.HeartRate),
        ("SpO2", "%", 20m, 100m, measured => measured.SpO2),
        ("temperature", "°C", 20m, 46m, measured => measured.Temperature),
        ("respiratory rate", "breaths a minute", 0m, 120m, measured => measured.RespiratoryRate),
        ("body mass index", "kg/m²", 3m, 250m, measured => measured.BodyMassIndex),
    ];

    /// <summary>Null when a living person can show it; otherwise what cannot be so.</summary>
    public Refusal? Question()
    {
        foreach (var band in Bands)
            if (band.Value(this) is { } value && (value < band.Least || value > band.Most))
                return new MeasuredImplausible(band.What, value, band.Unit, band.Least, band.Most);
        if (Systolic is null != Diastolic is null) return new PressureIncomplete();
        if (Systolic <= Diastolic) return new PressureReversed(Systolic.Value, Diastolic!.Value);
        return this == new Measured() ? new NothingMeasured() : null;
    }

    /// <summary>Everything measured, in one line, each with its unit.</summary>
    public override string ToString()
    {
        var parts = new List<string>();
        if (Systolic is { } systolic && Diastolic is { } diastolic)
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"BP {systolic:0}/{diastolic:0} mmHg"));
        if (HeartRate is { } rate) parts.Add(string.Create(CultureInfo.InvariantCulture, $"heart rate {rate:0}/min"));
        if (SpO2 is { } saturation) parts.Add(string.Create(CultureInfo.InvariantCulture, $"SpO2 {saturation:0} %"));
        if (Temperature is { } temperature) parts.Add(string.Create(CultureInfo.InvariantCulture, $"temperature {temperature:0.0} °C"));
        if (RespiratoryRate is { } breaths) parts.Add(string.Create(CultureInfo.InvariantCulture, $"respiratory rate {breaths:0}/min"));
        if (Weight is { } weight) parts.Add(string.Create(CultureInfo.InvariantCulture, $"weight {weight.Kilograms:0.0} kg"));
        if (Height is { } height) parts.Add(string.Create(CultureInfo.InvariantCulture, $"height {height.Centimetres:0.#} cm"));
        if (BodyMassIndex is { } index) parts.Add(string.Create(CultureInfo.InvariantCulture, $"BMI {index:0.0} kg/m²"));
        if (Other is { } other) parts.Add(other.ToString());
        return parts.Count == 0 ? "" : char.ToUpperInvariant(parts[0][0]) + string.Join(", ", parts)[1..];
    }
}

/// <summary>A named number with its unit, kept as it was reported.</summary>
public sealed record OtherMeasure(string Name, decimal Value, string Unit)
{
    // A unit in braces, such as {score}, is a remark in UCUM, not a unit.
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Name} {Value:0.##} {(Unit.StartsWith('{') ? "" : Unit)}").TrimEnd();
}

/// <summary>A value that no living person shows.</summary>
public sealed record MeasuredImplausible(string What, decimal Value, string Unit, decimal Least, decimal Most) : Refusal
{
    public override string Code => "measured.implausible";

    public override string Sentence => string.Create(CultureInfo.InvariantCulture,
        $"A {What} of {Value:0.####} {Unit} is not possible; it lies between {Least:0.####} and {Most:0.####}.");
}

/// <summary>One pressure without the other.</summary>
public sealed record PressureIncomplete : Refusal
{
    public override string Code => "measured.pressure-incomplete";

    public override string Sentence => "A blood pressure has a systolic and a diastolic value; one of them is missing.";
}

/// <summary>The lower pressure above the upper.</summary>
public sealed record PressureReversed(decimal Systolic, decimal Diastolic) : Refusal
{
    public override string Code => "measured.pressures-swapped";

    public override string Sentence => string.Create(CultureInfo.InvariantCulture,
        $"The diastolic pressure {Diastolic:0} is not below the systolic {Systolic:0}.");
}

/// <summary>No value at all.</summary>
public sealed record NothingMeasured : Refusal
{
    public override string Code => "measured.nothing";

    public override string Sentence => "There is no value to write down.";
}

using Afterglow.Core.Patients;
using Afterglow.Core.Units;
using Hl7.Fhir.Model;

namespace Afterglow.App.Fhir;

/// <summary>Vital signs, weight, height and the scores of questionnaires. Laboratory values and the rest are not kept.</summary>
internal static class ObservationReading
{
    public static readonly HashSet<string> Used = ["status", "category", "code", "subject", "effective[x]", "issued", "value[x]", "component"];

    private const string Loinc = "http://loinc.org";
    private const string Systolic = "8480-6", Diastolic = "8462-4";

    // LOINC codes of totals; the same numbers also come in the category “survey”, which is taken whatever its code.
    private static readonly HashSet<string> Scores = ["44261-6", "55758-7", "70274-6", "75626-2", "82667-7"];

    // A value is multiplied by the factor, then the offset is added, which only Fahrenheit needs.
    private static readonly Dictionary<string, (decimal Factor, decimal Offset)> PerMinute = Units(
        ("/min", 1), ("{beats}/min", 1), ("{breaths}/min", 1), ("beats/min", 1), ("beats/minute", 1), ("breaths/minute", 1), ("breaths/min", 1), ("bpm", 1), ("{Beats}/min", 1));
    private static readonly Dictionary<string, (decimal Factor, decimal Offset)> Percent = Units(("%", 1));
    private static readonly Dictionary<string, (decimal Factor, decimal Offset)> MassIndex = Units(("kg/m2", 1), ("kg/m²", 1));
    private static readonly Dictionary<string, (decimal Factor, decimal Offset)> Mercury = Units(("mm[Hg]", 1), ("mmHg", 1), ("mm Hg", 1));
    private static readonly Dictionary<string, (decimal Factor, decimal Offset)> Degrees = new(Units(("Cel", 1), ("°C", 1), ("degC", 1), ("C", 1)))
    {
        ["[degF]"] = (5m / 9m, -160m / 9m), ["°F"] = (5m / 9m, -160m / 9m), ["degF"] = (5m / 9m, -160m / 9m),
    };

    private static readonly Dictionary<string, Func<ResourcePlace, Quantity, string, Measured?>> Vitals = new()
    {
        ["29463-7"] = Weight, ["3141-9"] = Weight, ["8350-1"] = Weight, ["3142-7"] = Weight,
        ["8302-2"] = Height, ["3137-7"] = Height, ["8306-3"] = Height,
        ["8867-4"] = (place, value, path) => In(place, value, path, PerMinute, "beats a minute") is { } rate ? new Measured(HeartRate: rate) : null,
        ["9279-1"] = (place, value, path) => In(place, value, path, PerMinute, "breaths a minute") is { } rate ? new Measured(RespiratoryRate: rate) : null,
        ["2708-6"] = Saturation, ["59408-5"] = Saturation, ["20564-1"] = Saturation,
        ["8310-5"] = Temperature, ["8331-1"] = Temperature, ["8332-9"] = Temperature, ["8333-7"] = Temperature,
        ["39156-5"] = (place, value, path) => In(place, value, path, MassIndex, "kg/m2") is { } index ? new Measured(BodyMassIndex: index) : null,
    };

    private static readonly HashSet<string> Pressures = ["85354-9", "55284-4", "35094-2"];

    public static FactFound Observation(Observation observation, ResourcePlace place)
    {
        if (observation.Status == ObservationStatus.EnteredInError) return new FactFound(null, Withdrawn: true);
        if (observation.Status == ObservationStatus.Cancelled) return FactFound.NotKept;
        var code = observation.Code?.Coding.Find(coding => coding.System == Loinc)?.Code ?? "";
        var vital = Category(observation, "vital-signs");
        var survey = Category(observation, "survey") || Scores.Contains(code);

        var pressure = Pressures.Contains(code);
        if (!pressure && !Vitals.ContainsKey(code) && !vital && !survey) return FactFound.NotKept;
        if (!pressure && observation.Value is not (Quantity { Value: not null } or Integer { Value: not null })) return FactFound.NotKept;
        if (pressure && observation.Component.Count == 0) return FactFound.NotKept;

        if ((place.Time(observation.Effective, "effective") ?? (observation.Effective is null ? place.Time(observation.Issued?.ToString("o", System.Globalization.CultureInfo.InvariantCulture), "issued") : null)) is not { } at)
            return observation.Effective is null ? place.Problem("effectiveDateTime", "is missing, and a value without its time is of no use.") : FactFound.NotKept;

        if (pressure) return Kept(Pressure(observation, place), "component");
        if (observation.Value is Integer whole)
            return survey ? Score(whole.Value!.Value, "") : FactFound.NotKept;
        var quantity = (Quantity)observation.Value!;
        if (quantity.Comparator is not null) return place.Problem("valueQuantity.comparator", "makes the value a bound, not a value.");
        if (Vitals.TryGetValue(code, out var read)) return Kept(read(place, quantity, "valueQuantity"), "valueQuantity");
        if (survey) return Score(quantity.Value!.Value, quantity.Code ?? quantity.Unit ?? "");
        return place.Concept(observation.Code, "code") is { } other
            ? Kept(new Measured(Other: new OtherMeasure(other.Text, decimal.Round(quantity.Value!.Value, 4), Unit(quantity))), "valueQuantity")
            : place.Problem("code", "does not say what was measured.");

        FactFound Kept(Measured? measured, string element)
        {
            if (measured is null) return FactFound.NotKept;
            return measured.Question() is { } refusal
                ? place.Problem(element, $"is not kept: {PatientReading.Inline(refusal)}")
                : new FactFound(new ChartFact.ObservationNoted(at, place.Origin, measured));
        }

        FactFound Score(decimal score, string unit)
        {
            if (place.Concept(observation.Code, "code") is not { } what) return place.Problem("code", "does not say which score it is.");
            var fact = new ChartFact.SurveyScoreNoted(at, place.Origin, what, decimal.Round(score, 4), place.Line(unit, "valueQuantity.unit", 40) ?? "");
            return fact.Question() is { } refusal ? place.Problem("valueQuantity", $"is not kept: {PatientReading.Inline(refusal)}") : new FactFound(fact);
        }
    }

    private static bool Category(Observation observation, string code) =>
        observation.Category.Exists(category => category.Coding.Exists(coding => coding.Code == code));

    private static Measured? Pressure(Observation observation, ResourcePlace place)
    {
        decimal? systolic = null, diastolic = null;
        for (var at = 0; at < observation.Component.Count; at++)
        {
            var part = observation.Component[at];
            if (part.Value is not Quantity { Value: not null } quantity) continue;
            var code = part.Code?.Coding.Find(coding => coding.System == Loinc)?.Code;
            if (code is not (Systolic or Diastolic)) continue;
            if (In(place, quantity, $"component[{at}].valueQuantity", Mercury, "mm[Hg]") is not { } value) return null;
            if (code == Systolic) systolic = value;
            else diastolic = value;
        }
        return systolic is null && diastolic is null ? null : new Measured(Systolic: systolic, Diastolic: diastolic);
    }

    private static Measured? Weight(ResourcePlace place, Quantity quantity, string path) =>
        In(place, quantity, path, Units(("kg", 1), ("g", 0.001m), ("[lb_av]", 0.45359237m), ("lb", 0.45359237m), ("lbs", 0.45359237m)), "kg or [lb_av]") is { } kilograms
            ? new Measured(Weight: BodyWeight.FromKilograms(kilograms))
            : null;

    private static Measured? Height(ResourcePlace place, Quantity quantity, string path) =>
        In(place, quantity, path, Units(("cm", 1), ("m", 100), ("[in_i]", 2.54m), ("in", 2.54m)), "cm or [in_i]") is { } centimetres
            ? new Measured(Height: BodyHeight.FromCentimetres(centimetres))
            : null;

    private static Measured? Saturation(ResourcePlace place, Quantity quantity, string path) =>
        In(place, quantity, path, Percent, "%") is { } saturation ? new Measured(SpO2: saturation) : null;

    private static Measured? Temperature(ResourcePlace place, Quantity quantity, string path) =>
        In(place, quantity, path, Degrees, "Cel or [degF]") is { } degrees ? new Measured(Temperature: degrees) : null;

    private static decimal? In(
        ResourcePlace place, Quantity quantity, string path, Dictionary<string, (decimal Factor, decimal Offset)> units, string expected)
    {
        // A number this large is not a measurement, and would not survive the arithmetic.
        if (Math.Abs(quantity.Value!.Value) > 1_000_000m)
        {
            place.Problem(path, "is not kept: no such value is possible.");
            return null;
        }
        if (units.TryGetValue(Unit(quantity), out var unit)) return decimal.Round((quantity.Value.Value * unit.Factor) + unit.Offset, 4);
        place.Problem(path, $"has no unit that is known here; {expected} is.");
        return null;
    }

    private static string Unit(Quantity quantity) => quantity.Code is { Length: > 0 and <= 40 } code ? code
        : quantity.Unit is { Length: > 0 and <= 40 } unit ? unit : "";

    private static Dictionary<string, (decimal Factor, decimal Offset)> Units(params (string Unit, decimal Factor)[] units) =>
        units.ToDictionary(unit => unit.Unit, unit => (unit.Factor, 0m));
}

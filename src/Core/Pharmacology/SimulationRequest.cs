using System.Globalization;
using Afterglow.Core.Units;

namespace Afterglow.Core.Pharmacology;

/// <summary>A dose in words: an amount, or an amount for each kilogram.</summary>
public readonly record struct AskedDose(Mass? Amount, DosePerWeight? PerKilogram)
{
    public Mass For(BodyWeight weight) => Amount ?? PerKilogram!.Value * weight;
}

/// <summary>What a simulation is asked for, checked: everything has its unit and is within what can be meant.</summary>
public sealed record SimulationRequest(
    DrugModel Model, Compound Compound, GivenBy By, AskedDose Dose, Body Body, double OverH, IReadOnlyList<double> AtH, double Hours, int Subjects)
{
    private static readonly Dictionary<string, Compound> Compounds = new(StringComparer.OrdinalIgnoreCase)
    {
        ["ketamine"] = Compound.RacemicKetamine, ["esketamine"] = Compound.Esketamine, ["s-ketamine"] = Compound.Esketamine,
        ["arketamine"] = Compound.Arketamine, ["r-ketamine"] = Compound.Arketamine,
    };

    private static readonly Dictionary<string, GivenBy> Ways = new(StringComparer.OrdinalIgnoreCase)
    {
        ["iv"] = GivenBy.Vein, ["im"] = GivenBy.Muscle, ["sc"] = GivenBy.UnderSkin, ["nasal"] = GivenBy.Nose, ["in"] = GivenBy.Nose,
        ["sublingual"] = GivenBy.UnderTongue, ["sl"] = GivenBy.UnderTongue, ["buccal"] = GivenBy.Cheek, ["oral"] = GivenBy.Mouth,
        ["po"] = GivenBy.Mouth, ["rectal"] = GivenBy.Rectum, ["pr"] = GivenBy.Rectum,
    };

    /// <summary>Names of the compounds that can be asked for.</summary>
    public static IEnumerable<string> CompoundNames => Compounds.Keys;

    /// <summary>Names of the routes that can be asked for.</summary>
    public static IEnumerable<string> RouteNames => Ways.Keys;

    /// <summary>Reads a request from its words; the first thing that cannot be meant is refused.</summary>
    public static Result<SimulationRequest> Read(
        string compound, string dose, string weight, string route, string? over, string at, double hours, string? model, int subjects, double ageYears)
    {
        if (!Compounds.TryGetValue(compound, out var which)) return new UnknownWord("compound", compound, string.Join(", ", Compounds.Keys));
        if (!Ways.TryGetValue(route, out var by)) return new UnknownWord("route", route, string.Join(", ", Ways.Keys));
        if (!BodyWeight.Read(weight).Try(out var body, out var noWeight)) return noWeight;
        if (body.Kilograms is < 25 or > 350) return new OutOfRange("The weight", weight, "25 kg", "350 kg");
        if (ageYears is < 18 or > 100 or double.NaN) return new OutOfRange("The age", string.Create(CultureInfo.InvariantCulture, $"{ageYears}"), "18", "100 years");
        if (!ReadDose(dose).Try(out var asked, out var noDose)) return noDose;
        var amount = asked.For(body);
        // Ten times the largest dose of any protocol is a slip of the pen, not a question.
        if (amount.Milligrams <= 0 || amount / body > DosePerWeight.FromMilligramsPerKilogram(13))
            return new OutOfRange("The dose", dose, "more than 0 mg", "13 mg/kg, the most given into a muscle for anaesthesia");
        DrugModel? chosen;
        if (model is null)
        {
            chosen = DrugLibrary.For(which, by);
            if (chosen is null) return new NoModel(compound, route);
        }
        else
        {
            chosen = DrugLibrary.Find(model);
            if (chosen is null) return new UnknownWord("model", model, string.Join(", ", DrugLibrary.All.Select(each => each.Id)));
            if (chosen.Compound != which || !chosen.Ways.Contains(by)) return new NoModel($"{compound} in the model {model}", route);
        }
        var overH = 0.0;
        if (over is not null && !ReadTime(over).Try(out overH, out var noOver)) return noOver;
        if (overH is < 0 or > 48) return new OutOfRange("The time over which it is given", over ?? "", "0 min", "48 h");
        var times = new List<double>();
        foreach (var each in at.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (!ReadTime(each).Try(out var time, out var noTime)) return noTime;
            if (time < 0) return new OutOfRange("A time of dosing", each, "0", "the end of the simulation");
            times.Add(time);
        }
        if (times.Count is 0 or > 200) return new OutOfRange("The number of doses", at, "1", "200");
        if (!(hours is > 0 and <= 24 * 366)) return new OutOfRange("The length of the simulation", string.Create(CultureInfo.InvariantCulture, $"{hours} h"), "more than 0 h", "366 days");
        if (subjects is < 1 or > 100_000) return new OutOfRange("The number of subjects", string.Create(CultureInfo.InvariantCulture, $"{subjects}"), "1", "100,000");
        return new SimulationRequest(chosen, which, by, asked, new Body(body, ageYears), overH, times, hours, subjects);
    }

    /// <summary>The doses, in the order of their times. Nasal doses are split into devices of 28 mg, five minutes apart.</summary>
    public IReadOnlyList<GivenDose> Doses()
    {
        var amount = Dose.For(Body.Weight);
        if (By != GivenBy.Nose || Compound != Compound.Esketamine) return [.. AtH.Order().Select(at => new GivenDose(amount, By, at, OverH))];
        const decimal device = 28;
        var doses = new List<GivenDose>();
        foreach (var at in AtH.Order())
        {
            var left = amount.Milligrams;
            for (var order = 0; left > 0; order++, left -= device)
                doses.Add(new GivenDose(Mass.FromMilligrams(Math.Min(device, left)), By, at + order / 12.0, 0, order));
        }
        return doses;
    }

    /// <summary>What a laboratory would report: both enantiomers where both are given.</summary>
    public Analyte Analyte => Compound == Compound.RacemicKetamine ? Analyte.Ketamine : Analyte.SKetamine;

    /// <summary>Minutes, hours or days: “40min”, “2 h”, “3d”, “0”.</summary>
    public static Result<double> ReadTime(string text)
    {
        if (text.Trim() == "0") return 0.0;
        if (!QuantityText.TrySplit(text, out var number, out var unit)) return new NotAQuantity(text, "a time", "40min");
        double? hours = unit.ToLowerInvariant() switch
        {
            "min" => (double)number / 60,
            "h" => (double)number,
            "d" => (double)number * 24,
            "w" or "wk" => (double)number * 168,
            _ => null,
        };
        return hours is { } value ? value : new NotAQuantity(text, "a time", "40min");
    }

    private static Result<AskedDose> ReadDose(string text)
    {
        if (DosePerWeight.Read(text).Try(out var perKilogram, out _)) return new AskedDose(null, perKilogram);
        return Mass.Read(text).Try(out var amount, out var refusal) ? new AskedDose(amount, null) : refusal;
    }
}

/// <summary>A word that is not on the list.</summary>
public sealed record UnknownWord(string What, string Word, string Known) : Refusal
{
    public override string Code => "simulation.unknown-word";

    public override string Sentence => $"There is no {What} “{Word}”; choose one of: {Known}.";
}

public sealed record OutOfRange(string What, string Value, string Least, string Most) : Refusal
{
    public override string Code => "simulation.out-of-range";

    public override string Sentence => $"{What} ({Value}) is outside {Least} to {Most}: check the number and its unit.";
}

public sealed record NoModel(string Compound, string Route) : Refusal
{
    public override string Code => "simulation.no-model";

    public override string Sentence => $"No published model covers {Compound} by this route ({Route}): ./afterglow drugs lists what there is.";
}

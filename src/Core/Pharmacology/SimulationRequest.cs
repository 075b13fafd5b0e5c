using System.Globalization;
using Afterglow.Core.Pharmacology.Interactions;
using Afterglow.Core.Units;

namespace Afterglow.Core.Pharmacology;

/// <summary>A dose in words: an amount, or an amount for each kilogram.</summary>
public readonly record struct AskedDose(Mass? Amount, DosePerWeight? PerKilogram)
{
    public Mass For(BodyWeight weight) => Amount ?? PerKilogram!.Value * weight;

    public override string ToString() => Amount?.ToString() ?? PerKilogram?.ToString() ?? "";
}

/// <summary>One line of what is to be given: how much, by which way, over how long, and when.</summary>
public sealed record DoseOrder(AskedDose Dose, GivenBy By, double OverH, IReadOnlyList<double> AtH);

/// <summary>What a simulation is asked for, checked: everything has its unit and is within what can be meant.</summary>
public sealed record SimulationRequest(
    DrugModel Model, Compound Compound, Body Body, IReadOnlyList<DoseOrder> Orders, double Hours, int Subjects)
{
    /// <summary>One dose, given in one way at some times, that is known to be fit.</summary>
    public SimulationRequest(
        DrugModel model, Compound compound, GivenBy by, AskedDose dose, Body body, double overH, IReadOnlyList<double> atH, double hours, int subjects)
        : this(model, compound, body, [new DoseOrder(dose, by, overH, atH)], hours, subjects)
    {
    }

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

    /// <summary>Medicines taken besides; what they change is in the body.</summary>
    public IReadOnlyList<Interaction> Medicines { get; init; } = [];

    /// <summary>Sessions this person has had before the first dose: dissociation grows weaker with them.</summary>
    public int SessionsBefore { get; init; }

    /// <summary>Reads a request from its words; the first thing that cannot be meant is refused.</summary>
    public static Result<SimulationRequest> Read(
        string compound, string dose, string weight, string route, string? over, string at, double? hours, string? model, int subjects, double ageYears,
        IReadOnlyList<string>? medicines = null, int sessionsBefore = 0, Descent descent = Descent.NotSaid)
    {
        if (!FindCompound(compound).Try(out var which, out var noCompound)) return noCompound;
        if (!FindWay(route).Try(out var by, out var noWay)) return noWay;
        if (!ReadBody(weight, ageYears, descent).Try(out var body, out var noBody)) return noBody;
        if (!ReadDose(dose).Try(out var asked, out var noDose)) return noDose;
        var overH = 0.0;
        if (over is not null && !ReadTime(over).Try(out overH, out var noOver)) return noOver;
        if (!ReadTimes(at).Try(out var times, out var noTimes)) return noTimes;
        return Checked(which, body, [new DoseOrder(asked, by, overH, times)], hours, model, subjects, medicines, sessionsBefore);
    }

    /// <summary>
    /// Reads a request whose doses are of several kinds: <c>0.2mg/kg bolus; 0.3mg/kg over 40min at 5min; 25mg sublingual at 2h;
    /// 20mg/h for 30min at 3h</c>. Words after the dose: a route, “bolus”, “over” or “for” a time, “at” times.
    /// </summary>
    public static Result<SimulationRequest> ReadRegimen(
        string compound, string regimen, string weight, double? hours, string? model, int subjects, double ageYears,
        IReadOnlyList<string>? medicines = null, int sessionsBefore = 0, Descent descent = Descent.NotSaid)
    {
        if (!FindCompound(compound).Try(out var which, out var noCompound)) return noCompound;
        if (!ReadBody(weight, ageYears, descent).Try(out var body, out var noBody)) return noBody;
        var orders = new List<DoseOrder>();
        foreach (var line in regimen.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (!ReadOrder(line).Try(out var order, out var noOrder)) return noOrder;
            orders.Add(order);
        }
        if (orders.Count == 0) return new UnreadableLine(regimen);
        if (orders.Count > 50) return new OutOfRange("The number of lines of the regimen", Written(orders.Count), "1", "50");
        return Checked(which, body, orders, hours, model, subjects, medicines, sessionsBefore);
    }

    /// <summary>The doses, in the order of their times. Esketamine into the nose is split into devices of 28 mg, five minutes apart.</summary>
    public IReadOnlyList<GivenDose> Doses()
    {
        const decimal device = 28;
        var given = Orders.SelectMany(order => order.AtH.Select(at => (Order: order, At: at))).OrderBy(each => each.At).ToList();
        var doses = new List<GivenDose>();
        var occasion = 0;
        for (var k = 0; k < given.Count; k++)
        {
            var (order, at) = given[k];
            // What is given within twelve hours of the dose before belongs to the same day of treatment.
            if (k > 0 && at - given[k - 1].At >= 12) occasion++;
            var amount = order.Dose.For(Body.Weight);
            if (order.By != GivenBy.Nose || Compound != Compound.Esketamine)
            {
                doses.Add(new GivenDose(amount, order.By, at, order.OverH, 0, occasion));
                continue;
            }
            var left = amount.Milligrams;
            for (var next = 0; left > 0; next++, left -= device)
                doses.Add(new GivenDose(Mass.FromMilligrams(Math.Min(device, left)), order.By, at + next / 12.0, 0, next, occasion));
        }
        return doses;
    }

    /// <summary>When doses are given, h.</summary>
    public IReadOnlyList<double> AtH => [.. Orders.SelectMany(order => order.AtH).Distinct().Order()];

    /// <summary>What a laboratory would report: both enantiomers where both are given.</summary>
    public Analyte Analyte => Compound switch
    {
        Compound.RacemicKetamine => Analyte.Ketamine,
        Compound.Arketamine => Analyte.RKetamine,
        _ => Analyte.SKetamine,
    };

    /// <summary>What is given, in words: “37.5 mg by vein over 40 min at 0”.</summary>
    public string InWords => string.Join("; ", Orders.Select(order =>
    {
        var rounded = Mass.FromMilligrams(Math.Round(order.Dose.For(Body.Weight).Milligrams, 2));
        var over = order.OverH > 0 ? string.Create(CultureInfo.InvariantCulture, $" over {60 * order.OverH:0.#} min") : "";
        var at = order.AtH is [0] ? "" : $" at {string.Join(", ", order.AtH.Order().Select(TimeInWords))}";
        return $"{rounded} {GivenDose.Name(order.By)}{over}{at}";
    }));

    /// <summary>A time in its handiest unit: “40 min”, “3 h”, “7 d”.</summary>
    public static string TimeInWords(double hours) => hours switch
    {
        0 => "0",
        < 2 => string.Create(CultureInfo.InvariantCulture, $"{60 * hours:0.#} min"),
        < 48 => string.Create(CultureInfo.InvariantCulture, $"{hours:0.##} h"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{hours / 24:0.##} d"),
    };

    /// <summary>Minutes, hours, days or weeks: “40min”, “2 h”, “3d”, “0”.</summary>
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

    private static Result<Compound> FindCompound(string name) =>
        Compounds.TryGetValue(name.Trim(), out var which) ? which : new UnknownWord("compound", name, string.Join(", ", Compounds.Keys));

    private static Result<GivenBy> FindWay(string name) =>
        Ways.TryGetValue(name.Trim(), out var by) ? by : new UnknownWord("route", name, string.Join(", ", Ways.Keys));

    private static Result<Body> ReadBody(string weight, double ageYears, Descent descent)
    {
        if (!BodyWeight.Read(weight).Try(out var body, out var noWeight)) return noWeight;
        if (body.Kilograms is < 25 or > 350) return new OutOfRange("The weight", weight, "25 kg", "350 kg");
        if (!(ageYears is >= 18 and <= 100)) return new OutOfRange("The age", Written(ageYears), "18", "100 years");
        return new Body(body, ageYears, descent);
    }

    private static Result<SimulationRequest> Checked(
        Compound compound, Body body, IReadOnlyList<DoseOrder> orders, double? asked, string? model, int subjects,
        IReadOnlyList<string>? medicines, int sessionsBefore)
    {
        // Until a day after the last dose, where nothing is said.
        var hours = asked ?? orders.SelectMany(order => order.AtH).DefaultIfEmpty().Max() + 24;
        if (!(hours is > 0 and <= 24 * 366)) return new OutOfRange("The length of the simulation", $"{Written(hours)} h", "more than 0 h", "366 days");
        if (subjects is < 1 or > 100_000) return new OutOfRange("The number of subjects", Written(subjects), "1", "100,000");
        if (sessionsBefore is < 0 or > 1000) return new OutOfRange("The number of sessions before", Written(sessionsBefore), "0", "1,000");
        foreach (var order in orders)
        {
            var amount = order.Dose.For(body.Weight);
            // Ten times the largest dose of any protocol is a slip of the pen, not a question.
            if (amount.Milligrams <= 0 || amount / body.Weight > DosePerWeight.FromMilligramsPerKilogram(13))
                return new OutOfRange("The dose", order.Dose.ToString(), "more than 0 mg", "13 mg/kg, the most given into a muscle for anaesthesia");
            if (order.OverH is < 0 or > 48) return new OutOfRange("The time over which it is given", TimeInWords(order.OverH), "0 min", "48 h");
            if (order.OverH > 0 && order.By is not (GivenBy.Vein or GivenBy.UnderSkin)) return new NotInfused(GivenDose.Name(order.By));
            foreach (var time in order.AtH)
                if (!(time >= 0 && time < hours)) return new OutOfRange("A time of dosing", TimeInWords(time), "0", $"before the end of the simulation ({TimeInWords(hours)})");
        }
        var doses = orders.Sum(order => order.AtH.Count);
        if (doses is 0 or > 200) return new OutOfRange("The number of doses", Written(doses), "1", "200");
        GivenBy[] ways = [.. orders.Select(order => order.By).Distinct()];
        var named = Compounds.First(each => each.Value == compound).Key;
        var routes = string.Join(", ", ways.Select(by => Ways.First(each => each.Value == by).Key));
        DrugModel? chosen;
        if (model is null)
        {
            chosen = DrugLibrary.For(compound, ways);
            if (chosen is null) return new NoModel(named, routes);
        }
        else
        {
            chosen = DrugLibrary.Find(model);
            if (chosen is null) return new UnknownWord("model", model, string.Join(", ", DrugLibrary.All.Select(each => each.Id)));
            if (chosen.Compound != compound || !ways.All(chosen.Ways.Contains)) return new NoModel($"{named} in the model {model}", routes);
        }
        if (!KnownInteractions.Read(medicines ?? []).Try(out var taken, out var unknown)) return unknown;
        if (taken.Count > 0) body = body with { Taking = Taking.In(chosen, taken, ways) };
        return new SimulationRequest(chosen, compound, body, orders, hours, subjects) { Medicines = taken, SessionsBefore = sessionsBefore };
    }

    private static Result<DoseOrder> ReadOrder(string line)
    {
        // The words up to the next one that has a meaning of its own belong together: “0.2 mg/kg” may have its space.
        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var phrases = new List<(string Key, string Text)> { ("dose", "") };
        foreach (var word in words)
        {
            var small = word.ToLowerInvariant();
            if (Ways.ContainsKey(small)) phrases.Add(("route", small));
            else if (small is "over" or "for" or "at" or "bolus") phrases.Add((small, ""));
            else phrases[^1] = phrases[^1].Key == "route" ? phrases[^1] with { Text = phrases[^1].Text + " " + word } : phrases[^1] with { Text = (phrases[^1].Text + " " + word).Trim() };
        }
        string? Of(string key) => phrases.Where(phrase => phrase.Key == key).Select(phrase => phrase.Text).FirstOrDefault();
        if (phrases.GroupBy(phrase => phrase.Key).Any(group => group.Count() > 1) || Of("bolus") is { Length: > 0 } || (Of("bolus") is not null && (Of("over") ?? Of("for")) is not null))
            return new UnreadableLine(line);
        if (!FindWay(Of("route") ?? "iv").Try(out var by, out var noWay)) return noWay;
        var overH = 0.0;
        if ((Of("over") ?? Of("for")) is { } lasting && !ReadTime(lasting).Try(out overH, out var noTime)) return noTime;
        if (!ReadTimes(Of("at") ?? "0").Try(out var times, out var noTimes)) return noTimes;
        if (ReadRate(Of("dose")!) is { } rate)
        {
            if (Of("for") is null || !(overH > 0)) return new UnreadableLine(line);
            return new DoseOrder(rate(overH), by, overH, times);
        }
        if (Of("for") is not null) return new UnreadableLine(line);
        return ReadDose(Of("dose")!).Try(out var dose, out var noDose) ? new DoseOrder(dose, by, overH, times) : noDose;
    }

    private static Result<IReadOnlyList<double>> ReadTimes(string text)
    {
        var times = new List<double>();
        foreach (var each in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (!ReadTime(each).Try(out var time, out var noTime)) return noTime;
            if (time < 0) return new OutOfRange("A time of dosing", each, "0", "the end of the simulation");
            times.Add(time);
        }
        if (times.Count == 0 && !ReadTime(text).Try(out _, out var notSaid)) return notSaid;
        return times.Count > 200 ? new OutOfRange("The number of doses", Written(times.Count), "1", "200") : times;
    }

    /// <summary>What a rate amounts to over some hours; null for what is no rate.</summary>
    private static Func<double, AskedDose>? ReadRate(string text)
    {
        if (InfusionRate.Read(text).Try(out var rate, out _)) return hours => new AskedDose(Mass.FromMilligrams(rate.MilligramsPerHour * (decimal)hours), null);
        if (!QuantityText.TrySplit(text, out var number, out var unit)) return null;
        decimal? perHour = unit switch
        {
            "mg/kg/h" => 1m,
            "mg/kg/min" => 60m,
            "ug/kg/min" or "mcg/kg/min" or "\u00B5g/kg/min" or "\u03BCg/kg/min" => 0.06m,
            _ => null,
        };
        return perHour is { } factor && Math.Abs(number) < 1_000_000
            ? hours => new AskedDose(null, DosePerWeight.FromMilligramsPerKilogram(number * factor * (decimal)hours))
            : null;
    }

    private static Result<AskedDose> ReadDose(string text)
    {
        if (DosePerWeight.Read(text).Try(out var perKilogram, out _)) return new AskedDose(null, perKilogram);
        return Mass.Read(text).Try(out var amount, out var refusal) ? new AskedDose(amount, null) : refusal;
    }

    private static string Written(double number) => string.Create(CultureInfo.InvariantCulture, $"{number:0.##}");
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

/// <summary>Only what runs into a vein or under the skin takes a time.</summary>
public sealed record NotInfused(string Way) : Refusal
{
    public override string Code => "simulation.not-infused";

    public override string Sentence => $"A dose {Way} is given at once: leave the time out, or choose a vein or under the skin.";
}

/// <summary>A line of a regimen that cannot be read.</summary>
public sealed record UnreadableLine(string Line) : Refusal
{
    public override string Code => "simulation.unreadable-line";

    public override string Sentence =>
        $"“{Line}” is not a line of a regimen; write “0.2mg/kg bolus”, “0.5mg/kg iv over 40min at 5min”, “25mg sublingual at 2h” or “20mg/h for 30min at 3h”, with a semicolon between them.";
}

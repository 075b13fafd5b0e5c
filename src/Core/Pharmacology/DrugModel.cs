using Afterglow.Core.Pharmacology.Disposition;
using Afterglow.Core.Pharmacology.Interactions;
using Afterglow.Core.Units;

namespace Afterglow.Core.Pharmacology;

public enum Compound
{
    RacemicKetamine,
    Esketamine,
    Arketamine,
}

public enum Analyte
{
    /// <summary>What a clinical laboratory calls ketamine: both enantiomers together.</summary>
    Ketamine,
    SKetamine,
    RKetamine,
    Norketamine,
    Hydroxynorketamine,
}

public enum GivenBy
{
    Vein,
    Muscle,
    UnderSkin,
    Nose,
    UnderTongue,
    Cheek,
    Mouth,
    Rectum,
}

/// <summary>Where blood was drawn: during an infusion arterial levels stand well above venous ones, afterwards below.</summary>
public enum SamplingSite
{
    Arterial,
    Venous,
    Mixed,
}

/// <summary>One number of a published model.</summary>
/// <param name="Symbol">As the source writes it.</param>
/// <param name="Unit">UCUM, or “fraction”.</param>
/// <param name="BetweenSubjects">Standard deviation of the logarithm between people; 0 when the source gives none.</param>
/// <param name="BetweenOccasions">Standard deviation of the logarithm between two days of one person.</param>
/// <param name="SpreadSource">Where the spread comes from, when it is not from where the value comes from.</param>
public sealed record Parameter(
    string Symbol, string What, double Value, string Unit, Source Source, double BetweenSubjects = 0, double BetweenOccasions = 0,
    Source? SpreadSource = null)
{
    /// <summary>The standard deviation of a logarithm that belongs to a coefficient of variation in per cent.</summary>
    public static double FromCv(double percent) => Math.Sqrt(Math.Log(1 + percent / 100 * (percent / 100)));
}

/// <summary>Two parameters that differ together between people.</summary>
/// <param name="Value">Covariance of the two logarithms.</param>
public sealed record Covariance(string One, string Other, double Value, Source Source);

/// <summary>Descent, where a model found that it matters. Used only where it is said.</summary>
public enum Descent
{
    NotSaid,
    Asian,

    /// <summary>Asian, and what was found for Japanese people besides.</summary>
    Japanese,
}

/// <summary>The body a model is applied to, and what it takes besides.</summary>
/// <param name="Taking">What other medicines change in the model it was worked out for.</param>
public sealed record Body(BodyWeight Weight, double AgeYears = 40, Descent Descent = Descent.NotSaid, Taking? Taking = null)
{
    /// <summary>Weight in kg.</summary>
    public double Kg => (double)Weight.Kilograms;

    /// <summary>(weight / 70 kg) to a power.</summary>
    public double Allometric(double exponent) => Math.Pow(Kg / 70, exponent);
}

/// <summary>One way into the body that a dose takes, with its share of the dose.</summary>
/// <param name="Fraction">Of the dose.</param>
/// <param name="LagH">Nothing arrives before this, h.</param>
/// <param name="EvenlyOverH">The dose enters this path evenly over so long, h; 0 at once.</param>
/// <param name="Response">mg/L in plasma for 1 mg entering the path.</param>
public sealed record Path(double Fraction, double LagH, double EvenlyOverH, ExponentialSum Response);

/// <summary>A model applied to one person: how each way of giving reaches each analyte.</summary>
public sealed record Kinetics(Func<Analyte, GivenBy, int, IReadOnlyList<Path>> Paths)
{
    /// <summary>The paths of a dose. <paramref name="order"/> is 0 for the first of several doses given together, then 1, 2, …</summary>
    public IReadOnlyList<Path> Of(Analyte analyte, GivenBy by, int order = 0) => Paths(analyte, by, order);
}

/// <summary>A published model: its numbers beside their citations, and how they make a person's kinetics. One file each.</summary>
/// <param name="Id">Permanent, such as <c>otto-2021</c>.</param>
/// <param name="Ways">The ways of giving it covers.</param>
/// <param name="Analytes">What it predicts.</param>
/// <param name="Caution">What to be careful about, in one or two sentences.</param>
/// <param name="Apply">Makes the kinetics of one person; the numbers come from the person, by their symbols.</param>
public sealed record DrugModel(
    string Id, string Name, Compound Compound, string Species, string Population, SamplingSite Sampling, Source Source, string Caution,
    IReadOnlyList<GivenBy> Ways, IReadOnlyList<Analyte> Analytes, IReadOnlyList<Parameter> Parameters,
    Func<Person, Kinetics> Apply)
{
    private Symbols? symbols;

    /// <summary>The ways of giving for which this model is taken unless another is asked for.</summary>
    public IReadOnlyList<GivenBy> UsualFor { get; init; } = [];

    /// <summary>Parameters that differ together between people.</summary>
    public IReadOnlyList<Covariance> Covariances { get; init; } = [];

    /// <summary>The parameters that are multiplied when another medicine speeds elimination up or slows it down.</summary>
    public IReadOnlyList<string> Elimination { get; init; } = [];

    /// <summary>The person in the middle: every random effect at zero.</summary>
    public Kinetics Typical(Body body) => Apply(new Person(this, body, null, 0, 0));

    /// <summary>One person of a virtual population. The same seed and number give the same person on every machine.</summary>
    public Kinetics Virtual(Body body, ulong seed, int number, int occasion = 0) => Apply(new Person(this, body, seed, number, occasion));

    /// <summary>True when a second day of one person differs from the first.</summary>
    public bool DiffersBetweenOccasions => Parameters.Any(parameter => parameter.BetweenOccasions > 0);

    /// <summary>The parameters by their symbols, looked at once for all people.</summary>
    internal Symbols Symbols => symbols is { } known && ReferenceEquals(known.Of, Parameters) ? known : symbols = new Symbols(this);
}

/// <summary>A model's parameters as every virtual person needs them: found by symbol in a step or two, with what makes their random effects.</summary>
internal sealed class Symbols
{
    private readonly string id;
    private readonly string?[] table;
    private readonly int[] places;

    public Symbols(DrugModel model)
    {
        id = model.Id;
        Of = model.Parameters;
        Parameters = [.. model.Parameters];
        var size = 16;
        while (size < 4 * Parameters.Length) size *= 2;
        table = new string?[size];
        places = new int[size];
        for (var k = 0; k < Parameters.Length; k++)
        {
            var slot = Slot(Parameters[k].Symbol);
            while (table[slot] is not null) slot = (slot + 1) & (size - 1);
            (table[slot], places[slot]) = (Parameters[k].Symbol, k);
        }
        Draws = Factor(model.Covariances);
    }

    /// <summary>What this was made of: a model with other numbers needs another.</summary>
    public IReadOnlyList<Parameter> Of { get; }

    public Parameter[] Parameters { get; }

    /// <summary>
    /// For each parameter the independent standard normal numbers that make its random effect, and their weights: a
    /// standard deviation for one on its own; where parameters differ together, a row of the Cholesky factor.
    /// </summary>
    public (int Of, double Times)[][] Draws { get; }

    public int Place(string symbol)
    {
        for (var slot = Slot(symbol); table[slot] is { } here; slot = (slot + 1) & (table.Length - 1))
            if (ReferenceEquals(here, symbol) || here == symbol) return places[slot];
        throw new ArgumentException($"The model {id} has no parameter {symbol}.", nameof(symbol));
    }

    // Symbols are short: their ends and their length tell nearly all of them apart.
    private int Slot(string symbol) => (symbol[0] * 7 + symbol[^1] * 3 + symbol.Length) & (table.Length - 1);

    private (int Of, double Times)[][] Factor(IReadOnlyList<Covariance> covariances)
    {
        var n = Parameters.Length;
        var lower = new double[n, n];
        double Shared(int i, int j) => i == j
            ? Parameters[i].BetweenSubjects * Parameters[i].BetweenSubjects
            : covariances.Where(each => (Place(each.One), Place(each.Other)) is var pair
                && (pair == (i, j) || pair == (j, i))).Sum(each => each.Value);
        for (var i = 0; i < n; i++)
        {
            if (Parameters[i].BetweenSubjects == 0) continue;
            for (var j = 0; j <= i; j++)
            {
                if (Parameters[j].BetweenSubjects == 0) continue;
                var left = Shared(i, j);
                for (var k = 0; k < j; k++) left -= lower[i, k] * lower[j, k];
                if (i != j) lower[i, j] = left / lower[j, j];
                else if (left > 0) lower[i, i] = Math.Sqrt(left);
                else throw new InvalidOperationException($"The covariances of {id} do not belong to any spread.");
            }
        }
        return [.. Enumerable.Range(0, n).Select(i =>
            Enumerable.Range(0, i + 1).Where(j => lower[i, j] != 0).Select(j => (j, lower[i, j])).ToArray())];
    }
}

/// <summary>The numbers of one model as they are in one person: drawn when they are asked for, always the same.</summary>
public sealed class Person
{
    private readonly DrugModel model;
    private readonly Symbols symbols;
    private readonly ulong? seed;
    private readonly uint number;
    private readonly uint occasion;

    // What was drawn so far; nothing is drawn twice.
    private readonly double[] drawn;

    internal Person(DrugModel model, Body body, ulong? seed, int number, int occasion)
    {
        this.model = model;
        symbols = model.Symbols;
        this.seed = seed;
        this.number = (uint)number;
        this.occasion = (uint)occasion;
        drawn = new double[symbols.Parameters.Length];
        Array.Fill(drawn, double.NaN);
        Body = body;
    }

    public Body Body { get; }

    /// <summary>A parameter's value in this person, in its own unit; a fraction on the logit scale comes back as a fraction.</summary>
    public double this[string symbol]
    {
        get
        {
            var k = symbols.Place(symbol);
            var value = drawn[k];
            return double.IsNaN(value) ? drawn[k] = Draw(k) : value;
        }
    }

    private double Draw(int k)
    {
        var parameter = symbols.Parameters[k];
        var log = 0.0;
        if (seed is { } from)
        {
            if (parameter.BetweenSubjects > 0)
                foreach (var (of, times) in symbols.Draws[k]) log += times * RandomNumbers.Normal(from, number, (uint)of, 0);
            if (parameter.BetweenOccasions > 0) log += parameter.BetweenOccasions * RandomNumbers.Normal(from, number, (uint)k, occasion + 1);
        }
        if (parameter.Unit == "logit") return 1 / (1 + Math.Exp(-(parameter.Value + log)));
        var value = log == 0 ? parameter.Value : parameter.Value * Math.Exp(log);
        return Body.Taking is { } taking && model.Elimination.Contains(parameter.Symbol) ? value * taking.Elimination : value;
    }

    /// <summary>The share of a dose that gets through by a way of giving: never more than all of it, and changed by other medicines.</summary>
    /// <param name="most">More than 1 only where something behind it takes away again, as the liver does behind the gut.</param>
    public double Share(string symbol, GivenBy by, double most = 1) => Math.Min(most, this[symbol] * (Body.Taking?.Share(by) ?? 1));
}

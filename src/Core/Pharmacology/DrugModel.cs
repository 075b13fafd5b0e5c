using System.Collections.Frozen;
using Afterglow.Core.Pharmacology.Disposition;
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
public sealed record Parameter(
    string Symbol, string What, double Value, string Unit, Source Source, double BetweenSubjects = 0, double BetweenOccasions = 0)
{
    /// <summary>The standard deviation of a logarithm that belongs to a coefficient of variation in per cent.</summary>
    public static double FromCv(double percent) => Math.Sqrt(Math.Log(1 + percent / 100 * (percent / 100)));
}

/// <summary>The body a model is applied to.</summary>
public sealed record Body(BodyWeight Weight, double AgeYears = 40)
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
/// <param name="Caution">What to be careful about, in one sentence.</param>
/// <param name="Apply">Makes the kinetics of one person; the numbers come from the person, in the order of the parameters.</param>
public sealed record DrugModel(
    string Id, string Name, Compound Compound, string Species, string Population, SamplingSite Sampling, Source Source, string Caution,
    IReadOnlyList<GivenBy> Ways, IReadOnlyList<Analyte> Analytes, IReadOnlyList<Parameter> Parameters,
    Func<Person, Kinetics> Apply)
{
    private readonly FrozenDictionary<string, int> places =
        Parameters.Select((parameter, place) => (parameter.Symbol, place)).ToFrozenDictionary(pair => pair.Symbol, pair => pair.place);

    internal int Place(string symbol) => places[symbol];

    /// <summary>The person in the middle: every random effect at zero.</summary>
    public Kinetics Typical(Body body) => Apply(new Person(this, body, null, 0, 0));

    /// <summary>One person of a virtual population. The same seed and number give the same person on every machine.</summary>
    public Kinetics Virtual(Body body, ulong seed, int number, int occasion = 0) => Apply(new Person(this, body, seed, number, occasion));
}

/// <summary>The numbers of one model as they are in one person: drawn when they are asked for, always the same.</summary>
public sealed class Person
{
    private readonly DrugModel model;
    private readonly ulong? seed;
    private readonly uint number;
    private readonly uint occasion;

    internal Person(DrugModel model, Body body, ulong? seed, int number, int occasion)
    {
        this.model = model;
        this.seed = seed;
        this.number = (uint)number;
        this.occasion = (uint)occasion;
        Body = body;
    }

    public Body Body { get; }

    /// <summary>A parameter's value in this person, in its own unit.</summary>
    public double this[string symbol]
    {
        get
        {
            var k = model.Place(symbol);
            var parameter = model.Parameters[k];
            var log = 0.0;
            if (seed is { } from)
            {
                if (parameter.BetweenSubjects > 0) log += parameter.BetweenSubjects * RandomNumbers.Normal(from, number, (uint)k, 0);
                if (parameter.BetweenOccasions > 0) log += parameter.BetweenOccasions * RandomNumbers.Normal(from, number, (uint)k, occasion + 1);
            }
            if (parameter.Unit == "logit") return 1 / (1 + Math.Exp(-(parameter.Value + log)));
            return log == 0 ? parameter.Value : parameter.Value * Math.Exp(log);
        }
    }
}

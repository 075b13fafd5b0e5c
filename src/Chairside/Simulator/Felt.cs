using Afterglow.Core.Pharmacology;
using Afterglow.Core.Pharmacology.Effects;

namespace Afterglow.Chairside.Simulator;

/// <summary>
/// How strongly one person's body answers to S-ketamine at the effect site: <see cref="SessionEffects"/>, one person at a
/// time, so that a moving slider asks for no more than it needs.
/// </summary>
public readonly record struct Felt(double Systolic, double Diastolic, double HeartRate, double HalfDissociation, double MostDissociation)
{
    private static readonly double HalfSedation = Parameter("C50s").Value;
    private static readonly double SedationSteepness = Parameter("hs").Value;

    /// <summary>Equilibration of the effect site, 1/h.</summary>
    public static double SiteRate { get; } = Math.Log(2) / (Parameter("t½ke0").Value / 60);

    /// <summary>The person in the middle. The published figures are means, and a log-normal's middle lies below its mean.</summary>
    public static Felt Middle { get; } = new(
        AtMiddle("SBP"), AtMiddle("DBP"), AtMiddle("HR"), AtMiddle("C50d"), AtMiddle("CADSSmax"));

    /// <summary>One of the virtual people: the same that <see cref="SessionEffects.Population"/> draws.</summary>
    public static Felt Virtual(ulong seed, int person) => new(
        Drawn("SBP", seed, person), Drawn("DBP", seed, person), Drawn("HR", seed, person), Drawn("C50d", seed, person), Drawn("CADSSmax", seed, person));

    /// <summary>The effect at a level of S-ketamine at the effect site, ng/mL. The chance of drowsiness is the same in everybody.</summary>
    public double At(SessionEffect effect, double ngPerMl) => effect switch
    {
        SessionEffect.Systolic => Systolic * ngPerMl,
        SessionEffect.Diastolic => Diastolic * ngPerMl,
        SessionEffect.HeartRate => HeartRate * ngPerMl,
        SessionEffect.Dissociation => MostDissociation * ngPerMl / (HalfDissociation + ngPerMl),
        _ => 1 / (1 + Math.Pow(HalfSedation / Math.Max(ngPerMl, 1e-9), SedationSteepness)),
    };

    public static Parameter Parameter(string symbol) => SessionEffects.Parameters.First(each => each.Symbol == symbol);

    private static double AtMiddle(string symbol)
    {
        var parameter = Parameter(symbol);
        return parameter.Value * Math.Exp(-parameter.BetweenSubjects * parameter.BetweenSubjects / 2);
    }

    private static double Drawn(string symbol, ulong seed, int person)
    {
        var place = 0;
        while (SessionEffects.Parameters[place].Symbol != symbol) place++;
        return AtMiddle(symbol) * Math.Exp(SessionEffects.Parameters[place].BetweenSubjects
            * RandomNumbers.Normal(seed ^ 0xEFFEC7, (uint)person, (uint)place, 0));
    }
}

using Afterglow.Core.Pharmacology;
using Afterglow.Core.Pharmacology.Effects;

namespace Afterglow.Chairside.Simulator;

/// <summary>
/// How strongly one person's body answers to S-ketamine at the effect site: <see cref="SessionEffects"/>, one person at a
/// time, so that a moving slider asks for no more than it needs.
/// </summary>
public readonly record struct Felt(Reaction Reaction)
{
    /// <summary>Equilibration of the effect site, 1/h.</summary>
    public static double SiteRate => SessionEffects.SiteRate;

    /// <summary>The person in the middle.</summary>
    public static Felt Middle { get; } = new(Reaction.Middle);

    /// <summary>One of the virtual people: the same that <see cref="SessionEffects.Population"/> draws.</summary>
    public static Felt Virtual(ulong seed, int person) => new(Reaction.Virtual(seed, person));

    /// <summary>The effect at a level of S-ketamine at the effect site, ng/mL.</summary>
    public double At(SessionEffect effect, double ngPerMl) => Reaction.At(effect, ngPerMl);

    /// <summary>Chance of MOAA/S 4 or less; its numbers carry no spread between people.</summary>
    public static double Sedation(double ngPerMl) => SessionEffects.Mean(SessionEffect.Sedation, ngPerMl);

    public static Parameter Parameter(string symbol) => SessionEffects.Parameters.First(each => each.Symbol == symbol);
}

namespace Afterglow.Core.Pharmacology.Effects;

/// <summary>
/// How much more or less than the mean one person reacts. Pressure and pulse were published with a mean and a standard
/// deviation, and fall in some people; one person's two pressures go together, which is assumed.
/// </summary>
public readonly record struct Reaction(double Systolic, double Diastolic, double HeartRate, double Dissociation)
{
    // Apart from the draws of the kinetics: another seed for the effects.
    private const ulong EffectsSeed = 0xEFFEC7;

    /// <summary>CADSS has 23 items of at most 4 points.</summary>
    public const double MostCadss = 92;

    /// <summary>The person in the middle. Dissociation was published as a mean, and a log-normal's middle lies below its mean.</summary>
    public static Reaction Middle { get; } = new(1, 1, 1, Math.Exp(-SessionEffects.DissociationSpread * SessionEffects.DissociationSpread / 2));

    /// <summary>One of the virtual people of a seed.</summary>
    public static Reaction Virtual(ulong seed, int person)
    {
        double Draw(uint of) => RandomNumbers.Normal(seed ^ EffectsSeed, (uint)person, of, 0);
        var pressure = Draw(0);
        var spread = SessionEffects.DissociationSpread;
        return new Reaction(
            1 + SessionEffects.SystolicSpread * pressure, 1 + SessionEffects.DiastolicSpread * pressure, 1 + SessionEffects.HeartSpread * Draw(1),
            Math.Exp(spread * (Draw(2) - spread / 2)));
    }

    /// <summary>How many times the mean an effect is in this person; drowsiness is a chance, the same for all.</summary>
    public double TimesMean(SessionEffect effect) => effect switch
    {
        SessionEffect.Systolic => Systolic,
        SessionEffect.Diastolic => Diastolic,
        SessionEffect.HeartRate => HeartRate,
        SessionEffect.Dissociation => Dissociation,
        _ => 1,
    };

    /// <summary>The effect at a level of S-ketamine at the effect site, ng/mL, after so many sessions.</summary>
    public double At(SessionEffect effect, double ngPerMl, int sessionsBefore = 0)
    {
        var mean = SessionEffects.Mean(effect, ngPerMl);
        return effect switch
        {
            SessionEffect.Systolic => Systolic * mean,
            SessionEffect.Diastolic => Diastolic * mean,
            SessionEffect.HeartRate => HeartRate * mean,
            SessionEffect.Dissociation => Math.Min(MostCadss, Dissociation * mean) * (sessionsBefore == 0 ? 1 : SessionEffects.DissociationLeft(sessionsBefore)),
            _ => mean,
        };
    }
}

using System.Diagnostics;
using Afterglow.Core.Pharmacology;
using Afterglow.Core.Pharmacology.Effects;

namespace Afterglow.Chairside.Simulator;

/// <summary>The curves of one session.</summary>
public enum SessionCurve
{
    /// <summary>ng/mL.</summary>
    Plasma,

    /// <summary>Rise, mmHg.</summary>
    Systolic,

    /// <summary>Rise, mmHg.</summary>
    Diastolic,

    /// <summary>Rise, a minute.</summary>
    HeartRate,

    /// <summary>CADSS, points; never a target.</summary>
    Dissociation,

    /// <summary>Chance of MOAA/S 4 or less, 0 to 1.</summary>
    Sedation,
}

/// <summary>
/// One session of one regimen. The person in the middle is there at once; virtual people follow in slices short enough
/// that a slider keeps moving. What another dose, duration or body leaves true is kept; a spread that is not true any
/// more stays as a stale one until its successor is there.
/// </summary>
public sealed class SessionForecast
{
    /// <summary>The virtual people are the same in every forecast.</summary>
    public const ulong Seed = 20261123;

    /// <summary>So many virtual people stand behind a finished spread.</summary>
    public const int Crowd = 500;

    // So many people between two looks at the clock.
    private const int AtOnce = 10;

    private static readonly SessionCurve[] All = Enum.GetValues<SessionCurve>();
    private static readonly SessionEffect[] Effects = Enum.GetValues<SessionEffect>();

    // By effect, then person: how many times the mean each reacts.
    private static readonly double[][] Reactions = [.. Effects.Select(_ => new double[Crowd])];
    private static int reacting;

    private readonly PersonResponse?[] people = new PersonResponse?[Crowd];
    private readonly Ranks ranks = new(Crowd, SessionGrid.Points);

    // One person's curve after the other's.
    private readonly double[] plasmaOf = new double[SessionGrid.Points * Crowd];
    private readonly double[] siteOf = new double[SessionGrid.Points * Crowd];
    private readonly double[] effectOf = new double[SessionGrid.Points * Crowd];

    private PersonResponse? middle;
    private int built;
    private IReadOnlyList<GivenDose> drawnDoses = [];
    private double drawnMg;
    private double mg;
    private int sited;
    private int gathered;

    // Of the amount that people were drawn with.
    private Spread? plasmaSpread, siteSpread;

    public Regimen Regimen { get; private set; } = Regimen.Infusion;

    public Body Body { get; private set; } = new(Core.Units.BodyWeight.FromKilograms(70));

    public Dictionary<SessionCurve, Spread> Curves { get; } = [];

    /// <summary>What everything since the last question took, ms by the clock.</summary>
    public double WorkedMs { get; private set; }

    /// <summary>What plasma and its spread alone took of it.</summary>
    public double PlasmaMs { get; private set; }

    /// <summary>How many people were drawn so far for this shape of curve.</summary>
    public int Drawn { get; private set; }

    /// <summary>How many virtual people stand behind every curve; 0 while a spread is missing or stale.</summary>
    public int People => Curves.Count == 0 || Curves.Values.Any(curve => curve.Stale) ? 0 : Curves.Values.Min(curve => curve.People);

    /// <summary>Takes a regimen and works out the person in the middle, and the spread where it follows from what is known.</summary>
    /// <returns>False where the session is the one of before.</returns>
    public bool Ask(Regimen regimen, Body body)
    {
        var began = Stopwatch.GetTimestamp();
        var sameBody = middle is not null && Body == body && Regimen.Model == regimen.Model && Regimen.By == regimen.By && regimen.InDevices == Regimen.InDevices;
        var related = middle is not null && Regimen.Model == regimen.Model && Regimen.By == regimen.By;
        var sameShape = sameBody && Regimen.OverMinutes == regimen.OverMinutes && (!regimen.InDevices || Regimen.Dose == regimen.Dose);
        var sameDose = sameShape && Regimen.Amount(Body.Weight) == regimen.Amount(body.Weight);
        (Regimen, Body) = (regimen, body);
        if (sameDose) return false;
        var doses = regimen.SessionDoses(body);
        mg = (double)regimen.Amount(body.Weight).Milligrams;
        if (!sameBody)
        {
            built = 0;
            middle = Respond(regimen.Model.Typical(body));
        }
        if (!sameShape)
        {
            (Drawn, sited) = (0, 0);
            (drawnDoses, drawnMg) = (doses, mg);
            (plasmaSpread, siteSpread) = (null, null);
        }
        gathered = 0;
        var plasma = new double[SessionGrid.Points];
        var site = new double[SessionGrid.Points];
        middle!.AddPlasma(plasma, doses);
        middle.AddSite(site, doses);
        foreach (var curve in All)
        {
            var line = curve == SessionCurve.Plasma ? plasma : Array.ConvertAll(site, each => Reaction.Middle.At(Effect(curve), each));
            Curves[curve] = related ? Curves[curve].Behind(line) : Spread.Only(line);
        }
        // Plasma is linear in the dose, and the chance of drowsiness is a matter of the level alone.
        if (plasmaSpread is not null) Curves[SessionCurve.Plasma] = plasmaSpread.Times(mg / drawnMg);
        if (siteSpread is not null) Curves[SessionCurve.Sedation] = siteSpread.Times(mg / drawnMg).Through(Drowsy);
        WorkedMs = PlasmaMs = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        return true;
    }

    /// <summary>Draws virtual people and their plasma until their number or the time is reached. True when the number is.</summary>
    public bool Draw(int number, double milliseconds)
    {
        var began = Stopwatch.GetTimestamp();
        while (Drawn < number)
        {
            if (Drawn == built)
            {
                people[built] = Respond(Regimen.Model.Virtual(Body, Seed, built));
                built++;
            }
            var curve = Of(plasmaOf, Drawn);
            curve.Clear();
            people[Drawn]!.AddPlasma(curve, drawnDoses);
            Drawn++;
            gathered = 0;
            if (Stopwatch.GetElapsedTime(began).TotalMilliseconds >= milliseconds) break;
        }
        Took(began, true);
        return Drawn >= number;
    }

    /// <summary>
    /// The spread of everyone drawn so far, plasma first and then curve after curve, until the time is over. True when
    /// every curve has it.
    /// </summary>
    public bool Gather(double milliseconds)
    {
        var began = Stopwatch.GetTimestamp();
        bool done, plasma;
        do
        {
            plasma = gathered == 0;
            done = GatherNext();
        }
        while (!done && !plasma && Stopwatch.GetElapsedTime(began).TotalMilliseconds < milliseconds);
        Took(began, plasma);
        return done;
    }

    private bool GatherNext()
    {
        if (Drawn == 0 || gathered == All.Length) return true;
        var curve = All[gathered];
        var factor = mg / drawnMg;
        if (curve != SessionCurve.Plasma && sited < Drawn)
        {
            Site();
            return false;
        }
        gathered++;
        switch (curve)
        {
            case SessionCurve.Plasma:
                if (plasmaSpread?.People != Drawn) plasmaSpread = Percentiles(plasmaOf);
                Curves[curve] = plasmaSpread.Times(factor);
                break;
            case SessionCurve.Sedation:
                if (siteSpread?.People != Drawn) siteSpread = Percentiles(siteOf);
                Curves[curve] = siteSpread.Times(factor).Through(Drowsy);
                break;
            default:
                Curves[curve] = Reacted(Effect(curve), factor);
                break;
        }
        return gathered == All.Length;
    }

    /// <summary>The effect site of a few more people, and how they react.</summary>
    private void Site()
    {
        for (var until = Math.Min(Drawn, sited + AtOnce); sited < until; sited++)
        {
            if (sited == reacting)
            {
                var reaction = Reaction.Virtual(Seed, reacting);
                foreach (var effect in Effects) Reactions[(int)effect][reacting] = reaction.TimesMean(effect);
                reacting++;
            }
            var curve = Of(siteOf, sited);
            curve.Clear();
            people[sited]!.AddSite(curve, drawnDoses);
        }
    }

    private static double Drowsy(double ngPerMl) => Reaction.Middle.At(SessionEffect.Sedation, ngPerMl);

    private static SessionEffect Effect(SessionCurve curve) => curve switch
    {
        SessionCurve.Systolic => SessionEffect.Systolic,
        SessionCurve.Diastolic => SessionEffect.Diastolic,
        SessionCurve.HeartRate => SessionEffect.HeartRate,
        SessionCurve.Dissociation => SessionEffect.Dissociation,
        _ => SessionEffect.Sedation,
    };

    private Spread Percentiles(double[] curves)
    {
        var spread = Empty();
        for (var t = 0; t < SessionGrid.Points; t++) (spread.Low[t], spread.Middle[t], spread.High[t]) = ranks.At(curves, t, Drawn);
        return spread;
    }

    private Spread Reacted(SessionEffect effect, double factor)
    {
        var reactions = Reactions[(int)effect];
        var most = effect == SessionEffect.Dissociation ? Reaction.MostCadss : double.PositiveInfinity;
        SessionEffects.Means(effect, siteOf.AsSpan(0, SessionGrid.Points * Drawn), factor, effectOf);
        var at = 0;
        for (var k = 0; k < Drawn; k++)
        {
            var reaction = reactions[k];
            for (var end = at + SessionGrid.Points; at < end; at++)
            {
                var value = reaction * effectOf[at];
                effectOf[at] = value < most ? value : most;
            }
        }
        return Percentiles(effectOf);
    }

    private static Span<double> Of(double[] curves, int person) => curves.AsSpan(SessionGrid.Points * person, SessionGrid.Points);

    private void Took(long began, bool plasma)
    {
        var took = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        WorkedMs += took;
        if (plasma) PlasmaMs += took;
    }

    private Spread Empty() => new(new double[SessionGrid.Points], new double[SessionGrid.Points], new double[SessionGrid.Points], Drawn);

    private PersonResponse Respond(Kinetics kinetics) =>
        new(kinetics, Regimen.Analyte, Regimen.By, Regimen.InDevices ? 3 : 1, SessionEffects.SiteRate);
}

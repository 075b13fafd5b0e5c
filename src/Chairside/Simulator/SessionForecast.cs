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
/// that a slider keeps moving. What another dose, duration or body leaves true is kept.
/// </summary>
public sealed class SessionForecast
{
    /// <summary>The virtual people are the same in every forecast.</summary>
    public const ulong Seed = 20261123;

    /// <summary>So many virtual people stand behind a finished spread.</summary>
    public const int Crowd = 500;

    // What levels off with the dose, and so is not a multiple of it.
    private static readonly (SessionCurve Curve, SessionEffect Effect)[] Levelling =
    [
        (SessionCurve.Systolic, SessionEffect.Systolic), (SessionCurve.Diastolic, SessionEffect.Diastolic),
        (SessionCurve.HeartRate, SessionEffect.HeartRate), (SessionCurve.Dissociation, SessionEffect.Dissociation),
    ];

    private static readonly Felt[] Feels = new Felt[Crowd];
    private static int felt;

    private readonly PersonResponse?[] people = new PersonResponse?[Crowd];
    private readonly double[] person = new double[SessionGrid.Points];
    private readonly double[] row = new double[Crowd];

    // By time, then person: a percentile is looked for among neighbours.
    private readonly double[] plasmaOf = new double[SessionGrid.Points * Crowd];
    private readonly double[] siteOf = new double[SessionGrid.Points * Crowd];

    // The spreads of what is linear in the dose, for the amount that people were drawn with.
    private Spread? plasmaSpread;
    private Spread? siteSpread;

    private PersonResponse? middle;
    private int built;
    private int drawn;
    private IReadOnlyList<GivenDose> drawnDoses = [];
    private double drawnMg;
    private double mg;

    public Regimen Regimen { get; private set; } = Regimen.Infusion;

    public Body Body { get; private set; } = new(Core.Units.BodyWeight.FromKilograms(70));

    public Dictionary<SessionCurve, Spread> Curves { get; } = [];

    /// <summary>How many virtual people stand behind what is drawn; 0 while only the middle is known.</summary>
    public int People { get; private set; }

    /// <summary>Takes a regimen and works out the person in the middle, and the spread where it follows from what is known.</summary>
    public void Ask(Regimen regimen, Body body)
    {
        var sameBody = middle is not null && Body == body && Regimen.Model == regimen.Model && Regimen.By == regimen.By && regimen.InDevices == Regimen.InDevices;
        var sameShape = sameBody && Regimen.OverMinutes == regimen.OverMinutes && (!regimen.InDevices || Regimen.Dose == regimen.Dose);
        var sameDose = sameShape && Regimen.Amount(Body.Weight) == regimen.Amount(body.Weight);
        (Regimen, Body) = (regimen, body);
        if (sameDose) return;
        var doses = regimen.SessionDoses(body);
        mg = (double)regimen.Amount(body.Weight).Milligrams;
        if (!sameBody)
        {
            built = 0;
            middle = Respond(regimen.Model.Typical(body));
        }
        if (!sameShape)
        {
            drawn = 0;
            (drawnDoses, drawnMg) = (doses, mg);
            siteSpread = null;
            People = 0;
        }
        if (siteSpread is not null)
        {
            Spreads();
            return;
        }
        var plasma = new double[SessionGrid.Points];
        var site = new double[SessionGrid.Points];
        middle!.AddPlasma(plasma, doses);
        middle.AddSite(site, doses);
        Curves[SessionCurve.Plasma] = Spread.Only(plasma);
        foreach (var (curve, effect) in Levelling) Curves[curve] = Spread.Only(Array.ConvertAll(site, each => Felt.Middle.At(effect, each)));
        Curves[SessionCurve.Sedation] = Spread.Only(site).Through(Felt.Sedation);
    }

    /// <summary>How many people were drawn so far.</summary>
    public int Drawn => drawn;

    /// <summary>Draws virtual people until their number or the time is reached. True when the number is.</summary>
    public bool Draw(int number, double milliseconds)
    {
        var began = Stopwatch.GetTimestamp();
        while (drawn < number)
        {
            if (drawn == built)
            {
                people[built] = Respond(Regimen.Model.Virtual(Body, Seed, built));
                built++;
            }
            if (drawn == felt) Feels[felt] = Felt.Virtual(Seed, felt++);
            var response = people[drawn]!;
            Array.Clear(person);
            response.AddPlasma(person, drawnDoses);
            for (int t = 0, at = drawn; t < person.Length; t++, at += Crowd) plasmaOf[at] = person[t];
            Array.Clear(person);
            response.AddSite(person, drawnDoses);
            for (int t = 0, at = drawn; t < person.Length; t++, at += Crowd) siteOf[at] = person[t];
            drawn++;
            if (Stopwatch.GetElapsedTime(began).TotalMilliseconds >= milliseconds) break;
        }
        return drawn >= number;
    }

    /// <summary>The spread of everyone drawn so far.</summary>
    public void Gather()
    {
        if (drawn == 0) return;
        People = drawn;
        plasmaSpread = Percentiles(plasmaOf, (_, value) => value);
        siteSpread = Percentiles(siteOf, (_, value) => value);
        Spreads();
    }

    private void Spreads()
    {
        var factor = mg / drawnMg;
        Curves[SessionCurve.Plasma] = plasmaSpread!.Times(factor);
        foreach (var (curve, effect) in Levelling) Curves[curve] = Percentiles(siteOf, (feels, level) => feels.At(effect, factor * level));
        Curves[SessionCurve.Sedation] = siteSpread!.Times(factor).Through(Felt.Sedation);
    }

    private Spread Percentiles(double[] values, Func<Felt, double, double> of)
    {
        var spread = Empty(People);
        for (var t = 0; t < SessionGrid.Points; t++)
        {
            for (int k = 0, at = t * Crowd; k < People; k++, at++) row[k] = of(Feels[k], values[at]);
            (spread.Low[t], spread.Middle[t], spread.High[t]) = Spread.Of(row.AsSpan(0, People));
        }
        return spread;
    }

    private static Spread Empty(int people) =>
        new(new double[SessionGrid.Points], new double[SessionGrid.Points], new double[SessionGrid.Points], people);

    private PersonResponse Respond(Kinetics kinetics) =>
        new(kinetics, Regimen.Analyte, Regimen.By, Regimen.InDevices ? 3 : 1, Felt.SiteRate);
}

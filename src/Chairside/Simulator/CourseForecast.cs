using System.Diagnostics;
using Afterglow.Core.Evidence;
using Afterglow.Core.Pharmacology;
using Afterglow.Core.Pharmacology.Mechanism;

namespace Afterglow.Chairside.Simulator;

/// <summary>The curves of a course that carry a spread.</summary>
public enum CourseCurve
{
    /// <summary>Against rest.</summary>
    Synapses,

    /// <summary>Against rest.</summary>
    Inflammation,

    /// <summary>Severity against untreated.</summary>
    Symptoms,
}

/// <summary>The weeks of one regimen: the middle person's chain at once, virtual people after it.</summary>
public sealed class CourseForecast
{
    public const int Crowd = 100;

    /// <summary>Points across a chart of a course.</summary>
    public const int Points = 181;

    private static readonly ChainCurve[] Spreading = [ChainCurve.Synapses, ChainCurve.Inflammation, ChainCurve.Severity];

    private readonly Kinetics?[] kinetics = new Kinetics?[Crowd];
    private readonly double[][] drawnCurves = [new double[Points * Crowd], new double[Points * Crowd], new double[Points * Crowd]];
    private readonly double[] row = new double[Crowd];
    private IReadOnlyList<GivenDose> doses = [];
    private IReadOnlySet<ChainLink> without = new HashSet<ChainLink>();
    private ClinicalParameters parameters = FittedModel.Numbers.Chain;
    private ChainWalk? walk;
    private double[][] middle = [];
    private int built;

    public Regimen Regimen { get; private set; } = Regimen.Infusion;

    public Body Body { get; private set; } = new(Core.Units.BodyWeight.FromKilograms(70));

    public CourseGrid Grid { get; private set; } = new([], 24);

    /// <summary>How far the charts look, h.</summary>
    public double EndH { get; private set; }

    public Dictionary<CourseCurve, Spread> Curves { get; } = [];

    public int People { get; private set; }

    public int Drawn { get; private set; }

    /// <summary>True when this is what was worked out last.</summary>
    public bool Holds(Regimen regimen, Body body, double endH, IReadOnlySet<ChainLink> links) =>
        walk is not null && Regimen == regimen && Body == body && EndH == endH && without.SetEquals(links);

    /// <summary>The middle person over the course, with some links taken out.</summary>
    public void Ask(Regimen regimen, Body body, double endH, IReadOnlySet<ChainLink> links)
    {
        var related = walk is not null && EndH == endH && Regimen.Model == regimen.Model && Regimen.By == regimen.By;
        if (Body != body || Regimen.Model != regimen.Model)
        {
            Array.Clear(kinetics);
            built = 0;
        }
        (Regimen, Body, EndH, without) = (regimen, body, endH, links.ToHashSet());
        (People, Drawn) = (0, 0);
        parameters = FittedModel.Numbers.Chain.Without(links);
        doses = regimen.AllDoses(body);
        var typical = regimen.Model.Typical(body);
        Grid = new CourseGrid(CourseDrive.Events(regimen.Model, typical, doses), endH);
        walk = new ChainWalk(parameters, Grid);
        middle = walk.Solve(CourseDrive.Of(parameters, regimen.Model, typical, doses, Grid), ClinicalSubject.Middle);
        for (var k = 0; k < Spreading.Length; k++)
        {
            var curve = middle[ChainWalk.Place(Spreading[k])];
            var line = new double[Points];
            for (var point = 0; point < Points; point++) line[point] = Grid.At(curve, At(point));
            Curves[(CourseCurve)k] = related ? Curves[(CourseCurve)k].Behind(line) : Spread.Only(line);
        }
    }

    /// <summary>The hour at which a point of a chart stands.</summary>
    public double At(int point) => EndH * point / (Points - 1);

    /// <summary>A state of the middle person's chain.</summary>
    public double Middle(ChainCurve curve, double hours) => Grid.At(middle[ChainWalk.Place(curve)], hours);

    /// <summary>How far a state ever gets from its rest.</summary>
    public double Reach(ChainCurve curve)
    {
        var values = middle[ChainWalk.Place(curve)];
        var rest = values[0];
        var most = 0.0;
        foreach (var value in values) most = Math.Max(most, Math.Abs(value - rest));
        return most;
    }

    /// <summary>Draws virtual people until their number or the time is reached. True when the number is.</summary>
    public bool Draw(int number, double milliseconds)
    {
        var began = Stopwatch.GetTimestamp();
        while (Drawn < number)
        {
            if (Drawn == built)
            {
                kinetics[built] = Regimen.Model.Virtual(Body, SessionForecast.Seed, built);
                built++;
            }
            var drive = CourseDrive.Of(parameters, Regimen.Model, kinetics[Drawn]!, doses, Grid);
            var curves = walk!.Solve(drive, ClinicalSubject.Virtual(parameters, SessionForecast.Seed, Drawn));
            for (var k = 0; k < Spreading.Length; k++)
            {
                var curve = curves[ChainWalk.Place(Spreading[k])];
                for (int point = 0, at = Drawn; point < Points; point++, at += Crowd) drawnCurves[k][at] = Grid.At(curve, At(point));
            }
            Drawn++;
            if (Stopwatch.GetElapsedTime(began).TotalMilliseconds >= milliseconds) break;
        }
        return Drawn >= number;
    }

    /// <summary>The spread of everyone drawn so far.</summary>
    public void Gather()
    {
        if (Drawn == 0) return;
        People = Drawn;
        for (var k = 0; k < Spreading.Length; k++)
        {
            var spread = new Spread(new double[Points], new double[Points], new double[Points], People);
            for (var point = 0; point < Points; point++)
            {
                Array.Copy(drawnCurves[k], point * Crowd, row, 0, People);
                (spread.Low[point], spread.Middle[point], spread.High[point]) = Spread.Of(row.AsSpan(0, People));
            }
            Curves[(CourseCurve)k] = spread;
        }
    }
}

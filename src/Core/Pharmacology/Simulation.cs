namespace Afterglow.Core.Pharmacology;

/// <summary>A curve with its spread: the 5th, 50th and 95th percentile of the virtual people at each time.</summary>
public sealed record Band(IReadOnlyList<double> TimesH, double[] Low, double[] Median, double[] High);

/// <summary>Concentrations after doses. Times in h, concentrations in ng/mL.</summary>
public static class Simulation
{
    /// <summary>One person's curve. Doses add up: the body is linear.</summary>
    public static double[] Concentration(Kinetics kinetics, Analyte analyte, IReadOnlyList<GivenDose> doses, IReadOnlyList<double> timesH)
    {
        var curve = new double[timesH.Count];
        new Course(doses, timesH).Add(curve, _ => kinetics, analyte, 0);
        return curve;
    }

    /// <summary>The middle person's curve.</summary>
    public static double[] Typical(DrugModel model, Body body, Analyte analyte, IReadOnlyList<GivenDose> doses, IReadOnlyList<double> timesH) =>
        Concentration(model.Typical(body), analyte, doses, timesH);

    /// <summary>One virtual person's curve, whose occasions differ where the model says so.</summary>
    public static double[] Virtual(
        DrugModel model, Body body, Analyte analyte, IReadOnlyList<GivenDose> doses, IReadOnlyList<double> timesH, ulong seed, int person)
    {
        var curve = new double[timesH.Count];
        new Course(doses, timesH).Add(curve, model, body, analyte, 0, seed, person);
        return curve;
    }

    /// <summary>Percentiles over a virtual population of people of the same body.</summary>
    public static Band Population(
        DrugModel model, Body body, Analyte analyte, IReadOnlyList<GivenDose> doses, IReadOnlyList<double> timesH, int people, ulong seed)
    {
        var crowd = new Crowd(people, timesH.Count);
        var course = new Course(doses, timesH);
        var curve = new double[timesH.Count];
        for (var person = 0; person < people; person++)
        {
            Array.Clear(curve);
            course.Add(curve, model, body, analyte, 0, seed, person);
            crowd.Put(person, curve);
        }
        return crowd.Percentiles(timesH);
    }

    /// <summary>5th, 50th and 95th percentile at each time.</summary>
    public static Band Percentiles(IReadOnlyList<double[]> curves, IReadOnlyList<double> timesH)
    {
        var crowd = new Crowd(curves.Count, timesH.Count);
        for (var person = 0; person < curves.Count; person++) crowd.Put(person, curves[person]);
        return crowd.Percentiles(timesH);
    }
}

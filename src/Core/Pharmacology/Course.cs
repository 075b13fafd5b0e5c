namespace Afterglow.Core.Pharmacology;

/// <summary>
/// Doses and times, looked at once and followed by any number of people: doses given in the same way share the
/// paths they take, and on a regular grid an exponential goes from one time to the next by one product.
/// </summary>
internal sealed class Course
{
    private const double NgPerMlInMgPerL = 1000;

    private readonly IReadOnlyList<double> times;
    private readonly double step;
    private readonly (GivenBy By, int Order, int Occasion, (double Mg, double AtH, double OverH)[] Doses)[] groups;

    public Course(IReadOnlyList<GivenDose> doses, IReadOnlyList<double> timesH)
    {
        times = timesH;
        step = Spacing(timesH);
        groups =
        [
            .. doses.GroupBy(dose => (dose.By, dose.Order, dose.Occasion)).Select(group => (
                group.Key.By, group.Key.Order, group.Key.Occasion,
                group.Select(dose => ((double)dose.Amount.Milligrams, dose.AtH, dose.OverH)).ToArray())),
        ];
    }

    /// <summary>Adds a virtual person's curve, behind an effect site of this rate (1/h) where it is above 0.</summary>
    public void Add(double[] curve, DrugModel model, Body body, Analyte analyte, double siteRate, ulong seed, int person)
    {
        if (!model.DiffersBetweenOccasions)
        {
            var always = model.Virtual(body, seed, person);
            Add(curve, _ => always, analyte, siteRate);
            return;
        }
        Add(curve, occasion => model.Virtual(body, seed, person, occasion), analyte, siteRate);
    }

    public void Add(double[] curve, Func<int, Kinetics> kinetics, Analyte analyte, double siteRate)
    {
        var current = -1;
        Kinetics? body = null;
        foreach (var (by, order, occasion, doses) in groups)
        {
            if (occasion != current || body is null) body = kinetics(occasion);
            current = occasion;
            foreach (var path in body.Of(analyte, by, order))
            {
                var response = siteRate > 0 ? path.Response.Behind(siteRate) : path.Response;
                foreach (var (mg, at, over) in doses)
                {
                    var scale = mg * path.Fraction * NgPerMlInMgPerL;
                    if (step > 0 && (over <= 0 || path.EvenlyOverH <= 0))
                    {
                        response.AddTo(curve, times[0] - at - path.LagH, step, Math.Max(over, path.EvenlyOverH), scale);
                        continue;
                    }
                    for (var t = 0; t < curve.Length; t++)
                        curve[t] += scale * response.AfterInfusion(times[t] - at - path.LagH, over, path.EvenlyOverH);
                }
            }
        }
    }

    /// <summary>The distance between the times where it is always the same; 0 where it is not.</summary>
    private static double Spacing(IReadOnlyList<double> times)
    {
        if (times.Count < 3) return 0;
        var spacing = (times[^1] - times[0]) / (times.Count - 1);
        for (var t = 1; t < times.Count; t++)
            if (Math.Abs(times[t] - times[0] - t * spacing) > 1e-9 * spacing) return 0;
        return spacing > 0 ? spacing : 0;
    }
}

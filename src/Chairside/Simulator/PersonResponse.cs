using Afterglow.Core.Pharmacology;
using Afterglow.Core.Pharmacology.Disposition;
using Path = Afterglow.Core.Pharmacology.Path;

namespace Afterglow.Chairside.Simulator;

/// <summary>
/// How one person answers to doses given by one way: exponentials for plasma, and for S-ketamine at the effect site.
/// Worked out once for a body; another dose or duration only adds them up anew.
/// </summary>
public sealed class PersonResponse
{
    private const double NgPerMlInMgPerL = 1000;

    private readonly Kinetics kinetics;
    private readonly Analyte analyte;
    private readonly GivenBy by;
    private readonly double siteRate;
    private readonly IReadOnlyList<Path>[] plasma;
    private IReadOnlyList<Path>[]? site;

    /// <param name="orders">How many doses are given together, one after another.</param>
    /// <param name="siteRate">Equilibration of the effect site, 1/h.</param>
    public PersonResponse(Kinetics kinetics, Analyte analyte, GivenBy by, int orders, double siteRate)
    {
        (this.kinetics, this.analyte, this.by, this.siteRate) = (kinetics, analyte, by, siteRate);
        plasma = new IReadOnlyList<Path>[orders];
        for (var order = 0; order < orders; order++) plasma[order] = kinetics.Of(analyte, by, order);
    }

    /// <summary>Plasma concentration at the times of <see cref="SessionGrid"/>, ng/mL, added to what is there.</summary>
    public void AddPlasma(Span<double> curve, IReadOnlyList<GivenDose> doses) => Add(plasma, curve, doses);

    /// <summary>S-ketamine at the effect site, ng/mL, added to what is there.</summary>
    public void AddSite(Span<double> curve, IReadOnlyList<GivenDose> doses) => Add(site ??= Site(), curve, doses);

    /// <summary>Worked out when it is asked for: plasma is shown first.</summary>
    private IReadOnlyList<Path>[] Site()
    {
        var behind = new IReadOnlyList<Path>[plasma.Length];
        // Devices one after another differ in how much they deliver and not in what becomes of it.
        ExponentialSum? before = null, made = null;
        for (var order = 0; order < behind.Length; order++)
        {
            var driving = analyte == Analyte.SKetamine ? plasma[order] : kinetics.Of(Analyte.SKetamine, by, order);
            var paths = new Path[driving.Count];
            for (var k = 0; k < paths.Length; k++)
            {
                var response = driving[k].Response;
                if (!ReferenceEquals(response, before)) (before, made) = (response, response.Behind(siteRate));
                paths[k] = driving[k] with { Response = made! };
            }
            behind[order] = paths;
        }
        return behind;
    }

    private static void Add(IReadOnlyList<Path>[] byOrder, Span<double> curve, IReadOnlyList<GivenDose> doses)
    {
        foreach (var dose in doses)
        {
            var scale = (double)dose.Amount.Milligrams * NgPerMlInMgPerL;
            foreach (var path in byOrder[dose.Order])
                path.Response.AddTo(curve, -dose.AtH - path.LagH, SessionGrid.StepH, path.EvenlyOverH > 0 ? path.EvenlyOverH : dose.OverH, scale * path.Fraction);
        }
    }
}

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

    private readonly Path[][] plasma;
    private readonly Path[][] site;

    /// <param name="orders">How many doses are given together, one after another.</param>
    /// <param name="siteRate">Equilibration of the effect site, 1/h.</param>
    public PersonResponse(Kinetics kinetics, Analyte analyte, GivenBy by, int orders, double siteRate)
    {
        plasma = new Path[orders][];
        site = new Path[orders][];
        // Devices one after another differ in how much they deliver and not in what becomes of it.
        var known = new List<(ExponentialSum Plasma, ExponentialSum Site)>();
        for (var order = 0; order < orders; order++)
        {
            plasma[order] = [.. kinetics.Of(analyte, by, order)];
            var driving = analyte == Analyte.SKetamine ? plasma[order] : kinetics.Of(Analyte.SKetamine, by, order);
            site[order] = [.. driving.Select(path => path with { Response = Behind(path.Response) })];
        }

        ExponentialSum Behind(ExponentialSum response)
        {
            foreach (var (before, behind) in known)
                if (ReferenceEquals(before, response)) return behind;
            var made = response.Behind(siteRate);
            known.Add((response, made));
            return made;
        }
    }

    /// <summary>Plasma concentration at the times of <see cref="SessionGrid"/>, ng/mL, added to what is there.</summary>
    public void AddPlasma(Span<double> curve, IReadOnlyList<GivenDose> doses) => Add(plasma, curve, doses);

    /// <summary>S-ketamine at the effect site, ng/mL, added to what is there.</summary>
    public void AddSite(Span<double> curve, IReadOnlyList<GivenDose> doses) => Add(site, curve, doses);

    private static void Add(Path[][] byOrder, Span<double> curve, IReadOnlyList<GivenDose> doses)
    {
        foreach (var dose in doses)
        {
            var scale = (double)dose.Amount.Milligrams * NgPerMlInMgPerL;
            foreach (var path in byOrder[dose.Order])
                path.Response.AddTo(curve, -dose.AtH - path.LagH, SessionGrid.StepH, path.EvenlyOverH > 0 ? path.EvenlyOverH : dose.OverH, scale * path.Fraction);
        }
    }
}

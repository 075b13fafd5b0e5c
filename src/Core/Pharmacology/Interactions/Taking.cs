using Afterglow.Core.Units;

namespace Afterglow.Core.Pharmacology.Interactions;

/// <summary>What other medicines change in one model: how fast the drug is eliminated, and how much of a dose gets through.</summary>
/// <param name="Elimination">Multiplies the model's elimination.</param>
/// <param name="Notes">What was done with each medicine, in a sentence each; what nobody measured is said too.</param>
public sealed record Taking(double Elimination, IReadOnlyDictionary<GivenBy, double> Shares, IReadOnlyList<string> Notes)
{
    /// <summary>Multiplies the share of a dose that gets through by this way.</summary>
    public double Share(GivenBy by) => Shares.TryGetValue(by, out var share) ? share : 1;

    /// <summary>
    /// Works out what medicines do in a model for the ways a dose is given. Several at once multiply, which is assumed.
    /// A figure counts for the way of giving it was measured by and for no other; figures measured with S-ketamine are
    /// taken to hold for the racemate, and that is said.
    /// </summary>
    public static Taking In(DrugModel model, IReadOnlyList<Interaction> medicines, IReadOnlyCollection<GivenBy> ways)
    {
        var elimination = 1.0;
        var shares = new Dictionary<GivenBy, double>();
        var notes = new List<string>();
        foreach (var one in medicines.GroupBy(each => each.Medicine))
        {
            var changes = one.SelectMany(each => each.Changes.Select(change => (each.Source, Change: change))).ToList();
            if (changes.Count == 0)
            {
                notes.Add($"{Capital(one.Key)}: no change of concentrations is published as a number, so none is applied. {string.Join(" ", one.Select(each => each.Effect))}");
                continue;
            }
            // How fast it leaves: from a study by vein, or from the half-life.
            var byVein = changes.Where(each => each.Change.By == GivenBy.Vein).Select(each => (double?)each.Change.AreaRatio).FirstOrDefault();
            var halfLife = changes.Select(each => each.Change.HalfLifeRatio).FirstOrDefault(each => each is not null);
            var spray = changes.FirstOrDefault(each => each.Change.By == GivenBy.Nose && ways.Contains(GivenBy.Nose));
            var faster = model.Elimination.Count == 0 ? 1
                : spray.Change is { } sprayed && model.Elimination.Count > 1 ? EliminationFor(model, sprayed.AreaRatio)
                : byVein is { } ratio ? 1 / ratio
                : halfLife is { } longer ? 1 / longer
                : 1;
            elimination *= faster;
            foreach (var by in ways)
            {
                var found = changes.FirstOrDefault(each => each.Change.By == by);
                if (found.Change is not { } change)
                {
                    var elsewhere = string.Join(" and ", changes.Select(each => GivenDose.Name(each.Change.By)).Distinct());
                    notes.Add(faster == 1
                        ? $"{Capital(one.Key)}: measured {elsewhere} only; nobody measured it {GivenDose.Name(by)}, so nothing is applied."
                        : $"{Capital(one.Key)}: measured {elsewhere} only; {GivenDose.Name(by)} the change of elimination alone is applied.");
                    continue;
                }
                // Elimination alone would do part of it; what is left is done by the share that gets through.
                if (by != GivenBy.Vein && !(by == GivenBy.Nose && model.Elimination.Count > 1))
                    shares[by] = (shares.TryGetValue(by, out var before) ? before : 1) * change.AreaRatio * faster;
                var taken = model.Compound == Compound.Esketamine ? "" : "; measured with S-ketamine, taken to hold here (assumed)";
                notes.Add(string.Create(System.Globalization.CultureInfo.InvariantCulture,
                    $"{Capital(one.Key)}: area under the curve ×{change.AreaRatio:0.##} {GivenDose.Name(by)} ({found.Source.Citation}; {found.Source.Standing}){taken}."));
            }
        }
        return new Taking(elimination, shares, notes);
    }

    /// <summary>Where the liver is a compartment of its own: the elimination at which the area after a spray changes by this much.</summary>
    private static double EliminationFor(DrugModel model, double areaRatio)
    {
        double Area(double elimination)
        {
            var body = new Body(BodyWeight.FromKilograms(70), Taking: new Taking(elimination, new Dictionary<GivenBy, double>(), []));
            return model.Typical(body).Of(Analyte.SKetamine, GivenBy.Nose).Sum(path => path.Fraction * path.Response.Area);
        }
        var wanted = areaRatio * Area(1);
        double low = 0.01, high = 100;
        for (var k = 0; k < 60; k++)
        {
            var middle = Math.Sqrt(low * high);
            if (Area(middle) > wanted) low = middle;
            else high = middle;
        }
        return Math.Sqrt(low * high);
    }

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}

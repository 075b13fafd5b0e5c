using Afterglow.Core.Pharmacology.Disposition;
using Afterglow.Core.Pharmacology.Numerics;

namespace Afterglow.Core.Pharmacology.Mechanism;

/// <summary>
/// What reaches the chain from a course of doses: at the effect site everything that blocks NMDA receptors, counted as
/// S-ketamine by its affinity; and the norketamine that hydroxynorketamine is made from. Any model, any route, any
/// schedule: each is a sum of exponentials, taken from point to point exactly.
/// </summary>
public sealed class ClinicalDrive
{
    private readonly double[] site;
    private readonly double[] source;

    private ClinicalDrive(ClinicalPlan plan, int people)
    {
        Plan = plan;
        People = people;
        Groups = (people + Lanes.Count - 1) / Lanes.Count;
        site = new double[Groups * GroupSize];
        source = new double[Groups * GroupSize];
    }

    public ClinicalPlan Plan { get; }

    public int People { get; }

    internal int Groups { get; }

    /// <summary>The highest concentration at the effect site, the mean over the people. mg/L.</summary>
    public double Peak
    {
        get
        {
            var sum = 0.0;
            for (var person = 0; person < People; person++)
            {
                var most = 0.0;
                for (var k = person / Lanes.Count * GroupSize + person % Lanes.Count; k < (person / Lanes.Count + 1) * GroupSize; k += Lanes.Count)
                    most = Math.Max(most, site[k]);
                sum += most;
            }
            return sum / People;
        }
    }

    private int GroupSize => Plan.Panels.Length * Collocation.Degree * Lanes.Count;

    /// <summary>mg/L at each panel's points from the second on, eight patients side by side.</summary>
    internal ReadOnlySpan<double> Site(int group) => site.AsSpan(group * GroupSize, GroupSize);

    internal ReadOnlySpan<double> Source(int group) => source.AsSpan(group * GroupSize, GroupSize);

    /// <summary>The drive of several people. A last group that is not full repeats its last person.</summary>
    public static ClinicalDrive Of(
        ClinicalParameters p, DrugModel model, IReadOnlyList<Kinetics> people, IReadOnlyList<GivenDose> doses, ClinicalPlan plan)
    {
        var drive = new ClinicalDrive(plan, people.Count);
        for (var place = 0; place < drive.Groups * Lanes.Count; place++)
        {
            var person = Math.Min(place, people.Count - 1);
            var offset = place / Lanes.Count * drive.GroupSize + place % Lanes.Count;
            if (place > person)
            {
                var from = person / Lanes.Count * drive.GroupSize + person % Lanes.Count;
                for (var k = 0; k < plan.Panels.Length * Collocation.Degree; k++)
                {
                    drive.site[offset + k * Lanes.Count] = drive.site[from + k * Lanes.Count];
                    drive.source[offset + k * Lanes.Count] = drive.source[from + k * Lanes.Count];
                }
                continue;
            }
            foreach (var (analyte, atSite, towardsHydroxy) in Weights(p, model))
                foreach (var path in Inflow.Of(people[person], analyte, doses))
                {
                    if (atSite > 0) path.AddTo(path.Response.Times(atSite).Behind(p.EffectSitePerHour), plan, drive.site.AsSpan(offset));
                    if (towardsHydroxy > 0) path.AddTo(path.Response.Times(towardsHydroxy), plan, drive.source.AsSpan(offset));
                }
        }
        return drive;
    }

    /// <summary>No dose at all.</summary>
    public static ClinicalDrive None(ClinicalPlan plan, int people) => new(plan, people);

    /// <summary>The times at which something begins or ends.</summary>
    public static IEnumerable<double> Events(Kinetics kinetics, DrugModel model, IReadOnlyList<GivenDose> doses) =>
        doses.SelectMany(dose => kinetics.Of(model.Analytes[0], dose.By, dose.Order).SelectMany(path =>
        {
            var start = dose.AtH + path.LagH;
            var over = path.EvenlyOverH > 0 ? path.EvenlyOverH : dose.OverH;
            return over > 0 ? new[] { start, start + over } : [start];
        }));

    /// <summary>What enters a path over a course, by time: a change of its constant rate in mg/h, or an amount in mg at once.</summary>
    public static IReadOnlyList<(double AtH, double Rate, double Amount)> Changes(Path path, IEnumerable<GivenDose> doses)
    {
        var changes = new List<(double AtH, double Rate, double Amount)>();
        foreach (var dose in doses)
        {
            var amount = (double)dose.Amount.Milligrams * path.Fraction;
            var start = dose.AtH + path.LagH;
            var over = path.EvenlyOverH > 0 ? path.EvenlyOverH : dose.OverH;
            if (over > 0)
            {
                changes.Add((start, amount / over, 0));
                changes.Add((start + over, -amount / over, 0));
            }
            else
            {
                changes.Add((start, 0, amount));
            }
        }
        return [.. changes.OrderBy(change => change.AtH)];
    }

    /// <summary>What each analyte of a model counts for: at the receptor, and as a source of hydroxynorketamine.</summary>
    public static IReadOnlyList<(Analyte Analyte, double Site, double Hydroxy)> Weights(ClinicalParameters p, DrugModel model)
    {
        var weights = new List<(Analyte, double, double)>();
        var has = model.Analytes;
        if (has.Contains(Analyte.SKetamine)) weights.Add((Analyte.SKetamine, 1, 0));
        if (has.Contains(Analyte.RKetamine)) weights.Add((Analyte.RKetamine, p.ArketamineShare, 0));
        // A model that does not tell the enantiomers apart: half of each.
        if (has.Contains(Analyte.Ketamine) && !has.Contains(Analyte.SKetamine) && !has.Contains(Analyte.RKetamine))
            weights.Add((Analyte.Ketamine, (1 + p.ArketamineShare) / 2, 0));
        if (has.Contains(Analyte.Norketamine))
            weights.Add(model.Compound switch
            {
                // (2R,6R)-hydroxynorketamine is the one held to act without NMDA blockade; the S form counts a quarter.
                Compound.Esketamine => (Analyte.Norketamine, p.SNorketamineShare, 0.25),
                Compound.Arketamine => (Analyte.Norketamine, p.RNorketamineShare, 1),
                _ => (Analyte.Norketamine, (p.SNorketamineShare + p.RNorketamineShare) / 2, 0.625),
            });
        return weights;
    }

    /// <summary>One path of one person with everything that enters it over the course.</summary>
    private sealed record Inflow(ExponentialSum Response, IReadOnlyList<(double AtH, double Rate, double Amount)> Changes)
    {
        public static IEnumerable<Inflow> Of(Kinetics kinetics, Analyte analyte, IReadOnlyList<GivenDose> doses)
        {
            foreach (var same in doses.GroupBy(dose => (dose.By, dose.Order)))
                foreach (var path in kinetics.Of(analyte, same.Key.By, same.Key.Order))
                    yield return new Inflow(path.Response, ClinicalDrive.Changes(path, same));
        }

        /// <summary>Adds the response to a curve on the plan's points; from point to point each exponential is one product.</summary>
        public void AddTo(ExponentialSum response, ClinicalPlan plan, Span<double> curve)
        {
            var rates = response.Rates;
            var coefficients = response.Coefficients;
            var terms = rates.Length;
            // What each exponential holds: x′ = input − rate·x.
            var held = new double[terms];
            var factors = new double[plan.Lengths.Count][];
            var nodes = Collocation.Nodes;
            var input = 0.0;
            var next = 0;
            for (var panel = 0; panel < plan.Panels.Length; panel++)
            {
                var (start, length, shape, _) = plan.Panels[panel];
                // Between courses nothing is left of the drug: a millionth of a nanogram in a millilitre.
                if (input == 0 && (next == Changes.Count || Changes[next].AtH >= start + length) && Left(coefficients, held) < 1e-12)
                {
                    Array.Clear(held);
                    continue;
                }
                for (var i = 1; i < Collocation.Points; i++)
                {
                    var from = start + length * nodes[i - 1];
                    var to = start + length * nodes[i];
                    var changed = false;
                    while (next < Changes.Count && Changes[next].AtH < to - 1e-9)
                    {
                        var (at, rate, amount) = Changes[next++];
                        if (at > from + 1e-9)
                        {
                            Advance(rates, held, input, at - from);
                            from = at;
                            changed = true;
                        }
                        // What runs in comes to rest at exactly nothing.
                        input = Math.Abs(input + rate) < 1e-9 * Math.Abs(rate) ? 0 : input + rate;
                        for (var k = 0; k < terms; k++) held[k] += amount;
                    }
                    if (changed)
                    {
                        Advance(rates, held, input, to - from);
                    }
                    else
                    {
                        var factor = (factors[shape] ??= Factors(rates, length)).AsSpan((i - 1) * terms, terms);
                        for (var k = 0; k < terms; k++) held[k] = input / rates[k] + (held[k] - input / rates[k]) * factor[k];
                    }
                    var sum = 0.0;
                    for (var k = 0; k < terms; k++) sum += coefficients[k] * held[k];
                    curve[(panel * Collocation.Degree + i - 1) * Lanes.Count] += sum;
                }
            }
        }

        private static double Left(ReadOnlySpan<double> coefficients, double[] held)
        {
            var left = 0.0;
            for (var k = 0; k < held.Length; k++) left = Math.Max(left, Math.Abs(coefficients[k] * held[k]));
            return left;
        }

        private static double[] Factors(ReadOnlySpan<double> rates, double length)
        {
            var nodes = Collocation.Nodes;
            var factors = new double[Collocation.Degree * rates.Length];
            for (var i = 1; i < Collocation.Points; i++)
                for (var k = 0; k < rates.Length; k++)
                    factors[(i - 1) * rates.Length + k] = Math.Exp(-rates[k] * length * (nodes[i] - nodes[i - 1]));
            return factors;
        }

        private static void Advance(ReadOnlySpan<double> rates, double[] held, double input, double hours)
        {
            for (var k = 0; k < held.Length; k++)
                held[k] = input / rates[k] + (held[k] - input / rates[k]) * Math.Exp(-rates[k] * hours);
        }
    }
}

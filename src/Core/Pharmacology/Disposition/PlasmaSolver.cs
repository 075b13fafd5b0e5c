using System.Runtime.Intrinsics;
using Afterglow.Core.Pharmacology.Numerics;
using static Afterglow.Core.Pharmacology.Numerics.Lanes;
using V = System.Runtime.Intrinsics.Vector512<double>;

namespace Afterglow.Core.Pharmacology.Disposition;

/// <summary>A constant-rate infusion. The amount for each kilogram is multiplied by each subject's own weight.</summary>
public readonly record struct WeightedInfusion(double StartH, double HoursLong, double MgPerKg);

/// <summary>
/// Plasma concentrations of parent and metabolite for many subjects on a regular grid of times, in closed form:
/// from one output to the next every exponential is multiplied by a number that is worked out once.
/// </summary>
public sealed unsafe class PlasmaSolver
{
    private readonly double step;
    private readonly int outputs;
    private readonly double yield;
    private readonly (double StartH, double LengthH, double MgPerKgPerH, int First, int Beyond)[] stretches;

    /// <param name="stepH">Time between outputs, h; the first is at 0.</param>
    /// <param name="yield">Milligrams of metabolite for each milligram of parent eliminated.</param>
    public PlasmaSolver(IReadOnlyList<WeightedInfusion> infusions, double stepH, int outputs, double yield)
    {
        step = stepH;
        this.outputs = outputs;
        this.yield = yield;
        var end = stepH * (outputs - 1);
        double[] edges =
        [
            .. infusions.SelectMany(infusion => new[] { infusion.StartH, infusion.StartH + infusion.HoursLong })
                .Append(0).Append(end).Where(edge => edge >= 0 && edge <= end).Distinct().Order(),
        ];
        var list = new List<(double, double, double, int, int)>();
        var next = 0;
        for (var e = 0; e + 1 < edges.Length; e++)
        {
            var rate = infusions.Where(infusion => infusion.StartH <= edges[e] && infusion.StartH + infusion.HoursLong >= edges[e + 1])
                .Sum(infusion => infusion.MgPerKg / infusion.HoursLong);
            var first = next;
            while (next < outputs && (next * stepH < edges[e + 1] || e + 2 == edges.Length)) next++;
            list.Add((edges[e], edges[e + 1] - edges[e], rate, first, next));
        }
        stretches = [.. list];
    }

    /// <summary>How many numbers eight subjects yield: outputs × 2 × lanes.</summary>
    public int GroupSize => outputs * 2 * Lanes.Count;

    /// <summary>Results, mg/L, lie by group of eight, then output time, then parent and metabolite, then lane.</summary>
    public void Solve(ReadOnlySpan<ParentMetaboliteSubject> subjects, Span<double> results, int threads = 1)
    {
        var groups = (subjects.Length + Lanes.Count - 1) / Lanes.Count;
        if (results.Length < (long)groups * GroupSize) throw new ArgumentException("There is no room for the results.", nameof(results));
        fixed (ParentMetaboliteSubject* first = subjects)
        fixed (double* into = results)
        {
            var from = first;
            var to = into;
            var count = subjects.Length;
            if (threads <= 1)
            {
                Solve(from, count, to, 0, groups);
                return;
            }
            var crew = new Thread[threads];
            for (var t = 0; t < threads; t++)
            {
                var begin = (int)((long)groups * t / threads);
                var beyond = (int)((long)groups * (t + 1) / threads);
                crew[t] = new Thread(() => Solve(from, count, to, begin, beyond));
                crew[t].Start();
            }
            foreach (var thread in crew) thread.Join();
        }
    }

    private void Solve(ParentMetaboliteSubject* subjects, int count, double* results, int begin, int beyond)
    {
        var all = new ReadOnlySpan<ParentMetaboliteSubject>(subjects, count);
        for (var group = begin; group < beyond; group++)
        {
            var pk = ParentMetabolite.Of(all, group);
            var output = (V*)(results + (long)group * GroupSize);
            var perParent = V.One / pk.V1;
            var perMetabolite = V.One / pk.Vm1;
            var s1 = Vector512.Exp(pk.L1 * All(-step));
            var s2 = Vector512.Exp(pk.L2 * All(-step));
            var s3 = Vector512.Exp(pk.U1 * All(-step));
            var s4 = Vector512.Exp(pk.U2 * All(-step));
            foreach (var stretch in stretches)
            {
                pk.Begin(pk.Weight * All(stretch.MgPerKgPerH), yield);
                if (stretch.First < stretch.Beyond)
                {
                    var from = All(stretch.StartH - stretch.First * step);
                    // The exponentials carry their coefficients: one product a term and output.
                    var e1 = Vector512.Exp(pk.L1 * from);
                    var e2 = Vector512.Exp(pk.L2 * from);
                    var p1 = pk.Parent1 * perParent * e1;
                    var p2 = pk.Parent2 * perParent * e2;
                    var m1 = pk.MetL1 * perMetabolite * e1;
                    var m2 = pk.MetL2 * perMetabolite * e2;
                    var m3 = pk.MetU1 * perMetabolite * Vector512.Exp(pk.U1 * from);
                    var m4 = pk.MetU2 * perMetabolite * Vector512.Exp(pk.U2 * from);
                    var parentRest = pk.ParentRest * perParent;
                    var metaboliteRest = pk.MetRest * perMetabolite;
                    var to = output + 2L * stretch.First;
                    for (var k = stretch.First; k < stretch.Beyond; k++, to += 2)
                    {
                        to[0] = parentRest + p1 + p2;
                        to[1] = metaboliteRest + (m1 + m2) + (m3 + m4);
                        p1 *= s1;
                        p2 *= s2;
                        m1 *= s1;
                        m2 *= s2;
                        m3 *= s3;
                        m4 *= s4;
                    }
                }
                if (stretch.Beyond < outputs)
                {
                    var length = All(-stretch.LengthH);
                    pk.End(Vector512.Exp(pk.L1 * length), Vector512.Exp(pk.L2 * length), Vector512.Exp(pk.U1 * length), Vector512.Exp(pk.U2 * length));
                }
            }
        }
    }
}

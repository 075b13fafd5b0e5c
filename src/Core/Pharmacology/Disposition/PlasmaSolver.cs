using Afterglow.Core.Pharmacology.Numerics;

namespace Afterglow.Core.Pharmacology.Disposition;

/// <summary>A constant-rate infusion. The amount for each kilogram is multiplied by each subject's own weight.</summary>
public readonly record struct WeightedInfusion(double StartH, double HoursLong, double MgPerKg);

/// <summary>
/// Plasma concentrations of parent and metabolite for many subjects on a regular grid of times, in closed form:
/// from one output to the next every exponential is multiplied by a number that is worked out once.
/// </summary>
/// <remarks>
/// Every subject's numbers are the same to the last bit on any number of threads, beside any other subjects, eight at a
/// time or one, with long vectors, short ones or none: see <see cref="Elementary"/>.
/// </remarks>
public sealed unsafe class PlasmaSolver
{
    private readonly double step;
    private readonly int outputs;
    private readonly double yield;
    private readonly Stretch[] stretches;
    private readonly Decay decay;

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
        var list = new List<(double StartH, double LengthH, double MgPerKgPerH, int First, int Beyond)>();
        var next = 0;
        for (var e = 0; e + 1 < edges.Length; e++)
        {
            var rate = infusions.Where(infusion => infusion.StartH <= edges[e] && infusion.StartH + infusion.HoursLong >= edges[e + 1])
                .Sum(infusion => infusion.MgPerKg / infusion.HoursLong);
            var first = next;
            while (next < outputs && (next * stepH < edges[e + 1] || e + 2 == edges.Length)) next++;
            list.Add((edges[e], edges[e + 1] - edges[e], rate, first, next));
        }
        // The last stretch is not gone through to its end.
        decay = new Decay([stepH, .. list.SkipLast(1).Select(each => each.LengthH), .. list.Select(each => each.First * stepH - each.StartH)]);
        stretches =
        [
            .. list.Select(each => new Stretch(
                each.MgPerKgPerH, each.First, each.Beyond, decay.Number(each.LengthH), decay.Number(each.First * stepH - each.StartH))),
        ];
    }

    /// <summary>How many numbers eight subjects yield: outputs × 2 × lanes.</summary>
    public int GroupSize => outputs * 2 * GroupOf;

    /// <summary>Results come in groups of so many subjects.</summary>
    public const int GroupOf = 8;

    // Long enough to be worth handing over, short enough to share out evenly; their answers are 400 KB.
    private const int GroupsAtOnce = 64;

    /// <summary>Results, mg/L, lie by group of eight, then output time, then parent and metabolite, then subject.</summary>
    /// <param name="oneByOne">Plain arithmetic on one subject after another: the same numbers, slower.</param>
    public void Solve(ReadOnlySpan<ParentMetaboliteSubject> subjects, Span<double> results, int threads = 1, bool oneByOne = false)
    {
        var groups = (subjects.Length + GroupOf - 1) / GroupOf;
        if (results.Length < (long)groups * GroupSize) throw new ArgumentException("There is no room for the results.", nameof(results));
        fixed (ParentMetaboliteSubject* first = subjects)
        fixed (double* into = results)
        {
            var from = first;
            var to = into;
            var count = subjects.Length;
            if (threads <= 1)
            {
                Solve(from, count, to, 0, groups, oneByOne);
                return;
            }
            // A thread of its own for everybody costs as much as a third of the work here, and one that is held up holds up all:
            // the pool's threads are there already, and take some groups at a time, whoever is free.
            var parts = (groups + GroupsAtOnce - 1) / GroupsAtOnce;
            Parallel.For(0, parts, new ParallelOptions { MaxDegreeOfParallelism = threads },
                part => Solve(from, count, to, part * GroupsAtOnce, Math.Min(groups, (part + 1) * GroupsAtOnce), oneByOne));
        }
    }

    private void Solve(ParentMetaboliteSubject* subjects, int count, double* results, int begin, int beyond, bool oneByOne)
    {
        if (oneByOne) Solve<OneLane>(subjects, count, results, begin, beyond);
        else Solve<EightLanes>(subjects, count, results, begin, beyond);
    }

    private void Solve<V>(ParentMetaboliteSubject* subjects, int count, double* results, int begin, int beyond) where V : unmanaged, ILanes<V>
    {
        // Decay factors of the four exponents over every length of time that is needed.
        var factors = stackalloc V[4 * decay.Lengths];
        for (var group = begin; group < beyond; group++)
        {
            for (var lane = 0; lane < GroupOf; lane += V.Count)
                Solve((V*)(results + (long)group * GroupSize + lane), Load<V>(subjects, count, group * GroupOf + lane), factors);
        }
    }

    private void Solve<V>(V* output, ParentMetabolite<V> pk, V* factors) where V : unmanaged, ILanes<V>
    {
        // Between the subjects of one vector and the next lie the others of the group.
        var apart = GroupOf / V.Count;
        decay.Fill(pk.L1, factors, 0);
        decay.Fill(pk.L2, factors, 1);
        decay.Fill(pk.U1, factors, 2);
        decay.Fill(pk.U2, factors, 3);
        foreach (var stretch in stretches)
        {
            pk.Begin(pk.Weight * V.All(stretch.MgPerKgPerH), yield);
            if (stretch.First < stretch.Beyond)
            {
                // The exponentials carry their coefficients: one product a term and output.
                V s1 = factors[0], s2 = factors[1], s3 = factors[2], s4 = factors[3];
                var p1 = pk.Parent1 * pk.PerV1;
                var p2 = pk.Parent2 * pk.PerV1;
                var m1 = pk.MetL1 * pk.PerVm1;
                var m2 = pk.MetL2 * pk.PerVm1;
                var m3 = pk.MetU1 * pk.PerVm1;
                var m4 = pk.MetU2 * pk.PerVm1;
                var parentRest = pk.ParentRest * pk.PerV1;
                var metaboliteRest = pk.MetRest * pk.PerVm1;
                var to = output + 2L * apart * stretch.First;
                var first = stretch.First;
                var late = factors + 4 * stretch.Late;
                if (stretch.Late == Decay.None)
                {
                    // What is there when a stretch begins is known, without the rounding of a sum that cancels.
                    to[0] = pk.A1 * pk.PerV1;
                    to[apart] = pk.Met1 * pk.PerVm1;
                    to += 2 * apart;
                    first++;
                    late = factors;
                }
                p1 *= late[0];
                p2 *= late[1];
                m1 *= late[0];
                m2 *= late[1];
                m3 *= late[2];
                m4 *= late[3];
                for (var k = first; k < stretch.Beyond; k++, to += 2 * apart)
                {
                    to[0] = parentRest + p1 + p2;
                    to[apart] = metaboliteRest + (m1 + m2) + (m3 + m4);
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
                var whole = factors + 4 * stretch.Whole;
                pk.End(whole[0], whole[1], whole[2], whole[3]);
            }
        }
    }

    /// <summary>Subjects side by side; past the last one, the last again.</summary>
    private static ParentMetabolite<V> Load<V>(ParentMetaboliteSubject* subjects, int count, int first) where V : unmanaged, ILanes<V>
    {
        const int fields = 9;
        var side = stackalloc V[fields];
        var into = (double*)side;
        for (var lane = 0; lane < V.Count; lane++)
        {
            var one = (double*)(subjects + Math.Min(first + lane, count - 1));
            for (var field = 0; field < fields; field++) into[field * V.Count + lane] = one[field];
        }
        return ParentMetabolite<V>.Of(side[0], side[1], side[2], side[3], side[4], side[5], side[6], side[7], side[8]);
    }

    /// <param name="MgPerKgPerH">What runs in on this stretch, for each kilogram.</param>
    /// <param name="First">Its first output, and the one after its last.</param>
    /// <param name="Whole">Which decay spans it.</param>
    /// <param name="Late">Which decay leads from its start to its first output.</param>
    private readonly record struct Stretch(double MgPerKgPerH, int First, int Beyond, int Whole, int Late);

    /// <summary>
    /// e^(−rate·t) for several lengths of time. Where they are small multiples of one unit, as doses and outputs
    /// on a clock are, one exponential does and the rest are its powers.
    /// </summary>
    private sealed class Decay
    {
        /// <summary>The number of no time at all.</summary>
        public const int None = -1;

        private const int MostMultiple = 12;

        private readonly double[] lengths;
        private readonly double unit;
        private readonly int[] multiples = [];

        /// <param name="lengthsH">The first becomes number 0.</param>
        public Decay(IEnumerable<double> lengthsH)
        {
            lengths = [.. lengthsH.Where(length => length > 0).Distinct()];
            for (var parts = 1; parts <= MostMultiple && multiples.Length == 0; parts++)
            {
                var part = lengths[0] / parts;
                // Rounding of the times themselves may be overlooked, and no more than that.
                if (!lengths.All(length => length < (MostMultiple + 0.5) * part && Math.Abs(length / part - Math.Round(length / part)) < 1e-13)) continue;
                unit = part;
                multiples = [.. lengths.Select(length => (int)Math.Round(length / part))];
            }
        }

        public int Lengths => lengths.Length;

        public int Number(double lengthH) => lengthH > 0 ? Array.IndexOf(lengths, lengthH) : None;

        /// <summary>Fills one of the four columns of the table: a row a length.</summary>
        public void Fill<V>(V rate, V* table, int column) where V : unmanaged, ILanes<V>
        {
            if (multiples.Length == 0)
            {
                for (var k = 0; k < lengths.Length; k++) table[4 * k + column] = Elementary.Exp(rate * V.All(-lengths[k]));
                return;
            }
            var power = stackalloc V[MostMultiple + 1];
            power[1] = Elementary.Exp(rate * V.All(-unit));
            for (var k = 0; k < multiples.Length; k++)
            {
                var wanted = multiples[k];
                for (var n = 2; n <= wanted; n++) power[n] = power[n / 2] * power[n - n / 2];
                table[4 * k + column] = power[wanted];
            }
        }
    }
}

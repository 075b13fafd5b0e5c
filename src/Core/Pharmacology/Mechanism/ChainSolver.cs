using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Afterglow.Core.Pharmacology.Disposition;
using Afterglow.Core.Pharmacology.Numerics;

namespace Afterglow.Core.Pharmacology.Mechanism;

/// <summary>What a solution took: panels, those given up included, and turnovers solved on them, every sweep counted.</summary>
public readonly record struct ChainEffort(long Panels, long Turnovers);

/// <summary>
/// Solves the chain from plasma to symptoms for many subjects at once, eight in a vector.
/// The pharmacokinetics and the effect site are sums of exponentials. Everything downstream is a cascade of scalar
/// turnovers, each driven by the ones before it: on a polynomial panel such a turnover is one small matrix, however
/// stiff. Only synapses and inflammation drive each other, and they are slow: a few sweeps settle them.
/// Panels are halved until they hold the curve, so the error is controlled; a group of eight shares its panels.
/// </summary>
/// <remarks>
/// The same subjects in the same order give the same bits on any number of threads, and on any machine and operating
/// system, whatever vectors it has: see <see cref="Elementary"/>. Other neighbours in its group of eight change a
/// subject's panels, and so its answer, within the tolerance.
/// </remarks>
public sealed unsafe class ChainSolver
{
    /// <summary>Subjects in a vector: results come in groups of so many.</summary>
    public const int GroupOf = 8;

    private const int N = Collocation.Degree;
    private const int P = Collocation.Points;

    // A panel twice as long leaves 2^7 times as much in its highest coefficient.
    private const double EasyEnough = 1.0 / 300;

    private readonly ChainPlan plan;

    public ChainSolver(ChainPlan plan) => this.plan = plan;

    /// <summary>How many numbers a group of eight subjects yields: output times × columns × lanes.</summary>
    public int GroupSize => plan.OutputH.Length * plan.Columns.Length * GroupOf;

    /// <summary>
    /// Solves all subjects. Results lie by group of eight, then output time, then column, then subject.
    /// A last group that is not full repeats its last subject.
    /// </summary>
    /// <param name="results">Room for ⌈subjects / 8⌉ × <see cref="GroupSize"/> numbers.</param>
    /// <param name="oneByOne">
    /// Plain arithmetic on one subject after another, each on panels of its own: slower for many, the natural way for one.
    /// </param>
    public ChainEffort Solve(ReadOnlySpan<ChainSubject> subjects, Span<double> results, int threads = 1, bool oneByOne = false)
    {
        var groups = (subjects.Length + GroupOf - 1) / GroupOf;
        if (results.Length < (long)groups * GroupSize) throw new ArgumentException("There is no room for the results.", nameof(results));
        return oneByOne || subjects.Length == 1
            ? Solve<OneLane>(subjects, results, threads)
            : Solve<EightLanes>(subjects, results, threads);
    }

    private ChainEffort Solve<V>(ReadOnlySpan<ChainSubject> subjects, Span<double> results, int threads) where V : unmanaged, ILanes<V>
    {
        var groups = (subjects.Length + GroupOf - 1) / GroupOf;
        long panels = 0, turnovers = 0;
        fixed (ChainSubject* first = subjects)
        fixed (double* into = results)
        {
            var from = first;
            var to = into;
            var count = subjects.Length;
            if (threads <= 1)
            {
                using var work = new Workspace<V>(plan);
                for (var g = 0; g < groups; g++) panels += work.Solve(from, count, g, to + (long)g * GroupSize);
                return new ChainEffort(panels, work.Turnovers);
            }
            var next = -1;
            var crew = new Thread[threads];
            for (var t = 0; t < threads; t++)
            {
                crew[t] = new Thread(() =>
                {
                    using var work = new Workspace<V>(plan);
                    long mine = 0;
                    for (var g = Interlocked.Increment(ref next); g < groups; g = Interlocked.Increment(ref next))
                        mine += work.Solve(from, count, g, to + (long)g * GroupSize);
                    Interlocked.Add(ref panels, mine);
                    Interlocked.Add(ref turnovers, work.Turnovers);
                });
                crew[t].Start();
            }
            foreach (var thread in crew) thread.Join();
        }
        return new ChainEffort(panels, turnovers);
    }

    /// <summary>One thread's memory: allocated once, used for every group.</summary>
    private sealed class Workspace<V> : IDisposable where V : unmanaged, ILanes<V>
    {
        private const int Vectors = 30 * P + 64;

        // Between the subjects of one vector and the next lie the others of the group.
        private static readonly int Apart = GroupOf / V.Count;

        private readonly ChainPlan plan;
        private readonly ChainParameters p;
        private readonly V* memory;
        private readonly V* exponentials;
        private readonly nint[] wanted;
        private readonly bool[] exponentialsReady;
        private readonly int exponentialsLevels;
        private readonly int shapes;
        private readonly double bdnfHalfPower;

        // Curves on the panel, a vector a point. Point 0 is the end of the panel before.
        private readonly V* conc, occ, gaba, glu, des, amp, bdnf, eef2, mtor, cons, syn, infl, sev, plasma, drive, other, hydroxy, tolerance, learned, nork, solve;

        // Subject parameters.
        private V ic50, gluGain, synGain, symRate;
        private ParentMetabolite<V> pk;

        public Workspace(ChainPlan plan)
        {
            this.plan = plan;
            p = plan.Parameters;
            bdnfHalfPower = Elementary.Exp(p.BdnfHill * Elementary.Log(p.BdnfHalf));
            shapes = plan.Stretches.Max(stretch => stretch.Shape.Number) + 1;
            exponentialsLevels = plan.Stretches.Max(stretch => stretch.Shape.Levels);
            var factors = shapes * exponentialsLevels * 5 * N;
            memory = (V*)NativeMemory.AlignedAlloc((nuint)((Vectors + factors) * sizeof(V)), 64);
            var next = memory;
            conc = Take(); occ = Take(); gaba = Take(); glu = Take(); des = Take(); amp = Take(); bdnf = Take(); eef2 = Take();
            mtor = Take(); cons = Take(); syn = Take(); infl = Take(); sev = Take(); plasma = Take(); drive = Take(); other = Take();
            hydroxy = Take(); tolerance = Take(); learned = Take(); nork = Take();
            solve = next;
            next += 64;
            wanted = [.. plan.Columns.Select(column => (nint)Curve(column))];
            exponentials = memory + Vectors;
            exponentialsReady = new bool[shapes * exponentialsLevels];

            V* Take()
            {
                var mine = next;
                next += P;
                return mine;
            }
        }

        /// <summary>Turnovers solved so far, every sweep counted.</summary>
        public long Turnovers { get; private set; }

        public void Dispose() => NativeMemory.AlignedFree(memory);

        /// <summary>Solves the subjects of a group, as many at once as there are lanes.</summary>
        public long Solve(ChainSubject* subjects, int count, int group, double* output)
        {
            long panels = 0;
            for (var lane = 0; lane < GroupOf; lane += V.Count)
            {
                if (group * GroupOf + lane < count) panels += SolveLanes(subjects, count, group * GroupOf + lane, output + lane);
                else Repeat(output, lane);
            }
            return panels;
        }

        private void Repeat(double* output, int lane)
        {
            for (var row = 0L; row < plan.OutputH.Length * plan.Columns.Length; row++) output[row * GroupOf + lane] = output[row * GroupOf + lane - 1];
        }

        private long SolveLanes(ChainSubject* subjects, int count, int first, double* output)
        {
            Load(subjects, count, first);
            Array.Clear(exponentialsReady);
            Start();
            var columns = (V*)output;
            if (plan.OutputH.Length > 0 && plan.OutputH[0] == 0)
                for (var column = 0; column < wanted.Length; column++) columns[column * Apart] = ((V*)wanted[column])[0];
            long panels = 0;
            foreach (var stretch in plan.Stretches) panels += Solve(stretch, columns);
            return panels;
        }

        private V* Curve(ChainCurve curve) => curve switch
        {
            ChainCurve.Plasma => plasma,
            ChainCurve.EffectSite => conc,
            ChainCurve.Occupancy => occ,
            ChainCurve.GabaTone => gaba,
            ChainCurve.Glutamate => glu,
            ChainCurve.AmpaReady => des,
            ChainCurve.AmpaThroughput => amp,
            ChainCurve.Bdnf => bdnf,
            ChainCurve.Eef2 => eef2,
            ChainCurve.Mtor => mtor,
            ChainCurve.Consolidation => cons,
            ChainCurve.Synapses => syn,
            ChainCurve.Inflammation => infl,
            ChainCurve.Severity => sev,
            ChainCurve.Hydroxynorketamine => hydroxy,
            ChainCurve.Tolerance => tolerance,
            _ => learned,
        };

        private void Load(ChainSubject* subjects, int count, int first)
        {
            const int fields = 13;
            var side = stackalloc V[fields];
            var into = (double*)side;
            for (var lane = 0; lane < V.Count; lane++)
            {
                var one = (double*)(subjects + Math.Min(first + lane, count - 1));
                for (var field = 0; field < fields; field++) into[field * V.Count + lane] = one[field];
            }
            ic50 = side[8];
            gluGain = side[9];
            synGain = side[10];
            symRate = side[11];
            pk = ParentMetabolite<V>.Of(side[0], side[1], side[2], side[3], side[4], side[5], side[6], side[7], side[12]);
            pk.KeepFrom(p.EffectSitePerHour);
        }

        private void Start()
        {
            conc[0] = occ[0] = plasma[0] = hydroxy[0] = tolerance[0] = learned[0] = nork[0] = V.All(0);
            gaba[0] = glu[0] = des[0] = amp[0] = bdnf[0] = eef2[0] = mtor[0] = cons[0] = syn[0] = infl[0] = V.All(1);
            sev[0] = V.All(p.SeverityPoints);
        }

        private long Solve(ChainPlan.Stretch stretch, V* columns)
        {
            // Disposition on this stretch: a constant and four exponentials; the effect site adds a fifth.
            pk.Begin(pk.Weight * V.All(stretch.MgPerKgPerH), p.NorketamineYield);
            var share = V.All(p.NorketamineShare) * pk.PerVm1;
            var ke = V.All(p.EffectSitePerHour);
            var plasmaRest = pk.ParentRest * pk.PerV1;
            var plasma1 = pk.Parent1 * pk.PerV1;
            var plasma2 = pk.Parent2 * pk.PerV1;
            var siteRest = plasmaRest + share * pk.MetRest;
            var site1 = ke * (plasma1 + share * pk.MetL1) / (ke - pk.L1);
            var site2 = ke * (plasma2 + share * pk.MetL2) / (ke - pk.L2);
            var site3 = ke * share * pk.MetU1 / (ke - pk.U1);
            var site4 = ke * share * pk.MetU2 / (ke - pk.U2);
            var site5 = conc[0] - siteRest - site1 - site2 - site3 - site4;

            if (stretch.Taught > 0) learned[0] = V.Fma(V.All(stretch.Taught), V.Max(V.All(0), cons[0] - V.All(1)), learned[0]);

            var shape = stretch.Shape;
            var level = shape.FirstLevel;
            long position = 0;
            var output = stretch.FirstOutput;
            long panels = 0;
            // The exponentials at the start of the panel.
            V e1 = V.All(1), e2 = V.All(1), e3 = V.All(1), e4 = V.All(1), e5 = V.All(1);
            while (position < 1L << level)
            {
                var factors = Factors(shape, level);
                if (p.HydroxyGain > 0) Norketamine(factors, e1, e2, e3, e4);
                for (var i = 1; i < P; i++)
                {
                    var f = factors + (i - 1) * 5;
                    var t1 = e1 * f[0];
                    var t2 = e2 * f[1];
                    plasma[i] = V.Fma(plasma1, t1, V.Fma(plasma2, t2, plasmaRest));
                    conc[i] = V.Max(V.All(0), V.Fma(site1, t1, V.Fma(site2, t2,
                        V.Fma(site3, e3 * f[2], V.Fma(site4, e4 * f[3], V.Fma(site5, e5 * f[4], siteRest))))));
                }
                panels++;
                fixed (double* turnovers = shape.Turnovers[level])
                {
                    var left = Panel(turnovers, Math.ScaleB(stretch.LengthH, -level));
                    if (left > plan.Tolerance && level + 1 < shape.Levels)
                    {
                        level++;
                        position *= 2;
                        continue;
                    }
                    // Outputs that fall into this panel.
                    var end = position + 1 == 1L << level
                        ? double.PositiveInfinity
                        : stretch.StartH + stretch.LengthH * Math.ScaleB(position + 1, -level);
                    if (output < stretch.BeyondOutput)
                    {
                        fixed (double* weights = stretch.OutputWeights[level])
                        {
                            for (; output < stretch.BeyondOutput && plan.OutputH[output] <= end; output++)
                                Interpolate(weights + (output - stretch.FirstOutput) * P, columns + (long)output * wanted.Length * Apart);
                        }
                    }
                    // Everything moves on to the start of the next panel.
                    var last = factors + (N - 1) * 5;
                    e1 *= last[0];
                    e2 *= last[1];
                    e3 *= last[2];
                    e4 *= last[3];
                    e5 *= last[4];
                    MoveOn();
                    position++;
                    if (left < plan.Tolerance * EasyEnough && level > 0 && (position & 1) == 0)
                    {
                        level--;
                        position /= 2;
                    }
                }
            }
            pk.End(e1, e2, e3, e4);
            return panels;
        }

        private void Norketamine(V* factors, V e1, V e2, V e3, V e4)
        {
            for (var i = 1; i < P; i++)
            {
                var f = factors + (i - 1) * 5;
                nork[i] = V.Fma(pk.MetL1, e1 * f[0], V.Fma(pk.MetL2, e2 * f[1], V.Fma(pk.MetU1, e3 * f[2], V.Fma(pk.MetU2, e4 * f[3], pk.MetRest)))) * pk.PerVm1;
            }
        }

        private V* Factors(ChainPlan.Shape shape, int level)
        {
            var slot = shape.Number * exponentialsLevels + level;
            var factors = exponentials + (long)slot * 5 * N;
            if (exponentialsReady[slot]) return factors;
            var h = Math.ScaleB(shape.LengthH, -level);
            for (var i = 1; i < P; i++)
            {
                var t = V.All(-h * Collocation.Nodes[i]);
                var f = factors + (i - 1) * 5;
                f[0] = Elementary.Exp(pk.L1 * t);
                f[1] = Elementary.Exp(pk.L2 * t);
                f[2] = Elementary.Exp(pk.U1 * t);
                f[3] = Elementary.Exp(pk.U2 * t);
                f[4] = Elementary.Exp(V.All(p.EffectSitePerHour) * t);
            }
            exponentialsReady[slot] = true;
            return factors;
        }

        /// <summary>Solves every turnover on one panel. Returns how much the panel only just holds.</summary>
        private double Panel(double* turnovers, double h)
        {
            const int gabaAt = 0, gluAt = 1, desAt = 5, ampAt = 8, bdnfAt = 9, eef2At = 10, mtorAt = 11, consAt = 12, inflAt = 13, synAt = 14,
                hydroxyAt = 15, toleranceAt = 16;
            var one = V.All(1);

            // NMDA occupancy on interneurons and the GABA tone it lowers.
            for (var i = 1; i < P; i++)
            {
                var xi = Power(conc[i] / ic50, p.OccupancyHill);
                occ[i] = xi / (one + xi);
            }
            for (var j = 0; j < P; j++) drive[j] = V.Fma(V.All(-p.GabaFall), occ[j], one);
            Turn(turnovers + gabaAt * ChainPlan.Matrix, gaba, drive);

            if (p.ToleranceGain > 0)
            {
                for (var j = 0; j < P; j++) drive[j] = V.All(p.ToleranceGain) * occ[j];
                Turn(turnovers + toleranceAt * ChainPlan.Matrix, tolerance, drive);
            }

            // The glutamate burst: saturable uptake, direct block at high concentrations, worn down by tolerance.
            for (var j = 0; j < P; j++)
            {
                var block = conc[j] * V.All(1 / p.DirectBlockMgPerL);
                var against = V.Fma(block, block, one);
                if (p.ToleranceGain > 0) against *= one + tolerance[j];
                other[j] = V.Fma(gluGain, (one - gaba[j]) / against, one);
            }
            Glutamate(turnovers + gluAt * ChainPlan.Matrix);
            Desensitisation(turnovers + desAt * ChainPlan.Matrix);

            for (var j = 0; j < P; j++) drive[j] = glu[j] * des[j];
            if (p.HydroxyGain > 0)
            {
                // Hydroxynorketamine acts on AMPA throughput without any NMDA blockade.
                Turn(turnovers + hydroxyAt * ChainPlan.Matrix, hydroxy, nork);
                for (var j = 0; j < P; j++)
                    drive[j] = V.Fma(V.All(p.HydroxyGain), hydroxy[j] / (hydroxy[j] + V.All(p.HydroxyHalfMgPerL)), drive[j]);
            }
            Turn(turnovers + ampAt * ChainPlan.Matrix, amp, drive);

            for (var j = 0; j < P; j++)
            {
                var q = Power(amp[j], p.BdnfHill);
                drive[j] = V.Fma(V.All(p.BdnfGain), q / (q + V.All(bdnfHalfPower)), V.All(1 - p.BdnfGain / (bdnfHalfPower + 1)));
            }
            Turn(turnovers + bdnfAt * ChainPlan.Matrix, bdnf, drive);

            for (var j = 0; j < P; j++)
                drive[j] = V.Fma(V.All(p.Eef2Gain), bdnf[j] / (bdnf[j] + V.All(p.Eef2Half)),
                    V.Fma(V.All(p.Eef2Occupancy), occ[j], V.All(1 - p.Eef2Gain / (p.Eef2Half + 1))));
            Turn(turnovers + eef2At * ChainPlan.Matrix, eef2, drive);

            for (var j = 0; j < P; j++)
            {
                var u = bdnf[j] * eef2[j];
                drive[j] = V.Fma(V.All(p.MtorGain), u / (u + V.All(p.MtorHalf)), V.All(1 - p.MtorGain / (p.MtorHalf + 1)));
            }
            Turn(turnovers + mtorAt * ChainPlan.Matrix, mtor, drive);
            Turn(turnovers + consAt * ChainPlan.Matrix, cons, mtor);

            Turnovers += 6;
            SlowPair(turnovers + inflAt * ChainPlan.Matrix, turnovers + synAt * ChainPlan.Matrix);
            Severity(h);

            var left = Left(glu);
            left = V.Max(left, Left(amp));
            left = V.Max(left, Left(bdnf));
            left = V.Max(left, Left(mtor));
            left = V.Max(left, Left(cons));
            left = V.Max(left, Left(infl));
            left = V.Max(left, Left(plasma));
            left = V.Max(left, Left(sev) * V.All(1 / p.SeverityPoints));
            return V.Most(left);
        }

        private void Glutamate(double* matrices)
        {
            // Where the rate of change would be zero: a good guess on panels longer than a few minutes.
            var uptake = p.GlutamatePerHour * (p.UptakeHalf + 1);
            var half = V.All(p.UptakeHalf);
            var peak = V.All(0);
            for (var j = 1; j < P; j++)
            {
                var a = other[j] * V.All(p.GlutamatePerHour);
                var ceiling = V.All(0.98 * uptake);
                glu[j] = V.Min(a, ceiling) * half / (V.All(uptake) - V.Min(a, ceiling));
                peak = V.Max(peak, glu[j]);
            }
            var highest = V.Most(V.Max(peak, glu[0]));
            // The rate belonging to a middle of what the group passes through.
            var middle = (1 + highest) / 2;
            var target = uptake * p.UptakeHalf / ((p.UptakeHalf + middle) * (p.UptakeHalf + middle)) / plan.RestGlutamateRate;
            var which = 0;
            for (var k = 1; k < ChainPlan.GlutamateFractions.Length; k++)
                if (Math.Abs(ChainPlan.GlutamateFractions[k] - target) < Math.Abs(ChainPlan.GlutamateFractions[which] - target)) which = k;
            var rate = ChainPlan.GlutamateFractions[which] * plan.RestGlutamateRate;
            var matrix = matrices + which * ChainPlan.Matrix;
            var scale = V.All(p.GlutamatePerHour / rate);
            var plus = V.All(p.UptakeHalf + 1);
            var settled = plan.Tolerance * 0.1;
            for (var sweep = 0; sweep < 40; sweep++)
            {
                for (var j = 0; j < P; j++)
                    drive[j] = V.Fma(scale, other[j] - glu[j] * plus / (half + glu[j]), glu[j]);
                Turnovers++;
                if (TurnChange(matrix, glu, drive) < settled) break;
            }
        }

        private void Desensitisation(double* matrices)
        {
            var most = V.All(0);
            for (var j = 0; j < P; j++) most = V.Max(most, glu[j]);
            var highest = V.Most(most);
            var which = 0;
            for (var k = 1; k < ChainPlan.DesensitisationSums.Length; k++)
                if ((highest - 1) / 2 > (ChainPlan.DesensitisationSums[k] + ChainPlan.DesensitisationSums[k - 1]) / 2) which = k;
            var rate = p.ResensitisationPerHour + p.DesensitisationPerHour * ChainPlan.DesensitisationSums[which];
            var matrix = matrices + which * ChainPlan.Matrix;
            var up = V.All(p.ResensitisationPerHour / rate);
            for (var j = 1; j < P; j++)
                des[j] = V.All(p.ResensitisationPerHour) / V.Fma(V.All(p.DesensitisationPerHour), glu[j] - V.All(1), V.All(p.ResensitisationPerHour));
            // What stands before the state in its own rate, the chosen rate taken out.
            for (var j = 0; j < P; j++) other[j] = V.Fma(V.All(-p.DesensitisationPerHour / rate), glu[j] - V.All(1), V.All(1 - p.ResensitisationPerHour / rate));
            var settled = plan.Tolerance * 0.1;
            for (var sweep = 0; sweep < 40; sweep++)
            {
                for (var j = 0; j < P; j++) drive[j] = V.Fma(other[j], des[j], up);
                Turnovers++;
                if (TurnChange(matrix, des, drive) < settled) break;
            }
        }

        private void SlowPair(double* inflammation, double* synapses)
        {
            var restTarget = 1 / (p.SynapseHalf * p.SynapseHalf + 1);
            for (var j = 0; j < P; j++)
            {
                var q = cons[j] * cons[j];
                other[j] = V.Fma(synGain, q / (q + V.All(p.SynapseHalf * p.SynapseHalf)) - V.All(restTarget), V.All(1));
                drive[j] = V.All(1) - V.All(p.InflammationFall) * conc[j] / (conc[j] + V.All(p.InflammationHalfMgPerL));
                solve[j] = drive[j];
            }
            for (var j = 1; j < P; j++)
            {
                syn[j] = syn[0];
                infl[j] = infl[0];
            }
            var settled = plan.Tolerance * 0.1;
            for (var sweep = 0; sweep < 40; sweep++)
            {
                for (var j = 0; j < P; j++) drive[j] = solve[j] / V.Fma(V.All(p.InflammationSynapse), syn[j] - V.All(1), V.All(1));
                Turn(inflammation, infl, drive);
                for (var j = 0; j < P; j++) drive[j] = V.Fma(V.All(-p.SynapseInflammation) * syn[j], infl[j] - V.All(1), other[j]);
                Turnovers += 2;
                if (TurnChange(synapses, syn, drive) < settled) break;
            }
        }

        /// <summary>Symptoms follow at each subject's own rate: a small system a lane, solved in place.</summary>
        private void Severity(double h)
        {
            var z = symRate * V.All(h);
            for (var j = 1; j < P; j++) learned[j] = learned[0] * V.All(Elementary.Exp(-p.LearnedLossPerHour * h * Collocation.Nodes[j]));
            for (var j = 0; j < P; j++)
                drive[j] = V.All(p.SeverityPoints) / (V.All(1) + learned[j]) * Elementary.Exp(
                    V.All(p.SeverityInflammation) * Elementary.Log(infl[j]) - V.All(p.SeveritySynapse) * Elementary.Log(syn[j]));
            fixed (double* integration = plan.Integration)
            {
                // (1 + z·A)·y = y₀ + z·(A·f), with what the start contributes on the right.
                var matrix = stackalloc V[N * N];
                for (var i = 0; i < N; i++)
                {
                    var row = integration + i * P;
                    var right = V.All(row[0]) * (drive[0] - sev[0]);
                    for (var j = 1; j < P; j++) right = V.Fma(V.All(row[j]), drive[j], right);
                    sev[i + 1] = V.Fma(z, right, sev[0]);
                    for (var j = 1; j < P; j++) matrix[i * N + j - 1] = z * V.All(row[j]);
                    matrix[i * N + i] += V.All(1);
                }
                for (var k = 0; k < N; k++)
                {
                    var pivot = V.All(1) / matrix[k * N + k];
                    for (var i = k + 1; i < N; i++)
                    {
                        var factor = matrix[i * N + k] * pivot;
                        for (var j = k + 1; j < N; j++) matrix[i * N + j] = V.Fma(-factor, matrix[k * N + j], matrix[i * N + j]);
                        sev[i + 1] = V.Fma(-factor, sev[k + 1], sev[i + 1]);
                    }
                    matrix[k * N + k] = pivot;
                }
                for (var k = N - 1; k >= 0; k--)
                {
                    var value = sev[k + 1];
                    for (var j = k + 1; j < N; j++) value = V.Fma(-matrix[k * N + j], sev[j + 1], value);
                    sev[k + 1] = value * matrix[k * N + k];
                }
            }
        }

        private void MoveOn()
        {
            plasma[0] = plasma[N];
            nork[0] = nork[N];
            hydroxy[0] = hydroxy[N];
            tolerance[0] = tolerance[N];
            learned[0] = learned[N];
            conc[0] = conc[N];
            occ[0] = occ[N];
            gaba[0] = gaba[N];
            glu[0] = glu[N];
            des[0] = des[N];
            amp[0] = amp[N];
            bdnf[0] = bdnf[N];
            eef2[0] = eef2[N];
            mtor[0] = mtor[N];
            cons[0] = cons[N];
            syn[0] = syn[N];
            infl[0] = infl[N];
            sev[0] = sev[N];
        }

        private void Interpolate(double* weights, V* columns)
        {
            V w0 = V.All(weights[0]), w1 = V.All(weights[1]), w2 = V.All(weights[2]), w3 = V.All(weights[3]),
                w4 = V.All(weights[4]), w5 = V.All(weights[5]), w6 = V.All(weights[6]), w7 = V.All(weights[7]);
            for (var column = 0; column < wanted.Length; column++)
            {
                var y = (V*)wanted[column];
                columns[column * Apart] = V.Fma(w0, y[0], V.Fma(w2, y[2], V.Fma(w4, y[4], w6 * y[6]))) + V.Fma(w1, y[1], V.Fma(w3, y[3], V.Fma(w5, y[5], w7 * y[7])));
            }
        }

        private V Left(V* curve)
        {
            fixed (double* highest = plan.Highest)
            {
                var sum = V.All(0);
                for (var j = 0; j < P; j++) sum = V.Fma(V.All(highest[j]), curve[j], sum);
                return V.Abs(sum);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static void Turn(double* matrix, V* state, V* drive)
        {
            V f0 = drive[0], f1 = drive[1], f2 = drive[2], f3 = drive[3], f4 = drive[4], f5 = drive[5], f6 = drive[6], f7 = drive[7], y0 = state[0];
            for (var i = 1; i < P; i++, matrix += ChainPlan.Row)
            {
                var even = V.Fma(V.All(matrix[1]), f0, V.All(matrix[0]) * y0);
                var odd = V.All(matrix[2]) * f1;
                even = V.Fma(V.All(matrix[3]), f2, even);
                odd = V.Fma(V.All(matrix[4]), f3, odd);
                even = V.Fma(V.All(matrix[5]), f4, even);
                odd = V.Fma(V.All(matrix[6]), f5, odd);
                even = V.Fma(V.All(matrix[7]), f6, even);
                odd = V.Fma(V.All(matrix[8]), f7, odd);
                state[i] = even + odd;
            }
        }

        /// <summary>As <see cref="Turn"/>, and how far the state moved.</summary>
        private static double TurnChange(double* matrix, V* state, V* drive)
        {
            V f0 = drive[0], f1 = drive[1], f2 = drive[2], f3 = drive[3], f4 = drive[4], f5 = drive[5], f6 = drive[6], f7 = drive[7], y0 = state[0];
            var moved = V.All(0);
            for (var i = 1; i < P; i++, matrix += ChainPlan.Row)
            {
                var even = V.Fma(V.All(matrix[1]), f0, V.All(matrix[0]) * y0);
                var odd = V.All(matrix[2]) * f1;
                even = V.Fma(V.All(matrix[3]), f2, even);
                odd = V.Fma(V.All(matrix[4]), f3, odd);
                even = V.Fma(V.All(matrix[5]), f4, even);
                odd = V.Fma(V.All(matrix[6]), f5, odd);
                even = V.Fma(V.All(matrix[7]), f6, even);
                odd = V.Fma(V.All(matrix[8]), f7, odd);
                var value = even + odd;
                moved = V.Max(moved, V.Abs(value - state[i]));
                state[i] = value;
            }
            return V.Most(moved);
        }

        private static V Power(V x, double exponent) => exponent == 2.5
            ? x * x * V.Sqrt(x)
            : Elementary.Exp(V.All(exponent) * Elementary.Log(x));
    }
}

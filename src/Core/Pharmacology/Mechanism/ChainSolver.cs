using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Afterglow.Core.Pharmacology.Disposition;
using Afterglow.Core.Pharmacology.Numerics;
using static Afterglow.Core.Pharmacology.Numerics.Lanes;
using V = System.Runtime.Intrinsics.Vector512<double>;

namespace Afterglow.Core.Pharmacology.Mechanism;

/// <summary>
/// Solves the chain from plasma to symptoms for many subjects at once, eight in a vector.
/// The pharmacokinetics and the effect site are sums of exponentials. Everything downstream is a cascade of scalar
/// turnovers, each driven by the ones before it: on a polynomial panel such a turnover is one small matrix, however
/// stiff. Only synapses and inflammation drive each other, and they are slow: a few sweeps settle them.
/// Panels are halved until they hold the curve, so the error is controlled; a group of eight shares its panels.
/// The answer does not depend on the number of threads.
/// </summary>
public sealed unsafe class ChainSolver
{
    /// <summary>Subjects in a vector: results come in groups of so many.</summary>
    public const int GroupOf = Lanes.Count;

    private const int N = Collocation.Degree;
    private const int P = Collocation.Points;

    // A panel twice as long leaves 2^7 times as much in its highest coefficient.
    private const double EasyEnough = 1.0 / 300;

    private readonly ChainPlan plan;

    public ChainSolver(ChainPlan plan) => this.plan = plan;

    /// <summary>How many numbers a group of eight subjects yields: output times × columns × lanes.</summary>
    public int GroupSize => plan.OutputH.Length * plan.Columns.Length * Lanes.Count;

    /// <summary>
    /// Solves all subjects. Results lie by group of eight, then output time, then column, then lane.
    /// A last group that is not full repeats its last subject.
    /// </summary>
    /// <param name="results">Room for ⌈subjects / 8⌉ × <see cref="GroupSize"/> numbers.</param>
    /// <returns>Panels solved, those given up included.</returns>
    public long Solve(ReadOnlySpan<ChainSubject> subjects, Span<double> results, int threads = 1)
    {
        var groups = (subjects.Length + Lanes.Count - 1) / Lanes.Count;
        if (results.Length < (long)groups * GroupSize) throw new ArgumentException("There is no room for the results.", nameof(results));
        long panels = 0;
        fixed (ChainSubject* first = subjects)
        fixed (double* into = results)
        {
            var from = first;
            var to = into;
            var count = subjects.Length;
            if (threads <= 1)
            {
                using var work = new Workspace(plan);
                for (var g = 0; g < groups; g++) panels += work.Solve(from, count, g, to + (long)g * GroupSize);
                return panels;
            }
            var next = -1;
            var crew = new Thread[threads];
            for (var t = 0; t < threads; t++)
            {
                crew[t] = new Thread(() =>
                {
                    using var work = new Workspace(plan);
                    long mine = 0;
                    for (var g = Interlocked.Increment(ref next); g < groups; g = Interlocked.Increment(ref next))
                        mine += work.Solve(from, count, g, to + (long)g * GroupSize);
                    Interlocked.Add(ref panels, mine);
                });
                crew[t].Start();
            }
            foreach (var thread in crew) thread.Join();
        }
        return panels;
    }

    /// <summary>One thread's memory: allocated once, used for every group.</summary>
    private sealed class Workspace : IDisposable
    {
        private const int Vectors = 30 * P + 64;

        private readonly ChainPlan plan;
        private readonly ChainParameters p;
        private readonly V* memory;
        private readonly V* exponentials;
        private readonly nint[] wanted;
        private readonly bool[] exponentialsReady;
        private readonly int exponentialsLevels;
        private readonly int shapes;

        // Curves on the panel, a vector a point. Point 0 is the end of the panel before.
        private readonly V* conc, occ, gaba, glu, des, amp, bdnf, eef2, mtor, cons, syn, infl, sev, plasma, drive, other, hydroxy, tolerance, learned, nork, solve;

        // Subject parameters.
        private V ic50, gluGain, synGain, symRate;
        private ParentMetabolite pk;

        public Workspace(ChainPlan plan)
        {
            this.plan = plan;
            p = plan.Parameters;
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

        public void Dispose() => NativeMemory.AlignedFree(memory);

        public long Solve(ChainSubject* subjects, int count, int group, double* output)
        {
            Load(subjects, count, group);
            Array.Clear(exponentialsReady);
            Start();
            var columns = (V*)output;
            if (plan.OutputH.Length > 0 && plan.OutputH[0] == 0)
                for (var column = 0; column < plan.Columns.Length; column++) columns[column] = Curve(plan.Columns[column])[0];
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

        private void Load(ChainSubject* subjects, int count, int group)
        {
            Span<double> gather = stackalloc double[13 * Lanes.Count];
            for (var lane = 0; lane < Lanes.Count; lane++)
            {
                var s = subjects[Math.Min(group * Lanes.Count + lane, count - 1)];
                gather[lane] = s.ClLPerH;
                gather[Lanes.Count + lane] = s.V1L;
                gather[2 * Lanes.Count + lane] = s.QLPerH;
                gather[3 * Lanes.Count + lane] = s.V2L;
                gather[4 * Lanes.Count + lane] = s.ClmLPerH;
                gather[5 * Lanes.Count + lane] = s.Vm1L;
                gather[6 * Lanes.Count + lane] = s.QmLPerH;
                gather[7 * Lanes.Count + lane] = s.Vm2L;
                gather[8 * Lanes.Count + lane] = s.Ic50MgPerL;
                gather[9 * Lanes.Count + lane] = s.GlutamateGain;
                gather[10 * Lanes.Count + lane] = s.SynapseGain;
                gather[11 * Lanes.Count + lane] = s.SymptomPerHour;
                gather[12 * Lanes.Count + lane] = s.WeightKg;
            }
            V At(Span<double> all, int which) => Vector512.Create<double>(all.Slice(which * Lanes.Count, Lanes.Count));
            ic50 = At(gather, 8);
            gluGain = At(gather, 9);
            synGain = At(gather, 10);
            symRate = At(gather, 11);
            pk = ParentMetabolite.Of(
                At(gather, 0), At(gather, 1), At(gather, 2), At(gather, 3), At(gather, 4), At(gather, 5), At(gather, 6), At(gather, 7),
                At(gather, 12));
            var site = All(p.EffectSitePerHour);
            pk.L1 = ParentMetabolite.Apart(pk.L1, site);
            pk.L2 = ParentMetabolite.Apart(pk.L2, site);
            pk.U1 = ParentMetabolite.Apart(pk.U1, site);
            pk.U2 = ParentMetabolite.Apart(pk.U2, site);
        }

        private void Start()
        {
            conc[0] = occ[0] = plasma[0] = hydroxy[0] = tolerance[0] = learned[0] = nork[0] = V.Zero;
            gaba[0] = glu[0] = des[0] = amp[0] = bdnf[0] = eef2[0] = mtor[0] = cons[0] = syn[0] = infl[0] = V.One;
            sev[0] = All(p.SeverityPoints);
        }

        private long Solve(ChainPlan.Stretch stretch, V* columns)
        {
            // Disposition on this stretch: a constant and four exponentials; the effect site adds a fifth.
            pk.Begin(pk.Weight * All(stretch.MgPerKgPerH), p.NorketamineYield);
            var share = All(p.NorketamineShare) / pk.Vm1;
            var ke = All(p.EffectSitePerHour);
            var plasmaRest = pk.ParentRest / pk.V1;
            var plasma1 = pk.Parent1 / pk.V1;
            var plasma2 = pk.Parent2 / pk.V1;
            var siteRest = plasmaRest + share * pk.MetRest;
            var site1 = ke * (plasma1 + share * pk.MetL1) / (ke - pk.L1);
            var site2 = ke * (plasma2 + share * pk.MetL2) / (ke - pk.L2);
            var site3 = ke * share * pk.MetU1 / (ke - pk.U1);
            var site4 = ke * share * pk.MetU2 / (ke - pk.U2);
            var site5 = conc[0] - siteRest - site1 - site2 - site3 - site4;

            if (stretch.Taught > 0) learned[0] = Fma(All(stretch.Taught), Vector512.Max(V.Zero, cons[0] - V.One), learned[0]);

            var shape = stretch.Shape;
            var level = shape.FirstLevel;
            long position = 0;
            var output = stretch.FirstOutput;
            long panels = 0;
            // The exponentials at the start of the panel.
            V e1 = V.One, e2 = V.One, e3 = V.One, e4 = V.One, e5 = V.One;
            while (position < 1L << level)
            {
                var factors = Factors(shape, level);
                if (p.HydroxyGain > 0) Norketamine(factors, e1, e2, e3, e4);
                for (var i = 1; i < P; i++)
                {
                    var f = factors + (i - 1) * 5;
                    var t1 = e1 * f[0];
                    var t2 = e2 * f[1];
                    plasma[i] = Fma(plasma1, t1, Fma(plasma2, t2, plasmaRest));
                    conc[i] = Vector512.Max(V.Zero, Fma(site1, t1, Fma(site2, t2,
                        Fma(site3, e3 * f[2], Fma(site4, e4 * f[3], Fma(site5, e5 * f[4], siteRest))))));
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
                                Interpolate(weights + (output - stretch.FirstOutput) * P, columns + (long)output * wanted.Length);
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
                nork[i] = Fma(pk.MetL1, e1 * f[0], Fma(pk.MetL2, e2 * f[1], Fma(pk.MetU1, e3 * f[2], Fma(pk.MetU2, e4 * f[3], pk.MetRest)))) / pk.Vm1;
            }
        }

        private V* Factors(ChainPlan.Shape shape, int level)
        {
            var slot = shape.Number * exponentialsLevels + level;
            var factors = exponentials + (long)slot * 5 * N;
            if (exponentialsReady[slot]) return factors;
            var h = Math.ScaleB(plan.Stretches.First(stretch => stretch.Shape == shape).LengthH, -level);
            for (var i = 1; i < P; i++)
            {
                var t = All(-h * Collocation.Nodes[i]);
                var f = factors + (i - 1) * 5;
                f[0] = Vector512.Exp(pk.L1 * t);
                f[1] = Vector512.Exp(pk.L2 * t);
                f[2] = Vector512.Exp(pk.U1 * t);
                f[3] = Vector512.Exp(pk.U2 * t);
                f[4] = Vector512.Exp(All(p.EffectSitePerHour) * t);
            }
            exponentialsReady[slot] = true;
            return factors;
        }

        /// <summary>Solves every turnover on one panel. Returns how much the panel only just holds.</summary>
        private double Panel(double* turnovers, double h)
        {
            const int gabaAt = 0, gluAt = 1, desAt = 5, ampAt = 8, bdnfAt = 9, eef2At = 10, mtorAt = 11, consAt = 12, inflAt = 13, synAt = 14,
                hydroxyAt = 15, toleranceAt = 16;
            var one = V.One;

            // NMDA occupancy on interneurons and the GABA tone it lowers.
            for (var i = 1; i < P; i++)
            {
                var xi = Power(conc[i] / ic50, p.OccupancyHill);
                occ[i] = xi / (one + xi);
            }
            for (var j = 0; j < P; j++) drive[j] = Fma(All(-p.GabaFall), occ[j], one);
            Turn(turnovers + gabaAt * ChainPlan.Matrix, gaba, drive);

            if (p.ToleranceGain > 0)
            {
                for (var j = 0; j < P; j++) drive[j] = All(p.ToleranceGain) * occ[j];
                Turn(turnovers + toleranceAt * ChainPlan.Matrix, tolerance, drive);
            }

            // The glutamate burst: saturable uptake, direct block at high concentrations, worn down by tolerance.
            for (var j = 0; j < P; j++)
            {
                var block = conc[j] * All(1 / p.DirectBlockMgPerL);
                var against = Fma(block, block, one);
                if (p.ToleranceGain > 0) against *= one + tolerance[j];
                other[j] = Fma(gluGain, (one - gaba[j]) / against, one);
            }
            Glutamate(turnovers + gluAt * ChainPlan.Matrix);
            Desensitisation(turnovers + desAt * ChainPlan.Matrix);

            for (var j = 0; j < P; j++) drive[j] = glu[j] * des[j];
            if (p.HydroxyGain > 0)
            {
                // Hydroxynorketamine acts on AMPA throughput without any NMDA blockade.
                Turn(turnovers + hydroxyAt * ChainPlan.Matrix, hydroxy, nork);
                for (var j = 0; j < P; j++)
                    drive[j] = Fma(All(p.HydroxyGain), hydroxy[j] / (hydroxy[j] + All(p.HydroxyHalfMgPerL)), drive[j]);
            }
            Turn(turnovers + ampAt * ChainPlan.Matrix, amp, drive);

            var bdnfRest = 1 / (Math.Pow(p.BdnfHalf, p.BdnfHill) + 1);
            for (var j = 0; j < P; j++)
            {
                var q = Power(amp[j], p.BdnfHill);
                drive[j] = Fma(All(p.BdnfGain), q / (q + All(Math.Pow(p.BdnfHalf, p.BdnfHill))), All(1 - p.BdnfGain * bdnfRest));
            }
            Turn(turnovers + bdnfAt * ChainPlan.Matrix, bdnf, drive);

            for (var j = 0; j < P; j++)
                drive[j] = Fma(All(p.Eef2Gain), bdnf[j] / (bdnf[j] + All(p.Eef2Half)),
                    Fma(All(p.Eef2Occupancy), occ[j], All(1 - p.Eef2Gain / (p.Eef2Half + 1))));
            Turn(turnovers + eef2At * ChainPlan.Matrix, eef2, drive);

            for (var j = 0; j < P; j++)
            {
                var u = bdnf[j] * eef2[j];
                drive[j] = Fma(All(p.MtorGain), u / (u + All(p.MtorHalf)), All(1 - p.MtorGain / (p.MtorHalf + 1)));
            }
            Turn(turnovers + mtorAt * ChainPlan.Matrix, mtor, drive);
            Turn(turnovers + consAt * ChainPlan.Matrix, cons, mtor);

            SlowPair(turnovers + inflAt * ChainPlan.Matrix, turnovers + synAt * ChainPlan.Matrix);
            Severity(h);

            var left = Left(glu);
            left = Vector512.Max(left, Left(amp));
            left = Vector512.Max(left, Left(bdnf));
            left = Vector512.Max(left, Left(mtor));
            left = Vector512.Max(left, Left(cons));
            left = Vector512.Max(left, Left(infl));
            left = Vector512.Max(left, Left(plasma));
            left = Vector512.Max(left, Left(sev) * All(1 / p.SeverityPoints));
            return Most(left);
        }

        private void Glutamate(double* matrices)
        {
            // Where the rate of change would be zero: a good guess on panels longer than a few minutes.
            var uptake = p.GlutamatePerHour * (p.UptakeHalf + 1);
            var half = All(p.UptakeHalf);
            var peak = V.Zero;
            for (var j = 1; j < P; j++)
            {
                var a = other[j] * All(p.GlutamatePerHour);
                var ceiling = All(0.98 * uptake);
                glu[j] = Vector512.Min(a, ceiling) * half / (All(uptake) - Vector512.Min(a, ceiling));
                peak = Vector512.Max(peak, glu[j]);
            }
            var highest = Most(Vector512.Max(peak, glu[0]));
            // The rate belonging to a middle of what the group passes through.
            var middle = (1 + highest) / 2;
            var target = uptake * p.UptakeHalf / ((p.UptakeHalf + middle) * (p.UptakeHalf + middle)) / plan.RestGlutamateRate;
            var which = 0;
            for (var k = 1; k < ChainPlan.GlutamateFractions.Length; k++)
                if (Math.Abs(ChainPlan.GlutamateFractions[k] - target) < Math.Abs(ChainPlan.GlutamateFractions[which] - target)) which = k;
            var rate = ChainPlan.GlutamateFractions[which] * plan.RestGlutamateRate;
            var matrix = matrices + which * ChainPlan.Matrix;
            var scale = All(p.GlutamatePerHour / rate);
            var plus = All(p.UptakeHalf + 1);
            var settled = plan.Tolerance * 0.1;
            for (var sweep = 0; sweep < 40; sweep++)
            {
                for (var j = 0; j < P; j++)
                    drive[j] = Fma(scale, other[j] - glu[j] * plus / (half + glu[j]), glu[j]);
                if (TurnChange(matrix, glu, drive) < settled) break;
            }
        }

        private void Desensitisation(double* matrices)
        {
            var most = V.Zero;
            for (var j = 0; j < P; j++) most = Vector512.Max(most, glu[j]);
            var highest = Most(most);
            var which = 0;
            for (var k = 1; k < ChainPlan.DesensitisationSums.Length; k++)
                if ((highest - 1) / 2 > (ChainPlan.DesensitisationSums[k] + ChainPlan.DesensitisationSums[k - 1]) / 2) which = k;
            var rate = p.ResensitisationPerHour + p.DesensitisationPerHour * ChainPlan.DesensitisationSums[which];
            var matrix = matrices + which * ChainPlan.Matrix;
            var up = All(p.ResensitisationPerHour / rate);
            for (var j = 1; j < P; j++)
                des[j] = All(p.ResensitisationPerHour) / Fma(All(p.DesensitisationPerHour), glu[j] - V.One, All(p.ResensitisationPerHour));
            // What stands before the state in its own rate, the chosen rate taken out.
            for (var j = 0; j < P; j++) other[j] = Fma(All(-p.DesensitisationPerHour / rate), glu[j] - V.One, All(1 - p.ResensitisationPerHour / rate));
            var settled = plan.Tolerance * 0.1;
            for (var sweep = 0; sweep < 40; sweep++)
            {
                for (var j = 0; j < P; j++) drive[j] = Fma(other[j], des[j], up);
                if (TurnChange(matrix, des, drive) < settled) break;
            }
        }

        private void SlowPair(double* inflammation, double* synapses)
        {
            var restTarget = 1 / (p.SynapseHalf * p.SynapseHalf + 1);
            for (var j = 0; j < P; j++)
            {
                var q = cons[j] * cons[j];
                other[j] = Fma(synGain, q / (q + All(p.SynapseHalf * p.SynapseHalf)) - All(restTarget), V.One);
                drive[j] = V.One - All(p.InflammationFall) * conc[j] / (conc[j] + All(p.InflammationHalfMgPerL));
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
                for (var j = 0; j < P; j++) drive[j] = solve[j] / Fma(All(p.InflammationSynapse), syn[j] - V.One, V.One);
                Turn(inflammation, infl, drive);
                for (var j = 0; j < P; j++) drive[j] = Fma(All(-p.SynapseInflammation) * syn[j], infl[j] - V.One, other[j]);
                if (TurnChange(synapses, syn, drive) < settled) break;
            }
        }

        /// <summary>Symptoms follow at each subject's own rate: a small system a lane, solved in place.</summary>
        private void Severity(double h)
        {
            var z = symRate * All(h);
            for (var j = 1; j < P; j++) learned[j] = learned[0] * All(Math.Exp(-p.LearnedLossPerHour * h * Collocation.Nodes[j]));
            for (var j = 0; j < P; j++)
                drive[j] = All(p.SeverityPoints) / (V.One + learned[j]) * Vector512.Exp(
                    All(p.SeverityInflammation) * Vector512.Log(infl[j]) - All(p.SeveritySynapse) * Vector512.Log(syn[j]));
            fixed (double* integration = plan.Integration)
            {
                // (1 + z·A)·y = y₀ + z·(A·f), with what the start contributes on the right.
                var matrix = stackalloc V[N * N];
                for (var i = 0; i < N; i++)
                {
                    var row = integration + i * P;
                    var right = All(row[0]) * (drive[0] - sev[0]);
                    for (var j = 1; j < P; j++) right = Fma(All(row[j]), drive[j], right);
                    sev[i + 1] = Fma(z, right, sev[0]);
                    for (var j = 1; j < P; j++) matrix[i * N + j - 1] = z * All(row[j]);
                    matrix[i * N + i] += V.One;
                }
                for (var k = 0; k < N; k++)
                {
                    var pivot = V.One / matrix[k * N + k];
                    for (var i = k + 1; i < N; i++)
                    {
                        var factor = matrix[i * N + k] * pivot;
                        for (var j = k + 1; j < N; j++) matrix[i * N + j] = Fma(-factor, matrix[k * N + j], matrix[i * N + j]);
                        sev[i + 1] = Fma(-factor, sev[k + 1], sev[i + 1]);
                    }
                    matrix[k * N + k] = pivot;
                }
                for (var k = N - 1; k >= 0; k--)
                {
                    var value = sev[k + 1];
                    for (var j = k + 1; j < N; j++) value = Fma(-matrix[k * N + j], sev[j + 1], value);
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
            V w0 = All(weights[0]), w1 = All(weights[1]), w2 = All(weights[2]), w3 = All(weights[3]),
                w4 = All(weights[4]), w5 = All(weights[5]), w6 = All(weights[6]), w7 = All(weights[7]);
            for (var column = 0; column < wanted.Length; column++)
            {
                var y = (V*)wanted[column];
                columns[column] = Fma(w0, y[0], Fma(w2, y[2], Fma(w4, y[4], w6 * y[6]))) + Fma(w1, y[1], Fma(w3, y[3], Fma(w5, y[5], w7 * y[7])));
            }
        }

        private V Left(V* curve)
        {
            fixed (double* highest = plan.Highest)
            {
                var sum = V.Zero;
                for (var j = 0; j < P; j++) sum = Fma(All(highest[j]), curve[j], sum);
                return Vector512.Abs(sum);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static void Turn(double* matrix, V* state, V* drive)
        {
            V f0 = drive[0], f1 = drive[1], f2 = drive[2], f3 = drive[3], f4 = drive[4], f5 = drive[5], f6 = drive[6], f7 = drive[7], y0 = state[0];
            for (var i = 1; i < P; i++, matrix += ChainPlan.Row)
            {
                var even = Fma(All(matrix[1]), f0, All(matrix[0]) * y0);
                var odd = All(matrix[2]) * f1;
                even = Fma(All(matrix[3]), f2, even);
                odd = Fma(All(matrix[4]), f3, odd);
                even = Fma(All(matrix[5]), f4, even);
                odd = Fma(All(matrix[6]), f5, odd);
                even = Fma(All(matrix[7]), f6, even);
                odd = Fma(All(matrix[8]), f7, odd);
                state[i] = even + odd;
            }
        }

        /// <summary>As <see cref="Turn"/>, and how far the state moved.</summary>
        private static double TurnChange(double* matrix, V* state, V* drive)
        {
            V f0 = drive[0], f1 = drive[1], f2 = drive[2], f3 = drive[3], f4 = drive[4], f5 = drive[5], f6 = drive[6], f7 = drive[7], y0 = state[0];
            var moved = V.Zero;
            for (var i = 1; i < P; i++, matrix += ChainPlan.Row)
            {
                var even = Fma(All(matrix[1]), f0, All(matrix[0]) * y0);
                var odd = All(matrix[2]) * f1;
                even = Fma(All(matrix[3]), f2, even);
                odd = Fma(All(matrix[4]), f3, odd);
                even = Fma(All(matrix[5]), f4, even);
                odd = Fma(All(matrix[6]), f5, odd);
                even = Fma(All(matrix[7]), f6, even);
                odd = Fma(All(matrix[8]), f7, odd);
                var value = even + odd;
                moved = Vector512.Max(moved, Vector512.Abs(value - state[i]));
                state[i] = value;
            }
            return Most(moved);
        }

        private static V Power(V x, double exponent) => exponent == 2.5
            ? x * x * Vector512.Sqrt(x)
            : Vector512.Exp(All(exponent) * Vector512.Log(x));
    }
}

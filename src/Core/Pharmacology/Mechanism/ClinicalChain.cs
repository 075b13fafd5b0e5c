using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Afterglow.Core.Pharmacology.Numerics;
using static Afterglow.Core.Pharmacology.Numerics.Lanes;
using V = System.Runtime.Intrinsics.Vector512<double>;

namespace Afterglow.Core.Pharmacology.Mechanism;

/// <summary>
/// Solves the clinical chain for many patients, eight in a vector, for whatever drug, route and schedule the drive was
/// made from. A cascade of turnovers on polynomial panels: each is one small matrix; synapses and inflammation, which
/// drive each other, settle by a few sweeps.
/// </summary>
public sealed class ClinicalChain
{
    private const int P = Collocation.Points;
    private const int N = Collocation.Degree;
    private const int Row = P + 1;
    private const int MostSweeps = 60;
    private const double Settled = 1e-10;

    private static readonly double[] Integration = Collocation.Integration();

    private readonly ClinicalParameters p;
    private readonly ClinicalPlan plan;
    private readonly ChainCurve[] columns;
    private readonly double[][] gabaTurn, glutamateTurn, readyTurn, ampaTurn, bdnfTurn, eef2Turn, mtorTurn, proteinTurn, inflammationTurn,
        symptomTurn, hydroxyTurn, toleranceTurn;

    public ClinicalChain(ClinicalParameters parameters, ClinicalPlan plan, IReadOnlyList<ChainCurve> columns)
    {
        p = parameters;
        this.plan = plan;
        this.columns = [.. columns];
        if (this.columns.Contains(ChainCurve.Plasma)) throw new ArgumentException("Plasma is the drug model's.", nameof(columns));
        gabaTurn = plan.Turnovers(p.GabaPerHour);
        glutamateTurn = plan.Turnovers(p.GlutamatePerHour);
        readyTurn = plan.Turnovers(p.ResensitisationPerHour);
        ampaTurn = plan.Turnovers(p.AmpaPerHour);
        bdnfTurn = plan.Turnovers(p.BdnfPerHour);
        eef2Turn = plan.Turnovers(p.Eef2PerHour);
        mtorTurn = plan.Turnovers(p.MtorPerHour);
        proteinTurn = plan.Turnovers(p.ConsolidationPerHour);
        inflammationTurn = plan.Turnovers(p.InflammationPerHour);
        symptomTurn = plan.Turnovers(p.SymptomPerHour);
        hydroxyTurn = plan.Turnovers(p.HydroxyPerHour);
        toleranceTurn = plan.Turnovers(p.TolerancePerHour);
    }

    /// <summary>
    /// The curves of every patient: person, then output time, then column.
    /// Severity is relative to untreated; the effect site is in mg/L of S-ketamine or what counts like it.
    /// </summary>
    public double[] Solve(ClinicalDrive drive, IReadOnlyList<ClinicalSubject> people)
    {
        if (drive.Plan != plan) throw new ArgumentException("The drive was made for another plan.", nameof(drive));
        if (people.Count != drive.People) throw new ArgumentException("There are as many patients as drives.", nameof(people));
        var width = plan.OutputH.Length * columns.Length;
        var results = new double[people.Count * width];
        var work = new Workspace();
        Span<double> lanes = stackalloc double[3 * Count];
        for (var group = 0; group < drive.Groups; group++)
        {
            for (var lane = 0; lane < Count; lane++)
            {
                var person = people[Math.Min(group * Count + lane, people.Count - 1)];
                lanes[lane] = person.Sensitivity;
                lanes[Count + lane] = p.SynapsePerHour / person.Durability;
                lanes[2 * Count + lane] = p.Ic50MgPerL * person.Affinity;
            }
            Solve(work, drive, group, Load(lanes), Load(lanes[Count..]), Load(lanes[(2 * Count)..]), results, people.Count, width);
        }
        return results;
    }

    private void Solve(
        Workspace w, ClinicalDrive drive, int group, V sensitivity, V synapseRate, V ic50, double[] results, int people, int width)
    {
        w.Rest();
        var site = MemoryMarshal.Cast<double, V>(drive.Site(group));
        var source = MemoryMarshal.Cast<double, V>(drive.Source(group));
        var output = 0;
        for (var k = 0; k < plan.Panels.Length; k++)
        {
            var panel = plan.Panels[k];
            for (var i = 1; i < P; i++)
            {
                w.Site[i] = Vector512.Max(V.Zero, site[k * N + i - 1]);
                w.Source[i] = Vector512.Max(V.Zero, source[k * N + i - 1]);
            }
            if (panel.Taught > 0) w.Learned[0] += All(panel.Taught * p.TherapyGain) * Vector512.Max(V.Zero, w.Protein[0] - V.One);
            Step(w, panel, sensitivity, synapseRate, ic50);
            for (; output < plan.Outputs.Length && plan.Outputs[output].Panel == k; output++)
            {
                var weights = plan.Outputs[output].Weights;
                for (var column = 0; column < columns.Length; column++)
                {
                    var curve = w.Curve(columns[column]);
                    var value = V.Zero;
                    for (var j = 0; j < P; j++) value = Fma(All(weights[j]), curve[j], value);
                    for (var lane = 0; lane < Count && group * Count + lane < people; lane++)
                        results[(group * Count + lane) * width + output * columns.Length + column] = value[lane];
                }
            }
            w.MoveOn();
        }
    }

    private void Step(Workspace w, ClinicalPlan.Panel panel, V sensitivity, V synapseRate, V ic50)
    {
        var shape = panel.Shape;
        var drive = w.Drive;

        // NMDA blockade on interneurons, and the GABA tone it lowers.
        for (var j = 0; j < P; j++)
        {
            w.Occupancy[j] = w.Site[j] / (w.Site[j] + ic50);
            drive[j] = Fma(All(-p.GabaFall), w.Occupancy[j], V.One);
        }
        Turn(gabaTurn[shape], w.Gaba, drive);
        for (var j = 0; j < P; j++) drive[j] = All(p.ToleranceGain) * w.Occupancy[j];
        Turn(toleranceTurn[shape], w.Tolerance, drive);

        // The burst of glutamate: held back by direct block at high concentrations, worn down by tolerance.
        for (var j = 0; j < P; j++)
        {
            var block = w.Site[j] * All(1 / p.DirectBlockMgPerL);
            drive[j] = Fma(All(p.GlutamateGain), (V.One - w.Gaba[j]) / (Fma(block, block, V.One) * (V.One + w.Tolerance[j])), V.One);
        }
        Turn(glutamateTurn[shape], w.Glutamate, drive);

        // AMPA receptors tire at a rate that goes with glutamate: sweeps around the rate of recovery.
        for (var j = 1; j < P; j++) w.Ready[j] = w.Ready[0];
        for (var sweep = 0; sweep < MostSweeps; sweep++)
        {
            for (var j = 0; j < P; j++)
                drive[j] = Fma(All(-p.DesensitisationPerHour / p.ResensitisationPerHour) * (w.Glutamate[j] - V.One), w.Ready[j], V.One);
            if (TurnChange(readyTurn[shape], w.Ready, drive) < Settled) break;
        }

        Turn(hydroxyTurn[shape], w.Hydroxy, w.Source);
        for (var j = 0; j < P; j++)
            drive[j] = Fma(All(p.HydroxyGain), w.Hydroxy[j] / (w.Hydroxy[j] + All(p.HydroxyHalfMgPerL)), w.Glutamate[j] * w.Ready[j]);
        Turn(ampaTurn[shape], w.Ampa, drive);

        var bdnfHalf = Math.Pow(p.BdnfHalf, p.BdnfHill);
        for (var j = 0; j < P; j++)
        {
            var power = Vector512.Exp(All(p.BdnfHill) * Vector512.Log(w.Ampa[j]));
            drive[j] = Fma(All(p.BdnfGain), power / (power + All(bdnfHalf)) - All(1 / (1 + bdnfHalf)), V.One);
        }
        Turn(bdnfTurn[shape], w.Bdnf, drive);
        for (var j = 0; j < P; j++)
            drive[j] = Fma(All(p.Eef2Gain), w.Bdnf[j] / (w.Bdnf[j] + All(p.Eef2Half)) - All(1 / (1 + p.Eef2Half)),
                Fma(All(p.Eef2Occupancy), w.Occupancy[j], V.One));
        Turn(eef2Turn[shape], w.Eef2, drive);
        for (var j = 0; j < P; j++)
        {
            var both = w.Bdnf[j] * w.Eef2[j];
            drive[j] = Fma(All(p.MtorGain), both / (both + All(p.MtorHalf)) - All(1 / (1 + p.MtorHalf)), V.One);
        }
        Turn(mtorTurn[shape], w.Mtor, drive);
        Turn(proteinTurn[shape], w.Protein, w.Mtor);
        SlowPair(w, panel, synapseRate);

        for (var j = 0; j < P; j++)
        {
            w.Learned[j] = w.Learned[0] * All(Math.Exp(-p.LearnedLossPerHour * panel.LengthH * Collocation.Nodes[j]));
            var relief = Fma(All(p.EarlyRelief), w.Protein[j] - V.One,
                Fma(All(p.SeveritySynapse), Vector512.Log(w.Synapses[j]), All(-p.SeverityInflammation) * Vector512.Log(w.Inflammation[j])));
            drive[j] = Vector512.Exp(-sensitivity * relief) / (V.One + w.Learned[j]);
        }
        Turn(symptomTurn[shape], w.Severity, drive);
    }

    private void SlowPair(Workspace w, ClinicalPlan.Panel panel, V synapseRate)
    {
        var square = All(p.SynapseHalf * p.SynapseHalf);
        var rest = All(1 / (1 + p.SynapseHalf * p.SynapseHalf));
        var h = synapseRate * All(panel.LengthH);
        for (var j = 0; j < P; j++)
        {
            var protein = w.Protein[j] * w.Protein[j];
            w.Growth[j] = Fma(All(p.SynapseGain), protein / (protein + square) - rest, V.One);
            w.Calm[j] = V.One - All(p.InflammationFall) * w.Site[j] / (w.Site[j] + All(p.InflammationHalfMgPerL));
            if (j == 0) continue;
            w.Synapses[j] = w.Synapses[0];
            w.Inflammation[j] = w.Inflammation[0];
        }
        for (var sweep = 0; sweep < MostSweeps; sweep++)
        {
            for (var j = 0; j < P; j++) w.Drive[j] = w.Calm[j] / Fma(All(p.InflammationSynapse), w.Synapses[j] - V.One, V.One);
            Turn(inflammationTurn[panel.Shape], w.Inflammation, w.Drive);
            // Each patient loses synapses at a rate of their own: y₀ + h·∫(growth − loss·y).
            for (var j = 0; j < P; j++)
                w.Drive[j] = h * (w.Growth[j] - w.Synapses[j] * Fma(All(p.SynapseInflammation), w.Inflammation[j] - V.One, V.One));
            var moved = V.Zero;
            for (var i = 1; i < P; i++)
            {
                var value = w.Synapses[0];
                for (var j = 0; j < P; j++) value = Fma(All(Integration[(i - 1) * P + j]), w.Drive[j], value);
                moved = Vector512.Max(moved, Vector512.Abs(value - w.Synapses[i]));
                w.Synapses[i] = value;
            }
            if (Most(moved) < Settled) return;
        }
    }

    private static void Turn(double[] matrix, V[] state, V[] drive)
    {
        var first = state[0];
        for (var i = 1; i < P; i++)
        {
            var row = matrix.AsSpan((i - 1) * Row, Row);
            var even = Fma(All(row[1]), drive[0], All(row[0]) * first);
            var odd = All(row[2]) * drive[1];
            even = Fma(All(row[3]), drive[2], even);
            odd = Fma(All(row[4]), drive[3], odd);
            even = Fma(All(row[5]), drive[4], even);
            odd = Fma(All(row[6]), drive[5], odd);
            even = Fma(All(row[7]), drive[6], even);
            odd = Fma(All(row[8]), drive[7], odd);
            state[i] = even + odd;
        }
    }

    /// <summary>As <see cref="Turn"/>, and how far the state moved.</summary>
    private static double TurnChange(double[] matrix, V[] state, V[] drive)
    {
        var moved = V.Zero;
        Span<V> before = stackalloc V[P];
        state.CopyTo(before);
        Turn(matrix, state, drive);
        for (var i = 1; i < P; i++) moved = Vector512.Max(moved, Vector512.Abs(state[i] - before[i]));
        return Most(moved);
    }

    private static V Load(ReadOnlySpan<double> lanes) => Vector512.Create(lanes[..Count]);

    /// <summary>The curves on one panel, a vector a point. Point 0 is the end of the panel before.</summary>
    private sealed class Workspace
    {
        public V[] Site { get; } = new V[P];
        public V[] Source { get; } = new V[P];
        public V[] Occupancy { get; } = new V[P];
        public V[] Gaba { get; } = new V[P];
        public V[] Glutamate { get; } = new V[P];
        public V[] Ready { get; } = new V[P];
        public V[] Ampa { get; } = new V[P];
        public V[] Bdnf { get; } = new V[P];
        public V[] Eef2 { get; } = new V[P];
        public V[] Mtor { get; } = new V[P];
        public V[] Protein { get; } = new V[P];
        public V[] Synapses { get; } = new V[P];
        public V[] Inflammation { get; } = new V[P];
        public V[] Severity { get; } = new V[P];
        public V[] Hydroxy { get; } = new V[P];
        public V[] Tolerance { get; } = new V[P];
        public V[] Learned { get; } = new V[P];
        public V[] Drive { get; } = new V[P];
        public V[] Growth { get; } = new V[P];
        public V[] Calm { get; } = new V[P];

        private V[][] Resting => [Site, Source, Occupancy, Hydroxy, Tolerance, Learned];

        private V[][] AtOne => [Gaba, Glutamate, Ready, Ampa, Bdnf, Eef2, Mtor, Protein, Synapses, Inflammation, Severity];

        public void Rest()
        {
            foreach (var curve in Resting) curve[0] = V.Zero;
            foreach (var curve in AtOne) curve[0] = V.One;
        }

        public void MoveOn()
        {
            Site[0] = Site[N];
            Source[0] = Source[N];
            Hydroxy[0] = Hydroxy[N];
            Tolerance[0] = Tolerance[N];
            Learned[0] = Learned[N];
            Gaba[0] = Gaba[N];
            Glutamate[0] = Glutamate[N];
            Ready[0] = Ready[N];
            Ampa[0] = Ampa[N];
            Bdnf[0] = Bdnf[N];
            Eef2[0] = Eef2[N];
            Mtor[0] = Mtor[N];
            Protein[0] = Protein[N];
            Synapses[0] = Synapses[N];
            Inflammation[0] = Inflammation[N];
            Severity[0] = Severity[N];
        }

        public V[] Curve(ChainCurve curve) => curve switch
        {
            ChainCurve.EffectSite => Site,
            ChainCurve.Occupancy => Occupancy,
            ChainCurve.GabaTone => Gaba,
            ChainCurve.Glutamate => Glutamate,
            ChainCurve.AmpaReady => Ready,
            ChainCurve.AmpaThroughput => Ampa,
            ChainCurve.Bdnf => Bdnf,
            ChainCurve.Eef2 => Eef2,
            ChainCurve.Mtor => Mtor,
            ChainCurve.Consolidation => Protein,
            ChainCurve.Synapses => Synapses,
            ChainCurve.Inflammation => Inflammation,
            ChainCurve.Severity => Severity,
            ChainCurve.Hydroxynorketamine => Hydroxy,
            ChainCurve.Tolerance => Tolerance,
            _ => Learned,
        };
    }
}

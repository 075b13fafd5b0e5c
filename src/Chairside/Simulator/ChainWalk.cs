using Afterglow.Core.Pharmacology.Mechanism;

namespace Afterglow.Chairside.Simulator;

/// <summary>
/// The clinical chain of one person, one number a state: what <see cref="ClinicalChain"/> solves for eight at once on vectors
/// that a browser does not have. Every state is a turnover y′ = k·(f − y), taken over a step exactly for an f that is
/// straight between its ends, so that fast states may be stepped over however stiff they are.
/// </summary>
public sealed class ChainWalk
{
    /// <summary>What is kept of a walk.</summary>
    public static IReadOnlyList<ChainCurve> Curves { get; } =
    [
        ChainCurve.EffectSite, ChainCurve.Occupancy, ChainCurve.GabaTone, ChainCurve.Glutamate, ChainCurve.AmpaThroughput, ChainCurve.Bdnf,
        ChainCurve.Eef2, ChainCurve.Mtor, ChainCurve.Consolidation, ChainCurve.Synapses, ChainCurve.Inflammation, ChainCurve.Severity,
        ChainCurve.Hydroxynorketamine, ChainCurve.Tolerance,
    ];

    /// <summary>Where a curve stands among those kept.</summary>
    public static int Place(ChainCurve curve)
    {
        for (var k = 0; k < Curves.Count; k++)
            if (Curves[k] == curve) return k;
        throw new ArgumentException($"No walk keeps {curve}.", nameof(curve));
    }

    private readonly ClinicalParameters p;
    private readonly CourseGrid grid;
    private readonly Turnover gaba, tolerance, glutamate, hydroxy, ampa, bdnf, eef2, mtor, protein, inflammation, severity;

    public ChainWalk(ClinicalParameters parameters, CourseGrid grid)
    {
        p = parameters;
        this.grid = grid;
        gaba = new(p.GabaPerHour, grid.LengthsH);
        tolerance = new(p.TolerancePerHour, grid.LengthsH);
        glutamate = new(p.GlutamatePerHour, grid.LengthsH);
        hydroxy = new(p.HydroxyPerHour, grid.LengthsH);
        ampa = new(p.AmpaPerHour, grid.LengthsH);
        bdnf = new(p.BdnfPerHour, grid.LengthsH);
        eef2 = new(p.Eef2PerHour, grid.LengthsH);
        mtor = new(p.MtorPerHour, grid.LengthsH);
        protein = new(p.ConsolidationPerHour, grid.LengthsH);
        inflammation = new(p.InflammationPerHour, grid.LengthsH);
        severity = new(p.SymptomPerHour, grid.LengthsH);
    }

    /// <summary>Walks from rest to the end: a curve for each of <see cref="Curves"/>, on the points of the grid.</summary>
    public double[][] Solve(CourseDrive drive, ClinicalSubject person)
    {
        var points = grid.TimesH.Length;
        var curves = new double[Curves.Count][];
        for (var k = 0; k < curves.Length; k++) curves[k] = new double[points];
        var synapses = new Turnover(p.SynapsePerHour / person.Durability, grid.LengthsH);
        var ic50 = p.Ic50MgPerL * person.Affinity;
        var bdnfHalf = Math.Pow(p.BdnfHalf, p.BdnfHill);
        var (bdnfRest, eef2Rest, mtorRest) = (1 / (1 + bdnfHalf), 1 / (1 + p.Eef2Half), 1 / (1 + p.MtorHalf));
        var synapseSquare = p.SynapseHalf * p.SynapseHalf;
        var synapseRest = 1 / (1 + synapseSquare);

        double yGaba = 1, yGlutamate = 1, yReady = 1, yAmpa = 1, yBdnf = 1, yEef2 = 1, yMtor = 1, yProtein = 1, ySynapses = 1, yInflammation = 1,
            ySeverity = 1, yHydroxy = 0, yTolerance = 0;
        // Where each state is drawn to, at the start of the step.
        double fGaba = 1, fTolerance = 0, fGlutamate = 1, fAmpa = 1, fBdnf = 1, fEef2 = 1, fMtor = 1, growth = 1, calm = 1, fInflammation = 1,
            fSynapses = 1, fSeverity = 1;
        var occupancy = 0.0;
        var site = Math.Max(0, drive.Site[0]);
        if (site > 0) Targets(site);
        Keep(0);

        for (var point = 1; point < points; point++)
        {
            var step = grid.StepOf[point - 1];
            var length = grid.LengthsH[step];
            site = Math.Max(0, drive.Site[point]);
            occupancy = site / (site + ic50);

            var to = 1 - p.GabaFall * occupancy;
            yGaba = gaba.Step(step, yGaba, fGaba, to);
            fGaba = to;

            to = p.ToleranceGain * occupancy;
            yTolerance = tolerance.Step(step, yTolerance, fTolerance, to);
            fTolerance = to;

            var block = site / p.DirectBlockMgPerL;
            to = 1 + p.GlutamateGain * (1 - yGaba) / ((1 + block * block) * (1 + yTolerance));
            var before = yGlutamate;
            yGlutamate = glutamate.Step(step, yGlutamate, fGlutamate, to);
            fGlutamate = to;

            // Receptors tire at a rate that goes with glutamate: the rate of the middle of the step, the rest of its ends.
            var tire0 = p.ResensitisationPerHour + p.DesensitisationPerHour * (before - 1);
            var tire1 = p.ResensitisationPerHour + p.DesensitisationPerHour * (yGlutamate - 1);
            yReady = Turnover.Step((tire0 + tire1) / 2 * length, yReady, p.ResensitisationPerHour / tire0, p.ResensitisationPerHour / tire1);

            yHydroxy = hydroxy.Step(step, yHydroxy, Math.Max(0, drive.Source[point - 1]), Math.Max(0, drive.Source[point]));
            to = yGlutamate * yReady + p.HydroxyGain * yHydroxy / (yHydroxy + p.HydroxyHalfMgPerL);
            yAmpa = ampa.Step(step, yAmpa, fAmpa, to);
            fAmpa = to;

            var power = Math.Pow(yAmpa, p.BdnfHill);
            to = 1 + p.BdnfGain * (power / (power + bdnfHalf) - bdnfRest);
            yBdnf = bdnf.Step(step, yBdnf, fBdnf, to);
            fBdnf = to;

            to = 1 + p.Eef2Gain * (yBdnf / (yBdnf + p.Eef2Half) - eef2Rest) + p.Eef2Occupancy * occupancy;
            yEef2 = eef2.Step(step, yEef2, fEef2, to);
            fEef2 = to;

            var both = yBdnf * yEef2;
            to = 1 + p.MtorGain * (both / (both + p.MtorHalf) - mtorRest);
            var mtorBefore = yMtor;
            yMtor = mtor.Step(step, yMtor, fMtor, to);
            fMtor = to;
            yProtein = protein.Step(step, yProtein, mtorBefore, yMtor);

            // Synapses and inflammation drive each other, slowly: twice round settles them.
            growth = 1 + p.SynapseGain * (yProtein * yProtein / (yProtein * yProtein + synapseSquare) - synapseRest);
            calm = 1 - p.InflammationFall * site / (site + p.InflammationHalfMgPerL);
            double newSynapses = ySynapses, newInflammation = yInflammation, toInflammation = fInflammation, toSynapses = fSynapses;
            for (var sweep = 0; sweep < 2; sweep++)
            {
                toInflammation = calm / (1 + p.InflammationSynapse * (newSynapses - 1));
                newInflammation = inflammation.Step(step, yInflammation, fInflammation, toInflammation);
                toSynapses = growth - newSynapses * p.SynapseInflammation * (newInflammation - 1);
                newSynapses = synapses.Step(step, ySynapses, fSynapses, toSynapses);
            }
            (ySynapses, yInflammation, fInflammation, fSynapses) = (newSynapses, newInflammation, toInflammation, toSynapses);

            to = Math.Exp(-person.Sensitivity * (p.EarlyRelief * (yProtein - 1) + p.SeveritySynapse * Math.Log(ySynapses) - p.SeverityInflammation * Math.Log(yInflammation)));
            ySeverity = severity.Step(step, ySeverity, fSeverity, to);
            fSeverity = to;
            Keep(point);
        }
        return curves;

        // A dose that is at the effect site from the first moment on.
        void Targets(double mgPerL)
        {
            occupancy = mgPerL / (mgPerL + ic50);
            fGaba = 1 - p.GabaFall * occupancy;
            fTolerance = p.ToleranceGain * occupancy;
            fEef2 = 1 + p.Eef2Occupancy * occupancy;
            fInflammation = 1 - p.InflammationFall * mgPerL / (mgPerL + p.InflammationHalfMgPerL);
        }

        void Keep(int point)
        {
            curves[0][point] = site;
            curves[1][point] = occupancy;
            curves[2][point] = yGaba;
            curves[3][point] = yGlutamate;
            curves[4][point] = yAmpa;
            curves[5][point] = yBdnf;
            curves[6][point] = yEef2;
            curves[7][point] = yMtor;
            curves[8][point] = yProtein;
            curves[9][point] = ySynapses;
            curves[10][point] = yInflammation;
            curves[11][point] = ySeverity;
            curves[12][point] = yHydroxy;
            curves[13][point] = yTolerance;
        }
    }

    /// <summary>One turnover y′ = k·(f − y): its exponentials for every length of step.</summary>
    private sealed class Turnover
    {
        private readonly double[] decay, first, last;

        public Turnover(double perHour, IReadOnlyList<double> lengthsH)
        {
            decay = new double[lengthsH.Count];
            first = new double[lengthsH.Count];
            last = new double[lengthsH.Count];
            for (var k = 0; k < lengthsH.Count; k++)
            {
                var (e, middle) = Factors(perHour * lengthsH[k]);
                (decay[k], first[k], last[k]) = (e, middle - e, 1 - middle);
            }
        }

        /// <summary>The state at the end of a step on which what it is drawn to goes straight from one value to another.</summary>
        public double Step(int step, double y, double from, double to) => decay[step] * y + first[step] * from + last[step] * to;

        /// <summary>The same for a rate that comes only once, given as rate × length.</summary>
        public static double Step(double z, double y, double from, double to)
        {
            var (e, middle) = Factors(z);
            return e * y + (middle - e) * from + (1 - middle) * to;
        }

        /// <summary>e^−z and (1 − e^−z)/z.</summary>
        private static (double E, double Middle) Factors(double z)
        {
            var e = Math.Exp(-z);
            // Below this the difference has lost its digits, and two terms of the series have not.
            return (e, z < 1e-5 ? 1 - z / 2 : (1 - e) / z);
        }
    }
}

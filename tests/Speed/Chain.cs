using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Afterglow.Core.Pharmacology.Disposition;
using Afterglow.Core.Pharmacology.Mechanism;

namespace Afterglow.Speed;

/// <summary>Problems R1 and R2: how fast, how exact, beside other engines and beside what the machine could do at most.</summary>
internal static class Chain
{
    private const string Usage = "./test speed chain [RUNS] [--peer \"COMMAND\"]…";

    public static void Measure(string[] arguments)
    {
        var runs = 5;
        var peers = new List<string>();
        for (var at = 0; at < arguments.Length; at++)
        {
            if (arguments[at] == "--peer" && at + 1 < arguments.Length) peers.Add(arguments[++at]);
            else if (!int.TryParse(arguments[at], NumberStyles.None, CultureInfo.InvariantCulture, out runs) || runs < 3)
            {
                Console.Error.WriteLine($"The runs are a number from 3, each peer a command: {Usage}");
                Environment.ExitCode = 2;
                return;
            }
        }
        var plasma = new R1();
        var nominal = new R2(1e-4);
        var tight = new R2(5e-7);
        List<Contender> contenders =
        [
            .. Ours("R1", plasma.Error, plasma.Solve),
            .. Ours("R2 ≤1e-4", nominal.Error, nominal.Solve),
            .. Ours("R2 ≤1e-6", tight.Error, tight.Solve),
        ];
        Console.WriteLine(Machine());
        var folder = Directory.CreateTempSubdirectory("afterglow-peers-").FullName;
        try
        {
            if (peers.Count > 0) Peer.WriteSubjects(folder);
            foreach (var peer in peers)
            {
                try
                {
                    contenders.AddRange([.. new Peer(peer, folder).Contenders()]);
                }
                catch (InvalidOperationException fault)
                {
                    Console.Error.WriteLine($"{fault.Message} It is left out of the table.");
                }
            }
            // Every round runs each of them once, so that a busy minute is nobody's alone.
            foreach (var contender in contenders) contender.WarmUp();
            for (var run = 0; run < runs; run++)
                foreach (var contender in contenders) contender.RunOnce();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
        Print(contenders, runs);
        var limits = Limits.Measure(runs);
        Print(limits, contenders, nominal, tight);
        Console.WriteLine();
        Console.WriteLine(
            """
            What is the same to the last bit: R1 for every subject whatever the number of threads, its neighbours, eight at a time or
            one, and the machine's vectors (512, 256, 128 bits, none); R2 for the same list of subjects whatever the number of threads,
            the machine's vectors and the operating system. In R2 a group of eight shares its panels, so other neighbours, or none,
            change a subject's answer within the tolerance. Random draws have an address each and do not depend on order or threads.
            """);
    }

    private static IEnumerable<Contender> Ours(string problem, double[] errors, Func<int, bool, Timing> solve)
    {
        yield return new Contender(problem, "ours, plain numbers, 1 thread", errors[1], () => solve(1, true));
        yield return new Contender(problem, "ours, vectors, 1 thread", errors[0], () => solve(1, false));
        yield return new Contender(problem, "ours, vectors, 2 threads", errors[0], () => solve(2, false));
    }

    private static string Machine()
    {
        var name = "unknown processor";
        if (File.Exists("/proc/cpuinfo"))
            name = File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim() ?? name;
        var bits = Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : Vector128.IsHardwareAccelerated ? 128 : 64;
        return string.Create(CultureInfo.InvariantCulture,
            $"{name}, {Environment.ProcessorCount} cores, vectors of {bits} bits, .NET {Environment.Version}, {RuntimeInformation.OSDescription}");
    }

    /// <summary>Measured with mrgsolve 2.0.1, rxode2 and CVODE in C on two cores of this kind, one thread: subjects a second.</summary>
    private static readonly (string Problem, string Engine, double PerSecond)[] Quoted =
    [
        ("R1", "mrgsolve", 11_400), ("R2 ≤1e-4", "mrgsolve", 187), ("R2 ≤1e-6", "mrgsolve", 103),
    ];

    private static void Print(List<Contender> contenders, int runs)
    {
        Console.WriteLine();
        Console.WriteLine($"{"problem",-10}{"engine",-32}{"error",9}{"wall s",10}{"CPU s",10}{"subjects/s",13}{"per core-s",13}{"× mrgsolve",12}{"× CVODE",10}");
        foreach (var problem in contenders.GroupBy(each => each.Problem))
        {
            var quoted = Quoted.First(each => each.Problem == problem.Key).PerSecond;
            var mrgsolve = problem.FirstOrDefault(each => each.Engine.StartsWith("mrgsolve", StringComparison.Ordinal))?.PerCoreSecond;
            var cvode = problem.FirstOrDefault(each => each.Engine.StartsWith("CVODE", StringComparison.Ordinal))?.PerCoreSecond;
            foreach (var each in problem)
            {
                var first = string.Create(CultureInfo.InvariantCulture, $"{each.PerCoreSecond / (mrgsolve ?? quoted):0.0}{(mrgsolve is null ? "*" : "")}");
                var second = cvode is { } other ? string.Create(CultureInfo.InvariantCulture, $"{each.PerCoreSecond / other:0.0}") : "–";
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"{each.Problem,-10}{each.Engine,-32}{each.Error,9:0.0e+0}{each.Wall,10:0.00000}{each.Cpu,10:0.00000}{each.Subjects / each.Wall,13:N0}{each.PerCoreSecond,13:N0}{first,12}{second,10}"));
            }
        }
        Console.WriteLine();
        Console.WriteLine($"Median of {runs} rounds, every engine once a round; ratios are of subjects per core-second, which a busy machine disturbs least.");
        Console.WriteLine("* against figures measured earlier on two cores of this kind: mrgsolve 2.0.1, one thread, 11,400 subjects a second of R1, 187 of R2, 103 below 1e-6.");
        Console.WriteLine("Error: the largest |y − reference| ÷ max(|reference|, 0.001 · peak of that subject and column); subjects 0…100 of R1, 0…20 of R2.");
        if (contenders.Exists(each => !each.Engine.StartsWith("ours", StringComparison.Ordinal)))
            Console.WriteLine("The others are timed on the first 1,000 subjects of R1 and the first 100 of R2, in R2 at the loosest tolerance that keeps the error.");
    }

    private static void Print(Limits limits, List<Contender> contenders, R2 nominal, R2 tight)
    {
        double Rate(string problem) => contenders.First(each => each.Problem == problem && each.Engine == "ours, vectors, 1 thread").PerCoreSecond;
        Console.WriteLine();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"The machine's limits, one thread, in this run: {limits.Fma / 1e9:0.0} billion fused multiply-adds a second ({limits.Fma * 2 / 1e9:0} GFLOP/s), {limits.Store / 1e9:0.0} GB/s written to memory of the size of R1's answer."));
        Console.WriteLine($"{"problem",-10}{"operations",12}{"bytes out",12}{"of peak FMA",13}{"of store rate",15}");
        foreach (var (problem, operations, bytes) in new[]
        {
            ("R1", R1.Operations, R1.Bytes), ("R2 ≤1e-4", nominal.Operations, R2.Bytes), ("R2 ≤1e-6", tight.Operations, R2.Bytes),
        })
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{problem,-10}{operations,12:N0}{bytes,12:N0}{operations * Rate(problem) / limits.Fma,13:0.0%}{bytes * Rate(problem) / limits.Store,15:0.0%}"));
        }
        foreach (var (name, effort) in new[] { ("≤1e-4", nominal.Effort), ("≤1e-6", tight.Effort) })
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"R2 {name}: {effort.Panels / 250.0:0} panels a group of eight, {(double)effort.Turnovers / effort.Panels:0.0} turnovers solved on each."));
        Console.WriteLine(
            """
            Operations a subject, a fused multiply-add, sum, product, root, quotient or comparison counting as one, as the code has them.
            R1: 12 for each of 49 output times (6 products carry the exponentials on, 6 sums), 84 for rates, exponents and what is
            divided by, 4 exponentials of 23, 58 for the coefficients of each of 2 stretches, 18 between them.
            R2: 48 for each of 1,440 output times (8 points for each of 6 columns); for each turnover solved on a panel 63 (7 points × 9),
            counted while running, and 24 to drive and compare it where it is one of several sweeps; and 1,700 a panel: 544 for what
            drives symptoms and 287 for their own turnover, 329 for occupancy, 540 for everything else. Quotients and roots count as
            one and take the machine ten or more: 100 % cannot be reached.
            """);
    }

    /// <summary>One timed solution: the clock's seconds, and the processor's.</summary>
    internal readonly record struct Timing(double Wall, double Cpu, int Subjects)
    {
        public static Timing Of(int subjects, Action work)
        {
            using var process = Process.GetCurrentProcess();
            var cpu = process.TotalProcessorTime;
            var began = Stopwatch.GetTimestamp();
            work();
            var wall = Stopwatch.GetElapsedTime(began).TotalSeconds;
            process.Refresh();
            return new Timing(wall, (process.TotalProcessorTime - cpu).TotalSeconds, subjects);
        }
    }

    /// <summary>An engine on a problem.</summary>
    internal sealed class Contender(string problem, string engine, double error, Func<Timing> run)
    {
        private readonly List<Timing> timings = [];

        public string Problem => problem;

        public string Engine => engine;

        public double Error => error;

        public int Subjects => timings[0].Subjects;

        public double Wall => Median(timing => timing.Wall);

        public double Cpu => Median(timing => timing.Cpu);

        public double PerCoreSecond => Subjects / Cpu;

        public void WarmUp() => run();

        public void RunOnce() => timings.Add(run());

        private double Median(Func<Timing, double> of)
        {
            var sorted = timings.Select(of).Order().ToArray();
            return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
        }
    }

    private sealed class R1
    {
        // One solution takes a millisecond, less than a clock of processor time resolves: so many are timed together.
        private const int Again = 100;

        private readonly PlasmaSolver solver = new(Problems.R1Doses, 0.5, Problems.R1Outputs, Problems.Yield);
        private readonly ParentMetaboliteSubject[] subjects = Problems.R1Subjects();
        private readonly double[] results;

        public R1()
        {
            results = new double[(subjects.Length + 7) / 8 * solver.GroupSize];
            var reference = Problems.R1Reference();
            Error = [Check(false), Check(true)];

            double Check(bool oneByOne)
            {
                solver.Solve(subjects.AsSpan(0, 104), results, 1, oneByOne);
                return Problems.Error(reference, Problems.R1Outputs, 2, (s, t, c) => results[s / 8 * solver.GroupSize + (t * 2 + c) * 8 + s % 8]);
            }
        }

        public static double Operations => 49 * 12 + 84 + 4 * 23 + 2 * 58 + 18;

        public static double Bytes => Problems.R1Outputs * 2 * sizeof(double);

        public double[] Error { get; }

        public Timing Solve(int threads, bool oneByOne)
        {
            var all = Timing.Of(subjects.Length - 1, () =>
            {
                for (var again = 0; again < Again; again++) solver.Solve(subjects.AsSpan(1), results, threads, oneByOne);
            });
            return all with { Wall = all.Wall / Again, Cpu = all.Cpu / Again };
        }
    }

    private sealed class R2
    {
        private readonly ChainSolver solver;
        private readonly ChainSubject[] subjects = Problems.R2Subjects();
        private readonly double[] results;
        private ChainEffort effort;

        public R2(double tolerance)
        {
            solver = new ChainSolver(new ChainPlan(new ChainParameters(), Problems.R2Doses, Problems.R2Hours, tolerance));
            results = new double[(subjects.Length + 7) / 8 * solver.GroupSize];
            var reference = Problems.R2Reference();
            Error = [Check(false), Check(true)];

            double Check(bool oneByOne)
            {
                solver.Solve(subjects.AsSpan(0, 24), results, 1, oneByOne);
                return Problems.Error(reference, Problems.R2Outputs, Problems.R2Columns,
                    (s, t, c) => results[s / 8 * solver.GroupSize + (t * Problems.R2Columns + c) * 8 + s % 8]);
            }
        }

        public double Operations =>
            1440 * 6 * 8 + (1700 * effort.Panels + 63 * effort.Turnovers + 24 * (effort.Turnovers - 6 * effort.Panels)) / (subjects.Length / 8);

        public ChainEffort Effort => effort;

        public static double Bytes => Problems.R2Outputs * Problems.R2Columns * sizeof(double);

        public double[] Error { get; }

        public Timing Solve(int threads, bool oneByOne)
        {
            return Timing.Of(subjects.Length - 1, () =>
            {
                var done = solver.Solve(subjects.AsSpan(1), results, threads, oneByOne);
                if (!oneByOne) effort = done;
            });
        }
    }
}

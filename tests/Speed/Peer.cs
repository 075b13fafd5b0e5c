using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Afterglow.Speed;

/// <summary>
/// Another engine, as a program of its own. It is called with a problem (R1 or R2), its relative and absolute tolerance,
/// the file of subjects, how many from ID 0 on to check, how many from ID 1 on to time, and a file for the answers to check.
/// It prints one line: its name, seconds by the clock, seconds of processor, both for the timed part alone.
/// </summary>
internal sealed class Peer(string command, string folder)
{
    private static readonly double[] Relative = [1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8, 1e-9, 1e-10];

    public static void WriteSubjects(string folder)
    {
        using var file = new StreamWriter(Path.Combine(folder, "subjects.csv"));
        file.WriteLine("ID,WT,CL,V1,Q,V2,CLM,VM1,QM,VM2,IC50,SGLU,SMAX,KDEP");
        var all = Problems.R2Subjects();
        for (var id = 0; id < all.Length; id++)
        {
            var s = all[id];
            double[] row =
            [
                s.WeightKg, s.ClLPerH, s.V1L, s.QLPerH, s.V2L, s.ClmLPerH, s.Vm1L, s.QmLPerH, s.Vm2L, s.Ic50MgPerL, s.GlutamateGain,
                s.SynapseGain, s.SymptomPerHour,
            ];
            file.WriteLine(string.Join(',', row.Select(each => each.ToString("R", CultureInfo.InvariantCulture)).Prepend(id.ToString(CultureInfo.InvariantCulture))));
        }
    }

    /// <summary>R1 at the tolerances that the problem states; R2 at the loosest that reach each class of error.</summary>
    public IEnumerable<Chain.Contender> Contenders()
    {
        var plasma = Problems.R1Reference();
        yield return Contender("R1", "R1", 1e-6, 1e-8, 1000, Check("R1", 1e-6, 1e-8, 101, plasma, Problems.R1Outputs, 2));
        var chain = Problems.R2Reference();
        foreach (var (name, allowed) in new[] { ("R2 ≤1e-4", 1e-4), ("R2 ≤1e-6", 1e-6) })
        {
            foreach (var relative in Relative)
            {
                var error = Check("R2", relative, relative * 1e-2, 21, chain, Problems.R2Outputs, Problems.R2Columns);
                if (error > allowed && relative != Relative[^1]) continue;
                yield return Contender(name, "R2", relative, relative * 1e-2, 100, error);
                break;
            }
        }
    }

    private Chain.Contender Contender(string name, string problem, double relative, double absolute, int subjects, double error)
    {
        var engine = Run(problem, relative, absolute, 0, 1).Engine;
        return new Chain.Contender(
            name, string.Create(CultureInfo.InvariantCulture, $"{engine}, rtol {relative:0e+0}, 1 thread"), error,
            () => Run(problem, relative, absolute, 0, subjects).Timing);
    }

    private double Check(string problem, double relative, double absolute, int subjects, double[] reference, int outputs, int columns)
    {
        Run(problem, relative, absolute, subjects, 0);
        var answer = MemoryMarshal.Cast<byte, double>(File.ReadAllBytes(Answers)).ToArray();
        return answer.Length == reference.Length
            ? Problems.Error(reference, outputs, columns, (s, t, c) => answer[(s * outputs + t) * columns + c])
            : double.PositiveInfinity;
    }

    private string Answers => Path.Combine(folder, "answers.bin");

    private (string Engine, Chain.Timing Timing) Run(string problem, double relative, double absolute, int check, int time)
    {
        var words = command.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var start = new ProcessStartInfo(words[0]) { RedirectStandardOutput = true, UseShellExecute = false };
        foreach (var word in words[1..]) start.ArgumentList.Add(word);
        start.ArgumentList.Add(problem);
        start.ArgumentList.Add(relative.ToString("R", CultureInfo.InvariantCulture));
        start.ArgumentList.Add(absolute.ToString("R", CultureInfo.InvariantCulture));
        start.ArgumentList.Add(Path.Combine(folder, "subjects.csv"));
        start.ArgumentList.Add(check.ToString(CultureInfo.InvariantCulture));
        start.ArgumentList.Add(time.ToString(CultureInfo.InvariantCulture));
        start.ArgumentList.Add(Answers);
        using var process = Process.Start(start)!;
        var said = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException($"“{command}” ended with code {process.ExitCode}.");
        var last = said.TrimEnd().Split('\n')[^1].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return (last[0], new Chain.Timing(
            double.Parse(last[1], CultureInfo.InvariantCulture), double.Parse(last[2], CultureInfo.InvariantCulture), time));
    }
}

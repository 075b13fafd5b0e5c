using System.Diagnostics;
using Afterglow.Core.Pharmacology;
using Afterglow.Core.Pharmacology.Effects;
using Afterglow.Core.Units;

namespace Afterglow.Speed;

/// <summary>What a screen asks for: one patient's session of three hours, minute by minute, with the spread of 500 virtual people.</summary>
internal static class OneSession
{
    private const int People = 500;

    public static void Measure()
    {
        var body = new Body(BodyWeight.FromKilograms(75));
        var minutes = Enumerable.Range(0, 181).Select(minute => minute / 60.0).ToArray();
        var infusion = new[] { new GivenDose(Mass.FromMilligrams(37.5m), GivenBy.Vein, 0, 2.0 / 3) };
        var sprays = Enumerable.Range(0, 3).Select(device => new GivenDose(Mass.FromMilligrams(28), GivenBy.Nose, device / 12.0, 0, device)).ToArray();
        var film = new[] { new GivenDose(Mass.FromMilligrams(100), GivenBy.UnderTongue, 0) };
        DrugModel Model(string id) => DrugLibrary.Find(id)!;
        Console.WriteLine($"{People} virtual people, 181 times, 5th, 50th and 95th percentile; milliseconds on one thread");
        Console.WriteLine($"{"",-52}{"first",9}{"best",9}{"median",9}{"p95",9}{"processor",11}");
        ulong seed = 0;
        Row("racemate 37.5 mg over 40 min, plasma", () => Simulation.Population(Model("racemate"), body, Analyte.Ketamine, infusion, minutes, People, ++seed));
        Row("the same, norketamine", () => Simulation.Population(Model("racemate"), body, Analyte.Norketamine, infusion, minutes, People, ++seed));
        Row("the same, pressure, pulse, dissociation, sedation", () => SessionEffects.Populations(Enum.GetValues<SessionEffect>(), Model("racemate"), body, infusion, minutes, People, ++seed));
        Row("esketamine 84 mg sprayed, plasma", () => Simulation.Population(Model("perez-ruixo-2021"), body, Analyte.SKetamine, sprays, minutes, People, ++seed));
        Row("S-ketamine 100 mg under the tongue, plasma", () => Simulation.Population(Model("simons-2022"), body, Analyte.SKetamine, film, minutes, People, ++seed));
        Row("the same, hydroxynorketamine", () => Simulation.Population(Model("simons-2022"), body, Analyte.Hydroxynorketamine, film, minutes, People, ++seed));
    }

    private static void Row(string what, Action work)
    {
        double Once()
        {
            var from = Stopwatch.GetTimestamp();
            work();
            return Stopwatch.GetElapsedTime(from).TotalMilliseconds;
        }
        var first = Once();
        var before = Environment.CpuUsage.TotalTime;
        var times = Enumerable.Range(0, 200).Select(_ => Once()).Order().ToList();
        // On a busy machine the clock counts others too; the processor's time does not.
        var processor = (Environment.CpuUsage.TotalTime - before).TotalMilliseconds / times.Count;
        Console.WriteLine(FormattableString.Invariant($"{what,-52}{first,9:0.00}{times[0],9:0.00}{times[times.Count / 2],9:0.00}{times[times.Count * 95 / 100],9:0.00}{processor,11:0.00}"));
    }
}

using Afterglow.Speed;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Running;

// Figures are shown, never asserted: what a machine does on a busy afternoon says nothing about a change. What is placed
// or computed while they are taken is held to its rules.
switch (args)
{
    case ["pages", .. var rest]:
        await Pages.MeasureAsync(rest);
        break;
    case ["rules", .. var rest]:
        BenchmarkSwitcher.FromTypes([typeof(ASession), typeof(TheRecord), typeof(Eligible)]).Run(["--filter", "*", .. rest], DefaultConfig.Instance);
        break;
    case ["chain", .. var rest]:
        Chain.Measure(rest);
        break;
    case ["session"]:
        OneSession.Measure();
        break;
    case ["browser"]:
        await InTheBrowser.MeasureAsync();
        break;
    case ["series", .. var rest]:
        return Series.Measure(rest);
    case ["charts", .. var rest]:
        return ManyCharts.Measure(rest);
    case ["checkins", .. var rest]:
        return await CheckIns.MeasureAsync(rest);
    case []:
        await Pages.MeasureAsync([]);
        break;
    default:
        Console.WriteLine(
            """
            ./test speed                       the same as pages
            ./test speed pages [PATIENTS]      server time of the pages with that many patients (100,000 if not said)
            ./test speed chain [RUNS]          the simulation problems R1 and R2: how fast, how exact, beside the machine's limits
                                               (tests/Speed/peers.sh puts other engines into the same table)
            ./test speed series [PATIENTS]     that many patients' series of six in a four-chair calendar (30 if not said); fails when
                                               one rule of the calendar is broken
            ./test speed charts [CHARTS]       all eligibility rules over that many generated charts (1,000 if not said); fails when one
                                               has another answer the second time
            ./test speed checkins [PATIENTS [SECONDS[+]…]]
                                               that many patients (10,000 if not said) send the last answer of a check-in within so many
                                               seconds (0: in one moment; +: and read the page that follows); fails when one is lost,
                                               written twice, or its risk opens no task
            ./test speed session               one patient's session with 500 virtual people behind it
            ./test speed browser               the same in a browser: the simulator of the published application, from scratch and
                                               for every move of a slider
            ./test speed rules [OPTIONS]       the rules and the record in a benchmark; options as BenchmarkDotNet takes them
            """);
        break;
}
return 0;

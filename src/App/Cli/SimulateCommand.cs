using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Afterglow.App.Pharmacology;
using Afterglow.Core;
using Afterglow.Core.Pharmacology;
using Afterglow.Core.Pharmacology.Mechanism;
using Afterglow.Core.Pharmacology.Published;

namespace Afterglow.App.Cli;

internal static class SimulateCommand
{
    private const int Unusable = 2;

    private static readonly JsonSerializerOptions Written = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static Command Create()
    {
        // Everything is taken as words and read here, so that whatever is wrong is said in one sentence.
        var compound = new Option<string>("--compound") { Description = "ketamine (the racemate), esketamine, arketamine", DefaultValueFactory = _ => "ketamine" };
        var dose = new Option<string?>("--dose") { Description = "With its unit, of base: 0.5mg/kg, 56mg" };
        var regimen = new Option<string?>("--regimen") { Description = "Instead of --dose: doses of several kinds, with a semicolon between them" };
        var weight = new Option<string>("--weight") { Description = "With its unit: 75kg, 165lb", DefaultValueFactory = _ => "70kg" };
        var age = new Option<string>("--age") { Description = "Years", DefaultValueFactory = _ => "40" };
        var descent = new Option<string?>("--descent") { Description = "asian or japanese, where a model found a difference (esketamine nasal spray)" };
        var route = new Option<string?>("--route") { Description = "iv (when not said), im, sc, nasal, sublingual, buccal, oral, rectal" };
        var over = new Option<string?>("--over") { Description = "How long it is infused: 40min (at once when not said)" };
        var at = new Option<string?>("--at") { Description = "When it is given: 0,3d,7d (0 when not said)" };
        var hours = new Option<string?>("--hours") { Description = "How long to look, in hours (a day past the last dose when not said)" };
        var days = new Option<string?>("--days") { Description = "How long to look, in days" };
        var model = new Option<string?>("--model") { Description = "A model by its id (./afterglow drugs)" };
        var subjects = new Option<string>("--subjects") { Description = "Virtual people behind the spread", DefaultValueFactory = _ => "1000" };
        var output = new Option<string>("--output") { Description = $"What to predict: {string.Join(",", Curves.Names)}", DefaultValueFactory = _ => "plasma" };
        var without = new Option<string>("--without") { Description = $"Links of the chain to switch off: {string.Join(",", ChainLinks.Names)}", DefaultValueFactory = _ => "" };
        var with = new Option<string?>("--with") { Description = "Medicines taken besides: clarithromycin,ticlopidine (./afterglow drugs interactions)" };
        var sessions = new Option<string>("--sessions-before") { Description = "Sessions had before: dissociation grows weaker with them", DefaultValueFactory = _ => "0" };
        var json = new Option<bool>("--json") { Description = "As JSON" };
        var csv = new Option<bool>("--csv") { Description = "As comma-separated values" };
        var plot = new Option<bool>("--plot") { Description = "Draw in the terminal" };
        var svg = new Option<FileInfo?>("--svg") { Description = "Draw a figure into a file" };
        var command = new Command("simulate",
            """
            Predict what a dose does: concentrations in plasma, blood pressure, dissociation and sedation, each with
            the spread between people (5th, 50th and 95th percentile of virtual people).

              ./afterglow simulate --dose 0.5mg/kg --weight 75kg --over 40min --hours 3 --plot
              ./afterglow simulate --compound esketamine --dose 84mg --route nasal --hours 4 --output plasma,bp --csv
              ./afterglow simulate --dose 0.5mg/kg --over 40min --at 0,3d,7d --output plasma,norketamine --svg course.svg
              ./afterglow simulate --regimen "0.2mg/kg bolus; 0.3mg/kg over 40min at 5min; 25mg sublingual at 2h" --hours 6
              ./afterglow simulate --regimen "30mg/h for 20min; 60mg/h for 20min at 20min" --hours 3
              ./afterglow simulate --compound esketamine --dose 0.5mg/kg --route oral --with clarithromycin
              ./afterglow simulate --dose 0.5mg/kg --over 40min --at 0,3d,7d,10d,14d,17d --days 60 --output synapses,symptoms --plot
              ./afterglow simulate --dose 0.5mg/kg --over 40min --days 14 --output symptoms --without inflammation,hnk

            Doses are of base. A line of a regimen is an amount with its unit, then in any order a route, “bolus” or
            “over” a time, and “at” its times; or a rate “for” a time. A pause is a gap between two of them.
            A prediction is not a measurement. Dissociation is never a target.
            """)
        {
            compound, dose, regimen, weight, age, descent, route, over, at, hours, days, model, subjects, output, without, with, sessions, json, csv, plot, svg,
        };
        command.SetAction(async (parse, cancel) =>
        {
            string? Said(Option<string?> option) => parse.GetValue(option);
            Task<int> No(Refusal refusal) => RefuseAsync(parse, refusal);
            if (!ReadNumber("--age", parse.GetRequiredValue(age)).Try(out var years, out var noAge)) return await No(noAge);
            if (!ReadNumber("--subjects", parse.GetRequiredValue(subjects)).Try(out var people, out var noPeople)) return await No(noPeople);
            if (!ReadNumber("--sessions-before", parse.GetRequiredValue(sessions)).Try(out var before, out var noBefore)) return await No(noBefore);
            if (people != Math.Floor(people) || Math.Abs(people) > int.MaxValue) return await No(new NotANumber("--subjects", parse.GetRequiredValue(subjects), "1000"));
            if (before != Math.Floor(before) || Math.Abs(before) > int.MaxValue) return await No(new NotANumber("--sessions-before", parse.GetRequiredValue(sessions), "6"));
            if (Said(hours) is not null && Said(days) is not null) return await No(new OneOfThem("--hours or --days"));
            if ((Said(dose) is null) == (Said(regimen) is null)) return await No(new OneOfThem("--dose (such as 0.5mg/kg) or --regimen"));
            if (Said(regimen) is not null && (Said(route) ?? Said(over) ?? Said(at)) is not null) return await No(new OneOfThem("--regimen or --route, --over and --at"));
            if (new[] { parse.GetValue(json), parse.GetValue(csv), parse.GetValue(plot) }.Count(each => each) > 1) return await No(new OneOfThem("--json, --csv or --plot"));
            double? length = null;
            if ((Said(hours) ?? Said(days)) is { } said)
            {
                if (!ReadNumber(Said(hours) is null ? "--days" : "--hours", said).Try(out var number, out var noLength)) return await No(noLength);
                length = Said(hours) is null ? 24 * number : number;
            }
            Descent? from = Said(descent)?.ToLowerInvariant() switch { null => Descent.NotSaid, "asian" => Descent.Asian, "japanese" => Descent.Japanese, _ => null };
            if (from is not { } descended) return await No(new UnknownWord("descent", Said(descent)!, "asian, japanese"));
            string[] medicines = [.. (Said(with) ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];
            var (most, had) = ((int)people, (int)before);
            var request = Said(regimen) is { } lines
                ? SimulationRequest.ReadRegimen(parse.GetRequiredValue(compound), lines, parse.GetRequiredValue(weight), length, Said(model), most, years, medicines, had, descended)
                : SimulationRequest.Read(
                    parse.GetRequiredValue(compound), Said(dose)!, parse.GetRequiredValue(weight), Said(route) ?? "iv", Said(over), Said(at) ?? "0", length,
                    Said(model), most, years, medicines, had, descended);
            if (!request.Try(out var asked, out var refusal)) return await No(refusal);
            if (!ChainLinks.Read(parse.GetRequiredValue(without)).Try(out var off, out var noLink)) return await No(noLink);
            var names = parse.GetRequiredValue(output).Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            if (!Curves.Predict(asked, names, off).Try(out var curves, out var unknown)) return await No(unknown);
            var to = parse.InvocationConfiguration.Output;
            if (parse.GetValue(svg) is { } file)
            {
                try
                {
                    await File.WriteAllTextAsync(file.FullName, Figure.Svg(asked, curves), cancel);
                }
                catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
                {
                    return await No(new CannotWrite(file.FullName));
                }
                // Apart from the figures, which may be going into a file of their own.
                await parse.InvocationConfiguration.Error.WriteLineAsync($"Drawn into {file.FullName}");
            }
            if (parse.GetValue(json)) await to.WriteLineAsync(Json(asked, curves));
            else if (parse.GetValue(csv)) await to.WriteAsync(Csv(curves));
            else if (parse.GetValue(plot)) await to.WriteAsync(Figure.Text(asked, curves));
            else if (parse.GetValue(svg) is null) await to.WriteAsync(Table(asked, curves));
            return 0;
        });
        return command;
    }

    private static async Task<int> RefuseAsync(ParseResult parse, Refusal refusal)
    {
        await parse.InvocationConfiguration.Error.WriteLineAsync(refusal.Sentence);
        return Unusable;
    }

    private static Result<double> ReadNumber(string option, string text) =>
        text.Trim().Length <= 12 && double.TryParse(text.Trim(), NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? number
            : new NotANumber(option, text, option == "--age" ? "45" : "24");

    private static string Json(SimulationRequest asked, IReadOnlyList<PredictedCurve> curves) => JsonSerializer.Serialize(
        new
        {
            predicted = true,
            model = asked.Model.Id,
            source = asked.Model.Source.Citation,
            standing = asked.Model.Source.Standing,
            sampling = asked.Model.Sampling.ToString().ToLowerInvariant(),
            caution = asked.Model.Caution,
            given = asked.InWords,
            weight = asked.Body.Weight.ToString(),
            age = asked.Body.AgeYears,
            subjects = asked.Subjects,
            medicines = asked.Body.Taking?.Notes ?? [],
            assumed = asked.Model.Parameters.Where(parameter => !parameter.Source.Established).Select(parameter => new { parameter.Symbol, parameter.What, why = parameter.Source.Citation }),
            threshold = ConcentrationRanges.NoThreshold,
            curves = curves.Select(curve => new
            {
                name = curve.Name,
                unit = curve.Unit,
                source = curve.Source.Citation,
                standing = curve.Source.Standing,
                caution = curve.Caution,
                hours = curve.Band.TimesH.Select(time => Math.Round(time, 6)),
                p5 = Rounded(curve.Band.Low),
                p50 = Rounded(curve.Band.Median),
                p95 = Rounded(curve.Band.High),
            }),
        },
        Written);

    // Six figures are more than any assay gives.
    private static IEnumerable<double> Rounded(double[] values) =>
        values.Select(value => double.Parse(Plain(value).ToString("G6", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture));

    // Where terms cancel, a trillionth of a nanogram is left of nothing.
    private static double Plain(double value) => Math.Abs(value) < 1e-9 ? 0 : value;

    private static string Csv(IReadOnlyList<PredictedCurve> curves)
    {
        string Column(PredictedCurve curve) => $"{curve.Name} {curve.Unit}";
        var text = new StringBuilder("hours," + string.Join(',', curves.Select(curve => $"{Column(curve)} p5,{Column(curve)} p50,{Column(curve)} p95")) + "\n");
        for (var t = 0; t < curves[0].Band.TimesH.Count; t++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{curves[0].Band.TimesH[t]:0.######}");
            foreach (var curve in curves)
                text.Append(CultureInfo.InvariantCulture, $",{Plain(curve.Band.Low[t]):G6},{Plain(curve.Band.Median[t]):G6},{Plain(curve.Band.High[t]):G6}");
            text.Append('\n');
        }
        return text.ToString();
    }

    private static string Table(SimulationRequest asked, IReadOnlyList<PredictedCurve> curves)
    {
        var text = new StringBuilder();
        void Line(FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
        Line($"{asked.InWords}; {asked.Body.Weight}, {asked.Body.AgeYears:0} years; of base");
        Line($"{asked.Subjects:#,0} virtual people: the middle one, and the 5th to 95th percentile in brackets. Predicted, not measured.");
        Line($"{asked.Model.Name} ({asked.Model.Sampling.ToString().ToLowerInvariant()} samples): {asked.Model.Source.Citation} ({asked.Model.Source.Standing})");
        Line($"Careful: {asked.Model.Caution}");
        foreach (var note in asked.Body.Taking?.Notes ?? []) Line($"With {note}");
        foreach (var curve in curves)
        {
            // The highest concentration; of anything else the point furthest from where it begins: symptoms fall, most others rise.
            var median = curve.Band.Median;
            var peak = curve.Analyte is null ? Enumerable.Range(0, median.Length).MaxBy(t => Math.Abs(median[t] - median[0])) : Array.IndexOf(median, median.Max());
            Line($"");
            Line($"{curve.Title}, {curve.Unit}: {curve.Source.Citation}{(curve.Source.Confidence == Confidence.Assumed ? "" : $" ({curve.Source.Standing})")}");
            if (curve.Caution is { } caution) Line($"  Careful: {caution}");
            Line($"  {(curve.Analyte is null && median[peak] < median[0] ? "lowest" : "highest")} {Figures(curve.Band.Median[peak])} ({Figures(curve.Band.Low[peak])} to {Figures(curve.Band.High[peak])}) at {SimulationRequest.TimeInWords(curve.Band.TimesH[peak])}");
            var every = Math.Max(1, (curve.Band.TimesH.Count - 1) / 12);
            for (var t = 0; t < curve.Band.TimesH.Count; t += every)
                Line($"  {SimulationRequest.TimeInWords(curve.Band.TimesH[t]),10} {Figures(curve.Band.Median[t]),10}   ({Figures(curve.Band.Low[t])} to {Figures(curve.Band.High[t])})");
        }
        if (curves.Any(curve => curve.Analyte is not null))
        {
            Line($"");
            Line($"{ConcentrationRanges.NoThreshold}");
        }
        return text.ToString();
    }

    /// <summary>Three figures, without an exponent.</summary>
    private static string Figures(double value) => Math.Abs(value) switch
    {
        < 5e-4 => "0",
        < 1 => value.ToString("0.###", CultureInfo.InvariantCulture),
        < 10 => value.ToString("0.##", CultureInfo.InvariantCulture),
        < 100 => value.ToString("0.#", CultureInfo.InvariantCulture),
        _ => value.ToString("0", CultureInfo.InvariantCulture),
    };

    private sealed record NotANumber(string Option, string Text, string Example) : Refusal
    {
        public override string Code => "simulation.not-a-number";

        public override string Sentence => $"“{Text}” is not a number for {Option}; write digits with a full stop, for example {Example}.";
    }

    private sealed record OneOfThem(string Options) : Refusal
    {
        public override string Code => "simulation.one-of-them";

        public override string Sentence => $"Give one of {Options}: ./afterglow simulate --help shows examples.";
    }

    private sealed record CannotWrite(string Path) : Refusal
    {
        public override string Code => "simulation.cannot-write";

        public override string Sentence => $"{Path} cannot be written: choose a folder that exists and may be written to.";
    }
}

using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Afterglow.App.Pharmacology;
using Afterglow.Core;
using Afterglow.Core.Pharmacology;
using Afterglow.Core.Pharmacology.Mechanism;

namespace Afterglow.App.Cli;

internal static class SimulateCommand
{
    private const int Unusable = 2;

    public static Command Create()
    {
        var compound = new Option<string>("--compound") { Description = "ketamine (the racemate), esketamine", DefaultValueFactory = _ => "ketamine" };
        var dose = new Option<string>("--dose") { Description = "With its unit, of base: 0.5mg/kg, 56mg", Required = true };
        var weight = new Option<string>("--weight") { Description = "With its unit: 75kg, 165lb", DefaultValueFactory = _ => "70kg" };
        var age = new Option<double>("--age") { Description = "Years", DefaultValueFactory = _ => 40 };
        var route = new Option<string>("--route") { Description = "iv, im, sc, nasal, sublingual, buccal, oral, rectal", DefaultValueFactory = _ => "iv" };
        var over = new Option<string?>("--over") { Description = "How long it is infused: 40min (intravenous; at once when not said)" };
        var at = new Option<string>("--at") { Description = "When it is given: 0,3d,7d", DefaultValueFactory = _ => "0" };
        var hours = new Option<double?>("--hours") { Description = "How long to look, in hours (24 when not said)" };
        var days = new Option<double?>("--days") { Description = "How long to look, in days" };
        var model = new Option<string?>("--model") { Description = "A model by its id (./afterglow drugs)" };
        var subjects = new Option<int>("--subjects") { Description = "Virtual people behind the spread", DefaultValueFactory = _ => 1000 };
        var output = new Option<string>("--output") { Description = $"What to predict: {string.Join(",", Curves.Names)}", DefaultValueFactory = _ => "plasma" };
        var without = new Option<string>("--without") { Description = $"Links of the chain to switch off: {string.Join(",", ChainLinks.Names)}", DefaultValueFactory = _ => "" };
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
              ./afterglow simulate --dose 0.5mg/kg --over 40min --at 0,3d,7d,10d,14d,17d --days 60 --output synapses,symptoms --plot
              ./afterglow simulate --dose 0.5mg/kg --over 40min --days 14 --output symptoms --without inflammation,hnk

            A prediction is not a measurement. Dissociation is never a target.
            """)
        {
            compound, dose, weight, age, route, over, at, hours, days, model, subjects, output, without, json, csv, plot, svg,
        };
        command.SetAction(async (parse, cancel) =>
        {
            var length = parse.GetValue(days) is { } inDays ? 24 * inDays : parse.GetValue(hours) ?? 24;
            var request = SimulationRequest.Read(
                parse.GetRequiredValue(compound), parse.GetRequiredValue(dose), parse.GetRequiredValue(weight), parse.GetRequiredValue(route),
                parse.GetValue(over), parse.GetRequiredValue(at), length, parse.GetValue(model), parse.GetRequiredValue(subjects), parse.GetRequiredValue(age));
            if (!request.Try(out var asked, out var refusal)) return await RefuseAsync(parse, refusal);
            if (!ChainLinks.Read(parse.GetRequiredValue(without)).Try(out var off, out var noLink)) return await RefuseAsync(parse, noLink);
            var names = parse.GetRequiredValue(output).Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            if (!Curves.Predict(asked, names, off).Try(out var curves, out var unknown)) return await RefuseAsync(parse, unknown);
            var to = parse.InvocationConfiguration.Output;
            if (parse.GetValue(svg) is { } file)
            {
                await File.WriteAllTextAsync(file.FullName, Figure.Svg(asked, curves), cancel);
                await to.WriteLineAsync($"Drawn into {file.FullName}");
            }
            if (parse.GetValue(json)) await to.WriteLineAsync(Json(asked, curves));
            else if (parse.GetValue(csv)) await to.WriteAsync(Csv(curves));
            else if (parse.GetValue(plot)) await to.WriteAsync(Figure.Text(curves));
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

    private static string Json(SimulationRequest asked, IReadOnlyList<PredictedCurve> curves) => JsonSerializer.Serialize(
        new
        {
            model = asked.Model.Id,
            source = asked.Model.Source.Citation,
            caution = asked.Model.Caution,
            dose = asked.Dose.For(asked.Body.Weight).ToString(),
            weight = asked.Body.Weight.ToString(),
            subjects = asked.Subjects,
            curves = curves.Select(curve => new
            {
                name = curve.Name,
                unit = curve.Unit,
                source = curve.Source.Citation,
                standing = curve.Source.Standing,
                hours = curve.Band.TimesH,
                p5 = curve.Band.Low,
                p50 = curve.Band.Median,
                p95 = curve.Band.High,
            }),
        },
        new JsonSerializerOptions(JsonSerializerDefaults.Web) { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    private static string Csv(IReadOnlyList<PredictedCurve> curves)
    {
        var text = new StringBuilder("hours," + string.Join(',', curves.Select(curve => $"{curve.Name}_p5,{curve.Name}_p50,{curve.Name}_p95")) + "\n");
        for (var t = 0; t < curves[0].Band.TimesH.Count; t++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{curves[0].Band.TimesH[t]:0.######}");
            foreach (var curve in curves)
                text.Append(CultureInfo.InvariantCulture, $",{curve.Band.Low[t]:G6},{curve.Band.Median[t]:G6},{curve.Band.High[t]:G6}");
            text.Append('\n');
        }
        return text.ToString();
    }

    private static string Table(SimulationRequest asked, IReadOnlyList<PredictedCurve> curves)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"{asked.Dose.For(asked.Body.Weight)} of base, {asked.Body.Weight}, {asked.Subjects} virtual people; predicted, not measured");
        text.AppendLine(CultureInfo.InvariantCulture, $"{asked.Model.Name}: {asked.Model.Source.Citation}");
        text.AppendLine(CultureInfo.InvariantCulture, $"Careful: {asked.Model.Caution}");
        foreach (var curve in curves)
        {
            // The point furthest from where the curve begins: symptoms fall, most others rise.
            var median = curve.Band.Median;
            var peak = Enumerable.Range(0, median.Length).MaxBy(t => Math.Abs(median[t] - median[0]));
            text.AppendLine();
            text.AppendLine(CultureInfo.InvariantCulture, $"{curve.Title} ({curve.Unit}); {curve.Source.Citation}{(curve.Source.Confidence == Confidence.Assumed ? "" : $" ({curve.Source.Standing})")}");
            text.AppendLine(CultureInfo.InvariantCulture,
                $"  {(median[peak] < median[0] ? "lowest" : "highest")} {curve.Band.Median[peak]:0.###} ({curve.Band.Low[peak]:0.###} to {curve.Band.High[peak]:0.###}) at {(curve.Band.TimesH[peak] > 48 ? $"{curve.Band.TimesH[peak] / 24:0.#} d" : $"{60 * curve.Band.TimesH[peak]:0} min")}");
            var every = Math.Max(1, (curve.Band.TimesH.Count - 1) / 12);
            for (var t = 0; t < curve.Band.TimesH.Count; t += every)
                text.AppendLine(CultureInfo.InvariantCulture,
                    $"  {curve.Band.TimesH[t],8:0.##} h {curve.Band.Median[t],10:0.##}  ({curve.Band.Low[t]:0.##} to {curve.Band.High[t]:0.##})");
        }
        return text.ToString();
    }
}

using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Afterglow.App.Pharmacology;
using Afterglow.Core;
using Afterglow.Core.Evidence;
using Afterglow.Core.Pharmacology;

namespace Afterglow.App.Cli;

internal static class ScienceCommand
{
    private const int Unusable = 2;

    public static Command Create() => new("science",
        """
        The model from dose to symptoms, and how well it predicts published trials.

          ./afterglow science predict --dose 0.5mg/kg --over 40min --comparator midazolam --timepoint 24h,7d --n 40
          ./afterglow science fit        fit the free numbers again, from the published figures
          ./afterglow science report     write docs/science.md again, tables and figures with it
        """)
    {
        Predict(), Fit(), Report(),
    };

    private static Command Predict()
    {
        var compound = new Option<string>("--compound") { Description = "ketamine (the racemate), esketamine", DefaultValueFactory = _ => "ketamine" };
        var dose = new Option<string>("--dose") { Description = "With its unit, of base: 0.5mg/kg, 84mg", Required = true };
        var weight = new Option<string>("--weight") { Description = "Of the usual patient", DefaultValueFactory = _ => "75kg" };
        var route = new Option<string>("--route") { Description = "iv, im, sc, nasal, sublingual, buccal, oral, rectal", DefaultValueFactory = _ => "iv" };
        var over = new Option<string?>("--over") { Description = "How long it is infused: 40min" };
        var at = new Option<string>("--at") { Description = "When it is given: 0,2d,4d", DefaultValueFactory = _ => "0" };
        var model = new Option<string?>("--model") { Description = "A drug model by its id (./afterglow drugs)" };
        var comparator = new Option<string>("--comparator")
            { Description = "none (open), saline, midazolam, placebo (by the same route), masked (under anaesthesia)", DefaultValueFactory = _ => "saline" };
        var care = new Option<string>("--care")
            { Description = "What else happens to both arms: unchanged, new-antidepressant, admission", DefaultValueFactory = _ => "unchanged" };
        var instrument = new Option<string>("--instrument") { Description = string.Join(", ", Scale.All.Select(scale => scale.Name)), DefaultValueFactory = _ => "MADRS" };
        var baseline = new Option<double?>("--baseline") { Description = "Mean score at entry; the usual one of the instrument when not said" };
        var timepoint = new Option<string>("--timepoint") { Description = "When scores are taken, from the first session on: 24h,7d", DefaultValueFactory = _ => "24h,7d" };
        var therapy = new Option<string?>("--therapy")
            { Description = "When psychotherapy is held, in both arms: 1d,4d,8d. What a session teaches is assumed, and counts only within the window of plasticity" };
        var n = new Option<int>("--n") { Description = "Patients in each arm", DefaultValueFactory = _ => 40 };
        var json = new Option<bool>("--json") { Description = "As JSON" };
        var command = new Command("predict",
            """
            Predict a trial: change of both arms, difference, response, remission, relapse, each with the interval in
            which a trial of this size would find it nineteen times in twenty.

              ./afterglow science predict --dose 0.5mg/kg --over 40min --comparator saline --timepoint 24h,7d
              ./afterglow science predict --compound esketamine --dose 84mg --route nasal --at 0,3d,7d,10d,14d,17d,21d,24d \
                 --comparator placebo --care new-antidepressant --baseline 37 --timepoint 28d --n 110
              ./afterglow science predict --dose 0.5mg/kg --over 40min --therapy 1d,4d,8d --timepoint 24h,14d,28d
            """)
        {
            compound, dose, weight, route, over, at, model, comparator, care, instrument, baseline, timepoint, therapy, n, json,
        };
        command.SetAction(parse =>
        {
            var question = TrialQuestion.Read(
                parse.GetRequiredValue(compound), parse.GetRequiredValue(dose), parse.GetRequiredValue(weight), parse.GetRequiredValue(route), parse.GetValue(over),
                parse.GetRequiredValue(at), parse.GetValue(model), parse.GetRequiredValue(comparator), parse.GetRequiredValue(care),
                parse.GetRequiredValue(instrument), parse.GetValue(baseline), parse.GetRequiredValue(timepoint), parse.GetRequiredValue(n), parse.GetValue(therapy));
            if (!question.Try(out var asked, out var refusal))
            {
                parse.InvocationConfiguration.Error.WriteLine(refusal.Sentence);
                return Unusable;
            }
            var answer = asked.Answer(FittedModel.Numbers);
            parse.InvocationConfiguration.Output.Write(parse.GetValue(json) ? Json(answer) + "\n" : Text(answer));
            return 0;
        });
        return command;
    }

    private static Command Fit()
    {
        var command = new Command("fit",
            """
            Fit the free numbers again to the published figures marked for it. Takes about a minute; the same figures
            give the same numbers every time. The committed values stand beside them.
            """);
        command.SetAction(parse =>
        {
            var output = parse.InvocationConfiguration.Output;
            var calibration = new Calibration(Calibration.Subset, FittedModel.Chosen);
            var fit = calibration.Fit([.. FittedModel.Free.Select(free => free.Start)]);
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Calibration.Subset.Count} figures, {fit.Rounds} rounds, half the sum of squares {fit.Cost:0.000}"));
            output.WriteLine($"{"",-12}{"fitted",12}{"95 % from",12}{"to",12}{"committed",12}");
            for (var k = 0; k < fit.Values.Length; k++)
            {
                var (value, error) = (fit.Values[k], fit.StandardErrors[k]);
                output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"{FittedModel.Free[k].Symbol,-12}{value,12:G6}{value * Math.Exp(-1.96 * error),12:G3}{value * Math.Exp(1.96 * error),12:G3}{FittedModel.Free[k].Fitted,12:G6}"));
            }
            return 0;
        });
        return command;
    }

    private static Command Report()
    {
        var file = new Option<FileInfo>("--out")
        {
            Description = "The document; its figures go into a folder of the same name beside it",
            DefaultValueFactory = _ => new FileInfo(System.IO.Path.Combine(Environment.GetEnvironmentVariable("AFTERGLOW_HOME") is { Length: > 0 } home ? home : Environment.CurrentDirectory, "docs", "science.md")),
        };
        var check = new Option<bool>("--check") { Description = "Write nothing; say whether the document is what the model gives today" };
        var command = new Command("report",
            """
            Predict every published study again and write the document: predicted beside observed, errors, figures.

              ./afterglow science report
              ./afterglow science report --check
            """) { file, check };
        command.SetAction(parse =>
        {
            var to = parse.GetRequiredValue(file);
            var written = ScienceReport.Write(FittedModel.Numbers);
            var folder = System.IO.Path.Combine(to.DirectoryName!, System.IO.Path.GetFileNameWithoutExtension(to.Name));
            if (parse.GetValue(check))
            {
                var stale = written.Figures.Select(figure => (Path: System.IO.Path.Combine(folder, figure.Name), figure.Svg)).Append((to.FullName, written.Text))
                    .Where(each => !File.Exists(each.Item1) || File.ReadAllText(each.Item1) != each.Item2).Select(each => System.IO.Path.GetFileName(each.Item1)).ToList();
                if (stale.Count == 0)
                {
                    parse.InvocationConfiguration.Output.WriteLine("The document is what the model gives today.");
                    return 0;
                }
                parse.InvocationConfiguration.Error.WriteLine($"Not what the model gives today: {string.Join(", ", stale)}; run ./afterglow science report.");
                return 1;
            }
            if (!Directory.Exists(to.DirectoryName))
            {
                parse.InvocationConfiguration.Error.WriteLine($"There is no folder {to.DirectoryName}; make it, or choose another with --out.");
                return Unusable;
            }
            Directory.CreateDirectory(folder);
            File.WriteAllText(to.FullName, written.Text);
            foreach (var (name, svg) in written.Figures) File.WriteAllText(System.IO.Path.Combine(folder, name), svg);
            parse.InvocationConfiguration.Output.WriteLine($"Written: {to.FullName} and {written.Figures.Count} figures in {folder}");
            return 0;
        });
        return command;
    }

    private static string Text(TrialAnswer answer)
    {
        var (arm, n) = (answer.Question.Arm, answer.Question.N);
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture,
            $"{arm.Scale.Name} from {arm.Baseline:0.#}; {n} patients in each arm; in brackets where a trial of this size would find it 19 times in 20");
        if (arm.Therapy is { } therapy)
            text.AppendLine(CultureInfo.InvariantCulture,
                $"{therapy.Count} {(therapy.Count == 1 ? "session" : "sessions")} of psychotherapy in both arms; {ChosenNumbers.Therapy.What}: {ChosenNumbers.Therapy.Source.Citation} ({ChosenNumbers.Therapy.Source.Standing}). What is learned outside the window is left out.");
        foreach (var at in answer.Times)
        {
            text.AppendLine();
            text.AppendLine(CultureInfo.InvariantCulture, $"{(at.AtH <= 48 ? $"{at.AtH:0.##} h" : $"{at.AtH / 24:0.##} d")} after the first dose");
            text.AppendLine(CultureInfo.InvariantCulture, $"  with the drug    {Of(at.Change)} points (SD {at.Active.Sd:0.0}); response {Of(at.Response)} %; remission {Of(at.Remission)} %");
            if (at.Control is not { } control) continue;
            text.AppendLine(CultureInfo.InvariantCulture,
                $"  without          {Of(at.ControlChange!.Value)} points (SD {control.Sd:0.0}); response {Of(at.ControlResponse!.Value)} %; remission {Of(at.ControlRemission!.Value)} %");
            text.AppendLine(CultureInfo.InvariantCulture, $"  difference       {Of(at.Difference!.Value)} points; effect size {at.EffectSize:0.00} SD");
        }
        text.AppendLine();
        text.AppendLine(answer.HalfRelapsedWeek is { } week
            ? $"Half of the responders have relapsed by week {week} after the last dose."
            : "Less than half of the responders have relapsed half a year after the last dose.");
        text.AppendLine(FittedModel.HeldOut.Sentence[..1].ToUpperInvariant() + FittedModel.HeldOut.Sentence[1..] + ".");
        return text.ToString();

        static string Of(Interval of) => string.Create(CultureInfo.InvariantCulture, $"{of.Value:0.0} ({of.Low:0.0} to {of.High:0.0})");
    }

    private static string Json(TrialAnswer answer) => JsonSerializer.Serialize(
        new
        {
            instrument = answer.Question.Arm.Scale.Name,
            baseline = answer.Question.Arm.Baseline,
            n = answer.Question.N,
            therapy = answer.Question.Arm.Therapy is { } therapy
                ? new { hours = therapy.Select(each => each.AtH), what = ChosenNumbers.Therapy.What, source = ChosenNumbers.Therapy.Source.Citation, standing = ChosenNumbers.Therapy.Source.Standing }
                : null,
            times = answer.Times.Select(at => new
            {
                hours = at.AtH,
                active = new { change = at.Change, sd = at.Active.Sd, responsePercent = at.Response, remissionPercent = at.Remission },
                control = at.Control is { } control
                    ? new { change = at.ControlChange!.Value, sd = control.Sd, responsePercent = at.ControlResponse!.Value, remissionPercent = at.ControlRemission!.Value }
                    : null,
                difference = at.Difference,
                effectSize = at.EffectSize,
            }),
            keptPercentByWeekAfterLastDose = answer.KeptByWeek,
            halfRelapsedWeek = answer.HalfRelapsedWeek,
            standing = FittedModel.HeldOut.Sentence,
        },
        new JsonSerializerOptions(JsonSerializerDefaults.Web) { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}

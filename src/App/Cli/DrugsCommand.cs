using System.CommandLine;
using System.Globalization;
using Afterglow.Core;
using Afterglow.Core.Pharmacology;
using Afterglow.Core.Pharmacology.Effects;
using Afterglow.Core.Pharmacology.Interactions;
using Afterglow.Core.Pharmacology.Published;

namespace Afterglow.App.Cli;

internal static class DrugsCommand
{
    public static Command Create()
    {
        var id = new Argument<string?>("MODEL") { Description = "Show every number of this model and where it comes from.", Arity = ArgumentArity.ZeroOrOne };
        var command = new Command("drugs",
            """
            List the pharmacology models: what they cover, where they come from, how sure that is; and what else is
            published: figures beside predictions, other medicines, ranges of concentration.

              ./afterglow drugs                 all models
              ./afterglow drugs otto-2021       every number of one, with its source
              ./afterglow drugs figures         published plasma figures beside predictions, with the error
              ./afterglow drugs effects         the same for pressure, pulse, dissociation and sedation
              ./afterglow drugs interactions    other medicines, and what they do to exposure
              ./afterglow drugs thresholds      concentrations at which something was observed
            """)
        {
            id,
            About("figures", "Published plasma figures beside predictions, those that fit and those that do not.", Plasma),
            About("effects", "Published figures about pressure, pulse, dissociation and sedation beside predictions.", Effects),
            About("interactions", "Other medicines with ketamine: what was measured, by which way of giving, and what was not.", Medicines),
            About("thresholds", "Concentrations in plasma at which something was observed.", Thresholds),
            About("receptors", "Affinities for receptors.", Receptors),
            About("label", "What the authorised information for prescribers says.", Label),
            About("missing", "Published models that cannot be run here, and what is missing.", Missing),
        };
        command.SetAction(parse =>
        {
            var output = parse.InvocationConfiguration.Output;
            if (parse.GetValue(id) is not { } asked)
            {
                All(output);
                return 0;
            }
            if (DrugLibrary.Find(asked) is { } model)
            {
                One(output, model);
                return 0;
            }
            parse.InvocationConfiguration.Error.WriteLine(
                new UnknownWord("model", asked, string.Join(", ", DrugLibrary.All.Select(each => each.Id))).Sentence);
            return 2;
        });
        return command;
    }

    private static Command About(string name, string description, Action<TextWriter> write)
    {
        var command = new Command(name, description);
        command.SetAction(parse => write(parse.InvocationConfiguration.Output));
        return command;
    }

    private static void All(TextWriter output)
    {
        foreach (var model in DrugLibrary.All)
        {
            Line(output, $"{model.Id,-18}{model.Name}");
            Line(output, $"{"",-18}{Told(model.Source)}; {model.Species}, {model.Sampling.ToString().ToLowerInvariant()} samples; {model.Population}");
            var usual = model.UsualFor.Count > 0 ? $"; the usual one {string.Join(", ", model.UsualFor.Select(GivenDose.Name))}" : "";
            Line(output, $"{"",-18}Given {string.Join(", ", model.Ways.Select(GivenDose.Name))}{usual}");
            Line(output, $"{"",-18}Careful: {model.Caution}");
            var assumed = model.Parameters.Count(parameter => !parameter.Source.Established);
            Line(output, $"{"",-18}{model.Parameters.Count} numbers{(assumed > 0 ? $", {assumed} of them assumed or doubtful" : ", all published")}");
            Line(output, $"");
        }
        Line(output, $"Published and not usable here: {ModelsSetAside.All.Count} models (./afterglow drugs missing).");
    }

    private static void One(TextWriter output, DrugModel model)
    {
        Line(output, $"{model.Name}");
        Line(output, $"{Told(model.Source)}; {model.Sampling.ToString().ToLowerInvariant()} samples; {model.Population}");
        Line(output, $"Careful: {model.Caution}");
        Line(output, $"");
        foreach (var parameter in model.Parameters) Number(output, parameter);
        foreach (var pair in model.Covariances)
            Line(output, $"{pair.One} and {pair.Other} differ together between people: covariance {pair.Value} of their logarithms, {Told(pair.Source)}");
    }

    private static void Number(TextWriter output, Parameter parameter)
    {
        string Spread(double log) => string.Create(CultureInfo.InvariantCulture, $"±{100 * Math.Sqrt(Math.Exp(log * log) - 1):0} %");
        var between = parameter.BetweenSubjects > 0
            ? parameter.Unit == "logit" ? string.Create(CultureInfo.InvariantCulture, $", between people SD {parameter.BetweenSubjects} on the logit") : $", between people {Spread(parameter.BetweenSubjects)}"
            : "";
        var days = parameter.BetweenOccasions > 0 ? $", between one person's days {Spread(parameter.BetweenOccasions)}" : "";
        Line(output, $"{parameter.Symbol,-12}{parameter.Value,12:0.#####} {parameter.Unit,-13}{parameter.What}{between}{days}");
        Line(output, $"{"",-38}{Told(parameter.Source)}");
        if (parameter.SpreadSource is { } spread) Line(output, $"{"",-38}its spread: {Told(spread)}");
    }

    private static void Plasma(TextWriter output)
    {
        Line(output, $"{"what was published",-58}{"published",12}{"predicted",12}{"off by",9}  model");
        foreach (var figure in PlasmaFigures.All)
        {
            var predicted = figure.Predict();
            Line(output, $"{figure.What + ", " + figure.Unit,-58}{figure.Observed,12:0.###}{predicted,12:0.###}{100 * (predicted / figure.Observed - 1),7:+0;-0;0} %  {figure.Model}");
            Line(output, $"  {Ranged(figure.Range)}{Told(figure.Source)}{(figure.Remark is { } remark ? $"; {remark}" : "")}");
        }
    }

    private static void Effects(TextWriter output)
    {
        Line(output, $"Driven by S-ketamine at an effect site behind venous plasma. Dissociation is never a target.");
        Line(output, $"");
        foreach (var parameter in SessionEffects.Parameters) Number(output, parameter);
        foreach (var effect in SessionEffects.Figures.GroupBy(figure => figure.Effect))
        {
            Line(output, $"");
            Line(output, $"{Heading(effect.Key),-58}{"published",12}{"predicted",12}{"off by",9}");
            foreach (var figure in effect)
            {
                var predicted = SessionEffects.Predict(figure);
                var off = figure.Observed == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{100 * (predicted / figure.Observed - 1):+0;-0;0} %");
                Line(output, $"{figure.Study + ", " + figure.What,-58}{figure.Observed,12:0.####}{predicted,12:0.####}{off,9}  {(figure.Fitted ? "fitted" : "not fitted")}");
                Line(output, $"  {Given(figure)}; {Ranged(figure.Range)}{Told(figure.Source)}{(figure.Remark is { } remark ? $"; {remark}" : "")}");
            }
        }
        Line(output, $"");
        Line(output, $"Published, and in no curve:");
        foreach (var remark in EffectFigures.Remarks) Line(output, $"  {remark.Says} {Told(remark.Source)}");
    }

    private static string Heading(SessionEffect effect) => effect switch
    {
        SessionEffect.Systolic => "Rise of systolic pressure",
        SessionEffect.Diastolic => "Rise of diastolic pressure",
        SessionEffect.HeartRate => "Rise of heart rate",
        SessionEffect.Dissociation => "Dissociation (CADSS)",
        _ => "Sedation",
    };

    private static string Given(EffectFigure figure)
    {
        if (figure.HeldNgPerMl is { } held) return string.Create(CultureInfo.InvariantCulture, $"S-ketamine held at {held:0} ng/mL");
        var mg = figure.Doses.Sum(dose => dose.Amount.Milligrams);
        var over = figure.Doses[0].OverH > 0 ? string.Create(CultureInfo.InvariantCulture, $" over {60 * figure.Doses[0].OverH:0} min") : "";
        var when = figure.AtH is { } at ? string.Create(CultureInfo.InvariantCulture, $", at {60 * at:0} min") : "";
        return string.Create(CultureInfo.InvariantCulture, $"{mg:0.#} mg {GivenDose.Name(figure.Doses[0].By)}{over} in 70 kg{when}");
    }

    private static void Medicines(TextWriter output)
    {
        Line(output, $"CYP2B6 and CYP3A4 break ketamine down, 2C9, 2C19 and 2A6 less. {Told(KnownInteractions.Enzymes)}");
        Line(output, $"A change counts for the way of giving it was measured by. ./afterglow simulate --with MEDICINE applies it.");
        foreach (var medicine in KnownInteractions.All.GroupBy(each => each.Medicine))
        {
            Line(output, $"");
            Line(output, $"{medicine.Key}");
            foreach (var each in medicine)
            {
                Line(output, $"  {each.StudiedWith}: {each.Effect}{(each.Advice is { } advice ? $" {advice}" : "")}");
                foreach (var change in each.Changes)
                    Line(output, $"    {GivenDose.Name(change.By)}: area ×{change.AreaRatio:0.##}{(change.Interval is var (low, high) ? $" ({low:0.##} to {high:0.##})" : "")}{(change.PeakRatio is { } peak ? $", peak ×{peak:0.##}" : "")}{(change.HalfLifeRatio is { } half ? $", half-life ×{half:0.##}" : "")}{(each.FoundNone ? ": no effect found" : "")}");
                Line(output, $"    {Told(each.Source)}");
            }
        }
    }

    private static void Thresholds(TextWriter output)
    {
        Line(output, $"{ConcentrationRanges.NoThreshold}");
        foreach (var range in ConcentrationRanges.All)
        {
            var span = range.LowNgPerMl == range.HighNgPerMl ? $"{range.LowNgPerMl:0}" : $"{range.LowNgPerMl:0} to {range.HighNgPerMl:0}";
            Line(output, $"");
            Line(output, $"{range.Name}: {span} ng/mL {(range.Analyte == Analyte.SKetamine ? "S-ketamine" : "racemic ketamine")}");
            Line(output, $"  {Told(range.Source)}{(range.Note is { } note ? $" {note}" : "")}");
        }
    }

    private static void Receptors(TextWriter output)
    {
        foreach (var each in Affinities.All)
        {
            Line(output, $"{each.Compound,-28}{each.Target,-32}{each.MicromolesPerL,8:0.###} µmol/L");
            Line(output, $"  {Told(each.Source)}{(each.Note is { } note ? $" {note}" : "")}");
        }
    }

    private static void Label(TextWriter output)
    {
        foreach (var each in LabelFacts.All)
        {
            Line(output, $"{each.Product}: {each.Says}");
            Line(output, $"  {Told(each.Source)}");
        }
    }

    private static void Missing(TextWriter output)
    {
        foreach (var each in ModelsSetAside.All)
        {
            Line(output, $"{each.Study}: {each.About}");
            Line(output, $"  missing: {each.Missing}");
        }
    }

    private static string Ranged((double Low, double High)? range) =>
        range is var (low, high) ? string.Create(CultureInfo.InvariantCulture, $"{low:0.###} to {high:0.###}; ") : "";

    private static string Told(Source source) => $"{source.Citation} ({source.Standing})";

    private static void Line(TextWriter output, FormattableString line) => output.Write(line.ToString(CultureInfo.InvariantCulture) + "\n");
}

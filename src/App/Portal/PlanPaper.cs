using System.Globalization;
using Afterglow.Core.Plans;
using Afterglow.Core.Plans.Treatment;
using Afterglow.Core.Schedule;
using Microsoft.Extensions.Localization;
using Route = Afterglow.Core.Plans.Route;

namespace Afterglow.App.Portal;

/// <summary>One part of a plan in plain words.</summary>
/// <param name="Key">The same in every language: what changed between two versions is found by it.</param>
public sealed record PlanPart(string Key, string Heading, IReadOnlyList<string> Lines);

/// <summary>
/// A treatment plan in plain words, in one language: what the patient reads and, word for word, agrees to. Drawn from the
/// plan and from nothing else, so that the same version says the same tomorrow.
/// </summary>
public sealed class PlanPaper(IStringLocalizer<PatientWords> words)
{
    public IReadOnlyList<PlanPart> Of(PlanTerms terms, string language)
    {
        if (terms.Protocol is not { } protocol) return [];
        var racemic = protocol.Compound == Compounds.Racemic;
        var parts = new List<PlanPart>();
        var treats = Say("plan.for." + terms.Indication);

        var what = new List<string> { treats };
        if (terms.Symptoms.Count > 0) what.Add(Say("plan.symptoms", string.Join("; ", terms.Symptoms.Select(symptom => Say("plan.symptom." + symptom)))));
        if (terms.OwnWords.Length > 0) what.Add(Say("plan.own-words", terms.OwnWords));
        Add("what", what);

        var treatment = new List<string>
        {
            Say("plan.by." + protocol.Route, protocol.GivenOver is { } over ? Number((decimal)over.Value.TotalMinutes) : ""),
            Say(racemic ? "plan.off-label" : "plan.label"),
            terms.FirstDose == terms.HighestDose
                ? Say(Dosed("plan.dose.one", terms.FirstDose), Amount(terms.FirstDose))
                : Say(Dosed("plan.dose.up-to", terms.FirstDose), Amount(terms.FirstDose), Amount(terms.HighestDose)),
        };
        if (terms.Titration.Length > 0) treatment.Add(Say("plan.titration", terms.Titration));
        Add("treatment", treatment);

        var hours = Math.Ceiling(VisitShape.Of(protocol).PatientTime.TotalMinutes / 30) / 2;
        Add("sessions", [
            terms.Sessions == 1 ? Say("plan.session.one") : Say("plan.sessions", terms.Sessions, terms.LeastDaysApart, terms.WithinDays),
            Say("plan.visit", Number((decimal)hours)),
            .. terms.TherapyBefore + terms.TherapyAfter > 0
                ? [Say("plan.therapy", terms.TherapyBefore, terms.TherapyAfter) + (terms.Therapist.Length > 0 ? " " + Say("plan.therapist", terms.Therapist) : "")]
                : Array.Empty<string>(),
        ]);

        var success = terms.Measures.Select(planned => JudgingMeasure.Find(planned.Id) is { } measure ? Measured(planned, measure) : "").Where(line => line.Length > 0).ToList();
        success.Add(Say("plan.honest." + (terms.Indication is PlanIndication.Depression ? "depression" : terms.Indication is PlanIndication.Ptsd ? "ptsd" : "few")));
        Add("success", success);

        Add("stop", [
            Say("plan.review", terms.ReviewAfterSessions, terms.ReviewAfterDays, terms.StopBelowPercent),
            .. racemic ? [Say("plan.second-month")] : Array.Empty<string>(),
            Say("plan.free"),
        ]);

        Add("watching", [.. terms.Monitoring.Select(planned => planned.EveryWeeks == 0 ? Say("plan.watch.pressure") : Say("plan.watch." + planned.Rule, planned.EveryWeeks))]);

        Add("day", [
            terms.Driver.Length > 0 ? Say("plan.driver", terms.Driver) : Say("plan.driver.open"),
            Say("plan.no-driving"),
            Say(racemic ? "prepare.fasting.racemic" : "prepare.fasting.esketamine"),
            .. racemic ? Array.Empty<string>() : [Say("prepare.nasal")],
            Say("prepare.medicines"),
        ]);

        var more = new[] { terms.Afterwards, terms.Remarks }.Where(text => text.Length > 0).ToList();
        if (more.Count > 0) Add("more", more);
        return parts;

        string Say(string key, params object[] arguments) => words.In(language, key, arguments);

        string Number(decimal number) => number.ToString("0.##", Languages.Of(language));

        // A dose keeps its point in every language: “0.5” and “0,5” must not stand beside each other on two papers.
        string Amount(PlannedDose dose) => dose.ToString();

        string Dosed(string key, PlannedDose dose) => key + (dose.PerKilogram is null ? ".amount" : ".weight");

        string Measured(PlannedMeasure planned, JudgingMeasure measure)
        {
            var line = Say("plan.measure", measure.Name, Say("plan.about." + measure.Id));
            if (planned.Baseline is { } from) line += " " + Say("plan.measure.from", Number(from));
            line += " " + (measure.Response.Percent is { } percent ? Say(measure.HigherIsBetter ? "plan.measure.rises-percent" : "plan.measure.falls-percent", percent)
                : Say(measure.HigherIsBetter ? "plan.measure.rises-points" : "plan.measure.falls-points", measure.Response.Points!));
            return measure.RemissionAt is { } well ? line + " " + Say("plan.measure.well", well.Value) : line;
        }

        void Add(string key, IReadOnlyList<string> lines)
        {
            if (lines.Count > 0) parts.Add(new PlanPart(key, Say("plan.part." + key), lines));
        }
    }

    /// <summary>Every word, as it is kept with an agreement.</summary>
    public static string Text(IReadOnlyList<PlanPart> parts) =>
        string.Join("\n\n", parts.Select(part => part.Heading + "\n" + string.Join('\n', part.Lines)));
}

using Afterglow.App.Intake;
using Afterglow.App.Patients;
using Afterglow.App.People;
using Afterglow.App.Plans;
using Afterglow.App.Portal;
using Afterglow.App.Record;
using Afterglow.App.Schedule;
using Afterglow.Core.Intake.Eligibility;
using Afterglow.Core.People;
using Afterglow.Core.Plans;
using Afterglow.Core.Plans.Treatment;
using Afterglow.Core.Schedule;

namespace Afterglow.App.Demo;

/// <summary>
/// The treatment plans of the made-up clinic: those who are in a series have an agreed one, one of them changed and agreed
/// anew; somebody has asked a question, somebody's waits for an answer, one is a draft. Written through the same doors as in
/// a real clinic, each step at its own hour.
/// </summary>
internal sealed class DemoPlans(
    DemoClinic clinic, Action<DateTimeOffset> stand, ClinicRecord told, EligibilityRecords eligibility, PlanRecords plans, PatientLinks links, MessageWishes wishes)
{
    /// <summary>Enough to see every kind, few enough to be made in a moment.</summary>
    public const int People = 8;

    private readonly Caller prescriber = new(clinic.Staff.Prescribers[0], Reach.To(Sites.Main), "demonstration");

    private readonly Caller nurse = new(clinic.Staff.Nurses[0], Reach.To(Sites.Main), "demonstration");

    /// <param name="treated">People who are in a series, and whose facts are not written yet.</param>
    public async Task WriteAsync(DateTimeOffset now, IReadOnlyList<DemoScribe> treated)
    {
        foreach (var (place, scribe) in treated.Index())
        {
            await PlanAsync(scribe, place);
            await UntilAsync(scribe, DateTimeOffset.MaxValue);
            stand(now);
            await told.WriteAsync(prescriber.Who, write => links.CloseAllAsync(write, scribe.Patient.Id, LinkPurpose.History, "demonstration"));
        }
    }

    private async Task PlanAsync(DemoScribe scribe, int place)
    {
        var patient = scribe.Patient;
        var began = patient.Sessions[0][0].RecordedAt.AddDays(-3);
        if (began < patient.RegisteredAt) began = patient.RegisteredAt.AddMinutes(40);
        await UntilAsync(scribe, began);
        var seen = (await eligibility.OpenAsync(patient.Id, prescriber.Reach))!;
        foreach (var open in seen.InTheWay)
            _ = (await eligibility.AnswerAsync(patient.Id, new AnswerFinding(Guid.CreateVersion7(began), open.Key, "Known, weighed with the patient, and treated."), prescriber)).Value;
        seen = (await eligibility.OpenAsync(patient.Id, prescriber.Reach))!;
        _ = (await eligibility.DecideAsync(
            patient.Id, new DecideEligibility(Guid.CreateVersion7(began), EligibilityOutcome.Eligible, "Several treatments did not help enough; what was found is weighed.", null, seen.Digest),
            prescriber)).Value;
        var terms = Terms(patient, seen, place);
        await UntilAsync(scribe, began.AddMinutes(20));
        var drafted = await StepAsync(patient, new DraftPlan(Guid.CreateVersion7(began), terms, null), nurse);
        // The last two are not agreed: one is still a draft, one lies before the patient.
        if (place == People - 1) return;
        await UntilAsync(scribe, began.AddMinutes(50));
        _ = await StepAsync(patient, new ProposePlan(Guid.CreateVersion7(began), drafted.Last!.EntryId), prescriber);
        var link = await LinkAsync(scribe, began.AddMinutes(55));
        if (place == People - 2)
        {
            await UntilAsync(scribe, began.AddHours(3));
            _ = (await plans.AnswerAsync(link, new AskAboutPlan(Guid.CreateVersion7(began), 1, "Can my neighbour drive me instead of my sister? And may I take my morning pills?"), "demonstration")).Value;
            return;
        }
        await UntilAsync(scribe, began.AddHours(1));
        _ = (await plans.AnswerAsync(link, new AskAboutPlan(Guid.CreateVersion7(began), 1, "May I drink coffee before I come?"), "demonstration")).Value;
        await UntilAsync(scribe, began.AddHours(1.5));
        var asked = (await plans.OpenAsync(patient.Id, nurse.Reach))!.File.Newest!.Questions[^1];
        _ = await StepAsync(patient, new AnswerPlanQuestion(Guid.CreateVersion7(began), asked.EntryId, "Black coffee is fine until two hours before; no milk."), nurse);
        await UntilAsync(scribe, began.AddHours(26));
        await AgreeAsync(link, 1, began);
        _ = (await wishes.SetAsync(link, Guid.CreateVersion7(began), new MessageWish(true, place % 2 == 0, "en"), "demonstration")).Value;
        if (place == 0)
        {
            var file = (await plans.OpenAsync(patient.Id, prescriber.Reach))!.File;
            await UntilAsync(scribe, began.AddHours(40));
            file = await StepAsync(patient, new ChangePlan(Guid.CreateVersion7(began), terms with { Sessions = terms.Sessions + 2, WithinDays = terms.WithinDays + 7 },
                "Lives far away and asked for a slower course.", file.Last!.EntryId), prescriber);
            await UntilAsync(scribe, began.AddHours(41));
            _ = await StepAsync(patient, new ProposePlan(Guid.CreateVersion7(began), file.Last!.EntryId), prescriber);
            await UntilAsync(scribe, began.AddHours(44));
            await AgreeAsync(link, 2, began);
        }
    }

    private static PlanTerms Terms(DemoPatient patient, Assessment seen, int place)
    {
        var indication = patient.Indication switch
        {
            var name when name.StartsWith("Bipolar", StringComparison.Ordinal) => PlanIndication.BipolarDepression,
            var name when name.StartsWith("Post", StringComparison.Ordinal) => PlanIndication.Ptsd,
            var name when name.StartsWith("Obsessive", StringComparison.Ordinal) => PlanIndication.Ocd,
            var name when name.StartsWith("Generalised", StringComparison.Ordinal) => PlanIndication.Anxiety,
            _ => PlanIndication.Depression,
        };
        var usual = PlanTerms.Usual(indication, patient.Protocol);
        var scores = seen.Known.Scores.Select(score => score.Fact).ToList();
        var symptoms = TargetSymptom.All.Where(symptom => symptom.For.Contains(indication)).Skip(place % 3).Take(3).Select(symptom => symptom.Key).ToList();
        return usual with
        {
            Diagnosis = patient.Indication, Symptoms = symptoms,
            Titration = usual.FirstDose == usual.HighestDose ? "" : "To the highest dose from the second week on when the first was tolerated.",
            OwnWords = place % 2 == 0 ? "I want to sleep through the night, and to want to get up." : "To be with my children without pretending.",
            Measures = [.. usual.Measures.Select(measure => PlanProgress.Baseline(JudgingMeasure.Find(measure.Id)!, scores) is { } from ? measure with { Baseline = from.Score, TakenOn = from.On } : measure)],
            Therapist = "L. Moreau", Driver = place % 2 == 0 ? "Her sister" : "His neighbour",
            Afterwards = "When it helps: one session every two weeks, then as far apart as the benefit holds.",
        };
    }

    private async Task<PlanFile> StepAsync(DemoPatient patient, IPlanCommand command, Caller by) => (await plans.ChangeAsync(patient.Id, command, by)).Value;

    /// <summary>Writes what came before this moment, and stands at it.</summary>
    private async Task UntilAsync(DemoScribe scribe, DateTimeOffset at)
    {
        await told.WriteAsync(StaffRecords.CommandLine, async write =>
        {
            await scribe.UpToAsync(write, at);
            return true;
        });
        stand(at);
    }

    private async Task<PatientLink> LinkAsync(DemoScribe scribe, DateTimeOffset at)
    {
        await UntilAsync(scribe, at);
        var id = Guid.CreateVersion7(at);
        await told.WriteAsync(nurse.Who, write => links.MakeAsync(write, id, LinkPurpose.History, scribe.Patient.Id, Sites.Main, "en", TimeSpan.FromDays(21)));
        return (await links.FindAsync(id)).Value;
    }

    private async Task AgreeAsync(PatientLink link, int version, DateTimeOffset at)
    {
        var file = await plans.OpenAsync(link, "demonstration");
        _ = (await plans.AgreeAsync(link, Guid.CreateVersion7(at), version, AgreeToPlan.DigestOf(plans.Paper(file.Newest!.Version(version).Terms, "en")), "en", "demonstration")).Value;
    }
}

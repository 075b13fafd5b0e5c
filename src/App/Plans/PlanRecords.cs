using System.Text.Json;
using Afterglow.App.Patients;
using Afterglow.App.Record;
using Afterglow.Core;
using Afterglow.Core.Intake.Eligibility;
using Afterglow.Core.Patients;
using Afterglow.Core.People;
using Afterglow.Core.Plans.Treatment;

namespace Afterglow.App.Plans;

/// <summary>A patient's plans with what they stand on.</summary>
/// <param name="Assessment">Eligibility, scores and history, as they are now.</param>
public sealed record PlanView(PlanFile File, Assessment Assessment)
{
    public EligibilityDecision? Eligibility => Assessment.File.Latest;

    public IEnumerable<ChartFact.SurveyScoreNoted> Scores => Assessment.Known.Scores.Select(score => score.Fact);

    /// <summary>What the patient wrote that they want; null when nothing.</summary>
    public string? OwnWords => Assessment.Known.History.Text("goals");
}

/// <summary>
/// The one door to treatment plans. Each step is an entry of the patient's record; it is decided on the plan as it stands,
/// inside the transaction that writes it, so that of two who change it at once one is written and the other told by whom.
/// </summary>
public sealed class PlanRecords(ClinicRecord record, Database database, TimeProvider clock)
{
    /// <summary>The plans of a patient; null when there is no such patient within reach.</summary>
    public async Task<PlanView?> OpenAsync(Guid patientId, Reach reach, CancellationToken cancel = default)
    {
        Person? person;
        await using (var connection = await database.OpenAsync(cancel))
        {
            if (await PatientQueries.SiteAsync(connection, patientId, reach) is null) return null;
            person = await PatientQueries.PersonAsync(connection, null, patientId);
        }
        return View(patientId, await record.ReadAsync(StreamName.Patient(patientId), cancel: cancel), person);
    }

    /// <summary>Writes one step down.</summary>
    public Task<Result<PlanFile>> ChangeAsync(Guid patientId, IPlanCommand command, Caller caller, CancellationToken cancel = default) =>
        record.WriteAsync<Result<PlanFile>>(caller.Who, async write =>
        {
            var outcome = await DecidedAsync(write);
            await write.AuditAsync(new AuditLine(
                caller.Who, Action(command), patientId, Outcome: outcome.Allowed ? "done" : "refused", Reason: outcome.Refusal?.Code ?? "", Origin: caller.Origin));
            return outcome;

            async Task<Result<PlanFile>> DecidedAsync(RecordWrite inside) =>
                await PatientQueries.SiteAsync(inside.Connection, patientId, caller.Reach, inside.Transaction) is null
                    ? new PatientUnknown()
                    : await ChangeAsync(inside, patientId, command, caller.Who);
        }, cancel);

    /// <summary>One step, as part of a transaction that begins elsewhere: whoever calls has checked who may.</summary>
    internal static async Task<Result<PlanFile>> ChangeAsync(RecordWrite write, Guid patientId, IPlanCommand command, Author by)
    {
        if (command.EntryId == Guid.Empty) return new EntryIdMissing();
        var stream = StreamName.Patient(patientId);
        var entries = await write.ReadAsync(stream);
        var lines = entries.Select(PatientRecords.Line).ToList();
        var file = PlanFile.From(lines);
        var request = Seal.Over(command.GetType().Name, JsonSerializer.Serialize<object>(command));
        if (entries.FirstOrDefault(entry => entry.EntryId == command.EntryId) is { } before) return before.Request == request ? file : new EntryIdReused(command.EntryId);
        if (!command.Decide(new PlanDesk(file, EligibilityFile.From(lines).Latest, by)).Try(out var happened, out var refusal)) return refusal;
        if (!await write.AppendAsync(stream, entries[^1].Version, [new NewEntry(command.EntryId, happened.Kind, PlanJson.Write(happened), request)]))
            throw new InvalidOperationException($"{stream} was overtaken inside a transaction.");
        lines.Add(new ChartLine(command.EntryId, happened.Kind, PlanJson.Write(happened), write.Now, by));
        return PlanFile.From(lines);
    }

    internal static string Action(IPlanCommand command) => command switch
    {
        DraftPlan => "plan.draft",
        ChangePlan => "plan.change",
        ProposePlan => "plan.propose",
        AgreeToPlan => "plan.agree",
        DeclinePlan => "plan.decline",
        AskAboutPlan => "plan.ask",
        AnswerPlanQuestion => "plan.answer",
        ReviewPlan => "plan.review",
        StopPlan => "plan.stop",
        WithdrawFromPlan => "plan.withdraw",
        _ => "plan.write",
    };

    private PlanView View(Guid patientId, IReadOnlyList<Entry> entries, Person? person)
    {
        var lines = entries.Select(PatientRecords.Line).ToList();
        return new PlanView(
            PlanFile.From(lines),
            Assessment.Of(patientId, lines, person?.BirthDate, person?.SexAtBirth ?? Sex.Unknown, DateOnly.FromDateTime(clock.GetLocalNow().DateTime)));
    }
}

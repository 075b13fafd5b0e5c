using Afterglow.App.Patients;
using Afterglow.App.Record;
using Afterglow.App.Sessions;
using Afterglow.Core;
using Afterglow.Core.Intake.Eligibility;
using Afterglow.Core.Patients;

namespace Afterglow.App.Intake;

/// <summary>
/// The one door to eligibility: what the rules find in a patient's record, and what prescribers answered and decided. It is
/// worked out anew at every look; only answers and decisions are written down.
/// </summary>
public sealed class EligibilityRecords(ClinicRecord record, Database database, ConsentRecords consents, TimeProvider clock)
{
    /// <summary>Everything a prescriber looks at; null when there is no such patient within reach.</summary>
    public async Task<Assessment?> OpenAsync(Guid patientId, Reach reach, CancellationToken cancel = default)
    {
        Person? person;
        await using (var connection = await database.OpenAsync(cancel))
        {
            if (await PatientQueries.SiteAsync(connection, patientId, reach) is null) return null;
            person = await PatientQueries.PersonAsync(connection, null, patientId);
        }
        return Assess(patientId, await record.ReadAsync(StreamName.Patient(patientId), cancel: cancel), person);
    }

    /// <summary>Writes a decision down, with the findings as they stand. Of two who decide at once, one is written and the other told.</summary>
    public Task<Result<EligibilityEvent>> DecideAsync(
        Guid patientId, DecideEligibility decision, Caller caller, CancellationToken cancel = default) =>
        ChangeAsync(
            patientId, decision.EntryId, Seal.Over(EligibilityEvent.Decided.Kind, decision.Outcome.ToString(), decision.Reason ?? ""),
            "eligibility.decide", assessment => decision.Decide(assessment, caller.Who), caller, cancel);

    /// <summary>Writes down what a prescriber knows about one finding.</summary>
    public Task<Result<EligibilityEvent>> AnswerAsync(Guid patientId, AnswerFinding answer, Caller caller, CancellationToken cancel = default) =>
        ChangeAsync(
            patientId, answer.EntryId, Seal.Over(EligibilityEvent.FindingAnswered.Kind, answer.Finding, answer.Because ?? ""),
            "eligibility.answer", assessment => answer.Decide(assessment, caller.Who), caller, cancel);

    // Read, decided and written in one transaction, which holds the only right to write: nobody comes in between.
    private Task<Result<EligibilityEvent>> ChangeAsync(
        Guid patientId, Guid entryId, string request, string action, Func<Assessment, Result<EligibilityEvent>> decide, Caller caller,
        CancellationToken cancel) =>
        record.WriteAsync<Result<EligibilityEvent>>(caller.Who, async write =>
        {
            var outcome = await DecidedAsync(write);
            await write.AuditAsync(new AuditLine(
                caller.Who, action, patientId, Outcome: outcome.Allowed ? "done" : "refused", Reason: outcome.Refusal?.Code ?? "", Origin: caller.Origin));
            return outcome;

            async Task<Result<EligibilityEvent>> DecidedAsync(RecordWrite inside)
            {
                if (entryId == Guid.Empty) return new EntryIdMissing();
                if (await PatientQueries.SiteAsync(inside.Connection, patientId, caller.Reach, inside.Transaction) is null) return new PatientUnknown();
                var stream = StreamName.Patient(patientId);
                var entries = await inside.ReadAsync(stream);
                if (entries.FirstOrDefault(entry => entry.EntryId == entryId) is { } before)
                    return before.Request == request && EligibilityJson.Read(before.Kind, before.Body) is { } same ? same : new EntryIdReused(entryId);
                var person = await PatientQueries.PersonAsync(inside.Connection, inside.Transaction, patientId);
                if (!decide(Assess(patientId, entries, person)).Try(out var happened, out var refusal)) return refusal;
                if (!await inside.AppendAsync(stream, entries[^1].Version, [new NewEntry(entryId, EligibilityJson.Kind(happened), EligibilityJson.Write(happened), request)]))
                    throw new InvalidOperationException($"{stream} was overtaken inside a transaction.");
                if (happened is EligibilityEvent.Decided)
                    await SessionStanding.TellAsync(inside, patientId, await consents.LibraryAsync(inside), clock);
                return happened;
            }
        }, cancel);

    private Assessment Assess(Guid patientId, IReadOnlyList<Entry> entries, Person? person) => Assessment.Of(
        patientId, [.. entries.Select(PatientRecords.Line)], person?.BirthDate, person?.SexAtBirth ?? Sex.Unknown,
        DateOnly.FromDateTime(clock.GetLocalNow().DateTime));
}

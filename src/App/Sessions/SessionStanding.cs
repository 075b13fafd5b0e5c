using Afterglow.App.Design;
using Afterglow.App.Patients;
using Afterglow.App.Record;
using Afterglow.Core.Intake.Consent;
using Afterglow.Core.Intake.Eligibility;
using Afterglow.Core.Intake.History;
using Afterglow.Core.Patients;
using Afterglow.Core.Plans;
using Afterglow.Core.Schedule;
using Afterglow.Core.Sessions;
using Dapper;

namespace Afterglow.App.Sessions;

/// <summary>What the patient's record says that a session hangs on: consent, enrolment, and whether somebody decided on treatment.</summary>
internal static class SessionStanding
{
    /// <summary>As it stands inside a transaction.</summary>
    public static async Task<StandingOnFile> ReadAsync(RecordWrite write, Guid patientId, Protocol protocol, ConsentLibrary library, TimeProvider clock) =>
        Of(patientId, [.. (await write.ReadAsync(StreamName.Patient(patientId))).Select(PatientRecords.Line)], protocol, library, clock);

    public static StandingOnFile Of(Guid patientId, IReadOnlyList<ChartLine> lines, Protocol protocol, ConsentLibrary library, TimeProvider clock) =>
        new(Consent(ConsentFile.From(patientId, lines), protocol, library, clock), Eligibility(lines, clock));

    /// <summary>
    /// A patient's consent or a decision on them changed: the session they sit in, where there is one, learns of it in
    /// the same transaction, so that no start can be decided on what held a moment before.
    /// </summary>
    public static async Task TellAsync(RecordWrite write, Guid patientId, ConsentLibrary library, TimeProvider clock)
    {
        var open = await write.Connection.QueryFirstOrDefaultAsync<string>(
            "select session_id from read_session where is_open = 1 and patient_id = @patient", new { patient = patientId.ToString("D") }, write.Transaction);
        if (open is null) return;
        var stream = StreamName.Session(Guid.Parse(open));
        var session = SessionLog.From(await write.ReadAsync(stream)).Session;
        if (session is not { Arrival: not null, Protocol: { } protocol }) return;
        var now = await ReadAsync(write, patientId, protocol, library, clock);
        if (now == session.OnFile) return;
        var changed = new SessionEvent.StandingChanged(write.Now, now);
        if (!await write.AppendAsync(stream, session.Version, [new NewEntry(Guid.CreateVersion7(write.Now), SessionJson.Kind(changed), SessionJson.Write(changed))]))
            throw new InvalidOperationException($"{stream} was overtaken inside a transaction.");
    }

    /// <summary>
    /// A document got another version: every session in which drug has not gone in yet learns whether its patient is asked
    /// again, now or from the day on which the version begins.
    /// </summary>
    public static async Task TellAllAsync(RecordWrite write, ConsentLibrary library, TimeProvider clock)
    {
        foreach (var patient in await write.Connection.QueryAsync<string>(
            "select patient_id from read_session where is_open = 1 and started_at = '' order by session_id", transaction: write.Transaction))
            await TellAsync(write, Guid.Parse(patient), library, clock);
    }

    private static ConsentOnFile Consent(ConsentFile file, Protocol protocol, ConsentLibrary library, TimeProvider clock)
    {
        if (library.For(protocol) is not { } document) return new(null, protocol.Name, ConsentState.Missing, 0, null, false, file.EnrolledOn);
        var standing = file.Standing(library, document, clock.Today());
        var version = standing.Signed?.Version ?? standing.Version.Number;
        var on = standing.Since ?? standing.Signature?.At;
        return new(
            document.Key, standing.Version.In("en").Title, standing.State, version,
            on is { } at ? DateOnly.FromDateTime(clock.Local(at).DateTime) : null, document.OffLabel, file.EnrolledOn,
            standing.State == ConsentState.Signed && library.AsksAgain(document.Key, version, clock.Today()) is { } from
                ? new ClinicCalendar(clock.LocalTimeZone, [], [], [], [], [], []).At(from, TimeOnly.MinValue).ToUniversalTime() : null);
    }

    private static EligibilityOnFile Eligibility(IReadOnlyList<ChartLine> lines, TimeProvider clock)
    {
        if (EligibilityFile.From(lines).Latest is { } latest)
            return new(
                latest.What.Outcome switch
                {
                    EligibilityOutcome.Eligible => EligibilityStanding.Eligible,
                    EligibilityOutcome.NotNow => EligibilityStanding.NotNow,
                    _ => EligibilityStanding.NotEligible,
                },
                latest.By.Name, DateOnly.FromDateTime(clock.Local(latest.At).DateTime));
        return new(lines.Any(line => HistoryJson.Read(line.Kind, line.Body) is not null) ? EligibilityStanding.Undecided : EligibilityStanding.NoIntake);
    }
}

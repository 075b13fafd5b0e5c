using Afterglow.App.Patients;
using Afterglow.App.Record;
using Afterglow.Core.Patients;
using Afterglow.Core.Plans;
using Afterglow.Core.Sessions;
using Dapper;

namespace Afterglow.App.Sessions;

/// <summary>
/// One row a session, for lists, the board and the next check-in; and what of it stands on the patient's timeline:
/// the session with its outcome, adverse events, the weight.
/// </summary>
internal sealed class SessionReadTable : IReadTable
{
    public string StreamKind => StreamName.Session(Guid.Empty).Kind;

    public IReadOnlyList<string> Tables { get; } = ["read_session"];

    public async Task FillAsync(RecordWrite write, StreamName stream, IReadOnlyList<Entry> appended)
    {
        // A correction may change anything that was written before: the row is made from the whole log each time.
        var log = SessionLog.From(appended[0].Version == 1 ? appended : await write.ReadAsync(stream));
        var session = log.Session;
        if (session.Arrival is not { } arrival) return;
        var vitals = session.Vitals is [.., var last] ? last : null;
        var ended = session.Discharge?.At ?? session.Entries.FirstOrDefault(entry => entry.Now is SessionEvent.SessionCancelled)?.At;
        await write.Connection.ExecuteAsync(
            """
            insert into read_session (session_id, patient_id, site_id, chair, protocol_id, indication, session_number, phase, is_open,
                version, arrived_at, started_at, ended_at, last_vitals, last_vitals_at, ordered_by_kg, ordered_dose, given, weight,
                adverse_events, worst_severity, signed_at, signed_by, needs_signature, open_balance, balance_open)
            values (@session, @patient, @site, @chair, @protocol, @indication, @number, @phase, @open,
                @version, @arrived, @started, @ended, @vitals, @vitalsAt, @byKilogram, @dose, @given, @weight,
                @adverseEvents, @worst, @signedAt, @signedBy, @needsSignature, @openBalance, @balanceOpen)
            on conflict (session_id) do update set
                phase = excluded.phase, is_open = excluded.is_open, version = excluded.version, started_at = excluded.started_at,
                ended_at = excluded.ended_at, last_vitals = excluded.last_vitals, last_vitals_at = excluded.last_vitals_at,
                ordered_by_kg = excluded.ordered_by_kg, ordered_dose = excluded.ordered_dose, given = excluded.given,
                weight = excluded.weight, adverse_events = excluded.adverse_events, worst_severity = excluded.worst_severity,
                signed_at = excluded.signed_at, signed_by = excluded.signed_by, needs_signature = excluded.needs_signature,
                open_balance = excluded.open_balance, balance_open = excluded.balance_open
            """,
            new
            {
                session = stream.Id.ToString("D"),
                patient = arrival.PatientId.ToString("D"),
                site = arrival.SiteId.ToString("D"),
                chair = arrival.Chair,
                protocol = arrival.ProtocolId,
                indication = arrival.Indication,
                number = arrival.SessionNumber,
                phase = session.Phase.ToString(),
                open = session.Phase.InTheChair() ? 1 : 0,
                version = session.Version,
                arrived = Instant.Text(arrival.At),
                started = Text(session.StartedAt),
                ended = Text(ended),
                vitals = vitals is null ? "" : SessionWords.Of(vitals.Value),
                vitalsAt = Text(vitals?.At),
                byKilogram = session.OrderedPerKilogram?.ToString() ?? "",
                dose = session.OrderedDose?.ToString() ?? "",
                given = session.DosingEndedAt is { } over ? session.GivenBy(over).ToString() : "",
                weight = session.Weight?.Weight.ToString() ?? "",
                adverseEvents = session.AdverseEvents.Count,
                worst = session.AdverseEvents.Count == 0 ? "" : session.AdverseEvents.Max(adverse => adverse.Recorded.Severity).ToString(),
                signedAt = Text(session.Signature?.At),
                signedBy = session.SignedBy?.Name ?? "",
                needsSignature = session.Phase == SessionPhase.Discharged || session.ChangedSinceSigning ? 1 : 0,
                openBalance = SessionWords.OpenBalance(session),
                balanceOpen = session.BalanceClosed ? 0 : 1,
            }, write.Transaction);
        await FillTimelineAsync(write, stream, log.Entries[0], session, arrival);
    }

    private static async Task FillTimelineAsync(
        RecordWrite write, StreamName stream, Entry first, Session session, SessionEvent.PatientArrived arrival)
    {
        var patient = arrival.PatientId;
        await PatientTimeline.PutAsync(write, new TimelineRow(
            patient, stream, stream.Id, ClinicalTime.At(session.StartedAt ?? arrival.At), first.RecordedAt, "session",
            $"{Protocols.Find(arrival.ProtocolId)?.Name ?? arrival.ProtocolId}, session {arrival.SessionNumber}", SessionWords.Outcome(session),
            first.Author.Name));
        if (session.StartedAt is { } started) await PatientTimeline.SessionTookPlaceAsync(write, patient, started);
        foreach (var entry in session.Entries)
        {
            var state = entry.Struck ? PatientTimeline.Struck : entry.Revisions.Count > 0 ? PatientTimeline.Amended : "";
            var row = new TimelineRow(
                patient, stream, entry.EntryId, ClinicalTime.At(entry.At), entry.Original.RecordedAt, "", "", "", entry.Original.By.Name, State: state);
            switch (entry.Now ?? entry.Original.Event)
            {
                case SessionEvent.AdverseEventRecorded adverse:
                    var now = session.AdverseEvents.FirstOrDefault(each => each.EntryId == entry.EntryId);
                    await PatientTimeline.PutAsync(write, row with
                    {
                        Kind = "adverse-event",
                        Title = $"{adverse.What} ({adverse.Severity.Words()})",
                        Detail = $"{(now?.Outcome ?? adverse.Outcome).Words()}; done: {adverse.Action}{(adverse.Serious ? "; serious" : "")}",
                    });
                    break;
                case SessionEvent.WeightMeasured weighed:
                    await PatientTimeline.PutAsync(
                        write, row with { Kind = ChartFact.ObservationNoted.Name, Title = $"Weight {weighed.Weight}", Detail = "before the session" },
                        weighed.Weight.ToString());
                    await PatientReadTable.NewestWeightAsync(write, patient);
                    break;
            }
        }
    }

    private static string Text(DateTimeOffset? instant) => instant is { } at ? Instant.Text(at) : "";
}

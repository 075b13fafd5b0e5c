using System.Globalization;
using Afterglow.App.Record;
using Afterglow.Core.Intake.Requests;
using Dapper;

namespace Afterglow.App.Intake;

/// <summary>Fills the queue from the requests' logs.</summary>
internal sealed class RequestReadTable : IReadTable
{
    public string StreamKind => StreamName.Request(Guid.Empty).Kind;

    public IReadOnlyList<string> Tables { get; } = ["read_request"];

    public async Task FillAsync(RecordWrite write, StreamName stream, IReadOnlyList<Entry> appended)
    {
        // A request is a handful of entries: folding it again is simpler than following each event.
        var request = ConsultationRequest.From(stream.Id, RequestRecords.Log(await write.ReadAsync(stream)))!;
        await write.Connection.ExecuteAsync(
            """
            insert into read_request (request_id, site_id, state, in_danger, asked_at, due_day, language, has_email, has_phone, taken_by_id,
                taken_by, tries, reached, patient_id, link_id, changed_at)
            values (@id, @site, @state, @danger, @asked, @due, @language, @email, @phone, @takenById, @takenBy, @tries, @reached, @patient, @link, @changed)
            on conflict (request_id) do update set state = excluded.state, taken_by_id = excluded.taken_by_id, taken_by = excluded.taken_by,
                tries = excluded.tries, reached = excluded.reached, patient_id = excluded.patient_id, link_id = excluded.link_id,
                changed_at = excluded.changed_at
            """,
            new
            {
                id = stream.Id.ToString("D"), site = request.Asked.SiteId.ToString("D"), state = request.State.ToString(),
                danger = request.Asked.InDanger ? 1 : 0, asked = Instant.Text(request.AskedAt),
                due = request.Asked.DueDay.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), language = request.Asked.Language,
                email = request.Asked.HasEmail ? 1 : 0, phone = request.Asked.HasPhone ? 1 : 0, takenById = request.TakenBy?.Id ?? "",
                takenBy = request.TakenBy?.Name ?? "", tries = request.Tries, reached = request.Reached ? 1 : 0,
                patient = request.PatientId?.ToString("D") ?? "", link = request.LinkId?.ToString("D") ?? "",
                changed = Instant.Text(appended[^1].RecordedAt),
            }, write.Transaction);
    }
}

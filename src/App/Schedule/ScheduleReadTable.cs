using System.Text.Json;
using Afterglow.App.Record;
using Afterglow.Core.Schedule;
using Dapper;

namespace Afterglow.App.Schedule;

/// <summary>One row an appointment and one a patient who waits.</summary>
internal sealed class ScheduleReadTable : IReadTable
{
    public string StreamKind => StreamName.Schedule(Guid.Empty).Kind;

    public IReadOnlyList<string> Tables { get; } = ["read_appointment", "read_waiting"];

    public async Task FillAsync(RecordWrite write, StreamName stream, IReadOnlyList<Entry> appended)
    {
        foreach (var entry in appended)
        {
            switch (ScheduleJson.Read(entry.Kind, entry.Body))
            {
                case ScheduleEvent.AppointmentBooked booked:
                    await PutAsync(write, stream.Id, booked.Appointment);
                    break;
                case ScheduleEvent.AppointmentMoved moved:
                    var before = await write.Connection.QuerySingleAsync<string>(
                        "select body from read_appointment where appointment_id = @id", new { id = moved.AppointmentId.ToString("D") }, write.Transaction);
                    await PutAsync(write, stream.Id, Body(before) with { Chair = moved.Chair, Start = moved.Start });
                    break;
                case ScheduleEvent.AppointmentCancelled cancelled:
                    await write.Connection.ExecuteAsync(
                        "update read_appointment set cancelled = 1, reason = @reason where appointment_id = @id",
                        new { id = cancelled.AppointmentId.ToString("D"), reason = cancelled.Reason }, write.Transaction);
                    break;
                case ScheduleEvent.PatientWaits waits:
                    await write.Connection.ExecuteAsync(
                        """
                        insert into read_waiting (wait_id, site_id, patient_id, protocol_id, since, body, ended)
                        values (@id, @site, @patient, @protocol, @since, @body, 0)
                        """,
                        new
                        {
                            id = waits.WaitId.ToString("D"), site = stream.Id.ToString("D"), patient = waits.PatientId.ToString("D"),
                            protocol = waits.ProtocolId, since = Instant.Text(waits.Since), body = entry.Body,
                        }, write.Transaction);
                    break;
                case ScheduleEvent.WaitEnded over:
                    await write.Connection.ExecuteAsync(
                        "update read_waiting set ended = 1 where wait_id = @id", new { id = over.WaitId.ToString("D") }, write.Transaction);
                    break;
            }
        }
    }

    internal static Appointment Body(string body) => JsonSerializer.Deserialize<Appointment>(body, ScheduleJson.Options)!;

    private static Task PutAsync(RecordWrite write, Guid site, Appointment appointment) => write.Connection.ExecuteAsync(
        """
        insert into read_appointment (appointment_id, site_id, patient_id, chair, starts_at, leaves_at, free_at, body, protocol_id, series_id, number, cancelled, reason)
        values (@id, @site, @patient, @chair, @starts, @leaves, @free, @body, @protocol, @series, @number, 0, '')
        on conflict (appointment_id) do update set chair = excluded.chair, starts_at = excluded.starts_at, leaves_at = excluded.leaves_at,
            free_at = excluded.free_at, body = excluded.body
        """,
        new
        {
            id = appointment.Id.ToString("D"), site = site.ToString("D"), patient = appointment.PatientId.ToString("D"), chair = appointment.Chair,
            starts = Instant.Text(appointment.Start), leaves = Instant.Text(appointment.PatientLeaves), free = Instant.Text(appointment.ChairFree),
            body = JsonSerializer.Serialize(appointment, ScheduleJson.Options), protocol = appointment.ProtocolId,
            series = appointment.SeriesId.ToString("D"), number = appointment.Number,
        }, write.Transaction);
}

using System.Globalization;
using Afterglow.App.Patients;
using Afterglow.App.Portal;
using Afterglow.App.Record;
using Afterglow.Core.Intake.Consent;
using Afterglow.Core.Patients;
using Dapper;

namespace Afterglow.App.Intake;

/// <summary>The newest state of each document of each patient, to be counted; and the lines of the timeline.</summary>
internal sealed class ConsentReadTable : IReadTable
{
    public string StreamKind => StreamName.Patient(Guid.Empty).Kind;

    public IReadOnlyList<string> Tables { get; } = ["read_consent"];

    public async Task FillAsync(RecordWrite write, StreamName stream, IReadOnlyList<Entry> appended)
    {
        foreach (var entry in appended)
            switch (ConsentJson.Read(entry.Kind, entry.Body))
            {
                case ConsentEvent.Signed signed:
                    await StandAsync(signed.Document, signed.Version, "signed", entry);
                    await PutAsync(entry, "Consent signed", $"{Title(signed.Document)}, version {signed.Version}{(signed.Place == ConsentPlace.Home ? ", at home" : ", in the clinic")}");
                    break;
                case ConsentEvent.Declined declined:
                    await StandAsync(declined.Document, declined.Version, "declined", entry);
                    await PutAsync(entry, "Answered no", Title(declined.Document));
                    break;
                case ConsentEvent.Withdrawn withdrawn:
                    await StandAsync(withdrawn.Document, 0, "withdrawn", entry);
                    await PutAsync(entry, "Consent withdrawn", Title(withdrawn.Document) + (withdrawn.Reason.Length > 0 ? $": {withdrawn.Reason}" : ""));
                    break;
                case ConsentEvent.Enrolled enrolled:
                    await PutAsync(entry, "Enrolled in the esketamine programme", string.Create(CultureInfo.InvariantCulture, $"{enrolled.On:d MMM yyyy}"));
                    break;
                case ConsentEvent.Struck struck:
                    await StrikeAsync(write, stream, struck.Target);
                    break;
            }

        Task StandAsync(string document, int version, string state, Entry entry) => write.Connection.ExecuteAsync(
            """
            insert into read_consent (patient_id, document, version, state, at) values (@patient, @document, @version, @state, @at)
            on conflict (patient_id, document) do update set version = excluded.version, state = excluded.state, at = excluded.at
            """,
            new { patient = stream.Id.ToString("D"), document, version, state, at = Instant.Text(entry.RecordedAt) }, write.Transaction);

        Task PutAsync(Entry entry, string title, string detail) => PatientTimeline.PutAsync(write, new TimelineRow(
            stream.Id, stream, entry.EntryId, ClinicalTime.At(entry.RecordedAt), entry.RecordedAt, entry.Kind, title, detail, entry.Author.Name));
    }

    // A struck entry gives way to what stood before it: the patient's own lines are read again.
    private static async Task StrikeAsync(RecordWrite write, StreamName stream, Guid target)
    {
        var keys = new { patient = stream.Id.ToString("D"), stream = stream.ToString(), target = target.ToString("D"), struck = PatientTimeline.Struck };
        await write.Connection.ExecuteAsync(
            "update read_timeline set state = @struck where patient_id = @patient and stream = @stream and entry_id = @target", keys, write.Transaction);
        var file = ConsentFile.From(stream.Id, (await write.ReadAsync(stream)).Select(PatientRecords.Line));
        if (file.Lines.FirstOrDefault(line => line.EntryId == target)?.What is not ConsentEvent.Signed signed) return;
        var before = file.Holding.LastOrDefault(line => line.What switch
        {
            ConsentEvent.Signed one => one.Document == signed.Document,
            ConsentEvent.Withdrawn one => one.Document == signed.Document,
            ConsentEvent.Declined one => one.Document == signed.Document,
            _ => false,
        });
        await write.Connection.ExecuteAsync(
            "update read_consent set version = @version, state = @state where patient_id = @patient and document = @document",
            new
            {
                keys.patient, document = signed.Document, version = (before?.What as ConsentEvent.Signed)?.Version ?? 0,
                state = before?.What switch { ConsentEvent.Signed => "signed", ConsentEvent.Withdrawn => "withdrawn", ConsentEvent.Declined => "declined", _ => "missing" },
            }, write.Transaction);
    }

    private static string Title(string document) =>
        SuppliedConsents.Library.Find(document) is null ? document : SuppliedConsents.Library.Newest(document).In("en").Title;
}

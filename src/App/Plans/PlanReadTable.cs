using Afterglow.App.Patients;
using Afterglow.App.Record;
using Afterglow.Core.Patients;
using Afterglow.Core.Plans.Treatment;

namespace Afterglow.App.Plans;

/// <summary>Puts what happens to plans into the patient's timeline.</summary>
internal sealed class PlanReadTable : IReadTable
{
    public string StreamKind => StreamName.Patient(Guid.Empty).Kind;

    /// <summary>None of its own: the timeline belongs to the patients, who empty it.</summary>
    public IReadOnlyList<string> Tables => [];

    public async Task FillAsync(RecordWrite write, StreamName stream, IReadOnlyList<Entry> appended)
    {
        foreach (var entry in appended)
            if (PlanJson.Read(entry.Kind, entry.Body) is { } happened)
                await PatientTimeline.PutAsync(write, new TimelineRow(
                    stream.Id, stream, entry.EntryId, ClinicalTime.At(entry.RecordedAt), entry.RecordedAt, entry.Kind,
                    PlanWords.What(happened), PlanWords.Detail(happened), entry.Author.Name));
    }
}

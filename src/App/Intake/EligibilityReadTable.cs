using Afterglow.App.Patients;
using Afterglow.App.Record;
using Afterglow.Core.Intake.Eligibility;
using Afterglow.Core.Patients;

namespace Afterglow.App.Intake;

/// <summary>Puts decisions on eligibility into the patient's timeline.</summary>
internal sealed class EligibilityReadTable : IReadTable
{
    public string StreamKind => StreamName.Patient(Guid.Empty).Kind;

    /// <summary>None of its own: the timeline belongs to the patients, who empty it.</summary>
    public IReadOnlyList<string> Tables => [];

    public async Task FillAsync(RecordWrite write, StreamName stream, IReadOnlyList<Entry> appended)
    {
        foreach (var entry in appended)
            if (EligibilityJson.Read(entry.Kind, entry.Body) is EligibilityEvent.Decided decided)
                await PatientTimeline.PutAsync(write, new TimelineRow(
                    stream.Id, stream, entry.EntryId, ClinicalTime.At(entry.RecordedAt), entry.RecordedAt, entry.Kind,
                    EligibilityWords.Of(decided.Outcome), decided.Reason, entry.Author.Name));
    }
}

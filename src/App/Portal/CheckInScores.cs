using Afterglow.App.Measures;
using Afterglow.App.Record;
using Afterglow.App.Safety;
using Afterglow.Core.CheckIns;
using Afterglow.Core.Measures;
using Afterglow.Core.Patients;

namespace Afterglow.App.Portal;

/// <summary>Writes an instrument into the chart, with its answers, as soon as its last question is answered.</summary>
public sealed class CheckInScores
{
    public async Task WriteAsync(RecordWrite write, PatientCheckIn checkIn, Instrument instrument)
    {
        var answers = checkIn.AnswersTo(instrument);
        // Of every question the patient would rather not say: there is nothing to write.
        if (answers.All(answer => answer is null)) return;
        _ = (await MeasureRecords.WriteAsync(
            write, checkIn.Asked.PatientId,
            new NewMeasure(SafetyNet.Derived($"{checkIn.Id:D} {instrument.Id}"), instrument.Id, answers, Reporter.Patient, checkIn.Asked.Language), Via.CheckIn)).Value;
    }
}

using System.Globalization;
using Afterglow.App.Patients;
using Afterglow.App.Record;
using Afterglow.App.Safety;
using Afterglow.Core.CheckIns;
using Afterglow.Core.Measures;
using Afterglow.Core.Patients;

namespace Afterglow.App.Portal;

/// <summary>Writes the score of an instrument into the chart as soon as its last question is answered.</summary>
public sealed class CheckInScores
{
    public async Task WriteAsync(RecordWrite write, PatientCheckIn checkIn, Instrument instrument, string origin)
    {
        if (!instrument.Score(checkIn.AnswersTo(instrument)).Try(out var score, out _) || score.Total is not { } total) return;
        var concept = instrument.Codes?.Total is { } code ? new Concept(instrument.Name, "http://loinc.org", code) : new Concept(instrument.Name);
        var fact = new ChartFact.SurveyScoreNoted(ClinicalTime.At(write.Now), Origin.Staff, concept, total);
        _ = (await ChartWriting.AppendFactsAsync(
            write, checkIn.Asked.PatientId, [new NewFact(SafetyNet.Derived($"{checkIn.Id:D} {instrument.Id}"), fact)])).Value;
    }
}

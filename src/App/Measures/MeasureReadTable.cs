using System.Globalization;
using Afterglow.App.Patients;
using Afterglow.App.Record;
using Afterglow.Core.Measures;
using Afterglow.Core.Patients;
using Dapper;

namespace Afterglow.App.Measures;

/// <summary>Lists scores and screens by instrument, whether they were taken here or came from another system.</summary>
internal sealed class MeasureReadTable : IReadTable
{
    public string StreamKind => StreamName.Patient(Guid.Empty).Kind;

    public IReadOnlyList<string> Tables { get; } = ["read_score"];

    public async Task FillAsync(RecordWrite write, StreamName stream, IReadOnlyList<Entry> appended)
    {
        foreach (var entry in appended)
        {
            if (entry.Kind == Amendment.Name)
            {
                var amendment = ChartJson.ReadAmendment(entry.Body);
                var target = await write.FindAsync(stream, amendment.Target);
                if (target is null || !IsMeasure(target.Kind)) continue;
                if (amendment.Fact is { } instead) await PutAsync(write, stream, amendment.Target, target.RecordedAt, ChartJson.ReadFact(target.Kind, instead.GetRawText()));
                else
                    await write.Connection.ExecuteAsync(
                        "delete from read_score where patient_id = @patient and entry_id = @entry",
                        new { patient = stream.Id.ToString("D"), entry = amendment.Target.ToString("D") }, write.Transaction);
            }
            else if (IsMeasure(entry.Kind)) await PutAsync(write, stream, entry.EntryId, entry.RecordedAt, ChartJson.ReadFact(entry.Kind, entry.Body));
        }
    }

    private static bool IsMeasure(string kind) => kind is ChartFact.SurveyScoreNoted.Name or ChartFact.MeasureNoted.Name;

    private static Task PutAsync(RecordWrite write, StreamName stream, Guid entryId, DateTimeOffset recordedAt, ChartFact? fact)
    {
        var (instrument, score) = fact switch
        {
            ChartFact.SurveyScoreNoted noted => (noted.Taken?.Instrument ?? Instruments.Called(noted.What.Text, noted.What.Code)?.Id ?? "", noted.Score.ToString(CultureInfo.InvariantCulture)),
            ChartFact.MeasureNoted noted => (noted.Taken.Instrument, ""),
            _ => ("", ""),
        };
        return write.Connection.ExecuteAsync(
            """
            insert into read_score (patient_id, entry_id, instrument, at, score) values (@patient, @entry, @instrument, @at, @score)
            on conflict (patient_id, entry_id) do update set instrument = excluded.instrument, at = excluded.at, score = excluded.score
            """,
            new { patient = stream.Id.ToString("D"), entry = entryId.ToString("D"), instrument, at = Instant.Text(PatientTimeline.Place(fact!.At, recordedAt)), score },
            write.Transaction);
    }

    /// <summary>The newest score of an instrument before an instant; null when there is none.</summary>
    public static async Task<decimal?> BeforeAsync(RecordWrite write, Guid patientId, Guid entryId, string instrument, DateTimeOffset at) =>
        await write.Connection.QueryFirstOrDefaultAsync<string>(
            """
            select score from read_score where patient_id = @patient and instrument = @instrument and at < @at and entry_id <> @entry and score <> ''
            order by at desc, entry_id desc limit 1
            """,
            new { patient = patientId.ToString("D"), entry = entryId.ToString("D"), instrument, at = Instant.Text(at) }, write.Transaction) is { } score
            ? decimal.Parse(score, CultureInfo.InvariantCulture)
            : null;
}

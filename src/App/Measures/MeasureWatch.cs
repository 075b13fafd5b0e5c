using Afterglow.App.Design;
using Afterglow.App.Patients;
using Afterglow.App.Record;
using Afterglow.App.Safety;
using Afterglow.Core.Measures;
using Afterglow.Core.Patients;
using Afterglow.Core.Safety;
using Dapper;

namespace Afterglow.App.Measures;

/// <summary>
/// What a measure tells that somebody must look at. It hangs on the record: a score that a page, a program or a correction
/// writes is looked at in the transaction that writes it.
/// </summary>
internal sealed class MeasureWatch(SafetyNet net, TimeProvider clock) : IReadTable
{
    /// <summary>A score that is older when it is written down tells how it was, not how it is: it opens no task.</summary>
    internal static readonly TimeSpan Newer = TimeSpan.FromDays(7);

    /// <summary>Dissociation so soon after a session began is what the drug does; source: it ends within about two hours (label), and one hour is for the clinic to see to it.</summary>
    internal static readonly TimeSpan Expected = TimeSpan.FromHours(3);

    public string StreamKind => StreamName.Patient(Guid.Empty).Kind;

    /// <summary>None: what it opens are entries of the record.</summary>
    public IReadOnlyList<string> Tables => [];

    public async Task FillAsync(RecordWrite write, StreamName stream, IReadOnlyList<Entry> appended)
    {
        if (write.IsRebuild) return;
        foreach (var entry in appended)
        {
            // A correction counts as well as the first writing.
            var (id, fact, corrected) = (entry.EntryId, ChartJson.ReadFact(entry.Kind, entry.Body), false);
            if (entry.Kind == Amendment.Name && ChartJson.ReadAmendment(entry.Body) is { Fact: { } instead } amendment && await write.FindAsync(stream, amendment.Target) is { } target)
                (id, fact, corrected) = (amendment.Target, ChartJson.ReadFact(target.Kind, instead.GetRawText()), true);
            foreach (var risk in await RisksAsync(write, stream.Id, id, fact, corrected))
                if (risk.Concern() is { } concern)
                    await net.OpenAsync(write, new RaisedConcern(await SiteAsync(write, stream.Id), stream.Id, null, concern, $"{risk.Says()} Taken {When(fact!.At)}.", stream));
        }
    }

    // What is known to the minute in the clinic's own time; less where less is known.
    private string When(ClinicalTime at) => at.Precision == Precision.Instant ? clock.MomentWords(at.Start) : at.ToString();

    private static async Task<IReadOnlyList<Risk>> RisksAsync(RecordWrite write, Guid patientId, Guid entryId, ChartFact? fact, bool corrected)
    {
        if (fact is not { Origin.Imported: false, At.Precision: not Precision.Unknown } || fact.At.Start < write.Now - Newer) return [];
        var risks = new List<Risk>();
        var taken = fact switch { ChartFact.SurveyScoreNoted noted => noted.Taken, ChartFact.MeasureNoted noted => noted.Taken, _ => null };
        // A check-in raised what each answer told as it came; what a correction tells nobody has raised.
        if (taken is not null && (corrected || taken.Via != Via.CheckIn))
        {
            var scored = fact is ChartFact.SurveyScoreNoted total && taken.TotalOnly ? taken.Score((int)total.Score) : taken.Score();
            if (scored.Try(out var score, out _)) risks.AddRange(score.Risks);
        }
        if (risks.Any(risk => risk.Kind == RiskKind.Dissociation) && await InASessionAsync(write, patientId, fact.At.Start))
            risks.RemoveAll(risk => risk.Kind == RiskKind.Dissociation);
        if (fact is ChartFact.SurveyScoreNoted { Score: var now } survey
            && (survey.Taken is { } by ? Instruments.Find(by.Instrument) : Instruments.Called(survey.What.Text, survey.What.Code)) is { } instrument
            && await MeasureReadTable.BeforeAsync(write, patientId, entryId, instrument.Id, fact.At.Start) is { } before
            && instrument.SteepWorsening(before, (int)now) is { } steep)
            risks.Add(steep);
        return risks;
    }

    private static async Task<bool> InASessionAsync(RecordWrite write, Guid patientId, DateTimeOffset at) =>
        await write.Connection.QuerySingleOrDefaultAsync<string>(
            "select last_session_at from read_patient where patient_id = @patient", new { patient = patientId.ToString("D") }, write.Transaction) is { Length: > 0 } last
        && at >= Instant.Read(last) && at - Instant.Read(last) < Expected;

    private static async Task<Guid> SiteAsync(RecordWrite write, Guid patientId) => Guid.Parse(await write.Connection.QuerySingleAsync<string>(
        "select site_id from read_patient where patient_id = @patient", new { patient = patientId.ToString("D") }, write.Transaction));
}

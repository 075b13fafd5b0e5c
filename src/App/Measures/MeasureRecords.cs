using Afterglow.App.Patients;
using Afterglow.App.Record;
using Afterglow.Core;
using Afterglow.Core.Measures;
using Afterglow.Core.Patients;

namespace Afterglow.App.Measures;

/// <summary>A measure to be written down: its answers, or only its total.</summary>
/// <param name="EntryId">Made by whoever asks; asking twice writes once.</param>
/// <param name="Answers">In the order of the items, null where one was not given; null where only the total is known.</param>
/// <param name="Total">Where only the total is known.</param>
/// <param name="Alarming">Beside a total: the answers that safety hangs on, by item number.</param>
/// <param name="At">When it was taken; null for now.</param>
/// <param name="Told">Who gave the answers.</param>
public sealed record NewMeasure(
    Guid EntryId, string Instrument, IReadOnlyList<int?>? Answers, Reporter Told, string? Language = null, DateTimeOffset? At = null, int? Total = null,
    IReadOnlyDictionary<int, int>? Alarming = null)
{
    /// <summary>What is written, and what it came to; a refusal where it cannot be.</summary>
    internal Result<(ChartFact Fact, Score Score)> Fact(DateTimeOffset now, Via via)
    {
        if (Instruments.Find(Instrument) is not { } instrument) return new UnknownInstrument(Instrument);
        var told = instrument.Reporter == Reporter.Either ? (Told == Reporter.Either ? Reporter.Clinician : Told) : instrument.Reporter;
        var at = ClinicalTime.At(At ?? now);
        var what = instrument.Codes?.Total is { } code ? new Concept(instrument.Name, "http://loinc.org", code) : new Concept(instrument.Name);
        if (Answers is null && Total is not null)
        {
            if (!instrument.ScoreTotal(Total.Value, Alarming).Try(out var counted, out var no)) return no;
            var known = instrument.Safety.OfType<SafetyRule.AnswerAtLeast>().Select(rule => rule.Item).Distinct().ToDictionary(item => instrument.Items[item - 1].Key, item => Alarming![item]);
            return (new ChartFact.SurveyScoreNoted(at, Origin.Staff, what, Total.Value, "{score}", new Taken(instrument.Id, known, told, via, Language, TotalOnly: true)), counted);
        }
        if (Answers is null || Answers.All(answer => answer is null)) return new NothingAnswered(instrument.Name);
        if (!instrument.Score(Answers).Try(out var score, out var refusal)) return refusal;
        var taken = Taken.Of(instrument, Answers, told, via, Language);
        return score.Total is { } total
            ? (new ChartFact.SurveyScoreNoted(at, Origin.Staff, what, total, "{score}", taken), score)
            : (new ChartFact.MeasureNoted(at, Origin.Staff, what, taken), score);
    }
}

/// <summary>A measure as it stands in a chart.</summary>
/// <param name="Instrument">Null where a score came from elsewhere under a name nobody knows here.</param>
/// <param name="Score">Null where there is no total.</param>
/// <param name="Counted">What its answers come to; null where only the score is known.</param>
public sealed record MeasureInChart(
    Guid EntryId, DateTimeOffset At, string Name, Instrument? Instrument, decimal? Score, Score? Counted, Taken? Taken, ChartItem Item)
{
    /// <summary>The band of the score; null where there is none.</summary>
    public Band? Band => Counted?.Band ?? (Score is { } score ? Instrument?.BandOf((int)Math.Floor(score)) : null);
}

/// <summary>
/// The one door to measures. A score is a fact of the patient's chart, amended as any other; what it tells about safety is
/// raised in the same transaction by what watches the record (<see cref="MeasureWatch"/>), whoever writes it.
/// </summary>
public sealed class MeasureRecords(ClinicRecord record, PatientRecords patients)
{
    /// <summary>Writes a measure into a chart. Returns what it came to.</summary>
    public Task<Result<Score>> WriteAsync(Guid patientId, NewMeasure measure, Caller caller, CancellationToken cancel = default) =>
        record.WriteAsync<Result<Score>>(caller.Who, async write =>
        {
            var outcome = await PatientQueries.SiteAsync(write.Connection, patientId, caller.Reach, write.Transaction) is null
                ? new PatientUnknown()
                : await WriteAsync(write, patientId, measure, caller.Who.IsProgram ? Via.Program : Via.Staff);
            await write.AuditAsync(new AuditLine(
                caller.Who, "measure.write", patientId, Outcome: outcome.Allowed ? "done" : "refused", Reason: outcome.Refusal?.Code ?? caller.Reach.Emergency(patientId)?.Flag ?? "",
                Origin: caller.Origin));
            return outcome;
        }, cancel);

    /// <summary>Writes a measure as part of a transaction that begins elsewhere, such as the last answer of a check-in.</summary>
    internal static async Task<Result<Score>> WriteAsync(RecordWrite write, Guid patientId, NewMeasure measure, Via via)
    {
        if (!measure.Fact(write.Now, via).Try(out var made, out var refusal)) return refusal;
        // What was asked, not when it arrived: the same form sent twice is the same measure.
        var request = Seal.Over(made.Fact.Kind, ChartJson.Write(measure.At is null ? made.Fact with { At = ClinicalTime.Unknown } : made.Fact));
        return (await ChartWriting.AppendFactsAsync(write, patientId, [new NewFact(measure.EntryId, made.Fact, request)])).Refusal is { } no ? no : made.Score;
    }

    /// <summary>Puts other answers in the place of a measure; what it said before stays readable.</summary>
    public async Task<Result<Score>> AmendAsync(Guid patientId, Guid target, NewMeasure instead, string reason, Caller caller, CancellationToken cancel = default)
    {
        if (await ListAsync(patientId, caller.Reach, cancel) is not { } all || all.FirstOrDefault(one => one.EntryId == target) is not { } was) return new EntryUnknown();
        if (!(instead with { At = instead.At ?? was.At, Instrument = was.Instrument?.Id ?? instead.Instrument }).Fact(was.At, was.Taken?.Via ?? Via.Staff).Try(out var made, out var refusal)) return refusal;
        // A total that appears or goes makes it another kind of entry: the old one is struck out and the new one written.
        if (made.Fact.Kind == was.Item.Kind)
            return (await patients.AmendAsync(patientId, NewAmendment.To(instead.EntryId, target, made.Fact, reason), caller, cancel)).Refusal is { } no ? no : made.Score;
        if (!WrittenText.Line(reason, "the reason").Try(out var because, out refusal)) return refusal;
        return await record.WriteAsync<Result<Score>>(caller.Who, async write =>
        {
            if (await PatientQueries.SiteAsync(write.Connection, patientId, caller.Reach, write.Transaction) is null) return new PatientUnknown();
            var written = await ChartWriting.AppendFactsAsync(write, patientId, [new NewFact(instead.EntryId, made.Fact)]);
            if (written.Refusal is { } twice) return twice;
            if (written.Value > 0)
                await ChartWriting.AmendAsync(write, patientId, Guid.CreateVersion7(write.Now), target, null, because, Seal.Over(Amendment.Name, target.ToString("D"), because));
            await write.AuditAsync(new AuditLine(caller.Who, "chart.amend", patientId, Origin: caller.Origin));
            return made.Score;
        }, cancel);
    }

    /// <summary>Every measure of a chart, oldest first; null when there is no such patient within reach.</summary>
    public async Task<IReadOnlyList<MeasureInChart>?> ListAsync(Guid patientId, Reach reach, CancellationToken cancel = default) =>
        await patients.ChartAsync(patientId, reach, cancel) is { } chart ? Of(chart) : null;

    internal static IReadOnlyList<MeasureInChart> Of(Chart chart) =>
    [
        .. chart.Items.Select(item => item.Fact switch
        {
            ChartFact.SurveyScoreNoted noted => new MeasureInChart(
                item.EntryId, PatientTimeline.Place(noted.At, item.RecordedAt), noted.What.Text,
                noted.Taken is { } taken ? Instruments.Find(taken.Instrument) : Instruments.Called(noted.What.Text, noted.What.Code),
                noted.Score, noted.Taken is { TotalOnly: false } whole && whole.Score().Try(out var score, out _) ? score : null, noted.Taken, item),
            ChartFact.MeasureNoted noted => new MeasureInChart(
                item.EntryId, PatientTimeline.Place(noted.At, item.RecordedAt), noted.What.Text, Instruments.Find(noted.Taken.Instrument),
                null, noted.Taken.Score().Try(out var found, out _) ? found : null, noted.Taken, item),
            _ => null,
        }).OfType<MeasureInChart>().OrderBy(measure => measure.At),
    ];
}

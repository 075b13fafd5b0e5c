using Afterglow.App.Patients;
using Afterglow.App.People;
using Afterglow.Core.Measures;

namespace Afterglow.App.Measures;

/// <summary>What is asked for when a measure is written down. Answers by the key of the item, or the total.</summary>
/// <param name="Told"><c>patient</c> or <c>clinician</c>; of no matter where the instrument itself says who answers.</param>
public sealed record WriteMeasure(
    Guid EntryId, string? Instrument, IReadOnlyDictionary<string, int>? Answers = null, int? Total = null, DateTimeOffset? At = null, Reporter? Told = null, string? Language = null)
{
    internal Core.Result<NewMeasure> Read()
    {
        if (Instruments.Find(Instrument) is not { } instrument) return new UnknownInstrument(Instrument ?? "");
        var given = Answers ?? new Dictionary<string, int>();
        if (given.Keys.FirstOrDefault(key => instrument.Items.All(item => item.Key != key)) is { } stranger) return new UnknownQuestion(instrument.Name, stranger);
        var told = Told ?? Reporter.Clinician;
        return Total is { } total
            ? new NewMeasure(EntryId, instrument.Id, null, told, Language, At, total,
                instrument.Items.Index().Where(pair => given.ContainsKey(pair.Item.Key)).ToDictionary(pair => pair.Index + 1, pair => given[pair.Item.Key]))
            : new NewMeasure(EntryId, instrument.Id, [.. instrument.Items.Select(item => given.TryGetValue(item.Key, out var answer) ? answer : (int?)null)], told, Language, At);
    }
}

/// <summary>Answers by the key of the item.</summary>
public sealed record AnswersSoFar(IReadOnlyDictionary<string, int>? Answers);

/// <summary>A measure as it travels.</summary>
/// <param name="Told">Who gave the answers; null where that is not known.</param>
/// <param name="Via">On which way; null for a score from elsewhere.</param>
public sealed record MeasureShown(
    Guid EntryId, DateTimeOffset At, string Name, string? Instrument, string? Code, decimal? Score, string? Band, bool Prorated, int Missing, string? Because,
    IReadOnlyDictionary<string, int>? Answers, IReadOnlyList<Risk> Risks, Reporter? Told, Via? Via, string? Language);

/// <summary>An instrument as it travels: what it asks, and how it is counted.</summary>
public sealed record InstrumentShown(
    string Id, string Name, string About, Reporter Reporter, IReadOnlyList<Item> Items, int? Lowest, int? Highest, bool HigherIsBetter, IReadOnlyList<Band> Bands,
    string Missing, string Recall, string? Code, string Owner, bool WordingShipped, string Licence, string Source, string Standing);

/// <summary>Measures over HTTP.</summary>
public static class MeasureRoutes
{
    public static void MapMeasures(this IEndpointRouteBuilder routes)
    {
        var measures = routes.MapGroup("/api/patients/{patientId:guid}/measures").WithTags("Measures");

        measures.MapGet("", async (Guid patientId, string? instrument, HttpContext context, MeasureRecords records, CancellationToken cancel) =>
            await records.ListAsync(patientId, Reach.Of(context.User), cancel) is { } list
                ? Results.Ok(list.Where(measure => instrument is null || measure.Instrument?.Id == instrument).Select(Shown))
                : Problems.Refused(new PatientUnknown()))
            .RequireAuthorization(Policies.ReadChart)
            .Reads("measure.read")
            .WithSummary("Scores and screens of a patient, oldest first, with their answers where they are known");

        measures.MapPost("", async (Guid patientId, WriteMeasure asked, HttpContext context, MeasureRecords records, CancellationToken cancel) =>
        {
            if (!asked.Read().Try(out var measure, out var refusal)) return Problems.Refused(refusal);
            return (await records.WriteAsync(patientId, measure, Caller.Of(context), cancel)).Answer(score => Results.Created(
                $"/api/patients/{patientId:D}/measures", new { asked.EntryId, score.Total, Band = score.Band?.Label, score.Prorated, score.Missing, score.Because, score.Risks }));
        })
            .RequireAuthorization(Policies.WriteChart)
            .WithSummary("Write a measure down; a risk it tells of opens a task for a person in the same breath");

        routes.MapPost("/api/instruments/{instrument}/score", (string instrument, AnswersSoFar asked) =>
        {
            if (Instruments.Find(instrument) is not { } known) return Problems.Refused(new UnknownInstrument(instrument));
            var given = asked.Answers ?? new Dictionary<string, int>();
            if (given.Keys.FirstOrDefault(key => known.Items.All(item => item.Key != key)) is { } stranger) return Problems.Refused(new UnknownQuestion(known.Name, stranger));
            return known.Score([.. known.Items.Select(item => given.TryGetValue(item.Key, out var answer) ? answer : (int?)null)]).Answer(score =>
                Results.Ok(new { given = given.Count, of = known.Items.Count, score.Total, Band = score.Band?.Label, score.Words, score.Prorated, score.Missing, score.Because }));
        })
            .WithTags("Measures")
            .RequireAuthorization(Policies.ReadProtocols)
            .WithSummary("What answers to an instrument come to; nobody's, and nothing is written down");

        routes.MapGet("/api/instruments", () => Results.Ok(Instruments.All.Select(each => new InstrumentShown(
                each.Id, each.Name, each.About, each.Reporter, each.Items, each.Total?.Low, each.Total?.High, each.HigherIsBetter, each.Bands, each.Missing.Words, each.Recall.Words,
                each.Codes?.Total, each.Licence.Owner, each.Licence.Shipped, each.Licence.Note, each.Source.Citation, each.Source.Standing))))
            .WithTags("Measures")
            .RequireAuthorization(Policies.ReadProtocols)
            .WithSummary("The instruments: questions by key, ranges, bands, missing-item rule, owner");
    }

    private static MeasureShown Shown(MeasureInChart measure) => new(
        measure.EntryId, measure.At, measure.Name, measure.Instrument?.Id, measure.Instrument?.Codes?.Total, measure.Score, measure.Band?.Label, measure.Counted?.Prorated ?? false,
        measure.Counted?.Missing ?? 0, measure.Counted?.Because, measure.Taken?.Answers, measure.Counted?.Risks ?? [], measure.Taken?.Told, measure.Taken?.Via, measure.Taken?.Language);
}

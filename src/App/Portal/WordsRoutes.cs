using Afterglow.App.Patients;
using Afterglow.App.People;
using Afterglow.Core.CheckIns;

namespace Afterglow.App.Portal;

/// <summary>A quote as it travels: the words, where and until when; never whose they are.</summary>
public sealed record QuoteShown(Guid Id, string Words, IReadOnlyList<string> Places, DateOnly Until, string Language);

/// <summary>What patients allowed to be quoted, over HTTP.</summary>
public static class WordsRoutes
{
    public static void MapWords(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/quotes", async (QuotePlace? place, HttpContext context, WordsRecords words, CancellationToken cancel) =>
            Results.Ok((await words.QuotesAsync(Reach.Of(context.User), place, cancel)).Select(quote =>
                new QuoteShown(quote.WordsId, quote.Exact, [.. quote.Places.Select(one => System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(one.ToString()))], quote.Until, quote.Language))))
            .RequireAuthorization(Policies.WritePublicPages).Reads("quotes.read").WithTags("Portal")
            .WithSummary("What may be quoted now: exact words, places, and the last day. What is taken back is gone from the next request on");
}

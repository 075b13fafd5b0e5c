using System.Globalization;
using Afterglow.App.Record;
using Afterglow.Core;

namespace Afterglow.App.People;

/// <summary>The audit as a file.</summary>
internal static class AuditRoutes
{
    public static void MapAudit(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/audit/export", async (HttpContext context, AuditRecords audit, ClinicRecord record, CancellationToken cancel) =>
        {
            if (!AuditQuery.Read(context.Request.Query).Try(out var search, out _)) return Results.StatusCode(StatusCodes.Status400BadRequest);
            var export = await audit.ExportAsync(search, cancel);
            // The fingerprint stands in the audit itself: a file that was changed afterwards can be told from this one.
            await record.AuditAsync(new AuditLine(
                context.User.Author(), "audit.exported", search.PatientId, $"sha256 {export.Sha256}", Origin: context.Origin()), cancel);
            context.Response.Headers["Repr-Digest"] = $"sha-256=:{Convert.ToBase64String(Convert.FromHexString(export.Sha256))}:";
            return Results.File(export.Csv, "text/csv; charset=utf-8", $"audit-sha256-{export.Sha256}.csv");
        }).RequireAuthorization(Policies.ReadAudit).ExcludeFromDescription();
}

/// <summary>Reads what was typed into the audit's search form.</summary>
internal static class AuditQuery
{
    public static Result<AuditSearch> Read(IQueryCollection query)
    {
        if (!Day(query["from"]).Try(out var from, out var refusal) || !Day(query["to"]).Try(out var to, out refusal)) return refusal;
        Guid? patient = null;
        if (query["patient"].ToString().Trim() is { Length: > 0 } typed)
        {
            if (!Guid.TryParse(typed, out var id)) return new AuditSearchUnreadable("the patient’s id is not an id");
            patient = id;
        }
        return new AuditSearch
        {
            From = from, Until = to?.AddDays(1), PatientId = patient,
            ActorId = Text(query["person"]), Action = Text(query["action"]), Outcome = Text(query["outcome"]),
            Order = Enum.GetValues<AuditOrder>().FirstOrDefault(order => order.ToString() == query["order"]),
        };
    }

    private static string? Text(string? typed) => string.IsNullOrWhiteSpace(typed) || typed.Length > 200 ? null : typed;

    private static Result<DateTimeOffset?> Day(string? typed)
    {
        if (string.IsNullOrWhiteSpace(typed)) return (DateTimeOffset?)null;
        return DateOnly.TryParseExact(typed, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            && day.Year is > 1900 and < 9999
            ? (DateTimeOffset?)new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero)
            : new AuditSearchUnreadable("a day is not a day");
    }
}

/// <summary>A search that cannot be read.</summary>
public sealed record AuditSearchUnreadable(string Why) : Refusal
{
    public override string Code => "audit.search-unreadable";

    public override string Sentence => $"This search cannot be read: {Why}.";
}

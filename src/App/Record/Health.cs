using System.Data.Common;
using Dapper;

namespace Afterglow.App.Record;

/// <summary>Whether the clinic answers (<c>/health</c>), and whether its record can be read and is as this version expects (<c>/health/ready</c>).</summary>
internal static class Health
{
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health", () => new HealthReport("live")).AllowAnonymous()
            .WithSummary("The process answers.");
        routes.MapGet("/health/ready", async (Database database, CancellationToken cancel) =>
                await IsReadyAsync(database, cancel)
                    ? Results.Ok(new HealthReport("ready"))
                    : Results.Json(new HealthReport("not ready"), statusCode: StatusCodes.Status503ServiceUnavailable))
            .AllowAnonymous().Produces<HealthReport>().Produces<HealthReport>(StatusCodes.Status503ServiceUnavailable)
            .WithSummary("The record opens and has the schema this version needs.");
    }

    private static async Task<bool> IsReadyAsync(Database database, CancellationToken cancel)
    {
        try
        {
            await using var connection = await database.OpenAsync(cancel);
            var taken = (await connection.QueryAsync<string>("select name from schema_step")).ToHashSet();
            return Schema.Steps.All(step => taken.Contains(step.Name));
        }
        catch (DbException)
        {
            return false;
        }
    }
}

/// <summary>One word about the server: <c>live</c>, <c>ready</c> or <c>not ready</c>.</summary>
public sealed record HealthReport(string Status);

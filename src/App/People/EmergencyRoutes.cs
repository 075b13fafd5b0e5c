namespace Afterglow.App.People;

/// <summary>The button of the banner that stands above a chart opened in an emergency.</summary>
internal static class EmergencyRoutes
{
    public static void MapEmergencies(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/emergency/{id:guid}/end", async (Guid id, HttpContext context, EmergencyRecords emergencies, CancellationToken cancel) =>
        {
            await emergencies.EndAsync(context.User.Author(), id, context.Origin(), cancel);
            return Results.LocalRedirect("/");
        }).RequireAuthorization(Policies.OpenInEmergency).ExcludeFromDescription();
}

using Microsoft.AspNetCore.StaticAssets;

namespace Afterglow.App.People;

/// <summary>
/// A clinic without staff shows nothing but the page that makes the first administrator; a clinic with staff has no
/// such page.
/// </summary>
internal static class SetupGate
{
    public static void UseSetupGate(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        var setup = context.Request.Path.Equals("/setup", StringComparison.OrdinalIgnoreCase);
        var exempt = context.Request.IsForPrograms() || context.GetEndpoint()?.Metadata.GetMetadata<StaticAssetDescriptor>() is not null
            || context.Request.Path.StartsWithSegments("/problem", StringComparison.OrdinalIgnoreCase);
        if (!setup && exempt)
        {
            await next(context);
            return;
        }
        var any = await context.RequestServices.GetRequiredService<StaffRecords>().AnyAsync(context.RequestAborted);
        if (setup && any) context.Response.StatusCode = StatusCodes.Status404NotFound;
        else if (!setup && !any) context.Response.Redirect("/setup");
        else await next(context);
    });
}

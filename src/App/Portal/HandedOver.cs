using Afterglow.App.People;
using Afterglow.Core;

namespace Afterglow.App.Portal;

/// <summary>
/// A device of the clinic in a patient's hands. Whoever handed it over is still signed in on it; until they prove that
/// they have it back, it opens nothing but the patient's documents.
/// </summary>
public static class HandedOver
{
    public const string Page = "/give-back";

    /// <summary>Stands after the sign-in is known, and before any page.</summary>
    public static void UseHandedOver(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        if (Opens(context) || !await OpenForm.IsHandedOverAsync(context))
        {
            await next();
            return;
        }
        if (HttpMethods.IsGet(context.Request.Method) && !context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase)) context.Response.Redirect(Page);
        else context.Response.StatusCode = StatusCodes.Status403Forbidden;
    });

    private static bool Opens(HttpContext context)
    {
        var path = context.Request.Path;
        return path.IsForPatients() || context.GetEndpoint() is { } endpoint && PublicEndpoints.IsProgramFile(endpoint)
            || path.StartsWithSegments(Page, StringComparison.OrdinalIgnoreCase) || path.StartsWithSegments("/sign-in", StringComparison.OrdinalIgnoreCase)
            || path.StartsWithSegments("/sign-out", StringComparison.OrdinalIgnoreCase) || path.StartsWithSegments("/problem", StringComparison.OrdinalIgnoreCase);
    }
}

/// <summary>A link or a passkey on a device of the clinic that is in a patient's hands.</summary>
public sealed record DeviceHandedOver : Refusal
{
    public override string Code => "device.handed-over";

    public override string Sentence => "This device belongs to the clinic and opens your documents only. Open your page on your own device.";
}

using Afterglow.App.People;
using Afterglow.Core.Intake.History;
using Microsoft.Extensions.Localization;

namespace Afterglow.App.Portal;

/// <summary>What the history form's script sends as soon as an answer is given.</summary>
public static class HistoryRoutes
{
    public static void MapPortal(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/my-history/{section}/answers", async (
            string section, HttpContext context, HistoryRecords records, IStringLocalizer<PatientWords> words, CancellationToken cancel) =>
        {
            if (await OpenForm.OfAsync(context, LinkPurpose.History) is not { } link) return Results.StatusCode(StatusCodes.Status401Unauthorized);
            if (HistoryCatalogue.Sections.FirstOrDefault(one => one.Id == section) is not { } asked) return Results.NotFound();
            if (!context.Request.HasFormContentType) return Results.StatusCode(StatusCodes.Status415UnsupportedMediaType);
            var form = await context.Request.ReadFormAsync(cancel);
            var saved = await records.SaveAsync(link, HistoryForm.Read(form, asked), [], context.Origin(), cancel);
            return Results.Ok(new
            {
                saved = saved.Written,
                faults = saved.Faults.Select(fault => new { id = HistoryForm.Id(fault.Key.Question, fault.Key.Row), sentence = words.Say(fault.Value) }),
            });
        }).AllowAnonymous().ExcludeFromDescription();

        routes.MapPost("/my-history/leave", async (HttpContext context) =>
        {
            // Closed by the patient, a device of the clinic would open what its staff had open: it is given back instead.
            if (await OpenForm.IsHandedOverAsync(context)) return Results.LocalRedirect(HandedOver.Page.InLanguage());
            await OpenForm.ForgetAsync(context);
            return Results.LocalRedirect("/welcome".InLanguage());
        }).AllowAnonymous().ExcludeFromDescription();
    }
}

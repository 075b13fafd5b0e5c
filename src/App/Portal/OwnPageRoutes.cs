using Afterglow.App.People;
using Afterglow.Core;
using Afterglow.Core.Sessions;
using Microsoft.Extensions.Localization;

namespace Afterglow.App.Portal;

/// <summary>What the script of the patient's own page asks and answers.</summary>
public static class OwnPageRoutes
{
    public static void MapOwnPage(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/my-page/passkey-question", async (HttpContext context, PatientPasskeys passkeys, IStringLocalizer<PatientWords> words) =>
            Said(await OpenForm.IsHandedOverAsync(context) ? new DeviceHandedOver() : await passkeys.AskAsync(context), words, Results.Ok)).AllowAnonymous().ExcludeFromDescription();

        routes.MapPost("/my-page/passkey", async (PasskeyProof proof, HttpContext context, PatientPasskeys passkeys, IStringLocalizer<PatientWords> words) =>
        {
            // Asked before the key is: nothing is opened that could not be kept.
            if (await OpenForm.IsHandedOverAsync(context)) return Said<PatientLink>(new DeviceHandedOver(), words, _ => Results.NoContent());
            var opened = await passkeys.OpenAsync(context, proof);
            if (opened.Try(out var link, out _)) await OpenForm.KeepAsync(context, link);
            return Said(opened, words, _ => Results.NoContent());
        }).AllowAnonymous().ExcludeFromDescription();

        routes.MapPost("/my-care/passkey-question", async (HttpContext context, PatientPasskeys passkeys, IStringLocalizer<PatientWords> words) =>
            await OwnDeviceAsync(context) is { } link ? Said(await passkeys.AskForNewAsync(context, link), words, Results.Ok) : Results.StatusCode(StatusCodes.Status401Unauthorized))
            .AllowAnonymous().ExcludeFromDescription();

        routes.MapPost("/my-care/passkeys", async (PasskeyProof proof, HttpContext context, PatientPasskeys passkeys, IStringLocalizer<PatientWords> words) =>
            await OwnDeviceAsync(context) is { } link ? Said(await passkeys.AddAsync(context, link, proof), words, _ => Results.NoContent()) : Results.StatusCode(StatusCodes.Status401Unauthorized))
            .AllowAnonymous().ExcludeFromDescription();

        routes.MapPost("/my-care/passkeys/remove", async (HttpContext context, PatientPasskeys passkeys) =>
        {
            if (await OwnDeviceAsync(context) is not { } link) return Results.StatusCode(StatusCodes.Status401Unauthorized);
            var form = await context.Request.ReadFormAsync(context.RequestAborted);
            if (form["id"].FirstOrDefault() is { Length: > 0 } id) await passkeys.RemoveAsync(link, id, context.Origin(), context.RequestAborted);
            return Results.LocalRedirect("/my-care".InLanguage());
        }).AllowAnonymous().ExcludeFromDescription();
    }

    /// <summary>Whoever was let in on a device of their own: a key on the clinic's tablet would open the page to everybody who holds it.</summary>
    private static async Task<PatientLink?> OwnDeviceAsync(HttpContext context) => await OpenForm.OfAsync(context) is { Purpose: not LinkPurpose.Here } link ? link : null;

    private static IResult Said<T>(Result<T> result, IStringLocalizer<PatientWords> words, Func<T, IResult> allowed) => result.Try(out var value, out var refusal)
        ? allowed(value)
        : Problems.Problem(refusal is TooManyTries ? StatusCodes.Status429TooManyRequests : StatusCodes.Status422UnprocessableEntity, refusal.Code, words.Say(refusal));
}

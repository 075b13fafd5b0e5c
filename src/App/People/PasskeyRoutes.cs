using System.Text.Json;
using Afterglow.Core;
using Microsoft.AspNetCore.Identity;

namespace Afterglow.App.People;

/// <summary>What the passkey script asks and answers.</summary>
internal static class PasskeyRoutes
{
    public static void AddPasskeys(this IServiceCollection services)
    {
        services.AddSingleton<Passkeys>();
        services.AddSingleton<PasskeyProofs>();
        services.AddScoped<SignInManager<StaffAccount>>();
        services.AddScoped<IUserClaimsPrincipalFactory<StaffAccount>, UserClaimsPrincipalFactory<StaffAccount>>();
        services.AddScoped<IUserConfirmation<StaffAccount>, DefaultUserConfirmation<StaffAccount>>();
        services.AddScoped<IPasskeyHandler<StaffAccount>, PasskeyHandler<StaffAccount>>();
        services.Configure<IdentityPasskeyOptions>(options =>
        {
            // The finger, face or PIN is the second factor: without it a passkey is only something one has.
            options.UserVerificationRequirement = "required";
            options.ResidentKeyRequirement = "required";
            options.AuthenticatorTimeout = TimeSpan.FromMinutes(3);
            // Against the address that was asked, which only ever is one of the clinic's own: a form that is sent from a
            // page without a referrer names no origin, and the library would compare with that.
            options.ValidateOrigin = asked => ValueTask.FromResult(
                !asked.CrossOrigin && asked.Origin == $"{asked.HttpContext.Request.Scheme}://{asked.HttpContext.Request.Host}");
        });
    }

    public static void MapPasskeys(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/sign-in/passkey-question", async (SignInManager<StaffAccount> desk) =>
            Results.Content(await desk.MakePasskeyRequestOptionsAsync(null), "application/json")).AllowAnonymous().ExcludeFromDescription();

        routes.MapPost("/sign-in/passkey", async (
            PasskeyAnswer body, HttpContext context, SignInManager<StaffAccount> desk, Passkeys passkeys, SignIns signIns, SignInThrottle throttle) =>
        {
            if (!throttle.Admits("passkey/" + context.Origin(), context.Origin()))
                return Problems.Problem(StatusCodes.Status429TooManyRequests, new TooManyTries().Code, new TooManyTries().Sentence);
            var verified = await passkeys.VerifyAsync(desk, body.Credential.GetRawText(), context.Origin(), context.RequestAborted);
            if (!verified.Try(out var staffId, out var refusal))
                return Problems.Problem(StatusCodes.Status401Unauthorized, refusal.Code, refusal.Sentence);
            await signIns.SignInAsync(context, staffId, "passkey");
            return Results.NoContent();
        }).AllowAnonymous().ExcludeFromDescription();

        routes.MapPost("/account/passkey-question", async (HttpContext context, UserManager<StaffAccount> staff, SignInManager<StaffAccount> desk, TimeProvider clock) =>
            !context.User.ProvedLately(clock.GetUtcNow())
                ? Unproved()
                : Results.Content(await Passkeys.QuestionForNewAsync(desk, (await staff.FindByIdAsync(context.User.StaffId().ToString("D")))!), "application/json"))
            .RequireAuthorization(Policies.Staff).ExcludeFromDescription();

        routes.MapPost("/account/passkeys", async (
            NewPasskey body, HttpContext context, UserManager<StaffAccount> staff, SignInManager<StaffAccount> desk, Passkeys passkeys, TimeProvider clock) =>
        {
            if (!context.User.ProvedLately(clock.GetUtcNow())) return Unproved();
            var account = (await staff.FindByIdAsync(context.User.StaffId().ToString("D")))!;
            var added = await passkeys.AddAsync(
                desk, context.User.Author(), account, body.Credential.GetRawText(), body.Name, context.Origin(), context.RequestAborted);
            return added.Answer(passkey => Results.Ok(passkey));
        }).RequireAuthorization(Policies.Staff).ExcludeFromDescription();
    }

    private static IResult Unproved() => Problems.Problem(
        StatusCodes.Status403Forbidden, "sign-in.prove-again", "Type your password again before you add a passkey.");

    internal sealed record PasskeyAnswer(JsonElement Credential);

    internal sealed record NewPasskey(string Name, JsonElement Credential);
}

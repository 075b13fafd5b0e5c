using Afterglow.App.People;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Diagnostics;

namespace Afterglow.App.Design;

/// <summary>The pages: drawn on the server, sent whole, with plain form posts.</summary>
internal static class Screens
{
    public static WebApplicationBuilder AddScreens(this WebApplicationBuilder builder)
    {
        // Finds wwwroot and the chairside files when run from the build folder as well as when published.
        builder.WebHost.UseStaticWebAssets();
        builder.Services.AddRazorComponents();
        return builder;
    }

    /// <summary>A page for every fault and refusal, in words. Programs get problem details instead.</summary>
    public static WebApplication UseProblemPages(this WebApplication app)
    {
        app.UseExceptionHandler("/problem/500", createScopeForErrors: true);
        app.UseStatusCodePagesWithReExecute("/problem/{0}", createScopeForStatusCodePages: true);
        app.UseWhen(context => context.Request.IsForPrograms(), programs => programs.UseExceptionHandler());
        return app;
    }

    /// <summary>Files anybody may have (styles, scripts, drawings), then the pages, each with its own policy.</summary>
    public static WebApplication MapScreens(this WebApplication app)
    {
        app.Use(OnlyFormsAsync);
        app.MapStaticAssets().AllowAnonymous();
        app.MapRazorComponents<App>();
        app.MapGet("/", HomeAsync).RequireAuthorization(Policies.Staff).ExcludeFromDescription();
        return app;
    }

    // A page reads a form or nothing; the framework takes anything else that is posted to it for a fault of the server.
    private static Task OnlyFormsAsync(HttpContext context, RequestDelegate next)
    {
        var page = context.GetEndpoint()?.Metadata.GetMetadata<ComponentTypeMetadata>() is not null;
        var again = context.Features.Get<IStatusCodeReExecuteFeature>() is not null || context.Features.Get<IExceptionHandlerFeature>() is not null;
        if (!page || again || !HttpMethods.IsPost(context.Request.Method) || context.Request.HasFormContentType) return next(context);
        context.Response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
        return Task.CompletedTask;
    }

    /// <summary>The page a person's day starts on: the chairs, or for an administrator the staff.</summary>
    private static async Task<IResult> HomeAsync(HttpContext context, IAuthorizationService may)
    {
        var board = await may.AuthorizeAsync(context.User, Policies.SeeBoard);
        return Results.LocalRedirect(board.Succeeded ? "/board" : "/staff");
    }
}

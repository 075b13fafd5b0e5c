using Afterglow.App.People;

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
        app.MapStaticAssets().AllowAnonymous();
        app.MapRazorComponents<App>();
        return app;
    }
}

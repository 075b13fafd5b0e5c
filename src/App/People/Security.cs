using Afterglow.App.Design;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.StaticAssets;

namespace Afterglow.App.People;

/// <summary>What every request passes before it reaches a page, in this order.</summary>
public static class Security
{
    private const string ContentPolicy =
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
        + "font-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'self'; "
        + "frame-ancestors 'none'; object-src 'none'";

    public static void AddSecurity(this WebApplicationBuilder builder)
    {
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 1024 * 1024;
        });
        builder.Services.AddProblemDetails();
        builder.Services.AddAntiforgery(options =>
        {
            options.HeaderName = "X-CSRF-TOKEN";
            options.FormFieldName = "form-token";
            options.Cookie.Name = "__Host-afterglow-form";
            options.Cookie.Path = "/";
            options.Cookie.HttpOnly = true;
            options.Cookie.SameSite = SameSiteMode.Strict;
            options.SuppressXFrameOptionsHeader = true;
        });
        // Antiforgery itself refuses to be Secure on http://localhost, where browsers accept it: so it is said here.
        builder.Services.AddCookiePolicy(options =>
        {
            options.Secure = CookieSecurePolicy.Always;
            options.HttpOnly = Microsoft.AspNetCore.CookiePolicy.HttpOnlyPolicy.Always;
        });
    }

    public static void UseSecurity(this WebApplication app)
    {
        app.UseProblemPages();
        app.UseWhen(context => context.Request.IsForPrograms(), programs => programs.UseStatusCodePages());
        app.Use(HeadersAsync);
        app.UseCookiePolicy();
        app.UseAuthentication();
        app.UseReadsAudit();
        app.UseAuthorization();
        app.Use(AntiforgeryAsync);
        app.UseAntiforgery();
    }

    private static Task HeadersAsync(HttpContext context, RequestDelegate next)
    {
        context.Response.OnStarting(() =>
        {
            var headers = context.Response.Headers;
            headers.ContentSecurityPolicy = ContentPolicy;
            headers.XContentTypeOptions = "nosniff";
            headers["Referrer-Policy"] = "no-referrer";
            headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=(), payment=(), usb=()";
            headers["Cross-Origin-Opener-Policy"] = "same-origin";
            headers["Cross-Origin-Resource-Policy"] = "same-origin";
            if (context.Request.IsHttps) headers.StrictTransportSecurity = "max-age=63072000; includeSubDomains";
            if (context.GetEndpoint()?.Metadata.GetMetadata<StaticAssetDescriptor>() is null) headers.CacheControl = "no-store";
            return Task.CompletedTask;
        });
        return next(context);
    }

    /// <summary>
    /// Whoever signs in with a cookie shows, with every request that changes something, that it comes from a page of ours.
    /// Only a caller with a bearer token is excused: no other site can make a browser send one.
    /// </summary>
    private static async Task AntiforgeryAsync(HttpContext context, RequestDelegate next)
    {
        var method = context.Request.Method;
        var safe = HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method) || HttpMethods.IsTrace(method);
        var program = context.User.Identity?.IsAuthenticated == true && !context.User.IsStaff();
        var excused = context.GetEndpoint()?.Metadata.GetMetadata<NoBrowserCalls>() is not null;
        if (!safe && !program && !excused)
        {
            try
            {
                await context.RequestServices.GetRequiredService<IAntiforgery>().ValidateRequestAsync(context);
            }
            catch (AntiforgeryValidationException)
            {
                await Results.Problem(
                    "This page is out of date, or the request did not come from a page of this clinic. Reload the page and try again.",
                    statusCode: StatusCodes.Status400BadRequest,
                    extensions: new Dictionary<string, object?> { ["code"] = "request.not-from-a-page" }).ExecuteAsync(context);
                return;
            }
        }
        await next(context);
    }
}

/// <summary>An endpoint that no browser page calls and that reads no cookie, such as the one that issues tokens.</summary>
public sealed class NoBrowserCalls;

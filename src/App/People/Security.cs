using System.Text.Json.Serialization;
using System.Threading.RateLimiting;
using Afterglow.App.Design;
using Afterglow.App.Portal;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.CookiePolicy;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.HostFiltering;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.StaticAssets;

namespace Afterglow.App.People;

/// <summary>What every request passes before it reaches a page, in this order.</summary>
public static class Security
{
    private const string ContentPolicy =
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data: blob:; "
        + "font-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'self'; "
        + "frame-ancestors 'none'; object-src 'none'";

    public static void AddSecurity(this WebApplicationBuilder builder, ClinicSettings settings)
    {
        var services = builder.Services;
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 1024 * 1024;
            kestrel.Limits.MaxRequestLineSize = 8 * 1024;
        });
        // These write down addresses with their queries, and a search holds a name.
        foreach (var talkative in new[] { "Microsoft.AspNetCore", "Microsoft.EntityFrameworkCore", "OpenIddict" })
            builder.Logging.AddFilter(talkative, LogLevel.Warning);
        // Answers only to its own names: links and cookies never carry a name that a stranger put into a header.
        builder.Services.Configure<HostFilteringOptions>(options =>
        {
            options.AllowedHosts = ["localhost", "127.0.0.1", "[::1]", .. settings.HostNames];
            options.AllowEmptyHosts = false;
            options.IncludeFailureMessage = false;
        });
        services.AddProblemDetails(options => options.CustomizeProblemDetails = Failures.Describe);
        services.AddExceptionHandler<Failures>();
        services.Configure<ExceptionHandlerOptions>(options => options.SuppressDiagnosticsCallback = _ => true);
        services.Configure<FormOptions>(options =>
        {
            options.ValueCountLimit = 1000;
            options.KeyLengthLimit = 256;
        });
        services.ConfigureHttpJsonOptions(options =>
        {
            options.SerializerOptions.MaxDepth = 64;
            // A field that we do not know is a misunderstanding, not something to pass over in silence.
            options.SerializerOptions.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
            // "5" is text, not a number; the description of the API says the same.
            options.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
            options.SerializerOptions.Converters.Add(new Core.InstantConverter());
        });
        services.AddAntiforgery(options =>
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
        services.AddCookiePolicy(options =>
        {
            options.Secure = CookieSecurePolicy.Always;
            options.HttpOnly = HttpOnlyPolicy.Always;
        });
        services.AddRateLimiter(options =>
        {
            options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            options.OnRejected = (context, _) =>
            {
                context.HttpContext.Response.Headers.RetryAfter = "300";
                return ValueTask.CompletedTask;
            };
            // Passwords are held back by name and address where they are verified; this is for programs' secrets.
            options.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(context =>
                context.Request.Path.StartsWithSegments("/connect", StringComparison.OrdinalIgnoreCase)
                    ? RateLimitPartition.GetFixedWindowLimiter(context.Origin(), _ =>
                    {
                        var limits = context.RequestServices.GetRequiredService<SignInLimits>();
                        return new FixedWindowRateLimiterOptions { PermitLimit = limits.PerAddress, Window = limits.Window };
                    })
                    : RateLimitPartition.GetNoLimiter(""));
        });
    }

    public static void UseSecurity(this WebApplication app)
    {
        // First, so that everything after it sees the caller and not the proxy. Only a proxy on this machine is believed.
        if (app.Services.GetRequiredService<ClinicSettings>().BehindProxy)
            app.UseForwardedHeaders(new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto });
        app.UseProblemPages();
        app.UseWhen(context => context.Request.IsForPrograms(), programs => programs.UseStatusCodePages());
        app.Use(HeadersAsync);
        app.Use(MethodsAsync);
        // Only now, so that what a request is found by is the method it is taken for.
        app.UseRouting();
        app.Use(Failures.UnreadableAsync);
        app.UseCookiePolicy();
        app.UseRateLimiter();
        app.UseSetupGate();
        app.UseAuthentication();
        app.Services.GetRequiredService<OpenRequests>().Use(app);
        app.UseHandedOver();
        app.UseReadsAudit();
        app.UseAuthorization();
        app.Use(AntiforgeryAsync);
        app.UseAntiforgery();
    }

    private static Task MethodsAsync(HttpContext context, RequestDelegate next)
    {
        var method = context.Request.Method;
        if (context.ShowsFault())
        {
            // A fault is shown as a page whatever was sent: the second pass through here is a plain look at it.
            context.Request.Method = HttpMethods.Get;
        }
        else if (HttpMethods.IsHead(method))
        {
            // A look that wants only the head, as watchers of /health send: answered as the look it is, and the server
            // underneath, which knows what was asked, leaves the body away.
            context.Request.Method = HttpMethods.Get;
        }
        else if (HttpMethods.IsTrace(method) || HttpMethods.IsConnect(method))
        {
            // One would send back what was sent, cookies among it; the other is for proxies. Neither is a person's: no page.
            if (!context.Request.IsForPrograms() && context.Features.Get<IStatusCodePagesFeature>() is { } pages) pages.Enabled = false;
            context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            return Task.CompletedTask;
        }
        return next(context);
    }

    /// <summary>True on the second pass of a request, which only draws the page that says what went wrong with the first.</summary>
    public static bool ShowsFault(this HttpContext context) =>
        context.Features.Get<IStatusCodeReExecuteFeature>() is not null || context.Features.Get<IExceptionHandlerPathFeature>() is not null;

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
        var page = context.GetEndpoint()?.Metadata.GetMetadata<ComponentTypeMetadata>() is not null;
        // A program reads the API; a page, the public ones too, is for somebody who looks at it.
        if (program && page && !context.ShowsFault())
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return;
        }
        var excused = context.GetEndpoint()?.Metadata.GetMetadata<NoBrowserCalls>() is not null;
        if (!safe && !program && !excused && !await context.RequestServices.GetRequiredService<IAntiforgery>().IsRequestValidAsync(context))
        {
            if (!context.Request.IsForPrograms())
            {
                context.Response.StatusCode = StatusCodes.Status400BadRequest;
                return;
            }
            await Results.Problem(
                "Send the token that GET /api/antiforgery answers in the header X-CSRF-TOKEN.", statusCode: StatusCodes.Status400BadRequest,
                extensions: new Dictionary<string, object?> { ["code"] = "request.not-from-a-page" }).ExecuteAsync(context);
            return;
        }
        if (!safe && !context.Request.HasFormContentType && page)
        {
            context.Response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
            return;
        }
        await next(context);
    }
}

/// <summary>An endpoint that no browser page calls and that reads no cookie, such as the one that issues tokens.</summary>
public sealed class NoBrowserCalls;

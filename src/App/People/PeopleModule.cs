using Afterglow.App.Record;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection.Extensions;
using OpenIddict.Validation.AspNetCore;

namespace Afterglow.App.People;

/// <summary>Staff, roles, sign-in.</summary>
public static class PeopleModule
{
    public const string CookieName = "__Host-afterglow";

    private const string Asker = "asker";

    /// <summary>The records, which the command line needs too.</summary>
    public static void AddPeople(this IHostApplicationBuilder builder, ClinicSettings settings)
    {
        var services = builder.Services;
        services.AddDbContext<PeopleContext>((provider, options) =>
        {
            provider.GetRequiredService<Database>().Serve(options);
            // The tables Identity could have and ours has not; and a handful of rows is read in one query.
            options.ConfigureWarnings(warnings => warnings.Ignore(
                CoreEventId.MappedEntityTypeIgnoredWarning, CoreEventId.MappedPropertyIgnoredWarning,
                RelationalEventId.MultipleCollectionIncludeWarning));
        });
        services.AddIdentityCore<StaffAccount>(options =>
        {
            options.Stores.SchemaVersion = IdentitySchemaVersions.Version3;
            // The staff's own rules are asked before; Identity's character classes make passwords worse.
            options.Password = new PasswordOptions
            {
                RequiredLength = PasswordRules.Shortest, RequiredUniqueChars = 1, RequireDigit = false, RequireLowercase = false,
                RequireUppercase = false, RequireNonAlphanumeric = false,
            };
        }).AddEntityFrameworkStores<PeopleContext>();
        services.Configure<PasswordHasherOptions>(options => options.IterationCount = 600_000);
        services.RemoveAll<IPasswordHasher<StaffAccount>>();
        services.AddSingleton<IPasswordHasher<StaffAccount>, PasswordHasher<StaffAccount>>();
        services.RemoveAll<ILookupNormalizer>();
        services.AddSingleton<ILookupNormalizer, UpperInvariantLookupNormalizer>();
        services.TryAddSingleton(new SignInLimits());
        services.AddSingleton<SignInThrottle>();
        services.AddSingleton(new PasswordRules(published: settings.Demonstration));
        services.AddCookieKeys(settings.KeysDirectory);
        services.AddSingleton<KeyRotation>();
        services.AddSingleton<StaffRecords>();
        services.AddSingleton<SignIns>();
        services.AddSingleton<SecondFactor>();
        services.AddSingleton<Passwords>();
        services.AddSingleton<DemoSignIns>();
        services.AddSingleton<ClientRecords>();
        services.AddSingleton<AuditRecords>();
        services.AddSingleton<EmergencyRecords>();
        services.AddOpenIddict().AddCore(core => core.UseEntityFrameworkCore().UseDbContext<PeopleContext>());
    }

    /// <summary>Who may open what. Every policy is a row of <see cref="Policies.Roles"/>.</summary>
    public static void AddSignIn(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddTokens();
        // A request with a bearer token is a program's, whatever cookies come with it.
        services.AddAuthentication(Asker)
            .AddPolicyScheme(Asker, null, options => options.ForwardDefaultSelector = context =>
                context.Request.Headers.Authorization.ToString().StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)
                    ? OpenIddictValidationAspNetCoreDefaults.AuthenticationScheme
                    : SignedIn.Scheme)
            .AddCookie(SignedIn.Scheme)
            // Holds what a passkey was asked, between the question and the answer.
            .AddCookie(IdentityConstants.TwoFactorUserIdScheme, options =>
            {
                options.ExpireTimeSpan = TimeSpan.FromMinutes(5);
                options.SlidingExpiration = false;
                Guard(options.Cookie, "__Host-afterglow-passkey");
            })
            .AddCookie(HalfSignedIn.Scheme, options =>
            {
                options.ExpireTimeSpan = HalfSignedIn.Time;
                options.SlidingExpiration = false;
                Guard(options.Cookie, "__Host-afterglow-factor");
            });
        services.AddOptions<CookieAuthenticationOptions>(SignedIn.Scheme).Configure<SignIns>((options, signIns) =>
        {
            options.SessionStore = signIns;
            options.SlidingExpiration = false;
            options.ExpireTimeSpan = SignIns.Longest;
            Guard(options.Cookie, CookieName);
            options.LoginPath = "/sign-in";
            options.ReturnUrlParameter = "returnUrl";
            options.Events.OnRedirectToLogin = context => AnswerAsync(context, StatusCodes.Status401Unauthorized);
            options.Events.OnRedirectToAccessDenied = context => AnswerAsync(context, StatusCodes.Status403Forbidden);
        });
        services.AddAuthorization(options =>
        {
            options.DefaultPolicy = options.FallbackPolicy = new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build();
            foreach (var right in Policies.Roles.Keys) options.AddPolicy(right, policy =>
                {
                    policy.AddRequirements(new Holds(right));
                    if (right == Policies.Administer) policy.AddRequirements(new ProvedLately());
                });
        });
        services.AddSingleton<IAuthorizationHandler, HoldsHandler>();
        services.AddSingleton<IAuthorizationHandler, ProvedLatelyHandler>();
        services.AddSingleton<IAuthorizationMiddlewareResultHandler, AskForProof>();
        services.AddPasskeys();
        services.AddApiDescription();
        services.AddSingleton<OpenRequests>();
        services.AddHostedService(provider => provider.GetRequiredService<OpenRequests>());
        services.AddCascadingAuthenticationState();
        services.AddHttpContextAccessor();
    }

    /// <summary>Sign-out and what a browser needs beside the pages.</summary>
    public static void MapPeople(this IEndpointRouteBuilder routes)
    {
        routes.MapTokens();
        routes.MapAudit();
        routes.MapEmergencies();
        routes.MapPasskeys();
        routes.MapOpenApi("/openapi/{documentName}.json").AllowAnonymous();
        routes.MapPost("/sign-out", async (HttpContext context, SignIns signIns) =>
        {
            await signIns.SignOutAsync(context);
            context.Response.Headers["Clear-Site-Data"] = "\"cache\", \"cookies\", \"storage\"";
            return Results.LocalRedirect("/sign-in");
        }).AllowAnonymous().ExcludeFromDescription();

        routes.MapGet("/api/antiforgery", (HttpContext context, Microsoft.AspNetCore.Antiforgery.IAntiforgery antiforgery) =>
            new AntiforgeryAnswer(antiforgery.GetAndStoreTokens(context).RequestToken))
            .RequireAuthorization(Policies.Staff).ExcludeFromDescription();
    }

    // “__Host-” makes the browser itself refuse the cookie from any other host, path or plain connection.
    private static void Guard(CookieBuilder cookie, string name)
    {
        cookie.Name = name;
        cookie.Path = "/";
        cookie.HttpOnly = true;
        cookie.SecurePolicy = CookieSecurePolicy.Always;
        cookie.SameSite = SameSiteMode.Lax;
    }

    private static readonly string[] ProgramPaths = ["/api", "/connect", "/health", "/openapi"];

    // A program is told no; a person is shown the way in.
    private static Task AnswerAsync(RedirectContext<CookieAuthenticationOptions> context, int status)
    {
        if (status == StatusCodes.Status401Unauthorized && !context.Request.IsForPrograms()
            && (HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method)))
            context.Response.Redirect(context.RedirectUri);
        else
            context.Response.StatusCode = status;
        return Task.CompletedTask;
    }

    /// <summary>True for the paths that programs read: they get problem details, never a page or a redirect.</summary>
    public static bool IsForPrograms(this HttpRequest request) =>
        ProgramPaths.Any(path => request.Path.StartsWithSegments(path, StringComparison.OrdinalIgnoreCase));

    private sealed record Holds(string Right) : IAuthorizationRequirement;

    /// <summary>Whoever changes what people may do has proved who they are within the last ten minutes.</summary>
    private sealed record ProvedLately : IAuthorizationRequirement;

    private sealed class ProvedLatelyHandler(TimeProvider clock) : AuthorizationHandler<ProvedLately>
    {
        protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, ProvedLately requirement)
        {
            if (context.User.ProvedLately(clock.GetUtcNow())) context.Succeed(requirement);
            return Task.CompletedTask;
        }
    }

    // When the proof is all that is missing, it is asked for; whatever else is missing stays a refusal.
    private sealed class AskForProof : IAuthorizationMiddlewareResultHandler
    {
        private readonly AuthorizationMiddlewareResultHandler otherwise = new();

        public Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
        {
            var missing = authorizeResult.AuthorizationFailure?.FailedRequirements.ToList();
            if (missing is not [ProvedLately] || context.Request.IsForPrograms())
                return otherwise.HandleAsync(next, context, policy, authorizeResult);
            var page = HttpMethods.IsGet(context.Request.Method) ? context.Request.PathBase + context.Request.Path + context.Request.QueryString : context.Request.Path.Value;
            context.Response.Redirect(LocalPath.With("/prove", page));
            return Task.CompletedTask;
        }
    }

    private sealed class HoldsHandler : AuthorizationHandler<Holds>
    {
        protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, Holds requirement)
        {
            var user = context.User;
            var allowed = user.IsStaff()
                ? Policies.Roles[requirement.Right].Any(role => user.IsInRole(role.ToString()))
                : user.FindAll(SignedIn.ScopeClaim).Any(scope =>
                    Policies.Scopes.TryGetValue(scope.Value, out var rights) && rights.Contains(requirement.Right));
            if (allowed) context.Succeed(requirement);
            return Task.CompletedTask;
        }
    }
}

/// <summary>What a script sends back with whatever it asks for that changes something.</summary>
internal sealed record AntiforgeryAnswer(string? Token);

using System.Security.Claims;
using System.Security.Cryptography;
using Afterglow.App.Record;
using Afterglow.Core.People;
using Microsoft.AspNetCore;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using OpenIddict.Server.AspNetCore;
using OpenIddict.Validation;
using OpenIddict.Validation.AspNetCore;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Afterglow.App.People;

/// <summary>
/// Access tokens for programs: a client shows its secret at <c>/connect/token</c> and gets a token for an hour. The
/// token is a random reference, looked up at every request, so that a revoked client is out at once.
/// </summary>
internal static class Tokens
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(60);

    // A name for whoever issued the token. Fixed, because one clinic answers under several host names.
    private static readonly Uri Issuer = new("https://afterglow.invalid/");

    public static void AddTokens(this IServiceCollection services)
    {
        services.AddOpenIddict()
            .AddServer(server =>
            {
                server.SetIssuer(Issuer).SetTokenEndpointUris("connect/token").AllowClientCredentialsFlow();
                // Nobody discovers anything here: what a client may do is printed when it is made.
                server.SetConfigurationEndpointUris(Array.Empty<Uri>()).SetJsonWebKeySetEndpointUris(Array.Empty<Uri>());
                server.RegisterScopes([.. Policies.Scopes.Keys]);
                server.SetAccessTokenLifetime(Lifetime).UseReferenceAccessTokens();
                // Encryption in transit is the business of whatever stands in front; on localhost nothing does.
                server.UseAspNetCore().EnableTokenEndpointPassthrough().DisableTransportSecurityRequirement();
                server.AddEventHandler<ApplyTokenResponseContext>(refused => refused.UseInlineHandler(WriteDownRefusalAsync).SetOrder(int.MinValue));
            })
            .AddValidation(validation =>
            {
                validation.UseLocalServer();
                validation.EnableTokenEntryValidation();
                validation.AddEventHandler<OpenIddictValidationEvents.ValidateTokenContext>(given => given.UseInlineHandler(OnlyReferences)
                    .SetOrder(OpenIddictValidationHandlers.Protection.ValidateReferenceTokenIdentifier.Descriptor.Order + 1));
                // A token in an address ends up in logs and histories.
                validation.UseAspNetCore().DisableAccessTokenExtractionFromBodyForm().DisableAccessTokenExtractionFromQueryString();
            });
        services.AddOptions<OpenIddictServerOptions>().Configure<Vault>((options, vault) =>
        {
            var signing = ECDsa.Create();
            signing.ImportPkcs8PrivateKey(vault.Kept("token-signing.key", NewSigningKey), out _);
            options.SigningCredentials.Add(new SigningCredentials(new ECDsaSecurityKey(signing), SecurityAlgorithms.EcdsaSha256));
            var encryption = new SymmetricSecurityKey(vault.Kept("token-encryption.key", () => RandomNumberGenerator.GetBytes(32)));
            options.EncryptionCredentials.Add(new EncryptingCredentials(
                encryption, SecurityAlgorithms.Aes256KW, SecurityAlgorithms.Aes256CbcHmacSha512));
        });
    }

    public static void MapTokens(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/connect/token", IssueAsync).AllowAnonymous().WithMetadata(new NoBrowserCalls()).ExcludeFromDescription();

    // The client's id and secret were verified before this is reached, and that it may have the scopes it asks for.
    private static async Task<IResult> IssueAsync(
        HttpContext context, IOpenIddictApplicationManager clients, ClientRecords records, ClinicRecord record)
    {
        var request = context.GetOpenIddictServerRequest() ?? throw new InvalidOperationException("This is not a request for a token.");
        var client = await clients.FindByClientIdAsync(request.ClientId!, context.RequestAborted)
            ?? throw new InvalidOperationException("The client vanished while it was asking.");
        var name = await clients.GetDisplayNameAsync(client, context.RequestAborted) ?? request.ClientId!;
        var allowed = (await clients.GetPermissionsAsync(client, context.RequestAborted))
            .Where(permission => permission.StartsWith(OpenIddictConstants.Permissions.Prefixes.Scope, StringComparison.Ordinal))
            .Select(permission => permission[OpenIddictConstants.Permissions.Prefixes.Scope.Length..]).ToList();
        var asked = request.GetScopes();
        var scopes = asked.Length == 0 ? allowed : [.. asked.Intersect(allowed)];

        var identity = new ClaimsIdentity(OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
        identity.AddClaim(new Claim(OpenIddictConstants.Claims.Subject, request.ClientId!));
        identity.AddClaim(new Claim(SignedIn.ProgramClaim, name));
        foreach (var scope in scopes) identity.AddClaim(new Claim(SignedIn.ScopeClaim, scope));
        identity.SetScopes(scopes);
        identity.SetDestinations(_ => [OpenIddictConstants.Destinations.AccessToken]);
        await record.AuditAsync(new AuditLine(
            new Author("client:" + name, name, [], IsProgram: true), "client.token", Target: $"client/{request.ClientId}", Origin: context.Origin()));
        await records.ForgetOldTokensAsync(context.RequestAborted);
        return Results.SignIn(new ClaimsPrincipal(identity), authenticationScheme: OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
    }

    // A token that says all by itself was not given out here, even where it is signed with our own key.
    private static ValueTask OnlyReferences(OpenIddictValidationEvents.ValidateTokenContext context)
    {
        if (!context.IsReferenceToken) context.Reject(OpenIddictConstants.Errors.InvalidToken, "This token was not given out here.");
        return ValueTask.CompletedTask;
    }

    private static async ValueTask WriteDownRefusalAsync(ApplyTokenResponseContext context)
    {
        if (string.IsNullOrEmpty(context.Error) || context.Transaction.GetHttpRequest()?.HttpContext is not { } http) return;
        // What a stranger calls itself is not written into the audit.
        await http.RequestServices.GetRequiredService<ClinicRecord>().AuditAsync(new AuditLine(
            StaffRecords.Stranger, "client.token", Target: context.Error, Outcome: "refused", Origin: http.Origin()));
    }

    private static byte[] NewSigningKey()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return key.ExportPkcs8PrivateKey();
    }
}

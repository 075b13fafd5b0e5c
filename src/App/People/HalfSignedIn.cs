using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;

namespace Afterglow.App.People;

/// <summary>
/// Somebody whose password was right and whose second factor is still to come. Kept for ten minutes in a cookie of its
/// own, which opens nothing but the page that asks for the code.
/// </summary>
/// <param name="PendingKey">The authenticator key being set up, before anybody owns it.</param>
public sealed record HalfSignedIn(Guid StaffId, string? PendingKey)
{
    public const string Scheme = "second-factor";

    public static readonly TimeSpan Time = TimeSpan.FromMinutes(10);

    public static async Task<HalfSignedIn?> OfAsync(HttpContext context)
    {
        var result = await context.AuthenticateAsync(Scheme);
        return result.Succeeded
            ? new HalfSignedIn(
                Guid.Parse(result.Principal.FindFirstValue(ClaimTypes.NameIdentifier)!),
                result.Properties.Items.TryGetValue(nameof(PendingKey), out var key) ? key : null)
            : null;
    }

    public Task KeepAsync(HttpContext context)
    {
        var properties = new AuthenticationProperties();
        if (PendingKey is not null) properties.Items[nameof(PendingKey)] = PendingKey;
        var identity = new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, StaffId.ToString("D"))], Scheme);
        return context.SignInAsync(Scheme, new ClaimsPrincipal(identity), properties);
    }

    public static Task ForgetAsync(HttpContext context) => context.SignOutAsync(Scheme);
}

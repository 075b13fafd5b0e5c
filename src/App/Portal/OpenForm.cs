using System.Security.Claims;
using Afterglow.App.People;
using Microsoft.AspNetCore.Authentication;

namespace Afterglow.App.Portal;

/// <summary>
/// A patient in front of their own pages: whoever held the link and gave the birth date. Kept in a cookie that opens
/// nothing but those, closes by itself, and is worth nothing once the link is closed.
/// </summary>
public static class OpenForm
{
    public const string Scheme = "patient-link";

    /// <summary>Without a page in between.</summary>
    public static readonly TimeSpan Time = TimeSpan.FromHours(2);

    /// <summary>The link this browser was let in with, as long as it may be used; null otherwise. A passkey opens what the first link does.</summary>
    public static async Task<PatientLink?> OfAsync(HttpContext context, string purpose) =>
        await OfAsync(context) is { } link && (link.Purpose == purpose || purpose == LinkPurpose.History && link.OpensAll) ? link : null;

    /// <summary>As above, whatever it was made for.</summary>
    public static async Task<PatientLink?> OfAsync(HttpContext context)
    {
        if (await LinkIdAsync(context) is not { } id) return null;
        var found = await context.RequestServices.GetRequiredService<PatientLinks>().FindAsync(id, context.RequestAborted);
        return found.Try(out var link, out _) ? link : null;
    }

    /// <summary>Which link this browser was let in with, whatever has become of it since; null where it was not.</summary>
    internal static async Task<Guid?> LinkIdAsync(HttpContext context) =>
        await context.AuthenticateAsync(Scheme) is { Succeeded: true, Principal: var patient } && Guid.TryParse(patient.FindFirstValue(ClaimTypes.NameIdentifier), out var id) ? id : null;

    /// <summary>
    /// Lets this browser in with a link. False, and nothing is kept, on a device of the clinic in a patient's hands: another
    /// link there would take the place of the one that says whose hands it is in, and open what its staff had open.
    /// </summary>
    public static async Task<bool> KeepAsync(HttpContext context, PatientLink link)
    {
        var handedOver = link.Purpose == LinkPurpose.Here;
        if (!handedOver && await IsHandedOverAsync(context)) return false;
        // What says that a device was handed over ends no sooner than any sign-in it could give back; what the link opens ends with the link.
        var ends = handedOver ? context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow() + SignIns.Longest : (DateTimeOffset?)null;
        await context.SignInAsync(
            Scheme, new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, link.Id.ToString("D")), new Claim(PurposeClaim, link.Purpose)], Scheme)),
            new AuthenticationProperties { ExpiresUtc = ends });
        return true;
    }

    /// <summary>True while this device of the clinic, with its staff signed in, is in a patient's hands: whatever has become of the link since.</summary>
    public static async Task<bool> IsHandedOverAsync(HttpContext context) =>
        context.User.IsStaff() && await context.AuthenticateAsync(Scheme) is { Succeeded: true, Principal: var patient } && patient.FindFirstValue(PurposeClaim) == LinkPurpose.Here;

    private const string PurposeClaim = "purpose";

    public static Task ForgetAsync(HttpContext context) => context.SignOutAsync(Scheme);
}

using System.Security.Claims;
using Afterglow.Core.People;

namespace Afterglow.App.People;

/// <summary>Who is asking, read from the claims of a signed-in person or an API client.</summary>
public static class SignedIn
{
    /// <summary>The display name of a member of staff, as it is written into entries.</summary>
    public const string NameClaim = "afterglow:name";

    /// <summary>Set, to the client's name, when the caller is a program.</summary>
    public const string ProgramClaim = "afterglow:program";

    /// <summary>A site the caller works at; one claim a site.</summary>
    public const string SiteClaim = "afterglow:site";

    /// <summary>Something an API client may do; one claim a scope.</summary>
    public const string ScopeClaim = "afterglow:scope";

    /// <summary>Which sign-in this is: the id of its row, not the browser's key.</summary>
    public const string SignInClaim = "afterglow:sign-in";

    /// <summary>When the person last proved who they are.</summary>
    public const string ProvedClaim = "afterglow:proved";

    /// <summary>A chart outside the person's sites that is open to them for a while; one claim a chart. See <see cref="OpenEmergency"/>.</summary>
    public const string EmergencyClaim = "afterglow:emergency";

    /// <summary>The scheme of staff who are signed in with a browser.</summary>
    public const string Scheme = "staff";

    /// <summary>True for a member of staff in a browser, who needs antiforgery; false for a program and for nobody.</summary>
    public static bool IsStaff(this ClaimsPrincipal user) =>
        user.Identity?.IsAuthenticated == true && user.FindFirstValue(ProgramClaim) is null;

    /// <summary>True when the person gave their password or passkey within the last ten minutes.</summary>
    public static bool ProvedLately(this ClaimsPrincipal user, DateTimeOffset now) =>
        user.FindFirstValue(ProvedClaim) is { } proved && Record.Instant.Read(proved) + SignIns.ProofTime > now;

    /// <summary>The sites the caller works at.</summary>
    public static IReadOnlyList<Guid> Sites(this ClaimsPrincipal user) => [.. user.FindAll(SiteClaim).Select(site => Guid.Parse(site.Value))];

    /// <summary>The charts outside their sites that this person has open in an emergency.</summary>
    public static IEnumerable<OpenEmergency> Emergencies(this ClaimsPrincipal user) =>
        user.FindAll(EmergencyClaim).Select(claim => OpenEmergency.Read(claim.Value));

    /// <summary>The staff id. Throws when the caller is not a member of staff.</summary>
    public static Guid StaffId(this ClaimsPrincipal user) => user.IsStaff()
        ? Guid.Parse(user.FindFirstValue(ClaimTypes.NameIdentifier)!)
        : throw new InvalidOperationException("The caller is not a member of staff.");

    /// <summary>Where a request comes from, as the audit writes it.</summary>
    public static string Origin(this HttpContext context) => context.Connection.RemoteIpAddress?.ToString() ?? "";

    /// <summary>The author of what this caller writes. Throws when nobody is signed in: the endpoint lacks a policy.</summary>
    public static Author Author(this ClaimsPrincipal user)
    {
        if (user.FindFirstValue(ProgramClaim) is { } program)
            return new Author("client:" + program, program, [], IsProgram: true);
        var id = user.FindFirstValue(ClaimTypes.NameIdentifier) ?? throw new InvalidOperationException("Nobody is signed in.");
        return new Author(
            id, user.FindFirstValue(NameClaim) ?? user.Identity?.Name ?? id,
            [.. user.FindAll(ClaimTypes.Role).Select(role => Enum.Parse<Role>(role.Value))]);
    }
}

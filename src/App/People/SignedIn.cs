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
